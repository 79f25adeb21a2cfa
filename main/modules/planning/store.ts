import { and, eq, sql } from 'drizzle-orm'
import { query, type ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { workOrder } from '../work-orders/tables.ts'

const value = sql.placeholder

const held = query((q) =>
  q
    .select({ appointmentId: workOrder.appointmentId })
    .from(workOrder)
    .where(and(eq(workOrder.state, 'onHold'), eq(workOrder.locationId, value('locationId')), sql`${workOrder.bayId} IS NULL`, sql`${workOrder.deleted} = 0`)),
)
const ofAppointment = query((q) =>
  q
    .select({ id: workOrder.id, state: workOrder.state })
    .from(workOrder)
    .where(and(eq(workOrder.appointmentId, value('appointmentId')), sql`${workOrder.state} <> 'cancelled' AND ${workOrder.deleted} = 0`)),
)

/** Bookings whose jobs are on hold and have left their bay. */
export const heldBookings = (db: ReadDb, locationId: Id<'location'>): Id<'appointment'>[] =>
  held.all(db, { locationId }).flatMap(({ appointmentId }) => (appointmentId === null ? [] : [appointmentId]))
/** The order that was opened from a booking. */
export const orderOf = (db: ReadDb, appointmentId: Id<'appointment'>) => ofAppointment.get(db, { appointmentId })
