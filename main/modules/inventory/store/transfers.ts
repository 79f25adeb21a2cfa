import { eq, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import type { Builder } from '#main/platform/db/connection.ts'
import { list } from '#main/platform/db/list.ts'
import { query, type ReadDb, sqlQuery } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { TransferLine } from '#shared/modules/inventory/model/transfers.ts'
import { location } from '../../workspace/tables.ts'
import { stockTransfer } from '../tables.ts'

const sender = alias(location, 'sender')
const receiver = alias(location, 'receiver')
const headsOf = (q: Builder) =>
  q
    .select({
      id: stockTransfer.id,
      number: stockTransfer.number,
      state: stockTransfer.state,
      fromPlaceId: stockTransfer.fromPlaceId,
      fromPlaceName: stockTransfer.fromPlaceName,
      fromLocationId: stockTransfer.fromLocationId,
      fromLocationName: sql<string>`coalesce(${sender.name}, '')`,
      toLocationId: stockTransfer.toLocationId,
      toLocationName: sql<string>`coalesce(${receiver.name}, '')`,
      note: stockTransfer.note,
      createdAt: stockTransfer.createdAt,
      createdBy: stockTransfer.createdBy,
      sentAt: stockTransfer.sentAt,
      receivedAt: stockTransfer.receivedAt,
    })
    .from(stockTransfer)
    .leftJoin(sender, eq(sender.id, stockTransfer.fromLocationId)) // left, so that the order of the list comes from its own index
    .leftJoin(receiver, eq(receiver.id, stockTransfer.toLocationId))
const headById = query((q) => headsOf(q).where(eq(stockTransfer.id, sql.placeholder('id'))))
const headList = list({
  select: (q) => headsOf(q).$dynamic(),
  filters: { state: (v) => sql`${stockTransfer.state} = ${v}` },
  sorts: { newest: { by: [stockTransfer.createdAt, stockTransfer.id], direction: 'desc' } },
})
const lines = sqlQuery<TransferLine, [string]>(`
  SELECT l.id, l.item_id AS itemId, coalesce(i.sku, '') AS sku, coalesce(i.name, '') AS name, coalesce(i.unit, '') AS unit, l.lot_id AS lotId, coalesce(lot.code, '') AS lotCode,
    l.qty_milli AS qtyMilli, l.value_minor AS valueMinor, coalesce(sum(a.qty_milli), 0) AS settledMilli, coalesce(sum(a.value_minor), 0) AS settledMinor,
    coalesce(sum(a.difference_milli), 0) AS differenceMilli, coalesce(group_concat(nullif(a.reason, ''), ' · '), '') AS reasons
  FROM stock_transfer_line AS l LEFT JOIN catalog_item AS i ON i.id = l.item_id LEFT JOIN stock_lot AS lot ON lot.id = l.lot_id
    LEFT JOIN stock_transfer_arrival AS a ON a.line_id = l.id
  WHERE l.transfer_id = ? AND l.deleted = 0 GROUP BY l.position, l.id ORDER BY l.position, l.id`)
const onTheWayOf = (lot: string) => `
  SELECT coalesce(sum(max(0, l.qty_milli - (SELECT coalesce(sum(a.qty_milli), 0) FROM stock_transfer_arrival AS a WHERE a.line_id = l.id))), 0) AS qtyMilli
  FROM stock_transfer_line AS l JOIN stock_transfer AS t ON t.id = l.transfer_id WHERE l.item_id = ?${lot} AND l.deleted = 0 AND t.state IN ('sent', 'partly')`
const onTheWay = sqlQuery<{ qtyMilli: number }, [string]>(onTheWayOf(''))
const lotOnTheWay = sqlQuery<{ qtyMilli: number }, [string, string]>(onTheWayOf(' AND l.lot_id = ?'))

export const findTransfer = (db: ReadDb, id: Id<'stockTransfer'>) => headById.get(db, { id })
export const transfers = (db: ReadDb, call: Parameters<typeof headList>[1]) => headList(db, call)
export const linesOf = (db: ReadDb, transferId: Id<'stockTransfer'>) => lines.all(db, transferId)
export const inTransitOf = (db: ReadDb, itemId: Id<'item'>) => onTheWay.get(db, itemId)?.qtyMilli ?? 0
export const lotInTransit = (db: ReadDb, itemId: Id<'item'>, lotId: Id<'stockLot'>) => lotOnTheWay.get(db, itemId, lotId)?.qtyMilli ?? 0
