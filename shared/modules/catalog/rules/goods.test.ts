import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Id } from '../../../kernel/ids.ts'
import type { PriceRow } from '../model.ts'
import { depthOf, moved, nameOf, topOf, treeOf } from './categories.ts'
import { explode, leadsTo, type Piece } from './kit.ts'
import { costOf, inWholePacks, packsOf, unitCostOf } from './packs.ts'
import { priceFor } from './price.ts'

const ON = '2026-03-02'
const row = (own: Partial<PriceRow>): PriceRow => ({
  id: 'p' as PriceRow['id'],
  itemId: 'i' as PriceRow['itemId'],
  priceGroup: '',
  minQtyMilli: 1,
  priceMinor: 900,
  fromOn: null,
  untilOn: null,
  ...own,
})

describe('the one rule of prices', () => {
  const trade = row({ id: 'a' as never, priceGroup: 'Trade', priceMinor: 850 })
  const ten = row({ id: 'b' as never, minQtyMilli: 10_000, priceMinor: 800 })
  const tradeTen = row({ id: 'c' as never, priceGroup: 'Trade', minQtyMilli: 10_000, priceMinor: 700 })
  const march = row({ id: 'd' as never, fromOn: '2026-03-01', untilOn: '2026-03-31', priceMinor: 990 })
  it.each([
    ['nobody in particular, one', { group: '', qtyMilli: 1000, on: '2026-04-01' }, 1000, 'list'],
    ['a group', { group: 'Trade', qtyMilli: 1000, on: ON }, 850, 'group'],
    ['a quantity', { group: '', qtyMilli: 10_000, on: ON }, 800, 'quantity'],
    ['just below a quantity', { group: '', qtyMilli: 9999, on: '2026-04-01' }, 1000, 'list'],
    ['both', { group: 'Trade', qtyMilli: 12_000, on: ON }, 700, 'groupQuantity'],
    ['another group', { group: 'Fleet', qtyMilli: 1000, on: '2026-04-01' }, 1000, 'list'],
    ['the last day', { group: '', qtyMilli: 1000, on: '2026-03-31' }, 990, 'quantity'],
  ] as const)('INV-PRODUCT CAT-6: %s', (_, asking, priceMinor, because) => {
    expect(priceFor(1000, [trade, ten, tradeTen, march], asking)).toMatchObject({ priceMinor, because, listMinor: 1000 })
  })

  const rows = fc.array(
    fc
      .record({
        priceGroup: fc.constantFrom('', 'Trade', 'Fleet'),
        minQtyMilli: fc.integer({ min: 1, max: 20_000 }),
        priceMinor: fc.integer({ min: 0, max: 2000 }),
        fromOn: fc.constantFrom(null, '2026-03-01', '2026-03-03'),
        untilOn: fc.constantFrom(null, '2026-03-01', '2026-03-31'),
        id: fc.uuid(),
      })
      .map((own) => row(own as Partial<PriceRow>)), // ids of rows are any texts here
    { maxLength: 8 },
  )
  const asking = fc.record({ group: fc.constantFrom('', 'Trade'), qtyMilli: fc.integer({ min: 1, max: 20_000 }), on: fc.constant(ON) })
  it('INV-PRODUCT CAT-6: is the best price that some row grants, and never one that none does', () => {
    fc.assert(
      fc.property(rows, asking, fc.integer({ min: 0, max: 2000 }), (all, ask, list) => {
        const granted = all.filter(
          (one) =>
            (one.priceGroup === '' || one.priceGroup === ask.group) && one.minQtyMilli <= ask.qtyMilli && (one.fromOn ?? ON) <= ON && ON <= (one.untilOn ?? ON),
        )
        const found = priceFor(list, all, ask)
        expect(found.priceMinor).toBe(Math.min(list, ...granted.map(({ priceMinor }) => priceMinor)))
        if (found.because === 'list') expect(found.priceMinor).toBe(list)
        else
          expect(granted.some((one) => one.priceGroup === found.group && one.minQtyMilli === found.minQtyMilli && one.priceMinor === found.priceMinor)).toBe(
            true,
          )
      }),
    )
  })
  it('INV-PRODUCT CAT-6: does not depend on the order of the rows, and more never costs more each', () => {
    fc.assert(
      fc.property(rows, asking, fc.integer({ min: 0, max: 5000 }), (all, ask, more) => {
        expect(priceFor(1000, all.toReversed(), ask)).toEqual(priceFor(1000, all, ask))
        expect(priceFor(1000, all, { ...ask, qtyMilli: ask.qtyMilli + more }).priceMinor).toBeLessThanOrEqual(priceFor(1000, all, ask).priceMinor)
      }),
    )
  })
})

describe('packs', () => {
  it('INV-PRODUCT: a box of twelve that is sold one by one', () => {
    expect([packsOf(30_000, 12_000), packsOf(1000, 12_000)]).toEqual([2500, null])
    expect([inWholePacks(1, 12_000), inWholePacks(24_000, 12_000), inWholePacks(24_001, 12_000)]).toEqual([12_000, 24_000, 36_000])
    expect([costOf(12_000, 1000, 12_000), costOf(1000, 1000, 12_000), unitCostOf(1000, 12_000)]).toEqual([1000, 83, 83])
  })
  it('INV-PRODUCT FIN-PRECISION: only an exact number of packs is told, and a purchase is rounded up to whole ones', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), fc.integer({ min: 1, max: 1_000_000 }), (milli, pack) => {
        const packs = packsOf(milli, pack)
        expect(packs).toBe((milli * 1000) % pack === 0 ? (milli * 1000) / pack : null)
        const whole = inWholePacks(milli, pack)
        expect([whole >= milli, whole - pack < milli, whole % pack]).toEqual([true, true, 0])
      }),
    )
  })
})

describe('kits', () => {
  const id = (name: string) => name as Id<'item'> // names stand for ids here
  const parts: Record<string, Piece[]> = {
    service: [
      { itemId: id('oil'), qtyMilli: 4500 },
      { itemId: id('filters'), qtyMilli: 1000 },
    ],
    filters: [
      { itemId: id('air'), qtyMilli: 1000 },
      { itemId: id('oil'), qtyMilli: 500 },
    ],
    loop: [
      { itemId: id('loop'), qtyMilli: 2000 },
      { itemId: id('air'), qtyMilli: 1000 },
    ],
  }
  const partsOf = (item: string) => parts[item] ?? []
  it('INV-PRODUCT CAT-5: a kit is opened down to what lies in it, each part once; one in itself is opened once', () => {
    expect(explode({ itemId: id('service'), qtyMilli: 2000 }, partsOf)).toEqual([
      { itemId: 'oil', qtyMilli: 10_000 },
      { itemId: 'air', qtyMilli: 2000 },
    ])
    expect(explode({ itemId: id('air'), qtyMilli: 2000 }, partsOf)).toEqual([])
    expect(explode({ itemId: id('loop'), qtyMilli: 1000 }, partsOf)).toEqual([{ itemId: 'air', qtyMilli: 1000 }])
    const next = (item: string) => partsOf(item).map(({ itemId }) => itemId)
    expect([leadsTo(id('service'), id('air'), next), leadsTo(id('air'), id('service'), next), leadsTo(id('loop'), id('oil'), next)]).toEqual([
      true,
      false,
      false,
    ])
  })
})

describe('categories', () => {
  it('INV-CATEGORY: a path is a tree; a move takes along what lies within', () => {
    expect(
      treeOf([
        { category: 'Brakes > Pads > Front', items: 2 },
        { category: 'A/C', items: 1 },
        { category: 'Brakes fluid', items: 3 },
      ]),
    ).toEqual([
      { category: 'A/C', items: 1 },
      { category: 'Brakes', items: 0 },
      { category: 'Brakes > Pads', items: 0 },
      { category: 'Brakes > Pads > Front', items: 2 },
      { category: 'Brakes fluid', items: 3 },
    ])
    expect([topOf('Brakes > Pads'), nameOf('Brakes > Pads'), depthOf('Brakes > Pads'), nameOf('A/C')]).toEqual(['Brakes', 'Pads', 1, 'A/C'])
    expect([
      moved('Brakes > Pads', 'Brakes', 'Chassis > Brakes'),
      moved('Brakes fluid', 'Brakes', 'x'),
      moved('Brakes > Pads', 'Brakes', ''),
      moved('Brakes', 'Brakes', ''),
    ]).toEqual(['Chassis > Brakes > Pads', 'Brakes fluid', 'Pads', ''])
  })
})
