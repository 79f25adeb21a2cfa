import { type ReadDb, sqlQuery } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'

interface Counted {
  name: string
  count: number
}
const users = sqlQuery<{ id: Id<'user'>; name: string }, []>('SELECT id, name FROM user WHERE deleted = 0 ORDER BY name, id')
const technicians = sqlQuery<{ id: Id<'employee'>; name: string }, []>(
  'SELECT id, name FROM employee WHERE deleted = 0 AND is_technician = 1 ORDER BY name, id',
)

const bays = sqlQuery<Counted, [locationId: string]>('SELECT state AS name, count(*) AS count FROM bay WHERE location_id = ? AND deleted = 0 GROUP BY state')
const jobsAt = sqlQuery<Counted, [locationId: string]>(
  `SELECT state AS name, count(*) AS count FROM work_order WHERE deleted = 0 AND location_id = ? AND state IN ('estimate', 'open', 'inProgress', 'onHold', 'done') GROUP BY state`,
)
const lateAt = sqlQuery<
  { workOrderId: string; number: string; plate: string; customer: string; promisedAt: number; technician: string },
  [locationId: string, now: number]
>(`
  SELECT work_order.id AS workOrderId, work_order.number, work_order.due_at AS promisedAt, coalesce(employee.name, '') AS technician,
    coalesce(vehicle.plate, '') AS plate, coalesce(customer.name, '') AS customer
  FROM work_order LEFT JOIN employee ON employee.id = work_order.technician_id LEFT JOIN vehicle ON vehicle.id = work_order.vehicle_id
    LEFT JOIN customer ON customer.id = work_order.customer_id
  WHERE work_order.deleted = 0 AND work_order.location_id = ? AND work_order.state IN ('open', 'inProgress', 'onHold') AND +work_order.due_at < ?
  ORDER BY work_order.due_at, work_order.id`)
const hoursSold = sqlQuery<{ technicianId: string; hours: number }, [fromOn: string, toOn: string, locationId: string]>(`
  SELECT technician_id AS technicianId, sum(hours_milli) AS hours FROM report_day
  WHERE on_day >= ? AND on_day <= ? AND location_id = ? AND kind = 'labor' AND source <> 'sale' GROUP BY 1`)

const usersByRole = sqlQuery<Counted, []>('SELECT role AS name, count(*) AS count FROM user WHERE deleted = 0 AND active = 1 GROUP BY role')
const sessions = sqlQuery<{ count: number }, [now: number]>('SELECT count(*) AS count FROM session WHERE revoked_at IS NULL AND ends_at > ?')
/** Counting whole tables looks at no row; what is left out of them is read by an index. */
const vehicles = sqlQuery<
  { total: number; inShop: number },
  []
>(`SELECT (SELECT count(*) FROM vehicle) - (SELECT count(*) FROM vehicle WHERE deleted = 1) AS total,
  (SELECT count(DISTINCT vehicle_id) FROM work_order WHERE deleted = 0 AND state IN ('open', 'inProgress', 'onHold', 'done')) AS inShop`)
const allOrders = sqlQuery<{ count: number }, []>('SELECT (SELECT count(*) FROM work_order) - (SELECT count(*) FROM work_order WHERE deleted = 1) AS count')
const ordersByState = sqlQuery<Counted, []>(
  `SELECT state AS name, count(*) AS count FROM work_order WHERE deleted = 0 AND state IN ('estimate', 'open', 'inProgress', 'onHold', 'done', 'cancelled') GROUP BY state`,
)

export const people = (db: ReadDb) => ({ users: users.all(db), technicians: technicians.all(db) })
export const bayStates = (db: ReadDb, locationId: Id<'location'>) => bays.all(db, locationId)
export const openJobs = (db: ReadDb, locationId: Id<'location'>) => jobsAt.all(db, locationId)
export const lateJobs = (db: ReadDb, locationId: Id<'location'>, now: number) => lateAt.all(db, locationId, now)
export const soldHours = (db: ReadDb, fromOn: string, toOn: string, locationId: Id<'location'>) =>
  new Map(hoursSold.all(db, fromOn, toOn, locationId).map(({ technicianId, hours }) => [technicianId, hours]))
export const activeUsers = (db: ReadDb) => usersByRole.all(db)
export const openSessions = (db: ReadDb, now: number) => sessions.get(db, now)?.count ?? 0
export const vehicleCounts = (db: ReadDb) => vehicles.get(db) ?? { total: 0, inShop: 0 }
/** By state, all of them: what is in none of the other states is invoiced. */
export function orderCounts(db: ReadDb): { total: number; byState: Counted[] } {
  const total = allOrders.get(db)?.count ?? 0
  const byState = ordersByState.all(db)
  const invoiced = total - byState.reduce((sum, { count }) => sum + count, 0)
  return { total, byState: invoiced === 0 ? byState : [...byState, { name: 'invoiced', count: invoiced }] }
}
