import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { record, ref } from '#main/platform/db/columns.ts'
import { MOVE_REASONS, STOCK_STATUSES } from '#shared/modules/inventory/model.ts'

export const stockPlace = sqliteTable('stock_place', {
  ...record<'stockPlace'>(),
  locationId: ref<'location'>('location_id').notNull(),
  name: text('name').notNull(),
  position: integer('position').notNull(),
})

const atPlace = () => ({
  itemId: ref<'item'>('item_id').notNull(),
  placeId: ref<'stockPlace'>('place_id').notNull(),
  locationId: ref<'location'>('location_id').notNull(),
})
const limits = () => ({
  bin: text('bin').notNull(),
  reorderAtMilli: integer('reorder_at_milli'),
  fillToMilli: integer('fill_to_milli'),
  criticalAtMilli: integer('critical_at_milli'),
})

export const stockRule = sqliteTable('stock_rule', { ...record<'stockRule'>(), ...atPlace(), ...limits() })

export const stockMove = sqliteTable('stock_move', {
  ...record<'stockMove'>(),
  ...atPlace(),
  reason: text('reason', { enum: MOVE_REASONS }).notNull(),
  deltaMilli: integer('delta_milli').notNull(),
  valueMinor: integer('value_minor').notNull(),
  /** The document that moved it, such as a work order. */
  documentId: text('document_id'),
  documentNumber: text('document_number').notNull(),
  note: text('note').notNull(),
  userName: text('user_name').notNull(),
  movedAt: integer('moved_at').notNull(),
})

/** Sums of the movements, kept by triggers: only read here. */
export const stockLevel = sqliteTable('stock_level', {
  no: integer('no').primaryKey(),
  ...atPlace(),
  nameKey: text('name_key').notNull(),
  qtyMilli: integer('qty_milli').notNull(),
  valueMinor: integer('value_minor').notNull(),
  movedAt: integer('moved_at').notNull(),
  ...limits(),
  status: text('status', { enum: STOCK_STATUSES }).notNull(),
})
