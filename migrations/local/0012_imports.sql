-- Imports of lists: what each did, and what was wrong with its rows. The rows themselves are in their own tables.
CREATE TABLE import_run (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  file_name TEXT NOT NULL, sheet_name TEXT NOT NULL,
  target TEXT NOT NULL CHECK (target IN ('customers', 'vehicles', 'items')),
  rows INTEGER NOT NULL, added INTEGER NOT NULL, unchanged INTEGER NOT NULL, bad INTEGER NOT NULL, warned INTEGER NOT NULL,
  new_customers INTEGER NOT NULL, new_vehicles INTEGER NOT NULL, new_items INTEGER NOT NULL,
  problems_total INTEGER NOT NULL, problems TEXT NOT NULL,
  user_id TEXT REFERENCES user (id), user_name TEXT NOT NULL,
  -- IMP-2: every row is counted once.
  CHECK (rows = added + unchanged + bad)
) WITHOUT ROWID;
CREATE INDEX import_run_newest ON import_run (created_at, id);
CREATE INDEX import_run_target ON import_run (target, created_at, id);
CREATE INDEX import_run_user ON import_run (user_id);
