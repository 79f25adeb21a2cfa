-- Typed tables may be written in SQL by people, jobs and later migrations, beside the gateway: what they change is stamped with the
-- centre's clock, kept in the history and told to devices, as if the centre had written it. Triggers: grants.sql, for every typed table.

-- How a table travels (shared/modules/*/sync.ts), as the newest gateway says at its start.
CREATE TABLE sync_rule (
  kind text COLLATE "C" PRIMARY KEY,
  -- Field that holds the location whose row it is; null: always the company's.
  location text,
  -- Rows are only ever added.
  appends boolean NOT NULL,
  -- Clock of each field that does not stand under its own name.
  groups jsonb NOT NULL
);

-- `taxRateBp` of `tax_rate_bp`, as central/db/schema.ts reads names.
CREATE FUNCTION bayline_field(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (
    SELECT string_agg(CASE WHEN i = 1 THEN part WHEN part ~ '^[a-z]' THEN upper(left(part, 1)) || substr(part, 2) ELSE '_' || part END, '' ORDER BY i)
    FROM string_to_table(name, '_') WITH ORDINALITY AS p(part, i)
  );

-- A row as a document, without its clocks and what only newer programs know.
CREATE FUNCTION bayline_doc(image jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (SELECT jsonb_object_agg(bayline_field(key), value) FROM jsonb_each(image) WHERE key NOT IN ('clk', 'x'));

-- A clock of the centre above all of these and above all that the centre kept. Sound while the row that has them is locked (central/clock.ts).
CREATE FUNCTION bayline_next_clock(clocks jsonb, now_ms bigint) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  own centre;
  newest text COLLATE "C";
  at_ms bigint;
  counter integer;
BEGIN
  SELECT * INTO own FROM centre;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no gateway has started on this database yet' USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'Start the centre once.';
  END IF;
  SELECT greatest(own.hlc, max(value COLLATE "C")) INTO newest FROM jsonb_each_text(clocks);
  at_ms := ('x' || lpad(left(newest, 12), 16, '0'))::bit(64)::bigint;
  counter := ('x' || substr(newest, 13, 4))::bit(16)::integer;
  IF now_ms > at_ms THEN
    at_ms := now_ms;
    counter := 0;
  ELSIF counter < 65535 THEN
    counter := counter + 1;
  ELSE
    at_ms := at_ms + 1;
    counter := 0;
  END IF;
  RETURN lpad(to_hex(at_ms), 12, '0') || lpad(to_hex(counter), 4, '0') || '-' || own.clock_tag;
END $$;

CREATE FUNCTION bayline_direct_stamp() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  rule sync_rule;
  now_ms bigint := floor(extract(epoch FROM clock_timestamp()) * 1000);
  was jsonb;
  changed jsonb;
  random text := gen_random_uuid();
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'rows of % are never deleted', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege', HINT = 'Set deleted = true.';
  END IF;
  SELECT * INTO rule FROM sync_rule WHERE kind = TG_TABLE_NAME;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no gateway of this release has started on this database yet' USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'Start the centre once.';
  END IF;
  IF TG_OP = 'INSERT' THEN
    NEW.id := coalesce(NEW.id, regexp_replace(lpad(to_hex(now_ms), 12, '0'), '^(.{8})(.{4})$', '\1-\2-7') || substr(random, 16));
    IF NEW.id !~ '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' THEN
      RAISE EXCEPTION '% is no UUID of version 7', NEW.id USING ERRCODE = 'invalid_text_representation', HINT = 'Leave the id out, and one is made.';
    END IF;
    NEW.created_at := coalesce(NEW.created_at, now_ms);
    NEW.updated_at := coalesce(NEW.updated_at, now_ms);
    NEW.clk := jsonb_build_object('*', bayline_next_clock('{}', now_ms));
    RETURN NEW;
  END IF;
  NEW.clk := OLD.clk;
  was := bayline_doc(to_jsonb(OLD));
  SELECT jsonb_object_agg(coalesce(rule.groups->>key, key), bayline_next_clock(OLD.clk, now_ms)) INTO changed
    FROM jsonb_each(bayline_doc(to_jsonb(NEW))) WHERE value IS DISTINCT FROM was->key AND key NOT IN ('createdAt', 'updatedAt');
  IF changed IS NULL THEN
    NEW.created_at := OLD.created_at;
    NEW.updated_at := OLD.updated_at;
    RETURN NEW;
  END IF;
  IF NEW.id <> OLD.id THEN
    RAISE EXCEPTION 'the id of a row never changes' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF rule.appends THEN
    RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege', HINT = 'Add one that reverses it.';
  END IF;
  NEW.created_at := OLD.created_at;
  NEW.updated_at := now_ms;
  NEW.clk := OLD.clk || changed;
  RETURN NEW;
END $$;

-- Feed and history, once the row stands. Whoever writes needs no rights on either; scopes are lent for as long as that takes.
CREATE FUNCTION bayline_direct_told() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  field text := (SELECT location FROM sync_rule WHERE kind = TG_TABLE_NAME);
  becomes jsonb := bayline_doc(to_jsonb(NEW));
  was jsonb := CASE TG_OP WHEN 'UPDATE' THEN bayline_doc(to_jsonb(OLD)) ELSE '{}' END;
  becomes_of text := coalesce(becomes->>field, 'company');
  was_of text := coalesce(was->>field, 'company');
  lent text := current_setting('bayline.scopes', true);
  patch jsonb;
  said jsonb;
BEGIN
  SELECT jsonb_object_agg(key, value),
    jsonb_object_agg(key, CASE TG_OP WHEN 'UPDATE' THEN jsonb_build_array(was->key, value) ELSE jsonb_build_array(value) END)
      FILTER (WHERE key NOT IN ('id', 'createdAt', 'updatedAt'))
    INTO patch, said FROM jsonb_each(becomes) WHERE value IS DISTINCT FROM was->key;
  IF said IS NULL THEN RETURN NULL; END IF;
  PERFORM set_config('bayline.scopes', ARRAY['company', becomes_of, was_of]::text, true);
  INSERT INTO sync_row (kind, id, scope, rev, schema_v, deleted, clk, doc)
    VALUES (TG_TABLE_NAME, NEW.id, becomes_of, 1, (SELECT count(*) FROM _migration), NEW.deleted, NEW.clk, becomes)
    ON CONFLICT (kind, id) DO UPDATE SET scope = excluded.scope, rev = sync_row.rev + 1, deleted = excluded.deleted, clk = excluded.clk, doc = sync_row.doc || patch;
  INSERT INTO field_history (kind, record_id, scope, hlc, device_id, seq, fields, lost)
    VALUES (TG_TABLE_NAME, NEW.id, becomes_of, (SELECT max(value COLLATE "C") FROM jsonb_each_text(NEW.clk)), 'SQL: ' || session_user, 0, said, '{}');
  PERFORM set_config('bayline.scopes', coalesce(lent, ''), true);
  RETURN NULL;
END $$;
