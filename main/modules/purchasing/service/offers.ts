import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import type { Item } from '#shared/modules/catalog/model.ts'
import { inventoryFails } from '#shared/modules/inventory/contract.ts'
import { purchasingFails, type purchasingContract } from '#shared/modules/purchasing/contract.ts'
import type { Offer } from '#shared/modules/purchasing/model/parts.ts'
import { codeKeyOf } from '#shared/modules/purchasing/rules/prices.ts'
import * as catalog from '../../catalog/service.ts'
import * as store from '../store/offers.ts'
import { supplierOffer } from '../tables.ts'
import { findSupplier } from './suppliers.ts'

type C = typeof purchasingContract

export function offers(ctx: ReadCtx, { itemId }: In<C, 'offers'>): Out<C, 'offers'> {
  return catalog.findItem(ctx.db, itemId) ? ok(store.offersFor(ctx.db, itemId)) : inventoryFails.unknownItem({ itemId })
}

/** A part that may be bought. */
export function partOf(db: ReadDb, itemId: Id<'item'>): Result<Item, Failure<'inventory.unknownItem' | 'inventory.notAPart'>> {
  const item = catalog.findItem(db, itemId)
  if (!item || item.deleted) return inventoryFails.unknownItem({ itemId })
  return item.kind === 'part' ? ok(item) : inventoryFails.notAPart({ itemId, name: item.name })
}

/** One item is bought first of one supplier at most. */
export function setOffer(ctx: WriteCtx, { supplierId, itemId, ...fields }: In<C, 'setOffer'>): Out<C, 'setOffer'> {
  const from = findSupplier(ctx.db, supplierId)
  if (!from) return purchasingFails.unknownSupplier({ supplierId })
  const part = partOf(ctx.db, itemId)
  if (!part.ok) return part
  const codeKey = fields.code === undefined ? undefined : codeKeyOf(fields.code)
  const holder = codeKey ? store.findByCode(ctx.db, supplierId, codeKey) : undefined
  if (holder && holder.itemId !== itemId) {
    const name = catalog.findItem(ctx.db, holder.itemId)?.name ?? ''
    return purchasingFails.codeTaken({ code: fields.code, itemId: holder.itemId, name })
  }
  const known = store.offersFor(ctx.db, itemId)
  const same = known.find((one) => one.supplierId === supplierId)
  if (fields.preferred) for (const other of known) if (other.preferred && other !== same) ctx.db.update(supplierOffer, other.id, { preferred: false })
  const patch = { ...fields, ...(codeKey !== undefined && { codeKey }) }
  const id = same ? same.id : ctx.newId<'offer'>()
  if (same) ctx.db.update(supplierOffer, id, patch)
  else {
    const blank = { code: '', codeKey: '', packUnit: '', packMilli: 1000, packMinor: part.value.costMinor, preferred: known.length === 0 }
    ctx.db.insert(supplierOffer, { id, supplierId, itemId, ...blank, ...patch })
  }
  const saved = store.findOffer(ctx.db, id)
  if (!saved) throw new Error(`offer ${id} was written and is not there`)
  return ok(saved)
}

export function removeOffer(ctx: WriteCtx, { offerId }: In<C, 'removeOffer'>): Out<C, 'removeOffer'> {
  if (!store.findOffer(ctx.db, offerId)) return purchasingFails.unknownOffer({ offerId })
  ctx.db.update(supplierOffer, offerId, { deleted: true })
  return ok(null)
}

export function costs(ctx: ReadCtx, { itemId, after, limit }: In<C, 'costs'>): Out<C, 'costs'> {
  return ok(store.costs(ctx.db, { filters: { itemId }, sort: 'newest', after, limit }))
}

/** How a supplier sells an item. */
export const offerOf = (db: ReadDb, supplierId: Id<'supplier'>, itemId: Id<'item'>): Offer | undefined =>
  store.offersFor(db, itemId).find((one) => one.supplierId === supplierId)
/** Where an item is bought first: of a supplier that is not removed. */
export const firstOffer = (db: ReadDb, itemId: Id<'item'>): Offer | undefined =>
  store.offersFor(db, itemId).find(({ supplierId }) => findSupplier(db, supplierId) !== undefined)
