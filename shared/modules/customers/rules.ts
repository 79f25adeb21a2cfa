import { type CountryCode, getCountries, parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { type Failure, ok, type Result } from '../../kernel/result.ts'
import { digitsOf, foldText } from '../../kernel/text.ts'
import { customerFails } from './contract.ts'
import { BLANK_CUSTOMER, type CustomerFields, customerFields, optionalEmail } from './model.ts'

/*
 * Of the library's three sets of metadata `min` is the one that knows landlines and new ranges; `mobile` refuses every
 * landline and `max` refuses numbers of ranges that opened after its release.
 */
const COUNTRIES: ReadonlySet<string> = new Set(getCountries())
const isCountry = (code: string): code is CountryCode => COUNTRIES.has(code)

const parse = (text: string, country: string) => parsePhoneNumberFromString(text, isCountry(country) ? country : undefined)

/**
 * A phone as it is kept: E.164, with `;ext=` where it has an extension; empty stays empty. Holds CUST-1.
 * `country` (ISO 3166) is that of a number without prefix. Source: ITU-T E.164, RFC 3966.
 */
export function checkPhone(text: string, country: string): Result<string, Failure<'customers.badPhone'>> {
  if (text.trim() === '') return ok('')
  const parsed = parse(text, country)
  if (!parsed?.isValid()) return customerFails.badPhone({ phone: text.slice(0, 40), country })
  return ok(parsed.ext ? `${parsed.number};ext=${parsed.ext}` : parsed.number)
}

/** A kept phone for people: as one dials it inside `country`, international for others. What is no phone is shown as it is. */
export function formatPhone(phone: string, country: string): string {
  const parsed = phone.startsWith('+') ? parse(phone, country) : undefined
  if (!parsed) return phone
  return parsed.country === country ? parsed.formatNational() : parsed.formatInternational()
}

/** An e-mail as it is kept: lower case; empty stays empty. Holds CUST-1. */
export function checkEmail(text: string): Result<string, Failure<'customers.badEmail'>> {
  const parsed = optionalEmail.safeParse(text)
  return parsed.success ? ok(parsed.data) : customerFails.badEmail({ email: text.slice(0, 254) })
}

type Phones = Pick<CustomerFields, 'phone' | 'phone2'>

/** Both phones as they are kept, or the failure that names the field. */
export function checkPhones(phones: Phones, country: string): Result<Phones, Failure<'customers.badPhone'>> {
  const checked = { phone: '', phone2: '' }
  for (const field of ['phone', 'phone2'] as const) {
    const one = checkPhone(phones[field], country)
    if (!one.ok) return customerFails.badPhone({ ...one.error, field })
    checked[field] = one.value
  }
  return ok(checked)
}

/** Columns that search and order need, computed from the fields whenever one of them changes. */
export const keysOf = ({ name, company, phone, phone2 }: Pick<CustomerFields, 'name' | 'company' | 'phone' | 'phone2'>) => ({
  nameKey: foldText(company === '' ? name : `${name} ${company}`),
  phoneDigits: `${digitsOf(phone)} ${digitsOf(phone2)}`.trim(),
})

/** A field of a list that could not be understood and was left empty: for the row report. */
export interface LeftOut {
  readonly field: 'phone' | 'phone2' | 'email' | 'country' | 'language'
  readonly text: string
}

/**
 * A customer from a row of a list: what is understood is kept, what is not is left out and named; only a row without any name
 * is refused. `texts` are cells by field name; `country` is the company's.
 */
export function readCustomerRow(
  texts: Partial<Record<keyof CustomerFields, string>>,
  country: string,
): Result<{ fields: CustomerFields; leftOut: LeftOut[] }, Failure<'customers.noName'>> {
  const leftOut: LeftOut[] = []
  const keep = <Field extends LeftOut['field']>(field: Field, read: (text: string) => string | null): string => {
    const text = (texts[field] ?? '').trim()
    const value = read(text)
    if (value === null) leftOut.push({ field, text })
    return value ?? ''
  }
  const cell = <Field extends 'name' | 'company' | 'street' | 'postcode' | 'city' | 'note'>(field: Field): string => {
    const shape = customerFields.shape[field]
    const text = shape.safeParse(texts[field] ?? '')
    return text.success ? text.data : ''
  }
  const company = cell('company')
  const name = cell('name') || company
  if (name === '') return customerFails.noName()
  const own = keep('country', (text) => (text === '' ? '' : countryOf(text)))
  const valueOf = (result: Result<string>): string | null => (result.ok ? result.value : null)
  return ok({
    fields: {
      ...BLANK_CUSTOMER,
      kind: texts.kind === 'company' || (cell('name') === '' && company !== '') ? 'company' : 'person',
      name,
      company: name === company ? '' : company,
      phone: keep('phone', (text) => valueOf(checkPhone(text, own || country))),
      phone2: keep('phone2', (text) => valueOf(checkPhone(text, own || country))),
      email: keep('email', (text) => valueOf(checkEmail(text))),
      street: cell('street'),
      postcode: cell('postcode'),
      city: cell('city'),
      country: own,
      note: cell('note'),
    },
    leftOut,
  })
}

let byName: Map<string, string> | undefined

/** ISO code of a country given by code or by its name in English or in its own tongue. */
function countryOf(text: string): string | null {
  const code = text.toUpperCase()
  if (isCountry(code)) return code
  if (!byName) {
    const english = new Intl.DisplayNames(['en'], { type: 'region' })
    byName = new Map(
      getCountries().flatMap((country) => {
        const own = new Intl.DisplayNames([new Intl.Locale(`und-${country}`).maximize().language], { type: 'region' }).of(country)
        return [english.of(country), own].map((name) => [foldText(name ?? country), country] as const)
      }),
    )
  }
  return byName.get(foldText(text)) ?? null
}
