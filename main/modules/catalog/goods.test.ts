import { describe, expect, it } from 'vitest'
import type { Id } from '#shared/kernel/ids.ts'
import { explode, type Piece } from '#shared/modules/catalog/rules/kit.ts'
import { openShop } from '#tests/support/core.ts'
import { jsonOf } from '#tests/support/imports.ts'

const NOBODY = '0190a0a0-0000-7000-8000-000000000000' as never // an id of nothing

async function openStore() {
  const shop = await openShop()
  const { owner } = shop
  const item = async (name: string, own: { kind?: 'part' | 'service' | 'fee'; priceMinor?: number; category?: string; costMinor?: number } = {}) =>
    (await shop.get('catalog.create', { name, sku: name.toUpperCase(), ...own }, owner)).id
  return { shop, owner, item }
}

describe('INV-PRODUCT: what belongs to an item', () => {
  it('INV-VARIANT CAT-5: a variant leads to its template and the template to its variants; the same options are given once', async () => {
    const { shop, owner, item } = await openStore()
    const itemId = await item('Gloves', { priceMinor: 900, category: 'Wear' })
    const size = (value: string) => [{ name: 'Size', value }]
    const xl = await shop.get('catalog.addVariant', { itemId, options: size('XL'), sku: 'GL-XL' }, owner)
    expect(xl).toMatchObject({ name: 'Gloves XL', sku: 'GL-XL', priceMinor: 900, category: 'Wear' })
    const m = await shop.get('catalog.addVariant', { itemId, options: size('M'), priceMinor: 800 }, owner)
    expect(await shop.refused('catalog.addVariant', { itemId, options: [{ name: 'size', value: 'xl' }] }, owner)).toMatchObject({
      code: 'catalog.optionsTaken',
      itemId: xl.id,
    })
    expect(await shop.refused('catalog.addVariant', { itemId: xl.id, options: size('S') }, owner)).toMatchObject({ code: 'catalog.variantOfVariant' })
    expect(await shop.refused('catalog.addVariant', { itemId, options: size('L'), sku: 'gl-xl' }, owner)).toMatchObject({ code: 'catalog.skuTaken' })
    const { to, from } = await shop.get('catalog.card', { itemId }, owner)
    expect([to.map((one) => [one.kind, one.item.id, one.options]), from]).toEqual([
      [
        ['variant', xl.id, size('XL')],
        ['variant', m.id, size('M')],
      ],
      [],
    ])
    const up = await shop.get('catalog.card', { itemId: xl.id }, owner)
    expect(up.from).toMatchObject([{ kind: 'variant', item: { id: itemId }, options: size('XL') }])
  })

  it('CAT-7 INV-VARIANT: of what is sold in variants one of them is part of a kit, never the item itself', async () => {
    const { shop, owner, item } = await openStore()
    const [kit, gloves] = [await item('Service kit'), await item('Gloves')]
    const xl = (await shop.get('catalog.addVariant', { itemId: gloves, options: [{ name: 'Size', value: 'XL' }] }, owner)).id
    for (const kind of ['part', 'core'] as const)
      expect(await shop.refused('catalog.relate', { itemId: kit, kind, otherId: gloves }, owner)).toMatchObject({
        code: 'catalog.chooseVariant',
        itemId: gloves,
      })
    await shop.get('catalog.relate', { itemId: kit, kind: 'substitute', otherId: gloves }, owner)
    expect((await shop.get('catalog.relate', { itemId: kit, kind: 'part', otherId: xl }, owner)).to.map((one) => one.item.name)).toEqual([
      'Gloves',
      'Gloves XL',
    ])
    // The other way round: what a kit brings along by itself gets no variants until it is taken out there.
    const oil = await item('Oil')
    const { to } = await shop.get('catalog.relate', { itemId: kit, kind: 'part', otherId: oil }, owner)
    const asVariant = { itemId: oil, options: [{ name: 'Grade', value: '5W-30' }] }
    expect(await shop.refused('catalog.addVariant', asVariant, owner)).toMatchObject({ code: 'catalog.goesAlong', name: 'Oil', leader: 'Service kit' })
    await shop.get('catalog.unrelate', { relationId: to.find((one) => one.item.id === oil)?.relationId as never }, owner) // just related
    await shop.get('catalog.addVariant', asVariant, owner)
  })

  it('INV-PRODUCT CAT-5: kits, cores, substitutes and successors are said, changed and taken back, and never lead to themselves', async () => {
    const { shop, owner, item } = await openStore()
    const [kit, oil, filter, core, other] = [
      await item('Service kit', { priceMinor: 9900 }),
      await item('Oil'),
      await item('Filter'),
      await item('Core', { kind: 'fee' }),
      await item('Other'),
    ]
    await shop.get('catalog.relate', { itemId: kit, kind: 'part', otherId: oil, qtyMilli: 4000 }, owner)
    await shop.get('catalog.relate', { itemId: kit, kind: 'part', otherId: filter }, owner)
    await shop.get('catalog.relate', { itemId: filter, kind: 'core', otherId: other }, owner)
    await shop.get('catalog.relate', { itemId: filter, kind: 'core', otherId: core }, owner)
    await shop.get('catalog.relate', { itemId: filter, kind: 'substitute', otherId: other }, owner)
    const again = await shop.get('catalog.relate', { itemId: kit, kind: 'part', otherId: oil, qtyMilli: 4500 }, owner)
    expect(again.to.map((one) => [one.item.name, one.qtyMilli])).toEqual([
      ['Oil', 4500],
      ['Filter', 1000],
    ])
    expect(await shop.refused('catalog.relate', { itemId: filter, kind: 'part', otherId: kit }, owner)).toMatchObject({ code: 'catalog.circle' })
    expect(await shop.refused('catalog.relate', { itemId: kit, kind: 'substitute', otherId: kit }, owner)).toMatchObject({ code: 'catalog.circle' })
    expect(await shop.refused('catalog.relate', { itemId: kit, kind: 'part', otherId: NOBODY }, owner)).toMatchObject({ code: 'catalog.unknown' })
    expect((await shop.get('catalog.coresWith', { itemId: kit }, owner)).map((hit) => [hit.item.id, hit.qtyMilli])).toEqual([[core, 1000]])
    const found = await shop.get('catalog.card', { itemId: filter }, owner)
    expect([found.to.map((one) => [one.kind, one.item.name]), found.from.map((one) => [one.kind, one.item.name])]).toEqual([
      [
        ['core', 'Core'],
        ['substitute', 'Other'],
      ],
      [['part', 'Service kit']],
    ])
    await shop.get('catalog.unrelate', { relationId: again.to[0]?.relationId as never }, owner)
    expect(await shop.refused('catalog.unrelate', { relationId: again.to[0]?.relationId as never }, owner)).toMatchObject({ code: 'catalog.unknownRelation' })
    await shop.get('catalog.remove', { itemId: other }, owner)
    expect(await shop.refused('catalog.relate', { itemId: kit, kind: 'part', otherId: other }, owner)).toMatchObject({ code: 'catalog.removed' })
  })

  it('INV-PRODUCT: every bill of a real inventory is a kit that explodes into its parts', () => {
    const { lines, expected } = jsonOf<{
      lines: { part: number; subPart: number; quantity: string }[]
      expected: { part: number; name: string; leaf_parts: number; leaf_quantity: string }[]
    }>('inventory/bom.json')
    const id = (pk: number) => `P${pk}` as Id<'item'> // numbers stand for ids here
    const bills = Map.groupBy(lines, ({ part }) => id(part))
    const partsOf = (itemId: Id<'item'>) =>
      (bills.get(itemId) ?? []).map(({ subPart, quantity }): Piece => ({ itemId: id(subPart), qtyMilli: Math.round(Number(quantity) * 1000) }))
    expect(expected).toHaveLength(20)
    for (const { part, name, leaf_parts, leaf_quantity } of expected) {
      const found = explode({ itemId: id(part), qtyMilli: 1000 }, partsOf)
      expect([name, found.length, found.reduce((sum, { qtyMilli }) => sum + qtyMilli, 0)]).toEqual([name, leaf_parts, Number(leaf_quantity) * 1000])
    }
  })

  it('INV-PRODUCT CAT-6: prices by group and quantity, and why an item costs what it costs', async () => {
    const { shop, owner, item } = await openStore()
    const itemId = await item('Pads', { priceMinor: 5000 })
    const trade = (await shop.get('customers.create', { name: 'Taxi Meier', priceGroup: 'Trade' }, owner)).id
    await shop.get('catalog.setPrice', { itemId, priceGroup: 'Trade', priceMinor: 4600 }, owner)
    await shop.get('catalog.setPrice', { itemId, priceGroup: 'Trade', priceMinor: 4500 }, owner)
    const { prices } = await shop.get('catalog.setPrice', { itemId, minQtyMilli: 4000, priceMinor: 4400 }, owner)
    expect(prices.map(({ priceGroup, minQtyMilli, priceMinor }) => [priceGroup, minQtyMilli, priceMinor])).toEqual([
      ['', 4000, 4400],
      ['Trade', 1, 4500],
    ])
    const lines = [1000, 4000].map((qtyMilli) => ({ itemId, qtyMilli }))
    const asked = async (customerId: typeof trade | null) =>
      (await shop.get('catalog.quote', { customerId, lines }, owner)).map(({ priceMinor, because }) => [priceMinor, because])
    expect([await asked(null), await asked(trade)]).toEqual([
      [
        [5000, 'list'],
        [4400, 'quantity'],
      ],
      [
        [4500, 'group'],
        [4400, 'quantity'],
      ],
    ])
    expect(await shop.get('catalog.priceGroups', {}, owner)).toEqual(['Trade'])
    await shop.get('catalog.removePrice', { priceId: prices[0]?.id as never }, owner)
    expect(await shop.refused('catalog.removePrice', { priceId: prices[0]?.id as never }, owner)).toMatchObject({ code: 'catalog.unknownPrice' })
    expect((await asked(trade))[1]).toEqual([4500, 'group'])
    const never = { itemId, priceMinor: 4000, fromOn: '2026-05-10', untilOn: '2026-05-01' }
    expect(await shop.refused('catalog.setPrice', never, owner)).toMatchObject({ code: 'catalog.priceNeverHolds' })
    await shop.get('catalog.setPrice', { ...never, untilOn: never.fromOn }, owner)
    expect(await shop.refused('catalog.quote', { customerId: NOBODY, lines }, owner)).toMatchObject({ code: 'catalog.unknownCustomer' })
  })
})

describe('INV-CATEGORY: the tree of categories', () => {
  it('INV-CATEGORY LIST-FILTER: is filtered with what lies within, renamed, moved and dissolved', async () => {
    const { shop, owner, item } = await openStore()
    await item('Front pads', { category: 'Brakes>Pads' })
    await item('Disc', { category: 'Brakes' })
    await item('Brake fluid', { category: 'Brakes fluid' })
    const top = async (name: string) => (await shop.get('catalog.list', { top: name }, owner)).rows.map((row) => row.name)
    expect([await top('Brakes'), await top('Pads')]).toEqual([['Disc', 'Front pads'], []])
    expect(await shop.get('catalog.categoryTree', {}, owner)).toEqual([
      { category: 'Brakes', items: 1 },
      { category: 'Brakes > Pads', items: 1 },
      { category: 'Brakes fluid', items: 1 },
    ])
    expect(await shop.get('catalog.moveCategory', { from: 'Brakes', to: 'Chassis > Brakes' }, owner)).toEqual({ items: 2 })
    expect(await top('Chassis')).toEqual(['Disc', 'Front pads'])
    expect(await shop.refused('catalog.moveCategory', { from: 'Chassis', to: 'Chassis > More' }, owner)).toMatchObject({ code: 'catalog.categoryInItself' })
    expect(await shop.refused('catalog.moveCategory', { from: 'Brakes', to: 'x' }, owner)).toMatchObject({ code: 'catalog.unknownCategory' })
    expect(await shop.refused('catalog.moveCategory', { from: 'Chassis', to: 'y'.repeat(70) }, owner)).toMatchObject({ code: 'catalog.categoryTooLong' })
    await shop.get('catalog.moveCategory', { from: 'Chassis > Brakes > Pads', to: '' }, owner)
    expect(await shop.get('catalog.categories', {}, owner)).toEqual(['Brakes fluid', 'Chassis > Brakes'])
  })
})
