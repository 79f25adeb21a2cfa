import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Id } from '../../../kernel/ids.ts'
import type { PartState } from '../model.ts'
import { partState, partsState } from './parts.ts'

const [first, second, third] = ['1', '2', '3'] as [Id<'workOrderLine'>, Id<'workOrderLine'>, Id<'workOrderLine'>] // any ids
const line = (id: Id<'workOrderLine'>, qtyMilli: number, own: object = {}) => ({
  id,
  kind: 'part' as const,
  itemId: 'i' as Id<'item'>,
  declined: false,
  qtyMilli,
  ...own,
})
const supply = (qtyMilli: number, onOrderMilli: number, ...waiting: (readonly [Id<'workOrderLine'>, number])[]) => ({
  isKept: true,
  qtyMilli,
  onOrderMilli,
  waiting: waiting.map(([lineId, wanted]) => ({ lineId, qtyMilli: wanted })),
})

describe('how an order stands to its parts', () => {
  it('STK-10 INV-USAGE: who asked first holds what lies there; who comes later waits for what is on order, or is short', () => {
    const held = supply(3000, 1000, [first, 2000], [second, 2000], [third, 1000])
    const open = { state: 'open' as const }
    expect([line(first, 2000), line(second, 2000), line(third, 1000)].map((one) => partState(open, one, held))).toEqual(['reserved', 'onOrder', 'short'])
    expect(partState({ state: 'estimate' }, line('4' as Id<'workOrderLine'>, 1000), supply(3000, 0, [first, 2000]))).toBe('inStock')
    expect(partState({ state: 'estimate' }, line('4' as Id<'workOrderLine'>, 2000), supply(3000, 0, [first, 2000]))).toBe('short')
    expect(partState({ state: 'done' }, line(first, 2000), held)).toBe('taken')
  })
  it('INV-USAGE: labour, declined lines and parts that nobody keeps have no state', () => {
    const open = { state: 'open' as const }
    expect(partState(open, line(first, 1000, { kind: 'labor' }), supply(9000, 0))).toBe('none')
    expect(partState(open, line(first, 1000, { declined: true }), supply(9000, 0))).toBe('none')
    expect(partState(open, line(first, 1000), { ...supply(0, 0), isKept: false })).toBe('none')
    expect(partState(open, line(first, 1000), { ...supply(0, 1000), isKept: false })).toBe('onOrder')
    expect(partState({ state: 'cancelled' }, line(first, 1000), supply(9000, 0))).toBe('none')
  })
  it('JOB-BOARD INV-USAGE: an order stands to its parts as the line that is furthest from being fitted', () => {
    const of = (...parts: readonly PartState[]) => partsState(parts.map((part) => ({ part, disposition: 'open' })))
    expect([of(), of('none')]).toEqual(['none', 'none'])
    expect([of('none', 'taken'), of('taken', 'reserved'), of('inStock')]).toEqual(['settled', 'here', 'here'])
    expect([of('reserved', 'onOrder'), of('onOrder', 'short', 'reserved')]).toEqual(['ordered', 'missing'])
    expect(
      partsState([
        { part: 'short', disposition: 'fitted' },
        { part: 'none', disposition: 'handedOver' },
      ]),
    ).toBe('settled')
  })
  it('STK-10: what is held for lines is never more than lies there', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5000 }), { maxLength: 8 }), fc.integer({ min: -3000, max: 12_000 }), (wanted, qtyMilli) => {
        const lines = wanted.map((qty, i) => line(String(i) as Id<'workOrderLine'>, qty))
        const held = supply(qtyMilli, 0, ...lines.map((one) => [one.id, one.qtyMilli] as const))
        const reserved = lines.filter((one) => partState({ state: 'open' }, one, held) === 'reserved')
        expect(reserved.reduce((sum, one) => sum + one.qtyMilli, 0)).toBeLessThanOrEqual(Math.max(0, qtyMilli))
      }),
    )
  })
})
