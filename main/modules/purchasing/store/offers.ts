import { and, asc, desc, eq, sql } from 'drizzle-orm'
import type { Builder } from '#main/platform/db/connection.ts'
import { list } from '#main/platform/db/list.ts'
import { query, type ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { purchaseCost, supplier, supplierOffer } from '../tables.ts'

const value = sql.placeholder

const offersOf = (q: Builder) =>
  q
    .select({
      id: supplierOffer.id,
      supplierId: supplierOffer.supplierId,
      itemId: supplierOffer.itemId,
      code: supplierOffer.code,
      packUnit: supplierOffer.packUnit,
      packMilli: supplierOffer.packMilli,
      packMinor: supplierOffer.packMinor,
      preferred: supplierOffer.preferred,
      // It may come from the centre after the offer.
      supplierName: sql<string>`coalesce(${supplier.name}, '')`,
    })
    .from(supplierOffer)
    .leftJoin(supplier, eq(supplier.id, supplierOffer.supplierId))
const offersOfItem = query((q) =>
  offersOf(q)
    .where(and(eq(supplierOffer.itemId, value('itemId')), eq(supplierOffer.deleted, false)))
    .orderBy(desc(supplierOffer.preferred), asc(supplierOffer.id)),
)
const offerById = query((q) => offersOf(q).where(and(eq(supplierOffer.id, value('id')), eq(supplierOffer.deleted, false))))
const offerByCode = query((q) =>
  offersOf(q)
    .where(
      and(
        eq(supplierOffer.supplierId, value('supplierId')),
        eq(supplierOffer.codeKey, value('codeKey')),
        sql`${supplierOffer.codeKey} <> ''`,
        eq(supplierOffer.deleted, false),
      ),
    )
    .orderBy(asc(supplierOffer.id))
    .limit(1),
)

const costsOf = (q: Builder) =>
  q
    .select({
      id: purchaseCost.id,
      itemId: purchaseCost.itemId,
      supplierId: purchaseCost.supplierId,
      supplierName: sql<string>`coalesce(${supplier.name}, '')`,
      source: purchaseCost.source,
      orderId: purchaseCost.orderId,
      lineId: purchaseCost.lineId,
      documentNumber: purchaseCost.documentNumber,
      qtyMilli: purchaseCost.qtyMilli,
      packMilli: purchaseCost.packMilli,
      beforeMinor: purchaseCost.beforeMinor,
      packMinor: purchaseCost.packMinor,
      landedMinor: purchaseCost.landedMinor,
      userName: purchaseCost.userName,
      at: purchaseCost.at,
    })
    .from(purchaseCost)
    .leftJoin(supplier, eq(supplier.id, purchaseCost.supplierId))
const costsOfOrder = query((q) =>
  costsOf(q)
    .where(eq(purchaseCost.orderId, value('orderId')))
    .orderBy(asc(purchaseCost.id)),
)
const costList = list({
  select: (q) => costsOf(q).$dynamic(),
  filters: { itemId: (v) => sql`${purchaseCost.itemId} = ${v}` },
  sorts: { newest: { by: [purchaseCost.at, purchaseCost.id], direction: 'desc' } },
})

/** The preferred one first. */
export const offersFor = (db: ReadDb, itemId: Id<'item'>) => offersOfItem.all(db, { itemId })
export const findOffer = (db: ReadDb, id: Id<'offer'>) => offerById.get(db, { id })
export const findByCode = (db: ReadDb, supplierId: Id<'supplier'>, codeKey: string) => offerByCode.get(db, { supplierId, codeKey })
export const costsOn = (db: ReadDb, orderId: Id<'purchaseOrder'>) => costsOfOrder.all(db, { orderId })
export const costs = (db: ReadDb, call: Parameters<typeof costList>[1]) => costList(db, call)
