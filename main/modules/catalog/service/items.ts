import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { type catalogContract, catalogFails } from '#shared/modules/catalog/contract.ts'
import { BLANK_ITEM, type CodeHit, type Item, type ItemFields } from '#shared/modules/catalog/model.ts'
import { isMisread, scanned, spellings } from '#shared/modules/catalog/rules/barcode.ts'
import { keysOf } from '#shared/modules/catalog/rules.ts'
import * as store from '../store.ts'
import { catalogBarcode, catalogItem } from '../tables.ts'

type C = typeof catalogContract
type Row = NonNullable<ReturnType<typeof store.findItem>>

const toItem = ({ no: _no, clk: _clk, nameKey: _nameKey, skuKey: _skuKey, codes: _codes, ...shown }: Row): Item => shown

export function list(ctx: ReadCtx, { sort, after, limit, kind, active, category, ...filters }: In<C, 'list'>): Out<C, 'list'> {
  const ofKind = kind && (kind === 'part' ? { isPart: true } : { otherKind: kind })
  const inUse = active === undefined ? undefined : active ? { isActive: true } : { isInactive: true }
  const inCategory = category === '' ? { noCategory: true } : { category }
  const found = store.items(ctx.db, { filters: { ...filters, ...ofKind, ...inUse, ...inCategory }, sort, after, limit })
  return ok({ ...found, rows: found.rows.map(toItem) })
}

export function get(ctx: ReadCtx, { itemId }: In<C, 'get'>): Out<C, 'get'> {
  const known = store.findItem(ctx.db, itemId)
  return known ? ok(toItem(known)) : catalogFails.unknown({ itemId })
}

/** A barcode first, then an SKU. */
export function byCode(ctx: ReadCtx, { code }: In<C, 'byCode'>): Out<C, 'byCode'> {
  const plain = scanned(code)
  const found = hits(ctx.db, plain)
  if (found.length > 0) return ok(found)
  return isMisread(plain) ? catalogFails.misread({ scanned: plain }) : catalogFails.unknownCode({ scanned: plain })
}

/** Items that a code means, by barcode before SKU. */
function hits(db: ReadDb, code: string): CodeHit[] {
  const sku = store.findBySku(db, code.toUpperCase())
  const found = store.findByBarcode(db, spellings(code))
  return (found.length > 0 || !sku ? found : [{ itemId: sku.id, qtyMilli: 1000 }]).flatMap(({ itemId, qtyMilli }) => {
    const item = findItem(db, itemId)
    return item ? [{ item, qtyMilli }] : []
  })
}

export function barcodes(ctx: ReadCtx, { itemId }: In<C, 'barcodes'>): Out<C, 'barcodes'> {
  return store.findItem(ctx.db, itemId) ? ok(store.barcodesOf(ctx.db, itemId)) : catalogFails.unknown({ itemId })
}

/** Holds CAT-4. */
export function addBarcode(ctx: WriteCtx, { itemId, code, qtyMilli }: In<C, 'addBarcode'>): Out<C, 'addBarcode'> {
  const known = store.findItem(ctx.db, itemId)
  if (!known) return catalogFails.unknown({ itemId })
  if (known.deleted) return catalogFails.removed({ itemId })
  const plain = scanned(code)
  if (isMisread(plain)) return catalogFails.misread({ scanned: plain })
  const [holder] = hits(ctx.db, plain)
  if (holder) return catalogFails.codeTaken({ scanned: plain, itemId: holder.item.id, name: holder.item.name })
  const added = { id: ctx.newId<'barcode'>(), itemId, code: plain, qtyMilli }
  ctx.db.insert(catalogBarcode, added)
  return ok(added)
}

export function removeBarcode(ctx: WriteCtx, { barcodeId }: In<C, 'removeBarcode'>): Out<C, 'removeBarcode'> {
  const known = store.findBarcode(ctx.db, barcodeId)
  if (!known || known.deleted) return catalogFails.unknownBarcode({ barcodeId })
  ctx.db.update(catalogBarcode, barcodeId, { deleted: true })
  return ok(null)
}

export function create(ctx: WriteCtx, input: In<C, 'create'>): Out<C, 'create'> {
  const fields: ItemFields = { ...BLANK_ITEM, ...input }
  const free = checkSku(ctx.db, fields, null)
  return free.ok ? ok({ id: add(ctx, fields), ...fields, deleted: false, createdAt: ctx.now, updatedAt: ctx.now }) : free
}

function add(ctx: WriteCtx, fields: ItemFields, keys = keysOf(fields)): Id<'item'> {
  const id = ctx.newId<'item'>()
  ctx.db.insert(catalogItem, { ...fields, ...keys, id })
  return id
}

export function update(ctx: WriteCtx, { itemId, ...patch }: In<C, 'update'>): Out<C, 'update'> {
  const known = store.findItem(ctx.db, itemId)
  if (!known) return catalogFails.unknown({ itemId })
  if (known.deleted) return catalogFails.removed({ itemId })
  const after = { ...known, ...patch }
  const free = checkSku(ctx.db, after, itemId)
  if (!free.ok) return free
  ctx.db.update(catalogItem, itemId, { ...patch, ...keysOf(after) })
  return get(ctx, { itemId })
}

/** Holds CAT-1. */
function checkSku(db: ReadDb, fields: Pick<ItemFields, 'name' | 'sku' | 'barcode'>, own: Id<'item'> | null): Result<null, Failure<'catalog.skuTaken'>> {
  const holder = fields.sku === '' ? undefined : store.findBySku(db, keysOf(fields).skuKey)
  return holder && holder.id !== own ? catalogFails.skuTaken({ sku: fields.sku, itemId: holder.id, name: holder.name }) : ok(null)
}

export function remove(ctx: WriteCtx, { itemId }: In<C, 'remove'>): Out<C, 'remove'> {
  if (!store.findItem(ctx.db, itemId)) return catalogFails.unknown({ itemId })
  ctx.db.update(catalogItem, itemId, { deleted: true })
  return get(ctx, { itemId })
}

export function restore(ctx: WriteCtx, { itemId }: In<C, 'restore'>): Out<C, 'restore'> {
  const known = store.findItem(ctx.db, itemId)
  if (!known) return catalogFails.unknown({ itemId })
  const free = checkSku(ctx.db, known, itemId)
  if (!free.ok) return free
  ctx.db.update(catalogItem, itemId, { deleted: false })
  return get(ctx, { itemId })
}

/**
 * Adds an item of a list unless it is known: by the same SKU, or, where the row has none, by the same name among those without one.
 * Holds CAT-3. Safe for very many rows in one deed.
 */
export function importRow(ctx: WriteCtx, fields: ItemFields): Result<'added' | 'unchanged', never> {
  const keys = keysOf(fields)
  const known = fields.sku === '' ? store.findByNameWithoutSku(ctx.db, keys.nameKey) : store.findBySku(ctx.db, keys.skuKey)
  if (known) return ok('unchanged')
  add(ctx, fields, keys)
  return ok('added')
}

/** An item for other modules' deeds, removed ones included. */
export const findItem = (db: ReadDb, id: Id<'item'>): Item | undefined => {
  const known = store.findItem(db, id)
  return known && toItem(known)
}

/** What an item costs the shop, as the last delivery or list said. Called by purchasing. */
export function setCost(ctx: WriteCtx, itemId: Id<'item'>, costMinor: number): void {
  ctx.db.update(catalogItem, itemId, { costMinor })
}

/** Items that carry a code as it stands in a list. */
export const itemsWithCode = (db: ReadDb, code: string): CodeHit[] => hits(db, scanned(code))
