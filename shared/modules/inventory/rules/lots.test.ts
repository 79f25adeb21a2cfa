import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Id } from '../../../kernel/ids.ts'
import { checkLots, lotKey, lotState, shares } from './lots.ts'

const lotIds = ['a', 'b', 'c', 'd'] as Id<'stockLot'>[] // any ids
const shelf = (...of: (readonly [qtyMilli: number, expiresOn: string | null, blocked?: string])[]) =>
  of.map(([qtyMilli, expiresOn, blocked = ''], i) => ({ lotId: lotIds[i] as Id<'stockLot'>, qtyMilli, expiresOn, blocked }))
const today = '2026-03-02'

describe('lots', () => {
  it.each([
    [null, '', 'usable'],
    ['2026-03-02', '', 'usable'],
    ['2026-03-01', '', 'expired'],
    ['2027-01-01', 'recalled', 'blocked'],
  ] as const)('STK-7: a lot of %s, blocked “%s”, is %s', (expiresOn, blocked, state) => {
    expect(lotState({ expiresOn, blocked }, today)).toBe(state)
  })

  it('STK-7: what expires first leaves first; expired and blocked lots stay, and what no lot covers leaves without one', () => {
    const lots = shelf([5000, '2026-03-01'], [2000, '2026-04-01'], [3000, '2026-05-01', 'recalled'], [1000, null])
    expect(shares(lots, 2500, today)).toEqual([
      { lotId: 'b', qtyMilli: 2000 },
      { lotId: 'd', qtyMilli: 500 },
    ])
    expect(shares(lots, 4000, today)).toEqual([
      { lotId: 'b', qtyMilli: 2000 },
      { lotId: 'd', qtyMilli: 1000 },
      { lotId: null, qtyMilli: 1000 },
    ])
  })

  it('STK-7: what a person picked leaves first, an expired lot too', () => {
    const lots = shelf([5000, '2026-03-01'], [2000, '2026-04-01'])
    const [expired] = lotIds
    expect(shares(lots, 3000, today, [{ lotId: expired as Id<'stockLot'>, qtyMilli: 1000 }])).toEqual([
      { lotId: 'a', qtyMilli: 1000 },
      { lotId: 'b', qtyMilli: 2000 },
    ])
  })

  it('STK-7: shares always sum to what leaves, and no lot gives more than lies there unless it was picked', () => {
    const one = fc.record({
      qtyMilli: fc.integer({ min: 1, max: 9000 }),
      expiresOn: fc.constantFrom(null, '2026-01-01', '2026-09-01'),
      blocked: fc.constantFrom('', 'x'),
    })
    fc.assert(
      fc.property(fc.array(one, { maxLength: 4 }), fc.integer({ min: 1, max: 30_000 }), (found, qtyMilli) => {
        const lots = found.map((lot, i) => ({ ...lot, lotId: lotIds[i] as Id<'stockLot'> }))
        const taken = shares(lots, qtyMilli, today)
        expect(taken.reduce((sum, share) => sum + share.qtyMilli, 0)).toBe(qtyMilli)
        for (const { lotId, qtyMilli: gone } of taken)
          if (lotId !== null) expect(gone).toBeLessThanOrEqual(lots.find((lot) => lot.lotId === lotId)?.qtyMilli ?? 0)
      }),
    )
  })

  it('INV-LOT: goods of a tracked part name lots for all of them, and each serial number is one piece, once', () => {
    const lot = (code: string, qtyMilli: number) => ({ code, qtyMilli, expiresOn: null })
    const oil = { name: 'Oil', tracking: 'lot' as const }
    const starter = { name: 'Starter', tracking: 'serial' as const }
    expect(checkLots({ name: 'Pads', tracking: 'none' }, 1000, [])).toMatchObject({ ok: true })
    expect(checkLots(oil, 1000, [])).toMatchObject({ error: { code: 'inventory.lotNeeded' } })
    expect(checkLots(oil, 3000, [lot('L1', 1000)])).toMatchObject({ error: { code: 'inventory.lotsDiffer' } })
    expect(checkLots(oil, 3000, [lot('L1', 1000), lot('L2', 2000)])).toMatchObject({ ok: true })
    expect(checkLots(starter, 2000, [lot('S1', 1000), lot('s 1', 1000)])).toMatchObject({ error: { code: 'inventory.serialTaken', scanned: 's 1' } })
    expect(checkLots(starter, 2000, [lot('S1', 2000)])).toMatchObject({ error: { code: 'inventory.serialTaken' } })
    expect(lotKey('ab 12-c')).toBe('AB12-C')
  })
})
