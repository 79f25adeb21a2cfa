import type { In, Out, WriteCtx } from '#main/platform/context.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import { type invoicingContract, invoicingFails } from '#shared/modules/invoicing/contract.ts'
import type { InvoiceLine, VehicleSnapshot } from '#shared/modules/invoicing/model.ts'
import * as rules from '#shared/modules/invoicing/rules.ts'
import type { Customer } from '#shared/modules/customers/model.ts'
import { sellerOf } from '#shared/modules/workspace/rules.ts'
import { workOrdersFails } from '#shared/modules/work-orders/contract.ts'
import * as customers from '../../customers/service.ts'
import * as vehicles from '../../vehicles/service.ts'
import * as workOrders from '../../work-orders/service.ts'
import * as workspace from '../../workspace/service.ts'
import * as store from '../store.ts'
import * as accounts from '../store/accounts.ts'
import { invoice, invoiceLine } from '../tables.ts'
import { checkLimit, termsOf } from './accounts.ts'
import { allocateTo } from './payments.ts'
import { seal } from './seals.ts'
import { viewOf } from './view.ts'

type C = typeof invoicingContract

/** A line before it has its id and place. */
export type NewLine = Omit<InvoiceLine, 'id' | 'position' | 'credited'> & { taxMinor: number; workOrderLineId: Id<'workOrderLine'> | null; turn: number }
interface Draft {
  readonly buyer: Customer
  readonly locationId: Id<'location'>
  readonly of: { workOrderId: Id<'workOrder'>; workOrderNumber: string } | { saleId: Id<'sale'>; saleNumber: string }
  readonly vehicle: VehicleSnapshot
  readonly taxInclusive: boolean
  readonly settledMinor: number
  readonly lines: readonly NewLine[]
}

/** The one way into the book of invoices, sealed. */
export function enter(ctx: WriteCtx, { buyer, locationId, of, vehicle, taxInclusive, settledMinor, lines }: Draft): Id<'invoice'> {
  const company = workspace.theCompany(ctx.db)
  const id = ctx.newId<'invoice'>()
  ctx.db.insert(invoice, {
    id,
    number: ctx.nextNumber('invoice'),
    officialNumber: null,
    workOrderId: null,
    workOrderNumber: '',
    saleId: null,
    saleNumber: '',
    ...of,
    locationId,
    customerId: buyer.id,
    issuedAt: ctx.now,
    ...rules.datesOf(ctx.now, company, termsOf(ctx.db, buyer.id)),
    currency: company.currency,
    ...rules.sumsOf(lines),
    settledMinor,
    note: company.invoiceNote,
    taxInclusive,
    seller: sellerOf(company, workspace.findLocation(ctx.db, locationId)),
    customer: rules.buyerOf(buyer, company),
    vehicle,
    state: 'issued',
    voidReason: '',
  })
  for (const [i, line] of lines.entries()) ctx.db.insert(invoiceLine, { id: ctx.newId<'invoiceLine'>(), invoiceId: id, locationId, position: i + 1, ...line })
  seal(ctx, 'invoice', id, locationId)
  ctx.emit('invoicing.issued', { invoiceId: id })
  return id
}

export function issue(ctx: WriteCtx, { workOrderId, lineIds }: In<C, 'issue'>): Out<C, 'issue'> {
  const marked = workOrders.markInvoiced(ctx, { workOrderId })
  if (!marked.ok) return marked
  const { order, services, vehicle } = marked.value
  const before = new Map(store.invoicedLinesOf(ctx.db, workOrderId).map((line) => [line.workOrderLineId, line]))
  // Job by job, as the order's screen shows them; what the customer did not want is not on the invoice.
  const places = new Map(services.map((service, i) => [service.id, i]))
  const placeOf = (serviceId: (typeof services)[number]['id'] | null) => (serviceId === null ? -1 : (places.get(serviceId) ?? -1))
  const charged = marked.value.lines.filter(({ declined }) => !declined).toSorted((a, b) => placeOf(a.serviceId) - placeOf(b.serviceId))
  for (const lineId of lineIds ?? []) {
    if (!charged.some(({ id }) => id === lineId)) return invoicingFails.unknownLine({ lineId })
    const number = before.get(lineId)?.number
    if (number) return invoicingFails.alreadyInvoiced({ workOrderId, lineId, number })
  }
  const lines = charged.filter(({ id }) => (lineIds ? lineIds.includes(id) : !before.get(id)?.number))
  const earlier = store.invoicesOf(ctx.db, workOrderId).find(({ state }) => state !== 'void')
  if (lines.length === 0)
    return earlier && charged.length > 0
      ? invoicingFails.alreadyInvoiced({ workOrderId, invoiceId: earlier.id, number: earlier.number })
      : invoicingFails.nothingToInvoice({ workOrderId })
  // An order that a former version invoiced names no lines.
  if (earlier && before.size === 0) return invoicingFails.alreadyInvoiced({ workOrderId, invoiceId: earlier.id, number: earlier.number })
  const buyer = customers.findCustomer(ctx.db, order.customerId)
  // On a device that read of the order first: an invoice names both for good.
  if (!buyer) return workOrdersFails.unknownReference({ field: 'customerId' })
  if (!vehicles.findVehicle(ctx.db, order.vehicleId)) return workOrdersFails.unknownReference({ field: 'vehicleId' })
  const allowed = checkLimit(
    ctx,
    buyer.id,
    lines.reduce((sum, { netMinor, taxMinor }) => sum + netMinor + taxMinor, 0),
    workOrderId,
  )
  if (!allowed.ok) return allowed

  const titles = new Map(services.map(({ id, title }) => [id, title]))
  const id = enter(ctx, {
    buyer,
    locationId: order.locationId,
    of: { workOrderId, workOrderNumber: order.number },
    vehicle: { label: vehicle.label, plate: vehicle.plate, vin: vehicle.vin, mileageKm: order.mileageKm },
    taxInclusive: order.taxInclusive,
    settledMinor: 0,
    lines: lines.map((line) => ({
      workOrderLineId: line.id,
      turn: before.get(line.id)?.turns ?? 0,
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
    })),
  })
  allocateTo(ctx, id, accounts.depositsOf(ctx.db, workOrderId))
  return ok(viewOf(ctx.db, id))
}

export function voidInvoice(ctx: WriteCtx, { invoiceId, reason }: In<C, 'voidInvoice'>): Out<C, 'voidInvoice'> {
  const known = store.findHead(ctx.db, invoiceId)
  if (!known) return invoicingFails.unknownInvoice({ invoiceId })
  const allowed = rules.checkVoid({ ...known, ...rules.standing(known.state, known) })
  if (!allowed.ok) return allowed
  // A credit note of no money gave hours and goods back all the same.
  if (store.creditNotesOf(ctx.db, invoiceId).length > 0) return invoicingFails.hasPayments({ invoiceId, paidMinor: known.paidMinor })
  ctx.db.update(invoice, invoiceId, { state: allowed.value, voidReason: reason })
  seal(ctx, 'void', invoiceId, known.locationId)
  const { workOrderId } = known
  // The order is done again once none of its invoices stands.
  if (workOrderId !== null && store.invoicesOf(ctx.db, workOrderId).every(({ state }) => state === 'void')) {
    const freed = workOrders.unmarkInvoiced(ctx, { workOrderId })
    if (!freed.ok) return freed
  }
  return ok(viewOf(ctx.db, invoiceId))
}
