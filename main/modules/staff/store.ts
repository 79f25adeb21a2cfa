import { and, asc, eq, getTableColumns, gt, gte, lt, lte, sql } from 'drizzle-orm'
import type { Builder } from '#main/platform/db/connection.ts'
import { list } from '#main/platform/db/list.ts'
import { query, type ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { LocalDate } from '#shared/kernel/time.ts'
import { user } from '../auth/tables.ts'
import { absence, employee, holiday, skill } from './tables.ts'

const value = sql.placeholder

const byId = query((q) =>
  q
    .select()
    .from(employee)
    .where(eq(employee.id, value('id'))),
)
const byUser = query((q) =>
  q
    .select()
    .from(employee)
    .where(and(eq(employee.userId, value('userId')), sql`${employee.userId} IS NOT NULL AND ${employee.deleted} = 0`)),
)
const userById = query((q) =>
  q
    .select({ id: user.id })
    .from(user)
    .where(and(eq(user.id, value('id')), eq(user.deleted, false))),
)
const technicianNames = query((q) =>
  q
    .select({
      id: employee.id,
      name: employee.name,
      userId: employee.userId,
      skillIds: employee.skillIds,
      weekHours: employee.weekHours,
      hiredOn: employee.hiredOn,
      endedOn: employee.endedOn,
    })
    .from(employee)
    .where(sql`${employee.deleted} = 0 AND ${employee.isTechnician} = 1 AND (${employee.endedOn} IS NULL OR ${employee.endedOn} >= ${value('on')})`)
    .orderBy(asc(employee.name), asc(employee.id)),
)

const skills = query((q) => q.select({ id: skill.id, name: skill.name, deleted: skill.deleted }).from(skill).orderBy(asc(skill.name), asc(skill.id)))

const absenceColumns = {
  id: absence.id,
  employeeId: absence.employeeId,
  startAt: absence.startAt,
  endAt: absence.endAt,
  kind: absence.kind,
  note: absence.note,
  employeeName: sql<string>`${employee.name}`,
  deleted: absence.deleted,
}
const absencesWithNames = (q: Builder) => q.select(absenceColumns).from(absence).leftJoin(employee, eq(employee.id, absence.employeeId)).$dynamic()
const absenceById = query((q) => absencesWithNames(q).where(eq(absence.id, value('id'))))
const absencesIn = query((q) =>
  q
    .select({ employeeId: absence.employeeId, startAt: absence.startAt, endAt: absence.endAt })
    .from(absence)
    .where(and(gt(absence.endAt, value('fromAt')), lt(absence.startAt, value('toAt')), eq(absence.deleted, false)))
    .orderBy(asc(absence.endAt), asc(absence.id)),
)
const absenceList = list({
  select: absencesWithNames,
  where: sql`${absence.deleted} = 0`,
  filters: { employeeId: (v) => sql`${absence.employeeId} = ${v}`, fromAt: (v) => sql`${absence.endAt} > ${v}` },
  sorts: { end: { by: [absence.endAt, absence.id], direction: 'asc' } },
})

const holidayColumns = { id: holiday.id, locationId: holiday.locationId, closedOn: holiday.closedOn, name: holiday.name }
const holidayById = query((q) =>
  q
    .select(holidayColumns)
    .from(holiday)
    .where(and(eq(holiday.id, value('id')), eq(holiday.deleted, false))),
)
const anyHoliday = query((q) =>
  q
    .select({ id: holiday.id })
    .from(holiday)
    .where(eq(holiday.id, value('id'))),
)
const holidaysIn = query((q) =>
  q
    .select(holidayColumns)
    .from(holiday)
    .where(and(gte(holiday.closedOn, value('fromOn')), lte(holiday.closedOn, value('toOn')), eq(holiday.deleted, false)))
    .orderBy(asc(holiday.closedOn), asc(holiday.id))
    .limit(200),
)

const employeeList = list({
  select: (q) =>
    q
      .select({ ...getTableColumns(employee), userName: user.name })
      .from(employee)
      .leftJoin(user, eq(user.id, employee.userId))
      .$dynamic(),
  filters: {
    deleted: (v) => sql`${employee.deleted} = ${v}`,
    technician: (v) => sql`${employee.isTechnician} = ${v}`,
    activeOn: (v) => sql`(${employee.endedOn} IS NULL OR ${employee.endedOn} >= ${v})`,
    endedBefore: (v) => sql`${employee.endedOn} < ${v}`,
  },
  sorts: { name: { by: [employee.name, employee.id], direction: 'asc' } },
})

export const employees = (db: ReadDb, call: Parameters<typeof employeeList>[1]) => employeeList(db, call)
export const findEmployee = (db: ReadDb, id: Id<'employee'>) => byId.get(db, { id })
export const findByUser = (db: ReadDb, userId: Id<'user'>) => byUser.get(db, { userId })
export const userExists = (db: ReadDb, id: Id<'user'>) => userById.get(db, { id }) !== undefined
export const technicians = (db: ReadDb, on: LocalDate) => technicianNames.all(db, { on })
/** Removed ones included: their names may be asked for again. */
export const allSkills = (db: ReadDb) => skills.all(db)
export const absences = (db: ReadDb, call: Parameters<typeof absenceList>[1]) => absenceList(db, call)
export const findAbsence = (db: ReadDb, id: Id<'absence'>) => absenceById.get(db, { id })
/** Absences that share an instant with a span. */
export const absencesBetween = (db: ReadDb, fromAt: number, toAt: number) => absencesIn.all(db, { fromAt, toAt })
export const findHoliday = (db: ReadDb, id: Id<'holiday'>) => holidayById.get(db, { id })
export const hasHoliday = (db: ReadDb, id: Id<'holiday'>): boolean => anyHoliday.get(db, { id }) !== undefined
export const holidaysBetween = (db: ReadDb, fromOn: LocalDate, toOn: LocalDate) => holidaysIn.all(db, { fromOn, toOn })
