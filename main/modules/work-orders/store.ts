import { and, asc, desc, eq, gte, inArray, isNotNull, lt, sql } from 'drizzle-orm'
import type { Builder } from '#main/platform/db/connection.ts'
import { list } from '#main/platform/db/list.ts'
import { query, type ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { NO_PROMISE } from '#shared/modules/work-orders/model.ts'
import { user } from '../auth/tables.ts'
import { appointment } from '../appointments/tables.ts'
import { bay } from '../bays/tables.ts'
import { catalogItem } from '../catalog/tables.ts'
import { customer } from '../customers/tables.ts'
import { employee } from '../staff/tables.ts'
import { vehicle } from '../vehicles/tables.ts'
import { workOrder, workOrderLine } from './tables.ts'

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
  netMinor: workOrder.netMinor,
  taxMinor: workOrder.taxMinor,
  totalMinor: workOrder.totalMinor,
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
  discountBp: workOrderLine.discountBp,
  taxRateBp: workOrderLine.taxRateBp,
  taxExempt: workOrderLine.taxExempt,
  technicianId: workOrderLine.technicianId,
  netMinor: workOrderLine.netMinor,
}
/** What an order leads to may come from the centre after it. */
const customerName = sql<string>`coalesce(${customer.name}, '')`
const plate = sql<string>`coalesce(${vehicle.plate}, '')`
const vehicleLabel = sql<string>`coalesce(trim(coalesce(${vehicle.year} || ' ', '') || ${vehicle.make} || ' ' || ${vehicle.model}), '')`

/** Left joins, although references hold: SQLite keeps the orders first and reads the index that serves the order. */
const cards = (q: Builder) =>
  q
    .select({ ...columns, dueAt: workOrder.dueAt, customerName, vehicleLabel, plate, bayName: bay.name, technicianName: employee.name })
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
    .select({ ...lineColumns, technicianName: employee.name, itemCode: catalogItem.sku })
    .from(workOrderLine)
    .leftJoin(employee, eq(employee.id, workOrderLine.technicianId))
    .leftJoin(catalogItem, eq(catalogItem.id, workOrderLine.itemId))
    .where(and(eq(workOrderLine.workOrderId, value('workOrderId')), eq(workOrderLine.deleted, false)))
    .orderBy(asc(workOrderLine.position), asc(workOrderLine.id)),
)
const amountsOfOrder = query((q) =>
  q
    .select({
      id: workOrderLine.id,
      position: workOrderLine.position,
      netMinor: workOrderLine.netMinor,
      taxRateBp: workOrderLine.taxRateBp,
      taxExempt: workOrderLine.taxExempt,
    })
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
/** What of the lines the totals need. */
export const amountsOf = (db: ReadDb, workOrderId: Id<'workOrder'>) => amountsOfOrder.all(db, { workOrderId })
export const findLine = (db: ReadDb, id: Id<'workOrderLine'>) => lineById.get(db, { id })
/** The order opened from a booking, unless it was cancelled or removed. */
export const orderOf = (db: ReadDb, appointmentId: Id<'appointment'>) => ofAppointment.get(db, { appointmentId })
/** The job that a technician has in progress. */
export const jobInHand = (db: ReadDb, technicianId: Id<'employee'>) => inHand.get(db, { technicianId })
export const liveOf = (db: ReadDb, technicianId: Id<'employee'>) => ofTechnician.all(db, { technicianId })
export const finishedBy = (db: ReadDb, technicianId: Id<'employee'>, fromAt: number, toAt: number) => finished.all(db, { technicianId, fromAt, toAt })
export const jobsInBays = (db: ReadDb, locationId: Id<'location'>) => inBays.all(db, { locationId })
/** Bookings whose cars are being worked on or held. */
export const bookingsUnderWay = (db: ReadDb) => underWay.all(db).flatMap(({ appointmentId }) => appointmentId ?? [])
