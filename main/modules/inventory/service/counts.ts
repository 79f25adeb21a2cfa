import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { type inventoryContract, inventoryFails } from '#shared/modules/inventory/contract.ts'
import type { CountLine, StockCount } from '#shared/modules/inventory/model/counts.ts'
import * as rules from '#shared/modules/inventory/rules.ts'
import { countStep, expectedMilli, needsRecount, openMilli } from '#shared/modules/inventory/rules/counts.ts'
import * as store from '../store/counts.ts'
import * as lots from '../store/lots.ts'
import { stockCount, stockCountEntry } from '../tables.ts'
import { add, checkPart, correcting, enterLot, findPlace, policyOf } from './moving.ts'

type C = typeof inventoryContract
type Event = Parameters<typeof countStep>[1]
type NoStep = Failure<'inventory.unknownCount' | 'inventory.wrongCountState'>

export function counts(ctx: ReadCtx, { after, limit, ...filters }: In<C, 'counts'>): Out<C, 'counts'> {
  return ok(store.counts(ctx.db, { filters, sort: 'newest', after, limit }))
}

export function count(ctx: ReadCtx, { countId }: In<C, 'count'>): Out<C, 'count'> {
  const head = store.findCount(ctx.db, countId)
  if (!head) return inventoryFails.unknownCount({ countId })
  const all = store.entries(ctx.db, countId).map((row) => toLine(ctx.db, head, row))
  const hides = isHidden(ctx, head)
  return ok({
    head,
    lines: hides ? all.map(hidden) : all,
    differenceMinor: hides ? null : all.reduce((sum, { differenceMinor }) => sum + differenceMinor, 0),
    recounts: all.filter((line) => line.needsRecount).length,
    isLate: head.state === 'approved' && all.some((line) => line.openMilli !== 0),
  })
}

/** Who counts blind must not learn what should be there; who approves sees it. */
const isHidden = (ctx: ReadCtx, head: StockCount): boolean => head.isBlind && head.state !== 'approved' && !ctx.actor.permissions.has('inventory.approve')
const hidden = (line: CountLine): CountLine => ({ ...line, expectedMilli: null, differenceMilli: null, differenceMinor: null, openMilli: null })

type FullLine = CountLine & { expectedMilli: number; differenceMilli: number; differenceMinor: number; openMilli: number }

function toLine(db: ReadDb, head: StockCount, row: store.EntryRow): FullLine {
  const { costMinor, levelMilli: _level, sinceMilli: _since, ownMilli: _own, laterCounts: _later, heldMilli, heldMinor, ...shown } = row
  const expected = expectedMilli(row)
  const differenceMilli = row.countedMilli - expected
  const differenceMinor =
    differenceMilli === 0 ? 0 : rules.adjusting({ qtyMilli: heldMilli, valueMinor: heldMinor }, differenceMilli, costMinor, 'count').valueMinor
  return {
    ...shown,
    expectedMilli: expected,
    differenceMilli,
    differenceMinor,
    openMilli: openMilli(row),
    needsRecount: head.state !== 'approved' && needsRecount(differenceMinor, row.times, policyOf(db).recountMinor),
  }
}

export function countSheet(ctx: ReadCtx, { countId, after, limit }: In<C, 'countSheet'>): Out<C, 'countSheet'> {
  const head = store.findCount(ctx.db, countId)
  if (!head) return inventoryFails.unknownCount({ countId })
  const filters = { countId, placeId: head.placeId, bin: head.bin === '' ? undefined : head.bin }
  const found = store.sheet(ctx.db, { filters, sort: 'bin', after, limit })
  return ok({
    ...found,
    rows: found.rows.map(({ no: _no, nameKey: _nameKey, ...row }) => ({ ...row, isCounted: row.isCounted === 1, isNoLotOpen: row.isNoLotOpen === 1 })),
  })
}

export function startCount(ctx: WriteCtx, { placeId, ...input }: In<C, 'startCount'>): Out<C, 'startCount'> {
  const place = findPlace(ctx.db, placeId)
  if (!place) return inventoryFails.unknownPlace({ placeId })
  const id = ctx.newId<'stockCount'>()
  const { locationId } = place
  ctx.db.insert(stockCount, {
    id,
    number: ctx.nextNumber('stockCount'),
    placeId,
    locationId,
    ...input,
    state: 'counting',
    startedBy: ctx.actor.name,
    approvedBy: '',
    approvedAt: null,
  })
  return ok(mustFind(ctx.db, id))
}

export function enterCount(ctx: WriteCtx, { countId, itemId, lotCode, countedMilli }: In<C, 'enterCount'>): Out<C, 'enterCount'> {
  const head = load(ctx.db, countId, 'enter')
  if (!head.ok) return head
  const part = checkPart(ctx.db, itemId)
  if (!part.ok) return part
  const isTracked = part.value.tracking !== 'none'
  const { locationId, placeId } = head.value.head
  const ofNoLot = () => lots.ofNoLot(ctx.db, itemId, placeId) !== 0 || store.entriesOf(ctx.db, countId, itemId).some((one) => one.lotId === null)
  if (isTracked && lotCode === '' && !ofNoLot()) return inventoryFails.lotNeeded({ name: part.value.name })
  const lotId = isTracked && lotCode !== '' ? enterLot(ctx, itemId, lotCode) : null
  ctx.db.insert(stockCountEntry, {
    id: ctx.newId<'stockCountEntry'>(),
    countId,
    locationId,
    itemId,
    lotId,
    countedMilli,
    countedAt: ctx.now,
    userName: ctx.actor.name,
  })
  const row = store.entriesOf(ctx.db, countId, itemId).find((one) => one.lotId === lotId)
  if (!row) throw new Error(`what was counted of ${itemId} is not in count ${countId}`)
  const line = toLine(ctx.db, head.value.head, row)
  return ok(isHidden(ctx, head.value.head) ? hidden(line) : line)
}

export function submitCount(ctx: WriteCtx, { countId }: In<C, 'submitCount'>): Out<C, 'submitCount'> {
  const known = store.findCount(ctx.db, countId)
  if (known?.state === 'counting' && store.entries(ctx.db, countId).length === 0) return inventoryFails.nothingCounted({ number: known.number })
  return step(ctx, countId, 'submit')
}
export function recount(ctx: WriteCtx, { countId }: In<C, 'recount'>): Out<C, 'recount'> {
  return step(ctx, countId, 'recount')
}
export function cancelCount(ctx: WriteCtx, { countId }: In<C, 'cancelCount'>): Out<C, 'cancelCount'> {
  return step(ctx, countId, 'cancel')
}

/** Holds STK-8. What a count moves happened when it was counted. */
export function approveCount(ctx: WriteCtx, { countId }: In<C, 'approveCount'>): Out<C, 'approveCount'> {
  const known = load(ctx.db, countId, 'approve')
  if (!known.ok) return known
  const { head, state } = known.value
  const place = findPlace(ctx.db, head.placeId)
  if (!place) return inventoryFails.unknownPlace({ placeId: head.placeId })
  const rows = store.entries(ctx.db, countId)
  const twice = rows.filter((row) => toLine(ctx.db, head, row).needsRecount)
  if (twice.length > 0) return inventoryFails.recountNeeded({ count: twice.length })
  let moves = 0
  let valueMinor = 0
  for (const row of rows) {
    const deltaMilli = openMilli(row)
    if (deltaMilli === 0) continue
    const moved = correcting(ctx.db, row.itemId, head.placeId, deltaMilli, 'count')
    add(ctx, place, row.itemId, row.lotId, moved, {
      documentKind: 'count',
      documentId: countId,
      documentNumber: head.number,
      note: head.note,
      movedAt: row.countedAt,
    })
    moves++
    valueMinor += moved.valueMinor
  }
  if (head.state !== 'approved') ctx.db.update(stockCount, countId, { state, approvedBy: ctx.actor.name, approvedAt: ctx.now })
  return ok({ moves, valueMinor })
}

function load(db: ReadDb, countId: Id<'stockCount'>, event: Event): Result<{ head: StockCount; state: StockCount['state'] }, NoStep> {
  const head = store.findCount(db, countId)
  if (!head) return inventoryFails.unknownCount({ countId })
  const state = countStep(head, event)
  return state.ok ? ok({ head, state: state.value }) : state
}

function step(ctx: WriteCtx, countId: Id<'stockCount'>, event: Event): Result<StockCount, NoStep> {
  const known = load(ctx.db, countId, event)
  if (!known.ok) return known
  ctx.db.update(stockCount, countId, { state: known.value.state })
  return ok(mustFind(ctx.db, countId))
}

function mustFind(db: ReadDb, countId: Id<'stockCount'>): StockCount {
  const found = store.findCount(db, countId)
  if (!found) throw new Error(`count ${countId} was found and is not there`)
  return found
}
