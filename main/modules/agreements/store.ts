import { and, asc, eq, gte, sql } from 'drizzle-orm'
import type { Builder } from '#main/platform/db/connection.ts'
import { list } from '#main/platform/db/list.ts'
import { query, type ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { appointment } from '../appointments/tables.ts'
import { bay } from '../bays/tables.ts'
import { customer } from '../customers/tables.ts'
import { employee } from '../staff/tables.ts'
import { vehicle } from '../vehicles/tables.ts'
import { cannedJob } from '../work-orders/tables.ts'
import { location } from '../workspace/tables.ts'
import { agreement, agreementVisit } from './tables.ts'

const value = sql.placeholder

const columns = {
  id: agreement.id,
  number: agreement.number,
  locationId: agreement.locationId,
  customerId: agreement.customerId,
  vehicleIds: agreement.vehicleIds,
  title: agreement.title,
  cannedJobIds: agreement.cannedJobIds,
  bookingTypeId: agreement.bookingTypeId,
  minutes: agreement.minutes,
  rule: agreement.rule,
  startOn: agreement.startOn,
  startMinutes: agreement.startMinutes,
  leadDays: agreement.leadDays,
  bayId: agreement.bayId,
  technicianId: agreement.technicianId,
  priceMinor: agreement.priceMinor,
  terms: agreement.terms,
  note: agreement.note,
  state: agreement.state,
  continuesId: agreement.continuesId,
}
const cards = (q: Builder) =>
  q
    .select({
      ...columns,
      createdAt: agreement.createdAt,
      customerName: sql<string>`coalesce(${customer.name}, '')`,
      locationName: sql<string>`coalesce(${location.name}, '')`,
    })
    .from(agreement)
    .leftJoin(customer, eq(customer.id, agreement.customerId))
    .leftJoin(location, eq(location.id, agreement.locationId))
    .$dynamic()

const visitColumns = {
  id: agreementVisit.id,
  agreementId: agreementVisit.agreementId,
  locationId: agreementVisit.locationId,
  vehicleId: agreementVisit.vehicleId,
  occurrenceOn: agreementVisit.occurrenceOn,
  dueAt: agreementVisit.dueAt,
  round: agreementVisit.round,
  state: agreementVisit.state,
  appointmentId: agreementVisit.appointmentId,
}
const visitViews = (q: Builder) =>
  q
    .select({
      ...visitColumns,
      title: sql<string>`coalesce(${agreement.title}, '')`,
      number: sql<string>`coalesce(${agreement.number}, '')`,
      customerName: sql<string>`coalesce(${customer.name}, '')`,
      vehicleLabel: sql<string>`trim(coalesce(${vehicle.year} || ' ', '') || coalesce(${vehicle.make}, '') || ' ' || coalesce(${vehicle.model}, ''))`,
      plate: sql<string>`coalesce(${vehicle.plate}, '')`,
      startAt: appointment.startAt,
      appointmentState: appointment.state,
      bayName: bay.name,
      technicianName: employee.name,
    })
    .from(agreementVisit)
    .leftJoin(agreement, eq(agreement.id, agreementVisit.agreementId))
    .leftJoin(customer, eq(customer.id, agreement.customerId))
    .leftJoin(vehicle, eq(vehicle.id, agreementVisit.vehicleId))
    .leftJoin(appointment, eq(appointment.id, agreementVisit.appointmentId))
    .leftJoin(bay, eq(bay.id, appointment.bayId))
    .leftJoin(employee, eq(employee.id, appointment.technicianId))
    .$dynamic()

const agreementList = list({
  select: cards,
  where: sql`${agreement.deleted} = 0`,
  filters: {
    state: (v) => sql`${agreement.state} = ${v}`,
    locationId: (v) => sql`${agreement.locationId} = ${v}`,
    customerId: (v) => sql`${agreement.customerId} = ${v}`,
  },
  sorts: { newest: { by: [agreement.createdAt, agreement.id], direction: 'desc' } },
})
const cardById = query((q) => cards(q).where(eq(agreement.id, value('id'))))
const byId = query((q) =>
  q
    .select(columns)
    .from(agreement)
    .where(eq(agreement.id, value('id'))),
)
const actives = query((q) => q.select(columns).from(agreement).where(eq(agreement.state, 'active')).orderBy(asc(agreement.createdAt), asc(agreement.id)))

const visitList = list({
  select: visitViews,
  filters: {
    agreementId: (v) => sql`${agreementVisit.agreementId} = ${v}`,
    vehicleId: (v) => sql`${agreementVisit.vehicleId} = ${v}`,
    state: (v) => sql`${agreementVisit.state} = ${v}`,
    fromAt: (v) => sql`${agreementVisit.dueAt} >= ${v}`,
  },
  sorts: { due: { by: [agreementVisit.dueAt, agreementVisit.id], direction: 'asc' } },
})
const visitById = query((q) =>
  q
    .select(visitColumns)
    .from(agreementVisit)
    .where(eq(agreementVisit.id, value('id'))),
)
const visitViewById = query((q) => visitViews(q).where(eq(agreementVisit.id, value('id'))))
const ofAgreement = query((q) =>
  q
    .select(visitColumns)
    .from(agreementVisit)
    .where(and(eq(agreementVisit.agreementId, value('agreementId')), gte(agreementVisit.dueAt, value('fromAt'))))
    .orderBy(asc(agreementVisit.dueAt), asc(agreementVisit.id)),
)
const ofBooking = query((q) =>
  q
    .select(visitColumns)
    .from(agreementVisit)
    .where(and(eq(agreementVisit.appointmentId, value('appointmentId')), sql`${agreementVisit.appointmentId} IS NOT NULL`)),
)
const canned = query((q) =>
  q
    .select({ id: cannedJob.id, name: cannedJob.name, deleted: cannedJob.deleted })
    .from(cannedJob)
    .where(eq(cannedJob.id, value('id'))),
)

export const agreements = (db: ReadDb, call: Parameters<typeof agreementList>[1]) => agreementList(db, call)
export const findAgreement = (db: ReadDb, id: Id<'agreement'>) => byId.get(db, { id })
export const findCard = (db: ReadDb, id: Id<'agreement'>) => cardById.get(db, { id })
export const activeOnes = (db: ReadDb) => actives.all(db)
export const visits = (db: ReadDb, call: Parameters<typeof visitList>[1]) => visitList(db, call)
export const findVisit = (db: ReadDb, id: Id<'agreementVisit'>) => visitById.get(db, { id })
export const findVisitView = (db: ReadDb, id: Id<'agreementVisit'>) => visitViewById.get(db, { id })
/** Visits of an agreement that are due from an instant on, in order. */
export const visitsFrom = (db: ReadDb, agreementId: Id<'agreement'>, fromAt: number) => ofAgreement.all(db, { agreementId, fromAt })
/** The visit that a booking is for. */
export const visitOf = (db: ReadDb, appointmentId: Id<'appointment'>) => ofBooking.get(db, { appointmentId })
export const findCanned = (db: ReadDb, id: Id<'cannedJob'>) => canned.get(db, { id })
