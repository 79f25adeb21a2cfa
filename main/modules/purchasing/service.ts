import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { foldText } from '#shared/kernel/text.ts'
import { inventoryFails } from '#shared/modules/inventory/contract.ts'
import { purchasingFails, type purchasingContract } from '#shared/modules/purchasing/contract.ts'
import {
  BLANK_SUPPLIER,
  LONGEST_ORDER,
  type PurchaseHead,
  type PurchaseLine,
  type PurchaseOrder,
  type Suggestion,
  type Supplier,
} from '#shared/modules/purchasing/model.ts'
import * as rules from '#shared/modules/purchasing/rules.ts'
import * as catalog from '../catalog/service.ts'
import * as inventory from '../inventory/service.ts'
import * as store from './store.ts'
import { purchaseLine, purchaseOrder, supplier } from './tables.ts'

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

export function orders(ctx: ReadCtx, { after, limit, ...filters }: In<C, 'orders'>): Out<C, 'orders'> {
  return ok(store.heads(ctx.db, { filters, sort: 'newest', after, limit }))
}

export function ofItem(ctx: ReadCtx, { itemId }: In<C, 'ofItem'>): Out<C, 'ofItem'> {
  return ok(store.ofItem(ctx.db, itemId))
}

export function order(ctx: ReadCtx, { orderId }: In<C, 'order'>): Out<C, 'order'> {
  const found = load(ctx.db, orderId)
  return found ? ok(found) : purchasingFails.unknownOrder({ orderId })
}

export function suggestions(ctx: ReadCtx, { placeId }: In<C, 'suggestions'>): Out<C, 'suggestions'> {
  return inventory.findPlace(ctx.db, placeId) ? ok(wantedIn(ctx.db, placeId)) : inventoryFails.unknownPlace({ placeId })
}

function wantedIn(db: ReadDb, placeId: Id<'stockPlace'>): Suggestion[] {
  return store.wantingIn(db, placeId).flatMap(({ reorderAtMilli, criticalAtMilli, fillToMilli, ...row }) => {
    const suggestedMilli = rules.toOrder({ ...row, reorderAtMilli, criticalAtMilli, fillToMilli })
    return suggestedMilli > 0 ? [{ ...row, suggestedMilli }] : []
  })
}

export function createOrder(ctx: WriteCtx, { supplierId, placeId, note, expectedOn, fillUp }: In<C, 'createOrder'>): Out<C, 'createOrder'> {
  const from = store.findSupplier(ctx.db, supplierId)
  if (!from || from.deleted) return purchasingFails.unknownSupplier({ supplierId })
  const place = inventory.findPlace(ctx.db, placeId)
  if (!place) return inventoryFails.unknownPlace({ placeId })
  const wanted = fillUp ? wantedIn(ctx.db, placeId) : []
  if (fillUp && wanted.length === 0) return purchasingFails.nothingToOrder({ name: place.name })
  const id = ctx.newId<'purchaseOrder'>()
  const { locationId } = place
  ctx.db.insert(purchaseOrder, {
    id,
    number: ctx.nextNumber('purchaseOrder'),
    supplierId,
    placeId,
    locationId,
    state: 'draft',
    note,
    expectedOn,
    orderedAt: null,
    netMinor: rules.netOf(wanted.map(({ suggestedMilli, costMinor }) => ({ qtyMilli: suggestedMilli, unitCostMinor: costMinor }))),
  })
  wanted.forEach(({ itemId, suggestedMilli, costMinor }, i) => {
    ctx.db.insert(purchaseLine, {
      id: ctx.newId<'purchaseLine'>(),
      orderId: id,
      locationId,
      position: i + 1,
      itemId,
      qtyMilli: suggestedMilli,
      unitCostMinor: costMinor,
    })
  })
  return ok(mustLoad(ctx.db, id))
}

export function updateOrder(ctx: WriteCtx, { orderId, ...patch }: In<C, 'updateOrder'>): Out<C, 'updateOrder'> {
  if (!store.findHead(ctx.db, orderId)) return purchasingFails.unknownOrder({ orderId })
  ctx.db.update(purchaseOrder, orderId, patch)
  return ok(mustLoad(ctx.db, orderId))
}

export function addLine(ctx: WriteCtx, { orderId, itemId, qtyMilli, unitCostMinor }: In<C, 'addLine'>): Out<C, 'addLine'> {
  const known = loadFor(ctx.db, orderId, 'edit')
  if (!known.ok) return known
  const { head, lines } = known.value
  const item = catalog.findItem(ctx.db, itemId)
  if (!item || item.deleted) return inventoryFails.unknownItem({ itemId })
  if (item.kind !== 'part') return inventoryFails.notAPart({ itemId, name: item.name })
  const same = lines.find((line) => line.itemId === itemId)
  if (same) return purchasingFails.itemTaken({ lineId: same.id, name: item.name })
  if (lines.length >= LONGEST_ORDER) return purchasingFails.tooManyLines({ most: LONGEST_ORDER })
  ctx.db.insert(purchaseLine, {
    id: ctx.newId<'purchaseLine'>(),
    orderId,
    locationId: head.locationId,
    position: (lines.at(-1)?.position ?? 0) + 1,
    itemId,
    qtyMilli,
    unitCostMinor: unitCostMinor ?? item.costMinor,
  })
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
  return ok(saveNet(ctx, line.orderId))
}

export function send(ctx: WriteCtx, { orderId }: In<C, 'send'>): Out<C, 'send'> {
  return become(ctx, orderId, ({ head, lines }) => rules.checkOrder(head, lines), { orderedAt: ctx.now })
}

export function complete(ctx: WriteCtx, { orderId }: In<C, 'complete'>): Out<C, 'complete'> {
  return become(ctx, orderId, ({ head }) => rules.step(head, 'complete'))
}

export function cancel(ctx: WriteCtx, { orderId }: In<C, 'cancel'>): Out<C, 'cancel'> {
  return become(ctx, orderId, ({ head, lines }) => rules.checkCancel(head, lines))
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

/** Holds PUR-2, PUR-3. */
export function receive(ctx: WriteCtx, { orderId, documentNumber, lines }: In<C, 'receive'>): Out<C, 'receive'> {
  const known = loadFor(ctx.db, orderId, 'receive')
  if (!known.ok) return known
  const goods: inventory.Delivered[] = []
  for (const { lineId, qtyMilli, unitCostMinor, lots } of lines) {
    const line = known.value.lines.find(({ id }) => id === lineId)
    if (!line) return purchasingFails.unknownLine({ lineId })
    goods.push({ itemId: line.itemId, qtyMilli, unitCostMinor: unitCostMinor ?? line.unitCostMinor, lots })
  }
  const { head } = known.value
  const received = inventory.receiveOn(ctx, head, head.placeId, goods, documentNumber)
  if (!received.ok) return received
  const after = mustLoad(ctx.db, orderId)
  if (!rules.isComplete(after.lines)) return ok(after)
  ctx.db.update(purchaseOrder, orderId, { state: 'received' })
  return ok(mustLoad(ctx.db, orderId))
}

/** What orders that went out will still bring a location of an item, in thousandths. Called by work orders. */
export const onOrderMilli = (db: ReadDb, itemId: Id<'item'>, locationId: Id<'location'>): number => store.onOrderMilli(db, itemId, locationId)

function load(db: ReadDb, orderId: Id<'purchaseOrder'>): PurchaseOrder | undefined {
  const head = store.findHead(db, orderId)
  if (!head) return undefined
  const moved = inventory.movedBy(db, orderId)
  const lines = store.linesOf(db, orderId).map((line): PurchaseLine => ({ ...line, receivedMilli: moved.get(line.itemId) ?? 0 }))
  return { head, lines }
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

function saveNet(ctx: WriteCtx, orderId: Id<'purchaseOrder'>): PurchaseOrder {
  ctx.db.update(purchaseOrder, orderId, { netMinor: rules.netOf(store.linesOf(ctx.db, orderId)) })
  return mustLoad(ctx.db, orderId)
}
