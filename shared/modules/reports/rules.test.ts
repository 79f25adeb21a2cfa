import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '../../kernel/time.ts'
import { type Grouping, REPORTS, type Sums, TIMES } from './model.ts'
import { added, dueAge, figureOf, figuresOf, keyOf, keysOf, monthsOf, PERIODS, periodOf, within } from './rules.ts'

const day = fc.integer({ min: 0, max: 4000 }).map((days) => addDays('2020-01-01', days))
const period = fc.tuple(day, fc.integer({ min: 0, max: 500 })).map(([fromOn, days]) => ({ fromOn, toOn: addDays(fromOn, days) }))

describe('periods', () => {
  it('RPT-CORE: the keys of a period part it: every day stands under exactly one of them', () => {
    fc.assert(
      fc.property(period, fc.constantFrom(...TIMES), (span, by) => {
        const keys = keysOf(span, by, 1000)
        const days: string[] = []
        for (const key of keys) {
          const part = within(span, by, key)
          if (!part) throw new Error(`${key} is a key`)
          for (let on = part.fromOn; on <= part.toOn; on = addDays(on, 1)) {
            days.push(on)
            expect(keyOf(by, on)).toBe(key)
          }
        }
        expect(days).toEqual(keysOf(span, 'day', 1000))
      }),
    )
  })

  it('RPT-CORE: a key that is no time has no period', () => {
    const span = { fromOn: '2026-01-01', toOn: '2026-12-31' }
    for (const [by, key] of [
      ['day', '2026-05'],
      ['month', '2026-05-01'],
      ['month', '2026-13'],
      ['day', '*'],
      ['week', ''],
    ] as [Grouping, string][])
      expect(within(span, by, key)).toBeNull()
  })

  it.each([
    ['today', '2026-03-01', '2026-03-01', '2026-03-01'],
    ['yesterday', '2026-03-01', '2026-02-28', '2026-02-28'],
    ['week', '2026-03-01', '2026-02-23', '2026-03-01'],
    ['month', '2026-03-15', '2026-03-01', '2026-03-15'],
    ['lastMonth', '2026-03-31', '2026-02-01', '2026-02-28'],
    ['year', '2026-03-31', '2026-01-01', '2026-03-31'],
  ] as const)('RPT-CORE: %s on %s is %s to %s', (name, today, fromOn, toOn) => expect(periodOf(name, today)).toEqual({ fromOn, toOn }))

  it('RPT-CORE: every period begins before it ends', () => {
    fc.assert(
      fc.property(day, fc.constantFrom(...PERIODS), (today, name) => {
        if (name === 'own') return
        const { fromOn, toOn } = periodOf(name, today)
        expect(fromOn <= toOn && toOn <= today).toBe(true)
      }),
    )
  })

  it.each([
    ['2026-03-11', '2026-03-01', '2026-03-10', '2026-02-01', '2026-02-10'],
    ['2026-04-01', '2026-03-01', '2026-03-31', '2026-02-01', '2026-02-28'],
    ['2026-01-02', '2026-01-01', '2026-01-01', '2025-12-01', '2025-12-01'],
  ])('DASH-OWNER: on %s the month is %s to %s, beside %s to %s', (today, fromOn, toOn, fromBefore, toBefore) =>
    expect(monthsOf(today)).toEqual({ now: { fromOn, toOn }, before: { fromOn: fromBefore, toOn: toBefore } }),
  )
})

describe('figures', () => {
  it('RPT-SHOP: rates and averages round once, half away from zero, and are nothing where there is nothing to divide by', () => {
    const sums: Sums = {
      net: 10_001,
      cost: 4_000,
      tax: 5,
      documents: 3,
      orders: 2,
      orderNet: 5_001,
      laborNet: 9_000,
      hours: 1_500,
      worked: 2 * 3_600_000,
      expected: 100,
      counted: 90,
    }
    expect([figureOf('profit', sums), figureOf('margin', sums), figureOf('perDocument', sums), figureOf('perOrder', sums)]).toEqual([
      6_001, 6_000, 3_334, 2_501,
    ])
    expect([figureOf('laborRate', sums), figureOf('efficiency', sums), figureOf('difference', sums)]).toEqual([6_000, 7_500, -10])
    for (const figure of ['margin', 'perDocument', 'perOrder', 'laborRate', 'efficiency'] as const) expect(figureOf(figure, {})).toBeNull()
    expect(figureOf('margin', { net: -1000, cost: -400 })).toBe(6_000)
  })

  it('RPT-1: sums of sums are the sum of all', () => {
    const sums = fc.record({ net: fc.integer(), tax: fc.integer(), documents: fc.nat() })
    fc.assert(
      fc.property(fc.array(sums), fc.array(sums), (a, b) => {
        expect(added([added(a), added(b)])).toEqual(added([...a, ...b]))
      }),
    )
  })

  it('RPT-CORE: documents are not counted where rows divide them', () => {
    expect(figuresOf(REPORTS.sales, 'day')).toContain('documents')
    expect(figuresOf(REPORTS.sales, 'kind')).not.toContain('documents')
    expect(figuresOf(REPORTS.sales, 'day', true)).not.toContain('documents')
  })

  it.each([
    [0, '0'],
    [1, '30'],
    [31, '60'],
    [90, '90'],
    [91, 'over'],
    [-5, '0'],
  ])('RPT-SHOP: what has been due for %i days has the age %s', (days, age) => {
    expect(dueAge(days)).toBe(age)
  })
})
