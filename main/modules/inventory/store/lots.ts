import { and, asc, eq, sql } from 'drizzle-orm'
import type { Builder } from '#main/platform/db/connection.ts'
import { list } from '#main/platform/db/list.ts'
import { query, type ReadDb, sqlQuery } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { Tracking } from '#shared/modules/catalog/model.ts'
import { catalogItem } from '../../catalog/tables.ts'
import { stockLot, stockLotLevel, stockPick, stockPlace } from '../tables.ts'

const value = sql.placeholder

const levelsOf = (q: Builder) =>
  q
    .select({
      no: stockLotLevel.no,
      dueOn: stockLotLevel.dueOn,
      lotId: stockLotLevel.lotId,
      itemId: stockLotLevel.itemId,
      placeId: stockLotLevel.placeId,
      placeName: sql<string>`coalesce(${stockPlace.name}, '')`,
      locationId: stockLotLevel.locationId,
      // The lot and its item may come from the centre after the movement.
      sku: sql<string>`coalesce(${catalogItem.sku}, '')`,
      name: sql<string>`coalesce(${catalogItem.name}, '')`,
      unit: sql<string>`coalesce(${catalogItem.unit}, '')`,
      code: sql<string>`coalesce(${stockLot.code}, '')`,
      expiresOn: stockLot.expiresOn,
      blocked: sql<string>`coalesce(${stockLot.blocked}, '')`,
      qtyMilli: stockLotLevel.qtyMilli,
    })
    .from(stockLotLevel)
    .leftJoin(stockLot, eq(stockLot.id, stockLotLevel.lotId))
    .leftJoin(stockPlace, eq(stockPlace.id, stockLotLevel.placeId))
    .leftJoin(catalogItem, eq(catalogItem.id, stockLotLevel.itemId))
/** Said in the words of the partial indexes. */
const isThere = sql`${stockLotLevel.qtyMilli} <> 0`
const lotList = list({
  select: (q) => levelsOf(q).$dynamic(),
  where: isThere,
  filters: {
    itemId: (v) => sql`${stockLotLevel.itemId} = ${v}`,
    placeId: (v) => sql`${stockLotLevel.placeId} = ${v}`,
    until: (v) => sql`${stockLotLevel.dueOn} <= ${v}`,
  },
  sorts: { due: { by: [stockLotLevel.dueOn, stockLotLevel.no], direction: 'asc' } },
})
const onShelf = query((q) =>
  levelsOf(q)
    .where(and(isThere, eq(stockLotLevel.itemId, value('itemId')), sql`+${stockLotLevel.placeId} = ${value('placeId')}`, sql`${stockLotLevel.qtyMilli} > 0`))
    .orderBy(asc(stockLotLevel.dueOn), asc(stockLotLevel.no)),
)
const ofItem = query((q) =>
  levelsOf(q)
    .where(and(isThere, eq(stockLotLevel.itemId, value('itemId'))))
    .orderBy(asc(stockLotLevel.dueOn), asc(stockLotLevel.no))
    .limit(200),
)
const ofLot = query((q) =>
  levelsOf(q)
    .where(eq(stockLotLevel.lotId, value('lotId')))
    .orderBy(asc(stockLotLevel.no)),
)
const lotsOf = (q: Builder) =>
  q
    .select({
      id: stockLot.id,
      itemId: stockLot.itemId,
      sku: sql<string>`coalesce(${catalogItem.sku}, '')`,
      name: sql<string>`coalesce(${catalogItem.name}, '')`,
      unit: sql<string>`coalesce(${catalogItem.unit}, '')`,
      tracking: sql<Tracking>`coalesce(${catalogItem.tracking}, 'lot')`,
      code: stockLot.code,
      expiresOn: stockLot.expiresOn,
      blocked: stockLot.blocked,
      qtyMilli: sql<number>`(SELECT coalesce(sum(there.qty_milli), 0) FROM stock_lot_level AS there WHERE there.lot_id = ${stockLot.id})`,
    })
    .from(stockLot)
    .leftJoin(catalogItem, eq(catalogItem.id, stockLot.itemId))
const lotById = query((q) => lotsOf(q).where(eq(stockLot.id, value('id'))))
const lotsByCode = query((q) =>
  lotsOf(q)
    .where(eq(stockLot.codeKey, value('codeKey')))
    .orderBy(asc(stockLot.id))
    .limit(50),
)
const picksOf = query((q) =>
  q
    .select({ id: stockPick.id, lotId: stockPick.lotId, qtyMilli: stockPick.qtyMilli })
    .from(stockPick)
    .where(and(eq(stockPick.documentId, value('documentId')), eq(stockPick.itemId, value('itemId')), eq(stockPick.deleted, false)))
    .orderBy(asc(stockPick.id)),
)
/** What lies of lots where a level is, in SQL. */
export const sumOfLots = (level: string): string =>
  `(SELECT coalesce(sum(there.qty_milli), 0) FROM stock_lot_level AS there WHERE there.item_id = ${level}.item_id AND +there.place_id = ${level}.place_id AND there.qty_milli <> 0)`
const ofNone = sqlQuery<{ qtyMilli: number }, [string, string]>(
  `SELECT l.qty_milli - ${sumOfLots('l')} AS qtyMilli FROM stock_level AS l WHERE l.item_id = ? AND l.place_id = ?`,
)
const reservedOf = sqlQuery<{ qtyMilli: number }, [string]>('SELECT coalesce(sum(qty_milli), 0) AS qtyMilli FROM stock_reservation WHERE item_id = ?')

export const lots = (db: ReadDb, call: Parameters<typeof lotList>[1]) => lotList(db, call)
export const lotsAt = (db: ReadDb, itemId: Id<'item'>, placeId: Id<'stockPlace'>) => onShelf.all(db, { itemId, placeId })
/** What lies of a tracked part in a place of no lot: it was there before it was tracked, or (negative) left when no lot covered it. */
export const ofNoLot = (db: ReadDb, itemId: Id<'item'>, placeId: Id<'stockPlace'>) => ofNone.get(db, itemId, placeId)?.qtyMilli ?? 0
export const lotsOfItem = (db: ReadDb, itemId: Id<'item'>) => ofItem.all(db, { itemId })
export const levelsOfLot = (db: ReadDb, lotId: Id<'stockLot'>) => ofLot.all(db, { lotId })
export const findLot = (db: ReadDb, id: Id<'stockLot'>) => lotById.get(db, { id })
export const findLots = (db: ReadDb, codeKey: string) => lotsByCode.all(db, { codeKey })
export const picks = (db: ReadDb, documentId: string, itemId: Id<'item'>) => picksOf.all(db, { documentId, itemId })
export const reservedMilli = (db: ReadDb, itemId: Id<'item'>) => reservedOf.get(db, itemId)?.qtyMilli ?? 0
