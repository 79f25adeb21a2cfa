import { addDays, type LocalDate, weekday } from '../../../kernel/time.ts'
import type { Repeat } from '../model.ts'

const DAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const
const FREQ = { day: 'DAILY', week: 'WEEKLY', month: 'MONTHLY', year: 'YEARLY' } as const
const compact = (on: LocalDate) => on.replaceAll('-', '')

/** The rule as RFC 5545 (3.3.10) writes it: what is stored, and what other calendars read. */
export function ruleOf({ unit, every, weekdays, monthDay, nth, count, untilOn }: Repeat): string {
  return [
    `FREQ=${FREQ[unit]}`,
    every === 1 ? '' : `INTERVAL=${every}`,
    unit === 'week' && weekdays.length > 0
      ? `BYDAY=${weekdays
          .toSorted((a, b) => a - b)
          .map((day) => DAYS[day])
          .join(',')}`
      : '',
    unit === 'month' && nth !== null ? `BYDAY=${nth.which}${DAYS[nth.weekday]}` : '',
    unit === 'month' && nth === null && monthDay !== null ? `BYMONTHDAY=${monthDay}` : '',
    count === null ? '' : `COUNT=${count}`,
    count === null && untilOn !== null ? `UNTIL=${compact(untilOn)}` : '',
  ]
    .filter((part) => part !== '')
    .join(';')
}

const PART = /^(FREQ|INTERVAL|BYDAY|BYMONTHDAY|COUNT|UNTIL)=([A-Z0-9,+-]{1,60})$/
const number = (text: string | undefined, min: number, max: number): number | undefined => {
  if (text === undefined || !/^[+-]?\d{1,6}$/.test(text)) return undefined
  const value = Number(text)
  return value >= min && value <= max && value !== 0 ? value : undefined
}

/**
 * The rule that a text says; null for one that a maintenance contract cannot have (times of day, several rules in one) or that is
 * no rule. `ruleOf` of the answer is the text in its plain form.
 */
export function repeatOf(text: string): Repeat | null {
  const parts = new Map<string, string>()
  for (const part of text.split(';')) {
    const [, name, value] = PART.exec(part) ?? []
    if (name === undefined || value === undefined || parts.has(name)) return null
    parts.set(name, value)
  }
  const unit = (Object.keys(FREQ) as (keyof typeof FREQ)[]).find((each) => FREQ[each] === parts.get('FREQ')) // the keys of FREQ
  const every = parts.has('INTERVAL') ? number(parts.get('INTERVAL'), 1, 99) : 1
  const count = parts.has('COUNT') ? number(parts.get('COUNT'), 1, 999) : null
  const untilOn = parts.has('UNTIL') ? dayOf(parts.get('UNTIL') ?? '') : null
  const days = parts.get('BYDAY')?.split(',') ?? []
  const monthDay = parts.has('BYMONTHDAY') ? number(parts.get('BYMONTHDAY'), -1, 31) : null
  if (unit === undefined || every === undefined || count === undefined || untilOn === undefined || monthDay === undefined) return null
  if (count !== null && untilOn !== null) return null
  const plain = { unit, every, weekdays: [] as number[], monthDay: null, nth: null, count, untilOn }
  if (days.length === 0) return monthDay === null ? plain : unit === 'month' ? { ...plain, monthDay } : null
  if (monthDay !== null) return null
  if (unit === 'week') {
    const weekdays = days.map((day) => DAYS.findIndex((known) => known === day))
    return weekdays.includes(-1) ? null : { ...plain, weekdays: [...new Set(weekdays)].sort((a, b) => a - b) }
  }
  const [, which, day] = /^([+-]?\d)(SU|MO|TU|WE|TH|FR|SA)$/.exec(days[0] ?? '') ?? []
  const nth = number(which, -1, 4)
  if (unit !== 'month' || days.length > 1 || nth === undefined || day === undefined) return null
  return { ...plain, nth: { which: nth, weekday: DAYS.findIndex((known) => known === day) } }
}

function dayOf(text: string): LocalDate | undefined {
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(text) ?? []
  const on = `${year}-${month}-${day}`
  return year !== undefined && !Number.isNaN(Date.parse(`${on}T00:00:00Z`)) && addDays(on, 0) === on ? on : undefined
}

/** A rule for visits from that day on, before anybody has chosen another: once a month on its day, or on the last for days that not every month has. */
export const usualRepeat = (startOn: LocalDate): Repeat => ({
  unit: 'month',
  every: 1,
  weekdays: [],
  monthDay: monthDayOf(startOn),
  nth: null,
  count: null,
  untilOn: null,
})
export const monthDayOf = (on: LocalDate): number => (Number(on.slice(8)) > 28 ? -1 : Number(on.slice(8)))
/** Which weekday of its month a day is: the second Tuesday; the fifth counts as the last. */
export const nthOf = (on: LocalDate): NonNullable<Repeat['nth']> => {
  const which = Math.ceil(Number(on.slice(8)) / 7)
  return { which: which > 4 ? -1 : which, weekday: weekday(on) }
}
