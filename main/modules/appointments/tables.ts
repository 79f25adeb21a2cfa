import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { record, ref } from '#main/platform/db/columns.ts'
import { APPOINTMENT_STATES } from '#shared/modules/appointments/model.ts'

export const appointment = sqliteTable('appointment', {
  ...record<'appointment'>(),
  locationId: ref<'location'>('location_id').notNull(),
  customerId: ref<'customer'>('customer_id').notNull(),
  vehicleId: ref<'vehicle'>('vehicle_id'),
  bayId: ref<'bay'>('bay_id').notNull(),
  technicianId: ref<'employee'>('technician_id').notNull(),
  startAt: integer('start_at').notNull(),
  endAt: integer('end_at').notNull(),
  state: text('state', { enum: APPOINTMENT_STATES }).notNull(),
  concern: text('concern').notNull(),
  note: text('note').notNull(),
  cancelledReason: text('cancelled_reason').notNull(),
})
