import { z } from 'zod'
import { id } from '../../kernel/ids.ts'
import { MAX_MINOR } from '../../kernel/money.ts'
import { filled, line } from '../../kernel/text.ts'
import { TRACKINGS } from '../catalog/model.ts'

/*
 * STK-1: a level is the sum of its movements, in quantity and in value; nothing else writes it (triggers).
 * STK-2: a movement never changes; a correction is another movement with a reason (triggers, append).
 * STK-3: what leaves takes its share of the value, rounded once; the last of it takes the rest (rule).
 * STK-4: stock may fall below nothing and is then shown as such: a number never stops the counter (rule).
 * STK-5: a document has taken exactly what its lines say, however often it is settled (rule, service).
 * STK-6: what lies there of a lot is the sum of the movements that name it (triggers).
 * STK-7: of lots, the one that expires first leaves first; what has expired or is blocked leaves by a person's word only (rule).
 * STK-8: an approved count has moved what was counted less what lay there at the time of counting, however often it is approved, and nothing more once a later approved count counted the same (rule, service).
 * STK-9: what was sent away is what has come in and what is on its way; a difference is a correction with a reason (rule, service).
 * STK-10: what approved jobs wait for is reserved, once, until it is taken; available is what lies there less that (triggers).
 * STK-11: valued first in, first out, too, what lies there is worth what came in less what left, to the cent (rule).
 */

/**
 * Why stock moved. `use` is into a job, `return` back out of it or from a customer, `count` what a count found more or less, `damage` what came
 * back and is fit for nobody.
 */
export const MOVE_REASONS = ['receipt', 'use', 'return', 'adjust', 'transferOut', 'transferIn', 'count', 'damage'] as const
export type MoveReason = (typeof MOVE_REASONS)[number]

/** What a movement's document is. */
export const DOCUMENT_KINDS = ['workOrder', 'sale', 'purchaseOrder', 'vendorReturn', 'transfer', 'count'] as const
export type DocumentKind = (typeof DOCUMENT_KINDS)[number]

/** How a level stands to its limits, worst first. */
export const STOCK_STATUSES = ['negative', 'critical', 'low', 'fine'] as const
export type StockStatus = (typeof STOCK_STATUSES)[number]

/** Largest quantity of one movement or limit, in thousandths. */
export const MAX_QTY_MILLI = 1_000_000_000
export const quantity = z.number().int().min(1).max(MAX_QTY_MILLI)
export const unitCost = z
  .number()
  .int()
  .min(0)
  .max(MAX_MINOR / 1000)

export const placeName = filled(60)
/** A warehouse, a van, a shelf that is counted by itself. The first of a location is where jobs take their parts from. */
export const stockPlace = z.object({ id: id('stockPlace'), locationId: id('location'), name: z.string(), position: z.number().int(), deleted: z.boolean() })
export type StockPlace = z.infer<typeof stockPlace>

/** A shelf, a rack, a drawer: `A-12`. An item lies in one bin of a place; what is counted by itself is a place. */
export const binName = filled(40)
/** Where an item lies in a place, and when to order more. Limits in thousandths; null: none. */
export const ruleFields = z.object({
  bin: line(40),
  /** At or below this much it is to be ordered, up to `fillToMilli`. */
  reorderAtMilli: z.number().int().min(0).max(MAX_QTY_MILLI).nullable(),
  fillToMilli: quantity.nullable(),
  criticalAtMilli: z.number().int().min(0).max(MAX_QTY_MILLI).nullable(),
})
export type RuleFields = z.infer<typeof ruleFields>
export const NO_LIMITS: RuleFields = { bin: '', reorderAtMilli: null, fillToMilli: null, criticalAtMilli: null }

/** One item in one place. `valueMinor` is what it cost, by the shop's method of valuation. */
export const level = z.object({
  itemId: id('item'),
  placeId: id('stockPlace'),
  locationId: id('location'),
  placeName: z.string(),
  sku: z.string(),
  name: z.string(),
  unit: z.string(),
  tracking: z.enum(TRACKINGS),
  qtyMilli: z.number().int(),
  /** What approved jobs wait for: of the first place of a location, where jobs take their parts from. */
  reservedMilli: z.number().int(),
  valueMinor: z.number().int(),
  movedAt: z.number().int(),
  status: z.enum(STOCK_STATUSES),
  ...ruleFields.shape,
})
export type Level = z.infer<typeof level>

/** One movement, as the history shows it. Quantity and value are signed: into the place is positive. */
export const move = z.object({
  id: id('stockMove'),
  itemId: id('item'),
  itemName: z.string(),
  unit: z.string(),
  placeId: id('stockPlace'),
  placeName: z.string(),
  reason: z.enum(MOVE_REASONS),
  deltaMilli: z.number().int(),
  valueMinor: z.number().int(),
  lotId: id('stockLot').nullable(),
  lotCode: z.string(),
  documentKind: z.enum(DOCUMENT_KINDS).nullable(),
  documentId: z.string().nullable(),
  documentNumber: z.string(),
  customerId: id('customer').nullable(),
  customerName: z.string(),
  note: z.string(),
  userName: z.string(),
  movedAt: z.number().int(),
})
export type Move = z.infer<typeof move>

/** Which value what leaves takes along. Both can be told of any day; the shop's own is what movements are booked at. */
export const VALUATIONS = ['average', 'fifo'] as const
export type Valuation = (typeof VALUATIONS)[number]

/** What the shop decides about its stock. */
export const stockPolicy = z.object({
  valuation: z.enum(VALUATIONS),
  /** A lot is shown as expiring so many days ahead. */
  warnDays: z.number().int().min(0).max(365),
  /** A difference of a count worth so much is counted a second time before it is approved. */
  recountMinor: z.number().int().min(0).max(MAX_MINOR),
  /** Demand is looked at over so many weeks. */
  demandWeeks: z.number().int().min(2).max(52),
  /** Days from order to delivery. */
  leadDays: z.number().int().min(1).max(180),
  /** Days that a delivery should last. */
  coverDays: z.number().int().min(1).max(365),
})
export type StockPolicy = z.infer<typeof stockPolicy>
export const DEFAULT_STOCK_POLICY: StockPolicy = { valuation: 'average', warnDays: 30, recountMinor: 5000, demandWeeks: 12, leadDays: 7, coverDays: 14 }

/** One level on a day, by either method. `bookMinor` is the sum of its movements. */
export const valued = level
  .pick({ itemId: true, placeId: true, placeName: true, sku: true, name: true, unit: true, qtyMilli: true })
  .extend({ bookMinor: z.number().int(), averageMinor: z.number().int(), fifoMinor: z.number().int() })

/** What a level would be kept at, from what was used of it. */
export const demand = level
  .pick({ itemId: true, placeId: true, sku: true, name: true, unit: true, qtyMilli: true, reorderAtMilli: true, fillToMilli: true })
  .extend({
    usedMilli: z.number().int(),
    /** In how many weeks it was used: one says nothing about the next. */
    weeksUsed: z.number().int(),
    dailyMilli: z.number().int(),
    safetyMilli: z.number().int(),
    wantedAtMilli: z.number().int(),
    wantedToMilli: z.number().int(),
  })
export type Demand = z.infer<typeof demand>
