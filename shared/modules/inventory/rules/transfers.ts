import { type Failure, ok, type Result } from '../../../kernel/result.ts'
import { inventoryFails } from '../contract.ts'
import { type TransferHead, type TransferLine, type TransferState, transferMachine } from '../model/transfers.ts'
import { valueLeaving } from '../rules.ts'

export function transferStep(
  { state, number }: Pick<TransferHead, 'state' | 'number'>,
  event: keyof (typeof transferMachine)['draft'],
): Result<TransferState, Failure<'inventory.wrongTransferState'>> {
  const next = transferMachine[state][event]
  return next === 'refused' ? inventoryFails.wrongTransferState({ state, event, number }) : ok(next)
}

type Sent = Pick<TransferLine, 'qtyMilli' | 'valueMinor' | 'settledMilli' | 'settledMinor' | 'name'>
/** What is still on its way of a line. Two devices that receive the same goods may settle more than was sent. */
export const inTransit = ({ qtyMilli, settledMilli }: Pick<TransferLine, 'qtyMilli' | 'settledMilli'>): number => Math.max(0, qtyMilli - settledMilli)

export interface Arrival {
  /** What of the line is settled, and what it cost. */
  readonly qtyMilli: number
  readonly valueMinor: number
  /** What there is more or less of. */
  readonly differenceMilli: number
}

/**
 * What came in of a line. More than is on its way is a surplus; `isLast` says that the rest will not come. Both need a reason. The last of
 * a line takes the rest of its value. Holds STK-9. Units: thousandths >= 0.
 */
export function arriving(line: Sent, cameMilli: number, isLast: boolean, reason: string): Result<Arrival, Failure<'inventory.reasonNeeded'>> {
  const openMilli = inTransit(line)
  const qtyMilli = isLast ? openMilli : Math.min(cameMilli, openMilli)
  const differenceMilli = cameMilli - qtyMilli
  if (differenceMilli !== 0 && reason === '') return inventoryFails.reasonNeeded({ name: line.name })
  const open = { qtyMilli: openMilli, valueMinor: line.valueMinor - line.settledMinor }
  return ok({ qtyMilli, valueMinor: qtyMilli === 0 ? 0 : valueLeaving(open, qtyMilli, 0), differenceMilli })
}
