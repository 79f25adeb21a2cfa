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
}
/** What lay there when it was counted, by all movements that are known now: goods may be sold while others count. */
export const expectedMilli = ({ levelMilli, sinceMilli, ownMilli }: Counted): number => levelMilli - sinceMilli - ownMilli
/** What approval has to move so that the count has moved its difference. Holds STK-8. */
export const openMilli = (one: Counted): number => one.countedMilli - expectedMilli(one) - one.ownMilli
/** A difference worth so much is counted twice. */
export const needsRecount = (differenceMinor: number, times: number, recountMinor: number): boolean =>
  times < 2 && differenceMinor !== 0 && Math.abs(differenceMinor) >= recountMinor
