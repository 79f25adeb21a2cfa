import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { atLocal, MINUTE_MS } from '#shared/kernel/time.ts'
import { SLOT_STEP_MS } from '#shared/modules/appointments/model.ts'
import { dragged, onDay, type Place, shifted, steered, stepped, stretched } from './moving.ts'
import type { Moving } from './useMoving.ts'

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

  it('BAY-BOARD APPT-VIEWS: on another day it keeps its time of the wall clock, over a change of clocks too', () => {
    const zone = 'Europe/Berlin'
    const nine = atLocal('2026-03-28', 540, zone)
    const moved = onDay({ row: 'bay 1', startAt: nine, endAt: nine + 90 * MINUTE_MS }, '2026-03-29', zone)
    expect(moved).toEqual({ row: 'bay 1', startAt: atLocal('2026-03-29', 540, zone), endAt: atLocal('2026-03-29', 630, zone) })
  })

  it('BAY-BOARD A11Y: keys move it by rows and along time, pull its end, put it down or give up, and turn where the writing does', () => {
    const [from, did, rows]: [Place, string[], number[]] = [place(0, 60), [], []]
    const moving = {
      to: (to: Place) => did.push(`${to.row} ${to.startAt - NINE} ${to.endAt - NINE}`),
      put: () => did.push('put'),
      giveUp: () => did.push('given up'),
    }
    const press = (key: string, own: { shiftKey?: boolean; ctrlKey?: boolean; isTurned?: boolean } = {}) => {
      const { shiftKey = false, ctrlKey = false, isTurned = false } = own
      const act = steered(
        { key, shiftKey, ctrlKey },
        {
          moving: moving as unknown as Moving, // no more of it is used
          to: from,
          rows: ['bay 0', 'bay 1'],
          isTurned,
          along: (steps, isCtrl) => shifted(from, isCtrl ? 4 * steps : steps),
          onRow: (index) => rows.push(index),
          onPut: () => did.push('down'),
        },
      )
      act?.()
      return did.splice(0).join()
    }
    const [quarter, hour] = [15 * MINUTE_MS, 60 * MINUTE_MS]
    expect(press('ArrowRight')).toBe(`bay 1 ${quarter} ${hour + quarter}`)
    expect(press('ArrowRight', { ctrlKey: true })).toBe(`bay 1 ${hour} ${2 * hour}`)
    expect(press('ArrowLeft', { isTurned: true })).toBe(`bay 1 ${quarter} ${hour + quarter}`)
    expect(press('ArrowRight', { shiftKey: true })).toBe(`bay 1 0 ${hour + quarter}`)
    expect([press('ArrowUp'), press('ArrowDown'), rows]).toEqual([`bay 0 0 ${hour}`, `bay 1 0 ${hour}`, [0, 1]])
    expect([press('Enter'), press(' '), press('Escape'), press('a')]).toEqual(['put,down', 'put,down', 'given up', ''])
  })
})
