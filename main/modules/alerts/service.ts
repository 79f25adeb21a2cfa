import { createHash } from 'node:crypto'
import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { ok, type Result } from '#shared/kernel/result.ts'
import { type alertsContract, alertsFails } from '#shared/modules/alerts/contract.ts'
import type { Alert } from '#shared/modules/alerts/model.ts'
import * as rules from '#shared/modules/alerts/rules.ts'
import * as workspace from '../workspace/service.ts'
import { causesOf } from './service/sources.ts'
import * as store from './store.ts'
import { alert, alertSeen } from './tables.ts'

type C = typeof alertsContract

/** The header shows so many. */
const TOP = 6
const MOST_COUNTED = 99
/** Raised in one go; where there is more, the next look goes on, and nobody waits for a shop of years that is looked at first. */
const MOST_RAISED = 200

export function list(ctx: ReadCtx, { sort, after, limit, ...filters }: In<C, 'list'>): Out<C, 'list'> {
  const found = store.alerts(ctx.db, { filters, sort, after, limit })
  return ok({ ...found, rows: toAlerts(ctx, found.rows) })
}

export function bell(ctx: ReadCtx, { locationId }: In<C, 'bell'>): Out<C, 'bell'> {
  const open = toAlerts(ctx, store.openOf(ctx.db, locationId))
  return ok({ unread: Math.min(MOST_COUNTED, open.filter(({ isRead }) => !isRead).length), top: open.slice(0, TOP) })
}

export function markRead(ctx: WriteCtx, { alertIds }: In<C, 'markRead'>): Out<C, 'markRead'> {
  const { userId } = ctx.actor
  const seen = store.seenBy(ctx.db, userId, alertIds)
  for (const alertId of new Set(alertIds))
    if (userId !== null && !seen.has(alertId) && store.findAlert(ctx.db, alertId))
      ctx.db.insert(alertSeen, { id: idOf<'alertSeen'>('alertSeen', userId, alertId), userId, alertId })
  return ok(null)
}

export function resolve(ctx: WriteCtx, { alertId, resolution }: In<C, 'resolve'>): Out<C, 'resolve'> {
  const known = store.findAlert(ctx.db, alertId)
  if (!known) return alertsFails.unknownAlert({ alertId })
  const state = rules.stateOf(known)
  if (!rules.mayResolve(state)) return alertsFails.notOpen({ alertId, state })
  const resolved = { resolvedAt: ctx.now, resolvedByName: ctx.actor.name, resolution }
  ctx.db.update(alert, alertId, { ...resolved, resolvedBy: ctx.actor.userId })
  const [shown] = toAlerts(ctx, [{ ...known, ...resolved }])
  return shown ? ok(shown) : alertsFails.unknownAlert({ alertId })
}

/** What alerts lack against the rows of this device. Null while rows are still coming: what is not here yet is no reason. */
export function pending(ctx: ReadCtx): rules.Settlement | null {
  if (!workspace.isSetUp(ctx.db) || ctx.platform.link.status().scopes.some(({ isLoading }) => isLoading)) return null
  const causes = causesOf(ctx)
  const up = store.standingUp(ctx.db, ctx.device.id)
  const found = rules.settle([...up, ...formerOf(ctx.db, causes, up)], causes)
  return found.raise.length + found.change.length + found.withdraw.length > 0 ? found : null
}

/** Raises and withdraws. Called by the schedule, and when the demo opens. */
export function evaluate(ctx: WriteCtx): Result<{ raised: number; withdrawn: number }> {
  const { raise, change, withdraw } = pending(ctx) ?? { raise: [], change: [], withdraw: [] }
  for (const { source, subjectId, turn, locationId, priority, at, facts } of raise.slice(0, MOST_RAISED))
    ctx.db.insert(alert, {
      id: idOf<'alert'>(source, subjectId, String(turn)),
      source,
      subjectId,
      turn,
      locationId,
      priority,
      at,
      facts,
      isUp: true,
      resolvedAt: null,
      resolvedBy: null,
      resolvedByName: '',
      resolution: '',
    })
  for (const { id, priority, facts } of change) ctx.db.update(alert, id, { priority, facts })
  for (const id of withdraw) ctx.db.update(alert, id, { isUp: false })
  return ok({ raised: Math.min(raise.length, MOST_RAISED), withdrawn: withdraw.length })
}

/** How often the causes that are not up were up before. */
const formerOf = (db: ReadDb, causes: readonly rules.Cause[], up: readonly rules.Standing[]): rules.Standing[] => {
  const isUp = new Set(up.map(({ source, subjectId }) => `${source} ${subjectId}`))
  return causes.flatMap((cause) => (isUp.has(`${cause.source} ${cause.subjectId}`) ? [] : (store.newestOf(db, cause) ?? [])))
}

/** An id in the form of all others that follows from what it stands for: the same on every device. Holds ALR-1. */
function idOf<Of extends string>(...parts: readonly string[]): Id<Of> {
  const hex = createHash('sha256').update(parts.join('\n')).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}` as Id<Of> // in that form
}

type Row = NonNullable<ReturnType<typeof store.findAlert>>
function toAlerts(ctx: ReadCtx, rows: readonly Row[]): Alert[] {
  const seen = store.seenBy(
    ctx.db,
    ctx.actor.userId,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => ({
    id: row.id,
    source: row.source,
    subjectId: row.subjectId,
    locationId: row.locationId,
    priority: row.priority,
    at: row.at,
    facts: row.facts,
    state: rules.stateOf(row),
    raisedAt: row.raisedAt,
    resolvedAt: row.resolvedAt,
    resolvedByName: row.resolvedByName,
    resolution: row.resolution,
    isRead: seen.has(row.id),
  }))
}
