import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { record, ref } from '#main/platform/db/columns.ts'
import type { SellerSnapshot } from '#shared/modules/invoicing/model.ts'
import {
  DISPOSITIONS,
  type LabelOrder,
  type ParkedBasket,
  type Policy,
  PRINT_FORMS,
  PRINT_PROBLEMS,
  PRINT_STATES,
  type Printer,
  SALE_LINE_KINDS,
  type SoldLot,
  TENDERS,
} from '#shared/modules/pos/model.ts'
import type { Totals } from '#shared/modules/work-orders/model.ts'

export const posPolicy = sqliteTable('pos_policy', {
  ...record<'posPolicy'>(),
  cashStepMinor: integer('cash_step_minor').notNull(),
  pinPerSale: integer('pin_per_sale', { mode: 'boolean' }).notNull(),
  discountBp: text('discount_bp', { mode: 'json' }).$type<Policy['discountBp']>().notNull(),
  cardSaleMinor: integer('card_sale_minor').notNull(),
  cardOpenMinor: integer('card_open_minor').notNull(),
  cardAlarmHours: integer('card_alarm_hours').notNull(),
})

/** Under the id of the sale that is to be made. */
export const saleSeller = sqliteTable('sale_seller', {
  ...record<'sale'>(),
  userId: ref<'user'>('user_id').notNull(),
  identifiedAt: integer('identified_at').notNull(),
})

/** Append only, as its lines and payments. */
export const sale = sqliteTable('sale', {
  ...record<'sale'>(),
  number: text('number').notNull(),
  locationId: ref<'location'>('location_id').notNull(),
  tillId: ref<'till'>('till_id').notNull(),
  customerId: ref<'customer'>('customer_id'),
  customerName: text('customer_name').notNull(),
  sellerId: ref<'user'>('seller_id'),
  sellerName: text('seller_name').notNull(),
  soldAt: integer('sold_at').notNull(),
  soldOn: text('sold_on').notNull(),
  currency: text('currency').notNull(),
  netMinor: integer('net_minor').notNull(),
  taxMinor: integer('tax_minor').notNull(),
  advanceMinor: integer('advance_minor').notNull(),
  totalMinor: integer('total_minor').notNull(),
  roundingMinor: integer('rounding_minor').notNull(),
  taxes: text('taxes', { mode: 'json' }).$type<Totals['taxes']>().notNull(),
  shop: text('shop', { mode: 'json' }).$type<SellerSnapshot>().notNull(),
  note: text('note').notNull(),
})

export const saleLine = sqliteTable('sale_line', {
  ...record<'saleLine'>(),
  saleId: ref<'sale'>('sale_id').notNull(),
  locationId: ref<'location'>('location_id').notNull(),
  customerId: ref<'customer'>('customer_id'),
  position: integer('position').notNull(),
  kind: text('kind', { enum: SALE_LINE_KINDS }).notNull(),
  itemId: ref<'item'>('item_id'),
  sku: text('sku').notNull(),
  description: text('description').notNull(),
  qtyMilli: integer('qty_milli').notNull(),
  unitPriceMinor: integer('unit_price_minor').notNull(),
  discountBp: integer('discount_bp').notNull(),
  taxRateBp: integer('tax_rate_bp').notNull(),
  taxExempt: integer('tax_exempt', { mode: 'boolean' }).notNull(),
  netMinor: integer('net_minor').notNull(),
  taxMinor: integer('tax_minor').notNull(),
  returnsLineId: ref<'saleLine'>('returns_line_id'),
  // Null where there is nothing to say, as in sales of former versions: seals leave it out.
  lots: text('lots', { mode: 'json' }).$type<SoldLot[]>(),
  disposition: text('disposition', { enum: DISPOSITIONS }),
  againLineId: ref<'saleLine'>('again_line_id'),
})

/** Lines of which too much came back; kept by triggers. */
export const saleExcess = sqliteTable('sale_excess', {
  lineId: ref<'saleLine'>('line_id').primaryKey(),
  locationId: ref<'location'>('location_id').notNull(),
  qtyMilli: integer('qty_milli').notNull(),
})

/** Of this device alone. */
export const receiptPrinter = sqliteTable('receipt_printer', {
  ...record<'receiptPrinter'>(),
  host: text('host').notNull(),
  port: integer('port').notNull(),
  path: text('path').notNull(),
  widthMm: integer('width_mm').$type<Printer['widthMm']>().notNull(),
  printsSales: integer('prints_sales', { mode: 'boolean' }).notNull(),
  hasDrawer: integer('has_drawer', { mode: 'boolean' }).notNull(),
})

/** What is on its way to paper: a receipt under the id of its sale, a report under that of its till, the drawer's pulse under that of the sale, the entry or the payment, or labels. */
export const receiptPrint = sqliteTable('receipt_print', {
  ...record<'print'>(),
  state: text('state', { enum: PRINT_STATES }).notNull(),
  form: text('form', { enum: PRINT_FORMS }).notNull(),
  opensDrawer: integer('opens_drawer', { mode: 'boolean' }).notNull(),
  attempts: integer('attempts').notNull(),
  askedAt: integer('asked_at').notNull(),
  problem: text('problem', { enum: PRINT_PROBLEMS }),
  labels: text('labels', { mode: 'json' }).$type<LabelOrder>(),
})

export const salePayment = sqliteTable('sale_payment', {
  ...record<'salePayment'>(),
  saleId: ref<'sale'>('sale_id').notNull(),
  locationId: ref<'location'>('location_id').notNull(),
  tillId: ref<'till'>('till_id').notNull(),
  customerId: ref<'customer'>('customer_id'),
  position: integer('position').notNull(),
  method: text('method', { enum: TENDERS }).notNull(),
  amountMinor: integer('amount_minor').notNull(),
  tenderedMinor: integer('tendered_minor'),
  reference: text('reference').notNull(),
  isPending: integer('is_pending', { mode: 'boolean' }).notNull(),
})

/** Append only: what the terminal said of a pending card. */
export const cardAnswer = sqliteTable('card_answer', {
  ...record<'cardAnswer'>(),
  paymentId: ref<'salePayment'>('payment_id').notNull(),
  locationId: ref<'location'>('location_id').notNull(),
  standing: text('standing', { enum: ['approved', 'declined'] }).notNull(),
  reference: text('reference').notNull(),
  userName: text('user_name').notNull(),
  answeredAt: integer('answered_at').notNull(),
})

export const parkedSale = sqliteTable('parked_sale', {
  ...record<'parkedSale'>(),
  locationId: ref<'location'>('location_id').notNull(),
  label: text('label').notNull(),
  basket: text('basket', { mode: 'json' }).$type<ParkedBasket>().notNull(),
  lineCount: integer('line_count').notNull(),
  parkedBy: text('parked_by').notNull(),
  parkedAt: integer('parked_at').notNull(),
})

/** Cards without an answer; kept by triggers. */
export const cardPending = sqliteTable('card_pending', {
  paymentId: ref<'salePayment'>('payment_id').primaryKey(),
  saleId: ref<'sale'>('sale_id').notNull(),
  locationId: ref<'location'>('location_id').notNull(),
  tillId: ref<'till'>('till_id').notNull(),
  amountMinor: integer('amount_minor').notNull(),
})
