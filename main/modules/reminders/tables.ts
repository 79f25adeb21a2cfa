import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { record, ref } from '#main/platform/db/columns.ts'
import { REMINDER_STATES } from '#shared/modules/reminders/model.ts'

export const serviceInterval = sqliteTable('service_interval', {
  ...record<'serviceInterval'>(),
  name: text('name').notNull(),
  words: text('words', { mode: 'json' }).$type<string[]>().notNull(),
  everyMonths: integer('every_months'),
  everyKm: integer('every_km'),
  soonDays: integer('soon_days').notNull(),
  soonKm: integer('soon_km').notNull(),
})

export const serviceReminder = sqliteTable('service_reminder', {
  ...record<'serviceReminder'>(),
  vehicleId: ref<'vehicle'>('vehicle_id').notNull(),
  customerId: ref<'customer'>('customer_id'),
  intervalId: ref<'serviceInterval'>('interval_id').notNull(),
  serviceName: text('service_name').notNull(),
  lastOn: text('last_on').notNull(),
  lastKm: integer('last_km'),
  dueOn: text('due_on').notNull(),
  dueKm: integer('due_km'),
  by: text('by', { enum: ['date', 'mileage'] }).notNull(),
  state: text('state', { enum: REMINDER_STATES }).notNull(),
  messageId: ref<'outgoingMessage'>('message_id'),
  dismissedReason: text('dismissed_reason').notNull(),
})
