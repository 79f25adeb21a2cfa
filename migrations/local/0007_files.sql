-- Attachments, notices of the program, and the orders in which the audit list is read.
CREATE TABLE attachment (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  file_name TEXT NOT NULL,
  media_type TEXT NOT NULL CHECK (media_type IN (
    'image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/heic', 'application/pdf', 'text/csv', 'text/plain',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'application/vnd.oasis.opendocument.spreadsheet'
  )),
  size_bytes INTEGER NOT NULL CHECK (size_bytes BETWEEN 1 AND 10485760),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  record_table TEXT, record_id TEXT,
  CHECK ((record_table IS NULL) = (record_id IS NULL))
) WITHOUT ROWID;
CREATE INDEX attachment_record ON attachment (record_table, record_id, deleted, created_at, id);
CREATE INDEX attachment_newest ON attachment (deleted, created_at, id);

CREATE TABLE notice (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  code TEXT NOT NULL CHECK (code IN ('recovered', 'restored', 'jobFailed', 'filesMissing', 'backupUnsound')),
  subject TEXT NOT NULL,
  facts TEXT NOT NULL,
  acknowledged_at INTEGER,
  acknowledged_by TEXT REFERENCES user (id)
) WITHOUT ROWID;
CREATE INDEX notice_open ON notice (code, subject) WHERE acknowledged_at IS NULL;
CREATE INDEX notice_newest ON notice (created_at, id);
CREATE INDEX notice_acknowledged_by ON notice (acknowledged_by) WHERE acknowledged_by IS NOT NULL;

-- The audit list is newest first by the time shown, whatever it is filtered by.
DROP INDEX journal_user;
DROP INDEX journal_command;
CREATE INDEX journal_user ON journal (user_id, at, seq);
CREATE INDEX journal_command ON journal (command, at, seq);
CREATE INDEX journal_device ON journal (device_id, at, seq);
