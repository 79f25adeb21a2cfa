import type { In, Out, ReadCtx } from '#main/platform/context.ts'
import { ok } from '#shared/kernel/result.ts'
import { DAY_MS } from '#shared/kernel/time.ts'
import { type inventoryContract, inventoryFails } from '#shared/modules/inventory/contract.ts'
import type { Demand } from '#shared/modules/inventory/model.ts'
import { fromDemand } from '#shared/modules/inventory/rules/demand.ts'
import { heldAfter } from '#shared/modules/inventory/rules/valuation.ts'
import * as levels from '../store.ts'
import * as store from '../store/worth.ts'
import { findPlace, partOf, policyOf } from './moving.ts'

type C = typeof inventoryContract
const WEEK_MS = 7 * DAY_MS
/** More items than a person looks through. */
const MOST = 500

export function valuation(ctx: ReadCtx, { after, limit, placeId, at }: In<C, 'valuation'>): Out<C, 'valuation'> {
  const found = levels.levels(ctx.db, { filters: { placeId }, sort: 'name', after, limit })
  const rows = found.rows.map(({ itemId, placeId: there, placeName, sku, name, unit }) => {
    const moves = store.movesUntil(ctx.db, itemId, there, at)
    const { costMinor } = partOf(ctx.db, itemId)
    const [average, fifo] = [heldAfter('average', moves, costMinor), heldAfter('fifo', moves, costMinor)]
    const bookMinor = moves.reduce((sum, { valueMinor }) => sum + valueMinor, 0)
    return {
      itemId,
      placeId: there,
      placeName,
      sku,
      name,
      unit,
      qtyMilli: average.qtyMilli,
      bookMinor,
      averageMinor: average.valueMinor,
      fifoMinor: fifo.valueMinor,
    }
  })
  // The levels say what all movements sum to; those after the instant are taken off again, as they are fewer.
  const nowMinor = placeId === undefined ? levels.summary(ctx.db).reduce((sum, { valueMinor }) => sum + valueMinor, 0) : store.bookedIn(ctx.db, placeId)
  return ok({ ...found, rows, bookMinor: nowMinor - store.bookedAfter(ctx.db, placeId, at) })
}

/** Whole weeks up to now. */
export function demand(ctx: ReadCtx, { placeId }: In<C, 'demand'>): Out<C, 'demand'> {
  if (!findPlace(ctx.db, placeId)) return inventoryFails.unknownPlace({ placeId })
  const { demandWeeks, leadDays, coverDays } = policyOf(ctx.db)
  const used = store.usedByWeek(ctx.db, placeId, ctx.now - demandWeeks * WEEK_MS, WEEK_MS, ctx.now)
  const found = [...Map.groupBy(used, ({ itemId }) => itemId).values()].flatMap((rows): Demand[] => {
    const [first] = rows
    const weeks = Array.from({ length: demandWeeks }, (_, week) => rows.find((row) => row.week === week)?.usedMilli ?? 0)
    const wanted = fromDemand(weeks, leadDays, coverDays)
    if (!first || !wanted) return []
    const { week: _week, ...shown } = first
    return [
      {
        ...shown,
        usedMilli: weeks.reduce((sum, week) => sum + week, 0),
        weeksUsed: weeks.filter((week) => week > 0).length,
        dailyMilli: wanted.dailyMilli,
        safetyMilli: wanted.safetyMilli,
        wantedAtMilli: wanted.reorderAtMilli,
        wantedToMilli: wanted.fillToMilli,
      },
    ]
  })
  return ok(found.sort((a, b) => b.usedMilli - a.usedMilli || (a.itemId < b.itemId ? -1 : 1)).slice(0, MOST))
}
