-- Work orders and their lines.
CREATE TABLE work_order (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  number TEXT NOT NULL UNIQUE,
  location_id TEXT NOT NULL REFERENCES location (id),
  customer_id TEXT NOT NULL REFERENCES customer (id),
  vehicle_id TEXT NOT NULL REFERENCES vehicle (id),
  appointment_id TEXT REFERENCES appointment (id),
  bay_id TEXT REFERENCES bay (id),
  technician_id TEXT REFERENCES employee (id),
  advisor_id TEXT REFERENCES user (id),
  state TEXT NOT NULL CHECK (state IN ('open', 'inProgress', 'onHold', 'done', 'invoiced', 'cancelled')),
  concern TEXT NOT NULL, note TEXT NOT NULL,
  mileage_km INTEGER CHECK (mileage_km >= 0),
  promised_at INTEGER, due_at INTEGER NOT NULL,
  started_at INTEGER, finished_at INTEGER,
  worked_ms INTEGER NOT NULL CHECK (worked_ms >= 0), running_since_at INTEGER,
  hold_reason TEXT NOT NULL, cancelled_reason TEXT NOT NULL,
  net_minor INTEGER NOT NULL, tax_minor INTEGER NOT NULL, total_minor INTEGER NOT NULL,
  CHECK (total_minor = net_minor + tax_minor),
  -- WO-1: an order in progress has a bay and a technician.
  CHECK (state <> 'inProgress' OR (bay_id IS NOT NULL AND technician_id IS NOT NULL)),
  CHECK ((state = 'inProgress') = (running_since_at IS NOT NULL))
);
-- WO-2: one order in a bay.
CREATE UNIQUE INDEX work_order_in_bay ON work_order (bay_id) WHERE state IN ('inProgress', 'onHold');
-- WO-3: one job in progress per technician.
CREATE UNIQUE INDEX work_order_in_hand ON work_order (technician_id) WHERE state = 'inProgress';
-- A booking has one order.
CREATE UNIQUE INDEX work_order_appointment ON work_order (appointment_id) WHERE state <> 'cancelled' AND deleted = 0;
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

CREATE TABLE work_order_line (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  work_order_id TEXT NOT NULL REFERENCES work_order (id),
  location_id TEXT NOT NULL REFERENCES location (id),
  position INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('labor', 'part', 'fee')),
  item_id TEXT REFERENCES catalog_item (id),
  description TEXT NOT NULL,
  qty_milli INTEGER NOT NULL CHECK (qty_milli > 0),
  unit_price_minor INTEGER NOT NULL CHECK (unit_price_minor >= 0),
  discount_bp INTEGER NOT NULL CHECK (discount_bp BETWEEN 0 AND 10000),
  tax_rate_bp INTEGER NOT NULL CHECK (tax_rate_bp BETWEEN 0 AND 10000),
  tax_exempt INTEGER NOT NULL CHECK (tax_exempt IN (0, 1)),
  technician_id TEXT REFERENCES employee (id),
  net_minor INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX work_order_line_order ON work_order_line (work_order_id, position, id);
CREATE INDEX work_order_line_item ON work_order_line (item_id) WHERE item_id IS NOT NULL;

-- WO-5: lines of an invoiced or cancelled order do not change.
CREATE TRIGGER work_order_line_sealed_insert BEFORE INSERT ON work_order_line
WHEN (SELECT state FROM work_order WHERE id = NEW.work_order_id) IN ('invoiced', 'cancelled')
BEGIN
  SELECT RAISE(ABORT, 'workOrders.wrongState');
END;
CREATE TRIGGER work_order_line_sealed_update BEFORE UPDATE ON work_order_line
WHEN (SELECT state FROM work_order WHERE id = OLD.work_order_id) IN ('invoiced', 'cancelled')
BEGIN
  SELECT RAISE(ABORT, 'workOrders.wrongState');
END;
