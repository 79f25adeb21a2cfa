import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { atLocal, MINUTE_MS, overlaps } from '../../../kernel/time.ts'
import type { Booking } from '../../appointments/rules.ts'
import { type Capacity, rebooked } from '../../appointments/rules/days.ts'
import { grow, grownEnd } from './grow.ts'
import { replan } from './replan.ts'

const ZONE = 'Europe/Berlin'
const at = (minutes: number) => atLocal('2026-03-02', minutes, ZONE)
const capacityOf = (booked: readonly Booking[]): Capacity => rebooked(EMPTY, [], booked)
const EMPTY: Capacity = {
  hours: { opensAtMinutes: 480, closesAtMinutes: 1080, openWeekdays: '12345' },
  zone: ZONE,
  bays: ['b1', 'b2'].map((id) => ({ id: id as never, name: id, state: 'free', downUntilAt: null, equipmentIds: [], weekHours: null })),
  technicians: ['t1', 't2'].map((id) => ({ id: id as never, name: id, skillIds: [], weekHours: null, hiredOn: null, endedOn: null })),
  absences: [],
  holidays: [],
  live: () => [],
  taken: () => ({ starts: [], ends: [], first: 0 }),
}
const booking = (id: string, bay: string | null, technician: string | null, from: number, to: number): Booking => ({
  id: id as never,
  bayId: bay as never,
  technicianId: technician as never,
  startAt: at(from),
  endAt: at(to),
})
const all = () => true

describe('a booking that grows', () => {
  it('A-PLANNER: ends later by what its job needs more, in quarters of an hour, and by nothing while it has enough', () => {
    const one = booking('x', 'b1', 't1', 480, 540)
    expect(grownEnd(one, 60, 60)).toBeNull()
    expect(grownEnd(one, 30, 60)).toBeNull()
    expect(grownEnd(one, 61, 60)).toBe(at(555))
    expect(grownEnd(one, 150, 60)).toBe(at(630))
    expect((grownEnd(one, 1_000_000, 60) ?? 0) - one.startAt).toBe(14 * 24 * 60 * MINUTE_MS)
  })

  it('A-PLANNER: says whom it pushes in its bay and of its technician, and nobody else', () => {
    const one = booking('x', 'b1', 't1', 480, 540)
    const others = [
      booking('sameBay', 'b1', 't2', 540, 600),
      booking('sameMan', 'b2', 't1', 570, 630),
      booking('other', 'b2', 't2', 600, 660),
      booking('later', 'b1', 't1', 700, 760),
    ]
    const { growths } = grow(capacityOf([one, ...others]), [{ booking: one, endAt: at(600) }], all)
    expect(growths.map(({ pushes }) => pushes.map(({ id }) => id))).toEqual([['sameBay', 'sameMan']])
  })

  it('A-PLANNER: does not grow into what cannot move; one that is pushed does not push where it stood', () => {
    const [one, two, three] = [booking('x', 'b1', 't1', 480, 540), booking('y', 'b1', 't1', 540, 600), booking('z', 'b1', 't1', 600, 660)]
    const capacity = capacityOf([one, two, three])
    const tried = { booking: one, endAt: at(570) }
    expect(grow(capacity, [tried], ({ id }) => id !== two.id)).toMatchObject({ growths: [], stuck: [tried] })
    const { growths } = grow(
      capacity,
      [
        { booking: two, endAt: at(630) },
        { booking: one, endAt: at(570) },
      ],
      all,
    )
    expect(growths.map(({ booking: { id }, pushes }) => [id, pushes.map((pushed) => pushed.id)])).toEqual([['x', ['y']]])
  })

  it('PLAN-1 A-PLANNER: those pushed move one after the other and then all grow: nothing ever overlaps', () => {
    const rows = fc.array(fc.record({ row: fc.nat(1), gap: fc.nat(3), quarters: fc.integer({ min: 1, max: 8 }), more: fc.integer({ min: 0, max: 6 }) }), {
      minLength: 1,
      maxLength: 12,
    })
    fc.assert(
      fc.property(rows, (drawn) => {
        const nextAt = [480, 480]
        const live = drawn.map(({ row, gap, quarters }, i) => {
          const from = (nextAt[row] ?? 0) + gap * 15
          nextAt[row] = from + quarters * 15
          return booking(`x${i}`, `b${row + 1}`, `t${row + 1}`, from, from + quarters * 15)
        })
        const grown = live.flatMap((one, i) => {
          const more = drawn[i]?.more ?? 0
          return more > 0 ? [{ booking: one, endAt: one.endAt + more * 15 * MINUTE_MS }] : []
        })
        const { growths, capacity } = grow(capacityOf(live), grown, all)
        const movers = growths
          .flatMap(({ pushes }) => pushes)
          .map((one) => ({ booking: one, cause: 'pushed' as const, wanted: { minutes: (one.endAt - one.startAt) / MINUTE_MS, fromAt: one.startAt } }))
        const now = new Map(live.map((one) => [one.id, one]))
        const seat = (next: Booking) => {
          const inTheWay = [...now.values()].filter(
            (other) => other.id !== next.id && (other.bayId === next.bayId || other.technicianId === next.technicianId) && overlaps(other, next),
          )
          expect(inTheWay).toEqual([])
          now.set(next.id, next)
        }
        for (const { mover, slot } of replan(capacity, movers, 1)) if (slot) seat({ ...mover.booking, ...slot, id: mover.booking.id })
        for (const { booking: one, endAt } of growths) seat({ ...one, endAt })
      }),
      { numRuns: 60 },
    )
  })
})
