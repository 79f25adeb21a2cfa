import { z } from 'zod'
import { cashWorths } from '../../kernel/cash.ts'
import { id } from '../../kernel/ids.ts'
import { MAX_MINOR } from '../../kernel/money.ts'
import { ROLES } from '../../kernel/permission.ts'
import { filled, line } from '../../kernel/text.ts'
import { TRACKINGS } from '../catalog/model.ts'
import { MOST_LOTS, lotCode } from '../inventory/model/lots.ts'
import { sellerSnapshot } from '../invoicing/model.ts'
import { counts, ENTRY_KINDS, TILL_STATES } from '../invoicing/model/drawer.ts'
import { LINE_KINDS, MAX_QTY_MILLI, taxOfRate } from '../work-orders/model.ts'

/*
 * POS-1: a sale is there whole, with lines, payments, stock movements and cash, or not at all; what is there never changes (one deed, triggers).
 * POS-2: payments of a sale sum to its total and its cash rounding (rule).
 * POS-3: of a line comes back at most what was sold, with exactly its share of the price and the tax that were charged (rule, service).
 * POS-4: what a till holds is the sum of its entries; entries are only added (append, triggers).
 * POS-5: a device has one open till at most (rule, trigger), and closes it itself; of another device only a manager closes it (service).
 * POS-6: a card payment without the terminal's word is pending, never paid, and what is pending stays below the limit (rule).
 * POS-7: the discount of a line, measured at the catalogue's price, stays within its seller's limit (rule).
 * POS-10: a line says which lots and serial numbers left with it, and those and no others come back (rule).
 * POS-11: what came back too often, as on two devices without a link, is charged again at exactly what was given for it (rule, triggers).
 * POS-12: a receipt or a label that is not on paper yet says so, and nobody waits for a printer; the drawer opens at once or not at all (service).
 * POS-9: what a sale leaves open is owed once, on the sale's invoice; what it takes in advance or pays off is a payment on the customer's account (service).
 * POS-8: sales, cash movements and answers of terminals are sealed into the chain of their device in the deed that made them (service, verifier).
 */

/** `deposit`: a customer pays in advance; `account`: pays what was sold on account. Both are money and no goods. */
export const SALE_LINE_KINDS = [...LINE_KINDS, 'deposit', 'account'] as const
export type SaleLineKind = (typeof SALE_LINE_KINDS)[number]

/** `deposit` uses what the customer paid in advance, `account` is paid later. */
export const TENDERS = ['cash', 'card', 'transfer', 'deposit', 'account'] as const
export type Tender = (typeof TENDERS)[number]

export const MAX_SALE_LINES = 200
const money = z.number().int().min(-MAX_MINOR).max(MAX_MINOR)
const qty = z.number().int().min(1).max(MAX_QTY_MILLI)

/** Of one lot, or one piece by its serial number. */
const lotPart = z.strictObject({ code: lotCode, qtyMilli: qty })
const lotParts = z.array(lotPart).max(MOST_LOTS)
export type LotPart = z.infer<typeof lotPart>
export const soldLot = z.object({ lotId: id('stockLot'), code: z.string(), qtyMilli: z.number().int() })
export type SoldLot = z.infer<typeof soldLot>

/** What becomes of goods that come back: on the shelf again, written off, or on their way to the supplier. */
export const DISPOSITIONS = ['stock', 'damaged', 'supplier'] as const
export type Disposition = (typeof DISPOSITIONS)[number]

/** What is put in a basket; an item of the catalogue, or something that is in none. */
export const basketLine = z.strictObject({
  itemId: id('item').nullable(),
  description: line(300).default(''),
  qtyMilli: qty,
  unitPriceMinor: z.number().int().min(0).max(MAX_MINOR),
  discountBp: z.number().int().min(0).max(10_000).default(0),
  /** Of a tracked part; what none is named for leaves by expiry. A code that is not known is entered, and stock shows it below nothing. */
  lots: lotParts.default([]),
})
/** Part of an earlier sale's line that comes back; lots where it is not plain which. */
export const returnLine = z.strictObject({
  lineId: id('saleLine'),
  qtyMilli: qty,
  disposition: z.enum(DISPOSITIONS).default('stock'),
  lots: lotParts.default([]),
})
/** Part of a sold line that came back too often. */
export const againLine = z.strictObject({ lineId: id('saleLine'), qtyMilli: qty })
/** Negative: given back. */
export const tender = z.strictObject({
  method: z.enum(TENDERS),
  amountMinor: money.refine((amount) => amount !== 0, 'zero'),
  /** Cash handed over; what exceeds the amount is change. */
  tenderedMinor: z.number().int().min(0).max(MAX_MINOR).optional(),
  /** Of the terminal's slip or the bank; a card without one is pending, and one that is given back takes back what was declined. */
  reference: line(80).default(''),
})
export type TenderInput = z.infer<typeof tender>

export const saleLine = z.object({
  id: id('saleLine'),
  position: z.number().int(),
  kind: z.enum(SALE_LINE_KINDS),
  itemId: id('item').nullable(),
  sku: z.string(),
  description: z.string(),
  /** Negative: came back. */
  qtyMilli: z.number().int(),
  unitPriceMinor: z.number().int(),
  discountBp: z.number().int(),
  taxRateBp: z.number().int(),
  taxExempt: z.boolean(),
  netMinor: z.number().int(),
  /** This line's share of the tax of its rate: shares of a sale sum to its tax. */
  taxMinor: z.number().int(),
  /** The line of an earlier sale that this one takes back. */
  returnsLineId: id('saleLine').nullable(),
  /** The line of an earlier sale of which too much came back, and which this one charges again. */
  againLineId: id('saleLine').nullable(),
  /** Which lots and serial numbers left, or came back. */
  lots: z.array(soldLot),
  /** Of goods that came back. */
  disposition: z.enum(DISPOSITIONS).nullable(),
})
export type SaleLine = z.infer<typeof saleLine>
/** A line with what of it came back, as sums of positive figures, and what still can. */
export const soldLine = saleLine.extend({
  back: z.object({ qtyMilli: z.number().int(), netMinor: z.number().int(), taxMinor: z.number().int() }),
  leftMilli: z.number().int(),
  /** Lots of it that have not come back. */
  leftLots: z.array(soldLot),
})
export type SoldLine = z.infer<typeof soldLine>

export const CARD_STANDINGS = ['pending', 'approved', 'declined'] as const
export const salePayment = z.object({
  id: id('salePayment'),
  method: z.enum(TENDERS),
  amountMinor: z.number().int(),
  tenderedMinor: z.number().int().nullable(),
  reference: z.string(),
  /** Of cards; null for other tenders. */
  standing: z.enum(CARD_STANDINGS).nullable(),
})
export type SalePayment = z.infer<typeof salePayment>

export const saleHead = z.object({
  id: id('sale'),
  number: z.string(),
  locationId: id('location'),
  tillId: id('till'),
  customerId: id('customer').nullable(),
  customerName: z.string(),
  sellerName: z.string(),
  soldAt: z.number(),
  soldOn: z.string(),
  currency: z.string(),
  /** Goods, without deposits and what is paid off. */
  netMinor: z.number().int(),
  taxMinor: z.number().int(),
  /** Deposits taken and accounts paid off. */
  advanceMinor: z.number().int(),
  totalMinor: z.number().int(),
  /** What cash rounding added to the total. */
  roundingMinor: z.number().int(),
})
export type SaleHead = z.infer<typeof saleHead>

export const sale = saleHead.extend({
  sellerId: id('user').nullable(),
  taxes: z.array(taxOfRate),
  shop: sellerSnapshot,
  note: z.string(),
  lines: z.array(soldLine),
  payments: z.array(salePayment),
  changeMinor: z.number().int(),
  /** What declined cards did not pay, less what was set off when goods came back. */
  declinedMinor: z.number().int(),
})
export type Sale = z.infer<typeof sale>

/** The drawer of a device from its opening to its closing: a till's day. */
export const till = z.object({
  id: id('till'),
  number: z.string(),
  locationId: id('location'),
  deviceTag: z.string(),
  deviceName: z.string(),
  state: z.enum(TILL_STATES),
  openedAt: z.number(),
  openedBy: z.string(),
  floatMinor: z.number().int(),
  closedAt: z.number().nullable(),
  closedBy: z.string(),
  expectedMinor: z.number().int().nullable(),
  countedMinor: z.number().int().nullable(),
  counts,
  note: z.string(),
})
export type Till = z.infer<typeof till>

export const tillEntry = z.object({
  id: id('tillEntry'),
  kind: z.enum(ENTRY_KINDS),
  amountMinor: z.number().int(),
  reason: z.string(),
  userName: z.string(),
  enteredAt: z.number(),
  saleNumber: z.string(),
})

/** X while the till is open, Z when it is closed: sums of its sales, payments and entries. */
export const tillReport = z.object({
  till,
  sales: z.number().int(),
  returns: z.number().int(),
  netMinor: z.number().int(),
  taxMinor: z.number().int(),
  advanceMinor: z.number().int(),
  totalMinor: z.number().int(),
  roundingMinor: z.number().int(),
  taxes: z.array(taxOfRate),
  tenders: z.array(z.object({ method: z.enum(TENDERS), count: z.number().int(), amountMinor: z.number().int() })),
  pendingMinor: z.number().int(),
  cash: z.array(z.object({ kind: z.enum(ENTRY_KINDS), count: z.number().int(), amountMinor: z.number().int() })),
  balanceMinor: z.number().int(),
})
export type TillReport = z.infer<typeof tillReport>

/** What the shop decides about its counter. */
export const policy = z.object({
  /** Smallest coin in use. */
  cashStepMinor: z.number().int().min(1).max(100_000),
  /** Each sale names its seller by PIN. */
  pinPerSale: z.boolean(),
  /** Highest discount by role, in hundredths of a percent. */
  discountBp: z.record(z.enum(ROLES), z.number().int().min(0).max(10_000)),
  /** Highest pending card payment, and all of a device's together. */
  cardSaleMinor: z.number().int().min(0).max(MAX_MINOR),
  cardOpenMinor: z.number().int().min(0).max(MAX_MINOR),
  /** A card payment that has been pending so long is an alarm. */
  cardAlarmHours: z.number().int().min(1).max(720),
})
export type Policy = z.infer<typeof policy>

/** Until the shop decides. Source of the card limits: a cap of 250 a sale and 500 stored is a usual default of acquirers (ux.md 3, POS). */
export const defaultPolicy = (currency: string): Policy => ({
  cashStepMinor: cashWorths(currency).at(-1) ?? 1,
  pinPerSale: false,
  discountBp: { owner: 10_000, manager: 10_000, cashier: 1000, staff: 500, technician: 0, warehouse: 0, viewer: 0 },
  cardSaleMinor: 25_000,
  cardOpenMinor: 50_000,
  cardAlarmHours: 24,
})

export const pendingCard = z.object({
  paymentId: id('salePayment'),
  saleId: id('sale'),
  saleNumber: z.string(),
  customerName: z.string(),
  deviceTag: z.string(),
  amountMinor: z.number().int(),
  soldAt: z.number(),
  isLate: z.boolean(),
})
export type PendingCard = z.infer<typeof pendingCard>

/** A basket that waits: the window's own notes, bounded. */
export const parkedBasket = z.strictObject({
  customerId: id('customer').nullable(),
  lines: z
    .array(
      basketLine.extend({
        name: line(300),
        unit: line(20),
        listPriceMinor: z.number().int().min(0).max(MAX_MINOR),
        taxRateBp: z.number().int(),
        cores: z
          .array(z.strictObject({ itemId: id('item'), qtyMilli: z.number().int() }))
          .max(50)
          .default([]),
        tracking: z.enum(TRACKINGS).default('none'),
      }),
    )
    .max(MAX_SALE_LINES),
  returns: z
    .array(returnLine.extend({ saleId: id('sale') }))
    .max(MAX_SALE_LINES)
    .default([]),
  depositMinor: z.number().int().min(0).max(MAX_MINOR).default(0),
  accountMinor: z.number().int().min(0).max(MAX_MINOR).default(0),
})
export type ParkedBasket = z.infer<typeof parkedBasket>
export const parked = z.object({
  id: id('parkedSale'),
  locationId: id('location'),
  label: z.string(),
  basket: parkedBasket,
  lineCount: z.number().int(),
  parkedBy: z.string(),
  parkedAt: z.number(),
})
export type Parked = z.infer<typeof parked>
export const label = line(80)

/** What a customer has paid in advance, and owes on account. */
export const balances = z.object({ depositMinor: z.number().int(), accountMinor: z.number().int() })
export type Balances = z.infer<typeof balances>

/** What came back more often than it was sold, with where that was. */
export const excess = z.object({
  lineId: id('saleLine'),
  saleId: id('sale'),
  saleNumber: z.string(),
  customerName: z.string(),
  description: z.string(),
  /** So much too often. */
  qtyMilli: z.number().int(),
  amountMinor: z.number().int(),
  returns: z.array(z.object({ saleId: id('sale'), number: z.string(), deviceName: z.string(), sellerName: z.string(), soldAt: z.number() })),
})
export type Excess = z.infer<typeof excess>

/** Where this device prints: a printer on the network (`host`), or one at a port of this PC (`path`). */
export const printer = z.object({
  host: z.string(),
  port: z.number().int(),
  path: z.string(),
  widthMm: z.literal([80, 58]),
  /** Each receipt without being asked. */
  printsSales: z.boolean(),
  /** A cash drawer hangs on it. */
  hasDrawer: z.boolean(),
})
export type Printer = z.infer<typeof printer>
/** Names of hosts and addresses of both versions; no path, no user. */
export const printerHost = line(253).pipe(
  z
    .string()
    .max(253)
    .regex(/^[A-Za-z0-9.:-]*$/),
)
/** Ports of printers as Linux, macOS and Windows name them: nothing else on the disk is written to. */
export const printerPath = line(200).pipe(
  z
    .string()
    .max(200)
    .regex(/^$|^\/dev\/(usb\/)?(lp|ttyUSB|ttyS|ttyACM|rfcomm)\d{1,3}$|^\/dev\/cu\.[\w-]+$|^\\\\[\w.-]+\\[\w .-]+$|^(COM|LPT)\d{1,3}$/),
)

/** Why a receipt is not on paper. */
export const PRINT_PROBLEMS = ['refused', 'silent', 'paperOut', 'coverOpen', 'unknownHost', 'noDevice', 'broken', 'notRendered'] as const
export type PrintProblem = (typeof PRINT_PROBLEMS)[number]
/** The receipt of a sale or the report of a till, the drawer's pulse alone, or labels of items. */
export const PRINT_FORMS = ['receipt', 'drawer', 'labels'] as const
export const PRINT_STATES = ['waiting', 'failed', 'printed'] as const
export const unprinted = z.object({
  printId: id('print'),
  form: z.enum(PRINT_FORMS),
  /** Of the sale or the till; empty for labels and for a drawer that opens without one. */
  number: z.string(),
  problem: z.enum(PRINT_PROBLEMS),
  attempts: z.number().int(),
  askedAt: z.number(),
})
export type Unprinted = z.infer<typeof unprinted>

/** What labels are wanted for: how many of each item, with the bins of that location. */
export const labelOrder = z.strictObject({
  items: z
    .array(z.strictObject({ itemId: id('item'), copies: z.number().int().min(1).max(200) }))
    .min(1)
    .max(50),
  locationId: id('location').nullable().default(null),
})
export type LabelOrder = z.infer<typeof labelOrder>

export const reason = filled(200)
