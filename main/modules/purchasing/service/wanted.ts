import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import { costOf } from '#shared/modules/catalog/rules/packs.ts'
import { inventoryFails } from '#shared/modules/inventory/contract.ts'
import type { StockPlace } from '#shared/modules/inventory/model.ts'
import { purchasingFails, type purchasingContract } from '#shared/modules/purchasing/contract.ts'
import { LONGEST_ORDER } from '#shared/modules/purchasing/model.ts'
import type { WantedOf, WantedPart } from '#shared/modules/purchasing/model/parts.ts'
import { orderOf } from '#shared/modules/purchasing/rules/parts.ts'
import * as rules from '#shared/modules/purchasing/rules.ts'
import * as catalog from '../../catalog/service.ts'
import * as inventory from '../../inventory/service.ts'
import * as store from '../store.ts'
import { backOrders as openLines, openRequestsAt } from '../store/parts.ts'
import { purchaseLine } from '../tables.ts'
import { firstOffer, offerOf } from './offers.ts'
import { add, begin, load, saveNet, wantedIn } from './orders.ts'
import { putOn } from './requests.ts'
import { findSupplier } from './suppliers.ts'

type C = typeof purchasingContract

export function wanted(ctx: ReadCtx, { placeId }: In<C, 'wanted'>): Out<C, 'wanted'> {
  const place = inventory.findPlace(ctx.db, placeId)
  return place ? ok(wantedFor(ctx.db, place)) : inventoryFails.unknownPlace({ placeId })
}

/** By supplier: the one that a request names, else where the item is bought first. */
function wantedFor(db: ReadDb, place: StockPlace): WantedOf[] {
  const groups = new Map<Id<'supplier'> | null, Map<Id<'item'>, WantedPart>>()
  const at = (supplierId: Id<'supplier'> | null, itemId: Id<'item'>): WantedPart | undefined => {
    const parts = groups.get(supplierId) ?? new Map<Id<'item'>, WantedPart>()
    groups.set(supplierId, parts)
    const known = parts.get(itemId)
    if (known) return known
    const item = catalog.findItem(db, itemId)
    if (!item) return undefined
    const offer = supplierId === null ? null : (offerOf(db, supplierId, itemId) ?? null)
    const { sku, name, unit } = item
    const part: WantedPart = { itemId, sku, name, unit, offer, jobsMilli: 0, placeMilli: 0, orderMilli: 0, amountMinor: 0, requests: [] }
    parts.set(itemId, part)
    return part
  }
  for (const request of openRequestsAt(db, place.locationId)) {
    const named = request.supplierId !== null && findSupplier(db, request.supplierId) ? request.supplierId : null // it may be removed since
    const part = at(named ?? firstOffer(db, request.itemId)?.supplierId ?? null, request.itemId)
    part?.requests.push(request)
    if (part) part.jobsMilli += request.qtyMilli
  }
  for (const { itemId, suggestedMilli } of wantedIn(db, place.id)) {
    const part = at(firstOffer(db, itemId)?.supplierId ?? null, itemId)
    if (part) part.placeMilli += suggestedMilli
  }
  const found = [...groups].map(([supplierId, parts]): WantedOf => {
    const rows = [...parts.values()].map((part) => {
      const packMilli = part.offer?.packMilli ?? 1000
      const orderMilli = orderOf(part.jobsMilli, part.placeMilli, packMilli)
      const packMinor = part.offer?.packMinor ?? catalog.findItem(db, part.itemId)?.costMinor ?? 0
      return { ...part, orderMilli, amountMinor: costOf(orderMilli, packMinor, packMilli) }
    })
    const supplierName = supplierId === null ? '' : (findSupplier(db, supplierId)?.name ?? '')
    return { supplierId, supplierName, parts: rows, amountMinor: rows.reduce((sum, { amountMinor }) => sum + amountMinor, 0) }
  })
  const last = (one: WantedOf) => Number(one.supplierId === null)
  return found.sort((a, b) => last(a) - last(b) || (a.supplierName < b.supplierName ? -1 : 1))
}

/** What is on the draft already of a part becomes more. */
export function orderWanted(ctx: WriteCtx, { supplierId, placeId, itemIds }: In<C, 'orderWanted'>): Out<C, 'orderWanted'> {
  const place = inventory.findPlace(ctx.db, placeId)
  if (!place) return inventoryFails.unknownPlace({ placeId })
  if (!findSupplier(ctx.db, supplierId)) return purchasingFails.unknownSupplier({ supplierId })
  const parts = wantedFor(ctx.db, place)
    .filter((group) => group.supplierId === supplierId || group.supplierId === null)
    .flatMap((group) => group.parts)
    .filter(({ itemId }) => itemIds.includes(itemId))
  if (parts.length === 0) return purchasingFails.nothingToOrder({ name: place.name })
  const orderId =
    store.findDraft(ctx.db, supplierId, placeId)?.id ?? begin(ctx, { supplierId, placeId, locationId: place.locationId, note: '', expectedOn: null })
  for (const { itemId, jobsMilli, placeMilli, requests } of parts) {
    const chosen = catalog.checkVariant(ctx.db, itemId)
    if (!chosen.ok) return chosen
    const draft = load(ctx.db, orderId)
    if (!draft) throw new Error(`purchase order ${orderId} was begun and is not there`)
    const packMilli = offerOf(ctx.db, supplierId, itemId)?.packMilli ?? 1000
    const same = draft.lines.find((line) => line.itemId === itemId)
    if (!same && draft.lines.length >= LONGEST_ORDER) return purchasingFails.tooManyLines({ most: LONGEST_ORDER })
    if (same) ctx.db.update(purchaseLine, same.id, { qtyMilli: orderOf(same.qtyMilli + jobsMilli, placeMilli, same.packMilli) })
    else add(ctx, draft, itemId, orderOf(jobsMilli, placeMilli, packMilli))
    putOn(ctx, orderId, requests)
  }
  return ok(saveNet(ctx, orderId))
}

export function backOrders(ctx: ReadCtx, { locationId }: In<C, 'backOrders'>): Out<C, 'backOrders'> {
  const lines = rules.divided(openLines(ctx.db), ({ orderId, itemId }) => `${orderId} ${itemId}`)
  const open = lines.filter((line) => rules.openMilli(line) > 0 && (locationId === undefined || line.locationId === locationId))
  return ok(open.map(({ locationId: _locationId, itemId: _itemId, ...line }) => line))
}
