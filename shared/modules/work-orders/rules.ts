import type { Id } from '../../kernel/ids.ts'
import { type Failure, ok, type Result } from '../../kernel/result.ts'
import { type EpochMs, MINUTE_MS } from '../../kernel/time.ts'
import type { Company } from '../workspace/model.ts'
import { workOrdersFails } from './contract.ts'
import { type LineFacts, type OrderFacts, orderMachine } from './model.ts'
import { isCovered } from './rules/sums.ts'

export { contentOf, isNewOffer, openGates, sealText, standing } from './rules/approval.ts'
export { type Along, followed, followersOf } from './rules/along.ts'
export { checkLines, type Head, isCharged, isCovered, lineAmount, sumUp, taxReason, totalsOf } from './rules/sums.ts'

type TaxTerms = Pick<LineFacts, 'taxRateBp' | 'taxSource' | 'taxRule'>

/** Rate of a new line and where it comes from: given, its item's, the first rule for its kind, the company's. */
export function taxFor(
  kind: LineFacts['kind'],
  givenBp: number | undefined,
  itemBp: number | null | undefined,
  { taxRules, taxRateBp }: Pick<Company, 'taxRules' | 'taxRateBp'>,
): TaxTerms {
  if (givenBp !== undefined) return { taxRateBp: givenBp, taxSource: 'manual', taxRule: '' }
  if (itemBp !== null && itemBp !== undefined) return { taxRateBp: itemBp, taxSource: 'item', taxRule: '' }
  const rule = taxRules.find(({ kinds }) => kinds.includes(kind))
  return rule ? { taxRateBp: rule.rateBp, taxSource: 'rule', taxRule: rule.name } : { taxRateBp, taxSource: 'company', taxRule: '' }
}

/** An invoice says what the customer pays: then a warranty may only change between states that charge nothing. Holds WO-11. */
export function checkWarranty(
  order: Pick<OrderFacts, 'id' | 'state'>,
  before: LineFacts,
  warranty: LineFacts['warranty'],
): Result<null, Failure<'workOrders.wrongState'>> {
  const isFree = order.state === 'invoiced' && isCovered(before) && isCovered({ warranty })
  const allowed = isFree ? ok(null) : step(order, 'edit')
  return allowed.ok ? ok(null) : allowed
}

type Event = keyof (typeof orderMachine)['open']

/** The state after `event`. Holds WO-5 where the event is `edit`. */
export function step(order: Pick<OrderFacts, 'id' | 'state'>, event: Event): Result<OrderFacts['state'], Failure<'workOrders.wrongState'>> {
  const next = orderMachine[order.state][event]
  return next === 'refused' ? workOrdersFails.wrongState({ workOrderId: order.id, state: order.state, event }) : ok(next)
}

/** Begun and not ended. */
export const isUnderWay = ({ state }: Pick<OrderFacts, 'state'>): boolean => state === 'inProgress' || state === 'onHold'
/** True while the order stands in its bay. Holds WO-2, WO-4. */
export const holdsBay = ({ state, bayId }: Pick<OrderFacts, 'state' | 'bayId'>): boolean => bayId !== null && isUnderWay({ state })

/** Time worked so far, the running stretch included. A clock set back adds nothing. */
export const workedMs = ({ workedMs: before, runningSinceAt }: Pick<OrderFacts, 'workedMs' | 'runningSinceAt'>, now: EpochMs): number =>
  before + (runningSinceAt === null ? 0 : Math.max(0, now - runningSinceAt))

/** Whole minutes begun and ended: what a board shows. */
export const workedMinutes = (order: Pick<OrderFacts, 'workedMs' | 'runningSinceAt'>, now: EpochMs): number => Math.floor(workedMs(order, now) / MINUTE_MS)

const MINUTES_PER_HOUR = 60

/** Minutes of labour that the order charges for, flat prices by their hours: what its work may take. Declined lines are not counted. */
export const soldMinutes = (lines: readonly Pick<LineFacts, 'kind' | 'qtyMilli' | 'declined'>[]): number =>
  Math.round(lines.reduce((sum, { kind, qtyMilli, declined }) => (kind === 'labor' && !declined ? sum + qtyMilli * MINUTES_PER_HOUR : sum), 0) / 1000)

interface Crew {
  readonly bayId: Id<'bay'> | null
  readonly technicianId: Id<'employee'> | null
}
type Begun = Pick<OrderFacts, 'state' | 'startedAt' | 'runningSinceAt' | 'holdReason'> & { bayId: Id<'bay'>; technicianId: Id<'employee'> }

/** Start or resume with that bay and technician. `busyWith` is another order in progress of that technician. Holds WO-1, WO-3. */
export function begin(
  order: OrderFacts,
  event: 'start' | 'resume',
  { bayId, technicianId }: Crew,
  busyWith: Pick<OrderFacts, 'id' | 'number'> | undefined,
  now: EpochMs,
): Result<Begun, Failure<'workOrders.wrongState' | 'workOrders.bayNeeded' | 'workOrders.technicianNeeded' | 'workOrders.technicianBusy'>> {
  const next = step(order, event)
  if (!next.ok) return next
  if (bayId === null) return workOrdersFails.bayNeeded({ workOrderId: order.id })
  if (technicianId === null) return workOrdersFails.technicianNeeded({ workOrderId: order.id })
  if (busyWith) return workOrdersFails.technicianBusy({ workOrderId: busyWith.id, number: busyWith.number })
  return ok({ state: next.value, bayId, technicianId, startedAt: order.startedAt ?? now, runningSinceAt: now, holdReason: '' })
}

type Stopped = Pick<OrderFacts, 'state' | 'workedMs' | 'runningSinceAt' | 'holdReason'>

/** Ends the running stretch: on hold, done or cancelled. */
export function stop(
  order: OrderFacts,
  event: 'hold' | 'finish' | 'cancel',
  holdReason: string,
  now: EpochMs,
): Result<Stopped, Failure<'workOrders.wrongState'>> {
  const next = step(order, event)
  return next.ok ? ok({ state: next.value, workedMs: workedMs(order, now), runningSinceAt: null, holdReason }) : next
}

/** The bay of a job under way is taken and left by its steps alone; a technician changes only while nobody works on it: hold the job first. Holds WO-2, WO-3. */
export function checkCrew(order: OrderFacts, patch: Partial<Crew>): Result<null, Failure<'workOrders.bayHeld'>> {
  const movesBay = patch.bayId !== undefined && patch.bayId !== order.bayId && isUnderWay(order)
  const movesTechnician = patch.technicianId !== undefined && patch.technicianId !== order.technicianId && order.state === 'inProgress'
  return movesBay || movesTechnician ? workOrdersFails.bayHeld({ workOrderId: order.id }) : ok(null)
}
