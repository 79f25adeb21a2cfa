-- Bookings of a state or a location are counted from the index alone: to look into each row for whether it was removed took as long as the page itself.
DROP INDEX appointment_state;
DROP INDEX appointment_location;
CREATE INDEX appointment_state ON appointment (state, start_at, id, deleted);
CREATE INDEX appointment_location ON appointment (location_id, start_at, id, deleted);
