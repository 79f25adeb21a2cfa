import type { In, Out, WriteCtx } from '#main/platform/context.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import { type inspectionsContract, inspectionsFails } from '#shared/modules/inspections/contract.ts'
import { findPoint as pointIn, isFinding, labelIn, lineText } from '#shared/modules/inspections/rules.ts'
import * as catalog from '../../catalog/service.ts'
import * as customers from '../../customers/service.ts'
import * as workOrders from '../../work-orders/service.ts'
import * as workspace from '../../workspace/service.ts'
import { inspectionPoint } from '../tables.ts'
import { contentOf, loadOfPoint } from './sheet.ts'

type C = typeof inspectionsContract

/**
 * Each finding in a line of its own: what the template offers for it, else labour without a price, which the counter sets.
 * Holds INSP-6.
 */
export function toLines(ctx: WriteCtx, { workOrderId, pointIds }: In<C, 'toLines'>): Out<C, 'toLines'> {
  const order = workOrders.get(ctx, { workOrderId })
  if (!order.ok) return order
  const { vehicleId, customerId } = order.value.order
  const language = customers.findCustomer(ctx.db, customerId)?.language ?? workspace.theCompany(ctx.db).language
  const added: { pointId: Id<'inspectionPoint'>; lineId: Id<'workOrderLine'> }[] = []
  for (const pointId of new Set(pointIds)) {
    const known = loadOfPoint(ctx.db, pointId, 'offer')
    if (!known.ok) return known
    const { point, head } = known.value
    if (head.vehicleId !== vehicleId) return inspectionsFails.otherVehicle({ pointId })
    if (!isFinding(point.tone)) return inspectionsFails.notAFinding({ pointId })
    if (point.line) continue
    const of = pointIn(contentOf(ctx.db, head.versionId), point.pointKey)
    const item = of?.itemId ? catalog.findItem(ctx.db, of.itemId) : undefined
    const line =
      item && !item.deleted
        ? { itemId: item.id }
        : { kind: 'labor' as const, unitPriceMinor: 0, description: lineText(of ? labelIn(of.name, language) : '', point.note) }
    const done = workOrders.addLine(ctx, { workOrderId, ...line })
    if (!done.ok) return done
    const { lineId } = done.value
    ctx.db.update(inspectionPoint, pointId, { lineId })
    added.push({ pointId, lineId })
  }
  return ok({ added })
}
