import { and, asc, eq, gt, lt, ne, sql } from 'drizzle-orm'
import type { Builder } from '#main/platform/db/connection.ts'
import { query, type ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { LONGEST_MS } from '#shared/modules/appointments/model.ts'
import type { FeedKind } from '#shared/modules/calendar/model.ts'
import type { Booked } from '#shared/modules/calendar/rules/entry.ts'
import { appointment } from '../appointments/tables.ts'
import { bay } from '../bays/tables.ts'
import { customer } from '../customers/tables.ts'
import { employee } from '../staff/tables.ts'
import { vehicle } from '../vehicles/tables.ts'
import { location } from '../workspace/tables.ts'
import { calendarFeed } from './tables.ts'

const value = sql.placeholder
const named = (column: unknown) => sql<string>`coalesce(${column}, '')`

/** The centre reads the same; see its feeds of calendars. */
const booked = (q: Builder) =>
  q
    .select({
      id: appointment.id,
      startAt: appointment.startAt,
      endAt: appointment.endAt,
      updatedAt: appointment.updatedAt,
      state: appointment.state,
      customerName: named(customer.name),
      customerPhone: named(customer.phone),
      vehicle: sql<string>`trim(coalesce(${vehicle.make}, '') || ' ' || coalesce(${vehicle.model}, ''))`,
      plate: named(vehicle.plate),
      concern: appointment.concern,
      bayName: named(bay.name),
      technicianName: named(employee.name),
      locationName: named(location.name),
      locationAddress: named(location.address),
      purpose: appointment.purpose,
      note: appointment.note,
    })
    .from(appointment)
    .leftJoin(customer, eq(customer.id, appointment.customerId))
    .leftJoin(vehicle, eq(vehicle.id, appointment.vehicleId))
    .leftJoin(bay, eq(bay.id, appointment.bayId))
    .leftJoin(employee, eq(employee.id, appointment.technicianId))
    .leftJoin(location, eq(location.id, appointment.locationId))
    .$dynamic()

const byId = query((q) => booked(q).where(and(eq(appointment.id, value('id')), eq(appointment.deleted, false))))
const inSpan = (column: typeof appointment.bayId | typeof appointment.technicianId) =>
  query((q) =>
    booked(q)
      .where(
        and(
          eq(column, value('ofId')),
          lt(appointment.startAt, value('toAt')),
          gt(appointment.startAt, value('earliest')),
          gt(appointment.endAt, value('fromAt')),
          eq(appointment.deleted, false),
          // The + keeps SQLite from seeking by state instead of by bay or technician.
          sql`+${appointment.state} NOT IN ('cancelled', 'noShow')`,
        ),
      )
      .orderBy(asc(appointment.startAt), asc(appointment.id)),
  )
const ofKind: Readonly<Record<FeedKind, ReturnType<typeof inSpan>>> = { bay: inSpan(appointment.bayId), technician: inSpan(appointment.technicianId) }

const feedColumns = { id: calendarFeed.id, kind: calendarFeed.kind, ofId: calendarFeed.ofId, createdAt: calendarFeed.createdAt }
const feeds = query((q) =>
  q.select(feedColumns).from(calendarFeed).where(ne(calendarFeed.deleted, true)).orderBy(asc(calendarFeed.createdAt), asc(calendarFeed.id)),
)

export const findBooked = (db: ReadDb, id: Id<'appointment'>): Booked | undefined => byId.get(db, { id })
/** Bookings of a technician or a bay that touch a span and take place, by start. */
export const bookedIn = (db: ReadDb, kind: FeedKind, ofId: string, fromAt: number, toAt: number): Booked[] =>
  ofKind[kind].all(db, { ofId, fromAt, toAt, earliest: fromAt - LONGEST_MS })
export const allFeeds = (db: ReadDb) => feeds.all(db)
