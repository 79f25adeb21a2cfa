-- What the shop's sheets look like: one row, with the company's id. WS-3
CREATE TABLE letterhead (
  id TEXT PRIMARY KEY REFERENCES company (id), created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  logo_base64 TEXT NOT NULL CHECK (length(logo_base64) <= 60000), footer TEXT NOT NULL, estimate_terms TEXT NOT NULL, order_terms TEXT NOT NULL
) WITHOUT ROWID;
