-- Invoices as they were issued, and the money taken on them.
CREATE TABLE invoice (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  number TEXT NOT NULL UNIQUE,
  work_order_id TEXT NOT NULL REFERENCES work_order (id), work_order_number TEXT NOT NULL,
  location_id TEXT NOT NULL REFERENCES location (id),
  customer_id TEXT NOT NULL REFERENCES customer (id),
  issued_at INTEGER NOT NULL, issued_on TEXT NOT NULL, due_on TEXT NOT NULL,
  currency TEXT NOT NULL,
  net_minor INTEGER NOT NULL, tax_minor INTEGER NOT NULL, total_minor INTEGER NOT NULL,
  taxes TEXT NOT NULL CHECK (json_valid(taxes)),
  note TEXT NOT NULL,
  seller TEXT NOT NULL CHECK (json_valid(seller)), customer TEXT NOT NULL CHECK (json_valid(customer)), vehicle TEXT NOT NULL CHECK (json_valid(vehicle)),
  state TEXT NOT NULL CHECK (state IN ('issued', 'paid', 'void')),
  void_reason TEXT NOT NULL,
  CHECK (total_minor = net_minor + tax_minor),
  CHECK ((state = 'void') = (void_reason <> ''))
);
-- INV-1: an order has one invoice that is not void.
CREATE UNIQUE INDEX invoice_order ON invoice (work_order_id) WHERE state <> 'void';
CREATE INDEX invoice_newest ON invoice (issued_at, id);
CREATE INDEX invoice_due ON invoice (due_on, id);
CREATE INDEX invoice_state_newest ON invoice (state, issued_at, id);
CREATE INDEX invoice_state_due ON invoice (state, due_on, id);
CREATE INDEX invoice_customer ON invoice (customer_id, issued_at, id);
CREATE INDEX invoice_location ON invoice (location_id, issued_at, id);
CREATE INDEX invoice_location_due ON invoice (location_id, due_on, id);
CREATE INDEX invoice_location_number ON invoice (location_id, number);
CREATE INDEX invoice_state_number ON invoice (state, number);

CREATE TABLE invoice_line (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted = 0), clk TEXT NOT NULL,
  invoice_id TEXT NOT NULL REFERENCES invoice (id),
  location_id TEXT NOT NULL REFERENCES location (id),
  position INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('labor', 'part', 'fee')),
  description TEXT NOT NULL,
  qty_milli INTEGER NOT NULL, unit_price_minor INTEGER NOT NULL, discount_bp INTEGER NOT NULL, tax_rate_bp INTEGER NOT NULL,
  tax_exempt INTEGER NOT NULL CHECK (tax_exempt IN (0, 1)),
  net_minor INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX invoice_line_invoice ON invoice_line (invoice_id, position, id);

CREATE TABLE payment (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted = 0), clk TEXT NOT NULL,
  invoice_id TEXT NOT NULL REFERENCES invoice (id),
  location_id TEXT NOT NULL REFERENCES location (id),
  method TEXT NOT NULL CHECK (method IN ('cash', 'card', 'transfer')),
  amount_minor INTEGER NOT NULL CHECK (amount_minor <> 0),
  tendered_minor INTEGER, received_at INTEGER NOT NULL, received_by TEXT NOT NULL, reference TEXT NOT NULL,
  reverses_id TEXT REFERENCES payment (id), reason TEXT NOT NULL,
  -- INV-3: a correction reverses a row and says why.
  CHECK ((reverses_id IS NOT NULL) = (amount_minor < 0) AND (reverses_id IS NULL) = (reason = ''))
) WITHOUT ROWID;
CREATE INDEX payment_invoice ON payment (invoice_id, received_at, id);
-- INV-6: a payment is reversed once at most.
CREATE UNIQUE INDEX payment_reversed ON payment (reverses_id) WHERE reverses_id IS NOT NULL;

-- INV-2: what was issued stays as it was.
CREATE TRIGGER invoice_sealed BEFORE UPDATE ON invoice
WHEN OLD.id IS NOT NEW.id OR OLD.number IS NOT NEW.number OR OLD.work_order_id IS NOT NEW.work_order_id OR OLD.work_order_number IS NOT NEW.work_order_number
  OR OLD.location_id IS NOT NEW.location_id OR OLD.customer_id IS NOT NEW.customer_id OR OLD.issued_at IS NOT NEW.issued_at OR OLD.issued_on IS NOT NEW.issued_on
  OR OLD.due_on IS NOT NEW.due_on OR OLD.currency IS NOT NEW.currency OR OLD.net_minor IS NOT NEW.net_minor OR OLD.tax_minor IS NOT NEW.tax_minor
  OR OLD.total_minor IS NOT NEW.total_minor OR OLD.taxes IS NOT NEW.taxes OR OLD.note IS NOT NEW.note OR OLD.seller IS NOT NEW.seller
  OR OLD.customer IS NOT NEW.customer OR OLD.vehicle IS NOT NEW.vehicle OR OLD.deleted IS NOT NEW.deleted
BEGIN
  SELECT RAISE(ABORT, 'an issued invoice does not change');
END;
CREATE TRIGGER invoice_kept BEFORE DELETE ON invoice
BEGIN
  SELECT RAISE(ABORT, 'an issued invoice does not change');
END;
CREATE TRIGGER invoice_line_sealed BEFORE UPDATE ON invoice_line
BEGIN
  SELECT RAISE(ABORT, 'an issued invoice does not change');
END;
CREATE TRIGGER invoice_line_kept BEFORE DELETE ON invoice_line
BEGIN
  SELECT RAISE(ABORT, 'an issued invoice does not change');
END;
-- INV-3: the ledger of payments is only added to.
CREATE TRIGGER payment_sealed BEFORE UPDATE ON payment
BEGIN
  SELECT RAISE(ABORT, 'a payment does not change');
END;
CREATE TRIGGER payment_kept BEFORE DELETE ON payment
BEGIN
  SELECT RAISE(ABORT, 'a payment does not change');
END;
