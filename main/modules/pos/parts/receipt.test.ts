import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ASSETS } from '#tests/support/core.ts'
import { firstOf, openCounter, saleId } from '#tests/support/counter.ts'
import { pagesOf } from '#tests/support/pdf.ts'
import { barsOf } from '../../catalog/parts/bars.ts'
import { encodeLabels, encodeReceipt } from './escpos.ts'
import { renderReceipt } from './render.ts'
import { receiptOf } from './sheet.ts'

const fontsDir = join(ASSETS, 'fonts')
/** Bytes as a person reads them: text as it is, controls as hexadecimal. */
const readable = (base64: string) =>
  Buffer.from(base64, 'base64')
    .toString('latin1')
    .replace(/[^\x20-\x7e]/g, (byte) => `<${byte.charCodeAt(0).toString(16).padStart(2, '0')}>`)

async function oneSale() {
  const counter = await openCounter()
  const { shop, owner, sell, line, pads, oil } = counter
  await shop.get('workspace.update', { name: 'Garage Müller', address: 'Hauptstraße 1\n10115 Berlin', phone: '030 123', taxId: 'DE123456789' }, owner)
  const sale = await sell({
    lines: [line(pads, 2000, 4990), line(oil, 1500, 1295, { discountBp: 1000 })],
    payments: [
      { method: 'card', amountMinor: 3000 },
      { method: 'cash', amountMinor: 10_746, tenderedMinor: 11_000 },
    ],
  })
  return { ...counter, sale }
}

describe('receipts', () => {
  it('POS-SALE: the bytes for the printer are text it knows, with the pulse for the drawer first and the number as a barcode', async () => {
    const { sale } = await oneSale()
    const sheet = { ...receiptOf(sale, 'en'), number: 'B7K2-000123' }
    const bytes = readable(await encodeReceipt({ sheet, widthMm: 58, opensDrawer: true, assetsDir: ASSETS }))
    expect(bytes.split('<0a><0d>').map((row) => row.trimEnd())).toMatchInlineSnapshot(`
      [
        "<1b>@<1c>.<1b>M<00><1b>p<00>2<fa>",
        "         <1b>E<01><1b>t<13>Garage M<81>ller<1b>E<00>",
        "          Main street",
        "         Hauptstra<e1>e 1",
        "          10115 Berlin",
        "            030 123",
        "      Tax ID: DE123456789",
        "<1b>t<00><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4>",
        "<1b>E<01><1b>t<13>Receipt B7K2-000123<1b>E<00>",
        "Date: Mar 2, 2026, 9:00 AM",
        "Served by: Ada Owner",
        "<1b>t<00><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4>",
        "<1b>t<13>pads                      <d5>99.80",
        "  2 <9e> <d5>49.90 <fa> 19%",
        "oil                       <d5>17.48",
        "  1.5 <9e> <d5>12.95 less 10% <fa> 7%",
        "<1b>t<00><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4>",
        "<1b>t<13>Net                      <d5>117.28",
        "Tax 19% of <d5>99.80         <d5>18.96",
        "Tax 7% of <d5>17.48           <d5>1.22",
        "<1b>E<01>Total                    <d5>137.46<1b>E<00>",
        "<1b>t<00><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4><c4>",
        "<1b>t<13>Card                      <d5>30.00",
        "Cash                     <d5>107.46",
        "Handed over              <d5>110.00",
        "Change                     <d5>2.54",
        "<1b>E<01>Card payment pending at the<1b>E<00>",
        "<1b>E<01>terminal: not paid yet<1b>E<00>",
        "           Thank you!",
        "",
        "<1b>a<01><1d>h<<1d>w<02><1d>H<00><1d>kI<0d>{BB7K2-000123",
        "<1b>a<00>          B7K2-000123",
        "",
        "",
        "",
        "",
        "<1d>V<01>",
        "",
      ]
    `)
    expect(readable(await encodeReceipt({ sheet, widthMm: 80, opensDrawer: false, assetsDir: ASSETS }))).not.toContain('<1b>p')
  })

  it('POS-SALE UI-RTL: where the printer lacks the letters the receipt is a picture of the roll’s width, and the barcode stays', async () => {
    const { sale } = await oneSale()
    for (const [widthMm, dots] of [
      [80, 576],
      [58, 384],
    ] as const) {
      const bytes = Buffer.from(await encodeReceipt({ sheet: receiptOf(sale, 'ar'), widthMm, opensDrawer: false, assetsDir: ASSETS }), 'base64')
      const at = bytes.indexOf(Buffer.from([0x1d, 0x76, 0x30]))
      expect((bytes.readUInt8(at + 4) + 256 * bytes.readUInt8(at + 5)) * 8).toBe(dots)
      expect(bytes.includes(sale.number)).toBe(true)
      // Ink is there on both sides: labels at the right, amounts at the left.
      const wide = dots / 8
      const height = bytes.readUInt8(at + 6) + 256 * bytes.readUInt8(at + 7)
      const pixels = bytes.subarray(at + 8, at + 8 + wide * height)
      const ink = (from: number, to: number) => pixels.reduce((sum, byte, i) => (i % wide >= from && i % wide < to && byte !== 0 ? sum + 1 : sum), 0)
      expect(Math.min(ink(0, wide / 4), ink((wide * 3) / 4, wide))).toBeGreaterThan(30)
    }
  }, 120_000)

  it.each(['en', 'ar'] as const)(
    'POS-SALE FIN-PRECISION UI-RTL: the PDF (%s) is one page as wide as the roll, and says what is stored',
    async (language) => {
      const { sale } = await oneSale()
      const sheet = receiptOf(sale, language)
      expect(sheet.rightToLeft).toBe(language === 'ar')
      for (const widthMm of [80, 58]) {
        const pdf = Buffer.from(await renderReceipt({ sheet, widthMm, fontsDir }), 'base64')
        const pages = pagesOf(pdf)
        expect(pages).toHaveLength(1)
        const [, , , width = ''] = /\/MediaBox \[([\d.]+) ([\d.]+) ([\d.]+)/.exec(pdf.toString('latin1')) ?? []
        expect(Math.abs(Number(width) - (widthMm / 25.4) * 72)).toBeLessThan(0.1)
        const flat = (text: string) => Array.from(text.replace(/\s/g, '')).sort().join('')
        const shown = flat(pages.join(''))
        for (const figure of ['99.80', '17.48', '18.96', '137.46', '107.46', '110.00', '2.54', sale.number]) {
          expect(sheet.number + JSON.stringify(sheet)).toContain(figure)
          for (const letter of flat(figure)) expect(shown).toContain(letter)
        }
      }
    },
    120_000,
  )

  it('POS-SALE: is given as a file under its number, of a sale that is there', async () => {
    const { shop, owner, sale } = await oneSale()
    const printed = await shop.get('pos.receipt', { saleId: sale.id, form: 'pdf' }, owner)
    expect(printed.fileName).toBe(`${sale.number}.pdf`)
    expect(Buffer.from(printed.base64, 'base64').subarray(0, 5).toString()).toBe('%PDF-')
    expect(await shop.refused('pos.receipt', { saleId: sale.tillId as never }, owner)).toMatchObject({ code: 'pos.unknownSale' })
  }, 120_000)

  it('POS-SALE PAY-TENDER: says what is pending, what was given back, and the cash that changed hands', async () => {
    const { sale, sell } = await oneSale()
    const sheet = receiptOf(sale, 'en')
    expect(sheet.warnings).toEqual(['Card payment pending at the terminal: not paid yet'])
    expect(sheet.payments.map(({ label, value }) => `${label} ${value}`)).toEqual(['Card €30.00', 'Cash €107.46', 'Handed over €110.00', 'Change €2.54'])
    expect(sheet.sums.map(({ label, value }) => `${label} ${value}`)).toEqual(['Net €117.28', 'Tax 19% of €99.80 €18.96', 'Tax 7% of €17.48 €1.22'])
    const back = await sell({ lines: [], returns: [{ lineId: firstOf(sale.lines).id, qtyMilli: 1000 }], payments: [{ method: 'cash', amountMinor: -5938 }] })
    expect(receiptOf(back, 'en')).toMatchObject({
      title: 'Return',
      total: { label: 'Given back', value: '€59.38' },
      rows: [{ name: 'pads', detail: '-1 × €49.90 · 19%' }],
    })
  })
})

describe('INV-LABEL: labels', () => {
  it('INV-LABEL: a GTIN gets its own symbol, other codes Code 128, and what no symbol can say gets none', () => {
    // An EAN-13 is 95 modules wide, an EAN-8 67, an ITF-14 135 at 2 to 1; Code 128 is 11 a letter and 35 more.
    expect([barsOf('4006381333931')?.modules, barsOf('96385074')?.modules]).toEqual([95, 67])
    expect(barsOf('4006381333931')?.widths.slice(0, 3)).toEqual([1, 1, 1])
    expect(barsOf('B7K2-AB')?.modules).toBe(11 * 7 + 35)
    expect(barsOf('4006381333932')?.modules).not.toBe(95)
    expect(barsOf('فلتر')).toBe(null)
  })

  it('INV-LABEL: as many labels as were asked for, each a page, with the bin where the part lies', async () => {
    const { shop, owner, pads, oil, placeId, locationId } = await openCounter()
    await shop.get('inventory.setRule', { itemId: pads, placeId, bin: 'A-12' }, owner)
    const { base64 } = await shop.get(
      'pos.labels',
      {
        items: [
          { itemId: pads, copies: 2 },
          { itemId: oil, copies: 1 },
        ],
        locationId,
      },
      owner,
    )
    const pages = pagesOf(Buffer.from(base64, 'base64'))
    expect(pages).toHaveLength(3)
    expect(pages[0]).toContain('4006381333931 · A-12')
    expect(pages[2]).not.toContain('·')
    expect(await shop.refused('pos.labels', { items: [{ itemId: saleId() as never, copies: 1 }] }, owner)).toMatchObject({ code: 'pos.unknownItem' })
  }, 120_000)

  it('INV-LABEL UI-RTL: a name that the printer lacks letters for is a picture, the bars stay the printer’s own, and bars too wide for the roll are left out', async () => {
    const label = { name: 'فلتر زيت', price: '12.90 €', bin: 'A-3', code: '4006381333931', copies: 2 }
    const bytes = (own: object, widthMm = 58) => encodeLabels({ labels: [{ ...label, ...own }], language: 'ar', widthMm, assetsDir: ASSETS })
    const arabic = Buffer.from(await bytes({}), 'base64')
    const pictures = arabic.toString('latin1').split('\x1dv0').slice(1)
    expect(pictures.length).toBe(2)
    for (const picture of pictures) expect([picture.charCodeAt(1) * 8, picture.includes('\x1dk\x024006381333931')]).toEqual([384, true])
    const latin = readable(await bytes({ name: 'Oil filter', code: 'OIL-F-220', copies: 1 }))
    expect(latin).not.toContain('<1d>v0')
    expect(latin).toContain('{BOIL-F-220')
    const long = readable(await bytes({ name: 'Oil filter', code: 'A-VERY-LONG-CODE-OF-A-SUPPLIER-0001', copies: 1 }))
    expect(long).toContain('A-VERY-LONG-CODE-OF-A-SUPPLIER-')
    expect(long).not.toContain('{BA-VERY')
  }, 120_000)
})
