import { z } from 'zod'
import { id } from '../../kernel/ids.ts'
import { type Machine, states } from '../../kernel/machine.ts'
import { LINE_KINDS, taxOfRate } from '../work-orders/model.ts'

/*
 * INV-1: an order has one invoice that is not void at most (unique index).
 * INV-2: what an invoice said when it was issued never changes: head, lines, snapshots (triggers).
 * INV-3: payments are only added; a correction is a reversing row with a reason (trigger, CHECK).
 * INV-4: payments of an invoice never sum to more than its total, nor to less than nothing (rule).
 * INV-5: an invoice is paid exactly while nothing is due (rule).
 * INV-6: a payment is reversed once at most (unique index).
 */

type InvoiceState = 'issued' | 'paid' | 'void'
type InvoiceEvent = 'pay' | 'settle' | 'unsettle' | 'void'

/** `settle` follows the payment after which nothing is due, `unsettle` the reversal after which something is; an invoice over nothing is paid at once. */
export const invoiceMachine: Machine<InvoiceState, InvoiceEvent> = {
  issued: { pay: 'issued', settle: 'paid', unsettle: 'refused', void: 'void' },
  paid: { pay: 'refused', settle: 'refused', unsettle: 'issued', void: 'void' },
  void: { pay: 'refused', settle: 'refused', unsettle: 'refused', void: 'refused' },
}
export const INVOICE_STATES = states(invoiceMachine)

export const PAYMENT_METHODS = ['cash', 'card', 'transfer'] as const

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
  number: z.string(),
  workOrderId: id('workOrder'),
  workOrderNumber: z.string(),
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
  /** Sum of the payments, reversals included. */
  paidMinor: z.number().int(),
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
})
export type InvoiceLine = z.infer<typeof invoiceLine>

export const payment = z.object({
  id: id('payment'),
  method: z.enum(PAYMENT_METHODS),
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
})
export type Invoice = z.infer<typeof invoice>
