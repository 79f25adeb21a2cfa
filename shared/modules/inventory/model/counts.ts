import { z } from 'zod'
import { id } from '../../../kernel/ids.ts'
import { type Machine, states } from '../../../kernel/machine.ts'
import { TRACKINGS } from '../../catalog/model.ts'
import { MAX_QTY_MILLI } from '../model.ts'

type CountState = 'counting' | 'review' | 'approved' | 'cancelled'
type CountEvent = 'enter' | 'submit' | 'recount' | 'approve' | 'cancel'

/** `approve` of an approved count moves what movements that arrived late have changed. */
export const countMachine: Machine<CountState, CountEvent> = {
  counting: { enter: 'counting', submit: 'review', recount: 'refused', approve: 'refused', cancel: 'cancelled' },
  review: { enter: 'refused', submit: 'refused', recount: 'counting', approve: 'approved', cancel: 'cancelled' },
  approved: { enter: 'refused', submit: 'refused', recount: 'refused', approve: 'approved', cancel: 'refused' },
  cancelled: { enter: 'refused', submit: 'refused', recount: 'refused', approve: 'refused', cancel: 'refused' },
}
export const COUNT_STATES = states(countMachine)
export type { CountState }

export const countedQuantity = z.number().int().min(0).max(MAX_QTY_MILLI)

export const stockCount = z.object({
  id: id('stockCount'),
  number: z.string(),
  placeId: id('stockPlace'),
  placeName: z.string(),
  locationId: id('location'),
  /** Only this bin; empty: the whole place. */
  bin: z.string(),
  /** Who counts does not see what should be there. */
  isBlind: z.boolean(),
  state: z.enum(COUNT_STATES),
  note: z.string(),
  startedBy: z.string(),
  createdAt: z.number().int(),
  approvedBy: z.string(),
  approvedAt: z.number().int().nullable(),
})
export type StockCount = z.infer<typeof stockCount>

/** The last word on an item or lot in a count; of a tracked item without a lot: on what lies there of none. What it should be is null to who counts blind. */
export const countLine = z.object({
  itemId: id('item'),
  lotId: id('stockLot').nullable(),
  lotCode: z.string(),
  sku: z.string(),
  name: z.string(),
  unit: z.string(),
  tracking: z.enum(TRACKINGS),
  bin: z.string(),
  countedMilli: z.number().int(),
  countedAt: z.number().int(),
  userName: z.string(),
  /** How often it was counted. */
  times: z.number().int(),
  /** What lay there when it was counted, by all movements known now. */
  expectedMilli: z.number().int().nullable(),
  differenceMilli: z.number().int().nullable(),
  differenceMinor: z.number().int().nullable(),
  /** What approval still has to move. */
  openMilli: z.number().int().nullable(),
  needsRecount: z.boolean(),
})
export type CountLine = z.infer<typeof countLine>

/** What is to be counted, in the order of bins. */
export const sheetLine = z.object({
  itemId: id('item'),
  sku: z.string(),
  name: z.string(),
  unit: z.string(),
  bin: z.string(),
  /** Of a tracked item: by any lot. */
  isCounted: z.boolean(),
  /** Some of a tracked item lies there of no lot (or less than none), and that is not counted yet. */
  isNoLotOpen: z.boolean(),
})
/** More items than one count of a shop has. */
export const MOST_COUNTED = 2000
