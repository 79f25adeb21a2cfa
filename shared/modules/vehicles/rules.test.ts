import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkDigit, checkKnown, checkVin, keysOf, matchKey, readVehicleRow, yearsOf } from './rules.ts'

const data = (name: string) => readFileSync(new URL(`../../../tests/data/vehicles/${name}`, import.meta.url), 'utf8')
const edge = JSON.parse(data('vin-edge.json')) as Record<
  'reject' | 'check_digit_ok' | 'check_digit_wrong' | 'european_no_year_code' | 'small_manufacturer',
  string[]
>
const labelled = data('vins-labelled.csv')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(',')[0] ?? '')

const kept = (text: string) => {
  const checked = checkVin(text)
  return checked.ok ? checked.value : checked.error.code
}

describe('VINs', () => {
  it('VIN-DECODE VEH-1: takes every labelled VIN and every odd but real one, in capitals', () => {
    expect(labelled).toHaveLength(101)
    for (const vin of [...labelled, ...edge.check_digit_ok, ...edge.check_digit_wrong, ...edge.european_no_year_code, ...edge.small_manufacturer])
      expect(kept(vin.toLowerCase())).toBe(vin.toUpperCase())
    expect(kept(' *1M8GDM9A-XKP042788* ')).toBe('1M8GDM9AXKP042788')
    expect(kept('')).toBe('')
  })

  it.each(edge.reject)('VEH-1: %j is no VIN, and the failure names the field', (text) => {
    expect(checkVin(text)).toMatchObject({ ok: false, error: { code: 'vehicles.badVin', kind: 'invalid', field: 'vin' } })
  })

  it('VEH-1: what is kept has 17 characters without I, O and Q, whatever was typed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[A-Z0-9 -]{15,20}$/)), (text) => {
        const checked = checkVin(text)
        if (checked.ok) expect(checked.value).toMatch(/^([A-HJ-NPR-Z0-9]{17})?$/)
      }),
    )
  })

  it('VIN-DECODE: the check digit is verified where the region uses one, and only there', () => {
    for (const vin of labelled) expect(checkDigit(vin), vin).toBe(/^[1-5]/.test(vin) ? 'ok' : 'notUsed')
    for (const vin of edge.check_digit_ok) expect(checkDigit(vin)).toBe('ok')
    for (const vin of edge.check_digit_wrong) expect(checkDigit(vin.toUpperCase())).toBe('wrong')
    expect(checkDigit('WVWZZZ1KZAW123456')).toBe('notUsed')
    expect(checkDigit('LFV2A21J970002020')).not.toBe('notUsed')
  })

  it('VIN-DECODE: one altered character is noticed in North America', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...labelled.filter((vin) => /^[1-5]/.test(vin))),
        fc.constantFrom(9, 10, 11, 12, 13, 14, 15, 16),
        fc.nat(9).map(String),
        (vin, at, figure) => {
          const altered = vin.slice(0, at) + figure + vin.slice(at + 1)
          if (/\d/.test(vin[at] ?? '') && altered !== vin) expect(checkDigit(altered)).toBe('wrong')
        },
      ),
    )
  })

  it.each([
    ['1FTFW1EV2AFB19783', 2026, [2010, 1980]],
    ['1HGCM82633A004352', 2026, [2003]],
    ['1HGCM82613A004352', 2034, [2003, 2033]],
    ['1FTFW5L86RFB45612', 2026, [2024, 1994]],
    ['WVWZZZ1KZWW123456', 2026, [1998]],
    ['WVWZZZ1KZ5W123456', 2026, [2005]],
    ['WBA71DC010CH14720', 2026, []],
  ])('VIN-DECODE: %s, read in %i, is of %j', (vin, currentYear, years) => {
    expect(yearsOf(vin, currentYear)).toEqual(years)
  })

  it.each([
    ['A*[B-DX]#', 'AZC5Q', true],
    ['A*[B-DX]#', 'AZX0', true],
    ['A*[B-DX]#', 'AZE5', false],
    ['A*[B-DX]#', 'AZCB', false],
    ['*****|*7', 'AAAAA|A7', true],
    ['*****|*7', 'AAAAA|A8', false],
    ['AAAAAA', 'AAAAA', false],
  ])('VIN-DECODE: pattern %s over %s is %s', (key, text, fits) => {
    expect(matchKey(key, text) > 0).toBe(fits)
  })
})

describe('plates', () => {
  it('CRM-VEHICLE: a plate is found whatever stands between its letters and figures; Å, Ä and Ö stay themselves', () => {
    const countries = JSON.parse(data('plates.json')) as Record<string, { valid: string[] }>
    for (const plate of Object.values(countries).flatMap(({ valid }) => valid)) {
      const { platePlain } = keysOf({ plate })
      expect(platePlain).toMatch(/^[\p{Lu}\d]+$/u)
      expect(keysOf({ plate: plate.replace(/[\s·-]/g, '').toLowerCase() }).platePlain).toBe(platePlain)
    }
    expect(keysOf({ plate: 'öhr-fa 123' }).platePlain).toBe('ÖHRFA123')
    expect(keysOf({ plate: 'ÅB 1' }).platePlain).not.toBe(keysOf({ plate: 'AB 1' }).platePlain)
  })
})

describe('rows of lists', () => {
  it('VEH-1 VEH-2: keeps what is understood, names what was left out and refuses a row that tells nothing', () => {
    expect(readVehicleRow({ plate: ' M AB 1 ', vin: 'tooshort', year: '2O24', mileageKm: '123,456 km', make: 'BMW' })).toMatchObject({
      value: {
        fields: { plate: 'M AB 1', vin: '', year: null, mileageKm: 123456, make: 'BMW', customerId: null },
        leftOut: [
          { field: 'vin', text: 'tooshort' },
          { field: 'year', text: '2O24' },
        ],
      },
    })
    expect(readVehicleRow({ color: 'red' })).toMatchObject({ error: { code: 'vehicles.nothingKnown' } })
    expect(checkKnown({ plate: '', vin: '', make: '', model: 'Golf' })).toMatchObject({ ok: true })
  })
})
