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
    const vehicle = vehicles.findVehicle(db, id)
    // Somebody typed a higher mileage into the vehicle itself.
    const isTyped = vehicle?.mileageKm != null && read.every(({ km }) => km < (vehicle.mileageKm ?? 0))
    return {
      work: (work.get(id) ?? []).map(({ at, km, title, workOrderId }) => ({ on: localDate(at, zone), km, title, workOrderId })),
      readings: isTyped && vehicle.mileageKm !== null ? [...read, { on: localDate(vehicle.updatedAt, zone), km: vehicle.mileageKm }] : read,
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
  const facts = { dueOn: due.dueOn, dueKm: due.dueKm, by: due.by }
  if (own) {
    // Readings since then, or a new interval, move the day.
    if (own.state === 'open') ctx.db.update(serviceReminder, id, facts)
  } else if (status !== 'later' && status !== 'unknown' && due.dueOn >= addDays(today, -STALE_DAYS)) {
    ctx.db.insert(serviceReminder, {
      id,
      vehicleId,
      customerId: vehicles.findVehicle(ctx.db, vehicleId)?.customerId ?? null,
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

/**
 * Brings the message to a vehicle's owner in line: it names what was raised just now and what a message that still waits would have
 * said, without what was done or dismissed since. What has gone out is not said again. A vehicle that is booked needs no message.
 */
export function retell(ctx: WriteCtx, vehicleId: Id<'vehicle'>, raised: readonly Id<'serviceReminder'>[] = []): void {
  const key = `service:${vehicleId}`
  const waiting = new Set<string | null>(messaging.queuedFor(ctx.db, key))
  const all = store.remindersOf(ctx.db, vehicleId)
  const told = all.filter(({ messageId }) => messageId !== null && waiting.has(messageId))
  const open = all.filter((one) => one.state === 'open' && (raised.includes(one.id) || told.includes(one)))
  const isSame = raised.length === 0 && open.length === told.length
  const [first] = open
  const vehicle = vehicles.findVehicle(ctx.db, vehicleId)
  if (isSame) return
  if (!first || !vehicle || vehicle.customerId === null || store.isComing(ctx.db, vehicleId, ctx.now)) return messaging.dropQueued(ctx, key, 'cancel')
  const company = workspace.theCompany(ctx.db)
  const ids = open.map(({ id }) => id).sort()
  const expiresAt = Math.max(atLocal(first.dueOn, 0, company.zone), ctx.now) + EXPIRES_DAYS * DAY_MS
  const messageId = messaging.queue(
    ctx,
    idOf<'outgoingMessage'>(Date.parse(first.lastOn), 'serviceReminder', ...ids),
    { kind: 'serviceReminder', customerId: vehicle.customerId, vehicleId, supersedeKey: key, notBeforeAt: ctx.now, expiresAt },
    (language) =>
      reminderWords(language, {
        shop: company.name,
        phone: company.phone,
        vehicle: [vehicle.make, vehicle.model, vehicle.plate].filter(Boolean).join(' '),
        services: open.map(({ serviceName, dueOn }) => ({ name: serviceName, dueOn })),
      }),
  )
  for (const { id } of open) ctx.db.update(serviceReminder, id, { messageId })
}
