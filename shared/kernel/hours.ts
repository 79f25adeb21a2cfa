import { z } from 'zod'
import { addDays, atLocal, type EpochMs, type LocalDate, MINUTE_MS, weekday } from './time.ts'

/** Hours of a usual week on the shop's wall clock; several spans of one day leave a break between them. 0 is Sunday. */
export const weekHours = z
  .array(
    z
      .strictObject({
        weekday: z.number().int().min(0).max(6),
        fromMinutes: z.number().int().min(0).max(1439),
        untilMinutes: z.number().int().min(1).max(1440),
      })
      .refine(({ fromMinutes, untilMinutes }) => untilMinutes > fromMinutes, { path: ['untilMinutes'], error: 'endsBeforeStart' }),
  )
  .max(28)
export type WeekHours = z.infer<typeof weekHours>

/** Half-open, from `startAt` to before `endAt`. */
export interface Span {
  readonly startAt: EpochMs
  readonly endAt: EpochMs
}

/** Instants of a day's wall clock: exact on days of 24 hours by adding, on the two others by the zone's rules. */
export function clockOfDay(on: LocalDate, zone: string): (minutes: number) => EpochMs {
  const midnight = atLocal(on, 0, zone)
  const isUsual = atLocal(addDays(on, 1), 0, zone) - midnight === 1440 * MINUTE_MS
  return (minutes) => (isUsual ? midnight + minutes * MINUTE_MS : atLocal(on, minutes, zone))
}

/** The part of `spans` that lies in the week's hours on that day. */
export function within(spans: readonly Span[], hours: WeekHours | null, on: LocalDate, clock: (minutes: number) => EpochMs): readonly Span[] {
  if (hours === null) return spans
  const day = weekday(on)
  const allowed = hours
    .filter((each) => each.weekday === day)
    .map(({ fromMinutes, untilMinutes }) => ({ startAt: clock(fromMinutes), endAt: clock(untilMinutes) }))
  return united(allowed).flatMap((one) =>
    spans.flatMap(({ startAt, endAt }) => {
      const both = { startAt: Math.max(startAt, one.startAt), endAt: Math.min(endAt, one.endAt) }
      return both.startAt < both.endAt ? [both] : []
    }),
  )
}

/** `spans`, in order and apart, without what `busy` covers. */
export function without(spans: readonly Span[], busy: readonly Span[]): readonly Span[] {
  if (busy.length === 0) return spans
  const taken = united(busy)
  return spans.flatMap(({ startAt, endAt }) => {
    const free: Span[] = []
    let from = startAt
    for (const one of taken) {
      if (one.endAt <= from) continue
      if (one.startAt >= endAt) break
      if (one.startAt > from) free.push({ startAt: from, endAt: one.startAt })
      from = one.endAt
    }
    if (from < endAt) free.push({ startAt: from, endAt })
    return free
  })
}

/** The same instants as spans in order, none touching the next. */
export function united(spans: readonly Span[]): readonly Span[] {
  if (spans.length < 2) return spans
  const isSorted = spans.every((span, i) => i === 0 || (spans[i - 1] as Span).startAt <= span.startAt) // not the first
  const sorted = isSorted ? spans : spans.toSorted((a, b) => a.startAt - b.startAt)
  const apart: Span[] = []
  for (const span of sorted) {
    const last = apart.at(-1)
    if (last && span.startAt <= last.endAt) apart[apart.length - 1] = { startAt: last.startAt, endAt: Math.max(last.endAt, span.endAt) }
    else apart.push(span)
  }
  return apart
}
