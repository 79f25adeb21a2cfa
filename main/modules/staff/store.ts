import { and, asc, eq, getTableColumns, sql } from 'drizzle-orm'
import { list } from '#main/platform/db/list.ts'
import { query, type ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { LocalDate } from '#shared/kernel/time.ts'
import { user } from '../auth/tables.ts'
import { employee } from './tables.ts'

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
    .select({ id: employee.id, name: employee.name, userId: employee.userId })
    .from(employee)
    .where(sql`${employee.deleted} = 0 AND ${employee.isTechnician} = 1 AND (${employee.endedOn} IS NULL OR ${employee.endedOn} >= ${value('on')})`)
    .orderBy(asc(employee.name), asc(employee.id)),
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
