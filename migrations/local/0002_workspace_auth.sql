-- The company and its people.
CREATE TABLE company (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  name TEXT NOT NULL, tax_id TEXT NOT NULL, phone TEXT NOT NULL, email TEXT NOT NULL, address TEXT NOT NULL,
  currency TEXT NOT NULL, language TEXT NOT NULL CHECK (language IN ('en', 'ar')), zone TEXT NOT NULL, country TEXT NOT NULL,
  tax_rate_bp INTEGER NOT NULL CHECK (tax_rate_bp BETWEEN 0 AND 10000),
  labor_rate_minor INTEGER NOT NULL CHECK (labor_rate_minor >= 0),
  invoice_due_days INTEGER NOT NULL, invoice_note TEXT NOT NULL,
  session_idle_minutes INTEGER NOT NULL, kiosk_idle_minutes INTEGER NOT NULL,
  is_demo INTEGER NOT NULL CHECK (is_demo IN (0, 1))
) WITHOUT ROWID;
-- WS-1: a database holds at most one company.
CREATE UNIQUE INDEX company_one ON company ((1));

CREATE TABLE location (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  name TEXT NOT NULL, address TEXT NOT NULL, phone TEXT NOT NULL,
  opens_at_minutes INTEGER NOT NULL, closes_at_minutes INTEGER NOT NULL, open_weekdays TEXT NOT NULL,
  CHECK (closes_at_minutes > opens_at_minutes)
) WITHOUT ROWID;

CREATE TABLE user (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  name TEXT NOT NULL, email TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('owner', 'manager', 'cashier', 'technician', 'warehouse', 'staff', 'viewer')),
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  language TEXT NOT NULL CHECK (language IN ('en', 'ar')),
  has_pin INTEGER NOT NULL CHECK (has_pin IN (0, 1))
) WITHOUT ROWID;
CREATE INDEX user_email ON user (email);
CREATE INDEX user_name ON user (name, id);

CREATE TABLE credential (
  id TEXT PRIMARY KEY REFERENCES user (id), created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  password_hash TEXT, pin_hash TEXT
) WITHOUT ROWID;

CREATE TABLE login_guard (
  id TEXT PRIMARY KEY REFERENCES user (id), created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  failures INTEGER NOT NULL CHECK (failures >= 0), locked_until INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE session (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  user_id TEXT NOT NULL REFERENCES user (id),
  token_hash TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('desk', 'kiosk')),
  last_seen_at INTEGER NOT NULL, ends_at INTEGER NOT NULL, revoked_at INTEGER,
  ip TEXT NOT NULL, user_agent TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX session_user ON session (user_id, last_seen_at);
CREATE INDEX session_open ON session (last_seen_at) WHERE revoked_at IS NULL;

CREATE TABLE role_permission (
  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), clk TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('owner', 'manager', 'cashier', 'technician', 'warehouse', 'staff', 'viewer')),
  permission TEXT NOT NULL, granted INTEGER NOT NULL CHECK (granted IN (0, 1))
) WITHOUT ROWID;
CREATE INDEX role_permission_role ON role_permission (role, permission);
