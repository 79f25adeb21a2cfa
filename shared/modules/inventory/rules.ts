import type { Id } from '../../kernel/ids.ts'
import { divideRounded, extend } from '../../kernel/money.ts'
import type { MoveReason } from './model.ts'

/** What lies in a place: thousandths, minor units. */
export interface Held {
  readonly qtyMilli: number
  readonly valueMinor: number
}
export const NOTHING: Held = { qtyMilli: 0, valueMinor: 0 }

/**
 * Value of a quantity that leaves, at the moving average (IAS 2, weighted average cost): its share of the value, rounded once half
 * away from zero; the last of it takes the rest, so that nothing is left over nothing. What is not there leaves at `costMinor`,
 * the catalogue's cost of a whole unit. Units: `qtyMilli` > 0 thousandths. Holds STK-3.
 */
export function valueLeaving({ qtyMilli: held, valueMinor }: Held, qtyMilli: number, costMinor: number): number {
  if (held <= 0) return extend(qtyMilli, costMinor)
  if (qtyMilli < held) return divideRounded(BigInt(valueMinor) * BigInt(qtyMilli), BigInt(held))
  return valueMinor + extend(qtyMilli - held, costMinor)
}

/** Cost of a whole unit that lies there; null while there is nothing. */
export const averageCost = ({ qtyMilli, valueMinor }: Held): number | null =>
  qtyMilli > 0 ? divideRounded(BigInt(valueMinor) * 1000n, BigInt(qtyMilli)) : null

/** A movement before it has its place in time: signed. */
export interface Step {
  readonly reason: MoveReason
  readonly deltaMilli: number
  readonly valueMinor: number
}

/** More or less of an item, by a person's word. New stock comes at the average, or at the catalogue's cost where there is none. */
export function adjusting(held: Held, deltaMilli: number, costMinor: number, reason: 'adjust' | 'count' = 'adjust'): Step {
  const valueMinor = deltaMilli > 0 ? extend(deltaMilli, averageCost(held) ?? costMinor) : -valueLeaving(held, -deltaMilli, costMinor)
  return { reason, deltaMilli, valueMinor }
}

/** What a document still has to take (`use`) or give back (`return`) so that it has taken what its lines say. Holds STK-5. */
export interface Settling {
  readonly itemId: Id<'item'>
  readonly deltaMilli: number
}
/** `taken` is what its movements sum to, per item (negative: taken). Items in order of first mention, so that every device settles alike. */
export function settle(wantedMilli: ReadonlyMap<Id<'item'>, number>, taken: ReadonlyMap<Id<'item'>, number>): Settling[] {
  return [...new Set([...wantedMilli.keys(), ...taken.keys()])].flatMap((itemId) => {
    const deltaMilli = -(wantedMilli.get(itemId) ?? 0) - (taken.get(itemId) ?? 0)
    return deltaMilli === 0 ? [] : [{ itemId, deltaMilli }]
  })
}

/**
 * What comes back out of a document comes back at the value at which it left: its share of the document's movements of that item.
 * Units: thousandths > 0; `taken` sums of those movements (negative).
 */
export function returning(taken: Held, qtyMilli: number): Step {
  const left = { qtyMilli: -taken.qtyMilli, valueMinor: -taken.valueMinor }
  return { reason: 'return', deltaMilli: qtyMilli, valueMinor: valueLeaving(left, qtyMilli, 0) }
}
