import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import { ok } from '#shared/kernel/result.ts'
import { isSameName } from '#shared/kernel/text.ts'
import { type baysContract, baysFails } from '#shared/modules/bays/contract.ts'
import type { BayEquipment } from '#shared/modules/bays/model.ts'
import * as store from '../store.ts'
import { bayEquipment } from '../tables.ts'

type C = typeof baysContract

export function equipment(ctx: ReadCtx, _input: In<C, 'equipment'>): Out<C, 'equipment'> {
  return ok(equipmentOf(ctx.db))
}

/** Kinds of equipment that are not removed, by name. */
export const equipmentOf = (db: ReadDb): BayEquipment[] => store.allEquipment(db).flatMap(({ deleted, ...shown }) => (deleted ? [] : [shown]))

export function addEquipment(ctx: WriteCtx, { name }: In<C, 'addEquipment'>): Out<C, 'addEquipment'> {
  const isNamed = (other: BayEquipment) => isSameName(other.name, name)
  const taken = equipmentOf(ctx.db).find(isNamed)
  if (taken) return baysFails.equipmentTaken({ name: taken.name })
  const known = store.allEquipment(ctx.db).find(isNamed)
  const added = { id: known?.id ?? ctx.newId<'bayEquipment'>(), name }
  if (known) ctx.db.update(bayEquipment, known.id, { name, deleted: false })
  else ctx.db.insert(bayEquipment, added)
  return ok(added)
}

export function renameEquipment(ctx: WriteCtx, { equipmentId, name }: In<C, 'renameEquipment'>): Out<C, 'renameEquipment'> {
  const all = equipmentOf(ctx.db)
  if (!all.some(({ id }) => id === equipmentId)) return baysFails.unknownEquipment({ equipmentId })
  const taken = all.find((other) => other.id !== equipmentId && isSameName(other.name, name))
  if (taken) return baysFails.equipmentTaken({ name: taken.name })
  ctx.db.update(bayEquipment, equipmentId, { name })
  return ok({ id: equipmentId, name })
}

export function removeEquipment(ctx: WriteCtx, { equipmentId }: In<C, 'removeEquipment'>): Out<C, 'removeEquipment'> {
  const known = equipmentOf(ctx.db).find(({ id }) => id === equipmentId)
  if (!known) return baysFails.unknownEquipment({ equipmentId })
  ctx.db.update(bayEquipment, equipmentId, { deleted: true })
  return ok(known)
}
