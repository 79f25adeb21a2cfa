import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { record, ref } from '#main/platform/db/columns.ts'
import { ROLES } from '#shared/kernel/permission.ts'
import { SESSION_KINDS } from '#shared/modules/auth/model.ts'
import { LANGUAGES } from '#shared/modules/workspace/model.ts'

export const user = sqliteTable('user', {
  ...record<'user'>(),
  name: text('name').notNull(),
  email: text('email').notNull(),
  role: text('role', { enum: ROLES }).notNull(),
  active: integer('active', { mode: 'boolean' }).notNull(),
  language: text('language', { enum: LANGUAGES }).notNull(),
  hasPin: integer('has_pin', { mode: 'boolean' }).notNull(),
})

/** Its id is the user's. Kept apart so that no list of users can carry a hash. */
export const credential = sqliteTable('credential', {
  ...record<'user'>(),
  passwordHash: text('password_hash'),
  pinHash: text('pin_hash'),
})

/** Its id is the user's. */
export const loginGuard = sqliteTable('login_guard', {
  ...record<'user'>(),
  failures: integer('failures').notNull(),
  lockedUntil: integer('locked_until').notNull(),
})

export const session = sqliteTable('session', {
  ...record<'session'>(),
  userId: ref<'user'>('user_id').notNull(),
  tokenHash: text('token_hash').notNull(),
  kind: text('kind', { enum: SESSION_KINDS }).notNull(),
  lastSeenAt: integer('last_seen_at').notNull(),
  endsAt: integer('ends_at').notNull(),
  revokedAt: integer('revoked_at'),
  ip: text('ip').notNull(),
  userAgent: text('user_agent').notNull(),
})

export const rolePermission = sqliteTable('role_permission', {
  ...record<'rolePermission'>(),
  role: text('role', { enum: ROLES }).notNull(),
  permission: text('permission').notNull(),
  granted: integer('granted', { mode: 'boolean' }).notNull(),
})

/** What was shown for one deed; used up, it is deleted. */
export const stepUp = sqliteTable('step_up', {
  ...record<'stepUp'>(),
  userId: ref<'user'>('user_id').notNull(),
  permission: text('permission').notNull(),
  subjectId: text('subject_id').notNull(),
  shownAt: integer('shown_at').notNull(),
})
