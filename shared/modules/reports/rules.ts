import { divideRounded } from '../../kernel/money.ts'
import { addDays, type LocalDate, weekday } from '../../kernel/time.ts'
import { DIVIDING, DUE_AGES, type Figure, FIGURES, type Grouping, type Period, RATIOS, type Report, type Sums, TIMES } from './model.ts'

/** Thousandths of an hour in ms. */
const MILLI_HOUR_MS = 3600
/** Less on the clock is a slip of the finger, and no measure of anybody. */
const LEAST_WORKED_MS = 60_000

const ratio = (above: number, below: number): number | null => (below === 0 ? null : divideRounded(BigInt(above), BigInt(below)))
/** Rounds half away from zero whatever the sign of the divisor: a return alone is a negative number of nothing. */
const quotient = (above: number, below: number): number | null => (below < 0 ? ratio(-above, -below) : ratio(above, below))

const profit = ({ net = 0, cost = 0 }: Sums) => net - cost
const of: Readonly<Record<Figure, (sums: Sums) => number | null>> = {
  documents: ({ documents = 0 }) => documents,
  orders: ({ orders = 0 }) => orders,
  net: ({ net = 0 }) => net,
  tax: ({ tax = 0 }) => tax,
  gross: ({ net = 0, tax = 0 }) => net + tax,
  cost: ({ cost = 0 }) => cost,
  profit,
  margin: (sums) => quotient(profit(sums) * 10_000, sums.net ?? 0),
  perDocument: ({ net = 0, documents = 0 }) => quotient(net, documents),
  laborNet: ({ laborNet = 0 }) => laborNet,
  hours: ({ hours = 0 }) => hours,
  laborRate: ({ laborNet = 0, hours = 0 }) => quotient(laborNet * 1000, hours),
  worked: ({ worked = 0 }) => worked,
  efficiency: ({ hours = 0, worked = 0 }) => (worked < LEAST_WORKED_MS ? null : quotient(hours * MILLI_HOUR_MS * 10_000, worked)),
  orderNet: ({ orderNet = 0 }) => orderNet,
  perOrder: ({ orderNet = 0, orders = 0 }) => quotient(orderNet, orders),
  closings: ({ closings = 0 }) => closings,
  expected: ({ expected = 0 }) => expected,
  counted: ({ counted = 0 }) => counted,
  difference: ({ counted = 0, expected = 0 }) => counted - expected,
  items: ({ items = 0 }) => items,
  worth: ({ worth = 0 }) => worth,
  due: ({ due = 0 }) => due,
}

export const isFigure = (text: string): text is Figure => text in FIGURES
/** A figure, null where there is nothing to divide by. */
export const figureOf = (figure: Figure, sums: Sums): number | null => of[figure](sums)
export const valuesOf = (figures: readonly Figure[], sums: Sums): (number | null)[] => figures.map((figure) => of[figure](sums))

export const added = (sums: readonly Sums[]): Sums => {
  const total: Record<string, number> = {}
  for (const one of sums) for (const [key, value] of Object.entries(one)) total[key] = (total[key] ?? 0) + value
  return total
}

/** Figures that a report has under a grouping: what a dividing one would count twice is left out. */
export function figuresOf({ figures }: Report, by: Grouping, isNarrowed = false): Figure[] {
  const isDivided = isNarrowed || DIVIDING.includes(by)
  return figures.filter((figure) => !isDivided || !['documents', 'perDocument', 'orders', 'perOrder'].includes(figure))
}
/** Figures that rows add up to. */
export const addsUp = (figure: Figure): boolean => !RATIOS.includes(figure)

const monday = (on: LocalDate): LocalDate => addDays(on, -((weekday(on) + 6) % 7))
const monthOf = (on: LocalDate): string => on.slice(0, 7)
export const firstOf = (on: LocalDate): LocalDate => `${monthOf(on)}-01`
const lastOf = (month: string): LocalDate => addDays(firstOf(addDays(`${month}-01`, 31)), -1)

/** The key under which a day stands. */
export const keyOf = (by: Grouping, on: LocalDate): string => (by === 'week' ? monday(on) : by === 'month' ? monthOf(on) : on)

/** The part of a period that stands under a key; null where the key is no such time. */
export function within({ fromOn, toOn }: Period, by: Grouping, key: string): Period | null {
  if (!/^\d{4}-\d\d(-\d\d)?$/.test(key) || (by === 'month') !== (key.length === 7) || Number.isNaN(Date.parse(key))) return null
  const first = by === 'month' ? `${key}-01` : key
  const last = by === 'month' ? lastOf(key) : by === 'week' ? addDays(key, 6) : key
  return { fromOn: first > fromOn ? first : fromOn, toOn: last < toOn ? last : toOn }
}

/** Every key of a period, earliest first: days without a sale are days, too. */
export function keysOf({ fromOn, toOn }: Period, by: Grouping, most: number): string[] {
  const keys: string[] = []
  for (
    let on = fromOn;
    on <= toOn && keys.length < most && TIMES.includes(by);
    on = addDays(by === 'month' ? lastOf(monthOf(on)) : by === 'week' ? addDays(monday(on), 6) : on, 1)
  )
    keys.push(keyOf(by, on))
  return keys
}

export const PERIODS = ['today', 'yesterday', 'week', 'month', 'lastMonth', 'year', 'own'] as const
export type PeriodName = (typeof PERIODS)[number]
/** What a period's name means on a day. */
export function periodOf(name: Exclude<PeriodName, 'own'>, today: LocalDate): Period {
  const monthBefore = addDays(firstOf(today), -1)
  const spans: Record<typeof name, Period> = {
    today: { fromOn: today, toOn: today },
    yesterday: { fromOn: addDays(today, -1), toOn: addDays(today, -1) },
    week: { fromOn: monday(today), toOn: today },
    month: { fromOn: firstOf(today), toOn: today },
    lastMonth: { fromOn: firstOf(monthBefore), toOn: monthBefore },
    year: { fromOn: `${today.slice(0, 4)}-01-01`, toOn: today },
  }
  return spans[name]
}

/** This month up to yesterday, and as many days of the month before. On the first of a month it is the month that has ended. */
export function monthsOf(today: LocalDate): { now: Period; before: Period } {
  const toOn = addDays(today, -1)
  const fromOn = firstOf(toOn)
  const beforeFrom = firstOf(addDays(fromOn, -1))
  const days = (Date.parse(toOn) - Date.parse(fromOn)) / 86_400_000
  const [beforeTo, beforeEnd] = [addDays(beforeFrom, days), addDays(fromOn, -1)]
  return { now: { fromOn, toOn }, before: { fromOn: beforeFrom, toOn: beforeTo < beforeEnd ? beforeTo : beforeEnd } }
}

/** How long something has been due, as the first limit that it does not exceed; beyond the last one `over`. Units: days. */
export const dueAge = (days: number): string => String(DUE_AGES.find((limit) => days <= limit) ?? 'over')
