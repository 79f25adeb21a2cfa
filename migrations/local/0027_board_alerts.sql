-- The shop's own labels on the job board.
CREATE TABLE board_label (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  name TEXT NOT NULL CHECK (name <> ''),
  tone TEXT NOT NULL CHECK (tone IN ('info', 'active', 'waiting', 'good', 'bad', 'neutral')),
  position INTEGER NOT NULL
) WITHOUT ROWID;
-- Its id is the order's. No reference: the order may come from the centre after it.
CREATE TABLE board_card (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  location_id TEXT NOT NULL REFERENCES location (id),
  label_id TEXT REFERENCES board_label (id),
  board_column TEXT NOT NULL CHECK (board_column IN ('estimate', 'parts', 'ready', 'work', 'hold', 'done', 'invoiced'))
) WITHOUT ROWID;

-- More than the shop wants in a bay on one day raises an alert. Null: no limit.
ALTER TABLE bay ADD COLUMN daily_max_jobs INTEGER CHECK (daily_max_jobs >= 1);
ALTER TABLE bay ADD COLUMN daily_max_minutes INTEGER CHECK (daily_max_minutes >= 1);

CREATE TABLE alert (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted = 0), clk TEXT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('jobLate', 'jobUnassigned', 'bayOverfull', 'clockDrift')),
  subject_id TEXT NOT NULL, turn INTEGER NOT NULL CHECK (turn >= 1),
  location_id TEXT REFERENCES location (id),
  priority INTEGER NOT NULL CHECK (priority IN (1, 2, 3, 4)),
  at INTEGER NOT NULL,
  facts TEXT NOT NULL CHECK (json_valid(facts)),
  is_up INTEGER NOT NULL CHECK (is_up IN (0, 1)),
  resolved_at INTEGER, resolved_by TEXT REFERENCES user (id), resolved_by_name TEXT NOT NULL, resolution TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX alert_subject ON alert (source, subject_id, turn);
CREATE INDEX alert_newest ON alert (created_at, id);
CREATE INDEX alert_urgent ON alert (priority, created_at, id);
-- What is open, or at least up, is a handful among years of what was.
CREATE INDEX alert_up ON alert (is_up) WHERE is_up = 1;

CREATE TABLE alert_seen (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted = 0), clk TEXT NOT NULL,
  user_id TEXT NOT NULL REFERENCES user (id),
  -- No reference: the alert is its location's, and this is the person's everywhere.
  alert_id TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX alert_seen_user ON alert_seen (user_id, alert_id);
