-- Made by `npm run central:migration -- board_alerts` from the modules' tables.ts and sync.ts and migrations/local.
ALTER TABLE bay ADD COLUMN daily_max_jobs bigint;
ALTER TABLE bay ADD COLUMN daily_max_minutes bigint;
CREATE TABLE board_label (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  name text NOT NULL,
  tone text NOT NULL,
  position bigint NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT board_label_tone_enum CHECK (tone IN ('info', 'active', 'waiting', 'good', 'bad', 'neutral')),
  CONSTRAINT board_label_name_check CHECK (name <> '')
);
CREATE TABLE board_card (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  label_id text COLLATE "C",
  board_column text NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT board_card_board_column_enum CHECK (board_column IN ('estimate', 'parts', 'ready', 'work', 'hold', 'done', 'invoiced'))
);
CREATE TABLE alert (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  source text NOT NULL,
  subject_id text COLLATE "C" NOT NULL,
  turn bigint NOT NULL,
  location_id text COLLATE "C",
  priority bigint NOT NULL,
  at bigint NOT NULL,
  facts jsonb NOT NULL,
  is_up boolean NOT NULL,
  resolved_at bigint,
  resolved_by text,
  resolved_by_name text NOT NULL,
  resolution text NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT alert_source_enum CHECK (source IN ('jobLate', 'jobUnassigned', 'bayOverfull', 'clockDrift')),
  CONSTRAINT alert_deleted_check CHECK (NOT deleted),
  CONSTRAINT alert_turn_check CHECK (turn >= 1),
  CONSTRAINT alert_priority_check CHECK (priority IN (1, 2, 3, 4))
);
CREATE TABLE alert_seen (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  user_id text COLLATE "C" NOT NULL,
  alert_id text COLLATE "C" NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT alert_seen_deleted_check CHECK (NOT deleted)
);
ALTER TABLE bay ADD CONSTRAINT bay_daily_max_jobs_check CHECK (daily_max_jobs >= 1) NOT VALID;
ALTER TABLE bay ADD CONSTRAINT bay_daily_max_minutes_check CHECK (daily_max_minutes >= 1) NOT VALID;
ALTER TABLE board_label ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON board_label USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON board_label EXECUTE FUNCTION bayline_kept();
ALTER TABLE board_card ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON board_card USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON board_card EXECUTE FUNCTION bayline_kept();
ALTER TABLE alert ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON alert USING (coalesce(location_id, 'company') = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (coalesce(location_id, 'company') = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON alert EXECUTE FUNCTION bayline_kept();
ALTER TABLE alert_seen ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON alert_seen USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON alert_seen EXECUTE FUNCTION bayline_kept();
ALTER TABLE board_card ADD CONSTRAINT board_card_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE board_card ADD CONSTRAINT board_card_label_id_fkey FOREIGN KEY (label_id) REFERENCES board_label (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE alert ADD CONSTRAINT alert_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE alert ADD CONSTRAINT alert_resolved_by_fkey FOREIGN KEY (resolved_by) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE alert_seen ADD CONSTRAINT alert_seen_user_id_fkey FOREIGN KEY (user_id) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED;
