import type { In, Out, WriteCtx } from '#main/platform/context.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { type workOrdersContract, workOrdersFails } from '#shared/modules/work-orders/contract.ts'
import { MAX_SERVICES, type OrderFacts, type Service } from '#shared/modules/work-orders/model.ts'
import * as purchasing from '../../purchasing/service.ts'
import * as store from '../store.ts'
import { workOrderLine, workOrderService } from '../tables.ts'
import { knowsTechnician, load, loadService, settle } from './order.ts'

type C = typeof workOrdersContract

export function addService(ctx: WriteCtx, { workOrderId, ...fields }: In<C, 'addService'>): Out<C, 'addService'> {
  const known = load(ctx.db, workOrderId, 'edit')
  if (!known.ok) return known
  if (!knowsTechnician(ctx.db, fields.technicianId)) return workOrdersFails.unknownReference({ field: 'technicianId' })
  const added = insertService(ctx, known.value, fields)
  return added.ok ? ok({ workOrderId, serviceId: added.value }) : added
}

type NewService = Pick<Service, 'title'> & Partial<Pick<Service, 'note' | 'technicianId' | 'discountBp' | 'discountMinor'>>

/** Behind the services that are there. */
export function insertService(
  ctx: WriteCtx,
  order: OrderFacts,
  { title, note = '', technicianId = null, discountBp = 0, discountMinor = 0 }: NewService,
): Result<Id<'workOrderService'>, Failure<'workOrders.tooManyServices'>> {
  const services = store.servicesOf(ctx.db, order.id)
  if (services.length >= MAX_SERVICES) return workOrdersFails.tooManyServices({ max: MAX_SERVICES })
  const id = ctx.newId<'workOrderService'>()
  const position = (services.at(-1)?.position ?? 0) + 1
  ctx.db.insert(workOrderService, { id, workOrderId: order.id, locationId: order.locationId, position, title, note, technicianId, discountBp, discountMinor })
  return ok(id)
}

export function updateService(ctx: WriteCtx, { serviceId, ...patch }: In<C, 'updateService'>): Out<C, 'updateService'> {
  const known = loadService(ctx.db, serviceId)
  if (!known.ok) return known
  const { service, order } = known.value
  if (patch.technicianId !== service.technicianId && !knowsTechnician(ctx.db, patch.technicianId))
    return workOrdersFails.unknownReference({ field: 'technicianId' })
  ctx.db.update(workOrderService, serviceId, patch)
  return ok({ workOrderId: order.id, serviceId })
}

export function removeService(ctx: WriteCtx, { serviceId }: In<C, 'removeService'>): Out<C, 'removeService'> {
  const known = loadService(ctx.db, serviceId)
  if (!known.ok) return known
  const { order } = known.value
  for (const line of store.pricedOf(ctx.db, order.id))
    if (line.serviceId === serviceId) {
      ctx.db.update(workOrderLine, line.id, { deleted: true })
      purchasing.dropRequests(ctx, order.id, line.id)
    }
  ctx.db.update(workOrderService, serviceId, { deleted: true })
  settle(ctx, order)
  return ok({ workOrderId: order.id, serviceId })
}
