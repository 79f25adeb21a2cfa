import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { COUNT_STATES, countMachine } from '../model/counts.ts'
import { TRANSFER_STATES, transferMachine } from '../model/transfers.ts'
import { countStep, expectedMilli, needsRecount, openMilli } from './counts.ts'
import { arriving, inTransit, transferStep } from './transfers.ts'

describe('counts', () => {
  it('INV-COUNT: every state answers every event as its table says', () => {
    for (const state of COUNT_STATES)
      for (const event of ['enter', 'submit', 'recount', 'approve', 'cancel'] as const) {
        const next = countMachine[state][event]
        expect(countStep({ state, number: 'C-1' }, event)).toMatchObject(
          next === 'refused' ? { error: { code: 'inventory.wrongCountState' } } : { value: next },
        )
      }
  })

  it('STK-8: what is sold before, while and after it is counted changes nothing of what is missing, in whatever order the movements become known', () => {
    const step = fc.record({
      deltaMilli: fc.integer({ min: -5000, max: 5000 }),
      when: fc.constantFrom('before' as const, 'after' as const),
      late: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 15 }), fc.integer({ min: -3000, max: 3000 }), (steps, lost) => {
        const sum = (of: typeof steps) => of.reduce((total, { deltaMilli }) => total + deltaMilli, 0)
        const before = sum(steps.filter(({ when }) => when === 'before'))
        const countedMilli = before + lost // what really lies there
        const at = (known: typeof steps, ownMilli: number) => ({
          countedMilli,
          levelMilli: sum(known) + ownMilli,
          sinceMilli: sum(known.filter(({ when }) => when === 'after')),
          ownMilli,
          laterCounts: 0,
        })
        const early = steps.filter(({ late }) => !late)
        const first = openMilli(at(early, 0))
        const then = openMilli(at(steps, first))
        expect(expectedMilli(at(steps, first + then))).toBe(before)
        expect(first + then).toBe(lost)
        expect(openMilli(at(steps, first + then))).toBe(0)
      }),
    )
  })

  it('STK-8: what a later approved count has counted again is moved no more, whatever the earlier one found and had moved', () => {
    const earlier = { countedMilli: 10_000, levelMilli: 10_000, sinceMilli: -2000, laterCounts: 1 }
    expect([openMilli({ ...earlier, ownMilli: 0 }), expectedMilli({ ...earlier, ownMilli: 0 })]).toEqual([0, 10_000])
    expect([openMilli({ ...earlier, ownMilli: -500 }), expectedMilli({ ...earlier, ownMilli: -500 })]).toEqual([0, 10_500])
  })

  it('INV-COUNT: a difference worth enough is counted twice', () => {
    expect(needsRecount(-5000, 1, 5000)).toBe(true)
    expect(needsRecount(-5000, 2, 5000)).toBe(false)
    expect(needsRecount(4999, 1, 5000)).toBe(false)
    expect(needsRecount(0, 1, 0)).toBe(false)
  })
})

describe('transfers', () => {
  it('INV-MOVE: every state answers every event as its table says', () => {
    for (const state of TRANSFER_STATES)
      for (const event of ['edit', 'send', 'arrive', 'complete', 'cancel'] as const) {
        const next = transferMachine[state][event]
        expect(transferStep({ state, number: 'T-1' }, event)).toMatchObject(
          next === 'refused' ? { error: { code: 'inventory.wrongTransferState' } } : { value: next },
        )
      }
  })

  it('STK-9: a difference needs a reason', () => {
    const line = { qtyMilli: 5000, valueMinor: 1000, settledMilli: 2000, settledMinor: 400, name: 'Pads' }
    expect(arriving(line, 1000, false, '')).toMatchObject({ value: { qtyMilli: 1000, valueMinor: 200, differenceMilli: 0 } })
    expect(arriving(line, 4000, false, '')).toMatchObject({ error: { code: 'inventory.reasonNeeded' } })
    expect(arriving(line, 4000, false, 'one more in the box')).toMatchObject({ value: { qtyMilli: 3000, valueMinor: 600, differenceMilli: 1000 } })
    expect(arriving(line, 1000, true, '')).toMatchObject({ error: { code: 'inventory.reasonNeeded' } })
    expect(arriving(line, 1000, true, 'broken')).toMatchObject({ value: { qtyMilli: 3000, valueMinor: 600, differenceMilli: -2000 } })
  })

  it('STK-9: whatever arrives in whatever pieces, what left is what came in and what is on its way, in value too', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9000 }),
        fc.integer({ min: 0, max: 99_999 }),
        fc.array(fc.integer({ min: 0, max: 6000 }), { maxLength: 6 }),
        fc.boolean(),
        (qtyMilli, valueMinor, pieces, isLast) => {
          let line = { qtyMilli, valueMinor, settledMilli: 0, settledMinor: 0, name: 'x' }
          let here = 0
          for (const [i, came] of pieces.entries()) {
            const arrival = arriving(line, came, isLast && i === pieces.length - 1, 'why')
            if (!arrival.ok) throw new Error('a reason was given')
            here += arrival.value.qtyMilli + arrival.value.differenceMilli
            expect(arrival.value.valueMinor).toBeGreaterThanOrEqual(0)
            line = { ...line, settledMilli: line.settledMilli + arrival.value.qtyMilli, settledMinor: line.settledMinor + arrival.value.valueMinor }
            expect(line.settledMilli + inTransit(line)).toBe(qtyMilli)
          }
          expect(here).toBe(pieces.reduce((sum, came) => sum + came, 0))
          if (inTransit(line) === 0) expect(line.settledMinor).toBe(valueMinor)
        },
      ),
    )
  })
})
