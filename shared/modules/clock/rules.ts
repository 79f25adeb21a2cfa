import type { Failure, Result } from '../../kernel/result.ts'
import { ok } from '../../kernel/result.ts'
import { addDays, atLocal, type EpochMs, type LocalDate, localDate, MINUTE_MS } from '../../kernel/time.ts'
import { clockFails } from './contract.ts'
import {
  type Activity,
  clockMachine,
  type Day,
  MAX_AHEAD_MS,
  MAX_DRIFT_MS,
  MAX_STRETCH_MS,
  type Pressed,
  type Punch,
  type Stretch,
  type Sums,
} from './model.ts'

/** What a rule needs of a punch. */
export type PunchLike = Pick<Punch, 'id' | 'kind' | 'workOrderId' | 'jobNumber' | 'at' | 'replacesId' | 'createdAt'>
const isLater = (a: PunchLike, b: PunchLike): boolean => a.createdAt > b.createdAt || (a.createdAt === b.createdAt && a.id > b.id)

/**
 * The punches that stand, earliest first. A correction names the punch that was made, never another correction; of several, which two devices
 * may have written at once, the last one stands (CLOCK-2).
 */
export function effective<P extends PunchLike>(punches: readonly P[]): P[] {
  const standing = new Map<string, P>()
  for (const one of punches) {
    const key = one.replacesId ?? one.id
    const other = standing.get(key)
    if (!other || other.replacesId === null || (one.replacesId !== null && isLater(one, other))) standing.set(key, one)
  }
  return [...standing.values()].filter(({ kind }) => kind !== 'void').sort((a, b) => a.at - b.at || (isLater(a, b) ? 1 : -1))
}

/** What was done when, without a gap and without an overlap (CLOCK-1). Stretches that last no time are left out. */
export function stretches(punches: readonly PunchLike[], now: EpochMs): Stretch[] {
  const standing = effective(punches).filter(({ at }) => at <= now + MAX_AHEAD_MS)
  return standing.flatMap((one, index) => {
    const endAt = standing[index + 1]?.at ?? null
    if (one.kind === 'void' || endAt === one.at) return []
    const isForgotten = one.kind !== 'off' && (endAt ?? now) - one.at > MAX_STRETCH_MS
    return [{ punchId: one.id, activity: one.kind, workOrderId: one.workOrderId, jobNumber: one.jobNumber, startAt: one.at, endAt, isForgotten }]
  })
}

const NOTHING: Sums = { workedMs: 0, jobMs: 0, breakMs: 0 }
/** Time of the stretches that falls into [fromAt, toAt); what still goes on counts up to `now`. */
export function sum(list: readonly Stretch[], fromAt: EpochMs, toAt: EpochMs, now: EpochMs): Sums {
  return list.reduce((total, { activity, startAt, endAt, isForgotten }) => {
    const ms = Math.max(0, Math.min(endAt ?? now, toAt) - Math.max(startAt, fromAt))
    if (ms === 0 || isForgotten || activity === 'off') return total
    if (activity === 'break') return { ...total, breakMs: total.breakMs + ms }
    return { ...total, workedMs: total.workedMs + ms, jobMs: total.jobMs + (activity === 'job' ? ms : 0) }
  }, NOTHING)
}

/** Time on each job, by work order. Together it is the sum's `jobMs`. */
export function jobTimes(list: readonly Stretch[], fromAt: EpochMs, toAt: EpochMs, now: EpochMs): Map<string, number> {
  const times = new Map<string, number>()
  for (const one of list) {
    const { jobMs } = sum([one], fromAt, toAt, now)
    if (jobMs > 0 && one.workOrderId !== null) times.set(one.workOrderId, (times.get(one.workOrderId) ?? 0) + jobMs)
  }
  return times
}

/** The shop's calendar days from `fromOn` to `toOn`, each with its share: a night shift counts on both of its days. */
export function days(list: readonly Stretch[], fromOn: LocalDate, toOn: LocalDate, zone: string, now: EpochMs): Day[] {
  const found: Day[] = []
  for (let on = fromOn; on <= toOn; on = addDays(on, 1)) {
    const [fromAt, toAt] = [atLocal(on, 0, zone), atLocal(addDays(on, 1), 0, zone)]
    const touching = list.filter(({ activity, startAt, endAt }) => activity !== 'off' && startAt < toAt && (endAt ?? now) > fromAt)
    found.push({ on, ...sum(touching, fromAt, toAt, now), stretches: touching })
  }
  return found
}

/** A person's clock now: the last stretch that began. One that nobody ended in time counts as ended (CLOCK-3). */
export function current(list: readonly Stretch[]): Stretch | undefined {
  const last = list.at(-1)
  return last?.isForgotten ? undefined : last
}

/** Where a press or a step of a job leads. Clocking out in the middle of a job is refused: the job would run on through the night. */
export function next(
  activity: Activity,
  event: Pressed,
  job: Pick<Stretch, 'workOrderId' | 'jobNumber'> | undefined,
): Result<Activity, Failure<'clock.refused' | 'clock.jobRunning'>> {
  if (event === 'clockOut' && job && job.workOrderId !== null) return clockFails.jobRunning({ workOrderId: job.workOrderId, number: job.jobNumber })
  const to = clockMachine[activity][event]
  return to === 'refused' ? clockFails.refused({ activity, event }) : ok(to)
}

/**
 * When the missing punch will have been: a job's own step tells better than the clock on the wall, so after one the stretch ended with it;
 * otherwise when the shop closed that day, or at once where it had closed already.
 */
export function proposedEnd({ startAt }: Stretch, isOfJob: boolean, closesAtMinutes: number, zone: string): EpochMs {
  return isOfJob ? startAt : Math.max(startAt, atLocal(localDate(startAt, zone), closesAtMinutes, zone))
}

/** By how many minutes a device's clock is off, once it is worth saying; else 0. Null where no centre is known to compare with. */
export const driftMinutes = (driftMs: number | null): number =>
  driftMs === null || Math.abs(driftMs) < MAX_DRIFT_MS ? 0 : Math.round(Math.abs(driftMs) / MINUTE_MS)
