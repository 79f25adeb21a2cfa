-- Made by `npm run central:migration -- receivables` from the modules' tables.ts and sync.ts and migrations/local.
ALTER TABLE "payment" DROP CONSTRAINT payment_amount_minor_reverses_id_reason_check;
ALTER TABLE "payment" DROP CONSTRAINT payment_invoice_id_fkey;
DROP INDEX invoice_order;
ALTER TABLE payment DROP CONSTRAINT payment_method_enum;
ALTER TABLE pos_seal DROP CONSTRAINT pos_seal_kind_enum;
ALTER TABLE invoice_line ADD COLUMN work_order_line_id text COLLATE "C";
ALTER TABLE invoice_line ADD COLUMN turn bigint NOT NULL DEFAULT 0;
ALTER TABLE invoice ADD COLUMN official_number bigint;
ALTER TABLE "invoice" ALTER COLUMN "work_order_id" DROP NOT NULL;
ALTER TABLE invoice ADD COLUMN sale_id text COLLATE "C";
ALTER TABLE invoice ADD COLUMN sale_number text NOT NULL DEFAULT '';
ALTER TABLE invoice ADD COLUMN settled_minor bigint NOT NULL DEFAULT 0;
ALTER TABLE "payment" ALTER COLUMN "invoice_id" DROP NOT NULL;
ALTER TABLE payment ADD COLUMN customer_id text COLLATE "C";
ALTER TABLE payment ADD COLUMN work_order_id text COLLATE "C";
ALTER TABLE payment ADD COLUMN refunds_id text COLLATE "C";
ALTER TABLE payment ADD COLUMN sale_id text COLLATE "C";
CREATE TABLE payment_allocation (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  payment_id text COLLATE "C" NOT NULL,
  invoice_id text COLLATE "C" NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  customer_id text COLLATE "C" NOT NULL,
  amount_minor bigint NOT NULL,
  allocated_at bigint NOT NULL,
  allocated_by text NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT payment_allocation_deleted_check CHECK (NOT deleted),
  CONSTRAINT payment_allocation_amount_minor_check CHECK (amount_minor <> 0)
);
CREATE TABLE credit_note (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  number text NOT NULL,
  official_number bigint,
  invoice_id text COLLATE "C" NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  customer_id text COLLATE "C" NOT NULL,
  issued_at bigint NOT NULL,
  issued_on text NOT NULL,
  issued_by text NOT NULL,
  net_minor bigint NOT NULL,
  tax_minor bigint NOT NULL,
  total_minor bigint NOT NULL,
  taxes jsonb NOT NULL,
  reason text NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT credit_note_deleted_check CHECK (NOT deleted),
  CONSTRAINT credit_note_reason_check CHECK (reason <> ''),
  CONSTRAINT credit_note_net_minor_tax_minor_total_minor_check CHECK (total_minor = net_minor + tax_minor)
);
CREATE TABLE credit_note_line (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  credit_note_id text COLLATE "C" NOT NULL,
  invoice_line_id text COLLATE "C" NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  position bigint NOT NULL,
  from_milli bigint NOT NULL,
  qty_milli bigint NOT NULL,
  net_minor bigint NOT NULL,
  tax_minor bigint NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT credit_note_line_deleted_check CHECK (NOT deleted),
  CONSTRAINT credit_note_line_from_milli_check CHECK (from_milli >= 0),
  CONSTRAINT credit_note_line_qty_milli_check CHECK (qty_milli > 0)
);
CREATE TABLE write_off (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  invoice_id text COLLATE "C" NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  customer_id text COLLATE "C" NOT NULL,
  amount_minor bigint NOT NULL,
  reason text NOT NULL,
  written_at bigint NOT NULL,
  written_by text NOT NULL,
  approved_by text NOT NULL,
  reverses_id text COLLATE "C",
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT write_off_deleted_check CHECK (NOT deleted),
  CONSTRAINT write_off_amount_minor_check CHECK (amount_minor <> 0),
  CONSTRAINT write_off_reason_check CHECK (reason <> ''),
  CONSTRAINT write_off_amount_minor_reverses_id_check CHECK ((reverses_id IS NOT NULL) = (amount_minor < 0))
);
CREATE TABLE customer_account (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  terms_days bigint,
  limit_minor bigint,
  above_limit text NOT NULL,
  dunning_level bigint NOT NULL,
  dunned_at bigint,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT customer_account_above_limit_enum CHECK (above_limit IN ('warn', 'refuse')),
  CONSTRAINT customer_account_deleted_check CHECK (NOT deleted),
  CONSTRAINT customer_account_terms_days_check CHECK (terms_days BETWEEN 0 AND 365),
  CONSTRAINT customer_account_limit_minor_check CHECK (limit_minor >= 0),
  CONSTRAINT customer_account_dunning_level_check CHECK (dunning_level BETWEEN 0 AND 3)
);
CREATE UNIQUE INDEX invoice_line_order ON invoice_line (work_order_line_id, turn) WHERE NOT deleted;
CREATE UNIQUE INDEX invoice_sale ON invoice (sale_id) WHERE NOT deleted AND state IN ('issued', 'paid');
ALTER TABLE payment ADD CONSTRAINT payment_method_enum CHECK (method IN ('cash', 'card', 'transfer', 'counter')) NOT VALID;
ALTER TABLE payment ADD CONSTRAINT payment_invoice_id_customer_id_check CHECK (invoice_id IS NOT NULL OR customer_id IS NOT NULL) NOT VALID;
ALTER TABLE payment ADD CONSTRAINT payment_amount_minor_reverses_id_refunds_id_check CHECK (reverses_id IS NULL OR (amount_minor < 0 AND refunds_id IS NULL)) NOT VALID;
ALTER TABLE payment ADD CONSTRAINT payment_amount_minor_reverses_id_refunds_id_sale_id_check CHECK (amount_minor > 0 OR reverses_id IS NOT NULL OR refunds_id IS NOT NULL OR sale_id IS NOT NULL) NOT VALID;
ALTER TABLE payment ADD CONSTRAINT payment_reverses_id_refunds_id_reason_check CHECK ((reverses_id IS NULL AND refunds_id IS NULL) = (reason = '')) NOT VALID;
ALTER TABLE payment_allocation ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON payment_allocation USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON payment_allocation EXECUTE FUNCTION bayline_kept();
CREATE UNIQUE INDEX credit_note_number ON credit_note (number) WHERE NOT deleted;
ALTER TABLE credit_note ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON credit_note USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON credit_note EXECUTE FUNCTION bayline_kept();
CREATE UNIQUE INDEX credit_note_line_once ON credit_note_line (invoice_line_id, from_milli) WHERE NOT deleted;
ALTER TABLE credit_note_line ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON credit_note_line USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON credit_note_line EXECUTE FUNCTION bayline_kept();
CREATE UNIQUE INDEX write_off_reversed ON write_off (reverses_id) WHERE NOT deleted;
ALTER TABLE write_off ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON write_off USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON write_off EXECUTE FUNCTION bayline_kept();
ALTER TABLE customer_account ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON customer_account USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON customer_account EXECUTE FUNCTION bayline_kept();
ALTER TABLE pos_seal ADD CONSTRAINT pos_seal_kind_enum CHECK (kind IN ('invoice', 'void', 'creditNote', 'payment', 'allocation', 'writeOff', 'sale', 'entry', 'card')) NOT VALID;
ALTER TABLE payment ADD CONSTRAINT payment_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer (id) DEFERRABLE INITIALLY DEFERRED NOT VALID;
ALTER TABLE payment ADD CONSTRAINT payment_work_order_id_fkey FOREIGN KEY (work_order_id) REFERENCES work_order (id) DEFERRABLE INITIALLY DEFERRED NOT VALID;
ALTER TABLE payment ADD CONSTRAINT payment_refunds_id_fkey FOREIGN KEY (refunds_id) REFERENCES payment (id) DEFERRABLE INITIALLY DEFERRED NOT VALID;
ALTER TABLE payment_allocation ADD CONSTRAINT payment_allocation_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES payment (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE payment_allocation ADD CONSTRAINT payment_allocation_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE payment_allocation ADD CONSTRAINT payment_allocation_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE credit_note ADD CONSTRAINT credit_note_invoice_id_fkey FOREIGN KEY (invoice_id) REFERENCES invoice (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE credit_note ADD CONSTRAINT credit_note_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE credit_note ADD CONSTRAINT credit_note_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE credit_note_line ADD CONSTRAINT credit_note_line_credit_note_id_fkey FOREIGN KEY (credit_note_id) REFERENCES credit_note (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE credit_note_line ADD CONSTRAINT credit_note_line_invoice_line_id_fkey FOREIGN KEY (invoice_line_id) REFERENCES invoice_line (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE credit_note_line ADD CONSTRAINT credit_note_line_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE write_off ADD CONSTRAINT write_off_invoice_id_fkey FOREIGN KEY (invoice_id) REFERENCES invoice (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE write_off ADD CONSTRAINT write_off_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE write_off ADD CONSTRAINT write_off_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE write_off ADD CONSTRAINT write_off_reverses_id_fkey FOREIGN KEY (reverses_id) REFERENCES write_off (id) DEFERRABLE INITIALLY DEFERRED;

-- By hand. What is issued, paid, allocated and written off stays as it was, whoever writes: only an invoice can be taken back, once, and the
-- official number is added once.
CREATE FUNCTION bayline_issued() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  free text[] := ARRAY['clk', 'x', 'updated_at', 'state', 'void_reason', 'official_number'];
  was jsonb := to_jsonb(OLD);
  becomes jsonb := to_jsonb(NEW);
BEGIN
  IF was - free IS DISTINCT FROM becomes - free OR (was->>'official_number' IS NOT NULL AND was->'official_number' IS DISTINCT FROM becomes->'official_number')
    OR (was->>'state' = 'void' AND becomes->>'state' <> 'void') THEN
    RAISE EXCEPTION 'an issued document does not change' USING HINT = 'Take it back, or add one that reverses it.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER issued BEFORE UPDATE ON invoice FOR EACH ROW EXECUTE FUNCTION bayline_issued();
CREATE TRIGGER issued BEFORE UPDATE ON invoice_line FOR EACH ROW EXECUTE FUNCTION bayline_issued();
CREATE TRIGGER issued BEFORE UPDATE ON payment FOR EACH ROW EXECUTE FUNCTION bayline_issued();
CREATE TRIGGER issued BEFORE UPDATE ON payment_allocation FOR EACH ROW EXECUTE FUNCTION bayline_issued();
CREATE TRIGGER issued BEFORE UPDATE ON credit_note FOR EACH ROW EXECUTE FUNCTION bayline_issued();
CREATE TRIGGER issued BEFORE UPDATE ON credit_note_line FOR EACH ROW EXECUTE FUNCTION bayline_issued();
CREATE TRIGGER issued BEFORE UPDATE ON write_off FOR EACH ROW EXECUTE FUNCTION bayline_issued();
