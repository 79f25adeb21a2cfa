import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { MODULES } from '#shared/modules.ts'
import { openShop } from '#tests/support/core.ts'
import { ROOT } from '#tests/support/sources.ts'
import { openWorkshop } from '#tests/support/workshop.ts'

const CASES = 1000
const NAUGHTY = (JSON.parse(readFileSync(join(ROOT, 'tests/data/blns.json'), 'utf8')) as string[]).concat(
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
const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 1e21, -0, Number.MAX_SAFE_INTEGER, [], {}, [[[[[[[[]]]]]]]], '', { __proto__: { admin: true } }),
  fc.constantFrom(...NAUGHTY),
  fc.anything({ maxDepth: 3, withBigInt: false }),
)

interface JsonSchema {
  type?: string
  enum?: unknown[]
  const?: unknown
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  anyOf?: JsonSchema[]
  minimum?: number
  maximum?: number
}

/** Inputs that look right, so that they get past the door and reach the deed. */
function plausible(schema: JsonSchema, ids: readonly string[]): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((part) => plausible(part, ids)))
  switch (schema.type) {
    case 'object':
      return fc.record(Object.fromEntries(Object.entries(schema.properties ?? {}).map(([key, part]) => [key, plausible(part, ids)])), {
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
const damaged = (good: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.tuple(good, fc.nat(), junk, fc.constantFrom('replace', 'drop', 'add')).map(([value, at, thing, how]) => {
    if (typeof value !== 'object' || value === null) return thing
    const copy = { ...(value as Record<string, unknown>) } // a record of the line above
    const keys = Object.keys(copy)
    const key = keys[at % Math.max(1, keys.length)] ?? 'x'
    if (how === 'drop') delete copy[key]
    else copy[how === 'add' ? `extra${at % 9}` : key] = thing
    return copy
  })

const operations = MODULES.flatMap(({ contract }) =>
  Object.entries(contract.operations).map(([key, operation]) => ({ name: `${contract.name}.${key}`, operation })),
)

describe('SEC-INPUT: malformed, oversized, hostile and wrong-typed input at dispatch', () => {
  // A shop of its own for each operation, as some of them end sessions or take rights away.
  it.each(operations.map(({ name, operation }) => [name, operation] as const))(
    `SEC-INPUT %s: ${CASES} cases give a typed answer and a refused one writes nothing`,
    async (name, operation) => {
      const { shop, owner } = await openWorkshop()
      const { raw } = shop.platform.store.connection
      const entries = raw.prepare("SELECT count(*) FROM journal WHERE command <> 'auth.attempt'").pluck()
      const ids = raw.prepare('SELECT DISTINCT record_id FROM journal_change ORDER BY seq DESC LIMIT 60').pluck().all() as string[] // ids are text
      const good = plausible(z.toJSONSchema(operation.input, { io: 'input', unrepresentable: 'any' }) as JsonSchema, ids) // the JSON form of the contract itself
      const input = fc.oneof({ arbitrary: junk, weight: 2 }, { arbitrary: damaged(good), weight: 5 }, { arbitrary: good, weight: 3 })
      let n = 0
      await fc.assert(
        fc.asyncProperty(input, async (value) => {
          const before = entries.get()
          const answer = await shop.send(JSON.stringify({ v: 1, id: `fuzz-${name}-${n++}`, name, input: value, token: owner }))
          if (!answer.ok) {
            expect(answer.error.code, `${JSON.stringify(value)?.slice(0, 500)} ${shop.logged.at(-1)?.slice(0, 1500)}`).not.toBe('platform.internal')
            expect(answer.error.code).toMatch(/^[a-zA-Z]+\.[a-zA-Z0-9]+$/)
            expect(['invalid', 'notFound', 'conflict', 'forbidden', 'unavailable']).toContain(answer.error.kind)
            expect(entries.get()).toBe(before)
          }
          shop.logged.length = 0
        }),
        { numRuns: CASES, endOnFailure: true },
      )
      expect(await shop.get('workspace.welcome', {})).toMatchObject({ isSetUp: true })
      expect(raw.pragma('integrity_check', { simple: true })).toBe('ok')
      expect(raw.pragma('foreign_key_check')).toEqual([])
      await shop.shutdown()
    },
  )

  it('SEC-INPUT: the envelope itself survives any text', async () => {
    const shop = await openShop()
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.json(),
          junk.map((value) => JSON.stringify(value) ?? ''),
          fc.constantFrom('{"v":1', '[]', 'null', '{"v":2,"id":"abcdefgh","name":"auth.me","input":{}}'),
        ),
        async (text) => {
          const answer = await shop.send(text)
          expect(answer.ok).toBe(false)
          if (!answer.ok) expect(answer.error.code).toMatch(/^platform\.(badCall|version|unknownOperation|signInNeeded)$/)
        },
      ),
      { numRuns: CASES },
    )
  })
})
