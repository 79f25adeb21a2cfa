import type { LocalDate } from '../../../kernel/time.ts'
import type { Price, PriceRow } from '../model.ts'

/** For whom, how many and when a price is asked. */
export interface Asking {
  /** The customer's group; empty: none. */
  readonly group: string
  /** Thousandths. */
  readonly qtyMilli: number
  readonly on: LocalDate
}

const isGranted = ({ priceGroup, minQtyMilli, fromOn, untilOn }: PriceRow, asking: Asking): boolean =>
  (priceGroup === '' || priceGroup === asking.group) &&
  asking.qtyMilli >= minQtyMilli &&
  (fromOn === null || fromOn <= asking.on) &&
  (untilOn === null || asking.on <= untilOn)

/** Row that is told first where two grant the same price: the one that asks least of the customer, then the older one. */
const byEase = (a: PriceRow, b: PriceRow): number =>
  a.priceMinor - b.priceMinor ||
  a.minQtyMilli - b.minQtyMilli ||
  Number(a.priceGroup !== '') - Number(b.priceGroup !== '') ||
  (a.id < b.id ? -1 : Number(a.id > b.id))

/**
 * The one rule of prices: the lowest of the list price and of every row that the group, the quantity and the day grant, with the reason.
 * The order of the rows does not matter; at the same price nothing beats the list. Units: minor units per whole unit. Holds CAT-6.
 */
export function priceFor(listMinor: number, rows: readonly PriceRow[], asking: Asking): Price {
  const [best] = rows.filter((row) => isGranted(row, asking)).sort(byEase)
  if (!best || best.priceMinor >= listMinor) return { priceMinor: listMinor, listMinor, because: 'list', group: '', minQtyMilli: 1 }
  const { priceMinor, priceGroup: group, minQtyMilli } = best
  const isByQuantity = minQtyMilli > 1000
  const because = group === '' ? 'quantity' : isByQuantity ? 'groupQuantity' : 'group'
  return { priceMinor, listMinor, because, group, minQtyMilli }
}
