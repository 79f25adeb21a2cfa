-- Stock: places, limits, and the movements of which every level is the sum.
CREATE TABLE stock_place (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  location_id TEXT NOT NULL REFERENCES location (id),
  name TEXT NOT NULL CHECK (name <> ''), position INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX stock_place_location ON stock_place (deleted, location_id, position, id);

CREATE TABLE stock_rule (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  item_id TEXT NOT NULL REFERENCES catalog_item (id), place_id TEXT NOT NULL REFERENCES stock_place (id), location_id TEXT NOT NULL REFERENCES location (id),
  bin TEXT NOT NULL, reorder_at_milli INTEGER CHECK (reorder_at_milli >= 0), fill_to_milli INTEGER CHECK (fill_to_milli > 0), critical_at_milli INTEGER CHECK (critical_at_milli >= 0)
) WITHOUT ROWID;
CREATE INDEX stock_rule_item ON stock_rule (item_id, place_id);

CREATE TABLE stock_move (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted = 0), clk TEXT NOT NULL,
  item_id TEXT NOT NULL REFERENCES catalog_item (id), place_id TEXT NOT NULL REFERENCES stock_place (id), location_id TEXT NOT NULL REFERENCES location (id),
  reason TEXT NOT NULL CHECK (reason IN ('receipt', 'use', 'return', 'adjust', 'transferOut', 'transferIn', 'count')),
  delta_milli INTEGER NOT NULL CHECK (delta_milli <> 0), value_minor INTEGER NOT NULL,
  document_id TEXT, document_number TEXT NOT NULL, note TEXT NOT NULL, user_name TEXT NOT NULL, moved_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX stock_move_newest ON stock_move (moved_at, id);
CREATE INDEX stock_move_item ON stock_move (item_id, moved_at, id);
CREATE INDEX stock_move_place ON stock_move (place_id, moved_at, id);
CREATE INDEX stock_move_document ON stock_move (document_id, item_id) WHERE document_id IS NOT NULL;

-- STK-1: kept by the triggers below alone, whoever adds a movement: a command, or the feed. `name_key` is the item's, for lists by name.
CREATE TABLE stock_level (
  no INTEGER PRIMARY KEY,
  item_id TEXT NOT NULL, place_id TEXT NOT NULL, location_id TEXT NOT NULL, name_key TEXT NOT NULL,
  qty_milli INTEGER NOT NULL, value_minor INTEGER NOT NULL, moved_at INTEGER NOT NULL,
  bin TEXT NOT NULL, reorder_at_milli INTEGER, fill_to_milli INTEGER, critical_at_milli INTEGER,
  status TEXT NOT NULL CHECK (status IN ('negative', 'critical', 'low', 'fine'))
);
CREATE UNIQUE INDEX stock_level_one ON stock_level (item_id, place_id);
CREATE INDEX stock_level_name ON stock_level (name_key, no);
CREATE INDEX stock_level_moved ON stock_level (moved_at, no);
CREATE INDEX stock_level_location_name ON stock_level (location_id, name_key, no);
CREATE INDEX stock_level_location_moved ON stock_level (location_id, moved_at, no);
CREATE INDEX stock_level_place_name ON stock_level (place_id, name_key, no);
CREATE INDEX stock_level_place_moved ON stock_level (place_id, moved_at, no);
CREATE INDEX stock_level_status_name ON stock_level (status, name_key, no);
CREATE INDEX stock_level_status_moved ON stock_level (status, moved_at, no);

CREATE TRIGGER stock_move_taken AFTER INSERT ON stock_move BEGIN
  INSERT INTO stock_level (item_id, place_id, location_id, name_key, qty_milli, value_minor, moved_at, bin, reorder_at_milli, fill_to_milli, critical_at_milli, status)
    SELECT NEW.item_id, NEW.place_id, NEW.location_id, coalesce((SELECT name_key FROM catalog_item WHERE id = NEW.item_id), ''), 0, 0, NEW.moved_at, '', NULL, NULL, NULL, 'fine' WHERE 1
    ON CONFLICT DO NOTHING;
  UPDATE stock_level SET qty_milli = qty_milli + NEW.delta_milli, value_minor = value_minor + NEW.value_minor, moved_at = max(moved_at, NEW.moved_at)
    WHERE item_id = NEW.item_id AND place_id = NEW.place_id;
END;
-- A movement of a location that is no longer this device's.
CREATE TRIGGER stock_move_gone AFTER DELETE ON stock_move BEGIN
  UPDATE stock_level SET qty_milli = qty_milli - OLD.delta_milli, value_minor = value_minor - OLD.value_minor WHERE item_id = OLD.item_id AND place_id = OLD.place_id;
  DELETE FROM stock_level WHERE item_id = OLD.item_id AND place_id = OLD.place_id AND NOT EXISTS (SELECT 1 FROM stock_move WHERE item_id = OLD.item_id AND place_id = OLD.place_id);
END;
-- STK-2
CREATE TRIGGER stock_move_sealed BEFORE UPDATE OF item_id, place_id, location_id, reason, delta_milli, value_minor, document_id, moved_at ON stock_move
WHEN (OLD.item_id, OLD.place_id, OLD.location_id, OLD.reason, OLD.delta_milli, OLD.value_minor, OLD.document_id, OLD.moved_at)
  IS NOT (NEW.item_id, NEW.place_id, NEW.location_id, NEW.reason, NEW.delta_milli, NEW.value_minor, NEW.document_id, NEW.moved_at) BEGIN
  SELECT RAISE(ABORT, 'inventory.sealed');
END;
CREATE TRIGGER stock_rule_set AFTER INSERT ON stock_rule BEGIN
  INSERT INTO stock_level (item_id, place_id, location_id, name_key, qty_milli, value_minor, moved_at, bin, reorder_at_milli, fill_to_milli, critical_at_milli, status)
    SELECT NEW.item_id, NEW.place_id, NEW.location_id, coalesce((SELECT name_key FROM catalog_item WHERE id = NEW.item_id), ''), 0, 0, NEW.created_at, '', NULL, NULL, NULL, 'fine' WHERE 1
    ON CONFLICT DO NOTHING;
  UPDATE stock_level SET bin = NEW.bin, reorder_at_milli = NEW.reorder_at_milli, fill_to_milli = NEW.fill_to_milli, critical_at_milli = NEW.critical_at_milli
    WHERE item_id = NEW.item_id AND place_id = NEW.place_id;
END;
CREATE TRIGGER stock_rule_changed AFTER UPDATE ON stock_rule BEGIN
  UPDATE stock_level SET bin = NEW.bin, reorder_at_milli = NEW.reorder_at_milli, fill_to_milli = NEW.fill_to_milli, critical_at_milli = NEW.critical_at_milli
    WHERE item_id = NEW.item_id AND place_id = NEW.place_id;
END;
CREATE TRIGGER stock_level_status AFTER UPDATE OF qty_milli, reorder_at_milli, critical_at_milli ON stock_level BEGIN
  UPDATE stock_level SET status = CASE WHEN NEW.qty_milli < 0 THEN 'negative' WHEN NEW.qty_milli <= NEW.critical_at_milli THEN 'critical' WHEN NEW.qty_milli <= NEW.reorder_at_milli THEN 'low' ELSE 'fine' END
    WHERE no = NEW.no;
END;
CREATE TRIGGER stock_level_named AFTER UPDATE OF name_key ON catalog_item WHEN OLD.name_key <> NEW.name_key BEGIN
  UPDATE stock_level SET name_key = NEW.name_key WHERE item_id = NEW.id;
END;
-- The feed may bring a movement before its item.
CREATE TRIGGER stock_level_named_late AFTER INSERT ON catalog_item BEGIN
  UPDATE stock_level SET name_key = NEW.name_key WHERE item_id = NEW.id;
END;
