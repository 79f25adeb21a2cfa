import { addDays, type LocalDate } from '../../kernel/time.ts'
import { foldText } from '../../kernel/text.ts'
import { DUE_DAYS, type DueStatus, type ServiceInterval } from './model.ts'

/** The odometer of a vehicle on a day, read at a visit. */
export interface Reading {
  readonly on: LocalDate
  readonly km: number
}
/** One piece of finished work: the title of a service or of a line. */
export interface Work {
  readonly on: LocalDate
  readonly km: number | null
  readonly title: string
  readonly workOrderId: string
}
export interface Due {
  readonly last: Work
  readonly dueOn: LocalDate
  readonly dueKm: number | null
  readonly by: 'date' | 'mileage'
}

/** Readings closer together than this say nothing about how much a vehicle is driven. */
const SHORTEST_DAYS = 30
/** Older ones are of another life of the car. */
const LONGEST_DAYS = 3 * 365
/** A mileage that is reached later than this is no date to plan with. */
const FARTHEST_DAYS = 10 * 365

const daysBetween = (from: LocalDate, until: LocalDate): number => Math.round((Date.parse(`${until}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)

/** The same day some months on; a day that its month lacks is the last of it. */
export function addMonths(on: LocalDate, months: number): LocalDate {
  const [year = 0, month = 1, day = 1] = on.split('-').map(Number)
  const first = new Date(Date.UTC(year, month - 1 + months, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  return addDays(first.toISOString().slice(0, 10), Math.min(day, last) - 1)
}

/** True when a piece of work is that service. */
export function isService({ name, words }: Pick<ServiceInterval, 'name' | 'words'>, title: string): boolean {
  const folded = foldText(title)
  return (words.length > 0 ? words : [name]).some((word) => folded.includes(foldText(word)))
}

/**
 * Kilometres a day between the first and the last reading of the last three years; null where they tell too little. A reading below
 * an earlier one is a slip or another instrument: what came before it does not count.
 */
export function kmPerDay(readings: readonly Reading[]): number | null {
  const sorted = readings.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.km - b.km))
  const last = sorted.at(-1)
  if (!last) return null
  const from = addDays(last.on, -LONGEST_DAYS)
  let first = last
  for (const reading of sorted.toReversed()) {
    if (reading.on < from || reading.km > first.km) break
    first = reading
  }
  const days = daysBetween(first.on, last.on)
  return days < SHORTEST_DAYS || last.km === first.km ? null : (last.km - first.km) / days
}

/** What the odometer is thought to show on a day: the last reading, and as much on top as the vehicle is driven. Null without a reading. */
export function estimatedKm(readings: readonly Reading[], on: LocalDate): number | null {
  const last = latest(readings)
  return last ? Math.round(last.km + (kmPerDay(readings) ?? 0) * Math.max(0, daysBetween(last.on, on))) : null
}
const latest = (readings: readonly Reading[]): Reading | undefined =>
  readings.reduce<Reading | undefined>(
    (found, each) => (found === undefined || each.on > found.on || (each.on === found.on && each.km > found.km) ? each : found),
    undefined,
  )

/** The last time that a service was done; the later order counts where two were finished on one day. */
export function lastDone(interval: Pick<ServiceInterval, 'name' | 'words'>, work: readonly Work[]): Work | undefined {
  return work
    .filter(({ title }) => isService(interval, title))
    .reduce<Work | undefined>(
      (found, each) => (found === undefined || each.on > found.on || (each.on === found.on && each.workOrderId > found.workOrderId) ? each : found),
      undefined,
    )
}

/** When a service is due again, by what comes first of date and mileage; undefined for a vehicle that never had it. Holds REM-3. */
export function nextDue(
  interval: Pick<ServiceInterval, 'name' | 'words' | 'everyMonths' | 'everyKm'>,
  work: readonly Work[],
  readings: readonly Reading[],
): Due | undefined {
  const last = lastDone(interval, work)
  if (!last) return undefined
  const byDate = interval.everyMonths === null ? null : addMonths(last.on, interval.everyMonths)
  const dueKm = interval.everyKm === null || last.km === null ? null : last.km + interval.everyKm
  const byMileage = dueKm === null ? null : dayOfKm(readings, dueKm)
  if (byMileage !== null && (byDate === null || byMileage < byDate)) return { last, dueOn: byMileage, dueKm, by: 'mileage' }
  return byDate === null ? undefined : { last, dueOn: byDate, dueKm, by: 'date' }
}

/** The day on which a mileage is reached; null where nothing tells, or in ten years only. */
function dayOfKm(readings: readonly Reading[], km: number): LocalDate | null {
  const last = latest(readings)
  if (!last) return null
  const perDay = kmPerDay(readings)
  if (perDay === null) return last.km >= km ? last.on : null
  const days = Math.ceil((km - last.km) / perDay)
  return days > FARTHEST_DAYS ? null : addDays(last.on, days)
}

/** Where a due service stands on a day. `soonKm` before its mileage it is soon, whatever the date. */
export function statusOf(
  due: Pick<Due, 'dueOn' | 'dueKm'> | undefined,
  interval: Pick<ServiceInterval, 'soonDays' | 'soonKm'>,
  km: number | null,
  today: LocalDate,
): DueStatus {
  if (!due) return 'unknown'
  const isNear = due.dueKm !== null && km !== null && km >= due.dueKm - interval.soonKm
  const byDate = dateStatus(due.dueOn, today)
  if (byDate !== 'soon') return byDate
  return isNear || due.dueOn <= addDays(today, interval.soonDays) ? 'soon' : 'later'
}

/** Of a reminder that was raised, by its date. */
export const dateStatus = (dueOn: LocalDate, today: LocalDate): 'overdue' | 'due' | 'soon' =>
  dueOn < today ? 'overdue' : dueOn <= addDays(today, DUE_DAYS) ? 'due' : 'soon'
