import { idOf } from '#main/platform/clock.ts'
import type { WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { addDays, atLocal, DAY_MS, localDate } from '#shared/kernel/time.ts'
import { type Reminder, reminderMachine, type ServiceInterval } from '#shared/modules/reminders/model.ts'
import * as rules from '#shared/modules/reminders/rules.ts'
import { reminderWords } from '#shared/modules/reminders/rules/words.ts'
import * as messaging from '../../messaging/service.ts'
import * as vehicles from '../../vehicles/service.ts'
import * as workspace from '../../workspace/service.ts'
import * as store from '../store.ts'
import { serviceReminder } from '../tables.ts'

/** A service that is overdue for longer belongs to a car that goes elsewhere by now, or nowhere: nobody is reminded of it. */
const STALE_DAYS = 365
/** A message that has not gone out this long after the service was due says nothing new. */
const EXPIRES_DAYS = 30

interface Standing {
  readonly work: readonly rules.Work[]
  readonly readings: readonly rules.Reading[]
}

/** What was done to vehicles, and what their odometers showed, each by its day. */
export function standingOf(db: ReadDb, vehicleIds: readonly Id<'vehicle'>[]): (id: Id<'vehicle'>) => Standing {
  const { zone } = workspace.theCompany(db)
  const work = Map.groupBy(store.workOf(db, vehicleIds), ({ vehicleId }) => vehicleId)
  const readings = Map.groupBy(store.readingsOf(db, vehicleIds), ({ vehicleId }) => vehicleId)
  return (id) => {
    const read = (readings.get(id) ?? []).map(({ at, km }) => ({ on: localDate(at, zone), km }))
    const typed = vehicles.typedMileage(db, id)
    return {
      work: (work.get(id) ?? []).map(({ at, km, title, workOrderId }) => ({ on: localDate(at, zone), km, title, workOrderId })),
      // Somebody typed a higher mileage into the vehicle itself.
      readings: typed && read.every(({ km }) => km < typed.km) ? [...read, { on: localDate(typed.at, zone), km: typed.km }] : read,
    }
  }
}

/**
 * Raises what has become due to vehicles, closes what was done since, and sees to the messages. However often, in whatever order and on
 * how many devices it runs, a due service is reminded of once. Answers how many were raised and closed. Holds REM-1, REM-2.
 */
export function evaluate(ctx: WriteCtx, vehicleIds: readonly Id<'vehicle'>[]): { raised: number; closed: number } {
  const { zone } = workspace.theCompany(ctx.db)
  const today = localDate(ctx.now, zone)
  const intervals = store.allIntervals(ctx.db).filter(({ deleted }) => !deleted)
  const standing = standingOf(ctx.db, vehicleIds)
  const done = { raised: 0, closed: 0 }
  for (const vehicleId of vehicleIds) {
    const { work, readings } = standing(vehicleId)
    if (work.length === 0) continue
    const known = store.remindersOf(ctx.db, vehicleId)
    const raised = intervals.flatMap((interval) => settle(ctx, vehicleId, interval, { work, readings }, known, today))
    done.raised += raised.filter(({ is }) => is === 'raised').length
    done.closed += raised.filter(({ is }) => is === 'closed').length
    if (raised.length > 0)
      retell(
        ctx,
        vehicleId,
        raised.flatMap(({ is, id }) => (is === 'raised' ? [id] : [])),
      )
  }
  return done
}

type Settled = { readonly is: 'raised' | 'closed'; readonly id: Id<'serviceReminder'> }

function settle(
  ctx: WriteCtx,
  vehicleId: Id<'vehicle'>,
  interval: ServiceInterval,
  { work, readings }: Standing,
  known: readonly Reminder[],
  today: string,
): Settled[] {
  const due = rules.nextDue(interval, work, readings)
  const last = rules.lastDone(interval, work)
  if (!last) return []
  const id = idOf<'serviceReminder'>(Date.parse(last.on), 'serviceReminder', vehicleId, interval.id, last.workOrderId)
  const settled: Settled[] = []
  for (const old of known) {
    const next = reminderMachine[old.state].close
    if (old.intervalId !== interval.id || old.id === id || old.lastOn > last.on || next === 'refused') continue
    ctx.db.update(serviceReminder, old.id, { state: next })
    settled.push({ is: 'closed', id: old.id })
  }
  const own = known.find((one) => one.id === id)
  const status = rules.statusOf(due, interval, rules.estimatedKm(readings, today), today)
  if (!due) return settled
  const facts = { dueOn: due.dueOn, dueKm: due.dueKm, by: due.by, customerId: vehicles.findVehicle(ctx.db, vehicleId)?.customerId ?? null }
  const isTime = status !== 'later' && status !== 'unknown' && due.dueOn >= addDays(today, -STALE_DAYS)
  if (own?.state === 'open') {
    // Readings since then, a new interval or a new owner.
    ctx.db.update(serviceReminder, id, facts)
  } else if (own) {
    // What closed it was undone. An order that was only opened again is not finished with.
    const next = reminderMachine[own.state].raise
    if (!isTime || next === 'refused' || store.isInWork(ctx.db, vehicleId)) return settled
    ctx.db.update(serviceReminder, id, { ...facts, state: next, dismissedReason: '' })
    settled.push({ is: 'raised', id })
  } else if (isTime) {
    ctx.db.insert(serviceReminder, {
      id,
      vehicleId,
      intervalId: interval.id,
      serviceName: interval.name,
      lastOn: last.on,
      lastKm: last.km,
      ...facts,
      state: 'open',
      messageId: null,
      dismissedReason: '',
    })
    settled.push({ is: 'raised', id })
  }
  return settled
}

/** Vehicles about which messages wait that are not to go out as they are: to somebody who has the vehicle no more, is reached elsewhere, or wants none. */
export const astray = (db: ReadDb): ReadonlySet<Id<'vehicle'>> => new Set([...store.astray(db), ...messaging.misdirected(db)])

/** Brings messages in line that are not to go out as they are. */
export function retellAstray(ctx: WriteCtx): void {
  for (const vehicleId of astray(ctx.db)) retell(ctx, vehicleId)
}

/**
 * Brings the message to a vehicle's owner in line: it names what was raised just now and what a message that still waits would have
 * said, without what was done, dismissed or removed since. What has gone out is not said again. A vehicle that is booked needs no message,
 * nor does one that is removed; who wants none any more gets none that waits.
 */
export function retell(ctx: WriteCtx, vehicleId: Id<'vehicle'>, raised: readonly Id<'serviceReminder'>[] = []): void {
  const key = `service:${vehicleId}`
  const waiting = messaging.queuedFor(ctx.db, key)
  const all = store.remindersOf(ctx.db, vehicleId)
  const told = all.filter(({ messageId }) => waiting.some(({ id }) => id === messageId))
  const isUntold = ({ id, messageId }: Reminder) => raised.includes(id) && (messageId === null || messaging.wasTakenBack(ctx.db, messageId))
  const removed = new Set(store.allIntervals(ctx.db).flatMap(({ id, deleted }) => (deleted ? [id] : [])))
  const open = all.filter((one) => one.state === 'open' && !removed.has(one.intervalId) && (told.includes(one) || isUntold(one)))
  const [first] = open
  const vehicle = vehicles.findVehicle(ctx.db, vehicleId)
  const owner = vehicle?.deleted === false ? vehicle.customerId : null
  const address = owner === null ? null : messaging.addressOf(ctx.db, owner)
  const isAstray = waiting.some(({ customerId, recipient }) => customerId !== owner || recipient !== address?.recipient)
  if (raised.length === 0 && open.length === told.length && !isAstray) return
  if (!first || !vehicle || owner === null || address === null || store.isComing(ctx.db, vehicleId, ctx.now)) return messaging.dropQueued(ctx, key, 'cancel')
  if (isAstray) messaging.dropQueued(ctx, key, 'supersede')
  const company = workspace.theCompany(ctx.db)
  const ids = open.map(({ id }) => id).sort()
  const idAfter = (...before: string[]) => idOf<'outgoingMessage'>(Date.parse(first.lastOn), 'serviceReminder', ...ids, ...before)
  let id = idAfter()
  // The same was to be said before and was taken back: it is said now under an id of its own.
  if (open.some(({ messageId }) => messageId !== null)) while (messaging.wasTakenBack(ctx.db, id)) id = idAfter(id)
  const expiresAt = Math.max(atLocal(first.dueOn, 0, company.zone), ctx.now) + EXPIRES_DAYS * DAY_MS
  const messageId = messaging.queue(
    ctx,
    id,
    { kind: 'serviceReminder', customerId: owner, vehicleId, supersedeKey: key, notBeforeAt: ctx.now, expiresAt },
    (language) =>
      reminderWords(language, {
        shop: company.name,
        phone: company.phone,
        vehicle: [vehicle.make, vehicle.model, vehicle.plate].filter(Boolean).join(' '),
        services: open.map(({ serviceName, dueOn }) => ({ name: serviceName, dueOn })),
      }),
  )
  for (const one of open) ctx.db.update(serviceReminder, one.id, { messageId })
}
