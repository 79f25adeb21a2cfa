-- Time clock: what each person does from each punch on. A ledger.
CREATE TABLE clock_punch (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted = 0), clk TEXT NOT NULL,
  employee_id TEXT NOT NULL REFERENCES employee (id), kind TEXT NOT NULL CHECK (kind IN ('off', 'shift', 'job', 'break', 'void')),
  work_order_id TEXT REFERENCES work_order (id), job_number TEXT NOT NULL, at INTEGER NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('person', 'badge', 'job', 'correction')), reason TEXT NOT NULL,
  replaces_id TEXT REFERENCES clock_punch (id), user_name TEXT NOT NULL, drift_ms INTEGER,
  CHECK ((kind = 'job') <= (work_order_id IS NOT NULL)), CHECK ((kind = 'void') <= (replaces_id IS NOT NULL)), CHECK ((source = 'correction') = (reason <> ''))
) WITHOUT ROWID;
CREATE INDEX clock_punch_employee ON clock_punch (employee_id, at, id);
CREATE INDEX clock_punch_job ON clock_punch (work_order_id, at) WHERE work_order_id IS NOT NULL;
-- CLOCK-2
CREATE TRIGGER clock_punch_sealed BEFORE UPDATE OF employee_id, kind, work_order_id, at, source, reason, replaces_id, user_name ON clock_punch
WHEN (SELECT applying FROM sync_guard) = 0 BEGIN
  SELECT RAISE(ABORT, 'clock.sealed');
END;

CREATE TABLE clock_badge (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  employee_id TEXT NOT NULL REFERENCES employee (id), code TEXT NOT NULL CHECK (code <> '')
) WITHOUT ROWID;
CREATE INDEX clock_badge_code ON clock_badge (code) WHERE deleted = 0;
CREATE INDEX clock_badge_employee ON clock_badge (employee_id) WHERE deleted = 0;
CREATE TRIGGER clock_badge_code_insert BEFORE INSERT ON clock_badge
WHEN NEW.deleted = 0 AND (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'UNIQUE constraint failed: clock_badge.code') WHERE EXISTS (SELECT 1 FROM clock_badge WHERE code = NEW.code AND deleted = 0 AND id <> NEW.id);
END;
CREATE TRIGGER clock_badge_code_update BEFORE UPDATE OF code, deleted ON clock_badge
WHEN NEW.deleted = 0 AND (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'UNIQUE constraint failed: clock_badge.code') WHERE EXISTS (SELECT 1 FROM clock_badge WHERE code = NEW.code AND deleted = 0 AND id <> NEW.id);
END;
CREATE TRIGGER clock_badge_employee_insert BEFORE INSERT ON clock_badge
WHEN NEW.deleted = 0 AND (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'UNIQUE constraint failed: clock_badge.employee_id') WHERE EXISTS (SELECT 1 FROM clock_badge WHERE employee_id = NEW.employee_id AND deleted = 0 AND id <> NEW.id);
END;
CREATE TRIGGER clock_badge_employee_update BEFORE UPDATE OF employee_id, deleted ON clock_badge
WHEN NEW.deleted = 0 AND (SELECT applying FROM sync_guard) = 0
BEGIN
  SELECT RAISE(ABORT, 'UNIQUE constraint failed: clock_badge.employee_id') WHERE EXISTS (SELECT 1 FROM clock_badge WHERE employee_id = NEW.employee_id AND deleted = 0 AND id <> NEW.id);
END;
