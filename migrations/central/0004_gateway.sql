-- Codes that a gateway printed for the first device, hashed; good while no device is active.
CREATE TABLE first_code (
  hash text COLLATE "C" PRIMARY KEY,
  ends_at bigint NOT NULL
);

-- Gateways keep what they know of a device for half a minute. These notices end that at once, and the calls that a device without
-- standing still has open. Empty payload: forget everything.
CREATE FUNCTION bayline_device_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('bayline_device', CASE TG_TABLE_NAME WHEN 'location' THEN '' WHEN 'sync_device' THEN to_jsonb(NEW)->>'id' ELSE to_jsonb(NEW)->>'enrolment_id' END);
  RETURN NULL;
END $$;
-- When a device was last seen changes every minute, and is no news.
CREATE TRIGGER bayline_changed AFTER UPDATE ON sync_device FOR EACH ROW
  WHEN ((OLD.state, OLD.locations, OLD.deleted, OLD.alarm) IS DISTINCT FROM (NEW.state, NEW.locations, NEW.deleted, NEW.alarm))
  EXECUTE FUNCTION bayline_device_changed();
CREATE TRIGGER bayline_changed AFTER UPDATE OF superseded_at ON device_key FOR EACH ROW EXECUTE FUNCTION bayline_device_changed();
CREATE TRIGGER bayline_changed AFTER UPDATE OF retired_at, enrolment_id ON device_identity FOR EACH ROW EXECUTE FUNCTION bayline_device_changed();
-- Devices of all locations work for a new one at once.
CREATE TRIGGER bayline_added AFTER INSERT ON location FOR EACH ROW EXECUTE FUNCTION bayline_device_changed();
