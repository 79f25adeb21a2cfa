import type { In, Out, ReadCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import type { workOrdersContract } from '#shared/modules/work-orders/contract.ts'
import type { OrderFacts, PartsState } from '#shared/modules/work-orders/model.ts'
import { partState, partsState, type Supply } from '#shared/modules/work-orders/rules/parts.ts'
import * as store from '../store/parts.ts'

type C = typeof workOrdersContract
type Placed = Pick<OrderFacts, 'id' | 'state'>
const NOBODY: Supply['waiting'] = []

/** Part lines of orders of a location, those that were declined included: how each stands to its part, and in which bin that lies. */
function standingsOf(db: ReadDb, locationId: Id<'location'>, orders: readonly Placed[]) {
  const lines = store.partLinesOf(
    db,
    locationId,
    orders.map(({ id }) => id),
  )
  // Who is ahead matters only where there is something to be had.
  const had = new Set(lines.flatMap(({ itemId, hereMilli, onOrderMilli }) => (itemId !== null && (hereMilli > 0 || onOrderMilli > 0) ? [itemId] : [])))
  const claims = Map.groupBy(had.size === 0 ? [] : store.claimsOn(db, locationId, [...had]), ({ itemId }) => itemId)
  return lines.map(({ at, id, itemId, qtyMilli, disposition, declined, isKept, hereMilli, onOrderMilli, bin }) => {
    const line = { id, kind: 'part' as const, itemId, declined: declined === 1, qtyMilli }
    const supply = { isKept: isKept === 1, qtyMilli: hereMilli, onOrderMilli, waiting: (itemId !== null && claims.get(itemId)) || NOBODY }
    return { at, id, disposition, declined: line.declined, part: partState(orders[at] as Placed, line, supply), bin } // `at` is a place among the orders
  })
}

/** The same by line. */
export const partsOf = (db: ReadDb, locationId: Id<'location'>, orders: readonly Placed[]) =>
  new Map(standingsOf(db, locationId, orders).map(({ id, part, bin }) => [id, { part, bin }]))

/** How each of these orders of a location stands to its parts, for boards: as its lines do; what was declined counts nothing. */
export function partsStatesOf(db: ReadDb, locationId: Id<'location'>, orders: readonly Placed[]): PartsState[] {
  const lines = orders.map(() => [] as ReturnType<typeof standingsOf>)
  for (const line of standingsOf(db, locationId, orders)) if (!line.declined) lines[line.at]?.push(line)
  return lines.map(partsState)
}

export function waitingFor(ctx: ReadCtx, { itemId }: In<C, 'waitingFor'>): Out<C, 'waitingFor'> {
  const rows = store.waitingFor(ctx.db, itemId)
  const ordersAt = Map.groupBy(rows, ({ locationId }) => locationId)
  const placed = (at: typeof rows): Placed[] => at.map(({ workOrderId, state }) => ({ id: workOrderId, state }))
  const partsAt = new Map([...ordersAt].map(([at, all]) => [at, partsOf(ctx.db, at, placed(all))]))
  return ok(rows.map(({ locationId, ...row }) => ({ ...row, part: partsAt.get(locationId)?.get(row.lineId)?.part ?? 'none' })))
}
