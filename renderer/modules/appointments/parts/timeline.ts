import { addDays, atLocal, type EpochMs, HOUR_MS, type LocalDate, localMinutes, MINUTE_MS, overlaps, weekday } from '#shared/kernel/time.ts'
import { SLOT_STEP_MS } from '#shared/modules/appointments/model.ts'
import type { Location } from '#shared/modules/workspace/model.ts'

export interface Span {
  readonly startAt: EpochMs
  readonly endAt: EpochMs
}
type Hours = Pick<Location, 'opensAtMinutes' | 'closesAtMinutes' | 'openWeekdays'>

/** The whole day on the shop's wall clock: 23 or 25 hours where clocks change. */
export const dayOf = (on: LocalDate, zone: string): Span => ({ startAt: atLocal(on, 0, zone), endAt: atLocal(addDays(on, 1), 0, zone) })

/** When the shop is open on that day; null on a day off. */
export const openOn = (on: LocalDate, hours: Hours, zone: string): Span | null =>
  hours.openWeekdays.includes(String(weekday(on)))
    ? { startAt: atLocal(on, hours.opensAtMinutes, zone), endAt: atLocal(on, hours.closesAtMinutes, zone) }
    : null

/** What the timeline shows: opening hours with some time around them, widened to whole hours until every booking of the day is in it. */
export function shownSpan(on: LocalDate, hours: Hours, zone: string, bookings: readonly Span[], aroundMs = HOUR_MS): Span {
  const day = dayOf(on, zone)
  const opens = atLocal(on, hours.opensAtMinutes, zone) - aroundMs
  const closes = atLocal(on, hours.closesAtMinutes, zone) + aroundMs
  const startAt = Math.min(opens, ...bookings.filter((b) => b.startAt >= day.startAt).map((b) => b.startAt))
  const endAt = Math.max(closes, ...bookings.filter((b) => b.endAt <= day.endAt).map((b) => b.endAt))
  const down = startAt - (localMinutes(startAt, zone) % 60) * MINUTE_MS
  const up = endAt + ((60 - (localMinutes(endAt, zone) % 60)) % 60) * MINUTE_MS
  return { startAt: Math.max(day.startAt, down), endAt: Math.min(day.endAt, up) }
}

/** Where an instant lies within the span, 0 at its start and 1 at its end; outside it is brought to the nearer end. */
export const shareOf = (at: EpochMs, { startAt, endAt }: Span): number => Math.max(0, Math.min(1, (at - startAt) / (endAt - startAt)))

/** The quarter of an hour of the span in which an instant lies. */
export const snapped = (at: EpochMs, { startAt, endAt }: Span): EpochMs =>
  startAt + Math.floor((Math.max(startAt, Math.min(endAt - 1, at)) - startAt) / SLOT_STEP_MS) * SLOT_STEP_MS

/** The time under a point of a row that shows the span; time runs as the language is written. */
export function timeAt(track: Element, clientX: number, { startAt, endAt }: Span): EpochMs {
  const box = track.getBoundingClientRect()
  const share = (clientX - box.left) / box.width
  return startAt + (getComputedStyle(track).direction === 'rtl' ? 1 - share : share) * (endAt - startAt)
}

/** Full hours within the span, for the scale. */
export function hoursOf({ startAt, endAt }: Span): EpochMs[] {
  return Array.from({ length: Math.round((endAt - startAt) / HOUR_MS) + 1 }, (_, hour) => startAt + hour * HOUR_MS)
}

/**
 * Which lane of its row each booking takes, so that none covers another: cancelled and completed ones may share an instant with
 * a live one. Answers lane and number of lanes per booking id.
 */
export function lanesOf(bookings: readonly (Span & { readonly id: string })[]): Map<string, { lane: number; lanes: number }> {
  const placed = new Map<string, { lane: number; lanes: number }>()
  const sorted = [...bookings].sort((a, b) => a.startAt - b.startAt || a.endAt - b.endAt)
  let group: { id: string; lane: number }[] = []
  let ends: EpochMs[] = []
  const close = () => {
    for (const { id, lane } of group) placed.set(id, { lane, lanes: ends.length })
    group = []
    ends = []
  }
  for (const booking of sorted) {
    if (ends.every((end) => end <= booking.startAt)) close()
    const free = ends.findIndex((end) => end <= booking.startAt)
    const lane = free === -1 ? ends.length : free
    ends[lane] = booking.endAt
    group.push({ id: booking.id, lane })
  }
  close()
  return placed
}

/** Minutes of these bookings that lie within the span. */
export const minutesWithin = (bookings: readonly Span[], span: Span): number =>
  Math.round(
    bookings.filter((b) => overlaps(b, span)).reduce((sum, b) => sum + Math.min(b.endAt, span.endAt) - Math.max(b.startAt, span.startAt), 0) / MINUTE_MS,
  )

/** Those that share an instant with a span, of bookings by start: what goes on over midnight is in both days. */
export const bookingsIn = <Of extends Span>(bookings: readonly Of[], span: Span): Of[] => bookings.filter((one) => overlaps(one, span))
