import { clockOfDay, type Span } from '../../../kernel/hours.ts'
import type { Id } from '../../../kernel/ids.ts'
import { addDays, atLocal, type EpochMs, type LocalDate, localDate, MINUTE_MS, overlaps, weekday } from '../../../kernel/time.ts'
import { isEmployedOn } from '../../staff/rules.ts'
import { SLOT_HORIZON_DAYS, SLOT_STEP_MS, type SlotReason } from '../model.ts'
import type { Booking } from '../rules.ts'
import { bayHours, beyond, type candidates, type Day, earliestOf, horizonAt, openOf, type SlotBay, type SlotSearch, spansOf, type Who } from './days.ts'

/** Reasons given at most: the first ones answer "why not now". */
const MAX_REASONS = 6

/**
 * Why no slot begins before `foundAt` (null: at all), in order of time. What rules out bays or technicians altogether comes first,
 * then each stretch in which the shop was closed, or all bays, or all technicians, were taken, away or off: one reason per cause,
 * naming the one concerned, or how many.
 */
export function whyNot(search: SlotSearch, able: ReturnType<typeof candidates>, foundAt: EpochMs | null, dayOn: (on: LocalDate) => Day): SlotReason[] {
  const reasons: SlotReason[] = []
  const horizon = horizonAt(search)
  const because = (
    code: SlotReason['code'],
    fromAt: EpochMs,
    untilAt: EpochMs,
    own: { name?: string; count?: number; appointmentId?: Id<'appointment'> } = {},
  ) => {
    const reason = { code, name: '', count: 1, appointmentId: null, fromAt, untilAt, ...own }
    const isKnown = reasons.some((other) => other.code === code && other.name === reason.name && (other.fromAt === fromAt || other.untilAt === untilAt))
    if (reasons.length < MAX_REASONS && !isKnown) reasons.push(reason)
  }
  const { fromAt, partsAt, approvalAt, type, minutes, hours } = search
  whoCannot(search, able, (code, own) => because(code, fromAt, horizon, own))
  if (minutes > hours.closesAtMinutes - hours.opensAtMinutes) because('tooLong', fromAt, horizon)
  if (able.bays.length === 0 || able.technicians.length === 0) return reasons
  if (approvalAt != null && approvalAt > fromAt) because('waitsForApproval', fromAt, approvalAt)
  if (partsAt != null && partsAt > fromAt) because('waitsForParts', fromAt, partsAt)

  const from = earliestOf(search)
  const until = foundAt ?? horizon
  let closedFrom = from
  const firstDay = localDate(from, search.zone)
  for (let on = firstDay, days = 0; days < SLOT_HORIZON_DAYS && reasons.length < MAX_REASONS; on = addDays(on, 1), days++) {
    const midnight = atLocal(on, 0, search.zone)
    if (midnight >= until) break
    const next = atLocal(addDays(on, 1), 0, search.zone)
    const holiday = search.holidays.find(({ closedOn }) => closedOn === on)
    if (holiday && hours.openWeekdays.includes(String(weekday(on)))) {
      because('holiday', Math.max(midnight, from), next, { name: holiday.name })
      closedFrom = Math.max(closedFrom, next)
      continue
    }
    const day = dayOn(on)
    const [first, last] = [day.open[0], day.open.at(-1)]
    if (!first || !last) {
      if (type?.weekHours && openOf(search, on, clockOfDay(on, search.zone)).some(({ endAt }) => endAt > from)) {
        because('typeHours', Math.max(midnight, from), next, { name: type.name })
        closedFrom = Math.max(closedFrom, next)
      }
      continue
    }
    if (first.startAt > closedFrom) because('closed', closedFrom, first.startAt)
    closedFrom = last.endAt
    if (first.startAt >= until) break
    const open = day.open.flatMap(({ startAt: opensAt, endAt }) => {
      const startAt = Math.ceil(opensAt / SLOT_STEP_MS) * SLOT_STEP_MS
      const lastStart = Math.min(endAt - minutes * MINUTE_MS + 1, until)
      return startAt < lastStart ? [{ startAt, endAt: lastStart }] : []
    })
    for (const stretch of beyond(open, day.bays)) ofBays(search, day, stretch, because)
    for (const stretch of beyond(open, day.technicians())) ofTechnicians(search, day, stretch, because)
  }
  return reasons
}

type Because = (code: SlotReason['code'], fromAt: EpochMs, untilAt: EpochMs, own?: { name?: string; count?: number; appointmentId?: Id<'appointment'> }) => void

/** What takes bays and technicians out of the search before any time is looked at. */
function whoCannot(
  search: SlotSearch,
  able: ReturnType<typeof candidates>,
  because: (code: SlotReason['code'], own?: { name?: string; count?: number }) => void,
): void {
  const { bays, technicians, equipment = [], skills = [] } = search
  const names = (all: readonly { name: string }[]) => all.map(({ name }) => name).join(', ')
  const down = bays.filter(({ state, downUntilAt }) => state === 'down' && downUntilAt === null)
  for (const { name } of down) because('bayDown', { name })
  if (able.bays.length === 0) {
    if (equipment.length > 0 && bays.length > down.length) because('noEquipment', { name: names(equipment) })
    else because('noBay')
  }
  if (able.technicians.length > 0) return
  if (skills.length > 0 && technicians.length > 0) because('noSkill', { name: names(skills) })
  else because('noTechnician')
}

interface Reason {
  readonly id: string
  readonly name: string
  readonly code: SlotReason['code']
  /** The minute in which the booking in the way begins, if it is one. */
  readonly startAt?: EpochMs | undefined
}

/** Reports a stretch by what keeps each candidate out of it. */
function report(search: SlotSearch, who: Who, stretch: Span, causes: readonly Reason[], because: Because): void {
  for (const code of new Set(causes.map((cause) => cause.code))) {
    const same = causes.filter((cause) => cause.code === code)
    const [one] = same
    if (same.length !== 1 || !one) {
      because(code, stretch.startAt, stretch.endAt, { count: same.length })
      continue
    }
    const { startAt, id, name } = one
    const booking = startAt === undefined ? undefined : search.live(startAt, startAt + MINUTE_MS).find((live) => live[who] === id && live.startAt >= startAt)
    because(code, booking?.startAt ?? stretch.startAt, booking?.endAt ?? stretch.endAt, { name, ...(booking && { appointmentId: booking.id }) })
  }
}

/** When the booking of one of them begins that a try at the start of a stretch meets first. */
function inTheWay(search: SlotSearch, who: Who, id: string, { startAt }: Span): EpochMs | undefined {
  const endAt = startAt + search.minutes * MINUTE_MS
  return spansOf(search.taken(who, id, startAt, endAt), startAt, endAt)[0]?.startAt
}

function ofBays(search: SlotSearch, day: Day, stretch: Span, because: Because): void {
  const causes = day.bays.map(({ one: { id, name, state, downUntilAt } }): Reason => {
    const startAt = inTheWay(search, 'bayId', id, stretch)
    const code = startAt !== undefined ? 'bayTaken' : state === 'down' && stretch.startAt < (downUntilAt ?? 0) ? 'bayDown' : 'bayHours'
    return { id, name, code, startAt }
  })
  report(search, 'bayId', stretch, causes, because)
}

function ofTechnicians(search: SlotSearch, day: Day, stretch: Span, because: Because): void {
  const wanted = { startAt: stretch.startAt, endAt: stretch.startAt + search.minutes * MINUTE_MS }
  const causes = day.technicians().map(({ one }): Reason => {
    const { id, name } = one
    if (!isEmployedOn(one, day.on) || search.absences.some((absence) => absence.employeeId === id && overlaps(absence, wanted)))
      return { id, name, code: 'absent' }
    const startAt = inTheWay(search, 'technicianId', id, stretch)
    return { id, name, code: startAt === undefined ? 'offHours' : 'technicianTaken', startAt }
  })
  report(search, 'technicianId', stretch, causes, because)
}

/** Why a booking cannot stay where it is: its bay is out of service, its technician is away or gone, the shop is closed that day. */
export type Misfit = 'bayDown' | 'bayGone' | 'absent' | 'technicianGone' | 'holiday'

/** Null for a booking that can be kept. Hours are not looked at: people may have agreed on any. */
export function misfitOf(capacity: Omit<SlotSearch, 'minutes' | 'fromAt'>, booking: Booking): Misfit | null {
  const bay = capacity.bays.find(({ id }) => id === booking.bayId)
  if (!bay) return 'bayGone'
  if (bay.state === 'down' && booking.startAt < (bay.downUntilAt ?? Number.POSITIVE_INFINITY)) return 'bayDown'
  const on = localDate(booking.startAt, capacity.zone)
  if (!capacity.technicians.some((one) => one.id === booking.technicianId && isEmployedOn(one, on))) return 'technicianGone'
  if (capacity.absences.some((absence) => absence.employeeId === booking.technicianId && overlaps(absence, booking))) return 'absent'
  return capacity.holidays.some(({ closedOn }) => closedOn === on) ? 'holiday' : null
}

/** A bay's minutes of one day: what can be booked in it, and what is. */
export function loadOf(
  capacity: Omit<SlotSearch, 'minutes' | 'fromAt'>,
  bay: SlotBay,
  on: string,
  live: readonly Booking[],
): { openMinutes: number; bookedMinutes: number } {
  const clock = clockOfDay(on, capacity.zone)
  const open = bayHours(bay, on, openOf(capacity, on, clock), clock)
  const day = { startAt: atLocal(on, 0, capacity.zone), endAt: atLocal(addDays(on, 1), 0, capacity.zone) }
  const booked = live
    .filter((booking) => booking.bayId === bay.id && overlaps(booking, day))
    .map(({ startAt, endAt }) => ({ startAt: Math.max(startAt, day.startAt), endAt: Math.min(endAt, day.endAt) }))
  const minutes = (spans: readonly Span[]) => Math.round(spans.reduce((sum, { startAt, endAt }) => sum + endAt - startAt, 0) / MINUTE_MS)
  return { openMinutes: minutes(open), bookedMinutes: minutes(booked) }
}
