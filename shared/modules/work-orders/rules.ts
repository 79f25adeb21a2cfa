import type { Id } from '../../kernel/ids.ts'
import { divideRounded, MAX_MINOR, type Minor, shareOf } from '../../kernel/money.ts'
import { type Failure, ok, type Result } from '../../kernel/result.ts'
import { type EpochMs, MINUTE_MS } from '../../kernel/time.ts'
import { workOrdersFails } from './contract.ts'
import { type Line, MAX_LINES, type Order, orderMachine, type Totals } from './model.ts'

/**
 * Net of a line: quantity times price less discount, rounded once, half away from zero. Holds WO-6.
 * Units: thousandths, minor units, hundredths of a percent.
 */
export const lineNet = ({ qtyMilli, unitPriceMinor, discountBp }: Pick<Line, 'qtyMilli' | 'unitPriceMinor' | 'discountBp'>): Minor =>
  divideRounded(BigInt(qtyMilli) * BigInt(unitPriceMinor) * BigInt(10_000 - discountBp), 10_000_000n)

export type Taxed = Pick<Line, 'netMinor' | 'taxRateBp' | 'taxExempt'>

/** Sums of an order or invoice with the tax of each rate, highest first. The order of the lines does not matter. Holds WO-6. */
export function totals(lines: readonly Taxed[]): Totals {
  const bases = new Map<number, Minor>()
  for (const { netMinor, taxRateBp, taxExempt } of lines) {
    const rateBp = taxExempt ? 0 : taxRateBp
    bases.set(rateBp, (bases.get(rateBp) ?? 0) + netMinor)
  }
  const taxes = [...bases].sort(([a], [b]) => b - a).map(([rateBp, baseMinor]) => ({ rateBp, baseMinor, taxMinor: shareOf(baseMinor, rateBp) }))
  const netMinor = taxes.reduce((sum, { baseMinor }) => sum + baseMinor, 0)
  const taxMinor = taxes.reduce((sum, tax) => sum + tax.taxMinor, 0)
  return { netMinor, taxMinor, totalMinor: netMinor + taxMinor, taxes }
}

/** Refuses more lines than an order holds, and sums that money cannot say exactly. */
export function checkLines(lines: readonly Taxed[]): Result<Totals, Failure<'workOrders.tooManyLines' | 'workOrders.amountTooLarge'>> {
  if (lines.length > MAX_LINES) return workOrdersFails.tooManyLines({ max: MAX_LINES })
  const sums = totals(lines)
  return sums.totalMinor > MAX_MINOR || lines.some(({ netMinor }) => netMinor > MAX_MINOR) ? workOrdersFails.amountTooLarge({ maxMinor: MAX_MINOR }) : ok(sums)
}

type Event = keyof (typeof orderMachine)['open']

/** The state after `event`. Holds WO-5 where the event is `edit`. */
export function step(order: Pick<Order, 'id' | 'state'>, event: Event): Result<Order['state'], Failure<'workOrders.wrongState'>> {
  const next = orderMachine[order.state][event]
  return next === 'refused' ? workOrdersFails.wrongState({ workOrderId: order.id, state: order.state, event }) : ok(next)
}

/** True while the order stands in its bay. Holds WO-2, WO-4. */
export const holdsBay = ({ state, bayId }: Pick<Order, 'state' | 'bayId'>): boolean => bayId !== null && (state === 'inProgress' || state === 'onHold')

/** Time worked so far, the running stretch included. A clock set back adds nothing. */
export const workedMs = ({ workedMs: before, runningSinceAt }: Pick<Order, 'workedMs' | 'runningSinceAt'>, now: EpochMs): number =>
  before + (runningSinceAt === null ? 0 : Math.max(0, now - runningSinceAt))

/** Whole minutes begun and ended: what a board shows. */
export const workedMinutes = (order: Pick<Order, 'workedMs' | 'runningSinceAt'>, now: EpochMs): number => Math.floor(workedMs(order, now) / MINUTE_MS)

interface Crew {
  readonly bayId: Id<'bay'> | null
  readonly technicianId: Id<'employee'> | null
}
type Begun = Pick<Order, 'state' | 'startedAt' | 'runningSinceAt' | 'holdReason'> & { bayId: Id<'bay'>; technicianId: Id<'employee'> }

/** Start or resume with that bay and technician. `busyWith` is another order in progress of that technician. Holds WO-1, WO-3. */
export function begin(
  order: Order,
  event: 'start' | 'resume',
  { bayId, technicianId }: Crew,
  busyWith: Pick<Order, 'id' | 'number'> | undefined,
  now: EpochMs,
): Result<Begun, Failure<'workOrders.wrongState' | 'workOrders.bayNeeded' | 'workOrders.technicianNeeded' | 'workOrders.technicianBusy'>> {
  const next = step(order, event)
  if (!next.ok) return next
  if (bayId === null) return workOrdersFails.bayNeeded({ workOrderId: order.id })
  if (technicianId === null) return workOrdersFails.technicianNeeded({ workOrderId: order.id })
  if (busyWith) return workOrdersFails.technicianBusy({ workOrderId: busyWith.id, number: busyWith.number })
  return ok({ state: next.value, bayId, technicianId, startedAt: order.startedAt ?? now, runningSinceAt: now, holdReason: '' })
}

type Stopped = Pick<Order, 'state' | 'workedMs' | 'runningSinceAt' | 'holdReason'>

/** Ends the running stretch: on hold, done or cancelled. */
export function stop(order: Order, event: 'hold' | 'finish' | 'cancel', holdReason: string, now: EpochMs): Result<Stopped, Failure<'workOrders.wrongState'>> {
  const next = step(order, event)
  return next.ok ? ok({ state: next.value, workedMs: workedMs(order, now), runningSinceAt: null, holdReason }) : next
}

/** A bay changes only while the order does not stand in one, a technician only while nobody works on it: hold the job first. Holds WO-2, WO-3. */
export function checkCrew(order: Order, patch: Partial<Crew>): Result<null, Failure<'workOrders.bayHeld'>> {
  const movesBay = patch.bayId !== undefined && patch.bayId !== order.bayId && holdsBay(order)
  const movesTechnician = patch.technicianId !== undefined && patch.technicianId !== order.technicianId && order.state === 'inProgress'
  return movesBay || movesTechnician ? workOrdersFails.bayHeld({ workOrderId: order.id }) : ok(null)
}
