import { v5 } from 'uuid'
import { idOf } from '#main/platform/clock.ts'
import type { WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { type LocalDate, localDate } from '#shared/kernel/time.ts'
import type { Item } from '#shared/modules/catalog/model.ts'
import { inventoryFails } from '#shared/modules/inventory/contract.ts'
import {
  DEFAULT_STOCK_POLICY,
  type DocumentKind,
  type Level,
  NO_LIMITS,
  type RuleFields,
  type StockPlace,
  type StockPolicy,
} from '#shared/modules/inventory/model.ts'
import { NO_EXPIRY } from '#shared/modules/inventory/model/lots.ts'
import * as rules from '#shared/modules/inventory/rules.ts'
import { lotKey, type Share, shares } from '#shared/modules/inventory/rules/lots.ts'
import { fifoLeaving } from '#shared/modules/inventory/rules/valuation.ts'
import * as catalog from '../../catalog/service.ts'
import * as workspace from '../../workspace/service.ts'
import * as store from '../store.ts'
import * as lots from '../store/lots.ts'
import { stockLot, stockMove, stockRule } from '../tables.ts'

export type Unknown = Failure<'inventory.unknownPlace' | 'inventory.unknownItem' | 'inventory.notAPart'>

/** What a movement tells besides what moved. */
export interface Facts {
  readonly documentKind?: DocumentKind
  readonly documentId?: string
  readonly documentNumber?: string
  readonly customerId?: Id<'customer'> | null
  readonly note?: string
  /** When it happened, where that is not now. */
  readonly movedAt?: number
}
type At = Pick<StockPlace, 'id' | 'locationId'>

export function add(ctx: WriteCtx, place: At, itemId: Id<'item'>, lotId: Id<'stockLot'> | null, step: rules.Step, facts: Facts): void {
  ctx.db.insert(stockMove, {
    id: ctx.newId<'stockMove'>(),
    itemId,
    placeId: place.id,
    locationId: place.locationId,
    ...step,
    lotId,
    documentKind: facts.documentKind ?? null,
    documentId: facts.documentId ?? null,
    documentNumber: facts.documentNumber ?? '',
    customerId: facts.customerId ?? null,
    note: facts.note ?? '',
    userName: ctx.actor.name,
    movedAt: facts.movedAt ?? ctx.now,
  })
}

export function policyOf(db: ReadDb): StockPolicy {
  const { valuation, warnDays, recountMinor, demandWeeks, leadDays, coverDays } = store.policyRow(db) ?? DEFAULT_STOCK_POLICY
  return { valuation, warnDays, recountMinor, demandWeeks, leadDays, coverDays }
}

export const today = ({ db, now }: { readonly db: ReadDb; readonly now: number }): LocalDate => localDate(now, workspace.theCompany(db).zone)

const heldAt = (db: ReadDb, itemId: Id<'item'>, placeId: Id<'stockPlace'>): rules.Held => store.findLevel(db, itemId, placeId) ?? rules.NOTHING

/** What a quantity takes along when it leaves, by the shop's method. Holds STK-3, STK-11. */
export function leaving(db: ReadDb, itemId: Id<'item'>, placeId: Id<'stockPlace'>, qtyMilli: number, costMinor: number): number {
  const held = heldAt(db, itemId, placeId)
  return policyOf(db).valuation === 'fifo'
    ? fifoLeaving(held, store.inflows(db, itemId, placeId), qtyMilli, costMinor)
    : rules.valueLeaving(held, qtyMilli, costMinor)
}

/** A part as movements need it; one that has not come from the centre yet is not tracked and cost nothing. */
export interface Part {
  readonly id: Id<'item'>
  readonly costMinor: number
  readonly tracking: Item['tracking']
}
export const partOf = (db: ReadDb, id: Id<'item'>): Part => catalog.findItem(db, id) ?? { id, costMinor: 0, tracking: 'none' }

/** Lets a quantity leave, of a tracked part lot by lot: the lots picked, then first expired first out. What left, with its value. */
export function takeOut(
  ctx: WriteCtx,
  place: At,
  part: Part,
  qtyMilli: number,
  reason: 'use' | 'transferOut' | 'adjust' | 'damage',
  facts: Facts,
  picked: readonly Share[] = [],
): (Share & { readonly valueMinor: number })[] {
  const parts = part.tracking === 'none' ? [{ lotId: null, qtyMilli }] : shares(lots.lotsAt(ctx.db, part.id, place.id), qtyMilli, today(ctx), picked)
  return parts.map((share) => {
    const valueMinor = leaving(ctx.db, part.id, place.id, share.qtyMilli, part.costMinor)
    add(ctx, place, part.id, share.lotId, { reason, deltaMilli: -share.qtyMilli, valueMinor: -valueMinor }, facts)
    return { ...share, valueMinor }
  })
}

/** More or less of a part by a person's word: more at what the rest cost, less by the shop's method. */
export function correcting(db: ReadDb, itemId: Id<'item'>, placeId: Id<'stockPlace'>, deltaMilli: number, reason: 'adjust' | 'count'): rules.Step {
  const { costMinor } = partOf(db, itemId)
  if (deltaMilli > 0) return rules.adjusting(heldAt(db, itemId, placeId), deltaMilli, costMinor, reason)
  return { reason, deltaMilli, valueMinor: -leaving(db, itemId, placeId, -deltaMilli, costMinor) }
}

/** Name space of the ids of lots. */
const LOTS = '6f1d2c1e-7d0a-4c56-9b8e-3f2a5b9c4d10'
/** Made of item and code, in the form of the other ids, so that every device gives one lot one id. */
function lotIdOf(itemId: Id<'item'>, code: string): Id<'stockLot'> {
  const name = v5(`${itemId} ${lotKey(code)}`, LOTS)
  return `${name.slice(0, 14)}7${name.slice(15)}` as Id<'stockLot'> // a UUID with the figure of its version replaced
}

/** The lot of an item by its code; entered where it is new. A day of expiry that was not known is taken over. */
export function enterLot(ctx: WriteCtx, itemId: Id<'item'>, code: string, expiresOn: LocalDate | null = null): Id<'stockLot'> {
  const id = lotIdOf(itemId, code)
  const known = lots.findLot(ctx.db, id)
  if (!known) ctx.db.insert(stockLot, { id, itemId, code, codeKey: lotKey(code), expiresOn, dueOn: expiresOn ?? NO_EXPIRY, blocked: '' })
  else if (known.expiresOn === null && expiresOn !== null) ctx.db.update(stockLot, id, { expiresOn, dueOn: expiresOn })
  return id
}
export const findLotOf = (db: ReadDb, itemId: Id<'item'>, code: string) => lots.findLot(db, lotIdOf(itemId, code))

/** A place that is not removed; with goods in it that another device brought meanwhile, it is not. */
export function findPlace(db: ReadDb, placeId: Id<'stockPlace'>): StockPlace | undefined {
  const known = store.findPlace(db, placeId)
  return known?.deleted && store.countStockedIn(db, placeId) === 0 ? undefined : known
}

/** The part of a line; it must be there and be a part. */
export function checkPart(db: ReadDb, itemId: Id<'item'>): Result<Item, Failure<'inventory.unknownItem' | 'inventory.notAPart'>> {
  const item = catalog.findItem(db, itemId)
  if (!item || item.deleted) return inventoryFails.unknownItem({ itemId })
  return item.kind === 'part' ? ok(item) : inventoryFails.notAPart({ itemId, name: item.name })
}

/** The parts that lines name, by id; every one must be there and be a part, and a lot that is named must be one of its. */
export function checkParts(
  db: ReadDb,
  lines: readonly { readonly itemId: Id<'item'>; readonly lotId?: Id<'stockLot'> | null | undefined }[],
): Result<ReadonlyMap<Id<'item'>, Item>, Failure<'inventory.unknownItem' | 'inventory.notAPart' | 'inventory.unknownLot'>> {
  const parts = new Map<Id<'item'>, Item>()
  for (const { itemId, lotId } of lines) {
    const part = checkPart(db, itemId)
    if (!part.ok) return part
    if (lotId && lots.findLot(db, lotId)?.itemId !== itemId) return inventoryFails.unknownLot({ lotId })
    parts.set(itemId, part.value)
  }
  return ok(parts)
}

/**
 * Where an item lies in a place, and its limits there; two devices that say it for the first time make one row, as the centre would refuse
 * the second with all that came in. Caller: limits that make sense together.
 */
export function writeRule(ctx: WriteCtx, place: At, itemId: Id<'item'>, patch: { [Key in keyof RuleFields]?: RuleFields[Key] | undefined }): void {
  const known = store.findRule(ctx.db, itemId, place.id)
  if (known) ctx.db.update(stockRule, known.id, patch)
  else {
    const { bin, reorderAtMilli, fillToMilli, criticalAtMilli } = { ...NO_LIMITS, ...patch }
    const at = { itemId, placeId: place.id, locationId: place.locationId }
    ctx.db.insert(stockRule, {
      id: idOf<'stockRule'>(0, 'stockRule', itemId, place.id),
      ...at,
      bin: bin ?? '',
      reorderAtMilli: reorderAtMilli ?? null,
      fillToMilli: fillToMilli ?? null,
      criticalAtMilli: criticalAtMilli ?? null,
    })
  }
}

type LevelRow = NonNullable<ReturnType<typeof store.findLevel>>
export const toLevel = ({ no: _no, nameKey: _nameKey, ...shown }: LevelRow): Level => shown

export function levelOf(db: ReadDb, itemId: Id<'item'>, placeId: Id<'stockPlace'>): Result<Level, never> {
  const found = store.findLevel(db, itemId, placeId)
  if (!found) throw new Error(`item ${itemId} moved in ${placeId} and has no level there`)
  return ok(toLevel(found))
}
