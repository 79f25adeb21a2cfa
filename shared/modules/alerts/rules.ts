import { canonical } from '../../contract/merge.ts'
import { addDays, atLocal, DAY_MS, type EpochMs, HOUR_MS, localDate, MINUTE_MS, overlaps } from '../../kernel/time.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Bay } from '../bays/model.ts'
import { MAX_DRIFT_MS } from '../clock/model.ts'
import type { Level } from '../inventory/model.ts'
import type { Excess, PendingCard } from '../pos/model.ts'
import type { OrderFacts } from '../work-orders/model.ts'
import { type Alert, type AlertFacts, alertMachine, type Priority, type Source } from './model.ts'

/**
 * Something that is, or is nearly, wrong. Due, it raises an alert; not due, it only keeps one that is up. The gap between the two is
 * wider than the clocks of devices may differ, so that no two of them raise and withdraw the same alert in turn.
 */
export interface Cause {
  readonly source: Source
  readonly subjectId: string
  readonly locationId: Alert['locationId']
  readonly priority: Priority
  readonly at: EpochMs
  readonly facts: AlertFacts
  readonly isDue: boolean
}

/** The newest alert of a source and subject, whatever became of it. */
export interface Standing {
  readonly id: Alert['id']
  readonly source: Source
  readonly subjectId: string
  /** 1 for the first alert of this source and subject. */
  readonly turn: number
  readonly isUp: boolean
  readonly priority: Priority
  readonly facts: AlertFacts
}

export interface Settlement {
  readonly raise: readonly (Cause & { readonly turn: number })[]
  readonly change: readonly { readonly id: Alert['id']; readonly priority: Priority; readonly facts: AlertFacts }[]
  readonly withdraw: readonly Alert['id'][]
}

const keyOf = ({ source, subjectId }: Pick<Cause, 'source' | 'subjectId'>) => `${source} ${subjectId}`

/**
 * What must be done so that alerts say what the causes say.
 * Holds ALR-1, ALR-2, ALR-3. Caller: `standings` are those that are up, and the newest one of each cause; one whose subject this
 * device cannot judge is left out.
 */
export function settle(standings: readonly Standing[], causes: readonly Cause[]): Settlement {
  const newest = new Map<string, Standing>()
  for (const standing of standings) if (standing.turn > (newest.get(keyOf(standing))?.turn ?? 0)) newest.set(keyOf(standing), standing)
  const kept = new Map(causes.map((cause) => [keyOf(cause), cause]))
  return {
    raise: [...kept.values()].flatMap((cause) => {
      const last = newest.get(keyOf(cause))
      return cause.isDue && last?.isUp !== true ? [{ ...cause, turn: (last?.turn ?? 0) + 1 }] : []
    }),
    change: [...newest.values()].flatMap(({ id, isUp, priority, facts, ...standing }) => {
      const cause = kept.get(keyOf(standing))
      return isUp && cause && (cause.priority !== priority || canonical(cause.facts) !== canonical(facts))
        ? [{ id, priority: cause.priority, facts: cause.facts }]
        : []
    }),
    withdraw: standings.filter((standing) => standing.isUp && (!kept.has(keyOf(standing)) || newest.get(keyOf(standing)) !== standing)).map(({ id }) => id),
  }
}

/** Whether the cause lasts and whether a person said that it is dealt with are two facts, so that the two never overwrite each other. */
export const stateOf = ({ isUp, resolvedAt }: { readonly isUp: boolean; readonly resolvedAt: number | null }): Alert['state'] =>
  isUp ? (resolvedAt === null ? 'open' : 'resolved') : resolvedAt === null ? 'withdrawn' : 'closed'

export const mayResolve = (state: Alert['state']): boolean => alertMachine[state].resolve !== 'refused'

/** A job as the sources look at it. */
export type WatchedJob = Pick<OrderFacts, 'id' | 'number' | 'locationId' | 'state' | 'technicianId' | 'promisedAt' | 'createdAt'> & { readonly plate: string }

const SKEW_MS = 10 * MINUTE_MS
const DUE_SOON_MS = 2 * HOUR_MS
const UNASSIGNED_MS = 30 * MINUTE_MS

/** The promised time has passed and the car is not ready; urgent while nobody works on it. */
export const lateJobs = (jobs: readonly WatchedJob[], now: EpochMs): Cause[] =>
  jobs.flatMap(({ id, number, plate, locationId, state, promisedAt }) =>
    promisedAt === null || promisedAt > now + SKEW_MS
      ? []
      : [
          {
            source: 'jobLate',
            subjectId: id,
            locationId,
            priority: state === 'inProgress' ? 3 : 4,
            at: promisedAt,
            facts: { number, plate, promisedAt },
            isDue: promisedAt < now,
          },
        ],
  )

/** Open work that nobody is to do: half an hour after it was opened, or from two hours before its promised time. */
export const unassignedJobs = (jobs: readonly WatchedJob[], now: EpochMs): Cause[] =>
  jobs.flatMap(({ id, number, plate, locationId, state, technicianId, promisedAt, createdAt }) => {
    if (state !== 'open' || technicianId !== null) return []
    const isPressing = promisedAt !== null && promisedAt - now <= DUE_SOON_MS
    return [
      {
        source: 'jobUnassigned',
        subjectId: id,
        locationId,
        priority: isPressing ? 3 : 2,
        at: createdAt,
        facts: { number, plate },
        isDue: isPressing || now - createdAt >= UNASSIGNED_MS,
      },
    ]
  })

export interface Visit {
  readonly bayId: Bay['id']
  /** The same for each time of a booking in one bay; null for a block, which takes hours and is no job. */
  readonly bookingId: Id<'appointment'> | null
  readonly startAt: EpochMs
  readonly endAt: EpochMs
}

/** How far ahead bays are watched. */
export const WATCHED_DAYS = 14

/** A day on which a bay has more jobs, or more booked hours, than the shop wants in it. */
export function overfullBays(
  bays: readonly Pick<Bay, 'id' | 'name' | 'locationId' | 'dailyMaxJobs' | 'dailyMaxMinutes'>[],
  visits: readonly Visit[],
  now: EpochMs,
  zone: string,
): Cause[] {
  const today = localDate(now, zone)
  // Yesterday raises nothing, but keeps what is up until the last device has seen midnight.
  return Array.from({ length: WATCHED_DAYS + 1 }, (_, day) => addDays(today, day - 1)).flatMap((on) => {
    const day = { startAt: atLocal(on, 0, zone), endAt: atLocal(addDays(on, 1), 0, zone) }
    return bays.flatMap(({ id, name, locationId, dailyMaxJobs, dailyMaxMinutes }): Cause[] => {
      const own = visits.filter((visit) => visit.bayId === id && overlaps(visit, day))
      const minutes = Math.round(own.reduce((sum, { startAt, endAt }) => sum + Math.min(endAt, day.endAt) - Math.max(startAt, day.startAt), 0) / MINUTE_MS)
      const jobs = new Set(own.flatMap(({ bookingId }) => bookingId ?? [])).size
      const isOver = (dailyMaxJobs !== null && jobs > dailyMaxJobs) || (dailyMaxMinutes !== null && minutes > dailyMaxMinutes)
      if (!isOver) return []
      const facts = { bay: name, on, jobs, minutes }
      return [
        {
          source: 'bayOverfull',
          subjectId: `${id} ${on}`,
          locationId,
          priority: day.startAt - now < DAY_MS ? 3 : 2,
          at: day.startAt,
          facts,
          isDue: on >= today,
        },
      ]
    })
  })
}

/** The clock of this device and the centre's differ by more than punches and merges can bear. */
export function driftingClock(device: { readonly id: string; readonly name: string }, driftMs: number | null, now: EpochMs): Cause[] {
  const off = Math.abs(driftMs ?? 0)
  if (off <= MAX_DRIFT_MS / 2) return []
  const minutes = Math.max(1, Math.round(off / MINUTE_MS))
  return [
    {
      source: 'clockDrift',
      subjectId: device.id,
      locationId: null,
      priority: off > HOUR_MS ? 3 : off > SKEW_MS ? 2 : 1,
      at: now,
      facts: { device: device.name, minutes },
      isDue: off > MAX_DRIFT_MS,
    },
  ]
}

/** A job whose parts were ordered for it, and all of them lie here now. `parts` are their names. */
export type ServedJob = Pick<WatchedJob, 'id' | 'number' | 'locationId' | 'state' | 'plate'> & {
  readonly bay: string
  readonly technician: string
  readonly parts: string
  readonly cameAt: EpochMs
}

/** Nothing that a job waited for is still to come: it can begin, or go on. It presses where the job stands still for it. */
export const partsHere = (jobs: readonly ServedJob[]): Cause[] =>
  jobs.map(({ id, number, plate, locationId, state, bay, technician, parts, cameAt }) => ({
    source: 'partsHere',
    subjectId: id,
    locationId,
    priority: state === 'onHold' ? 3 : 2,
    at: cameAt,
    facts: { number, plate, bay, technician, parts },
    isDue: true,
  }))

/** A level at or below the limit that the shop called critical. */
export type CriticalLevel = Pick<Level, 'itemId' | 'placeId' | 'locationId' | 'placeName' | 'sku' | 'name' | 'unit' | 'qtyMilli' | 'movedAt'>

/** The shop is about to run out of what it must not run out of; what is merely low waits on the list of what to order. */
export const criticalStock = (levels: readonly CriticalLevel[]): Cause[] =>
  levels.map(({ itemId, placeId, locationId, placeName, name, unit, qtyMilli, movedAt }) => ({
    source: 'stockCritical',
    subjectId: `${itemId} ${placeId}`,
    locationId,
    priority: qtyMilli <= 0 ? 3 : 2,
    at: movedAt,
    facts: { name, place: placeName, unit, qtyMilli },
    isDue: true,
  }))

/** Goods that came back on two devices which did not know of each other: the money for them went out twice. */
export const returnedTwice = (excesses: readonly (Pick<Excess, 'lineId' | 'saleNumber' | 'description' | 'amountMinor' | 'returns'> & Located)[]): Cause[] =>
  excesses.map(({ lineId, locationId, saleNumber, description, amountMinor, returns }) => ({
    source: 'returnedTwice',
    subjectId: lineId,
    locationId,
    priority: 3,
    at: Math.max(0, ...returns.map(({ soldAt }) => soldAt)),
    facts: { name: description, number: saleNumber, amountMinor },
    isDue: true,
  }))
interface Located {
  readonly locationId: Alert['locationId']
}

/**
 * Cards that have waited longer for the terminal's word than the shop allows: it bears the risk of them. One alert for all of a location, as
 * they are settled together, with the terminal's slips at hand.
 */
export function cardsLate(
  cards: readonly (Pick<PendingCard, 'saleNumber' | 'amountMinor' | 'soldAt'> & { readonly locationId: Id<'location'> })[],
  alarmHours: number,
  now: EpochMs,
): Cause[] {
  const late = cards.map((card) => ({ ...card, lateAt: card.soldAt + alarmHours * HOUR_MS })).filter(({ lateAt }) => lateAt <= now + SKEW_MS)
  return [...Map.groupBy(late, ({ locationId }) => locationId)].flatMap(([locationId, own]): Cause[] => {
    const oldest = own.reduce((first, card) => (card.lateAt < first.lateAt ? card : first))
    const amountMinor = own.reduce((sum, card) => sum + card.amountMinor, 0)
    const facts = { number: oldest.saleNumber, count: own.length, amountMinor }
    return [{ source: 'cardsLate', subjectId: locationId, locationId, priority: 3, at: oldest.lateAt, facts, isDue: oldest.lateAt <= now }]
  })
}
