import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromDemand } from './demand.ts'

describe('limits from demand', () => {
  it('INV-REORDER: even use needs no safety stock: a week of lead time is a week of use, and a delivery lasts as long as it should', () => {
    expect(fromDemand([7000, 7000, 7000, 7000], 7, 14)).toEqual({ dailyMilli: 1000, safetyMilli: 0, reorderAtMilli: 7000, fillToMilli: 21_000 })
  })
  it('INV-REORDER: uneven use asks for safety stock by its spread', () => {
    // Mean 7 a week, deviation 8.083: 1.65 x 8.083 / √7 x √7 = 13.337.
    expect(fromDemand([14_000, 0, 14_000, 0], 7, 7)).toEqual({ dailyMilli: 1000, safetyMilli: 13_337, reorderAtMilli: 21_000, fillToMilli: 28_000 })
  })
  it('INV-REORDER: what nobody used has no limits', () => {
    expect(fromDemand([0, 0, 0], 7, 7)).toBeNull()
    expect(fromDemand([2000, -2000], 7, 7)).toBeNull()
    expect(fromDemand([], 7, 7)).toBeNull()
  })
  it('INV-REORDER: limits are whole units, filling up goes above ordering, and a longer lead time never asks for less', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50_000 }), { minLength: 2, maxLength: 26 }), fc.integer({ min: 1, max: 60 }), (weeks, leadDays) => {
        const found = fromDemand(weeks, leadDays, 7)
        if (!found) return
        expect(found.reorderAtMilli % 1000).toBe(0)
        expect(found.fillToMilli).toBeGreaterThan(found.reorderAtMilli)
        expect(fromDemand(weeks, leadDays + 1, 7)?.reorderAtMilli).toBeGreaterThanOrEqual(found.reorderAtMilli)
      }),
    )
  })
})
