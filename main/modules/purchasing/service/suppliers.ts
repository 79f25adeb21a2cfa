import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { foldText } from '#shared/kernel/text.ts'
import { purchasingFails, type purchasingContract } from '#shared/modules/purchasing/contract.ts'
import { BLANK_SUPPLIER, type Supplier } from '#shared/modules/purchasing/model.ts'
import * as store from '../store.ts'
import { supplier } from '../tables.ts'

type C = typeof purchasingContract
type SupplierRow = NonNullable<ReturnType<typeof store.findSupplier>>

const toSupplier = ({ no: _no, clk: _clk, nameKey: _nameKey, createdAt: _createdAt, updatedAt: _updatedAt, ...shown }: SupplierRow): Supplier => shown

export function suppliers(ctx: ReadCtx, { after, limit, ...filters }: In<C, 'suppliers'>): Out<C, 'suppliers'> {
  const found = store.suppliers(ctx.db, { filters, sort: 'name', after, limit })
  return ok({ ...found, rows: found.rows.map(toSupplier) })
}

export function createSupplier(ctx: WriteCtx, input: In<C, 'createSupplier'>): Out<C, 'createSupplier'> {
  const free = checkName(ctx.db, input.name, null)
  if (!free.ok) return free
  const created = { ...BLANK_SUPPLIER, ...input, id: ctx.newId<'supplier'>() }
  ctx.db.insert(supplier, { ...created, nameKey: foldText(created.name) })
  return ok({ ...created, deleted: false })
}

export function updateSupplier(ctx: WriteCtx, { supplierId, ...patch }: In<C, 'updateSupplier'>): Out<C, 'updateSupplier'> {
  const known = store.findSupplier(ctx.db, supplierId)
  if (!known) return purchasingFails.unknownSupplier({ supplierId })
  const free = checkName(ctx.db, patch.name ?? known.name, supplierId)
  if (!free.ok) return free
  ctx.db.update(supplier, supplierId, { ...patch, nameKey: foldText(patch.name ?? known.name) })
  return ok(toSupplier({ ...known, ...patch }))
}

export function removeSupplier(ctx: WriteCtx, { supplierId }: In<C, 'removeSupplier'>): Out<C, 'removeSupplier'> {
  const known = store.findSupplier(ctx.db, supplierId)
  if (!known) return purchasingFails.unknownSupplier({ supplierId })
  ctx.db.update(supplier, supplierId, { deleted: true })
  return ok(toSupplier({ ...known, deleted: true }))
}

export function restoreSupplier(ctx: WriteCtx, { supplierId }: In<C, 'restoreSupplier'>): Out<C, 'restoreSupplier'> {
  const known = store.findSupplier(ctx.db, supplierId)
  if (!known) return purchasingFails.unknownSupplier({ supplierId })
  const free = checkName(ctx.db, known.name, supplierId)
  if (!free.ok) return free
  ctx.db.update(supplier, supplierId, { deleted: false })
  return ok(toSupplier({ ...known, deleted: false }))
}

function checkName(db: ReadDb, name: string, own: Id<'supplier'> | null): Result<null, Failure<'purchasing.nameTaken'>> {
  const holder = store.findSupplierByName(db, foldText(name))
  return holder && holder.id !== own ? purchasingFails.nameTaken({ name }) : ok(null)
}

/** A supplier that is not removed. */
export function findSupplier(db: ReadDb, supplierId: Id<'supplier'>): Supplier | undefined {
  const known = store.findSupplier(db, supplierId)
  return known && !known.deleted ? toSupplier(known) : undefined
}
