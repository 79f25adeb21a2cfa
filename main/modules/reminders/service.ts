import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { isSameName } from '#shared/kernel/text.ts'
import { addDays, localDate } from '#shared/kernel/time.ts'
import { type remindersContract, remindersFails } from '#shared/modules/reminders/contract.ts'
import { DUE_DAYS, type Reminder, reminderMachine, type ReminderView, type ServiceInterval } from '#shared/modules/reminders/model.ts'
import * as rules from '#shared/modules/reminders/rules.ts'
import * as vehicles from '../vehicles/service.ts'
import * as workspace from '../workspace/service.ts'
import { retell, standingOf } from './service/due.ts'
import * as store from './store.ts'
import { serviceInterval, serviceReminder } from './tables.ts'

export { astray, evaluate, retellAstray } from './service/due.ts'

type C = typeof remindersContract

const todayOf = (ctx: ReadCtx): string => localDate(ctx.now, workspace.theCompany(ctx.db).zone)

export function list(ctx: ReadCtx, { status, after, limit, ...filters }: In<C, 'list'>): Out<C, 'list'> {
  const today = todayOf(ctx)
  const near = addDays(today, DUE_DAYS + 1)
  const bounds = { overdue: { dueBefore: today }, due: { dueFrom: today, dueBefore: near }, soon: { dueFrom: near } }
  const found = store.reminders(ctx.db, { filters: { ...filters, ...(status && bounds[status]) }, sort: 'due', after, limit })
  return ok({ ...found, rows: found.rows.map((row) => ({ ...row, status: rules.dateStatus(row.dueOn, today) })) })
}

export function ofVehicle(ctx: ReadCtx, { vehicleId }: In<C, 'ofVehicle'>): Out<C, 'ofVehicle'> {
  if (!vehicles.findVehicle(ctx.db, vehicleId)) return remindersFails.unknownVehicle({ vehicleId })
  const today = todayOf(ctx)
  const { work, readings } = standingOf(ctx.db, [vehicleId])(vehicleId)
  const km = rules.estimatedKm(readings, today)
  return ok({
    km,
    services: intervalsOf(ctx.db).map((interval) => {
      const due = rules.nextDue(interval, work, readings)
      const last = rules.lastDone(interval, work)
      return {
        intervalId: interval.id,
        serviceName: interval.name,
        lastOn: last?.on ?? null,
        lastKm: last?.km ?? null,
        dueOn: due?.dueOn ?? null,
        dueKm: due?.dueKm ?? null,
        by: due?.by ?? null,
        status: rules.statusOf(due, interval, km, today),
      }
    }),
  })
}

export function dismiss(ctx: WriteCtx, { reminderId, reason }: In<C, 'dismiss'>): Out<C, 'dismiss'> {
  return put(ctx, reminderId, 'dismiss', reason)
}

export function reopen(ctx: WriteCtx, { reminderId }: In<C, 'reopen'>): Out<C, 'reopen'> {
  return put(ctx, reminderId, 'reopen', '')
}

function put(
  ctx: WriteCtx,
  reminderId: Id<'serviceReminder'>,
  event: 'dismiss' | 'reopen',
  dismissedReason: string,
): Result<ReminderView, Failure<'reminders.unknownReminder' | 'reminders.wrongState'>> {
  const known = store.findReminder(ctx.db, reminderId)
  if (!known) return remindersFails.unknownReminder({ reminderId })
  const next = reminderMachine[known.state][event]
  if (next === 'refused') return remindersFails.wrongState({ reminderId, state: known.state, event })
  const patch: Partial<Reminder> = { state: next, dismissedReason }
  ctx.db.update(serviceReminder, reminderId, patch)
  if (event === 'dismiss') retell(ctx, known.vehicleId)
  const after = store.findReminder(ctx.db, reminderId)
  if (!after) throw new Error(`reminder ${reminderId} was written and is not there`)
  return ok({ ...after, status: rules.dateStatus(after.dueOn, todayOf(ctx)) })
}

export function intervals(ctx: ReadCtx, { deleted }: In<C, 'intervals'>): Out<C, 'intervals'> {
  return ok(store.allIntervals(ctx.db).filter((interval) => interval.deleted === deleted))
}

/** Services that come again and are not removed, by name. */
const intervalsOf = (db: ReadDb): ServiceInterval[] => store.allIntervals(db).filter(({ deleted }) => !deleted)

type Wrong = Failure<'reminders.noInterval' | 'reminders.nameTaken'>
/** Holds REM-3. */
function check(
  db: ReadDb,
  { name, everyMonths, everyKm }: Pick<ServiceInterval, 'name' | 'everyMonths' | 'everyKm'>,
  own: Id<'serviceInterval'> | null,
): Result<null, Wrong> {
  if (everyMonths === null && everyKm === null) return remindersFails.noInterval()
  const taken = intervalsOf(db).find((other) => other.id !== own && isSameName(other.name, name))
  return taken ? remindersFails.nameTaken({ name: taken.name }) : ok(null)
}

export function createInterval(ctx: WriteCtx, input: In<C, 'createInterval'>): Out<C, 'createInterval'> {
  const created = { id: ctx.newId<'serviceInterval'>(), words: [], everyMonths: null, everyKm: null, soonDays: 30, soonKm: 1000, ...input }
  const valid = check(ctx.db, created, null)
  if (!valid.ok) return valid
  ctx.db.insert(serviceInterval, created)
  return ok({ ...created, deleted: false })
}

export function updateInterval(ctx: WriteCtx, { intervalId, ...patch }: In<C, 'updateInterval'>): Out<C, 'updateInterval'> {
  const known = intervalsOf(ctx.db).find(({ id }) => id === intervalId)
  if (!known) return remindersFails.unknownInterval({ intervalId })
  const valid = check(ctx.db, { ...known, ...patch }, intervalId)
  if (!valid.ok) return valid
  ctx.db.update(serviceInterval, intervalId, patch)
  return ok({ ...known, ...patch })
}

export function removeInterval(ctx: WriteCtx, { intervalId }: In<C, 'removeInterval'>): Out<C, 'removeInterval'> {
  const known = intervalsOf(ctx.db).find(({ id }) => id === intervalId)
  if (!known) return remindersFails.unknownInterval({ intervalId })
  ctx.db.update(serviceInterval, intervalId, { deleted: true })
  return ok({ ...known, deleted: true })
}

export function restoreInterval(ctx: WriteCtx, { intervalId }: In<C, 'restoreInterval'>): Out<C, 'restoreInterval'> {
  const known = store.allIntervals(ctx.db).find(({ id }) => id === intervalId)
  if (!known) return remindersFails.unknownInterval({ intervalId })
  const valid = check(ctx.db, known, intervalId)
  if (!valid.ok) return valid
  ctx.db.update(serviceInterval, intervalId, { deleted: false })
  return ok({ ...known, deleted: false })
}
