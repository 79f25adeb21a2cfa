import ICAL from 'ical.js'
import { addDays, atLocal, type EpochMs, isZone, LAST_AT, type LocalDate, MINUTE_MS } from '../../../kernel/time.ts'
import { type EventProblem, IMPORT_DAYS, type LeftOut, MAX_IMPORTED, MAX_TIMES } from '../model.ts'
import { type Block, blocksOf, nameOf } from './lines.ts'
import { recurring } from './recurring.ts'

/** A wall clock's time in a zone: an instant, and what a rule counts on. */
export interface Moment {
  readonly on: LocalDate
  readonly seconds: number
  readonly isDate: boolean
  readonly zone: string
  readonly at: EpochMs
}
interface Event {
  readonly line: number
  readonly uid: string
  readonly summary: string
  readonly start: Moment
  /** In days for whole days, else in ms. */
  readonly lasts: number
  readonly rule: string | null
  readonly extra: readonly Moment[]
  readonly without: readonly Moment[]
  readonly replaces: Moment | null
  readonly status: string
  readonly isFree: boolean
  readonly unknownZone: string
}
export interface Time {
  readonly startAt: EpochMs
  readonly endAt: EpochMs
}
export interface ReadEvent {
  /** Of the file, at which it begins. */
  readonly line: number
  readonly uid: string
  readonly summary: string
  readonly allDay: boolean
  readonly isRecurring: boolean
  readonly unknownZone: string
  readonly times: readonly Time[]
}

/**
 * What a calendar file holds from an instant on, recurring events as their single times, and what of it cannot be taken over and why.
 * Times without a zone, and those of a zone that nobody knows, are the shop's; whole days are days of the shop. Holds CAL-3.
 */
export function readCalendar(text: string, zone: string, fromAt: EpochMs, keepsFree: boolean): { events: ReadEvent[]; leftOut: LeftOut[] } {
  const { blocks, broken, zones } = blocksOf(text)
  const leftOut = [...broken]
  const events: Event[] = []
  for (const block of blocks) {
    const read = eventOf(block, zone, zones)
    if (typeof read === 'string') leftOut.push({ name: nameOf(block.lines), problem: read, line: block.line })
    else events.push(read)
  }
  const replaced = Map.groupBy(
    events.filter(({ replaces }) => replaces !== null),
    ({ uid }) => uid,
  )
  const found: ReadEvent[] = []
  let total = 0
  for (const event of events) {
    const leave = (problem: EventProblem) => leftOut.push({ name: event.summary || event.uid, problem, line: event.line })
    if (event.status === 'CANCELLED') {
      leave('cancelled')
      continue
    }
    if (event.lasts === 0 || (event.isFree && !keepsFree)) {
      leave('free')
      continue
    }
    const starts = startsOf(event, replaced.get(event.uid) ?? [], fromAt)
    if (typeof starts === 'string') {
      leave(starts)
      continue
    }
    const times = starts.map((start) => spanOf(start, event.lasts, zone)).filter(({ endAt }) => endAt > fromAt)
    if (times.length === 0) leave('past')
    else if (times.some(({ startAt }) => startAt < 0)) leave('badStart')
    else if (times.some(({ endAt }) => endAt > LAST_AT)) leave('badEnd')
    else if ((total += times.length) > MAX_IMPORTED) leave('tooMany')
    else {
      const { line, uid, summary, start, rule, extra, unknownZone } = event
      found.push({ line, uid, summary, allDay: start.isDate, isRecurring: rule !== null || extra.length > 0, unknownZone, times })
    }
  }
  return { events: found, leftOut }
}

const spanOf = (start: Moment, lasts: number, zone: string): Time =>
  start.isDate ? { startAt: atLocal(start.on, 0, zone), endAt: atLocal(addDays(start.on, lasts), 0, zone) } : { startAt: start.at, endAt: start.at + lasts }

/** When an event begins, in order, as far as it is looked ahead. What was moved alone, or left out, is not among them. */
function startsOf(event: Event, moved: readonly Event[], fromAt: EpochMs): Moment[] | EventProblem {
  const { start, rule, extra, without, replaces } = event
  if (replaces !== null) return [start]
  const until = fromAt + IMPORT_DAYS * 24 * 60 * MINUTE_MS
  const lastsMs = start.isDate ? event.lasts * 24 * 60 * MINUTE_MS : event.lasts
  const byRule = rule === null ? [start] : recurring(rule, start, fromAt - lastsMs - 24 * 60 * MINUTE_MS, until)
  if (typeof byRule === 'string') return byRule
  const gone = new Set([...without, ...moved.flatMap((each) => each.replaces ?? [])].map(({ at }) => at))
  const all = new Map([...byRule, ...extra].filter(({ at }) => at < until && !gone.has(at)).map((each) => [each.at, each]))
  return all.size > MAX_TIMES ? 'tooMany' : [...all.values()].sort((a, b) => a.at - b.at)
}

/** What the lines of an event say; the reason why they cannot be read. */
function eventOf({ line, lines }: Block, zone: string, zones: ReadonlyMap<string, string>): Event | EventProblem {
  let unknownZone = ''
  const momentsOf = (name: string): Moment[] | null => {
    const moments = valuesOf(lines, name)?.map(({ value, tzid }) => {
      const known = zoneOf(tzid, zone, zones)
      if (known === null) unknownZone = tzid
      return value instanceof ICAL.Time
        ? momentOf(value, known ?? zone, zone)
        : value instanceof ICAL.Period
          ? momentOf(value.start, known ?? zone, zone)
          : null
    })
    return moments?.every((moment) => moment !== null) ? moments : null
  }
  const starts = momentsOf('DTSTART')
  if (starts?.length === 0) return 'noStart'
  const [start] = starts ?? []
  if (!start) return 'badStart'
  const lasts = lengthOf(lines, start, momentsOf('DTEND'))
  if (lasts === null) return 'badEnd'
  const text = (name: string): string => {
    const [first] = valuesOf(lines, name) ?? []
    return typeof first?.value === 'string' ? first.value.trim() : ''
  }
  const rules = lines.filter((each) => /^RRULE[;:]/i.test(each))
  const [extra, without, replaces] = [momentsOf('RDATE'), momentsOf('EXDATE'), momentsOf('RECURRENCE-ID')]
  // Without what it leaves out or moves it would stand on days on which it is not.
  if (rules.length > 1 || extra === null || without === null || replaces === null) return 'badRule'
  return {
    line,
    uid: text('UID') || `${text('SUMMARY')} ${start.at}`,
    summary: text('SUMMARY')
      .normalize('NFC')
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim()
      .slice(0, 200)
      .trimEnd(),
    start,
    lasts,
    rule: rules[0]?.replace(/^[^:]*:/, '').replace(/\s+/g, '') ?? null,
    extra,
    without,
    replaces: replaces[0] ?? null,
    status: text('STATUS').toUpperCase(),
    isFree: text('TRANSP').toUpperCase() === 'TRANSPARENT',
    unknownZone,
  }
}

/** Null where its end is no time, or lies before its start. */
function lengthOf(lines: readonly string[], start: Moment, ends: Moment[] | null): number | null {
  const durations = valuesOf(lines, 'DURATION')
  if (ends === null || durations === null) return null
  const [end] = ends
  if (end) {
    const lasts = start.isDate ? Math.round((Date.parse(end.on) - Date.parse(start.on)) / (24 * 60 * MINUTE_MS)) : end.at - start.at
    return lasts < 0 ? null : start.isDate ? Math.max(1, lasts) : lasts
  }
  const [duration] = durations
  if (!duration) return start.isDate ? 1 : 0
  const seconds = duration.value instanceof ICAL.Duration ? duration.value.toSeconds() : Number.NaN
  if (!Number.isFinite(seconds) || seconds < 0) return null
  if (seconds * 1000 > LAST_AT) return null
  return start.isDate ? Math.max(1, Math.round(seconds / 86_400)) : seconds * 1000
}

/** The values of a property, each with its zone; null where one of its lines is none of that property. */
function valuesOf(lines: readonly string[], name: string): { value: unknown; tzid: string }[] | null {
  try {
    return lines
      .filter((line) => new RegExp(`^${name}[;:]`, 'i').test(line))
      .flatMap((line) => {
        const property = ICAL.Property.fromString(line)
        // The library makes the 40th of March the 9th of April.
        if (
          property
            .toJSON()
            .slice(3)
            .some((raw: unknown) => typeof raw === 'string' && !isDay(raw))
        )
          return [{ value: null, tzid: '' }]
        const tzid = property.getParameter('tzid')
        return property.getValues().map((value: unknown) => ({ value, tzid: typeof tzid === 'string' ? tzid : '' }))
      })
  } catch {
    return null // the library throws on what is no such value
  }
}

/** True for what is no date at all, and for days that there are. */
function isDay(raw: string): boolean {
  const [, on] = /^(\d{4}-\d\d-\d\d)(?:T|$)/.exec(raw) ?? []
  return on === undefined || new Date(`${on}T00:00:00Z`).toJSON()?.startsWith(on) === true
}

function momentOf(time: ICAL.Time, zone: string, shopZone: string): Moment | null {
  const { year, month, day, hour, minute, second, isDate } = time
  if (![year, month, day, hour, minute, second].every((part) => Number.isInteger(part)) || year < 1900 || year > 9998) return null
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) return null
  const on = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  const used = isDate ? shopZone : time.zone.tzid === 'UTC' ? 'UTC' : zone
  const seconds = isDate ? 0 : hour * 3600 + minute * 60 + second
  return { on, seconds, isDate, zone: used, at: atLocal(on, Math.floor(seconds / 60), used) + (seconds % 60) * 1000 }
}

/** The IANA zone that a name means; null where nobody knows it. Other programs put a path before it, or name it in the file's own definition. */
function zoneOf(tzid: string, shopZone: string, zones: ReadonlyMap<string, string>): string | null {
  if (tzid === '') return shopZone
  const parts = tzid.split('/')
  return [tzid, parts.slice(-2).join('/'), parts.slice(-3).join('/'), zones.get(tzid) ?? ''].find((name) => name !== '' && isZone(name)) ?? null
}
