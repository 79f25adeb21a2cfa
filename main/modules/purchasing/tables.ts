import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { record, ref, searchableRecord } from '#main/platform/db/columns.ts'
import { PURCHASE_STATES } from '#shared/modules/purchasing/model.ts'
import { CORE_STATES, COST_SOURCES, REQUEST_STATES, RETURN_REASONS, RETURN_STATES } from '#shared/modules/purchasing/model/parts.ts'

export const supplier = sqliteTable('supplier', {
  ...searchableRecord<'supplier'>(),
  name: text('name').notNull(),
  nameKey: text('name_key').notNull(),
  contact: text('contact').notNull(),
  phone: text('phone').notNull(),
  email: text('email').notNull(),
  address: text('address').notNull(),
  accountNumber: text('account_number').notNull(),
  note: text('note').notNull(),
})

export const purchaseOrder = sqliteTable('purchase_order', {
  ...record<'purchaseOrder'>(),
  number: text('number').notNull(),
  supplierId: ref<'supplier'>('supplier_id').notNull(),
  placeId: ref<'stockPlace'>('place_id').notNull(),
  locationId: ref<'location'>('location_id').notNull(),
  state: text('state', { enum: PURCHASE_STATES }).notNull(),
  note: text('note').notNull(),
  expectedOn: text('expected_on'),
  orderedAt: integer('ordered_at'),
  netMinor: integer('net_minor').notNull(),
})

export const purchaseLine = sqliteTable('purchase_line', {
  ...record<'purchaseLine'>(),
  orderId: ref<'purchaseOrder'>('order_id').notNull(),
  locationId: ref<'location'>('location_id').notNull(),
  position: integer('position').notNull(),
  itemId: ref<'item'>('item_id').notNull(),
  qtyMilli: integer('qty_milli').notNull(),
  /** Of a pack of `packMilli`. */
  unitCostMinor: integer('unit_cost_minor').notNull(),
  packMilli: integer('pack_milli').notNull().default(1000),
})

export const supplierOffer = sqliteTable('supplier_offer', {
  ...record<'offer'>(),
  supplierId: ref<'supplier'>('supplier_id').notNull(),
  itemId: ref<'item'>('item_id').notNull(),
  code: text('code').notNull(),
  /** The code without blanks, in capitals: what a list's row is known by. */
  codeKey: text('code_key').notNull(),
  packUnit: text('pack_unit').notNull(),
  packMilli: integer('pack_milli').notNull(),
  packMinor: integer('pack_minor').notNull(),
  preferred: integer('preferred', { mode: 'boolean' }).notNull(),
})

/** Append only: what items cost when. */
export const purchaseCost = sqliteTable('purchase_cost', {
  ...record<'cost'>(),
  itemId: ref<'item'>('item_id').notNull(),
  supplierId: ref<'supplier'>('supplier_id'),
  source: text('source', { enum: COST_SOURCES }).notNull(),
  orderId: ref<'purchaseOrder'>('order_id'),
  lineId: ref<'purchaseLine'>('line_id'),
  documentNumber: text('document_number').notNull(),
  qtyMilli: integer('qty_milli'),
  packMilli: integer('pack_milli').notNull(),
  beforeMinor: integer('before_minor'),
  packMinor: integer('pack_minor').notNull(),
  landedMinor: integer('landed_minor').notNull(),
  userName: text('user_name').notNull(),
  at: integer('at').notNull(),
})

export const partRequest = sqliteTable('part_request', {
  ...record<'partRequest'>(),
  locationId: ref<'location'>('location_id').notNull(),
  itemId: ref<'item'>('item_id').notNull(),
  supplierId: ref<'supplier'>('supplier_id'),
  qtyMilli: integer('qty_milli').notNull(),
  neededOn: text('needed_on'),
  note: text('note').notNull(),
  state: text('state', { enum: REQUEST_STATES }).notNull(),
  /** The job that waits, in words of its own: purchasing knows no jobs. */
  jobId: text('job_id'),
  jobNumber: text('job_number').notNull(),
  jobLabel: text('job_label').notNull(),
  jobLineId: text('job_line_id'),
  orderId: ref<'purchaseOrder'>('order_id'),
  requestedBy: text('requested_by').notNull(),
})

export const vendorReturn = sqliteTable('vendor_return', {
  ...record<'vendorReturn'>(),
  number: text('number').notNull(),
  supplierId: ref<'supplier'>('supplier_id').notNull(),
  locationId: ref<'location'>('location_id').notNull(),
  state: text('state', { enum: RETURN_STATES }).notNull(),
  reason: text('reason', { enum: RETURN_REASONS }).notNull(),
  note: text('note').notNull(),
  sentAt: integer('sent_at'),
  creditedAt: integer('credited_at'),
  creditMinor: integer('credit_minor'),
  creditNumber: text('credit_number').notNull(),
})

export const vendorReturnLine = sqliteTable('vendor_return_line', {
  ...record<'vendorReturnLine'>(),
  returnId: ref<'vendorReturn'>('return_id').notNull(),
  locationId: ref<'location'>('location_id').notNull(),
  position: integer('position').notNull(),
  itemId: ref<'item'>('item_id').notNull(),
  qtyMilli: integer('qty_milli').notNull(),
  unitCostMinor: integer('unit_cost_minor').notNull(),
  coreId: ref<'core'>('core_id'),
})

export const partCore = sqliteTable('part_core', {
  ...record<'core'>(),
  locationId: ref<'location'>('location_id').notNull(),
  state: text('state', { enum: CORE_STATES }).notNull(),
  itemId: ref<'item'>('item_id').notNull(),
  customerId: ref<'customer'>('customer_id'),
  supplierId: ref<'supplier'>('supplier_id'),
  /** The job or sale that charged the deposit. */
  documentId: text('document_id').notNull(),
  documentNumber: text('document_number').notNull(),
  returnId: ref<'vendorReturn'>('return_id'),
  depositMinor: integer('deposit_minor').notNull(),
  refundMinor: integer('refund_minor').notNull(),
  chargeMinor: integer('charge_minor').notNull(),
  creditMinor: integer('credit_minor').notNull(),
  reason: text('reason').notNull(),
})
