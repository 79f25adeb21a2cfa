import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { record, ref, searchableRecord } from '#main/platform/db/columns.ts'
import { ITEM_KINDS, RELATIONS, type Relation, TRACKINGS } from '#shared/modules/catalog/model.ts'

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

export const catalogRelation = sqliteTable('catalog_relation', {
  ...record<'relation'>(),
  itemId: ref<'item'>('item_id').notNull(),
  kind: text('kind', { enum: RELATIONS }).notNull(),
  otherId: ref<'item'>('other_id').notNull(),
  qtyMilli: integer('qty_milli').notNull(),
  options: text('options', { mode: 'json' }).$type<Relation['options']>().notNull(),
})

export const catalogPrice = sqliteTable('catalog_price', {
  ...record<'price'>(),
  itemId: ref<'item'>('item_id').notNull(),
  /** Name of the customers' group; empty: everybody. */
  priceGroup: text('price_group').notNull(),
  minQtyMilli: integer('min_qty_milli').notNull(),
  priceMinor: integer('price_minor').notNull(),
  fromOn: text('from_on'),
  untilOn: text('until_on'),
})
