-- Maintenance agreements with their visits, reminders of services that come again, messages that wait to be sent, calendars that others may read.
ALTER TABLE customer ADD COLUMN wants_no_messages INTEGER NOT NULL DEFAULT 0 CHECK (wants_no_messages IN (0, 1));

CREATE TABLE outgoing_message (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('serviceReminder')),
  customer_id TEXT NOT NULL REFERENCES customer (id),
  vehicle_id TEXT REFERENCES vehicle (id),
  channel TEXT NOT NULL CHECK (channel IN ('sms', 'email')),
  recipient TEXT NOT NULL CHECK (recipient <> ''),
  language TEXT NOT NULL CHECK (language IN ('en', 'ar')),
  subject TEXT NOT NULL, body TEXT NOT NULL CHECK (body <> ''),
  -- Minutes of the shop's wall clock between which nothing is sent; from after until goes over midnight.
  quiet_from_minutes INTEGER NOT NULL, quiet_until_minutes INTEGER NOT NULL,
  not_before_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
  supersede_key TEXT NOT NULL CHECK (supersede_key <> ''),
  state TEXT NOT NULL CHECK (state IN ('queued', 'superseded', 'expired', 'cancelled', 'sent', 'failed'))
) WITHOUT ROWID;
CREATE INDEX outgoing_message_newest ON outgoing_message (created_at, id);
CREATE INDEX outgoing_message_state ON outgoing_message (state, created_at, id);
CREATE INDEX outgoing_message_customer ON outgoing_message (customer_id, created_at, id);
CREATE INDEX outgoing_message_vehicle ON outgoing_message (vehicle_id, created_at, id);
CREATE INDEX outgoing_message_key ON outgoing_message (supersede_key, state);
CREATE INDEX outgoing_message_expiry ON outgoing_message (expires_at) WHERE state = 'queued';

CREATE TABLE agreement (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  number TEXT NOT NULL,
  location_id TEXT NOT NULL REFERENCES location (id),
  customer_id TEXT NOT NULL REFERENCES customer (id),
  vehicle_ids TEXT NOT NULL CHECK (json_valid(vehicle_ids)),
  title TEXT NOT NULL CHECK (title <> ''),
  canned_job_ids TEXT NOT NULL CHECK (json_valid(canned_job_ids)),
  booking_type_id TEXT REFERENCES booking_type (id),
  minutes INTEGER NOT NULL CHECK (minutes > 0),
  -- RFC 5545: the days on which visits are due, counted from the first.
  rule TEXT NOT NULL, start_on TEXT NOT NULL, start_minutes INTEGER NOT NULL,
  lead_days INTEGER NOT NULL CHECK (lead_days > 0),
  bay_id TEXT REFERENCES bay (id), technician_id TEXT REFERENCES employee (id),
  price_minor INTEGER, terms TEXT NOT NULL, note TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'active', 'paused', 'ended')),
  continues_id TEXT REFERENCES agreement (id)
) WITHOUT ROWID;
CREATE INDEX agreement_newest ON agreement (created_at, id);
CREATE INDEX agreement_state ON agreement (state, created_at, id);
CREATE INDEX agreement_location ON agreement (location_id, created_at, id);
CREATE INDEX agreement_customer ON agreement (customer_id, created_at, id);

-- AGR-1: the id is made of agreement, vehicle and day.
CREATE TABLE agreement_visit (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  agreement_id TEXT NOT NULL REFERENCES agreement (id),
  location_id TEXT NOT NULL REFERENCES location (id),
  vehicle_id TEXT NOT NULL REFERENCES vehicle (id),
  occurrence_on TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  round INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('unplaced', 'booked', 'skipped', 'withdrawn')),
  appointment_id TEXT REFERENCES appointment (id)
) WITHOUT ROWID;
CREATE INDEX agreement_visit_due ON agreement_visit (due_at, id);
CREATE INDEX agreement_visit_agreement ON agreement_visit (agreement_id, due_at, id);
CREATE INDEX agreement_visit_vehicle ON agreement_visit (vehicle_id, due_at, id);
CREATE INDEX agreement_visit_state ON agreement_visit (state, due_at, id);

CREATE TABLE service_interval (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  name TEXT NOT NULL CHECK (name <> ''),
  words TEXT NOT NULL CHECK (json_valid(words)),
  every_months INTEGER CHECK (every_months > 0), every_km INTEGER CHECK (every_km > 0),
  soon_days INTEGER NOT NULL, soon_km INTEGER NOT NULL,
  -- REM-3
  CHECK (every_months IS NOT NULL OR every_km IS NOT NULL)
) WITHOUT ROWID;

-- REM-1: the id is made of vehicle, service and when it was last done.
CREATE TABLE service_reminder (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  vehicle_id TEXT NOT NULL REFERENCES vehicle (id),
  customer_id TEXT REFERENCES customer (id),
  interval_id TEXT NOT NULL REFERENCES service_interval (id),
  service_name TEXT NOT NULL,
  last_on TEXT NOT NULL, last_km INTEGER,
  due_on TEXT NOT NULL, due_km INTEGER,
  by TEXT NOT NULL CHECK (by IN ('date', 'mileage')),
  state TEXT NOT NULL CHECK (state IN ('open', 'done', 'dismissed')),
  message_id TEXT REFERENCES outgoing_message (id),
  dismissed_reason TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX service_reminder_due ON service_reminder (state, due_on, id);
CREATE INDEX service_reminder_vehicle ON service_reminder (vehicle_id, due_on, id);
CREATE INDEX service_reminder_customer ON service_reminder (customer_id, due_on, id);

-- Who reads it shows a token; its SHA-256 stands here. A revoked feed is deleted.
CREATE TABLE calendar_feed (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('technician', 'bay')),
  of_id TEXT NOT NULL,
  token_hash TEXT NOT NULL CHECK (length(token_hash) = 64)
) WITHOUT ROWID;
CREATE INDEX calendar_feed_token ON calendar_feed (token_hash);
