-- What the customer will never want again, what an hour on a job cost when it was worked, and visits by their booking.

-- Deferred work that is set aside: the id is that of the declined line, so that two devices which set the same aside write one row. Brought back, it is deleted.
CREATE TABLE work_order_dismissal (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  line_id TEXT NOT NULL REFERENCES work_order_line (id),
  location_id TEXT NOT NULL REFERENCES location (id),
  reason TEXT NOT NULL CHECK (reason IN ('never', 'elsewhere', 'gone', 'mistake')),
  note TEXT NOT NULL,
  at INTEGER NOT NULL, taken_by TEXT NOT NULL
) WITHOUT ROWID;

-- Null: what the person's hour costs now.
ALTER TABLE clock_punch ADD COLUMN labor_cost_minor INTEGER CHECK (labor_cost_minor > 0);
DROP TRIGGER clock_punch_sealed;
-- CLOCK-2
CREATE TRIGGER clock_punch_sealed BEFORE UPDATE OF employee_id, kind, work_order_id, at, source, reason, replaces_id, user_name, labor_cost_minor ON clock_punch
WHEN (SELECT applying FROM sync_guard) = 0 BEGIN
  SELECT RAISE(ABORT, 'clock.sealed');
END;

CREATE INDEX agreement_visit_appointment ON agreement_visit (appointment_id) WHERE appointment_id IS NOT NULL;

-- Hours on a job cost money, too. A punch ends, moves or takes away stretches of the same person that began up to 40 hours before it, or a day after it.
CREATE TRIGGER report_punched AFTER INSERT ON clock_punch BEGIN
  INSERT OR IGNORE INTO report_queue SELECT document.id FROM clock_punch AS near CROSS JOIN report_of_order AS document ON document.work_order_id = near.work_order_id
  WHERE near.employee_id = NEW.employee_id AND near.at BETWEEN NEW.at - 144000000 AND NEW.at + 86400000;
END;
CREATE TRIGGER report_unpunched AFTER DELETE ON clock_punch BEGIN
  INSERT OR IGNORE INTO report_queue SELECT document.id FROM clock_punch AS near CROSS JOIN report_of_order AS document ON document.work_order_id = near.work_order_id
  WHERE near.employee_id = OLD.employee_id AND near.at BETWEEN OLD.at - 144000000 AND OLD.at + 86400000;
  INSERT OR IGNORE INTO report_queue SELECT id FROM report_of_order WHERE work_order_id = OLD.work_order_id;
END;
CREATE TRIGGER report_rated AFTER UPDATE OF labor_cost_minor ON employee WHEN OLD.labor_cost_minor <> NEW.labor_cost_minor BEGIN
  INSERT OR IGNORE INTO report_queue SELECT document.id FROM clock_punch AS punch CROSS JOIN report_of_order AS document ON document.work_order_id = punch.work_order_id
  WHERE punch.employee_id = NEW.id AND punch.labor_cost_minor IS NULL;
END;
CREATE TRIGGER report_employee_late AFTER INSERT ON employee WHEN (SELECT applying FROM sync_guard) = 1 BEGIN
  INSERT OR IGNORE INTO report_queue SELECT document.id FROM clock_punch AS punch CROSS JOIN report_of_order AS document ON document.work_order_id = punch.work_order_id
  WHERE punch.employee_id = NEW.id;
END;
INSERT OR IGNORE INTO report_queue SELECT document.id FROM clock_punch AS punch CROSS JOIN report_of_order AS document ON document.work_order_id = punch.work_order_id;
