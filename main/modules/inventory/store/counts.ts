import { eq, sql } from 'drizzle-orm'
import type { Builder } from '#main/platform/db/connection.ts'
import { list } from '#main/platform/db/list.ts'
import { query, type ReadDb, sqlQuery } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { Tracking } from '#shared/modules/catalog/model.ts'
import { MOST_COUNTED } from '#shared/modules/inventory/model/counts.ts'
import type { Counted } from '#shared/modules/inventory/rules/counts.ts'
import { catalogItem } from '../../catalog/tables.ts'
import { stockCount, stockLevel, stockPlace } from '../tables.ts'
import { sumOfLots } from './lots.ts'

const headsOf = (q: Builder) =>
  q
    .select({
      id: stockCount.id,
      number: stockCount.number,
      placeId: stockCount.placeId,
      placeName: sql<string>`coalesce(${stockPlace.name}, '')`,
      locationId: stockCount.locationId,
      bin: stockCount.bin,
      isBlind: stockCount.isBlind,
      state: stockCount.state,
      note: stockCount.note,
      startedBy: stockCount.startedBy,
      createdAt: stockCount.createdAt,
      approvedBy: stockCount.approvedBy,
      approvedAt: stockCount.approvedAt,
    })
    .from(stockCount)
    .leftJoin(stockPlace, eq(stockPlace.id, stockCount.placeId)) // left, so that the order of the list comes from its own index
const headById = query((q) => headsOf(q).where(eq(stockCount.id, sql.placeholder('id'))))
const headList = list({
  select: (q) => headsOf(q).$dynamic(),
  filters: { placeId: (v) => sql`${stockCount.placeId} = ${v}`, state: (v) => sql`${stockCount.state} = ${v}` },
  sorts: { newest: { by: [stockCount.createdAt, stockCount.id], direction: 'desc' } },
})
const entryOf = sql`SELECT 1 FROM stock_count_entry AS entry WHERE entry.count_id = ${sql.placeholder('countId')} AND entry.item_id = ${stockLevel.itemId}`
const isUntracked = sql`coalesce(${catalogItem.tracking}, 'none') = 'none'`
const sheetList = list({
  select: (q) =>
    q
      .select({
        no: stockLevel.no,
        nameKey: stockLevel.nameKey,
        itemId: stockLevel.itemId,
        sku: sql<string>`coalesce(${catalogItem.sku}, '')`,
        name: sql<string>`coalesce(${catalogItem.name}, '')`,
        unit: sql<string>`coalesce(${catalogItem.unit}, '')`,
        bin: stockLevel.bin,
        isCounted: sql<number>`EXISTS (${entryOf} AND (entry.lot_id IS NOT NULL OR ${isUntracked}))`,
        isNoLotOpen: sql<number>`NOT ${isUntracked} AND ${stockLevel.qtyMilli} <> ${sql.raw(sumOfLots('stock_level'))} AND NOT EXISTS (${entryOf} AND entry.lot_id IS NULL)`,
      })
      .from(stockLevel)
      .leftJoin(catalogItem, eq(catalogItem.id, stockLevel.itemId))
      .$dynamic(),
  filters: {
    // Bound for the column above; lets every row pass.
    countId: (v) => sql`${v} IS NOT NULL`,
    placeId: (v) => sql`${stockLevel.placeId} = ${v}`,
    bin: (v) => sql`${stockLevel.bin} = ${v}`,
  },
  sorts: { bin: { by: [stockLevel.bin, stockLevel.nameKey, stockLevel.no], direction: 'asc' } },
})

interface EntryRow extends Counted {
  readonly itemId: Id<'item'>
  readonly lotId: Id<'stockLot'> | null
  readonly lotCode: string
  readonly sku: string
  readonly name: string
  readonly unit: string
  readonly tracking: Tracking
  readonly bin: string
  readonly costMinor: number
  readonly countedAt: number
  readonly userName: string
  readonly times: number
  readonly heldMilli: number
  readonly heldMinor: number
}
/**
 * The last word on each item and lot of a count, the newest first, with what has moved since; `ofItem` narrows it to one item. Without a lot it is
 * all of an item that is not tracked, and of a tracked one what lies there of no lot.
 */
const entrySql = (ofItem: string) => `
  WITH said AS (
    SELECT id, count_id, item_id, lot_id, counted_milli, counted_at, user_name, count(*) AS times, max(printf('%015d%s', counted_at, id))
    FROM stock_count_entry WHERE count_id = ?${ofItem} GROUP BY item_id, lot_id
  )
  SELECT e.item_id AS itemId, e.lot_id AS lotId, coalesce(lot.code, '') AS lotCode, coalesce(i.sku, '') AS sku, coalesce(i.name, '') AS name, coalesce(i.unit, '') AS unit,
    coalesce(i.tracking, 'none') AS tracking, coalesce(l.bin, '') AS bin, coalesce(i.cost_minor, 0) AS costMinor, e.counted_milli AS countedMilli, e.counted_at AS countedAt, e.user_name AS userName, e.times,
    coalesce(l.qty_milli, 0) AS heldMilli, coalesce(l.value_minor, 0) AS heldMinor,
    CASE WHEN e.lot_id IS NULL THEN coalesce(l.qty_milli - iif(coalesce(i.tracking, 'none') = 'none', 0, ${sumOfLots('l')}), 0)
      ELSE coalesce((SELECT there.qty_milli FROM stock_lot_level AS there WHERE there.lot_id = e.lot_id AND there.place_id = c.place_id), 0) END AS levelMilli,
    (SELECT coalesce(sum(m.delta_milli), 0) FROM stock_move AS m
      WHERE m.item_id = e.item_id AND +m.place_id = c.place_id AND m.moved_at > e.counted_at
        AND (m.lot_id IS e.lot_id OR e.lot_id IS NULL AND coalesce(i.tracking, 'none') = 'none')) AS sinceMilli,
    (SELECT coalesce(sum(m.delta_milli), 0) FROM stock_move AS m WHERE m.document_id = c.id AND m.item_id = e.item_id AND m.lot_id IS e.lot_id) AS ownMilli,
    (SELECT count(*) FROM stock_count AS other JOIN stock_count_entry AS later ON later.count_id = other.id AND later.item_id = e.item_id
      AND later.lot_id IS e.lot_id AND (later.counted_at, later.id) > (e.counted_at, e.id)
      WHERE other.place_id = c.place_id AND other.state = 'approved' AND other.id <> c.id) AS laterCounts
  FROM said AS e JOIN stock_count AS c ON c.id = e.count_id
    LEFT JOIN catalog_item AS i ON i.id = e.item_id LEFT JOIN stock_lot AS lot ON lot.id = e.lot_id
    LEFT JOIN stock_level AS l ON l.item_id = e.item_id AND l.place_id = c.place_id
  ORDER BY e.counted_at DESC, e.item_id, e.lot_id LIMIT ${MOST_COUNTED}`
const everyEntry = sqlQuery<EntryRow, [string]>(entrySql(''))
const entriesOfItem = sqlQuery<EntryRow, [string, string]>(entrySql(' AND item_id = ?'))

export const findCount = (db: ReadDb, id: Id<'stockCount'>) => headById.get(db, { id })
export const counts = (db: ReadDb, call: Parameters<typeof headList>[1]) => headList(db, call)
export const sheet = (db: ReadDb, call: Parameters<typeof sheetList>[1]) => sheetList(db, call)
export const entries = (db: ReadDb, countId: Id<'stockCount'>) => everyEntry.all(db, countId)
export const entriesOf = (db: ReadDb, countId: Id<'stockCount'>, itemId: Id<'item'>) => entriesOfItem.all(db, countId, itemId)
export type { EntryRow }
