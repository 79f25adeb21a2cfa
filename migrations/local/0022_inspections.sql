-- Inspections: templates and their versions, sheets with a row per point, photos with what was drawn on them.
CREATE TABLE inspection_template (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  name TEXT NOT NULL CHECK (json_valid(name)), name_key TEXT NOT NULL,
  version_id TEXT NOT NULL, sections INTEGER NOT NULL, points INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX inspection_template_name ON inspection_template (deleted, name_key, id);

CREATE TABLE inspection_version (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted = 0), clk TEXT NOT NULL,
  template_id TEXT NOT NULL REFERENCES inspection_template (id),
  number INTEGER NOT NULL CHECK (number > 0), content TEXT NOT NULL CHECK (json_valid(content)), by_name TEXT NOT NULL
);
CREATE INDEX inspection_version_template ON inspection_version (template_id, number);

CREATE TABLE inspection (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  number TEXT NOT NULL,
  template_id TEXT NOT NULL REFERENCES inspection_template (id), version_id TEXT NOT NULL REFERENCES inspection_version (id),
  template_name TEXT NOT NULL CHECK (json_valid(template_name)),
  location_id TEXT NOT NULL REFERENCES location (id), work_order_id TEXT NOT NULL REFERENCES work_order (id),
  customer_id TEXT NOT NULL REFERENCES customer (id), vehicle_id TEXT NOT NULL REFERENCES vehicle (id), technician_id TEXT REFERENCES employee (id),
  state TEXT NOT NULL CHECK (state IN ('open', 'done', 'reported')),
  note TEXT NOT NULL, done_at INTEGER, reported_at INTEGER,
  CHECK ((state = 'open') = (done_at IS NULL))
) WITHOUT ROWID;
CREATE INDEX inspection_newest ON inspection (created_at, id);
CREATE INDEX inspection_state ON inspection (state, created_at, id);
CREATE INDEX inspection_location ON inspection (location_id, created_at, id);
CREATE INDEX inspection_order ON inspection (work_order_id, created_at, id);
CREATE INDEX inspection_vehicle ON inspection (vehicle_id, created_at, id);
CREATE INDEX inspection_done ON inspection (done_at, id) WHERE done_at IS NOT NULL;
CREATE TRIGGER inspection_number_insert BEFORE INSERT ON inspection WHEN (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'UNIQUE constraint failed: inspection.number') WHERE EXISTS (SELECT 1 FROM inspection WHERE number = NEW.number);
END;
CREATE INDEX inspection_number ON inspection (number);

CREATE TABLE inspection_point (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  inspection_id TEXT NOT NULL REFERENCES inspection (id), location_id TEXT NOT NULL REFERENCES location (id),
  position INTEGER NOT NULL, point_key TEXT NOT NULL, is_required INTEGER NOT NULL CHECK (is_required IN (0, 1)),
  level TEXT, tone TEXT CHECK (tone IN ('good', 'soon', 'bad', 'none')), measured_milli INTEGER, recorded_by TEXT NOT NULL,
  note TEXT NOT NULL, line_id TEXT REFERENCES work_order_line (id),
  CHECK ((level IS NULL) = (tone IS NULL))
) WITHOUT ROWID;
CREATE INDEX inspection_point_sheet ON inspection_point (inspection_id, position, id);
CREATE INDEX inspection_point_line ON inspection_point (line_id) WHERE line_id IS NOT NULL;

CREATE TABLE inspection_photo (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  inspection_id TEXT NOT NULL REFERENCES inspection (id), point_id TEXT NOT NULL REFERENCES inspection_point (id), location_id TEXT NOT NULL REFERENCES location (id),
  attachment_id TEXT NOT NULL REFERENCES attachment (id),
  width_px INTEGER NOT NULL CHECK (width_px > 0), height_px INTEGER NOT NULL CHECK (height_px > 0),
  thumb_base64 TEXT NOT NULL, marks TEXT NOT NULL CHECK (json_valid(marks))
);
CREATE INDEX inspection_photo_sheet ON inspection_photo (inspection_id, id);
CREATE INDEX inspection_photo_point ON inspection_photo (point_id, id);

-- INSP-5: kept by the triggers below alone, whoever writes a point: a command, or the feed.
CREATE TABLE inspection_result (
  inspection_id TEXT PRIMARY KEY,
  points INTEGER NOT NULL, open INTEGER NOT NULL, required_open INTEGER NOT NULL, good INTEGER NOT NULL, soon INTEGER NOT NULL, bad INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TRIGGER inspection_point_counted AFTER INSERT ON inspection_point BEGIN
  INSERT INTO inspection_result VALUES (NEW.inspection_id, 0, 0, 0, 0, 0, 0) ON CONFLICT DO NOTHING;
  UPDATE inspection_result SET points = points + 1, open = open + (NEW.tone IS NULL), required_open = required_open + (NEW.tone IS NULL AND NEW.is_required = 1),
    good = good + (NEW.tone IS 'good'), soon = soon + (NEW.tone IS 'soon'), bad = bad + (NEW.tone IS 'bad') WHERE inspection_id = NEW.inspection_id;
END;
CREATE TRIGGER inspection_point_recounted AFTER UPDATE OF tone ON inspection_point BEGIN
  UPDATE inspection_result SET open = open + (NEW.tone IS NULL) - (OLD.tone IS NULL),
    required_open = required_open + ((NEW.tone IS NULL) - (OLD.tone IS NULL)) * NEW.is_required,
    good = good + (NEW.tone IS 'good') - (OLD.tone IS 'good'), soon = soon + (NEW.tone IS 'soon') - (OLD.tone IS 'soon'), bad = bad + (NEW.tone IS 'bad') - (OLD.tone IS 'bad')
    WHERE inspection_id = NEW.inspection_id;
END;
-- A point of a location that is no longer this device's.
CREATE TRIGGER inspection_point_uncounted AFTER DELETE ON inspection_point BEGIN
  UPDATE inspection_result SET points = points - 1, open = open - (OLD.tone IS NULL), required_open = required_open - (OLD.tone IS NULL AND OLD.is_required = 1),
    good = good - (OLD.tone IS 'good'), soon = soon - (OLD.tone IS 'soon'), bad = bad - (OLD.tone IS 'bad') WHERE inspection_id = OLD.inspection_id;
  DELETE FROM inspection_result WHERE inspection_id = OLD.inspection_id AND points = 0;
END;
-- INSP-1: what a finished inspection says stays as it is.
CREATE TRIGGER inspection_point_sealed BEFORE UPDATE OF level, tone, measured_milli, note ON inspection_point
WHEN (SELECT applying FROM sync_guard) = 0 AND (SELECT state FROM inspection WHERE id = OLD.inspection_id) <> 'open'
  AND (OLD.level, OLD.tone, OLD.measured_milli, OLD.note) IS NOT (NEW.level, NEW.tone, NEW.measured_milli, NEW.note)
BEGIN
  SELECT RAISE(ABORT, 'inspections.wrongState');
END;
-- INSP-4: a version stays as it was saved.
CREATE TRIGGER inspection_version_sealed BEFORE UPDATE OF template_id, number, content ON inspection_version
WHEN (SELECT applying FROM sync_guard) = 0 AND (OLD.template_id, OLD.number, OLD.content) IS NOT (NEW.template_id, NEW.number, NEW.content)
BEGIN
  SELECT RAISE(ABORT, 'inspections.sealed');
END;
