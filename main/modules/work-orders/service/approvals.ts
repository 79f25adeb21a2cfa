import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import { ok } from '#shared/kernel/result.ts'
import { type workOrdersContract, workOrdersFails } from '#shared/modules/work-orders/contract.ts'
import * as rules from '#shared/modules/work-orders/rules.ts'
import * as store from '../store.ts'
import { workOrder, workOrderApproval, workOrderLine } from '../tables.ts'
import { followersIn } from './along.ts'
import { hashOf, load, settle, viewOf } from './order.ts'

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
  const lines = store.linesOf(ctx.db, workOrderId)
  const standing = new Map(lines.map((line) => [line.id, line]))
  // Nobody pays the core of a part that they do not want.
  for (const [lineId, followers] of followersIn(ctx.db, lines))
    if (words.get(lineId) === 'declined') for (const one of followers) words.set(one.lineId, 'declined')
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
