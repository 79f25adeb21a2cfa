-- Labels wait for the printer of this device as receipts do. A check cannot be changed: the table is made anew.
CREATE TABLE receipt_print_next (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'failed', 'printed')), form TEXT NOT NULL CHECK (form IN ('receipt', 'drawer', 'labels')),
  opens_drawer INTEGER NOT NULL CHECK (opens_drawer IN (0, 1)), attempts INTEGER NOT NULL CHECK (attempts >= 0), asked_at INTEGER NOT NULL,
  problem TEXT CHECK (problem IN ('refused', 'silent', 'paperOut', 'coverOpen', 'unknownHost', 'noDevice', 'broken', 'notRendered')),
  labels TEXT CHECK (json_valid(labels)),
  CHECK ((state = 'failed') = (problem IS NOT NULL)), CHECK ((form = 'labels') = (labels IS NOT NULL))
) WITHOUT ROWID;
INSERT INTO receipt_print_next (id, created_at, updated_at, deleted, clk, state, form, opens_drawer, attempts, asked_at, problem)
  SELECT id, created_at, updated_at, deleted, clk, state, form, opens_drawer, attempts, asked_at, problem FROM receipt_print;
DROP TABLE receipt_print;
ALTER TABLE receipt_print_next RENAME TO receipt_print;
CREATE INDEX receipt_print_open ON receipt_print (asked_at, id) WHERE state <> 'printed' AND deleted = 0;

-- Alerts tell of goods that came back twice and of cards that wait too long, too.
CREATE TABLE alert_next (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted = 0), clk TEXT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('jobLate', 'jobUnassigned', 'bayOverfull', 'clockDrift', 'partsHere', 'stockCritical', 'returnedTwice', 'cardsLate')),
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
