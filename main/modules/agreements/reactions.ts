import type { PrepareCtx, Reactions, WriteCtx } from '#main/platform/context.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import { HOUR_MS } from '#shared/kernel/time.ts'
import * as workOrders from '../work-orders/service.ts'
import { makeVisits } from './service.ts'
import * as store from './store.ts'

/** One deed for each agreement: what one of them cannot do keeps no other waiting. */
function bookAhead(ctx: PrepareCtx): string {
  const all = store.activeOnes(ctx.db)
  const made = { booked: 0, unplaced: 0 }
  for (const { id } of all) {
    const done = ctx.write('agreements.makeVisits', (write) => {
      const known = store.findAgreement(write.db, id)
      return ok(known ? makeVisits(write, known) : { booked: 0, unplaced: 0 })
    })
    if (!done.ok) throw new Error(done.error.code)
    made.booked += done.value.booked
    made.unplaced += done.value.unplaced
  }
  return `${all.length} active agreements, ${made.booked} visits booked, ${made.unplaced} without a slot`
}

/** A visit's order begins with what was agreed for it, at the agreed price. A saved service that is gone since is left out. */
function bringServices(ctx: WriteCtx, { workOrderId, appointmentId }: { workOrderId: string; appointmentId: string }): void {
  const visit = store.visitOf(ctx.db, appointmentId as Id<'appointment'>) // of that very event, as is the order
  const agreed = visit && store.findAgreement(ctx.db, visit.agreementId)
  if (!agreed) return
  const of = { workOrderId: workOrderId as Id<'workOrder'> }
  for (const cannedJobId of agreed.cannedJobIds) workOrders.addCannedJob(ctx, { ...of, cannedJobId })
  const opened = agreed.priceMinor === null ? undefined : workOrders.get(ctx, of)
  if (agreed.priceMinor === null || !opened?.ok) return
  // What the work comes to beyond the agreed price is let off; what is missing is charged flat. Work that is added later comes on top.
  const beyondMinor = opened.value.lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0) - agreed.priceMinor
  if (beyondMinor > 0) workOrders.update(ctx, { ...of, discountMinor: opened.value.order.discountMinor + beyondMinor })
  else if (beyondMinor < 0) workOrders.addLine(ctx, { ...of, kind: 'labor', description: agreed.title, isFlat: true, unitPriceMinor: -beyondMinor })
}

export const agreementsReactions: Reactions = {
  on: { 'workOrders.visitOpened': bringServices },
  schedules: { 'agreements.visits': { everyMs: HOUR_MS, run: bookAhead } },
}
