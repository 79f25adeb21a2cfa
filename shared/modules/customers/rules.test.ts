import fc from 'fast-check'
import examples from 'libphonenumber-js/mobile/examples'
import { describe, expect, it } from 'vitest'
import { checkEmail, checkPhone, checkPhones, formatPhone, keysOf, readCustomerRow } from './rules.ts'

const e164 = (text: string, country: string) => {
  const checked = checkPhone(text, country)
  return checked.ok ? checked.value : checked.error.code
}

describe('phones', () => {
  it('CRM-VALID: understands the example number of all 245 countries, nationally and internationally typed', () => {
    const countries = Object.entries(examples)
    expect(countries).toHaveLength(245)
    for (const [country, national] of countries) {
      const kept = e164(national, country)
      expect(kept, country).toMatch(/^\+\d{5,15}$/)
      expect(e164(kept, 'DE'), `${country} typed abroad`).toBe(kept)
      expect(e164(formatPhone(kept, country), country), `${country} as shown at home`).toBe(kept)
      expect(e164(formatPhone(kept, 'DE'), 'DE'), `${country} as shown abroad`).toBe(kept)
    }
  })

  it.each([
    ['030/12 34 56-78', 'DE', '+493012345678'],
    ['0049 30 12345678', 'DE', '+493012345678'],
    ['+49 (0)30 12345678', 'US', '+493012345678'],
    ['(201) 555-0123', 'US', '+12015550123'],
    ['٠٥٠١٢٣٤٥٦٧', 'SA', '+966501234567'],
    ['+972-2-1234567', 'DE', '+97221234567'],
    ['089 1234567 ext. 12', 'DE', '+49891234567;ext=12'],
    ['', 'DE', ''],
    ['  ', 'DE', ''],
  ])('CRM-VALID CUST-1: keeps %j typed in %s as %j', (typed, country, kept) => {
    expect(e164(typed, country)).toBe(kept)
  })

  it.each(['112', 'call me', '+', '12', '+999 123456', '0'.repeat(40)])('CRM-VALID: refuses %j and names the field', (typed) => {
    expect(checkPhones({ phone: '', phone2: typed }, 'DE')).toMatchObject({ ok: false, error: { code: 'customers.badPhone', field: 'phone2' } })
  })

  it('CUST-1: what is kept is kept unchanged when it is checked again, whatever was typed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[+0-9 ()/-]{4,18}$/)), fc.constantFrom('DE', 'US', 'IT', ''), (typed, country) => {
        const first = checkPhone(typed, country)
        if (first.ok) expect(checkPhone(first.value, country)).toEqual(first)
      }),
    )
  })

  it('CRM-VALID: shows a kept phone as people dial it, and what is no phone as it is', () => {
    expect(formatPhone('+493012345678', 'DE')).toBe('030 12345678')
    expect(formatPhone('+493012345678', 'US')).toBe('+49 30 12345678')
    expect(formatPhone('', 'DE')).toBe('')
    expect(formatPhone('ask Bob', 'DE')).toBe('ask Bob')
  })
})

describe('e-mails', () => {
  it('CRM-VALID CUST-1: keeps an address in lower case and refuses what is none', () => {
    expect(checkEmail(' Ada@Example.ORG ')).toEqual({ ok: true, value: 'ada@example.org' })
    expect(checkEmail('')).toEqual({ ok: true, value: '' })
    for (const text of ['ada', 'ada@', '@example.org', 'a b@example.org']) expect(checkEmail(text)).toMatchObject({ error: { code: 'customers.badEmail' } })
  })
})

describe('rows of lists', () => {
  it('CRM-VALID: keeps what is understood and names what was left out', () => {
    expect(
      readCustomerRow({ name: ' Ada  Lovelace', phone: 'call me', phone2: '030 12345678', email: 'ada@', city: 'Köln', country: 'Deutschland' }, 'US'),
    ).toEqual({
      ok: true,
      value: {
        fields: expect.objectContaining({
          name: 'Ada  Lovelace',
          phone: '',
          phone2: '+493012345678',
          email: '',
          city: 'Köln',
          country: 'DE',
          kind: 'person',
        }) as object,
        leftOut: [
          { field: 'phone', text: 'call me' },
          { field: 'email', text: 'ada@' },
        ],
      },
    })
  })

  it('CRM-VALID: takes a firm without a person as a company and refuses a row without any name', () => {
    expect(readCustomerRow({ company: 'Ott GmbH' }, 'DE')).toMatchObject({ value: { fields: { kind: 'company', name: 'Ott GmbH', company: '' }, leftOut: [] } })
    expect(readCustomerRow({ phone: '030 12345678' }, 'DE')).toMatchObject({ error: { code: 'customers.noName' } })
  })
})

it('SEARCH-ALL: search keys are without accents, case and separators', () => {
  expect(keysOf({ name: 'Łukasz Müller-Groß', company: 'Škoda Servis', phone: '+493012345678', phone2: '' })).toEqual({
    nameKey: 'lukasz muller-gross skoda servis',
    phoneDigits: '493012345678',
  })
  expect(keysOf({ name: 'أليف', company: '', phone: '', phone2: '+12015550123' })).toEqual({ nameKey: 'اليف', phoneDigits: '12015550123' })
})
