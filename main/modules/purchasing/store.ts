import { and, asc, eq, sql } from 'drizzle-orm'
import type { Builder } from '#main/platform/db/connection.ts'
import { list } from '#main/platform/db/list.ts'
import { query, type ReadDb, sqlQuery } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { Tracking } from '#shared/modules/catalog/model.ts'
import type { ItemOrder, Suggestion } from '#shared/modules/purchasing/model.ts'
import { catalogItem } from '../catalog/tables.ts'
import { stockPlace } from '../inventory/tables.ts'
import { purchaseLine, purchaseOrder, supplier, supplierOffer } from './tables.ts'

const value = sql.placeholder

const supplierById = query((q) =>
  q
    .select()
    .from(supplier)
    .where(eq(supplier.id, value('id'))),
)
const supplierByName = sqlQuery<{ id: Id<'supplier'> }, [string]>('SELECT id FROM supplier WHERE deleted = 0 AND name_key = ? LIMIT 1')
const supplierList = list({
  select: (q) => q.select().from(supplier).$dynamic(),
  filters: { deleted: (v) => sql`${supplier.deleted} = ${v}` },
  sorts: { name: { by: [supplier.nameKey, supplier.no], direction: 'asc' } },
})

/** Two devices may have written lines of one draft at once: what it comes to is the sum of those that are there, each rounded as rules.netOf does. */
const net = sql<number>`(SELECT coalesce(sum((2 * n.qty_milli * n.unit_cost_minor + n.pack_milli) / (2 * n.pack_milli)), 0) FROM purchase_line n WHERE n.order_id = ${purchaseOrder.id} AND n.deleted = 0)`
const headsOf = (q: Builder) =>
  q
    .select({
      id: purchaseOrder.id,
      number: purchaseOrder.number,
      state: purchaseOrder.state,
      supplierId: purchaseOrder.supplierId,
      // Both may come from the centre after the order.
      supplierName: sql<string>`coalesce(${supplier.name}, '')`,
      placeId: purchaseOrder.placeId,
      placeName: sql<string>`coalesce(${stockPlace.name}, '')`,
      locationId: purchaseOrder.locationId,
      note: purchaseOrder.note,
      expectedOn: purchaseOrder.expectedOn,
      orderedAt: purchaseOrder.orderedAt,
      createdAt: purchaseOrder.createdAt,
      netMinor: net,
    })
    .from(purchaseOrder)
    .leftJoin(supplier, eq(supplier.id, purchaseOrder.supplierId)) // left, so that the order of the list comes from its own index
    .leftJoin(stockPlace, eq(stockPlace.id, purchaseOrder.placeId))
const headById = query((q) => headsOf(q).where(eq(purchaseOrder.id, value('id'))))
const headList = list({
  select: (q) => headsOf(q).$dynamic(),
  filters: {
    state: (v) => sql`${purchaseOrder.state} = ${v}`,
    supplierId: (v) => sql`${purchaseOrder.supplierId} = ${v}`,
    locationId: (v) => sql`${purchaseOrder.locationId} = ${v}`,
  },
  sorts: { newest: { by: [purchaseOrder.createdAt, purchaseOrder.id], direction: 'desc' } },
})
/** Two devices may have said the same offer at once: the older one holds everywhere. */
const offerIdOf = sql`(SELECT min(o.id) FROM supplier_offer o WHERE o.item_id = ${purchaseLine.itemId} AND o.supplier_id = ${purchaseOrder.supplierId} AND o.deleted = 0)`
const linesOfOrder = query((q) =>
  q
    .select({
      id: purchaseLine.id,
      orderId: purchaseLine.orderId,
      position: purchaseLine.position,
      itemId: purchaseLine.itemId,
      sku: sql<string>`${catalogItem.sku}`,
      name: sql<string>`${catalogItem.name}`,
      unit: sql<string>`${catalogItem.unit}`,
      tracking: sql<Tracking>`${catalogItem.tracking}`,
      qtyMilli: purchaseLine.qtyMilli,
      unitCostMinor: purchaseLine.unitCostMinor,
      packMilli: purchaseLine.packMilli,
      supplierCode: sql<string>`coalesce(${supplierOffer.code}, '')`,
      packUnit: sql<string>`coalesce(${supplierOffer.packUnit}, '')`,
    })
    .from(purchaseLine)
    .innerJoin(purchaseOrder, eq(purchaseOrder.id, purchaseLine.orderId))
    .innerJoin(catalogItem, eq(catalogItem.id, purchaseLine.itemId))
    .leftJoin(supplierOffer, eq(supplierOffer.id, offerIdOf))
    .where(and(eq(purchaseLine.orderId, value('orderId')), eq(purchaseLine.deleted, false)))
    .orderBy(asc(purchaseLine.position), asc(purchaseLine.id)),
)
const draftFor = sqlQuery<{ id: Id<'purchaseOrder'> }, [string, string]>(
  "SELECT id FROM purchase_order WHERE supplier_id = ? AND place_id = ? AND state = 'draft' AND deleted = 0 ORDER BY created_at DESC, id DESC LIMIT 1",
)
const lineById = query((q) =>
  q
    .select({ id: purchaseLine.id, orderId: purchaseLine.orderId, itemId: purchaseLine.itemId })
    .from(purchaseLine)
    .where(and(eq(purchaseLine.id, value('id')), eq(purchaseLine.deleted, false))),
)
/** Levels at or below a limit, with what open orders to that place will bring. What came in already is a movement that names the order. */
const wanting = sqlQuery<
  Omit<Suggestion, 'suggestedMilli'> & { reorderAtMilli: number | null; criticalAtMilli: number | null; fillToMilli: number | null },
  [string]
>(`
  SELECT l.item_id AS itemId, l.place_id AS placeId, i.sku, i.name, i.unit, i.cost_minor AS costMinor, l.qty_milli AS qtyMilli,
    l.reorder_at_milli AS reorderAtMilli, l.critical_at_milli AS criticalAtMilli, l.fill_to_milli AS fillToMilli,
    coalesce((SELECT sum(max(0, ordered - came)) FROM (
      SELECT sum(p.qty_milli) AS ordered, coalesce((SELECT sum(m.delta_milli) FROM stock_move m WHERE m.document_id = o.id AND m.item_id = p.item_id), 0) AS came
      FROM purchase_line p JOIN purchase_order o ON o.id = p.order_id
      WHERE p.item_id = l.item_id AND p.deleted = 0 AND o.place_id = l.place_id AND o.state IN ('draft', 'ordered') GROUP BY o.id)), 0) AS onOrderMilli
  FROM stock_level l JOIN catalog_item i ON i.id = l.item_id
  WHERE l.place_id = ? AND l.status IN ('negative', 'critical', 'low') AND i.deleted = 0 AND i.active = 1
  ORDER BY CASE l.status WHEN 'negative' THEN 0 WHEN 'critical' THEN 1 ELSE 2 END, l.name_key, l.no LIMIT 2000`)

const ordersOfItem = sqlQuery<ItemOrder, [string]>(`
  SELECT o.id, o.number, o.state, coalesce(s.name, '') AS supplierName, o.expected_on AS expectedOn, o.created_at AS createdAt, p.qty_milli AS qtyMilli, p.unit_cost_minor AS unitCostMinor,
    coalesce((SELECT sum(m.delta_milli) FROM stock_move m WHERE m.document_id = o.id AND m.item_id = p.item_id), 0) AS receivedMilli
  FROM purchase_line p JOIN purchase_order o ON o.id = p.order_id LEFT JOIN supplier s ON s.id = o.supplier_id
  WHERE p.item_id = ? AND p.deleted = 0 ORDER BY o.created_at DESC, o.id DESC, p.position, p.id LIMIT 20`)

export const findSupplier = (db: ReadDb, id: Id<'supplier'>) => supplierById.get(db, { id })
export const findSupplierByName = (db: ReadDb, nameKey: string) => supplierByName.get(db, nameKey)
export const suppliers = (db: ReadDb, call: Parameters<typeof supplierList>[1]) => supplierList(db, call)
export const findHead = (db: ReadDb, id: Id<'purchaseOrder'>) => headById.get(db, { id })
/** The draft that more of what is wanted goes on: the newest one. */
export const findDraft = (db: ReadDb, supplierId: Id<'supplier'>, placeId: Id<'stockPlace'>) => draftFor.get(db, supplierId, placeId)
export const heads = (db: ReadDb, call: Parameters<typeof headList>[1]) => headList(db, call)
export const linesOf = (db: ReadDb, orderId: Id<'purchaseOrder'>) => linesOfOrder.all(db, { orderId })
export const findLine = (db: ReadDb, id: Id<'purchaseLine'>) => lineById.get(db, { id })
/** `receivedMilli` is all that came of the item on an order, as in `backOrders`: `rules.divided` divides it. */
export const ofItem = (db: ReadDb, itemId: Id<'item'>) => ordersOfItem.all(db, itemId)
export const wantingIn = (db: ReadDb, placeId: Id<'stockPlace'>) => wanting.all(db, placeId)
