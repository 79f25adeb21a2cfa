-- Suppliers and what was ordered of them. What came in is told by the movements of stock that name the order.
CREATE TABLE supplier (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  name TEXT NOT NULL CHECK (name <> ''), name_key TEXT NOT NULL, contact TEXT NOT NULL, phone TEXT NOT NULL, email TEXT NOT NULL, address TEXT NOT NULL,
  account_number TEXT NOT NULL, note TEXT NOT NULL
);
CREATE INDEX supplier_name ON supplier (deleted, name_key, no);

CREATE TABLE purchase_order (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  number TEXT NOT NULL UNIQUE,
  supplier_id TEXT NOT NULL REFERENCES supplier (id), place_id TEXT NOT NULL REFERENCES stock_place (id), location_id TEXT NOT NULL REFERENCES location (id),
  state TEXT NOT NULL CHECK (state IN ('draft', 'ordered', 'received', 'cancelled')),
  note TEXT NOT NULL, expected_on TEXT, ordered_at INTEGER, net_minor INTEGER NOT NULL,
  CHECK (state <> 'ordered' OR ordered_at IS NOT NULL)
) WITHOUT ROWID;
CREATE INDEX purchase_order_newest ON purchase_order (created_at, id);
CREATE INDEX purchase_order_state ON purchase_order (state, created_at, id);
CREATE INDEX purchase_order_supplier ON purchase_order (supplier_id, created_at, id);
CREATE INDEX purchase_order_location ON purchase_order (location_id, created_at, id);

CREATE TABLE purchase_line (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  order_id TEXT NOT NULL REFERENCES purchase_order (id), location_id TEXT NOT NULL REFERENCES location (id),
  position INTEGER NOT NULL, item_id TEXT NOT NULL REFERENCES catalog_item (id),
  qty_milli INTEGER NOT NULL CHECK (qty_milli > 0), unit_cost_minor INTEGER NOT NULL CHECK (unit_cost_minor >= 0)
) WITHOUT ROWID;
CREATE INDEX purchase_line_order ON purchase_line (order_id, position, id);
CREATE INDEX purchase_line_item ON purchase_line (item_id, order_id);
