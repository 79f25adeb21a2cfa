-- Sales and profit by category of the catalogue: a part of a document is of one category, too, and is summed by day beside the sums there are.
-- The sums per day by category stand apart, in the order in which they are read: with all else in one table every report would read ten times the rows.
DROP TABLE report_part;
CREATE TABLE report_part (
  document_no INTEGER NOT NULL, kind TEXT NOT NULL, technician_id TEXT NOT NULL, rate_bp INTEGER NOT NULL,
  -- What the catalogue says of the item now; empty without one.
  category TEXT NOT NULL,
  net_minor INTEGER NOT NULL, tax_minor INTEGER NOT NULL, cost_minor INTEGER NOT NULL, hours_milli INTEGER NOT NULL,
  PRIMARY KEY (document_no, kind, technician_id, rate_bp, category)
) WITHOUT ROWID;
CREATE TABLE report_category (
  category TEXT NOT NULL, on_day TEXT NOT NULL, location_id TEXT NOT NULL,
  net_minor INTEGER NOT NULL, tax_minor INTEGER NOT NULL, cost_minor INTEGER NOT NULL, rows INTEGER NOT NULL,
  PRIMARY KEY (category, on_day, location_id)
) WITHOUT ROWID;
CREATE INDEX report_category_empty ON report_category (rows) WHERE rows = 0;

-- Items that are of another category now: their documents are looked for afterwards, a piece of all lines at a time, for lines have no index by item.
-- Found in the pass that begins after they came, hence `is_sought`.
CREATE TABLE report_item (id TEXT PRIMARY KEY, is_sought INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
-- The line up to which the pass has come; empty before its first one.
CREATE TABLE report_pass (line_id TEXT NOT NULL);
INSERT INTO report_pass VALUES ('');
CREATE TRIGGER report_item_moved AFTER UPDATE OF category ON catalog_item WHEN OLD.category <> NEW.category BEGIN
  INSERT OR REPLACE INTO report_item (id) VALUES (NEW.id);
END;
-- The feed may bring a line before its item. While nothing is gathered, as in a first load, nothing is to be gathered anew.
CREATE TRIGGER report_item_late AFTER INSERT ON catalog_item WHEN (SELECT applying FROM sync_guard) = 1 AND NEW.category <> '' AND EXISTS (SELECT 1 FROM report_document) BEGIN
  INSERT OR REPLACE INTO report_item (id) VALUES (NEW.id);
END;

DELETE FROM report_day;
DELETE FROM report_document;
INSERT OR IGNORE INTO report_queue SELECT id FROM invoice WHERE state <> 'void' AND sale_id IS NULL UNION ALL SELECT id FROM credit_note UNION ALL SELECT id FROM sale;
