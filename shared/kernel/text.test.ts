import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldText, plainCode } from './text.ts'

/** Plain texts and those of all scripts, with the spaces that people and lists put in. */
const texts = fc
  .array(fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.constantFrom(' ', '  ', '\t', '\n', '\u00a0', '\u3000')))
  .map((parts) => parts.join(''))

describe('texts as they are compared', () => {
  it('SEARCH-ALL: words are one space apart and nothing stands around them', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const folded = foldText(text)
        expect(folded).toBe(folded.replace(/\s+/g, ' ').trim())
      }),
    )
    expect(foldText('  Zoë\t Müller-Groß\u00a0 ')).toBe('zoe muller-gross')
    expect(foldText('Ada Miller')).toBe('ada miller')
  })

  it('SEARCH-ALL: a code is its letters in upper case and its figures, however it is written', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(plainCode(text)).toBe(
          Array.from(text.normalize('NFC').toUpperCase())
            .filter((one) => /[\p{L}\p{N}]/u.test(one))
            .join(''),
        )
      }),
    )
    expect(plainCode('b-ab 12/3')).toBe('BAB123')
    expect(plainCode('öhr·fa 1')).toBe('ÖHRFA1')
  })
})
