import { and, asc, eq, sql } from 'drizzle-orm'
import type { Builder } from '#main/platform/db/connection.ts'
import { list } from '#main/platform/db/list.ts'
import { query, type ReadDb, sqlQuery } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { AtRisk, BackOrder } from '#shared/modules/purchasing/model/parts.ts'
import { catalogItem } from '../../catalog/tables.ts'
import { partCore, partRequest, purchaseOrder, supplier, vendorReturn, vendorReturnLine } from '../tables.ts'

const value = sql.placeholder
// What rows lead to may come from the centre after them.
const named = {
  sku: sql<string>`coalesce(${catalogItem.sku}, '')`,
  name: sql<string>`coalesce(${catalogItem.name}, '')`,
  unit: sql<string>`coalesce(${catalogItem.unit}, '')`,
}
const supplierName = sql<string>`coalesce(${supplier.name}, '')`

const requestsOf = (q: Builder) =>
  q
    .select({
      id: partRequest.id,
      locationId: partRequest.locationId,
      itemId: partRequest.itemId,
      ...named,
      qtyMilli: partRequest.qtyMilli,
      supplierId: partRequest.supplierId,
      neededOn: partRequest.neededOn,
      note: partRequest.note,
      state: partRequest.state,
      jobId: partRequest.jobId,
      jobNumber: partRequest.jobNumber,
      jobLabel: partRequest.jobLabel,
      jobLineId: partRequest.jobLineId,
      orderId: partRequest.orderId,
      orderNumber: sql<string>`coalesce(${purchaseOrder.number}, '')`,
      expectedOn: purchaseOrder.expectedOn,
      requestedBy: partRequest.requestedBy,
      createdAt: partRequest.createdAt,
    })
    .from(partRequest)
    .leftJoin(catalogItem, eq(catalogItem.id, partRequest.itemId))
    .leftJoin(purchaseOrder, eq(purchaseOrder.id, partRequest.orderId))
const requestById = query((q) => requestsOf(q).where(eq(partRequest.id, value('id'))))
const requestsOfJob = query((q) =>
  requestsOf(q)
    .where(eq(partRequest.jobId, value('jobId')))
    .orderBy(asc(partRequest.id)),
)
const requestsOfOrder = query((q) =>
  requestsOf(q)
    .where(eq(partRequest.orderId, value('orderId')))
    .orderBy(asc(partRequest.id)),
)
/** Wanted and on no order yet. */
const openRequests = query((q) =>
  requestsOf(q)
    .where(and(eq(partRequest.state, 'wanted'), sql`${partRequest.orderId} IS NULL`, eq(partRequest.locationId, value('locationId'))))
    .orderBy(asc(partRequest.createdAt), asc(partRequest.id))
    .limit(1000),
)
const requestList = list({
  select: (q) => requestsOf(q).$dynamic(),
  filters: { state: (v) => sql`${partRequest.state} = ${v}`, locationId: (v) => sql`${partRequest.locationId} = ${v}` },
  sorts: { newest: { by: [partRequest.createdAt, partRequest.id], direction: 'desc' } },
})

const backOrdersOf = sqlQuery<BackOrder & { locationId: string; itemId: string }>(`
  SELECT l.id AS lineId, o.id AS orderId, o.number, o.location_id AS locationId, coalesce(s.name, '') AS supplierName, o.expected_on AS expectedOn, o.ordered_at AS orderedAt,
    l.item_id AS itemId, i.sku, i.name, i.unit, l.qty_milli AS qtyMilli,
    coalesce((SELECT sum(m.delta_milli) FROM stock_move m WHERE m.document_id = o.id AND m.item_id = l.item_id), 0) AS receivedMilli
  FROM purchase_order o JOIN purchase_line l ON l.order_id = o.id AND l.deleted = 0 JOIN catalog_item i ON i.id = l.item_id LEFT JOIN supplier s ON s.id = o.supplier_id
  WHERE o.state = 'ordered' ORDER BY o.created_at, o.id, l.position, l.id LIMIT 2000`)

const returnNet = sql<number>`coalesce((SELECT sum((n.qty_milli * n.unit_cost_minor + 500) / 1000) FROM vendor_return_line n WHERE n.return_id = ${vendorReturn.id} AND n.deleted = 0), 0)`
const returnsOf = (q: Builder) =>
  q
    .select({
      id: vendorReturn.id,
      number: vendorReturn.number,
      state: vendorReturn.state,
      reason: vendorReturn.reason,
      supplierId: vendorReturn.supplierId,
      supplierName,
      locationId: vendorReturn.locationId,
      note: vendorReturn.note,
      netMinor: returnNet,
      sentAt: vendorReturn.sentAt,
      creditedAt: vendorReturn.creditedAt,
      creditMinor: vendorReturn.creditMinor,
      creditNumber: vendorReturn.creditNumber,
      createdAt: vendorReturn.createdAt,
    })
    .from(vendorReturn)
    .leftJoin(supplier, eq(supplier.id, vendorReturn.supplierId))
const returnById = query((q) => returnsOf(q).where(eq(vendorReturn.id, value('id'))))
const returnList = list({
  select: (q) => returnsOf(q).$dynamic(),
  filters: { state: (v) => sql`${vendorReturn.state} = ${v}`, supplierId: (v) => sql`${vendorReturn.supplierId} = ${v}` },
  sorts: { newest: { by: [vendorReturn.createdAt, vendorReturn.id], direction: 'desc' } },
})
const linesOfReturn = query((q) =>
  q
    .select({
      id: vendorReturnLine.id,
      returnId: vendorReturnLine.returnId,
      position: vendorReturnLine.position,
      itemId: vendorReturnLine.itemId,
      ...named,
      qtyMilli: vendorReturnLine.qtyMilli,
      unitCostMinor: vendorReturnLine.unitCostMinor,
      coreId: vendorReturnLine.coreId,
    })
    .from(vendorReturnLine)
    .leftJoin(catalogItem, eq(catalogItem.id, vendorReturnLine.itemId))
    .where(and(eq(vendorReturnLine.returnId, value('returnId')), eq(vendorReturnLine.deleted, false)))
    .orderBy(asc(vendorReturnLine.position), asc(vendorReturnLine.id)),
)

const coresOf = (q: Builder) =>
  q
    .select({
      id: partCore.id,
      locationId: partCore.locationId,
      state: partCore.state,
      itemId: partCore.itemId,
      sku: named.sku,
      name: named.name,
      customerId: partCore.customerId,
      supplierId: partCore.supplierId,
      supplierName,
      documentId: partCore.documentId,
      documentNumber: partCore.documentNumber,
      returnId: partCore.returnId,
      depositMinor: partCore.depositMinor,
      refundMinor: partCore.refundMinor,
      chargeMinor: partCore.chargeMinor,
      creditMinor: partCore.creditMinor,
      createdAt: partCore.createdAt,
    })
    .from(partCore)
    .leftJoin(catalogItem, eq(catalogItem.id, partCore.itemId))
    .leftJoin(supplier, eq(supplier.id, partCore.supplierId))
const coreById = query((q) => coresOf(q).where(and(eq(partCore.id, value('id')), eq(partCore.deleted, false))))
const coresOfDocument = query((q) =>
  coresOf(q)
    .where(and(eq(partCore.documentId, value('documentId')), eq(partCore.deleted, false)))
    .orderBy(asc(partCore.id)),
)
const coreList = list({
  select: (q) => coresOf(q).$dynamic(),
  where: eq(partCore.deleted, false),
  filters: { state: (v) => sql`${partCore.state} = ${v}`, supplierId: (v) => sql`${partCore.supplierId} = ${v}` },
  sorts: { newest: { by: [partCore.createdAt, partCore.id], direction: 'desc' } },
})
/** Who sells what this core belongs to, the preferred one first; here and below nobody who is removed. */
const coreVendor = sqlQuery<{ supplierId: Id<'supplier'> }, [string]>(`
  SELECT o.supplier_id AS supplierId FROM catalog_relation r JOIN supplier_offer o ON o.item_id = r.item_id AND o.deleted = 0 JOIN supplier s ON s.id = o.supplier_id AND s.deleted = 0
  WHERE r.other_id = ? AND r.kind = 'core' AND r.deleted = 0 ORDER BY o.preferred DESC, o.id LIMIT 1`)

/** Who sells an item: who is preferred, else who sold it last. */
const itemVendor = sqlQuery<{ supplierId: Id<'supplier'> }, [string, string]>(`
  SELECT coalesce((SELECT o.supplier_id FROM supplier_offer o JOIN supplier s ON s.id = o.supplier_id AND s.deleted = 0 WHERE o.item_id = ? AND o.deleted = 0 ORDER BY o.preferred DESC, o.id LIMIT 1),
    (SELECT c.supplier_id FROM purchase_cost c JOIN supplier s ON s.id = c.supplier_id AND s.deleted = 0 WHERE c.item_id = ? ORDER BY c.at DESC, c.id DESC LIMIT 1)) AS supplierId`)

const risk = sqlQuery<Omit<AtRisk, 'totalMinor'>>(`
  WITH owed (supplier_id, returns, returns_minor, cores, cores_minor) AS (
    SELECT r.supplier_id, 1, (SELECT coalesce(sum((n.qty_milli * n.unit_cost_minor + 500) / 1000), 0) FROM vendor_return_line n WHERE n.return_id = r.id AND n.deleted = 0), 0, 0
      FROM vendor_return r WHERE r.state IN ('toReturn', 'sent')
    UNION ALL SELECT c.supplier_id, 0, 0, 1, c.charge_minor FROM part_core c WHERE c.deleted = 0 AND c.state IN ('out', 'here') AND c.return_id IS NULL)
  SELECT owed.supplier_id AS supplierId, coalesce(s.name, '') AS supplierName, sum(returns) AS returns, sum(returns_minor) AS returnsMinor, sum(cores) AS cores, sum(cores_minor) AS coresMinor
  FROM owed LEFT JOIN supplier s ON s.id = owed.supplier_id GROUP BY owed.supplier_id ORDER BY sum(returns_minor + cores_minor) DESC, s.name_key LIMIT 500`)

export const findRequest = (db: ReadDb, id: Id<'partRequest'>) => requestById.get(db, { id })
export const requestsFor = (db: ReadDb, jobId: string) => requestsOfJob.all(db, { jobId })
export const requestsOn = (db: ReadDb, orderId: Id<'purchaseOrder'>) => requestsOfOrder.all(db, { orderId })
export const openRequestsAt = (db: ReadDb, locationId: Id<'location'>) => openRequests.all(db, { locationId })
export const requests = (db: ReadDb, call: Parameters<typeof requestList>[1]) => requestList(db, call)
export const backOrders = (db: ReadDb) => backOrdersOf.all(db)
export const findReturn = (db: ReadDb, id: Id<'vendorReturn'>) => returnById.get(db, { id })
export const returns = (db: ReadDb, call: Parameters<typeof returnList>[1]) => returnList(db, call)
export const returnLines = (db: ReadDb, returnId: Id<'vendorReturn'>) => linesOfReturn.all(db, { returnId })
export const findCore = (db: ReadDb, id: Id<'core'>) => coreById.get(db, { id })
export const coresFor = (db: ReadDb, documentId: string) => coresOfDocument.all(db, { documentId })
export const cores = (db: ReadDb, call: Parameters<typeof coreList>[1]) => coreList(db, call)
export const vendorOfCore = (db: ReadDb, itemId: Id<'item'>) => coreVendor.get(db, itemId)?.supplierId ?? null
export const vendorOf = (db: ReadDb, itemId: Id<'item'>) => itemVendor.get(db, itemId, itemId)?.supplierId ?? null
export const atRisk = (db: ReadDb) => risk.all(db)
