import type { In, Out, ReadCtx } from '#main/platform/context.ts'
import { ok } from '#shared/kernel/result.ts'
import type { posContract } from '#shared/modules/pos/contract.ts'
import { chargedAgain } from '#shared/modules/pos/rules.ts'
import * as store from '../store.ts'
import { soldLine } from './view.ts'

type C = typeof posContract

export function excesses(ctx: ReadCtx, { locationId }: In<C, 'excesses'>): Out<C, 'excesses'> {
  return ok(
    store.excessLines(ctx.db).flatMap(({ lineId, qtyMilli, ...of }) => {
      const line = store.findLine(ctx.db, lineId)
      const sale = line && store.findSale(ctx.db, line.saleId)
      if (!line || !sale || (locationId !== undefined && of.locationId !== locationId)) return []
      const again = chargedAgain(soldLine(line), qtyMilli)
      const amountMinor = again.ok ? again.value.netMinor + again.value.taxMinor : 0
      const { number: saleNumber, customerName } = sale
      const { description } = line
      return [{ lineId, saleId: sale.id, saleNumber, customerName, description, qtyMilli, amountMinor, returns: store.returnsOf(ctx.db, lineId) }]
    }),
  )
}
