import { type Failure, ok, type Result } from '../../kernel/result.ts'
import { type EpochMs, MINUTE_MS, overlaps } from '../../kernel/time.ts'
import type { Id } from '../../kernel/ids.ts'
import { appointmentsFails } from './contract.ts'
import { type Appointment, appointmentMachine, BLOCK_EVENTS, LONGEST_MS, SHORTEST_MS } from './model.ts'

/** A live booking, as far as slots care. */
export interface Booking {
  readonly id: Id<'appointment'>
  readonly bayId: Id<'bay'> | null
  readonly technicianId: Id<'employee'> | null
  readonly startAt: EpochMs
  readonly endAt: EpochMs
}
export type NamedBooking = Booking & {
  readonly customerName: string
  readonly bayName: string
  readonly technicianName: string
  readonly purpose?: Appointment['purpose']
}

/** Holds APPT-3. */
export function checkTimes({ startAt, endAt }: Pick<Booking, 'startAt' | 'endAt'>): Result<null, Failure<'appointments.wrongTimes'>> {
  const lasts = endAt - startAt
  return lasts >= SHORTEST_MS && lasts <= LONGEST_MS
    ? ok(null)
    : appointmentsFails.wrongTimes({ shortestMinutes: SHORTEST_MS / MINUTE_MS, longestMinutes: LONGEST_MS / MINUTE_MS })
}

/** Refuses a booking that meets a live one, and names the earliest in the way; the bay is looked at first. Holds APPT-1, APPT-2. */
export function checkFree(wanted: Booking, live: readonly NamedBooking[]): Result<null, Failure<'appointments.bayTaken' | 'appointments.technicianTaken'>> {
  const inTheWay = live.filter((other) => other.id !== wanted.id && overlaps(other, wanted)).sort((a, b) => a.startAt - b.startAt || (a.id < b.id ? -1 : 1))
  const facts = ({ id, customerName, startAt, endAt, purpose }: NamedBooking) => ({
    appointmentId: id,
    customerName,
    startAt,
    endAt,
    ...(purpose != null && { purpose }),
  })
  const inBay = inTheWay.find((other) => other.bayId !== null && other.bayId === wanted.bayId)
  if (inBay) return appointmentsFails.bayTaken({ ...facts(inBay), name: inBay.bayName })
  const ofTechnician = inTheWay.find((other) => other.technicianId !== null && other.technicianId === wanted.technicianId)
  return ofTechnician ? appointmentsFails.technicianTaken({ ...facts(ofTechnician), name: ofTechnician.technicianName }) : ok(null)
}

type Event = keyof (typeof appointmentMachine)['pending']

/** The state after `event`. Holds APPT-6: nobody arrives for a block without a job. */
export function step(
  known: Pick<Appointment, 'id' | 'state'> & { readonly purpose?: Appointment['purpose'] },
  event: Event,
): Result<Appointment['state'], Failure<'appointments.wrongState'>> {
  const isForBookings = known.purpose != null && !BLOCK_EVENTS.includes(event)
  const next = isForBookings ? 'refused' : appointmentMachine[known.state][event]
  return next === 'refused' ? appointmentsFails.wrongState({ appointmentId: known.id, state: known.state, event }) : ok(next)
}

/** The booking to call into a bay: the earliest of its day that may be called; none while one is called already. Holds APPT-5. */
export function nextToCall<Of extends Pick<Appointment, 'state'>>(ofDay: readonly Of[]): Of | undefined {
  if (ofDay.some(({ state }) => state === 'called')) return undefined
  return ofDay.find(({ state }) => appointmentMachine[state].call !== 'refused')
}

/** The failure behind a refusal of the database's triggers, which speak the same codes; null for any other error. */
export function refusalOfDatabase(message: string): Failure<'appointments.bayTaken' | 'appointments.technicianTaken'> | null {
  if (message === 'appointments.bayTaken') return appointmentsFails.bayTaken().error
  return message === 'appointments.technicianTaken' ? appointmentsFails.technicianTaken().error : null
}
