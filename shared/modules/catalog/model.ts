import { z } from 'zod'
import { id } from '../../kernel/ids.ts'
import { MAX_MINOR } from '../../kernel/money.ts'
import { filled, line, paragraph } from '../../kernel/text.ts'
import { localDay } from '../../kernel/time.ts'

/*
 * CAT-1: no two items that are not removed share an SKU, in capitals or not.
 * CAT-2: a removed item is not edited; it is restored first.
 * CAT-3: a row that is imported again adds nothing.
 * CAT-4: a code that is added to an item is on no other one; codes of lists may be, and a scan then asks which (rule).
 * CAT-5: no item is a variant, a part or a successor of itself, over however many steps; a variant has one template and no variants (rule).
 * CAT-7: what is sold in variants is itself on no sale, order or purchase: a person chooses the variant (rule).
 * CAT-6: an item costs the lowest price that its rows grant for the customer's group, the quantity and the day, and says why (rule).
 */

export const ITEM_KINDS = ['part', 'service', 'fee'] as const
export type ItemKind = (typeof ITEM_KINDS)[number]

/** Whether a part is told apart in stock: not at all, by the lot it came in, or each by its own serial number. */
export const TRACKINGS = ['none', 'lot', 'serial'] as const
export type Tracking = (typeof TRACKINGS)[number]

/** Between the names of a category's path, from the widest to the narrowest: `Brakes > Pads`. */
export const CATEGORY_STEP = ' > '
export const categoryPath = line(80).transform((text) =>
  text
    .split('>')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .join(CATEGORY_STEP),
)

export const itemFields = z.object({
  /** The shop's own number; empty for items that have none. */
  sku: line(60),
  name: filled(160),
  description: paragraph(2000),
  kind: z.enum(ITEM_KINDS),
  category: categoryPath,
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

/**
 * How an item leads to another: to its `variant` in one size, to a `part` of the kit that it is, to the `core` charge that is paid until the
 * old part is brought back, to a `substitute` (either does for the other), to the `successor` that is offered in its place.
 */
export const RELATIONS = ['variant', 'part', 'core', 'substitute', 'successor'] as const
export type RelationKind = (typeof RELATIONS)[number]
/** What sets a variant apart: `Size` is `XL`. */
export const option = z.strictObject({ name: filled(40), value: filled(60) })
export const options = z.array(option).max(5)
export const perKit = z.number().int().min(1).max(100_000_000)
export const relation = z.object({
  id: id('relation'),
  itemId: id('item'),
  kind: z.enum(RELATIONS),
  otherId: id('item'),
  /** How many of the other go with one of the item, in thousandths. */
  qtyMilli: z.number().int(),
  options: z.array(z.object({ name: z.string(), value: z.string() })),
})
export type Relation = z.infer<typeof relation>
/** The item at the other end, with how it got there. */
export const related = z.object({ relationId: id('relation'), kind: z.enum(RELATIONS), item, qtyMilli: z.number().int(), options: relation.shape.options })
export type Related = z.infer<typeof related>

/** A group of customers by its name; empty: everybody. */
export const priceGroup = line(40)
const day = localDay.nullable()
export const priceFields = z.strictObject({
  priceGroup: priceGroup.default(''),
  /** From this many on, in thousandths. */
  minQtyMilli: z.number().int().min(1).max(100_000_000).default(1),
  priceMinor: z.number().int().min(0).max(MAX_MINOR),
  /** First and last day on which it holds; null: no end on that side. */
  fromOn: day.default(null),
  untilOn: day.default(null),
})
export const priceRow = z.object({
  id: id('price'),
  itemId: id('item'),
  priceGroup: z.string(),
  minQtyMilli: z.number().int(),
  priceMinor: z.number().int(),
  fromOn: z.string().nullable(),
  untilOn: z.string().nullable(),
})
export type PriceRow = z.infer<typeof priceRow>

/** Why an item costs what it costs. */
export const PRICE_REASONS = ['list', 'group', 'quantity', 'groupQuantity'] as const
export const price = z.object({
  priceMinor: z.number().int(),
  /** What it costs everybody, one by one. */
  listMinor: z.number().int(),
  because: z.enum(PRICE_REASONS),
  /** Of the row that decided. */
  group: z.string(),
  minQtyMilli: z.number().int(),
})
export type Price = z.infer<typeof price>

/** All there is to an item besides its fields. `from` are the items that lead to it: its template, the kits that hold it, what it replaces. */
export const itemCard = z.object({ item, to: z.array(related), from: z.array(related), prices: z.array(priceRow) })
export type ItemCard = z.infer<typeof itemCard>

export const categoryCount = z.object({ category: z.string(), items: z.number().int() })
export type CategoryCount = z.infer<typeof categoryCount>
