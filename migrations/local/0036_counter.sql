PRAGMA legacy_alter_table = ON;
-- The counter: lots on the lines of sales, what becomes of goods that come back, what came back too often, and the printer of a device.

-- What left, or came back, lot by lot; what became of it; the sold line of which too much came back, and is charged again.
ALTER TABLE sale_line ADD COLUMN lots TEXT CHECK (json_valid(lots));
ALTER TABLE sale_line ADD COLUMN disposition TEXT CHECK (disposition IN ('stock', 'damaged', 'supplier'));
ALTER TABLE sale_line ADD COLUMN again_line_id TEXT REFERENCES sale_line (id);
CREATE INDEX sale_line_again ON sale_line (again_line_id) WHERE again_line_id IS NOT NULL;

-- What of sold lines came back, and what of that was charged again.
CREATE VIEW sale_back (line_id, qty_milli, net_minor, tax_minor, lots) AS
  SELECT returns_line_id, -qty_milli, -net_minor, -tax_minor, lots FROM sale_line WHERE returns_line_id IS NOT NULL
  UNION ALL SELECT again_line_id, -qty_milli, -net_minor, -tax_minor, NULL FROM sale_line WHERE again_line_id IS NOT NULL;

-- Lines of which more came back than was sold, as two devices may do that do not know of each other: kept by the triggers below, whoever adds the rows, in whatever order.
CREATE TABLE sale_excess (line_id TEXT PRIMARY KEY, location_id TEXT NOT NULL, qty_milli INTEGER NOT NULL CHECK (qty_milli > 0)) WITHOUT ROWID;
CREATE TRIGGER sale_excess_back AFTER INSERT ON sale_line WHEN NEW.returns_line_id IS NOT NULL OR NEW.again_line_id IS NOT NULL BEGIN
  DELETE FROM sale_excess WHERE line_id = coalesce(NEW.returns_line_id, NEW.again_line_id);
  INSERT INTO sale_excess SELECT sold.id, sold.location_id, sum(back.qty_milli) - sold.qty_milli FROM sale_line AS sold JOIN sale_back AS back ON back.line_id = sold.id
    WHERE sold.id = coalesce(NEW.returns_line_id, NEW.again_line_id) GROUP BY sold.id HAVING sum(back.qty_milli) > sold.qty_milli;
END;
CREATE TRIGGER sale_excess_late AFTER INSERT ON sale_line WHEN NEW.qty_milli > 0 AND (SELECT applying FROM sync_guard) = 1 BEGIN
  DELETE FROM sale_excess WHERE line_id = NEW.id;
  INSERT INTO sale_excess SELECT NEW.id, NEW.location_id, sum(back.qty_milli) - NEW.qty_milli FROM sale_back AS back WHERE back.line_id = NEW.id HAVING sum(back.qty_milli) > NEW.qty_milli;
END;
CREATE TRIGGER sale_excess_gone AFTER DELETE ON sale_line BEGIN
  DELETE FROM sale_excess WHERE line_id IN (OLD.id, OLD.returns_line_id, OLD.again_line_id);
  INSERT INTO sale_excess SELECT sold.id, sold.location_id, sum(back.qty_milli) - sold.qty_milli FROM sale_line AS sold JOIN sale_back AS back ON back.line_id = sold.id
    WHERE sold.id = coalesce(OLD.returns_line_id, OLD.again_line_id) GROUP BY sold.id HAVING sum(back.qty_milli) > sold.qty_milli;
END;
DROP TRIGGER report_sale_line_late;
CREATE TRIGGER report_sale_line_late AFTER INSERT ON sale_line WHEN (SELECT applying FROM sync_guard) = 1 BEGIN
  INSERT OR IGNORE INTO report_queue SELECT NEW.sale_id UNION SELECT sale_id FROM sale_line WHERE returns_line_id = NEW.id UNION SELECT sale_id FROM sale_line WHERE again_line_id = NEW.id;
END;

-- Of this device alone: where its receipts are printed, and those that are not printed yet, under the ids of their sales.
CREATE TABLE receipt_printer (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  host TEXT NOT NULL, port INTEGER NOT NULL CHECK (port BETWEEN 1 AND 65535), path TEXT NOT NULL, width_mm INTEGER NOT NULL CHECK (width_mm IN (58, 80)),
  prints_sales INTEGER NOT NULL CHECK (prints_sales IN (0, 1)), has_drawer INTEGER NOT NULL CHECK (has_drawer IN (0, 1))
) WITHOUT ROWID;
CREATE TABLE receipt_print (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'failed', 'printed')), form TEXT NOT NULL CHECK (form IN ('receipt', 'drawer')), opens_drawer INTEGER NOT NULL CHECK (opens_drawer IN (0, 1)),
  attempts INTEGER NOT NULL CHECK (attempts >= 0), asked_at INTEGER NOT NULL,
  problem TEXT CHECK (problem IN ('refused', 'silent', 'paperOut', 'coverOpen', 'unknownHost', 'noDevice', 'broken', 'notRendered')),
  CHECK ((state = 'failed') = (problem IS NOT NULL))
) WITHOUT ROWID;
CREATE INDEX receipt_print_open ON receipt_print (asked_at, id) WHERE state <> 'printed' AND deleted = 0;

-- Goods that came back damaged leave with a reason of their own.
CREATE TABLE stock_move_next (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted = 0), clk TEXT NOT NULL,
  item_id TEXT NOT NULL REFERENCES catalog_item (id), place_id TEXT NOT NULL REFERENCES stock_place (id), location_id TEXT NOT NULL REFERENCES location (id),
  reason TEXT NOT NULL CHECK (reason IN ('receipt', 'use', 'return', 'adjust', 'transferOut', 'transferIn', 'count', 'damage')),
  delta_milli INTEGER NOT NULL CHECK (delta_milli <> 0), value_minor INTEGER NOT NULL,
  document_id TEXT, document_number TEXT NOT NULL, note TEXT NOT NULL, user_name TEXT NOT NULL, moved_at INTEGER NOT NULL,
  lot_id TEXT, document_kind TEXT CHECK (document_kind IN ('workOrder', 'sale', 'purchaseOrder', 'vendorReturn', 'transfer', 'count')), customer_id TEXT
) WITHOUT ROWID;
INSERT INTO stock_move_next SELECT id, created_at, updated_at, deleted, clk, item_id, place_id, location_id, reason, delta_milli, value_minor, document_id, document_number, note, user_name, moved_at, lot_id, document_kind, customer_id FROM stock_move;
DROP TABLE stock_move;
ALTER TABLE stock_move_next RENAME TO stock_move;
CREATE INDEX stock_move_newest ON stock_move (moved_at, id);
CREATE INDEX stock_move_item ON stock_move (item_id, moved_at, id);
CREATE INDEX stock_move_place ON stock_move (place_id, moved_at, id);
CREATE INDEX stock_move_document ON stock_move (document_id, item_id) WHERE document_id IS NOT NULL;
CREATE INDEX stock_move_lot ON stock_move (lot_id, moved_at, id) WHERE lot_id IS NOT NULL;
CREATE TRIGGER stock_move_taken AFTER INSERT ON stock_move BEGIN
  INSERT INTO stock_level (item_id, place_id, location_id, name_key, qty_milli, value_minor, moved_at, bin, reorder_at_milli, fill_to_milli, critical_at_milli, status)
    SELECT NEW.item_id, NEW.place_id, NEW.location_id, coalesce((SELECT name_key FROM catalog_item WHERE id = NEW.item_id), ''), 0, 0, NEW.moved_at, '', NULL, NULL, NULL, 'fine' WHERE 1
    ON CONFLICT DO NOTHING;
  UPDATE stock_level SET qty_milli = qty_milli + NEW.delta_milli, value_minor = value_minor + NEW.value_minor, moved_at = max(moved_at, NEW.moved_at)
    WHERE item_id = NEW.item_id AND place_id = NEW.place_id;
END;
CREATE TRIGGER stock_move_gone AFTER DELETE ON stock_move BEGIN
  UPDATE stock_level SET qty_milli = qty_milli - OLD.delta_milli, value_minor = value_minor - OLD.value_minor WHERE item_id = OLD.item_id AND place_id = OLD.place_id;
  DELETE FROM stock_level WHERE item_id = OLD.item_id AND place_id = OLD.place_id AND NOT EXISTS (SELECT 1 FROM stock_move WHERE item_id = OLD.item_id AND place_id = OLD.place_id);
END;
CREATE TRIGGER stock_move_sealed BEFORE UPDATE OF item_id, place_id, location_id, reason, delta_milli, value_minor, lot_id, document_kind, document_id, customer_id, moved_at ON stock_move
WHEN (OLD.item_id, OLD.place_id, OLD.location_id, OLD.reason, OLD.delta_milli, OLD.value_minor, OLD.lot_id, OLD.document_kind, OLD.document_id, OLD.customer_id, OLD.moved_at)
  IS NOT (NEW.item_id, NEW.place_id, NEW.location_id, NEW.reason, NEW.delta_milli, NEW.value_minor, NEW.lot_id, NEW.document_kind, NEW.document_id, NEW.customer_id, NEW.moved_at) BEGIN
  SELECT RAISE(ABORT, 'inventory.sealed');
END;
CREATE TRIGGER stock_lot_moved AFTER INSERT ON stock_move WHEN NEW.lot_id IS NOT NULL BEGIN
  INSERT INTO stock_lot_level (lot_id, item_id, place_id, location_id, due_on, qty_milli)
    SELECT NEW.lot_id, NEW.item_id, NEW.place_id, NEW.location_id, coalesce((SELECT due_on FROM stock_lot WHERE id = NEW.lot_id), '9999-12-31'), 0 WHERE 1
    ON CONFLICT DO NOTHING;
  UPDATE stock_lot_level SET qty_milli = qty_milli + NEW.delta_milli WHERE lot_id = NEW.lot_id AND place_id = NEW.place_id;
END;
CREATE TRIGGER stock_lot_gone AFTER DELETE ON stock_move WHEN OLD.lot_id IS NOT NULL BEGIN
  UPDATE stock_lot_level SET qty_milli = qty_milli - OLD.delta_milli WHERE lot_id = OLD.lot_id AND place_id = OLD.place_id;
  DELETE FROM stock_lot_level WHERE lot_id = OLD.lot_id AND place_id = OLD.place_id AND NOT EXISTS (SELECT 1 FROM stock_move WHERE lot_id = OLD.lot_id AND place_id = OLD.place_id);
END;
CREATE TRIGGER report_moved AFTER INSERT ON stock_move WHEN NEW.document_id IS NOT NULL BEGIN
  INSERT OR IGNORE INTO report_queue SELECT id FROM report_of_order WHERE work_order_id = NEW.document_id UNION SELECT id FROM sale WHERE number = NEW.document_number;
END;
CREATE TRIGGER report_unmoved AFTER DELETE ON stock_move WHEN OLD.document_id IS NOT NULL BEGIN
  INSERT OR IGNORE INTO report_queue SELECT id FROM report_of_order WHERE work_order_id = OLD.document_id UNION SELECT id FROM sale WHERE number = OLD.document_number;
END;
PRAGMA legacy_alter_table = OFF;
