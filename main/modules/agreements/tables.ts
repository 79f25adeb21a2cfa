import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { record, ref } from '#main/platform/db/columns.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { AGREEMENT_STATES, VISIT_STATES } from '#shared/modules/agreements/model.ts'

export const agreement = sqliteTable('agreement', {
  ...record<'agreement'>(),
  number: text('number').notNull(),
  locationId: ref<'location'>('location_id').notNull(),
  customerId: ref<'customer'>('customer_id').notNull(),
  vehicleIds: text('vehicle_ids', { mode: 'json' }).$type<Id<'vehicle'>[]>().notNull(),
  title: text('title').notNull(),
  cannedJobIds: text('canned_job_ids', { mode: 'json' }).$type<Id<'cannedJob'>[]>().notNull(),
  bookingTypeId: ref<'bookingType'>('booking_type_id'),
  minutes: integer('minutes').notNull(),
  rule: text('rule').notNull(),
  startOn: text('start_on').notNull(),
  startMinutes: integer('start_minutes').notNull(),
  leadDays: integer('lead_days').notNull(),
  bayId: ref<'bay'>('bay_id'),
  technicianId: ref<'employee'>('technician_id'),
  priceMinor: integer('price_minor'),
  terms: text('terms').notNull(),
  note: text('note').notNull(),
  state: text('state', { enum: AGREEMENT_STATES }).notNull(),
  continuesId: ref<'agreement'>('continues_id'),
})

export const agreementVisit = sqliteTable('agreement_visit', {
  ...record<'agreementVisit'>(),
  agreementId: ref<'agreement'>('agreement_id').notNull(),
  locationId: ref<'location'>('location_id').notNull(),
  vehicleId: ref<'vehicle'>('vehicle_id').notNull(),
  occurrenceOn: text('occurrence_on').notNull(),
  dueAt: integer('due_at').notNull(),
  round: integer('round').notNull(),
  state: text('state', { enum: VISIT_STATES }).notNull(),
  appointmentId: ref<'appointment'>('appointment_id'),
})
