import { createHash } from 'node:crypto'
import type { WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { workOrdersFails } from '#shared/modules/work-orders/contract.ts'
import type { Approval, LineFacts, Order, OrderCard, OrderFacts, OrderView, Service } from '#shared/modules/work-orders/model.ts'
import * as rules from '#shared/modules/work-orders/rules.ts'
import * as inventory from '../../inventory/service.ts'
import * as purchasing from '../../purchasing/service.ts'
import * as staff from '../../staff/service.ts'
import * as vehicles from '../../vehicles/service.ts'
import * as store from '../store.ts'
import { followersIn } from './along.ts'
import { partsOf } from './parts.ts'

export type Unknown = Failure<'workOrders.unknownOrder'>
export type WrongState = Failure<'workOrders.wrongState'>

/** An order that is not removed, or is under way since another device removed it; refused where its state does not allow `event`. */
export function load(db: ReadDb, workOrderId: Id<'workOrder'>, event?: 'edit' | 'remove'): Result<OrderFacts, Unknown | WrongState> {
  const known = store.findOrder(db, workOrderId)
  if (!known || (known.deleted && !rules.isUnderWay(known))) return workOrdersFails.unknownOrder({ workOrderId })
  const allowed = event ? rules.step(known, event) : ok(null)
  return allowed.ok ? ok(known) : allowed
}

/** A line of an order that may be edited, with that order. */
export function loadLine(
  db: ReadDb,
  lineId: Id<'workOrderLine'>,
): Result<{ line: LineFacts; order: OrderFacts }, Unknown | WrongState | Failure<'workOrders.unknownLine'>> {
  const line = store.findLine(db, lineId)
  if (!line) return workOrdersFails.unknownLine({ lineId })
  const order = load(db, line.workOrderId, 'edit')
  return order.ok ? ok({ line, order: order.value }) : order
}

/** A service of an order that may be edited, with that order. */
export function loadService(
  db: ReadDb,
  serviceId: Id<'workOrderService'>,
): Result<{ service: Service; order: OrderFacts }, Unknown | WrongState | Failure<'workOrders.unknownService'>> {
  const service = store.findService(db, serviceId)
  if (!service) return workOrdersFails.unknownService({ serviceId })
  const order = load(db, service.workOrderId, 'edit')
  return order.ok ? ok({ service, order: order.value }) : order
}

export const knowsTechnician = (db: ReadDb, technicianId: Id<'employee'> | null | undefined): boolean =>
  technicianId === null || technicianId === undefined || staff.findEmployee(db, technicianId)?.deleted === false

/** Lines of these orders, `found` each with its order's place among them, and services, by that place. */
function byOrder<Line>(db: ReadDb, ids: readonly Id<'workOrder'>[], found: readonly (Line & { readonly at: number })[]) {
  const contents = ids.map(() => ({ lines: [] as Line[], services: [] as Service[] }))
  for (const line of found) contents[line.at]?.lines.push(line)
  for (const service of store.servicesOfAll(db, ids)) contents[service.at]?.services.push(service)
  return contents
}
/** Lines and services of each of these orders. */
export const contentsOf = (db: ReadDb, ids: readonly Id<'workOrder'>[]) => byOrder(db, ids, store.linesOfAll(db, ids))

type CardFacts = Omit<OrderCard, 'totalMinor'> & { readonly dueAt: number; readonly head: rules.Head }

/** With the sums of their lines, without what only these and the order of a list need. */
export function toCards(db: ReadDb, rows: readonly CardFacts[]): OrderCard[] {
  const ids = rows.map(({ id }) => id)
  const contents = byOrder(db, ids, store.pricedOfAll(db, ids))
  return rows.map((row, at) => {
    const { lines = [], services = [] } = contents[at] ?? {}
    const { totalMinor } = rules.totalsOf(row.head, services, lines)
    return { ...row, dueAt: undefined, head: undefined, totalMinor } // JSON has no undefined; to leave them out would copy field by field, at ten times the cost
  })
}

const APART = /^UNIQUE constraint failed: (?:bay\.work_order_id|work_order\.(?:bay_id|technician_id|appointment_id))$/

/**
 * A step of an order or its bay. Rows that change together on one device may come to another one after the other, and two devices may
 * have taken one bay until the centre's word is here: what the database refuses then is no bug, and the same step may pass in a moment.
 */
export function inStep<T, F extends Failure>(workOrderId: Id<'workOrder'>, work: () => Result<T, F>): Result<T, F | Failure<'workOrders.outOfStep'>> {
  try {
    return work()
  } catch (error) {
    if (error instanceof Error && APART.test(error.message)) return workOrdersFails.outOfStep({ workOrderId })
    throw error
  }
}

const NO_PART = { part: 'none' as const, bin: '' }

/** Everything that one order's screen needs; customer and vehicle without names where they have not come from the centre yet. */
export function findView(db: ReadDb, workOrderId: Id<'workOrder'>): OrderView | undefined {
  const screen = store.findScreen(db, workOrderId)
  if (!screen) return undefined
  const { customer, vehicle, bayName, technicianName, advisorName, appointmentStartAt, comebackOfNumber } = screen
  const lines = store.linesOf(db, workOrderId)
  const services = store.servicesOf(db, workOrderId)
  const approvals = store.approvalsOf(db, workOrderId)
  const sums = rules.sumUp(screen.order, services, lines)
  const approvalOn = rules.standing(screen.order, services, approvals)
  const { netMinor, taxMinor, totalMinor } = sums.totals
  const parts = partsOf(db, screen.order.locationId, [screen.order])
  const shown = new Set<string | null>(services.map(({ id }) => id))
  const leaders = new Map([...followersIn(db, lines)].flatMap(([leader, followers]) => followers.map(({ lineId }) => [lineId, leader] as const)))
  const order: Order = { ...screen.order, netMinor, taxMinor, totalMinor }
  return {
    order,
    services: services.map((service) => ({ ...service, amountMinor: sums.services.get(service.id) ?? 0 })),
    lines: lines.map((line) => {
      const own = sums.lines.get(line.id)
      if (!own) throw new Error(`line ${line.id} was not summed up`)
      return {
        ...line,
        // Another device may have removed the service meanwhile: the line stands without one then, and is left out nowhere.
        serviceId: shown.has(line.serviceId) ? line.serviceId : null,
        ...own,
        taxReason: rules.taxReason(line),
        approval: approvalOn(line),
        ...(parts.get(line.id) ?? NO_PART),
        followsId: leaders.get(line.id) ?? null,
      }
    }),
    approvals: approvals.map(({ id, at, channel, person, content: { totalMinor: sealedMinor } }) => ({ id, at, channel, person, totalMinor: sealedMinor })),
    customer: customer ?? { id: order.customerId, name: '', phone: '', email: '' },
    vehicle,
    appointmentStartAt,
    advisorName: advisorName ?? '',
    totals: sums.totals,
    bay: order.bayId && bayName !== null ? { id: order.bayId, name: bayName } : null,
    technician: order.technicianId && technicianName !== null ? { id: order.technicianId, name: technicianName } : null,
    comebackOf: order.comebackOfId && comebackOfNumber !== null ? { id: order.comebackOfId, number: comebackOfNumber } : null,
    comebacks: store.comebacksOf(db, order),
  }
}

/** The same of an order that the deed has loaded. */
export function viewOf(db: ReadDb, workOrderId: Id<'workOrder'>): OrderView {
  const view = findView(db, workOrderId)
  if (!view) throw new Error(`work order ${workOrderId} was found and is not there`)
  return view
}

/** What seals an approval. Holds WO-8. */
export const hashOf = (approval: Omit<Approval, 'hash'>): string => createHash('sha256').update(rules.sealText(approval)).digest('hex')

/** After a change of its lines: a done order takes from stock what they say now. */
export function settle(ctx: WriteCtx, order: OrderFacts): void {
  if (order.state === 'done') settleParts(ctx, order, true)
}

/** What was read off the odometer is the vehicle's mileage, unless it knows a higher one. A vehicle that was removed since stays as it is. */
export function carryMileage(ctx: WriteCtx, { vehicleId, mileageKm }: Pick<OrderFacts, 'vehicleId' | 'mileageKm'>): void {
  const known = vehicles.findVehicle(ctx.db, vehicleId)
  if (mileageKm !== null && known && !known.deleted && mileageKm > (known.mileageKm ?? -1)) vehicles.update(ctx, { vehicleId, mileageKm })
}

type Settled = Pick<OrderFacts, 'id' | 'number' | 'locationId' | 'customerId'>
/** A done order has taken from stock what its part lines say, used what it waited for, and charged its cores; an open one has not. Holds STK-5. */
export function settleParts(ctx: WriteCtx, { id, number, locationId, customerId }: Settled, isDone: boolean): void {
  const lines = isDone ? store.linesOf(ctx.db, id).filter(({ declined }) => !declined) : []
  inventory.settleUse(
    ctx,
    { kind: 'workOrder', id, number, locationId, customerId },
    lines.filter(({ kind }) => kind === 'part'),
  )
  purchasing.fitRequests(ctx, id, isDone)
  purchasing.settleCores(ctx, { id, number, locationId, customerId }, lines.filter(rules.isCharged))
}
