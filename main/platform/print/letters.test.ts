import fc from 'fast-check'
import bidiFactory from 'bidi-js'
import { describe, expect, it } from 'vitest'
import { ASSETS } from '#tests/support/core.ts'
import { pagesOf } from '#tests/support/pdf.ts'
import { kit, printable } from './kit.ts'
import { isolated, piecesOf } from './letters.ts'

const bidi = bidiFactory()
/** A line of a right-to-left sheet as it stands on paper, from the left. */
const onPaper = (text: string): string => {
  const levels = bidi.getEmbeddingLevels(text, 'rtl')
  return bidi
    .getReorderedIndices(text, levels)
    .map((at) => text[at])
    .join('')
    .replace(/[\u2066-\u2069]/g, '')
}

describe('lines that are read from the right', () => {
  it.each([
    ['الرقم الضريبي: 11-2233445', '11-2233445'],
    ['هاتف: +1 212 555 0100', '+1 212 555 0100'],
    ['موعد التسليم 10:30', '10:30'],
    ['هاتف +1 212 555 0100 · desk@harborstreet.example', 'desk@harborstreet.example'],
    ['لوحة B-EM 123', 'B-EM 123'],
    ['العداد 61,200 كم', '61,200'],
    ['الضريبة 8.88% من', '8.88%'],
  ])('UI-RTL PRT-FORMS: %s keeps %s together', (line, whole) => {
    expect(onPaper(isolated(line))).toContain(whole)
  })

  it('UI-RTL PRT-FORMS: numbers of any groups stand as they are written; an amount keeps its currency at its left, and a place to be filled in stays one', () => {
    expect(onPaper('الرقم: 11-2233445')).not.toContain('11-2233445') // or nothing was wrong
    expect(onPaper(isolated('125.00\u00a0US$'))).toBe('US$\u00a0125.00')
    expect(isolated('صفحة {page} من {pages}')).toBe('صفحة {page} من {pages}')
    const group = fc.stringMatching(/^[A-Z0-9]{1,6}$/)
    fc.assert(
      fc.property(fc.array(group, { minLength: 1, maxLength: 4 }), fc.constantFrom('-', '/', '.', ' ', ':'), (groups, between) => {
        const number = groups.join(between)
        expect(onPaper(isolated(`الرقم: ${number}`))).toContain(number)
      }),
    )
  })
})

describe('words that are longer than their place', () => {
  it('PRT-FORMS: are broken behind their own marks, and nothing is lost or added; short ones stay whole', () => {
    expect(piecesOf('Muster-Schwarzen')).toEqual(['Muster-', 'Schwarzen'])
    expect(piecesOf('FCKV-000002')).toEqual(['FCKV-000002'])
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (word) => {
        expect(piecesOf(word).join('')).toBe(word)
      }),
    )
  })

  it.each([
    ['en', 'erika.muster-schwarzenberger@hohenfels-logistics.example'],
    ['ar', 'أمر العمل الخاص بالمركبة AFQ1-000002'],
  ])('PRT-FORMS UI-RTL: on a sheet in %s no hyphen is printed that is not written', async (language, written) => {
    const head = { language, rightToLeft: language === 'ar', title: 'T', number: '1', stamp: '', issuedAt: 0, pageOf: '' }
    const sheet = await printable({ ...head, seller: { name: 'S', lines: [], imprint: '' }, written }, `${ASSETS}/fonts`)
    const { table, text, print } = kit(sheet)
    const narrow = Array.from({ length: 12 }, (_, i) => ({ cells: [text(sheet.written, { width: 40 + i * 8 })] }))
    const pdf = await print(table([{ head: '' }], narrow))
    expect(pagesOf(Buffer.from(pdf, 'base64')).join().match(/-/g)).toHaveLength(12 * (written.match(/-/g)?.length ?? 0))
  })
})
