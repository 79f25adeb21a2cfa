import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_MINOR } from '#shared/kernel/money.ts'
import { clockText, parseClock, parseTyped, typedText } from './decimal.ts'

describe('amounts as people type them', () => {
  it.each([
    ['12', 2, 1200],
    ['12,5', 2, 1250],
    ['12.50', 2, 1250],
    ['1,234.56', 2, 123_456],
    ['1.234,56', 2, 123_456],
    ['١٢٫٥', 2, 1250],
    ['۱۲۳', 0, 123],
    ['-3', 2, -300],
    ['€ 7', 2, 700],
    ['1.250', 3, 1250],
    ['0,333', 3, 333],
    ['1.5', 3, 1500],
    ['1.234.567', 3, 1_234_567_000],
    ['1,250.500', 3, 1_250_500],
    ['1.250,5', 3, 1_250_500],
    ['1.250,500', 2, 125_050],
    ['', 2, null],
    ['12.345', 2, 1_234_500],
    ['1.2.3', 2, null],
    ['1e5', 2, null],
    ['0x10', 2, null],
    ['12,999', 0, 12_999],
    ['12.5', 0, null],
    ['999999999999999', 2, null],
  ])('FIN-PRECISION: %j with %i decimals is %j', (text, digits, value) => {
    expect(parseTyped(text, digits)).toBe(value)
  })

  it('FIN-PRECISION: what a field shows for a value is read as that value again', () => {
    fc.assert(
      fc.property(fc.integer({ min: -MAX_MINOR, max: MAX_MINOR }), fc.integer({ min: 0, max: 3 }), fc.boolean(), (value, digits, keepZeros) => {
        expect(parseTyped(typedText(value, digits, keepZeros), digits)).toBe(value)
      }),
    )
  })

  it('SEC-INPUT: no text makes it throw, and a value is always a whole number in bounds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 0, max: 3 }), (text, digits) => {
        const value = parseTyped(text, digits)
        expect(value === null || (Number.isSafeInteger(value) && Math.abs(value) <= MAX_MINOR)).toBe(true)
      }),
    )
  })

  it.each([
    ['9', 540],
    ['930', 570],
    ['0930', 570],
    ['9:30', 570],
    ['9.30', 570],
    ['٩:٣٠', 570],
    ['24:00', 1440],
    ['24:01', null],
    ['9:60', null],
    ['noon', null],
    ['', null],
  ])('APPT-SLOTS: the time of day %j is minute %j', (text, minutes) => {
    expect(parseClock(text)).toBe(minutes)
  })

  it('APPT-SLOTS: every minute of the day is shown so that it is read again', () => {
    for (let minutes = 0; minutes <= 1440; minutes++) expect(parseClock(clockText(minutes))).toBe(minutes)
  })
})
