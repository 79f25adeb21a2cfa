import { z } from 'zod'
import { command, contract, failures, query } from '../../contract/define.ts'
import { id } from '../../kernel/ids.ts'
import { MAX_MINOR } from '../../kernel/money.ts'
import { page, pageInput } from '../../kernel/paging.ts'
import { permission } from '../../kernel/permission.ts'
import { filled, line } from '../../kernel/text.ts'
import { epochMs, localDay } from '../../kernel/time.ts'
import { MAX_LINES } from '../work-orders/model.ts'
import { LANGUAGES } from '../workspace/model.ts'
import {
  accountEntry,
  ageing,
  coreDeposit,
  creditLine,
  freeMoney,
  INVOICE_STATES,
  invoice,
  invoiceHead,
  MAX_STATEMENTS,
  PAYMENT_METHODS,
  receivable,
  terms,
} from './model.ts'

const read = permission('invoices.read', 'manager', 'cashier', 'staff', 'viewer')
export const issueInvoices = permission('invoices.issue', 'manager', 'cashier')
const takePayments = permission('payments.take', 'manager', 'cashier')
const readAccounts = permission('receivables.read', 'manager', 'cashier')
const manageAccounts = permission('receivables.manage', 'manager')
/** Let somebody owe more than the limit says. */
export const exceedLimit = permission('receivables.exceed', 'manager')
/** Give up what somebody owes. Only under PIN or password. */
export const writeOffs = permission('receivables.writeOff', 'manager')

export const invoicingFails = failures('invoicing', {
  unknownInvoice: 'notFound',
  unknownPayment: 'notFound',
  unknownCreditNote: 'notFound',
  unknownWriteOff: 'notFound',
  unknownLine: 'notFound',
  unknownCustomer: 'notFound',
  unknownLocation: 'notFound',
  nothingToInvoice: 'conflict',
  /** All of the order, or the line, stands on an invoice: `number`. */
  alreadyInvoiced: 'conflict',
  /** The invoice's `state` does not allow it. */
  wrongState: 'conflict',
  /** More than the `dueMinor` that is open. */
  overpaid: 'invalid',
  /** More than the `freeMinor` of the payment. */
  notFree: 'conflict',
  /** Less than nothing of the payment would stand for the invoice. */
  notAllocated: 'invalid',
  /** The invoice is another customer's. */
  otherCustomer: 'conflict',
  /** Tendered cash is less than the amount, or something was tendered that is no cash. */
  wrongTender: 'invalid',
  alreadyReversed: 'conflict',
  isReversal: 'conflict',
  /** Payments must be reversed, credit notes cannot be. */
  hasPayments: 'conflict',
  /** `leftMilli` of the line can still be credited. */
  creditTooMuch: 'conflict',
  /** No invoice has charged the deposit, or it is given back already. One that a sale charged comes back at the counter. */
  coreNotCharged: 'conflict',
  nothingToCredit: 'conflict',
  /** What was written off must be reversed first. */
  writtenOff: 'conflict',
  /** Goods of a sale come back at the counter. */
  ofSale: 'conflict',
  /** The customer would owe `owedMinor`, more than `limitMinor`. */
  overLimit: 'forbidden',
  nothingTooMuch: 'conflict',
  /** The open till of this device does not hold so much cash. How much it holds is not told: it may be counted blind. */
  tillShort: 'conflict',
  notRendered: 'unavailable',
})

const ofItsOrder = ['workOrders.unknownOrder', 'workOrders.wrongState', 'workOrders.outOfStep'] as const
const ofInvoice = z.strictObject({ invoiceId: id('invoice') })
const ofCustomer = z.strictObject({ customerId: id('customer') })
const amount = z.number().int().min(1).max(MAX_MINOR)
const printed = z.object({ fileName: z.string(), base64: z.string() })
const tender = { method: z.enum(PAYMENT_METHODS), amountMinor: amount, tenderedMinor: amount.optional(), reference: line(80).default('') }
const allocations = z.array(z.strictObject({ invoiceId: id('invoice'), amountMinor: amount })).max(200)

export const invoicingContract = contract(
  'invoicing',
  {
    /** Of a finished order: all lines that stand on no invoice yet, or those named. The order is then invoiced, and its lines stay as they are. */
    issue: command({
      input: z.strictObject({ workOrderId: id('workOrder'), lineIds: z.array(id('workOrderLine')).min(1).max(MAX_LINES).optional() }),
      output: invoice,
      needs: issueInvoices,
      stepUp: exceedLimit,
      fails: [
        ...ofItsOrder,
        'workOrders.unknownReference',
        'invoicing.nothingToInvoice',
        'invoicing.alreadyInvoiced',
        'invoicing.unknownLine',
        'invoicing.overLimit',
      ],
    }),
    get: query({ input: ofInvoice, output: invoice, needs: read, fails: ['invoicing.unknownInvoice'] }),
    /** What of an order is invoiced, what is not yet, and what was paid for it in advance. */
    ofWorkOrder: query({
      input: z.strictObject({ workOrderId: id('workOrder') }),
      output: z.object({
        /** Newest first, void ones included. */
        invoices: z.array(invoiceHead),
        invoicedLineIds: z.array(id('workOrderLine')),
        deposits: z.array(freeMoney),
        /** What the customer may still owe, and whether above it a person has to allow it. Null: no limit. */
        credit: z.object({ limitMinor: z.number().int(), balanceMinor: z.number().int(), isRefused: z.boolean() }).nullable(),
      }),
      needs: read,
    }),
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
    /** On one invoice. Cash may carry what was handed over; the answer says the change. */
    pay: command({
      input: ofInvoice.extend(tender),
      /** `dueMinor`: what is left. */
      output: z.object({ paymentId: id('payment'), dueMinor: z.number().int(), changeMinor: z.number().int() }),
      needs: takePayments,
      fails: ['invoicing.unknownInvoice', 'invoicing.wrongState', 'invoicing.overpaid', 'invoicing.wrongTender'],
    }),
    /** On a customer's account, or as a deposit for an order; what is not allocated stays free. */
    receive: command({
      input: ofCustomer.extend({
        locationId: id('location'),
        workOrderId: id('workOrder').nullable().default(null),
        ...tender,
        allocations: allocations.default([]),
      }),
      output: z.object({ paymentId: id('payment'), freeMinor: z.number().int(), changeMinor: z.number().int() }),
      needs: takePayments,
      fails: [
        'invoicing.unknownCustomer',
        'invoicing.unknownLocation',
        'invoicing.unknownInvoice',
        'invoicing.otherCustomer',
        'invoicing.wrongState',
        'invoicing.overpaid',
        'invoicing.notFree',
        'invoicing.wrongTender',
        'workOrders.unknownOrder',
      ],
    }),
    /** Free money of a payment for an invoice; negative: frees it again. */
    allocate: command({
      input: z.strictObject({
        paymentId: id('payment'),
        invoiceId: id('invoice'),
        amountMinor: z
          .number()
          .int()
          .min(-MAX_MINOR)
          .max(MAX_MINOR)
          .refine((minor) => minor !== 0, 'zero'),
      }),
      output: invoice,
      needs: takePayments,
      fails: [
        'invoicing.unknownPayment',
        'invoicing.unknownInvoice',
        'invoicing.otherCustomer',
        'invoicing.wrongState',
        'invoicing.overpaid',
        'invoicing.notFree',
        'invoicing.notAllocated',
      ],
    }),
    /** What of a payment is free goes back to the customer. */
    refund: command({
      input: z.strictObject({
        paymentId: id('payment'),
        method: z.enum(PAYMENT_METHODS),
        amountMinor: amount,
        reference: line(80).default(''),
        reason: filled(200),
      }),
      output: z.object({ paymentId: id('payment'), freeMinor: z.number().int() }),
      needs: takePayments,
      fails: ['invoicing.unknownPayment', 'invoicing.notFree', 'invoicing.tillShort'],
    }),
    /** Adds the reversing row; the ledger keeps both. What was allocated of it is freed. */
    reversePayment: command({
      input: z.strictObject({ paymentId: id('payment'), reason: filled(200) }),
      output: z.object({ invoice: invoice.nullable() }),
      needs: takePayments,
      fails: ['invoicing.unknownPayment', 'invoicing.alreadyReversed', 'invoicing.isReversal', 'invoicing.notFree', 'invoicing.tillShort'],
    }),
    /** Several devices took more than the invoice says: what is too much becomes the customer's free money, newest payments first. */
    freeSurplus: command({
      input: ofInvoice,
      output: invoice,
      needs: takePayments,
      fails: ['invoicing.unknownInvoice', 'invoicing.nothingTooMuch'],
    }),
    /** Takes back an invoice on which nothing is paid or credited; its lines can be invoiced anew under another number. */
    voidInvoice: command({
      input: ofInvoice.extend({ reason: filled(200) }),
      output: invoice,
      needs: issueInvoices,
      fails: ['invoicing.unknownInvoice', 'invoicing.wrongState', 'invoicing.hasPayments', 'invoicing.ofSale', ...ofItsOrder],
    }),
    /** Takes back an invoice, or lines of it, under a number of its own. What was paid too much then is free. */
    credit: command({
      input: ofInvoice.extend({ lines: z.array(creditLine).min(1).max(MAX_LINES).optional(), goodsBack: z.boolean().default(false), reason: filled(200) }),
      output: invoice,
      needs: issueInvoices,
      fails: [
        'invoicing.unknownInvoice',
        'invoicing.wrongState',
        'invoicing.ofSale',
        'invoicing.unknownLine',
        'invoicing.creditTooMuch',
        'invoicing.nothingToCredit',
        'invoicing.writtenOff',
      ],
    }),
    /** Old parts whose deposits an invoice charged and nobody gave back yet. */
    coreDeposits: query({ input: ofInvoice, output: z.array(coreDeposit), needs: read, fails: ['invoicing.unknownInvoice'] }),
    /** The old part is here: its deposit is credited, and what the customer has paid of it goes back, by `method`. Nothing goes back of what is not paid. */
    refundCore: command({
      input: z.strictObject({ coreId: id('core'), method: z.enum(PAYMENT_METHODS), reference: line(80).default('') }),
      output: z.object({ invoice, creditedMinor: z.number().int(), paidMinor: z.number().int() }),
      needs: takePayments,
      fails: [
        'purchasing.unknownCore',
        'purchasing.wrongStep',
        'invoicing.coreNotCharged',
        'invoicing.unknownInvoice',
        'invoicing.wrongState',
        'invoicing.ofSale',
        'invoicing.unknownLine',
        'invoicing.creditTooMuch',
        'invoicing.nothingToCredit',
        'invoicing.writtenOff',
        'invoicing.unknownPayment',
        'invoicing.notFree',
        'invoicing.tillShort',
      ],
    }),
    /** Needs a step-up for `receivables.writeOff` on this invoice. */
    writeOff: command({
      input: ofInvoice.extend({ amountMinor: amount, reason: filled(200) }),
      output: invoice,
      needs: takePayments,
      stepUp: writeOffs,
      fails: ['invoicing.unknownInvoice', 'invoicing.wrongState', 'invoicing.overpaid', 'auth.stepUpNeeded'],
    }),
    /** The same step-up; the ledger keeps both rows. */
    reverseWriteOff: command({
      input: z.strictObject({ writeOffId: id('writeOff'), reason: filled(200) }),
      output: invoice,
      needs: takePayments,
      stepUp: writeOffs,
      fails: ['invoicing.unknownWriteOff', 'invoicing.alreadyReversed', 'invoicing.isReversal', 'auth.stepUpNeeded'],
    }),
    /** Who owes, most overdue first. */
    receivables: query({
      input: z.strictObject({ ...pageInput, locationId: id('location').optional(), sort: z.enum(['overdue', 'balance']).default('overdue') }),
      output: page(receivable).extend({ sum: ageing }),
      needs: readAccounts,
    }),
    account: query({
      input: ofCustomer,
      output: ageing.extend({
        customerName: z.string(),
        terms,
        dunnedAt: z.number().nullable(),
        /** Oldest due first, those with too much on them included. */
        open: z.array(invoiceHead),
        free: z.array(freeMoney),
        /** Newest first, the latest 200. */
        entries: z.array(accountEntry),
      }),
      needs: readAccounts,
      fails: ['invoicing.unknownCustomer'],
    }),
    setTerms: command({
      input: ofCustomer.extend(terms.shape).partial().required({ customerId: true }).strict(),
      output: terms,
      needs: manageAccounts,
      fails: ['invoicing.unknownCustomer'],
    }),
    /** What is open, or what happened from one day to another, as one PDF for all the customers; each in the language asked for, else its own. */
    statements: query({
      input: z.strictObject({
        customerIds: z.array(id('customer')).min(1).max(MAX_STATEMENTS),
        kind: z.enum(['open', 'activity']),
        fromOn: localDay,
        toOn: localDay,
        language: z.enum(LANGUAGES).optional(),
      }),
      output: printed,
      needs: readAccounts,
      fails: ['invoicing.unknownCustomer', 'invoicing.notRendered'],
    }),
    /** The printable invoice; in the language asked for, else the customer's, else the shop's. */
    pdf: query({
      input: ofInvoice.extend({ language: z.enum(LANGUAGES).optional() }),
      output: printed,
      needs: read,
      fails: ['invoicing.unknownInvoice', 'invoicing.notRendered'],
    }),
    creditNotePdf: query({
      input: z.strictObject({ creditNoteId: id('creditNote'), language: z.enum(LANGUAGES).optional() }),
      output: printed,
      needs: read,
      fails: ['invoicing.unknownCreditNote', 'invoicing.notRendered'],
    }),
  },
  {
    issued: z.object({ invoiceId: id('invoice') }),
    paid: z.object({ invoiceId: id('invoice') }),
    /** Cash was taken at this device, or given back. */
    cashMoved: z.object({ paymentId: id('payment') }),
  },
)
