-- Made by `npm run central:migration -- modules` from the modules' tables.ts and sync.ts and migrations/local.
CREATE TABLE company (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  name text NOT NULL,
  tax_id text COLLATE "C" NOT NULL,
  phone text NOT NULL,
  email text NOT NULL,
  address text NOT NULL,
  currency text NOT NULL,
  language text NOT NULL,
  zone text NOT NULL,
  country text NOT NULL,
  tax_rate_bp bigint NOT NULL,
  labor_rate_minor bigint NOT NULL,
  invoice_due_days bigint NOT NULL,
  invoice_note text NOT NULL,
  session_idle_minutes bigint NOT NULL,
  kiosk_idle_minutes bigint NOT NULL,
  is_demo boolean NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT company_language_enum CHECK (language IN ('en', 'ar')),
  CONSTRAINT company_tax_rate_bp_check CHECK (tax_rate_bp BETWEEN 0 AND 10000),
  CONSTRAINT company_labor_rate_minor_check CHECK (labor_rate_minor >= 0)
);
CREATE TABLE location (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  name text NOT NULL,
  address text NOT NULL,
  phone text NOT NULL,
  opens_at_minutes bigint NOT NULL,
  closes_at_minutes bigint NOT NULL,
  open_weekdays text NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT location_opens_at_minutes_closes_at_minutes_check CHECK (closes_at_minutes > opens_at_minutes)
);
CREATE TABLE "user" (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  name text NOT NULL,
  email text NOT NULL,
  role text NOT NULL,
  active boolean NOT NULL,
  language text NOT NULL,
  has_pin boolean NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT user_role_enum CHECK (role IN ('owner', 'manager', 'cashier', 'technician', 'warehouse', 'staff', 'viewer')),
  CONSTRAINT user_language_enum CHECK (language IN ('en', 'ar'))
);
CREATE TABLE credential (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  password_hash text,
  pin_hash text,
  x jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE role_permission (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  role text NOT NULL,
  permission text NOT NULL,
  granted boolean NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT role_permission_role_enum CHECK (role IN ('owner', 'manager', 'cashier', 'technician', 'warehouse', 'staff', 'viewer'))
);
CREATE TABLE employee (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  name text NOT NULL,
  job_title text NOT NULL,
  email text NOT NULL,
  phone text NOT NULL,
  user_id text COLLATE "C",
  is_technician boolean NOT NULL,
  labor_cost_minor bigint NOT NULL,
  hired_on text,
  ended_on text,
  note text NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT employee_name_check CHECK (name <> ''),
  CONSTRAINT employee_labor_cost_minor_check CHECK (labor_cost_minor >= 0),
  CONSTRAINT employee_hired_on_ended_on_check CHECK (hired_on IS NULL OR ended_on IS NULL OR ended_on >= hired_on)
);
CREATE TABLE customer (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  company text NOT NULL,
  name_key text NOT NULL,
  phone text NOT NULL,
  phone2 text NOT NULL,
  phone_digits text NOT NULL,
  email text NOT NULL,
  street text NOT NULL,
  postcode text NOT NULL,
  city text NOT NULL,
  country text NOT NULL,
  tax_exempt boolean NOT NULL,
  note text NOT NULL,
  language text,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT customer_kind_enum CHECK (kind IN ('person', 'company')),
  CONSTRAINT customer_language_enum CHECK (language IN ('en', 'ar')),
  CONSTRAINT customer_name_check CHECK (name <> '')
);
CREATE TABLE vehicle (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  customer_id text COLLATE "C",
  plate text NOT NULL,
  plate_plain text NOT NULL,
  vin text NOT NULL,
  make text NOT NULL,
  model text NOT NULL,
  year bigint,
  engine text NOT NULL,
  color text NOT NULL,
  mileage_km bigint,
  note text NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT vehicle_mileage_km_check CHECK (mileage_km >= 0)
);
CREATE TABLE catalog_item (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  sku text NOT NULL,
  sku_key text NOT NULL,
  name text NOT NULL,
  name_key text NOT NULL,
  description text NOT NULL,
  kind text NOT NULL,
  category text NOT NULL,
  unit text NOT NULL,
  price_minor bigint NOT NULL,
  cost_minor bigint NOT NULL,
  tax_rate_bp bigint,
  barcode text NOT NULL,
  codes text NOT NULL,
  active boolean NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT catalog_item_kind_enum CHECK (kind IN ('part', 'service', 'fee')),
  CONSTRAINT catalog_item_name_check CHECK (name <> ''),
  CONSTRAINT catalog_item_price_minor_check CHECK (price_minor >= 0),
  CONSTRAINT catalog_item_cost_minor_check CHECK (cost_minor >= 0),
  CONSTRAINT catalog_item_tax_rate_bp_check CHECK (tax_rate_bp BETWEEN 0 AND 10000)
);
CREATE TABLE attachment (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  file_name text NOT NULL,
  media_type text NOT NULL,
  size_bytes bigint NOT NULL,
  sha256 text NOT NULL,
  record_table text,
  record_id text COLLATE "C",
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT attachment_media_type_enum CHECK (media_type IN ('image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/heic', 'application/pdf', 'text/csv', 'text/plain', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'application/vnd.oasis.opendocument.spreadsheet')),
  CONSTRAINT attachment_size_bytes_check CHECK (size_bytes BETWEEN 1 AND 10485760),
  CONSTRAINT attachment_sha256_check CHECK (length(sha256) = 64)
);
CREATE TABLE bay (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  name text NOT NULL,
  position bigint NOT NULL,
  state text NOT NULL,
  work_order_id text COLLATE "C",
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT bay_state_enum CHECK (state IN ('free', 'occupied', 'down')),
  CONSTRAINT bay_state_work_order_id_check CHECK ((state = 'occupied') = (work_order_id IS NOT NULL))
);
CREATE TABLE appointment (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  customer_id text COLLATE "C" NOT NULL,
  vehicle_id text COLLATE "C",
  bay_id text COLLATE "C" NOT NULL,
  technician_id text COLLATE "C" NOT NULL,
  start_at bigint NOT NULL,
  end_at bigint NOT NULL,
  state text NOT NULL,
  concern text NOT NULL,
  note text NOT NULL,
  cancelled_reason text NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT appointment_state_enum CHECK (state IN ('pending', 'confirmed', 'called', 'arrived', 'completed', 'noShow', 'cancelled', 'clash')),
  CONSTRAINT appointment_start_at_end_at_check CHECK (end_at > start_at AND end_at - start_at <= 1209600000),
  CONSTRAINT appointment_state_cancelled_reason_check CHECK (state <> 'cancelled' OR cancelled_reason <> '')
);
CREATE TABLE work_order (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  number text NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  customer_id text COLLATE "C" NOT NULL,
  vehicle_id text COLLATE "C" NOT NULL,
  appointment_id text COLLATE "C",
  bay_id text COLLATE "C",
  technician_id text COLLATE "C",
  advisor_id text COLLATE "C",
  state text NOT NULL,
  concern text NOT NULL,
  note text NOT NULL,
  mileage_km bigint,
  promised_at bigint,
  due_at bigint NOT NULL,
  started_at bigint,
  finished_at bigint,
  worked_ms bigint NOT NULL,
  running_since_at bigint,
  hold_reason text NOT NULL,
  cancelled_reason text NOT NULL,
  net_minor bigint NOT NULL,
  tax_minor bigint NOT NULL,
  total_minor bigint NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT work_order_state_enum CHECK (state IN ('open', 'inProgress', 'onHold', 'done', 'invoiced', 'cancelled')),
  CONSTRAINT work_order_mileage_km_check CHECK (mileage_km >= 0),
  CONSTRAINT work_order_worked_ms_check CHECK (worked_ms >= 0),
  CONSTRAINT work_order_net_minor_tax_minor_total_minor_check CHECK (total_minor = net_minor + tax_minor),
  CONSTRAINT work_order_bay_id_technician_id_state_check CHECK (state <> 'inProgress' OR (bay_id IS NOT NULL AND technician_id IS NOT NULL)),
  CONSTRAINT work_order_state_running_since_at_check CHECK ((state = 'inProgress') = (running_since_at IS NOT NULL))
);
CREATE TABLE work_order_line (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  work_order_id text COLLATE "C" NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  position bigint NOT NULL,
  kind text NOT NULL,
  item_id text COLLATE "C",
  description text NOT NULL,
  qty_milli bigint NOT NULL,
  unit_price_minor bigint NOT NULL,
  discount_bp bigint NOT NULL,
  tax_rate_bp bigint NOT NULL,
  tax_exempt boolean NOT NULL,
  technician_id text COLLATE "C",
  net_minor bigint NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT work_order_line_kind_enum CHECK (kind IN ('labor', 'part', 'fee')),
  CONSTRAINT work_order_line_qty_milli_check CHECK (qty_milli > 0),
  CONSTRAINT work_order_line_unit_price_minor_check CHECK (unit_price_minor >= 0),
  CONSTRAINT work_order_line_discount_bp_check CHECK (discount_bp BETWEEN 0 AND 10000),
  CONSTRAINT work_order_line_tax_rate_bp_check CHECK (tax_rate_bp BETWEEN 0 AND 10000)
);
CREATE TABLE invoice (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  number text NOT NULL,
  work_order_id text COLLATE "C" NOT NULL,
  work_order_number text NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  customer_id text COLLATE "C" NOT NULL,
  issued_at bigint NOT NULL,
  issued_on text NOT NULL,
  due_on text NOT NULL,
  currency text NOT NULL,
  net_minor bigint NOT NULL,
  tax_minor bigint NOT NULL,
  total_minor bigint NOT NULL,
  taxes jsonb NOT NULL,
  note text NOT NULL,
  seller jsonb NOT NULL,
  customer jsonb NOT NULL,
  vehicle jsonb NOT NULL,
  state text NOT NULL,
  void_reason text NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT invoice_state_enum CHECK (state IN ('issued', 'paid', 'void')),
  CONSTRAINT invoice_state_void_reason_check CHECK ((state = 'void') = (void_reason <> ''))
);
CREATE TABLE invoice_line (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  invoice_id text COLLATE "C" NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  position bigint NOT NULL,
  kind text NOT NULL,
  description text NOT NULL,
  qty_milli bigint NOT NULL,
  unit_price_minor bigint NOT NULL,
  discount_bp bigint NOT NULL,
  tax_rate_bp bigint NOT NULL,
  tax_exempt boolean NOT NULL,
  net_minor bigint NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT invoice_line_kind_enum CHECK (kind IN ('labor', 'part', 'fee')),
  CONSTRAINT invoice_line_deleted_check CHECK (NOT deleted)
);
CREATE TABLE payment (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  invoice_id text COLLATE "C" NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  method text NOT NULL,
  amount_minor bigint NOT NULL,
  tendered_minor bigint,
  received_at bigint NOT NULL,
  received_by text NOT NULL,
  reference text NOT NULL,
  reverses_id text COLLATE "C",
  reason text NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT payment_method_enum CHECK (method IN ('cash', 'card', 'transfer')),
  CONSTRAINT payment_deleted_check CHECK (NOT deleted),
  CONSTRAINT payment_amount_minor_check CHECK (amount_minor <> 0),
  CONSTRAINT payment_amount_minor_reverses_id_reason_check CHECK ((reverses_id IS NOT NULL) = (amount_minor < 0) AND (reverses_id IS NULL) = (reason = ''))
);
CREATE TABLE import_run (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  file_name text NOT NULL,
  sheet_name text NOT NULL,
  target text NOT NULL,
  rows bigint NOT NULL,
  added bigint NOT NULL,
  unchanged bigint NOT NULL,
  bad bigint NOT NULL,
  warned bigint NOT NULL,
  new_customers bigint NOT NULL,
  new_vehicles bigint NOT NULL,
  new_items bigint NOT NULL,
  problems_total bigint NOT NULL,
  problems jsonb NOT NULL,
  user_id text COLLATE "C",
  user_name text NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT import_run_target_enum CHECK (target IN ('customers', 'vehicles', 'items')),
  CONSTRAINT import_run_rows_added_unchanged_bad_check CHECK (rows = added + unchanged + bad)
);
CREATE TABLE sync_device (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  name text NOT NULL,
  state text NOT NULL,
  locations jsonb,
  code_hash text NOT NULL,
  code_ends_at bigint NOT NULL,
  device_id text COLLATE "C" NOT NULL,
  tag text NOT NULL,
  check_text text NOT NULL,
  app_version text NOT NULL,
  last_seen_at bigint NOT NULL,
  clock_offset_ms bigint NOT NULL,
  alarm text,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT sync_device_state_enum CHECK (state IN ('invited', 'waiting', 'active', 'revoked')),
  CONSTRAINT sync_device_alarm_enum CHECK (alarm IN ('cloned', 'clock', 'seqReuse')),
  CONSTRAINT sync_device_name_check CHECK (name <> '')
);
CREATE TABLE sync_conflict (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  kind text NOT NULL,
  record_table text NOT NULL,
  record_id text COLLATE "C" NOT NULL,
  location_id text COLLATE "C",
  clock text NOT NULL,
  kept jsonb NOT NULL,
  dropped jsonb NOT NULL,
  kept_by text NOT NULL,
  kept_at bigint NOT NULL,
  dropped_by text NOT NULL,
  dropped_at bigint NOT NULL,
  resolved_at bigint,
  resolved_by text NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT sync_conflict_kind_enum CHECK (kind IN ('field', 'clash')),
  CONSTRAINT sync_conflict_resolved_at_resolved_by_check CHECK ((resolved_at IS NULL) = (resolved_by = ''))
);
CREATE TABLE stock_place (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  name text NOT NULL,
  position bigint NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT stock_place_name_check CHECK (name <> '')
);
CREATE TABLE stock_rule (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  item_id text COLLATE "C" NOT NULL,
  place_id text COLLATE "C" NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  bin text NOT NULL,
  reorder_at_milli bigint,
  fill_to_milli bigint,
  critical_at_milli bigint,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT stock_rule_reorder_at_milli_check CHECK (reorder_at_milli >= 0),
  CONSTRAINT stock_rule_fill_to_milli_check CHECK (fill_to_milli > 0),
  CONSTRAINT stock_rule_critical_at_milli_check CHECK (critical_at_milli >= 0)
);
CREATE TABLE stock_move (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  item_id text COLLATE "C" NOT NULL,
  place_id text COLLATE "C" NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  reason text NOT NULL,
  delta_milli bigint NOT NULL,
  value_minor bigint NOT NULL,
  document_id text COLLATE "C",
  document_number text NOT NULL,
  note text NOT NULL,
  user_name text NOT NULL,
  moved_at bigint NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT stock_move_reason_enum CHECK (reason IN ('receipt', 'use', 'return', 'adjust', 'transferOut', 'transferIn', 'count')),
  CONSTRAINT stock_move_deleted_check CHECK (NOT deleted),
  CONSTRAINT stock_move_delta_milli_check CHECK (delta_milli <> 0)
);
CREATE UNIQUE INDEX company_one ON company ((true)) WHERE NOT deleted;
ALTER TABLE company ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON company USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON company EXECUTE FUNCTION bayline_kept();
ALTER TABLE location ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON location USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON location EXECUTE FUNCTION bayline_kept();
ALTER TABLE "user" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON "user" USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON "user" EXECUTE FUNCTION bayline_kept();
ALTER TABLE credential ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON credential USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON credential EXECUTE FUNCTION bayline_kept();
ALTER TABLE role_permission ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON role_permission USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON role_permission EXECUTE FUNCTION bayline_kept();
CREATE UNIQUE INDEX employee_user ON employee (user_id) WHERE NOT deleted;
ALTER TABLE employee ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON employee USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON employee EXECUTE FUNCTION bayline_kept();
ALTER TABLE customer ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON customer USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON customer EXECUTE FUNCTION bayline_kept();
ALTER TABLE vehicle ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON vehicle USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON vehicle EXECUTE FUNCTION bayline_kept();
ALTER TABLE catalog_item ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON catalog_item USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON catalog_item EXECUTE FUNCTION bayline_kept();
ALTER TABLE attachment ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON attachment USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON attachment EXECUTE FUNCTION bayline_kept();
CREATE UNIQUE INDEX bay_work_order ON bay (work_order_id) WHERE NOT deleted;
ALTER TABLE bay ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON bay USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON bay EXECUTE FUNCTION bayline_kept();
ALTER TABLE appointment ADD CONSTRAINT appointment_bay_id_excl EXCLUDE USING gist (bay_id WITH =, int8range(start_at, end_at, '[)') WITH &&)
  WHERE (NOT deleted AND state IN ('pending', 'confirmed', 'called', 'arrived'));
ALTER TABLE appointment ADD CONSTRAINT appointment_technician_id_excl EXCLUDE USING gist (technician_id WITH =, int8range(start_at, end_at, '[)') WITH &&)
  WHERE (NOT deleted AND state IN ('pending', 'confirmed', 'called', 'arrived'));
ALTER TABLE appointment ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON appointment USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON appointment EXECUTE FUNCTION bayline_kept();
CREATE UNIQUE INDEX work_order_number ON work_order (number) WHERE NOT deleted;
CREATE UNIQUE INDEX work_order_in_bay ON work_order (bay_id) WHERE NOT deleted AND state IN ('inProgress', 'onHold');
CREATE UNIQUE INDEX work_order_in_hand ON work_order (technician_id) WHERE NOT deleted AND state IN ('inProgress');
CREATE UNIQUE INDEX work_order_appointment ON work_order (appointment_id) WHERE NOT deleted AND state IN ('open', 'inProgress', 'onHold', 'done', 'invoiced');
ALTER TABLE work_order ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON work_order USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON work_order EXECUTE FUNCTION bayline_kept();
ALTER TABLE work_order_line ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON work_order_line USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON work_order_line EXECUTE FUNCTION bayline_kept();
CREATE UNIQUE INDEX invoice_number ON invoice (number) WHERE NOT deleted;
CREATE UNIQUE INDEX invoice_order ON invoice (work_order_id) WHERE NOT deleted AND state IN ('issued', 'paid');
ALTER TABLE invoice ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON invoice USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON invoice EXECUTE FUNCTION bayline_kept();
ALTER TABLE invoice_line ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON invoice_line USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON invoice_line EXECUTE FUNCTION bayline_kept();
CREATE UNIQUE INDEX payment_reversed ON payment (reverses_id) WHERE NOT deleted;
ALTER TABLE payment ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON payment USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON payment EXECUTE FUNCTION bayline_kept();
ALTER TABLE import_run ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON import_run USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON import_run EXECUTE FUNCTION bayline_kept();
ALTER TABLE sync_device ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON sync_device USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON sync_device EXECUTE FUNCTION bayline_kept();
ALTER TABLE sync_conflict ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON sync_conflict USING (coalesce(location_id, 'company') = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (coalesce(location_id, 'company') = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON sync_conflict EXECUTE FUNCTION bayline_kept();
ALTER TABLE stock_place ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON stock_place USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON stock_place EXECUTE FUNCTION bayline_kept();
CREATE UNIQUE INDEX stock_rule_one ON stock_rule (item_id, place_id) WHERE NOT deleted;
ALTER TABLE stock_rule ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON stock_rule USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON stock_rule EXECUTE FUNCTION bayline_kept();
ALTER TABLE stock_move ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON stock_move USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON stock_move EXECUTE FUNCTION bayline_kept();
ALTER TABLE credential ADD CONSTRAINT credential_id_fkey FOREIGN KEY (id) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE employee ADD CONSTRAINT employee_user_id_fkey FOREIGN KEY (user_id) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE vehicle ADD CONSTRAINT vehicle_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE bay ADD CONSTRAINT bay_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE appointment ADD CONSTRAINT appointment_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE appointment ADD CONSTRAINT appointment_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE appointment ADD CONSTRAINT appointment_vehicle_id_fkey FOREIGN KEY (vehicle_id) REFERENCES vehicle (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE appointment ADD CONSTRAINT appointment_bay_id_fkey FOREIGN KEY (bay_id) REFERENCES bay (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE appointment ADD CONSTRAINT appointment_technician_id_fkey FOREIGN KEY (technician_id) REFERENCES employee (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE work_order ADD CONSTRAINT work_order_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE work_order ADD CONSTRAINT work_order_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE work_order ADD CONSTRAINT work_order_vehicle_id_fkey FOREIGN KEY (vehicle_id) REFERENCES vehicle (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE work_order ADD CONSTRAINT work_order_appointment_id_fkey FOREIGN KEY (appointment_id) REFERENCES appointment (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE work_order ADD CONSTRAINT work_order_bay_id_fkey FOREIGN KEY (bay_id) REFERENCES bay (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE work_order ADD CONSTRAINT work_order_technician_id_fkey FOREIGN KEY (technician_id) REFERENCES employee (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE work_order ADD CONSTRAINT work_order_advisor_id_fkey FOREIGN KEY (advisor_id) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE work_order_line ADD CONSTRAINT work_order_line_work_order_id_fkey FOREIGN KEY (work_order_id) REFERENCES work_order (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE work_order_line ADD CONSTRAINT work_order_line_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE work_order_line ADD CONSTRAINT work_order_line_item_id_fkey FOREIGN KEY (item_id) REFERENCES catalog_item (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE work_order_line ADD CONSTRAINT work_order_line_technician_id_fkey FOREIGN KEY (technician_id) REFERENCES employee (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE invoice ADD CONSTRAINT invoice_work_order_id_fkey FOREIGN KEY (work_order_id) REFERENCES work_order (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE invoice ADD CONSTRAINT invoice_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE invoice ADD CONSTRAINT invoice_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE invoice_line ADD CONSTRAINT invoice_line_invoice_id_fkey FOREIGN KEY (invoice_id) REFERENCES invoice (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE invoice_line ADD CONSTRAINT invoice_line_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE payment ADD CONSTRAINT payment_invoice_id_fkey FOREIGN KEY (invoice_id) REFERENCES invoice (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE payment ADD CONSTRAINT payment_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE payment ADD CONSTRAINT payment_reverses_id_fkey FOREIGN KEY (reverses_id) REFERENCES payment (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE import_run ADD CONSTRAINT import_run_user_id_fkey FOREIGN KEY (user_id) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE sync_conflict ADD CONSTRAINT sync_conflict_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE stock_place ADD CONSTRAINT stock_place_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE stock_rule ADD CONSTRAINT stock_rule_item_id_fkey FOREIGN KEY (item_id) REFERENCES catalog_item (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE stock_rule ADD CONSTRAINT stock_rule_place_id_fkey FOREIGN KEY (place_id) REFERENCES stock_place (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE stock_rule ADD CONSTRAINT stock_rule_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE stock_move ADD CONSTRAINT stock_move_item_id_fkey FOREIGN KEY (item_id) REFERENCES catalog_item (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE stock_move ADD CONSTRAINT stock_move_place_id_fkey FOREIGN KEY (place_id) REFERENCES stock_place (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE stock_move ADD CONSTRAINT stock_move_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
