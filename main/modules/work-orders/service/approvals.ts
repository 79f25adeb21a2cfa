import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import { type workOrdersContract, workOrdersFails } from '#shared/modules/work-orders/contract.ts'
import * as rules from '#shared/modules/work-orders/rules.ts'
import * as store from '../store.ts'
import { workOrder, workOrderApproval, workOrderLine } from '../tables.ts'
import { insertLines, newLine } from './lines.ts'
import { hashOf, load, settle, viewOf } from './order.ts'
import { insertService } from './services.ts'

type C = typeof workOrdersContract

/** Declined lines are charged no more; the estimate is sealed as it then stands. Holds WO-7, WO-8, WO-9. */
export function decide(ctx: WriteCtx, input: In<C, 'decide'>): Out<C, 'decide'> {
  const { workOrderId, words: given, channel, person, contact = '', note = '', signature = '' } = input
  const known = load(ctx.db, workOrderId)
  if (!known.ok) return known
  const order = known.value
  const words = new Map(given.map(({ lineId, approved }) => [lineId, approved ? ('approved' as const) : ('declined' as const)]))
  const next = rules.step(order, [...words.values()].includes('approved') ? 'approve' : 'edit')
  if (!next.ok) return next
  const standing = new Map(store.pricedOf(ctx.db, workOrderId).map((line) => [line.id, line]))
  for (const [lineId, word] of words) {
    const line = standing.get(lineId)
    if (!line) return workOrdersFails.unknownLine({ lineId })
    if (line.declined !== (word === 'declined')) ctx.db.update(workOrderLine, lineId, { declined: word === 'declined' })
  }
  const view = viewOf(ctx.db, workOrderId)
  const content = rules.contentOf(view.order, view.services, view.lines, (lineId) => words.get(lineId) ?? 'pending')
  const id = ctx.newId<'workOrderApproval'>()
  const sealed = { id, workOrderId, at: ctx.now, takenBy: ctx.actor.name, channel, person, contact, note, signature, content }
  ctx.db.insert(workOrderApproval, { ...sealed, locationId: order.locationId, hash: hashOf(sealed) })
  if (next.value !== order.state) ctx.db.update(workOrder, workOrderId, { state: next.value })
  settle(ctx, order)
  return ok({ workOrderId })
}

export function approvals(ctx: ReadCtx, { workOrderId }: In<C, 'approvals'>): Out<C, 'approvals'> {
  return ok(store.approvalsOf(ctx.db, workOrderId).map((approval) => ({ ...approval, isIntact: hashOf(approval) === approval.hash })))
}

export function deferred(ctx: ReadCtx, { vehicleId, workOrderId }: In<C, 'deferred'>): Out<C, 'deferred'> {
  return ok(
    store
      .deferredOf(ctx.db, vehicleId, workOrderId)
      .map(
        ({
          id,
          workOrderId: from,
          kind,
          itemId,
          description,
          qtyMilli,
          unitPriceMinor,
          isFlat,
          discountBp,
          serviceId,
          number,
          declinedOrderAt,
          serviceTitle,
        }) => ({
          id,
          workOrderId: from,
          kind,
          itemId,
          description,
          qtyMilli,
          unitPriceMinor,
          isFlat,
          discountBp,
          serviceId,
          number,
          declinedOrderAt,
          serviceTitle,
        }),
      ),
  )
}

/** Holds WO-9. */
export function takeDeferred(ctx: WriteCtx, { workOrderId, lineIds }: In<C, 'takeDeferred'>): Out<C, 'takeDeferred'> {
  const known = load(ctx.db, workOrderId, 'edit')
  if (!known.ok) return known
  const order = known.value
  const waiting = new Map(store.deferredOf(ctx.db, order.vehicleId, workOrderId).map((line) => [line.id, line]))
  const priced = store.pricedOf(ctx.db, workOrderId)
  let position = priced.at(-1)?.position ?? 0
  const services = new Map<Id<'workOrderService'>, Id<'workOrderService'>>()
  const lines = []
  for (const lineId of new Set(lineIds)) {
    const line = waiting.get(lineId)
    if (!line) return workOrdersFails.notDeferred({ lineId })
    if (line.serviceId !== null && line.serviceTitle !== null && !services.has(line.serviceId)) {
      const added = insertService(ctx, order, { title: line.serviceTitle })
      if (!added.ok) return added
      services.set(line.serviceId, added.value)
    }
    const serviceId = (line.serviceId && services.get(line.serviceId)) ?? null
    const { kind, description, qtyMilli, unitPriceMinor, isFlat, discountBp } = line
    const isLive = line.itemId !== null && store.isOffered(ctx.db, line.itemId)
    const added = newLine(
      ctx,
      order,
      { kind, description, qtyMilli, unitPriceMinor, isFlat, discountBp, serviceId, ...(isLive && line.itemId && { itemId: line.itemId }) },
      ++position,
      { fromLineId: lineId },
    )
    if (!added.ok) return added
    lines.push(added.value)
  }
  const saved = insertLines(ctx, order, priced, lines)
  return saved.ok ? ok({ workOrderId }) : saved
}
