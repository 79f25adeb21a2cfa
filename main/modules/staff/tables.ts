import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { record, ref } from '#main/platform/db/columns.ts'
import type { WeekHours } from '#shared/kernel/hours.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { ABSENCE_KINDS } from '#shared/modules/staff/model.ts'

export const employee = sqliteTable('employee', {
  ...record<'employee'>(),
  name: text('name').notNull(),
  jobTitle: text('job_title').notNull(),
  email: text('email').notNull(),
  phone: text('phone').notNull(),
  userId: ref<'user'>('user_id'),
  isTechnician: integer('is_technician', { mode: 'boolean' }).notNull(),
  laborCostMinor: integer('labor_cost_minor').notNull(),
  hiredOn: text('hired_on'),
  endedOn: text('ended_on'),
  note: text('note').notNull(),
  skillIds: text('skill_ids', { mode: 'json' }).$type<Id<'skill'>[]>().notNull(),
  weekHours: text('week_hours', { mode: 'json' }).$type<WeekHours>(),
})

export const skill = sqliteTable('skill', { ...record<'skill'>(), name: text('name').notNull() })

export const absence = sqliteTable('absence', {
  ...record<'absence'>(),
  employeeId: ref<'employee'>('employee_id').notNull(),
  startAt: integer('start_at').notNull(),
  endAt: integer('end_at').notNull(),
  kind: text('kind', { enum: ABSENCE_KINDS }).notNull(),
  note: text('note').notNull(),
})

export const holiday = sqliteTable('holiday', {
  ...record<'holiday'>(),
  locationId: ref<'location'>('location_id'),
  closedOn: text('closed_on').notNull(),
  name: text('name').notNull(),
})
