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
type Found = Supply & { readonly bin: string }
const NO_SUPPLY: Found = { isKept: false, qtyMilli: 0, onOrderMilli: 0, waiting: [], bin: '' }

/** How lines stand to their parts, and in which bin each part lies; each part is looked up once. */
export function partStates(db: ReadDb): (order: Where, line: PartLine) => { part: PartState; bin: string } {
  const known = new Map<string, Found>()
  const supplyOf = (itemId: Id<'item'>, locationId: Id<'location'>): Found => {
    const key = `${itemId} ${locationId}`
    const supply = known.get(key) ?? findSupply(db, itemId, locationId)
    known.set(key, supply)
    return supply
  }
  return (order, line) => {
    const supply = line.kind === 'part' && line.itemId !== null ? supplyOf(line.itemId, order.locationId) : NO_SUPPLY
    return { part: partState(order, line, supply), bin: supply.bin }
  }
}

function findSupply(db: ReadDb, itemId: Id<'item'>, locationId: Id<'location'>): Found {
  const claims = inventory.claimsOn(db, itemId, locationId)
  const aside = purchasing.putAside(db, itemId, locationId)
  const isLate = ({ lineId }: Supply['waiting'][number]) => Number(!aside.has(lineId))
  return { ...claims, waiting: claims.waiting.toSorted((a, b) => isLate(a) - isLate(b)), onOrderMilli: purchasing.onOrderMilli(db, itemId, locationId) }
}

/** How orders stand to their parts, for boards: `none` where no line needs one that is kept in stock or on order. */
export function partsStateOf(db: ReadDb, orders: readonly (Where & Pick<OrderFacts, 'id'>)[]): ReadonlyMap<Id<'workOrder'>, PartsState> {
  const standingOf = partStates(db)
  const lines = Map.groupBy(
    store.linesOfAll(
      db,
      orders.map(({ id }) => id),
    ),
    ({ workOrderId }) => workOrderId,
  )
  return new Map(orders.map((order) => [order.id, partsState((lines.get(order.id) ?? []).map((line) => standingOf(order, line).part))]))
}

export function waitingFor(ctx: ReadCtx, { itemId }: In<C, 'waitingFor'>): Out<C, 'waitingFor'> {
  const standingOf = partStates(ctx.db)
  return ok(
    store.waitingFor(ctx.db, itemId).map(({ locationId, ...row }) => ({
      ...row,
      part: standingOf({ state: row.state, locationId }, { id: row.lineId, kind: 'part', itemId, declined: false, qtyMilli: row.qtyMilli }).part,
    })),
  )
}
