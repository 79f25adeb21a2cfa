import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { type invoicingContract, invoicingFails } from '#shared/modules/invoicing/contract.ts'
import type { Invoice, InvoiceHead } from '#shared/modules/invoicing/model.ts'
import * as rules from '#shared/modules/invoicing/rules.ts'
import { sellerOf } from '#shared/modules/workspace/rules.ts'
import { workOrdersFails } from '#shared/modules/work-orders/contract.ts'
import * as customers from '../customers/service.ts'
import * as vehicles from '../vehicles/service.ts'
import * as workOrders from '../work-orders/service.ts'
import * as workspace from '../workspace/service.ts'
import * as store from './store.ts'
import { invoice, invoiceLine, payment } from './tables.ts'

type C = typeof invoicingContract

export function issue(ctx: WriteCtx, { workOrderId }: In<C, 'issue'>): Out<C, 'issue'> {
  const earlier = store.invoiceOf(ctx.db, workOrderId)
  if (earlier) return invoicingFails.alreadyInvoiced({ invoiceId: earlier.id, number: earlier.number })
  const marked = workOrders.markInvoiced(ctx, { workOrderId })
  if (!marked.ok) return marked
  const { order, services, totals, vehicle } = marked.value
  // Job by job, as the order's screen shows them; what the customer did not want is not on the invoice.
  const places = new Map(services.map((service, i) => [service.id, i]))
  const placeOf = (serviceId: (typeof services)[number]['id'] | null) => (serviceId === null ? -1 : (places.get(serviceId) ?? -1))
  const lines = marked.value.lines.filter(({ declined }) => !declined).toSorted((a, b) => placeOf(a.serviceId) - placeOf(b.serviceId))
  if (lines.length === 0) return invoicingFails.nothingToInvoice({ workOrderId })
  const buyer = customers.findCustomer(ctx.db, order.customerId)
  // On a device that read of the order first: an invoice names both for good.
  if (!buyer) return workOrdersFails.unknownReference({ field: 'customerId' })
  if (!vehicles.findVehicle(ctx.db, order.vehicleId)) return workOrdersFails.unknownReference({ field: 'vehicleId' })

  const company = workspace.theCompany(ctx.db)
  const id = ctx.newId<'invoice'>()
  const { netMinor, taxMinor, totalMinor, taxes } = totals
  ctx.db.insert(invoice, {
    id,
    number: ctx.nextNumber('invoice'),
    workOrderId,
    workOrderNumber: order.number,
    locationId: order.locationId,
    customerId: order.customerId,
    issuedAt: ctx.now,
    ...rules.datesOf(ctx.now, company),
    currency: company.currency,
    netMinor,
    taxMinor,
    totalMinor,
    taxes,
    note: company.invoiceNote,
    taxInclusive: order.taxInclusive,
    seller: sellerOf(company, workspace.findLocation(ctx.db, order.locationId)),
    customer: rules.buyerOf(buyer),
    vehicle: { label: vehicle.label, plate: vehicle.plate, vin: vehicle.vin, mileageKm: order.mileageKm },
    state: rules.stateWith({ state: 'issued' }, totalMinor),
    voidReason: '',
  })
  const titles = new Map(services.map(({ id: serviceId, title }) => [serviceId, title]))
  for (const [i, line] of lines.entries()) {
    ctx.db.insert(invoiceLine, {
      id: ctx.newId<'invoiceLine'>(),
      invoiceId: id,
      locationId: order.locationId,
      position: i + 1,
      service: (line.serviceId && titles.get(line.serviceId)) ?? '',
      kind: line.kind,
      description: line.description,
      qtyMilli: line.qtyMilli,
      unitPriceMinor: line.unitPriceMinor,
      isFlat: line.isFlat,
      discountBp: line.discountBp,
      sharedDiscountMinor: line.sharedDiscountMinor,
      taxRateBp: line.rateBp,
      taxExempt: line.taxExempt,
      underWarranty: line.taxReason === 'warranty',
      netMinor: line.netMinor,
      taxMinor: line.taxMinor,
    })
  }
  ctx.emit('invoicing.issued', { invoiceId: id })
  return ok(viewOf(ctx.db, id))
}

export function get(ctx: ReadCtx, { invoiceId }: In<C, 'get'>): Out<C, 'get'> {
  const known = findInvoice(ctx.db, invoiceId)
  return known ? ok(known) : invoicingFails.unknownInvoice({ invoiceId })
}

export function ofWorkOrder(ctx: ReadCtx, { workOrderId }: In<C, 'ofWorkOrder'>): Out<C, 'ofWorkOrder'> {
  const known = store.invoiceOf(ctx.db, workOrderId)
  return ok(known ? withDue(known) : null)
}

export function list(ctx: ReadCtx, { sort, after, limit, ...filters }: In<C, 'list'>): Out<C, 'list'> {
  const found = store.invoices(ctx.db, { filters, sort, after, limit })
  return ok({ ...found, rows: found.rows.map(withDue) })
}

export function pay(ctx: WriteCtx, { invoiceId, method, amountMinor, tenderedMinor, reference }: In<C, 'pay'>): Out<C, 'pay'> {
  const known = store.findHead(ctx.db, invoiceId)
  if (!known) return invoicingFails.unknownInvoice({ invoiceId })
  const paid = rules.pay(withDue(known), { method, amountMinor, tenderedMinor })
  if (!paid.ok) return paid
  const paymentId = ctx.newId<'payment'>()
  ctx.db.insert(payment, {
    id: paymentId,
    invoiceId,
    locationId: known.locationId,
    method,
    amountMinor,
    tenderedMinor: tenderedMinor ?? null,
    receivedAt: ctx.now,
    receivedBy: ctx.actor.name,
    reference,
    reversesId: null,
    reason: '',
  })
  if (method === 'cash') ctx.emit('invoicing.cashMoved', { paymentId, number: known.number, amountMinor, userName: ctx.actor.name })
  const saved = saveState(ctx, known, paid.value.state)
  if (!saved.ok) return saved
  if (paid.value.state === 'paid') ctx.emit('invoicing.paid', { invoiceId })
  return ok({ invoice: viewOf(ctx.db, invoiceId), paymentId, changeMinor: paid.value.changeMinor })
}

export function reversePayment(ctx: WriteCtx, { paymentId, reason }: In<C, 'reversePayment'>): Out<C, 'reversePayment'> {
  const before = store.findPayment(ctx.db, paymentId)
  if (!before) return invoicingFails.unknownPayment({ paymentId })
  const known = viewOf(ctx.db, before.invoiceId)
  const reversed = rules.reverse(before, known)
  if (!reversed.ok) return reversed
  const reversalId = ctx.newId<'payment'>()
  ctx.db.insert(payment, {
    id: reversalId,
    invoiceId: known.id,
    locationId: known.locationId,
    method: before.method,
    amountMinor: reversed.value.amountMinor,
    tenderedMinor: null,
    receivedAt: ctx.now,
    receivedBy: ctx.actor.name,
    reference: before.reference,
    reversesId: paymentId,
    reason,
  })
  if (before.method === 'cash')
    ctx.emit('invoicing.cashMoved', { paymentId: reversalId, number: known.number, amountMinor: reversed.value.amountMinor, userName: ctx.actor.name })
  const saved = saveState(ctx, known, reversed.value.state)
  return saved.ok ? ok(viewOf(ctx.db, known.id)) : saved
}

/** An order that two devices invoiced has two of them until the centre has refused one. */
const saveState = (
  ctx: WriteCtx,
  { id, workOrderId }: Pick<InvoiceHead, 'id' | 'workOrderId'>,
  state: InvoiceHead['state'],
): Result<null, Failure<'workOrders.outOfStep'>> =>
  workOrders.inStep(workOrderId, () => {
    ctx.db.update(invoice, id, { state })
    return ok(null)
  })

export function voidInvoice(ctx: WriteCtx, { invoiceId, reason }: In<C, 'voidInvoice'>): Out<C, 'voidInvoice'> {
  const known = findInvoice(ctx.db, invoiceId)
  if (!known) return invoicingFails.unknownInvoice({ invoiceId })
  const allowed = rules.checkVoid(known)
  if (!allowed.ok) return allowed
  ctx.db.update(invoice, invoiceId, { state: allowed.value, voidReason: reason })
  const freed = workOrders.unmarkInvoiced(ctx, { workOrderId: known.workOrderId })
  return freed.ok ? ok(viewOf(ctx.db, invoiceId)) : freed
}

export function pdf(_ctx: ReadCtx, _input: In<C, 'pdf'>, prepared: { fileName: string; base64: string }): Out<C, 'pdf'> {
  return ok(prepared)
}

/** Everything that an invoice says, for its screen and for its printing. */
export function findInvoice(db: ReadDb, id: Id<'invoice'>): Invoice | undefined {
  const known = store.findInvoice(db, id)
  return known && { ...withDue(known), lines: store.linesOf(db, id), payments: store.paymentsOf(db, id) }
}

/** Nothing is due on an invoice that was taken back. */
const withDue = <Head extends Omit<InvoiceHead, 'dueMinor'>>(head: Head) => ({
  ...head,
  dueMinor: head.state === 'void' ? 0 : head.totalMinor - head.paidMinor,
})

function viewOf(db: ReadDb, id: Id<'invoice'>): Invoice {
  const view = findInvoice(db, id)
  if (!view) throw new Error(`invoice ${id} was written and is not there`)
  return view
}
