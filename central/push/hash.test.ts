import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonical } from '#shared/contract/merge.ts'
import type { Json } from '#shared/kernel/result.ts'
import { canonicalText } from './hash.ts'

const key = fc.oneof(fc.string(), fc.constantFrom('a', 'b', 'B', '10', '9', '__proto__', 'toJSON', '\ud800', ''))
const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null)),
    fc.array(tie('value')),
    // As JSON.parse makes it: `__proto__` is a key like any other.
    fc.array(fc.tuple(key, tie('value'))).map((pairs) => Object.fromEntries(pairs) as Json),
  ),
}))

describe('the hash of an entry', () => {
  it('SYNC-RETRY: is of the same text as ever, for any JSON', () => {
    fc.assert(
      fc.property(value, (json) => {
        const before = JSON.stringify(json)
        expect(canonicalText(json)).toBe(canonical(json))
        expect(JSON.stringify(json)).toBe(before)
      }),
    )
  })

  it('SYNC-RETRY: does not see the order of keys', () => {
    expect(canonicalText({ b: [{ d: 1, c: 2 }], a: null })).toBe(canonicalText({ a: null, b: [{ c: 2, d: 1 }] }))
    expect(canonicalText({ b: { 10: 1, 9: 2 } })).toBe('{"b":{"10":1,"9":2}}')
  })
})
