import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { isSameName } from '#shared/kernel/text.ts'
import { type appointmentsContract, appointmentsFails } from '#shared/modules/appointments/contract.ts'
import type { BookingType } from '#shared/modules/appointments/model.ts'
import * as store from '../store.ts'
import { bookingType } from '../tables.ts'

type C = typeof appointmentsContract

export function types(ctx: ReadCtx, { deleted }: In<C, 'types'>): Out<C, 'types'> {
  return ok(store.allTypes(ctx.db).filter((type) => type.deleted === deleted))
}

/** Kinds of bookings that are not removed, by name. */
export const typesOf = (db: ReadDb): BookingType[] => store.allTypes(db).filter(({ deleted }) => !deleted)

function checkName(db: ReadDb, name: string, own: Id<'bookingType'> | null): Result<null, Failure<'appointments.typeTaken'>> {
  const taken = typesOf(db).find((other) => other.id !== own && isSameName(other.name, name))
  return taken ? appointmentsFails.typeTaken({ name: taken.name }) : ok(null)
}

export function createType(ctx: WriteCtx, input: In<C, 'createType'>): Out<C, 'createType'> {
  const named = checkName(ctx.db, input.name, null)
  if (!named.ok) return named
  const created = { id: ctx.newId<'bookingType'>(), skillIds: [], equipmentIds: [], weekHours: null, note: '', ...input }
  ctx.db.insert(bookingType, created)
  return ok({ ...created, deleted: false })
}

export function updateType(ctx: WriteCtx, { bookingTypeId, ...patch }: In<C, 'updateType'>): Out<C, 'updateType'> {
  const known = typesOf(ctx.db).find(({ id }) => id === bookingTypeId)
  if (!known) return appointmentsFails.unknownType({ bookingTypeId })
  const named = patch.name === undefined ? ok(null) : checkName(ctx.db, patch.name, bookingTypeId)
  if (!named.ok) return named
  ctx.db.update(bookingType, bookingTypeId, patch)
  return ok({ ...known, ...patch })
}

export function removeType(ctx: WriteCtx, { bookingTypeId }: In<C, 'removeType'>): Out<C, 'removeType'> {
  const known = typesOf(ctx.db).find(({ id }) => id === bookingTypeId)
  if (!known) return appointmentsFails.unknownType({ bookingTypeId })
  ctx.db.update(bookingType, bookingTypeId, { deleted: true })
  return ok({ ...known, deleted: true })
}

export function restoreType(ctx: WriteCtx, { bookingTypeId }: In<C, 'restoreType'>): Out<C, 'restoreType'> {
  const known = store.allTypes(ctx.db).find(({ id }) => id === bookingTypeId)
  if (!known) return appointmentsFails.unknownType({ bookingTypeId })
  const named = checkName(ctx.db, known.name, bookingTypeId)
  if (!named.ok) return named
  ctx.db.update(bookingType, bookingTypeId, { deleted: false })
  return ok({ ...known, deleted: false })
}
