import { type ReadDb, sqlQuery } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { LineFacts, OrderFacts } from '#shared/modules/work-orders/model.ts'

/** What lies in the place that the location takes its parts from (`isKept`: it has one), and what orders that went out will still bring it. Thousandths. */
interface PartLine extends Pick<LineFacts, 'id' | 'itemId' | 'qtyMilli' | 'disposition'> {
  /** Place of its order among those asked for. */
  readonly at: number
  readonly declined: 0 | 1
  readonly isKept: 0 | 1
  readonly hereMilli: number
  readonly onOrderMilli: number
  readonly bin: string
}
const partLines = sqlQuery<PartLine, [locationId: string, locationId: string, workOrderIds: string]>(`
  WITH main AS (SELECT id FROM stock_place WHERE deleted = 0 AND location_id = ? ORDER BY position, id LIMIT 1)
  SELECT e.key AS at, l.id, l.item_id AS itemId, l.qty_milli AS qtyMilli, l.disposition, l.declined, EXISTS (SELECT 1 FROM main) AS isKept,
    coalesce(s.qty_milli, 0) AS hereMilli, coalesce(s.bin, '') AS bin,
    coalesce((SELECT sum(max(0, ordered - came)) FROM (
      SELECT sum(p.qty_milli) AS ordered, coalesce((SELECT sum(m.delta_milli) FROM stock_move m WHERE m.document_id = o.id AND m.item_id = p.item_id), 0) AS came
      FROM purchase_line p JOIN purchase_order o ON o.id = p.order_id
      WHERE p.item_id = l.item_id AND p.deleted = 0 AND o.location_id = ? AND o.state = 'ordered' GROUP BY o.id)), 0) AS onOrderMilli
  FROM json_each(?) e CROSS JOIN work_order_line l ON l.work_order_id = e.value
    LEFT JOIN stock_level s ON s.item_id = l.item_id AND s.place_id = (SELECT id FROM main)
  WHERE l.kind = 'part' AND l.deleted = 0`)

/** Those for whom it came first, then in the order in which they asked. */
const claims = sqlQuery<{ itemId: Id<'item'>; lineId: Id<'workOrderLine'>; qtyMilli: number }, [itemIds: string, locationId: string]>(`
  SELECT r.item_id AS itemId, r.line_id AS lineId, r.qty_milli AS qtyMilli FROM json_each(?) j CROSS JOIN stock_reservation r ON r.item_id = j.value
  WHERE r.location_id = ? ORDER BY NOT EXISTS (SELECT 1 FROM part_request q
    WHERE q.job_id = r.work_order_id AND q.job_line_id = r.line_id AND q.state = 'received' AND q.item_id = r.item_id AND q.deleted = 0), r.line_id`)

const waiting = sqlQuery<
  {
    lineId: Id<'workOrderLine'>
    workOrderId: Id<'workOrder'>
    locationId: Id<'location'>
    number: string
    state: OrderFacts['state']
    customerName: string
    qtyMilli: number
  },
  [string]
>(`
  SELECT r.line_id AS lineId, r.work_order_id AS workOrderId, r.location_id AS locationId, w.number, w.state, coalesce(c.name, '') AS customerName, r.qty_milli AS qtyMilli
  FROM stock_reservation r JOIN work_order w ON w.id = r.work_order_id LEFT JOIN customer c ON c.id = w.customer_id
  WHERE r.item_id = ? ORDER BY r.line_id LIMIT 100`)

/** What orders of a location want of parts, and what is known of each. */
export const partLinesOf = (db: ReadDb, locationId: Id<'location'>, workOrderIds: readonly Id<'workOrder'>[]) =>
  partLines.all(db, locationId, locationId, JSON.stringify(workOrderIds))
export const claimsOn = (db: ReadDb, locationId: Id<'location'>, itemIds: readonly Id<'item'>[]) => claims.all(db, JSON.stringify(itemIds), locationId)
/** Lines of approved orders that wait for an item. */
export const waitingFor = (db: ReadDb, itemId: Id<'item'>) => waiting.all(db, itemId)
