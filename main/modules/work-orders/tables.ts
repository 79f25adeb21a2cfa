import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { record, ref, searchableRecord } from '#main/platform/db/columns.ts'
import { LINE_KINDS, ORDER_STATES } from '#shared/modules/work-orders/model.ts'

export const workOrder = sqliteTable('work_order', {
  ...searchableRecord<'workOrder'>(),
  number: text('number').notNull(),
  locationId: ref<'location'>('location_id').notNull(),
  customerId: ref<'customer'>('customer_id').notNull(),
  vehicleId: ref<'vehicle'>('vehicle_id').notNull(),
  appointmentId: ref<'appointment'>('appointment_id'),
  bayId: ref<'bay'>('bay_id'),
  technicianId: ref<'employee'>('technician_id'),
  advisorId: ref<'user'>('advisor_id'),
  state: text('state', { enum: ORDER_STATES }).notNull(),
  concern: text('concern').notNull(),
  note: text('note').notNull(),
  mileageKm: integer('mileage_km'),
  promisedAt: integer('promised_at'),
  /** `promisedAt`, or NO_PROMISE: a keyset order cannot stand on nulls. */
  dueAt: integer('due_at').notNull(),
  startedAt: integer('started_at'),
  finishedAt: integer('finished_at'),
  workedMs: integer('worked_ms').notNull(),
  runningSinceAt: integer('running_since_at'),
  holdReason: text('hold_reason').notNull(),
  cancelledReason: text('cancelled_reason').notNull(),
  netMinor: integer('net_minor').notNull(),
  taxMinor: integer('tax_minor').notNull(),
  totalMinor: integer('total_minor').notNull(),
})

export const workOrderLine = sqliteTable('work_order_line', {
  ...record<'workOrderLine'>(),
  workOrderId: ref<'workOrder'>('work_order_id').notNull(),
  /** The order's: lines travel with their location. */
  locationId: ref<'location'>('location_id').notNull(),
  position: integer('position').notNull(),
  kind: text('kind', { enum: LINE_KINDS }).notNull(),
  itemId: ref<'item'>('item_id'),
  description: text('description').notNull(),
  qtyMilli: integer('qty_milli').notNull(),
  unitPriceMinor: integer('unit_price_minor').notNull(),
  discountBp: integer('discount_bp').notNull(),
  taxRateBp: integer('tax_rate_bp').notNull(),
  taxExempt: integer('tax_exempt', { mode: 'boolean' }).notNull(),
  technicianId: ref<'employee'>('technician_id'),
  netMinor: integer('net_minor').notNull(),
})
