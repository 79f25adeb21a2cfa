-- Notes on records and the talk of a location; what each person has read.
CREATE TABLE note (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted = 0), clk TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('customer', 'vehicle', 'appointment', 'workOrder', 'team')), record_id TEXT NOT NULL, record_label TEXT NOT NULL,
  location_id TEXT REFERENCES location (id), text TEXT NOT NULL, author_id TEXT NOT NULL REFERENCES user (id), author_name TEXT NOT NULL,
  mentions TEXT NOT NULL CHECK (json_valid(mentions)), replaces_id TEXT REFERENCES note (id)
) WITHOUT ROWID;
CREATE INDEX note_record ON note (kind, record_id, created_at, id);
CREATE INDEX note_replaced ON note (replaces_id) WHERE replaces_id IS NOT NULL;
-- NOTE-1
CREATE TRIGGER note_sealed BEFORE UPDATE OF kind, record_id, location_id, text, author_id, mentions, replaces_id ON note
WHEN (SELECT applying FROM sync_guard) = 0 BEGIN
  SELECT RAISE(ABORT, 'notes.sealed');
END;

-- Whom each note names: kept by the triggers below alone.
CREATE TABLE note_mention (user_id TEXT NOT NULL, at INTEGER NOT NULL, note_id TEXT NOT NULL, PRIMARY KEY (user_id, at, note_id)) WITHOUT ROWID;
CREATE TRIGGER note_named AFTER INSERT ON note BEGIN
  INSERT OR IGNORE INTO note_mention SELECT value, NEW.created_at, NEW.id FROM json_each(NEW.mentions);
END;
CREATE TRIGGER note_gone AFTER DELETE ON note BEGIN
  DELETE FROM note_mention WHERE note_id = OLD.id AND at = OLD.created_at AND user_id IN (SELECT value FROM json_each(OLD.mentions));
END;

CREATE TABLE note_seen (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  user_id TEXT NOT NULL REFERENCES user (id), kind TEXT NOT NULL, record_id TEXT NOT NULL, seen_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX note_seen_record ON note_seen (user_id, kind, record_id, seen_at);
