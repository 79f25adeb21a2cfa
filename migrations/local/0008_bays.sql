-- Bays and what stands in them.
CREATE TABLE bay (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  location_id TEXT NOT NULL REFERENCES location (id),
  name TEXT NOT NULL, position INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('free', 'occupied', 'down')),
  -- No reference: the order's table refers to this one, and comes later.
  work_order_id TEXT,
  -- BAY-1: a bay is occupied exactly while it names the work order in it.
  CHECK ((state = 'occupied') = (work_order_id IS NOT NULL))
) WITHOUT ROWID;
CREATE INDEX bay_location ON bay (location_id, position, id);
CREATE INDEX bay_position ON bay (position, id);
-- BAY-2: a work order stands in one bay at most.
CREATE UNIQUE INDEX bay_work_order ON bay (work_order_id) WHERE work_order_id IS NOT NULL;
-- BAY-2: a bay in use is not taken again.
CREATE TRIGGER bay_taken BEFORE UPDATE OF work_order_id ON bay
WHEN OLD.work_order_id IS NOT NULL AND NEW.work_order_id IS NOT NULL AND NEW.work_order_id <> OLD.work_order_id
BEGIN
  SELECT RAISE(ABORT, 'bays.occupied');
END;
