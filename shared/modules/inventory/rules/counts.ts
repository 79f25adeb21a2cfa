import { type Failure, ok, type Result } from '../../../kernel/result.ts'
import { inventoryFails } from '../contract.ts'
import { type CountState, countMachine, type StockCount } from '../model/counts.ts'

export function countStep(
  { state, number }: Pick<StockCount, 'state' | 'number'>,
  event: keyof (typeof countMachine)['counting'],
): Result<CountState, Failure<'inventory.wrongCountState'>> {
  const next = countMachine[state][event]
  return next === 'refused' ? inventoryFails.wrongCountState({ state, event, number }) : ok(next)
}

/** What is known of an item or lot that was counted. Thousandths. */
export interface Counted {
  readonly countedMilli: number
  /** What lies there now. */
  readonly levelMilli: number
  /** What moved after it was counted. */
  readonly sinceMilli: number
  /** What this count has moved already. */
  readonly ownMilli: number
  /** How many approved counts counted it after this one did. */
  readonly laterCounts: number
}
/**
 * What lay there when it was counted, by all movements that are known now: goods may be sold while others count. A later count that is approved
 * has found whatever this one could: this one has moved all that it will, and it is never booked twice.
 */
export const expectedMilli = ({ countedMilli, levelMilli, sinceMilli, ownMilli, laterCounts }: Counted): number =>
  laterCounts > 0 ? countedMilli - ownMilli : levelMilli - sinceMilli - ownMilli
/** What approval has to move so that the count has moved its difference. Holds STK-8. */
export const openMilli = (one: Counted): number => one.countedMilli - expectedMilli(one) - one.ownMilli
/** A difference worth so much is counted twice. */
export const needsRecount = (differenceMinor: number, times: number, recountMinor: number): boolean =>
  times < 2 && differenceMinor !== 0 && Math.abs(differenceMinor) >= recountMinor
