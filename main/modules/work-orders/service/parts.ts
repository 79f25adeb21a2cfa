import type { In, Out, ReadCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import type { workOrdersContract } from '#shared/modules/work-orders/contract.ts'
import type { LineFacts, OrderFacts, PartState, PartsState } from '#shared/modules/work-orders/model.ts'
import { partState, partsState, type Supply } from '#shared/modules/work-orders/rules/parts.ts'
import * as store from '../store/parts.ts'

type C = typeof workOrdersContract
type PartLine = Pick<LineFacts, 'id' | 'kind' | 'itemId' | 'declined' | 'qtyMilli'>
const NO_SUPPLY: Supply & { readonly bin: string } = { isKept: false, qtyMilli: 0, onOrderMilli: 0, waiting: [], bin: '' }

/** How lines of a location stand to their parts, and in which bin each part lies; the parts of all these lines are looked up at once. */
export function partStates(
  db: ReadDb,
  locationId: Id<'location'>,
  lines: readonly PartLine[],
): (order: Pick<OrderFacts, 'state'>, line: PartLine) => { part: PartState; bin: string } {
  const itemIds = [...new Set(lines.flatMap(({ kind, itemId }) => (kind === 'part' && itemId !== null ? [itemId] : [])))]
  const claims = Map.groupBy(itemIds.length === 0 ? [] : store.claimsOn(db, locationId, itemIds), ({ itemId }) => itemId)
  const supplies = new Map(
    (itemIds.length === 0 ? [] : store.suppliesOf(db, locationId, itemIds)).map(({ itemId, isKept, ...own }) => [
      itemId,
      { ...own, isKept: isKept === 1, waiting: claims.get(itemId) ?? [] },
    ]),
  )
  return (order, line) => {
    const supply = (line.kind === 'part' && line.itemId !== null && supplies.get(line.itemId)) || NO_SUPPLY
    return { part: partState(order, line, supply), bin: supply.bin }
  }
}

/** How orders of a location stand to their parts, for boards: as their lines do. */
export function partsStateOf(db: ReadDb, locationId: Id<'location'>, orders: readonly Pick<OrderFacts, 'id' | 'state'>[]): (id: Id<'workOrder'>) => PartsState {
  const lines = store.partLinesOf(
    db,
    orders.map(({ id }) => id),
  )
  const standingOf = partStates(db, locationId, lines)
  const byOrder = Map.groupBy(lines, ({ workOrderId }) => workOrderId)
  const states = orders.map((order) => {
    const own = (byOrder.get(order.id) ?? []).map((line) => ({ part: standingOf(order, line).part, disposition: line.disposition }))
    return [order.id, partsState(own)] as const
  })
  const known = new Map(states)
  return (id) => known.get(id) ?? 'none'
}

export function waitingFor(ctx: ReadCtx, { itemId }: In<C, 'waitingFor'>): Out<C, 'waitingFor'> {
  const rows = store.waitingFor(ctx.db, itemId)
  const lineOf = ({ lineId, qtyMilli }: (typeof rows)[number]) => ({ id: lineId, kind: 'part' as const, itemId, declined: false, qtyMilli })
  const standings = new Map([...Map.groupBy(rows, (row) => row.locationId)].map(([at, all]) => [at, partStates(ctx.db, at, all.map(lineOf))]))
  return ok(rows.map(({ locationId, ...row }) => ({ ...row, part: standings.get(locationId)?.(row, lineOf({ locationId, ...row })).part ?? 'none' })))
}
