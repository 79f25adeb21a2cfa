-- Made by `npm run central:migration -- purchasing` from the modules' tables.ts and sync.ts and migrations/local.
CREATE TABLE supplier (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  name text NOT NULL,
  name_key text NOT NULL,
  contact text NOT NULL,
  phone text NOT NULL,
  email text NOT NULL,
  address text NOT NULL,
  account_number text NOT NULL,
  note text NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT supplier_name_check CHECK (name <> '')
);
CREATE TABLE purchase_order (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  number text NOT NULL,
  supplier_id text COLLATE "C" NOT NULL,
  place_id text COLLATE "C" NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  state text NOT NULL,
  note text NOT NULL,
  expected_on text,
  ordered_at bigint,
  net_minor bigint NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT purchase_order_state_enum CHECK (state IN ('draft', 'ordered', 'received', 'cancelled')),
  CONSTRAINT purchase_order_state_ordered_at_check CHECK (state <> 'ordered' OR ordered_at IS NOT NULL)
);
CREATE TABLE purchase_line (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  order_id text COLLATE "C" NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  position bigint NOT NULL,
  item_id text COLLATE "C" NOT NULL,
  qty_milli bigint NOT NULL,
  unit_cost_minor bigint NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT purchase_line_qty_milli_check CHECK (qty_milli > 0),
  CONSTRAINT purchase_line_unit_cost_minor_check CHECK (unit_cost_minor >= 0)
);
ALTER TABLE supplier ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON supplier USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON supplier EXECUTE FUNCTION bayline_kept();
CREATE UNIQUE INDEX purchase_order_number ON purchase_order (number) WHERE NOT deleted;
ALTER TABLE purchase_order ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON purchase_order USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON purchase_order EXECUTE FUNCTION bayline_kept();
ALTER TABLE purchase_line ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON purchase_line USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON purchase_line EXECUTE FUNCTION bayline_kept();
ALTER TABLE purchase_order ADD CONSTRAINT purchase_order_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES supplier (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE purchase_order ADD CONSTRAINT purchase_order_place_id_fkey FOREIGN KEY (place_id) REFERENCES stock_place (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE purchase_order ADD CONSTRAINT purchase_order_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE purchase_line ADD CONSTRAINT purchase_line_order_id_fkey FOREIGN KEY (order_id) REFERENCES purchase_order (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE purchase_line ADD CONSTRAINT purchase_line_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE purchase_line ADD CONSTRAINT purchase_line_item_id_fkey FOREIGN KEY (item_id) REFERENCES catalog_item (id) DEFERRABLE INITIALLY DEFERRED;
