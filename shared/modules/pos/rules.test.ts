import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { totalsOf } from '../work-orders/rules.ts'
import type { LineFacts } from '../work-orders/model.ts'
import { priced, sums, type Unpriced } from './rules.ts'

const anyLine = fc
  .record({
    qtyMilli: fc.integer({ min: 1, max: 20_000 }),
    unitPriceMinor: fc.integer({ min: 0, max: 500_000 }),
    discountBp: fc.constantFrom(0, 0, 500, 3333),
    taxRateBp: fc.constantFrom(0, 700, 888, 1900),
    taxExempt: fc.boolean(),
  })
  .map((line): Unpriced => ({ ...line, kind: 'part', itemId: null, sku: '', description: 'x' }))

describe('tax at the counter', () => {
  it('TAX-RULES POS-SALE: a sale is taxed to the cent like a work order with the same lines, prices with tax or without, and shares sum to it', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { minLength: 1, maxLength: 12 }), fc.boolean(), (lines, taxInclusive) => {
        const onOrder = lines.map((line, i) => ({
          ...line,
          id: `line ${i}` as LineFacts['id'],
          serviceId: null,
          isFlat: false,
          warranty: 'none' as const,
          declined: false,
        }))
        const order = totalsOf({ taxInclusive, discountBp: 0, discountMinor: 0 }, [], onOrder)
        const sale = sums(priced(lines, taxInclusive))
        expect({ netMinor: sale.netMinor, taxMinor: sale.taxMinor, totalMinor: sale.totalMinor, taxes: sale.taxes }).toEqual(order)
      }),
      { numRuns: 300 },
    )
  })

  it('TAX-RULES: where prices contain the tax, the customer pays what stands on the shelf', () => {
    const line: Unpriced = {
      kind: 'part',
      itemId: null,
      sku: '',
      description: 'x',
      qtyMilli: 3000,
      unitPriceMinor: 1190,
      discountBp: 0,
      taxRateBp: 1900,
      taxExempt: false,
    }
    expect(sums(priced([line], true))).toMatchObject({ netMinor: 3000, taxMinor: 570, totalMinor: 3570 })
  })
})
