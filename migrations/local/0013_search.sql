-- Search as you type over customers, vehicles, items and documents: per kind an index of its own, so that each answers from few
-- reads; contentless, so no text is stored twice. rowid = 2^40 - the record's no: the newest comes first, and FTS5 reads upwards a
-- third faster than downwards. Removed records are in no index (SEARCH-1).

-- Words of folded names. Marks that are vowels (Thai, Devanagari) belong to the word.
CREATE VIRTUAL TABLE search_customer_word USING fts5 (words, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'", prefix='1 2 3 4');
CREATE VIRTUAL TABLE search_item_word USING fts5 (words, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'", prefix='1 2 3 4');
-- Phone digits, plates with VINs, part numbers with barcodes, document numbers: found by any three characters in a row.
CREATE VIRTUAL TABLE search_customer_code USING fts5 (codes, content='', contentless_delete=1, tokenize='trigram');
CREATE VIRTUAL TABLE search_vehicle_code USING fts5 (codes, content='', contentless_delete=1, tokenize='trigram');
CREATE VIRTUAL TABLE search_item_code USING fts5 (codes, content='', contentless_delete=1, tokenize='trigram');
CREATE VIRTUAL TABLE search_order_code USING fts5 (codes, content='', contentless_delete=1, tokenize='trigram');
CREATE VIRTUAL TABLE search_invoice_code USING fts5 (codes, content='', contentless_delete=1, tokenize='trigram');

-- What this transaction changed of the indexes. FTS5 writes out its memory at every statement that fires a trigger on it, which
-- made an import of many rows three times slower; so the triggers only note the record, and the journal entry that ends a
-- command takes all of them over at once, into the indexes that they concern: each costs the command a few pages.
-- idx: 1 customers' words, 2 their codes, 3 vehicles, 4 items' words, 5 their codes, 6 work orders, 7 invoices. at: rowid in the
-- index. was: the record may stand in it already.
CREATE TABLE search_queue (
  idx INTEGER NOT NULL, at INTEGER NOT NULL, was INTEGER NOT NULL CHECK (was IN (0, 1)),
  PRIMARY KEY (idx, at)
) WITHOUT ROWID;
-- `INSERT INTO search_flush VALUES (1)` takes the noted records over; a tool that writes rows without a journal entry says it itself.
CREATE VIEW search_flush AS SELECT 1 AS now;
CREATE TRIGGER search_customer_word_flush INSTEAD OF INSERT ON search_flush WHEN EXISTS (SELECT 1 FROM search_queue WHERE idx = 1) BEGIN
  DELETE FROM search_customer_word WHERE rowid IN (SELECT at FROM search_queue WHERE idx = 1 AND was = 1);
  INSERT INTO search_customer_word (rowid, words) SELECT at, name_key FROM search_queue CROSS JOIN customer ON no = (1 << 40) - at WHERE idx = 1 AND deleted = 0;
  DELETE FROM search_queue WHERE idx = 1;
END;
CREATE TRIGGER search_customer_code_flush INSTEAD OF INSERT ON search_flush WHEN EXISTS (SELECT 1 FROM search_queue WHERE idx = 2) BEGIN
  DELETE FROM search_customer_code WHERE rowid IN (SELECT at FROM search_queue WHERE idx = 2 AND was = 1);
  INSERT INTO search_customer_code (rowid, codes) SELECT at, phone_digits FROM search_queue CROSS JOIN customer ON no = (1 << 40) - at WHERE idx = 2 AND deleted = 0 AND phone_digits <> '';
  DELETE FROM search_queue WHERE idx = 2;
END;
CREATE TRIGGER search_vehicle_code_flush INSTEAD OF INSERT ON search_flush WHEN EXISTS (SELECT 1 FROM search_queue WHERE idx = 3) BEGIN
  DELETE FROM search_vehicle_code WHERE rowid IN (SELECT at FROM search_queue WHERE idx = 3 AND was = 1);
  INSERT INTO search_vehicle_code (rowid, codes) SELECT at, plate_plain || ' ' || vin FROM search_queue CROSS JOIN vehicle ON no = (1 << 40) - at WHERE idx = 3 AND deleted = 0;
  DELETE FROM search_queue WHERE idx = 3;
END;
CREATE TRIGGER search_item_word_flush INSTEAD OF INSERT ON search_flush WHEN EXISTS (SELECT 1 FROM search_queue WHERE idx = 4) BEGIN
  DELETE FROM search_item_word WHERE rowid IN (SELECT at FROM search_queue WHERE idx = 4 AND was = 1);
  INSERT INTO search_item_word (rowid, words) SELECT at, name_key FROM search_queue CROSS JOIN catalog_item ON no = (1 << 40) - at WHERE idx = 4 AND deleted = 0;
  DELETE FROM search_queue WHERE idx = 4;
END;
CREATE TRIGGER search_item_code_flush INSTEAD OF INSERT ON search_flush WHEN EXISTS (SELECT 1 FROM search_queue WHERE idx = 5) BEGIN
  DELETE FROM search_item_code WHERE rowid IN (SELECT at FROM search_queue WHERE idx = 5 AND was = 1);
  INSERT INTO search_item_code (rowid, codes) SELECT at, codes FROM search_queue CROSS JOIN catalog_item ON no = (1 << 40) - at WHERE idx = 5 AND deleted = 0 AND codes <> '';
  DELETE FROM search_queue WHERE idx = 5;
END;
CREATE TRIGGER search_order_code_flush INSTEAD OF INSERT ON search_flush WHEN EXISTS (SELECT 1 FROM search_queue WHERE idx = 6) BEGIN
  DELETE FROM search_order_code WHERE rowid IN (SELECT at FROM search_queue WHERE idx = 6 AND was = 1);
  INSERT INTO search_order_code (rowid, codes) SELECT at, replace(number, '-', '') FROM search_queue CROSS JOIN work_order ON no = (1 << 40) - at WHERE idx = 6 AND deleted = 0;
  DELETE FROM search_queue WHERE idx = 6;
END;
CREATE TRIGGER search_invoice_code_flush INSTEAD OF INSERT ON search_flush WHEN EXISTS (SELECT 1 FROM search_queue WHERE idx = 7) BEGIN
  DELETE FROM search_invoice_code WHERE rowid IN (SELECT at FROM search_queue WHERE idx = 7 AND was = 1);
  INSERT INTO search_invoice_code (rowid, codes) SELECT at, replace(number, '-', '') FROM search_queue CROSS JOIN invoice ON no = (1 << 40) - at WHERE idx = 7 AND deleted = 0;
  DELETE FROM search_queue WHERE idx = 7;
END;
CREATE TRIGGER journal_search_flush AFTER INSERT ON journal WHEN EXISTS (SELECT 1 FROM search_queue) BEGIN
  INSERT INTO search_flush VALUES (1);
END;

CREATE TRIGGER customer_search_insert AFTER INSERT ON customer WHEN new.deleted = 0 BEGIN
  INSERT INTO search_queue VALUES (1, (1 << 40) - new.no, 0) ON CONFLICT DO NOTHING;
  INSERT INTO search_queue VALUES (2, (1 << 40) - new.no, 0) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_customer_word_update AFTER UPDATE OF name_key, deleted ON customer WHEN old.name_key <> new.name_key OR old.deleted <> new.deleted BEGIN
  INSERT INTO search_queue VALUES (1, (1 << 40) - new.no, 1) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_customer_code_update AFTER UPDATE OF phone_digits, deleted ON customer WHEN old.phone_digits <> new.phone_digits OR old.deleted <> new.deleted BEGIN
  INSERT INTO search_queue VALUES (2, (1 << 40) - new.no, 1) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER customer_search_delete AFTER DELETE ON customer BEGIN
  INSERT INTO search_queue VALUES (1, (1 << 40) - old.no, 1) ON CONFLICT DO NOTHING;
  INSERT INTO search_queue VALUES (2, (1 << 40) - old.no, 1) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER vehicle_search_insert AFTER INSERT ON vehicle WHEN new.deleted = 0 BEGIN
  INSERT INTO search_queue VALUES (3, (1 << 40) - new.no, 0) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_vehicle_code_update AFTER UPDATE OF plate_plain, vin, deleted ON vehicle WHEN old.plate_plain <> new.plate_plain OR old.vin <> new.vin OR old.deleted <> new.deleted BEGIN
  INSERT INTO search_queue VALUES (3, (1 << 40) - new.no, 1) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER vehicle_search_delete AFTER DELETE ON vehicle BEGIN
  INSERT INTO search_queue VALUES (3, (1 << 40) - old.no, 1) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER catalog_item_search_insert AFTER INSERT ON catalog_item WHEN new.deleted = 0 BEGIN
  INSERT INTO search_queue VALUES (4, (1 << 40) - new.no, 0) ON CONFLICT DO NOTHING;
  INSERT INTO search_queue VALUES (5, (1 << 40) - new.no, 0) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_item_word_update AFTER UPDATE OF name_key, deleted ON catalog_item WHEN old.name_key <> new.name_key OR old.deleted <> new.deleted BEGIN
  INSERT INTO search_queue VALUES (4, (1 << 40) - new.no, 1) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_item_code_update AFTER UPDATE OF codes, deleted ON catalog_item WHEN old.codes <> new.codes OR old.deleted <> new.deleted BEGIN
  INSERT INTO search_queue VALUES (5, (1 << 40) - new.no, 1) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER catalog_item_search_delete AFTER DELETE ON catalog_item BEGIN
  INSERT INTO search_queue VALUES (4, (1 << 40) - old.no, 1) ON CONFLICT DO NOTHING;
  INSERT INTO search_queue VALUES (5, (1 << 40) - old.no, 1) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER work_order_search_insert AFTER INSERT ON work_order WHEN new.deleted = 0 BEGIN
  INSERT INTO search_queue VALUES (6, (1 << 40) - new.no, 0) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_order_code_update AFTER UPDATE OF number, deleted ON work_order WHEN old.number <> new.number OR old.deleted <> new.deleted BEGIN
  INSERT INTO search_queue VALUES (6, (1 << 40) - new.no, 1) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER work_order_search_delete AFTER DELETE ON work_order BEGIN
  INSERT INTO search_queue VALUES (6, (1 << 40) - old.no, 1) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER invoice_search_insert AFTER INSERT ON invoice WHEN new.deleted = 0 BEGIN
  INSERT INTO search_queue VALUES (7, (1 << 40) - new.no, 0) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_invoice_code_update AFTER UPDATE OF number, deleted ON invoice WHEN old.number <> new.number OR old.deleted <> new.deleted BEGIN
  INSERT INTO search_queue VALUES (7, (1 << 40) - new.no, 1) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER invoice_search_delete AFTER DELETE ON invoice BEGIN
  INSERT INTO search_queue VALUES (7, (1 << 40) - old.no, 1) ON CONFLICT DO NOTHING;
END;

-- Records from before this migration.
INSERT INTO search_queue SELECT 1, (1 << 40) - no, 0 FROM customer WHERE deleted = 0;
INSERT INTO search_queue SELECT 2, (1 << 40) - no, 0 FROM customer WHERE deleted = 0;
INSERT INTO search_queue SELECT 3, (1 << 40) - no, 0 FROM vehicle WHERE deleted = 0;
INSERT INTO search_queue SELECT 4, (1 << 40) - no, 0 FROM catalog_item WHERE deleted = 0;
INSERT INTO search_queue SELECT 5, (1 << 40) - no, 0 FROM catalog_item WHERE deleted = 0;
INSERT INTO search_queue SELECT 6, (1 << 40) - no, 0 FROM work_order WHERE deleted = 0;
INSERT INTO search_queue SELECT 7, (1 << 40) - no, 0 FROM invoice WHERE deleted = 0;
INSERT INTO search_flush VALUES (1);
