import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import type { LocalDate } from '#shared/kernel/time.ts'
import type { Item } from '#shared/modules/catalog/model.ts'
import { type inventoryContract, inventoryFails } from '#shared/modules/inventory/contract.ts'
import type { LotInput, LotLevel } from '#shared/modules/inventory/model/lots.ts'
import { NO_EXPIRY } from '#shared/modules/inventory/model/lots.ts'
import { lotKey, lotState, shares, sharesOfLines } from '#shared/modules/inventory/rules/lots.ts'
import * as catalog from '../../catalog/service.ts'
import * as workspace from '../../workspace/service.ts'
import * as places from '../store.ts'
import * as store from '../store/lots.ts'
import { stockLot, stockPick } from '../tables.ts'
import { enterLot, today } from './moving.ts'

type C = typeof inventoryContract
type Row = ReturnType<typeof store.levelsOfLot>[number]

const toLotLevel = ({ no: _no, dueOn: _dueOn, ...shown }: Row): LotLevel => shown

export function lots(ctx: ReadCtx, { after, limit, ...filters }: In<C, 'lots'>): Out<C, 'lots'> {
  const found = store.lots(ctx.db, { filters, sort: 'due', after, limit })
  return ok({ ...found, rows: found.rows.map(toLotLevel) })
}

export function findLot(ctx: ReadCtx, { code }: In<C, 'findLot'>): Out<C, 'findLot'> {
  return ok(store.findLots(ctx.db, lotKey(code)))
}

export function lot(ctx: ReadCtx, { lotId }: In<C, 'lot'>): Out<C, 'lot'> {
  const known = store.findLot(ctx.db, lotId)
  if (!known) return inventoryFails.unknownLot({ lotId })
  return ok({ lot: known, levels: store.levelsOfLot(ctx.db, lotId).map(toLotLevel) })
}

export function changeLot(ctx: WriteCtx, { lotId, expiresOn, blocked }: In<C, 'changeLot'>): Out<C, 'changeLot'> {
  const known = store.findLot(ctx.db, lotId)
  if (!known) return inventoryFails.unknownLot({ lotId })
  ctx.db.update(stockLot, lotId, {
    ...(expiresOn !== undefined && { expiresOn, dueOn: expiresOn ?? NO_EXPIRY }),
    ...(blocked !== undefined && { blocked }),
  })
  return ok({ ...known, ...(expiresOn !== undefined && { expiresOn }), ...(blocked !== undefined && { blocked }) })
}

export function picks(ctx: ReadCtx, { documentId, locationId, itemId, qtyMilli }: In<C, 'picks'>): Out<C, 'picks'> {
  if (!catalog.findItem(ctx.db, itemId)) return inventoryFails.unknownItem({ itemId })
  const [main] = places.places(ctx.db, locationId)
  const there = main ? store.lotsAt(ctx.db, itemId, main.id) : []
  const taken = shares(there, qtyMilli, today(ctx), store.picks(ctx.db, documentId, itemId))
  return ok(there.map((one) => ({ ...toLotLevel(one), takesMilli: taken.find(({ lotId }) => lotId === one.lotId)?.qtyMilli ?? 0 })))
}

type Named = Pick<LotLevel, 'code' | 'expiresOn' | 'blocked'>
function checkUsable(known: Named, on: LocalDate, mayApprove: boolean): Result<null, Failure<'inventory.lotBlocked' | 'inventory.lotExpired'>> {
  const state = lotState(known, on)
  if (state === 'blocked') return inventoryFails.lotBlocked({ scanned: known.code, reason: known.blocked })
  return state === 'expired' && !mayApprove ? inventoryFails.lotExpired({ scanned: known.code, expiresOn: known.expiresOn }) : ok(null)
}

/** A line of a tracked part that leaves. */
interface LeavingLine {
  readonly qtyMilli: number
  readonly named: readonly Pick<LotInput, 'code' | 'qtyMilli'>[]
  /** Nobody could name serial numbers for it, as for the parts of a kit. */
  readonly isUnasked: boolean
}
interface TakenLot {
  readonly lotId: Id<'stockLot'>
  readonly code: string
  readonly qtyMilli: number
}
type NotLots = Failure<'inventory.lotNeeded' | 'inventory.lotsDiffer' | 'inventory.serialTaken' | 'inventory.lotBlocked' | 'inventory.lotExpired'>

/**
 * Which lots each of several lines takes that leave a location together: those named, then first expired first out. Which piece it is that
 * has a serial number only a person sees: where some lie there they are named. A code that nobody knows is entered. Called by sales. Holds STK-7.
 */
export function lotsOfLines(
  ctx: WriteCtx,
  locationId: Id<'location'>,
  item: Pick<Item, 'id' | 'name' | 'tracking'>,
  lines: readonly LeavingLine[],
  mayApprove: boolean,
): Result<TakenLot[][], NotLots> {
  if (item.tracking === 'none') return ok(lines.map(() => []))
  const { name } = item
  const isSerial = item.tracking === 'serial'
  const codes = lines.flatMap(({ named }) => named.map(({ code }) => lotKey(code)))
  const leaving: { qtyMilli: number; picked: { lotId: Id<'stockLot'>; qtyMilli: number }[] }[] = []
  for (const { qtyMilli, named } of lines) {
    if (named.reduce((sum, lot) => sum + lot.qtyMilli, 0) > qtyMilli) return inventoryFails.lotsDiffer({ name })
    const picked = []
    for (const lot of named) {
      if (isSerial && (lot.qtyMilli !== 1000 || codes.indexOf(lotKey(lot.code)) !== codes.lastIndexOf(lotKey(lot.code))))
        return inventoryFails.serialTaken({ name, scanned: lot.code })
      const lotId = enterLot(ctx, item.id, lot.code)
      const known = store.findLot(ctx.db, lotId)
      const usable = known ? checkUsable(known, today(ctx), mayApprove) : ok(null)
      if (!usable.ok) return usable
      picked.push({ lotId, qtyMilli: lot.qtyMilli })
    }
    leaving.push({ qtyMilli, picked })
  }
  const [main] = places.places(ctx.db, locationId)
  const taken = sharesOfLines(main ? store.lotsAt(ctx.db, item.id, main.id) : [], leaving, today(ctx))
  if (isSerial && lines.some(({ named, isUnasked }, i) => !isUnasked && taken[i]?.slice(named.length).some(({ lotId }) => lotId !== null)))
    return inventoryFails.lotNeeded({ name })
  return ok(
    taken.map((shares) =>
      shares.flatMap(({ lotId, qtyMilli }) => (lotId === null ? [] : [{ lotId, code: store.findLot(ctx.db, lotId)?.code ?? '', qtyMilli }])),
    ),
  )
}

/** Holds STK-7: an expired lot by the word of who may approve, a blocked one by nobody's. */
export function pick(ctx: WriteCtx, { documentId, locationId, itemId, lots: wanted }: In<C, 'pick'>): Out<C, 'pick'> {
  if (!catalog.findItem(ctx.db, itemId)) return inventoryFails.unknownItem({ itemId })
  if (!workspace.findLocation(ctx.db, locationId)) return inventoryFails.unknownLocation({ locationId })
  for (const { lotId } of wanted) {
    const known = store.findLot(ctx.db, lotId)
    if (known?.itemId !== itemId) return inventoryFails.unknownLot({ lotId })
    const usable = checkUsable(known, today(ctx), ctx.actor.permissions.has('inventory.approve'))
    if (!usable.ok) return usable
  }
  pickFor(ctx, { documentId, locationId, itemId }, wanted)
  return ok(null)
}

interface Picking {
  readonly documentId: string
  readonly locationId: Id<'location'>
  readonly itemId: Id<'item'>
}
/** In the place of what was picked before. Called by purchasing for what a customer brought back. */
export function pickFor(ctx: WriteCtx, of: Picking, lots: readonly Pick<TakenLot, 'lotId' | 'qtyMilli'>[]): void {
  for (const { id } of store.picks(ctx.db, of.documentId, of.itemId)) ctx.db.update(stockPick, id, { deleted: true })
  for (const { lotId, qtyMilli } of lots) ctx.db.insert(stockPick, { id: ctx.newId<'stockPick'>(), ...of, lotId, qtyMilli })
}
