-- Where each record was changed is made from the entries, too. journal_upto: the last block of a long entry that was taken over.
CREATE TABLE journal_upto (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, block INTEGER NOT NULL);
INSERT INTO journal_upto SELECT 1, coalesce(max(seq), 0), coalesce(max(block), 0) FROM (SELECT seq, block FROM journal_block ORDER BY seq DESC, block DESC LIMIT 1);

-- Whether a bay or a technician is free is answered by the index alone: it looks two weeks back, at bookings that mostly ended long ago.
DROP INDEX appointment_bay;
DROP INDEX appointment_technician;
CREATE INDEX appointment_bay ON appointment (bay_id, start_at, id, end_at, state, deleted);
CREATE INDEX appointment_technician ON appointment (technician_id, start_at, id, end_at, state, deleted);

-- Nobody asks for lines by their item.
DROP INDEX work_order_line_item;

-- What a row does not have stands in no index.
DROP INDEX catalog_item_category_name;
DROP INDEX catalog_item_category_sku;
CREATE INDEX catalog_item_category_name ON catalog_item (deleted, category, name_key) WHERE category <> '';
CREATE INDEX catalog_item_category_sku ON catalog_item (deleted, category, sku_key) WHERE category <> '';
DROP INDEX vehicle_customer_plate;
CREATE INDEX vehicle_customer_plate ON vehicle (customer_id, deleted, plate_plain) WHERE customer_id IS NOT NULL;

-- Only the feed may bring a movement before its item; an item that is made here is new to every level.
DROP TRIGGER stock_level_named_late;
CREATE TRIGGER stock_level_named_late AFTER INSERT ON catalog_item WHEN (SELECT applying FROM sync_guard) = 1 BEGIN
  UPDATE stock_level SET name_key = NEW.name_key WHERE item_id = NEW.id;
END;
