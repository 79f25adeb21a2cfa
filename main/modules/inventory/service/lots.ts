import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import { ok } from '#shared/kernel/result.ts'
import { type inventoryContract, inventoryFails } from '#shared/modules/inventory/contract.ts'
import type { LotLevel } from '#shared/modules/inventory/model/lots.ts'
import { NO_EXPIRY } from '#shared/modules/inventory/model/lots.ts'
import { lotKey, lotState, shares } from '#shared/modules/inventory/rules/lots.ts'
import * as catalog from '../../catalog/service.ts'
import * as workspace from '../../workspace/service.ts'
import * as places from '../store.ts'
import * as store from '../store/lots.ts'
import { stockLot, stockPick } from '../tables.ts'
import { today } from './moving.ts'

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

/** Holds STK-7: an expired lot by the word of who may approve, a blocked one by nobody's. */
export function pick(ctx: WriteCtx, { documentId, locationId, itemId, lots: wanted }: In<C, 'pick'>): Out<C, 'pick'> {
  if (!catalog.findItem(ctx.db, itemId)) return inventoryFails.unknownItem({ itemId })
  if (!workspace.findLocation(ctx.db, locationId)) return inventoryFails.unknownLocation({ locationId })
  for (const { lotId } of wanted) {
    const known = store.findLot(ctx.db, lotId)
    if (known?.itemId !== itemId) return inventoryFails.unknownLot({ lotId })
    const state = lotState(known, today(ctx))
    if (state === 'blocked') return inventoryFails.lotBlocked({ scanned: known.code, reason: known.blocked })
    if (state === 'expired' && !ctx.actor.permissions.has('inventory.approve'))
      return inventoryFails.lotExpired({ scanned: known.code, expiresOn: known.expiresOn })
  }
  const before = store.picks(ctx.db, documentId, itemId)
  for (const { id } of before) ctx.db.update(stockPick, id, { deleted: true })
  for (const one of wanted) ctx.db.insert(stockPick, { id: ctx.newId<'stockPick'>(), documentId, locationId, itemId, ...one })
  return ok(null)
}
