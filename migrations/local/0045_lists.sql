-- Filters by city and make, which no screen had, cost each customer and each vehicle two indexes. Namesakes stand by city in the list, so that one
-- index is its order and finds who in a row of a list is known already; a vehicle passed by for its age is not read.
DROP INDEX customer_city_name;
DROP INDEX customer_city_newest;
DROP INDEX customer_name;
DROP INDEX customer_company_name;
CREATE INDEX customer_name ON customer (deleted, name_key, city, no, created_at, kind);
CREATE INDEX customer_company_name ON customer (deleted, name_key, city, no, created_at) WHERE kind = 'company';
DROP INDEX vehicle_make_plate;
DROP INDEX vehicle_make_newest;
DROP INDEX vehicle_plate;
CREATE INDEX vehicle_plate ON vehicle (deleted, plate_plain, no, created_at);
