import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { record, ref, searchableRecord } from '#main/platform/db/columns.ts'
import {
  ABOVE_LIMIT,
  type CustomerSnapshot,
  INVOICE_STATES,
  LEDGER_METHODS,
  type SellerSnapshot,
  type VehicleSnapshot,
} from '#shared/modules/invoicing/model.ts'
import { type Counted, ENTRY_KINDS, TILL_STATES } from '#shared/modules/invoicing/model/drawer.ts'
import { LINE_KINDS, type Totals } from '#shared/modules/work-orders/model.ts'

export const invoice = sqliteTable('invoice', {
  ...searchableRecord<'invoice'>(),
  number: text('number').notNull(),
  officialNumber: integer('official_number'),
  workOrderId: ref<'workOrder'>('work_order_id'),
  workOrderNumber: text('work_order_number').notNull(),
  saleId: ref<'sale'>('sale_id'),
  saleNumber: text('sale_number').notNull(),
  locationId: ref<'location'>('location_id').notNull(),
  customerId: ref<'customer'>('customer_id').notNull(),
  issuedAt: integer('issued_at').notNull(),
  issuedOn: text('issued_on').notNull(),
  dueOn: text('due_on').notNull(),
  currency: text('currency').notNull(),
  netMinor: integer('net_minor').notNull(),
  taxMinor: integer('tax_minor').notNull(),
  totalMinor: integer('total_minor').notNull(),
  settledMinor: integer('settled_minor').notNull(),
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
  workOrderLineId: ref<'workOrderLine'>('work_order_line_id'),
  /** How many void invoices that line of the order stood on before. */
  turn: integer('turn').notNull(),
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
  invoiceId: ref<'invoice'>('invoice_id'),
  customerId: ref<'customer'>('customer_id'),
  workOrderId: ref<'workOrder'>('work_order_id'),
  locationId: ref<'location'>('location_id').notNull(),
  method: text('method', { enum: LEDGER_METHODS }).notNull(),
  amountMinor: integer('amount_minor').notNull(),
  tenderedMinor: integer('tendered_minor'),
  receivedAt: integer('received_at').notNull(),
  receivedBy: text('received_by').notNull(),
  reference: text('reference').notNull(),
  reversesId: ref<'payment'>('reverses_id'),
  refundsId: ref<'payment'>('refunds_id'),
  saleId: ref<'sale'>('sale_id'),
  reason: text('reason').notNull(),
})

/** Append only: what of a payment stands for an invoice is a sum. */
export const paymentAllocation = sqliteTable('payment_allocation', {
  ...record<'paymentAllocation'>(),
  paymentId: ref<'payment'>('payment_id').notNull(),
  invoiceId: ref<'invoice'>('invoice_id').notNull(),
  locationId: ref<'location'>('location_id').notNull(),
  customerId: ref<'customer'>('customer_id').notNull(),
  amountMinor: integer('amount_minor').notNull(),
  allocatedAt: integer('allocated_at').notNull(),
  allocatedBy: text('allocated_by').notNull(),
})

/** Append only, as its lines. */
export const creditNote = sqliteTable('credit_note', {
  ...record<'creditNote'>(),
  number: text('number').notNull(),
  officialNumber: integer('official_number'),
  invoiceId: ref<'invoice'>('invoice_id').notNull(),
  locationId: ref<'location'>('location_id').notNull(),
  customerId: ref<'customer'>('customer_id').notNull(),
  issuedAt: integer('issued_at').notNull(),
  issuedOn: text('issued_on').notNull(),
  issuedBy: text('issued_by').notNull(),
  netMinor: integer('net_minor').notNull(),
  taxMinor: integer('tax_minor').notNull(),
  totalMinor: integer('total_minor').notNull(),
  taxes: text('taxes', { mode: 'json' }).$type<Totals['taxes']>().notNull(),
  reason: text('reason').notNull(),
})

export const creditNoteLine = sqliteTable('credit_note_line', {
  ...record<'creditNoteLine'>(),
  creditNoteId: ref<'creditNote'>('credit_note_id').notNull(),
  invoiceLineId: ref<'invoiceLine'>('invoice_line_id').notNull(),
  locationId: ref<'location'>('location_id').notNull(),
  position: integer('position').notNull(),
  /** What of the line was credited before. */
  fromMilli: integer('from_milli').notNull(),
  qtyMilli: integer('qty_milli').notNull(),
  netMinor: integer('net_minor').notNull(),
  taxMinor: integer('tax_minor').notNull(),
})

/** Append only. */
export const writeOff = sqliteTable('write_off', {
  ...record<'writeOff'>(),
  invoiceId: ref<'invoice'>('invoice_id').notNull(),
  locationId: ref<'location'>('location_id').notNull(),
  customerId: ref<'customer'>('customer_id').notNull(),
  amountMinor: integer('amount_minor').notNull(),
  reason: text('reason').notNull(),
  writtenAt: integer('written_at').notNull(),
  writtenBy: text('written_by').notNull(),
  approvedBy: text('approved_by').notNull(),
  reversesId: ref<'writeOff'>('reverses_id'),
})

/** Its id is the customer's. */
export const customerAccount = sqliteTable('customer_account', {
  ...record<'customer'>(),
  termsDays: integer('terms_days'),
  limitMinor: integer('limit_minor'),
  aboveLimit: text('above_limit', { enum: ABOVE_LIMIT }).notNull(),
  dunningLevel: integer('dunning_level').notNull(),
  dunnedAt: integer('dunned_at'),
})

/** Invoices on which something is due, or (negative) too much is settled; kept by triggers. */
export const invoiceOpen = sqliteTable('invoice_open', {
  invoiceId: ref<'invoice'>('invoice_id').primaryKey(),
  customerId: ref<'customer'>('customer_id').notNull(),
  locationId: ref<'location'>('location_id').notNull(),
  number: text('number').notNull(),
  issuedAt: integer('issued_at').notNull(),
  dueOn: text('due_on').notNull(),
  dueMinor: integer('due_minor').notNull(),
})

/** Payments of which something is free, or (negative) more is used than came in; kept by triggers. */
export const paymentOpen = sqliteTable('payment_open', {
  paymentId: ref<'payment'>('payment_id').primaryKey(),
  customerId: ref<'customer'>('customer_id').notNull(),
  locationId: ref<'location'>('location_id').notNull(),
  workOrderId: ref<'workOrder'>('work_order_id'),
  receivedAt: integer('received_at').notNull(),
  freeMinor: integer('free_minor').notNull(),
})

/** A device's drawer from its opening to its count. */
export const till = sqliteTable('till', {
  ...record<'till'>(),
  number: text('number').notNull(),
  locationId: ref<'location'>('location_id').notNull(),
  deviceTag: text('device_tag').notNull(),
  deviceName: text('device_name').notNull(),
  state: text('state', { enum: TILL_STATES }).notNull(),
  openedAt: integer('opened_at').notNull(),
  openedBy: text('opened_by').notNull(),
  floatMinor: integer('float_minor').notNull(),
  closedAt: integer('closed_at'),
  closedBy: text('closed_by').notNull(),
  expectedMinor: integer('expected_minor'),
  countedMinor: integer('counted_minor'),
  counts: text('counts', { mode: 'json' }).$type<Counted[]>().notNull(),
  note: text('note').notNull(),
})

/** A till as it is read: all but what every record has. */
export const tillColumns = {
  id: till.id,
  number: till.number,
  locationId: till.locationId,
  deviceTag: till.deviceTag,
  deviceName: till.deviceName,
  state: till.state,
  openedAt: till.openedAt,
  openedBy: till.openedBy,
  floatMinor: till.floatMinor,
  closedAt: till.closedAt,
  closedBy: till.closedBy,
  expectedMinor: till.expectedMinor,
  countedMinor: till.countedMinor,
  counts: till.counts,
  note: till.note,
}

/** Append only: what a till holds is their sum. */
export const tillEntry = sqliteTable('till_entry', {
  ...record<'tillEntry'>(),
  tillId: ref<'till'>('till_id').notNull(),
  locationId: ref<'location'>('location_id').notNull(),
  kind: text('kind', { enum: ENTRY_KINDS }).notNull(),
  amountMinor: integer('amount_minor').notNull(),
  /** The sale or the payment of an invoice that moved the cash. */
  sourceId: text('source_id'),
  reason: text('reason').notNull(),
  userName: text('user_name').notNull(),
  enteredAt: integer('entered_at').notNull(),
})
