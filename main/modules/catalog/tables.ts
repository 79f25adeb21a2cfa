import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { record, ref, searchableRecord } from '#main/platform/db/columns.ts'
import { ITEM_KINDS, TRACKINGS } from '#shared/modules/catalog/model.ts'

export const catalogItem = sqliteTable('catalog_item', {
  ...searchableRecord<'item'>(),
  sku: text('sku').notNull(),
  /** SKU in capitals: what makes two the same. */
  skuKey: text('sku_key').notNull(),
  name: text('name').notNull(),
  nameKey: text('name_key').notNull(),
  description: text('description').notNull(),
  kind: text('kind', { enum: ITEM_KINDS }).notNull(),
  category: text('category').notNull(),
  unit: text('unit').notNull(),
  priceMinor: integer('price_minor').notNull(),
  costMinor: integer('cost_minor').notNull(),
  taxRateBp: integer('tax_rate_bp'),
  barcode: text('barcode').notNull(),
  /** SKU and barcode without separators, for finding one by any part of it. */
  codes: text('codes').notNull(),
  active: integer('active', { mode: 'boolean' }).notNull(),
  tracking: text('tracking', { enum: TRACKINGS }).notNull(),
})

export const catalogBarcode = sqliteTable('catalog_barcode', {
  ...record<'barcode'>(),
  itemId: ref<'item'>('item_id').notNull(),
  code: text('code').notNull(),
  qtyMilli: integer('qty_milli').notNull(),
})
