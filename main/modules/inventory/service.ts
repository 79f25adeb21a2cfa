import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { extend } from '#shared/kernel/money.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import type { Item } from '#shared/modules/catalog/model.ts'
import { type inventoryContract, inventoryFails } from '#shared/modules/inventory/contract.ts'
import { type Level, STOCK_STATUSES, type StockPlace } from '#shared/modules/inventory/model.ts'
import * as rules from '#shared/modules/inventory/rules.ts'
import * as catalog from '../catalog/service.ts'
import * as workspace from '../workspace/service.ts'
import * as store from './store.ts'
import { stockMove, stockPlace, stockRule } from './tables.ts'

type C = typeof inventoryContract
type Unknown = Failure<'inventory.unknownPlace' | 'inventory.unknownItem' | 'inventory.notAPart'>
type LevelRow = NonNullable<ReturnType<typeof store.findLevel>>

const toLevel = ({ no: _no, nameKey: _nameKey, ...shown }: LevelRow): Level => shown
const heldAt = (db: ReadDb, itemId: Id<'item'>, placeId: Id<'stockPlace'>): rules.Held => store.findLevel(db, itemId, placeId) ?? rules.NOTHING

export function places(ctx: ReadCtx, { locationId }: In<C, 'places'>): Out<C, 'places'> {
  return ok(store.places(ctx.db, locationId))
}

export function createPlace(ctx: WriteCtx, { locationId, name }: In<C, 'createPlace'>): Out<C, 'createPlace'> {
  if (!workspace.findLocation(ctx.db, locationId)) return inventoryFails.unknownLocation({ locationId })
  const others = store.places(ctx.db, locationId)
  const free = checkName(name, others)
  if (!free.ok) return free
  const created: StockPlace = { id: ctx.newId<'stockPlace'>(), locationId, name, position: (others.at(-1)?.position ?? 0) + 1, deleted: false }
  ctx.db.insert(stockPlace, created)
  return ok(created)
}

export function renamePlace(ctx: WriteCtx, { placeId, name }: In<C, 'renamePlace'>): Out<C, 'renamePlace'> {
  const known = findPlace(ctx.db, placeId)
  if (!known) return inventoryFails.unknownPlace({ placeId })
  const free = checkName(
    name,
    store.places(ctx.db, known.locationId).filter(({ id }) => id !== placeId),
  )
  if (!free.ok) return free
  ctx.db.update(stockPlace, placeId, { name })
  return ok({ ...known, name })
}

export function removePlace(ctx: WriteCtx, { placeId }: In<C, 'removePlace'>): Out<C, 'removePlace'> {
  const known = findPlace(ctx.db, placeId)
  if (!known) return inventoryFails.unknownPlace({ placeId })
  const count = store.countStockedIn(ctx.db, placeId)
  if (count > 0) return inventoryFails.placeInUse({ name: known.name, count })
  ctx.db.update(stockPlace, placeId, { deleted: true })
  return ok({ ...known, deleted: true })
}

function checkName(name: string, others: readonly StockPlace[]): Result<null, Failure<'inventory.nameTaken'>> {
  return others.some((other) => other.name.toLowerCase() === name.toLowerCase()) ? inventoryFails.nameTaken({ name }) : ok(null)
}

export function levels(ctx: ReadCtx, { sort, after, limit, ...filters }: In<C, 'levels'>): Out<C, 'levels'> {
  const found = store.levels(ctx.db, { filters, sort, after, limit })
  return ok({ ...found, rows: found.rows.map(toLevel) })
}

export function ofItem(ctx: ReadCtx, { itemId }: In<C, 'ofItem'>): Out<C, 'ofItem'> {
  if (!catalog.findItem(ctx.db, itemId)) return inventoryFails.unknownItem({ itemId })
  const found = store.levelsOfOne(ctx.db, itemId).map(toLevel)
  const held = found.reduce((sum, { qtyMilli, valueMinor }) => ({ qtyMilli: sum.qtyMilli + qtyMilli, valueMinor: sum.valueMinor + valueMinor }), rules.NOTHING)
  return ok({ levels: found, ...held, averageCostMinor: rules.averageCost(held) })
}

export function moves(ctx: ReadCtx, { after, limit, ...filters }: In<C, 'moves'>): Out<C, 'moves'> {
  return ok(store.moves(ctx.db, { filters, sort: 'newest', after, limit }))
}

export function summary(ctx: ReadCtx, { locationId }: In<C, 'summary'>): Out<C, 'summary'> {
  const found = store.summary(ctx.db, locationId)
  const counts = Object.fromEntries(STOCK_STATUSES.map((status) => [status, found.find((row) => row.status === status)?.count ?? 0])) as Record<
    (typeof STOCK_STATUSES)[number],
    number
  > // one of each, made on this line
  return ok({ counts, valueMinor: found.reduce((sum, row) => sum + row.valueMinor, 0) })
}

export function receive(ctx: WriteCtx, { placeId, documentNumber, note, lines }: In<C, 'receive'>): Out<C, 'receive'> {
  const place = findPlace(ctx.db, placeId)
  if (!place) return inventoryFails.unknownPlace({ placeId })
  const parts = checkParts(ctx.db, lines)
  if (!parts.ok) return parts
  let valueMinor = 0
  for (const { itemId, qtyMilli, unitCostMinor } of lines) {
    const value = extend(qtyMilli, unitCostMinor)
    add(ctx, place, itemId, { reason: 'receipt', deltaMilli: qtyMilli, valueMinor: value }, { documentNumber, note })
    valueMinor += value
  }
  return ok({ moves: lines.length, valueMinor })
}

/** Goods that came in on a document; called by purchasing. */
export function receiveOn(
  ctx: WriteCtx,
  document: Pick<TakingDocument, 'id' | 'number'>,
  placeId: Id<'stockPlace'>,
  lines: readonly { readonly itemId: Id<'item'>; readonly qtyMilli: number; readonly unitCostMinor: number }[],
  note: string,
): Result<null, Unknown> {
  const place = findPlace(ctx.db, placeId)
  if (!place) return inventoryFails.unknownPlace({ placeId })
  const parts = checkParts(ctx.db, lines)
  if (!parts.ok) return parts
  for (const { itemId, qtyMilli, unitCostMinor } of lines)
    add(
      ctx,
      place,
      itemId,
      { reason: 'receipt', deltaMilli: qtyMilli, valueMinor: extend(qtyMilli, unitCostMinor) },
      { documentId: document.id, documentNumber: document.number, note },
    )
  return ok(null)
}

/** What a document's movements sum to, per item: thousandths, into stock is positive. */
export function movedBy(db: ReadDb, documentId: string): ReadonlyMap<Id<'item'>, number> {
  const sums = new Map<Id<'item'>, number>()
  for (const { itemId, qtyMilli } of store.takenBy(db, documentId)) sums.set(itemId, (sums.get(itemId) ?? 0) + qtyMilli)
  return sums
}

/** Out of one place and into the other at the same value. */
export function transfer(ctx: WriteCtx, { fromPlaceId, toPlaceId, note, lines }: In<C, 'transfer'>): Out<C, 'transfer'> {
  const from = findPlace(ctx.db, fromPlaceId)
  if (!from) return inventoryFails.unknownPlace({ placeId: fromPlaceId })
  const to = findPlace(ctx.db, toPlaceId)
  if (!to) return inventoryFails.unknownPlace({ placeId: toPlaceId })
  if (from.id === to.id) return inventoryFails.samePlace({ name: from.name })
  const parts = checkParts(ctx.db, lines)
  if (!parts.ok) return parts
  let valueMinor = 0
  for (const { itemId, qtyMilli } of lines) {
    const value = rules.valueLeaving(heldAt(ctx.db, itemId, fromPlaceId), qtyMilli, parts.value.get(itemId)?.costMinor ?? 0)
    add(ctx, from, itemId, { reason: 'transferOut', deltaMilli: -qtyMilli, valueMinor: -value }, { note: note || to.name })
    add(ctx, to, itemId, { reason: 'transferIn', deltaMilli: qtyMilli, valueMinor: value }, { note: note || from.name })
    valueMinor += value
  }
  return ok({ moves: lines.length * 2, valueMinor })
}

export function adjust(ctx: WriteCtx, { itemId, placeId, deltaMilli, note }: In<C, 'adjust'>): Out<C, 'adjust'> {
  const place = findPlace(ctx.db, placeId)
  if (!place) return inventoryFails.unknownPlace({ placeId })
  const parts = checkParts(ctx.db, [{ itemId }])
  if (!parts.ok) return parts
  add(ctx, place, itemId, rules.adjusting(heldAt(ctx.db, itemId, placeId), deltaMilli, parts.value.get(itemId)?.costMinor ?? 0), { note })
  return levelOf(ctx.db, itemId, placeId)
}

export function count(ctx: WriteCtx, { placeId, note, lines }: In<C, 'count'>): Out<C, 'count'> {
  const place = findPlace(ctx.db, placeId)
  if (!place) return inventoryFails.unknownPlace({ placeId })
  const parts = checkParts(ctx.db, lines)
  if (!parts.ok) return parts
  let moved = 0
  let valueMinor = 0
  for (const { itemId, countedMilli } of lines) {
    const held = heldAt(ctx.db, itemId, placeId)
    if (countedMilli === held.qtyMilli) continue
    const step = rules.adjusting(held, countedMilli - held.qtyMilli, parts.value.get(itemId)?.costMinor ?? 0, 'count')
    add(ctx, place, itemId, step, { note })
    moved++
    valueMinor += step.valueMinor
  }
  return ok({ moves: moved, valueMinor })
}

export function setRule(ctx: WriteCtx, { itemId, placeId, ...patch }: In<C, 'setRule'>): Out<C, 'setRule'> {
  const place = findPlace(ctx.db, placeId)
  if (!place) return inventoryFails.unknownPlace({ placeId })
  const parts = checkParts(ctx.db, [{ itemId }])
  if (!parts.ok) return parts
  const known = store.findRule(ctx.db, itemId, placeId)
  const after = { bin: '', reorderAtMilli: null, fillToMilli: null, criticalAtMilli: null, ...known, ...patch }
  if (after.fillToMilli !== null && after.reorderAtMilli !== null && after.fillToMilli <= after.reorderAtMilli) return inventoryFails.fillBelowReorder()
  if (known) ctx.db.update(stockRule, known.id, patch)
  else {
    const { bin, reorderAtMilli, fillToMilli, criticalAtMilli } = after
    ctx.db.insert(stockRule, { id: ctx.newId<'stockRule'>(), itemId, placeId, locationId: place.locationId, bin, reorderAtMilli, fillToMilli, criticalAtMilli })
  }
  return levelOf(ctx.db, itemId, placeId)
}

/** A document that takes parts out of a location's stock. */
export interface TakingDocument {
  readonly id: string
  readonly number: string
  readonly locationId: Id<'location'>
}

/**
 * Takes from, or gives back to, the first place of the document's location what its lines now say, beyond what it took before. Only
 * items that this location keeps in stock move. Called by work orders and sales; called again it moves nothing. Holds STK-5.
 */
export function settleUse(ctx: WriteCtx, document: TakingDocument, wanted: readonly { readonly itemId: Id<'item'> | null; readonly qtyMilli: number }[]): void {
  const taken = store.takenBy(ctx.db, document.id)
  const [main] = store.places(ctx.db, document.locationId)
  const wantedMilli = new Map<Id<'item'>, number>()
  for (const { itemId, qtyMilli } of wanted)
    if (itemId !== null && main && (store.findLevel(ctx.db, itemId, main.id) || taken.some((one) => one.itemId === itemId)))
      wantedMilli.set(itemId, (wantedMilli.get(itemId) ?? 0) + qtyMilli)
  const facts = { documentId: document.id, documentNumber: document.number }
  for (const { itemId, deltaMilli } of rules.settle(wantedMilli, movedBy(ctx.db, document.id))) {
    if (deltaMilli < 0 && main) {
      const cost = catalog.findItem(ctx.db, itemId)?.costMinor ?? 0
      add(ctx, main, itemId, { reason: 'use', deltaMilli, valueMinor: -rules.valueLeaving(heldAt(ctx.db, itemId, main.id), -deltaMilli, cost) }, facts)
    }
    // What comes back goes to where it was taken from, the last place first.
    let backMilli = deltaMilli
    for (const one of taken.filter((row) => row.itemId === itemId && row.qtyMilli < 0).toReversed()) {
      if (backMilli <= 0) break
      const place = store.findPlace(ctx.db, one.placeId)
      const qtyMilli = Math.min(backMilli, -one.qtyMilli)
      if (place) add(ctx, place, itemId, rules.returning(one, qtyMilli), facts)
      backMilli -= qtyMilli
    }
  }
}

function add(
  ctx: WriteCtx,
  place: Pick<StockPlace, 'id' | 'locationId'>,
  itemId: Id<'item'>,
  step: rules.Step,
  facts: { documentId?: string; documentNumber?: string; note?: string },
): void {
  ctx.db.insert(stockMove, {
    id: ctx.newId<'stockMove'>(),
    itemId,
    placeId: place.id,
    locationId: place.locationId,
    ...step,
    documentId: facts.documentId ?? null,
    documentNumber: facts.documentNumber ?? '',
    note: facts.note ?? '',
    userName: ctx.actor.name,
    movedAt: ctx.now,
  })
}

/** A place that is not removed. */
export function findPlace(db: ReadDb, placeId: Id<'stockPlace'>): StockPlace | undefined {
  const known = store.findPlace(db, placeId)
  return known?.deleted ? undefined : known
}

/** The parts that lines name, by id; every one must be there and be a part. */
function checkParts(db: ReadDb, lines: readonly { itemId: Id<'item'> }[]): Result<ReadonlyMap<Id<'item'>, Item>, Unknown> {
  const parts = new Map<Id<'item'>, Item>()
  for (const { itemId } of lines) {
    const item = catalog.findItem(db, itemId)
    if (!item || item.deleted) return inventoryFails.unknownItem({ itemId })
    if (item.kind !== 'part') return inventoryFails.notAPart({ itemId, name: item.name })
    parts.set(itemId, item)
  }
  return ok(parts)
}

function levelOf(db: ReadDb, itemId: Id<'item'>, placeId: Id<'stockPlace'>): Result<Level, never> {
  const found = store.findLevel(db, itemId, placeId)
  if (!found) throw new Error(`item ${itemId} moved in ${placeId} and has no level there`)
  return ok(toLevel(found))
}
