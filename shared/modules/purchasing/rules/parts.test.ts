import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { states, type Machine } from '../../../kernel/machine.ts'
import type { Core, PartRequest } from '../model/parts.ts'
import { coreMachine, requestMachine, returnMachine } from '../model/parts.ts'
import { spread } from './landed.ts'
import { creditsOf, openOf, orderOf, served, stepCore, stepRequest, stepReturn } from './parts.ts'

describe('landed cost', () => {
  const lines = fc.uniqueArray(
    fc.record({ id: fc.uuid(), valueMinor: fc.integer({ min: 0, max: 1_000_000 }), qtyMilli: fc.integer({ min: 1, max: 1_000_000 }) }),
    { minLength: 1, maxLength: 12, selector: ({ id }) => id },
  )
  it('PUR-6 PUR-ORDER FIN-PRECISION: shares sum to freight and duty to the cent, are never negative, and do not depend on the order of lines', () => {
    fc.assert(
      fc.property(lines, fc.integer({ min: 0, max: 10_000_000 }), fc.constantFrom('value' as const, 'quantity' as const), (all, amount, by) => {
        const shares = spread(amount, all, by)
        expect([...shares.values()].reduce((sum, share) => sum + share, 0)).toBe(amount)
        expect([...shares.values()].every((share) => share >= 0)).toBe(true)
        const turned = spread(amount, all.toReversed(), by)
        for (const { id } of all) expect(turned.get(id)).toBe(shares.get(id))
      }),
    )
  })
  it('PUR-6 PUR-ORDER: by value, by quantity, and by quantity where nothing cost anything', () => {
    const two = [
      { id: 'a', valueMinor: 100, qtyMilli: 3000 },
      { id: 'b', valueMinor: 300, qtyMilli: 1000 },
    ]
    const free = two.map((line) => ({ ...line, valueMinor: 0 }))
    const shares = (...call: Parameters<typeof spread>) => [...spread(...call).entries()].sort(([a], [b]) => (a < b ? -1 : 1))
    expect(shares(10, two, 'value')).toEqual([
      ['a', 3],
      ['b', 7],
    ])
    expect(shares(10, two, 'quantity')).toEqual([
      ['a', 8],
      ['b', 2],
    ])
    expect(shares(10, free, 'value')).toEqual(shares(10, free, 'quantity'))
  })
})

describe('requests, returns and cores', () => {
  it.each([
    ['PART-SPECIAL: a request', requestMachine, stepRequest],
    ['PART-RETURN: a vendor return', returnMachine, stepReturn],
    ['PART-CORE: a core', coreMachine, stepCore],
  ] as const)('%s follows its table for every state and event', (_, table, step) => {
    const machine: Machine<string, string> = table
    for (const state of states(machine))
      for (const [event, next] of Object.entries(machine[state] ?? {})) {
        const done = (step as (known: { state: string }, event: string) => unknown)({ state }, event) // each with its own words
        if (next === 'refused') expect(done).toMatchObject({ ok: false, error: { code: 'purchasing.wrongStep', state, event } })
        else expect(done).toEqual({ ok: true, value: next })
      }
  })

  it('PUR-7 PART-SPECIAL: what came serves the oldest request that it serves whole', () => {
    const ask = (id: string, qtyMilli: number, itemId = 'pads') => ({ id, itemId, qtyMilli }) as unknown as PartRequest // what the rule looks at
    const all = [ask('a', 2000), ask('b', 3000), ask('c', 1000), ask('d', 1000, 'disc')]
    const here = (pads: number) => [...served(all, (itemId) => ((itemId as string) === 'pads' ? pads : 0))]
    expect([here(1999), here(2000), here(3000), here(5000), here(9000)]).toEqual([['c'], ['a'], ['a', 'c'], ['a', 'b'], ['a', 'b', 'c']])
  })

  it('PUR-7: never more is served than came, whatever was asked for', () => {
    const asks = fc.array(fc.integer({ min: 1, max: 5000 }), { maxLength: 10 })
    fc.assert(
      fc.property(asks, fc.integer({ min: 0, max: 20_000 }), (quantities, came) => {
        const all = quantities.map((qtyMilli, i) => ({ id: `r${i}`, itemId: 'x', qtyMilli }) as unknown as PartRequest) // likewise
        const here = served(all, () => came)
        expect(all.reduce((sum, { id, qtyMilli }) => sum + (here.has(id) ? qtyMilli : 0), 0)).toBeLessThanOrEqual(came)
      }),
    )
    expect([orderOf(1000, 0, 12_000), orderOf(3000, 10_000, 12_000), orderOf(500, 0, 1000)]).toEqual([12_000, 24_000, 1000])
  })

  it('PUR-8 PART-CORE: nothing is open in a chain that is complete, and what is missing in one that is not', () => {
    const money = fc.integer({ min: 0, max: 100_000 })
    fc.assert(
      fc.property(money, money, (deposit, charge) => {
        const chain = { depositMinor: deposit, refundMinor: deposit, chargeMinor: charge, creditMinor: charge } as Core // what the rule looks at
        expect(openOf(chain)).toEqual({ customerMinor: 0, vendorMinor: 0 })
        expect(openOf({ ...chain, creditMinor: 0 })).toEqual({ customerMinor: 0, vendorMinor: charge })
        expect(openOf({ ...chain, refundMinor: 0 })).toEqual({ customerMinor: deposit, vendorMinor: 0 })
      }),
    )
  })

  it('PART-RETURN FIN-PRECISION: a credit is divided among the lines to the cent', () => {
    const credits = creditsOf(1000, [
      { id: 'a', valueMinor: 333 },
      { id: 'b', valueMinor: 333 },
      { id: 'c', valueMinor: 334 },
    ])
    expect([...credits.values()].reduce((sum, one) => sum + one, 0)).toBe(1000)
  })
})
