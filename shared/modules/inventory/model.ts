import { z } from 'zod'
import { id } from '../../kernel/ids.ts'
import { MAX_MINOR } from '../../kernel/money.ts'
import { filled, line } from '../../kernel/text.ts'

/*
 * STK-1: a level is the sum of its movements, in quantity and in value; nothing else writes it (triggers).
 * STK-2: a movement never changes; a correction is another movement with a reason (triggers, append).
 * STK-3: what leaves takes its share of the value, rounded once; the last of it takes the rest (rule).
 * STK-4: stock may fall below nothing and is then shown as such: a number never stops the counter (rule).
 * STK-5: a document has taken exactly what its lines say, however often it is settled (rule, service).
 */

/** Why stock moved. `use` is into a job, `return` back out of it or from a customer, `count` what a count found more or less. */
export const MOVE_REASONS = ['receipt', 'use', 'return', 'adjust', 'transferOut', 'transferIn', 'count'] as const
export type MoveReason = (typeof MOVE_REASONS)[number]

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

/** Where an item lies in a place, and when to order more. Limits in thousandths; null: none. */
export const ruleFields = z.object({
  bin: line(40),
  /** At or below this much it is to be ordered, up to `fillToMilli`. */
  reorderAtMilli: z.number().int().min(0).max(MAX_QTY_MILLI).nullable(),
  fillToMilli: quantity.nullable(),
  criticalAtMilli: z.number().int().min(0).max(MAX_QTY_MILLI).nullable(),
})
export type RuleFields = z.infer<typeof ruleFields>

/** One item in one place. `valueMinor` is what it cost, at the moving average. */
export const level = z.object({
  itemId: id('item'),
  placeId: id('stockPlace'),
  locationId: id('location'),
  placeName: z.string(),
  sku: z.string(),
  name: z.string(),
  unit: z.string(),
  qtyMilli: z.number().int(),
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
  placeId: id('stockPlace'),
  placeName: z.string(),
  reason: z.enum(MOVE_REASONS),
  deltaMilli: z.number().int(),
  valueMinor: z.number().int(),
  documentId: z.string().nullable(),
  documentNumber: z.string(),
  note: z.string(),
  userName: z.string(),
  movedAt: z.number().int(),
})
export type Move = z.infer<typeof move>
