import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { divideRounded, extend } from '../../../kernel/money.ts'
import { type Held, NOTHING } from '../rules.ts'
import { fifoLeaving, heldAfter } from './valuation.ts'

interface Move {
  readonly deltaMilli: number
  readonly valueMinor: number
}

/** First in, first out as a queue of layers: slow, plain, and written without looking at the rule. */
class Queue {
  layers: Held[] = []
  debt: Held = NOTHING
  enter(qtyMilli: number, valueMinor: number): void {
    if (this.debt.qtyMilli === 0 && this.debt.valueMinor === 0) {
      this.layers.push({ qtyMilli, valueMinor })
      return
    }
    const rest = { qtyMilli: qtyMilli + this.debt.qtyMilli, valueMinor: valueMinor + this.debt.valueMinor }
    this.debt = rest.qtyMilli > 0 ? NOTHING : rest
    if (rest.qtyMilli > 0) this.layers.push(rest)
  }
  leave(qtyMilli: number, costMinor: number): number {
    let left = qtyMilli
    let valueMinor = 0
    while (left > 0 && this.layers[0]) {
      const [layer] = this.layers
      const taken = Math.min(left, layer.qtyMilli)
      const value = taken === layer.qtyMilli ? layer.valueMinor : divideRounded(BigInt(layer.valueMinor) * BigInt(taken), BigInt(layer.qtyMilli))
      left -= taken
      valueMinor += value
      if (taken === layer.qtyMilli) this.layers.shift()
      else this.layers[0] = { qtyMilli: layer.qtyMilli - taken, valueMinor: layer.valueMinor - value }
    }
    if (left > 0) {
      const owed = extend(left, costMinor)
      this.debt = { qtyMilli: this.debt.qtyMilli - left, valueMinor: this.debt.valueMinor - owed }
      valueMinor += owed
    }
    return valueMinor
  }
}

const cost = 70
const receipt = fc.record({ deltaMilli: fc.integer({ min: 1, max: 9000 }), valueMinor: fc.integer({ min: 0, max: 100_000 }) })
const issue = fc.integer({ min: 1, max: 12_000 }).map((qtyMilli) => ({ deltaMilli: -qtyMilli, valueMinor: 0 }))
const moves = fc.array(fc.oneof(receipt, issue), { maxLength: 40 })

describe('valuation first in, first out', () => {
  it.each([
    [1000, 100],
    [2000, 200],
    [2500, 350],
    [3000, 500],
    [4000, 570],
  ])('STK-11: of two at 1.00 and one at 3.00, %i thousandths leave with %i', (qtyMilli, value) => {
    const newest = [
      { qtyMilli: 1000, valueMinor: 300 },
      { qtyMilli: 2000, valueMinor: 200 },
    ]
    expect(fifoLeaving({ qtyMilli: 3000, valueMinor: 500 }, newest, qtyMilli, cost)).toBe(value)
  })

  it('STK-11: gives what a queue of layers gives, as long as nothing leaves before it came', () => {
    fc.assert(
      fc.property(moves, (wanted) => {
        const queue = new Queue()
        const newest: Held[] = []
        let held = NOTHING
        for (const { deltaMilli, valueMinor } of wanted) {
          if (deltaMilli > 0) {
            queue.enter(deltaMilli, valueMinor)
            newest.unshift({ qtyMilli: deltaMilli, valueMinor })
            held = { qtyMilli: held.qtyMilli + deltaMilli, valueMinor: held.valueMinor + valueMinor }
            continue
          }
          const qtyMilli = Math.min(-deltaMilli, held.qtyMilli)
          if (qtyMilli === 0) continue
          const value = fifoLeaving(held, newest, qtyMilli, cost)
          expect(value).toBe(queue.leave(qtyMilli, cost))
          held = { qtyMilli: held.qtyMilli - qtyMilli, valueMinor: held.valueMinor - value }
        }
        expect(held).toEqual(
          queue.layers.reduce((sum, one) => ({ qtyMilli: sum.qtyMilli + one.qtyMilli, valueMinor: sum.valueMinor + one.valueMinor }), NOTHING),
        )
      }),
    )
  })

  it('STK-3 STK-11: by either method what lies there is what came in less what left, to the cent; nothing is worth nothing', () => {
    fc.assert(
      fc.property(moves, fc.constantFrom('average' as const, 'fifo' as const), (wanted, method) => {
        // The value of each movement is what it changes.
        const booked: Move[] = []
        for (const move of wanted) {
          const before = heldAfter(method, booked, cost)
          const after = heldAfter(method, [...booked, move], cost)
          booked.push({ deltaMilli: move.deltaMilli, valueMinor: after.valueMinor - before.valueMinor })
        }
        const held = heldAfter(method, wanted, cost)
        expect(held).toEqual({
          qtyMilli: booked.reduce((sum, { deltaMilli }) => sum + deltaMilli, 0),
          valueMinor: booked.reduce((sum, { valueMinor }) => sum + valueMinor, 0),
        })
        const wentBelow = wanted.reduce(([qty, below], { deltaMilli }): [number, boolean] => [qty + deltaMilli, below || qty + deltaMilli < 0], [0, false] as [
          number,
          boolean,
        ])[1]
        if (!wentBelow && held.qtyMilli === 0) expect(held.valueMinor).toBe(0)
        if (!wentBelow) expect(held.valueMinor).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it('STK-11: both methods agree where everything cost the same, and where all of it left', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 10 }), fc.integer({ min: 0, max: 40 }), (receipts, out) => {
        const whole = receipts.map((pieces) => ({ deltaMilli: pieces * 1000, valueMinor: pieces * 125 }))
        const there = receipts.reduce((sum, pieces) => sum + pieces, 0)
        const all = [...whole, ...(out > 0 ? [{ deltaMilli: -Math.min(out, there) * 1000, valueMinor: 0 }] : [])]
        expect(heldAfter('fifo', all, cost)).toEqual(heldAfter('average', all, cost))
      }),
    )
  })
})
