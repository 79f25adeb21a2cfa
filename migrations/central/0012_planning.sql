-- Made by `npm run central:migration -- planning` from the modules' tables.ts and sync.ts and migrations/local.
ALTER TABLE employee ADD COLUMN skill_ids jsonb NOT NULL DEFAULT '[]';
ALTER TABLE employee ADD COLUMN week_hours jsonb;
ALTER TABLE bay ADD COLUMN equipment_ids jsonb NOT NULL DEFAULT '[]';
ALTER TABLE bay ADD COLUMN week_hours jsonb;
ALTER TABLE bay ADD COLUMN down_until_at bigint;
ALTER TABLE appointment ADD COLUMN booking_type_id text COLLATE "C";
ALTER TABLE appointment ADD COLUMN parts_at bigint;
ALTER TABLE appointment ADD COLUMN approval_at bigint;
CREATE TABLE skill (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  name text NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT skill_name_check CHECK (name <> '')
);
CREATE TABLE absence (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  employee_id text COLLATE "C" NOT NULL,
  start_at bigint NOT NULL,
  end_at bigint NOT NULL,
  kind text NOT NULL,
  note text NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT absence_kind_enum CHECK (kind IN ('vacation', 'sick', 'training', 'other')),
  CONSTRAINT absence_start_at_end_at_check CHECK (end_at > start_at)
);
CREATE TABLE holiday (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  location_id text COLLATE "C",
  closed_on text NOT NULL,
  name text NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT holiday_name_check CHECK (name <> '')
);
CREATE TABLE bay_equipment (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  name text NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT bay_equipment_name_check CHECK (name <> '')
);
CREATE TABLE booking_type (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  name text NOT NULL,
  minutes bigint NOT NULL,
  skill_ids jsonb NOT NULL,
  equipment_ids jsonb NOT NULL,
  week_hours jsonb,
  note text NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT booking_type_name_check CHECK (name <> ''),
  CONSTRAINT booking_type_minutes_check CHECK (minutes > 0)
);
ALTER TABLE bay ADD CONSTRAINT bay_state_down_until_at_check CHECK (down_until_at IS NULL OR state = 'down') NOT VALID;
ALTER TABLE skill ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON skill USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON skill EXECUTE FUNCTION bayline_kept();
ALTER TABLE absence ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON absence USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON absence EXECUTE FUNCTION bayline_kept();
ALTER TABLE holiday ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON holiday USING (coalesce(location_id, 'company') = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (coalesce(location_id, 'company') = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON holiday EXECUTE FUNCTION bayline_kept();
ALTER TABLE bay_equipment ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON bay_equipment USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON bay_equipment EXECUTE FUNCTION bayline_kept();
ALTER TABLE booking_type ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON booking_type USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON booking_type EXECUTE FUNCTION bayline_kept();
ALTER TABLE appointment ADD CONSTRAINT appointment_booking_type_id_fkey FOREIGN KEY (booking_type_id) REFERENCES booking_type (id) DEFERRABLE INITIALLY DEFERRED NOT VALID;
ALTER TABLE absence ADD CONSTRAINT absence_employee_id_fkey FOREIGN KEY (employee_id) REFERENCES employee (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE holiday ADD CONSTRAINT holiday_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
