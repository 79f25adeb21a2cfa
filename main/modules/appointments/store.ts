import { and, asc, eq, gt, gte, lt, sql } from 'drizzle-orm'
import type { Builder } from '#main/platform/db/connection.ts'
import { list } from '#main/platform/db/list.ts'
import { query, type ReadDb, sqlQuery, sqlValues } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { DAY_MS, MINUTE_MS } from '#shared/kernel/time.ts'
import { type Appointment, LIVE_STATES, LONGEST_MS } from '#shared/modules/appointments/model.ts'
import type { Booking } from '#shared/modules/appointments/rules.ts'
import type { Times, Who } from '#shared/modules/appointments/rules/days.ts'
import { bay } from '../bays/tables.ts'
import { customer } from '../customers/tables.ts'
import { employee } from '../staff/tables.ts'
import { vehicle } from '../vehicles/tables.ts'
import { appointment, bookingType } from './tables.ts'

const value = sql.placeholder

const columns = {
  id: appointment.id,
  locationId: appointment.locationId,
  customerId: appointment.customerId,
  vehicleId: appointment.vehicleId,
  bayId: appointment.bayId,
  technicianId: appointment.technicianId,
  startAt: appointment.startAt,
  endAt: appointment.endAt,
  state: appointment.state,
  concern: appointment.concern,
  note: appointment.note,
  cancelledReason: appointment.cancelledReason,
  bookingTypeId: appointment.bookingTypeId,
  partsAt: appointment.partsAt,
  approvalAt: appointment.approvalAt,
  purpose: appointment.purpose,
  partOfId: appointment.partOfId,
}
const named = {
  ...columns,
  times: sql<number>`(SELECT 1 + count(*) FROM appointment AS part WHERE part.part_of_id = coalesce(${appointment.partOfId}, ${appointment.id}) AND part.deleted = 0)`,
  // What a booking leads to may come from the centre after it.
  customerName: sql<string>`coalesce(${customer.name}, '')`,
  customerPhone: sql<string>`coalesce(${customer.phone}, '')`,
  vehicleLabel: sql<string | null>`trim(coalesce(${vehicle.year} || ' ', '') || ${vehicle.make} || ' ' || ${vehicle.model})`,
  plate: vehicle.plate,
  bayName: sql<string>`coalesce(${bay.name}, '')`,
  technicianName: sql<string>`coalesce(${employee.name}, '')`,
  bookingTypeName: bookingType.name,
}
/** Left joins, although references hold: SQLite keeps the bookings first and reads the index that serves the order. */
const views = (q: Builder) =>
  q
    .select(named)
    .from(appointment)
    .leftJoin(customer, eq(customer.id, appointment.customerId))
    .leftJoin(vehicle, eq(vehicle.id, appointment.vehicleId))
    .leftJoin(bay, eq(bay.id, appointment.bayId))
    .leftJoin(employee, eq(employee.id, appointment.technicianId))
    .leftJoin(bookingType, eq(bookingType.id, appointment.bookingTypeId))
    .$dynamic()

const byId = query((q) =>
  q
    .select(columns)
    .from(appointment)
    .where(and(eq(appointment.id, value('id')), eq(appointment.deleted, false))),
)
const viewById = query((q) => views(q).where(and(eq(appointment.id, value('id')), eq(appointment.deleted, false))))

/** In one statement: a whole row of each takes five times as long. */
const references = sqlQuery<Record<'locationId' | 'customerId' | 'vehicleId' | 'bayId', 0 | 1>, (string | null)[]>(
  `SELECT EXISTS (SELECT 1 FROM location WHERE id = ?) AS locationId,
    EXISTS (SELECT 1 FROM customer WHERE id = ? AND deleted = 0) AS customerId,
    EXISTS (SELECT 1 FROM vehicle WHERE id = ? AND deleted = 0) AS vehicleId,
    EXISTS (SELECT 1 FROM bay WHERE id = ? AND location_id = ? AND deleted = 0) AS bayId`,
)

/** Bookings that share an instant with a span; `earliest` is how far back the longest booking could have begun. */
const touching = and(
  lt(appointment.startAt, value('toAt')),
  gt(appointment.startAt, value('earliest')),
  gt(appointment.endAt, value('fromAt')),
  eq(appointment.deleted, false),
)
/** The + keeps SQLite from seeking by state instead of by bay, technician or time. */
const isLive = sql`+${appointment.state} IN (${sql.join(
  LIVE_STATES.map((state) => sql`${state}`),
  sql`, `,
)})`
/** Bookings, which somebody comes for, without the blocks that have no job. */
const hasJob = sql`+${appointment.purpose} IS NULL`
const byStart = [asc(appointment.startAt), asc(appointment.id)] as const
const span = (fromAt: number, toAt: number) => ({ fromAt, toAt, earliest: fromAt - LONGEST_MS })

const slotColumns = {
  id: appointment.id,
  bayId: appointment.bayId,
  technicianId: appointment.technicianId,
  startAt: appointment.startAt,
  endAt: appointment.endAt,
}

const inRange = query((q) =>
  views(q)
    .where(and(eq(appointment.locationId, value('locationId')), touching))
    .orderBy(...byStart)
    .limit(5000),
)
/** Read from the indexes alone: a slot is free nearly always. */
const meetingBay = query((q) =>
  q
    .select({ id: appointment.id })
    .from(appointment)
    .where(and(eq(appointment.bayId, value('bayId')), touching, isLive))
    .orderBy(...byStart),
)
const meetingTechnician = query((q) =>
  q
    .select({ id: appointment.id })
    .from(appointment)
    .where(and(eq(appointment.technicianId, value('technicianId')), touching, isLive))
    .orderBy(...byStart),
)
const liveOfTechnician = query((q) =>
  views(q)
    .where(and(eq(appointment.technicianId, value('technicianId')), touching, isLive, hasJob))
    .orderBy(...byStart),
)
/** Without an order: the covering index gives them as they come. */
const live = query((q) => q.select(slotColumns).from(appointment).where(and(touching, isLive)))
const starting = query((q) =>
  q
    .select(slotColumns)
    .from(appointment)
    .where(and(gte(appointment.startAt, value('fromAt')), lt(appointment.startAt, value('toAt')), eq(appointment.deleted, false), isLive)),
)
/** More than the minutes of the longest booking. */
const PACK = 2 ** 15
/**
 * Start and length of each in one figure, from the index alone: there are ten thousand where all is booked for months. In whole minutes, as slots
 * begin and end on them: start * PACK + (end - start). The state is compared word by word, the usual one first: a list is looked up in a tree for
 * each booking.
 */
const taking = (who: 'bay_id' | 'technician_id', from = 'appointment WHERE') =>
  sqlValues<number, [id: string, fromAt: number, toAt: number]>(
    `SELECT start_at / ${MINUTE_MS} * ${PACK - 1} + (end_at + ${MINUTE_MS - 1}) / ${MINUTE_MS}
     FROM ${from} ${who} = ? AND start_at >= ? AND start_at < ? AND deleted = 0
       AND (${['confirmed', ...LIVE_STATES.filter((state) => state !== 'confirmed')].map((state) => `+state = '${state}'`).join(' OR ')})
     ORDER BY start_at`,
  )
const takingOf = { bayId: taking('bay_id'), technicianId: taking('technician_id') }
/** The few that last longer than a day stand apart. */
const takingLong = (who: 'bay' | 'technician') => taking(`${who}_id`, `appointment INDEXED BY appointment_${who}_long WHERE end_at - start_at > ${DAY_MS} AND`)
const takingLongOf = { bayId: takingLong('bay'), technicianId: takingLong('technician') }
const startingInBay = query((q) =>
  q
    .select(columns)
    .from(appointment)
    .where(
      and(
        eq(appointment.bayId, value('bayId')),
        gte(appointment.startAt, value('fromAt')),
        lt(appointment.startAt, value('toAt')),
        eq(appointment.deleted, false),
        isLive,
        hasJob,
      ),
    )
    .orderBy(...byStart),
)
const coming = query((q) =>
  views(q)
    .where(
      and(
        eq(appointment.bayId, value('bayId')),
        gt(appointment.startAt, value('earliest')),
        gt(appointment.endAt, value('now')),
        eq(appointment.deleted, false),
        isLive,
        hasJob,
      ),
    )
    .orderBy(...byStart)
    .limit(10),
)
/** Two seeks, as an OR would lose the indexes. */
const further = query((q) =>
  views(q)
    .where(and(eq(appointment.partOfId, value('bookingId')), eq(appointment.deleted, false)))
    .orderBy(...byStart),
)

const types = query((q) =>
  q
    .select({
      id: bookingType.id,
      name: bookingType.name,
      minutes: bookingType.minutes,
      skillIds: bookingType.skillIds,
      equipmentIds: bookingType.equipmentIds,
      weekHours: bookingType.weekHours,
      note: bookingType.note,
      deleted: bookingType.deleted,
    })
    .from(bookingType)
    .orderBy(asc(bookingType.name), asc(bookingType.id)),
)

const appointmentList = list({
  select: views,
  where: sql`${appointment.deleted} = 0`,
  filters: {
    locationId: (v) => sql`${appointment.locationId} = ${v}`,
    state: (v) => sql`${appointment.state} = ${v}`,
    technicianId: (v) => sql`${appointment.technicianId} = ${v}`,
    bayId: (v) => sql`${appointment.bayId} = ${v}`,
    vehicleId: (v) => sql`${appointment.vehicleId} = ${v}`,
    fromAt: (v) => sql`${appointment.startAt} >= ${v}`,
    toAt: (v) => sql`${appointment.startAt} < ${v}`,
  },
  sorts: {
    start: { by: [appointment.startAt, appointment.id], direction: 'asc' },
    latest: { by: [appointment.startAt, appointment.id], direction: 'desc' },
  },
})

export const appointments = (db: ReadDb, call: Parameters<typeof appointmentList>[1]) => appointmentList(db, call)
type References = Pick<Appointment, 'locationId' | 'customerId' | 'vehicleId' | 'bayId'>
/** Which of the ids lead to something that takes bookings; a bay, at that location. */
export const referencesOf = (db: ReadDb, { locationId, customerId, vehicleId, bayId }: References) =>
  references.get(db, locationId, customerId, vehicleId, bayId, locationId)
export const findAppointment = (db: ReadDb, id: Id<'appointment'>) => byId.get(db, { id })
export const findView = (db: ReadDb, id: Id<'appointment'>) => viewById.get(db, { id })
/** A booking and its further times, by start. */
export const timesOf = (db: ReadDb, bookingId: Id<'appointment'>) =>
  [...viewById.all(db, { id: bookingId }), ...further.all(db, { bookingId })].sort((a, b) => a.startAt - b.startAt)
export const range = (db: ReadDb, locationId: Id<'location'>, fromAt: number, toAt: number) => inRange.all(db, { locationId, ...span(fromAt, toAt) })
/** Live bookings that share an instant and the bay or the technician with one. */
export const meeting = (db: ReadDb, { bayId, technicianId, startAt, endAt }: Booking) =>
  [
    ...(bayId === null ? [] : meetingBay.all(db, { bayId, ...span(startAt, endAt) })),
    ...(technicianId === null ? [] : meetingTechnician.all(db, { technicianId, ...span(startAt, endAt) })),
  ].flatMap(({ id }) => findView(db, id) ?? [])
export const liveBetween = (db: ReadDb, fromAt: number, toAt: number) => live.all(db, span(fromAt, toAt))
/** Live bookings of all locations that start within a span. */
export const liveStarting = (db: ReadDb, fromAt: number, toAt: number) => starting.all(db, { fromAt, toAt })
/**
 * When a bay or a technician is taken by live bookings that start within a span, or touch it, and by a few from before it; each from the minute
 * in which it begins to the end of the one in which it ends.
 */
export function timesTaken(db: ReadDb, who: Who, id: string, fromAt: number, toAt: number, areTouching: boolean): Times {
  const packed = areTouching
    ? [...takingLongOf[who](db, id, fromAt - LONGEST_MS, fromAt - DAY_MS), ...takingOf[who](db, id, fromAt - DAY_MS, toAt)]
    : takingOf[who](db, id, fromAt, toAt)
  const starts = packed.map((one) => Math.floor(one / PACK) * MINUTE_MS)
  const ends = packed.map((one) => (one - Math.floor(one / PACK) * (PACK - 1)) * MINUTE_MS)
  return { starts, ends }
}
export const liveOf = (db: ReadDb, technicianId: Id<'employee'>, fromAt: number, toAt: number) =>
  liveOfTechnician.all(db, { technicianId, ...span(fromAt, toAt) })
/** Live bookings of a bay that start within a span, by start. */
export const startingIn = (db: ReadDb, bayId: Id<'bay'>, fromAt: number, toAt: number) => startingInBay.all(db, { bayId, fromAt, toAt })
export const comingTo = (db: ReadDb, bayId: Id<'bay'>, now: number) => coming.all(db, { bayId, now, earliest: now - LONGEST_MS })
/** Removed ones included. */
export const allTypes = (db: ReadDb) => types.all(db)
