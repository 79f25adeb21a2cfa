import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { type catalogContract, catalogFails } from '#shared/modules/catalog/contract.ts'
import type { CodeHit, ItemCard, Related, Relation, RelationKind } from '#shared/modules/catalog/model.ts'
import { explode, leadsTo, type Piece } from '#shared/modules/catalog/rules/kit.ts'
import * as items from './items.ts'
import { nextOf, findRelation, leadingOf, pricesOf, relationsFrom, relationsTo, twinsOf } from '../store/relations.ts'
import { catalogRelation } from '../tables.ts'

type C = typeof catalogContract

/** More of one kind than any real item has. */
const MOST_RELATED = 200
/** Where a chain of these would not end, nothing may lead back. */
const ENDS: readonly RelationKind[] = ['part', 'successor', 'core']
/** These go onto sales and orders by themselves, so nobody would choose a variant there. */
const ALONG: readonly RelationKind[] = ['part', 'core']
/** An item has one of these: the last one said. */
const SINGLE: readonly RelationKind[] = ['core', 'successor']

export function card(ctx: ReadCtx, { itemId }: In<C, 'card'>): Out<C, 'card'> {
  return cardOf(ctx.db, itemId)
}

function cardOf(db: ReadDb, itemId: Id<'item'>): Out<C, 'card'> {
  const item = items.findItem(db, itemId)
  if (!item) return catalogFails.unknown({ itemId })
  const shown = (relations: readonly Relation[], end: 'itemId' | 'otherId'): Related[] =>
    relations.flatMap(({ id, kind, qtyMilli, options, ...ends }) => {
      const other = items.findItem(db, ends[end])
      return other ? [{ relationId: id, kind, item: other, qtyMilli, options }] : []
    })
  const found: ItemCard = {
    item,
    to: shown(lastOfSingle(relationsFrom(db, itemId)), 'otherId'),
    from: shown(relationsTo(db, itemId), 'itemId'),
    prices: pricesOf(db, itemId),
  }
  return ok(found)
}

/** Two devices may have said two cores at once: the newer one holds everywhere. */
const lastOfSingle = (relations: readonly Relation[]): Relation[] =>
  relations.filter(({ id, kind }) => !SINGLE.includes(kind) || !relations.some((other) => other.kind === kind && other.id > id))

/** Holds CAT-5, CAT-7. */
export function addVariant(ctx: WriteCtx, { itemId, options, sku, priceMinor }: In<C, 'addVariant'>): Out<C, 'addVariant'> {
  const template = items.findItem(ctx.db, itemId)
  if (!template) return catalogFails.unknown({ itemId })
  if (template.deleted) return catalogFails.removed({ itemId })
  if (relationsTo(ctx.db, itemId).some(({ kind }) => kind === 'variant')) return catalogFails.variantOfVariant({ itemId })
  const along = relationsTo(ctx.db, itemId).find(({ kind, itemId: leader }) => ALONG.includes(kind) && items.findItem(ctx.db, leader)?.deleted === false)
  if (along) return catalogFails.goesAlong({ itemId: along.itemId, name: template.name, leader: items.findItem(ctx.db, along.itemId)?.name ?? '' })
  const variants = relationsFrom(ctx.db, itemId).filter(({ kind }) => kind === 'variant')
  if (variants.length >= MOST_RELATED) return catalogFails.tooManyRelated({ most: MOST_RELATED })
  const told = keyOf(options)
  const twin = variants.find((one) => keyOf(one.options) === told)
  if (twin) return catalogFails.optionsTaken({ itemId: twin.otherId, name: items.findItem(ctx.db, twin.otherId)?.name ?? '' })
  const { id: _id, deleted: _deleted, createdAt: _createdAt, updatedAt: _updatedAt, ...fields } = template
  const name = `${template.name} ${options.map(({ value }) => value).join(' ')}`.slice(0, 160)
  const made = items.create(ctx, { ...fields, name, sku, barcode: '', priceMinor: priceMinor ?? template.priceMinor })
  if (made.ok) ctx.db.insert(catalogRelation, { id: ctx.newId<'relation'>(), itemId, kind: 'variant', otherId: made.value.id, qtyMilli: 1000, options })
  return made
}
const keyOf = (options: Relation['options']): string =>
  options
    .map(({ name, value }) => `${name}\u0000${value}`.toLowerCase())
    .sort()
    .join('\u0001')

/** Holds CAT-5, CAT-7. */
export function relate(ctx: WriteCtx, { itemId, kind, otherId, qtyMilli }: In<C, 'relate'>): Out<C, 'relate'> {
  for (const end of [itemId, otherId]) {
    const known = items.findItem(ctx.db, end)
    if (!known) return catalogFails.unknown({ itemId: end })
    if (known.deleted) return catalogFails.removed({ itemId: end })
  }
  if (itemId === otherId || (ENDS.includes(kind) && leadsTo(otherId, itemId, nextOf(ctx.db, kind)))) return catalogFails.circle({ itemId })
  const chosen = ALONG.includes(kind) ? checkVariant(ctx.db, otherId) : ok(null)
  if (!chosen.ok) return chosen
  const known = relationsFrom(ctx.db, itemId).filter((one) => one.kind === kind)
  const same = known.find((one) => one.otherId === otherId)
  if (!same && known.length >= MOST_RELATED) return catalogFails.tooManyRelated({ most: MOST_RELATED })
  if (SINGLE.includes(kind)) for (const former of known) if (former.otherId !== otherId) ctx.db.update(catalogRelation, former.id, { deleted: true })
  if (same) ctx.db.update(catalogRelation, same.id, { qtyMilli })
  else ctx.db.insert(catalogRelation, { id: ctx.newId<'relation'>(), itemId, kind, otherId, qtyMilli, options: [] })
  return cardOf(ctx.db, itemId)
}

export function unrelate(ctx: WriteCtx, { relationId }: In<C, 'unrelate'>): Out<C, 'unrelate'> {
  const known = findRelation(ctx.db, relationId)
  if (!known) return catalogFails.unknownRelation({ relationId })
  for (const { id } of twinsOf(ctx.db, known)) ctx.db.update(catalogRelation, id, { deleted: true })
  return cardOf(ctx.db, known.itemId)
}

/** What goes along with an item that is sold: the parts of a kit, which the kit's price covers, and the core charges of both. Called by orders and sales. */
export function goesWith(db: ReadDb, itemId: Id<'item'>, qtyMilli: number): { parts: CodeHit[]; cores: CodeHit[] } {
  const hits = (pieces: readonly Piece[]): CodeHit[] =>
    pieces.flatMap((piece) => {
      const item = items.findItem(db, piece.itemId)
      return item && !item.deleted ? [{ item, qtyMilli: piece.qtyMilli }] : []
    })
  const known = new Map<Id<'item'>, ReturnType<typeof relationsFrom>>()
  const from = (id: Id<'item'>) => known.get(id) ?? known.set(id, relationsFrom(db, id)).get(id) ?? []
  const partsOf = (id: Id<'item'>): Piece[] => from(id).flatMap((one) => (one.kind === 'part' ? [{ itemId: one.otherId, qtyMilli: one.qtyMilli }] : []))
  const parts = explode({ itemId, qtyMilli }, partsOf)
  const cores = new Map<Id<'item'>, number>()
  for (const piece of [{ itemId, qtyMilli }, ...parts])
    for (const { kind, otherId } of lastOfSingle(from(piece.itemId))) if (kind === 'core') cores.set(otherId, (cores.get(otherId) ?? 0) + piece.qtyMilli)
  return { parts: hits(parts), cores: hits([...cores].map(([core, count]) => ({ itemId: core, qtyMilli: count }))) }
}

/** What goes along with one of each of these items, for those with which anything may: they are looked up together. Called by orders. */
export function goesWithEach(db: ReadDb, itemIds: readonly Id<'item'>[]): Map<Id<'item'>, ReturnType<typeof goesWith>> {
  return new Map([...leadingOf(db, itemIds)].map((itemId) => [itemId, goesWith(db, itemId, 1000)]))
}

export function coresWith(ctx: ReadCtx, { itemId }: In<C, 'coresWith'>): Out<C, 'coresWith'> {
  return items.findItem(ctx.db, itemId) ? ok(goesWith(ctx.db, itemId, 1000).cores) : catalogFails.unknown({ itemId })
}

/** What an item is sold as, where it is sold in variants: one of them is chosen, never the item itself. Removed ones are no choice. */
export const variantsOf = (db: ReadDb, itemId: Id<'item'>): CodeHit[] =>
  relationsFrom(db, itemId).flatMap(({ kind, otherId }) => {
    const item = kind === 'variant' ? items.findItem(db, otherId) : undefined
    return item && !item.deleted ? [{ item, qtyMilli: 1000 }] : []
  })
/** Holds CAT-7. Called by orders, sales and purchases. */
export const checkVariant = (db: ReadDb, itemId: Id<'item'>): Result<null, Failure<'catalog.chooseVariant'>> =>
  variantsOf(db, itemId).length === 0 ? ok(null) : catalogFails.chooseVariant({ itemId, name: items.findItem(db, itemId)?.name ?? '' })

export function variants(ctx: ReadCtx, { itemId }: In<C, 'variants'>): Out<C, 'variants'> {
  return items.findItem(ctx.db, itemId) ? ok(variantsOf(ctx.db, itemId)) : catalogFails.unknown({ itemId })
}

/** A scan of an item that is sold in variants means one of them. */
export function byCode(ctx: ReadCtx, input: In<C, 'byCode'>): Out<C, 'byCode'> {
  const found = items.byCode(ctx, input)
  if (!found.ok) return found
  return ok(
    found.value.flatMap((hit) => {
      const choices = variantsOf(ctx.db, hit.item.id)
      return choices.length === 0 ? [hit] : choices.map(({ item }) => ({ item, qtyMilli: hit.qtyMilli }))
    }),
  )
}

/** True for what is charged until an old part comes back. */
export const isCore = (db: ReadDb, itemId: Id<'item'>): boolean => relationsTo(db, itemId).some(({ kind }) => kind === 'core')
