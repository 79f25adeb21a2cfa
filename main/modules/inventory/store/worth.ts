import { type ReadDb, sqlQuery } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { Demand } from '#shared/modules/inventory/model.ts'

const until = sqlQuery<{ deltaMilli: number; valueMinor: number }, [string, string, number]>(
  'SELECT delta_milli AS deltaMilli, value_minor AS valueMinor FROM stock_move WHERE item_id = ? AND +place_id = ? AND moved_at <= ? ORDER BY moved_at, id',
)
const after = sqlQuery<{ valueMinor: number }, [number]>('SELECT coalesce(sum(value_minor), 0) AS valueMinor FROM stock_move WHERE moved_at > ?')
const lies = sqlQuery<{ valueMinor: number }, [string]>('SELECT coalesce(sum(value_minor), 0) AS valueMinor FROM stock_level WHERE place_id = ?')
const afterIn = sqlQuery<{ valueMinor: number }, [string, number]>(
  'SELECT coalesce(sum(value_minor), 0) AS valueMinor FROM stock_move WHERE place_id = ? AND moved_at > ?',
)
/** Use and what came back of it, by item and week since `fromAt`, of items that are still offered. */
const used = sqlQuery<
  Pick<Demand, 'itemId' | 'placeId' | 'sku' | 'name' | 'unit' | 'qtyMilli' | 'reorderAtMilli' | 'fillToMilli'> & { week: number; usedMilli: number },
  [fromAt: number, weekMs: number, placeId: string, fromAt: number, untilAt: number]
>(`
  WITH gone AS (
    SELECT item_id, place_id, CAST((moved_at - ?) / ? AS INTEGER) AS week, -sum(delta_milli) AS used FROM stock_move
    WHERE place_id = ? AND moved_at >= ? AND moved_at < ? AND reason IN ('use', 'return') AND document_kind IS NOT 'vendorReturn' GROUP BY item_id, week
  )
  SELECT gone.item_id AS itemId, gone.place_id AS placeId, i.sku, i.name, i.unit, l.qty_milli AS qtyMilli, l.reorder_at_milli AS reorderAtMilli,
    l.fill_to_milli AS fillToMilli, gone.week, gone.used AS usedMilli
  FROM gone JOIN catalog_item AS i ON i.id = gone.item_id JOIN stock_level AS l ON l.item_id = gone.item_id AND l.place_id = gone.place_id
  WHERE i.deleted = 0 AND i.active = 1`)

export const movesUntil = (db: ReadDb, itemId: Id<'item'>, placeId: Id<'stockPlace'>, at: number) => until.all(db, itemId, placeId, at)
/** What movements after an instant sum to; in one place, if one is given. */
export const bookedAfter = (db: ReadDb, placeId: Id<'stockPlace'> | undefined, at: number) =>
  (placeId === undefined ? after.get(db, at) : afterIn.get(db, placeId, at))?.valueMinor ?? 0
export const bookedIn = (db: ReadDb, placeId: Id<'stockPlace'>) => lies.get(db, placeId)?.valueMinor ?? 0
export const usedByWeek = (db: ReadDb, placeId: Id<'stockPlace'>, fromAt: number, weekMs: number, untilAt: number) =>
  used.all(db, fromAt, weekMs, placeId, fromAt, untilAt)
