import type { In, Out, ReadCtx } from '#main/platform/context.ts'
import { ok } from '#shared/kernel/result.ts'
import { addDays, atLocal, localDate } from '#shared/kernel/time.ts'
import { type reportsContract, reportsFails } from '#shared/modules/reports/contract.ts'
import type { Figure, Period, Sums, Takings } from '#shared/modules/reports/model.ts'
import * as rules from '#shared/modules/reports/rules.ts'
import * as clock from '../../clock/service.ts'
import * as sync from '../../sync/service.ts'
import * as workspace from '../../workspace/service.ts'
import * as store from '../store/boards.ts'
import { documents } from '../store/documents.ts'
import { openDues } from '../store/dues.ts'
import type { Narrowed, Question } from '../store/source.ts'
import { tills } from '../store/tills.ts'
import { gatherDue } from './gather.ts'

type C = typeof reportsContract

/** Days that the course of sales shows. */
const COURSE_DAYS = 30
/** Days over which a technician's work is measured: fewer would be chance. */
const WORK_DAYS = 7
const MOST_SELLERS = 8
const MOST_LATE = 12

const zoneOf = (ctx: ReadCtx): string => workspace.theCompany(ctx.db).zone
const questionOf = (ctx: ReadCtx, period: Period, narrowed: Narrowed): Question => ({ db: ctx.db, now: ctx.now, zone: zoneOf(ctx), period, narrowed })
const figure = (name: Figure, sums: Sums): number => rules.figureOf(name, sums) ?? 0

function takingsIn(ctx: ReadCtx, period: Period, narrowed: Narrowed): Takings {
  const question = questionOf(ctx, period, narrowed)
  const sums = documents.total(question)
  return {
    ...period,
    net: figure('net', sums),
    profit: figure('profit', sums),
    orders: figure('orders', sums),
    perOrder: rules.figureOf('perOrder', sums),
    difference: figure('difference', tills.total(question)),
  }
}

export function owner(ctx: ReadCtx, { locationId }: In<C, 'owner'>): Out<C, 'owner'> {
  const waiting = gatherDue(ctx)
  const narrowed = { locationId }
  const today = localDate(ctx.now, zoneOf(ctx))
  const dayOf = (on: string) => takingsIn(ctx, { fromOn: on, toOn: on }, narrowed)
  const months = rules.monthsOf(today)
  const course = { fromOn: addDays(today, 1 - COURSE_DAYS), toOn: today }
  const sold = new Map(documents.groups(questionOf(ctx, course, narrowed), 'day', COURSE_DAYS).map(({ key, sums }) => [key, figure('net', sums)]))
  const sellers = documents.groups(questionOf(ctx, { fromOn: rules.firstOf(today), toOn: today }, narrowed), 'user', 1000)
  return ok({
    computedAt: ctx.now,
    waiting,
    today: dayOf(today),
    yesterday: { now: dayOf(addDays(today, -1)), before: dayOf(addDays(today, -8)) },
    month: { now: takingsIn(ctx, months.now, narrowed), before: takingsIn(ctx, months.before, narrowed) },
    dues: openDues(ctx.db, locationId, today),
    sellers: sellers
      .map(({ key, label, sums }) => ({ userId: key, name: label ?? '', net: figure('net', sums), profit: figure('profit', sums) }))
      .sort((a, b) => b.net - a.net || (a.userId < b.userId ? -1 : 1))
      .slice(0, MOST_SELLERS),
    days: rules.keysOf(course, 'day', COURSE_DAYS).map((on) => ({ on, net: sold.get(on) ?? 0 })),
  })
}

export function workshop(ctx: ReadCtx, { locationId }: In<C, 'workshop'>): Out<C, 'workshop'> {
  if (!workspace.findLocation(ctx.db, locationId)) return reportsFails.unknownLocation({ locationId })
  const waiting = gatherDue(ctx)
  const zone = zoneOf(ctx)
  const today = localDate(ctx.now, zone)
  const since = addDays(today, 1 - WORK_DAYS)
  const [todayAt, tomorrowAt, sinceAt] = [atLocal(today, 0, zone), atLocal(addDays(today, 1), 0, zone), atLocal(since, 0, zone)]
  const sold = store.soldHours(ctx.db, since, today, locationId)
  const people = store.people(ctx.db).technicians
  const late = store.lateJobs(ctx.db, locationId, ctx.now)
  return ok({
    computedAt: ctx.now,
    waiting,
    bays: store.bayStates(ctx.db, locationId),
    jobs: store.openJobs(ctx.db, locationId),
    late: late.slice(0, MOST_LATE),
    lateCount: late.length,
    soldHours: [...store.soldHours(ctx.db, today, today, locationId).values()].reduce((sum, hours) => sum + hours, 0),
    workedMs: people.reduce((sum, { id }) => sum + clock.timeOf(ctx, id, todayAt, tomorrowAt).workedMs, 0),
    technicians: people
      .map(({ id, name }) => {
        const { jobMs, workedMs } = clock.timeOf(ctx, id, sinceAt, tomorrowAt)
        const hours = sold.get(id) ?? 0
        return { employeeId: id, name, hours, jobMs, atWorkMs: workedMs, efficiency: rules.figureOf('efficiency', { hours, worked: jobMs }) }
      })
      .filter(({ hours, atWorkMs }) => hours !== 0 || atWorkMs !== 0),
  })
}

export function admin(ctx: ReadCtx, _input: In<C, 'admin'>): Out<C, 'admin'> {
  const byRole = store.activeUsers(ctx.db)
  const link = sync.status(ctx, {})
  const devices = sync.devices(ctx, {})
  const { jobs, lastBackupAt, warnings } = ctx.platform.health()
  ctx.db.reads.add('job')
  return ok({
    computedAt: ctx.now,
    waiting: gatherDue(ctx),
    users: { total: byRole.reduce((sum, { count }) => sum + count, 0), byRole },
    vehicles: store.vehicleCounts(ctx.db),
    jobs: store.orderCounts(ctx.db),
    sessions: store.openSessions(ctx.db, ctx.now),
    devices: devices.ok ? devices.value.map(({ name, tag, state, lastSeenAt, isThis }) => ({ name, tag, state, lastSeenAt, isThis })) : [],
    link: link.ok ? { state: link.value.state, pending: link.value.pending } : { state: 'off', pending: 0 },
    failedJobs: jobs.failed,
    backupAt: lastBackupAt,
    warnings: [...warnings],
  })
}
