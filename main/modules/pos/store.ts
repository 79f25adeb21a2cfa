import { and, asc, eq, sql } from 'drizzle-orm'
import type { Builder } from '#main/platform/db/connection.ts'
import { list } from '#main/platform/db/list.ts'
import { query, type ReadDb, sqlQuery } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { EntryKind } from '#shared/modules/invoicing/model/drawer.ts'
import type { Excess, PendingCard, SalePayment, Tender, Till } from '#shared/modules/pos/model.ts'
import { till, tillColumns } from '../invoicing/tables.ts'
import { parkedSale, posPolicy, sale, saleLine, salePayment, saleSeller } from './tables.ts'

const value = sql.placeholder

const oldestPolicy = query((q) => q.select().from(posPolicy).orderBy(asc(posPolicy.id)).limit(1))
const sellerOfSale = query((q) =>
  q
    .select({ userId: saleSeller.userId, identifiedAt: saleSeller.identifiedAt })
    .from(saleSeller)
    .where(eq(saleSeller.id, value('id'))),
)

const head = {
  id: sale.id,
  number: sale.number,
  locationId: sale.locationId,
  tillId: sale.tillId,
  customerId: sale.customerId,
  customerName: sale.customerName,
  sellerName: sale.sellerName,
  soldAt: sale.soldAt,
  soldOn: sale.soldOn,
  currency: sale.currency,
  netMinor: sale.netMinor,
  taxMinor: sale.taxMinor,
  advanceMinor: sale.advanceMinor,
  totalMinor: sale.totalMinor,
  roundingMinor: sale.roundingMinor,
}
const whole = { ...head, sellerId: sale.sellerId, taxes: sale.taxes, shop: sale.shop, note: sale.note }
const saleBy = (column: typeof sale.id | typeof sale.number) =>
  query((q) =>
    q
      .select(whole)
      .from(sale)
      .where(eq(column, value('value'))),
  )
const saleById = saleBy(sale.id)
const saleByNumber = saleBy(sale.number)

const back = (column: string) => sql<number>`(SELECT coalesce(sum(back.${sql.raw(column)}), 0) FROM sale_back AS back WHERE back.line_id = sale_line.id)`
const lineColumns = {
  id: saleLine.id,
  position: saleLine.position,
  kind: saleLine.kind,
  itemId: saleLine.itemId,
  sku: saleLine.sku,
  description: saleLine.description,
  qtyMilli: saleLine.qtyMilli,
  unitPriceMinor: saleLine.unitPriceMinor,
  discountBp: saleLine.discountBp,
  taxRateBp: saleLine.taxRateBp,
  taxExempt: saleLine.taxExempt,
  netMinor: saleLine.netMinor,
  taxMinor: saleLine.taxMinor,
  returnsLineId: saleLine.returnsLineId,
  againLineId: saleLine.againLineId,
  lots: saleLine.lots,
  disposition: saleLine.disposition,
}
const withBack = (q: Builder) =>
  q
    .select({
      ...lineColumns,
      saleId: saleLine.saleId,
      customerId: saleLine.customerId,
      backQtyMilli: back('qty_milli').as('back_qty'),
      backNetMinor: back('net_minor').as('back_net'),
      backTaxMinor: back('tax_minor').as('back_tax'),
      backLots:
        sql<string>`(SELECT json_group_array(json(back.lots)) FILTER (WHERE back.lots IS NOT NULL) FROM sale_back AS back WHERE back.line_id = sale_line.id)`.as(
          'back_lots',
        ),
    })
    .from(saleLine)
const linesOfSale = query((q) =>
  withBack(q)
    .where(eq(saleLine.saleId, value('saleId')))
    .orderBy(asc(saleLine.position), asc(saleLine.id)),
)
const lineById = query((q) => withBack(q).where(eq(saleLine.id, value('id'))))
const paymentColumns = {
  id: salePayment.id,
  method: salePayment.method,
  amountMinor: salePayment.amountMinor,
  tenderedMinor: salePayment.tenderedMinor,
  reference:
    sql<string>`coalesce((SELECT nullif(answer.reference, '') FROM card_answer AS answer WHERE answer.payment_id = sale_payment.id), sale_payment.reference)`.as(
      'said',
    ),
  standing: sql<SalePayment['standing']>`CASE WHEN sale_payment.method <> 'card' THEN NULL WHEN sale_payment.is_pending = 0 THEN 'approved'
    ELSE coalesce((SELECT answer.standing FROM card_answer AS answer WHERE answer.payment_id = sale_payment.id ORDER BY answer.id LIMIT 1), 'pending') END`.as(
    'standing',
  ),
}
const paymentsOfSale = query((q) =>
  q
    .select(paymentColumns)
    .from(salePayment)
    .where(eq(salePayment.saleId, value('saleId')))
    .orderBy(asc(salePayment.position), asc(salePayment.id)),
)
const paymentById = query((q) =>
  q
    .select({ ...paymentColumns, locationId: salePayment.locationId, saleId: salePayment.saleId })
    .from(salePayment)
    .where(eq(salePayment.id, value('id'))),
)

/** What of a sale's declined cards was set off against its goods when they came back: never more than those were worth. */
const setOffOfSale = sqlQuery<{ amountMinor: number }, [saleId: string]>(`
  SELECT coalesce(sum(min(worth, (SELECT coalesce(-sum(amount_minor), 0) FROM sale_payment AS paid
      WHERE paid.sale_id = back.sale_id AND paid.method = 'card' AND paid.amount_minor < 0 AND paid.reference = ''))), 0) AS amountMinor
  FROM (SELECT back.sale_id, -sum(back.net_minor + back.tax_minor) AS worth FROM sale_line AS sold JOIN sale_line AS back ON back.returns_line_id = sold.id
    WHERE sold.sale_id = ? AND sold.kind NOT IN ('deposit', 'account') GROUP BY back.sale_id) AS back`)

const saleList = list({
  select: (q) => q.select(head).from(sale).$dynamic(),
  filters: {
    locationId: (v) => sql`${sale.locationId} = ${v}`,
    customerId: (v) => sql`${sale.customerId} = ${v}`,
    tillId: (v) => sql`${sale.tillId} = ${v}`,
  },
  sorts: { newest: { by: [sale.soldAt, sale.id], direction: 'desc' } },
})

const tillById = query((q) =>
  q
    .select(tillColumns)
    .from(till)
    .where(eq(till.id, value('id'))),
)
const tillList = list({
  select: (q) => q.select(tillColumns).from(till).$dynamic(),
  filters: { locationId: (v) => sql`${till.locationId} = ${v}` },
  sorts: { newest: { by: [till.openedAt, till.id], direction: 'desc' } },
})
interface EntryRow {
  id: Id<'tillEntry'>
  kind: EntryKind
  amountMinor: number
  reason: string
  userName: string
  enteredAt: number
  saleNumber: string
}
const entryText = `SELECT entry.id, entry.kind, entry.amount_minor AS amountMinor, entry.reason, entry.user_name AS userName, entry.entered_at AS enteredAt,
  coalesce((SELECT number FROM sale WHERE sale.id = entry.source_id), '') AS saleNumber FROM till_entry AS entry`
const entriesOfTill = sqlQuery<EntryRow, [tillId: string]>(`${entryText} WHERE entry.till_id = ? ORDER BY entry.entered_at DESC, entry.id DESC LIMIT 200`)
const cashOfTill = sqlQuery<{ kind: EntryKind; count: number; amountMinor: number }, [tillId: string]>(
  'SELECT kind, count(*) AS count, sum(amount_minor) AS amountMinor FROM till_entry WHERE till_id = ? GROUP BY kind ORDER BY kind',
)
const tendersOfTill = sqlQuery<{ method: Tender; count: number; amountMinor: number }, [tillId: string]>(
  'SELECT method, count(*) AS count, sum(amount_minor) AS amountMinor FROM sale_payment WHERE till_id = ? GROUP BY method ORDER BY method',
)
interface SaleSums {
  sales: number
  returns: number
  netMinor: number
  taxMinor: number
  advanceMinor: number
  totalMinor: number
  roundingMinor: number
}
const sumsOfTill = sqlQuery<SaleSums, [tillId: string]>(`SELECT count(*) AS sales, count(*) FILTER (WHERE total_minor < 0) AS returns,
  coalesce(sum(net_minor), 0) AS netMinor, coalesce(sum(tax_minor), 0) AS taxMinor, coalesce(sum(advance_minor), 0) AS advanceMinor,
  coalesce(sum(total_minor), 0) AS totalMinor, coalesce(sum(rounding_minor), 0) AS roundingMinor FROM sale WHERE till_id = ?`)
const taxesOfTill = sqlQuery<{ rateBp: number; baseMinor: number; taxMinor: number }, [tillId: string]>(`
  SELECT tax.value ->> 'rateBp' AS rateBp, sum(tax.value ->> 'baseMinor') AS baseMinor, sum(tax.value ->> 'taxMinor') AS taxMinor
  FROM sale, json_each(sale.taxes) AS tax WHERE sale.till_id = ? GROUP BY 1 ORDER BY 1 DESC`)

const pendingOfTill = sqlQuery<{ amountMinor: number }, [locationId: string, tillId: string]>(
  'SELECT coalesce(sum(amount_minor), 0) AS amountMinor FROM card_pending WHERE location_id = ? AND till_id = ?',
)
const pendingText = `SELECT pending.payment_id AS paymentId, pending.sale_id AS saleId, sale.number AS saleNumber, sale.customer_name AS customerName,
    till.device_tag AS deviceTag, pending.amount_minor AS amountMinor, sale.sold_at AS soldAt, pending.location_id AS locationId
  FROM card_pending AS pending JOIN sale ON sale.id = pending.sale_id JOIN till ON till.id = pending.till_id`
type PendingRow = Omit<PendingCard, 'isLate'> & { locationId: Id<'location'> }
const pendingAt = sqlQuery<PendingRow, [locationId: string]>(`${pendingText} WHERE pending.location_id = ? ORDER BY pending.payment_id LIMIT 500`)
const pendingAnywhere = sqlQuery<PendingRow>(`${pendingText} ORDER BY pending.payment_id LIMIT 500`)

const excess = sqlQuery<{ lineId: Id<'saleLine'>; locationId: Id<'location'>; qtyMilli: number }>(
  'SELECT line_id AS lineId, location_id AS locationId, qty_milli AS qtyMilli FROM sale_excess ORDER BY line_id LIMIT 100',
)
const returnsOfLine = sqlQuery<Excess['returns'][number], [lineId: string]>(`
  SELECT sale.id AS saleId, sale.number, till.device_name AS deviceName, sale.seller_name AS sellerName, sale.sold_at AS soldAt
  FROM sale_line AS back JOIN sale ON sale.id = back.sale_id JOIN till ON till.id = sale.till_id WHERE back.returns_line_id = ? ORDER BY sale.sold_at, sale.id LIMIT 20`)

const waitingAt = query((q) =>
  q
    .select({
      id: parkedSale.id,
      locationId: parkedSale.locationId,
      label: parkedSale.label,
      basket: parkedSale.basket,
      lineCount: parkedSale.lineCount,
      parkedBy: parkedSale.parkedBy,
      parkedAt: parkedSale.parkedAt,
    })
    .from(parkedSale)
    .where(and(sql`${parkedSale.deleted} = 0`, eq(parkedSale.locationId, value('locationId'))))
    .orderBy(asc(parkedSale.parkedAt), asc(parkedSale.id))
    .limit(100),
)
const parkedById = query((q) =>
  q
    .select()
    .from(parkedSale)
    .where(eq(parkedSale.id, value('id'))),
)

export const policyRow = (db: ReadDb) => oldestPolicy.get(db)
export const sellerFor = (db: ReadDb, saleId: Id<'sale'>) => sellerOfSale.get(db, { id: saleId })
export const findSale = (db: ReadDb, id: Id<'sale'>) => saleById.get(db, { value: id })
export const findByNumber = (db: ReadDb, number: string) => saleByNumber.get(db, { value: number })
export const sales = (db: ReadDb, call: Parameters<typeof saleList>[1]) => saleList(db, call)
export const linesOf = (db: ReadDb, saleId: Id<'sale'>) => linesOfSale.all(db, { saleId })
export const findLine = (db: ReadDb, id: Id<'saleLine'>) => lineById.get(db, { id })
export type LineRow = ReturnType<typeof linesOf>[number]
export const paymentsOf = (db: ReadDb, saleId: Id<'sale'>) => paymentsOfSale.all(db, { saleId })
export const setOffOf = (db: ReadDb, saleId: Id<'sale'>): number => setOffOfSale.get(db, saleId)?.amountMinor ?? 0
export const findPayment = (db: ReadDb, id: Id<'salePayment'>) => paymentById.get(db, { id })
export const findTill = (db: ReadDb, id: Id<'till'>) => tillById.get(db, { id })
export const tills = (db: ReadDb, call: Parameters<typeof tillList>[1]) => tillList(db, call)
export const entriesOf = (db: ReadDb, tillId: Id<'till'>) => entriesOfTill.all(db, tillId)
export const cashOf = (db: ReadDb, tillId: Id<'till'>) => cashOfTill.all(db, tillId)
export const tendersOf = (db: ReadDb, tillId: Id<'till'>) => tendersOfTill.all(db, tillId)
export const salesOf = (db: ReadDb, tillId: Id<'till'>) => sumsOfTill.get(db, tillId)
export const taxesOf = (db: ReadDb, tillId: Id<'till'>) => taxesOfTill.all(db, tillId)
export const pendingOf = (db: ReadDb, { id, locationId }: Pick<Till, 'id' | 'locationId'>): number => pendingOfTill.get(db, locationId, id)?.amountMinor ?? 0
export const allPendingCards = (db: ReadDb) => pendingAnywhere.all(db)
export const pendingCards = (db: ReadDb, locationId: Id<'location'>) => pendingAt.all(db, locationId)
export const excessLines = (db: ReadDb) => excess.all(db)
export const returnsOf = (db: ReadDb, lineId: Id<'saleLine'>) => returnsOfLine.all(db, lineId)
export const parked = (db: ReadDb, locationId: Id<'location'>) => waitingAt.all(db, { locationId })
export const findParked = (db: ReadDb, id: Id<'parkedSale'>) => parkedById.get(db, { id })
