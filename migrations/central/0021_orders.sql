-- Made by `npm run central:migration -- orders` from the modules' tables.ts and sync.ts and migrations/local.
ALTER TABLE clock_punch ADD COLUMN labor_cost_minor bigint;
CREATE TABLE work_order_dismissal (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  line_id text COLLATE "C" NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  reason text NOT NULL,
  note text NOT NULL,
  at bigint NOT NULL,
  taken_by text NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT work_order_dismissal_reason_enum CHECK (reason IN ('never', 'elsewhere', 'gone', 'mistake'))
);
ALTER TABLE clock_punch ADD CONSTRAINT clock_punch_labor_cost_minor_check CHECK (labor_cost_minor > 0) NOT VALID;
ALTER TABLE work_order_dismissal ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON work_order_dismissal USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON work_order_dismissal EXECUTE FUNCTION bayline_kept();
ALTER TABLE work_order_dismissal ADD CONSTRAINT work_order_dismissal_line_id_fkey FOREIGN KEY (line_id) REFERENCES work_order_line (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE work_order_dismissal ADD CONSTRAINT work_order_dismissal_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
