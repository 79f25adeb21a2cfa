import type { In, Out, ReadCtx } from '#main/platform/context.ts'
import { ok } from '#shared/kernel/result.ts'
import type { workOrdersContract } from '#shared/modules/work-orders/contract.ts'
import * as rules from '#shared/modules/work-orders/rules.ts'
import * as store from '../store.ts'
import { contentsOf } from './order.ts'

type C = typeof workOrdersContract

export function history(ctx: ReadCtx, { vehicleId, after, limit }: In<C, 'history'>): Out<C, 'history'> {
  const found = store.orders(ctx.db, { filters: { vehicleId, deleted: false }, sort: 'newest', after, limit })
  const contents = contentsOf(
    ctx.db,
    found.rows.map(({ id }) => id),
  )
  const declinedIds = contents.flatMap(({ lines }) => lines.flatMap(({ id, declined }) => (declined ? [id] : [])))
  const taken = store.takenOver(ctx.db, declinedIds)
  const dismissed = new Map(store.dismissalsOf(ctx.db, declinedIds).flatMap(({ id, reason, deleted }) => (deleted ? [] : [[id as string, reason] as const])))
  return ok({
    ...found,
    rows: found.rows.map(({ dueAt: _dueAt, head, ...card }, at) => {
      const { lines = [], services = [] } = contents[at] ?? {}
      const sums = rules.sumUp(head, services, lines)
      return {
        ...card,
        totalMinor: sums.totals.totalMinor,
        services: services.toSorted(byPlace).map(({ id, title }) => ({ id, title })),
        lines: lines.toSorted(byPlace).map(({ id, serviceId, kind, description, qtyMilli, declined, warranty, ...priced }) => ({
          id,
          serviceId,
          kind,
          description,
          qtyMilli,
          declined,
          warranty,
          // What it would have cost, where the customer did not want it.
          amountMinor: declined ? rules.lineAmount({ qtyMilli, ...priced }) : (sums.lines.get(id)?.amountMinor ?? 0),
          isTakenOver: taken.has(id),
          dismissed: dismissed.get(id) ?? null,
        })),
        comebackOfNumber: head.comebackOfId && (store.findOrder(ctx.db, head.comebackOfId)?.number ?? null),
      }
    }),
  })
}

interface Placed {
  readonly id: string
  readonly position: number
}
const byPlace = (a: Placed, b: Placed): number => a.position - b.position || (a.id < b.id ? -1 : 1)
