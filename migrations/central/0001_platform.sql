-- The centre's own tables: who may speak, what was said, the feed. Run as bayline_migrator, who owns them; the gateway owns nothing.
-- Roles: roles.sql. Who may do what with a table: grants.sql, run after every migration.
CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE centre (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  clock_tag text NOT NULL CHECK (clock_tag ~ '^[0-9a-z]{8}$'),
  -- Newest clock that the centre gave or saw.
  hlc text COLLATE "C" NOT NULL,
  -- Rises when an older state was restored: devices then offer again what they had sent.
  epoch integer NOT NULL DEFAULT 1,
  created_at bigint NOT NULL
);

-- Scopes of the running transaction (`company`, ids of locations) as an array's text, set by the gateway; none, nothing is seen.
-- Policies ask for them in a subquery: once per statement, not once per row.
CREATE FUNCTION bayline_scopes() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(nullif(current_setting('bayline.scopes', true), ''), '{}')::text[];

-- A TRUNCATE passes row security and every row trigger, and Electric answers it by fetching anew on all devices.
CREATE FUNCTION bayline_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

-- The feed: each record once, as devices read it, kept in the transaction that changes the typed table.
CREATE TABLE sync_row (
  kind text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  scope text COLLATE "C" NOT NULL,
  rev bigint NOT NULL,
  schema_v integer NOT NULL,
  deleted boolean NOT NULL,
  clk jsonb NOT NULL,
  doc jsonb NOT NULL,
  PRIMARY KEY (kind, id)
);
CREATE INDEX sync_row_scope ON sync_row (scope, kind, id);
ALTER TABLE sync_row REPLICA IDENTITY FULL;
ALTER TABLE sync_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE sync_row FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON sync_row USING (scope = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (scope = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON sync_row EXECUTE FUNCTION bayline_kept();
-- Electric's own name for it; it finds it so with ELECTRIC_MANUAL_TABLE_PUBLISHING, which spares it every right but reading.
CREATE PUBLICATION electric_publication_default FOR TABLE sync_row;

-- Identities of devices. A restored or copied file draws a new one under the same enrolment (sync_device).
CREATE TABLE device_identity (
  device_id text COLLATE "C" PRIMARY KEY CHECK (device_id ~ '^[0-9a-f]{16}$'),
  enrolment_id text COLLATE "C" NOT NULL,
  tag text NOT NULL UNIQUE,
  clock_tag text NOT NULL UNIQUE,
  epoch integer NOT NULL,
  -- Highest entry taken, and its last part.
  have_seq bigint NOT NULL DEFAULT 0,
  have_part integer NOT NULL DEFAULT 0,
  acked_through bigint NOT NULL DEFAULT 0,
  created_at bigint NOT NULL,
  -- A successor took over: whoever still uses this identity is a copy.
  retired_at bigint
);
CREATE INDEX device_identity_enrolment ON device_identity (enrolment_id, epoch);

-- Keys, hashed (SHA-256 of 256 random bits). The predecessor is good until the successor is first used; its use after that tells of a copy.
CREATE TABLE device_key (
  hash bytea PRIMARY KEY,
  enrolment_id text COLLATE "C" NOT NULL,
  made_at bigint NOT NULL,
  first_used_at bigint,
  superseded_at bigint
);
CREATE INDEX device_key_enrolment ON device_key (enrolment_id, made_at);

-- Every entry ever taken, by its sender's number: the same again is answered the same, another under the same number is refused.
CREATE TABLE entry (
  -- Of device_identity, whose row every push holds.
  device_id text COLLATE "C" NOT NULL,
  seq bigint NOT NULL,
  part integer NOT NULL,
  hash bytea NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('applied', 'merged', 'conflict', 'parked', 'rejected')),
  -- The answer beside its outcome, until the device has it (null: nothing to add).
  answer jsonb,
  -- What was said, whole, of entries that were not applied.
  body jsonb,
  hlc text COLLATE "C" NOT NULL,
  command text NOT NULL,
  user_id text COLLATE "C",
  user_name text NOT NULL,
  -- Device's time, and the centre's.
  at bigint NOT NULL,
  taken_at bigint NOT NULL,
  PRIMARY KEY (device_id, seq, part)
);
CREATE INDEX entry_taken ON entry (taken_at);
CREATE TRIGGER kept BEFORE TRUNCATE ON entry EXECUTE FUNCTION bayline_kept();
CREATE INDEX entry_open ON entry (taken_at) WHERE outcome IN ('parked', 'rejected');

-- Every value that was ever sent, whatever became of it.
CREATE TABLE field_history (
  no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text COLLATE "C" NOT NULL,
  record_id text COLLATE "C" NOT NULL,
  scope text COLLATE "C" NOT NULL,
  hlc text COLLATE "C" NOT NULL,
  -- The clock that the device gave, where the centre took another.
  sent_hlc text COLLATE "C",
  device_id text COLLATE "C" NOT NULL,
  seq bigint NOT NULL,
  -- Fields as they were sent, and the clocks (fields or groups) that lost.
  fields jsonb NOT NULL,
  lost text[] NOT NULL
);
CREATE INDEX field_history_record ON field_history (kind, record_id, hlc);
ALTER TABLE field_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE field_history FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON field_history USING (scope = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (scope = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON field_history EXECUTE FUNCTION bayline_kept();

-- Official numbers: a counter row, as a sequence leaves gaps.
CREATE TABLE number_series (
  series text NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  last bigint NOT NULL,
  PRIMARY KEY (series, location_id)
);
