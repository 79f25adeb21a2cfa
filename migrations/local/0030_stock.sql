-- Stock: lots and serial numbers, what open jobs reserve, counts with approval, goods on their way to another location.
ALTER TABLE catalog_item ADD COLUMN tracking TEXT NOT NULL DEFAULT 'none' CHECK (tracking IN ('none', 'lot', 'serial'));

CREATE TABLE stock_policy (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted = 0), clk TEXT NOT NULL,
  valuation TEXT NOT NULL CHECK (valuation IN ('average', 'fifo')),
  warn_days INTEGER NOT NULL CHECK (warn_days >= 0), recount_minor INTEGER NOT NULL CHECK (recount_minor >= 0),
  demand_weeks INTEGER NOT NULL CHECK (demand_weeks > 0), lead_days INTEGER NOT NULL CHECK (lead_days > 0), cover_days INTEGER NOT NULL CHECK (cover_days > 0)
) WITHOUT ROWID;

CREATE TABLE stock_lot (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  item_id TEXT NOT NULL REFERENCES catalog_item (id),
  code TEXT NOT NULL CHECK (code <> ''), code_key TEXT NOT NULL,
  expires_on TEXT, due_on TEXT NOT NULL, blocked TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX stock_lot_code ON stock_lot (code_key, id);

-- Neither lot nor customer need be here yet when a movement is booked: the feed brings them one after the other.
ALTER TABLE stock_move ADD COLUMN lot_id TEXT;
ALTER TABLE stock_move ADD COLUMN document_kind TEXT CHECK (document_kind IN ('workOrder', 'sale', 'purchaseOrder', 'vendorReturn', 'transfer', 'count'));
ALTER TABLE stock_move ADD COLUMN customer_id TEXT;
CREATE INDEX stock_move_lot ON stock_move (lot_id, moved_at, id) WHERE lot_id IS NOT NULL;
DROP TRIGGER stock_move_sealed;
CREATE TRIGGER stock_move_sealed BEFORE UPDATE OF item_id, place_id, location_id, reason, delta_milli, value_minor, lot_id, document_kind, document_id, customer_id, moved_at ON stock_move
WHEN (OLD.item_id, OLD.place_id, OLD.location_id, OLD.reason, OLD.delta_milli, OLD.value_minor, OLD.lot_id, OLD.document_kind, OLD.document_id, OLD.customer_id, OLD.moved_at)
  IS NOT (NEW.item_id, NEW.place_id, NEW.location_id, NEW.reason, NEW.delta_milli, NEW.value_minor, NEW.lot_id, NEW.document_kind, NEW.document_id, NEW.customer_id, NEW.moved_at) BEGIN
  SELECT RAISE(ABORT, 'inventory.sealed');
END;
CREATE INDEX stock_level_bin ON stock_level (place_id, bin, name_key, no);

-- STK-6: kept by the triggers below alone. `due_on` is the lot's, for lists by expiry; the feed may bring a movement before its lot.
CREATE TABLE stock_lot_level (
  no INTEGER PRIMARY KEY,
  lot_id TEXT NOT NULL, item_id TEXT NOT NULL, place_id TEXT NOT NULL, location_id TEXT NOT NULL, due_on TEXT NOT NULL, qty_milli INTEGER NOT NULL
);
CREATE UNIQUE INDEX stock_lot_level_one ON stock_lot_level (lot_id, place_id);
CREATE INDEX stock_lot_level_due ON stock_lot_level (due_on, no) WHERE qty_milli <> 0;
CREATE INDEX stock_lot_level_item ON stock_lot_level (item_id, due_on, no) WHERE qty_milli <> 0;
CREATE INDEX stock_lot_level_place ON stock_lot_level (place_id, due_on, no) WHERE qty_milli <> 0;
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
CREATE TRIGGER stock_lot_due AFTER UPDATE OF due_on ON stock_lot WHEN OLD.due_on <> NEW.due_on BEGIN
  UPDATE stock_lot_level SET due_on = NEW.due_on WHERE lot_id = NEW.id;
END;
CREATE TRIGGER stock_lot_due_late AFTER INSERT ON stock_lot WHEN (SELECT applying FROM sync_guard) = 1 BEGIN
  UPDATE stock_lot_level SET due_on = NEW.due_on WHERE lot_id = NEW.id;
END;

-- Which lots a person picked for a document.
CREATE TABLE stock_pick (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  document_id TEXT NOT NULL, location_id TEXT NOT NULL REFERENCES location (id),
  item_id TEXT NOT NULL REFERENCES catalog_item (id), lot_id TEXT NOT NULL REFERENCES stock_lot (id), qty_milli INTEGER NOT NULL CHECK (qty_milli > 0)
) WITHOUT ROWID;
CREATE INDEX stock_pick_document ON stock_pick (document_id, item_id, id);

-- STK-10: what lines of approved orders wait for, kept by the triggers below alone. A done order has taken its parts, a cancelled one wants none.
CREATE TABLE stock_reservation (
  line_id TEXT PRIMARY KEY, work_order_id TEXT NOT NULL, location_id TEXT NOT NULL, item_id TEXT NOT NULL, qty_milli INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX stock_reservation_item ON stock_reservation (item_id, location_id, line_id, qty_milli);
CREATE INDEX stock_reservation_order ON stock_reservation (work_order_id);
CREATE TRIGGER stock_reserved_line AFTER INSERT ON work_order_line WHEN NEW.kind = 'part' AND NEW.item_id IS NOT NULL AND NEW.declined = 0 AND NEW.deleted = 0 BEGIN
  INSERT INTO stock_reservation SELECT NEW.id, NEW.work_order_id, o.location_id, NEW.item_id, NEW.qty_milli FROM work_order o
    WHERE o.id = NEW.work_order_id AND o.deleted = 0 AND o.state IN ('open', 'inProgress', 'onHold');
END;
CREATE TRIGGER stock_reserved_line_changed AFTER UPDATE OF kind, item_id, qty_milli, declined, deleted, work_order_id ON work_order_line BEGIN
  DELETE FROM stock_reservation WHERE line_id = NEW.id;
  INSERT INTO stock_reservation SELECT NEW.id, NEW.work_order_id, o.location_id, NEW.item_id, NEW.qty_milli FROM work_order o
    WHERE o.id = NEW.work_order_id AND o.deleted = 0 AND o.state IN ('open', 'inProgress', 'onHold')
      AND NEW.kind = 'part' AND NEW.item_id IS NOT NULL AND NEW.declined = 0 AND NEW.deleted = 0;
END;
CREATE TRIGGER stock_reserved_line_gone AFTER DELETE ON work_order_line BEGIN
  DELETE FROM stock_reservation WHERE line_id = OLD.id;
END;
-- The feed may bring lines before their order.
CREATE TRIGGER stock_reserved_order AFTER INSERT ON work_order WHEN NEW.deleted = 0 AND NEW.state IN ('open', 'inProgress', 'onHold') AND (SELECT applying FROM sync_guard) = 1 BEGIN
  DELETE FROM stock_reservation WHERE work_order_id = NEW.id;
  INSERT INTO stock_reservation SELECT l.id, l.work_order_id, NEW.location_id, l.item_id, l.qty_milli FROM work_order_line l
    WHERE l.work_order_id = NEW.id AND l.kind = 'part' AND l.item_id IS NOT NULL AND l.declined = 0 AND l.deleted = 0;
END;
CREATE TRIGGER stock_reserved_order_changed AFTER UPDATE OF state, deleted, location_id ON work_order
WHEN OLD.state <> NEW.state OR OLD.deleted <> NEW.deleted OR OLD.location_id <> NEW.location_id BEGIN
  DELETE FROM stock_reservation WHERE work_order_id = NEW.id;
  INSERT INTO stock_reservation SELECT l.id, l.work_order_id, NEW.location_id, l.item_id, l.qty_milli FROM work_order_line l
    WHERE NEW.deleted = 0 AND NEW.state IN ('open', 'inProgress', 'onHold')
      AND l.work_order_id = NEW.id AND l.kind = 'part' AND l.item_id IS NOT NULL AND l.declined = 0 AND l.deleted = 0;
END;
CREATE TRIGGER stock_reserved_order_gone AFTER DELETE ON work_order BEGIN
  DELETE FROM stock_reservation WHERE work_order_id = OLD.id;
END;
INSERT INTO stock_reservation SELECT l.id, l.work_order_id, o.location_id, l.item_id, l.qty_milli FROM work_order o JOIN work_order_line l ON l.work_order_id = o.id
  WHERE o.deleted = 0 AND o.state IN ('open', 'inProgress', 'onHold') AND l.kind = 'part' AND l.item_id IS NOT NULL AND l.declined = 0 AND l.deleted = 0;

CREATE TABLE stock_count (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  number TEXT NOT NULL, place_id TEXT NOT NULL REFERENCES stock_place (id), location_id TEXT NOT NULL REFERENCES location (id),
  bin TEXT NOT NULL, is_blind INTEGER NOT NULL CHECK (is_blind IN (0, 1)),
  state TEXT NOT NULL CHECK (state IN ('counting', 'review', 'approved', 'cancelled')),
  note TEXT NOT NULL, started_by TEXT NOT NULL, approved_by TEXT NOT NULL, approved_at INTEGER,
  CHECK ((state = 'approved') = (approved_at IS NOT NULL))
) WITHOUT ROWID;
CREATE INDEX stock_count_newest ON stock_count (created_at, id);
CREATE INDEX stock_count_state ON stock_count (state, created_at, id);
CREATE INDEX stock_count_place ON stock_count (place_id, created_at, id);

CREATE TABLE stock_count_entry (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted = 0), clk TEXT NOT NULL,
  count_id TEXT NOT NULL REFERENCES stock_count (id), location_id TEXT NOT NULL REFERENCES location (id),
  item_id TEXT NOT NULL REFERENCES catalog_item (id), lot_id TEXT REFERENCES stock_lot (id),
  counted_milli INTEGER NOT NULL CHECK (counted_milli >= 0), counted_at INTEGER NOT NULL, user_name TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX stock_count_entry_count ON stock_count_entry (count_id, item_id, lot_id, counted_at, id);

-- Places of another location need not be known here: only its name is shown.
CREATE TABLE stock_transfer (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  number TEXT NOT NULL, from_place_id TEXT NOT NULL, from_place_name TEXT NOT NULL,
  from_location_id TEXT NOT NULL REFERENCES location (id), to_location_id TEXT NOT NULL REFERENCES location (id),
  state TEXT NOT NULL CHECK (state IN ('draft', 'sent', 'partly', 'received', 'cancelled')),
  note TEXT NOT NULL, created_by TEXT NOT NULL, sent_at INTEGER, received_at INTEGER,
  CHECK (state IN ('draft', 'cancelled') OR sent_at IS NOT NULL),
  CHECK ((state = 'received') = (received_at IS NOT NULL))
) WITHOUT ROWID;
CREATE INDEX stock_transfer_newest ON stock_transfer (created_at, id);
CREATE INDEX stock_transfer_state ON stock_transfer (state, created_at, id);

CREATE TABLE stock_transfer_line (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  transfer_id TEXT NOT NULL REFERENCES stock_transfer (id), position INTEGER NOT NULL,
  item_id TEXT NOT NULL REFERENCES catalog_item (id), lot_id TEXT REFERENCES stock_lot (id),
  qty_milli INTEGER NOT NULL CHECK (qty_milli > 0), value_minor INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX stock_transfer_line_transfer ON stock_transfer_line (transfer_id, position, id);
CREATE INDEX stock_transfer_line_item ON stock_transfer_line (item_id, transfer_id);

CREATE TABLE stock_transfer_arrival (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted = 0), clk TEXT NOT NULL,
  transfer_id TEXT NOT NULL REFERENCES stock_transfer (id), line_id TEXT NOT NULL REFERENCES stock_transfer_line (id),
  qty_milli INTEGER NOT NULL CHECK (qty_milli >= 0), value_minor INTEGER NOT NULL, difference_milli INTEGER NOT NULL,
  reason TEXT NOT NULL, user_name TEXT NOT NULL, arrived_at INTEGER NOT NULL,
  CHECK (difference_milli = 0 OR reason <> '')
) WITHOUT ROWID;
CREATE INDEX stock_transfer_arrival_line ON stock_transfer_arrival (line_id);
