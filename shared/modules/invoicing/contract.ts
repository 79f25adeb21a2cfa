import { z } from 'zod'
import { command, contract, failures, query } from '../../contract/define.ts'
import { id } from '../../kernel/ids.ts'
import { MAX_MINOR } from '../../kernel/money.ts'
import { page, pageInput } from '../../kernel/paging.ts'
import { permission } from '../../kernel/permission.ts'
import { filled, line } from '../../kernel/text.ts'
import { epochMs } from '../../kernel/time.ts'
import { LANGUAGES } from '../workspace/model.ts'
import { INVOICE_STATES, invoice, invoiceHead, PAYMENT_METHODS } from './model.ts'

const read = permission('invoices.read', 'manager', 'cashier', 'staff', 'viewer')
const issueInvoices = permission('invoices.issue', 'manager', 'cashier')
const takePayments = permission('payments.take', 'manager', 'cashier')

export const invoicingFails = failures('invoicing', {
  unknownInvoice: 'notFound',
  unknownPayment: 'notFound',
  nothingToInvoice: 'conflict',
  /** The order has the invoice `invoiceId`, `number`. */
  alreadyInvoiced: 'conflict',
  /** The invoice's `state` does not allow it. */
  wrongState: 'conflict',
  /** More than the `dueMinor` that is open. */
  overpaid: 'invalid',
  /** Tendered cash is less than the amount, or something was tendered that is no cash. */
  wrongTender: 'invalid',
  alreadyReversed: 'conflict',
  isReversal: 'conflict',
  /** Payments must be reversed first. */
  hasPayments: 'conflict',
  notRendered: 'unavailable',
})

const ofItsOrder = ['workOrders.unknownOrder', 'workOrders.wrongState', 'workOrders.outOfStep'] as const
const ofInvoice = z.strictObject({ invoiceId: id('invoice') })
const amount = z.number().int().min(1).max(MAX_MINOR)

export const invoicingContract = contract(
  'invoicing',
  {
    /** Of a finished order; the order is then invoiced and its lines stay as they are. */
    issue: command({
      input: z.strictObject({ workOrderId: id('workOrder') }),
      output: invoice,
      needs: issueInvoices,
      fails: [...ofItsOrder, 'workOrders.unknownReference', 'invoicing.nothingToInvoice', 'invoicing.alreadyInvoiced'],
    }),
    get: query({ input: ofInvoice, output: invoice, needs: read, fails: ['invoicing.unknownInvoice'] }),
    /** The invoice of an order that is not void, for the order's screen. */
    ofWorkOrder: query({ input: z.strictObject({ workOrderId: id('workOrder') }), output: invoiceHead.nullable(), needs: read }),
    list: query({
      input: z.strictObject({
        ...pageInput,
        locationId: id('location').optional(),
        state: z.enum(INVOICE_STATES).optional(),
        customerId: id('customer').optional(),
        /** Of issue. */
        fromAt: epochMs.optional(),
        toAt: epochMs.optional(),
        sort: z.enum(['newest', 'number', 'due']).default('newest'),
      }),
      output: page(invoiceHead),
      needs: read,
    }),
    /** Cash may carry what was handed over; the answer says the change. */
    pay: command({
      input: ofInvoice.extend({ method: z.enum(PAYMENT_METHODS), amountMinor: amount, tenderedMinor: amount.optional(), reference: line(80).default('') }),
      output: z.object({ invoice, paymentId: id('payment'), changeMinor: z.number().int() }),
      needs: takePayments,
      fails: ['invoicing.unknownInvoice', 'invoicing.wrongState', 'invoicing.overpaid', 'invoicing.wrongTender', 'workOrders.outOfStep'],
    }),
    /** Adds the reversing row; the ledger keeps both. */
    reversePayment: command({
      input: z.strictObject({ paymentId: id('payment'), reason: filled(200) }),
      output: invoice,
      needs: takePayments,
      fails: ['invoicing.unknownPayment', 'invoicing.alreadyReversed', 'invoicing.isReversal', 'workOrders.outOfStep'],
    }),
    /** Takes back an invoice on which nothing is paid; its order is done again and can be invoiced anew under another number. */
    voidInvoice: command({
      input: ofInvoice.extend({ reason: filled(200) }),
      output: invoice,
      needs: issueInvoices,
      fails: ['invoicing.unknownInvoice', 'invoicing.wrongState', 'invoicing.hasPayments', ...ofItsOrder],
    }),
    /** The printable invoice; in the language asked for, else the customer's, else the shop's. */
    pdf: query({
      input: ofInvoice.extend({ language: z.enum(LANGUAGES).optional() }),
      output: z.object({ fileName: z.string(), base64: z.string() }),
      needs: read,
      fails: ['invoicing.unknownInvoice', 'invoicing.notRendered'],
    }),
  },
  {
    issued: z.object({ invoiceId: id('invoice') }),
    paid: z.object({ invoiceId: id('invoice') }),
    /** Cash came into, or (negative) went out of, this device's drawer. */
    cashMoved: z.object({ paymentId: id('payment'), number: z.string(), amountMinor: z.number().int(), userName: z.string() }),
  },
)
