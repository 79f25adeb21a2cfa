import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PURCHASE_STATES, type PurchaseHead, type PurchaseLine, purchaseMachine } from './model.ts'
import { checkCancel, checkOrder, isComplete, netOf, openMilli, step, toOrder } from './rules.ts'

const head = (state: PurchaseHead['state']) => ({ state, number: 'B7K2-000001' }) as PurchaseHead // what these rules look at
const line = (qtyMilli: number, receivedMilli: number) => ({ qtyMilli, receivedMilli, unitCostMinor: 333, packMilli: 1000 }) as PurchaseLine // likewise

describe('what may become of a purchase order', () => {
  it('PUR-1 PUR-3: follows the table for every state and event', () => {
    for (const state of PURCHASE_STATES)
      for (const event of ['edit', 'order', 'receive', 'complete', 'cancel'] as const) {
        const next = purchaseMachine[state][event]
        const done = step(head(state), event)
        if (next === 'refused') expect(done).toMatchObject({ ok: false, error: { code: 'purchasing.wrongState', state, event } })
        else expect(done).toEqual({ ok: true, value: next })
      }
  })

  it('PUR-3 PUR-4: is complete when nothing is open, and not cancelled once some of it came in', () => {
    expect(isComplete([line(1000, 1000), line(500, 700)])).toBe(true)
    expect(isComplete([line(1000, 999)])).toBe(false)
    expect(openMilli(line(500, 700))).toBe(0)
    expect(checkCancel(head('ordered'), [line(1000, 0)])).toEqual({ ok: true, value: 'cancelled' })
    expect(checkCancel(head('ordered'), [line(1000, 1)])).toMatchObject({ error: { code: 'purchasing.alreadyReceived' } })
    expect(checkOrder(head('draft'), [])).toMatchObject({ error: { code: 'purchasing.noLines' } })
    expect(netOf([line(1500, 0), line(1000, 0)])).toBe(500 + 333)
  })
})

describe('how much to order', () => {
  const level = { qtyMilli: 0, onOrderMilli: 0, reorderAtMilli: null, criticalAtMilli: null, fillToMilli: null }
  it.each([
    [{ ...level, qtyMilli: 2000, reorderAtMilli: 4000, fillToMilli: 10_000 }, 8000],
    [{ ...level, qtyMilli: 4000, reorderAtMilli: 4000, fillToMilli: 10_000 }, 6000],
    [{ ...level, qtyMilli: 4001, reorderAtMilli: 4000, fillToMilli: 10_000 }, 0],
    [{ ...level, qtyMilli: 2000, onOrderMilli: 3000, reorderAtMilli: 4000, fillToMilli: 10_000 }, 0],
    [{ ...level, qtyMilli: -500 }, 500],
    [{ ...level, qtyMilli: 1000, criticalAtMilli: 2000 }, 2000],
    [{ ...level, qtyMilli: 0 }, 0],
  ])('PUR-5 INV-REORDER: %j asks for %i', (wanting, ordered) => {
    expect(toOrder(wanting)).toBe(ordered)
  })

  it('PUR-5: what was proposed and ordered is not proposed again, whatever the level', () => {
    const milli = fc.integer({ min: 0, max: 50_000 })
    fc.assert(
      fc.property(
        fc.integer({ min: -50_000, max: 50_000 }),
        fc.option(milli),
        fc.option(milli),
        fc.integer({ min: 1, max: 50_000 }),
        (qtyMilli, reorderAtMilli, criticalAtMilli, above) => {
          const limit = reorderAtMilli ?? criticalAtMilli ?? 0
          const wanting = { qtyMilli, onOrderMilli: 0, reorderAtMilli, criticalAtMilli, fillToMilli: limit + above }
          expect(toOrder({ ...wanting, onOrderMilli: toOrder(wanting) })).toBe(0)
        },
      ),
    )
  })
})
