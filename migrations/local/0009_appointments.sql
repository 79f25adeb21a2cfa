-- Bookings of bays and technicians.
CREATE TABLE appointment (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  location_id TEXT NOT NULL REFERENCES location (id),
  customer_id TEXT NOT NULL REFERENCES customer (id),
  vehicle_id TEXT REFERENCES vehicle (id),
  bay_id TEXT NOT NULL REFERENCES bay (id),
  technician_id TEXT NOT NULL REFERENCES employee (id),
  start_at INTEGER NOT NULL, end_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'confirmed', 'called', 'arrived', 'completed', 'noShow', 'cancelled', 'clash')),
  concern TEXT NOT NULL, note TEXT NOT NULL, cancelled_reason TEXT NOT NULL,
  -- APPT-3: 14 days at most, so that looking for overlaps has an end.
  CHECK (end_at > start_at AND end_at - start_at <= 1209600000),
  -- APPT-4
  CHECK (state <> 'cancelled' OR cancelled_reason <> '')
) WITHOUT ROWID;
CREATE INDEX appointment_start ON appointment (start_at, id);
CREATE INDEX appointment_location ON appointment (location_id, start_at, id);
CREATE INDEX appointment_bay ON appointment (bay_id, start_at, id);
CREATE INDEX appointment_technician ON appointment (technician_id, start_at, id);
CREATE INDEX appointment_customer ON appointment (customer_id, start_at, id);
CREATE INDEX appointment_vehicle ON appointment (vehicle_id, start_at, id);
CREATE INDEX appointment_state ON appointment (state, start_at, id);

-- APPT-1, APPT-2: live bookings of one bay or one technician never overlap. Half-open intervals; bounded by the longest booking.
-- The + keeps SQLite from seeking by state instead of by bay or technician.
CREATE TRIGGER appointment_bay_insert BEFORE INSERT ON appointment
WHEN NEW.deleted = 0 AND NEW.state IN ('pending', 'confirmed', 'called', 'arrived')
BEGIN
  SELECT RAISE(ABORT, 'appointments.bayTaken') WHERE EXISTS (
    SELECT 1 FROM appointment
    WHERE bay_id = NEW.bay_id AND start_at < NEW.end_at AND start_at > NEW.start_at - 1209600000 AND end_at > NEW.start_at
      AND deleted = 0 AND +state IN ('pending', 'confirmed', 'called', 'arrived') AND id <> NEW.id);
END;
CREATE TRIGGER appointment_bay_update BEFORE UPDATE OF bay_id, start_at, end_at, state, deleted ON appointment
WHEN NEW.deleted = 0 AND NEW.state IN ('pending', 'confirmed', 'called', 'arrived')
BEGIN
  SELECT RAISE(ABORT, 'appointments.bayTaken') WHERE EXISTS (
    SELECT 1 FROM appointment
    WHERE bay_id = NEW.bay_id AND start_at < NEW.end_at AND start_at > NEW.start_at - 1209600000 AND end_at > NEW.start_at
      AND deleted = 0 AND +state IN ('pending', 'confirmed', 'called', 'arrived') AND id <> NEW.id);
END;
CREATE TRIGGER appointment_technician_insert BEFORE INSERT ON appointment
WHEN NEW.deleted = 0 AND NEW.state IN ('pending', 'confirmed', 'called', 'arrived')
BEGIN
  SELECT RAISE(ABORT, 'appointments.technicianTaken') WHERE EXISTS (
    SELECT 1 FROM appointment
    WHERE technician_id = NEW.technician_id AND start_at < NEW.end_at AND start_at > NEW.start_at - 1209600000 AND end_at > NEW.start_at
      AND deleted = 0 AND +state IN ('pending', 'confirmed', 'called', 'arrived') AND id <> NEW.id);
END;
CREATE TRIGGER appointment_technician_update BEFORE UPDATE OF technician_id, start_at, end_at, state, deleted ON appointment
WHEN NEW.deleted = 0 AND NEW.state IN ('pending', 'confirmed', 'called', 'arrived')
BEGIN
  SELECT RAISE(ABORT, 'appointments.technicianTaken') WHERE EXISTS (
    SELECT 1 FROM appointment
    WHERE technician_id = NEW.technician_id AND start_at < NEW.end_at AND start_at > NEW.start_at - 1209600000 AND end_at > NEW.start_at
      AND deleted = 0 AND +state IN ('pending', 'confirmed', 'called', 'arrived') AND id <> NEW.id);
END;
