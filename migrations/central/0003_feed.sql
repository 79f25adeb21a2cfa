-- The embedded feed: what stands in for Electric where there is none. Triggers log every change of a table that is read as a shape;
-- a closer sorts the log into epochs, which readers see in order (central/feed/epochs.ts).
CREATE EXTENSION IF NOT EXISTS hstore;

-- Nothing is logged where nobody reads the log: the embedded feed keeps this in the future as long as it runs.
CREATE TABLE feed_state (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  recording_until timestamptz NOT NULL DEFAULT '-infinity'
);
INSERT INTO feed_state DEFAULT VALUES;

-- Rows as Postgres prints them. Neither image: the table was truncated.
CREATE TABLE feed_change (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  relation oid NOT NULL,
  -- Schema and name of the partition that holds the row, where it is not the table itself.
  leaf text[],
  old hstore,
  new hstore
);
CREATE INDEX feed_change_xid ON feed_change (xid);

-- A closed epoch: all that its snapshot sees and the one before it does not. The oldest row is the base: its changes are gone.
CREATE TABLE feed_epoch (
  epoch bigint PRIMARY KEY,
  snapshot pg_snapshot NOT NULL,
  closed_at timestamptz NOT NULL DEFAULT now(),
  relations oid[] NOT NULL,
  -- Handles that ended with it.
  ended text[] NOT NULL
);
INSERT INTO feed_epoch VALUES (1, pg_current_snapshot(), now(), '{}', '{}');

-- Order of the changes within their epoch, in steps of 2: a change of key is told as two.
CREATE TABLE feed_entry (
  relation oid NOT NULL,
  epoch bigint NOT NULL,
  position integer NOT NULL,
  seq bigint NOT NULL,
  PRIMARY KEY (relation, epoch, position)
);

-- What is read under a handle: a definition, its rows as of the end of an epoch (chunks), and the log from there. A superseded handle
-- is read on by those who hold it and given to nobody else.
CREATE TABLE feed_shape (
  handle text PRIMARY KEY,
  definition text NOT NULL,
  relation oid NOT NULL,
  -- Columns that are read; null: all.
  columns text[],
  -- Layout of these columns, and of the whole table, when it was made.
  layout text NOT NULL,
  whole text NOT NULL,
  start_epoch bigint NOT NULL,
  chunks integer NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now(),
  used_at timestamptz NOT NULL DEFAULT now(),
  superseded_at timestamptz
);
CREATE UNIQUE INDEX feed_shape_current ON feed_shape (md5(definition)) WHERE superseded_at IS NULL;
CREATE INDEX feed_shape_relation ON feed_shape (relation);

CREATE TABLE feed_chunk (
  handle text NOT NULL,
  no integer NOT NULL,
  body text NOT NULL,
  PRIMARY KEY (handle, no)
);
-- Compressing megabytes that live for a day costs more than it saves.
ALTER TABLE feed_chunk ALTER COLUMN body SET STORAGE EXTERNAL;

-- Name, key and columns of a table: two equal ones are read alike.
CREATE FUNCTION feed_layout(relation oid, names text[]) RETURNS text LANGUAGE sql STABLE
  SET search_path = pg_catalog
  RETURN (
    SELECT format('%I.%I %s ', relnamespace::regnamespace, relname, (SELECT indkey FROM pg_index WHERE indrelid = c.oid AND indisprimary))
      || (SELECT string_agg(format('%I:%s:%s:%s', attname, atttypid, atttypmod, attnotnull), ',' ORDER BY attnum)
          FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND (names IS NULL OR attname = ANY (names)))
    FROM pg_class c WHERE c.oid = relation
  );

-- Logs a row. The argument is the table that is read, where that is the root of partitions. Writers need no rights on the log. The
-- settings are those that the protocol prints values under.
CREATE FUNCTION feed_record() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
  SET DateStyle = 'ISO, DMY' SET TimeZone = 'UTC' SET bytea_output = 'hex' SET extra_float_digits = 1 SET IntervalStyle = 'iso_8601'
AS $$
DECLARE
  was hstore;
  becomes hstore;
BEGIN
  IF NOT EXISTS (SELECT FROM feed_state WHERE recording_until > now()) THEN RETURN NULL; END IF;
  IF TG_OP <> 'INSERT' THEN was := hstore(OLD); END IF;
  IF TG_OP <> 'DELETE' THEN becomes := hstore(NEW); END IF;
  IF was = becomes THEN RETURN NULL; END IF;
  INSERT INTO feed_change (relation, leaf, old, new) VALUES (
    coalesce(TG_ARGV[0]::oid, TG_RELID),
    CASE WHEN TG_ARGV[0]::oid <> TG_RELID THEN ARRAY[TG_TABLE_SCHEMA, TG_TABLE_NAME] END,
    was, becomes
  );
  PERFORM pg_notify('bayline_feed', 'change');
  RETURN NULL;
END $$;

CREATE FUNCTION feed_truncated() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
BEGIN
  INSERT INTO feed_change (relation) VALUES (TG_RELID);
  PERFORM pg_notify('bayline_feed', 'change');
  RETURN NULL;
END $$;

CREATE TRIGGER feed_record AFTER INSERT OR UPDATE OR DELETE ON sync_row FOR EACH ROW EXECUTE FUNCTION feed_record();
CREATE TRIGGER feed_truncated AFTER TRUNCATE ON sync_row FOR EACH STATEMENT EXECUTE FUNCTION feed_truncated();
