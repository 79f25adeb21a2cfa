import type { In, Out, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { type invoicingContract, invoicingFails } from '#shared/modules/invoicing/contract.ts'
import type { FreeMoney, InvoiceHead, Payment } from '#shared/modules/invoicing/model.ts'
import * as rules from '#shared/modules/invoicing/rules.ts'
import { workOrdersFails } from '#shared/modules/work-orders/contract.ts'
import * as customers from '../../customers/service.ts'
import * as workOrders from '../../work-orders/service.ts'
import * as workspace from '../../workspace/service.ts'
import * as store from '../store.ts'
import { payment, paymentAllocation } from '../tables.ts'
import { checkDrawer, throughDrawer } from './drawer.ts'
import { seal } from './seals.ts'
import { findHead, findInvoice, viewOf } from './view.ts'

type C = typeof invoicingContract

export interface NewPayment {
  readonly locationId: Id<'location'>
  readonly customerId: Id<'customer'>
  readonly method: Payment['method']
  readonly amountMinor: number
  readonly invoiceId?: Id<'invoice'> | null
  readonly workOrderId?: Id<'workOrder'> | null
  readonly tenderedMinor?: number | undefined
  readonly reference?: string
  readonly reversesId?: Id<'payment'>
  readonly refundsId?: Id<'payment'>
  readonly saleId?: Id<'sale'>
  readonly reason?: string
  /** What the till's entry shall say of cash. */
  readonly number: string
}
/** Adds to the ledger of money, sealed; cash goes through the drawer. Who gives cash has looked that it is there (`checkDrawer`). */
export function enter(ctx: WriteCtx, row: NewPayment): Id<'payment'> {
  const id = ctx.newId<'payment'>()
  ctx.db.insert(payment, {
    id,
    invoiceId: row.invoiceId ?? null,
    customerId: row.customerId,
    workOrderId: row.workOrderId ?? null,
    locationId: row.locationId,
    method: row.method,
    amountMinor: row.amountMinor,
    tenderedMinor: row.tenderedMinor ?? null,
    receivedAt: ctx.now,
    receivedBy: ctx.actor.name,
    reference: row.reference ?? '',
    reversesId: row.reversesId ?? null,
    refundsId: row.refundsId ?? null,
    saleId: row.saleId ?? null,
    reason: row.reason ?? '',
  })
  seal(ctx, 'payment', id, row.locationId)
  if (row.method === 'cash') {
    throughDrawer(ctx, id, row.amountMinor, row.number)
    ctx.emit('invoicing.cashMoved', { paymentId: id })
  }
  return id
}

/** Stands for the invoice from now on; negative: no more. */
function give(
  ctx: WriteCtx,
  paymentId: Id<'payment'>,
  { id: invoiceId, locationId, customerId }: Pick<InvoiceHead, 'id' | 'locationId' | 'customerId'>,
  amountMinor: number,
): void {
  const id = ctx.newId<'paymentAllocation'>()
  ctx.db.insert(paymentAllocation, { id, paymentId, invoiceId, locationId, customerId, amountMinor, allocatedAt: ctx.now, allocatedBy: ctx.actor.name })
  seal(ctx, 'allocation', id, locationId)
}

const tellPaid = (ctx: WriteCtx, invoiceId: Id<'invoice'>): void => {
  if (findHead(ctx.db, invoiceId)?.state === 'paid') ctx.emit('invoicing.paid', { invoiceId })
}

export function pay(ctx: WriteCtx, { invoiceId, ...tender }: In<C, 'pay'>): Out<C, 'pay'> {
  const known = store.findPayable(ctx.db, invoiceId) ?? findHead(ctx.db, invoiceId)
  if (!known) return invoicingFails.unknownInvoice({ invoiceId })
  const due = rules.checkDue(known, tender.amountMinor)
  if (!due.ok) return due
  const change = rules.changeOf(tender)
  if (!change.ok) return change
  const { locationId, customerId, number } = known
  const paymentId = enter(ctx, { invoiceId, locationId, customerId, number, ...tender })
  const dueMinor = known.dueMinor - tender.amountMinor
  if (dueMinor === 0) ctx.emit('invoicing.paid', { invoiceId })
  return ok({ paymentId, dueMinor, changeMinor: change.value })
}

export function receive(ctx: WriteCtx, { customerId, locationId, workOrderId, allocations, ...tender }: In<C, 'receive'>): Out<C, 'receive'> {
  const payer = customers.findCustomer(ctx.db, customerId)
  if (!payer) return invoicingFails.unknownCustomer({ customerId })
  if (!workspace.findLocation(ctx.db, locationId)) return invoicingFails.unknownLocation({ locationId })
  const order = workOrderId === null ? undefined : workOrders.findOrder(ctx.db, workOrderId)
  if (workOrderId !== null && (!order || order.customerId !== customerId)) return workOrdersFails.unknownOrder({ workOrderId })
  const change = rules.changeOf(tender)
  if (!change.ok) return change
  const paymentId = enter(ctx, { customerId, locationId, workOrderId, number: order?.number ?? payer.name, ...tender })
  for (const { invoiceId, amountMinor } of allocations) {
    const given = stand(ctx, paymentId, invoiceId, amountMinor)
    if (!given.ok) return given
  }
  return ok({ paymentId, freeMinor: freeOf(ctx.db, paymentId), changeMinor: change.value })
}

const freeOf = (db: ReadDb, paymentId: Id<'payment'>): number => store.findPayment(db, paymentId)?.freeMinor ?? 0

type NotGiven = Failure<`invoicing.${'unknownInvoice' | 'otherCustomer' | 'wrongState' | 'overpaid' | 'notFree'}`>
/** Lets free money stand for an invoice: never more than is free, nor than is due. */
function stand(ctx: WriteCtx, paymentId: Id<'payment'>, invoiceId: Id<'invoice'>, amountMinor: number): Result<null, NotGiven> {
  const money = store.findPayment(ctx.db, paymentId)
  const known = findHead(ctx.db, invoiceId)
  if (!known) return invoicingFails.unknownInvoice({ invoiceId })
  if (money?.customerId !== known.customerId) return invoicingFails.otherCustomer({ invoiceId, number: known.number })
  const due = rules.checkDue(known, amountMinor)
  if (!due.ok) return due
  if (amountMinor > money.freeMinor) return invoicingFails.notFree({ paymentId, freeMinor: money.freeMinor })
  give(ctx, paymentId, known, amountMinor)
  tellPaid(ctx, invoiceId)
  return ok(null)
}

export function allocate(ctx: WriteCtx, { paymentId, invoiceId, amountMinor }: In<C, 'allocate'>): Out<C, 'allocate'> {
  if (!store.findPayment(ctx.db, paymentId)) return invoicingFails.unknownPayment({ paymentId })
  if (amountMinor > 0) {
    const given = stand(ctx, paymentId, invoiceId, amountMinor)
    return given.ok ? ok(viewOf(ctx.db, invoiceId)) : given
  }
  const known = findHead(ctx.db, invoiceId)
  if (!known) return invoicingFails.unknownInvoice({ invoiceId })
  const stands = store.payersOf(ctx.db, invoiceId).find((payer) => payer.paymentId === paymentId)?.amountMinor ?? 0
  if (-amountMinor > stands) return invoicingFails.notAllocated({ paymentId, invoiceId, standsMinor: stands })
  give(ctx, paymentId, known, amountMinor)
  return ok(viewOf(ctx.db, invoiceId))
}

/** Lets free money stand for an invoice until nothing is due, in the order given. */
export function allocateTo(ctx: WriteCtx, invoiceId: Id<'invoice'>, free: readonly Pick<FreeMoney, 'paymentId' | 'freeMinor'>[]): void {
  for (const { paymentId, freeMinor } of free) {
    const known = findHead(ctx.db, invoiceId)
    const amountMinor = Math.min(freeMinor, known?.dueMinor ?? 0)
    if (known && amountMinor > 0) give(ctx, paymentId, known, amountMinor)
  }
  tellPaid(ctx, invoiceId)
}

export function refund(ctx: WriteCtx, { paymentId, method, amountMinor, reference, reason }: In<C, 'refund'>): Out<C, 'refund'> {
  const money = store.findPayment(ctx.db, paymentId)
  if (!money || money.customerId === null) return invoicingFails.unknownPayment({ paymentId })
  if (amountMinor > money.freeMinor) return invoicingFails.notFree({ paymentId, freeMinor: money.freeMinor })
  const held = method === 'cash' ? checkDrawer(ctx, amountMinor) : ok(null)
  if (!held.ok) return held
  const { customerId, locationId } = money
  const number = customers.findCustomer(ctx.db, customerId)?.name ?? ''
  const id = enter(ctx, { customerId, locationId, method, amountMinor: -amountMinor, reference, refundsId: paymentId, reason, number })
  return ok({ paymentId: id, freeMinor: freeOf(ctx.db, paymentId) })
}

export function reversePayment(ctx: WriteCtx, { paymentId, reason }: In<C, 'reversePayment'>): Out<C, 'reversePayment'> {
  const before = store.findPayment(ctx.db, paymentId)
  if (!before || before.customerId === null || before.method === 'counter') return invoicingFails.unknownPayment({ paymentId })
  const allowed = rules.checkReverse(before)
  if (!allowed.ok) return allowed
  const held = before.method === 'cash' ? checkDrawer(ctx, before.amountMinor) : ok(null)
  if (!held.ok) return held
  const given = store.allocatedOf(ctx.db, paymentId)
  // Of what went back to the customer already nothing can be taken back. What stands for its own invoice is not free, and was never given.
  const ownMinor = before.invoiceId === null ? before.amountMinor : 0
  if (before.freeMinor + given.reduce((sum, { amountMinor }) => sum + amountMinor, 0) < ownMinor)
    return invoicingFails.notFree({ paymentId, freeMinor: before.freeMinor })
  for (const { invoiceId, amountMinor } of given) {
    const known = findHead(ctx.db, invoiceId)
    if (known) give(ctx, paymentId, known, -amountMinor)
  }
  const { invoiceId, locationId, customerId, workOrderId, method, reference } = before
  const number = invoiceId === null ? (customers.findCustomer(ctx.db, customerId)?.name ?? '') : (findHead(ctx.db, invoiceId)?.number ?? '')
  enter(ctx, { invoiceId, locationId, customerId, workOrderId, method, reference, amountMinor: -before.amountMinor, reversesId: paymentId, reason, number })
  return ok({ invoice: (invoiceId && findInvoice(ctx.db, invoiceId)) ?? null })
}

export function freeSurplus(ctx: WriteCtx, { invoiceId }: In<C, 'freeSurplus'>): Out<C, 'freeSurplus'> {
  if (!findHead(ctx.db, invoiceId)) return invoicingFails.unknownInvoice({ invoiceId })
  return release(ctx, invoiceId) === 0 ? invoicingFails.nothingTooMuch({ invoiceId }) : ok(viewOf(ctx.db, invoiceId))
}

/** Frees what an invoice was paid too much, of its newest payments first; how much that was. */
export function release(ctx: WriteCtx, invoiceId: Id<'invoice'>): number {
  const known = findHead(ctx.db, invoiceId)
  if (!known) return 0
  let left = Math.max(0, -known.dueMinor)
  for (const { paymentId, amountMinor } of store.payersOf(ctx.db, invoiceId)) {
    const part = Math.min(left, amountMinor)
    if (part <= 0) continue
    give(ctx, paymentId, known, -part)
    left -= part
  }
  return Math.max(0, -known.dueMinor) - left
}

/** What a sale at the counter did to its customer's account. */
interface OfSale {
  readonly saleId: Id<'sale'>
  readonly number: string
  readonly customerId: Id<'customer'>
  readonly locationId: Id<'location'>
}

/** Money that came in with a sale: for the invoices in that order, the rest stays free. Called by pos. */
export function takeAtCounter(ctx: WriteCtx, { number, ...of }: OfSale, amountMinor: number, forInvoices: readonly Id<'invoice'>[]): void {
  const paymentId = enter(ctx, { ...of, method: 'counter', amountMinor, reference: number, number })
  for (const invoiceId of forInvoices) allocateTo(ctx, invoiceId, [{ paymentId, freeMinor: freeOf(ctx.db, paymentId) }])
}

/**
 * Money that came in with a sale and then never came, as of a declined card: it is taken back of what is free of it, then from the invoices that it
 * stood for, then from the sales that used it, which `owe` says what of it they owe. What was given out of it stays used, so that less than
 * nothing of it is free: the customer owes that. How much of the amount had come in. Called by pos.
 */
export function missAtCounter(ctx: WriteCtx, { number, ...of }: OfSale, amountMinor: number, owe: (saleId: Id<'sale'>, amountMinor: number) => number): number {
  let left = amountMinor
  for (const { paymentId, amountMinor: cameMinor } of store.takenWith(ctx.db, of.saleId)) {
    const part = Math.min(left, cameMinor)
    if (part <= 0) continue
    const back = { ...of, method: 'counter', reference: number, refundsId: paymentId, reason: number, number } as const
    let lacking = part - Math.max(0, freeOf(ctx.db, paymentId))
    for (const given of store.allocatedOf(ctx.db, paymentId)) {
      const known = findHead(ctx.db, given.invoiceId)
      const freed = Math.min(lacking, given.amountMinor)
      if (!known || freed <= 0) continue
      give(ctx, paymentId, known, -freed)
      lacking -= freed
    }
    for (const used of store.usersOf(ctx.db, paymentId, of.saleId)) {
      const owed = lacking > 0 ? owe(used.saleId, Math.min(lacking, used.amountMinor)) : 0
      if (owed > 0) enter(ctx, { ...back, saleId: used.saleId, amountMinor: owed })
      lacking -= owed
    }
    enter(ctx, { ...back, amountMinor: -part })
    left -= part
  }
  return amountMinor - left
}

/** Free money that a sale used, or gave back, oldest first. Called by pos, which has looked that there is so much. */
export function spendAtCounter(
  ctx: WriteCtx,
  { number, ...of }: OfSale,
  amountMinor: number,
  free: readonly FreeMoney[],
): Result<null, Failure<'invoicing.notFree'>> {
  let left = amountMinor
  for (const { paymentId, freeMinor } of free) {
    const part = Math.min(left, freeMinor)
    if (part <= 0) continue
    enter(ctx, { ...of, method: 'counter', amountMinor: -part, reference: number, refundsId: paymentId, reason: number, number })
    left -= part
  }
  return left === 0 ? ok(null) : invoicingFails.notFree({ freeMinor: amountMinor - left })
}
