-- APPT-6: a block without a job takes time of a bay, a technician or both, and has no customer. It is a row beside the bookings, so
-- that the same conditions keep the two apart, here and at the centre.
ALTER TABLE appointment ALTER COLUMN customer_id DROP NOT NULL;
ALTER TABLE appointment ALTER COLUMN bay_id DROP NOT NULL;
ALTER TABLE appointment ALTER COLUMN technician_id DROP NOT NULL;
ALTER TABLE appointment ADD COLUMN purpose TEXT
  CHECK (purpose IN ('closed', 'cleaning', 'maintenance', 'testDrive', 'meeting', 'lunch', 'other'))
  CHECK ((purpose IS NULL) = (customer_id IS NOT NULL))
  CHECK (bay_id IS NOT NULL OR technician_id IS NOT NULL)
  CHECK (purpose IS NOT NULL OR (bay_id IS NOT NULL AND technician_id IS NOT NULL));
-- APPT-7: a further time of a booking.
ALTER TABLE appointment ADD COLUMN part_of_id TEXT REFERENCES appointment (id);
CREATE INDEX appointment_part ON appointment (part_of_id, start_at, id) WHERE part_of_id IS NOT NULL;
