-- What the schedule plans with: skills, weekly hours, absences and holidays, what stands in a bay, kinds of bookings.
CREATE TABLE skill (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  name TEXT NOT NULL CHECK (name <> '')
) WITHOUT ROWID;

CREATE TABLE absence (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  employee_id TEXT NOT NULL REFERENCES employee (id),
  start_at INTEGER NOT NULL, end_at INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('vacation', 'sick', 'training', 'other')),
  note TEXT NOT NULL,
  -- STAFF-3
  CHECK (end_at > start_at)
) WITHOUT ROWID;
CREATE INDEX absence_end ON absence (end_at, id);
CREATE INDEX absence_employee ON absence (employee_id, end_at, id);

-- A day on which a location, or every one (null), is closed.
CREATE TABLE holiday (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  location_id TEXT REFERENCES location (id),
  closed_on TEXT NOT NULL, name TEXT NOT NULL CHECK (name <> '')
) WITHOUT ROWID;
CREATE INDEX holiday_day ON holiday (closed_on, id);

-- A kind of equipment, such as a lift; which bays have it is the bay's.
CREATE TABLE bay_equipment (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  name TEXT NOT NULL CHECK (name <> '')
) WITHOUT ROWID;

CREATE TABLE booking_type (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  name TEXT NOT NULL CHECK (name <> ''),
  minutes INTEGER NOT NULL CHECK (minutes > 0),
  skill_ids TEXT NOT NULL CHECK (json_valid(skill_ids)), equipment_ids TEXT NOT NULL CHECK (json_valid(equipment_ids)),
  -- When it may be booked; null: whenever the shop is open.
  week_hours TEXT CHECK (json_valid(week_hours)),
  note TEXT NOT NULL
) WITHOUT ROWID;

-- Null hours: those of the shop.
ALTER TABLE employee ADD COLUMN skill_ids TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(skill_ids));
ALTER TABLE employee ADD COLUMN week_hours TEXT CHECK (json_valid(week_hours));
ALTER TABLE bay ADD COLUMN equipment_ids TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(equipment_ids));
ALTER TABLE bay ADD COLUMN week_hours TEXT CHECK (json_valid(week_hours));
-- BAY-5
ALTER TABLE bay ADD COLUMN down_until_at INTEGER CHECK (down_until_at IS NULL OR state = 'down');

ALTER TABLE appointment ADD COLUMN booking_type_id TEXT REFERENCES booking_type (id);
-- Work cannot begin before: parts come, the customer answers. Null: nothing is waited for.
ALTER TABLE appointment ADD COLUMN parts_at INTEGER;
ALTER TABLE appointment ADD COLUMN approval_at INTEGER;
-- The search for a free slot reads bookings out of this alone.
CREATE INDEX appointment_slots ON appointment (start_at, end_at, bay_id, technician_id, state, deleted);
