import { describe, expect, it } from 'vitest'
import { chance } from '#tools/seed/random.ts'
import { divideRounded, MAX_MINOR, productOver } from './money.ts'

describe('a product over a denominator', () => {
  it('FIN-PRECISION: is the exact one rounded half away from zero, on either side of what a number holds', () => {
    const c = chance(7)
    const exact = (denominator: number, ...factors: number[]) =>
      divideRounded(
        factors.reduce((product, factor) => product * BigInt(factor), 1n),
        BigInt(denominator),
      )
    for (let i = 0; i < 20_000; i++) {
      const magnitude = 10 ** c.int(0, 11)
      const [a, b, share] = [c.int(-magnitude, magnitude), c.int(0, 10 ** c.int(0, 9)), c.int(0, 10_000)]
      const denominator = c.pick([1, 2, 3, 1000, 10_000, 11_900, 10_000_000])
      expect(productOver(denominator, a, b, share), `${a} * ${b} * ${share} / ${denominator}`).toBe(exact(denominator, a, b, share))
    }
  })

  it('FIN-PRECISION: rounds a half away from zero, and knows no negative nothing', () => {
    expect([5, -5, 4, -4, 15, -15].map((a) => productOver(10, a, 1))).toEqual([1, -1, 0, 0, 2, -2])
    expect(productOver(10_000_000, MAX_MINOR, 999_999_999, 10_000)).toBe(divideRounded(BigInt(MAX_MINOR) * 999_999_999n, 1000n))
  })
})
