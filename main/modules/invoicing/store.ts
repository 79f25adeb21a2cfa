import { and, asc, eq, sql } from 'drizzle-orm'
import { list } from '#main/platform/db/list.ts'
import { query, type ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { invoice, invoiceLine, payment } from './tables.ts'

const value = sql.placeholder

/** Written out, as the builder leaves the table's name away where it selects from one only. */
const paidMinor = sql<number>`(SELECT coalesce(sum(payment.amount_minor), 0) FROM payment WHERE payment.invoice_id = invoice.id)`.as('paid_minor')
const customerName = sql<string>`invoice.customer ->> '$.name'`.as('customer_name')

const head = {
  id: invoice.id,
  number: invoice.number,
  workOrderId: invoice.workOrderId,
  workOrderNumber: invoice.workOrderNumber,
  locationId: invoice.locationId,
  customerId: invoice.customerId,
  customerName,
  issuedAt: invoice.issuedAt,
  issuedOn: invoice.issuedOn,
  dueOn: invoice.dueOn,
  currency: invoice.currency,
  netMinor: invoice.netMinor,
  taxMinor: invoice.taxMinor,
  totalMinor: invoice.totalMinor,
  state: invoice.state,
  voidReason: invoice.voidReason,
  paidMinor,
}
const paymentColumns = {
  id: payment.id,
  method: payment.method,
  amountMinor: payment.amountMinor,
  tenderedMinor: payment.tenderedMinor,
  receivedAt: payment.receivedAt,
  receivedBy: payment.receivedBy,
  reference: payment.reference,
  reversesId: payment.reversesId,
  reason: payment.reason,
  isReversed: sql<number>`EXISTS (SELECT 1 FROM payment AS reversal WHERE reversal.reverses_id = payment.id)`.mapWith(Boolean).as('is_reversed'),
}

const byId = query((q) =>
  q
    .select({
      ...head,
      note: invoice.note,
      taxInclusive: invoice.taxInclusive,
      taxes: invoice.taxes,
      seller: invoice.seller,
      customer: invoice.customer,
      vehicle: invoice.vehicle,
    })
    .from(invoice)
    .where(eq(invoice.id, value('id'))),
)
const headById = query((q) =>
  q
    .select(head)
    .from(invoice)
    .where(eq(invoice.id, value('id'))),
)
const ofOrder = query((q) =>
  q
    .select(head)
    .from(invoice)
    .where(and(eq(invoice.workOrderId, value('workOrderId')), sql`${invoice.state} <> 'void'`)),
)
const linesOfInvoice = query((q) =>
  q
    .select({
      id: invoiceLine.id,
      position: invoiceLine.position,
      service: invoiceLine.service,
      kind: invoiceLine.kind,
      description: invoiceLine.description,
      qtyMilli: invoiceLine.qtyMilli,
      unitPriceMinor: invoiceLine.unitPriceMinor,
      isFlat: invoiceLine.isFlat,
      discountBp: invoiceLine.discountBp,
      sharedDiscountMinor: invoiceLine.sharedDiscountMinor,
      taxRateBp: invoiceLine.taxRateBp,
      taxExempt: invoiceLine.taxExempt,
      underWarranty: invoiceLine.underWarranty,
      netMinor: invoiceLine.netMinor,
      taxMinor: invoiceLine.taxMinor,
    })
    .from(invoiceLine)
    .where(eq(invoiceLine.invoiceId, value('invoiceId')))
    .orderBy(asc(invoiceLine.position), asc(invoiceLine.id)),
)
const paymentsOfInvoice = query((q) =>
  q
    .select(paymentColumns)
    .from(payment)
    .where(eq(payment.invoiceId, value('invoiceId')))
    .orderBy(asc(payment.receivedAt), asc(payment.id)),
)
const paymentById = query((q) =>
  q
    .select({ ...paymentColumns, invoiceId: payment.invoiceId })
    .from(payment)
    .where(eq(payment.id, value('id'))),
)

const invoiceList = list({
  select: (q) => q.select(head).from(invoice).$dynamic(),
  filters: {
    locationId: (v) => sql`${invoice.locationId} = ${v}`,
    state: (v) => sql`${invoice.state} = ${v}`,
    customerId: (v) => sql`${invoice.customerId} = ${v}`,
    fromAt: (v) => sql`${invoice.issuedAt} >= ${v}`,
    toAt: (v) => sql`${invoice.issuedAt} < ${v}`,
  },
  sorts: {
    newest: { by: [invoice.issuedAt, invoice.id], direction: 'desc' },
    number: { by: [invoice.number], direction: 'desc' },
    due: { by: [invoice.dueOn, invoice.id], direction: 'asc' },
  },
})

export const invoices = (db: ReadDb, call: Parameters<typeof invoiceList>[1]) => invoiceList(db, call)
export const findInvoice = (db: ReadDb, id: Id<'invoice'>) => byId.get(db, { id })
export const findHead = (db: ReadDb, id: Id<'invoice'>) => headById.get(db, { id })
/** The invoice of an order that is not void. */
export const invoiceOf = (db: ReadDb, workOrderId: Id<'workOrder'>) => ofOrder.get(db, { workOrderId })
export const linesOf = (db: ReadDb, invoiceId: Id<'invoice'>) => linesOfInvoice.all(db, { invoiceId })
export const paymentsOf = (db: ReadDb, invoiceId: Id<'invoice'>) => paymentsOfInvoice.all(db, { invoiceId })
export const findPayment = (db: ReadDb, id: Id<'payment'>) => paymentById.get(db, { id })
