-- Barcodes, counter sales, tills, and the chain that seals them.
CREATE INDEX catalog_item_barcode ON catalog_item (barcode) WHERE deleted = 0 AND barcode <> '';
CREATE TABLE catalog_barcode (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  item_id TEXT NOT NULL REFERENCES catalog_item (id), code TEXT NOT NULL CHECK (code <> ''), qty_milli INTEGER NOT NULL CHECK (qty_milli > 0)
) WITHOUT ROWID;
CREATE INDEX catalog_barcode_code ON catalog_barcode (code) WHERE deleted = 0;
CREATE INDEX catalog_barcode_item ON catalog_barcode (item_id, code, id);

CREATE TABLE pos_policy (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted = 0), clk TEXT NOT NULL,
  cash_step_minor INTEGER NOT NULL CHECK (cash_step_minor > 0), pin_per_sale INTEGER NOT NULL CHECK (pin_per_sale IN (0, 1)),
  discount_bp TEXT NOT NULL CHECK (json_valid(discount_bp)),
  card_sale_minor INTEGER NOT NULL CHECK (card_sale_minor >= 0), card_open_minor INTEGER NOT NULL CHECK (card_open_minor >= 0), card_alarm_hours INTEGER NOT NULL CHECK (card_alarm_hours > 0)
) WITHOUT ROWID;

-- Who showed a PIN for a sale that is not made yet; never leaves the device.
CREATE TABLE sale_seller (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted = 0), clk TEXT NOT NULL,
  user_id TEXT NOT NULL REFERENCES user (id), identified_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE till (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted = 0), clk TEXT NOT NULL,
  number TEXT NOT NULL UNIQUE, location_id TEXT NOT NULL REFERENCES location (id), device_tag TEXT NOT NULL, device_name TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
  opened_at INTEGER NOT NULL, opened_by TEXT NOT NULL, float_minor INTEGER NOT NULL CHECK (float_minor >= 0),
  closed_at INTEGER, closed_by TEXT NOT NULL, expected_minor INTEGER, counted_minor INTEGER CHECK (counted_minor >= 0),
  counts TEXT NOT NULL CHECK (json_valid(counts)), note TEXT NOT NULL,
  CHECK ((state = 'closed') = (closed_at IS NOT NULL AND expected_minor IS NOT NULL AND counted_minor IS NOT NULL))
) WITHOUT ROWID;
CREATE INDEX till_newest ON till (opened_at, id);
CREATE INDEX till_location ON till (location_id, opened_at, id);
CREATE INDEX till_open ON till (device_tag) WHERE state = 'open';
-- POS-5
CREATE TRIGGER till_open_once BEFORE INSERT ON till WHEN NEW.state = 'open' AND (SELECT applying FROM sync_guard) = 0 BEGIN
  SELECT RAISE(ABORT, 'UNIQUE constraint failed: till.device_tag') WHERE EXISTS (SELECT 1 FROM till WHERE device_tag = NEW.device_tag AND state = 'open' AND id <> NEW.id);
END;

CREATE TABLE till_entry (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted = 0), clk TEXT NOT NULL,
  till_id TEXT NOT NULL REFERENCES till (id), location_id TEXT NOT NULL REFERENCES location (id),
  kind TEXT NOT NULL CHECK (kind IN ('float', 'sale', 'invoice', 'in', 'out', 'difference')),
  amount_minor INTEGER NOT NULL CHECK (amount_minor <> 0), source_id TEXT, reason TEXT NOT NULL, user_name TEXT NOT NULL, entered_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX till_entry_till ON till_entry (till_id, entered_at, id);
CREATE INDEX till_entry_source ON till_entry (source_id) WHERE source_id IS NOT NULL;

CREATE TABLE sale (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted = 0), clk TEXT NOT NULL,
  number TEXT NOT NULL UNIQUE, location_id TEXT NOT NULL REFERENCES location (id), till_id TEXT NOT NULL REFERENCES till (id),
  customer_id TEXT REFERENCES customer (id), customer_name TEXT NOT NULL, seller_id TEXT, seller_name TEXT NOT NULL,
  sold_at INTEGER NOT NULL, sold_on TEXT NOT NULL, currency TEXT NOT NULL,
  net_minor INTEGER NOT NULL, tax_minor INTEGER NOT NULL, advance_minor INTEGER NOT NULL, total_minor INTEGER NOT NULL, rounding_minor INTEGER NOT NULL,
  taxes TEXT NOT NULL CHECK (json_valid(taxes)), shop TEXT NOT NULL CHECK (json_valid(shop)), note TEXT NOT NULL,
  CHECK (total_minor = net_minor + tax_minor + advance_minor)
) WITHOUT ROWID;
CREATE INDEX sale_newest ON sale (sold_at, id);
CREATE INDEX sale_location ON sale (location_id, sold_at, id);
CREATE INDEX sale_customer ON sale (customer_id, sold_at, id);
CREATE INDEX sale_till ON sale (till_id, sold_at, id);

CREATE TABLE sale_line (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted = 0), clk TEXT NOT NULL,
  sale_id TEXT NOT NULL REFERENCES sale (id), location_id TEXT NOT NULL REFERENCES location (id), customer_id TEXT,
  position INTEGER NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('labor', 'part', 'fee', 'sublet', 'deposit', 'account')),
  item_id TEXT REFERENCES catalog_item (id), sku TEXT NOT NULL, description TEXT NOT NULL,
  qty_milli INTEGER NOT NULL CHECK (qty_milli <> 0), unit_price_minor INTEGER NOT NULL, discount_bp INTEGER NOT NULL,
  tax_rate_bp INTEGER NOT NULL, tax_exempt INTEGER NOT NULL CHECK (tax_exempt IN (0, 1)), net_minor INTEGER NOT NULL, tax_minor INTEGER NOT NULL,
  returns_line_id TEXT REFERENCES sale_line (id),
  -- POS-3: only what was sold comes back.
  CHECK ((qty_milli < 0) = (returns_line_id IS NOT NULL)),
  CHECK (kind NOT IN ('deposit', 'account') OR (customer_id IS NOT NULL AND tax_minor = 0))
) WITHOUT ROWID;
CREATE INDEX sale_line_sale ON sale_line (sale_id, position, id);
CREATE INDEX sale_line_returns ON sale_line (returns_line_id) WHERE returns_line_id IS NOT NULL;
CREATE INDEX sale_line_advance ON sale_line (customer_id, kind) WHERE kind IN ('deposit', 'account');

CREATE TABLE sale_payment (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted = 0), clk TEXT NOT NULL,
  sale_id TEXT NOT NULL REFERENCES sale (id), location_id TEXT NOT NULL REFERENCES location (id), till_id TEXT NOT NULL REFERENCES till (id), customer_id TEXT,
  position INTEGER NOT NULL, method TEXT NOT NULL CHECK (method IN ('cash', 'card', 'transfer', 'deposit', 'account')),
  amount_minor INTEGER NOT NULL CHECK (amount_minor <> 0), tendered_minor INTEGER, reference TEXT NOT NULL,
  -- POS-6: what the terminal has not said is not paid.
  is_pending INTEGER NOT NULL CHECK (is_pending IN (0, 1)),
  CHECK (is_pending = (method = 'card' AND amount_minor > 0 AND reference = '')),
  CHECK (method NOT IN ('deposit', 'account') OR customer_id IS NOT NULL)
) WITHOUT ROWID;
CREATE INDEX sale_payment_sale ON sale_payment (sale_id, position, id);
CREATE INDEX sale_payment_till ON sale_payment (till_id, method);
CREATE INDEX sale_payment_balance ON sale_payment (customer_id, method) WHERE method IN ('deposit', 'account');
CREATE INDEX sale_payment_unsaid ON sale_payment (customer_id) WHERE is_pending = 1;

CREATE TABLE card_answer (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted = 0), clk TEXT NOT NULL,
  payment_id TEXT NOT NULL REFERENCES sale_payment (id), location_id TEXT NOT NULL REFERENCES location (id),
  standing TEXT NOT NULL CHECK (standing IN ('approved', 'declined')), reference TEXT NOT NULL, user_name TEXT NOT NULL, answered_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX card_answer_payment ON card_answer (payment_id);
CREATE TRIGGER card_answer_once BEFORE INSERT ON card_answer WHEN (SELECT applying FROM sync_guard) = 0 BEGIN
  SELECT RAISE(ABORT, 'UNIQUE constraint failed: card_answer.payment_id') WHERE EXISTS (SELECT 1 FROM card_answer WHERE payment_id = NEW.payment_id AND id <> NEW.id);
END;
-- Cards that wait for their answer: kept by the triggers below, whoever adds the rows, in whatever order.
CREATE TABLE card_pending (payment_id TEXT PRIMARY KEY, sale_id TEXT NOT NULL, location_id TEXT NOT NULL, till_id TEXT NOT NULL, amount_minor INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX card_pending_location ON card_pending (location_id, payment_id);
CREATE TRIGGER sale_payment_pending AFTER INSERT ON sale_payment WHEN NEW.is_pending = 1 AND NOT EXISTS (SELECT 1 FROM card_answer WHERE payment_id = NEW.id) BEGIN
  INSERT INTO card_pending (payment_id, sale_id, location_id, till_id, amount_minor) VALUES (NEW.id, NEW.sale_id, NEW.location_id, NEW.till_id, NEW.amount_minor);
END;
CREATE TRIGGER sale_payment_gone AFTER DELETE ON sale_payment BEGIN DELETE FROM card_pending WHERE payment_id = OLD.id; END;
CREATE TRIGGER card_answer_given AFTER INSERT ON card_answer BEGIN DELETE FROM card_pending WHERE payment_id = NEW.payment_id; END;

CREATE TABLE parked_sale (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  location_id TEXT NOT NULL REFERENCES location (id), label TEXT NOT NULL, basket TEXT NOT NULL CHECK (json_valid(basket)), line_count INTEGER NOT NULL,
  parked_by TEXT NOT NULL, parked_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX parked_sale_waiting ON parked_sale (location_id, parked_at, id) WHERE deleted = 0;

CREATE TABLE pos_seal (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted = 0), clk TEXT NOT NULL,
  location_id TEXT NOT NULL REFERENCES location (id), device_tag TEXT NOT NULL, seq INTEGER NOT NULL CHECK (seq > 0),
  kind TEXT NOT NULL CHECK (kind IN ('sale', 'entry', 'card')), record_id TEXT NOT NULL, hash TEXT NOT NULL CHECK (hash <> '')
) WITHOUT ROWID;
CREATE INDEX pos_seal_place ON pos_seal (device_tag, seq);
CREATE INDEX pos_seal_record ON pos_seal (record_id);

-- POS-1, POS-4, POS-8: what was sold, moved and sealed stays as it was.
CREATE TRIGGER sale_sealed BEFORE UPDATE ON sale WHEN (SELECT applying FROM sync_guard) = 0 BEGIN SELECT RAISE(ABORT, 'a sale does not change'); END;
CREATE TRIGGER sale_kept BEFORE DELETE ON sale WHEN (SELECT applying FROM sync_guard) = 0 BEGIN SELECT RAISE(ABORT, 'a sale does not change'); END;
CREATE TRIGGER sale_line_sealed BEFORE UPDATE ON sale_line WHEN (SELECT applying FROM sync_guard) = 0 BEGIN SELECT RAISE(ABORT, 'a sale does not change'); END;
CREATE TRIGGER sale_line_kept BEFORE DELETE ON sale_line WHEN (SELECT applying FROM sync_guard) = 0 BEGIN SELECT RAISE(ABORT, 'a sale does not change'); END;
CREATE TRIGGER sale_payment_sealed BEFORE UPDATE ON sale_payment WHEN (SELECT applying FROM sync_guard) = 0 BEGIN SELECT RAISE(ABORT, 'a sale does not change'); END;
CREATE TRIGGER sale_payment_kept BEFORE DELETE ON sale_payment WHEN (SELECT applying FROM sync_guard) = 0 BEGIN SELECT RAISE(ABORT, 'a sale does not change'); END;
CREATE TRIGGER till_entry_sealed BEFORE UPDATE ON till_entry WHEN (SELECT applying FROM sync_guard) = 0 BEGIN SELECT RAISE(ABORT, 'a cash movement does not change'); END;
CREATE TRIGGER till_entry_kept BEFORE DELETE ON till_entry WHEN (SELECT applying FROM sync_guard) = 0 BEGIN SELECT RAISE(ABORT, 'a cash movement does not change'); END;
CREATE TRIGGER card_answer_sealed BEFORE UPDATE ON card_answer WHEN (SELECT applying FROM sync_guard) = 0 BEGIN SELECT RAISE(ABORT, 'an answer does not change'); END;
CREATE TRIGGER card_answer_kept BEFORE DELETE ON card_answer WHEN (SELECT applying FROM sync_guard) = 0 BEGIN SELECT RAISE(ABORT, 'an answer does not change'); END;
CREATE TRIGGER pos_seal_sealed BEFORE UPDATE ON pos_seal WHEN (SELECT applying FROM sync_guard) = 0 BEGIN SELECT RAISE(ABORT, 'a seal does not change'); END;
CREATE TRIGGER pos_seal_kept BEFORE DELETE ON pos_seal WHEN (SELECT applying FROM sync_guard) = 0 BEGIN SELECT RAISE(ABORT, 'a seal does not change'); END;
