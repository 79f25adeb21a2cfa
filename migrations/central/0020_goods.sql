-- Made by `npm run central:migration -- goods` from the modules' tables.ts and sync.ts and migrations/local.
ALTER TABLE import_run DROP CONSTRAINT import_run_target_enum;
ALTER TABLE customer ADD COLUMN price_group text NOT NULL DEFAULT '';
ALTER TABLE purchase_line ADD COLUMN pack_milli bigint NOT NULL DEFAULT 1000;
CREATE TABLE catalog_relation (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  item_id text COLLATE "C" NOT NULL,
  kind text NOT NULL,
  other_id text COLLATE "C" NOT NULL,
  qty_milli bigint NOT NULL,
  options jsonb NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT catalog_relation_kind_enum CHECK (kind IN ('variant', 'part', 'core', 'substitute', 'successor')),
  CONSTRAINT catalog_relation_qty_milli_check CHECK (qty_milli > 0)
);
CREATE TABLE catalog_price (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  item_id text COLLATE "C" NOT NULL,
  price_group text NOT NULL,
  min_qty_milli bigint NOT NULL,
  price_minor bigint NOT NULL,
  from_on text,
  until_on text,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT catalog_price_min_qty_milli_check CHECK (min_qty_milli > 0),
  CONSTRAINT catalog_price_price_minor_check CHECK (price_minor >= 0)
);
CREATE TABLE supplier_offer (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  supplier_id text COLLATE "C" NOT NULL,
  item_id text COLLATE "C" NOT NULL,
  code text NOT NULL,
  code_key text NOT NULL,
  pack_unit text NOT NULL,
  pack_milli bigint NOT NULL,
  pack_minor bigint NOT NULL,
  preferred boolean NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT supplier_offer_pack_milli_check CHECK (pack_milli > 0),
  CONSTRAINT supplier_offer_pack_minor_check CHECK (pack_minor >= 0)
);
CREATE TABLE purchase_cost (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  item_id text COLLATE "C" NOT NULL,
  supplier_id text COLLATE "C",
  source text NOT NULL,
  order_id text COLLATE "C",
  line_id text COLLATE "C",
  document_number text NOT NULL,
  qty_milli bigint,
  pack_milli bigint NOT NULL,
  before_minor bigint,
  pack_minor bigint NOT NULL,
  landed_minor bigint NOT NULL,
  user_name text NOT NULL,
  at bigint NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT purchase_cost_source_enum CHECK (source IN ('receipt', 'list')),
  CONSTRAINT purchase_cost_deleted_check CHECK (NOT deleted),
  CONSTRAINT purchase_cost_qty_milli_check CHECK (qty_milli > 0),
  CONSTRAINT purchase_cost_pack_milli_check CHECK (pack_milli > 0),
  CONSTRAINT purchase_cost_pack_minor_check CHECK (pack_minor >= 0),
  CONSTRAINT purchase_cost_landed_minor_check CHECK (landed_minor >= 0),
  CONSTRAINT purchase_cost_source_qty_milli_check CHECK ((source = 'receipt') = (qty_milli IS NOT NULL))
);
CREATE TABLE part_request (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  item_id text COLLATE "C" NOT NULL,
  supplier_id text COLLATE "C",
  qty_milli bigint NOT NULL,
  needed_on text,
  note text NOT NULL,
  state text NOT NULL,
  job_id text COLLATE "C",
  job_number text NOT NULL,
  job_label text NOT NULL,
  job_line_id text COLLATE "C",
  order_id text COLLATE "C",
  requested_by text NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT part_request_state_enum CHECK (state IN ('wanted', 'ordered', 'received', 'fitted', 'cancelled')),
  CONSTRAINT part_request_qty_milli_check CHECK (qty_milli > 0),
  CONSTRAINT part_request_state_order_id_check CHECK (state <> 'ordered' OR order_id IS NOT NULL)
);
CREATE TABLE vendor_return (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  number text NOT NULL,
  supplier_id text COLLATE "C" NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  state text NOT NULL,
  reason text NOT NULL,
  note text NOT NULL,
  sent_at bigint,
  credited_at bigint,
  credit_minor bigint,
  credit_number text NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT vendor_return_state_enum CHECK (state IN ('toReturn', 'sent', 'credited', 'cancelled')),
  CONSTRAINT vendor_return_reason_enum CHECK (reason IN ('defective', 'wrong', 'surplus', 'core', 'other')),
  CONSTRAINT vendor_return_credit_minor_check CHECK (credit_minor >= 0),
  CONSTRAINT vendor_return_state_sent_at_check CHECK (state NOT IN ('sent', 'credited') OR sent_at IS NOT NULL),
  CONSTRAINT vendor_return_state_credit_minor_check CHECK ((state = 'credited') = (credit_minor IS NOT NULL))
);
CREATE TABLE vendor_return_line (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  return_id text COLLATE "C" NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  position bigint NOT NULL,
  item_id text COLLATE "C" NOT NULL,
  qty_milli bigint NOT NULL,
  unit_cost_minor bigint NOT NULL,
  core_id text COLLATE "C",
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT vendor_return_line_qty_milli_check CHECK (qty_milli > 0),
  CONSTRAINT vendor_return_line_unit_cost_minor_check CHECK (unit_cost_minor >= 0)
);
CREATE TABLE part_core (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  state text NOT NULL,
  item_id text COLLATE "C" NOT NULL,
  customer_id text COLLATE "C",
  supplier_id text COLLATE "C",
  document_id text COLLATE "C" NOT NULL,
  document_number text NOT NULL,
  return_id text COLLATE "C",
  deposit_minor bigint NOT NULL,
  refund_minor bigint NOT NULL,
  charge_minor bigint NOT NULL,
  credit_minor bigint NOT NULL,
  reason text NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT part_core_state_enum CHECK (state IN ('out', 'here', 'sent', 'credited', 'lost')),
  CONSTRAINT part_core_deposit_minor_check CHECK (deposit_minor >= 0),
  CONSTRAINT part_core_refund_minor_check CHECK (refund_minor >= 0),
  CONSTRAINT part_core_charge_minor_check CHECK (charge_minor >= 0),
  CONSTRAINT part_core_credit_minor_check CHECK (credit_minor >= 0)
);
ALTER TABLE purchase_line ADD CONSTRAINT purchase_line_pack_milli_check CHECK (pack_milli > 0) NOT VALID;
ALTER TABLE catalog_relation ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON catalog_relation USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON catalog_relation EXECUTE FUNCTION bayline_kept();
ALTER TABLE catalog_price ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON catalog_price USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON catalog_price EXECUTE FUNCTION bayline_kept();
ALTER TABLE supplier_offer ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON supplier_offer USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON supplier_offer EXECUTE FUNCTION bayline_kept();
ALTER TABLE purchase_cost ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON purchase_cost USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON purchase_cost EXECUTE FUNCTION bayline_kept();
ALTER TABLE part_request ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON part_request USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON part_request EXECUTE FUNCTION bayline_kept();
CREATE UNIQUE INDEX vendor_return_number ON vendor_return (number) WHERE NOT deleted;
ALTER TABLE vendor_return ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON vendor_return USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON vendor_return EXECUTE FUNCTION bayline_kept();
ALTER TABLE vendor_return_line ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON vendor_return_line USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON vendor_return_line EXECUTE FUNCTION bayline_kept();
ALTER TABLE part_core ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON part_core USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON part_core EXECUTE FUNCTION bayline_kept();
ALTER TABLE import_run ADD CONSTRAINT import_run_target_enum CHECK (target IN ('customers', 'vehicles', 'items', 'prices')) NOT VALID;
ALTER TABLE catalog_relation ADD CONSTRAINT catalog_relation_item_id_fkey FOREIGN KEY (item_id) REFERENCES catalog_item (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE catalog_relation ADD CONSTRAINT catalog_relation_other_id_fkey FOREIGN KEY (other_id) REFERENCES catalog_item (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE catalog_price ADD CONSTRAINT catalog_price_item_id_fkey FOREIGN KEY (item_id) REFERENCES catalog_item (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE supplier_offer ADD CONSTRAINT supplier_offer_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES supplier (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE supplier_offer ADD CONSTRAINT supplier_offer_item_id_fkey FOREIGN KEY (item_id) REFERENCES catalog_item (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE purchase_cost ADD CONSTRAINT purchase_cost_item_id_fkey FOREIGN KEY (item_id) REFERENCES catalog_item (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE purchase_cost ADD CONSTRAINT purchase_cost_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES supplier (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE part_request ADD CONSTRAINT part_request_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE part_request ADD CONSTRAINT part_request_item_id_fkey FOREIGN KEY (item_id) REFERENCES catalog_item (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE part_request ADD CONSTRAINT part_request_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES supplier (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE part_request ADD CONSTRAINT part_request_order_id_fkey FOREIGN KEY (order_id) REFERENCES purchase_order (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE vendor_return ADD CONSTRAINT vendor_return_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES supplier (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE vendor_return ADD CONSTRAINT vendor_return_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE vendor_return_line ADD CONSTRAINT vendor_return_line_return_id_fkey FOREIGN KEY (return_id) REFERENCES vendor_return (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE vendor_return_line ADD CONSTRAINT vendor_return_line_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE vendor_return_line ADD CONSTRAINT vendor_return_line_item_id_fkey FOREIGN KEY (item_id) REFERENCES catalog_item (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE part_core ADD CONSTRAINT part_core_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE part_core ADD CONSTRAINT part_core_item_id_fkey FOREIGN KEY (item_id) REFERENCES catalog_item (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE part_core ADD CONSTRAINT part_core_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE part_core ADD CONSTRAINT part_core_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES supplier (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE part_core ADD CONSTRAINT part_core_return_id_fkey FOREIGN KEY (return_id) REFERENCES vendor_return (id) DEFERRABLE INITIALLY DEFERRED;
