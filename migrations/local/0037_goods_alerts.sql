-- Alerts tell of parts that came for a job and of critical stock too. A check cannot be changed: the table is made anew.
CREATE TABLE alert_next (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted = 0), clk TEXT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('jobLate', 'jobUnassigned', 'bayOverfull', 'clockDrift', 'partsHere', 'stockCritical')),
  subject_id TEXT NOT NULL, turn INTEGER NOT NULL CHECK (turn >= 1),
  location_id TEXT REFERENCES location (id),
  priority INTEGER NOT NULL CHECK (priority IN (1, 2, 3, 4)),
  at INTEGER NOT NULL,
  facts TEXT NOT NULL CHECK (json_valid(facts)),
  is_up INTEGER NOT NULL CHECK (is_up IN (0, 1)),
  resolved_at INTEGER, resolved_by TEXT REFERENCES user (id), resolved_by_name TEXT NOT NULL, resolution TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO alert_next SELECT * FROM alert;
DROP TABLE alert;
ALTER TABLE alert_next RENAME TO alert;
CREATE INDEX alert_subject ON alert (source, subject_id, turn);
CREATE INDEX alert_newest ON alert (created_at, id);
CREATE INDEX alert_urgent ON alert (priority, created_at, id);
CREATE INDEX alert_up ON alert (is_up) WHERE is_up = 1;
