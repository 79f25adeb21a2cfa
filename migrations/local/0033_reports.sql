-- Figures of reports: what each document comes to, divided by kind, technician and tax rate, and their sums per day. No deed waits for them:
-- a deed notes its document, and what it comes to is gathered afterwards from the records (main/modules/reports/store/gather.ts).

-- Documents to be gathered anew.
CREATE TABLE report_queue (id TEXT PRIMARY KEY) WITHOUT ROWID;
-- Those in hand.
CREATE TABLE report_turn (id TEXT PRIMARY KEY) WITHOUT ROWID;

CREATE TABLE report_document (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source TEXT NOT NULL,
  on_day TEXT NOT NULL, location_id TEXT NOT NULL, user_id TEXT NOT NULL,
  -- 1 on the first invoice of a work order: the car is counted once.
  orders INTEGER NOT NULL CHECK (orders IN (0, 1)),
  net_minor INTEGER NOT NULL, cost_minor INTEGER NOT NULL
);
CREATE INDEX report_document_day ON report_document (on_day, no);
CREATE INDEX report_document_user ON report_document (user_id, on_day, no);
CREATE TABLE report_part (
  document_no INTEGER NOT NULL, kind TEXT NOT NULL, technician_id TEXT NOT NULL, rate_bp INTEGER NOT NULL,
  net_minor INTEGER NOT NULL, tax_minor INTEGER NOT NULL, cost_minor INTEGER NOT NULL, hours_milli INTEGER NOT NULL,
  PRIMARY KEY (document_no, kind, technician_id, rate_bp)
) WITHOUT ROWID;
-- A row of kind '' counts documents, all others sum their parts. `rows` is how many rows it is the sum of.
CREATE TABLE report_day (
  on_day TEXT NOT NULL, location_id TEXT NOT NULL, source TEXT NOT NULL, kind TEXT NOT NULL, user_id TEXT NOT NULL, technician_id TEXT NOT NULL, rate_bp INTEGER NOT NULL,
  documents INTEGER NOT NULL, orders INTEGER NOT NULL, net_minor INTEGER NOT NULL, tax_minor INTEGER NOT NULL, cost_minor INTEGER NOT NULL, hours_milli INTEGER NOT NULL, rows INTEGER NOT NULL,
  PRIMARY KEY (on_day, location_id, source, kind, user_id, technician_id, rate_bp)
) WITHOUT ROWID;
CREATE INDEX report_day_empty ON report_day (rows) WHERE rows = 0;

-- Documents of a work order.
CREATE VIEW report_of_order (work_order_id, id) AS
  SELECT work_order_id, id FROM invoice WHERE work_order_id IS NOT NULL AND state <> 'void'
  UNION ALL SELECT invoice.work_order_id, credit_note.id FROM invoice CROSS JOIN credit_note ON credit_note.invoice_id = invoice.id WHERE invoice.work_order_id IS NOT NULL;

CREATE TRIGGER report_invoice_new AFTER INSERT ON invoice WHEN NEW.sale_id IS NULL BEGIN INSERT OR IGNORE INTO report_queue VALUES (NEW.id); END;
-- Whichever is the first invoice of an order then, it may be another one now.
CREATE TRIGGER report_invoice_void AFTER UPDATE OF state ON invoice WHEN (OLD.state = 'void') <> (NEW.state = 'void') AND NEW.sale_id IS NULL BEGIN
  INSERT OR IGNORE INTO report_queue SELECT NEW.id UNION SELECT id FROM report_of_order WHERE work_order_id = NEW.work_order_id;
END;
CREATE TRIGGER report_invoice_gone AFTER DELETE ON invoice BEGIN
  INSERT OR IGNORE INTO report_queue SELECT OLD.id UNION SELECT id FROM report_of_order WHERE work_order_id = OLD.work_order_id UNION SELECT id FROM credit_note WHERE invoice_id = OLD.id;
END;
CREATE TRIGGER report_credit_new AFTER INSERT ON credit_note BEGIN INSERT OR IGNORE INTO report_queue VALUES (NEW.id); END;
CREATE TRIGGER report_credit_gone AFTER DELETE ON credit_note BEGIN INSERT OR IGNORE INTO report_queue VALUES (OLD.id); END;
CREATE TRIGGER report_sale_new AFTER INSERT ON sale BEGIN INSERT OR IGNORE INTO report_queue VALUES (NEW.id); END;
CREATE TRIGGER report_sale_gone AFTER DELETE ON sale BEGIN INSERT OR IGNORE INTO report_queue VALUES (OLD.id); END;
-- The feed may bring what a document is made of after the document itself.
CREATE TRIGGER report_invoice_late AFTER INSERT ON invoice WHEN (SELECT applying FROM sync_guard) = 1 BEGIN
  INSERT OR IGNORE INTO report_queue SELECT id FROM report_of_order WHERE work_order_id = NEW.work_order_id UNION SELECT id FROM credit_note WHERE invoice_id = NEW.id;
END;
CREATE TRIGGER report_invoice_line_late AFTER INSERT ON invoice_line WHEN (SELECT applying FROM sync_guard) = 1 BEGIN
  INSERT OR IGNORE INTO report_queue SELECT NEW.invoice_id UNION SELECT id FROM credit_note WHERE invoice_id = NEW.invoice_id;
END;
CREATE TRIGGER report_credit_line_late AFTER INSERT ON credit_note_line WHEN (SELECT applying FROM sync_guard) = 1 BEGIN
  INSERT OR IGNORE INTO report_queue VALUES (NEW.credit_note_id);
END;
CREATE TRIGGER report_sale_line_late AFTER INSERT ON sale_line WHEN (SELECT applying FROM sync_guard) = 1 BEGIN
  INSERT OR IGNORE INTO report_queue SELECT NEW.sale_id UNION SELECT sale_id FROM sale_line WHERE returns_line_id = NEW.id;
END;
CREATE TRIGGER report_order_late AFTER INSERT ON work_order WHEN (SELECT applying FROM sync_guard) = 1 BEGIN
  INSERT OR IGNORE INTO report_queue SELECT id FROM report_of_order WHERE work_order_id = NEW.id;
END;
CREATE TRIGGER report_order_people AFTER UPDATE OF advisor_id, technician_id ON work_order WHEN OLD.advisor_id IS NOT NEW.advisor_id OR OLD.technician_id IS NOT NEW.technician_id BEGIN
  INSERT OR IGNORE INTO report_queue SELECT id FROM report_of_order WHERE work_order_id = NEW.id;
END;
CREATE TRIGGER report_order_line_late AFTER INSERT ON work_order_line WHEN (SELECT applying FROM sync_guard) = 1 BEGIN
  INSERT OR IGNORE INTO report_queue SELECT id FROM report_of_order WHERE work_order_id = NEW.work_order_id;
END;
CREATE TRIGGER report_order_line_changed AFTER UPDATE OF item_id, qty_milli, technician_id, service_id, declined, deleted ON work_order_line BEGIN
  INSERT OR IGNORE INTO report_queue SELECT id FROM report_of_order WHERE work_order_id = NEW.work_order_id;
END;
CREATE TRIGGER report_service_late AFTER INSERT ON work_order_service WHEN (SELECT applying FROM sync_guard) = 1 BEGIN
  INSERT OR IGNORE INTO report_queue SELECT id FROM report_of_order WHERE work_order_id = NEW.work_order_id;
END;
CREATE TRIGGER report_service_people AFTER UPDATE OF technician_id ON work_order_service WHEN OLD.technician_id IS NOT NEW.technician_id BEGIN
  INSERT OR IGNORE INTO report_queue SELECT id FROM report_of_order WHERE work_order_id = NEW.work_order_id;
END;
-- Parts of a job move before its invoice is there, those of a sale in its own deed; what moves later changes the cost. A return moves goods of the sale before it.
CREATE TRIGGER report_moved AFTER INSERT ON stock_move WHEN NEW.document_id IS NOT NULL BEGIN
  INSERT OR IGNORE INTO report_queue SELECT id FROM report_of_order WHERE work_order_id = NEW.document_id UNION SELECT id FROM sale WHERE number = NEW.document_number;
END;
CREATE TRIGGER report_unmoved AFTER DELETE ON stock_move WHEN OLD.document_id IS NOT NULL BEGIN
  INSERT OR IGNORE INTO report_queue SELECT id FROM report_of_order WHERE work_order_id = OLD.document_id UNION SELECT id FROM sale WHERE number = OLD.document_number;
END;

INSERT OR IGNORE INTO report_queue SELECT id FROM invoice WHERE state <> 'void' AND sale_id IS NULL UNION ALL SELECT id FROM credit_note UNION ALL SELECT id FROM sale;
