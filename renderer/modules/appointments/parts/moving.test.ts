import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MINUTE_MS } from '#shared/kernel/time.ts'
import { SLOT_STEP_MS } from '#shared/modules/appointments/model.ts'
import { dragged, type Place, shifted, stepped, stretched } from './moving.ts'

const NINE = Date.parse('2026-03-02T09:00:00Z')
const at = (minutes: number) => NINE + minutes * MINUTE_MS
const place = (from: number, to: number, row = 'bay 1'): Place => ({ row, startAt: at(from), endAt: at(to) })
const shown = { startAt: at(-60), endAt: at(600) }

describe('a block on its way', () => {
  it('BAY-BOARD: a step is a quarter of an hour; a block between two quarters lands on one first', () => {
    expect(stepped(at(0), 1)).toBe(at(15))
    expect(stepped(at(5), 1)).toBe(at(15))
    expect(stepped(at(5), -1)).toBe(at(0))
    expect(stepped(at(5), 0)).toBe(at(5))
    expect(shifted(place(0, 60), -2)).toEqual(place(-30, 30))
  })

  it('BAY-BOARD: an end goes later and earlier, and leaves a quarter at least', () => {
    expect(stretched(place(0, 60), 1)).toEqual(place(0, 75))
    expect(stretched(place(0, 60), -9)).toEqual(place(0, 15))
  })

  it('BAY-BOARD: dragging snaps, keeps the length, changes the row, and stays on the board', () => {
    const from = place(0, 60)
    expect(dragged(from, null, { at: at(68), grabbed: 30 * MINUTE_MS, row: 'bay 2' }, shown)).toEqual(place(45, 105, 'bay 2'))
    expect(dragged(from, null, { at: at(-200), grabbed: 0, row: 'bay 1' }, shown)).toEqual(place(-60, 0))
    expect(dragged(from, null, { at: at(900), grabbed: 0, row: 'bay 1' }, shown)).toEqual(place(540, 600))
    expect(dragged(from, 'end', { at: at(92), grabbed: 0, row: 'bay 2' }, shown)).toEqual(place(0, 90))
    expect(dragged(from, 'start', { at: at(92), grabbed: 0, row: 'bay 2' }, shown)).toEqual(place(45, 60))
  })

  it('BAY-BOARD: whatever the pointer does, a block lasts a quarter at least and is moved without being stretched', () => {
    const any = fc.integer({ min: -3000, max: 3000 })
    fc.assert(
      fc.property(any, fc.integer({ min: 0, max: 40 }), fc.constantFrom('start', 'end', null), any, (start, quarters, edge, pointer) => {
        const from = { row: 'bay 1', startAt: at(start), endAt: at(start) + (quarters + 1) * SLOT_STEP_MS }
        const to = dragged(from, edge, { at: at(pointer), grabbed: 0, row: 'bay 2' }, { startAt: at(-3000), endAt: at(6000) })
        expect(to.endAt - to.startAt).toBeGreaterThanOrEqual(SLOT_STEP_MS)
        if (edge === null) expect(to.endAt - to.startAt).toBe(from.endAt - from.startAt)
        else expect(to.row).toBe(from.row)
      }),
    )
  })
})
