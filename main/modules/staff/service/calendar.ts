import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import { isSameName } from '#shared/kernel/text.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import type { LocalDate } from '#shared/kernel/time.ts'
import { type staffContract, staffFails } from '#shared/modules/staff/contract.ts'
import type { Absence, Skill } from '#shared/modules/staff/model.ts'
import { checkAbsence } from '#shared/modules/staff/rules.ts'
import * as workspace from '../../workspace/service.ts'
import * as store from '../store.ts'
import { absence, holiday, skill } from '../tables.ts'

type C = typeof staffContract

export function skills(ctx: ReadCtx, _input: In<C, 'skills'>): Out<C, 'skills'> {
  return ok(skillsOf(ctx.db))
}

/** Skills that are not removed, by name. */
export const skillsOf = (db: ReadDb): Skill[] => store.allSkills(db).flatMap(({ deleted, ...shown }) => (deleted ? [] : [shown]))

export function addSkill(ctx: WriteCtx, { name }: In<C, 'addSkill'>): Out<C, 'addSkill'> {
  const isNamed = (other: Skill) => isSameName(other.name, name)
  const taken = skillsOf(ctx.db).find(isNamed)
  if (taken) return staffFails.skillTaken({ name: taken.name })
  const known = store.allSkills(ctx.db).find(isNamed)
  const added = { id: known?.id ?? ctx.newId<'skill'>(), name }
  if (known) ctx.db.update(skill, known.id, { name, deleted: false })
  else ctx.db.insert(skill, added)
  return ok(added)
}

export function renameSkill(ctx: WriteCtx, { skillId, name }: In<C, 'renameSkill'>): Out<C, 'renameSkill'> {
  const all = skillsOf(ctx.db)
  if (!all.some(({ id }) => id === skillId)) return staffFails.unknownSkill({ skillId })
  const taken = all.find((other) => other.id !== skillId && isSameName(other.name, name))
  if (taken) return staffFails.skillTaken({ name: taken.name })
  ctx.db.update(skill, skillId, { name })
  return ok({ id: skillId, name })
}

export function removeSkill(ctx: WriteCtx, { skillId }: In<C, 'removeSkill'>): Out<C, 'removeSkill'> {
  const known = skillsOf(ctx.db).find(({ id }) => id === skillId)
  if (!known) return staffFails.unknownSkill({ skillId })
  ctx.db.update(skill, skillId, { deleted: true })
  return ok(known)
}

export function absences(ctx: ReadCtx, { after, limit, ...filters }: In<C, 'absences'>): Out<C, 'absences'> {
  return ok(store.absences(ctx.db, { filters, sort: 'end', after, limit }))
}

export function addAbsence(ctx: WriteCtx, fields: In<C, 'addAbsence'>): Out<C, 'addAbsence'> {
  return enterAbsence(ctx, ctx.newId<'absence'>(), fields)
}

/** An absence under an id that its maker knows already. */
export function enterAbsence(ctx: WriteCtx, id: Id<'absence'>, fields: In<C, 'addAbsence'>): Out<C, 'addAbsence'> {
  if (store.findEmployee(ctx.db, fields.employeeId)?.deleted !== false) return staffFails.unknown({ employeeId: fields.employeeId })
  const valid = checkAbsence(fields)
  if (!valid.ok) return valid
  ctx.db.insert(absence, { id, ...fields })
  return ok(viewOf(ctx.db, id))
}

export function updateAbsence(ctx: WriteCtx, { absenceId, ...patch }: In<C, 'updateAbsence'>): Out<C, 'updateAbsence'> {
  const known = findAbsence(ctx.db, absenceId)
  if (!known.ok) return known
  const valid = checkAbsence({ ...known.value, ...patch })
  if (!valid.ok) return valid
  ctx.db.update(absence, absenceId, patch)
  return ok(viewOf(ctx.db, absenceId))
}

export function removeAbsence(ctx: WriteCtx, { absenceId }: In<C, 'removeAbsence'>): Out<C, 'removeAbsence'> {
  const known = findAbsence(ctx.db, absenceId)
  if (known.ok) ctx.db.update(absence, absenceId, { deleted: true })
  return known
}

function findAbsence(db: ReadDb, absenceId: Id<'absence'>): Result<Absence, Failure<'staff.unknownAbsence'>> {
  const known = store.findAbsence(db, absenceId)
  return known && !known.deleted ? ok(known) : staffFails.unknownAbsence({ absenceId })
}

function viewOf(db: ReadDb, id: Id<'absence'>): Absence {
  const view = store.findAbsence(db, id)
  if (!view) throw new Error(`absence ${id} was written and is not there`)
  return view
}

/** True where an absence of that id was ever entered, removed ones included. */
export const knowsAbsence = (db: ReadDb, absenceId: Id<'absence'>): boolean => store.findAbsence(db, absenceId) !== undefined

/** Who is away when, of everybody. */
export const absencesBetween = (db: ReadDb, fromAt: number, toAt: number) => store.absencesBetween(db, fromAt, toAt)

export function holidays(ctx: ReadCtx, { fromOn }: In<C, 'holidays'>): Out<C, 'holidays'> {
  return ok(store.holidaysBetween(ctx.db, fromOn, '9999-12-31'))
}

/** True where a holiday of that id was ever entered, removed ones included. */
export const knowsHoliday = (db: ReadDb, holidayId: Id<'holiday'>): boolean => store.hasHoliday(db, holidayId)

/** Days on which one location is closed, its own and everybody's. */
export const holidaysOf = (db: ReadDb, locationId: Id<'location'>, fromOn: LocalDate, toOn: LocalDate): { closedOn: LocalDate; name: string }[] =>
  store.holidaysBetween(db, fromOn, toOn).filter((each) => each.locationId === null || each.locationId === locationId)

export function addHoliday(ctx: WriteCtx, fields: In<C, 'addHoliday'>): Out<C, 'addHoliday'> {
  return enterHoliday(ctx, ctx.newId<'holiday'>(), fields)
}

/** A holiday under an id that its maker knows already. */
export function enterHoliday(ctx: WriteCtx, id: Id<'holiday'>, fields: In<C, 'addHoliday'>): Out<C, 'addHoliday'> {
  if (fields.locationId !== null && !workspace.findLocation(ctx.db, fields.locationId)) return staffFails.unknownLocation({ locationId: fields.locationId })
  const added = { id, ...fields }
  ctx.db.insert(holiday, added)
  return ok(added)
}

export function removeHoliday(ctx: WriteCtx, { holidayId }: In<C, 'removeHoliday'>): Out<C, 'removeHoliday'> {
  const known = store.findHoliday(ctx.db, holidayId)
  if (!known) return staffFails.unknownHoliday({ holidayId })
  ctx.db.update(holiday, holidayId, { deleted: true })
  return ok(known)
}
