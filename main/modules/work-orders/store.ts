import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, lt, sql } from 'drizzle-orm'
import type { Builder } from '#main/platform/db/connection.ts'
import { list } from '#main/platform/db/list.ts'
import { query, type ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { NO_PROMISE, type WARRANTIES } from '#shared/modules/work-orders/model.ts'
import { user } from '../auth/tables.ts'
import { appointment } from '../appointments/tables.ts'
import { bay } from '../bays/tables.ts'
import { catalogItem } from '../catalog/tables.ts'
import { customer } from '../customers/tables.ts'
import { employee } from '../staff/tables.ts'
import { vehicle } from '../vehicles/tables.ts'
import { cannedJob, workOrder, workOrderApproval, workOrderDismissal, workOrderLine, workOrderService } from './tables.ts'

const value = sql.placeholder

const columns = {
  id: workOrder.id,
  number: workOrder.number,
  locationId: workOrder.locationId,
  customerId: workOrder.customerId,
  vehicleId: workOrder.vehicleId,
  appointmentId: workOrder.appointmentId,
  bayId: workOrder.bayId,
  technicianId: workOrder.technicianId,
  advisorId: workOrder.advisorId,
  state: workOrder.state,
  concern: workOrder.concern,
  note: workOrder.note,
  mileageKm: workOrder.mileageKm,
  promisedAt: workOrder.promisedAt,
  createdAt: workOrder.createdAt,
  startedAt: workOrder.startedAt,
  finishedAt: workOrder.finishedAt,
  workedMs: workOrder.workedMs,
  runningSinceAt: workOrder.runningSinceAt,
  holdReason: workOrder.holdReason,
  cancelledReason: workOrder.cancelledReason,
  comebackOfId: workOrder.comebackOfId,
  discountBp: workOrder.discountBp,
  discountMinor: workOrder.discountMinor,
  taxInclusive: workOrder.taxInclusive,
  deleted: workOrder.deleted,
}
const lineColumns = {
  id: workOrderLine.id,
  workOrderId: workOrderLine.workOrderId,
  position: workOrderLine.position,
  kind: workOrderLine.kind,
  itemId: workOrderLine.itemId,
  description: workOrderLine.description,
  qtyMilli: workOrderLine.qtyMilli,
  unitPriceMinor: workOrderLine.unitPriceMinor,
  serviceId: workOrderLine.serviceId,
  isFlat: workOrderLine.isFlat,
  discountBp: workOrderLine.discountBp,
  taxRateBp: workOrderLine.taxRateBp,
  taxExempt: workOrderLine.taxExempt,
  taxSource: workOrderLine.taxSource,
  taxRule: workOrderLine.taxRule,
  technicianId: workOrderLine.technicianId,
  disposition: workOrderLine.disposition,
  warranty: workOrderLine.warranty,
  declined: workOrderLine.declined,
  fromLineId: workOrderLine.fromLineId,
}
/** What of a line its sums need. */
const pricedColumns = {
  id: workOrderLine.id,
  serviceId: workOrderLine.serviceId,
  qtyMilli: workOrderLine.qtyMilli,
  unitPriceMinor: workOrderLine.unitPriceMinor,
  isFlat: workOrderLine.isFlat,
  discountBp: workOrderLine.discountBp,
  taxRateBp: workOrderLine.taxRateBp,
  taxExempt: workOrderLine.taxExempt,
  warranty: workOrderLine.warranty,
  declined: workOrderLine.declined,
}
const serviceColumns = {
  id: workOrderService.id,
  workOrderId: workOrderService.workOrderId,
  position: workOrderService.position,
  title: workOrderService.title,
  note: workOrderService.note,
  technicianId: workOrderService.technicianId,
  discountBp: workOrderService.discountBp,
  discountMinor: workOrderService.discountMinor,
}
/** What an order leads to may come from the centre after it. */
const customerName = sql<string>`coalesce(${customer.name}, '')`
const plate = sql<string>`coalesce(${vehicle.plate}, '')`
const vehicleLabel = sql<string>`coalesce(trim(coalesce(${vehicle.year} || ' ', '') || ${vehicle.make} || ' ' || ${vehicle.model}), '')`

const cardColumns = {
  id: workOrder.id,
  number: workOrder.number,
  locationId: workOrder.locationId,
  appointmentId: workOrder.appointmentId,
  bayId: workOrder.bayId,
  technicianId: workOrder.technicianId,
  state: workOrder.state,
  concern: workOrder.concern,
  note: workOrder.note,
  mileageKm: workOrder.mileageKm,
  promisedAt: workOrder.promisedAt,
  createdAt: workOrder.createdAt,
  workedMs: workOrder.workedMs,
  runningSinceAt: workOrder.runningSinceAt,
  holdReason: workOrder.holdReason,
  deleted: workOrder.deleted,
  /** What is no part of a card. */
  dueAt: workOrder.dueAt,
  head: {
    discountBp: workOrder.discountBp,
    discountMinor: workOrder.discountMinor,
    taxInclusive: workOrder.taxInclusive,
    comebackOfId: workOrder.comebackOfId,
  },
}
/** Left joins, although references hold: SQLite keeps the orders first and reads the index that serves the order. */
const cards = (q: Builder) =>
  q
    .select({ ...cardColumns, customerName, vehicleLabel, plate, bayName: bay.name, technicianName: employee.name })
    .from(workOrder)
    .leftJoin(customer, eq(customer.id, workOrder.customerId))
    .leftJoin(vehicle, eq(vehicle.id, workOrder.vehicleId))
    .leftJoin(bay, eq(bay.id, workOrder.bayId))
    .leftJoin(employee, eq(employee.id, workOrder.technicianId))
    .$dynamic()

const byId = query((q) =>
  q
    .select(columns)
    .from(workOrder)
    .where(eq(workOrder.id, value('id'))),
)
const screen = query((q) =>
  q
    .select({
      order: columns,
      customer: { id: customer.id, name: customer.name, phone: customer.phone, email: customer.email },
      vehicle: { id: workOrder.vehicleId, label: vehicleLabel, plate, vin: sql<string>`coalesce(${vehicle.vin}, '')`, mileageKm: vehicle.mileageKm },
      bayName: bay.name,
      technicianName: employee.name,
      advisorName: user.name,
      appointmentStartAt: appointment.startAt,
      comebackOfNumber: sql<string | null>`(SELECT original.number FROM work_order original WHERE original.id = ${workOrder.comebackOfId})`.as(
        'comeback_of_number',
      ),
    })
    .from(workOrder)
    .leftJoin(customer, eq(customer.id, workOrder.customerId))
    .leftJoin(vehicle, eq(vehicle.id, workOrder.vehicleId))
    .leftJoin(bay, eq(bay.id, workOrder.bayId))
    .leftJoin(employee, eq(employee.id, workOrder.technicianId))
    .leftJoin(user, eq(user.id, workOrder.advisorId))
    .leftJoin(appointment, eq(appointment.id, workOrder.appointmentId))
    .where(eq(workOrder.id, value('id'))),
)
const linesOfOrder = query((q) =>
  q
    .select({ ...lineColumns, technicianName: employee.name, itemCode: catalogItem.sku, tracking: catalogItem.tracking })
    .from(workOrderLine)
    .leftJoin(employee, eq(employee.id, workOrderLine.technicianId))
    .leftJoin(catalogItem, eq(catalogItem.id, workOrderLine.itemId))
    .where(and(eq(workOrderLine.workOrderId, value('workOrderId')), eq(workOrderLine.deleted, false)))
    .orderBy(asc(workOrderLine.position), asc(workOrderLine.id)),
)
const servicesOfOrder = query((q) =>
  q
    .select({ ...serviceColumns, technicianName: employee.name })
    .from(workOrderService)
    .leftJoin(employee, eq(employee.id, workOrderService.technicianId))
    .where(and(eq(workOrderService.workOrderId, value('workOrderId')), eq(workOrderService.deleted, false)))
    .orderBy(asc(workOrderService.position), asc(workOrderService.id)),
)
const approvalsOfOrder = query((q) =>
  q
    .select({
      id: workOrderApproval.id,
      workOrderId: workOrderApproval.workOrderId,
      at: workOrderApproval.at,
      takenBy: workOrderApproval.takenBy,
      channel: workOrderApproval.channel,
      person: workOrderApproval.person,
      contact: workOrderApproval.contact,
      note: workOrderApproval.note,
      signature: workOrderApproval.signature,
      content: workOrderApproval.content,
      hash: workOrderApproval.hash,
    })
    .from(workOrderApproval)
    .where(eq(workOrderApproval.workOrderId, value('workOrderId')))
    .orderBy(asc(workOrderApproval.at), asc(workOrderApproval.id)),
)
/** A comeback is of the same vehicle, whose orders an index holds. */
const comebacksOfOrder = query((q) =>
  q
    .select({
      id: workOrder.id,
      number: workOrder.number,
      state: workOrder.state,
      concern: workOrder.concern,
      createdAt: workOrder.createdAt,
      warranties: sql<string>`(SELECT json_group_array(DISTINCT line.warranty) FROM work_order_line line
        WHERE line.work_order_id = work_order.id AND line.deleted = 0 AND line.warranty <> 'none')`.as('warranties'),
    })
    .from(workOrder)
    .where(and(eq(workOrder.deleted, false), eq(workOrder.vehicleId, value('vehicleId')), eq(workOrder.comebackOfId, value('id'))))
    .orderBy(asc(workOrder.createdAt), asc(workOrder.id)),
)
const ids = sql`(SELECT e.value FROM json_each(${value('ids')}) e)`
/** The place of a row's order among the orders asked for: a number costs a fifth of the id. */
const among = sql`json_each(${value('ids')}) e`
const at = sql<number>`e.key`
const linesOfOrders = query((q) =>
  q
    .select({
      at,
      ...pricedColumns,
      position: workOrderLine.position,
      kind: workOrderLine.kind,
      itemId: workOrderLine.itemId,
      description: workOrderLine.description,
    })
    .from(workOrderLine)
    .innerJoin(among, sql`${workOrderLine.workOrderId} = e.value`)
    .where(eq(workOrderLine.deleted, false)),
)
const pricedOfOrders = query((q) =>
  q
    .select({ at, ...pricedColumns })
    .from(workOrderLine)
    .innerJoin(among, sql`${workOrderLine.workOrderId} = e.value`)
    .where(eq(workOrderLine.deleted, false)),
)
const servicesOfOrders = query((q) =>
  q
    .select({ at, ...serviceColumns })
    .from(workOrderService)
    .innerJoin(among, sql`${workOrderService.workOrderId} = e.value`)
    .where(eq(workOrderService.deleted, false)),
)
const takenOfLines = query((q) =>
  q
    .select({ fromLineId: workOrderLine.fromLineId })
    .from(workOrderLine)
    .where(and(sql`${workOrderLine.fromLineId} IN ${ids}`, eq(workOrderLine.deleted, false))),
)
const deferredOfVehicle = query((q) =>
  q
    .select({
      id: workOrderLine.id,
      workOrderId: workOrderLine.workOrderId,
      serviceId: workOrderLine.serviceId,
      kind: workOrderLine.kind,
      itemId: workOrderLine.itemId,
      description: workOrderLine.description,
      qtyMilli: workOrderLine.qtyMilli,
      unitPriceMinor: workOrderLine.unitPriceMinor,
      isFlat: workOrderLine.isFlat,
      discountBp: workOrderLine.discountBp,
      number: workOrder.number,
      declinedOrderAt: workOrder.createdAt,
      locationId: workOrder.locationId,
      serviceTitle: workOrderService.title,
      dismissal: { reason: workOrderDismissal.reason, note: workOrderDismissal.note, at: workOrderDismissal.at, takenBy: workOrderDismissal.takenBy },
    })
    .from(workOrder)
    .innerJoin(workOrderLine, eq(workOrderLine.workOrderId, workOrder.id))
    .leftJoin(workOrderService, eq(workOrderService.id, workOrderLine.serviceId))
    .leftJoin(workOrderDismissal, and(eq(workOrderDismissal.id, workOrderLine.id), eq(workOrderDismissal.deleted, false)))
    .where(
      and(
        eq(workOrder.deleted, false),
        sql`(${workOrderDismissal.id} IS NOT NULL) = ${value('dismissed')}`,
        eq(workOrder.vehicleId, value('vehicleId')),
        sql`${workOrder.id} <> ${value('exceptId')}`,
        eq(workOrderLine.deleted, false),
        eq(workOrderLine.declined, true),
        sql`NOT EXISTS (SELECT 1 FROM work_order_line taken WHERE taken.from_line_id = ${workOrderLine.id} AND taken.deleted = 0)`,
      ),
    )
    .orderBy(desc(workOrder.createdAt), desc(workOrder.id), asc(workOrderLine.position), asc(workOrderLine.id))
    .limit(200),
)
const deferredLines = query((q) =>
  q
    .select({ vehicleId: workOrder.vehicleId })
    .from(workOrderLine)
    .innerJoin(workOrder, eq(workOrder.id, workOrderLine.workOrderId))
    .where(and(sql`${workOrderLine.id} IN ${ids}`, eq(workOrderLine.declined, true))),
)
const dismissalsOfLines = query((q) =>
  q
    .select({ id: workOrderDismissal.id, reason: workOrderDismissal.reason, deleted: workOrderDismissal.deleted })
    .from(workOrderDismissal)
    .where(sql`${workOrderDismissal.id} IN ${ids}`),
)
const serviceById = query((q) =>
  q
    .select({ ...serviceColumns })
    .from(workOrderService)
    .where(and(eq(workOrderService.id, value('id')), eq(workOrderService.deleted, false))),
)
const cannedColumns = {
  id: cannedJob.id,
  name: cannedJob.name,
  category: cannedJob.category,
  lines: cannedJob.lines,
  discountBp: cannedJob.discountBp,
  discountMinor: cannedJob.discountMinor,
  deleted: cannedJob.deleted,
}
const itemThere = query((q) =>
  q
    .select({ id: catalogItem.id })
    .from(catalogItem)
    .where(and(eq(catalogItem.id, value('itemId')), eq(catalogItem.deleted, false))),
)
const cannedById = query((q) =>
  q
    .select(cannedColumns)
    .from(cannedJob)
    .where(eq(cannedJob.id, value('id'))),
)
const pricedOfOrder = query((q) =>
  q
    .select({ ...pricedColumns, position: workOrderLine.position })
    .from(workOrderLine)
    .where(and(eq(workOrderLine.workOrderId, value('workOrderId')), eq(workOrderLine.deleted, false)))
    .orderBy(asc(workOrderLine.position), asc(workOrderLine.id)),
)
const lineById = query((q) =>
  q
    .select(lineColumns)
    .from(workOrderLine)
    .where(and(eq(workOrderLine.id, value('id')), eq(workOrderLine.deleted, false))),
)
const ofAppointment = query((q) =>
  q
    .select(columns)
    .from(workOrder)
    .where(and(eq(workOrder.appointmentId, value('appointmentId')), sql`${workOrder.state} <> 'cancelled'`, eq(workOrder.deleted, false))),
)
const inHand = query((q) =>
  q
    .select(columns)
    .from(workOrder)
    .where(and(eq(workOrder.technicianId, value('technicianId')), sql`${workOrder.state} = 'inProgress'`)),
)
/** The + keeps SQLite from walking every order there ever was in the order of promises. */
const ofTechnician = query((q) =>
  cards(q)
    .where(and(eq(workOrder.deleted, false), eq(workOrder.technicianId, value('technicianId')), inArray(workOrder.state, ['open', 'inProgress', 'onHold'])))
    .orderBy(sql`+${workOrder.dueAt}`, asc(workOrder.id))
    .limit(100),
)
const unassigned = query((q) =>
  cards(q)
    .where(
      and(
        eq(workOrder.deleted, false),
        isNull(workOrder.technicianId),
        sql`+${workOrder.locationId} = ${value('locationId')}`,
        sql`${workOrder.state} = 'open'`,
      ),
    )
    .orderBy(sql`+${workOrder.dueAt}`, asc(workOrder.id))
    .limit(30),
)
const finished = query((q) =>
  cards(q)
    .where(
      and(
        eq(workOrder.deleted, false),
        eq(workOrder.technicianId, value('technicianId')),
        sql`+${workOrder.state} IN ('done', 'invoiced')`,
        gte(workOrder.finishedAt, value('fromAt')),
        lt(workOrder.finishedAt, value('toAt')),
      ),
    )
    .orderBy(desc(workOrder.finishedAt))
    .limit(100),
)
/** Literal states, as the partial index of what stands in a bay needs. */
const inBays = query((q) =>
  cards(q).where(and(eq(workOrder.locationId, value('locationId')), sql`${workOrder.state} IN ('inProgress', 'onHold')`, isNotNull(workOrder.bayId))),
)
const underWay = query((q) =>
  q
    .select({ appointmentId: workOrder.appointmentId })
    .from(workOrder)
    .where(and(eq(workOrder.deleted, false), inArray(workOrder.state, ['inProgress', 'onHold']), isNotNull(workOrder.appointmentId))),
)

const orderList = list({
  select: cards,
  filters: {
    deleted: (v) => sql`${workOrder.deleted} = ${v}`,
    locationId: (v) => sql`${workOrder.locationId} = ${v}`,
    state: (v) => sql`${workOrder.state} = ${v}`,
    customerId: (v) => sql`${workOrder.customerId} = ${v}`,
    vehicleId: (v) => sql`${workOrder.vehicleId} = ${v}`,
    technicianId: (v) => sql`${workOrder.technicianId} = ${v}`,
    fromAt: (v) => sql`${workOrder.createdAt} >= ${v}`,
    toAt: (v) => sql`${workOrder.createdAt} < ${v}`,
    // By the column that stands in the index; orders without a promise are later than any.
    promisedFromAt: (v) => sql`${workOrder.dueAt} >= ${v} AND ${workOrder.dueAt} < ${sql.raw(String(NO_PROMISE))}`,
    promisedToAt: (v) => sql`${workOrder.dueAt} < ${v}`,
  },
  sorts: {
    newest: { by: [workOrder.createdAt, workOrder.id], direction: 'desc' },
    number: { by: [workOrder.number], direction: 'desc' },
    promised: { by: [workOrder.dueAt, workOrder.id], direction: 'asc' },
    state: { by: [workOrder.state, workOrder.createdAt, workOrder.id], direction: 'asc' },
  },
})

export const orders = (db: ReadDb, call: Parameters<typeof orderList>[1]) => orderList(db, call)
/** Removed ones included. */
export const findOrder = (db: ReadDb, id: Id<'workOrder'>) => byId.get(db, { id })
export const findScreen = (db: ReadDb, id: Id<'workOrder'>) => screen.get(db, { id })
export const linesOf = (db: ReadDb, workOrderId: Id<'workOrder'>) => linesOfOrder.all(db, { workOrderId })
/** What of the lines their sums need, and their places. */
export const pricedOf = (db: ReadDb, workOrderId: Id<'workOrder'>) => pricedOfOrder.all(db, { workOrderId })
export const servicesOf = (db: ReadDb, workOrderId: Id<'workOrder'>) => servicesOfOrder.all(db, { workOrderId })
export const comebacksOf = (db: ReadDb, { id, vehicleId }: { id: Id<'workOrder'>; vehicleId: Id<'vehicle'> }) =>
  comebacksOfOrder.all(db, { id, vehicleId }).map((row) => ({ ...row, warranties: JSON.parse(row.warranties) as (typeof WARRANTIES)[number][] })) // the column's own values
/** Oldest first. */
export const approvalsOf = (db: ReadDb, workOrderId: Id<'workOrder'>) => approvalsOfOrder.all(db, { workOrderId })
/** Of all these orders, each with its order's place among them; in no order: sums need none. */
export const linesOfAll = (db: ReadDb, workOrderIds: readonly Id<'workOrder'>[]) => linesOfOrders.all(db, { ids: JSON.stringify(workOrderIds) })
/** The same, no more of each line than its sums need. */
export const pricedOfAll = (db: ReadDb, workOrderIds: readonly Id<'workOrder'>[]) => pricedOfOrders.all(db, { ids: JSON.stringify(workOrderIds) })
export const servicesOfAll = (db: ReadDb, workOrderIds: readonly Id<'workOrder'>[]) => servicesOfOrders.all(db, { ids: JSON.stringify(workOrderIds) })
/** Which of these lines stand on another order now. */
export const takenOver = (db: ReadDb, lineIds: readonly Id<'workOrderLine'>[]) =>
  new Set(takenOfLines.all(db, { ids: JSON.stringify(lineIds) }).map(({ fromLineId }) => fromLineId))
/** Declined on orders of the vehicle other than `exceptId`, not taken over, and set aside or not. */
export const deferredOf = (db: ReadDb, vehicleId: Id<'vehicle'>, exceptId: Id<'workOrder'> | undefined, dismissed = false) =>
  deferredOfVehicle.all(db, { vehicleId, exceptId: exceptId ?? '', dismissed: dismissed ? 1 : 0 })
/** Vehicles of declined lines. */
export const vehiclesOfDeclined = (db: ReadDb, lineIds: readonly Id<'workOrderLine'>[]) => [
  ...new Set(deferredLines.all(db, { ids: JSON.stringify(lineIds) }).map(({ vehicleId }) => vehicleId)),
]
/** Words that set lines aside, those that were taken back included. */
export const dismissalsOf = (db: ReadDb, lineIds: readonly Id<'workOrderLine'>[]) => dismissalsOfLines.all(db, { ids: JSON.stringify(lineIds) })
export const findService = (db: ReadDb, id: Id<'workOrderService'>) => serviceById.get(db, { id })
/** Removed ones included. */
export const findCanned = (db: ReadDb, id: Id<'cannedJob'>) => cannedById.get(db, { id })

/** False for an item that was removed: a line that names it goes on without. */
export const isOffered = (db: ReadDb, itemId: Id<'item'>): boolean => itemThere.get(db, { itemId }) !== undefined

const cannedList = list({
  select: (q) =>
    q
      .select({ ...cannedColumns, nameKey: cannedJob.nameKey })
      .from(cannedJob)
      .$dynamic(),
  filters: { deleted: (v) => sql`${cannedJob.deleted} = ${v}` },
  sorts: { name: { by: [cannedJob.nameKey, cannedJob.id], direction: 'asc' } },
})
export const cannedJobs = (db: ReadDb, call: Parameters<typeof cannedList>[1]) => cannedList(db, call)
export const findLine = (db: ReadDb, id: Id<'workOrderLine'>) => lineById.get(db, { id })
/** The order opened from a booking, unless it was cancelled or removed. */
export const orderOf = (db: ReadDb, appointmentId: Id<'appointment'>) => ofAppointment.get(db, { appointmentId })
/** The job that a technician has in progress. */
export const jobInHand = (db: ReadDb, technicianId: Id<'employee'>) => inHand.get(db, { technicianId })
export const liveOf = (db: ReadDb, technicianId: Id<'employee'>) => ofTechnician.all(db, { technicianId })
/** Open orders of a location without a technician, the soonest promised first. */
export const unassignedAt = (db: ReadDb, locationId: Id<'location'>) => unassigned.all(db, { locationId })
export const finishedBy = (db: ReadDb, technicianId: Id<'employee'>, fromAt: number, toAt: number) => finished.all(db, { technicianId, fromAt, toAt })
export const jobsInBays = (db: ReadDb, locationId: Id<'location'>) => inBays.all(db, { locationId })
/** Bookings whose cars are being worked on or held. */
export const bookingsUnderWay = (db: ReadDb) => underWay.all(db).flatMap(({ appointmentId }) => appointmentId ?? [])
