import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { MODULES } from '#shared/modules.ts'
import { openShop, openTestCore, testClock } from '#tests/support/core.ts'
import { monday, openWorkshop } from '#tests/support/workshop.ts'
import { damaged, junk, type JsonSchema, plausible } from './plausible.ts'

const CASES = 1000
const KINDS: readonly string[] = ['invalid', 'notFound', 'conflict', 'forbidden', 'unavailable']
const operations = MODULES.flatMap(({ contract }) =>
  Object.entries(contract.operations).map(([key, operation]) => ({ name: `${contract.name}.${key}`, operation })),
)

/** A workshop as it opens, and its owner's session. */
let workshop: { image: Buffer; owner: string }
beforeAll(async () => {
  const { shop, owner } = await openWorkshop()
  workshop = { image: shop.platform.store.connection.raw.serialize(), owner }
  await shop.shutdown()
})

describe('SEC-INPUT: malformed, oversized, hostile and wrong-typed input at dispatch', () => {
  // A shop of its own for each operation, as some of them end sessions or take rights away.
  it.each(operations.map(({ name, operation }) => [name, operation] as const))(
    `SEC-INPUT %s: ${CASES} cases give a typed answer and a refused one writes nothing`,
    async (name, operation) => {
      const { image, owner } = workshop
      const shop = openTestCore({ image, clock: testClock(monday(9)), link: { fetch: () => Promise.reject(new TypeError('no network in tests')) } })
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
            // Matchers would take a fifth of the time, half a million times.
            const { code, kind } = answer.error
            if (code === 'platform.internal' || !/^[a-zA-Z]+\.[a-zA-Z0-9]+$/.test(code) || !KINDS.includes(kind))
              throw new Error(`${code} (${kind}) ${JSON.stringify(value)?.slice(0, 500)} ${shop.logged.at(-1)?.slice(0, 1500)}`)
            if (entries.get() !== before) throw new Error(`${code} was answered, and something written`)
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
