import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_CHANGES, MAX_ENTRIES, pushRequest } from '#shared/contract/wire.ts'
import { isSurelyPush } from './quick.ts'

const HLC = '019a0b1c2d3e0000-b7k2m0qa'
const change = { table: 'customer', id: 'c', insert: false, fields: { name: ['Ada', { x: [1] }, HLC], note: ['', null, ''], phone: ['1'] } }
const entry = {
  seq: 1,
  part: 1,
  parts: 1,
  txId: '0190b6a0-0000-7000-8000-0000000000aa',
  hlc: HLC,
  at: 1,
  command: 'customers.update',
  schemaVersion: 1,
  userId: null,
  userName: '',
  changes: [change],
}
const request = { sentAt: 1, ackedThrough: 0, entries: [entry] }
type Path = readonly (string | number)[]

/** Every place in the request that may be wrong. */
const places = (value: unknown, at: Path = []): Path[] =>
  typeof value === 'object' && value !== null ? [at, ...Object.entries(value).flatMap(([key, inner]) => places(inner, [...at, key]))] : [at]
function put(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by
  if (Array.isArray(value)) return value.map((inner, i) => (String(i) === String(key) ? put(inner, rest, by) : inner))
  return { ...(value as object), [key]: put((value as Record<string, unknown> | null)?.[key], rest, by) } // a place of it
}

describe('the quick look at a push', () => {
  it('SEC-INPUT: takes what programs of ours send', () => {
    expect(isSurelyPush(request)).toBe(true)
    expect(isSurelyPush({ ...request, centreEpoch: 3, entries: [entry, { ...entry, seq: 2, userId: 'u' }] })).toBe(true)
  })

  it('SEC-INPUT: takes nothing that the schema of the wire refuses, or would give otherwise', () => {
    const odd = fc.oneof(
      fc.constantFrom(undefined, null, '', ' ', 0, -1, -0, 1.5, 2 ** 53, '1', true, [], {}, [1], [1, 2], [1, 2, 3], [1, 2, HLC], HLC.toUpperCase(), `${HLC}\n`),
      fc.constantFrom('x'.repeat(200), 'x'.repeat(201), 'Customer', '_x', { '': ['x'] }, { a_b: ['x'] }, JSON.parse('{"__proto__": ["x"]}')),
      fc.jsonValue(),
    )
    const value = fc.oneof(
      fc.tuple(fc.constantFrom(...places(request)), odd).map(([at, by]) => put(request, at, by)),
      fc.tuple(fc.constantFrom(...places(request)), fc.string(), odd).map(([at, key, by]) => put(request, [...at, key], by)),
      fc.jsonValue(),
    )
    fc.assert(
      fc.property(value, (json) => {
        if (!isSurelyPush(json)) return
        expect(pushRequest.parse(json)).toEqual(json)
      }),
      { numRuns: 2_000 },
    )
  })

  it.each([
    ['entries', { ...request, entries: Array.from({ length: MAX_ENTRIES + 1 }, () => entry) }],
    ['changes', { ...request, entries: [{ ...entry, changes: Array.from({ length: MAX_CHANGES + 1 }, () => change) }] }],
    ['more keys', { ...request, more: 1 }],
    ['an unknown key in the place of one', { sentAt: 1, ackedThrough: 0, entrys: [entry] }],
  ])('SEC-INPUT: leaves it to the schema: %s', (_, value) => {
    expect([isSurelyPush(value), pushRequest.safeParse(value).success]).toEqual([false, false])
  })
})
