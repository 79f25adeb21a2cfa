import type { In, Out, ReadCtx } from '#main/platform/context.ts'
import { ok } from '#shared/kernel/result.ts'
import { type invoicingContract, invoicingFails } from '#shared/modules/invoicing/contract.ts'
import * as workOrders from '../work-orders/service.ts'
import { ageingOf, termsOf } from './service/accounts.ts'
import { findInvoice, withDue } from './service/view.ts'
import * as store from './store.ts'
import { depositsOf } from './store/accounts.ts'

export { account, ageingOf, checkLimit, receivables, setTerms, termsOf } from './service/accounts.ts'
export { coreDeposits, refundCore } from './service/cores.ts'
export { credit, reverseWriteOff, writeOff } from './service/credits.ts'
export { closeDrawer, moveCash, openDrawer } from './service/drawer.ts'
export { enter as enterInvoice, issue, voidInvoice } from './service/issue.ts'
export {
  allocate,
  enter as enterPayment,
  freeSurplus,
  missAtCounter,
  pay,
  receive,
  refund,
  reversePayment,
  spendAtCounter,
  takeAtCounter,
} from './service/payments.ts'
export { recordsWithoutSeal, sealedContent } from './service/seals.ts'
export { findInvoice, withDue } from './service/view.ts'
export { invoiceOfSale, openOfCustomer } from './store.ts'
export { freeOf } from './store/accounts.ts'
export { balanceOf, openTill } from './store/drawer.ts'

type C = typeof invoicingContract
interface Printed {
  fileName: string
  base64: string
}

export function get(ctx: ReadCtx, { invoiceId }: In<C, 'get'>): Out<C, 'get'> {
  const known = findInvoice(ctx.db, invoiceId)
  return known ? ok(known) : invoicingFails.unknownInvoice({ invoiceId })
}

export function ofWorkOrder(ctx: ReadCtx, { workOrderId }: In<C, 'ofWorkOrder'>): Out<C, 'ofWorkOrder'> {
  const order = workOrders.findOrder(ctx.db, workOrderId)
  const { limitMinor, aboveLimit } = order ? termsOf(ctx.db, order.customerId) : { limitMinor: null, aboveLimit: 'warn' }
  return ok({
    invoices: store.invoicesOf(ctx.db, workOrderId).map(withDue),
    invoicedLineIds: store.invoicedLinesOf(ctx.db, workOrderId).flatMap(({ workOrderLineId, number }) => (number ? [workOrderLineId] : [])),
    deposits: depositsOf(ctx.db, workOrderId),
    credit:
      order && limitMinor !== null ? { limitMinor, balanceMinor: ageingOf(ctx, order.customerId).balanceMinor, isRefused: aboveLimit === 'refuse' } : null,
  })
}

export function list(ctx: ReadCtx, { sort, after, limit, state, ...filters }: In<C, 'list'>): Out<C, 'list'> {
  const call = { sort, after, limit }
  const found =
    state === 'issued'
      ? store.openInvoices(ctx.db, { ...call, filters })
      : store.invoices(ctx.db, { ...call, filters: { ...filters, ...(state === 'paid' && { isPaid: true }), ...(state === 'void' && { isVoid: true }) } })
  return ok({ ...found, rows: found.rows.map(withDue) })
}

export function pdf(_ctx: ReadCtx, _input: In<C, 'pdf'>, prepared: Printed): Out<C, 'pdf'> {
  return ok(prepared)
}

export function creditNotePdf(_ctx: ReadCtx, _input: In<C, 'creditNotePdf'>, prepared: Printed): Out<C, 'creditNotePdf'> {
  return ok(prepared)
}

export function statements(_ctx: ReadCtx, _input: In<C, 'statements'>, prepared: Printed): Out<C, 'statements'> {
  return ok(prepared)
}
