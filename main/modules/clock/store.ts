import { and, asc, eq, gte, isNull, or, sql } from 'drizzle-orm'
import { query, type ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { EpochMs, LocalDate } from '#shared/kernel/time.ts'
import { employee } from '../staff/tables.ts'
import { clockBadge, clockPunch } from './tables.ts'

const value = sql.placeholder

const columns = {
  id: clockPunch.id,
  employeeId: clockPunch.employeeId,
  kind: clockPunch.kind,
  workOrderId: clockPunch.workOrderId,
  jobNumber: clockPunch.jobNumber,
  at: clockPunch.at,
  source: clockPunch.source,
  reason: clockPunch.reason,
  replacesId: clockPunch.replacesId,
  userName: clockPunch.userName,
  driftMs: clockPunch.driftMs,
  createdAt: clockPunch.createdAt,
}
const byId = query((q) =>
  q
    .select(columns)
    .from(clockPunch)
    .where(eq(clockPunch.id, value('id'))),
)
const since = query((q) =>
  q
    .select(columns)
    .from(clockPunch)
    .where(and(eq(clockPunch.employeeId, value('employeeId')), gte(clockPunch.at, value('fromAt'))))
    .orderBy(asc(clockPunch.at), asc(clockPunch.id)),
)
const onJob = query((q) =>
  q
    .select({ employeeId: clockPunch.employeeId })
    .from(clockPunch)
    .where(and(eq(clockPunch.workOrderId, value('workOrderId')), sql`${clockPunch.workOrderId} IS NOT NULL`))
    .groupBy(clockPunch.employeeId),
)
const badges = query((q) =>
  q
    .select({ id: clockBadge.id, employeeId: clockBadge.employeeId, code: clockBadge.code })
    .from(clockBadge)
    .where(and(eq(clockBadge.code, value('code')), sql`${clockBadge.deleted} = 0`)),
)
const badgesOf = query((q) =>
  q
    .select({ id: clockBadge.id, employeeId: clockBadge.employeeId, code: clockBadge.code })
    .from(clockBadge)
    .where(and(eq(clockBadge.employeeId, value('employeeId')), sql`${clockBadge.deleted} = 0`)),
)
const employed = query((q) =>
  q
    .select({ id: employee.id, name: employee.name })
    .from(employee)
    .where(and(eq(employee.deleted, false), or(isNull(employee.endedOn), sql`${employee.endedOn} >= ${value('on')}`)))
    .orderBy(asc(employee.name), asc(employee.id)),
)

export const findPunch = (db: ReadDb, id: Id<'clockPunch'>) => byId.get(db, { id })
/** Punches of a person from `fromAt` on, corrections and what they correct alike. */
export const punchesSince = (db: ReadDb, employeeId: Id<'employee'>, fromAt: EpochMs) => since.all(db, { employeeId, fromAt })
/** Whoever ever punched onto the job. */
export const workersOf = (db: ReadDb, workOrderId: Id<'workOrder'>) => onJob.all(db, { workOrderId }).map(({ employeeId }) => employeeId)
export const badgeByCode = (db: ReadDb, code: string) => badges.get(db, { code })
export const badgeOf = (db: ReadDb, employeeId: Id<'employee'>) => badgesOf.get(db, { employeeId })
/** Everybody who works here on that day, by name. */
export const employedOn = (db: ReadDb, on: LocalDate) => employed.all(db, { on })
