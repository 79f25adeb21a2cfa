import { and, asc, eq, gt, sql } from 'drizzle-orm'
import type { Builder } from '#main/platform/db/connection.ts'
import { list } from '#main/platform/db/list.ts'
import { query, type ReadDb, sqlQuery } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { InvoiceHead } from '#shared/modules/invoicing/model.ts'
import { creditNote, creditNoteLine, invoice, invoiceLine, invoiceOpen, payment, paymentAllocation, writeOff } from './tables.ts'

const value = sql.placeholder

/** Written out, as the builder leaves the table's name away where it selects from one only. */
const paidMinor = sql<number>`((SELECT coalesce(sum(payment.amount_minor), 0) FROM payment WHERE payment.invoice_id = invoice.id)
  + (SELECT coalesce(sum(given.amount_minor), 0) FROM payment_allocation AS given WHERE given.invoice_id = invoice.id))`.as('paid_minor')
const creditedMinor = sql<number>`(SELECT coalesce(sum(credit_note.total_minor), 0) FROM credit_note WHERE credit_note.invoice_id = invoice.id)`.as(
  'credited_minor',
)
const writtenOffMinor = sql<number>`(SELECT coalesce(sum(write_off.amount_minor), 0) FROM write_off WHERE write_off.invoice_id = invoice.id)`.as(
  'written_off_minor',
)
const customerName = sql<string>`invoice.customer ->> '$.name'`.as('customer_name')

const head = {
  id: invoice.id,
  number: invoice.number,
  officialNumber: invoice.officialNumber,
  workOrderId: invoice.workOrderId,
  workOrderNumber: invoice.workOrderNumber,
  saleId: invoice.saleId,
  saleNumber: invoice.saleNumber,
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
  settledMinor: invoice.settledMinor,
  state: invoice.state,
  voidReason: invoice.voidReason,
  paidMinor,
  creditedMinor,
  writtenOffMinor,
}
/** Without what follows from its sums. */
export type HeadRow = Omit<InvoiceHead, 'dueMinor'>

const headsBy = (condition: ReturnType<typeof sql>, order = sql`${invoice.issuedAt} DESC, ${invoice.id} DESC`) =>
  query((q) => q.select(head).from(invoice).where(condition).orderBy(order))
const headById = headsBy(sql`${invoice.id} = ${value('id')}`)
const ofOrder = headsBy(sql`${invoice.workOrderId} = ${value('workOrderId')}`)
const ofSale = headsBy(sql`${invoice.saleId} = ${value('saleId')} AND ${invoice.saleId} IS NOT NULL AND ${invoice.state} <> 'void'`)
const openOf = query((q) =>
  q
    .select(head)
    .from(invoiceOpen)
    .innerJoin(invoice, eq(invoice.id, invoiceOpen.invoiceId))
    .where(eq(invoiceOpen.customerId, value('customerId')))
    .orderBy(asc(invoiceOpen.dueOn), asc(invoiceOpen.invoiceId)),
)
/** What paying needs to know, from the list of what is open: without the sums that it is kept from. */
const payableById = query((q) =>
  q
    .select({
      id: invoiceOpen.invoiceId,
      customerId: invoiceOpen.customerId,
      locationId: invoiceOpen.locationId,
      number: invoiceOpen.number,
      dueMinor: invoiceOpen.dueMinor,
      state: sql<'issued'>`'issued'`,
    })
    .from(invoiceOpen)
    .where(and(eq(invoiceOpen.invoiceId, value('id')), gt(invoiceOpen.dueMinor, 0))),
)
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
const credited = (column: string) =>
  sql<number>`(SELECT coalesce(sum(back.${sql.raw(column)}), 0) FROM credit_note_line AS back WHERE back.invoice_line_id = invoice_line.id)`
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
      creditedMilli: credited('qty_milli').as('credited_milli'),
      creditedNetMinor: credited('net_minor').as('credited_net'),
      creditedTaxMinor: credited('tax_minor').as('credited_tax'),
    })
    .from(invoiceLine)
    .where(eq(invoiceLine.invoiceId, value('invoiceId')))
    .orderBy(asc(invoiceLine.position), asc(invoiceLine.id)),
)
/** Of each line of an order that stands on invoices: how many of them are void, and the number of the one that is not. */
const invoicedLines = sqlQuery<{ workOrderLineId: Id<'workOrderLine'>; turns: number; number: string | null }, [workOrderId: string]>(`
  SELECT line.work_order_line_id AS workOrderLineId, count(*) FILTER (WHERE invoice.state = 'void') AS turns, max(CASE WHEN invoice.state <> 'void' THEN invoice.number END) AS number
  FROM invoice JOIN invoice_line AS line ON line.invoice_id = invoice.id
  WHERE invoice.work_order_id = ? AND line.work_order_line_id IS NOT NULL GROUP BY line.work_order_line_id`)

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
const paymentsOfInvoice = query((q) =>
  q
    .select(paymentColumns)
    .from(payment)
    .where(eq(payment.invoiceId, value('invoiceId')))
    .orderBy(asc(payment.receivedAt), asc(payment.id)),
)
const paymentById = query((q) =>
  q
    .select({
      ...paymentColumns,
      invoiceId: payment.invoiceId,
      workOrderId: payment.workOrderId,
      locationId: payment.locationId,
      customerId: sql<Id<'customer'> | null>`coalesce(payment.customer_id, (SELECT invoice.customer_id FROM invoice WHERE invoice.id = payment.invoice_id))`.as(
        'of_customer',
      ),
      freeMinor: sql<number>`coalesce((SELECT payment_open.free_minor FROM payment_open WHERE payment_open.payment_id = payment.id), 0)`.as('free_minor'),
    })
    .from(payment)
    .where(eq(payment.id, value('id'))),
)
const allocationsOfInvoice = query((q) =>
  q
    .select({
      id: paymentAllocation.id,
      paymentId: paymentAllocation.paymentId,
      method: payment.method,
      reference: payment.reference,
      amountMinor: paymentAllocation.amountMinor,
      allocatedAt: paymentAllocation.allocatedAt,
      allocatedBy: paymentAllocation.allocatedBy,
    })
    .from(paymentAllocation)
    .innerJoin(payment, eq(payment.id, paymentAllocation.paymentId))
    .where(eq(paymentAllocation.invoiceId, value('invoiceId')))
    .orderBy(asc(paymentAllocation.allocatedAt), asc(paymentAllocation.id)),
)
/** What stands for which invoice of one payment. */
const partsOfCredit = sqlQuery<{ itemId: Id<'item'>; qtyMilli: number }, [creditNoteId: string]>(`
  SELECT own.item_id AS itemId, sum(back.qty_milli) AS qtyMilli FROM credit_note_line AS back JOIN invoice_line AS line ON line.id = back.invoice_line_id
    JOIN work_order_line AS own ON own.id = line.work_order_line_id
  WHERE back.credit_note_id = ? AND own.kind = 'part' AND own.item_id IS NOT NULL GROUP BY own.item_id`)
const allocatedOfPayment = sqlQuery<{ invoiceId: Id<'invoice'>; amountMinor: number }, [paymentId: string]>(
  'SELECT invoice_id AS invoiceId, sum(amount_minor) AS amountMinor FROM payment_allocation WHERE payment_id = ? GROUP BY invoice_id HAVING sum(amount_minor) <> 0',
)
/** Payments that stand for an invoice, its own ones included, newest first. */
const payersOfInvoice = sqlQuery<{ paymentId: Id<'payment'>; amountMinor: number }, { invoiceId: string }[]>(`
  SELECT paymentId, sum(amountMinor) AS amountMinor FROM (
    SELECT coalesce(reverses_id, id) AS paymentId, amount_minor AS amountMinor FROM payment WHERE invoice_id = @invoiceId
    UNION ALL SELECT payment_id, amount_minor FROM payment_allocation WHERE invoice_id = @invoiceId
  ) GROUP BY paymentId HAVING sum(amountMinor) > 0 ORDER BY paymentId DESC`)

/** Money that came in with a sale, oldest first; less what of it turned out not to have come. */
const takenOfSale = sqlQuery<{ paymentId: Id<'payment'>; amountMinor: number }, { saleId: string }[]>(`
  SELECT id AS paymentId, amount_minor + (SELECT coalesce(sum(amount_minor), 0) FROM payment AS back WHERE back.refunds_id = payment.id AND back.sale_id = @saleId) AS amountMinor
  FROM payment WHERE sale_id = @saleId AND invoice_id IS NULL AND refunds_id IS NULL AND amount_minor > 0 ORDER BY id`)
/** Sales that used money of a payment, newest first. */
const usersOfPayment = sqlQuery<{ saleId: Id<'sale'>; amountMinor: number }, { paymentId: string; saleId: string }[]>(`
  SELECT sale_id AS saleId, -sum(amount_minor) AS amountMinor FROM payment WHERE refunds_id = @paymentId AND sale_id <> @saleId
  GROUP BY sale_id HAVING sum(amount_minor) < 0 ORDER BY max(id) DESC`)

/** Lines of an invoice that charge an item. */
const linesOfItem = sqlQuery<{ id: Id<'invoiceLine'> }, [invoiceId: string, itemId: string]>(
  'SELECT charged.id FROM invoice_line AS charged JOIN work_order_line AS line ON line.id = charged.work_order_line_id WHERE charged.invoice_id = ? AND line.item_id = ?',
)

const noteColumns = {
  id: creditNote.id,
  number: creditNote.number,
  officialNumber: creditNote.officialNumber,
  issuedAt: creditNote.issuedAt,
  issuedOn: creditNote.issuedOn,
  issuedBy: creditNote.issuedBy,
  netMinor: creditNote.netMinor,
  taxMinor: creditNote.taxMinor,
  totalMinor: creditNote.totalMinor,
  taxes: creditNote.taxes,
  reason: creditNote.reason,
}
const notesBy = (condition: ReturnType<typeof sql>) =>
  query((q) =>
    q
      .select({ ...noteColumns, invoiceId: creditNote.invoiceId })
      .from(creditNote)
      .where(condition)
      .orderBy(asc(creditNote.issuedAt), asc(creditNote.id)),
  )
const notesOfInvoice = notesBy(sql`${creditNote.invoiceId} = ${value('invoiceId')}`)
const noteById = notesBy(sql`${creditNote.id} = ${value('id')}`)
const linesOfNote = query((q) =>
  q
    .select({
      id: creditNoteLine.id,
      invoiceLineId: creditNoteLine.invoiceLineId,
      description: invoiceLine.description,
      qtyMilli: creditNoteLine.qtyMilli,
      netMinor: creditNoteLine.netMinor,
      taxMinor: creditNoteLine.taxMinor,
    })
    .from(creditNoteLine)
    .innerJoin(invoiceLine, eq(invoiceLine.id, creditNoteLine.invoiceLineId))
    .where(eq(creditNoteLine.creditNoteId, value('creditNoteId')))
    .orderBy(asc(creditNoteLine.position), asc(creditNoteLine.id)),
)
const offColumns = {
  id: writeOff.id,
  amountMinor: writeOff.amountMinor,
  reason: writeOff.reason,
  writtenAt: writeOff.writtenAt,
  writtenBy: writeOff.writtenBy,
  approvedBy: writeOff.approvedBy,
  reversesId: writeOff.reversesId,
  isReversed: sql<number>`EXISTS (SELECT 1 FROM write_off AS reversal WHERE reversal.reverses_id = write_off.id)`.mapWith(Boolean).as('is_reversed'),
}
const offsBy = (condition: ReturnType<typeof sql>) =>
  query((q) =>
    q
      .select({ ...offColumns, invoiceId: writeOff.invoiceId })
      .from(writeOff)
      .where(condition)
      .orderBy(asc(writeOff.writtenAt), asc(writeOff.id)),
  )
const offsOfInvoice = offsBy(sql`${writeOff.invoiceId} = ${value('invoiceId')}`)
const offById = offsBy(sql`${writeOff.id} = ${value('id')}`)

const filters = {
  fromAt: (v: ReturnType<typeof sql>) => sql`${invoice.issuedAt} >= ${v}`,
  toAt: (v: ReturnType<typeof sql>) => sql`${invoice.issuedAt} < ${v}`,
}
const invoiceList = list({
  select: (q: Builder) => q.select(head).from(invoice).$dynamic(),
  filters: {
    ...filters,
    locationId: (v) => sql`${invoice.locationId} = ${v}`,
    customerId: (v) => sql`${invoice.customerId} = ${v}`,
    /** Nothing is due. */
    isPaid: (v) =>
      sql`${invoice.state} <> 'void' AND ${v} = 1 AND NOT EXISTS (SELECT 1 FROM invoice_open WHERE invoice_open.invoice_id = invoice.id AND invoice_open.due_minor > 0)`,
    isVoid: (v) => sql`${invoice.state} = 'void' AND ${v} = 1`,
  },
  sorts: {
    newest: { by: [invoice.issuedAt, invoice.id], direction: 'desc' },
    number: { by: [invoice.number], direction: 'desc' },
    due: { by: [invoice.dueOn, invoice.id], direction: 'asc' },
  },
})
const openList = list({
  select: (q: Builder) =>
    q
      .select({ ...head, invoiceId: invoiceOpen.invoiceId })
      .from(invoiceOpen)
      .innerJoin(invoice, eq(invoice.id, invoiceOpen.invoiceId))
      .$dynamic(),
  where: sql`${invoiceOpen.dueMinor} > 0`,
  filters: {
    fromAt: (v) => sql`${invoiceOpen.issuedAt} >= ${v}`,
    toAt: (v) => sql`${invoiceOpen.issuedAt} < ${v}`,
    locationId: (v) => sql`${invoiceOpen.locationId} = ${v}`,
    customerId: (v) => sql`${invoiceOpen.customerId} = ${v}`,
  },
  sorts: {
    newest: { by: [invoiceOpen.issuedAt, invoiceOpen.invoiceId], direction: 'desc' },
    number: { by: [invoiceOpen.number], direction: 'desc' },
    due: { by: [invoiceOpen.dueOn, invoiceOpen.invoiceId], direction: 'asc' },
  },
})

/** Parts that the lines of a credit note take back. */
export const goodsOf = (db: ReadDb, creditNoteId: Id<'creditNote'>) => partsOfCredit.all(db, creditNoteId)
export const invoices = (db: ReadDb, call: Parameters<typeof invoiceList>[1]) => invoiceList(db, call)
export const openInvoices = (db: ReadDb, call: Parameters<typeof openList>[1]) => openList(db, call)
export const findInvoice = (db: ReadDb, id: Id<'invoice'>) => byId.get(db, { id })
/** Undefined where nothing is due. */
export const findPayable = (db: ReadDb, id: Id<'invoice'>) => payableById.get(db, { id })
export const findHead = (db: ReadDb, id: Id<'invoice'>) => headById.get(db, { id })
export const invoicesOf = (db: ReadDb, workOrderId: Id<'workOrder'>) => ofOrder.all(db, { workOrderId })
export const invoiceOfSale = (db: ReadDb, saleId: Id<'sale'>) => ofSale.get(db, { saleId })
export const openOfCustomer = (db: ReadDb, customerId: Id<'customer'>) => openOf.all(db, { customerId })
export const linesOf = (db: ReadDb, invoiceId: Id<'invoice'>) =>
  linesOfInvoice.all(db, { invoiceId }).map(({ creditedMilli, creditedNetMinor, creditedTaxMinor, ...line }) => ({
    ...line,
    credited: { qtyMilli: creditedMilli, netMinor: creditedNetMinor, taxMinor: creditedTaxMinor },
  }))
export const invoicedLinesOf = (db: ReadDb, workOrderId: Id<'workOrder'>) => invoicedLines.all(db, workOrderId)
export const paymentsOf = (db: ReadDb, invoiceId: Id<'invoice'>) => paymentsOfInvoice.all(db, { invoiceId })
export const findPayment = (db: ReadDb, id: Id<'payment'>) => paymentById.get(db, { id })
export const allocationsOf = (db: ReadDb, invoiceId: Id<'invoice'>) => allocationsOfInvoice.all(db, { invoiceId })
export const allocatedOf = (db: ReadDb, paymentId: Id<'payment'>) => allocatedOfPayment.all(db, paymentId)
export const takenWith = (db: ReadDb, saleId: Id<'sale'>) => takenOfSale.all(db, { saleId })
export const usersOf = (db: ReadDb, paymentId: Id<'payment'>, takenWithSale: Id<'sale'>) => usersOfPayment.all(db, { paymentId, saleId: takenWithSale })
export const payersOf = (db: ReadDb, invoiceId: Id<'invoice'>) => payersOfInvoice.all(db, { invoiceId })
export const chargesOf = (db: ReadDb, invoiceId: Id<'invoice'>, itemId: Id<'item'>) => linesOfItem.all(db, invoiceId, itemId).map(({ id }) => id)
export const creditNotesOf = (db: ReadDb, invoiceId: Id<'invoice'>) => notesOfInvoice.all(db, { invoiceId })
export const findCreditNote = (db: ReadDb, id: Id<'creditNote'>) => noteById.get(db, { id })
export const creditNoteLines = (db: ReadDb, creditNoteId: Id<'creditNote'>) => linesOfNote.all(db, { creditNoteId })
export const writeOffsOf = (db: ReadDb, invoiceId: Id<'invoice'>) => offsOfInvoice.all(db, { invoiceId })
export const findWriteOff = (db: ReadDb, id: Id<'writeOff'>) => offById.get(db, { id })
