-- Made by `npm run central:migration -- work_orders` from the modules' tables.ts and sync.ts and migrations/local.
ALTER TABLE "work_order" DROP CONSTRAINT work_order_net_minor_tax_minor_total_minor_check;
ALTER TABLE work_order DROP CONSTRAINT work_order_state_enum;
DROP INDEX work_order_appointment;
ALTER TABLE work_order_line DROP CONSTRAINT work_order_line_kind_enum;
ALTER TABLE invoice_line DROP CONSTRAINT invoice_line_kind_enum;
ALTER TABLE company ADD COLUMN tax_inclusive boolean NOT NULL DEFAULT false;
ALTER TABLE company ADD COLUMN tax_rules jsonb NOT NULL DEFAULT '[]';
ALTER TABLE company ADD COLUMN labor_rates jsonb NOT NULL DEFAULT '[]';
ALTER TABLE company ADD COLUMN gates jsonb NOT NULL DEFAULT '[]';
ALTER TABLE invoice ADD COLUMN tax_inclusive boolean NOT NULL DEFAULT false;
ALTER TABLE work_order ADD COLUMN comeback_of_id text COLLATE "C";
ALTER TABLE work_order ADD COLUMN discount_bp bigint NOT NULL DEFAULT 0;
ALTER TABLE work_order ADD COLUMN discount_minor bigint NOT NULL DEFAULT 0;
ALTER TABLE work_order ADD COLUMN tax_inclusive boolean NOT NULL DEFAULT false;
ALTER TABLE "work_order" ALTER COLUMN "net_minor" DROP NOT NULL;
ALTER TABLE "work_order" ALTER COLUMN "tax_minor" DROP NOT NULL;
ALTER TABLE "work_order" ALTER COLUMN "total_minor" DROP NOT NULL;
CREATE TABLE work_order_service (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  work_order_id text COLLATE "C" NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  position bigint NOT NULL,
  title text NOT NULL,
  note text NOT NULL,
  technician_id text COLLATE "C",
  discount_bp bigint NOT NULL,
  discount_minor bigint NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT work_order_service_title_check CHECK (title <> ''),
  CONSTRAINT work_order_service_discount_bp_check CHECK (discount_bp BETWEEN 0 AND 10000),
  CONSTRAINT work_order_service_discount_minor_check CHECK (discount_minor >= 0)
);
ALTER TABLE work_order_line ADD COLUMN service_id text COLLATE "C";
ALTER TABLE work_order_line ADD COLUMN is_flat boolean NOT NULL DEFAULT false;
ALTER TABLE work_order_line ADD COLUMN tax_source text NOT NULL DEFAULT 'company';
ALTER TABLE work_order_line ADD COLUMN tax_rule text NOT NULL DEFAULT '';
ALTER TABLE work_order_line ADD COLUMN disposition text NOT NULL DEFAULT 'open';
ALTER TABLE work_order_line ADD COLUMN warranty text NOT NULL DEFAULT 'none';
ALTER TABLE work_order_line ADD COLUMN declined boolean NOT NULL DEFAULT false;
ALTER TABLE work_order_line ADD COLUMN from_line_id text COLLATE "C";
ALTER TABLE "work_order_line" ALTER COLUMN "net_minor" DROP NOT NULL;
CREATE TABLE work_order_approval (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  work_order_id text COLLATE "C" NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  at bigint NOT NULL,
  taken_by text NOT NULL,
  channel text NOT NULL,
  person text NOT NULL,
  contact text NOT NULL,
  note text NOT NULL,
  signature text NOT NULL,
  content jsonb NOT NULL,
  hash text NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT work_order_approval_channel_enum CHECK (channel IN ('counter', 'phone', 'message')),
  CONSTRAINT work_order_approval_deleted_check CHECK (NOT deleted),
  CONSTRAINT work_order_approval_person_check CHECK (person <> '')
);
CREATE TABLE canned_job (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  name text NOT NULL,
  name_key text NOT NULL,
  category text NOT NULL,
  lines jsonb NOT NULL,
  discount_bp bigint NOT NULL,
  discount_minor bigint NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT canned_job_name_check CHECK (name <> ''),
  CONSTRAINT canned_job_discount_bp_check CHECK (discount_bp BETWEEN 0 AND 10000),
  CONSTRAINT canned_job_discount_minor_check CHECK (discount_minor >= 0)
);
ALTER TABLE invoice_line ADD COLUMN service text NOT NULL DEFAULT '';
ALTER TABLE invoice_line ADD COLUMN is_flat boolean NOT NULL DEFAULT false;
ALTER TABLE invoice_line ADD COLUMN shared_discount_minor bigint NOT NULL DEFAULT 0;
ALTER TABLE invoice_line ADD COLUMN under_warranty boolean NOT NULL DEFAULT false;
ALTER TABLE invoice_line ADD COLUMN tax_minor bigint;
ALTER TABLE work_order ADD CONSTRAINT work_order_state_enum CHECK (state IN ('estimate', 'open', 'inProgress', 'onHold', 'done', 'invoiced', 'cancelled')) NOT VALID;
ALTER TABLE work_order ADD CONSTRAINT work_order_discount_bp_check CHECK (discount_bp BETWEEN 0 AND 10000) NOT VALID;
ALTER TABLE work_order ADD CONSTRAINT work_order_discount_minor_check CHECK (discount_minor >= 0) NOT VALID;
CREATE UNIQUE INDEX work_order_appointment ON work_order (appointment_id) WHERE NOT deleted AND state IN ('estimate', 'open', 'inProgress', 'onHold', 'done', 'invoiced');
ALTER TABLE work_order_service ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON work_order_service USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON work_order_service EXECUTE FUNCTION bayline_kept();
ALTER TABLE work_order_line ADD CONSTRAINT work_order_line_kind_enum CHECK (kind IN ('labor', 'part', 'fee', 'sublet')) NOT VALID;
ALTER TABLE work_order_line ADD CONSTRAINT work_order_line_tax_source_enum CHECK (tax_source IN ('company', 'rule', 'item', 'manual')) NOT VALID;
ALTER TABLE work_order_line ADD CONSTRAINT work_order_line_disposition_enum CHECK (disposition IN ('open', 'fitted', 'handedOver')) NOT VALID;
ALTER TABLE work_order_line ADD CONSTRAINT work_order_line_warranty_enum CHECK (warranty IN ('none', 'claimed', 'granted', 'goodwill', 'refused')) NOT VALID;
ALTER TABLE work_order_approval ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON work_order_approval USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON work_order_approval EXECUTE FUNCTION bayline_kept();
ALTER TABLE canned_job ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON canned_job USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON canned_job EXECUTE FUNCTION bayline_kept();
ALTER TABLE invoice_line ADD CONSTRAINT invoice_line_kind_enum CHECK (kind IN ('labor', 'part', 'fee', 'sublet')) NOT VALID;
ALTER TABLE work_order ADD CONSTRAINT work_order_comeback_of_id_fkey FOREIGN KEY (comeback_of_id) REFERENCES work_order (id) DEFERRABLE INITIALLY DEFERRED NOT VALID;
ALTER TABLE work_order_service ADD CONSTRAINT work_order_service_work_order_id_fkey FOREIGN KEY (work_order_id) REFERENCES work_order (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE work_order_service ADD CONSTRAINT work_order_service_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE work_order_service ADD CONSTRAINT work_order_service_technician_id_fkey FOREIGN KEY (technician_id) REFERENCES employee (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE work_order_line ADD CONSTRAINT work_order_line_service_id_fkey FOREIGN KEY (service_id) REFERENCES work_order_service (id) DEFERRABLE INITIALLY DEFERRED NOT VALID;
ALTER TABLE work_order_line ADD CONSTRAINT work_order_line_from_line_id_fkey FOREIGN KEY (from_line_id) REFERENCES work_order_line (id) DEFERRABLE INITIALLY DEFERRED NOT VALID;
ALTER TABLE work_order_approval ADD CONSTRAINT work_order_approval_work_order_id_fkey FOREIGN KEY (work_order_id) REFERENCES work_order (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE work_order_approval ADD CONSTRAINT work_order_approval_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
