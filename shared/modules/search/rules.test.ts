import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Hit } from './model.ts'
import { hasStarts, hasWords, merge, readPairs, readTyped, TIERS, tierOf } from './rules.ts'

describe('what was typed', () => {
  it.each([
    ['+49 (0)30 / 123-456', '4930123456'],
    ['0049 30 123456', '4930123456'],
    ['030 123456', '30123456'],
    ['٠٥٠١٢٣', '50123'],
    ['000', '000'],
    ['12', ''],
    ['B 1234', ''],
    ['Müller', ''],
  ])('SEARCH-ALL: %j is looked for in phones as %j', (text, digits) => {
    expect(readTyped(text).digits).toBe(digits)
  })

  it('SEARCH-ALL: names are looked for without case and accents, codes without separators', () => {
    expect(readTyped('  Łukasz  ÖHR-12 ')).toMatchObject({ key: 'lukasz ohr-12', words: ['lukasz', 'ohr-12'], code: 'ŁUKASZÖHR12' })
    expect(readTyped('-').words).toEqual([])
  })

  it('SEARCH-ALL: several words may be a name and a plate, in either order; digits alone are not', () => {
    expect(readPairs(readTyped('miller bab'))).toEqual([
      { words: ['miller'], code: 'BAB' },
      { words: ['bab'], code: 'MILLER' },
    ])
    expect(readPairs(readTyped('B AB 12 miller'))).toContainEqual({ words: ['ab', '12', 'miller'].slice(1), code: 'BAB' })
    expect(readPairs(readTyped('miller'))).toEqual([])
    expect(readPairs(readTyped('030 1234'))).toEqual([])
  })

  it('SEARCH-ALL: words begin or are words of a name', () => {
    expect(hasStarts('anna berg', ['be', 'an'])).toBe(true)
    expect(hasStarts('anna berg', ['erg'])).toBe(false)
    expect(hasWords('anna bergmann', ['berg'])).toBe(false)
    expect(hasWords('anna berg', ['berg'])).toBe(true)
  })
})

describe('the order of hits', () => {
  const hit = (kind: Hit['kind'], id: string): Hit => ({ kind, id, title: id, subtitle: '', matched: 'name' })
  const found = (kind: Hit['kind'], id: string, tier: number) => ({ hit: hit(kind, id), tier })

  it('SEARCH-ALL: exact before beginning before anywhere, kinds by turns, each record once by its best match', () => {
    const hits = merge(
      [
        [
          found('customer', 'c1', TIERS.wordStart),
          found('customer', 'c2', TIERS.start),
          found('customer', 'c3', TIERS.start),
          found('customer', 'c1', TIERS.exact),
        ],
        [found('vehicle', 'v1', TIERS.start), found('vehicle', 'v2', TIERS.inside)],
      ],
      20,
    )
    expect(hits.map(({ id }) => id)).toEqual(['c1', 'c2', 'v1', 'c3', 'v2'])
  })

  it('SEARCH-ALL: never more than asked for, none twice, better before worse, and a kind with hits as good is never crowded out', () => {
    const kinds = fc.tuple(
      ...(['customer', 'vehicle', 'item'] as const).map((kind) =>
        fc.array(fc.tuple(fc.nat(30), fc.nat(4)).map(([n, tier]) => found(kind, `${kind}${n}`, tier))),
      ),
    )
    fc.assert(
      fc.property(kinds, fc.integer({ min: 1, max: 20 }), (lists, limit) => {
        const hits = merge(lists, limit)
        const best = (id: string) =>
          Math.min(
            ...lists
              .flat()
              .filter((one) => one.hit.id === id)
              .map(({ tier }) => tier),
          )
        expect(hits.length).toBe(Math.min(limit, new Set(lists.flat().map((one) => one.hit.id)).size))
        expect(new Set(hits.map(({ id }) => id)).size).toBe(hits.length)
        expect(hits.map(({ id }) => best(id))).toEqual(hits.map(({ id }) => best(id)).sort((a, b) => a - b))
        const top = Math.min(...lists.flat().map(({ tier }) => tier))
        const withTop = lists.filter((list) => list.some(({ tier }) => tier === top)).length
        expect(new Set(hits.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(Math.min(withTop, limit))
      }),
    )
  })

  it('SEARCH-ALL: a code matches exactly, from its beginning, or inside', () => {
    expect([tierOf('BAB1', 'BAB1', ''), tierOf('BAB', 'BAB1', ''), tierOf('AB1', 'BAB1', 'X')]).toEqual([TIERS.exact, TIERS.start, TIERS.inside])
  })
})
