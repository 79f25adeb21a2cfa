import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { costOf, unitCostOf } from '#shared/modules/catalog/rules/packs.ts'
import { inventoryFails } from '#shared/modules/inventory/contract.ts'
import { purchasingFails, type purchasingContract } from '#shared/modules/purchasing/contract.ts'
import { LONGEST_ORDER, type PurchaseHead, type PurchaseLine, type PurchaseOrder, type Suggestion } from '#shared/modules/purchasing/model.ts'
import { spread } from '#shared/modules/purchasing/rules/landed.ts'
import { orderOf } from '#shared/modules/purchasing/rules/parts.ts'
import * as rules from '#shared/modules/purchasing/rules.ts'
import * as catalog from '../../catalog/service.ts'
import * as inventory from '../../inventory/service.ts'
import * as store from '../store.ts'
import { costsOn } from '../store/offers.ts'
import { purchaseCost, purchaseLine, purchaseOrder } from '../tables.ts'
import { firstOffer, offerOf } from './offers.ts'
import * as requests from './requests.ts'
import { findSupplier } from './suppliers.ts'

type C = typeof purchasingContract

export function orders(ctx: ReadCtx, { after, limit, ...filters }: In<C, 'orders'>): Out<C, 'orders'> {
  return ok(store.heads(ctx.db, { filters, sort: 'newest', after, limit }))
}

export function ofItem(ctx: ReadCtx, { itemId }: In<C, 'ofItem'>): Out<C, 'ofItem'> {
  return ok(rules.divided(store.ofItem(ctx.db, itemId), ({ id }) => id))
}

export function order(ctx: ReadCtx, { orderId }: In<C, 'order'>): Out<C, 'order'> {
  const found = load(ctx.db, orderId)
  return found ? ok(found) : purchasingFails.unknownOrder({ orderId })
}

export function suggestions(ctx: ReadCtx, { placeId, supplierId }: In<C, 'suggestions'>): Out<C, 'suggestions'> {
  return inventory.findPlace(ctx.db, placeId) ? ok(wantedIn(ctx.db, placeId, supplierId)) : inventoryFails.unknownPlace({ placeId })
}

/** What the limits of a place ask for; of one supplier without what is bought first of another. */
export function wantedIn(db: ReadDb, placeId: Id<'stockPlace'>, supplierId?: Id<'supplier'>): Suggestion[] {
  const isElsewhere = (itemId: Id<'item'>) => supplierId !== undefined && (firstOffer(db, itemId)?.supplierId ?? supplierId) !== supplierId
  const wanted: Suggestion[] = []
  for (const { reorderAtMilli, criticalAtMilli, fillToMilli, ...row } of store.wantingIn(db, placeId)) {
    const suggestedMilli = rules.toOrder({ ...row, reorderAtMilli, criticalAtMilli, fillToMilli })
    // An item may be sold in variants since its limits were set.
    if (suggestedMilli > 0 && !isElsewhere(row.itemId) && catalog.checkVariant(db, row.itemId).ok) wanted.push({ ...row, suggestedMilli })
    if (wanted.length === LONGEST_ORDER) break
  }
  return wanted
}

export function createOrder(ctx: WriteCtx, { supplierId, placeId, note, expectedOn, fillUp }: In<C, 'createOrder'>): Out<C, 'createOrder'> {
  if (!findSupplier(ctx.db, supplierId)) return purchasingFails.unknownSupplier({ supplierId })
  const place = inventory.findPlace(ctx.db, placeId)
  if (!place) return inventoryFails.unknownPlace({ placeId })
  const wanted = fillUp ? wantedIn(ctx.db, placeId, supplierId) : []
  if (fillUp && wanted.length === 0) return purchasingFails.nothingToOrder({ name: place.name })
  const orderId = begin(ctx, { supplierId, placeId, locationId: place.locationId, note, expectedOn })
  for (const { itemId, suggestedMilli } of wanted)
    add(ctx, mustLoad(ctx.db, orderId), itemId, orderOf(0, suggestedMilli, offerOf(ctx.db, supplierId, itemId)?.packMilli ?? 1000))
  return ok(saveNet(ctx, orderId))
}

type NewOrder = Pick<PurchaseHead, 'supplierId' | 'placeId' | 'locationId' | 'note' | 'expectedOn'>
/** A draft without lines. */
export function begin(ctx: WriteCtx, fields: NewOrder): Id<'purchaseOrder'> {
  const id = ctx.newId<'purchaseOrder'>()
  ctx.db.insert(purchaseOrder, { ...fields, id, number: ctx.nextNumber('purchaseOrder'), state: 'draft', orderedAt: null, netMinor: 0 })
  return id
}

/** One more part on a draft that has room for it, in the packs and at the price of the supplier's offer, else at the catalogue's cost. */
export function add(ctx: WriteCtx, { head, lines }: PurchaseOrder, itemId: Id<'item'>, qtyMilli: number, unitCostMinor?: number): void {
  const offer = offerOf(ctx.db, head.supplierId, itemId)
  ctx.db.insert(purchaseLine, {
    id: ctx.newId<'purchaseLine'>(),
    orderId: head.id,
    locationId: head.locationId,
    position: (lines.at(-1)?.position ?? 0) + 1,
    itemId,
    qtyMilli,
    unitCostMinor: unitCostMinor ?? offer?.packMinor ?? catalog.findItem(ctx.db, itemId)?.costMinor ?? 0,
    packMilli: offer?.packMilli ?? 1000,
  })
}

export function updateOrder(ctx: WriteCtx, { orderId, ...patch }: In<C, 'updateOrder'>): Out<C, 'updateOrder'> {
  if (!store.findHead(ctx.db, orderId)) return purchasingFails.unknownOrder({ orderId })
  ctx.db.update(purchaseOrder, orderId, patch)
  return ok(mustLoad(ctx.db, orderId))
}

export function addLine(ctx: WriteCtx, { orderId, itemId, qtyMilli, unitCostMinor }: In<C, 'addLine'>): Out<C, 'addLine'> {
  const known = loadFor(ctx.db, orderId, 'edit')
  if (!known.ok) return known
  const { lines } = known.value
  const item = catalog.findItem(ctx.db, itemId)
  if (!item || item.deleted) return inventoryFails.unknownItem({ itemId })
  if (item.kind !== 'part') return inventoryFails.notAPart({ itemId, name: item.name })
  const chosen = catalog.checkVariant(ctx.db, item.id)
  if (!chosen.ok) return chosen
  const same = lines.find((line) => line.itemId === itemId)
  if (same) return purchasingFails.itemTaken({ lineId: same.id, name: item.name })
  if (lines.length >= LONGEST_ORDER) return purchasingFails.tooManyLines({ most: LONGEST_ORDER })
  add(ctx, known.value, itemId, qtyMilli, unitCostMinor)
  return ok(saveNet(ctx, orderId))
}

export function updateLine(ctx: WriteCtx, { lineId, ...patch }: In<C, 'updateLine'>): Out<C, 'updateLine'> {
  const line = store.findLine(ctx.db, lineId)
  if (!line) return purchasingFails.unknownLine({ lineId })
  const known = loadFor(ctx.db, line.orderId, 'edit')
  if (!known.ok) return known
  ctx.db.update(purchaseLine, lineId, patch)
  return ok(saveNet(ctx, line.orderId))
}

export function removeLine(ctx: WriteCtx, { lineId }: In<C, 'removeLine'>): Out<C, 'removeLine'> {
  const line = store.findLine(ctx.db, lineId)
  if (!line) return purchasingFails.unknownLine({ lineId })
  const known = loadFor(ctx.db, line.orderId, 'edit')
  if (!known.ok) return known
  ctx.db.update(purchaseLine, lineId, { deleted: true })
  requests.release(ctx, line.orderId, line.itemId)
  return ok(saveNet(ctx, line.orderId))
}

export function send(ctx: WriteCtx, { orderId }: In<C, 'send'>): Out<C, 'send'> {
  const sent = become(ctx, orderId, ({ head, lines }) => rules.checkOrder(head, lines), { orderedAt: ctx.now })
  if (sent.ok) requests.order(ctx, orderId)
  return sent
}

export function complete(ctx: WriteCtx, { orderId }: In<C, 'complete'>): Out<C, 'complete'> {
  const completed = become(ctx, orderId, ({ head }) => rules.step(head, 'complete'))
  if (!completed.ok) return completed
  end(ctx, orderId)
  return ok(mustLoad(ctx.db, orderId))
}

export function cancel(ctx: WriteCtx, { orderId }: In<C, 'cancel'>): Out<C, 'cancel'> {
  const cancelled = become(ctx, orderId, ({ head, lines }) => rules.checkCancel(head, lines))
  if (cancelled.ok) requests.release(ctx, orderId)
  return cancelled
}

function become<Code extends string>(
  ctx: WriteCtx,
  orderId: Id<'purchaseOrder'>,
  decide: (order: PurchaseOrder) => Result<PurchaseHead['state'], Failure<Code>>,
  also: { orderedAt?: number } = {},
): Result<PurchaseOrder, Failure<Code | 'purchasing.unknownOrder'>> {
  const known = load(ctx.db, orderId)
  if (!known) return purchasingFails.unknownOrder({ orderId })
  const state = decide(known)
  if (!state.ok) return state
  ctx.db.update(purchaseOrder, orderId, { state: state.value, ...also })
  return ok(mustLoad(ctx.db, orderId))
}

/** Holds PUR-2, PUR-3, PUR-6. */
export function receive(ctx: WriteCtx, { orderId, documentNumber, freightMinor, dutyMinor, spreadBy, lines }: In<C, 'receive'>): Out<C, 'receive'> {
  const known = loadFor(ctx.db, orderId, 'receive')
  if (!known.ok) return known
  const { head } = known.value
  const came: (inventory.Delivered & { id: string; line: PurchaseLine; packMinor: number })[] = []
  for (const { lineId, qtyMilli, unitCostMinor, lots, bin } of lines) {
    const line = known.value.lines.find(({ id }) => id === lineId)
    if (!line) return purchasingFails.unknownLine({ lineId })
    const packMinor = unitCostMinor ?? line.unitCostMinor
    came.push({
      id: `${lineId} ${came.length}`,
      line,
      itemId: line.itemId,
      qtyMilli,
      packMinor,
      valueMinor: costOf(qtyMilli, packMinor, line.packMilli),
      lots,
      bin,
    })
  }
  const shares = spread(freightMinor + dutyMinor, came, spreadBy)
  const landedOn = (id: string) => shares.get(id) ?? 0
  const goods = came.map(({ id, itemId, qtyMilli, valueMinor, lots, bin }) => ({ itemId, qtyMilli, valueMinor: valueMinor + landedOn(id), lots, bin }))
  const received = inventory.receiveOn(ctx, head, head.placeId, goods, documentNumber)
  if (!received.ok) return received
  for (const { id, line, qtyMilli, packMinor } of came) {
    const { itemId, packMilli } = line
    ctx.db.insert(purchaseCost, {
      id: ctx.newId<'cost'>(),
      itemId,
      supplierId: head.supplierId,
      source: 'receipt',
      orderId,
      lineId: line.id,
      documentNumber,
      qtyMilli,
      packMilli,
      beforeMinor: line.unitCostMinor,
      packMinor,
      landedMinor: landedOn(id),
      userName: ctx.actor.name,
      at: ctx.now,
    })
    catalog.setCost(ctx, itemId, unitCostOf(packMinor, packMilli))
  }
  arrive(ctx, orderId)
  const after = mustLoad(ctx.db, orderId)
  if (!rules.isComplete(after.lines)) return ok(after)
  ctx.db.update(purchaseOrder, orderId, { state: 'received' })
  end(ctx, orderId)
  return ok(mustLoad(ctx.db, orderId))
}

function arrive(ctx: WriteCtx, orderId: Id<'purchaseOrder'>): void {
  const moved = inventory.movedBy(ctx.db, orderId)
  requests.arrive(ctx, orderId, (itemId) => moved.get(itemId) ?? 0)
}

/** Nothing more comes: whom what came serves, on whatever device it was received, has it, and the others want theirs again. */
function end(ctx: WriteCtx, orderId: Id<'purchaseOrder'>): void {
  arrive(ctx, orderId)
  requests.release(ctx, orderId)
}

export function load(db: ReadDb, orderId: Id<'purchaseOrder'>): PurchaseOrder | undefined {
  const head = store.findHead(db, orderId)
  if (!head) return undefined
  const moved = inventory.movedBy(db, orderId)
  const lines = rules.divided(
    store.linesOf(db, orderId).map((line): PurchaseLine => ({ ...line, receivedMilli: moved.get(line.itemId) ?? 0 })),
    ({ itemId }) => itemId,
  )
  return { head, lines, costs: costsOn(db, orderId), requests: requests.requestsOn(db, orderId) }
}

function mustLoad(db: ReadDb, orderId: Id<'purchaseOrder'>): PurchaseOrder {
  const found = load(db, orderId)
  if (!found) throw new Error(`purchase order ${orderId} was found and is not there`)
  return found
}

function loadFor(
  db: ReadDb,
  orderId: Id<'purchaseOrder'>,
  event: 'edit' | 'receive',
): Result<PurchaseOrder, Failure<'purchasing.unknownOrder' | 'purchasing.wrongState'>> {
  const found = load(db, orderId)
  if (!found) return purchasingFails.unknownOrder({ orderId })
  const allowed = rules.step(found.head, event)
  return allowed.ok ? ok(found) : allowed
}

export function saveNet(ctx: WriteCtx, orderId: Id<'purchaseOrder'>): PurchaseOrder {
  ctx.db.update(purchaseOrder, orderId, { netMinor: rules.netOf(store.linesOf(ctx.db, orderId)) })
  return mustLoad(ctx.db, orderId)
}
