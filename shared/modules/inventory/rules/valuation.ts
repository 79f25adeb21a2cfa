import { divideRounded } from '../../../kernel/money.ts'
import type { Valuation } from '../model.ts'
import { type Held, NOTHING, valueLeaving } from '../rules.ts'

/**
 * What lies there, oldest first: the newest goods that came in, back to where they add up to it. The oldest layer takes what is left of
 * the value: the rounding of what left of it before, and the difference between what goods that left before they came in were booked at
 * and what they cost then. So the layers always sum to the value of the movements. Where that rest would be less than nothing, all that
 * lies there is one layer. `newest`: what came in, newest first; what it does not reach back to counts as the oldest.
 */
function layersOf(held: Held, newest: readonly Held[]): Held[] {
  const layers: Held[] = []
  let { qtyMilli, valueMinor } = held
  for (const inflow of newest) {
    if (qtyMilli <= inflow.qtyMilli) break
    layers.push(inflow)
    qtyMilli -= inflow.qtyMilli
    valueMinor -= inflow.valueMinor
  }
  return valueMinor < 0 ? [held] : [...layers, { qtyMilli, valueMinor }].reverse()
}

/**
 * Value of a quantity that leaves, first in, first out (IAS 2, FIFO): whole layers take what they cost, a part of one its share, rounded
 * once half away from zero. What is not there leaves at `costMinor`, the catalogue's cost of a whole unit. Units: `qtyMilli` > 0
 * thousandths. Holds STK-11.
 */
export function fifoLeaving(held: Held, newest: readonly Held[], qtyMilli: number, costMinor: number): number {
  if (qtyMilli >= held.qtyMilli) return valueLeaving(held, qtyMilli, costMinor)
  let left = qtyMilli
  let valueMinor = 0
  for (const layer of layersOf(held, newest)) {
    if (left < layer.qtyMilli) return valueMinor + divideRounded(BigInt(layer.valueMinor) * BigInt(left), BigInt(layer.qtyMilli))
    valueMinor += layer.valueMinor
    left -= layer.qtyMilli
  }
  return valueMinor
}

/**
 * What movements leave behind when whatever left is valued by a method; what came in keeps its value. In the order of time. The value is
 * the sum of what came in less what left, so nothing is lost or made up. Holds STK-3, STK-11.
 */
export function heldAfter(method: Valuation, moves: readonly { readonly deltaMilli: number; readonly valueMinor: number }[], costMinor: number): Held {
  let held = NOTHING
  const newest: Held[] = []
  for (const { deltaMilli, valueMinor } of moves) {
    if (deltaMilli > 0) {
      newest.unshift({ qtyMilli: deltaMilli, valueMinor })
      held = { qtyMilli: held.qtyMilli + deltaMilli, valueMinor: held.valueMinor + valueMinor }
      continue
    }
    const left = method === 'fifo' ? fifoLeaving(held, newest, -deltaMilli, costMinor) : valueLeaving(held, -deltaMilli, costMinor)
    held = { qtyMilli: held.qtyMilli + deltaMilli, valueMinor: held.valueMinor - left }
  }
  return held
}
