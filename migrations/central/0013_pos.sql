-- Made by `npm run central:migration -- pos` from the modules' tables.ts and sync.ts and migrations/local.
CREATE TABLE catalog_barcode (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  item_id text COLLATE "C" NOT NULL,
  code text NOT NULL,
  qty_milli bigint NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT catalog_barcode_code_check CHECK (code <> ''),
  CONSTRAINT catalog_barcode_qty_milli_check CHECK (qty_milli > 0)
);
CREATE TABLE pos_policy (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  cash_step_minor bigint NOT NULL,
  pin_per_sale boolean NOT NULL,
  discount_bp jsonb NOT NULL,
  card_sale_minor bigint NOT NULL,
  card_open_minor bigint NOT NULL,
  card_alarm_hours bigint NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT pos_policy_deleted_check CHECK (NOT deleted),
  CONSTRAINT pos_policy_cash_step_minor_check CHECK (cash_step_minor > 0),
  CONSTRAINT pos_policy_card_sale_minor_check CHECK (card_sale_minor >= 0),
  CONSTRAINT pos_policy_card_open_minor_check CHECK (card_open_minor >= 0),
  CONSTRAINT pos_policy_card_alarm_hours_check CHECK (card_alarm_hours > 0)
);
CREATE TABLE till (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  number text NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  device_tag text NOT NULL,
  device_name text NOT NULL,
  state text NOT NULL,
  opened_at bigint NOT NULL,
  opened_by text NOT NULL,
  float_minor bigint NOT NULL,
  closed_at bigint,
  closed_by text NOT NULL,
  expected_minor bigint,
  counted_minor bigint,
  counts jsonb NOT NULL,
  note text NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT till_state_enum CHECK (state IN ('open', 'closed')),
  CONSTRAINT till_deleted_check CHECK (NOT deleted),
  CONSTRAINT till_float_minor_check CHECK (float_minor >= 0),
  CONSTRAINT till_counted_minor_check CHECK (counted_minor >= 0),
  CONSTRAINT till_state_closed_at_expected_minor_counted_minor_check CHECK ((state = 'closed') = (closed_at IS NOT NULL AND expected_minor IS NOT NULL AND counted_minor IS NOT NULL))
);
CREATE TABLE till_entry (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  till_id text COLLATE "C" NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  kind text NOT NULL,
  amount_minor bigint NOT NULL,
  source_id text COLLATE "C",
  reason text NOT NULL,
  user_name text NOT NULL,
  entered_at bigint NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT till_entry_kind_enum CHECK (kind IN ('float', 'sale', 'invoice', 'in', 'out', 'difference')),
  CONSTRAINT till_entry_deleted_check CHECK (NOT deleted),
  CONSTRAINT till_entry_amount_minor_check CHECK (amount_minor <> 0)
);
CREATE TABLE sale (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  number text NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  till_id text COLLATE "C" NOT NULL,
  customer_id text COLLATE "C",
  customer_name text NOT NULL,
  seller_id text COLLATE "C",
  seller_name text NOT NULL,
  sold_at bigint NOT NULL,
  sold_on text NOT NULL,
  currency text NOT NULL,
  net_minor bigint NOT NULL,
  tax_minor bigint NOT NULL,
  advance_minor bigint NOT NULL,
  total_minor bigint NOT NULL,
  rounding_minor bigint NOT NULL,
  taxes jsonb NOT NULL,
  shop jsonb NOT NULL,
  note text NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT sale_deleted_check CHECK (NOT deleted),
  CONSTRAINT sale_net_minor_tax_minor_advance_minor_total_minor_check CHECK (total_minor = net_minor + tax_minor + advance_minor)
);
CREATE TABLE sale_line (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  sale_id text COLLATE "C" NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  customer_id text COLLATE "C",
  position bigint NOT NULL,
  kind text NOT NULL,
  item_id text COLLATE "C",
  sku text NOT NULL,
  description text NOT NULL,
  qty_milli bigint NOT NULL,
  unit_price_minor bigint NOT NULL,
  discount_bp bigint NOT NULL,
  tax_rate_bp bigint NOT NULL,
  tax_exempt boolean NOT NULL,
  net_minor bigint NOT NULL,
  tax_minor bigint NOT NULL,
  returns_line_id text COLLATE "C",
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT sale_line_kind_enum CHECK (kind IN ('labor', 'part', 'fee', 'sublet', 'deposit', 'account')),
  CONSTRAINT sale_line_deleted_check CHECK (NOT deleted),
  CONSTRAINT sale_line_qty_milli_check CHECK (qty_milli <> 0),
  CONSTRAINT sale_line_qty_milli_returns_line_id_check CHECK ((qty_milli < 0) = (returns_line_id IS NOT NULL)),
  CONSTRAINT sale_line_customer_id_kind_tax_minor_check CHECK (kind NOT IN ('deposit', 'account') OR (customer_id IS NOT NULL AND tax_minor = 0))
);
CREATE TABLE sale_payment (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  sale_id text COLLATE "C" NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  till_id text COLLATE "C" NOT NULL,
  customer_id text COLLATE "C",
  position bigint NOT NULL,
  method text NOT NULL,
  amount_minor bigint NOT NULL,
  tendered_minor bigint,
  reference text NOT NULL,
  is_pending boolean NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT sale_payment_method_enum CHECK (method IN ('cash', 'card', 'transfer', 'deposit', 'account')),
  CONSTRAINT sale_payment_deleted_check CHECK (NOT deleted),
  CONSTRAINT sale_payment_amount_minor_check CHECK (amount_minor <> 0),
  CONSTRAINT sale_payment_method_amount_minor_reference_is_pending_check CHECK (is_pending = (method = 'card' AND amount_minor > 0 AND reference = '')),
  CONSTRAINT sale_payment_customer_id_method_check CHECK (method NOT IN ('deposit', 'account') OR customer_id IS NOT NULL)
);
CREATE TABLE card_answer (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  payment_id text COLLATE "C" NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  standing text NOT NULL,
  reference text NOT NULL,
  user_name text NOT NULL,
  answered_at bigint NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT card_answer_standing_enum CHECK (standing IN ('approved', 'declined')),
  CONSTRAINT card_answer_deleted_check CHECK (NOT deleted)
);
CREATE TABLE parked_sale (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  label text NOT NULL,
  basket jsonb NOT NULL,
  line_count bigint NOT NULL,
  parked_by text NOT NULL,
  parked_at bigint NOT NULL,
  x jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE pos_seal (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  device_tag text NOT NULL,
  seq bigint NOT NULL,
  kind text NOT NULL,
  record_id text COLLATE "C" NOT NULL,
  hash text NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT pos_seal_kind_enum CHECK (kind IN ('sale', 'entry', 'card')),
  CONSTRAINT pos_seal_deleted_check CHECK (NOT deleted),
  CONSTRAINT pos_seal_seq_check CHECK (seq > 0),
  CONSTRAINT pos_seal_hash_check CHECK (hash <> '')
);
ALTER TABLE catalog_barcode ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON catalog_barcode USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON catalog_barcode EXECUTE FUNCTION bayline_kept();
ALTER TABLE pos_policy ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON pos_policy USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON pos_policy EXECUTE FUNCTION bayline_kept();
CREATE UNIQUE INDEX till_number ON till (number) WHERE NOT deleted;
CREATE UNIQUE INDEX till_open ON till (device_tag) WHERE NOT deleted AND state IN ('open');
ALTER TABLE till ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON till USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON till EXECUTE FUNCTION bayline_kept();
ALTER TABLE till_entry ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON till_entry USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON till_entry EXECUTE FUNCTION bayline_kept();
CREATE UNIQUE INDEX sale_number ON sale (number) WHERE NOT deleted;
ALTER TABLE sale ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON sale USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON sale EXECUTE FUNCTION bayline_kept();
ALTER TABLE sale_line ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON sale_line USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON sale_line EXECUTE FUNCTION bayline_kept();
ALTER TABLE sale_payment ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON sale_payment USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON sale_payment EXECUTE FUNCTION bayline_kept();
CREATE UNIQUE INDEX card_answer_payment ON card_answer (payment_id) WHERE NOT deleted;
ALTER TABLE card_answer ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON card_answer USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON card_answer EXECUTE FUNCTION bayline_kept();
ALTER TABLE parked_sale ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON parked_sale USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON parked_sale EXECUTE FUNCTION bayline_kept();
CREATE UNIQUE INDEX pos_seal_place ON pos_seal (device_tag, seq) WHERE NOT deleted;
ALTER TABLE pos_seal ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON pos_seal USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON pos_seal EXECUTE FUNCTION bayline_kept();
ALTER TABLE catalog_barcode ADD CONSTRAINT catalog_barcode_item_id_fkey FOREIGN KEY (item_id) REFERENCES catalog_item (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE till ADD CONSTRAINT till_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE till_entry ADD CONSTRAINT till_entry_till_id_fkey FOREIGN KEY (till_id) REFERENCES till (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE till_entry ADD CONSTRAINT till_entry_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE sale ADD CONSTRAINT sale_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE sale ADD CONSTRAINT sale_till_id_fkey FOREIGN KEY (till_id) REFERENCES till (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE sale ADD CONSTRAINT sale_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE sale_line ADD CONSTRAINT sale_line_sale_id_fkey FOREIGN KEY (sale_id) REFERENCES sale (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE sale_line ADD CONSTRAINT sale_line_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE sale_line ADD CONSTRAINT sale_line_item_id_fkey FOREIGN KEY (item_id) REFERENCES catalog_item (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE sale_line ADD CONSTRAINT sale_line_returns_line_id_fkey FOREIGN KEY (returns_line_id) REFERENCES sale_line (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE sale_payment ADD CONSTRAINT sale_payment_sale_id_fkey FOREIGN KEY (sale_id) REFERENCES sale (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE sale_payment ADD CONSTRAINT sale_payment_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE sale_payment ADD CONSTRAINT sale_payment_till_id_fkey FOREIGN KEY (till_id) REFERENCES till (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE card_answer ADD CONSTRAINT card_answer_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES sale_payment (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE card_answer ADD CONSTRAINT card_answer_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE parked_sale ADD CONSTRAINT parked_sale_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE pos_seal ADD CONSTRAINT pos_seal_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
