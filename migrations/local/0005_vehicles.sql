-- Vehicles of customers, or of the shop itself. `plate_plain` is computed by the program from the plate.
CREATE TABLE vehicle (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  customer_id TEXT REFERENCES customer (id),
  plate TEXT NOT NULL, plate_plain TEXT NOT NULL, vin TEXT NOT NULL,
  make TEXT NOT NULL, model TEXT NOT NULL, year INTEGER, engine TEXT NOT NULL, color TEXT NOT NULL,
  mileage_km INTEGER CHECK (mileage_km >= 0),
  note TEXT NOT NULL
);
CREATE INDEX vehicle_plate ON vehicle (deleted, plate_plain);
CREATE INDEX vehicle_newest ON vehicle (deleted, created_at);
CREATE INDEX vehicle_customer_plate ON vehicle (customer_id, deleted, plate_plain);
CREATE INDEX vehicle_customer_newest ON vehicle (customer_id, deleted, created_at);
CREATE INDEX vehicle_make_plate ON vehicle (deleted, make, plate_plain);
CREATE INDEX vehicle_make_newest ON vehicle (deleted, make, created_at);
-- Vehicles that nothing but their description tells apart: for knowing a row that is imported again.
CREATE INDEX vehicle_bare ON vehicle (make, model, year, customer_id) WHERE vin = '' AND plate_plain = '';
CREATE INDEX vehicle_vin ON vehicle (vin) WHERE vin <> '';
