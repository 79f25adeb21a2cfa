import { describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../../kernel/time.ts'
import { APPOINTMENT_STATES, type Appointment, appointmentMachine, LIVE_STATES, LONGEST_MS } from './model.ts'
import { checkFree, checkTimes, type NamedBooking, nextToCall, refusalOfDatabase, step } from './rules.ts'

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

it('APPT-CONFLICT: every live state holds its slot; no other does', () => {
  expect(APPOINTMENT_STATES.filter((state) => !LIVE_STATES.some((live) => live === state))).toEqual(['completed', 'noShow', 'cancelled', 'clash'])
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
