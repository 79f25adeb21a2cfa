import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { record, ref } from '#main/platform/db/columns.ts'
import { DOCUMENT_KINDS, MOVE_REASONS, STOCK_STATUSES, VALUATIONS } from '#shared/modules/inventory/model.ts'
import { COUNT_STATES } from '#shared/modules/inventory/model/counts.ts'
import { TRANSFER_STATES } from '#shared/modules/inventory/model/transfers.ts'

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
  lotId: ref<'stockLot'>('lot_id'),
  documentKind: text('document_kind', { enum: DOCUMENT_KINDS }),
  /** Whose job or purchase it was. */
  customerId: ref<'customer'>('customer_id'),
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

export const stockPolicy = sqliteTable('stock_policy', {
  ...record<'stockPolicy'>(),
  valuation: text('valuation', { enum: VALUATIONS }).notNull(),
  warnDays: integer('warn_days').notNull(),
  recountMinor: integer('recount_minor').notNull(),
  demandWeeks: integer('demand_weeks').notNull(),
  leadDays: integer('lead_days').notNull(),
  coverDays: integer('cover_days').notNull(),
})

export const stockLot = sqliteTable('stock_lot', {
  ...record<'stockLot'>(),
  itemId: ref<'item'>('item_id').notNull(),
  code: text('code').notNull(),
  /** What makes two codes the same. */
  codeKey: text('code_key').notNull(),
  expiresOn: text('expires_on'),
  /** Where it stands in the order of expiry. */
  dueOn: text('due_on').notNull(),
  /** Why it is blocked, else empty. */
  blocked: text('blocked').notNull(),
})

/** Sums of the movements that name a lot, kept by triggers: only read here. */
export const stockLotLevel = sqliteTable('stock_lot_level', {
  no: integer('no').primaryKey(),
  lotId: ref<'stockLot'>('lot_id').notNull(),
  ...atPlace(),
  dueOn: text('due_on').notNull(),
  qtyMilli: integer('qty_milli').notNull(),
})

/** What lines of approved orders wait for, kept by triggers: only read here. */
export const stockReservation = sqliteTable('stock_reservation', {
  itemId: ref<'item'>('item_id').notNull(),
  locationId: ref<'location'>('location_id').notNull(),
  lineId: ref<'workOrderLine'>('line_id').notNull(),
  workOrderId: ref<'workOrder'>('work_order_id').notNull(),
  qtyMilli: integer('qty_milli').notNull(),
})

export const stockPick = sqliteTable('stock_pick', {
  ...record<'stockPick'>(),
  documentId: text('document_id').notNull(),
  locationId: ref<'location'>('location_id').notNull(),
  itemId: ref<'item'>('item_id').notNull(),
  lotId: ref<'stockLot'>('lot_id').notNull(),
  qtyMilli: integer('qty_milli').notNull(),
})

export const stockCount = sqliteTable('stock_count', {
  ...record<'stockCount'>(),
  number: text('number').notNull(),
  placeId: ref<'stockPlace'>('place_id').notNull(),
  locationId: ref<'location'>('location_id').notNull(),
  bin: text('bin').notNull(),
  isBlind: integer('is_blind', { mode: 'boolean' }).notNull(),
  state: text('state', { enum: COUNT_STATES }).notNull(),
  note: text('note').notNull(),
  startedBy: text('started_by').notNull(),
  approvedBy: text('approved_by').notNull(),
  approvedAt: integer('approved_at'),
})

export const stockCountEntry = sqliteTable('stock_count_entry', {
  ...record<'stockCountEntry'>(),
  countId: ref<'stockCount'>('count_id').notNull(),
  locationId: ref<'location'>('location_id').notNull(),
  itemId: ref<'item'>('item_id').notNull(),
  lotId: ref<'stockLot'>('lot_id'),
  countedMilli: integer('counted_milli').notNull(),
  countedAt: integer('counted_at').notNull(),
  userName: text('user_name').notNull(),
})

export const stockTransfer = sqliteTable('stock_transfer', {
  ...record<'stockTransfer'>(),
  number: text('number').notNull(),
  fromPlaceId: ref<'stockPlace'>('from_place_id').notNull(),
  /** The receiver may not know the place. */
  fromPlaceName: text('from_place_name').notNull(),
  fromLocationId: ref<'location'>('from_location_id').notNull(),
  toLocationId: ref<'location'>('to_location_id').notNull(),
  state: text('state', { enum: TRANSFER_STATES }).notNull(),
  note: text('note').notNull(),
  createdBy: text('created_by').notNull(),
  sentAt: integer('sent_at'),
  receivedAt: integer('received_at'),
})

export const stockTransferLine = sqliteTable('stock_transfer_line', {
  ...record<'stockTransferLine'>(),
  transferId: ref<'stockTransfer'>('transfer_id').notNull(),
  position: integer('position').notNull(),
  itemId: ref<'item'>('item_id').notNull(),
  lotId: ref<'stockLot'>('lot_id'),
  qtyMilli: integer('qty_milli').notNull(),
  valueMinor: integer('value_minor').notNull(),
})

export const stockTransferArrival = sqliteTable('stock_transfer_arrival', {
  ...record<'stockTransferArrival'>(),
  transferId: ref<'stockTransfer'>('transfer_id').notNull(),
  lineId: ref<'stockTransferLine'>('line_id').notNull(),
  qtyMilli: integer('qty_milli').notNull(),
  valueMinor: integer('value_minor').notNull(),
  differenceMilli: integer('difference_milli').notNull(),
  reason: text('reason').notNull(),
  userName: text('user_name').notNull(),
  arrivedAt: integer('arrived_at').notNull(),
})
