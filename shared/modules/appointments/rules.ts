import { type Failure, ok, type Result } from '../../kernel/result.ts'
import { addDays, atLocal, type EpochMs, localDate, MINUTE_MS, overlaps, weekday } from '../../kernel/time.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Location } from '../workspace/model.ts'
import { appointmentsFails } from './contract.ts'
import { type Appointment, appointmentMachine, LONGEST_MS, SHORTEST_MS, SLOT_HORIZON_DAYS, SLOT_STEP_MS, type Slot, type SlotReason } from './model.ts'

/** A live booking, as far as slots care. */
export interface Booking {
  readonly id: Id<'appointment'>
  readonly bayId: Id<'bay'>
  readonly technicianId: Id<'employee'>
  readonly startAt: EpochMs
  readonly endAt: EpochMs
}
export type NamedBooking = Booking & { readonly customerName: string; readonly bayName: string; readonly technicianName: string }

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
  const facts = ({ id, customerName, startAt, endAt }: NamedBooking) => ({ appointmentId: id, customerName, startAt, endAt })
  const inBay = inTheWay.find((other) => other.bayId === wanted.bayId)
  if (inBay) return appointmentsFails.bayTaken({ ...facts(inBay), name: inBay.bayName })
  const ofTechnician = inTheWay.find((other) => other.technicianId === wanted.technicianId)
  return ofTechnician ? appointmentsFails.technicianTaken({ ...facts(ofTechnician), name: ofTechnician.technicianName }) : ok(null)
}

type Event = keyof (typeof appointmentMachine)['pending']

/** The state after `event`. */
export function step(known: Pick<Appointment, 'id' | 'state'>, event: Event): Result<Appointment['state'], Failure<'appointments.wrongState'>> {
  const next = appointmentMachine[known.state][event]
  return next === 'refused' ? appointmentsFails.wrongState({ appointmentId: known.id, state: known.state, event }) : ok(next)
}

/** The booking to call into a bay: the earliest of its day that may be called; none while one is called already. Holds APPT-5. */
export function nextToCall<Of extends Pick<Appointment, 'state'>>(ofDay: readonly Of[]): Of | undefined {
  if (ofDay.some(({ state }) => state === 'called')) return undefined
  return ofDay.find(({ state }) => appointmentMachine[state].call !== 'refused')
}

interface Named<Of extends string> {
  readonly id: Id<Of>
  readonly name: string
}
export interface SlotSearch {
  readonly hours: Pick<Location, 'opensAtMinutes' | 'closesAtMinutes' | 'openWeekdays'>
  /** The shop's IANA zone. */
  readonly zone: string
  readonly minutes: number
  readonly fromAt: EpochMs
  /** In the order in which they are tried; a bay that is down is never proposed. */
  readonly bays: readonly (Named<'bay'> & { readonly state: 'free' | 'occupied' | 'down' })[]
  readonly technicians: readonly Named<'employee'>[]
  /** Every live booking of these bays and technicians within the horizon. */
  readonly live: readonly Booking[]
}

/** Reasons shown at most: the first ones answer "why not now". */
const MAX_REASONS = 6

/**
 * The earliest start, in steps of 15 minutes, at which a bay and a technician are free together while the shop is open from
 * start to end; among equals the first bay and the first technician of the lists. The same search always has the same answer.
 * Hours are those of the shop's wall clock, minutes real ones: a day on which clocks change is shorter or longer.
 */
export function firstFreeSlot(search: SlotSearch): { slot: Slot | null; whyNotEarlier: SlotReason[] } {
  const { hours, zone, fromAt, technicians } = search
  const lasts = search.minutes * MINUTE_MS
  const reasons = new Map<string, SlotReason>()
  const because = (code: SlotReason['code'], name: string, from: EpochMs, until: EpochMs, booking: Booking | null = null) => {
    const key = `${code} ${name} ${booking?.id ?? from}`
    if (reasons.size < MAX_REASONS && !reasons.has(key)) reasons.set(key, { code, name, appointmentId: booking?.id ?? null, fromAt: from, untilAt: until })
  }
  const answer = (slot: Slot | null) => ({ slot, whyNotEarlier: [...reasons.values()] })

  const firstDay = localDate(fromAt, zone)
  const horizonAt = atLocal(addDays(firstDay, SLOT_HORIZON_DAYS), 0, zone)
  const bays = search.bays.filter(({ state }) => state !== 'down')
  for (const { name } of search.bays.filter(({ state }) => state === 'down')) because('noBay', name, fromAt, horizonAt)
  if (bays.length === 0) because('noBay', '', fromAt, horizonAt)
  if (technicians.length === 0) because('noTechnician', '', fromAt, horizonAt)
  if (search.minutes > hours.closesAtMinutes - hours.opensAtMinutes) because('tooLong', '', fromAt, horizonAt)
  if (bays.length === 0 || technicians.length === 0) return answer(null)

  let closedFrom = fromAt
  for (let on = firstDay, days = 0; days < SLOT_HORIZON_DAYS; on = addDays(on, 1), days++) {
    if (!hours.openWeekdays.includes(String(weekday(on)))) continue
    const opensAt = atLocal(on, hours.opensAtMinutes, zone)
    const closesAt = atLocal(on, hours.closesAtMinutes, zone)
    if (closesAt <= fromAt) continue
    if (opensAt > closedFrom) because('closed', '', closedFrom, opensAt)
    closedFrom = closesAt

    const today = search.live.filter((booking) => booking.startAt < closesAt && booking.endAt > opensAt)
    const busyOf = <Of extends string>(of: readonly Named<Of>[], key: 'bayId' | 'technicianId') =>
      of.map((one) => ({ one, busy: today.filter((booking) => booking[key] === (one.id as string)) }))
    const bayDays = busyOf(bays, 'bayId')
    const technicianDays = busyOf(technicians, 'technicianId')
    for (let startAt = Math.ceil(Math.max(opensAt, fromAt) / SLOT_STEP_MS) * SLOT_STEP_MS; startAt + lasts <= closesAt; startAt += SLOT_STEP_MS) {
      const wanted = { startAt, endAt: startAt + lasts }
      const isFree = ({ busy }: { busy: readonly Booking[] }) => !busy.some((booking) => overlaps(booking, wanted))
      const bay = bayDays.find(isFree)?.one
      const technician = technicianDays.find(isFree)?.one
      if (bay && technician) return answer({ ...wanted, bayId: bay.id, bayName: bay.name, technicianId: technician.id, technicianName: technician.name })
      for (const [code, taken] of [
        ['bayTaken', bay ? [] : bayDays],
        ['technicianTaken', technician ? [] : technicianDays],
      ] as const) {
        for (const { one, busy } of taken)
          for (const booking of busy.filter((b) => overlaps(b, wanted))) because(code, one.name, booking.startAt, booking.endAt, booking)
      }
    }
  }
  return answer(null)
}

/** Proposals for a booking that lost its slot. */
export const WAYS_OUT = 3

/**
 * Other slots for a booking, soonest first: with its own bay and technician, with either of them, with anybody, and what is free
 * after those until there are three. Fewer where the horizon holds no more.
 */
export function waysOut(search: SlotSearch, booked: Pick<Booking, 'bayId' | 'technicianId'>): Slot[] {
  const bays = search.bays.filter(({ id }) => id === booked.bayId)
  const technicians = search.technicians.filter(({ id }) => id === booked.technicianId)
  const found: Slot[] = []
  const add = (slot: Slot | null) => {
    const isKnown = (other: Slot) => slot?.startAt === other.startAt && slot.bayId === other.bayId && slot.technicianId === other.technicianId
    if (slot && found.length < WAYS_OUT && !found.some(isKnown)) found.push(slot)
    return slot
  }
  for (const tried of [{ bays, technicians }, { bays }, { technicians }, {}]) add(firstFreeSlot({ ...search, ...tried }).slot)
  let last = found.at(-1) ?? null
  while (last && found.length < WAYS_OUT) last = add(firstFreeSlot({ ...search, fromAt: last.startAt + SLOT_STEP_MS }).slot)
  return found.sort((a, b) => a.startAt - b.startAt)
}

/** The failure behind a refusal of the database's triggers, which speak the same codes; null for any other error. */
export function refusalOfDatabase(message: string): Failure<'appointments.bayTaken' | 'appointments.technicianTaken'> | null {
  if (message === 'appointments.bayTaken') return appointmentsFails.bayTaken().error
  return message === 'appointments.technicianTaken' ? appointmentsFails.technicianTaken().error : null
}
