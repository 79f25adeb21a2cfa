-- Employees; some of them have a user to sign in with.
CREATE TABLE employee (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  name TEXT NOT NULL CHECK (name <> ''), job_title TEXT NOT NULL, email TEXT NOT NULL, phone TEXT NOT NULL,
  user_id TEXT REFERENCES user (id),
  is_technician INTEGER NOT NULL CHECK (is_technician IN (0, 1)),
  labor_cost_minor INTEGER NOT NULL CHECK (labor_cost_minor >= 0),
  hired_on TEXT, ended_on TEXT, note TEXT NOT NULL,
  CHECK (hired_on IS NULL OR ended_on IS NULL OR ended_on >= hired_on)
) WITHOUT ROWID;
CREATE INDEX employee_name ON employee (deleted, name, id);
CREATE INDEX employee_technician ON employee (deleted, is_technician, name, id);
-- STAFF-1: a user belongs to at most one employee who is not removed.
CREATE UNIQUE INDEX employee_user ON employee (user_id) WHERE user_id IS NOT NULL AND deleted = 0;
