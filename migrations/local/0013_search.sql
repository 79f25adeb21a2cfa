-- Search as you type. Kept by triggers inside the transaction that changes a record; contentless, so no name is stored twice.
-- rowid = code of the kind * 2^40 + the record's no: one index for all kinds, and each kind is a range of it.
-- Codes: 1 customer, 2 vehicle, 3 item, 4 work order, 5 invoice. Removed records are not in it (SEARCH-1).
-- Words of folded names; marks that are vowels (Thai, Devanagari) belong to the word.
CREATE VIRTUAL TABLE search_word USING fts5 (words, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'", prefix='1 2 3 4');
-- Phone digits, plates, VINs, part numbers and document numbers, found by any three characters in a row.
CREATE VIRTUAL TABLE search_code USING fts5 (codes, content='', contentless_delete=1, tokenize='trigram');

INSERT INTO search_word (rowid, words) SELECT (1 << 40) + no, customer.name_key FROM customer WHERE deleted = 0;
CREATE TRIGGER customer_search_word_insert AFTER INSERT ON customer WHEN new.deleted = 0 BEGIN
  INSERT INTO search_word (rowid, words) VALUES ((1 << 40) + new.no, new.name_key);
END;
CREATE TRIGGER customer_search_word_update AFTER UPDATE OF name_key, deleted ON customer WHEN old.name_key <> new.name_key OR old.deleted <> new.deleted BEGIN
  DELETE FROM search_word WHERE rowid = (1 << 40) + old.no;
  INSERT INTO search_word (rowid, words) SELECT (1 << 40) + new.no, new.name_key WHERE new.deleted = 0;
END;
CREATE TRIGGER customer_search_word_delete AFTER DELETE ON customer BEGIN
  DELETE FROM search_word WHERE rowid = (1 << 40) + old.no;
END;
INSERT INTO search_code (rowid, codes) SELECT (1 << 40) + no, customer.phone_digits FROM customer WHERE deleted = 0 AND customer.phone_digits <> '';
CREATE TRIGGER customer_search_code_insert AFTER INSERT ON customer WHEN new.deleted = 0 AND new.phone_digits <> '' BEGIN
  INSERT INTO search_code (rowid, codes) VALUES ((1 << 40) + new.no, new.phone_digits);
END;
CREATE TRIGGER customer_search_code_update AFTER UPDATE OF phone_digits, deleted ON customer WHEN old.phone_digits <> new.phone_digits OR old.deleted <> new.deleted BEGIN
  DELETE FROM search_code WHERE rowid = (1 << 40) + old.no;
  INSERT INTO search_code (rowid, codes) SELECT (1 << 40) + new.no, new.phone_digits WHERE new.deleted = 0 AND new.phone_digits <> '';
END;
CREATE TRIGGER customer_search_code_delete AFTER DELETE ON customer BEGIN
  DELETE FROM search_code WHERE rowid = (1 << 40) + old.no;
END;
INSERT INTO search_code (rowid, codes) SELECT (2 << 40) + no, vehicle.plate_plain || ' ' || vehicle.vin FROM vehicle WHERE deleted = 0;
CREATE TRIGGER vehicle_search_code_insert AFTER INSERT ON vehicle WHEN new.deleted = 0 BEGIN
  INSERT INTO search_code (rowid, codes) VALUES ((2 << 40) + new.no, new.plate_plain || ' ' || new.vin);
END;
CREATE TRIGGER vehicle_search_code_update AFTER UPDATE OF plate_plain, vin, deleted ON vehicle WHEN old.plate_plain <> new.plate_plain OR old.vin <> new.vin OR old.deleted <> new.deleted BEGIN
  DELETE FROM search_code WHERE rowid = (2 << 40) + old.no;
  INSERT INTO search_code (rowid, codes) SELECT (2 << 40) + new.no, new.plate_plain || ' ' || new.vin WHERE new.deleted = 0;
END;
CREATE TRIGGER vehicle_search_code_delete AFTER DELETE ON vehicle BEGIN
  DELETE FROM search_code WHERE rowid = (2 << 40) + old.no;
END;
INSERT INTO search_word (rowid, words) SELECT (3 << 40) + no, catalog_item.name_key FROM catalog_item WHERE deleted = 0;
CREATE TRIGGER catalog_item_search_word_insert AFTER INSERT ON catalog_item WHEN new.deleted = 0 BEGIN
  INSERT INTO search_word (rowid, words) VALUES ((3 << 40) + new.no, new.name_key);
END;
CREATE TRIGGER catalog_item_search_word_update AFTER UPDATE OF name_key, deleted ON catalog_item WHEN old.name_key <> new.name_key OR old.deleted <> new.deleted BEGIN
  DELETE FROM search_word WHERE rowid = (3 << 40) + old.no;
  INSERT INTO search_word (rowid, words) SELECT (3 << 40) + new.no, new.name_key WHERE new.deleted = 0;
END;
CREATE TRIGGER catalog_item_search_word_delete AFTER DELETE ON catalog_item BEGIN
  DELETE FROM search_word WHERE rowid = (3 << 40) + old.no;
END;
INSERT INTO search_code (rowid, codes) SELECT (3 << 40) + no, catalog_item.codes FROM catalog_item WHERE deleted = 0 AND catalog_item.codes <> '';
CREATE TRIGGER catalog_item_search_code_insert AFTER INSERT ON catalog_item WHEN new.deleted = 0 AND new.codes <> '' BEGIN
  INSERT INTO search_code (rowid, codes) VALUES ((3 << 40) + new.no, new.codes);
END;
CREATE TRIGGER catalog_item_search_code_update AFTER UPDATE OF codes, deleted ON catalog_item WHEN old.codes <> new.codes OR old.deleted <> new.deleted BEGIN
  DELETE FROM search_code WHERE rowid = (3 << 40) + old.no;
  INSERT INTO search_code (rowid, codes) SELECT (3 << 40) + new.no, new.codes WHERE new.deleted = 0 AND new.codes <> '';
END;
CREATE TRIGGER catalog_item_search_code_delete AFTER DELETE ON catalog_item BEGIN
  DELETE FROM search_code WHERE rowid = (3 << 40) + old.no;
END;
INSERT INTO search_code (rowid, codes) SELECT (4 << 40) + no, replace(work_order.number, '-', '') FROM work_order WHERE deleted = 0;
CREATE TRIGGER work_order_search_code_insert AFTER INSERT ON work_order WHEN new.deleted = 0 BEGIN
  INSERT INTO search_code (rowid, codes) VALUES ((4 << 40) + new.no, replace(new.number, '-', ''));
END;
CREATE TRIGGER work_order_search_code_update AFTER UPDATE OF number, deleted ON work_order WHEN old.number <> new.number OR old.deleted <> new.deleted BEGIN
  DELETE FROM search_code WHERE rowid = (4 << 40) + old.no;
  INSERT INTO search_code (rowid, codes) SELECT (4 << 40) + new.no, replace(new.number, '-', '') WHERE new.deleted = 0;
END;
CREATE TRIGGER work_order_search_code_delete AFTER DELETE ON work_order BEGIN
  DELETE FROM search_code WHERE rowid = (4 << 40) + old.no;
END;
INSERT INTO search_code (rowid, codes) SELECT (5 << 40) + no, replace(invoice.number, '-', '') FROM invoice WHERE deleted = 0;
CREATE TRIGGER invoice_search_code_insert AFTER INSERT ON invoice WHEN new.deleted = 0 BEGIN
  INSERT INTO search_code (rowid, codes) VALUES ((5 << 40) + new.no, replace(new.number, '-', ''));
END;
CREATE TRIGGER invoice_search_code_update AFTER UPDATE OF number, deleted ON invoice WHEN old.number <> new.number OR old.deleted <> new.deleted BEGIN
  DELETE FROM search_code WHERE rowid = (5 << 40) + old.no;
  INSERT INTO search_code (rowid, codes) SELECT (5 << 40) + new.no, replace(new.number, '-', '') WHERE new.deleted = 0;
END;
CREATE TRIGGER invoice_search_code_delete AFTER DELETE ON invoice BEGIN
  DELETE FROM search_code WHERE rowid = (5 << 40) + old.no;
END;
