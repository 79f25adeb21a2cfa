import type { WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { workOrdersFails } from '#shared/modules/work-orders/contract.ts'
import type { Order, OrderCard, OrderView } from '#shared/modules/work-orders/model.ts'
import * as rules from '#shared/modules/work-orders/rules.ts'
import * as inventory from '../../inventory/service.ts'
import * as vehicles from '../../vehicles/service.ts'
import * as store from '../store.ts'

/** An order that is not removed; refused where its state does not allow `event`. */
export function load(
  db: ReadDb,
  workOrderId: Id<'workOrder'>,
  event?: 'edit' | 'remove',
): Result<Order, Failure<'workOrders.unknownOrder' | 'workOrders.wrongState'>> {
  const known = store.findOrder(db, workOrderId)
  if (!known || known.deleted) return workOrdersFails.unknownOrder({ workOrderId })
  const allowed = event ? rules.step(known, event) : ok(null)
  return allowed.ok ? ok(known) : allowed
}

/** Without what only the order of a list needs. */
export const toCard = ({ dueAt: _dueAt, ...card }: OrderCard & { dueAt: number }): OrderCard => card

const APART = /^UNIQUE constraint failed: (?:bay\.work_order_id|work_order\.(?:bay_id|technician_id|appointment_id)|invoice\.work_order_id)$/

/**
 * A step of an order, its bay or its invoice. Rows that change together on one device may come to another one after the other, and two
 * devices may have taken one bay, or invoiced one order, until the centre's word is here: what the database refuses then is no bug, and the same step may pass in a moment.
 */
export function inStep<T, F extends Failure>(workOrderId: Id<'workOrder'>, work: () => Result<T, F>): Result<T, F | Failure<'workOrders.outOfStep'>> {
  try {
    return work()
  } catch (error) {
    if (error instanceof Error && APART.test(error.message)) return workOrdersFails.outOfStep({ workOrderId })
    throw error
  }
}

/** Everything that one order's screen needs; customer and vehicle without names where they have not come from the centre yet. */
export function viewOf(db: ReadDb, workOrderId: Id<'workOrder'>): OrderView {
  const screen = store.findScreen(db, workOrderId)
  if (!screen) throw new Error(`work order ${workOrderId} was found and is not there`)
  const { order, customer, vehicle, bayName, technicianName, advisorName, appointmentStartAt } = screen
  const lines = store.linesOf(db, workOrderId)
  return {
    order,
    lines,
    customer: customer ?? { id: order.customerId, name: '', phone: '', email: '' },
    vehicle,
    appointmentStartAt,
    advisorName: advisorName ?? '',
    totals: rules.totals(lines),
    bay: order.bayId && bayName !== null ? { id: order.bayId, name: bayName } : null,
    technician: order.technicianId && technicianName !== null ? { id: order.technicianId, name: technicianName } : null,
  }
}

/** What was read off the odometer is the vehicle's mileage, unless it knows a higher one. A vehicle that was removed since stays as it is. */
export function carryMileage(ctx: WriteCtx, { vehicleId, mileageKm }: Pick<Order, 'vehicleId' | 'mileageKm'>): void {
  const known = vehicles.findVehicle(ctx.db, vehicleId)
  if (mileageKm !== null && known && !known.deleted && mileageKm > (known.mileageKm ?? -1)) vehicles.update(ctx, { vehicleId, mileageKm })
}

/** A done order has taken from stock what its part lines say; an open one has not. Holds STK-5. */
export function settleParts(ctx: WriteCtx, { id, number, locationId }: Pick<Order, 'id' | 'number' | 'locationId'>, isDone: boolean): void {
  inventory.settleUse(ctx, { id, number, locationId }, isDone ? store.linesOf(ctx.db, id).filter(({ kind }) => kind === 'part') : [])
}
