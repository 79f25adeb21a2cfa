import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { record, ref, searchableRecord } from '#main/platform/db/columns.ts'
import { type CustomerSnapshot, INVOICE_STATES, PAYMENT_METHODS, type SellerSnapshot, type VehicleSnapshot } from '#shared/modules/invoicing/model.ts'
import { LINE_KINDS, type Totals } from '#shared/modules/work-orders/model.ts'

export const invoice = sqliteTable('invoice', {
  ...searchableRecord<'invoice'>(),
  number: text('number').notNull(),
  workOrderId: ref<'workOrder'>('work_order_id').notNull(),
  workOrderNumber: text('work_order_number').notNull(),
  locationId: ref<'location'>('location_id').notNull(),
  customerId: ref<'customer'>('customer_id').notNull(),
  issuedAt: integer('issued_at').notNull(),
  issuedOn: text('issued_on').notNull(),
  dueOn: text('due_on').notNull(),
  currency: text('currency').notNull(),
  netMinor: integer('net_minor').notNull(),
  taxMinor: integer('tax_minor').notNull(),
  totalMinor: integer('total_minor').notNull(),
  taxes: text('taxes', { mode: 'json' }).$type<Totals['taxes']>().notNull(),
  note: text('note').notNull(),
  taxInclusive: integer('tax_inclusive', { mode: 'boolean' }).notNull(),
  seller: text('seller', { mode: 'json' }).$type<SellerSnapshot>().notNull(),
  customer: text('customer', { mode: 'json' }).$type<CustomerSnapshot>().notNull(),
  vehicle: text('vehicle', { mode: 'json' }).$type<VehicleSnapshot>().notNull(),
  state: text('state', { enum: INVOICE_STATES }).notNull(),
  voidReason: text('void_reason').notNull(),
})

/** Append only. */
export const invoiceLine = sqliteTable('invoice_line', {
  ...record<'invoiceLine'>(),
  invoiceId: ref<'invoice'>('invoice_id').notNull(),
  locationId: ref<'location'>('location_id').notNull(),
  position: integer('position').notNull(),
  service: text('service').notNull(),
  kind: text('kind', { enum: LINE_KINDS }).notNull(),
  description: text('description').notNull(),
  qtyMilli: integer('qty_milli').notNull(),
  unitPriceMinor: integer('unit_price_minor').notNull(),
  isFlat: integer('is_flat', { mode: 'boolean' }).notNull(),
  discountBp: integer('discount_bp').notNull(),
  sharedDiscountMinor: integer('shared_discount_minor').notNull(),
  taxRateBp: integer('tax_rate_bp').notNull(),
  taxExempt: integer('tax_exempt', { mode: 'boolean' }).notNull(),
  underWarranty: integer('under_warranty', { mode: 'boolean' }).notNull(),
  netMinor: integer('net_minor').notNull(),
  taxMinor: integer('tax_minor'),
})

/** Append only: the balance of an invoice is a sum. */
export const payment = sqliteTable('payment', {
  ...record<'payment'>(),
  invoiceId: ref<'invoice'>('invoice_id').notNull(),
  locationId: ref<'location'>('location_id').notNull(),
  method: text('method', { enum: PAYMENT_METHODS }).notNull(),
  amountMinor: integer('amount_minor').notNull(),
  tenderedMinor: integer('tendered_minor'),
  receivedAt: integer('received_at').notNull(),
  receivedBy: text('received_by').notNull(),
  reference: text('reference').notNull(),
  reversesId: ref<'payment'>('reverses_id'),
  reason: text('reason').notNull(),
})
