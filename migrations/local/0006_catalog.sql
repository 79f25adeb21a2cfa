-- Parts, services and fees. `sku_key`, `name_key` and `codes` are computed by the program from the fields beside them.
CREATE TABLE catalog_item (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  sku TEXT NOT NULL, sku_key TEXT NOT NULL,
  name TEXT NOT NULL CHECK (name <> ''), name_key TEXT NOT NULL, description TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('part', 'service', 'fee')),
  category TEXT NOT NULL, unit TEXT NOT NULL,
  price_minor INTEGER NOT NULL CHECK (price_minor >= 0), cost_minor INTEGER NOT NULL CHECK (cost_minor >= 0),
  tax_rate_bp INTEGER CHECK (tax_rate_bp BETWEEN 0 AND 10000),
  barcode TEXT NOT NULL, codes TEXT NOT NULL,
  active INTEGER NOT NULL CHECK (active IN (0, 1))
);
CREATE INDEX catalog_item_name ON catalog_item (deleted, name_key);
CREATE INDEX catalog_item_sku ON catalog_item (deleted, sku_key);
CREATE INDEX catalog_item_kind_name ON catalog_item (deleted, kind, name_key);
CREATE INDEX catalog_item_kind_sku ON catalog_item (deleted, kind, sku_key);
CREATE INDEX catalog_item_category_name ON catalog_item (deleted, category, name_key);
CREATE INDEX catalog_item_category_sku ON catalog_item (deleted, category, sku_key);
CREATE INDEX catalog_item_active_name ON catalog_item (deleted, active, name_key);
CREATE INDEX catalog_item_active_sku ON catalog_item (deleted, active, sku_key);
