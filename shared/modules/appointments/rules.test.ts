import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { atLocal, DAY_MS, HOUR_MS, localMinutes, MINUTE_MS, overlaps } from '../../kernel/time.ts'
import { APPOINTMENT_STATES, type Appointment, appointmentMachine, LIVE_STATES, LONGEST_MS } from './model.ts'
import { type Booking, checkFree, checkTimes, firstFreeSlot, type NamedBooking, nextToCall, refusalOfDatabase, type SlotSearch, step } from './rules.ts'

const codeOf = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? 'ok' : result.error?.code)
const DAY = Date.UTC(2026, 2, 2)
const at = (hours: number) => DAY + hours * HOUR_MS
const booking = (id: string, bay: string, technician: string, from: number, to: number): NamedBooking => ({
  id: id as never,
  bayId: bay as never,
  technicianId: technician as never,
  startAt: at(from),
  endAt: at(to),
  customerName: `customer ${id}`,
  bayName: `name of ${bay}`,
  technicianName: `name of ${technician}`,
})

describe('states of a booking', () => {
  const R = 'refused'
  it.each([
    ['pending', ['pending', 'confirmed', 'called', 'arrived', R, 'noShow', 'cancelled', 'clash']],
    ['confirmed', ['confirmed', R, 'called', 'arrived', R, 'noShow', 'cancelled', 'clash']],
    ['called', ['called', R, R, 'arrived', 'completed', 'noShow', 'cancelled', 'clash']],
    ['arrived', ['arrived', R, 'called', R, 'completed', R, 'cancelled', 'clash']],
    ['completed', [R, R, R, R, R, R, R, R]],
    ['noShow', [R, R, R, 'arrived', R, R, R, R]],
    ['cancelled', [R, R, R, R, R, R, R, R]],
    ['clash', ['pending', 'confirmed', R, R, R, R, 'cancelled', R]],
  ] as const)('APPT-CRUD: answers every event when %s', (state, expected) => {
    const events = ['edit', 'confirm', 'call', 'arrive', 'complete', 'noShow', 'cancel', 'clash'] as const
    const answers = events.map((event) => {
      const next = step({ id: 'a' as never, state }, event)
      return next.ok ? next.value : next.error.code === 'appointments.wrongState' ? R : next.error.code
    })
    expect(answers).toEqual(expected)
  })

  it('APPT-CRUD: the machine is total and leads to known states only', () => {
    expect(Object.keys(appointmentMachine)).toEqual(APPOINTMENT_STATES)
    for (const events of Object.values(appointmentMachine)) for (const next of Object.values(events)) expect([...APPOINTMENT_STATES, 'refused']).toContain(next)
  })
})

describe('conflicts', () => {
  it.each([
    [at(9), at(9) + 5 * MINUTE_MS, 'ok'],
    [at(9), at(9) + 5 * MINUTE_MS - 1, 'appointments.wrongTimes'],
    [at(9), at(9), 'appointments.wrongTimes'],
    [at(9), at(8), 'appointments.wrongTimes'],
    [at(9), at(9) + LONGEST_MS, 'ok'],
    [at(9), at(9) + LONGEST_MS + 1, 'appointments.wrongTimes'],
  ])('APPT-3: a booking lasts five minutes at least and 14 days at most (%d to %d: %s)', (startAt, endAt, expected) => {
    expect(codeOf(checkTimes({ startAt, endAt }))).toBe(expected)
  })

  it('APPT-CONFLICT APPT-1: names the earliest booking in the way in the bay; touching is not meeting', () => {
    const live = [booking('late', 'b1', 't1', 12, 13), booking('early', 'b1', 't1', 10, 12)]
    expect(checkFree(booking('new', 'b1', 't9', 11, 13), live)).toMatchObject({
      error: { code: 'appointments.bayTaken', appointmentId: 'early', customerName: 'customer early', name: 'name of b1', startAt: at(10) },
    })
    expect(codeOf(checkFree(booking('new', 'b1', 't9', 8, 10), live))).toBe('ok')
    expect(codeOf(checkFree(booking('new', 'b1', 't1', 13, 14), live))).toBe('ok')
  })

  it('APPT-CONFLICT APPT-2: a technician is in one bay at a time; a booking is never in its own way', () => {
    const live = [booking('one', 'b1', 't1', 10, 12)]
    expect(checkFree(booking('new', 'b2', 't1', 11, 13), live)).toMatchObject({
      error: { code: 'appointments.technicianTaken', appointmentId: 'one', name: 'name of t1' },
    })
    expect(codeOf(checkFree(booking('one', 'b1', 't1', 11, 13), live))).toBe('ok')
  })

  it('APPT-CONFLICT: the triggers speak the codes of the rule', () => {
    expect(refusalOfDatabase('appointments.bayTaken')).toEqual({ code: 'appointments.bayTaken', kind: 'conflict' })
    expect(refusalOfDatabase('appointments.technicianTaken')).toEqual({ code: 'appointments.technicianTaken', kind: 'conflict' })
    expect(refusalOfDatabase('disk I/O error')).toBeNull()
  })
})

describe('calling the next', () => {
  const of = (...all: Appointment['state'][]) => all.map((state, i) => ({ state, i }))
  it.each([
    [of(), undefined],
    [of('completed', 'noShow', 'cancelled', 'clash'), undefined],
    [of('completed', 'pending', 'confirmed'), 1],
    [of('arrived', 'pending'), 0],
    [of('pending', 'called'), undefined],
  ])('BAY-RELEASE APPT-5: calls the earliest that waits, and nobody while one is called (%j)', (ofDay, expected) => {
    expect(nextToCall(ofDay)?.i).toBe(expected)
  })
})

describe('first free slot', () => {
  const search = (own: Partial<SlotSearch> = {}): SlotSearch => ({
    hours: { opensAtMinutes: 480, closesAtMinutes: 1080, openWeekdays: '12345' },
    zone: 'Europe/Berlin',
    minutes: 60,
    fromAt: at(0),
    bays: [
      { id: 'b1' as never, name: 'Bay 1', state: 'free' },
      { id: 'b2' as never, name: 'Bay 2', state: 'occupied' },
    ],
    technicians: [
      { id: 't1' as never, name: 'Ann' },
      { id: 't2' as never, name: 'Bob' },
    ],
    live: [],
    ...own,
  })
  const local = (on: string, minutes: number) => atLocal(on, minutes, 'Europe/Berlin')

  it('APPT-CONFLICT: opens with the shop, in the first bay with the first technician', () => {
    expect(firstFreeSlot(search())).toEqual({
      slot: { startAt: local('2026-03-02', 480), endAt: local('2026-03-02', 540), bayId: 'b1', bayName: 'Bay 1', technicianId: 't1', technicianName: 'Ann' },
      whyNotEarlier: [{ code: 'closed', name: '', appointmentId: null, fromAt: at(0), untilAt: local('2026-03-02', 480) }],
    })
  })

  it('APPT-CONFLICT: starts on a quarter of an hour that is not past, and ends before the shop closes', () => {
    expect(firstFreeSlot(search({ fromAt: local('2026-03-02', 607) })).slot?.startAt).toBe(local('2026-03-02', 615))
    expect(firstFreeSlot(search({ fromAt: local('2026-03-02', 1020) })).slot?.startAt).toBe(local('2026-03-02', 1020))
    const evening = firstFreeSlot(search({ fromAt: local('2026-03-02', 1021) }))
    expect(evening.slot?.startAt).toBe(local('2026-03-03', 480))
    expect(evening.whyNotEarlier).toMatchObject([{ code: 'closed', fromAt: local('2026-03-02', 1080), untilAt: local('2026-03-03', 480) }])
    expect(firstFreeSlot(search({ fromAt: local('2026-03-06', 1079) })).slot?.startAt).toBe(local('2026-03-09', 480))
  })

  it('APPT-CONFLICT: takes another bay or technician before it waits, and says who is in the way when it must', () => {
    const live = [booking('x', 'b1', 't1', 7, 9)]
    expect(firstFreeSlot(search({ live })).slot).toMatchObject({ bayId: 'b2', technicianId: 't2', startAt: at(7) })
    const one = firstFreeSlot(search({ live, bays: search().bays.slice(0, 1) }))
    expect(one.slot).toMatchObject({ bayId: 'b1', technicianId: 't1', startAt: at(9) })
    expect(one.whyNotEarlier).toContainEqual({ code: 'bayTaken', name: 'Bay 1', appointmentId: 'x', fromAt: at(7), untilAt: at(9) })
    const ann = firstFreeSlot(search({ live, technicians: search().technicians.slice(0, 1) }))
    expect(ann.whyNotEarlier).toContainEqual({ code: 'technicianTaken', name: 'Ann', appointmentId: 'x', fromAt: at(7), untilAt: at(9) })
  })

  it.each([
    [{ bays: [] }, 'noBay'],
    [{ bays: [{ id: 'b1' as never, name: 'Bay 1', state: 'down' as const }] }, 'noBay'],
    [{ technicians: [] }, 'noTechnician'],
    [{ minutes: 601 }, 'tooLong'],
  ])('APPT-CONFLICT: says why there is none at all (%j: %s)', (own, code) => {
    const none = firstFreeSlot(search(own))
    expect(none.slot).toBeNull()
    expect(none.whyNotEarlier.map((reason) => reason.code)).toContain(code)
  })

  it('APPT-CONFLICT: is right on the days on which clocks change, and in zones off the hour', () => {
    const sundays = { openWeekdays: '0', opensAtMinutes: 60, closesAtMinutes: 300 }
    // 29 March 2026: 02:00 becomes 03:00, so 01:00 to 05:00 has three hours.
    const spring = search({ hours: sundays, fromAt: local('2026-03-29', 0), minutes: 180 })
    expect(firstFreeSlot(spring).slot).toMatchObject({ startAt: local('2026-03-29', 60), endAt: local('2026-03-29', 300) })
    expect(firstFreeSlot({ ...spring, minutes: 195 }).slot?.startAt).toBe(local('2026-04-05', 60))
    const autumn = search({ hours: sundays, fromAt: local('2026-10-25', 0), minutes: 300 })
    expect(firstFreeSlot(autumn).slot?.startAt).toBe(local('2026-10-25', 60))
    const nepal = firstFreeSlot(search({ zone: 'Asia/Kathmandu', fromAt: at(0) + 1 })).slot
    expect(localMinutes(nepal?.startAt ?? 0, 'Asia/Kathmandu') % 15).toBe(0)
  })

  const someBooking = fc
    .record({
      bay: fc.constantFrom('b1', 'b2'),
      technician: fc.constantFrom('t1', 't2'),
      from: fc.integer({ min: 0, max: 400 }),
      quarters: fc.integer({ min: 1, max: 60 }),
    })
    .map(({ bay, technician, from, quarters }): Booking => booking(`${bay}${from}`, bay, technician, from / 4, (from + quarters) / 4))

  it('APPT-CONFLICT: whatever is booked, the slot meets nothing, lies in opening hours, and comes out the same again', () => {
    fc.assert(
      fc.property(
        fc.array(someBooking, { maxLength: 40 }),
        fc.integer({ min: 15, max: 600 }),
        fc.integer({ min: 0, max: 5 * DAY_MS }),
        (live, minutes, later) => {
          const asked = search({ live, minutes, fromAt: DAY + later })
          const { slot } = firstFreeSlot(asked)
          expect(firstFreeSlot({ ...asked, live: [...live].reverse() }).slot).toEqual(slot)
          if (!slot) throw new Error('there is always a free day within the horizon')
          expect(slot.startAt).toBeGreaterThanOrEqual(asked.fromAt)
          expect(slot.endAt - slot.startAt).toBe(minutes * MINUTE_MS)
          expect(live.filter((b) => (b.bayId === slot.bayId || b.technicianId === slot.technicianId) && overlaps(b, slot))).toEqual([])
          expect(localMinutes(slot.startAt, asked.zone)).toBeGreaterThanOrEqual(480)
          expect(localMinutes(slot.endAt, asked.zone)).toBeLessThanOrEqual(1080)
        },
      ),
      { numRuns: 200 },
    )
  })

  it('APPT-CONFLICT: every live state holds its slot; no other does', () => {
    expect(APPOINTMENT_STATES.filter((state) => !LIVE_STATES.some((live) => live === state))).toEqual(['completed', 'noShow', 'cancelled', 'clash'])
  })
})
