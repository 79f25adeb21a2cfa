import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { record, ref } from '#main/platform/db/columns.ts'

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
})
