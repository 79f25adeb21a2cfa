import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { type workOrdersContract, workOrdersFails } from '#shared/modules/work-orders/contract.ts'
import * as store from '../store.ts'
import { workOrderDismissal } from '../tables.ts'
import { followersIn } from './along.ts'
import { insertLines, newLine } from './lines.ts'
import { load } from './order.ts'
import { insertService } from './services.ts'

type C = typeof workOrdersContract
type LineId = Id<'workOrderLine'>
type Row = ReturnType<typeof store.deferredOf>[number]

export function deferred(ctx: ReadCtx, { vehicleId, workOrderId, dismissed }: In<C, 'deferred'>): Out<C, 'deferred'> {
  return ok(store.deferredOf(ctx.db, vehicleId, workOrderId, dismissed).map(({ locationId: _locationId, ...shown }) => shown))
}

/** What is asked for of the waiting lines, with what goes along with it, in the order in which they stand. */
function withFollowers(db: ReadDb, waiting: readonly Row[], lineIds: readonly LineId[]): Result<Row[], Failure<'workOrders.notDeferred'>> {
  const wanted = new Set(lineIds)
  const known = new Set(waiting.map(({ id }) => id))
  for (const lineId of wanted) if (!known.has(lineId)) return workOrdersFails.notDeferred({ lineId })
  for (const workOrderId of new Set(waiting.flatMap((line) => (wanted.has(line.id) ? [line.workOrderId] : []))))
    for (const [leader, followers] of followersIn(db, store.linesOf(db, workOrderId)))
      if (wanted.has(leader)) for (const { lineId } of followers) wanted.add(lineId)
  return ok(waiting.filter(({ id }) => wanted.has(id)))
}

/** Holds WO-9. */
export function takeDeferred(ctx: WriteCtx, { workOrderId, lineIds }: In<C, 'takeDeferred'>): Out<C, 'takeDeferred'> {
  const known = load(ctx.db, workOrderId, 'edit')
  if (!known.ok) return known
  const order = known.value
  const chosen = withFollowers(ctx.db, store.deferredOf(ctx.db, order.vehicleId, workOrderId), lineIds)
  if (!chosen.ok) return chosen
  const priced = store.pricedOf(ctx.db, workOrderId)
  let position = priced.at(-1)?.position ?? 0
  const services = new Map<Id<'workOrderService'>, Id<'workOrderService'>>()
  const lines = []
  for (const line of chosen.value) {
    if (line.serviceId !== null && line.serviceTitle !== null && !services.has(line.serviceId)) {
      const added = insertService(ctx, order, { title: line.serviceTitle })
      if (!added.ok) return added
      services.set(line.serviceId, added.value)
    }
    const serviceId = (line.serviceId && services.get(line.serviceId)) ?? null
    const { id, kind, description, qtyMilli, unitPriceMinor, isFlat, discountBp } = line
    const isLive = line.itemId !== null && store.isOffered(ctx.db, line.itemId)
    const added = newLine(
      ctx,
      order,
      { kind, description, qtyMilli, unitPriceMinor, isFlat, discountBp, serviceId, ...(isLive && line.itemId && { itemId: line.itemId }) },
      ++position,
      { fromLineId: id },
    )
    if (!added.ok) return added
    lines.push(added.value)
  }
  const saved = insertLines(ctx, order, priced, lines)
  return saved.ok ? ok({ workOrderId }) : saved
}

/** Of whichever vehicles: what waits there now, or is set aside. */
const waitingOf = (db: ReadDb, lineIds: readonly LineId[], dismissed: boolean): Row[] =>
  store.vehiclesOfDeclined(db, lineIds).flatMap((vehicleId) => store.deferredOf(db, vehicleId, undefined, dismissed))

export function dismissDeferred(ctx: WriteCtx, { lineIds, reason, note = '' }: In<C, 'dismissDeferred'>): Out<C, 'dismissDeferred'> {
  const chosen = withFollowers(ctx.db, waitingOf(ctx.db, lineIds, false), lineIds)
  if (!chosen.ok) return chosen
  const before = new Set(
    store
      .dismissalsOf(
        ctx.db,
        chosen.value.map(({ id }) => id),
      )
      .map(({ id }) => id),
  )
  for (const { id, locationId } of chosen.value) {
    const word = { reason, note, at: ctx.now, takenBy: ctx.actor.name }
    if (before.has(id)) ctx.db.update(workOrderDismissal, id, { ...word, deleted: false })
    else ctx.db.insert(workOrderDismissal, { id, lineId: id, locationId, ...word })
  }
  return ok({ dismissed: chosen.value.length })
}

export function restoreDeferred(ctx: WriteCtx, { lineIds }: In<C, 'restoreDeferred'>): Out<C, 'restoreDeferred'> {
  const chosen = withFollowers(ctx.db, waitingOf(ctx.db, lineIds, true), lineIds)
  if (!chosen.ok) return chosen
  for (const { id } of chosen.value) ctx.db.update(workOrderDismissal, id, { deleted: true })
  return ok({ restored: chosen.value.length })
}
