import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import { ok } from '#shared/kernel/result.ts'
import { type workOrdersContract, workOrdersFails } from '#shared/modules/work-orders/contract.ts'
import * as catalog from '../../catalog/service.ts'
import * as purchasing from '../../purchasing/service.ts'
import * as store from '../store.ts'
import { workOrderLine } from '../tables.ts'
import { addLine } from './lines.ts'
import { loadLine, viewOf } from './order.ts'

type C = typeof workOrdersContract

export function parts(ctx: ReadCtx, { workOrderId }: In<C, 'parts'>): Out<C, 'parts'> {
  return store.findOrder(ctx.db, workOrderId) ? ok(purchasing.requestsOf(ctx.db, workOrderId)) : workOrdersFails.unknownOrder({ workOrderId })
}

/** A part that is in no catalogue yet gets its item here: what is ordered has a name and a number. */
export function requestPart(ctx: WriteCtx, { lineId, ...wish }: In<C, 'requestPart'>): Out<C, 'requestPart'> {
  const known = loadLine(ctx.db, lineId)
  if (!known.ok) return known
  const { line, order } = known.value
  if (line.kind !== 'part') return workOrdersFails.notAPart({ lineId })
  const waiting = purchasing.requestsOf(ctx.db, order.id).find(({ jobLineId, state }) => jobLineId === lineId && state !== 'cancelled')
  if (waiting) return workOrdersFails.alreadyRequested({ requestId: waiting.id })
  let { itemId } = line
  if (itemId === null) {
    const made = catalog.create(ctx, { name: line.description.slice(0, 160), priceMinor: line.unitPriceMinor })
    if (!made.ok) throw new Error(`an item without a number was refused: ${made.error.code}`)
    itemId = made.value.id
    ctx.db.update(workOrderLine, lineId, { itemId })
  }
  const { customer, vehicle } = viewOf(ctx.db, order.id)
  return purchasing.requestFor(ctx, {
    ...wish,
    itemId,
    qtyMilli: wish.qtyMilli ?? line.qtyMilli,
    locationId: order.locationId,
    job: { id: order.id, number: order.number, lineId, label: [customer.name, vehicle.label].filter((part) => part !== '').join(' · ') },
  })
}

/** The bench does not decide: a line that is asked for waits for the customer's word like any other. */
export function askForPart(ctx: WriteCtx, { workOrderId, itemId, description, qtyMilli, note }: In<C, 'askForPart'>): Out<C, 'askForPart'> {
  const added = addLine(ctx, { workOrderId, kind: 'part', qtyMilli, ...(itemId && { itemId }), ...(description !== undefined && { description }) })
  return added.ok ? requestPart(ctx, { lineId: added.value.lineId, note }) : added
}

export function cancelPart(ctx: WriteCtx, { requestId }: In<C, 'cancelPart'>): Out<C, 'cancelPart'> {
  return purchasing.cancelRequest(ctx, { requestId })
}
