import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { inventoryFails } from '#shared/modules/inventory/contract.ts'
import { purchasingFails, type purchasingContract } from '#shared/modules/purchasing/contract.ts'
import type { PartRequest } from '#shared/modules/purchasing/model/parts.ts'
import { served, stepRequest } from '#shared/modules/purchasing/rules/parts.ts'
import * as catalog from '../../catalog/service.ts'
import * as inventory from '../../inventory/service.ts'
import * as store from '../store/parts.ts'
import { partRequest } from '../tables.ts'
import { partOf } from './offers.ts'
import { findSupplier } from './suppliers.ts'

type C = typeof purchasingContract

export function requests(ctx: ReadCtx, { after, limit, ...filters }: In<C, 'requests'>): Out<C, 'requests'> {
  return ok(store.requests(ctx.db, { filters, sort: 'newest', after, limit }))
}

export function request(ctx: WriteCtx, { placeId, ...wish }: In<C, 'request'>): Out<C, 'request'> {
  const place = inventory.findPlace(ctx.db, placeId)
  return place ? requestFor(ctx, { ...wish, locationId: place.locationId, job: null }) : inventoryFails.unknownPlace({ placeId })
}

interface Wish {
  readonly itemId: Id<'item'>
  readonly qtyMilli: number
  readonly supplierId?: Id<'supplier'> | null | undefined
  readonly neededOn?: string | null | undefined
  readonly note?: string | undefined
  readonly locationId: Id<'location'>
  /** Whose part it is: the job and its line, as people call it. */
  readonly job: { readonly id: string; readonly number: string; readonly label: string; readonly lineId: string } | null
}
type Unwanted = Failure<'inventory.unknownItem' | 'inventory.notAPart' | 'catalog.chooseVariant' | 'purchasing.unknownSupplier'>

/** A part that somebody waits for. Called by work orders. */
export function requestFor(
  ctx: WriteCtx,
  { itemId, qtyMilli, supplierId = null, neededOn = null, note = '', locationId, job }: Wish,
): Result<PartRequest, Unwanted> {
  const part = partOf(ctx.db, itemId)
  if (!part.ok) return part
  const chosen = catalog.checkVariant(ctx.db, itemId)
  if (!chosen.ok) return chosen
  if (supplierId !== null && !findSupplier(ctx.db, supplierId)) return purchasingFails.unknownSupplier({ supplierId })
  const id = ctx.newId<'partRequest'>()
  ctx.db.insert(partRequest, {
    id,
    locationId,
    itemId,
    supplierId,
    qtyMilli,
    neededOn,
    note,
    state: 'wanted',
    jobId: job?.id ?? null,
    jobNumber: job?.number ?? '',
    jobLabel: job?.label ?? '',
    jobLineId: job?.lineId ?? null,
    orderId: null,
    requestedBy: ctx.actor.name,
  })
  return ok(mustFind(ctx.db, id))
}

export function cancelRequest(ctx: WriteCtx, { requestId }: In<C, 'cancelRequest'>): Out<C, 'cancelRequest'> {
  const known = store.findRequest(ctx.db, requestId)
  if (!known) return purchasingFails.unknownRequest({ requestId })
  const state = stepRequest(known, 'cancel')
  if (!state.ok) return state
  ctx.db.update(partRequest, requestId, { state: state.value })
  return ok(mustFind(ctx.db, requestId))
}

/** What a job waits for, and waited for. */
export const requestsOf = (db: ReadDb, jobId: string): PartRequest[] => store.requestsFor(db, jobId)

/** Who waits for what an order brings, or waited for it. */
export const requestsOn = (db: ReadDb, orderId: Id<'purchaseOrder'>): PartRequest[] =>
  store.requestsOn(db, orderId).filter(({ state }) => state !== 'cancelled')

/** Each of them takes the step, where it can. */
function step(ctx: WriteCtx, all: readonly PartRequest[], event: Parameters<typeof stepRequest>[1], also: { orderId?: null } = {}): PartRequest[] {
  return all.filter((one) => {
    const state = stepRequest(one, event)
    if (state.ok) ctx.db.update(partRequest, one.id, { state: state.value, ...also })
    return state.ok
  })
}

/** A finished job has used what it waited for; one that is open again has not. Called by work orders. */
export function fitRequests(ctx: WriteCtx, jobId: string, isDone: boolean): void {
  step(ctx, store.requestsFor(ctx.db, jobId), isDone ? 'fit' : 'unfit')
}

/** The job, or a line of it, is gone: nobody waits any more. What is on its way comes into stock. Called by work orders. */
export function dropRequests(ctx: WriteCtx, jobId: string, lineId?: string): void {
  const all = store.requestsFor(ctx.db, jobId)
  step(ctx, lineId === undefined ? all : all.filter(({ jobLineId }) => jobLineId === lineId), 'cancel')
}

/** Requests that a draft takes care of from here on. */
export function putOn(ctx: WriteCtx, orderId: Id<'purchaseOrder'>, all: readonly PartRequest[]): void {
  for (const { id } of all) ctx.db.update(partRequest, id, { orderId })
}

/** The order has gone out. */
export function order(ctx: WriteCtx, orderId: Id<'purchaseOrder'>): void {
  step(ctx, store.requestsOn(ctx.db, orderId), 'order')
}

/** The order, or a part of it, will not bring them: they are wanted again. */
export function release(ctx: WriteCtx, orderId: Id<'purchaseOrder'>, itemId?: Id<'item'>): void {
  const all = store.requestsOn(ctx.db, orderId).filter((one) => itemId === undefined || one.itemId === itemId)
  step(ctx, all, 'release', { orderId: null })
  for (const { id, state } of all) if (state === 'wanted') ctx.db.update(partRequest, id, { orderId: null }) // of a draft
}

/** What has come for whom. Holds PUR-7. */
export function arrive(ctx: WriteCtx, orderId: Id<'purchaseOrder'>, arrivedMilli: (itemId: Id<'item'>) => number): void {
  const all = requestsOn(ctx.db, orderId)
  const here = served(all, arrivedMilli)
  step(
    ctx,
    all.filter(({ id }) => here.has(id)),
    'arrive',
  )
}

function mustFind(db: ReadDb, id: Id<'partRequest'>): PartRequest {
  const found = store.findRequest(db, id)
  if (!found) throw new Error(`request ${id} was written and is not there`)
  return found
}
