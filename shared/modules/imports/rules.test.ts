import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readItemRow } from '../catalog/rules.ts'
import { TARGETS } from './model.ts'
import { FIELDS } from './model/fields.ts'
import { chooseHeader, columnNames, identityOf, mappingProblem, newTally, rowReader, suggestMapping, tallyBad, tallyGood } from './rules.ts'

const HOME = { country: 'DE', currency: 'EUR' }
const item = (texts: Parameters<typeof readItemRow>[0], digits = 2) => {
  const read = readItemRow(texts, digits)
  return read.ok ? read.value : read.error.code
}

describe('fields', () => {
  it('IMP-EXCEL: every name of a column means one field of a target, in each of its languages', () => {
    for (const target of TARGETS) {
      for (const { key, aliases } of FIELDS[target]) {
        expect(
          suggestMapping(target, [key], []).map(({ field }) => field),
          key,
        ).toHaveLength(1)
        for (const alias of aliases.split('|')) expect(suggestMapping(target, [alias.toUpperCase()], []), `${target} ${alias}`).toHaveLength(1)
      }
    }
  })

  it.each([
    [
      'customers',
      ['Kunden-Nr', 'Vorname', 'Nachname', 'Straße', 'PLZ', 'Ort', 'Telefon', 'E-Mail'],
      ['firstName', 'lastName', 'phone', 'email', 'street', 'postcode', 'city'],
    ],
    ['customers', ['Nom', 'Téléphone', 'Adresse', 'Code postal', 'Ville', 'Immatriculation'], ['name', 'phone', 'street', 'postcode', 'city', 'plate']],
    ['customers', ['الاسم', 'رقم الجوال', 'المدينة', 'ملاحظات'], ['name', 'phone', 'city', 'note']],
    ['customers', ['CustomerName', 'PhoneNumber', 'EmailAddress'], ['name', 'phone', 'email']],
    [
      'vehicles',
      ['Kennzeichen', 'FIN', 'Marke', 'Modell', 'Baujahr', 'Km-Stand', 'Halter'],
      ['plate', 'vin', 'make', 'model', 'year', 'mileageKm', 'ownerName'],
    ],
    ['vehicles', ['Matrícula', 'Bastidor', 'Marca', 'Modelo', 'Año'], ['plate', 'vin', 'make', 'model', 'year']],
    ['vehicles', ['License Plate Number', 'vin', 'MAKE', 'owner_phone'], ['plate', 'vin', 'make', 'ownerPhone']],
    [
      'items',
      ['Artikelnummer', 'Bezeichnung', 'Warengruppe', 'VK-Preis', 'EK', 'MwSt-Satz', 'EAN'],
      ['sku', 'name', 'category', 'price', 'cost', 'taxRate', 'barcode'],
    ],
    ['items', ['part_no', 'Description', 'UOM', 'List Price (EUR)'], ['sku', 'name', 'unit', 'price']],
  ] as const)('IMP-EXCEL: maps the columns of a list of %s: %j', (target, names, fields) => {
    expect(suggestMapping(target, names, []).map(({ field }) => field)).toEqual(fields)
  })

  it('IMP-EXCEL: whatever the names and cells, a suggestion names known fields and columns once each', () => {
    const rows = fc.array(fc.array(fc.string(), { maxLength: 6 }), { maxLength: 8 })
    fc.assert(
      fc.property(
        fc.constantFrom(...TARGETS),
        fc.array(fc.oneof(fc.string(), fc.constantFrom('phone', 'Name', 'VIN', 'mobile', '__proto__', 'constructor')), { maxLength: 8 }),
        rows,
        (target, names, data) => {
          const mapping = suggestMapping(target, names, data)
          expect(new Set(mapping.map(({ column }) => column)).size).toBe(mapping.length)
          expect(mappingProblem(target, mapping, 100)?.reason ?? 'missing').toBe('missing')
          const header = chooseHeader(data, null)
          expect(columnNames(data, header).length).toBeLessThanOrEqual(6)
        },
      ),
    )
  })

  it('IMP-EXCEL: a plan needs a field from which a row can be told', () => {
    expect(mappingProblem('vehicles', [{ field: 'color', column: 0 }], 3)).toEqual({ field: 'plate', reason: 'missing' })
    expect(mappingProblem('vehicles', [{ field: 'make', column: 2 }], 3)).toBeNull()
    expect(mappingProblem('customers', [{ field: 'lastName', column: 0 }], 3)).toBeNull()
    expect(mappingProblem('items', [{ field: 'name', column: 3 }], 3)).toEqual({ field: 'name', reason: 'unknown' })
  })
})

describe('rows', () => {
  it('IMP-EXCEL FIN-PRECISION: reads an item, exact to the minor unit', () => {
    expect(
      item({ name: ' Oil  5W-30 ', sku: 'o-1', price: '1.234,50 EUR', cost: 'EUR 900', taxRate: '7,5 %', active: 'nein', kind: 'Gebühr', unit: 'l' }),
    ).toEqual({
      fields: {
        sku: 'o-1',
        name: 'Oil  5W-30',
        description: '',
        category: '',
        unit: 'l',
        barcode: '',
        kind: 'fee',
        priceMinor: 123450,
        costMinor: 90000,
        taxRateBp: 750,
        active: false,
        tracking: 'none',
      },
      leftOut: [],
    })
    expect(item({ name: 'Yen', price: '1,500', taxRate: '0.1' }, 0)).toMatchObject({ fields: { priceMinor: 1500, taxRateBp: 1000, unit: 'pc' }, leftOut: [] })
    expect(item({ name: 'x', price: '1.005', cost: '-1', taxRate: '120%', sku: 'y'.repeat(61) })).toMatchObject({
      fields: { priceMinor: 100500, costMinor: 0, taxRateBp: null, sku: '' },
      leftOut: [{ field: 'sku' }, { field: 'cost', text: '-1' }, { field: 'taxRate', text: '120%' }],
    })
    expect(item({ sku: 'only' })).toBe('catalog.noName')
    expect(item({ name: 'z'.repeat(161) })).toBe('catalog.noName')
  })

  it('IMP-EXCEL: names what was left out because it is too long or not understood', () => {
    const read = rowReader({ target: 'customers', mapping: ['name', 'city', 'language', 'vin'].map((field, column) => ({ field, column })), country: '' }, HOME)
    expect(read(['Ada', 'x'.repeat(81), 'Klingon', 'not a vin'])).toMatchObject({
      candidate: { customer: { name: 'Ada', city: '', language: null }, vehicle: null },
      leftOut: [{ field: 'city' }, { field: 'language', text: 'Klingon' }, { field: 'vin', text: 'not a vin' }],
    })
    expect(read(['Ada', 'Ulm', 'العربية', ''])).toMatchObject({ candidate: { customer: { city: 'Ulm', language: 'ar' } }, leftOut: [] })
    expect(read(["'=Ada", '', '', ''])).toMatchObject({ candidate: { customer: { name: '=Ada' } } })
    const vehicle = rowReader({ target: 'vehicles', mapping: ['plate', 'make', 'ownerEmail'].map((field, column) => ({ field, column })), country: '' }, HOME)
    expect(vehicle(['p'.repeat(21), 'VW', 'a@example.org'])).toMatchObject({
      candidate: { vehicle: { plate: '', make: 'VW' }, owner: null },
      leftOut: [{ field: 'plate' }, { field: 'ownerEmail', text: 'a@example.org' }],
    })
  })

  it('IMP-2: what is too long for a field without which a row is nothing is not called missing', () => {
    const read = (target: Parameters<typeof rowReader>[0]['target'], texts: Record<string, string>) =>
      rowReader({ target, mapping: Object.keys(texts).map((field, column) => ({ field, column })), country: '' }, HOME)(Object.values(texts))
    for (const length of [121, 130, 5000]) expect(read('customers', { name: 'n'.repeat(length) })).toEqual({ refused: 'tooLong', field: 'name' })
    expect(read('customers', { firstName: 'n'.repeat(60), lastName: 'm'.repeat(60) })).toEqual({ refused: 'tooLong', field: 'name' })
    expect(read('customers', { name: ' ', company: 'c'.repeat(121) })).toEqual({ refused: 'tooLong', field: 'company' })
    expect(read('vehicles', { plate: '', make: 'm'.repeat(400) })).toEqual({ refused: 'tooLong', field: 'make' })
    expect(read('items', { name: 'n'.repeat(161) })).toEqual({ refused: 'tooLong', field: 'name' })
    expect(read('prices', { code: 'c'.repeat(61), price: '1' })).toEqual({ refused: 'tooLong', field: 'code' })
    expect(read('customers', { name: ' \u0007', phone: '030 1' })).toEqual({ refused: 'customers.noName', field: null })
    expect(read('vehicles', { color: 'c'.repeat(400) })).toEqual({ refused: 'vehicles.nothingKnown', field: null })
    expect(read('prices', { code: 'c', price: '' })).toEqual({ refused: 'prices.noPrice', field: null })
  })

  it('TAB-3 S22: any cells at all are a row or a refusal, and pollute nothing', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...TARGETS),
        fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', '1e999', '-0', '٣٤', '+49 30 1234567', '=1+1')), {
          minLength: 30,
          maxLength: 30,
        }),
        (target, cells) => {
          const mapping = FIELDS[target].map(({ key }, column) => ({ field: key, column }))
          const read = rowReader({ target, mapping, country: '' }, HOME)(cells)
          if ('refused' in read)
            expect(['tooLong', 'customers.noName', 'vehicles.nothingKnown', 'catalog.noName', 'prices.noCode', 'prices.noPrice']).toContain(read.refused)
          else {
            const { adds, is } = identityOf(read.candidate)
            expect(is.every((keys) => keys.length > 0 && keys.every((key) => adds.includes(key))) && is.length > 0).toBe(true)
          }
        },
      ),
      { numRuns: 300 },
    )
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it('IMP-2: every row is counted once, and the problems beyond the cap are still counted', () => {
    const tally = newTally()
    for (let line = 1; line <= 600; line++) tallyBad(tally, { line, code: 'fewFields', field: null, text: '' })
    for (let line = 601; line <= 700; line++)
      tallyGood(tally, { line, leftOut: line % 2 ? [{ field: 'phone', text: 'x' }] : [], repaired: line % 5 === 0 }, line % 4 ? 'added' : 'unchanged')
    expect(tally.counts).toEqual({ rows: 700, added: 75, unchanged: 25, bad: 600, warned: 55 })
    expect([tally.problems.length, tally.problemsTotal]).toEqual([500, 665])
    expect([...tally.reasons.values()]).toEqual([
      { code: 'fewFields', field: null, count: 600 },
      { code: 'leftOut', field: 'phone', count: 50 },
      { code: 'repaired', field: null, count: 15 },
    ])
  })
})
