-- The platform's own tables: identity, numbers, journal, jobs.
CREATE TABLE device (
  id TEXT PRIMARY KEY,
  tag TEXT NOT NULL,
  clock_tag TEXT NOT NULL,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  epoch INTEGER NOT NULL UNIQUE
) WITHOUT ROWID;

CREATE TABLE counter (
  series TEXT PRIMARY KEY,
  last INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE journal (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  tx_id TEXT NOT NULL,
  hlc TEXT NOT NULL,
  command TEXT NOT NULL,
  schema_version INTEGER NOT NULL,
  at INTEGER NOT NULL,
  took_us INTEGER NOT NULL,
  user_id TEXT,
  user_name TEXT NOT NULL,
  device_id TEXT NOT NULL,
  device_name TEXT NOT NULL,
  ip TEXT NOT NULL,
  user_agent TEXT NOT NULL,
  call_id TEXT NOT NULL UNIQUE,
  answer TEXT,
  changes INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'pending'
);
CREATE INDEX journal_user ON journal (user_id, seq);
CREATE INDEX journal_command ON journal (command, seq);
CREATE INDEX journal_at ON journal (at, seq);

CREATE TABLE journal_change (
  seq INTEGER NOT NULL REFERENCES journal (seq) DEFERRABLE INITIALLY DEFERRED,
  i INTEGER NOT NULL,
  tbl TEXT NOT NULL,
  record_id TEXT NOT NULL,
  change TEXT NOT NULL,
  PRIMARY KEY (seq, i)
) WITHOUT ROWID;
CREATE INDEX journal_change_record ON journal_change (record_id, seq);

CREATE TABLE job (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  key TEXT NOT NULL,
  payload TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'completed', 'failed')),
  attempts INTEGER NOT NULL,
  run_at INTEGER NOT NULL,
  started_at INTEGER,
  finished_at INTEGER,
  detail TEXT NOT NULL,
  UNIQUE (name, key)
) WITHOUT ROWID;
CREATE INDEX job_due ON job (state, run_at);
CREATE INDEX job_recent ON job (run_at DESC, id DESC);
