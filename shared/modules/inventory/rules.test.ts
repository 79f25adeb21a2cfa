import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Id } from '../../kernel/ids.ts'
import { adjusting, averageCost, type Held, NOTHING, returning, settle, type Step, valueLeaving } from './rules.ts'

const after = (held: Held, { deltaMilli, valueMinor }: Pick<Step, 'deltaMilli' | 'valueMinor'>): Held => ({
  qtyMilli: held.qtyMilli + deltaMilli,
  valueMinor: held.valueMinor + valueMinor,
})
const quantity = fc.integer({ min: 1, max: 5_000_000 })
const cost = fc.integer({ min: 0, max: 100_000 })

describe('valuation at the moving average', () => {
  it.each([
    [{ qtyMilli: 10_000, valueMinor: 1000 }, 1000, 0, 100],
    [{ qtyMilli: 3000, valueMinor: 100 }, 1000, 0, 33],
    [{ qtyMilli: 3000, valueMinor: 100 }, 3000, 0, 100],
    [{ qtyMilli: 2000, valueMinor: 101 }, 1000, 0, 51],
    [{ qtyMilli: 1000, valueMinor: 50 }, 3000, 70, 190],
    [{ qtyMilli: 0, valueMinor: 0 }, 2000, 70, 140],
    [{ qtyMilli: -1000, valueMinor: -70 }, 2000, 70, 140],
  ])('STK-3: of %j, %i thousandths leave at a catalogue cost of %i with the value %i', (held, qtyMilli, costMinor, value) => {
    expect(valueLeaving(held, qtyMilli, costMinor)).toBe(value)
  })

  it('STK-3: what comes in and goes out again in any pieces leaves nothing behind', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ qtyMilli: quantity, valueMinor: cost }), { minLength: 1, maxLength: 8 }),
        fc.array(quantity, { maxLength: 20 }),
        (receipts, issues) => {
          let held = receipts.reduce((sum, one) => after(sum, { deltaMilli: one.qtyMilli, valueMinor: one.valueMinor }), NOTHING)
          for (const wanted of issues) {
            const qtyMilli = Math.min(wanted, held.qtyMilli)
            if (qtyMilli === 0) break
            const value = valueLeaving(held, qtyMilli, 99)
            expect(value).toBeGreaterThanOrEqual(0)
            expect(value).toBeLessThanOrEqual(held.valueMinor)
            held = after(held, { deltaMilli: -qtyMilli, valueMinor: -value })
          }
          if (held.qtyMilli > 0) held = after(held, { deltaMilli: -held.qtyMilli, valueMinor: -valueLeaving(held, held.qtyMilli, 99) })
          expect(held).toEqual(NOTHING)
        },
      ),
    )
  })

  it('STK-3: an issue moves the average by less than the rounding of one unit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2000, max: 100_000 }),
        fc.integer({ min: 0, max: 10_000_000 }),
        fc.integer({ min: 1, max: 1000 }),
        (qtyMilli, valueMinor, out) => {
          const held = { qtyMilli, valueMinor }
          const rest = after(held, { deltaMilli: -out, valueMinor: -valueLeaving(held, out, 0) })
          expect(Math.abs((averageCost(rest) ?? 0) - (averageCost(held) ?? 0))).toBeLessThanOrEqual(1)
        },
      ),
    )
  })

  it('STK-3 STK-4: more comes at the average, or at the catalogue’s cost where nothing lies; less goes below nothing at that cost', () => {
    expect(adjusting({ qtyMilli: 2000, valueMinor: 300 }, 1000, 999)).toEqual({ reason: 'adjust', deltaMilli: 1000, valueMinor: 150 })
    expect(adjusting(NOTHING, 1000, 999)).toEqual({ reason: 'adjust', deltaMilli: 1000, valueMinor: 999 })
    expect(adjusting({ qtyMilli: 1000, valueMinor: 300 }, -2000, 500, 'count')).toEqual({ reason: 'count', deltaMilli: -2000, valueMinor: -800 })
  })
})

describe('what a document takes', () => {
  const [a, b] = ['a', 'b'] as Id<'item'>[] // any ids
  const of = (...pairs: (readonly [Id<'item'> | undefined, number])[]) => new Map(pairs as [Id<'item'>, number][]) // as above

  it('STK-5: takes what is missing, gives back what is too much, and nothing when it is settled', () => {
    expect(settle(of([a, 2000], [b, 500]), of())).toEqual([
      { itemId: a, deltaMilli: -2000 },
      { itemId: b, deltaMilli: -500 },
    ])
    expect(settle(of([a, 1500]), of([a, -2000], [b, -500]))).toEqual([
      { itemId: a, deltaMilli: 500 },
      { itemId: b, deltaMilli: 500 },
    ])
    expect(settle(of([a, 1500]), of([a, -1500]))).toEqual([])
  })

  it('STK-5: settling after any changes sums to what the lines say at last', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.integer({ min: 0, max: 9000 }), { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 10 }), (versions) => {
        const taken = of()
        for (const [forA = 0, forB = 0] of versions)
          for (const { itemId, deltaMilli } of settle(of([a, forA], [b, forB]), taken)) taken.set(itemId, (taken.get(itemId) ?? 0) + deltaMilli)
        const [forA = 0, forB = 0] = versions.at(-1) ?? []
        expect(settle(of([a, forA], [b, forB]), taken)).toEqual([])
        expect((taken.get(a as Id<'item'>) ?? 0) + forA).toBe(0)
        expect((taken.get(b as Id<'item'>) ?? 0) + forB).toBe(0)
      }),
    )
  })

  it('STK-3 STK-5: what comes back comes back at the value at which it left', () => {
    const taken = { qtyMilli: -3000, valueMinor: -100 }
    const first = returning(taken, 1000)
    expect(first).toEqual({ reason: 'return', deltaMilli: 1000, valueMinor: 33 })
    expect(returning(after(taken, first), 2000)).toEqual({ reason: 'return', deltaMilli: 2000, valueMinor: 67 })
  })
})
