-- Work orders from estimate to invoice: services, discounts, approvals, deferred work, warranty, saved jobs. The sums of an order are those
-- of its lines and stand nowhere; what two devices add at once just adds up.
PRAGMA legacy_alter_table = ON;

ALTER TABLE company ADD COLUMN tax_inclusive INTEGER NOT NULL DEFAULT 0 CHECK (tax_inclusive IN (0, 1));
ALTER TABLE company ADD COLUMN tax_rules TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tax_rules));
ALTER TABLE company ADD COLUMN labor_rates TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(labor_rates));
ALTER TABLE company ADD COLUMN gates TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(gates));

CREATE TABLE work_order_next (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  number TEXT NOT NULL UNIQUE,
  location_id TEXT NOT NULL REFERENCES location (id),
  customer_id TEXT NOT NULL REFERENCES customer (id),
  vehicle_id TEXT NOT NULL REFERENCES vehicle (id),
  appointment_id TEXT REFERENCES appointment (id),
  bay_id TEXT REFERENCES bay (id),
  technician_id TEXT REFERENCES employee (id),
  advisor_id TEXT REFERENCES user (id),
  comeback_of_id TEXT REFERENCES work_order (id),
  state TEXT NOT NULL CHECK (state IN ('estimate', 'open', 'inProgress', 'onHold', 'done', 'invoiced', 'cancelled')),
  concern TEXT NOT NULL, note TEXT NOT NULL,
  mileage_km INTEGER CHECK (mileage_km >= 0),
  promised_at INTEGER, due_at INTEGER NOT NULL,
  started_at INTEGER, finished_at INTEGER,
  worked_ms INTEGER NOT NULL CHECK (worked_ms >= 0), running_since_at INTEGER,
  hold_reason TEXT NOT NULL, cancelled_reason TEXT NOT NULL,
  discount_bp INTEGER NOT NULL DEFAULT 0 CHECK (discount_bp BETWEEN 0 AND 10000),
  discount_minor INTEGER NOT NULL DEFAULT 0 CHECK (discount_minor >= 0),
  tax_inclusive INTEGER NOT NULL DEFAULT 0 CHECK (tax_inclusive IN (0, 1)),
  -- WO-1: an order in progress has a bay and a technician.
  CHECK (state <> 'inProgress' OR (bay_id IS NOT NULL AND technician_id IS NOT NULL)),
  CHECK ((state = 'inProgress') = (running_since_at IS NOT NULL))
);
INSERT INTO work_order_next (no, id, created_at, updated_at, deleted, clk, number, location_id, customer_id, vehicle_id, appointment_id, bay_id, technician_id, advisor_id, state, concern, note, mileage_km, promised_at, due_at, started_at, finished_at, worked_ms, running_since_at, hold_reason, cancelled_reason)
  SELECT no, id, created_at, updated_at, deleted, clk, number, location_id, customer_id, vehicle_id, appointment_id, bay_id, technician_id, advisor_id, state, concern, note, mileage_km, promised_at, due_at, started_at, finished_at, worked_ms, running_since_at, hold_reason, cancelled_reason FROM work_order;
DROP TABLE work_order;
ALTER TABLE work_order_next RENAME TO work_order;
CREATE INDEX work_order_newest ON work_order (deleted, created_at, id);
CREATE INDEX work_order_number ON work_order (deleted, number);
CREATE INDEX work_order_due ON work_order (deleted, due_at, id);
CREATE INDEX work_order_state_newest ON work_order (deleted, state, created_at, id);
CREATE INDEX work_order_state_due ON work_order (deleted, state, due_at, id);
CREATE INDEX work_order_customer ON work_order (deleted, customer_id, created_at, id);
CREATE INDEX work_order_vehicle ON work_order (deleted, vehicle_id, created_at, id);
CREATE INDEX work_order_technician ON work_order (deleted, technician_id, state, created_at, id);
CREATE INDEX work_order_technician_newest ON work_order (deleted, technician_id, created_at, id);
CREATE INDEX work_order_technician_due ON work_order (deleted, technician_id, due_at, id);
CREATE INDEX work_order_finished ON work_order (technician_id, finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX work_order_location ON work_order (deleted, location_id, created_at, id);
CREATE INDEX work_order_location_state ON work_order (deleted, location_id, state, created_at, id);
CREATE TRIGGER search_order_code_update AFTER UPDATE OF number, deleted ON work_order WHEN old.number <> new.number OR old.deleted <> new.deleted BEGIN
  INSERT INTO search_queue VALUES (6, (1 << 40) - new.no) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER work_order_search_delete AFTER DELETE ON work_order BEGIN
  INSERT INTO search_queue VALUES (6, (1 << 40) - old.no) ON CONFLICT DO NOTHING;
  UPDATE search_upto SET no = min(no, coalesce((SELECT max(no) FROM work_order), 0)) WHERE idx IN (6); -- its number may be given again
END;
CREATE INDEX work_order_in_bay ON work_order (bay_id) WHERE state IN ('inProgress', 'onHold');
CREATE TRIGGER work_order_in_bay_insert BEFORE INSERT ON work_order
WHEN NEW.bay_id IS NOT NULL AND NEW.state IN ('inProgress', 'onHold') AND (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'UNIQUE constraint failed: work_order.bay_id') WHERE EXISTS (SELECT 1 FROM work_order WHERE bay_id = NEW.bay_id AND state IN ('inProgress', 'onHold') AND id <> NEW.id);
END;
CREATE TRIGGER work_order_in_bay_update BEFORE UPDATE OF bay_id, state ON work_order
WHEN NEW.bay_id IS NOT NULL AND NEW.state IN ('inProgress', 'onHold') AND (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'UNIQUE constraint failed: work_order.bay_id') WHERE EXISTS (SELECT 1 FROM work_order WHERE bay_id = NEW.bay_id AND state IN ('inProgress', 'onHold') AND id <> NEW.id);
END;
CREATE INDEX work_order_in_hand ON work_order (technician_id) WHERE state = 'inProgress';
CREATE TRIGGER work_order_in_hand_insert BEFORE INSERT ON work_order
WHEN NEW.technician_id IS NOT NULL AND NEW.state = 'inProgress' AND (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'UNIQUE constraint failed: work_order.technician_id') WHERE EXISTS (SELECT 1 FROM work_order WHERE technician_id = NEW.technician_id AND state = 'inProgress' AND id <> NEW.id);
END;
CREATE TRIGGER work_order_in_hand_update BEFORE UPDATE OF technician_id, state ON work_order
WHEN NEW.technician_id IS NOT NULL AND NEW.state = 'inProgress' AND (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'UNIQUE constraint failed: work_order.technician_id') WHERE EXISTS (SELECT 1 FROM work_order WHERE technician_id = NEW.technician_id AND state = 'inProgress' AND id <> NEW.id);
END;
CREATE INDEX work_order_appointment ON work_order (appointment_id) WHERE state <> 'cancelled' AND deleted = 0;
CREATE TRIGGER work_order_appointment_insert BEFORE INSERT ON work_order
WHEN NEW.appointment_id IS NOT NULL AND NEW.state <> 'cancelled' AND NEW.deleted = 0 AND (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'UNIQUE constraint failed: work_order.appointment_id') WHERE EXISTS (SELECT 1 FROM work_order WHERE appointment_id = NEW.appointment_id AND state <> 'cancelled' AND deleted = 0 AND id <> NEW.id);
END;
CREATE TRIGGER work_order_appointment_update BEFORE UPDATE OF appointment_id, state, deleted ON work_order
WHEN NEW.appointment_id IS NOT NULL AND NEW.state <> 'cancelled' AND NEW.deleted = 0 AND (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'UNIQUE constraint failed: work_order.appointment_id') WHERE EXISTS (SELECT 1 FROM work_order WHERE appointment_id = NEW.appointment_id AND state <> 'cancelled' AND deleted = 0 AND id <> NEW.id);
END;
CREATE INDEX work_order_comeback ON work_order (comeback_of_id) WHERE comeback_of_id IS NOT NULL;

-- A job of an order: groups its lines.
CREATE TABLE work_order_service (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  work_order_id TEXT NOT NULL REFERENCES work_order (id),
  location_id TEXT NOT NULL REFERENCES location (id),
  position INTEGER NOT NULL,
  title TEXT NOT NULL CHECK (title <> ''), note TEXT NOT NULL,
  technician_id TEXT REFERENCES employee (id),
  discount_bp INTEGER NOT NULL CHECK (discount_bp BETWEEN 0 AND 10000),
  discount_minor INTEGER NOT NULL CHECK (discount_minor >= 0)
) WITHOUT ROWID;
CREATE INDEX work_order_service_order ON work_order_service (work_order_id, position, id);

CREATE TABLE work_order_line_next (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  work_order_id TEXT NOT NULL REFERENCES work_order (id),
  location_id TEXT NOT NULL REFERENCES location (id),
  service_id TEXT REFERENCES work_order_service (id),
  position INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('labor', 'part', 'fee', 'sublet')),
  item_id TEXT REFERENCES catalog_item (id),
  description TEXT NOT NULL,
  qty_milli INTEGER NOT NULL CHECK (qty_milli > 0),
  unit_price_minor INTEGER NOT NULL CHECK (unit_price_minor >= 0),
  is_flat INTEGER NOT NULL DEFAULT 0 CHECK (is_flat IN (0, 1)),
  discount_bp INTEGER NOT NULL CHECK (discount_bp BETWEEN 0 AND 10000),
  tax_rate_bp INTEGER NOT NULL CHECK (tax_rate_bp BETWEEN 0 AND 10000),
  tax_exempt INTEGER NOT NULL CHECK (tax_exempt IN (0, 1)),
  tax_source TEXT NOT NULL DEFAULT 'company' CHECK (tax_source IN ('company', 'rule', 'item', 'manual')),
  tax_rule TEXT NOT NULL DEFAULT '',
  technician_id TEXT REFERENCES employee (id),
  disposition TEXT NOT NULL DEFAULT 'open' CHECK (disposition IN ('open', 'fitted', 'handedOver')),
  warranty TEXT NOT NULL DEFAULT 'none' CHECK (warranty IN ('none', 'claimed', 'granted', 'goodwill', 'refused')),
  declined INTEGER NOT NULL DEFAULT 0 CHECK (declined IN (0, 1)),
  from_line_id TEXT REFERENCES work_order_line (id)
) WITHOUT ROWID;
INSERT INTO work_order_line_next (id, created_at, updated_at, deleted, clk, work_order_id, location_id, position, kind, item_id, description, qty_milli, unit_price_minor, discount_bp, tax_rate_bp, tax_exempt, tax_source, technician_id)
  SELECT id, created_at, updated_at, deleted, clk, work_order_id, location_id, position, kind, item_id, description, qty_milli, unit_price_minor, discount_bp, tax_rate_bp, tax_exempt,
    CASE WHEN item_id IS NULL THEN 'company' ELSE 'item' END, technician_id FROM work_order_line;
DROP TABLE work_order_line;
ALTER TABLE work_order_line_next RENAME TO work_order_line;
CREATE INDEX work_order_line_order ON work_order_line (work_order_id, position, id);
CREATE INDEX work_order_line_item ON work_order_line (item_id) WHERE item_id IS NOT NULL;
CREATE TRIGGER work_order_line_sealed_insert BEFORE INSERT ON work_order_line
WHEN (SELECT applying FROM sync_guard) = 0 AND (SELECT state FROM work_order WHERE id = NEW.work_order_id) IN ('invoiced', 'cancelled')
BEGIN
  SELECT RAISE(ABORT, 'workOrders.wrongState');
END;
-- WO-5; WO-11: what an invoice charges nothing for may still be granted or refused by the maker.
CREATE TRIGGER work_order_line_sealed_update BEFORE UPDATE ON work_order_line
WHEN (SELECT applying FROM sync_guard) = 0 AND (SELECT state FROM work_order WHERE id = OLD.work_order_id) IN ('invoiced', 'cancelled')
  AND (OLD.warranty IS NEW.warranty OR OLD.warranty IN ('none', 'refused') OR NEW.warranty IN ('none', 'refused'))
BEGIN
  SELECT RAISE(ABORT, 'workOrders.wrongState');
END;
-- WO-9: what was taken over into another order is deferred no longer.
CREATE INDEX work_order_line_taken ON work_order_line (from_line_id) WHERE from_line_id IS NOT NULL;

-- The customer's word on an estimate, with the estimate as it was.
CREATE TABLE work_order_approval (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted = 0), clk TEXT NOT NULL,
  work_order_id TEXT NOT NULL REFERENCES work_order (id),
  location_id TEXT NOT NULL REFERENCES location (id),
  at INTEGER NOT NULL, taken_by TEXT NOT NULL,
  channel TEXT NOT NULL CHECK (channel IN ('counter', 'phone', 'message')),
  person TEXT NOT NULL CHECK (person <> ''), contact TEXT NOT NULL, note TEXT NOT NULL, signature TEXT NOT NULL,
  content TEXT NOT NULL CHECK (json_valid(content)),
  hash TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX work_order_approval_order ON work_order_approval (work_order_id, at, id);
-- WO-8: a seal is never changed.
CREATE TRIGGER work_order_approval_sealed BEFORE UPDATE ON work_order_approval WHEN (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'a sealed approval does not change');
END;
CREATE TRIGGER work_order_approval_kept BEFORE DELETE ON work_order_approval WHEN (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'a sealed approval does not change');
END;

-- Saved services.
CREATE TABLE canned_job (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  name TEXT NOT NULL CHECK (name <> ''), name_key TEXT NOT NULL, category TEXT NOT NULL,
  lines TEXT NOT NULL CHECK (json_valid(lines)),
  discount_bp INTEGER NOT NULL CHECK (discount_bp BETWEEN 0 AND 10000),
  discount_minor INTEGER NOT NULL CHECK (discount_minor >= 0)
) WITHOUT ROWID;
CREATE INDEX canned_job_name ON canned_job (deleted, name_key, id);

-- An invoice says what each line costs after every discount, its tax, and the job it belongs to.
CREATE TABLE invoice_line_next (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted = 0), clk TEXT NOT NULL,
  invoice_id TEXT NOT NULL REFERENCES invoice (id),
  location_id TEXT NOT NULL REFERENCES location (id),
  position INTEGER NOT NULL,
  service TEXT NOT NULL DEFAULT '',
  kind TEXT NOT NULL CHECK (kind IN ('labor', 'part', 'fee', 'sublet')),
  description TEXT NOT NULL,
  qty_milli INTEGER NOT NULL, unit_price_minor INTEGER NOT NULL,
  is_flat INTEGER NOT NULL DEFAULT 0 CHECK (is_flat IN (0, 1)),
  discount_bp INTEGER NOT NULL,
  shared_discount_minor INTEGER NOT NULL DEFAULT 0,
  tax_rate_bp INTEGER NOT NULL,
  tax_exempt INTEGER NOT NULL CHECK (tax_exempt IN (0, 1)),
  under_warranty INTEGER NOT NULL DEFAULT 0 CHECK (under_warranty IN (0, 1)),
  net_minor INTEGER NOT NULL,
  -- Null in invoices of former versions, which knew the tax of each rate only.
  tax_minor INTEGER
) WITHOUT ROWID;
INSERT INTO invoice_line_next (id, created_at, updated_at, deleted, clk, invoice_id, location_id, position, kind, description, qty_milli, unit_price_minor, discount_bp, tax_rate_bp, tax_exempt, net_minor)
  SELECT id, created_at, updated_at, deleted, clk, invoice_id, location_id, position, kind, description, qty_milli, unit_price_minor, discount_bp, tax_rate_bp, tax_exempt, net_minor FROM invoice_line;
DROP TABLE invoice_line;
ALTER TABLE invoice_line_next RENAME TO invoice_line;
CREATE INDEX invoice_line_invoice ON invoice_line (invoice_id, position, id);
CREATE TRIGGER invoice_line_sealed BEFORE UPDATE ON invoice_line WHEN (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'an issued invoice does not change');
END;
CREATE TRIGGER invoice_line_kept BEFORE DELETE ON invoice_line WHEN (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'an issued invoice does not change');
END;
ALTER TABLE invoice ADD COLUMN tax_inclusive INTEGER NOT NULL DEFAULT 0 CHECK (tax_inclusive IN (0, 1));
CREATE TRIGGER invoice_sealed_tax BEFORE UPDATE OF tax_inclusive ON invoice
WHEN OLD.tax_inclusive IS NOT NEW.tax_inclusive AND (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'an issued invoice does not change');
END;

PRAGMA legacy_alter_table = OFF;
