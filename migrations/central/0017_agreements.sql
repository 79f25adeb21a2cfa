-- Made by `npm run central:migration -- agreements` from the modules' tables.ts and sync.ts and migrations/local.
ALTER TABLE customer ADD COLUMN wants_no_messages boolean NOT NULL DEFAULT false;
CREATE TABLE outgoing_message (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  kind text NOT NULL,
  customer_id text COLLATE "C" NOT NULL,
  vehicle_id text COLLATE "C",
  channel text NOT NULL,
  recipient text NOT NULL,
  language text NOT NULL,
  subject text NOT NULL,
  body text NOT NULL,
  quiet_from_minutes bigint NOT NULL,
  quiet_until_minutes bigint NOT NULL,
  not_before_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  supersede_key text NOT NULL,
  state text NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT outgoing_message_kind_enum CHECK (kind IN ('serviceReminder')),
  CONSTRAINT outgoing_message_channel_enum CHECK (channel IN ('sms', 'email')),
  CONSTRAINT outgoing_message_language_enum CHECK (language IN ('en', 'ar')),
  CONSTRAINT outgoing_message_state_enum CHECK (state IN ('queued', 'superseded', 'expired', 'cancelled', 'sent', 'failed')),
  CONSTRAINT outgoing_message_recipient_check CHECK (recipient <> ''),
  CONSTRAINT outgoing_message_body_check CHECK (body <> ''),
  CONSTRAINT outgoing_message_supersede_key_check CHECK (supersede_key <> '')
);
CREATE TABLE agreement (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  number text NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  customer_id text COLLATE "C" NOT NULL,
  vehicle_ids jsonb NOT NULL,
  title text NOT NULL,
  canned_job_ids jsonb NOT NULL,
  booking_type_id text COLLATE "C",
  minutes bigint NOT NULL,
  rule text NOT NULL,
  start_on text NOT NULL,
  start_minutes bigint NOT NULL,
  lead_days bigint NOT NULL,
  bay_id text COLLATE "C",
  technician_id text COLLATE "C",
  price_minor bigint,
  terms text NOT NULL,
  note text NOT NULL,
  state text NOT NULL,
  continues_id text COLLATE "C",
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT agreement_state_enum CHECK (state IN ('draft', 'active', 'paused', 'ended')),
  CONSTRAINT agreement_title_check CHECK (title <> ''),
  CONSTRAINT agreement_minutes_check CHECK (minutes > 0),
  CONSTRAINT agreement_lead_days_check CHECK (lead_days > 0)
);
CREATE TABLE agreement_visit (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  agreement_id text COLLATE "C" NOT NULL,
  location_id text COLLATE "C" NOT NULL,
  vehicle_id text COLLATE "C" NOT NULL,
  occurrence_on text NOT NULL,
  due_at bigint NOT NULL,
  round bigint NOT NULL,
  state text NOT NULL,
  appointment_id text COLLATE "C",
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT agreement_visit_state_enum CHECK (state IN ('unplaced', 'booked', 'skipped', 'withdrawn'))
);
CREATE TABLE service_interval (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  name text NOT NULL,
  words jsonb NOT NULL,
  every_months bigint,
  every_km bigint,
  soon_days bigint NOT NULL,
  soon_km bigint NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT service_interval_name_check CHECK (name <> ''),
  CONSTRAINT service_interval_every_months_check CHECK (every_months > 0),
  CONSTRAINT service_interval_every_km_check CHECK (every_km > 0),
  CONSTRAINT service_interval_every_months_every_km_check CHECK (every_months IS NOT NULL OR every_km IS NOT NULL)
);
CREATE TABLE service_reminder (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  vehicle_id text COLLATE "C" NOT NULL,
  customer_id text COLLATE "C",
  interval_id text COLLATE "C" NOT NULL,
  service_name text NOT NULL,
  last_on text NOT NULL,
  last_km bigint,
  due_on text NOT NULL,
  due_km bigint,
  by text NOT NULL,
  state text NOT NULL,
  message_id text COLLATE "C",
  dismissed_reason text NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT service_reminder_by_enum CHECK (by IN ('date', 'mileage')),
  CONSTRAINT service_reminder_state_enum CHECK (state IN ('open', 'done', 'dismissed'))
);
CREATE TABLE calendar_feed (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  clk jsonb NOT NULL,
  kind text NOT NULL,
  of_id text COLLATE "C" NOT NULL,
  token_hash text NOT NULL,
  x jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT calendar_feed_kind_enum CHECK (kind IN ('technician', 'bay')),
  CONSTRAINT calendar_feed_token_hash_check CHECK (length(token_hash) = 64)
);
ALTER TABLE outgoing_message ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON outgoing_message USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON outgoing_message EXECUTE FUNCTION bayline_kept();
ALTER TABLE agreement ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON agreement USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON agreement EXECUTE FUNCTION bayline_kept();
ALTER TABLE agreement_visit ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON agreement_visit USING (location_id = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK (location_id = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON agreement_visit EXECUTE FUNCTION bayline_kept();
ALTER TABLE service_interval ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON service_interval USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON service_interval EXECUTE FUNCTION bayline_kept();
ALTER TABLE service_reminder ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON service_reminder USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON service_reminder EXECUTE FUNCTION bayline_kept();
ALTER TABLE calendar_feed ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON calendar_feed USING ('company' = ANY ((SELECT bayline_scopes())::text[])) WITH CHECK ('company' = ANY ((SELECT bayline_scopes())::text[]));
CREATE TRIGGER kept BEFORE TRUNCATE ON calendar_feed EXECUTE FUNCTION bayline_kept();
ALTER TABLE outgoing_message ADD CONSTRAINT outgoing_message_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE outgoing_message ADD CONSTRAINT outgoing_message_vehicle_id_fkey FOREIGN KEY (vehicle_id) REFERENCES vehicle (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE agreement ADD CONSTRAINT agreement_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE agreement ADD CONSTRAINT agreement_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE agreement ADD CONSTRAINT agreement_booking_type_id_fkey FOREIGN KEY (booking_type_id) REFERENCES booking_type (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE agreement ADD CONSTRAINT agreement_bay_id_fkey FOREIGN KEY (bay_id) REFERENCES bay (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE agreement ADD CONSTRAINT agreement_technician_id_fkey FOREIGN KEY (technician_id) REFERENCES employee (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE agreement ADD CONSTRAINT agreement_continues_id_fkey FOREIGN KEY (continues_id) REFERENCES agreement (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE agreement_visit ADD CONSTRAINT agreement_visit_agreement_id_fkey FOREIGN KEY (agreement_id) REFERENCES agreement (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE agreement_visit ADD CONSTRAINT agreement_visit_location_id_fkey FOREIGN KEY (location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE agreement_visit ADD CONSTRAINT agreement_visit_vehicle_id_fkey FOREIGN KEY (vehicle_id) REFERENCES vehicle (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE agreement_visit ADD CONSTRAINT agreement_visit_appointment_id_fkey FOREIGN KEY (appointment_id) REFERENCES appointment (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE service_reminder ADD CONSTRAINT service_reminder_vehicle_id_fkey FOREIGN KEY (vehicle_id) REFERENCES vehicle (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE service_reminder ADD CONSTRAINT service_reminder_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE service_reminder ADD CONSTRAINT service_reminder_interval_id_fkey FOREIGN KEY (interval_id) REFERENCES service_interval (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE service_reminder ADD CONSTRAINT service_reminder_message_id_fkey FOREIGN KEY (message_id) REFERENCES outgoing_message (id) DEFERRABLE INITIALLY DEFERRED;
