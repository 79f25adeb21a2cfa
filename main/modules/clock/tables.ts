import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { record, ref } from '#main/platform/db/columns.ts'
import { PUNCH_KINDS, PUNCH_SOURCES } from '#shared/modules/clock/model.ts'

export const clockPunch = sqliteTable('clock_punch', {
  ...record<'clockPunch'>(),
  employeeId: ref<'employee'>('employee_id').notNull(),
  kind: text('kind', { enum: PUNCH_KINDS }).notNull(),
  workOrderId: ref<'workOrder'>('work_order_id'),
  jobNumber: text('job_number').notNull(),
  at: integer('at').notNull(),
  source: text('source', { enum: PUNCH_SOURCES }).notNull(),
  reason: text('reason').notNull(),
  replacesId: ref<'clockPunch'>('replaces_id'),
  userName: text('user_name').notNull(),
  driftMs: integer('drift_ms'),
  /** What an hour of the person cost then; null: what it costs now. Told to nobody but the sums of reports. */
  laborCostMinor: integer('labor_cost_minor'),
})

export const clockBadge = sqliteTable('clock_badge', {
  ...record<'clockBadge'>(),
  employeeId: ref<'employee'>('employee_id').notNull(),
  code: text('code').notNull(),
})
