import { and, asc, eq, sql } from 'drizzle-orm'
import type { Builder } from '#main/platform/db/connection.ts'
import { list } from '#main/platform/db/list.ts'
import { query, type ReadDb, sqlQuery } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { Tracking } from '#shared/modules/catalog/model.ts'
import type { StockStatus } from '#shared/modules/inventory/model.ts'
import type { Held } from '#shared/modules/inventory/rules.ts'
import { catalogItem } from '../catalog/tables.ts'
import { customer } from '../customers/tables.ts'
import { stockLevel, stockLot, stockMove, stockPlace, stockPolicy, stockRule } from './tables.ts'

const value = sql.placeholder

const placeColumns = { id: stockPlace.id, locationId: stockPlace.locationId, name: stockPlace.name, position: stockPlace.position, deleted: stockPlace.deleted }
const placeById = query((q) =>
  q
    .select(placeColumns)
    .from(stockPlace)
    .where(eq(stockPlace.id, value('id'))),
)
/** One that was removed while another device put goods into it stays, behind the others, until they have left. */
const isThere = sql`(${stockPlace.deleted} = 0 OR EXISTS (SELECT 1 FROM stock_level AS held WHERE held.place_id = ${stockPlace.id} AND held.qty_milli <> 0))`
const everyPlace = query((q) =>
  q
    .select(placeColumns)
    .from(stockPlace)
    .where(isThere)
    .orderBy(asc(stockPlace.locationId), asc(stockPlace.deleted), asc(stockPlace.position), asc(stockPlace.id)),
)
const placesAt = query((q) =>
  q
    .select(placeColumns)
    .from(stockPlace)
    .where(and(isThere, eq(stockPlace.locationId, value('locationId'))))
    .orderBy(asc(stockPlace.deleted), asc(stockPlace.position), asc(stockPlace.id)),
)
const stockedIn = sqlQuery<{ count: number }, [string]>('SELECT count(*) AS count FROM stock_level WHERE place_id = ? AND qty_milli <> 0')
/** What is still to be done in a place, or could not be once it is removed. Named by its SQL alone: orders belong to a later module. */
const openOn = sqlQuery<{ count: number }, [string, string, string]>(
  `SELECT (SELECT count(*) FROM stock_count WHERE place_id = ? AND state IN ('counting', 'review'))
    + (SELECT count(*) FROM stock_transfer WHERE from_place_id = ? AND state IN ('draft', 'sent', 'partly'))
    + (SELECT count(*) FROM purchase_order WHERE place_id = ? AND state IN ('draft', 'ordered')) AS count`,
)

/** Jobs take their parts from the first place of their location: what they wait for is reserved there. */
const reserved = sql<number>`CASE WHEN EXISTS (SELECT 1 FROM stock_place AS earlier WHERE earlier.deleted = 0 AND earlier.location_id = ${stockPlace.locationId}
    AND (earlier.position, earlier.id) < (${stockPlace.position}, ${stockPlace.id})) THEN 0
  ELSE (SELECT coalesce(sum(waiting.qty_milli), 0) FROM stock_reservation AS waiting WHERE waiting.item_id = ${stockLevel.itemId} AND waiting.location_id = ${stockLevel.locationId}) END`
const levelsOf = (q: Builder) =>
  q
    .select({
      no: stockLevel.no,
      nameKey: stockLevel.nameKey,
      itemId: stockLevel.itemId,
      placeId: stockLevel.placeId,
      locationId: stockLevel.locationId,
      placeName: sql<string>`${stockPlace.name}`,
      sku: sql<string>`${catalogItem.sku}`,
      name: sql<string>`${catalogItem.name}`,
      unit: sql<string>`${catalogItem.unit}`,
      tracking: sql<Tracking>`${catalogItem.tracking}`,
      qtyMilli: stockLevel.qtyMilli,
      reservedMilli: reserved.as('reserved_milli'),
      valueMinor: stockLevel.valueMinor,
      movedAt: stockLevel.movedAt,
      status: stockLevel.status,
      bin: stockLevel.bin,
      reorderAtMilli: stockLevel.reorderAtMilli,
      fillToMilli: stockLevel.fillToMilli,
      criticalAtMilli: stockLevel.criticalAtMilli,
    })
    .from(stockLevel)
    .innerJoin(stockPlace, eq(stockPlace.id, stockLevel.placeId))
    .innerJoin(catalogItem, eq(catalogItem.id, stockLevel.itemId))
const levelList = list({
  select: (q) => levelsOf(q).$dynamic(),
  filters: {
    locationId: (v) => sql`${stockLevel.locationId} = ${v}`,
    placeId: (v) => sql`${stockLevel.placeId} = ${v}`,
    status: (v) => sql`${stockLevel.status} = ${v}`,
  },
  sorts: {
    name: { by: [stockLevel.nameKey, stockLevel.no], direction: 'asc' },
    moved: { by: [stockLevel.movedAt, stockLevel.no], direction: 'desc' },
  },
})
const levelsOfItem = query((q) =>
  levelsOf(q)
    .where(eq(stockLevel.itemId, value('itemId')))
    .orderBy(asc(stockPlace.position), asc(stockPlace.id)),
)
const levelAt = query((q) => levelsOf(q).where(and(eq(stockLevel.itemId, value('itemId')), eq(stockLevel.placeId, value('placeId')))))
const sums = sqlQuery<{ status: StockStatus; count: number; valueMinor: number }, []>(
  'SELECT status, count(*) AS count, sum(value_minor) AS valueMinor FROM stock_level GROUP BY status',
)
const sumsAt = sqlQuery<{ status: StockStatus; count: number; valueMinor: number }, [string]>(
  'SELECT status, count(*) AS count, sum(value_minor) AS valueMinor FROM stock_level WHERE location_id = ? GROUP BY status',
)

const moveList = list({
  select: (q) =>
    q
      .select({
        id: stockMove.id,
        itemId: stockMove.itemId,
        // Item, lot and customer may come from the centre after the movement.
        itemName: sql<string>`coalesce(${catalogItem.name}, '')`,
        unit: sql<string>`coalesce(${catalogItem.unit}, '')`,
        placeId: stockMove.placeId,
        placeName: sql<string>`${stockPlace.name}`,
        reason: stockMove.reason,
        deltaMilli: stockMove.deltaMilli,
        valueMinor: stockMove.valueMinor,
        lotId: stockMove.lotId,
        lotCode: sql<string>`coalesce(${stockLot.code}, '')`,
        documentKind: stockMove.documentKind,
        customerId: stockMove.customerId,
        customerName: sql<string>`coalesce(${customer.name}, '')`,
        documentId: stockMove.documentId,
        documentNumber: stockMove.documentNumber,
        note: stockMove.note,
        userName: stockMove.userName,
        movedAt: stockMove.movedAt,
      })
      .from(stockMove)
      .innerJoin(stockPlace, eq(stockPlace.id, stockMove.placeId))
      .leftJoin(catalogItem, eq(catalogItem.id, stockMove.itemId))
      .leftJoin(stockLot, eq(stockLot.id, stockMove.lotId))
      .leftJoin(customer, eq(customer.id, stockMove.customerId))
      .$dynamic(),
  filters: {
    itemId: (v) => sql`${stockMove.itemId} = ${v}`,
    placeId: (v) => sql`${stockMove.placeId} = ${v}`,
    lotId: (v) => sql`${stockMove.lotId} = ${v}`,
    documentId: (v) => sql`${stockMove.documentId} = ${v}`,
  },
  sorts: { newest: { by: [stockMove.movedAt, stockMove.id], direction: 'desc' } },
})
/** What a document took and gave back; what it wrote off of that is no part of it. */
const ofDocument = sqlQuery<{ itemId: Id<'item'>; placeId: Id<'stockPlace'>; lotId: Id<'stockLot'> | null } & Held, [string]>(
  `SELECT item_id AS itemId, place_id AS placeId, lot_id AS lotId, sum(delta_milli) AS qtyMilli, sum(value_minor) AS valueMinor
  FROM stock_move WHERE document_id = ? AND reason <> 'damage' GROUP BY item_id, place_id, lot_id ORDER BY min(id)`,
)
/** What came in, newest first: more layers than any shelf holds. */
const inflow = sqlQuery<Held, [string, string]>(
  `SELECT delta_milli AS qtyMilli, value_minor AS valueMinor FROM stock_move WHERE item_id = ? AND +place_id = ? AND delta_milli > 0
  ORDER BY moved_at DESC, id DESC LIMIT 1000`,
)
const inUse = sqlQuery<{ bin: string }, [string]>("SELECT DISTINCT bin FROM stock_level WHERE place_id = ? AND bin <> '' ORDER BY bin LIMIT 1000")
const binsWithin = sqlQuery<{ itemId: Id<'item'>; bin: string }, [itemIds: string, placeId: string]>(
  "SELECT l.item_id AS itemId, l.bin FROM json_each(?) AS asked JOIN stock_level l ON l.item_id = asked.value AND l.place_id = ? WHERE l.bin <> ''",
)
const oldestPolicy = query((q) => q.select().from(stockPolicy).orderBy(asc(stockPolicy.id)).limit(1))
const ruleAt = query((q) =>
  q
    .select()
    .from(stockRule)
    .where(and(eq(stockRule.itemId, value('itemId')), eq(stockRule.placeId, value('placeId'))))
    .orderBy(asc(stockRule.id))
    .limit(1),
)

export const findPlace = (db: ReadDb, id: Id<'stockPlace'>) => placeById.get(db, { id })
export const places = (db: ReadDb, locationId?: Id<'location'>) => (locationId === undefined ? everyPlace.all(db) : placesAt.all(db, { locationId }))
export const countStockedIn = (db: ReadDb, placeId: Id<'stockPlace'>) => stockedIn.get(db, placeId)?.count ?? 0
export const countOpenOn = (db: ReadDb, placeId: Id<'stockPlace'>) => openOn.get(db, placeId, placeId, placeId)?.count ?? 0
export const levels = (db: ReadDb, call: Parameters<typeof levelList>[1]) => levelList(db, call)
export const levelsOfOne = (db: ReadDb, itemId: Id<'item'>) => levelsOfItem.all(db, { itemId })
export const findLevel = (db: ReadDb, itemId: Id<'item'>, placeId: Id<'stockPlace'>) => levelAt.get(db, { itemId, placeId })
export const summary = (db: ReadDb, locationId?: Id<'location'>) => (locationId === undefined ? sums.all(db) : sumsAt.all(db, locationId))
export const moves = (db: ReadDb, call: Parameters<typeof moveList>[1]) => moveList(db, call)
/** What a document's movements sum to, per item, place and lot. */
export const takenBy = (db: ReadDb, documentId: string) => ofDocument.all(db, documentId)
export const findRule = (db: ReadDb, itemId: Id<'item'>, placeId: Id<'stockPlace'>) => ruleAt.get(db, { itemId, placeId })
export const inflows = (db: ReadDb, itemId: Id<'item'>, placeId: Id<'stockPlace'>) => inflow.all(db, itemId, placeId)
export const bins = (db: ReadDb, placeId: Id<'stockPlace'>) => inUse.all(db, placeId).map(({ bin }) => bin)
export const policyRow = (db: ReadDb) => oldestPolicy.get(db)
export const binsOf = (db: ReadDb, placeId: Id<'stockPlace'>, itemIds: readonly Id<'item'>[]) => binsWithin.all(db, JSON.stringify(itemIds), placeId)
