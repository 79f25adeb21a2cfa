-- Saved in few pages: a command's time is mostly that of the pages it must have on the disk. What lists and the search need beyond the
-- record itself is made from it later: when it is quiet, or before somebody reads it.

-- The changes of an entry stand in its own row, or, of a long one, in blocks of 200: `[{"table", "id", "insert", "fields"}, ...]`.
ALTER TABLE journal ADD COLUMN ops TEXT;
CREATE TABLE journal_block (
  seq INTEGER NOT NULL, block INTEGER NOT NULL,
  ops TEXT NOT NULL,
  PRIMARY KEY (seq, block)
) WITHOUT ROWID;
-- Where each record was changed; block 0 also where the entry has none.
CREATE TABLE journal_record (
  record_id TEXT NOT NULL, seq INTEGER NOT NULL, block INTEGER NOT NULL, tbl TEXT NOT NULL,
  PRIMARY KEY (record_id, seq, block, tbl)
) WITHOUT ROWID;
-- The orders in which the audit list is read. Entries above its last seq are taken over later.
CREATE TABLE journal_list (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL, user_id TEXT, command TEXT NOT NULL, device_id TEXT NOT NULL
);

INSERT INTO journal_record SELECT DISTINCT record_id, seq, i / 200, tbl FROM journal_change;
INSERT INTO journal_block SELECT seq, i / 200, '[' || group_concat('{"table":' || json_quote(tbl) || ',"id":' || json_quote(record_id) || ',' || substr(change, 2), ',' ORDER BY i) || ']'
  FROM journal_change WHERE seq IN (SELECT seq FROM journal_change WHERE i >= 200) GROUP BY seq, i / 200;
UPDATE journal SET ops = coalesce((SELECT '[' || group_concat('{"table":' || json_quote(tbl) || ',"id":' || json_quote(record_id) || ',' || substr(change, 2), ',' ORDER BY i) || ']' FROM journal_change WHERE journal_change.seq = journal.seq), '[]')
  WHERE NOT EXISTS (SELECT 1 FROM journal_block WHERE journal_block.seq = journal.seq);
DROP TABLE journal_change;
-- One row per change, for reading by people and tools; by seq it is read by key. `0 +` gives both halves columns of one kind, without which
-- SQLite would make the whole view first.
CREATE VIEW journal_change (seq, i, tbl, record_id, change) AS
  SELECT j.seq, 0 + e.key, e.value ->> '$.table', e.value ->> '$.id', json_remove(e.value, '$.table', '$.id') FROM journal j, json_each(j.ops) e
  UNION ALL SELECT b.seq, b.block * 200 + e.key, e.value ->> '$.table', e.value ->> '$.id', json_remove(e.value, '$.table', '$.id') FROM journal_block b, json_each(b.ops) e;

DROP INDEX journal_user;
DROP INDEX journal_command;
DROP INDEX journal_at;
DROP INDEX journal_device;
INSERT INTO journal_list SELECT seq, at, user_id, command, device_id FROM journal;
CREATE INDEX journal_list_at ON journal_list (at, seq);
CREATE INDEX journal_list_user ON journal_list (user_id, at, seq);
CREATE INDEX journal_list_command ON journal_list (command, at, seq);
CREATE INDEX journal_list_device ON journal_list (device_id, at, seq);

-- The search index is no part of a command any more. What it lacks is known without a note for each new record: those above `search_upto`;
-- `search_queue` holds the older ones that changed.
DROP TRIGGER journal_search_flush;
DROP TRIGGER customer_search_insert;
DROP TRIGGER search_customer_word_update;
DROP TRIGGER search_customer_code_update;
DROP TRIGGER customer_search_delete;
DROP TRIGGER vehicle_search_insert;
DROP TRIGGER search_vehicle_code_update;
DROP TRIGGER vehicle_search_delete;
DROP TRIGGER catalog_item_search_insert;
DROP TRIGGER search_item_word_update;
DROP TRIGGER search_item_code_update;
DROP TRIGGER catalog_item_search_delete;
DROP TRIGGER work_order_search_insert;
DROP TRIGGER search_order_code_update;
DROP TRIGGER work_order_search_delete;
DROP TRIGGER invoice_search_insert;
DROP TRIGGER search_invoice_code_update;
DROP TRIGGER invoice_search_delete;
DROP TRIGGER search_customer_word_flush;
DROP TRIGGER search_customer_code_flush;
DROP TRIGGER search_vehicle_code_flush;
DROP TRIGGER search_item_word_flush;
DROP TRIGGER search_item_code_flush;
DROP TRIGGER search_order_code_flush;
DROP TRIGGER search_invoice_code_flush;
ALTER TABLE search_queue RENAME TO search_queue_before;
CREATE TABLE search_queue (
  idx INTEGER NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (idx, at)
) WITHOUT ROWID;
INSERT INTO search_queue SELECT idx, at FROM search_queue_before;
DROP TABLE search_queue_before;
-- The index holds what it must of records up to this `no`.
CREATE TABLE search_upto (idx INTEGER PRIMARY KEY, no INTEGER NOT NULL);
INSERT INTO search_upto SELECT 1, coalesce(max(no), 0) FROM customer;
INSERT INTO search_upto SELECT 2, coalesce(max(no), 0) FROM customer;
INSERT INTO search_upto SELECT 3, coalesce(max(no), 0) FROM vehicle;
INSERT INTO search_upto SELECT 4, coalesce(max(no), 0) FROM catalog_item;
INSERT INTO search_upto SELECT 5, coalesce(max(no), 0) FROM catalog_item;
INSERT INTO search_upto SELECT 6, coalesce(max(no), 0) FROM work_order;
INSERT INTO search_upto SELECT 7, coalesce(max(no), 0) FROM invoice;
-- One row per index that lacks something.
CREATE VIEW search_late AS
  SELECT idx FROM search_queue
  UNION ALL SELECT 1 WHERE (SELECT max(no) FROM customer) > (SELECT no FROM search_upto WHERE idx = 1)
  UNION ALL SELECT 2 WHERE (SELECT max(no) FROM customer) > (SELECT no FROM search_upto WHERE idx = 2)
  UNION ALL SELECT 3 WHERE (SELECT max(no) FROM vehicle) > (SELECT no FROM search_upto WHERE idx = 3)
  UNION ALL SELECT 4 WHERE (SELECT max(no) FROM catalog_item) > (SELECT no FROM search_upto WHERE idx = 4)
  UNION ALL SELECT 5 WHERE (SELECT max(no) FROM catalog_item) > (SELECT no FROM search_upto WHERE idx = 5)
  UNION ALL SELECT 6 WHERE (SELECT max(no) FROM work_order) > (SELECT no FROM search_upto WHERE idx = 6)
  UNION ALL SELECT 7 WHERE (SELECT max(no) FROM invoice) > (SELECT no FROM search_upto WHERE idx = 7);
-- `INSERT INTO search_flush VALUES (1)` takes over all that waits, a greater number so many of each index. search_turn: what of it is in hand.
CREATE TABLE search_turn (at INTEGER PRIMARY KEY);
CREATE TRIGGER search_customer_word_flush INSTEAD OF INSERT ON search_flush WHEN EXISTS (SELECT 1 FROM search_late WHERE idx = 1) BEGIN
  INSERT INTO search_turn SELECT at FROM search_queue WHERE idx = 1 ORDER BY at LIMIT CASE new.now WHEN 1 THEN -1 ELSE new.now END;
  DELETE FROM search_queue WHERE idx = 1 AND at IN (SELECT at FROM search_turn);
  DELETE FROM search_customer_word WHERE rowid IN (SELECT at FROM search_turn);
  DELETE FROM search_turn WHERE at < (1 << 40) - (SELECT no FROM search_upto WHERE idx = 1);
  INSERT INTO search_turn SELECT (1 << 40) - no FROM customer WHERE no > (SELECT no FROM search_upto WHERE idx = 1) AND no <= CASE new.now WHEN 1 THEN 1 << 40 ELSE (SELECT no FROM search_upto WHERE idx = 1) + new.now END;
  INSERT INTO search_customer_word (rowid, words) SELECT at, name_key FROM search_turn CROSS JOIN customer ON no = (1 << 40) - at WHERE deleted = 0 ORDER BY at;
  UPDATE search_upto SET no = min((SELECT coalesce(max(no), 0) FROM customer), CASE new.now WHEN 1 THEN 1 << 40 ELSE (SELECT no FROM search_upto WHERE idx = 1) + new.now END) WHERE idx = 1;
  DELETE FROM search_turn;
END;
CREATE TRIGGER search_customer_code_flush INSTEAD OF INSERT ON search_flush WHEN EXISTS (SELECT 1 FROM search_late WHERE idx = 2) BEGIN
  INSERT INTO search_turn SELECT at FROM search_queue WHERE idx = 2 ORDER BY at LIMIT CASE new.now WHEN 1 THEN -1 ELSE new.now END;
  DELETE FROM search_queue WHERE idx = 2 AND at IN (SELECT at FROM search_turn);
  DELETE FROM search_customer_code WHERE rowid IN (SELECT at FROM search_turn);
  DELETE FROM search_turn WHERE at < (1 << 40) - (SELECT no FROM search_upto WHERE idx = 2);
  INSERT INTO search_turn SELECT (1 << 40) - no FROM customer WHERE no > (SELECT no FROM search_upto WHERE idx = 2) AND no <= CASE new.now WHEN 1 THEN 1 << 40 ELSE (SELECT no FROM search_upto WHERE idx = 2) + new.now END;
  INSERT INTO search_customer_code (rowid, codes) SELECT at, phone_digits FROM search_turn CROSS JOIN customer ON no = (1 << 40) - at WHERE deleted = 0 AND phone_digits <> '' ORDER BY at;
  UPDATE search_upto SET no = min((SELECT coalesce(max(no), 0) FROM customer), CASE new.now WHEN 1 THEN 1 << 40 ELSE (SELECT no FROM search_upto WHERE idx = 2) + new.now END) WHERE idx = 2;
  DELETE FROM search_turn;
END;
CREATE TRIGGER search_vehicle_code_flush INSTEAD OF INSERT ON search_flush WHEN EXISTS (SELECT 1 FROM search_late WHERE idx = 3) BEGIN
  INSERT INTO search_turn SELECT at FROM search_queue WHERE idx = 3 ORDER BY at LIMIT CASE new.now WHEN 1 THEN -1 ELSE new.now END;
  DELETE FROM search_queue WHERE idx = 3 AND at IN (SELECT at FROM search_turn);
  DELETE FROM search_vehicle_code WHERE rowid IN (SELECT at FROM search_turn);
  DELETE FROM search_turn WHERE at < (1 << 40) - (SELECT no FROM search_upto WHERE idx = 3);
  INSERT INTO search_turn SELECT (1 << 40) - no FROM vehicle WHERE no > (SELECT no FROM search_upto WHERE idx = 3) AND no <= CASE new.now WHEN 1 THEN 1 << 40 ELSE (SELECT no FROM search_upto WHERE idx = 3) + new.now END;
  INSERT INTO search_vehicle_code (rowid, codes) SELECT at, plate_plain || ' ' || vin FROM search_turn CROSS JOIN vehicle ON no = (1 << 40) - at WHERE deleted = 0 ORDER BY at;
  UPDATE search_upto SET no = min((SELECT coalesce(max(no), 0) FROM vehicle), CASE new.now WHEN 1 THEN 1 << 40 ELSE (SELECT no FROM search_upto WHERE idx = 3) + new.now END) WHERE idx = 3;
  DELETE FROM search_turn;
END;
CREATE TRIGGER search_item_word_flush INSTEAD OF INSERT ON search_flush WHEN EXISTS (SELECT 1 FROM search_late WHERE idx = 4) BEGIN
  INSERT INTO search_turn SELECT at FROM search_queue WHERE idx = 4 ORDER BY at LIMIT CASE new.now WHEN 1 THEN -1 ELSE new.now END;
  DELETE FROM search_queue WHERE idx = 4 AND at IN (SELECT at FROM search_turn);
  DELETE FROM search_item_word WHERE rowid IN (SELECT at FROM search_turn);
  DELETE FROM search_turn WHERE at < (1 << 40) - (SELECT no FROM search_upto WHERE idx = 4);
  INSERT INTO search_turn SELECT (1 << 40) - no FROM catalog_item WHERE no > (SELECT no FROM search_upto WHERE idx = 4) AND no <= CASE new.now WHEN 1 THEN 1 << 40 ELSE (SELECT no FROM search_upto WHERE idx = 4) + new.now END;
  INSERT INTO search_item_word (rowid, words) SELECT at, name_key FROM search_turn CROSS JOIN catalog_item ON no = (1 << 40) - at WHERE deleted = 0 ORDER BY at;
  UPDATE search_upto SET no = min((SELECT coalesce(max(no), 0) FROM catalog_item), CASE new.now WHEN 1 THEN 1 << 40 ELSE (SELECT no FROM search_upto WHERE idx = 4) + new.now END) WHERE idx = 4;
  DELETE FROM search_turn;
END;
CREATE TRIGGER search_item_code_flush INSTEAD OF INSERT ON search_flush WHEN EXISTS (SELECT 1 FROM search_late WHERE idx = 5) BEGIN
  INSERT INTO search_turn SELECT at FROM search_queue WHERE idx = 5 ORDER BY at LIMIT CASE new.now WHEN 1 THEN -1 ELSE new.now END;
  DELETE FROM search_queue WHERE idx = 5 AND at IN (SELECT at FROM search_turn);
  DELETE FROM search_item_code WHERE rowid IN (SELECT at FROM search_turn);
  DELETE FROM search_turn WHERE at < (1 << 40) - (SELECT no FROM search_upto WHERE idx = 5);
  INSERT INTO search_turn SELECT (1 << 40) - no FROM catalog_item WHERE no > (SELECT no FROM search_upto WHERE idx = 5) AND no <= CASE new.now WHEN 1 THEN 1 << 40 ELSE (SELECT no FROM search_upto WHERE idx = 5) + new.now END;
  INSERT INTO search_item_code (rowid, codes) SELECT at, codes FROM search_turn CROSS JOIN catalog_item ON no = (1 << 40) - at WHERE deleted = 0 AND codes <> '' ORDER BY at;
  UPDATE search_upto SET no = min((SELECT coalesce(max(no), 0) FROM catalog_item), CASE new.now WHEN 1 THEN 1 << 40 ELSE (SELECT no FROM search_upto WHERE idx = 5) + new.now END) WHERE idx = 5;
  DELETE FROM search_turn;
END;
CREATE TRIGGER search_order_code_flush INSTEAD OF INSERT ON search_flush WHEN EXISTS (SELECT 1 FROM search_late WHERE idx = 6) BEGIN
  INSERT INTO search_turn SELECT at FROM search_queue WHERE idx = 6 ORDER BY at LIMIT CASE new.now WHEN 1 THEN -1 ELSE new.now END;
  DELETE FROM search_queue WHERE idx = 6 AND at IN (SELECT at FROM search_turn);
  DELETE FROM search_order_code WHERE rowid IN (SELECT at FROM search_turn);
  DELETE FROM search_turn WHERE at < (1 << 40) - (SELECT no FROM search_upto WHERE idx = 6);
  INSERT INTO search_turn SELECT (1 << 40) - no FROM work_order WHERE no > (SELECT no FROM search_upto WHERE idx = 6) AND no <= CASE new.now WHEN 1 THEN 1 << 40 ELSE (SELECT no FROM search_upto WHERE idx = 6) + new.now END;
  INSERT INTO search_order_code (rowid, codes) SELECT at, replace(number, '-', '') FROM search_turn CROSS JOIN work_order ON no = (1 << 40) - at WHERE deleted = 0 ORDER BY at;
  UPDATE search_upto SET no = min((SELECT coalesce(max(no), 0) FROM work_order), CASE new.now WHEN 1 THEN 1 << 40 ELSE (SELECT no FROM search_upto WHERE idx = 6) + new.now END) WHERE idx = 6;
  DELETE FROM search_turn;
END;
CREATE TRIGGER search_invoice_code_flush INSTEAD OF INSERT ON search_flush WHEN EXISTS (SELECT 1 FROM search_late WHERE idx = 7) BEGIN
  INSERT INTO search_turn SELECT at FROM search_queue WHERE idx = 7 ORDER BY at LIMIT CASE new.now WHEN 1 THEN -1 ELSE new.now END;
  DELETE FROM search_queue WHERE idx = 7 AND at IN (SELECT at FROM search_turn);
  DELETE FROM search_invoice_code WHERE rowid IN (SELECT at FROM search_turn);
  DELETE FROM search_turn WHERE at < (1 << 40) - (SELECT no FROM search_upto WHERE idx = 7);
  INSERT INTO search_turn SELECT (1 << 40) - no FROM invoice WHERE no > (SELECT no FROM search_upto WHERE idx = 7) AND no <= CASE new.now WHEN 1 THEN 1 << 40 ELSE (SELECT no FROM search_upto WHERE idx = 7) + new.now END;
  INSERT INTO search_invoice_code (rowid, codes) SELECT at, replace(number, '-', '') FROM search_turn CROSS JOIN invoice ON no = (1 << 40) - at WHERE deleted = 0 ORDER BY at;
  UPDATE search_upto SET no = min((SELECT coalesce(max(no), 0) FROM invoice), CASE new.now WHEN 1 THEN 1 << 40 ELSE (SELECT no FROM search_upto WHERE idx = 7) + new.now END) WHERE idx = 7;
  DELETE FROM search_turn;
END;
CREATE TRIGGER search_customer_word_update AFTER UPDATE OF name_key, deleted ON customer WHEN old.name_key <> new.name_key OR old.deleted <> new.deleted BEGIN
  INSERT INTO search_queue VALUES (1, (1 << 40) - new.no) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_customer_code_update AFTER UPDATE OF phone_digits, deleted ON customer WHEN old.phone_digits <> new.phone_digits OR old.deleted <> new.deleted BEGIN
  INSERT INTO search_queue VALUES (2, (1 << 40) - new.no) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER customer_search_delete AFTER DELETE ON customer BEGIN
  INSERT INTO search_queue VALUES (1, (1 << 40) - old.no) ON CONFLICT DO NOTHING;
  INSERT INTO search_queue VALUES (2, (1 << 40) - old.no) ON CONFLICT DO NOTHING;
  UPDATE search_upto SET no = min(no, coalesce((SELECT max(no) FROM customer), 0)) WHERE idx IN (1, 2); -- its number may be given again
END;
CREATE TRIGGER search_vehicle_code_update AFTER UPDATE OF plate_plain, vin, deleted ON vehicle WHEN old.plate_plain <> new.plate_plain OR old.vin <> new.vin OR old.deleted <> new.deleted BEGIN
  INSERT INTO search_queue VALUES (3, (1 << 40) - new.no) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER vehicle_search_delete AFTER DELETE ON vehicle BEGIN
  INSERT INTO search_queue VALUES (3, (1 << 40) - old.no) ON CONFLICT DO NOTHING;
  UPDATE search_upto SET no = min(no, coalesce((SELECT max(no) FROM vehicle), 0)) WHERE idx IN (3); -- its number may be given again
END;
CREATE TRIGGER search_item_word_update AFTER UPDATE OF name_key, deleted ON catalog_item WHEN old.name_key <> new.name_key OR old.deleted <> new.deleted BEGIN
  INSERT INTO search_queue VALUES (4, (1 << 40) - new.no) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_item_code_update AFTER UPDATE OF codes, deleted ON catalog_item WHEN old.codes <> new.codes OR old.deleted <> new.deleted BEGIN
  INSERT INTO search_queue VALUES (5, (1 << 40) - new.no) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER catalog_item_search_delete AFTER DELETE ON catalog_item BEGIN
  INSERT INTO search_queue VALUES (4, (1 << 40) - old.no) ON CONFLICT DO NOTHING;
  INSERT INTO search_queue VALUES (5, (1 << 40) - old.no) ON CONFLICT DO NOTHING;
  UPDATE search_upto SET no = min(no, coalesce((SELECT max(no) FROM catalog_item), 0)) WHERE idx IN (4, 5); -- its number may be given again
END;
CREATE TRIGGER search_order_code_update AFTER UPDATE OF number, deleted ON work_order WHEN old.number <> new.number OR old.deleted <> new.deleted BEGIN
  INSERT INTO search_queue VALUES (6, (1 << 40) - new.no) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER work_order_search_delete AFTER DELETE ON work_order BEGIN
  INSERT INTO search_queue VALUES (6, (1 << 40) - old.no) ON CONFLICT DO NOTHING;
  UPDATE search_upto SET no = min(no, coalesce((SELECT max(no) FROM work_order), 0)) WHERE idx IN (6); -- its number may be given again
END;
CREATE TRIGGER search_invoice_code_update AFTER UPDATE OF number, deleted ON invoice WHEN old.number <> new.number OR old.deleted <> new.deleted BEGIN
  INSERT INTO search_queue VALUES (7, (1 << 40) - new.no) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER invoice_search_delete AFTER DELETE ON invoice BEGIN
  INSERT INTO search_queue VALUES (7, (1 << 40) - old.no) ON CONFLICT DO NOTHING;
  UPDATE search_upto SET no = min(no, coalesce((SELECT max(no) FROM invoice), 0)) WHERE idx IN (7); -- its number may be given again
END;

-- Each index is one more page of a command. Where most rows are alike (persons, active parts), a list of those reads the index of all and
-- passes over the few others; the few have an index of their own, which the many do not touch.
DROP INDEX customer_name;
DROP INDEX customer_newest;
DROP INDEX customer_kind_name;
DROP INDEX customer_kind_newest;
CREATE INDEX customer_name ON customer (deleted, name_key, no, created_at, kind);
CREATE INDEX customer_newest ON customer (deleted, created_at, no, kind);
CREATE INDEX customer_company_name ON customer (deleted, name_key, no, created_at) WHERE kind = 'company';
CREATE INDEX customer_company_newest ON customer (deleted, created_at) WHERE kind = 'company';
-- One customer's vehicles are few: they are sorted when read.
DROP INDEX vehicle_customer_newest;
DROP INDEX catalog_item_name;
DROP INDEX catalog_item_sku;
DROP INDEX catalog_item_kind_name;
DROP INDEX catalog_item_kind_sku;
DROP INDEX catalog_item_active_name;
DROP INDEX catalog_item_active_sku;
CREATE INDEX catalog_item_name ON catalog_item (deleted, name_key, no, kind, active);
CREATE INDEX catalog_item_sku ON catalog_item (deleted, sku_key, no, kind, active);
CREATE INDEX catalog_item_other_name ON catalog_item (deleted, kind, name_key) WHERE kind IN ('service', 'fee');
CREATE INDEX catalog_item_other_sku ON catalog_item (deleted, kind, sku_key) WHERE kind IN ('service', 'fee');
CREATE INDEX catalog_item_inactive_name ON catalog_item (deleted, name_key) WHERE active = 0;
CREATE INDEX catalog_item_inactive_sku ON catalog_item (deleted, sku_key) WHERE active = 0;
