-- Made by `npm run central:migration -- inspections` from the modules' tables.ts and sync.ts and migrations/local.
CREATE TABLE inspection_template (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  name jsonb NOT NULL,
  name_key text NOT NULL,
  version_id text COLLATE "C" NOT NULL,
  sections bigint NOT NULL,
  points bigint NOT NULL,
  x jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE inspection_version (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  template_id text COLLATE "C" NOT NULL,
  number bigint NOT NULL,
  content jsonb NOT NULL,
  by_name text NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT inspection_version_deleted_check CHECK (NOT deleted),
  CONSTRAINT inspection_version_number_check CHECK (number > 0)
);
CREATE TABLE inspection (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  number text NOT NULL,
  template_id text COLLATE "C" NOT NULL,
  version_id text COLLATE "C" NOT NULL,
  template_name jsonb NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  work_order_id text COLLATE "C" NOT NULL,
  customer_id text COLLATE "C" NOT NULL,
  vehicle_id text COLLATE "C" NOT NULL,
  technician_id text COLLATE "C",
  state text NOT NULL,
  note text NOT NULL,
  done_at bigint,
  reported_at bigint,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT inspection_state_enum CHECK (state IN ('open', 'done', 'reported')),
  CONSTRAINT inspection_state_done_at_check CHECK ((state = 'open') = (done_at IS NULL))
);
CREATE TABLE inspection_point (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  inspection_id text COLLATE "C" NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  position bigint NOT NULL,
  point_key text NOT NULL,
  is_required boolean NOT NULL,
  level text,
  tone text,
  measured_milli bigint,
  recorded_by text NOT NULL,
  note text NOT NULL,
  line_id text COLLATE "C",
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT inspection_point_tone_enum CHECK (tone IN ('good', 'soon', 'bad', 'none')),
  CONSTRAINT inspection_point_level_tone_check CHECK ((level IS NULL) = (tone IS NULL))
);
CREATE TABLE inspection_photo (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  inspection_id text COLLATE "C" NOT NULL,
  point_id text COLLATE "C" NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  attachment_id text COLLATE "C" NOT NULL,
  width_px bigint NOT NULL,
  height_px bigint NOT NULL,
  thumb_base64 text NOT NULL,
  marks jsonb NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT inspection_photo_width_px_check CHECK (width_px > 0),
  CONSTRAINT inspection_photo_height_px_check CHECK (height_px > 0)
);
ALTER TABLE inspection_template ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON inspection_template USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON inspection_template EXECUTE FUNCTION bayline_kept();
ALTER TABLE inspection_version ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON inspection_version USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON inspection_version EXECUTE FUNCTION bayline_kept();
CREATE UNIQUE INDEX inspection_number ON inspection (number) WHERE NOT deleted;
ALTER TABLE inspection ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON inspection USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON inspection EXECUTE FUNCTION bayline_kept();
ALTER TABLE inspection_point ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON inspection_point USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON inspection_point EXECUTE FUNCTION bayline_kept();
ALTER TABLE inspection_photo ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON inspection_photo USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON inspection_photo EXECUTE FUNCTION bayline_kept();
ALTER TABLE inspection_version ADD CONSTRAINT inspection_version_template_id_fkey FOREIGN KEY (template_id) REFERENCES inspection_template (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE inspection ADD CONSTRAINT inspection_template_id_fkey FOREIGN KEY (template_id) REFERENCES inspection_template (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE inspection ADD CONSTRAINT inspection_version_id_fkey FOREIGN KEY (version_id) REFERENCES inspection_version (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE inspection ADD CONSTRAINT inspection_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE inspection ADD CONSTRAINT inspection_work_order_id_fkey FOREIGN KEY (work_order_id) REFERENCES work_order (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE inspection ADD CONSTRAINT inspection_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE inspection ADD CONSTRAINT inspection_vehicle_id_fkey FOREIGN KEY (vehicle_id) REFERENCES vehicle (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE inspection ADD CONSTRAINT inspection_technician_id_fkey FOREIGN KEY (technician_id) REFERENCES employee (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE inspection_point ADD CONSTRAINT inspection_point_inspection_id_fkey FOREIGN KEY (inspection_id) REFERENCES inspection (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE inspection_point ADD CONSTRAINT inspection_point_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE inspection_point ADD CONSTRAINT inspection_point_line_id_fkey FOREIGN KEY (line_id) REFERENCES work_order_line (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE inspection_photo ADD CONSTRAINT inspection_photo_inspection_id_fkey FOREIGN KEY (inspection_id) REFERENCES inspection (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE inspection_photo ADD CONSTRAINT inspection_photo_point_id_fkey FOREIGN KEY (point_id) REFERENCES inspection_point (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE inspection_photo ADD CONSTRAINT inspection_photo_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE inspection_photo ADD CONSTRAINT inspection_photo_attachment_id_fkey FOREIGN KEY (attachment_id) REFERENCES attachment (id) DEFERRABLE INITIALLY DEFERRED;
