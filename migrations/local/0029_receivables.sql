-- Several invoices of an order, invoices of sales, credit notes, money on account and what becomes of it, write-offs, customers' terms,
-- and official numbers. What is due and what is free are sums; the tables that keep them for quick lists are made by the triggers below alone.
PRAGMA legacy_alter_table = ON;

CREATE TABLE invoice_next (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  number TEXT NOT NULL UNIQUE,
  -- Given by the centre when it accepts the invoice.
  official_number INTEGER,
  work_order_id TEXT REFERENCES work_order (id), work_order_number TEXT NOT NULL,
  sale_id TEXT, sale_number TEXT NOT NULL DEFAULT '',
  location_id TEXT NOT NULL REFERENCES location (id),
  customer_id TEXT NOT NULL REFERENCES customer (id),
  issued_at INTEGER NOT NULL, issued_on TEXT NOT NULL, due_on TEXT NOT NULL,
  currency TEXT NOT NULL,
  net_minor INTEGER NOT NULL, tax_minor INTEGER NOT NULL, total_minor INTEGER NOT NULL,
  -- Paid at the counter with the sale.
  settled_minor INTEGER NOT NULL DEFAULT 0,
  taxes TEXT NOT NULL CHECK (json_valid(taxes)),
  note TEXT NOT NULL,
  tax_inclusive INTEGER NOT NULL DEFAULT 0 CHECK (tax_inclusive IN (0, 1)),
  seller TEXT NOT NULL CHECK (json_valid(seller)), customer TEXT NOT NULL CHECK (json_valid(customer)), vehicle TEXT NOT NULL CHECK (json_valid(vehicle)),
  -- 'paid' stands in rows of former versions; whether an invoice is paid is a sum.
  state TEXT NOT NULL CHECK (state IN ('issued', 'paid', 'void')),
  void_reason TEXT NOT NULL,
  CHECK (total_minor = net_minor + tax_minor),
  CHECK ((state = 'void') = (void_reason <> ''))
);
INSERT INTO invoice_next (no, id, created_at, updated_at, deleted, clk, number, work_order_id, work_order_number, location_id, customer_id, issued_at, issued_on, due_on, currency, net_minor, tax_minor, total_minor, taxes, note, tax_inclusive, seller, customer, vehicle, state, void_reason)
  SELECT no, id, created_at, updated_at, deleted, clk, number, work_order_id, work_order_number, location_id, customer_id, issued_at, issued_on, due_on, currency, net_minor, tax_minor, total_minor, taxes, note, tax_inclusive, seller, customer, vehicle, state, void_reason FROM invoice;
DROP TABLE invoice;
ALTER TABLE invoice_next RENAME TO invoice;
CREATE INDEX invoice_newest ON invoice (issued_at, id);
CREATE INDEX invoice_due ON invoice (due_on, id);
CREATE INDEX invoice_state_newest ON invoice (issued_at, id) WHERE state = 'void';
CREATE INDEX invoice_state_due ON invoice (due_on, id) WHERE state = 'void';
CREATE INDEX invoice_state_number ON invoice (number) WHERE state = 'void';
CREATE INDEX invoice_customer ON invoice (customer_id, issued_at, id);
CREATE INDEX invoice_location ON invoice (location_id, issued_at, id);
CREATE INDEX invoice_location_due ON invoice (location_id, due_on, id);
CREATE INDEX invoice_location_number ON invoice (location_id, number);
CREATE INDEX invoice_order ON invoice (work_order_id) WHERE work_order_id IS NOT NULL;
CREATE INDEX invoice_sale ON invoice (sale_id) WHERE sale_id IS NOT NULL AND state <> 'void';
CREATE TRIGGER search_invoice_code_update AFTER UPDATE OF number, deleted ON invoice WHEN old.number <> new.number OR old.deleted <> new.deleted BEGIN
  INSERT INTO search_queue VALUES (7, (1 << 40) - new.no) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER invoice_search_delete AFTER DELETE ON invoice BEGIN
  INSERT INTO search_queue VALUES (7, (1 << 40) - old.no) ON CONFLICT DO NOTHING;
  UPDATE search_upto SET no = min(no, coalesce((SELECT max(no) FROM invoice), 0)) WHERE idx IN (7); -- its number may be given again
END;
-- INV-8: a sale has one invoice that is not void.
CREATE TRIGGER invoice_sale_once BEFORE INSERT ON invoice WHEN NEW.sale_id IS NOT NULL AND NEW.state <> 'void' AND (SELECT applying FROM sync_guard) = 0 BEGIN
  SELECT RAISE(ABORT, 'UNIQUE constraint failed: invoice.sale_id') WHERE EXISTS (SELECT 1 FROM invoice WHERE sale_id = NEW.sale_id AND state <> 'void' AND id <> NEW.id);
END;
-- INV-2: what was issued stays as it was; the official number comes from the centre.
CREATE TRIGGER invoice_sealed BEFORE UPDATE OF id, number, official_number, work_order_id, work_order_number, sale_id, sale_number, location_id, customer_id, issued_at, issued_on, due_on, currency,
  net_minor, tax_minor, total_minor, settled_minor, taxes, note, tax_inclusive, seller, customer, vehicle, deleted ON invoice
WHEN (OLD.id, OLD.number, OLD.official_number, OLD.work_order_id, OLD.work_order_number, OLD.sale_id, OLD.sale_number, OLD.location_id, OLD.customer_id, OLD.issued_at, OLD.issued_on, OLD.due_on, OLD.currency,
    OLD.net_minor, OLD.tax_minor, OLD.total_minor, OLD.settled_minor, OLD.taxes, OLD.note, OLD.tax_inclusive, OLD.seller, OLD.customer, OLD.vehicle, OLD.deleted)
  IS NOT (NEW.id, NEW.number, NEW.official_number, NEW.work_order_id, NEW.work_order_number, NEW.sale_id, NEW.sale_number, NEW.location_id, NEW.customer_id, NEW.issued_at, NEW.issued_on, NEW.due_on, NEW.currency,
    NEW.net_minor, NEW.tax_minor, NEW.total_minor, NEW.settled_minor, NEW.taxes, NEW.note, NEW.tax_inclusive, NEW.seller, NEW.customer, NEW.vehicle, NEW.deleted) AND (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'an issued invoice does not change');
END;
CREATE TRIGGER invoice_kept BEFORE DELETE ON invoice WHEN (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'an issued invoice does not change');
END;

-- INV-1: a line of an order stands on one invoice that is not void: `turn` counts the void ones that it stood on before.
ALTER TABLE invoice_line ADD COLUMN work_order_line_id TEXT;
ALTER TABLE invoice_line ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;
CREATE INDEX invoice_line_order ON invoice_line (work_order_line_id, turn) WHERE work_order_line_id IS NOT NULL;
CREATE TRIGGER invoice_line_order_once BEFORE INSERT ON invoice_line WHEN NEW.work_order_line_id IS NOT NULL AND (SELECT applying FROM sync_guard) = 0 BEGIN
  SELECT RAISE(ABORT, 'UNIQUE constraint failed: invoice_line.work_order_line_id') WHERE EXISTS
    (SELECT 1 FROM invoice_line WHERE work_order_line_id = NEW.work_order_line_id AND turn = NEW.turn AND id <> NEW.id);
END;

-- Money that came in, or went back: on one invoice, or on a customer's account.
CREATE TABLE payment_next (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted = 0), clk TEXT NOT NULL,
  -- Wholly for this invoice. Null: on account. An invoice that the centre refused is not there: the money then is free.
  invoice_id TEXT,
  -- Null in rows of former versions, which stand on an invoice.
  customer_id TEXT REFERENCES customer (id),
  -- A deposit for this order.
  work_order_id TEXT REFERENCES work_order (id),
  location_id TEXT NOT NULL REFERENCES location (id),
  method TEXT NOT NULL CHECK (method IN ('cash', 'card', 'transfer', 'counter')),
  amount_minor INTEGER NOT NULL CHECK (amount_minor <> 0),
  tendered_minor INTEGER, received_at INTEGER NOT NULL, received_by TEXT NOT NULL, reference TEXT NOT NULL,
  reverses_id TEXT REFERENCES payment (id),
  -- What of that payment goes back to the customer.
  refunds_id TEXT REFERENCES payment (id),
  -- The sale that took or used it at the counter.
  sale_id TEXT,
  reason TEXT NOT NULL,
  CHECK (invoice_id IS NOT NULL OR customer_id IS NOT NULL),
  -- INV-3: a correction reverses a row and says why.
  CHECK (reverses_id IS NULL OR (amount_minor < 0 AND refunds_id IS NULL)),
  CHECK (amount_minor > 0 OR reverses_id IS NOT NULL OR refunds_id IS NOT NULL OR sale_id IS NOT NULL),
  CHECK ((reverses_id IS NULL AND refunds_id IS NULL) = (reason = ''))
) WITHOUT ROWID;
INSERT INTO payment_next (id, created_at, updated_at, deleted, clk, invoice_id, location_id, method, amount_minor, tendered_minor, received_at, received_by, reference, reverses_id, reason)
  SELECT id, created_at, updated_at, deleted, clk, invoice_id, location_id, method, amount_minor, tendered_minor, received_at, received_by, reference, reverses_id, reason FROM payment;
DROP TABLE payment;
ALTER TABLE payment_next RENAME TO payment;
CREATE INDEX payment_invoice ON payment (invoice_id, received_at, id) WHERE invoice_id IS NOT NULL;
CREATE INDEX payment_customer ON payment (customer_id, received_at, id) WHERE customer_id IS NOT NULL;
CREATE INDEX payment_refunds ON payment (refunds_id) WHERE refunds_id IS NOT NULL;
CREATE INDEX payment_sale ON payment (sale_id) WHERE sale_id IS NOT NULL;
-- INV-6: a payment is reversed once at most.
CREATE INDEX payment_reversed ON payment (reverses_id) WHERE reverses_id IS NOT NULL;
CREATE TRIGGER payment_reversed BEFORE INSERT ON payment
WHEN NEW.reverses_id IS NOT NULL AND (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'UNIQUE constraint failed: payment.reverses_id') WHERE EXISTS (SELECT 1 FROM payment WHERE reverses_id = NEW.reverses_id AND reverses_id IS NOT NULL AND id <> NEW.id);
END;
CREATE TRIGGER payment_sealed BEFORE UPDATE ON payment WHEN (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'a payment does not change');
END;
CREATE TRIGGER payment_kept BEFORE DELETE ON payment WHEN (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'a payment does not change');
END;

-- What of a payment stands for an invoice; negative where it was freed again.
CREATE TABLE payment_allocation (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted = 0), clk TEXT NOT NULL,
  payment_id TEXT NOT NULL REFERENCES payment (id), invoice_id TEXT NOT NULL,
  location_id TEXT NOT NULL REFERENCES location (id), customer_id TEXT NOT NULL REFERENCES customer (id),
  amount_minor INTEGER NOT NULL CHECK (amount_minor <> 0), allocated_at INTEGER NOT NULL, allocated_by TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX payment_allocation_payment ON payment_allocation (payment_id);
CREATE INDEX payment_allocation_invoice ON payment_allocation (invoice_id, allocated_at, id);

CREATE TABLE credit_note (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted = 0), clk TEXT NOT NULL,
  number TEXT NOT NULL UNIQUE, official_number INTEGER,
  invoice_id TEXT NOT NULL REFERENCES invoice (id), location_id TEXT NOT NULL REFERENCES location (id), customer_id TEXT NOT NULL REFERENCES customer (id),
  issued_at INTEGER NOT NULL, issued_on TEXT NOT NULL, issued_by TEXT NOT NULL,
  net_minor INTEGER NOT NULL, tax_minor INTEGER NOT NULL, total_minor INTEGER NOT NULL,
  taxes TEXT NOT NULL CHECK (json_valid(taxes)), reason TEXT NOT NULL CHECK (reason <> ''),
  CHECK (total_minor = net_minor + tax_minor)
) WITHOUT ROWID;
CREATE INDEX credit_note_invoice ON credit_note (invoice_id, issued_at, id);
CREATE INDEX credit_note_customer ON credit_note (customer_id, issued_at, id);

-- INV-9: a part of a line is credited once: `from_milli` is what was credited before, so that of two who credit the same part the centre refuses one.
CREATE TABLE credit_note_line (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted = 0), clk TEXT NOT NULL,
  credit_note_id TEXT NOT NULL REFERENCES credit_note (id), invoice_line_id TEXT NOT NULL REFERENCES invoice_line (id),
  location_id TEXT NOT NULL REFERENCES location (id), position INTEGER NOT NULL,
  from_milli INTEGER NOT NULL CHECK (from_milli >= 0), qty_milli INTEGER NOT NULL CHECK (qty_milli > 0),
  net_minor INTEGER NOT NULL, tax_minor INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX credit_note_line_note ON credit_note_line (credit_note_id, position, id);
CREATE INDEX credit_note_line_once ON credit_note_line (invoice_line_id, from_milli);
CREATE TRIGGER credit_note_line_once BEFORE INSERT ON credit_note_line WHEN (SELECT applying FROM sync_guard) = 0 BEGIN
  SELECT RAISE(ABORT, 'UNIQUE constraint failed: credit_note_line.invoice_line_id') WHERE EXISTS
    (SELECT 1 FROM credit_note_line WHERE invoice_line_id = NEW.invoice_line_id AND from_milli = NEW.from_milli AND id <> NEW.id);
END;

-- Given up as lost, or (negative) not after all.
CREATE TABLE write_off (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted = 0), clk TEXT NOT NULL,
  invoice_id TEXT NOT NULL REFERENCES invoice (id), location_id TEXT NOT NULL REFERENCES location (id), customer_id TEXT NOT NULL REFERENCES customer (id),
  amount_minor INTEGER NOT NULL CHECK (amount_minor <> 0), reason TEXT NOT NULL CHECK (reason <> ''),
  written_at INTEGER NOT NULL, written_by TEXT NOT NULL, approved_by TEXT NOT NULL, reverses_id TEXT REFERENCES write_off (id),
  CHECK ((reverses_id IS NOT NULL) = (amount_minor < 0))
) WITHOUT ROWID;
CREATE INDEX write_off_invoice ON write_off (invoice_id, written_at, id);
CREATE INDEX write_off_customer ON write_off (customer_id, written_at, id);
CREATE INDEX write_off_reversed ON write_off (reverses_id) WHERE reverses_id IS NOT NULL;
CREATE TRIGGER write_off_reversed BEFORE INSERT ON write_off WHEN NEW.reverses_id IS NOT NULL AND (SELECT applying FROM sync_guard) = 0 BEGIN
  SELECT RAISE(ABORT, 'UNIQUE constraint failed: write_off.reverses_id') WHERE EXISTS (SELECT 1 FROM write_off WHERE reverses_id = NEW.reverses_id AND id <> NEW.id);
END;

-- Under the id of its customer.
CREATE TABLE customer_account (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted = 0), clk TEXT NOT NULL,
  terms_days INTEGER CHECK (terms_days BETWEEN 0 AND 365), limit_minor INTEGER CHECK (limit_minor >= 0),
  above_limit TEXT NOT NULL CHECK (above_limit IN ('warn', 'refuse')),
  dunning_level INTEGER NOT NULL CHECK (dunning_level BETWEEN 0 AND 3), dunned_at INTEGER
) WITHOUT ROWID;

-- A second look at who may: the PIN or password that was shown for one deed; never leaves the device.
CREATE TABLE step_up (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  user_id TEXT NOT NULL REFERENCES user (id), permission TEXT NOT NULL, subject_id TEXT NOT NULL, shown_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX step_up_subject ON step_up (subject_id, permission, shown_at) WHERE deleted = 0;

-- The chain seals documents and money of invoicing, too.
CREATE TABLE pos_seal_next (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted = 0), clk TEXT NOT NULL,
  location_id TEXT NOT NULL REFERENCES location (id), device_tag TEXT NOT NULL, seq INTEGER NOT NULL CHECK (seq > 0),
  kind TEXT NOT NULL CHECK (kind IN ('invoice', 'void', 'creditNote', 'payment', 'allocation', 'writeOff', 'sale', 'entry', 'card')), record_id TEXT NOT NULL, hash TEXT NOT NULL CHECK (hash <> '')
) WITHOUT ROWID;
INSERT INTO pos_seal_next SELECT id, created_at, updated_at, deleted, clk, location_id, device_tag, seq, kind, record_id, hash FROM pos_seal;
DROP TABLE pos_seal;
ALTER TABLE pos_seal_next RENAME TO pos_seal;
CREATE INDEX pos_seal_place ON pos_seal (device_tag, seq);
CREATE INDEX pos_seal_record ON pos_seal (record_id);
CREATE TRIGGER pos_seal_sealed BEFORE UPDATE ON pos_seal WHEN (SELECT applying FROM sync_guard) = 0 BEGIN SELECT RAISE(ABORT, 'a seal does not change'); END;
CREATE TRIGGER pos_seal_kept BEFORE DELETE ON pos_seal WHEN (SELECT applying FROM sync_guard) = 0 BEGIN SELECT RAISE(ABORT, 'a seal does not change'); END;

-- What is issued, allocated and written off stays as it was.
CREATE TRIGGER payment_allocation_sealed BEFORE UPDATE ON payment_allocation WHEN (SELECT applying FROM sync_guard) = 0 BEGIN SELECT RAISE(ABORT, 'an allocation does not change'); END;
CREATE TRIGGER payment_allocation_kept BEFORE DELETE ON payment_allocation WHEN (SELECT applying FROM sync_guard) = 0 BEGIN SELECT RAISE(ABORT, 'an allocation does not change'); END;
CREATE TRIGGER credit_note_sealed BEFORE UPDATE ON credit_note WHEN (SELECT applying FROM sync_guard) = 0 BEGIN SELECT RAISE(ABORT, 'an issued credit note does not change'); END;
CREATE TRIGGER credit_note_kept BEFORE DELETE ON credit_note WHEN (SELECT applying FROM sync_guard) = 0 BEGIN SELECT RAISE(ABORT, 'an issued credit note does not change'); END;
CREATE TRIGGER credit_note_line_sealed BEFORE UPDATE ON credit_note_line WHEN (SELECT applying FROM sync_guard) = 0 BEGIN SELECT RAISE(ABORT, 'an issued credit note does not change'); END;
CREATE TRIGGER credit_note_line_kept BEFORE DELETE ON credit_note_line WHEN (SELECT applying FROM sync_guard) = 0 BEGIN SELECT RAISE(ABORT, 'an issued credit note does not change'); END;
CREATE TRIGGER write_off_sealed BEFORE UPDATE ON write_off WHEN (SELECT applying FROM sync_guard) = 0 BEGIN SELECT RAISE(ABORT, 'a write-off does not change'); END;
CREATE TRIGGER write_off_kept BEFORE DELETE ON write_off WHEN (SELECT applying FROM sync_guard) = 0 BEGIN SELECT RAISE(ABORT, 'a write-off does not change'); END;

-- Invoices on which something is due or (negative) too much is settled.
CREATE TABLE invoice_open (
  invoice_id TEXT PRIMARY KEY, customer_id TEXT NOT NULL, location_id TEXT NOT NULL, number TEXT NOT NULL, issued_at INTEGER NOT NULL, due_on TEXT NOT NULL, due_minor INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX invoice_open_due ON invoice_open (due_on, invoice_id);
CREATE INDEX invoice_open_newest ON invoice_open (issued_at, invoice_id);
CREATE INDEX invoice_open_number ON invoice_open (number);
CREATE INDEX invoice_open_customer ON invoice_open (customer_id, due_on, invoice_id);
CREATE VIEW invoice_sum AS SELECT invoice.id AS invoice_id, customer_id, location_id, number, issued_at, due_on,
  CASE state WHEN 'void' THEN 0 ELSE total_minor - settled_minor END
  - (SELECT coalesce(sum(amount_minor), 0) FROM payment WHERE payment.invoice_id = invoice.id)
  - (SELECT coalesce(sum(amount_minor), 0) FROM payment_allocation AS given WHERE given.invoice_id = invoice.id)
  - (SELECT coalesce(sum(total_minor), 0) FROM credit_note WHERE credit_note.invoice_id = invoice.id)
  - (SELECT coalesce(sum(amount_minor), 0) FROM write_off WHERE write_off.invoice_id = invoice.id) AS due_minor
FROM invoice;
-- Payments of which something is free or (negative) more is used than came in. A deposit names its order.
CREATE TABLE payment_open (
  payment_id TEXT PRIMARY KEY, customer_id TEXT NOT NULL, location_id TEXT NOT NULL, work_order_id TEXT, received_at INTEGER NOT NULL, free_minor INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX payment_open_customer ON payment_open (customer_id, received_at, payment_id);
CREATE INDEX payment_open_order ON payment_open (work_order_id) WHERE work_order_id IS NOT NULL;
CREATE VIEW payment_sum AS SELECT payment.id AS payment_id, coalesce(customer_id, (SELECT customer_id FROM invoice WHERE invoice.id = payment.invoice_id)) AS customer_id, location_id, work_order_id, received_at,
  CASE WHEN invoice_id IS NOT NULL AND EXISTS (SELECT 1 FROM invoice WHERE invoice.id = invoice_id) THEN 0
    ELSE amount_minor + (SELECT coalesce(sum(amount_minor), 0) FROM payment AS back WHERE back.reverses_id = payment.id) END
  + (SELECT coalesce(sum(amount_minor), 0) FROM payment AS back WHERE back.refunds_id = payment.id)
  - (SELECT coalesce(sum(amount_minor), 0) FROM payment_allocation AS given WHERE given.payment_id = payment.id AND EXISTS (SELECT 1 FROM invoice WHERE invoice.id = given.invoice_id)) AS free_minor
FROM payment WHERE reverses_id IS NULL AND refunds_id IS NULL;

-- `INSERT INTO invoice_again VALUES (id)` sums an invoice up anew, `payment_again` a payment.
CREATE VIEW invoice_again AS SELECT NULL AS id;
CREATE TRIGGER invoice_again INSTEAD OF INSERT ON invoice_again WHEN NEW.id IS NOT NULL BEGIN
  DELETE FROM invoice_open WHERE invoice_id = NEW.id;
  INSERT INTO invoice_open (invoice_id, customer_id, location_id, number, issued_at, due_on, due_minor)
    SELECT invoice_id, customer_id, location_id, number, issued_at, due_on, due_minor FROM invoice_sum WHERE invoice_id = NEW.id AND due_minor <> 0;
END;
CREATE VIEW payment_again AS SELECT NULL AS id;
CREATE TRIGGER payment_again INSTEAD OF INSERT ON payment_again WHEN NEW.id IS NOT NULL BEGIN
  DELETE FROM payment_open WHERE payment_id = NEW.id;
  INSERT INTO payment_open (payment_id, customer_id, location_id, work_order_id, received_at, free_minor)
    SELECT payment_id, customer_id, location_id, work_order_id, received_at, free_minor FROM payment_sum WHERE payment_id = NEW.id AND free_minor <> 0 AND customer_id IS NOT NULL;
END;
CREATE TRIGGER invoice_open_insert AFTER INSERT ON invoice BEGIN INSERT INTO invoice_again VALUES (NEW.id); END;
CREATE TRIGGER invoice_open_update AFTER UPDATE ON invoice BEGIN INSERT INTO invoice_again VALUES (NEW.id); END;
-- Money may come before its invoice, and stay after it. (Of its own making, an invoice has none yet.)
CREATE TRIGGER invoice_open_late AFTER INSERT ON invoice WHEN (SELECT applying FROM sync_guard) = 1 BEGIN
  INSERT INTO payment_again SELECT coalesce(reverses_id, id) FROM payment WHERE invoice_id = NEW.id UNION SELECT payment_id FROM payment_allocation WHERE invoice_id = NEW.id;
END;
CREATE TRIGGER invoice_open_delete AFTER DELETE ON invoice BEGIN
  DELETE FROM invoice_open WHERE invoice_id = OLD.id;
  INSERT INTO payment_again SELECT coalesce(reverses_id, id) FROM payment WHERE invoice_id = OLD.id UNION SELECT payment_id FROM payment_allocation WHERE invoice_id = OLD.id;
END;
CREATE TRIGGER payment_open_insert AFTER INSERT ON payment BEGIN
  INSERT INTO invoice_again VALUES (NEW.invoice_id);
  INSERT INTO payment_again VALUES (coalesce(NEW.reverses_id, NEW.refunds_id, NEW.id));
END;
CREATE TRIGGER payment_open_delete AFTER DELETE ON payment BEGIN
  DELETE FROM payment_open WHERE payment_id = OLD.id;
  INSERT INTO invoice_again VALUES (OLD.invoice_id);
  INSERT INTO payment_again VALUES (coalesce(OLD.reverses_id, OLD.refunds_id));
END;
CREATE TRIGGER payment_allocation_open_insert AFTER INSERT ON payment_allocation BEGIN
  INSERT INTO invoice_again VALUES (NEW.invoice_id);
  INSERT INTO payment_again VALUES (NEW.payment_id);
END;
CREATE TRIGGER payment_allocation_open_delete AFTER DELETE ON payment_allocation BEGIN
  INSERT INTO invoice_again VALUES (OLD.invoice_id);
  INSERT INTO payment_again VALUES (OLD.payment_id);
END;
CREATE TRIGGER credit_note_open_insert AFTER INSERT ON credit_note BEGIN INSERT INTO invoice_again VALUES (NEW.invoice_id); END;
CREATE TRIGGER credit_note_open_delete AFTER DELETE ON credit_note BEGIN INSERT INTO invoice_again VALUES (OLD.invoice_id); END;
CREATE TRIGGER write_off_open_insert AFTER INSERT ON write_off BEGIN INSERT INTO invoice_again VALUES (NEW.invoice_id); END;
CREATE TRIGGER write_off_open_delete AFTER DELETE ON write_off BEGIN INSERT INTO invoice_again VALUES (OLD.invoice_id); END;
INSERT INTO invoice_open (invoice_id, customer_id, location_id, number, issued_at, due_on, due_minor)
  SELECT invoice_id, customer_id, location_id, number, issued_at, due_on, due_minor FROM invoice_sum WHERE due_minor <> 0;

PRAGMA legacy_alter_table = OFF;
