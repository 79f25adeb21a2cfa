import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allocate, MAX_MINOR } from '../../../kernel/money.ts'
import { type LineFacts, MAX_LINES, WARRANTIES } from '../model.ts'
import { checkLines, type Discounted, type Head, isCovered, lineAmount, type Priced, sumUp, taxReason, totalsOf } from './sums.ts'

const codeOf = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? 'ok' : result.error?.code)
/** Of each country; states and provinces left aside. */
const rates = JSON.parse(readFileSync(new URL('../../../../tests/data/money/sales-tax-rates.json', import.meta.url), 'utf8')) as Record<
  string,
  { rate: number }
>
const PLAIN: Head = { taxInclusive: false, discountBp: 0, discountMinor: 0 }
let made = 0
const priced = (own: Partial<Priced> = {}): Priced => ({
  id: `line-${String(++made).padStart(5, '0')}` as LineFacts['id'], // only equality and order matter here
  serviceId: null,
  qtyMilli: 1000,
  unitPriceMinor: 1000,
  isFlat: false,
  discountBp: 0,
  taxRateBp: 1900,
  taxExempt: false,
  warranty: 'none',
  declined: false,
  ...own,
})

describe('money of a line', () => {
  it.each([
    [{ qtyMilli: 1500, unitPriceMinor: 9000, discountBp: 0 }, 13_500],
    [{ qtyMilli: 333, unitPriceMinor: 1, discountBp: 0 }, 0],
    [{ qtyMilli: 500, unitPriceMinor: 1, discountBp: 0 }, 1],
    [{ qtyMilli: 1000, unitPriceMinor: 999, discountBp: 5000 }, 500],
    // Rounded once: 0.5 of 1.99 is 0.995, less 10 % is 0.8955; rounding twice would say 0.90.
    [{ qtyMilli: 500, unitPriceMinor: 199, discountBp: 1000 }, 90],
    [{ qtyMilli: 1500, unitPriceMinor: 333, discountBp: 3333 }, 333],
    [{ qtyMilli: 1000, unitPriceMinor: 100, discountBp: 10_000 }, 0],
    [{ qtyMilli: 100_000_000, unitPriceMinor: MAX_MINOR, discountBp: 9999 }, 1_000_000_000_000],
  ])('FIN-PRECISION WO-6: the amount of %j is %d', (line, amount) => {
    expect(lineAmount({ ...line, isFlat: false })).toBe(amount)
  })

  it('EST-LINES: a flat price is that of the line, whatever its hours', () => {
    expect(lineAmount({ qtyMilli: 2700, unitPriceMinor: 19_900, discountBp: 0, isFlat: true })).toBe(19_900)
    expect(lineAmount({ qtyMilli: 2700, unitPriceMinor: 19_900, discountBp: 1000, isFlat: true })).toBe(17_910)
  })

  it('FIN-PRECISION: any line is within half a unit of the exact product', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000_000 }),
        fc.integer({ min: 0, max: 10_000_000 }),
        fc.integer({ min: 0, max: 10_000 }),
        (qtyMilli, unitPriceMinor, discountBp) => {
          const exact = BigInt(qtyMilli) * BigInt(unitPriceMinor) * BigInt(10_000 - discountBp)
          const off = BigInt(lineAmount({ qtyMilli, unitPriceMinor, discountBp, isFlat: false })) * 10_000_000n - exact
          expect(off <= 5_000_000n && off > -5_000_000n).toBe(true)
        },
      ),
    )
  })
})

describe('sums of an order', () => {
  it('FIN-PRECISION WO-6: tax is rounded once per rate, not per line, and its shares sum to it', () => {
    const cents = [13, 13, 13].map((unitPriceMinor) => priced({ unitPriceMinor }))
    const { totals, lines } = sumUp(PLAIN, [], cents)
    expect(totals).toEqual({ netMinor: 39, taxMinor: 7, totalMinor: 46, taxes: [{ rateBp: 1900, baseMinor: 39, taxMinor: 7 }] })
    expect(cents.map(({ id }) => lines.get(id)?.taxMinor)).toEqual([3, 2, 2])
  })

  it('TAX-RULES: exempt lines stand under no tax, beside the rates in order', () => {
    const lines = [priced({ unitPriceMinor: 100, taxRateBp: 700 }), priced({ unitPriceMinor: 200 }), priced({ unitPriceMinor: 300, taxExempt: true })]
    expect(totalsOf(PLAIN, [], lines)).toEqual({
      netMinor: 600,
      taxMinor: 45,
      totalMinor: 645,
      taxes: [
        { rateBp: 1900, baseMinor: 200, taxMinor: 38 },
        { rateBp: 700, baseMinor: 100, taxMinor: 7 },
        { rateBp: 0, baseMinor: 300, taxMinor: 0 },
      ],
    })
    expect(totalsOf(PLAIN, [], [])).toEqual({ netMinor: 0, taxMinor: 0, totalMinor: 0, taxes: [] })
  })

  it('TAX-RULES: prices that contain their tax give it back: 119.00 at 19 % is 100.00 and 19.00', () => {
    const line = priced({ unitPriceMinor: 11_900 })
    const { totals, lines } = sumUp({ ...PLAIN, taxInclusive: true }, [], [line])
    expect(totals).toEqual({ netMinor: 10_000, taxMinor: 1900, totalMinor: 11_900, taxes: [{ rateBp: 1900, baseMinor: 10_000, taxMinor: 1900 }] })
    expect(lines.get(line.id)).toEqual({ amountMinor: 11_900, sharedDiscountMinor: 0, netMinor: 10_000, taxMinor: 1900, rateBp: 1900 })
  })

  it('EST-LINES WO-6: 10 % off a job and 5.00 off the order go to the cent', () => {
    const job: Discounted = { id: 'job' as Discounted['id'], discountBp: 1000, discountMinor: 0 }
    const [a, b, c] = [
      priced({ serviceId: job.id, unitPriceMinor: 333 }),
      priced({ serviceId: job.id, unitPriceMinor: 333 }),
      priced({ unitPriceMinor: 10_000 }),
    ] as const
    const { totals, lines, services } = sumUp({ ...PLAIN, discountMinor: 500 }, [job], [a, b, c])
    // 666 less 67 is 599; 599 + 10,000 less 500 is 10,099.
    expect(totals.netMinor).toBe(10_099)
    expect([a, b, c].map(({ id }) => lines.get(id)?.sharedDiscountMinor)).toEqual([48, 47, 472])
    expect(services.get(job.id)).toBe(333 + 333 - 48 - 47)
  })

  it('EST-LINES: no discount takes more than there is', () => {
    expect(totalsOf({ ...PLAIN, discountBp: 5000, discountMinor: 900_000 }, [], [priced()])).toMatchObject({ netMinor: 0, taxMinor: 0, totalMinor: 0 })
  })

  it.each(WARRANTIES)('WAR-STATUS WO-9 WO-11: what is declined or under warranty costs nothing (%s)', (warranty) => {
    const [covered, declined] = [priced({ warranty }), priced({ declined: true })]
    const expected = warranty === 'none' || warranty === 'refused' ? 1000 : 0
    expect(totalsOf(PLAIN, [], [covered, declined]).netMinor).toBe(expected)
    expect(isCovered(covered)).toBe(expected === 0)
    expect(taxReason({ ...covered, taxSource: 'item' })).toBe(expected === 0 ? 'warranty' : 'item')
    expect(taxReason({ ...declined, taxSource: 'item' })).toBe('declined')
    expect(taxReason({ ...priced({ taxExempt: true }), taxSource: 'item' })).toBe('exempt')
  })

  const jobs: Discounted[] = [
    { id: 'a' as Discounted['id'], discountBp: 1250, discountMinor: 0 },
    { id: 'b' as Discounted['id'], discountBp: 0, discountMinor: 777 },
    { id: 'c' as Discounted['id'], discountBp: 0, discountMinor: 0 },
  ]
  const someLine: fc.Arbitrary<Priced> = fc
    .record({
      serviceId: fc.constantFrom(null, ...jobs.map(({ id }) => id)),
      qtyMilli: fc.integer({ min: 1, max: 40_000 }),
      unitPriceMinor: fc.integer({ min: 0, max: 500_000 }),
      isFlat: fc.boolean(),
      discountBp: fc.constantFrom(0, 0, 0, 500, 3333),
      taxRateBp: fc.constantFrom(0, 500, 825, 1500, 1900),
      taxExempt: fc.boolean(),
      warranty: fc.constantFrom(...WARRANTIES),
      declined: fc.boolean(),
    })
    .map((own) => priced(own))
  const someHead: fc.Arbitrary<Head> = fc.record({
    taxInclusive: fc.boolean(),
    discountBp: fc.integer({ min: 0, max: 10_000 }),
    discountMinor: fc.integer({ min: 0, max: 30_000 }),
  })

  it('A-TAX WO-6 FIN-PRECISION: totals are the sums of the lines, in whatever order they were added and by whatever device', () => {
    fc.assert(
      fc.property(fc.array(someLine, { maxLength: 40 }), someHead, fc.integer(), (lines, head, seed) => {
        const sums = sumUp(head, jobs, lines)
        const shuffled = lines
          .map((line, i) => ({ line, at: Math.imul(i + 1, seed | 1) }))
          .sort((a, b) => a.at - b.at)
          .map(({ line }) => line)
        const other = sumUp(head, jobs.toReversed(), shuffled)
        expect(other.totals).toEqual(sums.totals)
        expect(totalsOf(head, jobs, shuffled)).toEqual(sums.totals)
        for (const { id } of lines) expect(other.lines.get(id)).toEqual(sums.lines.get(id))
        const total = (of: 'netMinor' | 'taxMinor' | 'amountMinor') => lines.reduce((sum, { id }) => sum + (sums.lines.get(id)?.[of] ?? Number.NaN), 0)
        expect(total('netMinor')).toBe(sums.totals.netMinor)
        expect(total('taxMinor')).toBe(sums.totals.taxMinor)
        expect(total('amountMinor')).toBe(head.taxInclusive ? sums.totals.totalMinor : sums.totals.netMinor)
        expect(sums.totals.totalMinor).toBe(sums.totals.netMinor + sums.totals.taxMinor)
        for (const { amountMinor, taxMinor } of sums.lines.values()) expect(Math.min(amountMinor, taxMinor)).toBeGreaterThanOrEqual(0)
        for (const { rateBp, baseMinor, taxMinor } of sums.totals.taxes) {
          const off = head.taxInclusive ? taxMinor * (10_000 + rateBp) - (baseMinor + taxMinor) * rateBp : taxMinor * 10_000 - baseMinor * rateBp
          expect(Math.abs(off) * 2).toBeLessThanOrEqual(head.taxInclusive ? 10_000 + rateBp : 10_000)
        }
      }),
    )
  })

  it('A-TAX: every sales tax rate of the world, contained or on top, gives the same tax on the same net', () => {
    const known = [...new Set(Object.values(rates).map(({ rate }) => Math.round(rate * 10_000)))]
    expect(known.length).toBeGreaterThan(15)
    for (const taxRateBp of known) {
      const onTop = totalsOf(PLAIN, [], [priced({ unitPriceMinor: 123_457, taxRateBp })])
      const contained = totalsOf({ ...PLAIN, taxInclusive: true }, [], [priced({ unitPriceMinor: onTop.totalMinor, taxRateBp })])
      expect(contained).toEqual(onTop)
    }
  })

  it('FIN-PRECISION: what is divided sums to the whole, and no part is off by a unit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: MAX_MINOR }),
        fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 50 }),
        (amount, weights) => {
          const parts = weights.map((weight, i) => ({ id: String(i).padStart(3, '0'), weight }))
          const shares = allocate(amount, parts)
          const whole = weights.reduce((sum, weight) => sum + weight, 0)
          expect([...shares.values()].reduce((sum, share) => sum + share, 0)).toBe(whole === 0 ? 0 : amount)
          for (const { id, weight } of parts) {
            const off = BigInt(shares.get(id) ?? 0) * BigInt(whole) - BigInt(amount) * BigInt(weight)
            expect(whole === 0 || (off < BigInt(whole) && off > -BigInt(whole))).toBe(true)
          }
        },
      ),
    )
  })

  it('FIN-PRECISION: refuses what money cannot say exactly, and more lines than an order holds', () => {
    const line = priced({ unitPriceMinor: MAX_MINOR, taxRateBp: 0 })
    expect(codeOf(checkLines(PLAIN, [line]))).toBe('ok')
    expect(codeOf(checkLines(PLAIN, [line, priced({ unitPriceMinor: 1, taxRateBp: 0, declined: true })]))).toBe('workOrders.amountTooLarge')
    expect(codeOf(checkLines(PLAIN, [{ ...line, taxRateBp: 1 }]))).toBe('workOrders.amountTooLarge')
    expect(codeOf(checkLines(PLAIN, [{ ...line, qtyMilli: 1001 }]))).toBe('workOrders.amountTooLarge')
    expect(
      codeOf(
        checkLines(
          PLAIN,
          Array.from({ length: MAX_LINES + 1 }, () => priced()),
        ),
      ),
    ).toBe('workOrders.tooManyLines')
  })
})
