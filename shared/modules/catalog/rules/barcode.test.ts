import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkDigit, isMisread, scanned, spellings } from './barcode.ts'

describe('barcodes', () => {
  // 629104150021 and 1061414100041 are GS1's own examples; the others stand on a book, goods of daily use, and cartons.
  it.each([
    ['629104150021', 3],
    ['978316148410', 0],
    ['400638133393', 1],
    ['03600029145', 2],
    ['07567816412', 5],
    ['9638507', 4],
    ['7351353', 7],
    ['1061414100041', 5],
    ['0001234560001', 2],
  ])('INV-LABEL: the check digit after %s is %i', (digits, expected) => {
    expect(checkDigit(digits)).toBe(expected)
    expect(isMisread(digits + String(expected))).toBe(false)
  })

  it('INV-LABEL: one wrong digit, and most swaps of neighbours, are seen', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{12}$/), fc.nat(12), fc.integer({ min: 1, max: 9 }), (digits, at, by) => {
        const code = digits + String(checkDigit(digits))
        const wrong = Array.from(code, (digit, i) => (i === at ? String((Number(digit) + by) % 10) : digit)).join('')
        expect(isMisread(wrong)).toBe(true)
      }),
    )
  })

  it.each([
    ['01234565', '012345000065'],
    ['04252614', '042100005264'],
    ['06543217', '065100004327'],
  ])('INV-LABEL: the UPC-E %s stands for the UPC-A %s', (short, long) => {
    expect(spellings(short)).toContain(long)
    expect(isMisread(short)).toBe(false)
  })

  it('INV-LABEL: a GTIN is found with and without its leading zeros; other codes only as they are', () => {
    expect(spellings('036000291452')).toEqual(['036000291452', '0036000291452', '00036000291452'])
    expect(spellings('0036000291452')).toContain('036000291452')
    expect(spellings('96385074')).toEqual(['96385074', '000096385074', '0000096385074', '00000096385074'])
    expect(spellings('BP-1042')).toEqual(['BP-1042'])
    expect(spellings('4006381333932')).toEqual(['4006381333932'])
    expect(isMisread('BP-1042')).toBe(false)
    expect(scanned(' ]E04006381333931\n')).toBe('4006381333931')
  })
})
