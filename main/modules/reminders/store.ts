import { and, asc, eq, gt, sql } from 'drizzle-orm'
import type { Builder } from '#main/platform/db/connection.ts'
import { list } from '#main/platform/db/list.ts'
import { query, type ReadDb, sqlQuery } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { customer } from '../customers/tables.ts'
import { outgoingMessage } from '../messaging/tables.ts'
import { vehicle } from '../vehicles/tables.ts'
import { serviceInterval, serviceReminder } from './tables.ts'

const value = sql.placeholder

const columns = {
  id: serviceReminder.id,
  vehicleId: serviceReminder.vehicleId,
  customerId: serviceReminder.customerId,
  intervalId: serviceReminder.intervalId,
  serviceName: serviceReminder.serviceName,
  lastOn: serviceReminder.lastOn,
  lastKm: serviceReminder.lastKm,
  dueOn: serviceReminder.dueOn,
  dueKm: serviceReminder.dueKm,
  by: serviceReminder.by,
  state: serviceReminder.state,
  messageId: serviceReminder.messageId,
  dismissedReason: serviceReminder.dismissedReason,
}
const views = (q: Builder) =>
  q
    .select({
      ...columns,
      customerName: customer.name,
      customerPhone: sql<string>`coalesce(${customer.phone}, '')`,
      vehicleLabel: sql<string>`trim(coalesce(${vehicle.year} || ' ', '') || coalesce(${vehicle.make}, '') || ' ' || coalesce(${vehicle.model}, ''))`,
      plate: sql<string>`coalesce(${vehicle.plate}, '')`,
      messageState: outgoingMessage.state,
    })
    .from(serviceReminder)
    .leftJoin(customer, eq(customer.id, serviceReminder.customerId))
    .leftJoin(vehicle, eq(vehicle.id, serviceReminder.vehicleId))
    .leftJoin(outgoingMessage, eq(outgoingMessage.id, serviceReminder.messageId))
    .$dynamic()

const reminderList = list({
  select: views,
  // Nobody is to be called about a vehicle or for a service that is removed; it is there again when that is.
  where: sql`(${serviceReminder.state} <> 'open' OR (coalesce(${vehicle.deleted}, 0) = 0 AND NOT EXISTS (
    SELECT 1 FROM ${serviceInterval} WHERE ${serviceInterval.id} = ${serviceReminder.intervalId} AND ${serviceInterval.deleted} = 1)))`,
  filters: {
    state: (v) => sql`${serviceReminder.state} = ${v}`,
    dueFrom: (v) => sql`${serviceReminder.dueOn} >= ${v}`,
    dueBefore: (v) => sql`${serviceReminder.dueOn} < ${v}`,
    customerId: (v) => sql`${serviceReminder.customerId} = ${v}`,
    vehicleId: (v) => sql`${serviceReminder.vehicleId} = ${v}`,
  },
  sorts: { due: { by: [serviceReminder.dueOn, serviceReminder.id], direction: 'asc' } },
})
const viewById = query((q) => views(q).where(eq(serviceReminder.id, value('id'))))
const ofVehicle = query((q) =>
  q
    .select(columns)
    .from(serviceReminder)
    .where(eq(serviceReminder.vehicleId, value('vehicleId')))
    .orderBy(asc(serviceReminder.dueOn), asc(serviceReminder.id)),
)
const intervals = query((q) =>
  q
    .select({
      id: serviceInterval.id,
      name: serviceInterval.name,
      words: serviceInterval.words,
      everyMonths: serviceInterval.everyMonths,
      everyKm: serviceInterval.everyKm,
      soonDays: serviceInterval.soonDays,
      soonKm: serviceInterval.soonKm,
      deleted: serviceInterval.deleted,
    })
    .from(serviceInterval)
    .orderBy(asc(serviceInterval.name), asc(serviceInterval.id)),
)
const vehiclesAfter = query((q) =>
  q
    .select({ id: vehicle.id })
    .from(vehicle)
    .where(and(gt(vehicle.id, value('after')), eq(vehicle.deleted, false)))
    .orderBy(asc(vehicle.id))
    .limit(value('limit')),
)

interface WorkRow {
  vehicleId: Id<'vehicle'>
  workOrderId: Id<'workOrder'>
  title: string
  at: number
  km: number | null
}
/** Services and lines of finished orders; what the customer did not want was not done. */
const work = sqlQuery<WorkRow, [vehicleIds: string, again: string]>(`
  SELECT o.vehicle_id AS vehicleId, o.id AS workOrderId, s.title AS title, coalesce(o.finished_at, o.created_at) AS at, o.mileage_km AS km
  FROM json_each(?) v CROSS JOIN work_order o ON o.vehicle_id = v.value JOIN work_order_service s ON s.work_order_id = o.id
  WHERE o.deleted = 0 AND o.state IN ('done', 'invoiced') AND s.deleted = 0
    AND (NOT EXISTS (SELECT 1 FROM work_order_line l WHERE l.work_order_id = o.id AND l.service_id = s.id AND l.deleted = 0 AND l.declined = 1)
      OR EXISTS (SELECT 1 FROM work_order_line l WHERE l.work_order_id = o.id AND l.service_id = s.id AND l.deleted = 0 AND l.declined = 0))
  UNION ALL
  SELECT o.vehicle_id, o.id, l.description, coalesce(o.finished_at, o.created_at), o.mileage_km
  FROM json_each(?) v CROSS JOIN work_order o ON o.vehicle_id = v.value JOIN work_order_line l ON l.work_order_id = o.id
  WHERE o.deleted = 0 AND o.state IN ('done', 'invoiced') AND l.deleted = 0 AND l.declined = 0`)
const readings = sqlQuery<{ vehicleId: Id<'vehicle'>; at: number; km: number }, [vehicleIds: string]>(`
  SELECT o.vehicle_id AS vehicleId, o.created_at AS at, o.mileage_km AS km
  FROM json_each(?) v CROSS JOIN work_order o ON o.vehicle_id = v.value WHERE o.deleted = 0 AND o.state <> 'cancelled' AND o.mileage_km IS NOT NULL`)
const coming = sqlQuery<{ one: number }, [vehicleId: string, now: number]>(`
  SELECT 1 AS one FROM appointment WHERE vehicle_id = ? AND start_at > ? AND deleted = 0 AND state IN ('pending', 'confirmed', 'called', 'arrived') LIMIT 1`)
const inWork = sqlQuery<{ one: number }, [vehicleId: string]>(
  "SELECT 1 AS one FROM work_order WHERE vehicle_id = ? AND deleted = 0 AND state IN ('open', 'inProgress', 'onHold') LIMIT 1",
)
const forOthers = sqlQuery<{ vehicleId: Id<'vehicle'> }, []>(`
  SELECT DISTINCT m.vehicle_id AS vehicleId FROM outgoing_message m JOIN vehicle v ON v.id = m.vehicle_id
  WHERE m.state = 'queued' AND m.kind = 'serviceReminder' AND (v.deleted = 1 OR v.customer_id IS NOT m.customer_id OR EXISTS (
    SELECT 1 FROM service_reminder r JOIN service_interval i ON i.id = r.interval_id
    WHERE r.vehicle_id = m.vehicle_id AND r.message_id = m.id AND r.state = 'open' AND i.deleted = 1))`)

export const reminders = (db: ReadDb, call: Parameters<typeof reminderList>[1]) => reminderList(db, call)
export const findReminder = (db: ReadDb, id: Id<'serviceReminder'>) => viewById.get(db, { id })
export const remindersOf = (db: ReadDb, vehicleId: Id<'vehicle'>) => ofVehicle.all(db, { vehicleId })
/** Removed ones included. */
export const allIntervals = (db: ReadDb) => intervals.all(db)
/** Vehicles that are not removed, by id, those after one. */
export const vehicleIdsAfter = (db: ReadDb, after: string, limit: number) => vehiclesAfter.all(db, { after, limit }).map(({ id }) => id)
export const workOf = (db: ReadDb, vehicleIds: readonly Id<'vehicle'>[]): WorkRow[] => {
  const ids = JSON.stringify(vehicleIds)
  return work.all(db, ids, ids)
}
/** Odometers read at visits. */
export const readingsOf = (db: ReadDb, vehicleIds: readonly Id<'vehicle'>[]) => readings.all(db, JSON.stringify(vehicleIds))
/** True when the vehicle is expected anyway. */
export const isComing = (db: ReadDb, vehicleId: Id<'vehicle'>, now: number): boolean => coming.get(db, vehicleId, now) !== undefined
/** True while an order of the vehicle is not finished. */
export const isInWork = (db: ReadDb, vehicleId: Id<'vehicle'>): boolean => inWork.get(db, vehicleId) !== undefined
/** Vehicles about which a message of ours waits that are removed, have another owner than it is for, or are told of a service that is removed. */
export const astray = (db: ReadDb): Id<'vehicle'>[] => forOthers.all(db).map(({ vehicleId }) => vehicleId)
