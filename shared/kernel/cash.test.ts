import { describe, expect, it } from 'vitest'
import { cashWorths } from './cash.ts'

describe('POS-TILL FIN-PRECISION: notes and coins', () => {
  it.each([
    ['USD', [10_000, 5000, 2000, 1000, 500, 100, 25, 10, 5, 1]],
    ['EUR', [50_000, 20_000, 10_000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1]],
    ['CAD', [10_000, 5000, 2000, 1000, 500, 200, 100, 25, 10, 5]],
    ['JPY', [10_000, 5000, 2000, 1000, 500, 100, 50, 10, 5, 1]],
    ['KWD', [20_000, 10_000, 5000, 1000, 500, 250, 100, 50, 20, 10, 5]],
    ['SAR', [50_000, 20_000, 10_000, 5000, 2000, 1000, 500, 200, 100, 50, 25, 10, 5, 1]],
  ])('POS-TILL: %s is counted in its own notes and coins, largest first, in its minor unit', (currency, worths) => {
    expect(cashWorths(currency)).toEqual(worths)
  })

  it('POS-TILL: a currency whose notes and coins are not known has none, and is counted as one amount', () => {
    expect(cashWorths('XTS')).toEqual([])
    expect(cashWorths('constructor')).toEqual([])
  })
})
