import { z } from 'zod'
import { command, contract, failures, query } from '../../contract/define.ts'
import { id } from '../../kernel/ids.ts'
import { MAX_MINOR } from '../../kernel/money.ts'
import { page, pageInput } from '../../kernel/paging.ts'
import { permission, ROLES } from '../../kernel/permission.ts'
import { filled, line, paragraph } from '../../kernel/text.ts'
import { chainReport } from '../audit/model.ts'
import { issueInvoices } from '../invoicing/contract.ts'
import { counts } from '../invoicing/model/drawer.ts'
import { LANGUAGES } from '../workspace/model.ts'
import {
  againLine,
  balances,
  basketLine,
  CARD_STANDINGS,
  excess,
  label,
  labelOrder,
  MAX_SALE_LINES,
  parked,
  parkedBasket,
  pendingCard,
  policy,
  printer,
  printerHost,
  printerPath,
  PRINT_PROBLEMS,
  reason,
  returnLine,
  sale,
  saleHead,
  salePayment,
  tender,
  till,
  tillEntry,
  tillReport,
  unprinted,
} from './model.ts'

const sell = permission('pos.sell', 'manager', 'cashier', 'staff')
const read = permission('pos.read', 'manager', 'cashier', 'staff', 'viewer')
const runTill = permission('pos.till', 'manager', 'cashier')
/** See what a till should hold while it is open. Who lacks it counts blind. */
export const seeTill = permission('pos.expected', 'manager')
/** Decide how the counter works, and close the till of a device that cannot close it itself. */
export const manage = permission('pos.manage', 'manager')
/** Use the printer of a station: also where goods are put away. */
const usePrinter = permission('pos.print', 'manager', 'cashier', 'staff', 'warehouse')

export const posFails = failures('pos', {
  unknownSale: 'notFound',
  unknownLine: 'notFound',
  unknownItem: 'notFound',
  unknownCustomer: 'notFound',
  unknownTill: 'notFound',
  unknownPayment: 'notFound',
  unknownParked: 'notFound',
  unknownLocation: 'notFound',
  /** Nothing sold, returned, paid in or paid off. */
  emptySale: 'invalid',
  amountTooLarge: 'invalid',
  /** A line that is in no catalogue says what it is. */
  descriptionNeeded: 'invalid',
  /** The seller may go down to `minMinor` on this line. */
  discountTooHigh: 'forbidden',
  /** Payments have to sum to `dueMinor`. */
  tenderMismatch: 'invalid',
  /** Money of this kind cannot go this way. */
  wrongTender: 'invalid',
  /** Goods come back that are not paid yet: no money goes out for them. */
  owedFirst: 'conflict',
  customerNeeded: 'invalid',
  /** The customer has `balanceMinor` there. */
  depositShort: 'conflict',
  nothingOwed: 'conflict',
  /** `leftMilli` of the line can still come back. */
  returnTooMuch: 'conflict',
  /** A lot or serial number comes back that was not sold on this line, or is back already. */
  lotNotSold: 'conflict',
  /** So much of the line did not come back too often. */
  notTooMuch: 'conflict',
  /** Nobody is known from whom the part could be bought. */
  noSupplier: 'conflict',
  /** More than `maxMinor` would wait for the terminal. */
  cardExposure: 'conflict',
  alreadySettled: 'conflict',
  referenceNeeded: 'invalid',
  tillClosed: 'conflict',
  tillOpen: 'conflict',
  /** The till belongs to `deviceName`. */
  otherTill: 'forbidden',
  /** The till does not hold so much. How much it holds is not told: it may be counted blind. */
  tillShort: 'conflict',
  pinNeeded: 'forbidden',
  /** The person behind the PIN may not sell. */
  sellerNotAllowed: 'forbidden',
  notRendered: 'unavailable',
  noPrinter: 'notFound',
  printerNeeded: 'invalid',
  unknownPrint: 'notFound',
})

const ofSale = z.strictObject({ saleId: id('sale') })
const ofPrint = z.strictObject({ printId: id('print') })
const printed = z.object({ fileName: z.string(), base64: z.string() })
const amount = z.number().int().min(0).max(MAX_MINOR)

export const posContract = contract(
  'pos',
  {
    policy: query({ input: z.strictObject({}), output: policy, needs: 'session' }),
    setPolicy: command({ input: policy.partial().strict(), output: policy, needs: manage }),

    /** Who sells, by PIN, for this one sale: its name stands on it and its limits hold. A manager may so step in for a discount. */
    identify: command({
      input: z.strictObject({ saleId: id('sale'), userId: id('user'), pin: z.string().max(20) }),
      output: z.object({ userId: id('user'), name: z.string(), role: z.enum(ROLES), discountBp: z.number().int() }),
      needs: sell,
      fails: ['auth.wrongCredentials', 'auth.locked', 'auth.deactivated', 'pos.sellerNotAllowed'],
      secret: true,
    }),
    /**
     * The whole sale in one deed. `saleId` is made by the window: the same one again is answered with the sale that is there.
     * Prices are those that the customer was shown.
     */
    sell: command({
      input: z.strictObject({
        saleId: id('sale'),
        customerId: id('customer').nullable().default(null),
        lines: z.array(basketLine).max(MAX_SALE_LINES).default([]),
        returns: z.array(returnLine).max(MAX_SALE_LINES).default([]),
        /** What came back too often is charged again. */
        again: z.array(againLine).max(MAX_SALE_LINES).default([]),
        depositMinor: amount.default(0),
        accountMinor: amount.default(0),
        payments: z.array(tender).max(10),
        note: paragraph(600).default(''),
      }),
      output: sale,
      needs: sell,
      fails: [
        'pos.pinNeeded',
        'pos.sellerNotAllowed',
        'pos.tillClosed',
        'pos.tillShort',
        'pos.unknownItem',
        'pos.unknownCustomer',
        'pos.unknownLine',
        'pos.emptySale',
        'pos.amountTooLarge',
        'pos.descriptionNeeded',
        'pos.discountTooHigh',
        'pos.tenderMismatch',
        'pos.wrongTender',
        'pos.owedFirst',
        'pos.customerNeeded',
        'pos.depositShort',
        'pos.nothingOwed',
        'pos.returnTooMuch',
        'pos.lotNotSold',
        'pos.notTooMuch',
        'pos.noSupplier',
        'pos.cardExposure',
        'catalog.chooseVariant',
        'inventory.lotNeeded',
        'inventory.lotsDiffer',
        'inventory.serialTaken',
        'inventory.lotBlocked',
        'inventory.lotExpired',
        'invoicing.overLimit',
        'invoicing.notFree',
        'invoicing.otherCustomer',
        'invoicing.writtenOff',
      ],
    }),
    sale: query({ input: ofSale, output: sale, needs: read, fails: ['pos.unknownSale'] }),
    /** An invoice over a sale, for a customer who asks for one; what was paid with the sale stands on it as paid. */
    invoice: command({
      input: ofSale.extend({ customerId: id('customer').nullable().default(null) }),
      output: z.object({ invoiceId: id('invoice'), number: z.string() }),
      needs: issueInvoices,
      fails: ['pos.unknownSale', 'pos.customerNeeded', 'pos.unknownCustomer', 'pos.emptySale', 'invoicing.alreadyInvoiced'],
    }),
    invoiceOf: query({ input: ofSale, output: z.object({ invoiceId: id('invoice'), number: z.string() }).nullable(), needs: read }),
    /** By the number on the receipt, typed or scanned. */
    saleByNumber: query({ input: z.strictObject({ number: filled(40) }), output: sale, needs: read, fails: ['pos.unknownSale'] }),
    sales: query({
      input: z.strictObject({
        ...pageInput,
        locationId: id('location').optional(),
        customerId: id('customer').optional(),
        tillId: id('till').optional(),
      }),
      output: page(saleHead),
      needs: read,
    }),
    /** What came back more often than it was sold, on devices that did not know of each other; oldest first. Empty is the rule. */
    excesses: query({ input: z.strictObject({ locationId: id('location').optional() }), output: z.array(excess), needs: read }),
    balances: query({ input: z.strictObject({ customerId: id('customer') }), output: balances, needs: read }),

    park: command({
      input: z.strictObject({ locationId: id('location'), label: label.default(''), basket: parkedBasket }),
      output: parked,
      needs: sell,
      fails: ['pos.unknownLocation', 'pos.emptySale'],
    }),
    parked: query({ input: z.strictObject({ locationId: id('location') }), output: z.array(parked), needs: sell }),
    /** Gives the basket back, and it waits no longer. */
    recall: command({ input: z.strictObject({ parkedId: id('parkedSale') }), output: parked, needs: sell, fails: ['pos.unknownParked'] }),

    /** Cards that wait for the terminal's word, oldest first. */
    pendingCards: query({
      input: z.strictObject({ locationId: id('location') }),
      output: z.object({ rows: z.array(pendingCard), openMinor: z.number().int(), limitMinor: z.number().int(), lateMinor: z.number().int() }),
      needs: read,
    }),
    /** What the terminal said when it was reached: approved under a reference, or declined, which the customer then still owes. */
    settleCard: command({
      input: z.strictObject({ paymentId: id('salePayment'), standing: z.enum(CARD_STANDINGS).exclude(['pending']), reference: line(80).default('') }),
      output: salePayment,
      needs: runTill,
      fails: ['pos.unknownPayment', 'pos.alreadySettled', 'pos.referenceNeeded'],
    }),

    /** The till of this device, if one is open; its balance only for who may see it. */
    till: query({
      input: z.strictObject({}),
      output: z.object({ till, balanceMinor: z.number().int().nullable(), entries: z.array(tillEntry) }).nullable(),
      needs: read,
    }),
    tills: query({ input: z.strictObject({ ...pageInput, locationId: id('location').optional() }), output: page(till), needs: read }),
    openTill: command({
      input: z.strictObject({ locationId: id('location'), counts }),
      output: till,
      needs: runTill,
      fails: ['pos.tillOpen', 'pos.unknownLocation', 'pos.amountTooLarge'],
    }),
    /** Cash put in or (negative) taken out, with the reason. */
    moveCash: command({
      input: z.strictObject({
        amountMinor: z
          .number()
          .int()
          .min(-MAX_MINOR)
          .max(MAX_MINOR)
          .refine((minor) => minor !== 0, 'zero'),
        reason,
      }),
      output: tillEntry,
      needs: runTill,
      fails: ['pos.tillClosed', 'pos.tillShort'],
    }),
    /**
     * What was counted, without having seen what should be there; the difference becomes an entry. A till is closed at its own device, which knows
     * all of its sales; a manager may close that of another one, as of a PC that is broken or was set up anew.
     */
    closeTill: command({
      input: z.strictObject({ tillId: id('till'), counts, note: paragraph(600).default('') }),
      output: tillReport,
      needs: runTill,
      fails: ['pos.unknownTill', 'pos.tillClosed', 'pos.otherTill', 'pos.amountTooLarge'],
    }),
    /** Sums of an open till so far. */
    xReport: query({ input: z.strictObject({ tillId: id('till') }), output: tillReport, needs: seeTill, fails: ['pos.unknownTill'] }),
    /** Sums of a till that is closed. */
    zReport: query({ input: z.strictObject({ tillId: id('till') }), output: tillReport, needs: read, fails: ['pos.unknownTill', 'pos.tillOpen'] }),
    /** The Z of a till on paper, on the printer of this device; of an open one the X, for who may see it. */
    printReport: command({
      input: z.strictObject({ tillId: id('till') }),
      output: z.null(),
      needs: runTill,
      fails: ['pos.unknownTill', 'pos.tillOpen', 'pos.noPrinter'],
    }),
    /** The same as a PDF for the roll. */
    reportFile: query({
      input: z.strictObject({ tillId: id('till'), language: z.enum(LANGUAGES).optional(), widthMm: z.literal([80, 58]).default(80) }),
      output: printed,
      needs: read,
      fails: ['pos.unknownTill', 'pos.tillOpen', 'pos.notRendered'],
    }),

    /** The receipt for a roll of 80 or 58 mm, as PDF or as bytes for the printer; with `opensDrawer` the bytes begin with the pulse. */
    receipt: query({
      input: ofSale.extend({
        language: z.enum(LANGUAGES).optional(),
        widthMm: z.literal([80, 58]).default(80),
        form: z.enum(['pdf', 'escpos']).default('pdf'),
        opensDrawer: z.boolean().default(false),
      }),
      output: printed,
      needs: read,
      fails: ['pos.unknownSale', 'pos.notRendered'],
    }),
    /** The printer of this device; null: none, and receipts are files. */
    printer: query({ input: z.strictObject({}), output: printer.nullable(), needs: 'session' }),
    setPrinter: command({
      input: z.strictObject({
        host: printerHost.default(''),
        port: z.number().int().min(1).max(65_535).default(9100),
        path: printerPath.default(''),
        widthMm: z.literal([80, 58]).default(80),
        printsSales: z.boolean().default(true),
        hasDrawer: z.boolean().default(true),
      }),
      output: printer,
      needs: manage,
      fails: ['pos.printerNeeded'],
    }),
    removePrinter: command({ input: z.strictObject({}), output: z.null(), needs: manage, fails: ['pos.noPrinter'] }),
    /** A few lines and the drawer's pulse, now; why they are not on paper, or null. */
    testPrinter: command({
      input: z.strictObject({}),
      output: z.object({ problem: z.enum(PRINT_PROBLEMS).nullable() }),
      needs: manage,
      fails: ['pos.noPrinter'],
    }),
    /** The drawer of this device opens without a sale, as for its count; the journal says who opened it. */
    openDrawer: command({ input: z.strictObject({}), output: z.null(), needs: runTill, fails: ['pos.noPrinter'] }),
    /** On paper once more, without opening the drawer. */
    print: command({ input: ofSale, output: z.null(), needs: sell, fails: ['pos.unknownSale', 'pos.noPrinter'] }),
    /** What this device was to print and is not on paper, and why. */
    unprinted: query({ input: z.strictObject({}), output: z.array(unprinted), needs: usePrinter }),
    /** Tries it once more now. */
    printAgain: command({ input: ofPrint, output: z.null(), needs: usePrinter, fails: ['pos.unknownPrint', 'pos.noPrinter'] }),
    /** It is not wanted any more. */
    dropPrint: command({ input: ofPrint, output: z.null(), needs: usePrinter, fails: ['pos.unknownPrint'] }),
    /** Labels of items with name, price, bin and barcode, on the printer of this device. */
    printLabels: command({ input: labelOrder, output: z.null(), needs: usePrinter, fails: ['pos.unknownItem', 'pos.noPrinter'] }),
    /** The same as a file, one page each. */
    labels: query({
      input: labelOrder.extend({ language: z.enum(LANGUAGES).optional() }),
      output: printed,
      needs: usePrinter,
      fails: ['pos.unknownItem', 'pos.notRendered'],
    }),
    /** Goes through the chains of all devices that this one knows. */
    verify: query({ input: z.strictObject({}), output: z.array(chainReport), needs: manage }),
  },
  { sold: z.object({ saleId: id('sale') }) },
)
