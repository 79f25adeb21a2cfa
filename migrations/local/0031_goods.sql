PRAGMA legacy_alter_table = ON;
-- The catalogue's relations and prices, and the ways of parts between suppliers, the parts room and the jobs that wait.
ALTER TABLE customer ADD COLUMN price_group TEXT NOT NULL DEFAULT '';
CREATE INDEX customer_price_group ON customer (price_group) WHERE deleted = 0 AND price_group <> '';

-- The widest category of an item, for everything that lies in it.
CREATE INDEX catalog_item_top_name ON catalog_item (deleted, substr(category, 1, instr(category || ' > ', ' > ') - 1), name_key) WHERE category <> '';

CREATE TABLE catalog_relation (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  item_id TEXT NOT NULL REFERENCES catalog_item (id), kind TEXT NOT NULL CHECK (kind IN ('variant', 'part', 'core', 'substitute', 'successor')),
  other_id TEXT NOT NULL REFERENCES catalog_item (id), qty_milli INTEGER NOT NULL CHECK (qty_milli > 0), options TEXT NOT NULL CHECK (json_valid(options))
) WITHOUT ROWID;
CREATE INDEX catalog_relation_from ON catalog_relation (item_id, id);
CREATE INDEX catalog_relation_to ON catalog_relation (other_id, id);

CREATE TABLE catalog_price (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  item_id TEXT NOT NULL REFERENCES catalog_item (id), price_group TEXT NOT NULL, min_qty_milli INTEGER NOT NULL CHECK (min_qty_milli > 0),
  price_minor INTEGER NOT NULL CHECK (price_minor >= 0), from_on TEXT, until_on TEXT
) WITHOUT ROWID;
CREATE INDEX catalog_price_item ON catalog_price (item_id, price_group, min_qty_milli, id);
CREATE INDEX catalog_price_group ON catalog_price (price_group) WHERE deleted = 0 AND price_group <> '';

ALTER TABLE purchase_line ADD COLUMN pack_milli INTEGER NOT NULL DEFAULT 1000 CHECK (pack_milli > 0);

CREATE TABLE supplier_offer (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  supplier_id TEXT NOT NULL REFERENCES supplier (id), item_id TEXT NOT NULL REFERENCES catalog_item (id), code TEXT NOT NULL, code_key TEXT NOT NULL,
  pack_unit TEXT NOT NULL, pack_milli INTEGER NOT NULL CHECK (pack_milli > 0), pack_minor INTEGER NOT NULL CHECK (pack_minor >= 0),
  preferred INTEGER NOT NULL CHECK (preferred IN (0, 1))
) WITHOUT ROWID;
CREATE INDEX supplier_offer_item ON supplier_offer (item_id, supplier_id);
CREATE INDEX supplier_offer_code ON supplier_offer (supplier_id, code_key) WHERE code_key <> '';

CREATE TABLE purchase_cost (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted = 0), clk TEXT NOT NULL,
  item_id TEXT NOT NULL REFERENCES catalog_item (id), supplier_id TEXT REFERENCES supplier (id), source TEXT NOT NULL CHECK (source IN ('receipt', 'list')),
  order_id TEXT, line_id TEXT, document_number TEXT NOT NULL,
  qty_milli INTEGER CHECK (qty_milli > 0), pack_milli INTEGER NOT NULL CHECK (pack_milli > 0), before_minor INTEGER, pack_minor INTEGER NOT NULL CHECK (pack_minor >= 0),
  landed_minor INTEGER NOT NULL CHECK (landed_minor >= 0), user_name TEXT NOT NULL, at INTEGER NOT NULL,
  CHECK ((source = 'receipt') = (qty_milli IS NOT NULL))
) WITHOUT ROWID;
CREATE INDEX purchase_cost_item ON purchase_cost (item_id, at, id);
CREATE INDEX purchase_cost_order ON purchase_cost (order_id, id) WHERE order_id IS NOT NULL;

CREATE TABLE part_request (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  location_id TEXT NOT NULL REFERENCES location (id), item_id TEXT NOT NULL REFERENCES catalog_item (id), supplier_id TEXT REFERENCES supplier (id),
  qty_milli INTEGER NOT NULL CHECK (qty_milli > 0), needed_on TEXT, note TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('wanted', 'ordered', 'received', 'fitted', 'cancelled')),
  job_id TEXT, job_number TEXT NOT NULL, job_label TEXT NOT NULL, job_line_id TEXT,
  order_id TEXT REFERENCES purchase_order (id), requested_by TEXT NOT NULL,
  CHECK (state <> 'ordered' OR order_id IS NOT NULL)
) WITHOUT ROWID;
CREATE INDEX part_request_newest ON part_request (created_at, id);
CREATE INDEX part_request_state ON part_request (state, created_at, id);
CREATE INDEX part_request_location ON part_request (location_id, created_at, id);
CREATE INDEX part_request_job ON part_request (job_id, id) WHERE job_id IS NOT NULL;
CREATE INDEX part_request_order ON part_request (order_id, id) WHERE order_id IS NOT NULL;

CREATE TABLE vendor_return (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  number TEXT NOT NULL UNIQUE, supplier_id TEXT NOT NULL REFERENCES supplier (id), location_id TEXT NOT NULL REFERENCES location (id),
  state TEXT NOT NULL CHECK (state IN ('toReturn', 'sent', 'credited', 'cancelled')), reason TEXT NOT NULL CHECK (reason IN ('defective', 'wrong', 'surplus', 'core', 'other')),
  note TEXT NOT NULL, sent_at INTEGER, credited_at INTEGER, credit_minor INTEGER CHECK (credit_minor >= 0), credit_number TEXT NOT NULL,
  CHECK (state NOT IN ('sent', 'credited') OR sent_at IS NOT NULL),
  CHECK ((state = 'credited') = (credit_minor IS NOT NULL))
) WITHOUT ROWID;
CREATE INDEX vendor_return_newest ON vendor_return (created_at, id);
CREATE INDEX vendor_return_state ON vendor_return (state, created_at, id);
CREATE INDEX vendor_return_supplier ON vendor_return (supplier_id, created_at, id);

CREATE TABLE vendor_return_line (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  return_id TEXT NOT NULL REFERENCES vendor_return (id), location_id TEXT NOT NULL REFERENCES location (id), position INTEGER NOT NULL,
  item_id TEXT NOT NULL REFERENCES catalog_item (id), qty_milli INTEGER NOT NULL CHECK (qty_milli > 0), unit_cost_minor INTEGER NOT NULL CHECK (unit_cost_minor >= 0),
  core_id TEXT
) WITHOUT ROWID;
CREATE INDEX vendor_return_line_return ON vendor_return_line (return_id, position, id);

CREATE TABLE part_core (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  location_id TEXT NOT NULL REFERENCES location (id), state TEXT NOT NULL CHECK (state IN ('out', 'here', 'sent', 'credited', 'lost')),
  item_id TEXT NOT NULL REFERENCES catalog_item (id), customer_id TEXT REFERENCES customer (id), supplier_id TEXT REFERENCES supplier (id),
  document_id TEXT NOT NULL, document_number TEXT NOT NULL, return_id TEXT REFERENCES vendor_return (id),
  deposit_minor INTEGER NOT NULL CHECK (deposit_minor >= 0), refund_minor INTEGER NOT NULL CHECK (refund_minor >= 0),
  charge_minor INTEGER NOT NULL CHECK (charge_minor >= 0), credit_minor INTEGER NOT NULL CHECK (credit_minor >= 0), reason TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX part_core_newest ON part_core (deleted, created_at, id);
CREATE INDEX part_core_state ON part_core (deleted, state, created_at, id);
CREATE INDEX part_core_supplier ON part_core (deleted, supplier_id, created_at, id);
CREATE INDEX part_core_document ON part_core (document_id, id);
CREATE INDEX part_core_return ON part_core (return_id) WHERE return_id IS NOT NULL;

-- Price lists are imported, too.
CREATE TABLE import_run_next (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  file_name TEXT NOT NULL, sheet_name TEXT NOT NULL,
  target TEXT NOT NULL CHECK (target IN ('customers', 'vehicles', 'items', 'prices')),
  rows INTEGER NOT NULL, added INTEGER NOT NULL, unchanged INTEGER NOT NULL, bad INTEGER NOT NULL, warned INTEGER NOT NULL,
  new_customers INTEGER NOT NULL, new_vehicles INTEGER NOT NULL, new_items INTEGER NOT NULL,
  problems_total INTEGER NOT NULL, problems TEXT NOT NULL,
  user_id TEXT REFERENCES user (id), user_name TEXT NOT NULL,
  -- IMP-2: every row is counted once.
  CHECK (rows = added + unchanged + bad)
) WITHOUT ROWID;
INSERT INTO import_run_next SELECT id, created_at, updated_at, deleted, clk, file_name, sheet_name, target, rows, added, unchanged, bad, warned, new_customers, new_vehicles, new_items, problems_total, problems, user_id, user_name FROM import_run;
DROP TABLE import_run;
ALTER TABLE import_run_next RENAME TO import_run;
CREATE INDEX import_run_newest ON import_run (created_at, id);
CREATE INDEX import_run_target ON import_run (target, created_at, id);
CREATE INDEX import_run_user ON import_run (user_id);
PRAGMA legacy_alter_table = OFF;
