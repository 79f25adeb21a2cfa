import { z } from 'zod'
import { id } from '../../../kernel/ids.ts'
import { filled } from '../../../kernel/text.ts'
import { TRACKINGS } from '../../catalog/model.ts'
import { quantity } from '../model.ts'

/** Number of a lot, or of one piece. */
export const lotCode = filled(60)
export const localDay = z.iso.date()
/** Stands where a lot never expires in the order of expiry: last. */
export const NO_EXPIRY = '9999-12-31'

/** What came in of one lot; of a serial number always one piece. */
export const lotInput = z.strictObject({ code: lotCode, expiresOn: localDay.nullable().default(null), qtyMilli: quantity })
/** At most so many lots or serial numbers in one line. */
export const MOST_LOTS = 200
export type LotInput = z.infer<typeof lotInput>

/** usable; expired; blocked by a person, as in a recall. */
export const LOT_STATES = ['usable', 'expired', 'blocked'] as const
export type LotState = (typeof LOT_STATES)[number]

/** What lies of a lot in one place. */
export const lotLevel = z.object({
  lotId: id('stockLot'),
  itemId: id('item'),
  placeId: id('stockPlace'),
  placeName: z.string(),
  locationId: id('location'),
  sku: z.string(),
  name: z.string(),
  unit: z.string(),
  code: z.string(),
  /** Last day on which it may be used; null: it does not expire. */
  expiresOn: z.string().nullable(),
  /** Why it is blocked; empty where it is not. */
  blocked: z.string(),
  qtyMilli: z.number().int(),
})
export type LotLevel = z.infer<typeof lotLevel>

export const lot = z.object({
  id: id('stockLot'),
  itemId: id('item'),
  sku: z.string(),
  name: z.string(),
  unit: z.string(),
  tracking: z.enum(TRACKINGS),
  code: z.string(),
  expiresOn: z.string().nullable(),
  blocked: z.string(),
  qtyMilli: z.number().int(),
})
export type Lot = z.infer<typeof lot>
