import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { record, ref, searchableRecord } from '#main/platform/db/columns.ts'
import {
  type CannedLine,
  CHANNELS,
  DISMISSALS,
  DISPOSITIONS,
  LINE_KINDS,
  ORDER_STATES,
  type SealedContent,
  TAX_SOURCES,
  WARRANTIES,
} from '#shared/modules/work-orders/model.ts'

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
  comebackOfId: ref<'workOrder'>('comeback_of_id'),
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
  discountBp: integer('discount_bp').notNull(),
  discountMinor: integer('discount_minor').notNull(),
  taxInclusive: integer('tax_inclusive', { mode: 'boolean' }).notNull(),
})

export const workOrderService = sqliteTable('work_order_service', {
  ...record<'workOrderService'>(),
  workOrderId: ref<'workOrder'>('work_order_id').notNull(),
  locationId: ref<'location'>('location_id').notNull(),
  position: integer('position').notNull(),
  title: text('title').notNull(),
  note: text('note').notNull(),
  technicianId: ref<'employee'>('technician_id'),
  discountBp: integer('discount_bp').notNull(),
  discountMinor: integer('discount_minor').notNull(),
})

export const workOrderLine = sqliteTable('work_order_line', {
  ...record<'workOrderLine'>(),
  workOrderId: ref<'workOrder'>('work_order_id').notNull(),
  /** The order's: lines travel with their location. */
  locationId: ref<'location'>('location_id').notNull(),
  serviceId: ref<'workOrderService'>('service_id'),
  position: integer('position').notNull(),
  kind: text('kind', { enum: LINE_KINDS }).notNull(),
  itemId: ref<'item'>('item_id'),
  description: text('description').notNull(),
  qtyMilli: integer('qty_milli').notNull(),
  unitPriceMinor: integer('unit_price_minor').notNull(),
  isFlat: integer('is_flat', { mode: 'boolean' }).notNull(),
  discountBp: integer('discount_bp').notNull(),
  taxRateBp: integer('tax_rate_bp').notNull(),
  taxExempt: integer('tax_exempt', { mode: 'boolean' }).notNull(),
  taxSource: text('tax_source', { enum: TAX_SOURCES }).notNull(),
  taxRule: text('tax_rule').notNull(),
  technicianId: ref<'employee'>('technician_id'),
  disposition: text('disposition', { enum: DISPOSITIONS }).notNull(),
  warranty: text('warranty', { enum: WARRANTIES }).notNull(),
  declined: integer('declined', { mode: 'boolean' }).notNull(),
  fromLineId: ref<'workOrderLine'>('from_line_id'),
})

/** Append only: the customer's words, sealed. */
export const workOrderApproval = sqliteTable('work_order_approval', {
  ...record<'workOrderApproval'>(),
  workOrderId: ref<'workOrder'>('work_order_id').notNull(),
  locationId: ref<'location'>('location_id').notNull(),
  at: integer('at').notNull(),
  takenBy: text('taken_by').notNull(),
  channel: text('channel', { enum: CHANNELS }).notNull(),
  person: text('person').notNull(),
  contact: text('contact').notNull(),
  note: text('note').notNull(),
  signature: text('signature').notNull(),
  content: text('content', { mode: 'json' }).$type<SealedContent>().notNull(),
  hash: text('hash').notNull(),
})

/** Deferred work that is set aside, under the id of its line; brought back, it is deleted. */
export const workOrderDismissal = sqliteTable('work_order_dismissal', {
  ...record<'workOrderLine'>(),
  lineId: ref<'workOrderLine'>('line_id').notNull(),
  locationId: ref<'location'>('location_id').notNull(),
  reason: text('reason', { enum: DISMISSALS }).notNull(),
  note: text('note').notNull(),
  at: integer('at').notNull(),
  takenBy: text('taken_by').notNull(),
})

export const cannedJob = sqliteTable('canned_job', {
  ...record<'cannedJob'>(),
  name: text('name').notNull(),
  /** The name without capitals and marks: the order of lists. */
  nameKey: text('name_key').notNull(),
  category: text('category').notNull(),
  lines: text('lines', { mode: 'json' }).$type<CannedLine[]>().notNull(),
  discountBp: integer('discount_bp').notNull(),
  discountMinor: integer('discount_minor').notNull(),
})
