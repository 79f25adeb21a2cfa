import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { atLocal, MINUTE_MS, overlaps } from '../../../kernel/time.ts'
import type { Booking } from '../../appointments/rules.ts'
import { type Capacity, rebooked } from '../../appointments/rules/days.ts'
import { type Mover, replan } from './replan.ts'

const ZONE = 'Europe/Berlin'
const local = (minutes: number, on = '2026-03-02') => atLocal(on, minutes, ZONE)
const BAYS = ['b1', 'b2', 'b3']
const PEOPLE = ['t1', 't2', 't3']
const capacityOf = (booked: readonly Booking[], own: Partial<Capacity> = {}): Capacity => rebooked({ ...EMPTY, ...own }, [], booked)
const EMPTY: Capacity = {
  hours: { opensAtMinutes: 480, closesAtMinutes: 1080, openWeekdays: '12345' },
  zone: ZONE,
  bays: BAYS.map((id) => ({ id: id as never, name: id, state: 'free', downUntilAt: null, equipmentIds: [], weekHours: null })),
  technicians: PEOPLE.map((id) => ({ id: id as never, name: id, skillIds: [], weekHours: null, hiredOn: null, endedOn: null })),
  absences: [],
  holidays: [],
  live: () => [],
  taken: () => ({ starts: [], ends: [], first: 0 }),
}
const booking = (id: string, bay: string, technician: string, from: number, minutes: number): Booking => ({
  id: id as never,
  bayId: bay as never,
  technicianId: technician as never,
  startAt: local(from),
  endAt: local(from + minutes),
})
const mover = (one: Booking, own: Partial<Mover> = {}): Mover => ({
  booking: one,
  cause: 'absent',
  wanted: { minutes: (one.endAt - one.startAt) / MINUTE_MS, fromAt: one.startAt },
  ...own,
})
const away = (who: string) => [{ employeeId: who as never, startAt: local(0), endAt: local(1440) }]

/** Bookings of a day that do not overlap: each bay has its technician. */
const anyDay = fc
  .array(
    fc.tuple(
      fc.integer({ min: 0, max: 2 }),
      fc.array(fc.record({ gap: fc.integer({ min: 0, max: 4 }), quarters: fc.integer({ min: 1, max: 12 }) }), { maxLength: 6 }),
    ),
    { maxLength: 3 },
  )
  .map((rows) => {
    const all: Booking[] = []
    const nextAt = [480, 480, 480]
    for (const [k, gaps] of rows)
      for (const { gap, quarters } of gaps) {
        const from = (nextAt[k] ?? 0) + gap * 15
        if (from + quarters * 15 > 1080) continue
        all.push(booking(`x${all.length}`, BAYS[k] ?? '', PEOPLE[k] ?? '', from, quarters * 15))
        nextAt[k] = from + quarters * 15
      }
    return all
  })

describe('a new plan', () => {
  it('A-PLANNER JOB-REALLOC: the same time with somebody else comes before any waiting', () => {
    const [one, two] = [booking('x', 'b1', 't1', 540, 60), booking('y', 'b2', 't2', 540, 60)]
    const [moved] = replan(capacityOf([one, two], { absences: away('t1') }), [mover(one)], 1)
    expect(moved?.slot).toMatchObject({ startAt: local(540), bayId: 'b1', technicianId: 't3' })
  })

  it('A-PLANNER: the order in which bookings are seated is the one in which they wait least', () => {
    // One bay, one technician: the long one first would keep two short ones waiting.
    const narrow = { bays: capacityOf([]).bays.slice(0, 1), technicians: capacityOf([]).technicians.slice(1, 2) }
    const all = [booking('long', 'b2', 't1', 480, 240), booking('s1', 'b3', 't1', 480, 30), booking('s2', 'b4', 't1', 480, 30)]
    const moved = replan(
      capacityOf(all, narrow),
      all.map((one) => mover(one)),
      1,
    )
    expect(moved.map(({ mover: { booking: of } }) => of.id).at(-1)).toBe('long')
    expect(moved.map(({ slot }) => slot?.startAt)).toEqual([local(480), local(510), local(540)])
  })

  it('A-PLANNER: a booking that finds nothing stays without a slot and says why', () => {
    const one = booking('x', 'b1', 't1', 540, 60)
    const [moved] = replan(capacityOf([one], { technicians: [] }), [mover(one)], 1)
    expect(moved).toMatchObject({ slot: null, whyNotEarlier: [{ code: 'noTechnician' }] })
  })

  it('A-PLANNER: a car that waits is called sooner only if that is worth the walk', () => {
    const [soon, later] = [booking('x', 'b1', 't1', 500, 60), booking('y', 'b2', 't2', 700, 60)]
    const pulled = (one: Booking) => replan(capacityOf([one]), [mover(one, { cause: 'pulled', wanted: { minutes: 60, fromAt: local(480) } })], 1)[0]?.slot
    expect(pulled(soon)).toBeNull()
    expect(pulled(later)?.startAt).toBe(local(480))
  })

  it('PLAN-1 A-PLANNER: whatever the day and whoever is away, moved one after the other nothing ever overlaps, and the plan comes out the same again', () => {
    fc.assert(
      fc.property(anyDay, fc.constantFrom(...PEOPLE), fc.nat(), (live, who, seed) => {
        const capacity = capacityOf(live, { absences: away(who) })
        const movers = live.filter(({ technicianId }) => technicianId === (who as never)).map((one) => mover(one))
        const moved = replan(capacity, movers, seed)
        expect(replan(capacity, movers, seed)).toEqual(moved)
        expect(moved.map(({ mover: { booking: of } }) => of.id).sort()).toEqual(movers.map(({ booking: of }) => of.id).sort())
        const now = new Map(live.map((one) => [one.id, one]))
        for (const { mover: one, slot } of moved) {
          if (!slot) throw new Error('there is always a free day within the horizon')
          const seated = { ...one.booking, startAt: slot.startAt, endAt: slot.endAt, bayId: slot.bayId, technicianId: slot.technicianId }
          const inTheWay = [...now.values()].filter(
            (other) => other.id !== seated.id && (other.bayId === seated.bayId || other.technicianId === seated.technicianId) && overlaps(other, seated),
          )
          expect(inTheWay).toEqual([])
          expect(overlaps(seated, capacity.absences[0] ?? seated) && seated.technicianId === (who as never)).toBe(false)
          expect(seated.startAt).toBeGreaterThanOrEqual(one.booking.startAt)
          now.set(seated.id, seated)
        }
      }),
      { numRuns: 60 },
    )
  })
})
