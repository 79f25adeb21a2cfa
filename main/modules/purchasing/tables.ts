import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { record, ref, searchableRecord } from '#main/platform/db/columns.ts'
import { PURCHASE_STATES } from '#shared/modules/purchasing/model.ts'

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
  unitCostMinor: integer('unit_cost_minor').notNull(),
})
