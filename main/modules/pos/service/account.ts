import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { invoicingFails } from '#shared/modules/invoicing/contract.ts'
import { type posContract, posFails } from '#shared/modules/pos/contract.ts'
import type { Balances, Sale } from '#shared/modules/pos/model.ts'
import { isGoods, unowed } from '#shared/modules/pos/rules.ts'
import * as customers from '../../customers/service.ts'
import * as invoicing from '../../invoicing/service.ts'
import * as workspace from '../../workspace/service.ts'
import * as store from '../store.ts'
import { findView, viewOf } from './view.ts'

type C = typeof posContract

/** Free money that waits for no order, and what is due. */
export function balancesOf(db: ReadDb, customerId: Id<'customer'> | null): Balances {
  if (customerId === null) return { depositMinor: 0, accountMinor: 0 }
  // What was used without having come is owed before anything is free.
  const free = Math.max(
    0,
    ofNoOrder(db, customerId).reduce((sum, { freeMinor }) => sum + freeMinor, 0),
  )
  const due = invoicing.openOfCustomer(db, customerId).reduce((sum, head) => sum + Math.max(0, invoicing.withDue(head).dueMinor), 0)
  return { depositMinor: free, accountMinor: due }
}
const ofNoOrder = (db: ReadDb, customerId: Id<'customer'>) => invoicing.freeOf(db, customerId).filter(({ workOrderId }) => workOrderId === null)
const freeAt = (db: ReadDb, customerId: Id<'customer'>) => ofNoOrder(db, customerId).filter(({ freeMinor }) => freeMinor > 0)

interface Moved {
  /** Paid in advance. */
  readonly takenMinor: number
  /** Paid off. */
  readonly paidMinor: number
  /** Owed for this sale; negative: goods came back for it. */
  readonly onAccountMinor: number
  /** Of what was paid in advance, used or given back; negative: kept for the customer. */
  readonly spentMinor: number
  /** Sales whose goods came back. */
  readonly sales: readonly Id<'sale'>[]
}
/** What a sale does to its customer's account: debt is an invoice, money in is a payment. Holds POS-9. */
export function toAccount(ctx: WriteCtx, saleId: Id<'sale'>, moved: Moved): Result<null, Failure<'invoicing.notFree' | 'invoicing.otherCustomer'>> {
  const sale = viewOf(ctx.db, saleId)
  const { number, customerId, locationId } = sale
  if (customerId === null) return ok(null)
  const of = { saleId, number, customerId, locationId }
  const open = invoicing.openOfCustomer(ctx.db, customerId).map(({ id }) => id)
  if (moved.spentMinor > 0) {
    const spent = invoicing.spendAtCounter(ctx, of, moved.spentMinor, freeAt(ctx.db, customerId))
    if (!spent.ok) return spent
  }
  const takenMinor = moved.takenMinor + Math.max(0, -moved.spentMinor)
  if (takenMinor > 0) invoicing.takeAtCounter(ctx, of, takenMinor, [])
  if (moved.paidMinor > 0) invoicing.takeAtCounter(ctx, of, moved.paidMinor, open)
  if (moved.onAccountMinor < 0) {
    // What came back is for the invoice of its own sale first: while that is owed by somebody else, it is nobody's money.
    const own = moved.sales.flatMap((id) => invoicing.invoiceOfSale(ctx.db, id) ?? []).filter((head) => invoicing.withDue(head).dueMinor > 0)
    const other = own.find((head) => head.customerId !== customerId)
    if (other) return invoicingFails.otherCustomer({ invoiceId: other.id, number: other.number })
    invoicing.takeAtCounter(ctx, of, -moved.onAccountMinor, [...own.map(({ id }) => id), ...open])
  }
  if (moved.onAccountMinor > 0) issueFor(ctx, sale, customerId, moved.onAccountMinor)
  return ok(null)
}

/** The invoice of a sale, of which `openMinor` is owed. */
function issueFor(ctx: WriteCtx, sale: Sale, customerId: Id<'customer'>, openMinor: number): void {
  const buyer = customers.findCustomer(ctx.db, customerId)
  if (!buyer) throw new Error(`sale ${sale.id} names customer ${customerId}, who is not there`)
  invoicing.enterInvoice(ctx, {
    buyer,
    locationId: sale.locationId,
    of: { saleId: sale.id, saleNumber: sale.number },
    vehicle: { label: '', plate: '', vin: '', mileageKm: null },
    taxInclusive: workspace.theCompany(ctx.db).taxInclusive,
    settledMinor: sale.netMinor + sale.taxMinor - openMinor,
    lines: sale.lines.filter(isGoods).map(({ kind, description, qtyMilli, unitPriceMinor, discountBp, taxRateBp, taxExempt, netMinor, taxMinor }) => ({
      workOrderLineId: null,
      turn: 0,
      service: '',
      kind,
      description,
      qtyMilli,
      unitPriceMinor,
      isFlat: false,
      discountBp,
      sharedDiscountMinor: 0,
      taxRateBp: taxExempt ? 0 : taxRateBp,
      taxExempt,
      underWarranty: false,
      netMinor,
      taxMinor,
    })),
  })
}

/**
 * A card that the terminal declined after all: what it should have paid in advance or paid off did not come, and the rest is owed by the customer
 * on the sale's invoice. Where nobody is known by name, an invoice that is made for the sale later says that it is owed. How much is owed now.
 */
export function owe(ctx: WriteCtx, saleId: Id<'sale'>, amountMinor: number): number {
  const sale = findView(ctx.db, saleId)
  const known = invoicing.invoiceOfSale(ctx.db, saleId)
  const customerId = sale?.customerId ?? known?.customerId
  if (!sale || !customerId) return 0
  const of = { saleId, number: sale.number, customerId, locationId: sale.locationId }
  const missedMinor = invoicing.missAtCounter(ctx, of, amountMinor, (id, usedMinor) => owe(ctx, id, usedMinor))
  const goodsMinor = Math.max(0, Math.min(amountMinor - missedMinor, sale.netMinor + sale.taxMinor))
  if (goodsMinor > 0 && !known) issueFor(ctx, sale, customerId, goodsMinor)
  if (goodsMinor > 0 && known) invoicing.enterPayment(ctx, { ...of, invoiceId: known.id, method: 'counter', amountMinor: -goodsMinor, reference: sale.number })
  return missedMinor + goodsMinor
}

export function invoice(ctx: WriteCtx, { saleId, customerId }: In<C, 'invoice'>): Out<C, 'invoice'> {
  if (!store.findSale(ctx.db, saleId)) return posFails.unknownSale({ saleId })
  const sale = viewOf(ctx.db, saleId)
  const known = invoicing.invoiceOfSale(ctx.db, saleId)
  if (known) return invoicingFails.alreadyInvoiced({ invoiceId: known.id, number: known.number })
  const buyerId = sale.customerId ?? customerId
  if (buyerId === null) return posFails.customerNeeded()
  if (!customers.findCustomer(ctx.db, buyerId)) return posFails.unknownCustomer({ customerId: buyerId })
  if (!sale.lines.some(isGoods)) return posFails.emptySale()
  issueFor(ctx, sale, buyerId, unowed(sale))
  const issued = invoicing.invoiceOfSale(ctx.db, saleId)
  if (!issued) throw new Error(`the invoice of sale ${saleId} was written and is not there`)
  return ok({ invoiceId: issued.id, number: issued.number })
}

export function invoiceOf(ctx: ReadCtx, { saleId }: In<C, 'invoiceOf'>): Out<C, 'invoiceOf'> {
  const known = invoicing.invoiceOfSale(ctx.db, saleId)
  return ok(known ? { invoiceId: known.id, number: known.number } : null)
}
