import { z } from 'zod'
import { id } from '../../kernel/ids.ts'
import { MAX_MINOR } from '../../kernel/money.ts'
import { filled, line, paragraph } from '../../kernel/text.ts'

/*
 * CAT-1: no two items that are not removed share an SKU, in capitals or not.
 * CAT-2: a removed item is not edited; it is restored first.
 * CAT-3: a row that is imported again adds nothing.
 * CAT-4: a code that is added to an item is on no other one; codes of lists may be, and a scan then asks which (rule).
 */

export const ITEM_KINDS = ['part', 'service', 'fee'] as const
export type ItemKind = (typeof ITEM_KINDS)[number]

/** Whether a part is told apart in stock: not at all, by the lot it came in, or each by its own serial number. */
export const TRACKINGS = ['none', 'lot', 'serial'] as const
export type Tracking = (typeof TRACKINGS)[number]

export const itemFields = z.object({
  /** The shop's own number; empty for items that have none. */
  sku: line(60),
  name: filled(160),
  description: paragraph(2000),
  kind: z.enum(ITEM_KINDS),
  category: line(80),
  /** What one of it is: `pc`, `h`, `l`. */
  unit: line(20),
  priceMinor: z.number().int().min(0).max(MAX_MINOR),
  costMinor: z.number().int().min(0).max(MAX_MINOR),
  /** Hundredths of a percent; null: the company's. */
  taxRateBp: z.number().int().min(0).max(10_000).nullable(),
  barcode: line(60),
  /** Offered for new work; documents keep naming an item that no longer is. */
  active: z.boolean(),
  tracking: z.enum(TRACKINGS),
})
export type ItemFields = z.infer<typeof itemFields>

export const item = z.object({
  id: id('item'),
  sku: z.string(),
  name: z.string(),
  description: z.string(),
  kind: z.enum(ITEM_KINDS),
  category: z.string(),
  unit: z.string(),
  priceMinor: z.number().int(),
  costMinor: z.number().int(),
  taxRateBp: z.number().int().nullable(),
  barcode: z.string(),
  active: z.boolean(),
  tracking: z.enum(TRACKINGS),
  deleted: z.boolean(),
  createdAt: z.number(),
  updatedAt: z.number(),
})
export type Item = z.infer<typeof item>

export const BLANK_ITEM: Omit<ItemFields, 'name'> = {
  sku: '',
  description: '',
  kind: 'part',
  category: '',
  unit: 'pc',
  priceMinor: 0,
  costMinor: 0,
  taxRateBp: null,
  barcode: '',
  active: true,
  tracking: 'none',
}

/** A further code of an item: of a carton, of another maker, of a supplier. The first one is the item's own `barcode`. */
export const barcode = z.object({
  id: id('barcode'),
  itemId: id('item'),
  code: z.string(),
  /** What one scan of it means, in thousandths: a carton of twelve is 12,000. */
  qtyMilli: z.number().int(),
})
export type Barcode = z.infer<typeof barcode>
/** What a scan found. */
export const codeHit = z.object({ item, qtyMilli: z.number().int() })
export type CodeHit = z.infer<typeof codeHit>
