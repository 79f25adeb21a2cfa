-- Made by `npm run central:migration -- letterhead` from the modules' tables.ts and sync.ts and migrations/local.
CREATE TABLE letterhead (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  logo_base64 text NOT NULL,
  footer text NOT NULL,
  estimate_terms text NOT NULL,
  order_terms text NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT letterhead_logo_base64_check CHECK (length(logo_base64) <= 60000)
);
ALTER TABLE letterhead ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON letterhead USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON letterhead EXECUTE FUNCTION bayline_kept();
ALTER TABLE letterhead ADD CONSTRAINT letterhead_id_fkey FOREIGN KEY (id) REFERENCES company (id) DEFERRABLE INITIALLY DEFERRED;
