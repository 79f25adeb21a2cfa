-- Made by `npm run central:migration -- clock` from the modules' tables.ts and sync.ts and migrations/local.
CREATE TABLE clock_punch (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  employee_id text COLLATE "C" NOT NULL,
  kind text NOT NULL,
  work_order_id text COLLATE "C",
  job_number text NOT NULL,
  at bigint NOT NULL,
  source text NOT NULL,
  reason text NOT NULL,
  replaces_id text COLLATE "C",
  user_name text NOT NULL,
  drift_ms bigint,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT clock_punch_kind_enum CHECK (kind IN ('off', 'shift', 'job', 'break', 'void')),
  CONSTRAINT clock_punch_source_enum CHECK (source IN ('person', 'badge', 'job', 'correction')),
  CONSTRAINT clock_punch_deleted_check CHECK (NOT deleted),
  CONSTRAINT clock_punch_kind_work_order_id_check CHECK ((kind = 'job') <= (work_order_id IS NOT NULL)),
  CONSTRAINT clock_punch_kind_replaces_id_check CHECK ((kind = 'void') <= (replaces_id IS NOT NULL)),
  CONSTRAINT clock_punch_source_reason_check CHECK ((source = 'correction') = (reason <> ''))
);
CREATE TABLE clock_badge (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  employee_id text COLLATE "C" NOT NULL,
  code text NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT clock_badge_code_check CHECK (code <> '')
);
ALTER TABLE clock_punch ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON clock_punch USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON clock_punch EXECUTE FUNCTION bayline_kept();
CREATE UNIQUE INDEX clock_badge_code ON clock_badge (code) WHERE NOT deleted;
CREATE UNIQUE INDEX clock_badge_employee ON clock_badge (employee_id) WHERE NOT deleted;
ALTER TABLE clock_badge ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON clock_badge USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON clock_badge EXECUTE FUNCTION bayline_kept();
ALTER TABLE clock_punch ADD CONSTRAINT clock_punch_employee_id_fkey FOREIGN KEY (employee_id) REFERENCES employee (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE clock_punch ADD CONSTRAINT clock_punch_work_order_id_fkey FOREIGN KEY (work_order_id) REFERENCES work_order (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE clock_punch ADD CONSTRAINT clock_punch_replaces_id_fkey FOREIGN KEY (replaces_id) REFERENCES clock_punch (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE clock_badge ADD CONSTRAINT clock_badge_employee_id_fkey FOREIGN KEY (employee_id) REFERENCES employee (id) DEFERRABLE INITIALLY DEFERRED;
