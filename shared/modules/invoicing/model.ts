import { z } from 'zod'
import { id } from '../../kernel/ids.ts'
import { type Machine, states } from '../../kernel/machine.ts'
import { MAX_MINOR } from '../../kernel/money.ts'
import { LINE_KINDS, MAX_QTY_MILLI, taxOfRate } from '../work-orders/model.ts'

/*
 * INV-1: a line of an order stands on one invoice at most that is not void (rule, unique index of line and turn).
 * INV-2: what an invoice said when it was issued never changes: head, lines, snapshots; only the centre adds its official number (triggers).
 * INV-3: payments are only added; a correction is a reversing row with a reason (trigger, CHECK).
 * INV-4: on the device that takes it, money on an invoice never sums to more than its total, nor to less than nothing (rule). Where several
 *   devices took too much together, all of it stays: what is too much is shown, and is freed for the customer.
 * INV-5: an invoice is paid exactly while nothing is due; whether it is stands nowhere but in its sums (rule, triggers).
 * INV-6: a payment is reversed once at most (unique index).
 * INV-7: what a customer owes is invoices less credit notes, payments and write-offs, however payments are allocated; ageing sums to it (rule).
 * INV-8: a sale has one invoice at most that is not void, and owes what it left open once (rule, unique index).
 * INV-9: of a line is credited at most what was invoiced, with exactly its share of the price and the tax that were charged (rule, trigger, exclusion at the centre).
 * INV-10: what is written off was looked at by somebody who may, under PIN or password (service).
 * INV-11: a deposit for an old part is given back once, as a credit note of the invoice that charged it and never more than is paid (rule, unique index).
 */

type InvoiceState = 'issued' | 'paid' | 'void'
type InvoiceEvent = 'pay' | 'credit' | 'void'

/** `issued` has something due, `paid` has not: no step leads from one to the other, sums do. */
export const invoiceMachine: Machine<InvoiceState, InvoiceEvent> = {
  issued: { pay: 'issued', credit: 'issued', void: 'void' },
  paid: { pay: 'refused', credit: 'paid', void: 'void' },
  void: { pay: 'refused', credit: 'refused', void: 'refused' },
}
export const INVOICE_STATES = states(invoiceMachine)

export const PAYMENT_METHODS = ['cash', 'card', 'transfer'] as const
/** `counter`: with a sale, whose payments say how. */
export const LEDGER_METHODS = [...PAYMENT_METHODS, 'counter'] as const

/** Who sold, as it stood on the day of issue. */
export const sellerSnapshot = z.object({
  name: z.string(),
  address: z.string(),
  phone: z.string(),
  email: z.string(),
  taxId: z.string(),
  locationName: z.string(),
  locationAddress: z.string(),
  locationPhone: z.string(),
  /** The shop's wall clock, by which the dates of this invoice are read. */
  zone: z.string(),
})
export const customerSnapshot = z.object({ name: z.string(), company: z.string(), address: z.string(), phone: z.string(), email: z.string() })
export const vehicleSnapshot = z.object({ label: z.string(), plate: z.string(), vin: z.string(), mileageKm: z.number().int().nullable() })
export type SellerSnapshot = z.infer<typeof sellerSnapshot>
export type CustomerSnapshot = z.infer<typeof customerSnapshot>
export type VehicleSnapshot = z.infer<typeof vehicleSnapshot>

export const invoiceHead = z.object({
  id: id('invoice'),
  /** Of this device: unique for ever. */
  number: z.string(),
  /** Of the location's gapless series, once the centre has accepted the invoice. */
  officialNumber: z.number().int().nullable(),
  /** Of an order, or of a sale. */
  workOrderId: id('workOrder').nullable(),
  workOrderNumber: z.string(),
  saleId: id('sale').nullable(),
  saleNumber: z.string(),
  locationId: id('location'),
  customerId: id('customer'),
  customerName: z.string(),
  issuedAt: z.number(),
  issuedOn: z.string(),
  dueOn: z.string(),
  currency: z.string(),
  netMinor: z.number().int(),
  taxMinor: z.number().int(),
  totalMinor: z.number().int(),
  state: z.enum(INVOICE_STATES),
  voidReason: z.string(),
  /** Paid with the sale. */
  settledMinor: z.number().int(),
  /** Sum of payments and of what is allocated of others, reversals included. */
  paidMinor: z.number().int(),
  creditedMinor: z.number().int(),
  writtenOffMinor: z.number().int(),
  /** Negative: too much is settled. */
  dueMinor: z.number().int(),
})
export type InvoiceHead = z.infer<typeof invoiceHead>

export const invoiceLine = z.object({
  id: id('invoiceLine'),
  position: z.number().int(),
  /** Title of the job that it belongs to, or nothing. */
  service: z.string(),
  kind: z.enum(LINE_KINDS),
  description: z.string(),
  qtyMilli: z.number().int(),
  unitPriceMinor: z.number().int(),
  isFlat: z.boolean(),
  discountBp: z.number().int(),
  /** Its share of the discounts of its job and of the order. */
  sharedDiscountMinor: z.number().int(),
  /** 0 where exempt. */
  taxRateBp: z.number().int(),
  taxExempt: z.boolean(),
  /** Somebody else pays; its net is 0. */
  underWarranty: z.boolean(),
  netMinor: z.number().int(),
  /** Its share of the tax of its rate. Null in invoices of former versions. */
  taxMinor: z.number().int().nullable(),
  /** What of it is credited, as sums of positive figures. */
  credited: z.object({ qtyMilli: z.number().int(), netMinor: z.number().int(), taxMinor: z.number().int() }),
})
export type InvoiceLine = z.infer<typeof invoiceLine>
/** What of a line is to be credited; all that is left where no quantity is named. */
export const creditLine = z.strictObject({ lineId: id('invoiceLine'), qtyMilli: z.number().int().min(1).max(MAX_QTY_MILLI).optional() })
export type CreditLine = z.infer<typeof creditLine>

export const payment = z.object({
  id: id('payment'),
  method: z.enum(LEDGER_METHODS),
  /** Negative in a reversing row. */
  amountMinor: z.number().int(),
  /** Cash handed over; the change is what exceeds the amount. */
  tenderedMinor: z.number().int().nullable(),
  receivedAt: z.number(),
  receivedBy: z.string(),
  reference: z.string(),
  /** The row that this one takes back. */
  reversesId: id('payment').nullable(),
  reason: z.string(),
  isReversed: z.boolean(),
})
export type Payment = z.infer<typeof payment>

/** What of a payment on account stands for an invoice; negative: freed again. */
export const allocation = z.object({
  id: id('paymentAllocation'),
  paymentId: id('payment'),
  method: z.enum(LEDGER_METHODS),
  reference: z.string(),
  amountMinor: z.number().int(),
  allocatedAt: z.number(),
  allocatedBy: z.string(),
})
export type Allocation = z.infer<typeof allocation>

/** An old part whose deposit an invoice charged. `totalMinor` is the deposit with its tax. */
export const coreDeposit = z.object({ coreId: id('core'), name: z.string(), isHere: z.boolean(), totalMinor: z.number().int() })
export type CoreDeposit = z.infer<typeof coreDeposit>

export const creditNoteLine = z.object({
  id: id('creditNoteLine'),
  invoiceLineId: id('invoiceLine'),
  description: z.string(),
  qtyMilli: z.number().int(),
  netMinor: z.number().int(),
  taxMinor: z.number().int(),
})
/** Takes a part of an invoice back. Amounts are positive. */
export const creditNote = z.object({
  id: id('creditNote'),
  number: z.string(),
  officialNumber: z.number().int().nullable(),
  issuedAt: z.number(),
  issuedOn: z.string(),
  issuedBy: z.string(),
  netMinor: z.number().int(),
  taxMinor: z.number().int(),
  totalMinor: z.number().int(),
  taxes: z.array(taxOfRate),
  reason: z.string(),
  lines: z.array(creditNoteLine),
})
export type CreditNote = z.infer<typeof creditNote>

export const writeOff = z.object({
  id: id('writeOff'),
  /** Negative in a reversing row. */
  amountMinor: z.number().int(),
  reason: z.string(),
  writtenAt: z.number(),
  writtenBy: z.string(),
  approvedBy: z.string(),
  reversesId: id('writeOff').nullable(),
  isReversed: z.boolean(),
})
export type WriteOff = z.infer<typeof writeOff>

export const invoice = invoiceHead.extend({
  note: z.string(),
  /** Prices contain their tax. */
  taxInclusive: z.boolean(),
  taxes: z.array(taxOfRate),
  seller: sellerSnapshot,
  customer: customerSnapshot,
  vehicle: vehicleSnapshot,
  lines: z.array(invoiceLine),
  payments: z.array(payment),
  allocations: z.array(allocation),
  creditNotes: z.array(creditNote),
  writeOffs: z.array(writeOff),
})
export type Invoice = z.infer<typeof invoice>

/** How a customer may owe. */
export const ABOVE_LIMIT = ['warn', 'refuse'] as const
export const terms = z.object({
  /** Days until an invoice is due. Null: as the shop has it. */
  termsDays: z.number().int().min(0).max(365).nullable(),
  /** Null: none. */
  limitMinor: z.number().int().min(0).max(MAX_MINOR).nullable(),
  /** Above the limit an invoice is issued all the same, or only with the PIN of somebody who may. */
  aboveLimit: z.enum(ABOVE_LIMIT),
  /** How often the customer was reminded. */
  dunningLevel: z.number().int().min(0).max(3),
})
export type Terms = z.infer<typeof terms>
export const DEFAULT_TERMS: Terms = { termsDays: null, limitMinor: null, aboveLimit: 'warn', dunningLevel: 0 }

/** By days after the due day: not due yet, up to 30, 60, 90, and more. */
export const BUCKETS = ['notDue', 'to30', 'to60', 'to90', 'over90'] as const
export type Bucket = (typeof BUCKETS)[number]
const amounts = z.object({ notDue: z.number().int(), to30: z.number().int(), to60: z.number().int(), to90: z.number().int(), over90: z.number().int() })
/** What a customer owes by age. Buckets less `creditMinor` sum to `balanceMinor`. */
export const ageing = z.object({
  buckets: amounts,
  /** Free payments, deposits, and what is settled too much. */
  creditMinor: z.number().int(),
  balanceMinor: z.number().int(),
  /** Everything after its due day. */
  overdueMinor: z.number().int(),
})
export type Ageing = z.infer<typeof ageing>

export const receivable = ageing.extend({
  customerId: id('customer'),
  customerName: z.string(),
  /** Of the oldest invoice that is open. */
  oldestDueOn: z.string().nullable(),
  invoices: z.number().int(),
  limitMinor: z.number().int().nullable(),
  dunningLevel: z.number().int(),
})

/** Money of a customer that stands for no invoice. */
export const freeMoney = z.object({
  paymentId: id('payment'),
  method: z.enum(LEDGER_METHODS),
  reference: z.string(),
  receivedAt: z.number(),
  /** Negative: two devices used it. */
  freeMinor: z.number().int(),
  /** A deposit for that order. */
  workOrderId: id('workOrder').nullable(),
  workOrderNumber: z.string(),
  isReversible: z.boolean(),
})
export type FreeMoney = z.infer<typeof freeMoney>

export const ENTRY_KINDS = ['invoice', 'creditNote', 'payment', 'refund', 'writeOff'] as const
/** One line of a customer's account; positive is owed. */
export const accountEntry = z.object({
  id: z.string(),
  kind: z.enum(ENTRY_KINDS),
  at: z.number(),
  number: z.string(),
  invoiceId: id('invoice').nullable(),
  amountMinor: z.number().int(),
  text: z.string(),
})
export type AccountEntry = z.infer<typeof accountEntry>

export const MAX_STATEMENTS = 100
