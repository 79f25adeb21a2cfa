import { z } from 'zod'
import { id } from '../../../kernel/ids.ts'
import { type Machine, states } from '../../../kernel/machine.ts'
import { MAX_MINOR } from '../../../kernel/money.ts'
import { filled, line, paragraph } from '../../../kernel/text.ts'
import { localDay } from '../../../kernel/time.ts'
import { quantity } from '../../inventory/model.ts'

export const amount = z.number().int().min(0).max(MAX_MINOR)

/** How a supplier sells an item: under which number, in which packs, for how much a pack. */
export const offerFields = z.object({
  supplierId: id('supplier'),
  itemId: id('item'),
  /** The supplier's number. */
  code: line(60),
  /** `box`; empty: the item's own unit. */
  packUnit: line(20),
  /** What a pack holds, in thousandths of the item's unit. */
  packMilli: quantity,
  packMinor: amount.max(MAX_MINOR / 1000),
  /** Where it is bought first. */
  preferred: z.boolean(),
})
export const offer = offerFields.extend({ id: id('offer'), code: z.string(), packUnit: z.string(), supplierName: z.string() })
export type Offer = z.infer<typeof offer>

export const COST_SOURCES = ['receipt', 'list'] as const
/** What an item cost at one time: as it came in, or as a list said. Prices are of a pack of `packMilli`. */
export const costEntry = z.object({
  id: id('cost'),
  itemId: id('item'),
  supplierId: id('supplier').nullable(),
  supplierName: z.string(),
  source: z.enum(COST_SOURCES),
  orderId: id('purchaseOrder').nullable(),
  lineId: id('purchaseLine').nullable(),
  /** The delivery note, or the list's file. */
  documentNumber: z.string(),
  /** What came in, in thousandths; null for a list. */
  qtyMilli: z.number().int().nullable(),
  packMilli: z.number().int(),
  /** What was agreed, or what the list said before; null where nothing was known. */
  beforeMinor: z.number().int().nullable(),
  packMinor: z.number().int(),
  /** Freight and duty of the delivery that fell on it. */
  landedMinor: z.number().int(),
  userName: z.string(),
  at: z.number().int(),
})

type RequestState = 'wanted' | 'ordered' | 'received' | 'fitted' | 'cancelled'
type RequestEvent = 'order' | 'release' | 'arrive' | 'fit' | 'unfit' | 'cancel'
/** A part that a job waits for. `release` is an order that will not bring it: it is wanted again. */
export const requestMachine: Machine<RequestState, RequestEvent> = {
  wanted: { order: 'ordered', release: 'refused', arrive: 'refused', fit: 'fitted', unfit: 'refused', cancel: 'cancelled' },
  ordered: { order: 'refused', release: 'wanted', arrive: 'received', fit: 'fitted', unfit: 'refused', cancel: 'cancelled' },
  received: { order: 'refused', release: 'refused', arrive: 'refused', fit: 'fitted', unfit: 'refused', cancel: 'cancelled' },
  fitted: { order: 'refused', release: 'refused', arrive: 'refused', fit: 'refused', unfit: 'received', cancel: 'refused' },
  cancelled: { order: 'refused', release: 'refused', arrive: 'refused', fit: 'refused', unfit: 'refused', cancel: 'refused' },
}
export const REQUEST_STATES = states(requestMachine)
export const requestFields = z.object({
  qtyMilli: quantity,
  supplierId: id('supplier').nullable(),
  neededOn: localDay.nullable(),
  note: line(200),
})
export const partRequest = requestFields.extend({
  id: id('partRequest'),
  locationId: id('location'),
  itemId: id('item'),
  sku: z.string(),
  name: z.string(),
  unit: z.string(),
  note: z.string(),
  state: z.enum(REQUEST_STATES),
  /** The job that waits, and what it is called. */
  jobId: z.string().nullable(),
  jobNumber: z.string(),
  jobLabel: z.string(),
  jobLineId: z.string().nullable(),
  orderId: id('purchaseOrder').nullable(),
  orderNumber: z.string(),
  expectedOn: z.string().nullable(),
  requestedBy: z.string(),
  createdAt: z.number().int(),
})
export type PartRequest = z.infer<typeof partRequest>

/** What is to be ordered of one part: for jobs that wait, and to fill the place up. */
export const wantedPart = z.object({
  itemId: id('item'),
  sku: z.string(),
  name: z.string(),
  unit: z.string(),
  offer: offer.nullable(),
  /** For jobs, for the place, and what to order in whole packs. */
  jobsMilli: z.number().int(),
  placeMilli: z.number().int(),
  orderMilli: z.number().int(),
  amountMinor: z.number().int(),
  requests: z.array(partRequest),
})
export type WantedPart = z.infer<typeof wantedPart>
export const wantedOf = z.object({ supplierId: id('supplier').nullable(), supplierName: z.string(), parts: z.array(wantedPart), amountMinor: z.number().int() })
export type WantedOf = z.infer<typeof wantedOf>

/** A line of a sent order that has not all come in. */
export const backOrder = z.object({
  lineId: id('purchaseLine'),
  orderId: id('purchaseOrder'),
  number: z.string(),
  supplierName: z.string(),
  expectedOn: z.string().nullable(),
  orderedAt: z.number().int().nullable(),
  sku: z.string(),
  name: z.string(),
  unit: z.string(),
  qtyMilli: z.number().int(),
  receivedMilli: z.number().int(),
})
export type BackOrder = z.infer<typeof backOrder>

type ReturnState = 'toReturn' | 'sent' | 'credited' | 'cancelled'
type ReturnEvent = 'edit' | 'send' | 'credit' | 'cancel'
/** `cancel` of a sent one: it came back, or was never taken. */
export const returnMachine: Machine<ReturnState, ReturnEvent> = {
  toReturn: { edit: 'toReturn', send: 'sent', credit: 'refused', cancel: 'cancelled' },
  sent: { edit: 'refused', send: 'refused', credit: 'credited', cancel: 'cancelled' },
  credited: { edit: 'refused', send: 'refused', credit: 'refused', cancel: 'refused' },
  cancelled: { edit: 'refused', send: 'refused', credit: 'refused', cancel: 'refused' },
}
export const RETURN_STATES = states(returnMachine)
export const RETURN_REASONS = ['defective', 'wrong', 'surplus', 'core', 'other'] as const

type CoreState = 'out' | 'here' | 'sent' | 'credited' | 'lost'
type CoreEvent = 'bringIn' | 'takeBack' | 'send' | 'comeBack' | 'credit' | 'giveUp'
/**
 * An old part for which a deposit was charged: with the customer, here, on its way to the vendor, credited. `takeBack` undoes `bringIn`,
 * `comeBack` undoes `send`; `giveUp` is an old part that nobody will credit.
 */
export const coreMachine: Machine<CoreState, CoreEvent> = {
  out: { bringIn: 'here', takeBack: 'refused', send: 'refused', comeBack: 'refused', credit: 'refused', giveUp: 'lost' },
  here: { bringIn: 'refused', takeBack: 'out', send: 'sent', comeBack: 'refused', credit: 'refused', giveUp: 'lost' },
  sent: { bringIn: 'refused', takeBack: 'refused', send: 'refused', comeBack: 'here', credit: 'credited', giveUp: 'refused' },
  credited: { bringIn: 'refused', takeBack: 'refused', send: 'refused', comeBack: 'refused', credit: 'refused', giveUp: 'refused' },
  lost: { bringIn: 'refused', takeBack: 'refused', send: 'refused', comeBack: 'refused', credit: 'refused', giveUp: 'refused' },
}
export const CORE_STATES = states(coreMachine)
export const core = z.object({
  id: id('core'),
  locationId: id('location'),
  state: z.enum(CORE_STATES),
  itemId: id('item'),
  sku: z.string(),
  name: z.string(),
  customerId: id('customer').nullable(),
  supplierId: id('supplier').nullable(),
  supplierName: z.string(),
  /** The job or sale that charged the deposit. */
  documentId: z.string(),
  documentNumber: z.string(),
  returnId: id('vendorReturn').nullable(),
  /** The customer paid, and got back. */
  depositMinor: z.number().int(),
  refundMinor: z.number().int(),
  /** The vendor charged, and credited. */
  chargeMinor: z.number().int(),
  creditMinor: z.number().int(),
  createdAt: z.number().int(),
})
export type Core = z.infer<typeof core>

export const returnLine = z.object({
  id: id('vendorReturnLine'),
  returnId: id('vendorReturn'),
  position: z.number().int(),
  itemId: id('item'),
  sku: z.string(),
  name: z.string(),
  unit: z.string(),
  qtyMilli: z.number().int(),
  unitCostMinor: z.number().int(),
  coreId: id('core').nullable(),
})
export const returnHead = z.object({
  id: id('vendorReturn'),
  number: z.string(),
  state: z.enum(RETURN_STATES),
  reason: z.enum(RETURN_REASONS),
  supplierId: id('supplier'),
  supplierName: z.string(),
  locationId: id('location'),
  note: z.string(),
  netMinor: z.number().int(),
  sentAt: z.number().int().nullable(),
  creditedAt: z.number().int().nullable(),
  /** Null before the vendor credits. */
  creditMinor: z.number().int().nullable(),
  creditNumber: z.string(),
  createdAt: z.number().int(),
})
export type ReturnHead = z.infer<typeof returnHead>
export const vendorReturn = z.object({ head: returnHead, lines: z.array(returnLine) })
export type VendorReturn = z.infer<typeof vendorReturn>

/** What a supplier still owes the shop: returns that are not credited, and cores that are not on one. */
export const atRisk = z.object({
  supplierId: id('supplier').nullable(),
  supplierName: z.string(),
  returns: z.number().int(),
  returnsMinor: z.number().int(),
  cores: z.number().int(),
  coresMinor: z.number().int(),
  totalMinor: z.number().int(),
})
export type AtRisk = z.infer<typeof atRisk>

export const creditNumber = line(60)
export const returnNote = paragraph(2000)
export const reason = filled(200)
export const LONGEST_RETURN = 300
export const SPREADS = ['value', 'quantity'] as const
