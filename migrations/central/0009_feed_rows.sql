-- The feed's log of sync_row, the table that every push writes: once per statement and as the row is kept, not once per row as text.
-- Measured: what a pushed entry costs the server falls by a third.
ALTER TABLE feed_change RENAME TO feed_image;
ALTER INDEX feed_change_pkey RENAME TO feed_image_pkey;
ALTER INDEX feed_change_xid RENAME TO feed_image_xid;

-- One change of sync_row: the row as it is then, or, `gone`, as it was. Numbers are of one sequence with all other tables' changes.
-- Its columns have names of their own, as what is called `scope` and `clk` elsewhere is a record, under row security and kept for ever.
CREATE TABLE feed_row (
  seq bigint PRIMARY KEY DEFAULT nextval('feed_change_seq_seq'),
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  gone boolean NOT NULL,
  -- Where it stood before; null: nowhere.
  old_scope text COLLATE "C",
  kind text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  new_scope text COLLATE "C" NOT NULL,
  rev bigint NOT NULL,
  schema_v integer NOT NULL,
  deleted boolean NOT NULL,
  clocks jsonb NOT NULL,
  doc jsonb NOT NULL
);
CREATE INDEX feed_row_xid ON feed_row (xid);

-- A row of it as Postgres prints it. Its types look the same under all settings.
CREATE FUNCTION feed_printed(r feed_row) RETURNS hstore LANGUAGE sql STABLE PARALLEL SAFE
  RETURN hstore(ARRAY[
    'kind', r.kind, 'id', r.id, 'scope', r.new_scope, 'rev', r.rev::text, 'schema_v', r.schema_v::text,
    'deleted', CASE WHEN r.deleted THEN 't' ELSE 'f' END, 'clk', r.clocks::text, 'doc', r.doc::text
  ]);

-- All changes. Of a row of sync_row that was changed, the old image holds its key and scope: shapes of devices ask for the scope, and a
-- second copy of each document would only tell what nobody reads.
CREATE VIEW feed_change AS
  SELECT seq, xid, relation, leaf, old, new, old IS NULL AND new IS NULL AS truncated FROM feed_image
  UNION ALL
  SELECT seq, xid, 'sync_row'::regclass::oid, NULL::text[],
    CASE WHEN gone THEN feed_printed(r) WHEN old_scope IS NOT NULL THEN hstore(ARRAY['kind', kind, 'id', id, 'scope', old_scope]) END,
    CASE WHEN NOT gone THEN feed_printed(r) END, false
  FROM feed_row r;

CREATE OR REPLACE FUNCTION feed_record() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
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
  INSERT INTO feed_image (relation, leaf, old, new) VALUES (
    coalesce(TG_ARGV[0]::oid, TG_RELID),
    CASE WHEN TG_ARGV[0]::oid <> TG_RELID THEN ARRAY[TG_TABLE_SCHEMA, TG_TABLE_NAME] END,
    was, becomes
  );
  PERFORM pg_notify('bayline_feed', 'change');
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION feed_truncated() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
BEGIN
  INSERT INTO feed_image (relation) VALUES (TG_RELID);
  PERFORM pg_notify('bayline_feed', 'change');
  RETURN NULL;
END $$;

-- Logs what a statement did to sync_row. No nested loops: the plan is made when the first statement comes, for as few rows as that has.
CREATE FUNCTION feed_record_rows() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp SET enable_nestloop = off SET enable_hashjoin = on
AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM feed_state WHERE recording_until > now()) THEN RETURN NULL; END IF;
  IF TG_OP = 'INSERT' THEN
    INSERT INTO feed_row (gone, kind, id, new_scope, rev, schema_v, deleted, clocks, doc)
    SELECT false, kind, id, scope, rev, schema_v, deleted, clk, doc FROM now_there;
  ELSIF TG_OP = 'UPDATE' THEN
    INSERT INTO feed_row (gone, old_scope, kind, id, new_scope, rev, schema_v, deleted, clocks, doc)
    SELECT false, w.scope, n.kind, n.id, n.scope, n.rev, n.schema_v, n.deleted, n.clk, n.doc
    FROM now_there n JOIN was_there w ON w.kind = n.kind AND w.id = n.id;
  ELSE
    INSERT INTO feed_row (gone, old_scope, kind, id, new_scope, rev, schema_v, deleted, clocks, doc)
    SELECT true, scope, kind, id, scope, rev, schema_v, deleted, clk, doc FROM was_there;
  END IF;
  -- An upsert is both, and often one of them of no row.
  IF FOUND THEN PERFORM pg_notify('bayline_feed', 'change'); END IF;
  RETURN NULL;
END $$;

DROP TRIGGER feed_record ON sync_row;
CREATE TRIGGER feed_record_insert AFTER INSERT ON sync_row REFERENCING NEW TABLE AS now_there
  FOR EACH STATEMENT EXECUTE FUNCTION feed_record_rows();
CREATE TRIGGER feed_record_update AFTER UPDATE ON sync_row REFERENCING OLD TABLE AS was_there NEW TABLE AS now_there
  FOR EACH STATEMENT EXECUTE FUNCTION feed_record_rows();
CREATE TRIGGER feed_record_delete AFTER DELETE ON sync_row REFERENCING OLD TABLE AS was_there
  FOR EACH STATEMENT EXECUTE FUNCTION feed_record_rows();

-- By its key a row is known before and after.
CREATE FUNCTION feed_key_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the key of a row of % never changes', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER key_kept BEFORE UPDATE OF kind, id ON sync_row FOR EACH STATEMENT EXECUTE FUNCTION feed_key_kept();

-- Indexes that nothing reads by, each a page to find and a record in the log per pushed entry.
DROP INDEX entry_taken;
ALTER TABLE field_history DROP CONSTRAINT field_history_pkey;
-- What was sent is kept to be shown, not to be searched: as its text, which costs half.
ALTER TABLE field_history ALTER COLUMN fields TYPE json;
