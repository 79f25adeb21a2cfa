import type { In, Out, ReadCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import type { posContract } from '#shared/modules/pos/contract.ts'
import type { Excess } from '#shared/modules/pos/model.ts'
import { chargedAgain } from '#shared/modules/pos/rules.ts'
import * as store from '../store.ts'
import { soldLine } from './view.ts'

type C = typeof posContract

export function excesses(ctx: ReadCtx, { locationId }: In<C, 'excesses'>): Out<C, 'excesses'> {
  const found = excessesOf(ctx.db).filter((one) => locationId === undefined || one.locationId === locationId)
  return ok(found.map(({ locationId: _of, ...one }) => one))
}

/** What came back too often, with the location of its sale. Called by alerts. */
export const excessesOf = (db: ReadDb): (Excess & { locationId: Id<'location'> })[] =>
  store.excessLines(db).flatMap(({ lineId, qtyMilli, locationId }) => {
    const line = store.findLine(db, lineId)
    const sale = line && store.findSale(db, line.saleId)
    if (!line || !sale) return []
    const again = chargedAgain(soldLine(line), qtyMilli)
    const amountMinor = again.ok ? again.value.netMinor + again.value.taxMinor : 0
    const { id: saleId, number: saleNumber, customerName } = sale
    return [
      { lineId, saleId, saleNumber, customerName, description: line.description, qtyMilli, amountMinor, returns: store.returnsOf(db, lineId), locationId },
    ]
  })
