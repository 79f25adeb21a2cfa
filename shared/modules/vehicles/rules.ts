import { type Failure, ok, type Result } from '../../kernel/result.ts'
import { plainCode } from '../../kernel/text.ts'
import { vehicleFails } from './contract.ts'
import { BLANK_VEHICLE, type DecodedVin, type VehicleFields, vehicleFields } from './model.ts'

/*
 * Vehicle identification numbers: ISO 3779 and 3780; 49 CFR 565 for check digit, year and positions in North America;
 * GB 16735 for China.
 */

/** A VIN as it is kept, or the refusal of what is none; empty stays empty. Scanners and people add blanks, hyphens and stars. Holds VEH-1. */
export function checkVin(text: string): Result<string, Failure<'vehicles.badVin'>> {
  const vin = text.normalize('NFKC').toUpperCase().replace(/[ *-]/g, '')
  return vin === '' || /^[A-HJ-NPR-Z0-9]{17}$/.test(vin) ? ok(vin) : vehicleFails.badVin({ field: 'vin', vin: text.slice(0, 40) })
}

/** Holds VEH-2. */
export const checkKnown = ({
  plate,
  vin,
  make,
  model,
}: Pick<VehicleFields, 'plate' | 'vin' | 'make' | 'model'>): Result<null, Failure<'vehicles.nothingKnown'>> =>
  plate === '' && vin === '' && make === '' && model === '' ? vehicleFails.nothingKnown() : ok(null)

/** Columns that search and order need, computed from the fields whenever one of them changes. */
export const keysOf = ({ plate }: Pick<VehicleFields, 'plate'>) => ({ platePlain: plainCode(plate) })

const VALUE_OF: Readonly<Record<string, number>> = {
  A: 1,
  B: 2,
  C: 3,
  D: 4,
  E: 5,
  F: 6,
  G: 7,
  H: 8,
  J: 1,
  K: 2,
  L: 3,
  M: 4,
  N: 5,
  P: 7,
  R: 9,
  S: 2,
  T: 3,
  U: 4,
  V: 5,
  W: 6,
  X: 7,
  Y: 8,
  Z: 9,
}
const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]

/** Whether position 9 agrees with the rest, where the region uses it: North America (first character 1 to 5) and China (L). */
export function checkDigit(vin: string): DecodedVin['checkDigit'] {
  if (!/^[1-5L]/.test(vin)) return 'notUsed'
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * (VALUE_OF[vin[i] ?? ''] ?? Number(vin[i])), 0)
  return vin[8] === (sum % 11 === 10 ? 'X' : String(sum % 11)) ? 'ok' : 'wrong'
}

const YEAR_CODES = 'ABCDEFGHJKLMNPRSTVWXY123456789'
const inNorthAmerica = (vin: string) => /^[1-5]/.test(vin)

/**
 * Model years that a VIN may stand for, the likelier first; none where position 10 is no year code. The codes come round every
 * 30 years: a letter at position 7 means 2010 or later, which only North America keeps to. Nobody builds more than one year ahead.
 */
export function yearsOf(vin: string, currentYear: number): number[] {
  const code = YEAR_CODES.indexOf(vin[9] ?? '')
  if (code < 0) return []
  const early = 1980 + code
  const late = early + 30
  if (late > currentYear + 1) return [early]
  return inNorthAmerica(vin) && /\d/.test(vin[6] ?? '') ? [early, late] : [late, early]
}

export const VIN_FIELDS = ['model', 'litres', 'cc', 'cylinders', 'fuel', 'layout'] as const
export type VinField = (typeof VIN_FIELDS)[number]

/** Which values of one field follow from which characters: `keys` are patterns over positions 4 to 8, then `|`, then 10 to 17. */
export interface VinPattern {
  readonly field: VinField
  readonly value: string
  /** Of a model. */
  readonly make: string
  readonly keys: readonly string[]
}
export interface VinSchema {
  /** Model years, both included. */
  readonly from: number
  readonly to: number
  patterns(): readonly VinPattern[]
}
/** What is known of one manufacturer's code. `country` is ISO 3166. */
export interface WmiFacts {
  readonly manufacturer: string
  readonly country: string
  /** Empty where the code serves several. */
  readonly make: string
  readonly schemas: readonly VinSchema[]
}
/** Facts by manufacturer's code: three characters, or six of a small maker. */
export interface VinData {
  wmi(code: string): WmiFacts | undefined
}

/** How exactly `key` describes the start of `text`, 0 for not at all: `*` is any character, `#` a figure, `[A-C5]` a choice. */
export function matchKey(key: string, text: string): number {
  let exact = 1
  let at = 0
  for (let i = 0; i < key.length; i++, at++) {
    const wanted = key[i]
    const found = text[at]
    if (found === undefined) return 0
    if (wanted === '*' || wanted === '_') continue
    if (wanted === '#') {
      if (found < '0' || found > '9') return 0
    } else if (wanted === '[') {
      const end = key.indexOf(']', i)
      if (!oneOf(key.slice(i + 1, end), found)) return 0
      i = end
      exact += 1
    } else if (wanted === found) exact += 2
    else return 0
  }
  return exact
}

function oneOf(choice: string, found: string): boolean {
  for (let i = 0; i < choice.length; i++) {
    if (choice[i + 1] === '-' && i + 2 < choice.length) {
      if (found >= (choice[i] ?? '') && found <= (choice[i + 2] ?? '')) return true
      i += 2
    } else if (choice[i] === found) return true
  }
  return false
}

type Found = Partial<Record<VinField, VinPattern>>

/** What one schema says, and how much of the VIN that explains. */
interface Explained {
  readonly found: Found
  readonly fields: number
  readonly exact: number
}

function explain(patterns: readonly VinPattern[], text: string): Explained {
  const found: Found = {}
  const exactness: Partial<Record<VinField, number>> = {}
  for (const pattern of patterns) {
    for (const key of pattern.keys) {
      const exact = matchKey(key, text)
      if (exact > (exactness[pattern.field] ?? 0)) {
        exactness[pattern.field] = exact
        found[pattern.field] = pattern
      }
    }
  }
  return { found, fields: Object.keys(found).length, exact: exactness.model ?? 0 }
}
/** Characters of a VIN that a key looks at. */
const reachOf = (key: string): number => key.replace(/\[[^\]]*\]/g, '*').length

/** What the schemas of a model year say. Where several speak, the one that explains most of the VIN is believed. */
function findIn(schemas: readonly VinSchema[], text: string): Found {
  let best: Explained | undefined
  for (const schema of schemas) {
    const { found, fields, exact } = explain(schema.patterns(), text)
    const better =
      !best || (exact > 0 && best.exact === 0) || (exact > 0 === best.exact > 0 && (fields > best.fields || (fields === best.fields && exact >= best.exact)))
    if (fields > 0 && better) best = { found: { ...best?.found, ...found }, fields, exact }
    else if (best) best = { ...best, found: { ...found, ...best.found } }
  }
  return best?.found ?? {}
}

/** One maker's schemas of a model year, and what they said by the part of a VIN that they look at: the cars of a list differ mostly in what comes after it. */
interface ModelYear {
  readonly schemas: readonly VinSchema[]
  readonly reach: number
  readonly said: Map<string, Found>
}
const modelYears = new WeakMap<WmiFacts, Map<number, ModelYear>>()
const MOST_SAID = 1000

/** What one maker's schemas say of a VIN of that model year. */
function saidOf(facts: WmiFacts, year: number, text: string): Found {
  const years = modelYears.get(facts) ?? new Map<number, ModelYear>()
  modelYears.set(facts, years)
  let own = years.get(year)
  if (!own) {
    const schemas = facts.schemas.filter(({ from, to }) => from <= year && year <= to)
    const keys = schemas.flatMap((schema) => schema.patterns().flatMap((pattern) => pattern.keys))
    own = { schemas, reach: keys.reduce((most, key) => Math.max(most, reachOf(key)), 0), said: new Map() }
    years.set(year, own)
  }
  const start = text.slice(0, own.reach)
  const before = own.said.get(start)
  if (before) return before
  const found = findIn(own.schemas, start)
  if (own.said.size >= MOST_SAID) own.said.clear()
  own.said.set(start, found)
  return found
}

/** Years around the one of the VIN whose schemas are tried when its own say nothing: makers report late. */
const NEAR_YEARS = [1, -1, 2, -2, 3, -3]

/** What a VIN says by itself. `vin` comes from `checkVin`; `data` is the extract of the manufacturers' reports; `currentYear` bounds the model year. */
export function decodeVin(vin: string, data: VinData, currentYear: number): DecodedVin {
  const text = `${vin.slice(3, 8)}|${vin.slice(9)}`
  const facts = (vin[2] === '9' ? data.wmi(vin.slice(0, 3) + vin.slice(11, 14)) : undefined) ?? data.wmi(vin.slice(0, 3))
  const years = yearsOf(vin, currentYear)
  const search = (year: number): Found => (facts ? saidOf(facts, year, text) : {})

  let found: Found = {}
  let year = years[0] ?? null
  for (const candidate of years) {
    const here = search(candidate)
    if (Object.keys(here).length === 0) continue
    if (here.model || Object.keys(found).length === 0) {
      found = here
      year = candidate
    }
    if (here.model) break
  }
  const isExact = found.model !== undefined
  if (!isExact && year !== null) {
    for (const near of NEAR_YEARS) {
      const here = search(year + near)
      if (here.model) {
        found = { ...here, ...found }
        break
      }
    }
  }

  const digit = checkDigit(vin)
  const hints: DecodedVin['hints'] = []
  if (digit === 'wrong') hints.push('checkDigitWrong')
  if (!facts) hints.push('unknownManufacturer')
  else if (!found.model) hints.push('modelUnknown')
  else if (!isExact) hints.push('modelOfOtherYear')
  if (year === null) hints.push('noYearCode')
  else if (!inNorthAmerica(vin) && !isExact) hints.push('yearUncertain')
  return {
    vin,
    checkDigit: digit,
    hints,
    year,
    make: found.model?.make ?? facts?.make ?? '',
    model: found.model?.value ?? '',
    engine: engineText(found),
    manufacturer: facts?.manufacturer ?? '',
    country: facts?.country || countryOfVin(vin),
  }
}

/** `3.5 L V6 Gasoline`, as far as it is known. */
function engineText({ litres, cc, cylinders, fuel, layout }: Found): string {
  const size = litres ? `${litres.value} L` : cc ? `${cc.value} cc` : ''
  return [size, cylinders ? `${layout?.value ?? ''}${cylinders.value}${layout ? '' : ' cyl.'}` : '', fuel?.value ?? ''].filter((part) => part !== '').join(' ')
}

/** First two characters by country, as ranges over the order of ISO 3780 (letters before figures, 0 last). */
const REGIONS =
  'AA-AH ZA,J JP,KA-KE LK,KF-KK IL,KL-KR KR,L CN,MA-ME IN,MF-MK ID,ML-MR TH,NF-NK PK,NL-NR TR,PA-PE PH,PF-PK SG,PL-PR MY,RF-RK TW,SA-SM GB,SN-ST DE,SU-SZ PL,TA-TH CH,TJ-TP CZ,TR-TV HU,TW-T1 PT,UH-UM DK,UN-UT IE,UU-UZ RO,U5-U7 SK,VA-VE AT,VF-VR FR,VS-VW ES,V3-V5 HR,V6-V0 EE,W DE,XA-XE BG,XF-XK GR,XL-XR NL,XS-XW RU,X1-X2 LU,X3-X0 RU,YA-YE BE,YF-YK FI,YS-YW SE,YX-Y2 NO,Y3-Y5 BY,Y6-Y0 UA,ZA-ZU IT,1 US,2 CA,3A-37 MX,4 US,5 US,6A-6W AU,7A-7E NZ,7F-70 US,8A-8E AR,8F-8K CL,8X-82 VE,9A-9E BR,9F-9K CO,93-99 BR'
    .split(',')
    .map((entry) => entry.split(' '))
const ORDER = 'ABCDEFGHJKLMNPRSTUVWXYZ1234567890'

/** ISO 3166 code of the country that a VIN's first two characters belong to; empty where nobody has claimed them. Source: ISO 3780. */
function countryOfVin(vin: string): string {
  const region = REGIONS.find(([range = '']) => {
    const [from = '', to = from] = range.split('-')
    const at = ORDER.indexOf(vin[1] ?? '')
    return from[0] === vin[0] && (from.length === 1 || (at >= ORDER.indexOf(from[1] ?? '') && at <= ORDER.indexOf(to[1] ?? '')))
  })
  return region?.[1] ?? ''
}

/** A field of a list that could not be understood and was left empty: for the row report. */
export interface LeftOut {
  readonly field: 'vin' | 'year' | 'mileageKm'
  readonly text: string
}

/**
 * A vehicle from a row of a list: what is understood is kept, what is not is left out and named; only a row that tells nothing is
 * refused. `texts` are cells by field name.
 */
export function readVehicleRow(
  texts: Partial<Record<Exclude<keyof VehicleFields, 'customerId'>, string>>,
): Result<{ fields: VehicleFields; leftOut: LeftOut[] }, Failure<'vehicles.nothingKnown'>> {
  const leftOut: LeftOut[] = []
  const cell = (field: 'plate' | 'make' | 'model' | 'engine' | 'color' | 'note'): string => {
    const text = vehicleFields.shape[field].safeParse(texts[field] ?? '')
    return text.success ? text.data : ''
  }
  const figure = (field: 'year' | 'mileageKm'): number | null => {
    const text = (texts[field] ?? '').trim()
    const plain = text.replace(/[\s.,'’]|\s*km$/gi, '')
    const value = vehicleFields.shape[field].safeParse(/^\d+$/.test(plain) ? Number(plain) : null)
    if (text !== '' && !(value.success && value.data !== null)) leftOut.push({ field, text })
    return value.success ? value.data : null
  }
  const vin = checkVin(texts.vin ?? '')
  if (!vin.ok) leftOut.push({ field: 'vin', text: (texts.vin ?? '').trim() })
  const fields: VehicleFields = {
    ...BLANK_VEHICLE,
    plate: cell('plate'),
    vin: vin.ok ? vin.value : '',
    make: cell('make'),
    model: cell('model'),
    year: figure('year'),
    engine: cell('engine'),
    color: cell('color'),
    mileageKm: figure('mileageKm'),
    note: cell('note'),
  }
  const known = checkKnown(fields)
  return known.ok ? ok({ fields, leftOut }) : known
}
