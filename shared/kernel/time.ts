import { TZDate, tzOffset } from '@date-fns/tz'
import { z } from 'zod'

/** Epoch milliseconds, UTC. */
export type EpochMs = number
/** The last instant that is told: in the year 9998, so that what follows it by days has four figures as well. */
export const LAST_AT: EpochMs = 253_339_228_800_000
/** Validator of an instant in contracts and models. */
export const epochMs = z.number().int().min(0).max(LAST_AT)
/** A calendar day of the shop, `YYYY-MM-DD`. */
export type LocalDate = string
/** Validator of a calendar day in contracts and models: up to the year 9998 likewise, as days are compared as texts. */
export const localDay = z.iso.date().regex(/^(?!9999)/)

export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000

const two = (n: number) => n.toString().padStart(2, '0')

/** The last answer of offsetAt. */
const known = { zone: '', minute: -1, offset: 0 }
/** Minutes that the zone is ahead of UTC. No clock is changed within a minute, and a deed asks of its own instant: asking the system costs as much as writing a row. */
function offsetAt(at: EpochMs, zone: string): number {
  const minute = Math.floor(at / MINUTE_MS)
  return known.zone === zone && known.minute === minute ? known.offset : Object.assign(known, { zone, minute, offset: tzOffset(zone, new Date(at)) }).offset
}

/** What the shop's wall clock shows at an instant, as the figures of UTC: a tenth of the time that a date with a zone takes. */
const wallClock = (at: EpochMs, zone: string): Date => new Date(at + offsetAt(at, zone) * MINUTE_MS)

/** The shop's calendar day at an instant. `zone` is the shop's IANA zone, never the machine's. */
export function localDate(at: EpochMs, zone: string): LocalDate {
  const date = wallClock(at, zone)
  return `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`
}

/** Midnights found before: plans ask for the same months of days again and again, and zones are slow. Forgotten together when there are too many. */
const midnights = new Map<string, EpochMs>()
const MOST_MIDNIGHTS = 4_000

/** The instant at which the shop's wall clock shows `minutes` after midnight on that day. Gaps of summer time move forward. */
export function atLocal(on: LocalDate, minutes: number, zone: string): EpochMs {
  if (minutes !== 0) return foundAt(on, minutes, zone)
  const day = `${on} ${zone}`
  const known = midnights.get(day)
  if (known !== undefined) return known
  if (midnights.size >= MOST_MIDNIGHTS) midnights.clear()
  const midnight = foundAt(on, 0, zone)
  midnights.set(day, midnight)
  return midnight
}

function foundAt(on: LocalDate, minutes: number, zone: string): EpochMs {
  const [year = 0, month = 1, day = 1] = on.split('-').map(Number)
  // Where no clock changes for a day around, the offset does it: a fraction of the time, and plans ask for months of days.
  const wall = Date.UTC(year, month - 1, day, 0, minutes)
  const offset = tzOffset(zone, new Date(wall - DAY_MS))
  if (offset === tzOffset(zone, new Date(wall + DAY_MS))) return wall - offset * MINUTE_MS
  return new TZDate(year, month - 1, day, Math.floor(minutes / 60), minutes % 60, zone).getTime()
}

/** Minutes after midnight on the shop's wall clock. */
export function localMinutes(at: EpochMs, zone: string): number {
  const date = wallClock(at, zone)
  return date.getUTCHours() * 60 + date.getUTCMinutes()
}

export function addDays(on: LocalDate, days: number): LocalDate {
  return new Date(Date.parse(`${on}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** 0 is Sunday. */
export const weekday = (on: LocalDate): number => new Date(`${on}T00:00:00Z`).getUTCDay()

/** True when two half-open intervals share an instant. */
export const overlaps = (a: { startAt: EpochMs; endAt: EpochMs }, b: { startAt: EpochMs; endAt: EpochMs }): boolean =>
  a.startAt < b.endAt && b.startAt < a.endAt

export function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
