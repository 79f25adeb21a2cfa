import { and, eq, sql } from 'drizzle-orm'
import { query, type ReadDb, sqlQuery } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { workOrder } from '../work-orders/tables.ts'

const value = sql.placeholder

/** Bookings of jobs on hold outside a bay, with their further times. */
const held = sqlQuery<{ id: Id<'appointment'> }, [locationId: Id<'location'>]>(
  `WITH job AS (SELECT appointment_id FROM work_order WHERE deleted = 0 AND location_id = ? AND state = 'onHold' AND bay_id IS NULL AND appointment_id IS NOT NULL)
   SELECT a.id FROM job JOIN appointment a ON a.id = job.appointment_id
   UNION ALL SELECT a.id FROM job JOIN appointment a ON a.part_of_id = job.appointment_id AND a.part_of_id IS NOT NULL`,
)
/** Hours of labour on jobs that are not finished. A flat price says nothing of time, and what was declined is not done. */
const laborOf = <Of extends string>(column: string) =>
  sqlQuery<{ appointmentId: Id<'appointment'>; minutes: number }, [of: Id<Of>]>(
    `SELECT w.appointment_id AS appointmentId, sum(l.qty_milli) * 60 / 1000 AS minutes
     FROM work_order w JOIN work_order_line l ON l.work_order_id = w.id
     WHERE w.deleted = 0 AND w.${column} = ? AND w.state IN ('open', 'inProgress', 'onHold') AND w.appointment_id IS NOT NULL
       AND l.kind = 'labor' AND l.is_flat = 0 AND l.declined = 0 AND l.deleted = 0
     GROUP BY w.id`,
  )
const laborAt = laborOf<'location'>('location_id')
const laborFor = laborOf<'appointment'>('appointment_id')
const ofAppointment = query((q) =>
  q
    .select({ id: workOrder.id, state: workOrder.state, bayId: workOrder.bayId, technicianId: workOrder.technicianId })
    .from(workOrder)
    .where(and(eq(workOrder.appointmentId, value('appointmentId')), sql`${workOrder.state} <> 'cancelled' AND ${workOrder.deleted} = 0`)),
)

/** Bookings, and their further times, whose jobs are on hold and have left their bay. */
export const heldBookings = (db: ReadDb, locationId: Id<'location'>): Id<'appointment'>[] => held.all(db, locationId).map(({ id }) => id)
/** Minutes of labour of each unfinished job that was booked. */
export const laborOfBookings = (db: ReadDb, locationId: Id<'location'>) => laborAt.all(db, locationId)
/** The same of one booking, if its job is one of these. */
export const laborOfBooking = (db: ReadDb, appointmentId: Id<'appointment'>) => laborFor.all(db, appointmentId)
/** The order that was opened from a booking. */
export const orderOf = (db: ReadDb, appointmentId: Id<'appointment'>) => ofAppointment.get(db, { appointmentId })
