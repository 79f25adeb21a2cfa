import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { allocate, extend } from '#shared/kernel/money.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { purchasingFails, type purchasingContract } from '#shared/modules/purchasing/contract.ts'
import type { Core } from '#shared/modules/purchasing/model/parts.ts'
import { stepCore } from '#shared/modules/purchasing/rules/parts.ts'
import * as catalog from '../../catalog/service.ts'
import * as store from '../store/parts.ts'
import { partCore } from '../tables.ts'

type C = typeof purchasingContract

/** Old parts of one line that are told apart; more of them than any line really has. */
const MOST_PIECES = 100

export function cores(ctx: ReadCtx, { after, limit, ...filters }: In<C, 'cores'>): Out<C, 'cores'> {
  return ok(store.cores(ctx.db, { filters, sort: 'newest', after, limit }))
}

export function moneyAtRisk(ctx: ReadCtx, _input: In<C, 'moneyAtRisk'>): Out<C, 'moneyAtRisk'> {
  return ok(store.atRisk(ctx.db).map((row) => ({ ...row, totalMinor: row.returnsMinor + row.coresMinor })))
}

/** A job or a sale that charges deposits. */
interface Charging {
  readonly id: string
  readonly number: string
  readonly locationId: Id<'location'>
  readonly customerId: Id<'customer'> | null
}
interface ChargedLine {
  readonly itemId: Id<'item'> | null
  readonly qtyMilli: number
  readonly unitPriceMinor: number
}

/**
 * Every core that the document's lines charge is followed, one by one; those that it charges no more and that the customer still has are
 * forgotten. Called by work orders and sales; called again it changes nothing.
 */
export function settleCores(ctx: WriteCtx, document: Charging, lines: readonly ChargedLine[]): void {
  const known = store.coresFor(ctx.db, document.id)
  const wanted = new Map<Id<'item'>, ChargedLine[]>()
  for (const line of lines)
    if (line.itemId !== null && line.qtyMilli > 0 && catalog.isCore(ctx.db, line.itemId)) wanted.set(line.itemId, [...(wanted.get(line.itemId) ?? []), line])
  for (const itemId of new Set([...wanted.keys(), ...known.map((one) => one.itemId)])) {
    const charged = wanted.get(itemId) ?? []
    const qtyMilli = charged.reduce((sum, line) => sum + line.qtyMilli, 0)
    const pieces = Math.min(MOST_PIECES, Math.ceil(qtyMilli / 1000))
    const mine = known.filter((one) => one.itemId === itemId)
    const out = mine.filter(({ state }) => state === 'out')
    for (const { id } of out.splice(0, Math.max(0, mine.length - pieces))) ctx.db.update(partCore, id, { deleted: true })
    const depositMinor = charged.reduce((sum, line) => sum + extend(line.qtyMilli, line.unitPriceMinor), 0)
    const settledMinor = mine.reduce((sum, one) => sum + (one.state === 'out' ? 0 : one.depositMinor), 0)
    follow(ctx, document, itemId, out, Math.max(0, pieces - mine.length), Math.max(0, depositMinor - settledMinor))
  }
}

/** What the document charges now stands on those that the customer still has, and on the missing ones. */
function follow(
  ctx: WriteCtx,
  { id: documentId, number, locationId, customerId }: Charging,
  itemId: Id<'item'>,
  out: readonly Core[],
  pieces: number,
  depositMinor: number,
): void {
  const ids = Array.from({ length: pieces }, () => ctx.newId<'core'>())
  const deposits = allocate(
    depositMinor,
    [...out.map(({ id }) => id), ...ids].map((id) => ({ id, weight: 1 })),
  )
  for (const one of out) if (deposits.get(one.id) !== one.depositMinor) ctx.db.update(partCore, one.id, { depositMinor: deposits.get(one.id) ?? 0 })
  const chargeMinor = catalog.findItem(ctx.db, itemId)?.costMinor ?? 0
  const supplierId = store.vendorOfCore(ctx.db, itemId)
  for (const id of ids)
    ctx.db.insert(partCore, {
      id,
      locationId,
      state: 'out',
      itemId,
      customerId,
      supplierId,
      documentId,
      documentNumber: number,
      returnId: null,
      depositMinor: deposits.get(id) ?? 0,
      refundMinor: 0,
      chargeMinor,
      creditMinor: 0,
      reason: '',
    })
}

/** Old parts that came back over the counter with their deposit. Called by sales. */
export function bringInCores(ctx: WriteCtx, documentId: string, itemId: Id<'item'>, qtyMilli: number): void {
  const out = store.coresFor(ctx.db, documentId).filter((one) => one.itemId === itemId && one.state === 'out')
  for (const { id, depositMinor } of out.slice(0, Math.ceil(qtyMilli / 1000))) ctx.db.update(partCore, id, { state: 'here', refundMinor: depositMinor })
}

export function bringInCore(ctx: WriteCtx, { coreId, refundMinor }: In<C, 'bringInCore'>): Out<C, 'bringInCore'> {
  return step(ctx, coreId, 'bringIn', ({ depositMinor }) => ({ refundMinor: refundMinor ?? depositMinor }))
}

export function giveUpCore(ctx: WriteCtx, { coreId, reason }: In<C, 'giveUpCore'>): Out<C, 'giveUpCore'> {
  const known = find(ctx.db, coreId)
  // Its return would still ask the vendor for it.
  if (known.ok && known.value.state === 'here' && known.value.returnId !== null) return purchasingFails.coreNotHere({ name: known.value.name })
  return step(ctx, coreId, 'giveUp', () => ({ reason }))
}

type Patch = Partial<Pick<Core, 'refundMinor' | 'creditMinor' | 'returnId' | 'supplierId'>> & { reason?: string }
function step(
  ctx: WriteCtx,
  coreId: Id<'core'>,
  event: Parameters<typeof stepCore>[1],
  patch: (known: Core) => Patch,
): Result<Core, Failure<'purchasing.unknownCore' | 'purchasing.wrongStep'>> {
  const known = find(ctx.db, coreId)
  if (!known.ok) return known
  const state = stepCore(known.value, event)
  if (!state.ok) return state
  ctx.db.update(partCore, coreId, { state: state.value, ...patch(known.value) })
  return find(ctx.db, coreId)
}

export const findCore = (db: ReadDb, coreId: Id<'core'>): Core | undefined => store.findCore(db, coreId)
/** Of a job or a sale. Called by invoicing. */
export const coresFor = (db: ReadDb, documentId: string): Core[] => store.coresFor(db, documentId)

function find(db: ReadDb, coreId: Id<'core'>): Result<Core, Failure<'purchasing.unknownCore'>> {
  const known = store.findCore(db, coreId)
  return known ? ok(known) : purchasingFails.unknownCore({ coreId })
}

/** A core that is here and on no other return goes on one; its vendor is known from here on. */
export function holdCore(
  ctx: WriteCtx,
  coreId: Id<'core'>,
  on: Pick<Core, 'returnId' | 'supplierId'>,
): Result<Core, Failure<'purchasing.unknownCore' | 'purchasing.coreNotHere'>> {
  const known = find(ctx.db, coreId)
  if (!known.ok) return known
  if (known.value.state !== 'here' || known.value.returnId !== null) return purchasingFails.coreNotHere({ name: known.value.name })
  ctx.db.update(partCore, coreId, on)
  return known
}
export const sendCore = (ctx: WriteCtx, coreId: Id<'core'>): void => void step(ctx, coreId, 'send', () => ({}))
export const creditCore = (ctx: WriteCtx, coreId: Id<'core'>, creditMinor: number): void => void step(ctx, coreId, 'credit', () => ({ creditMinor }))
/** Its return is cancelled. */
export function letCoreGo(ctx: WriteCtx, coreId: Id<'core'>): void {
  const back = step(ctx, coreId, 'comeBack', () => ({ returnId: null }))
  if (!back.ok) ctx.db.update(partCore, coreId, { returnId: null })
}
