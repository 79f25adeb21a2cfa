-- Sync: this device's link to the centre, what the feed has given, what the centre answered; devices and conflicts as every shop sees them.

-- Where this device stands. `key` and `successor` are secrets: they leave this file in no export, list or log.
CREATE TABLE sync_link (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  address TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'active', 'revoked', 'cloned', 'upgrade', 'left')),
  centre_id TEXT NOT NULL, centre_epoch INTEGER NOT NULL,
  company_name TEXT, check_text TEXT NOT NULL,
  key TEXT NOT NULL, key_made_at INTEGER NOT NULL,
  -- The next key: stored before it is first used, in force once it was.
  successor TEXT,
  -- Identity that the centre knows us by; another one in `device` has to be told first.
  device_id TEXT NOT NULL,
  scopes TEXT NOT NULL CHECK (json_valid(scopes)),
  -- The centre has answered every entry up to here, and these parts of the next one.
  acked_seq INTEGER NOT NULL, acked_part INTEGER NOT NULL,
  -- Rises with every new reading of a scope. `epoch_gen`: where the centre's present epoch began; revisions of before do not compare.
  generation INTEGER NOT NULL, epoch_gen INTEGER NOT NULL,
  -- Newest clock seen from elsewhere, and the centre's time minus ours.
  hlc TEXT NOT NULL, clock_offset_ms INTEGER,
  -- Version of this program's schema when rows were last taken over from `extra`.
  schema_version INTEGER NOT NULL,
  audited_at INTEGER NOT NULL
);
-- The machine on which this file was last opened, hashed. Elsewhere it is a copy, and draws a new identity.
CREATE TABLE sync_machine (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  mark TEXT NOT NULL
);

-- Where each stream of rows stands; moved in the transaction that keeps its rows.
CREATE TABLE sync_cursor (
  scope TEXT PRIMARY KEY,
  handle TEXT, "offset" TEXT,
  gen INTEGER NOT NULL,
  is_loading INTEGER NOT NULL CHECK (is_loading IN (0, 1)),
  loaded_rows INTEGER NOT NULL,
  up_to_date_at INTEGER,
  -- No longer ours: its rows go as soon as nothing of them waits.
  is_lost INTEGER NOT NULL CHECK (is_lost IN (0, 1))
) WITHOUT ROWID;

-- What the feed has given. `extra`: fields that this program does not know, as `{"fields": {...}}`; or the whole row, as
-- `{"doc": {...}, "clk": {...}}`, where it cannot hold it at all. Taken over by the version that can.
CREATE TABLE sync_row_local (
  kind TEXT NOT NULL, id TEXT NOT NULL,
  scope TEXT NOT NULL, rev INTEGER NOT NULL, gen INTEGER NOT NULL, extra TEXT,
  PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE INDEX sync_row_local_extra ON sync_row_local (kind, id) WHERE extra IS NOT NULL;

-- The row as the centre has it, kept while deeds of this device on it are not settled. No doc: the centre took it from us.
CREATE TABLE sync_shadow (
  kind TEXT NOT NULL, id TEXT NOT NULL,
  rev INTEGER NOT NULL, clk TEXT NOT NULL, doc TEXT,
  PRIMARY KEY (kind, id)
) WITHOUT ROWID;
-- Changes that the centre took and the feed has not shown yet, and the clock under which they stand.
CREATE TABLE sync_open (
  kind TEXT NOT NULL, id TEXT NOT NULL, seq INTEGER NOT NULL, hlc TEXT NOT NULL,
  PRIMARY KEY (kind, id, seq)
) WITHOUT ROWID;

-- Answers that have something to tell. Refused and parked entries wait for a person; their content stays in the journal.
CREATE TABLE sync_entry (
  seq INTEGER NOT NULL, part INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('applied', 'merged', 'conflict', 'parked', 'rejected')),
  reason TEXT, facts TEXT NOT NULL CHECK (json_valid(facts)),
  answered_at INTEGER NOT NULL,
  decided_at INTEGER, decided_by TEXT NOT NULL,
  PRIMARY KEY (seq, part)
) WITHOUT ROWID;
CREATE INDEX sync_entry_open ON sync_entry (answered_at, seq) WHERE decided_at IS NULL AND outcome IN ('parked', 'rejected');
CREATE INDEX sync_entry_newest ON sync_entry (answered_at, seq);

-- Devices of the shop, and what two authors changed without knowing of each other.
CREATE TABLE sync_device (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  name TEXT NOT NULL CHECK (name <> ''),
  state TEXT NOT NULL CHECK (state IN ('invited', 'waiting', 'active', 'revoked')),
  locations TEXT CHECK (json_valid(locations)),
  code_hash TEXT NOT NULL, code_ends_at INTEGER NOT NULL,
  device_id TEXT NOT NULL, tag TEXT NOT NULL, check_text TEXT NOT NULL,
  app_version TEXT NOT NULL, last_seen_at INTEGER NOT NULL, clock_offset_ms INTEGER NOT NULL,
  alarm TEXT CHECK (alarm IN ('cloned', 'clock', 'seqReuse'))
) WITHOUT ROWID;
CREATE INDEX sync_device_name ON sync_device (deleted, name, id);

CREATE TABLE sync_conflict (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('field', 'clash')),
  record_table TEXT NOT NULL, record_id TEXT NOT NULL,
  location_id TEXT REFERENCES location (id),
  clock TEXT NOT NULL,
  kept TEXT NOT NULL CHECK (json_valid(kept)), dropped TEXT NOT NULL CHECK (json_valid(dropped)),
  kept_by TEXT NOT NULL, kept_at INTEGER NOT NULL, dropped_by TEXT NOT NULL, dropped_at INTEGER NOT NULL,
  resolved_at INTEGER, resolved_by TEXT NOT NULL,
  CHECK ((resolved_at IS NULL) = (resolved_by = ''))
) WITHOUT ROWID;
CREATE INDEX sync_conflict_open ON sync_conflict (dropped_at, id) WHERE resolved_at IS NULL AND deleted = 0;
CREATE INDEX sync_conflict_newest ON sync_conflict (dropped_at, id);
CREATE INDEX sync_conflict_record ON sync_conflict (record_table, record_id);

-- Rules of the shop bind commands. What the centre has decided is kept as it is: while a batch of it is applied, `applying` is 1.
CREATE TABLE sync_guard (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  applying INTEGER NOT NULL CHECK (applying IN (0, 1))
);
INSERT INTO sync_guard VALUES (1, 0);

-- WS-1: a database holds at most one company.
DROP INDEX company_one;
CREATE TRIGGER company_one BEFORE INSERT ON company
WHEN EXISTS (SELECT 1 FROM company) AND (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'UNIQUE constraint failed: company');
END;

-- STAFF-1: a user belongs to at most one employee who is not removed.
DROP INDEX employee_user;
CREATE INDEX employee_user ON employee (user_id) WHERE user_id IS NOT NULL AND deleted = 0;
CREATE TRIGGER employee_user_insert BEFORE INSERT ON employee
WHEN NEW.user_id IS NOT NULL AND NEW.deleted = 0 AND (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'UNIQUE constraint failed: employee.user_id') WHERE EXISTS (SELECT 1 FROM employee WHERE user_id = NEW.user_id AND user_id IS NOT NULL AND deleted = 0 AND id <> NEW.id);
END;
CREATE TRIGGER employee_user_update BEFORE UPDATE OF user_id, deleted ON employee
WHEN NEW.user_id IS NOT NULL AND NEW.deleted = 0 AND (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'UNIQUE constraint failed: employee.user_id') WHERE EXISTS (SELECT 1 FROM employee WHERE user_id = NEW.user_id AND user_id IS NOT NULL AND deleted = 0 AND id <> NEW.id);
END;

-- BAY-2: a work order stands in one bay at most, and a bay in use is not taken again.
DROP INDEX bay_work_order;
CREATE INDEX bay_work_order ON bay (work_order_id) WHERE work_order_id IS NOT NULL;
CREATE TRIGGER bay_work_order_insert BEFORE INSERT ON bay
WHEN NEW.work_order_id IS NOT NULL AND (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'UNIQUE constraint failed: bay.work_order_id') WHERE EXISTS (SELECT 1 FROM bay WHERE work_order_id = NEW.work_order_id AND work_order_id IS NOT NULL AND id <> NEW.id);
END;
CREATE TRIGGER bay_work_order_update BEFORE UPDATE OF work_order_id ON bay
WHEN NEW.work_order_id IS NOT NULL AND (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'UNIQUE constraint failed: bay.work_order_id') WHERE EXISTS (SELECT 1 FROM bay WHERE work_order_id = NEW.work_order_id AND work_order_id IS NOT NULL AND id <> NEW.id);
END;
DROP TRIGGER bay_taken;
CREATE TRIGGER bay_taken BEFORE UPDATE OF work_order_id ON bay
WHEN OLD.work_order_id IS NOT NULL AND NEW.work_order_id IS NOT NULL AND NEW.work_order_id <> OLD.work_order_id AND (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'bays.occupied');
END;

-- APPT-1, APPT-2, as before.
DROP TRIGGER appointment_bay_insert;
CREATE TRIGGER appointment_bay_insert BEFORE INSERT ON appointment
WHEN NEW.deleted = 0 AND NEW.state IN ('pending', 'confirmed', 'called', 'arrived') AND (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'appointments.bayTaken') WHERE EXISTS (
    SELECT 1 FROM appointment
    WHERE bay_id = NEW.bay_id AND start_at < NEW.end_at AND start_at > NEW.start_at - 1209600000 AND end_at > NEW.start_at
      AND deleted = 0 AND +state IN ('pending', 'confirmed', 'called', 'arrived') AND id <> NEW.id);
END;
DROP TRIGGER appointment_bay_update;
CREATE TRIGGER appointment_bay_update BEFORE UPDATE OF bay_id, start_at, end_at, state, deleted ON appointment
WHEN NEW.deleted = 0 AND NEW.state IN ('pending', 'confirmed', 'called', 'arrived') AND (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'appointments.bayTaken') WHERE EXISTS (
    SELECT 1 FROM appointment
    WHERE bay_id = NEW.bay_id AND start_at < NEW.end_at AND start_at > NEW.start_at - 1209600000 AND end_at > NEW.start_at
      AND deleted = 0 AND +state IN ('pending', 'confirmed', 'called', 'arrived') AND id <> NEW.id);
END;
DROP TRIGGER appointment_technician_insert;
CREATE TRIGGER appointment_technician_insert BEFORE INSERT ON appointment
WHEN NEW.deleted = 0 AND NEW.state IN ('pending', 'confirmed', 'called', 'arrived') AND (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'appointments.technicianTaken') WHERE EXISTS (
    SELECT 1 FROM appointment
    WHERE technician_id = NEW.technician_id AND start_at < NEW.end_at AND start_at > NEW.start_at - 1209600000 AND end_at > NEW.start_at
      AND deleted = 0 AND +state IN ('pending', 'confirmed', 'called', 'arrived') AND id <> NEW.id);
END;
DROP TRIGGER appointment_technician_update;
CREATE TRIGGER appointment_technician_update BEFORE UPDATE OF technician_id, start_at, end_at, state, deleted ON appointment
WHEN NEW.deleted = 0 AND NEW.state IN ('pending', 'confirmed', 'called', 'arrived') AND (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'appointments.technicianTaken') WHERE EXISTS (
    SELECT 1 FROM appointment
    WHERE technician_id = NEW.technician_id AND start_at < NEW.end_at AND start_at > NEW.start_at - 1209600000 AND end_at > NEW.start_at
      AND deleted = 0 AND +state IN ('pending', 'confirmed', 'called', 'arrived') AND id <> NEW.id);
END;

-- WO-2: one order in a bay.
DROP INDEX work_order_in_bay;
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
-- WO-3: one job in progress per technician.
DROP INDEX work_order_in_hand;
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
-- A booking has one order.
DROP INDEX work_order_appointment;
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

-- WO-5: lines of an invoiced or cancelled order do not change.
DROP TRIGGER work_order_line_sealed_insert;
CREATE TRIGGER work_order_line_sealed_insert BEFORE INSERT ON work_order_line
WHEN (SELECT applying FROM sync_guard) = 0 AND (SELECT state FROM work_order WHERE id = NEW.work_order_id) IN ('invoiced', 'cancelled')
BEGIN
  SELECT RAISE(ABORT, 'workOrders.wrongState');
END;
DROP TRIGGER work_order_line_sealed_update;
CREATE TRIGGER work_order_line_sealed_update BEFORE UPDATE ON work_order_line
WHEN (SELECT applying FROM sync_guard) = 0 AND (SELECT state FROM work_order WHERE id = OLD.work_order_id) IN ('invoiced', 'cancelled')
BEGIN
  SELECT RAISE(ABORT, 'workOrders.wrongState');
END;

-- INV-1: an order has one invoice that is not void.
DROP INDEX invoice_order;
CREATE INDEX invoice_order ON invoice (work_order_id) WHERE state <> 'void';
CREATE TRIGGER invoice_order_insert BEFORE INSERT ON invoice
WHEN NEW.state <> 'void' AND (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'UNIQUE constraint failed: invoice.work_order_id') WHERE EXISTS (SELECT 1 FROM invoice WHERE work_order_id = NEW.work_order_id AND state <> 'void' AND id <> NEW.id);
END;
CREATE TRIGGER invoice_order_update BEFORE UPDATE OF work_order_id, state ON invoice
WHEN NEW.state <> 'void' AND (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'UNIQUE constraint failed: invoice.work_order_id') WHERE EXISTS (SELECT 1 FROM invoice WHERE work_order_id = NEW.work_order_id AND state <> 'void' AND id <> NEW.id);
END;
-- INV-6: a payment is reversed once at most.
DROP INDEX payment_reversed;
CREATE INDEX payment_reversed ON payment (reverses_id) WHERE reverses_id IS NOT NULL;
CREATE TRIGGER payment_reversed BEFORE INSERT ON payment
WHEN NEW.reverses_id IS NOT NULL AND (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'UNIQUE constraint failed: payment.reverses_id') WHERE EXISTS (SELECT 1 FROM payment WHERE reverses_id = NEW.reverses_id AND reverses_id IS NOT NULL AND id <> NEW.id);
END;

-- INV-2: what was issued stays as it was. INV-3: the ledger of payments is only added to.
DROP TRIGGER invoice_sealed;
CREATE TRIGGER invoice_sealed BEFORE UPDATE ON invoice
WHEN (OLD.id IS NOT NEW.id OR OLD.number IS NOT NEW.number OR OLD.work_order_id IS NOT NEW.work_order_id OR OLD.work_order_number IS NOT NEW.work_order_number
  OR OLD.location_id IS NOT NEW.location_id OR OLD.customer_id IS NOT NEW.customer_id OR OLD.issued_at IS NOT NEW.issued_at OR OLD.issued_on IS NOT NEW.issued_on
  OR OLD.due_on IS NOT NEW.due_on OR OLD.currency IS NOT NEW.currency OR OLD.net_minor IS NOT NEW.net_minor OR OLD.tax_minor IS NOT NEW.tax_minor
  OR OLD.total_minor IS NOT NEW.total_minor OR OLD.taxes IS NOT NEW.taxes OR OLD.note IS NOT NEW.note OR OLD.seller IS NOT NEW.seller
  OR OLD.customer IS NOT NEW.customer OR OLD.vehicle IS NOT NEW.vehicle OR OLD.deleted IS NOT NEW.deleted) AND (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'an issued invoice does not change');
END;
DROP TRIGGER invoice_kept;
CREATE TRIGGER invoice_kept BEFORE DELETE ON invoice WHEN (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'an issued invoice does not change');
END;
DROP TRIGGER invoice_line_sealed;
CREATE TRIGGER invoice_line_sealed BEFORE UPDATE ON invoice_line WHEN (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'an issued invoice does not change');
END;
DROP TRIGGER invoice_line_kept;
CREATE TRIGGER invoice_line_kept BEFORE DELETE ON invoice_line WHEN (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'an issued invoice does not change');
END;
DROP TRIGGER payment_sealed;
CREATE TRIGGER payment_sealed BEFORE UPDATE ON payment WHEN (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'a payment does not change');
END;
DROP TRIGGER payment_kept;
CREATE TRIGGER payment_kept BEFORE DELETE ON payment WHEN (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'a payment does not change');
END;
