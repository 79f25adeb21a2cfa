import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { addDays, atLocal, DAY_MS, localDate } from '#shared/kernel/time.ts'
import { type clockContract, clockFails } from '#shared/modules/clock/contract.ts'
import {
  type Activity,
  DOUBT_DAYS,
  type Doubt,
  MAX_MOVE_MS,
  MAX_SHEET_DAYS,
  MAX_STRETCH_MS,
  type Punch,
  type Standing,
  type Stretch,
  type Sums,
} from '#shared/modules/clock/model.ts'
import * as rules from '#shared/modules/clock/rules.ts'
import * as staff from '../staff/service.ts'
import * as workspace from '../workspace/service.ts'
import * as store from './store.ts'
import { clockBadge, clockPunch } from './tables.ts'

type C = typeof clockContract
type Person = { readonly id: Id<'employee'>; readonly name: string }
type Job = { readonly workOrderId: Id<'workOrder'> | null; readonly jobNumber: string }

/** As far back as a punch can still tell what is done at an instant. */
const MEMORY_MS = MAX_STRETCH_MS + MAX_MOVE_MS
const NO_JOB: Job = { workOrderId: null, jobNumber: '' }

export function punch(ctx: WriteCtx, { event }: In<C, 'punch'>): Out<C, 'punch'> {
  const me = person(ctx)
  return me ? press(ctx, me, event, 'person') : clockFails.notAnEmployee()
}

export function scanBadge(ctx: WriteCtx, { code }: In<C, 'scanBadge'>): Out<C, 'scanBadge'> {
  const badge = store.badgeByCode(ctx.db, code)
  const holder = badge && staff.findEmployee(ctx.db, badge.employeeId)
  if (!holder || holder.deleted || hasLeft(ctx, holder)) return clockFails.unknownBadge()
  ctx.signAs({ userId: holder.userId, name: holder.name })
  return press(ctx, holder, activityOf(now(ctx, holder.id)) === 'off' ? 'clockIn' : 'clockOut', 'badge')
}

export function mine(ctx: ReadCtx, _input: In<C, 'mine'>): Out<C, 'mine'> {
  const me = person(ctx)
  return me ? ok(standingOf(ctx, me)) : clockFails.notAnEmployee()
}

export function board(ctx: ReadCtx, _input: In<C, 'board'>): Out<C, 'board'> {
  const people = store.employedOn(ctx.db, localDate(ctx.now, zoneOf(ctx.db)))
  const standings = people.map((one) => standingOf(ctx, one))
  return ok({
    people: [...standings.filter(({ activity }) => activity !== 'off'), ...standings.filter(({ activity }) => activity === 'off')],
    doubts: people.flatMap((one) => doubtsOf(ctx, one)),
    driftMs: driftOf(ctx),
  })
}

export function sheet(ctx: ReadCtx, { employeeId, fromOn, toOn }: In<C, 'sheet'>): Out<C, 'sheet'> {
  const known = staff.findEmployee(ctx.db, employeeId)
  if (!known) return clockFails.unknownEmployee({ employeeId })
  const zone = zoneOf(ctx.db)
  const [fromAt, toAt] = [atLocal(fromOn, 0, zone), atLocal(addDays(toOn, 1), 0, zone)]
  if (toAt - fromAt > (MAX_SHEET_DAYS + 1) * DAY_MS) return clockFails.tooManyDays({ max: MAX_SHEET_DAYS })
  const punches = store.punchesSince(ctx.db, employeeId, fromAt - MEMORY_MS)
  const list = rules.stretches(punches, ctx.now)
  return ok({
    employeeId,
    name: known.name,
    badge: store.badgeOf(ctx.db, employeeId)?.code ?? '',
    days: rules.days(list, fromOn, toOn, zone, ctx.now),
    total: rules.sum(list, fromAt, toAt, ctx.now),
    punches: punches.filter(({ at }) => at >= fromAt && at < toAt).sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1)),
  })
}

export function correct(ctx: WriteCtx, { punchId, at, reason }: In<C, 'correct'>): Out<C, 'correct'> {
  const named = store.findPunch(ctx.db, punchId)
  const original = named?.replacesId ? store.findPunch(ctx.db, named.replacesId) : named
  if (!original) return clockFails.unknownPunch({ punchId })
  if (at !== null && at > ctx.now) return clockFails.inFuture()
  if (at !== null && Math.abs(at - original.at) > MAX_MOVE_MS) return clockFails.tooFar()
  const { employeeId, workOrderId, jobNumber } = original
  const kind = at === null ? 'void' : original.kind
  return ok(record(ctx, { employeeId, kind, workOrderId, jobNumber, at: at ?? original.at, source: 'correction', reason, replacesId: original.id }))
}

export function add(ctx: WriteCtx, { employeeId, activity, at, reason }: In<C, 'add'>): Out<C, 'add'> {
  if (!staff.findEmployee(ctx.db, employeeId)) return clockFails.unknownEmployee({ employeeId })
  if (at > ctx.now) return clockFails.inFuture()
  return ok(record(ctx, { employeeId, kind: activity, ...NO_JOB, at, source: 'correction', reason, replacesId: null }))
}

const hasLeft = (ctx: ReadCtx, { endedOn }: { endedOn: string | null }): boolean =>
  endedOn !== null && endedOn < localDate(ctx.now, workspace.theCompany(ctx.db).zone)

export function setBadge(ctx: WriteCtx, { employeeId, code }: In<C, 'setBadge'>): Out<C, 'setBadge'> {
  if (!staff.findEmployee(ctx.db, employeeId)) return clockFails.unknownEmployee({ employeeId })
  const badge = code === '' ? undefined : store.badgeByCode(ctx.db, code)
  const holder = badge && badge.employeeId !== employeeId ? staff.findEmployee(ctx.db, badge.employeeId) : undefined
  if (holder && !holder.deleted && !hasLeft(ctx, holder)) return clockFails.badgeTaken()
  if (badge && holder) ctx.db.update(clockBadge, badge.id, { deleted: true }) // handed back by who has left
  const known = store.badgeOf(ctx.db, employeeId)
  if (known) ctx.db.update(clockBadge, known.id, code === '' ? { deleted: true } : { code })
  else if (code !== '') ctx.db.insert(clockBadge, { id: ctx.newId<'clockBadge'>(), employeeId, code })
  return ok(null)
}

/** Work on an order begins: its technician's clock runs on it from now on, clocked in or not. Called by work orders. */
export function startJob(ctx: WriteCtx, employeeId: Id<'employee'>, job: { workOrderId: Id<'workOrder'>; jobNumber: string }): void {
  const last = now(ctx, employeeId)
  if (last?.activity === 'job' && last.workOrderId === job.workOrderId) return
  record(ctx, { employeeId, kind: 'job', ...job, at: after(ctx, last), source: 'job', reason: '', replacesId: null })
}

/** Work on an order stops: whoever's clock runs on it is at work without a job, or still on the break. Called by work orders. */
export function leaveJob(ctx: WriteCtx, workOrderId: Id<'workOrder'>): void {
  for (const employeeId of store.workersOf(ctx.db, workOrderId)) {
    const last = now(ctx, employeeId)
    if (last?.workOrderId !== workOrderId) continue
    record(ctx, {
      employeeId,
      kind: last.activity === 'break' ? 'break' : 'shift',
      ...NO_JOB,
      at: after(ctx, last),
      source: 'job',
      reason: '',
      replacesId: null,
    })
  }
}

/** Time that was worked on jobs in a span, in ms by employee and order: what their clocks say. */
export function jobTimesOf(ctx: Pick<ReadCtx, 'db' | 'now'>, employeeId: Id<'employee'>, fromAt: number, toAt: number): Map<string, number> {
  return rules.jobTimes(rules.stretches(store.punchesSince(ctx.db, employeeId, fromAt - MEMORY_MS), ctx.now), fromAt, toAt, ctx.now)
}

/** Time of a person in a span, in ms: at work, on jobs, on breaks. */
export function timeOf(ctx: Pick<ReadCtx, 'db' | 'now'>, employeeId: Id<'employee'>, fromAt: number, toAt: number): Sums {
  return rules.sum(rules.stretches(store.punchesSince(ctx.db, employeeId, fromAt - MEMORY_MS), ctx.now), fromAt, toAt, ctx.now)
}

type PressOut = Result<Standing, Failure<'clock.refused' | 'clock.jobRunning'>>
function press(ctx: WriteCtx, who: Person, event: In<C, 'punch'>['event'], source: 'person' | 'badge'): PressOut {
  const last = now(ctx, who.id)
  const to = rules.next(activityOf(last), event, last)
  if (!to.ok) return to
  const paused = last && last.workOrderId !== null ? { workOrderId: last.workOrderId, jobNumber: last.jobNumber } : undefined
  const kind = event === 'back' && paused ? 'job' : to.value
  record(ctx, { employeeId: who.id, kind, ...(paused ?? NO_JOB), at: after(ctx, last), source, reason: '', replacesId: null })
  return ok(standingOf(ctx, who))
}

/** Now, or just after a punch that lies ahead, as of a clock that was set back: else the deed of now would come before it and change nothing. */
const after = (ctx: ReadCtx, last: Stretch | undefined): number => (last && last.startAt > ctx.now ? last.startAt + 1 : ctx.now)

function record(ctx: WriteCtx, made: Omit<Punch, 'id' | 'createdAt' | 'userName' | 'driftMs'>): Punch {
  const rest = { id: ctx.newId<'clockPunch'>(), ...made, userName: ctx.actor.name, driftMs: driftOf(ctx) }
  ctx.db.insert(clockPunch, { ...rest, laborCostMinor: staff.findEmployee(ctx.db, made.employeeId)?.laborCostMinor || null })
  return { ...rest, createdAt: ctx.now }
}

const zoneOf = (db: ReadDb): string => workspace.theCompany(db).zone
const person = (ctx: ReadCtx): Person | undefined => (ctx.actor.userId === null ? undefined : staff.employeeOfUser(ctx.db, ctx.actor.userId))
/** How far this device's clock is ahead of the centre's. */
const driftOf = (ctx: ReadCtx): number | null => {
  const offset = ctx.platform.link.status().clockOffsetMs
  return offset === null ? null : -Math.round(offset)
}
const stretchesSince = (ctx: ReadCtx, employeeId: Id<'employee'>, fromAt: number): Stretch[] =>
  rules.stretches(store.punchesSince(ctx.db, employeeId, fromAt), ctx.now)
const now = (ctx: ReadCtx, employeeId: Id<'employee'>): Stretch | undefined => rules.current(stretchesSince(ctx, employeeId, ctx.now - MEMORY_MS))
const activityOf = (last: Stretch | undefined): Activity => last?.activity ?? 'off'

function standingOf(ctx: ReadCtx, { id, name }: Person): Standing {
  const zone = zoneOf(ctx.db)
  const today = localDate(ctx.now, zone)
  const fromAt = atLocal(today, 0, zone)
  const list = stretchesSince(ctx, id, fromAt - MEMORY_MS)
  const last = rules.current(list)
  return {
    employeeId: id,
    name,
    activity: activityOf(last),
    workOrderId: last?.workOrderId ?? null,
    jobNumber: last?.jobNumber ?? '',
    sinceAt: last?.startAt ?? null,
    today: rules.sum(list, fromAt, atLocal(addDays(today, 1), 0, zone), ctx.now),
  }
}

/** Stretches that nobody ended, with the time that the other events of the day propose. */
function doubtsOf(ctx: ReadCtx, { id, name }: Person): Doubt[] {
  const { zone } = workspace.theCompany(ctx.db)
  const closes = Math.max(...workspace.locations(ctx.db).map(({ closesAtMinutes }) => closesAtMinutes))
  const punches = store.punchesSince(ctx.db, id, ctx.now - DOUBT_DAYS * DAY_MS)
  const ofJob = new Set(punches.filter(({ source }) => source === 'job').map((one) => one.id))
  return rules
    .stretches(punches, ctx.now)
    .filter(({ isForgotten }) => isForgotten)
    .map((stretch) => ({
      employeeId: id,
      name,
      stretch,
      proposedAt: rules.proposedEnd(stretch, stretch.activity !== 'job' && ofJob.has(stretch.punchId), closes, zone),
    }))
}
