import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { type EpochMs, type LocalDate, localDate } from '#shared/kernel/time.ts'
import { type staffContract, staffFails } from '#shared/modules/staff/contract.ts'
import type { WeekHours } from '#shared/kernel/hours.ts'
import { BLANK_EMPLOYEE, type Employee, type EmployeeFields } from '#shared/modules/staff/model.ts'
import { checkDates, isEmployedOn } from '#shared/modules/staff/rules.ts'
import * as workspace from '../workspace/service.ts'
import * as store from './store.ts'
import { employee } from './tables.ts'

export * from './service/calendar.ts'

type C = typeof staffContract
type Row = NonNullable<ReturnType<typeof store.findEmployee>>

const toEmployee = <R extends Row>({ clk: _clk, ...shown }: R) => shown

const dayOf = (db: ReadDb, at: EpochMs) => localDate(at, workspace.theCompany(db).zone)

export function list(ctx: ReadCtx, { technician, active, deleted, after, limit }: In<C, 'list'>): Out<C, 'list'> {
  const today = dayOf(ctx.db, ctx.now)
  const filters = { technician, deleted, activeOn: active === true ? today : undefined, endedBefore: active === false ? today : undefined }
  const found = store.employees(ctx.db, { filters, sort: 'name', after, limit })
  return ok({ ...found, rows: found.rows.map(toEmployee) })
}

export function get(ctx: ReadCtx, { employeeId }: In<C, 'get'>): Out<C, 'get'> {
  const known = store.findEmployee(ctx.db, employeeId)
  return known ? ok(toEmployee(known)) : staffFails.unknown({ employeeId })
}

export function technicians(ctx: ReadCtx, _input: In<C, 'technicians'>): Out<C, 'technicians'> {
  return ok(techniciansOn(ctx.db, ctx.now).map(({ id, name, userId, skillIds }) => ({ id, name, userId, skillIds })))
}

export function create(ctx: WriteCtx, input: In<C, 'create'>): Out<C, 'create'> {
  const fields: EmployeeFields = { ...BLANK_EMPLOYEE, ...input }
  const checked = check(ctx, fields, null)
  if (!checked.ok) return checked
  const created = { id: ctx.newId<'employee'>(), ...fields }
  ctx.db.insert(employee, created)
  return ok({ ...created, deleted: false, createdAt: ctx.now, updatedAt: ctx.now })
}

export function update(ctx: WriteCtx, { employeeId, ...patch }: In<C, 'update'>): Out<C, 'update'> {
  const known = store.findEmployee(ctx.db, employeeId)
  if (!known) return staffFails.unknown({ employeeId })
  const checked = check(ctx, { ...known, ...patch }, employeeId)
  if (!checked.ok) return checked
  ctx.db.update(employee, employeeId, patch)
  return get(ctx, { employeeId })
}

function check(
  ctx: ReadCtx,
  fields: Pick<EmployeeFields, 'userId' | 'hiredOn' | 'endedOn'>,
  own: Id<'employee'> | null,
): Result<null, Failure<'staff.unknownUser' | 'staff.userTaken' | 'staff.endsBeforeStart'>> {
  if (fields.userId !== null && !store.userExists(ctx.db, fields.userId)) return staffFails.unknownUser({ userId: fields.userId })
  const taken = checkUserFree(ctx, fields.userId, own)
  return taken.ok ? checkDates(fields) : taken
}

/** Holds STAFF-1. */
function checkUserFree(ctx: ReadCtx, userId: Id<'user'> | null, own: Id<'employee'> | null): Result<null, Failure<'staff.userTaken'>> {
  const holder = userId === null ? undefined : store.findByUser(ctx.db, userId)
  return holder && holder.id !== own ? staffFails.userTaken({ employeeId: holder.id, name: holder.name }) : ok(null)
}

export function remove(ctx: WriteCtx, { employeeId }: In<C, 'remove'>): Out<C, 'remove'> {
  if (!store.findEmployee(ctx.db, employeeId)) return staffFails.unknown({ employeeId })
  ctx.db.update(employee, employeeId, { deleted: true })
  return get(ctx, { employeeId })
}

export function restore(ctx: WriteCtx, { employeeId }: In<C, 'restore'>): Out<C, 'restore'> {
  const known = store.findEmployee(ctx.db, employeeId)
  if (!known) return staffFails.unknown({ employeeId })
  const free = checkUserFree(ctx, known.userId, employeeId)
  if (!free.ok) return free
  ctx.db.update(employee, employeeId, { deleted: false })
  return get(ctx, { employeeId })
}

/** An employee for other modules' deeds, removed ones included. */
export const findEmployee = (db: ReadDb, id: Id<'employee'>): Employee | undefined => {
  const known = store.findEmployee(db, id)
  return known && toEmployee(known)
}

/** The employee who signs in with this user. */
export const employeeOfUser = (db: ReadDb, userId: Id<'user'>): Employee | undefined => {
  const known = store.findByUser(db, userId)
  return known && toEmployee(known)
}

/** Technicians who have not left by the day of an instant, by name: those who can be given a job then or, as far as they are employed, later. */
export const techniciansOn = (db: ReadDb, at: EpochMs): Technician[] => store.technicians(db, dayOf(db, at))

export interface Technician {
  readonly id: Id<'employee'>
  readonly name: string
  readonly userId: Id<'user'> | null
  readonly skillIds: Id<'skill'>[]
  readonly weekHours: WeekHours | null
  readonly hiredOn: LocalDate | null
  readonly endedOn: LocalDate | null
}

/** Whether one of them is a technician employed on that day. */
export function isTechnicianOn(db: ReadDb, id: Id<'employee'>, at: EpochMs): boolean {
  const known = store.findEmployee(db, id)
  return known !== undefined && known.isTechnician && !known.deleted && isEmployedOn(known, dayOf(db, at))
}
