import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import type { VinData, VinField, VinPattern, VinSchema, WmiFacts } from '#shared/modules/vehicles/rules.ts'

/** What tools/vin-data.ts writes: texts named by number, patterns as text, so that reading the file makes few objects. */
interface VinFile {
  /** Day of the newest report. */
  readonly updated: string
  readonly makes: readonly string[]
  /** `number of make:model`. */
  readonly models: readonly string[]
  readonly manufacturers: readonly string[]
  /** `value=key,key;value=key`, where a value is a letter for the field and what it says. */
  readonly schemas: readonly string[]
  /** `manufacturer;country;make;schema,from,to;schema,from,to`. */
  readonly wmis: Readonly<Record<string, string>>
}

const FIELDS: Readonly<Record<string, VinField>> = { m: 'model', l: 'litres', c: 'cc', n: 'cylinders', f: 'fuel', a: 'layout' }
const NO_END = 9999

const perFolder = new Map<string, VinData>()

/** The extract of this release, read at the first VIN (some 30 ms) and kept. */
export function vinData(assetsDir: string): VinData {
  const known = perFolder.get(assetsDir)
  if (known) return known
  const file = JSON.parse(brotliDecompressSync(readFileSync(join(assetsDir, 'vin/vin.json.br'))).toString('utf8')) as VinFile // our own file of this release
  const patternsBy = kept(MOST_SCHEMAS, (schema: string) => patternsOf(file, schema))
  const data: VinData = { wmi: kept(MOST_WMIS, (code: string) => factsOf(file, patternsBy, code)) }
  perFolder.set(assetsDir, data)
  return data
}

/** A list of vehicles asks for the same few makers over and over. */
const MOST_WMIS = 200
const MOST_SCHEMAS = 200

/** Remembers what was made of the last keys. */
function kept<Value>(most: number, make: (key: string) => Value): (key: string) => Value {
  const known = new Map<string, Value>()
  return (key) => {
    if (known.has(key)) return known.get(key) as Value // it has the key
    if (known.size >= most) known.clear()
    const made = make(key)
    known.set(key, made)
    return made
  }
}

function factsOf(file: VinFile, patternsBy: (schema: string) => VinPattern[], code: string): WmiFacts | undefined {
  const entry = Object.hasOwn(file.wmis, code) ? file.wmis[code] : undefined
  if (entry === undefined) return undefined
  const [manufacturer = '', country = '', make = '', ...links] = entry.split(';')
  return {
    manufacturer: file.manufacturers[Number(manufacturer)] ?? '',
    country,
    make: make === '' ? '' : (file.makes[Number(make)] ?? ''),
    schemas: links.map((link): VinSchema => {
      const [schema = '', from = '', to = ''] = link.split(',')
      return { from: Number(from), to: to === '' ? NO_END : Number(to), patterns: () => patternsBy(file.schemas[Number(schema)] ?? '') }
    }),
  }
}

const patternsOf = (file: VinFile, schema: string): VinPattern[] =>
  schema.split(';').flatMap((text): VinPattern[] => {
    const at = text.indexOf('=')
    const field = FIELDS[text[0] ?? '']
    if (!field) return []
    const value = text.slice(1, at)
    const keys = text.slice(at + 1).split(',')
    if (field !== 'model') return [{ field, value, make: '', keys }]
    const [make = '', ...model] = (file.models[Number(value)] ?? '').split(':')
    return [{ field, value: model.join(':'), make: file.makes[Number(make)] ?? '', keys }]
  })
