import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { record, ref } from '#main/platform/db/columns.ts'
import type { WeekHours } from '#shared/kernel/hours.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { APPOINTMENT_STATES, PURPOSES } from '#shared/modules/appointments/model.ts'

export const appointment = sqliteTable('appointment', {
  ...record<'appointment'>(),
  locationId: ref<'location'>('location_id').notNull(),
  customerId: ref<'customer'>('customer_id'),
  vehicleId: ref<'vehicle'>('vehicle_id'),
  bayId: ref<'bay'>('bay_id'),
  technicianId: ref<'employee'>('technician_id'),
  startAt: integer('start_at').notNull(),
  endAt: integer('end_at').notNull(),
  state: text('state', { enum: APPOINTMENT_STATES }).notNull(),
  concern: text('concern').notNull(),
  note: text('note').notNull(),
  cancelledReason: text('cancelled_reason').notNull(),
  bookingTypeId: ref<'bookingType'>('booking_type_id'),
  partsAt: integer('parts_at'),
  approvalAt: integer('approval_at'),
  purpose: text('purpose', { enum: PURPOSES }),
  partOfId: ref<'appointment'>('part_of_id'),
})

export const bookingType = sqliteTable('booking_type', {
  ...record<'bookingType'>(),
  name: text('name').notNull(),
  minutes: integer('minutes').notNull(),
  skillIds: text('skill_ids', { mode: 'json' }).$type<Id<'skill'>[]>().notNull(),
  equipmentIds: text('equipment_ids', { mode: 'json' }).$type<Id<'bayEquipment'>[]>().notNull(),
  weekHours: text('week_hours', { mode: 'json' }).$type<WeekHours>(),
  note: text('note').notNull(),
})
