import { describe, expect, it } from 'vitest'
import { ok } from '#shared/kernel/result.ts'
import { BLANK_ITEM } from '#shared/modules/catalog/model.ts'
import { openShop } from '#tests/support/core.ts'
import * as catalog from './service.ts'

const UNKNOWN = '0190a0a0-0000-7000-8000-000000000000'

describe('catalogue', () => {
  it('INV-PRODUCT ORG-PRODUCT: creates, lists, reads, edits, removes and restores an item', async () => {
    const shop = await openShop()
    const made = await shop.get('catalog.create', { name: 'Brake pad', sku: 'BP-1', priceMinor: 4990, category: 'Brakes' }, shop.owner)
    expect(made).toMatchObject({ kind: 'part', unit: 'pc', taxRateBp: null, active: true, costMinor: 0 })
    expect(await shop.get('catalog.get', { itemId: made.id }, shop.owner)).toEqual(made)
    expect(await shop.get('catalog.update', { itemId: made.id, priceMinor: 5990, taxRateBp: 700 }, shop.owner)).toMatchObject({
      priceMinor: 5990,
      taxRateBp: 700,
      name: 'Brake pad',
    })
    expect((await shop.get('catalog.list', {}, shop.owner)).rows.map(({ id }) => id)).toEqual([made.id])
    await shop.get('catalog.remove', { itemId: made.id }, shop.owner)
    expect((await shop.get('catalog.list', {}, shop.owner)).rows).toEqual([])
    expect(await shop.refused('catalog.get', { itemId: UNKNOWN }, shop.owner)).toMatchObject({ code: 'catalog.unknown' })
    expect(await shop.get('catalog.restore', { itemId: made.id }, shop.owner)).toMatchObject({ deleted: false })
  })

  it('CAT-1: an SKU is given once, in capitals or not, also after a restore; any number of items have none', async () => {
    const shop = await openShop()
    const first = await shop.get('catalog.create', { name: 'A', sku: 'bp-1' }, shop.owner)
    expect(await shop.refused('catalog.create', { name: 'B', sku: 'BP-1' }, shop.owner)).toMatchObject({
      code: 'catalog.skuTaken',
      kind: 'conflict',
      itemId: first.id,
      name: 'A',
    })
    await shop.get('catalog.update', { itemId: first.id, sku: 'BP-1' }, shop.owner)
    await shop.get('catalog.remove', { itemId: first.id }, shop.owner)
    const second = await shop.get('catalog.create', { name: 'B', sku: 'BP-1' }, shop.owner)
    expect(await shop.refused('catalog.restore', { itemId: first.id }, shop.owner)).toMatchObject({ code: 'catalog.skuTaken', itemId: second.id })
    const other = await shop.get('catalog.create', { name: 'C' }, shop.owner)
    await shop.get('catalog.create', { name: 'D' }, shop.owner)
    expect(await shop.refused('catalog.update', { itemId: other.id, sku: 'Bp-1' }, shop.owner)).toMatchObject({ code: 'catalog.skuTaken' })
  })

  it('CAT-2 DB-SOFTDEL: a removed item is not edited', async () => {
    const shop = await openShop()
    const { id } = await shop.get('catalog.create', { name: 'A' }, shop.owner)
    await shop.get('catalog.remove', { itemId: id }, shop.owner)
    expect(await shop.refused('catalog.update', { itemId: id, name: 'B' }, shop.owner)).toMatchObject({ code: 'catalog.removed' })
  })

  it('INV-CATEGORY LIST-FILTER: names the categories in use and filters by kind, category and being active', async () => {
    const shop = await openShop()
    for (const [name, kind, category, active] of [
      ['Pad', 'part', 'Brakes', true],
      ['Disc', 'part', 'Brakes', false],
      ['Check', 'service', 'Labour', true],
      ['Disposal', 'fee', '', true],
    ] as const) {
      await shop.get('catalog.create', { name, kind, category, active, sku: name.toLowerCase() }, shop.owner)
    }
    expect(await shop.get('catalog.categories', {}, shop.owner)).toEqual(['Brakes', 'Labour'])
    const names = async (filter: object) => (await shop.get('catalog.list', filter, shop.owner)).rows.map(({ name }) => name)
    expect(await names({})).toEqual(['Check', 'Disc', 'Disposal', 'Pad'])
    expect(await names({ sort: 'sku', kind: 'part' })).toEqual(['Disc', 'Pad'])
    expect(await names({ category: 'Brakes', active: true })).toEqual(['Pad'])
    expect(await shop.get('catalog.categories', {}, shop.owner)).toHaveLength(2)
  })

  it('DB-INDEX PERF-QUERY: every filter and sort is served by an index in its order', async () => {
    const shop = await openShop()
    const { raw } = shop.platform.store.connection
    for (const where of ['', 'AND kind = ?', 'AND category = ?', 'AND active = ?']) {
      for (const by of ['name_key, no', 'sku_key, no']) {
        const values = `?${where}`.match(/\?/g)?.map(() => 0) ?? []
        const plan = raw
          .prepare(`EXPLAIN QUERY PLAN SELECT * FROM catalog_item WHERE deleted = ? ${where} ORDER BY ${by} LIMIT 50`)
          .all(...values)
          .map((row) => (row as { detail: string }).detail)
        expect(plan).toEqual([expect.stringMatching(/^SEARCH catalog_item USING INDEX/)])
      }
    }
  })

  it('CAT-3 IMP-EXCEL: a second import of the same list adds nothing', async () => {
    const shop = await openShop()
    const rows = [{ name: 'A', sku: 'x-1' }, { name: 'A', sku: 'x-2' }, { name: 'A' }, { name: 'B' }]
    const run = () =>
      shop.dispatch.run('test.import', crypto.randomUUID(), (ctx) =>
        ok(
          rows.map((row) => {
            const done = catalog.importRow(ctx, { ...BLANK_ITEM, ...row })
            return done.ok && done.value
          }),
        ),
      )
    expect(run()).toEqual(ok(['added', 'added', 'added', 'added']))
    expect(run()).toEqual(ok(['unchanged', 'unchanged', 'unchanged', 'unchanged']))
  })
})

describe('barcodes of items', () => {
  it('INV-LABEL CAT-4: several codes find one item, a carton its count, an SKU where no code does; a code is on one item', async () => {
    const shop = await openShop()
    const item = async (name: string, own: object) => (await shop.get('catalog.create', { name, ...own }, shop.owner)).id
    const mints = await item('Mints', { sku: 'MINT-1', barcode: '4006381333931' })
    const battery = await item('Battery', { barcode: '036000291452' })
    const carton = await shop.get('catalog.addBarcode', { itemId: mints, code: ' 10614141000019 ', qtyMilli: 12_000 }, shop.owner)
    const find = async (code: string) => (await shop.get('catalog.byCode', { code }, shop.owner)).map((hit) => [hit.item.id, hit.qtyMilli])
    expect(await find('4006381333931')).toEqual([[mints, 1000]])
    expect(await find(']E04006381333931')).toEqual([[mints, 1000]])
    expect(await find('10614141000019')).toEqual([[mints, 12_000]])
    expect(await find('mint-1')).toEqual([[mints, 1000]])
    expect(await find('0036000291452')).toEqual([[battery, 1000]])
    expect(await shop.get('catalog.barcodes', { itemId: mints }, shop.owner)).toEqual([carton])
    expect(await shop.refused('catalog.addBarcode', { itemId: battery, code: '04006381333931' }, shop.owner)).toMatchObject({
      code: 'catalog.codeTaken',
      name: 'Mints',
    })
    expect(await shop.refused('catalog.addBarcode', { itemId: battery, code: '4006381333932' }, shop.owner)).toMatchObject({ code: 'catalog.misread' })
    await shop.get('catalog.removeBarcode', { barcodeId: carton.id }, shop.owner)
    expect(await shop.refused('catalog.removeBarcode', { barcodeId: carton.id }, shop.owner)).toMatchObject({ code: 'catalog.unknownBarcode' })
    expect(await shop.get('catalog.addBarcode', { itemId: battery, code: '10614141000019' }, shop.owner)).toMatchObject({ itemId: battery, qtyMilli: 1000 })
  })

  it('INV-LABEL: a misread code and an unknown one are told apart; a list that brought a code twice leaves the choice', async () => {
    const shop = await openShop()
    expect(await shop.refused('catalog.byCode', { code: '4006381333932' }, shop.owner)).toMatchObject({ code: 'catalog.misread', kind: 'invalid' })
    expect(await shop.refused('catalog.byCode', { code: '4006381333931' }, shop.owner)).toMatchObject({ code: 'catalog.unknownCode', kind: 'notFound' })
    for (const name of ['A', 'B']) await shop.get('catalog.create', { name, barcode: '4006381333932' }, shop.owner)
    expect((await shop.get('catalog.byCode', { code: '4006381333932' }, shop.owner)).map(({ item }) => item.name)).toEqual(['A', 'B'])
  })
})
