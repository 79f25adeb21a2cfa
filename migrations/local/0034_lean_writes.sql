-- Fewer pages per command, for the third time: each index and each row that a deed writes again is a page that it must have on the disk.

-- What lines wait for stands in one tree, in the order in which it is asked for. A line knows its item and an order its lines, so nothing is looked for by them.
DROP TRIGGER stock_reserved_line;
DROP TRIGGER stock_reserved_line_changed;
DROP TRIGGER stock_reserved_line_gone;
DROP TRIGGER stock_reserved_order;
DROP TRIGGER stock_reserved_order_changed;
DROP TRIGGER stock_reserved_order_gone;
DROP TABLE stock_reservation;
CREATE TABLE stock_reservation (
  item_id TEXT NOT NULL, location_id TEXT NOT NULL, line_id TEXT NOT NULL, work_order_id TEXT NOT NULL, qty_milli INTEGER NOT NULL,
  PRIMARY KEY (item_id, location_id, line_id)
) WITHOUT ROWID;
CREATE VIEW stock_wanted AS SELECT l.item_id, o.location_id, l.id AS line_id, l.work_order_id, l.qty_milli FROM work_order o CROSS JOIN work_order_line l ON l.work_order_id = o.id
  WHERE o.deleted = 0 AND o.state IN ('open', 'inProgress', 'onHold') AND l.kind = 'part' AND l.item_id IS NOT NULL AND l.declined = 0 AND l.deleted = 0;
CREATE TRIGGER stock_reserved_line AFTER INSERT ON work_order_line WHEN NEW.kind = 'part' AND NEW.item_id IS NOT NULL AND NEW.declined = 0 AND NEW.deleted = 0 BEGIN
  INSERT INTO stock_reservation SELECT NEW.item_id, o.location_id, NEW.id, NEW.work_order_id, NEW.qty_milli FROM work_order o
    WHERE o.id = NEW.work_order_id AND o.deleted = 0 AND o.state IN ('open', 'inProgress', 'onHold');
END;
CREATE TRIGGER stock_reserved_line_changed AFTER UPDATE OF kind, item_id, qty_milli, declined, deleted, work_order_id ON work_order_line BEGIN
  DELETE FROM stock_reservation WHERE item_id = OLD.item_id AND line_id = OLD.id;
  INSERT INTO stock_reservation SELECT NEW.item_id, o.location_id, NEW.id, NEW.work_order_id, NEW.qty_milli FROM work_order o
    WHERE o.id = NEW.work_order_id AND o.deleted = 0 AND o.state IN ('open', 'inProgress', 'onHold')
      AND NEW.kind = 'part' AND NEW.item_id IS NOT NULL AND NEW.declined = 0 AND NEW.deleted = 0;
END;
CREATE TRIGGER stock_reserved_line_gone AFTER DELETE ON work_order_line BEGIN
  DELETE FROM stock_reservation WHERE item_id = OLD.item_id AND line_id = OLD.id;
END;
-- The feed may bring lines before their order.
CREATE TRIGGER stock_reserved_order AFTER INSERT ON work_order WHEN NEW.deleted = 0 AND NEW.state IN ('open', 'inProgress', 'onHold') AND (SELECT applying FROM sync_guard) = 1 BEGIN
  DELETE FROM stock_reservation WHERE item_id IN (SELECT item_id FROM work_order_line WHERE work_order_id = NEW.id) AND work_order_id = NEW.id;
  INSERT INTO stock_reservation SELECT * FROM stock_wanted WHERE work_order_id = NEW.id;
END;
CREATE TRIGGER stock_reserved_order_changed AFTER UPDATE OF state, deleted, location_id ON work_order
WHEN OLD.state <> NEW.state OR OLD.deleted <> NEW.deleted OR OLD.location_id <> NEW.location_id BEGIN
  DELETE FROM stock_reservation WHERE item_id IN (SELECT item_id FROM work_order_line WHERE work_order_id = NEW.id) AND work_order_id = NEW.id;
  INSERT INTO stock_reservation SELECT * FROM stock_wanted WHERE work_order_id = NEW.id;
END;
CREATE TRIGGER stock_reserved_order_gone AFTER DELETE ON work_order BEGIN
  DELETE FROM stock_reservation WHERE item_id IN (SELECT item_id FROM work_order_line WHERE work_order_id = OLD.id) AND work_order_id = OLD.id;
END;
INSERT INTO stock_reservation SELECT * FROM stock_wanted ORDER BY 1, 2, 3;

-- Nobody asks for lines by their item.
DROP INDEX work_order_line_item;

-- What is left of an open invoice changes in its place, without its indexes.
DROP TRIGGER invoice_again;
CREATE TRIGGER invoice_again INSTEAD OF INSERT ON invoice_again WHEN NEW.id IS NOT NULL BEGIN
  INSERT INTO invoice_open (invoice_id, customer_id, location_id, number, issued_at, due_on, due_minor)
    SELECT invoice_id, customer_id, location_id, number, issued_at, due_on, due_minor FROM invoice_sum
      WHERE invoice_id = NEW.id AND (due_minor <> 0 OR EXISTS (SELECT 1 FROM invoice_open WHERE invoice_id = NEW.id))
    ON CONFLICT (invoice_id) DO UPDATE SET due_minor = excluded.due_minor;
  DELETE FROM invoice_open WHERE invoice_id = NEW.id AND due_minor = 0;
END;
DROP TRIGGER invoice_open_update;
CREATE TRIGGER invoice_open_update AFTER UPDATE ON invoice BEGIN
  DELETE FROM invoice_open WHERE invoice_id = NEW.id;
  INSERT INTO invoice_again VALUES (NEW.id);
END;

-- Whether a record has its seal is asked of all records at once.
DROP INDEX pos_seal_record;
