import type { Machine } from '../../../kernel/machine.ts'
import { allocate, type Minor } from '../../../kernel/money.ts'
import { type Failure, ok, type Result } from '../../../kernel/result.ts'
import { inWholePacks } from '../../catalog/rules/packs.ts'
import { purchasingFails } from '../contract.ts'
import { type Core, coreMachine, type PartRequest, requestMachine, type ReturnHead, returnMachine } from '../model/parts.ts'

type WrongStep = Failure<'purchasing.wrongStep'>
function stepOf<State extends string, Event extends string>(machine: Machine<State, Event>, state: State, event: Event): Result<State, WrongStep> {
  const next = machine[state][event]
  return next === 'refused' ? purchasingFails.wrongStep({ state, event }) : ok(next as State) // the other case is gone
}
export const stepRequest = ({ state }: Pick<PartRequest, 'state'>, event: keyof (typeof requestMachine)['wanted']) => stepOf(requestMachine, state, event)
export const stepReturn = ({ state }: Pick<ReturnHead, 'state'>, event: keyof (typeof returnMachine)['sent']) => stepOf(returnMachine, state, event)
export const stepCore = ({ state }: Pick<Core, 'state'>, event: keyof (typeof coreMachine)['out']) => stepOf(coreMachine, state, event)

/**
 * Requests of an order that what came in serves, oldest first: each as a whole, as a job does not begin with half a part. `arrivedMilli` is all
 * that ever came in of the part on this order. Holds PUR-7.
 */
export function served(
  requests: readonly Pick<PartRequest, 'id' | 'itemId' | 'qtyMilli'>[],
  arrivedMilli: (itemId: PartRequest['itemId']) => number,
): Set<PartRequest['id']> {
  const used = new Map<PartRequest['itemId'], number>()
  const here = new Set<PartRequest['id']>()
  for (const { id, itemId, qtyMilli } of requests) {
    const upTo = (used.get(itemId) ?? 0) + qtyMilli
    if (upTo > arrivedMilli(itemId)) continue
    used.set(itemId, upTo)
    here.add(id)
  }
  return here
}

/** What to order of a part: what jobs wait for and what the place asks for, in whole packs. Units: thousandths. */
export const orderOf = (jobsMilli: number, placeMilli: number, packMilli: number): number => inWholePacks(jobsMilli + placeMilli, packMilli)

type Chain = Pick<Core, 'depositMinor' | 'refundMinor' | 'chargeMinor' | 'creditMinor'>
/** What is still open at either end of a chain: a deposit that the customer may ask back, a charge that the vendor owes. Holds PUR-8. */
export const openOf = ({ depositMinor, refundMinor, chargeMinor, creditMinor }: Chain): { customerMinor: Minor; vendorMinor: Minor } => ({
  customerMinor: depositMinor - refundMinor,
  vendorMinor: chargeMinor - creditMinor,
})

/** A vendor's credit over the lines of a return, by what they cost. */
export const creditsOf = <L extends { id: string; valueMinor: Minor }>(creditMinor: Minor, lines: readonly L[]): ReadonlyMap<L['id'], Minor> =>
  allocate(
    creditMinor,
    lines.map(({ id, valueMinor }) => ({ id, weight: valueMinor })),
  )
