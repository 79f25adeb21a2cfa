import { describe, expect, it } from 'vitest'
import { csvOf } from '#main/platform/tables/write.ts'
import { readPriceRow } from '#shared/modules/purchasing/rules/prices.ts'
import { openShop } from '#tests/support/core.ts'
import { journalLength, jsonOf, planOf, sendFile } from '#tests/support/imports.ts'
import { asXlsx } from '#tests/support/lists.ts'

interface Listed {
  sku: string
  description: string
  price: string
}
const real = () => jsonOf<Listed[]>('inventory/supplier-prices.json')
const HEAD = ['Supplier part number', 'Description', 'Price']

async function openDesk() {
  const shop = await openShop()
  const supplierId = (await shop.get('purchasing.createSupplier', { name: 'DigiKey' }, shop.owner)).id
  const plan = async (rows: readonly (readonly string[])[], own: { createItems?: boolean } = {}, head: readonly string[] = HEAD) => ({
    ...(await planOf(
      shop,
      'prices',
      'prices.csv',
      csvOf(
        [...head],
        rows.map((row) => [...row]),
      ),
    )),
    supplierId,
    ...own,
  })
  return { shop, supplierId, plan }
}

describe('price lists of suppliers', () => {
  it('IMP-EXCEL INV-PRODUCT IMP-1 IMP-3: a real list comes in with new parts in one deed, and adds nothing the second time', async () => {
    const { shop, plan } = await openDesk()
    const rows = real().map(({ sku, description, price }) => [sku, description, price])
    const ready = await plan(rows, { createItems: true })
    expect(ready.mapping.map(({ field }) => field)).toEqual(['code', 'name', 'price'])
    const preview = await shop.get('imports.preview', ready, shop.owner)
    expect(preview.counts).toMatchObject({ rows: 198, added: 198, unchanged: 0, bad: 0 })
    const before = journalLength(shop)
    expect(await shop.get('imports.run', ready, shop.owner)).toMatchObject({ ...preview.counts, newItems: 198 })
    expect(journalLength(shop)).toBe(before + 1)
    expect(await shop.get('imports.run', ready, shop.owner)).toMatchObject({ rows: 198, added: 0, unchanged: 198, bad: 0, newItems: 0 })
    expect((await shop.get('catalog.list', {}, shop.owner)).total).toBe(198)
  })

  it('IMP-EXCEL: shows old and new price before anything is written, and writes what it showed into the cost history', async () => {
    const { shop, supplierId, plan } = await openDesk()
    const { owner } = shop
    const part = async (name: string, sku: string) => (await shop.get('catalog.create', { name, sku, costMinor: 500 }, owner)).id
    const [pads, disc] = [await part('Pads', 'P-1'), await part('Disc', 'D-1')]
    await shop.get('purchasing.setOffer', { supplierId, itemId: pads, code: 'X 100', packMinor: 500 }, owner)
    const rows = [
      ['x 100', 'P-1', '5.50', ''],
      ['X200', 'D-1', '12.3455', '4'],
      ['X300', '', '9.00', ''],
      ['X100', 'P-1', '7.00', ''],
      ['', '', '1.00', ''],
      ['X400', '', 'ask', ''],
    ]
    const ready = await plan(rows, {}, ['Supplier number', 'Our number', 'Net price', 'Pack size'])
    const { counts, rows: shown } = await shop.get('imports.preview', ready, owner)
    expect(counts).toEqual({ rows: 6, added: 2, unchanged: 1, bad: 3, warned: 1 })
    expect(shown.map(({ verdict, change, problems }) => [verdict, change, problems.map(({ code }) => code)])).toEqual([
      ['added', { name: 'Pads', beforeMinor: 500, afterMinor: 550, isNew: false }, []],
      ['added', { name: 'Disc', beforeMinor: null, afterMinor: 1235, isNew: false }, ['rounded']],
      ['bad', undefined, ['prices.notListed']],
      ['unchanged', undefined, []],
      ['bad', undefined, ['prices.noCode']],
      ['bad', undefined, ['prices.noPrice']],
    ])
    expect((await shop.get('purchasing.offers', { itemId: pads }, owner))[0]?.packMinor).toBe(500)
    expect(await shop.get('imports.run', ready, owner)).toMatchObject({ ...counts, newItems: 0 })
    expect((await shop.get('purchasing.costs', { itemId: pads }, owner)).rows).toMatchObject([
      { source: 'list', beforeMinor: 500, packMinor: 550, documentNumber: 'prices.csv', qtyMilli: null },
    ])
    expect((await shop.get('purchasing.offers', { itemId: disc }, owner))[0]).toMatchObject({
      code: 'X200',
      packMilli: 4000,
      packMinor: 1235,
      preferred: false,
    })
    expect((await shop.get('catalog.get', { itemId: pads }, owner)).costMinor).toBe(550)
    expect(await shop.get('imports.preview', ready, owner)).toMatchObject({ counts: { added: 0, unchanged: 3, bad: 3 } })
  })

  it('IMP-EXCEL INV-PRODUCT: a part that a list made is bought there first: it costs what the next list says', async () => {
    const { shop, plan } = await openDesk()
    for (const price of ['5.00', '6.00']) await shop.get('imports.run', await plan([['X1', 'Bulb', price]], { createItems: true }), shop.owner)
    const [bulb] = (await shop.get('catalog.list', {}, shop.owner)).rows
    expect(bulb).toMatchObject({ name: 'Bulb', costMinor: 600 })
    expect(await shop.get('purchasing.offers', { itemId: bulb?.id as never }, shop.owner)).toMatchObject([{ packMinor: 600, preferred: true }])
  })

  it('IMP-EXCEL: a workbook is read as well; without a supplier, or from a damaged file, nothing begins', async () => {
    const { shop, supplierId } = await openDesk()
    const book = await asXlsx({ head: ['EAN', 'Article number', 'Price'], rows: [['4006381333931', 'Z-1', '3.20']] })
    const ready = await planOf(shop, 'prices', 'prices.xlsx', book)
    expect(ready.mapping.map(({ field }) => field)).toEqual(['code', 'barcode', 'price'])
    expect(await shop.refused('imports.preview', ready, shop.owner)).toMatchObject({ code: 'imports.supplierNeeded' })
    expect(await shop.refused('imports.run', ready, shop.owner)).toMatchObject({ code: 'imports.supplierNeeded' })
    const itemId = (await shop.get('catalog.create', { name: 'Bulb', barcode: '4006381333931' }, shop.owner)).id
    expect(await shop.get('imports.run', { ...ready, supplierId }, shop.owner)).toMatchObject({ added: 1 })
    expect((await shop.get('purchasing.offers', { itemId }, shop.owner))[0]).toMatchObject({ code: 'Z-1', packMinor: 320 })
    const cut = book.subarray(0, Math.floor(book.length / 2)).toString('base64')
    expect((await shop.refused('imports.read', { fileName: 'prices.xlsx', base64: cut }, shop.owner)).code).toMatch(/^imports\.file/)
    expect((await sendFile(shop, 'prices.csv', 'Price\n1\n')).suggestions.at(-1)?.target).toBe('prices')
  })

  it('IMP-EXCEL: a list with columns of something else, or in a foreign encoding, is refused or read right, and writes no price unseen', async () => {
    const { shop, supplierId } = await openDesk()
    const itemId = (await shop.get('catalog.create', { name: 'Bremsklötze für Škoda', sku: 'P-1' }, shop.owner)).id
    const wrong = await planOf(shop, 'prices', 'people.csv', 'Vorname,Telefon\nErika,030 1234567\n')
    expect(wrong.mapping.filter(({ field }) => field === 'code' || field === 'price')).toEqual([])
    for (const mapping of [[], [{ column: 0, field: 'code' }], [{ column: 1, field: 'price' }], [{ column: 9, field: 'price' }]]) {
      const call = { ...wrong, supplierId, mapping } as typeof wrong
      for (const name of ['imports.preview', 'imports.run'] as const) {
        const answer = await shop.ask(name, call, shop.owner)
        if (answer.ok) expect(answer.value).toMatchObject(name === 'imports.run' ? { added: 0, bad: 1 } : { counts: { added: 0, bad: 1 } })
        else expect(answer.error.code).toMatch(/^(imports\.|platform\.badInput)/)
      }
    }
    // The same list as programs of several decades write it: each time the price is there, and the name is read.
    const text = 'Artikelnummer;Unsere Nummer;Bezeichnung;Preis\nÄX-1;P-1;Bremsklötze für Skoda;12,50\n'
    const files = [Buffer.from(text), Buffer.from(`\ufeff${text}`), Buffer.from(text, 'latin1'), Buffer.from(`\ufeff${text}`, 'utf16le')]
    for (const [i, bytes] of files.entries()) {
      const ready = { ...(await planOf(shop, 'prices', 'preise.csv', bytes)), supplierId }
      expect(await shop.get('imports.run', ready, shop.owner), `file ${i}`).toMatchObject(i === 0 ? { added: 1, bad: 0 } : { added: 0, unchanged: 1, bad: 0 })
      expect((await shop.get('purchasing.offers', { itemId }, shop.owner))[0], `file ${i}`).toMatchObject({ code: 'ÄX-1', packMinor: 1250 })
    }
  })

  it('FIN-PRECISION: prices are exact, or rounded and said to be', () => {
    const read = (price: string, digits = 2) => {
      const row = readPriceRow({ code: 'a', price }, digits)
      return 'refused' in row ? row.refused : [row.listed.packMinor, row.isRounded]
    }
    expect([read('1.2550'), read('1.250', 3), read('1,250.500', 3)]).toEqual([
      [126, true],
      [1250, false],
      [1_250_500, false],
    ])
    expect([read('1.234,50 EUR'), read('0.513300'), read('0.005'), read('12', 0), read('-1'), read('')]).toEqual([
      [123_450, false],
      [51, true],
      [1, true],
      [12, false],
      'prices.noPrice',
      'prices.noPrice',
    ])
    expect(readPriceRow({ code: 'a', price: '1', pack: '12 pcs', packUnit: 'box' }, 2)).toMatchObject({
      listed: { packMilli: 12_000, packUnit: 'box' },
      leftOut: [],
    })
    expect(readPriceRow({ code: 'a', price: '1', pack: 'many' }, 2)).toMatchObject({ listed: { packMilli: null }, leftOut: [{ field: 'pack', text: 'many' }] })
  })
})
