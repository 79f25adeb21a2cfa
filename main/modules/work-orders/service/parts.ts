import type { In, Out, ReadCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import type { workOrdersContract } from '#shared/modules/work-orders/contract.ts'
import type { LineFacts, OrderFacts, PartState, PartsState } from '#shared/modules/work-orders/model.ts'
import { partState, partsState, type Supply } from '#shared/modules/work-orders/rules/parts.ts'
import * as inventory from '../../inventory/service.ts'
import * as purchasing from '../../purchasing/service.ts'
import * as store from '../store.ts'

type C = typeof workOrdersContract
type Where = Pick<OrderFacts, 'state' | 'locationId'>
type PartLine = Pick<LineFacts, 'id' | 'kind' | 'itemId' | 'declined' | 'qtyMilli'>
const NO_SUPPLY: Supply = { isKept: false, qtyMilli: 0, onOrderMilli: 0, waiting: [] }

/** How lines stand to their parts; each part is looked up once. */
export function partStates(db: ReadDb): (order: Where, line: PartLine) => PartState {
  const known = new Map<string, Supply>()
  const supplyOf = (itemId: Id<'item'>, locationId: Id<'location'>): Supply => {
    const key = `${itemId} ${locationId}`
    const supply = known.get(key) ?? { ...inventory.claimsOn(db, itemId, locationId), onOrderMilli: purchasing.onOrderMilli(db, itemId, locationId) }
    known.set(key, supply)
    return supply
  }
  return (order, line) => partState(order, line, line.kind === 'part' && line.itemId !== null ? supplyOf(line.itemId, order.locationId) : NO_SUPPLY)
}

/** How orders stand to their parts, for boards: `none` where no line needs one that is kept in stock or on order. */
export function partsStateOf(db: ReadDb, orders: readonly (Where & Pick<OrderFacts, 'id'>)[]): ReadonlyMap<Id<'workOrder'>, PartsState> {
  const stateOf = partStates(db)
  const lines = Map.groupBy(
    store.linesOfAll(
      db,
      orders.map(({ id }) => id),
    ),
    ({ workOrderId }) => workOrderId,
  )
  return new Map(orders.map((order) => [order.id, partsState((lines.get(order.id) ?? []).map((line) => stateOf(order, line)))]))
}

export function waitingFor(ctx: ReadCtx, { itemId }: In<C, 'waitingFor'>): Out<C, 'waitingFor'> {
  const stateOf = partStates(ctx.db)
  return ok(
    store.waitingFor(ctx.db, itemId).map(({ locationId, ...row }) => ({
      ...row,
      part: stateOf({ state: row.state, locationId }, { id: row.lineId, kind: 'part', itemId, declined: false, qtyMilli: row.qtyMilli }),
    })),
  )
}
