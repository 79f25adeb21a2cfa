-- Customers. `name_key` and `phone_digits` are computed by the program from the fields beside them.
CREATE TABLE customer (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('person', 'company')),
  name TEXT NOT NULL CHECK (name <> ''), company TEXT NOT NULL, name_key TEXT NOT NULL,
  phone TEXT NOT NULL, phone2 TEXT NOT NULL, phone_digits TEXT NOT NULL, email TEXT NOT NULL,
  street TEXT NOT NULL, postcode TEXT NOT NULL, city TEXT NOT NULL, country TEXT NOT NULL,
  tax_exempt INTEGER NOT NULL CHECK (tax_exempt IN (0, 1)),
  note TEXT NOT NULL, language TEXT CHECK (language IN ('en', 'ar'))
);
-- With the day of creation, so that a list by name can leave out rows without reading them.
CREATE INDEX customer_name ON customer (deleted, name_key, no, created_at);
CREATE INDEX customer_newest ON customer (deleted, created_at);
CREATE INDEX customer_kind_name ON customer (deleted, kind, name_key);
CREATE INDEX customer_kind_newest ON customer (deleted, kind, created_at);
CREATE INDEX customer_city_name ON customer (deleted, city, name_key);
CREATE INDEX customer_city_newest ON customer (deleted, city, created_at);
CREATE INDEX customer_phone ON customer (phone, name_key) WHERE phone <> '';
CREATE INDEX customer_phone2 ON customer (phone2, name_key) WHERE phone2 <> '';
CREATE INDEX customer_email ON customer (email, name_key) WHERE email <> '';
