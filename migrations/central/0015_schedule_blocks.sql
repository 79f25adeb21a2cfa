-- Made by `npm run central:migration -- schedule_blocks` from the modules' tables.ts and sync.ts and migrations/local.
ALTER TABLE "appointment" ALTER COLUMN "customer_id" DROP NOT NULL;
ALTER TABLE "appointment" ALTER COLUMN "bay_id" DROP NOT NULL;
ALTER TABLE "appointment" ALTER COLUMN "technician_id" DROP NOT NULL;
ALTER TABLE appointment ADD COLUMN purpose text;
ALTER TABLE appointment ADD COLUMN part_of_id text COLLATE "C";
ALTER TABLE appointment ADD CONSTRAINT appointment_purpose_enum CHECK (purpose IN ('closed', 'cleaning', 'maintenance', 'testDrive', 'meeting', 'lunch', 'other')) NOT VALID;
ALTER TABLE appointment ADD CONSTRAINT appointment_customer_id_purpose_check CHECK ((purpose IS NULL) = (customer_id IS NOT NULL)) NOT VALID;
ALTER TABLE appointment ADD CONSTRAINT appointment_bay_id_technician_id_check CHECK (bay_id IS NOT NULL OR technician_id IS NOT NULL) NOT VALID;
ALTER TABLE appointment ADD CONSTRAINT appointment_part_of_id_fkey FOREIGN KEY (part_of_id) REFERENCES appointment (id) DEFERRABLE INITIALLY DEFERRED NOT VALID;
