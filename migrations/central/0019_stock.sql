-- Made by `npm run central:migration -- stock` from the modules' tables.ts and sync.ts and migrations/local.
ALTER TABLE catalog_item ADD COLUMN tracking text NOT NULL DEFAULT 'none';
ALTER TABLE stock_move ADD COLUMN lot_id text COLLATE "C";
ALTER TABLE stock_move ADD COLUMN document_kind text;
ALTER TABLE stock_move ADD COLUMN customer_id text COLLATE "C";
CREATE TABLE stock_policy (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  valuation text NOT NULL,
  warn_days bigint NOT NULL,
  recount_minor bigint NOT NULL,
  demand_weeks bigint NOT NULL,
  lead_days bigint NOT NULL,
  cover_days bigint NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT stock_policy_valuation_enum CHECK (valuation IN ('average', 'fifo')),
  CONSTRAINT stock_policy_deleted_check CHECK (NOT deleted),
  CONSTRAINT stock_policy_warn_days_check CHECK (warn_days >= 0),
  CONSTRAINT stock_policy_recount_minor_check CHECK (recount_minor >= 0),
  CONSTRAINT stock_policy_demand_weeks_check CHECK (demand_weeks > 0),
  CONSTRAINT stock_policy_lead_days_check CHECK (lead_days > 0),
  CONSTRAINT stock_policy_cover_days_check CHECK (cover_days > 0)
);
CREATE TABLE stock_lot (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  item_id text COLLATE "C" NOT NULL,
  code text NOT NULL,
  code_key text NOT NULL,
  expires_on text,
  due_on text NOT NULL,
  blocked text NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT stock_lot_code_check CHECK (code <> '')
);
CREATE TABLE stock_pick (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  document_id text COLLATE "C" NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  item_id text COLLATE "C" NOT NULL,
  lot_id text COLLATE "C" NOT NULL,
  qty_milli bigint NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT stock_pick_qty_milli_check CHECK (qty_milli > 0)
);
CREATE TABLE stock_count (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  number text NOT NULL,
  place_id text COLLATE "C" NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  bin text NOT NULL,
  is_blind boolean NOT NULL,
  state text NOT NULL,
  note text NOT NULL,
  started_by text NOT NULL,
  approved_by text NOT NULL,
  approved_at bigint,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT stock_count_state_enum CHECK (state IN ('counting', 'review', 'approved', 'cancelled')),
  CONSTRAINT stock_count_state_approved_at_check CHECK ((state = 'approved') = (approved_at IS NOT NULL))
);
CREATE TABLE stock_count_entry (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  count_id text COLLATE "C" NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  item_id text COLLATE "C" NOT NULL,
  lot_id text COLLATE "C",
  counted_milli bigint NOT NULL,
  counted_at bigint NOT NULL,
  user_name text NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT stock_count_entry_deleted_check CHECK (NOT deleted),
  CONSTRAINT stock_count_entry_counted_milli_check CHECK (counted_milli >= 0)
);
CREATE TABLE stock_transfer (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  number text NOT NULL,
  from_place_id text COLLATE "C" NOT NULL,
  from_place_name text NOT NULL,
  from_location_id text COLLATE "C" NOT NULL,
  to_location_id text COLLATE "C" NOT NULL,
  state text NOT NULL,
  note text NOT NULL,
  created_by text NOT NULL,
  sent_at bigint,
  received_at bigint,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT stock_transfer_state_enum CHECK (state IN ('draft', 'sent', 'partly', 'received', 'cancelled')),
  CONSTRAINT stock_transfer_state_sent_at_check CHECK (state IN ('draft', 'cancelled') OR sent_at IS NOT NULL),
  CONSTRAINT stock_transfer_state_received_at_check CHECK ((state = 'received') = (received_at IS NOT NULL))
);
CREATE TABLE stock_transfer_line (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  transfer_id text COLLATE "C" NOT NULL,
  position bigint NOT NULL,
  item_id text COLLATE "C" NOT NULL,
  lot_id text COLLATE "C",
  qty_milli bigint NOT NULL,
  value_minor bigint NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT stock_transfer_line_qty_milli_check CHECK (qty_milli > 0)
);
CREATE TABLE stock_transfer_arrival (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  transfer_id text COLLATE "C" NOT NULL,
  line_id text COLLATE "C" NOT NULL,
  qty_milli bigint NOT NULL,
  value_minor bigint NOT NULL,
  difference_milli bigint NOT NULL,
  reason text NOT NULL,
  user_name text NOT NULL,
  arrived_at bigint NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT stock_transfer_arrival_deleted_check CHECK (NOT deleted),
  CONSTRAINT stock_transfer_arrival_qty_milli_check CHECK (qty_milli >= 0),
  CONSTRAINT stock_transfer_arrival_difference_milli_reason_check CHECK (difference_milli = 0 OR reason <> '')
);
ALTER TABLE catalog_item ADD CONSTRAINT catalog_item_tracking_enum CHECK (tracking IN ('none', 'lot', 'serial')) NOT VALID;
ALTER TABLE stock_move ADD CONSTRAINT stock_move_document_kind_enum CHECK (document_kind IN ('workOrder', 'sale', 'purchaseOrder', 'vendorReturn', 'transfer', 'count')) NOT VALID;
ALTER TABLE stock_policy ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON stock_policy USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON stock_policy EXECUTE FUNCTION bayline_kept();
ALTER TABLE stock_lot ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON stock_lot USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON stock_lot EXECUTE FUNCTION bayline_kept();
ALTER TABLE stock_pick ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON stock_pick USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON stock_pick EXECUTE FUNCTION bayline_kept();
ALTER TABLE stock_count ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON stock_count USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON stock_count EXECUTE FUNCTION bayline_kept();
ALTER TABLE stock_count_entry ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON stock_count_entry USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON stock_count_entry EXECUTE FUNCTION bayline_kept();
ALTER TABLE stock_transfer ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON stock_transfer USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON stock_transfer EXECUTE FUNCTION bayline_kept();
ALTER TABLE stock_transfer_line ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON stock_transfer_line USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON stock_transfer_line EXECUTE FUNCTION bayline_kept();
ALTER TABLE stock_transfer_arrival ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON stock_transfer_arrival USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON stock_transfer_arrival EXECUTE FUNCTION bayline_kept();
ALTER TABLE stock_lot ADD CONSTRAINT stock_lot_item_id_fkey FOREIGN KEY (item_id) REFERENCES catalog_item (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE stock_pick ADD CONSTRAINT stock_pick_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE stock_pick ADD CONSTRAINT stock_pick_item_id_fkey FOREIGN KEY (item_id) REFERENCES catalog_item (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE stock_pick ADD CONSTRAINT stock_pick_lot_id_fkey FOREIGN KEY (lot_id) REFERENCES stock_lot (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE stock_count ADD CONSTRAINT stock_count_place_id_fkey FOREIGN KEY (place_id) REFERENCES stock_place (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE stock_count ADD CONSTRAINT stock_count_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE stock_count_entry ADD CONSTRAINT stock_count_entry_count_id_fkey FOREIGN KEY (count_id) REFERENCES stock_count (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE stock_count_entry ADD CONSTRAINT stock_count_entry_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE stock_count_entry ADD CONSTRAINT stock_count_entry_item_id_fkey FOREIGN KEY (item_id) REFERENCES catalog_item (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE stock_count_entry ADD CONSTRAINT stock_count_entry_lot_id_fkey FOREIGN KEY (lot_id) REFERENCES stock_lot (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE stock_transfer ADD CONSTRAINT stock_transfer_from_location_id_fkey FOREIGN KEY (from_location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE stock_transfer ADD CONSTRAINT stock_transfer_to_location_id_fkey FOREIGN KEY (to_location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE stock_transfer_line ADD CONSTRAINT stock_transfer_line_transfer_id_fkey FOREIGN KEY (transfer_id) REFERENCES stock_transfer (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE stock_transfer_line ADD CONSTRAINT stock_transfer_line_item_id_fkey FOREIGN KEY (item_id) REFERENCES catalog_item (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE stock_transfer_line ADD CONSTRAINT stock_transfer_line_lot_id_fkey FOREIGN KEY (lot_id) REFERENCES stock_lot (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE stock_transfer_arrival ADD CONSTRAINT stock_transfer_arrival_transfer_id_fkey FOREIGN KEY (transfer_id) REFERENCES stock_transfer (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE stock_transfer_arrival ADD CONSTRAINT stock_transfer_arrival_line_id_fkey FOREIGN KEY (line_id) REFERENCES stock_transfer_line (id) DEFERRABLE INITIALLY DEFERRED;
