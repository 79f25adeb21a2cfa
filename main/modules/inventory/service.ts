import { idOf } from '#main/platform/clock.ts'
import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { extend } from '#shared/kernel/money.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { type inventoryContract, inventoryFails } from '#shared/modules/inventory/contract.ts'
import { DEFAULT_STOCK_POLICY, type DocumentKind, NO_LIMITS, STOCK_STATUSES, type StockPlace } from '#shared/modules/inventory/model.ts'
import type { LotInput } from '#shared/modules/inventory/model/lots.ts'
import * as rules from '#shared/modules/inventory/rules.ts'
import { checkLots, givingBack } from '#shared/modules/inventory/rules/lots.ts'
import * as catalog from '../catalog/service.ts'
import * as workspace from '../workspace/service.ts'
import {
  add,
  checkPart,
  checkParts,
  correcting,
  enterLot,
  type Facts,
  findLotOf,
  findPlace,
  levelOf,
  partOf,
  policyOf,
  takeOut,
  toLevel,
  type Unknown,
  writeRule,
} from './service/moving.ts'
import * as store from './store.ts'
import { inTransitOf, lotInTransit } from './store/transfers.ts'
import * as shelf from './store/lots.ts'
import { stockPlace, stockPolicy } from './tables.ts'

export { approveCount, cancelCount, count, counts, countSheet, enterCount, recount, startCount, submitCount } from './service/counts.ts'
export { changeLot, findLot, lot, lots, lotsOfLines, pick, pickFor, picks } from './service/lots.ts'
export { findPlace } from './service/moving.ts'
export { cancelTransfer, changeTransfer, createTransfer, receiveTransfer, sendTransfer, stockTransfer, transfers } from './service/transfers.ts'
export { demand, valuation } from './service/worth.ts'

type C = typeof inventoryContract

export function policy(ctx: ReadCtx, _input: In<C, 'policy'>): Out<C, 'policy'> {
  return ok(policyOf(ctx.db))
}

export function setPolicy(ctx: WriteCtx, patch: In<C, 'setPolicy'>): Out<C, 'setPolicy'> {
  const known = store.policyRow(ctx.db)
  if (known) ctx.db.update(stockPolicy, known.id, patch)
  else ctx.db.insert(stockPolicy, { id: idOf<'stockPolicy'>(0, 'stockPolicy'), ...DEFAULT_STOCK_POLICY, ...patch })
  return ok(policyOf(ctx.db))
}

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
  const open = store.countOpenOn(ctx.db, placeId)
  if (open > 0) return inventoryFails.placeBusy({ name: known.name, count: open })
  ctx.db.update(stockPlace, placeId, { deleted: true })
  return ok({ ...known, deleted: true })
}

function checkName(name: string, others: readonly StockPlace[]): Result<null, Failure<'inventory.nameTaken'>> {
  return others.some((other) => other.name.toLowerCase() === name.toLowerCase()) ? inventoryFails.nameTaken({ name }) : ok(null)
}

export function bins(ctx: ReadCtx, { placeId }: In<C, 'bins'>): Out<C, 'bins'> {
  return ok(store.bins(ctx.db, placeId))
}

/** The bin in which a part lies at a location, of the place that its jobs take it from first; empty for none. Called by labels. */
export const binAt = (db: ReadDb, itemId: Id<'item'>, locationId: Id<'location'>): string =>
  store.levelsOfOne(db, itemId).find((level) => level.locationId === locationId && level.bin !== '')?.bin ?? ''

export function binsOf(ctx: ReadCtx, { placeId, itemIds }: In<C, 'binsOf'>): Out<C, 'binsOf'> {
  return ok(store.binsOf(ctx.db, placeId, itemIds))
}

export function levels(ctx: ReadCtx, { sort, after, limit, ...filters }: In<C, 'levels'>): Out<C, 'levels'> {
  const found = store.levels(ctx.db, { filters, sort, after, limit })
  return ok({ ...found, rows: found.rows.map(toLevel) })
}

export function ofItem(ctx: ReadCtx, { itemId }: In<C, 'ofItem'>): Out<C, 'ofItem'> {
  if (!catalog.findItem(ctx.db, itemId)) return inventoryFails.unknownItem({ itemId })
  const found = store.levelsOfOne(ctx.db, itemId).map(toLevel)
  const held = found.reduce((sum, { qtyMilli, valueMinor }) => ({ qtyMilli: sum.qtyMilli + qtyMilli, valueMinor: sum.valueMinor + valueMinor }), rules.NOTHING)
  return ok({
    levels: found,
    lots: shelf.lotsOfItem(ctx.db, itemId).map(({ no: _no, dueOn: _dueOn, ...shown }) => shown),
    ...held,
    reservedMilli: shelf.reservedMilli(ctx.db, itemId),
    inTransitMilli: inTransitOf(ctx.db, itemId),
    averageCostMinor: rules.averageCost(held),
  })
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
  const goods = lines.map(({ unitCostMinor, ...line }) => ({ ...line, valueMinor: extend(line.qtyMilli, unitCostMinor) }))
  return takeIn(ctx, placeId, goods, { documentNumber, note })
}

/** Goods that came in, as a delivery note says. */
export interface Delivered {
  readonly itemId: Id<'item'>
  readonly qtyMilli: number
  readonly valueMinor: number
  readonly lots?: readonly LotInput[] | undefined
  readonly bin?: string | undefined
}
type Refused = Unknown | Failure<'inventory.lotNeeded' | 'inventory.lotsDiffer' | 'inventory.serialTaken'>

/** Goods that came in on a document; called by purchasing. */
export function receiveOn(
  ctx: WriteCtx,
  document: Pick<TakingDocument, 'id' | 'number'>,
  placeId: Id<'stockPlace'>,
  lines: readonly Delivered[],
  note: string,
): Result<{ moves: number; valueMinor: number }, Refused> {
  return takeIn(ctx, placeId, lines, { documentKind: 'purchaseOrder', documentId: document.id, documentNumber: document.number, note })
}

function takeIn(ctx: WriteCtx, placeId: Id<'stockPlace'>, lines: readonly Delivered[], facts: Facts): Result<{ moves: number; valueMinor: number }, Refused> {
  const place = findPlace(ctx.db, placeId)
  if (!place) return inventoryFails.unknownPlace({ placeId })
  let moves = 0
  let total = 0
  for (const { itemId, qtyMilli, valueMinor: wholeMinor, lots = [], bin } of lines) {
    const part = checkPart(ctx.db, itemId)
    if (!part.ok) return part
    const named = checkLots(part.value, qtyMilli, lots)
    if (!named.ok) return named
    const there = part.value.tracking === 'serial' ? named.value.find(({ code }) => isHeld(ctx.db, itemId, code)) : undefined
    if (there) return inventoryFails.serialTaken({ name: part.value.name, scanned: there.code })
    const shares =
      named.value.length === 0 ? [{ lotId: null, qtyMilli }] : named.value.map((lot) => ({ ...lot, lotId: enterLot(ctx, itemId, lot.code, lot.expiresOn) }))
    if (bin !== undefined) writeRule(ctx, place, itemId, { bin })
    // The line is rounded once; its lots share that, the last one takes the rest.
    let open: rules.Held = { qtyMilli, valueMinor: wholeMinor }
    total += wholeMinor
    for (const share of shares) {
      const valueMinor = rules.valueLeaving(open, share.qtyMilli, 0)
      add(ctx, place, itemId, share.lotId, { reason: 'receipt', deltaMilli: share.qtyMilli, valueMinor }, facts)
      open = { qtyMilli: open.qtyMilli - share.qtyMilli, valueMinor: open.valueMinor - valueMinor }
      moves++
    }
  }
  return ok({ moves, valueMinor: total })
}

/** A piece lies somewhere, or is on its way from one location to another. */
function isHeld(db: ReadDb, itemId: Id<'item'>, code: string): boolean {
  const lot = findLotOf(db, itemId, code)
  return lot !== undefined && (lot.qtyMilli > 0 || lotInTransit(db, itemId, lot.id) > 0)
}

/** What a document's movements sum to, per item: thousandths, into stock is positive. */
export function movedBy(db: ReadDb, documentId: string): ReadonlyMap<Id<'item'>, number> {
  const sums = new Map<Id<'item'>, number>()
  for (const { itemId, qtyMilli } of store.takenBy(db, documentId)) sums.set(itemId, (sums.get(itemId) ?? 0) + qtyMilli)
  return sums
}

/** Out of one place and into another of the same location at the same value. */
export function transfer(ctx: WriteCtx, { fromPlaceId, toPlaceId, note, lines }: In<C, 'transfer'>): Out<C, 'transfer'> {
  const from = findPlace(ctx.db, fromPlaceId)
  if (!from) return inventoryFails.unknownPlace({ placeId: fromPlaceId })
  const to = findPlace(ctx.db, toPlaceId)
  if (!to) return inventoryFails.unknownPlace({ placeId: toPlaceId })
  if (from.id === to.id) return inventoryFails.samePlace({ name: from.name })
  if (from.locationId !== to.locationId) return inventoryFails.otherLocation({ name: to.name })
  const parts = checkParts(ctx.db, lines)
  if (!parts.ok) return parts
  let moves = 0
  let total = 0
  for (const { itemId, qtyMilli, lotId } of lines)
    for (const { valueMinor } of carry(ctx, from, to, { itemId, qtyMilli, lotId }, { note })) {
      moves += 2
      total += valueMinor
    }
  return ok({ moves, valueMinor: total })
}

/** Out of one place and into another at the same value; where nothing is noted each side names the other. What was carried. */
function carry(
  ctx: WriteCtx,
  from: StockPlace,
  to: StockPlace,
  { itemId, qtyMilli, lotId }: { readonly itemId: Id<'item'>; readonly qtyMilli: number; readonly lotId?: Id<'stockLot'> | null | undefined },
  { note, ...facts }: Facts,
): ReturnType<typeof takeOut> {
  const picked = lotId ? [{ lotId, qtyMilli }] : []
  const carried = takeOut(ctx, from, partOf(ctx.db, itemId), qtyMilli, 'transferOut', { ...facts, note: note || to.name }, picked)
  for (const left of carried)
    add(ctx, to, itemId, left.lotId, { reason: 'transferIn', deltaMilli: left.qtyMilli, valueMinor: left.valueMinor }, { ...facts, note: note || from.name })
  return carried
}

export function adjust(ctx: WriteCtx, { itemId, placeId, lotId, deltaMilli, note }: In<C, 'adjust'>): Out<C, 'adjust'> {
  const place = findPlace(ctx.db, placeId)
  if (!place) return inventoryFails.unknownPlace({ placeId })
  const parts = checkParts(ctx.db, [{ itemId, lotId }])
  if (!parts.ok) return parts
  const part = partOf(ctx.db, itemId)
  // No lot means what lies there of none; where nothing does, less goes by expiry, and more has to say of which.
  const isNamed = Boolean(lotId) || shelf.ofNoLot(ctx.db, itemId, placeId) !== 0
  if (deltaMilli < 0) takeOut(ctx, place, part, -deltaMilli, 'adjust', { note }, isNamed ? [{ lotId: lotId ?? null, qtyMilli: -deltaMilli }] : [])
  else {
    if (part.tracking !== 'none' && !isNamed) return inventoryFails.lotNeeded({ name: parts.value.get(itemId)?.name ?? '' })
    add(ctx, place, itemId, lotId ?? null, correcting(ctx.db, itemId, placeId, deltaMilli, 'adjust'), { note })
  }
  return levelOf(ctx.db, itemId, placeId)
}

export function setRule(ctx: WriteCtx, { itemId, placeId, ...patch }: In<C, 'setRule'>): Out<C, 'setRule'> {
  const place = findPlace(ctx.db, placeId)
  if (!place) return inventoryFails.unknownPlace({ placeId })
  const part = checkPart(ctx.db, itemId)
  if (!part.ok) return part
  const set = saveRule(ctx, place, itemId, patch)
  return set.ok ? levelOf(ctx.db, itemId, placeId) : set
}

export function setLimits(ctx: WriteCtx, { placeId, lines }: In<C, 'setLimits'>): Out<C, 'setLimits'> {
  const place = findPlace(ctx.db, placeId)
  if (!place) return inventoryFails.unknownPlace({ placeId })
  for (const { itemId, ...limits } of lines) {
    const part = checkPart(ctx.db, itemId)
    if (!part.ok) return part
    const set = saveRule(ctx, place, itemId, limits)
    if (!set.ok) return set
  }
  return ok({ set: lines.length })
}

type Limits = Parameters<typeof writeRule>[3]

function saveRule(ctx: WriteCtx, place: StockPlace, itemId: Id<'item'>, patch: Limits): Result<null, Failure<'inventory.fillBelowReorder'>> {
  const after = { ...NO_LIMITS, ...store.findRule(ctx.db, itemId, place.id), ...patch }
  if (after.fillToMilli !== null && after.reorderAtMilli !== null && after.fillToMilli <= after.reorderAtMilli) return inventoryFails.fillBelowReorder()
  writeRule(ctx, place, itemId, patch)
  return ok(null)
}

/** A document that takes parts out of a location's stock. */
export interface TakingDocument {
  readonly kind: DocumentKind & ('workOrder' | 'sale' | 'vendorReturn')
  readonly id: string
  readonly number: string
  readonly locationId: Id<'location'>
  readonly customerId: Id<'customer'> | null
  /** On the movements. */
  readonly note?: string
}

/** What a document's line takes. */
interface Wanted {
  readonly itemId: Id<'item'> | null
  readonly qtyMilli: number
  /** Where it says which. */
  readonly lots?: readonly { readonly lotId: Id<'stockLot'>; readonly qtyMilli: number }[]
}
/** What came back to the shelf. */
export interface Given {
  readonly itemId: Id<'item'>
  readonly place: StockPlace
  readonly lotId: Id<'stockLot'> | null
  readonly qtyMilli: number
}

/**
 * Takes from, or gives back to, the first place of the document's location what its lines now say, beyond what it took before. Only
 * items that this location keeps in stock move; of tracked ones the lots that were picked, then first expired first out; back come first the
 * lots that no line names any more, and to the first place what left one that is removed. What came back. Called by work orders and sales;
 * called again it moves nothing. Holds STK-5, STK-7.
 */
export function settleUse(ctx: WriteCtx, document: TakingDocument, wanted: readonly Wanted[]): Given[] {
  const taken = store.takenBy(ctx.db, document.id)
  const [main] = store.places(ctx.db, document.locationId)
  const wantedMilli = new Map<Id<'item'>, number>()
  const given: Given[] = []
  for (const { itemId, qtyMilli } of wanted)
    if (itemId !== null && main && (store.findLevel(ctx.db, itemId, main.id) || taken.some((one) => one.itemId === itemId)))
      wantedMilli.set(itemId, (wantedMilli.get(itemId) ?? 0) + qtyMilli)
  const { kind: documentKind, id: documentId, number: documentNumber, customerId, note = '' } = document
  const facts = { documentKind, documentId, documentNumber, customerId, note }
  for (const { itemId, deltaMilli } of rules.settle(wantedMilli, movedBy(ctx.db, document.id))) {
    const named = wanted.flatMap((one) => (one.itemId === itemId ? (one.lots ?? []) : []))
    if (deltaMilli < 0 && main) {
      // What was picked and has left is not picked again.
      const left = (lotId: Id<'stockLot'>) => taken.reduce((sum, one) => (one.itemId === itemId && one.lotId === lotId ? sum - one.qtyMilli : sum), 0)
      const picked = [...byLot([...shelf.picks(ctx.db, document.id, itemId), ...named])].map(([lotId, qtyMilli]) => ({
        lotId,
        qtyMilli: qtyMilli - left(lotId),
      }))
      takeOut(ctx, main, partOf(ctx.db, itemId), -deltaMilli, 'use', facts, picked)
    }
    const own = taken.filter((row) => row.itemId === itemId)
    for (const { row, qtyMilli } of givingBack(own, deltaMilli, byLot(named))) {
      const from = store.findPlace(ctx.db, row.placeId)
      const place = from?.deleted ? main : from
      if (!place) continue
      add(ctx, place, itemId, row.lotId, rules.returning(row, qtyMilli), facts)
      given.push({ itemId, place, lotId: row.lotId, qtyMilli })
    }
  }
  return given
}

function byLot(parts: readonly { readonly lotId: Id<'stockLot'>; readonly qtyMilli: number }[]): Map<Id<'stockLot'>, number> {
  const sums = new Map<Id<'stockLot'>, number>()
  for (const { lotId, qtyMilli } of parts) sums.set(lotId, (sums.get(lotId) ?? 0) + qtyMilli)
  return sums
}

/**
 * Goods that came back at another location than they had left lie there, in its first place; one without a place leaves them where they were
 * given. No document takes these movements for its own. Called by sales.
 */
export function bringTo(ctx: WriteCtx, { locationId, number }: Pick<TakingDocument, 'locationId' | 'number'>, given: readonly Given[]): Given[] {
  const [to] = store.places(ctx.db, locationId)
  return given.map((one) => {
    if (!to || one.place.locationId === locationId) return one
    carry(ctx, one.place, to, one, { documentNumber: number })
    return { ...one, place: to }
  })
}

/** Goods that came back and are fit for nobody: they leave again, of the places and lots that they were given to. Called by sales. */
export function writeOff(ctx: WriteCtx, document: TakingDocument, given: readonly Given[], damaged: readonly Wanted[], note: string): void {
  const facts = { documentKind: document.kind, documentId: document.id, documentNumber: document.number, customerId: document.customerId, note }
  const left = given.map((one) => ({ ...one }))
  for (const { itemId, qtyMilli, lots = [] } of damaged) {
    let openMilli = qtyMilli
    const own = left.filter((one) => one.itemId === itemId)
    const named = (lotId: Id<'stockLot'> | null) => Number(lots.some((lot) => lot.lotId === lotId))
    for (const one of own.sort((a, b) => named(b.lotId) - named(a.lotId))) {
      const part = Math.min(openMilli, one.qtyMilli)
      if (part <= 0) continue
      takeOut(ctx, one.place, partOf(ctx.db, one.itemId), part, 'damage', facts, [{ lotId: one.lotId, qtyMilli: part }])
      one.qtyMilli -= part
      openMilli -= part
    }
  }
}

/** Of what a document took, parts come back; not more than it has. The note says what they come back with. Called by credit notes. */
export function takeBack(ctx: WriteCtx, document: TakingDocument, back: readonly { readonly itemId: Id<'item'>; readonly qtyMilli: number }[]): void {
  const backMilli = (id: Id<'item'>) => back.reduce((sum, { itemId, qtyMilli }) => sum + (itemId === id ? qtyMilli : 0), 0)
  settleUse(
    ctx,
    document,
    [...movedBy(ctx.db, document.id)].map(([itemId, movedMilli]) => ({ itemId, qtyMilli: Math.max(0, -movedMilli - backMilli(itemId)) })),
  )
}
