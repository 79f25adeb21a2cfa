-- Made by `npm run central:migration -- notes` from the modules' tables.ts and sync.ts and migrations/local.
CREATE TABLE note (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  kind text NOT NULL,
  record_id text COLLATE "C" NOT NULL,
  record_label text NOT NULL,
  location_id text COLLATE "C",
  text text NOT NULL,
  author_id text COLLATE "C" NOT NULL,
  author_name text NOT NULL,
  mentions jsonb NOT NULL,
  replaces_id text COLLATE "C",
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT note_deleted_check CHECK (NOT deleted),
  CONSTRAINT note_kind_check CHECK (kind IN ('customer', 'vehicle', 'appointment', 'workOrder', 'team'))
);
CREATE TABLE note_seen (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  user_id text COLLATE "C" NOT NULL,
  kind text NOT NULL,
  record_id text COLLATE "C" NOT NULL,
  seen_at bigint NOT NULL,
  x jsonb NOT NULL DEFAULT '{}'
);
ALTER TABLE note ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON note USING (coalesce(location_id, 'company') = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (coalesce(location_id, 'company') = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON note EXECUTE FUNCTION bayline_kept();
ALTER TABLE note_seen ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON note_seen USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON note_seen EXECUTE FUNCTION bayline_kept();
ALTER TABLE note ADD CONSTRAINT note_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE note ADD CONSTRAINT note_author_id_fkey FOREIGN KEY (author_id) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE note ADD CONSTRAINT note_replaces_id_fkey FOREIGN KEY (replaces_id) REFERENCES note (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE note_seen ADD CONSTRAINT note_seen_user_id_fkey FOREIGN KEY (user_id) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED;
