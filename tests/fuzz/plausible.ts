import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { ROOT } from '#tests/support/sources.ts'

export const NAUGHTY = (JSON.parse(readFileSync(join(ROOT, 'tests/data/blns.json'), 'utf8')) as string[]).concat(
  '\u0000',
  '\ud800',
  "'; DROP TABLE user; --",
  '__proto__',
  'constructor',
  '=cmd|calc',
  '../../etc/passwd',
  'a'.repeat(70_000),
  '9'.repeat(400),
)
export const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 1e21, -0, Number.MAX_SAFE_INTEGER, [], {}, [[[[[[[[]]]]]]]], '', { __proto__: { admin: true } }),
  fc.constantFrom(...NAUGHTY),
  fc.anything({ maxDepth: 3, withBigInt: false }),
)

export interface JsonSchema {
  type?: string
  enum?: unknown[]
  const?: unknown
  properties?: Record<string, JsonSchema>
  required?: string[]
  /** Of records: what their keys may be, and what stands under each. */
  propertyNames?: JsonSchema
  additionalProperties?: JsonSchema | boolean
  items?: JsonSchema
  anyOf?: JsonSchema[]
  minimum?: number
  maximum?: number
}

/** The fields of an object, or of a record by its keys, as far as they are named. */
const propertiesOf = ({ properties, propertyNames, additionalProperties, required = [] }: JsonSchema): Record<string, JsonSchema> =>
  properties ??
  (typeof additionalProperties === 'object'
    ? Object.fromEntries(((propertyNames?.enum as string[] | undefined) ?? required).map((key) => [key, additionalProperties])) // keys are texts
    : {})

/** Inputs that look right, so that they get past the door and reach the deed. */
export function plausible(schema: JsonSchema, ids: readonly string[]): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((part) => plausible(part, ids)))
  switch (schema.type) {
    case 'object':
      return fc.record(Object.fromEntries(Object.entries(propertiesOf(schema)).map(([key, part]) => [key, plausible(part, ids)])), {
        requiredKeys: schema.required ?? [],
      })
    case 'array':
      return fc.array(plausible(schema.items ?? {}, ids), { maxLength: 5 })
    case 'boolean':
      return fc.boolean()
    case 'integer':
    case 'number':
      return fc.oneof(fc.integer({ min: Math.max(schema.minimum ?? -5, -2e9), max: Math.min(schema.maximum ?? 2e9, 2e9) }), fc.integer({ min: 0, max: 20 }))
    case 'string':
      return fc.oneof(
        fc.constantFrom(...NAUGHTY.filter((text) => text.length < 200)),
        fc.string({ maxLength: 30 }),
        fc.constantFrom('EUR', 'a@example.org', '2026-03-02', '1234', 'Anna', '+4915123456789'),
      )
    case undefined:
    default:
      return fc.oneof(fc.constantFrom(...ids), fc.uuid({ version: 7 }), junk)
  }
}

/** One field of something plausible replaced, left out or added. */
export const damaged = (good: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.tuple(good, fc.nat(), junk, fc.constantFrom('replace', 'drop', 'add')).map(([value, at, thing, how]) => {
    if (typeof value !== 'object' || value === null) return thing
    const copy = { ...(value as Record<string, unknown>) } // a record of the line above
    const keys = Object.keys(copy)
    const key = keys[at % Math.max(1, keys.length)] ?? 'x'
    if (how === 'drop') delete copy[key]
    else copy[how === 'add' ? `extra${at % 9}` : key] = thing
    return copy
  })
