import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import { ok } from '#shared/kernel/result.ts'
import { type posContract, posFails } from '#shared/modules/pos/contract.ts'
import type { ChainReport } from '#shared/modules/audit/model.ts'
import { type Parked, parkedBasket } from '#shared/modules/pos/model.ts'
import * as rules from '#shared/modules/pos/rules.ts'
import * as workspace from '../workspace/service.ts'
import { balancesOf } from './service/account.ts'
import { findView } from './service/view.ts'
import * as store from './store.ts'
import { parkedSale } from './tables.ts'

export { invoice, invoiceOf } from './service/account.ts'
export { pendingCards, settleCard } from './service/cards.ts'
export { excesses, excessesOf } from './service/excesses.ts'
export { policy, policyOf, setPolicy } from './service/policy.ts'
export { dropPrint, openDrawer, print, printAgain, printer, printLabels, removePrinter, setPrinter, testPrinter, unprinted } from './service/printing.ts'
export { identify, sell } from './service/sell.ts'
export { closeTill, moveCash, openTill, printReport, till, tills, xReport, zReport } from './service/till.ts'

export { allPendingCards } from './store.ts'

type C = typeof posContract
interface Printed {
  fileName: string
  base64: string
}

export function sale(ctx: ReadCtx, { saleId }: In<C, 'sale'>): Out<C, 'sale'> {
  const known = findView(ctx.db, saleId)
  return known ? ok(known) : posFails.unknownSale({ saleId })
}

export function saleByNumber(ctx: ReadCtx, { number }: In<C, 'saleByNumber'>): Out<C, 'saleByNumber'> {
  const known = store.findByNumber(ctx.db, rules.plainNumber(number))
  return known ? sale(ctx, { saleId: known.id }) : posFails.unknownSale({ number })
}

export function sales(ctx: ReadCtx, { after, limit, ...filters }: In<C, 'sales'>): Out<C, 'sales'> {
  return ok(store.sales(ctx.db, { filters, sort: 'newest', after, limit }))
}

export function balances(ctx: ReadCtx, { customerId }: In<C, 'balances'>): Out<C, 'balances'> {
  return ok(balancesOf(ctx.db, customerId))
}

export function park(ctx: WriteCtx, { locationId, label, basket }: In<C, 'park'>): Out<C, 'park'> {
  if (!workspace.findLocation(ctx.db, locationId)) return posFails.unknownLocation({ locationId })
  if (basket.lines.length + basket.returns.length === 0 && basket.depositMinor === 0 && basket.accountMinor === 0) return posFails.emptySale()
  const waiting: Parked = {
    id: ctx.newId<'parkedSale'>(),
    locationId,
    label,
    basket,
    lineCount: basket.lines.length + basket.returns.length,
    parkedBy: ctx.actor.name,
    parkedAt: ctx.now,
  }
  ctx.db.insert(parkedSale, waiting)
  return ok(waiting)
}

export function parked(ctx: ReadCtx, { locationId }: In<C, 'parked'>): Out<C, 'parked'> {
  return ok(store.parked(ctx.db, locationId).map((one) => ({ ...one, basket: parkedBasket.parse(one.basket) })))
}

export function recall(ctx: WriteCtx, { parkedId }: In<C, 'recall'>): Out<C, 'recall'> {
  const known = store.findParked(ctx.db, parkedId)
  if (!known || known.deleted) return posFails.unknownParked({ parkedId })
  ctx.db.update(parkedSale, parkedId, { deleted: true })
  const { locationId, label, basket, lineCount, parkedBy, parkedAt } = known
  return ok({ id: parkedId, locationId, label, basket: parkedBasket.parse(basket), lineCount, parkedBy, parkedAt })
}

export function receipt(_ctx: ReadCtx, _input: In<C, 'receipt'>, prepared: Printed): Out<C, 'receipt'> {
  return ok(prepared)
}

export function reportFile(_ctx: ReadCtx, _input: In<C, 'reportFile'>, prepared: Printed): Out<C, 'reportFile'> {
  return ok(prepared)
}

export function labels(_ctx: ReadCtx, _input: In<C, 'labels'>, prepared: Printed): Out<C, 'labels'> {
  return ok(prepared)
}

export function verify(_ctx: ReadCtx, _input: In<C, 'verify'>, prepared: ChainReport[]): Out<C, 'verify'> {
  return ok(prepared)
}
