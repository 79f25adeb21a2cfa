import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { type inventoryContract, inventoryFails } from '#shared/modules/inventory/contract.ts'
import type { StockPlace } from '#shared/modules/inventory/model.ts'
import { type StockTransfer, type TransferState } from '#shared/modules/inventory/model/transfers.ts'
import { arriving, inTransit, transferStep } from '#shared/modules/inventory/rules/transfers.ts'
import * as workspace from '../../workspace/service.ts'
import * as store from '../store/transfers.ts'
import { stockTransfer as transferTable, stockTransferArrival, stockTransferLine } from '../tables.ts'
import { add, checkParts, correcting, type Facts, findPlace, partOf, takeOut, writeRule } from './moving.ts'

type C = typeof inventoryContract
type NoStep = Failure<'inventory.unknownTransfer' | 'inventory.wrongTransferState'>
type Lines = In<C, 'createTransfer'>['lines']

export function transfers(ctx: ReadCtx, { after, limit, ...filters }: In<C, 'transfers'>): Out<C, 'transfers'> {
  return ok(store.transfers(ctx.db, { filters, sort: 'newest', after, limit }))
}

export function stockTransfer(ctx: ReadCtx, { transferId }: In<C, 'stockTransfer'>): Out<C, 'stockTransfer'> {
  const found = find(ctx.db, transferId)
  return found ? ok(found) : inventoryFails.unknownTransfer({ transferId })
}

export function createTransfer(ctx: WriteCtx, { fromPlaceId, toLocationId, note, lines }: In<C, 'createTransfer'>): Out<C, 'createTransfer'> {
  const from = findPlace(ctx.db, fromPlaceId)
  if (!from) return inventoryFails.unknownPlace({ placeId: fromPlaceId })
  if (!workspace.findLocation(ctx.db, toLocationId)) return inventoryFails.unknownLocation({ locationId: toLocationId })
  if (lines.length === 0) return inventoryFails.noLines()
  const parts = checkParts(ctx.db, lines)
  if (!parts.ok) return parts
  const id = ctx.newId<'stockTransfer'>()
  ctx.db.insert(transferTable, {
    id,
    number: ctx.nextNumber('stockTransfer'),
    fromPlaceId,
    fromPlaceName: from.name,
    fromLocationId: from.locationId,
    toLocationId,
    state: 'draft',
    note,
    createdBy: ctx.actor.name,
    sentAt: null,
    receivedAt: null,
  })
  addLines(ctx, id, lines, 0)
  return ok(mustFind(ctx.db, id))
}

export function changeTransfer(ctx: WriteCtx, { transferId, note, lines }: In<C, 'changeTransfer'>): Out<C, 'changeTransfer'> {
  const known = load(ctx.db, transferId, 'edit')
  if (!known.ok) return known
  if (lines.length === 0) return inventoryFails.noLines()
  const parts = checkParts(ctx.db, lines)
  if (!parts.ok) return parts
  for (const { id } of known.value.lines) ctx.db.update(stockTransferLine, id, { deleted: true })
  addLines(ctx, transferId, lines, known.value.lines.length)
  ctx.db.update(transferTable, transferId, { ...(note !== undefined && { note }) })
  return ok(mustFind(ctx.db, transferId))
}

function addLines(ctx: WriteCtx, transferId: Id<'stockTransfer'>, lines: Lines, behind: number): void {
  for (const [i, { itemId, qtyMilli, lotId = null }] of lines.entries())
    ctx.db.insert(stockTransferLine, { id: ctx.newId<'stockTransferLine'>(), transferId, position: behind + i + 1, itemId, lotId, qtyMilli, valueMinor: 0 })
}

/** The goods leave at what they cost here. A line whose part leaves by several lots becomes several lines. Holds STK-9. */
export function sendTransfer(ctx: WriteCtx, { transferId }: In<C, 'sendTransfer'>): Out<C, 'sendTransfer'> {
  const known = load(ctx.db, transferId, 'send')
  if (!known.ok) return known
  const { head, lines, state } = known.value
  const from = findPlace(ctx.db, head.fromPlaceId)
  if (!from) return inventoryFails.unknownPlace({ placeId: head.fromPlaceId })
  let position = lines.length
  for (const { id, itemId, lotId, qtyMilli } of lines) {
    const picked = lotId === null ? [] : [{ lotId, qtyMilli }]
    const [first, ...further] = takeOut(ctx, from, partOf(ctx.db, itemId), qtyMilli, 'transferOut', factsOf(known.value), picked)
    if (first) ctx.db.update(stockTransferLine, id, first)
    for (const share of further) ctx.db.insert(stockTransferLine, { id: ctx.newId<'stockTransferLine'>(), transferId, position: ++position, itemId, ...share })
  }
  ctx.db.update(transferTable, transferId, { state, sentAt: ctx.now })
  return ok(mustFind(ctx.db, transferId))
}

export function cancelTransfer(ctx: WriteCtx, { transferId }: In<C, 'cancelTransfer'>): Out<C, 'cancelTransfer'> {
  const known = load(ctx.db, transferId, 'cancel')
  if (!known.ok) return known
  ctx.db.update(transferTable, transferId, { state: known.value.state })
  return ok(mustFind(ctx.db, transferId))
}

/** Holds STK-9: what was sent comes in, and what there is more or less of it is corrected with its reason. */
export function receiveTransfer(ctx: WriteCtx, { transferId, placeId, isLast, reason, lines }: In<C, 'receiveTransfer'>): Out<C, 'receiveTransfer'> {
  const known = load(ctx.db, transferId, 'arrive')
  if (!known.ok) return known
  const place = findPlace(ctx.db, placeId)
  if (!place) return inventoryFails.unknownPlace({ placeId })
  if (place.locationId !== known.value.head.toLocationId) return inventoryFails.otherLocation({ name: place.name })
  const stranger = lines.find(({ lineId }) => !known.value.lines.some(({ id }) => id === lineId))
  if (stranger) return inventoryFails.unknownLine({ lineId: stranger.lineId })
  for (const line of known.value.lines) {
    const came = lines.filter(({ lineId }) => lineId === line.id).reduce((sum, { qtyMilli }) => sum + qtyMilli, 0)
    const arrival = arriving(line, came, isLast, reason)
    if (!arrival.ok) return arrival
    const bin = lines.find(({ lineId }) => lineId === line.id)?.bin
    if (bin !== undefined) writeRule(ctx, place, line.itemId, { bin })
    if (arrival.value.qtyMilli > 0 || arrival.value.differenceMilli !== 0) book(ctx, place, known.value, line, arrival.value, reason)
  }
  const after = mustFind(ctx.db, transferId)
  const isComplete = after.lines.every((line) => inTransit(line) === 0)
  ctx.db.update(transferTable, transferId, isComplete ? { state: 'received', receivedAt: ctx.now } : { state: known.value.state })
  return ok(mustFind(ctx.db, transferId))
}

type Arrival = Extract<ReturnType<typeof arriving>, { ok: true }>['value']

function book(ctx: WriteCtx, place: StockPlace, transfer: StockTransfer, line: StockTransfer['lines'][number], arrival: Arrival, reason: string): void {
  const { qtyMilli, valueMinor, differenceMilli } = arrival
  ctx.db.insert(stockTransferArrival, {
    id: ctx.newId<'stockTransferArrival'>(),
    transferId: transfer.head.id,
    lineId: line.id,
    qtyMilli,
    valueMinor,
    differenceMilli,
    reason: differenceMilli === 0 ? '' : reason,
    userName: ctx.actor.name,
    arrivedAt: ctx.now,
  })
  if (qtyMilli > 0) add(ctx, place, line.itemId, line.lotId, { reason: 'transferIn', deltaMilli: qtyMilli, valueMinor }, factsOf(transfer))
  if (differenceMilli === 0) return
  add(ctx, place, line.itemId, line.lotId, correcting(ctx.db, line.itemId, place.id, differenceMilli, 'adjust'), { ...factsOf(transfer), note: reason })
}

const factsOf = ({ head }: Pick<StockTransfer, 'head'>): Facts => ({
  documentKind: 'transfer',
  documentId: head.id,
  documentNumber: head.number,
  note: head.note,
})

function find(db: ReadDb, transferId: Id<'stockTransfer'>): StockTransfer | undefined {
  const head = store.findTransfer(db, transferId)
  return head && { head, lines: store.linesOf(db, transferId) }
}

function mustFind(db: ReadDb, transferId: Id<'stockTransfer'>): StockTransfer {
  const found = find(db, transferId)
  if (!found) throw new Error(`transfer ${transferId} was found and is not there`)
  return found
}

function load(
  db: ReadDb,
  transferId: Id<'stockTransfer'>,
  event: Parameters<typeof transferStep>[1],
): Result<StockTransfer & { state: TransferState }, NoStep> {
  const found = find(db, transferId)
  if (!found) return inventoryFails.unknownTransfer({ transferId })
  const state = transferStep(found.head, event)
  return state.ok ? ok({ ...found, state: state.value }) : state
}
