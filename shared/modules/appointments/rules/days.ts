import { clockOfDay, type Span, united, type WeekHours, within, without } from '../../../kernel/hours.ts'
import type { Id } from '../../../kernel/ids.ts'
import { addDays, atLocal, DAY_MS, type EpochMs, type LocalDate, localDate, MINUTE_MS, weekday } from '../../../kernel/time.ts'
import type { Location } from '../../workspace/model.ts'
import { isEmployedOn } from '../../staff/rules.ts'
import { SLOT_HORIZON_DAYS, SLOT_STEP_MS, type Slot } from '../model.ts'
import type { Booking } from '../rules.ts'

export interface Named<Of extends string> {
  readonly id: Id<Of>
  readonly name: string
}
export interface SlotBay extends Named<'bay'> {
  readonly state: 'free' | 'occupied' | 'down'
  readonly downUntilAt: EpochMs | null
  readonly equipmentIds: readonly Id<'bayEquipment'>[]
  readonly weekHours: WeekHours | null
}
export interface SlotTechnician extends Named<'employee'> {
  readonly skillIds: readonly Id<'skill'>[]
  readonly weekHours: WeekHours | null
  /** The first and the last day of work, as far as they are known. */
  readonly hiredOn: LocalDate | null
  readonly endedOn: LocalDate | null
}

/** What a shop can do when, as far as slots care. */
export interface Capacity {
  readonly hours: Pick<Location, 'opensAtMinutes' | 'closesAtMinutes' | 'openWeekdays'>
  /** The shop's IANA zone. */
  readonly zone: string
  /** In the order in which equals are tried. */
  readonly bays: readonly SlotBay[]
  readonly technicians: readonly SlotTechnician[]
  readonly absences: readonly (Span & { readonly employeeId: Id<'employee'> })[]
  readonly holidays: readonly { readonly closedOn: LocalDate; readonly name: string }[]
  /** Every live booking that shares an instant with a span, of whatever bay and technician. */
  readonly live: (fromAt: EpochMs, toAt: EpochMs) => readonly Booking[]
  /** When one bay or technician is taken within a span of a day or less, not before the search begins. */
  readonly taken: (who: Who, id: string, fromAt: EpochMs, toAt: EpochMs) => Taken
}
/** What a booking takes. */
export type Who = 'bayId' | 'technicianId'
/** When something is taken, by start: `ends` holds the end of each of `starts`. Plain figures: there are ten thousand where all is booked for months. */
export interface Times {
  readonly starts: readonly EpochMs[]
  readonly ends: readonly EpochMs[]
}
/** Times of which those before the `first` do not touch the span asked for; nor may some after it. Nothing is copied for each day of each bay. */
export interface Taken extends Times {
  readonly first: number
}

const touches = ({ startAt, endAt }: Span, fromAt: EpochMs, toAt: EpochMs) => startAt < toAt && endAt > fromAt

/** The same shop when live bookings are gone from where they stood, and others stand where none did. */
export function rebooked<Of extends Capacity>(capacity: Of, gone: readonly Booking[], come: readonly Booking[]): Of {
  if (gone.length + come.length === 0) return capacity
  return {
    ...capacity,
    live: (fromAt, toAt) => [
      ...capacity.live(fromAt, toAt).filter(({ id }) => !gone.some((one) => one.id === id)),
      ...come.filter((one) => touches(one, fromAt, toAt)),
    ],
    taken: (who, id, fromAt, toAt) => {
      const spans = spansOf(capacity.taken(who, id, fromAt, toAt), fromAt, toAt)
      for (const one of gone) {
        const at = one[who] === id ? spans.findIndex((span) => isSameTime(span, one)) : -1
        if (at >= 0) spans.splice(at, 1)
      }
      spans.push(...come.filter((one) => one[who] === id && touches(one, fromAt, toAt)))
      spans.sort((a, b) => a.startAt - b.startAt)
      return { starts: spans.map(({ startAt }) => startAt), ends: spans.map(({ endAt }) => endAt), first: 0 }
    },
  }
}
/** What is taken of a span, by start. */
export function spansOf({ starts, ends, first }: Taken, fromAt: EpochMs, toAt: EpochMs): Span[] {
  const spans: Span[] = []
  for (let i = first; i < starts.length; i++) {
    const span = { startAt: starts[i] as EpochMs, endAt: ends[i] as EpochMs } // below the length
    if (span.startAt >= toAt) break
    if (span.endAt > fromAt) spans.push(span)
  }
  return spans
}
/** To the minute: what is taken may be told in whole ones. */
const isSameTime = (a: Span, b: Span) => minuteOf(a.startAt) === minuteOf(b.startAt) && minuteOf(-a.endAt) === minuteOf(-b.endAt)
const minuteOf = (at: EpochMs) => Math.floor(at / MINUTE_MS)

/** What a slot is wanted for. */
export interface Wanted {
  readonly minutes: number
  readonly fromAt: EpochMs
  /** What bay and technician must have. */
  readonly equipment?: readonly Named<'bayEquipment'>[]
  readonly skills?: readonly Named<'skill'>[]
  /** The booking type's own hours, and its name. */
  readonly type?: { readonly name: string; readonly weekHours: WeekHours | null } | null
  /** When the parts are there, when the customer has answered; null: nothing is waited for. */
  readonly partsAt?: EpochMs | null
  readonly approvalAt?: EpochMs | null
}
export type SlotSearch = Capacity & Wanted

/** One bay or technician on one day. */
export interface Offer<One> {
  readonly one: One
  /** Where a booking of the wanted length could begin, in order and apart. Worked out when first asked for: most searches end before the last technician. */
  readonly starts: () => readonly Span[]
}
/** What one day has to offer. `open` is when the shop works on what is wanted; empty on a closed day. */
export interface Day {
  readonly on: LocalDate
  readonly open: readonly Span[]
  readonly bays: readonly Offer<SlotBay>[]
  /** Where no bay is free, nobody asks for them. */
  readonly technicians: () => readonly Offer<SlotTechnician>[]
}

/** Bays and technicians that could do it at all, the least special first: those with more are kept free for what needs them. */
export function candidates({ bays, technicians, equipment = [], skills = [] }: SlotSearch): { bays: SlotBay[]; technicians: SlotTechnician[] } {
  return {
    bays: bays
      .filter((bay) => equipment.every(({ id }) => bay.equipmentIds.includes(id)) && (bay.state !== 'down' || bay.downUntilAt !== null))
      .sort((a, b) => a.equipmentIds.length - b.equipmentIds.length),
    technicians: technicians.filter((one) => skills.every(({ id }) => one.skillIds.includes(id))).sort((a, b) => a.skillIds.length - b.skillIds.length),
  }
}

/** No slot begins before: now, the parts, the customer's answer. */
export const earliestOf = ({ fromAt, partsAt, approvalAt }: SlotSearch): EpochMs => Math.max(fromAt, partsAt ?? 0, approvalAt ?? 0)

/** Minutes of a day's wall clock as instants; made once a day, as zones are slow. */
type Clock = (minutes: number) => EpochMs

/** The shop's own hours of a day: closed weekdays and holidays have none. */
export function openOf({ hours, holidays }: Pick<Capacity, 'hours' | 'holidays'>, on: LocalDate, clock: Clock): readonly Span[] {
  if (!hours.openWeekdays.includes(String(weekday(on))) || holidays.some(({ closedOn }) => closedOn === on)) return []
  return [{ startAt: clock(hours.opensAtMinutes), endAt: clock(hours.closesAtMinutes) }]
}

/** When a bay can be used on a day by its hours and state, bookings left aside. */
export function bayHours(
  { state, downUntilAt, weekHours }: Pick<SlotBay, 'state' | 'downUntilAt' | 'weekHours'>,
  on: LocalDate,
  open: readonly Span[],
  clock: Clock,
): readonly Span[] {
  const usable = within(open, weekHours, on, clock)
  return state === 'down' ? without(usable, [{ startAt: 0, endAt: downUntilAt ?? Number.POSITIVE_INFINITY }]) : usable
}

/** When a technician works on a day, bookings left aside. */
function technicianHours(absences: Capacity['absences'], technician: SlotTechnician, on: LocalDate, open: readonly Span[], clock: Clock): readonly Span[] {
  if (!isEmployedOn(technician, on)) return []
  const working = within(open, technician.weekHours, on, clock)
  const away = absences.filter((absence) => absence.employeeId === technician.id)
  return away.length === 0 ? working : without(working, away)
}

export function dayOf(search: SlotSearch, on: LocalDate, able: ReturnType<typeof candidates>): Day {
  const { zone, type, minutes } = search
  const clock = clockOfDay(on, zone)
  const from = earliestOf(search)
  const open = within(openOf(search, on, clock), type?.weekHours ?? null, on, clock).flatMap(({ startAt, endAt }) =>
    endAt > from ? [{ startAt: Math.max(startAt, from), endAt }] : [],
  )
  const [first, last] = [open[0], open.at(-1)]
  if (!first || !last) return { on, open: [], bays: [], technicians: () => [] }
  const offers = <One extends Named<string>>(all: readonly One[], who: Who, hours: (one: One) => readonly Span[]) =>
    all.map((one): Offer<One> => {
      let known: readonly Span[] | undefined
      const starts = () => {
        const usable = hours(one)
        const isAny = usable.some(({ startAt, endAt }) => endAt - startAt >= minutes * MINUTE_MS)
        return isAny ? startsIn(usable, search.taken(who, one.id, first.startAt, last.endAt), minutes * MINUTE_MS) : []
      }
      return { one, starts: () => (known ??= starts()) }
    })
  let known: readonly Offer<SlotTechnician>[] | undefined
  return {
    on,
    open,
    bays: offers(able.bays, 'bayId', (bay) => bayHours(bay, on, open, clock)),
    technicians: () => (known ??= offers(able.technicians, 'technicianId', (one) => technicianHours(search.absences, one, on, open, clock))),
  }
}

/** The parts of `spans` in which nobody offered could begin. Asks no further once there are none. */
export function beyond(spans: readonly Span[], offers: readonly Offer<unknown>[]): readonly Span[] {
  let left = spans
  for (const { starts } of offers) {
    if (left.length === 0) break
    left = without(left, starts())
  }
  return left
}

/** Quarters of an hour at which something of that length can begin and end within one of the spans that nothing takes; `endAt` is one past the last. */
function startsIn(usable: readonly Span[], { starts, ends, first: firstTaken }: Taken, lasts: number): Span[] {
  const found: Span[] = []
  const add = (from: EpochMs, until: EpochMs) => {
    const first = Math.ceil(from / SLOT_STEP_MS) * SLOT_STEP_MS
    if (first + lasts <= until) found.push({ startAt: first, endAt: until - lasts + 1 })
  }
  for (const { startAt, endAt } of usable) {
    let from = startAt
    for (let i = firstTaken; i < starts.length; i++) {
      const [begins, ended] = [starts[i] as EpochMs, ends[i] as EpochMs] // below the length
      if (begins >= endAt) break
      if (begins > from) add(from, begins)
      if (ended > from) from = ended
    }
    add(from, endAt)
  }
  return found
}

/** The first instant that lies in a span of both lists. */
function firstInBoth(a: readonly Span[], b: readonly Span[]): EpochMs | null {
  for (let i = 0, k = 0; i < a.length && k < b.length; ) {
    const [one, other] = [a[i] as Span, b[k] as Span] // both below the length
    const startAt = Math.max(one.startAt, other.startAt)
    if (startAt < Math.min(one.endAt, other.endAt)) return startAt
    if (one.endAt < other.endAt) i++
    else k++
  }
  return null
}

const holds = (spans: readonly Span[], at: EpochMs) => spans.some(({ startAt, endAt }) => startAt <= at && at < endAt)

/** The first start that a day offers, with the bay and the technician that come first in their order. */
export function slotOf(day: Day, minutes: number): (Pick<Slot, 'startAt' | 'endAt'> & { bay: SlotBay; technician: SlotTechnician }) | null {
  const inBays = united(day.bays.flatMap(({ starts }) => starts()))
  if (inBays.length === 0) return null
  let found: { startAt: EpochMs; technician: SlotTechnician } | null = null
  for (const { one: technician, starts } of day.technicians()) {
    const startAt = firstInBoth(inBays, starts())
    if (startAt !== null && (found === null || startAt < found.startAt)) found = { startAt, technician }
    if (found?.startAt === inBays[0]?.startAt) break // nobody can begin sooner
  }
  if (!found) return null
  const { startAt, technician } = found
  const bay = day.bays.find(({ starts }) => holds(starts(), startAt))?.one
  return bay ? { startAt, endAt: startAt + minutes * MINUTE_MS, bay, technician } : null
}

/** Where the search ends. */
export const horizonAt = ({ fromAt, zone }: Pick<SlotSearch, 'fromAt' | 'zone'>): EpochMs =>
  atLocal(addDays(localDate(fromAt, zone), SLOT_HORIZON_DAYS), 0, zone)

const BUCKET_MS = DAY_MS

/** Bookings as `Capacity.live` wants them, from what `load` gives: those of a span by where they touch it first, then those that start in further spans. */
export function byDay(fromAt: EpochMs, load: (fromAt: EpochMs, toAt: EpochMs, isFirst: boolean) => readonly Booking[]): Capacity['live'] {
  const buckets = new Map<number, Booking[]>()
  const bucketOf = (at: EpochMs) => Math.floor(at / BUCKET_MS)
  let until = fromAt
  return (from, to) => {
    while (until < to) {
      const next = until + LOADED_DAYS * DAY_MS
      for (const booking of load(until, next, until === fromAt))
        for (let bucket = bucketOf(Math.max(booking.startAt, fromAt)); bucket <= bucketOf(booking.endAt - 1); bucket++) {
          const known = buckets.get(bucket)
          if (known) known.push(booking)
          else buckets.set(bucket, [booking])
        }
      until = next
    }
    const found: Booking[] = []
    const first = bucketOf(Math.max(from, fromAt))
    for (let bucket = first; bucket <= bucketOf(to - 1); bucket++)
      for (const booking of buckets.get(bucket) ?? [])
        if (booking.startAt < to && booking.endAt > from && (bucket === first || bucketOf(booking.startAt) === bucket)) found.push(booking)
    return found
  }
}
/** Days whose bookings are fetched together: most searches end within the first. */
const LOADED_DAYS = 7

/** Parts grow so many times: of most only the first day is asked for, and of those that are asked for months it is a few parts. */
const GROWS = 4
/** Days of the largest part: five of them reach to where a search ends, and hardly further. */
const MOST_DAYS = 33

/**
 * Times as `Capacity.taken` wants them, from what `load` gives of one bay or technician, by start: those of a span by where they touch it first,
 * then those that start in further spans. Fetched in parts and only where they are asked for: who is tried first in the fourth week has no use for
 * all that is before.
 */
export function byWho(load: (who: Who, id: string, fromAt: EpochMs, toAt: EpochMs, isFirst: boolean) => Times): Capacity['taken'] {
  const known: Record<Who, Map<string, Loaded>> = { bayId: new Map(), technicianId: new Map() }
  return (who, id, from, to) => {
    let own: Loaded | undefined = known[who].get(id)
    if (!own || from < own.fromAt) known[who].set(id, (own = { fromAt: from, until: from, starts: [], ends: [], longest: 0 }))
    while (own.until < to) {
      const isFirst = own.until === own.fromAt
      const until: EpochMs = own.until + Math.min(MOST_DAYS * DAY_MS, isFirst ? DAY_MS : (own.until - own.fromAt) * GROWS)
      const { starts, ends } = load(who, id, own.until, until, isFirst)
      let longest: number = own.longest
      for (let i = 0; i < starts.length; i++) longest = Math.max(longest, (ends[i] as EpochMs) - (starts[i] as EpochMs)) // of one length
      own = { fromAt: own.fromAt, until, starts: own.starts.concat(starts), ends: own.ends.concat(ends), longest }
      known[who].set(id, own)
    }
    return { starts: own.starts, ends: own.ends, first: firstFrom(own.starts, from - own.longest) }
  }
}

/** What takes one bay or technician from the first instant that was asked for, and how far back one must look for what is still going on. */
interface Loaded extends Times {
  readonly fromAt: EpochMs
  readonly until: EpochMs
  readonly longest: number
}

/** Index of the first that is `least` or more. */
function firstFrom(sorted: readonly number[], least: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] as number) < least)
      low = middle + 1 // below the length
    else high = middle
  }
  return low
}
