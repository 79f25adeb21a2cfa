import { type Failure, ok, type Result } from '../../kernel/result.ts'
import { costOf } from '../catalog/rules/packs.ts'
import { purchasingFails } from './contract.ts'
import { type PurchaseHead, type PurchaseLine, purchaseMachine } from './model.ts'

type Event = keyof (typeof purchaseMachine)['draft']
type WrongState = Failure<'purchasing.wrongState'>

/** The state after an event, or the refusal that names the state. */
export function step({ state, number }: Pick<PurchaseHead, 'state' | 'number'>, event: Event): Result<PurchaseHead['state'], WrongState> {
  const next = purchaseMachine[state][event]
  return next === 'refused' ? purchasingFails.wrongState({ state, event, number }) : ok(next)
}

/** Price of all lines, each rounded once. */
export const netOf = (lines: readonly Pick<PurchaseLine, 'qtyMilli' | 'unitCostMinor' | 'packMilli'>[]): number =>
  lines.reduce((sum, { qtyMilli, unitCostMinor, packMilli }) => sum + costOf(qtyMilli, unitCostMinor, packMilli), 0)

/** What has not come in yet, never below nothing: a supplier may send more than was ordered. */
export const openMilli = ({ qtyMilli, receivedMilli }: Pick<PurchaseLine, 'qtyMilli' | 'receivedMilli'>): number => Math.max(0, qtyMilli - receivedMilli)

/**
 * Two devices may have put a part on one draft at once, and what came in is known of the part alone (`receivedMilli` of each line of one `key`):
 * earlier lines are filled first, and the last one has what is more than was ordered. Holds PUR-2.
 */
export function divided<L extends Pick<PurchaseLine, 'qtyMilli' | 'receivedMilli'>>(lines: readonly L[], key: (line: L) => string): L[] {
  const left = new Map<string, number>()
  const last = new Map(lines.map((line) => [key(line), line]))
  return lines.map((line) => {
    const came = left.get(key(line)) ?? line.receivedMilli
    const receivedMilli = last.get(key(line)) === line ? came : Math.min(came, line.qtyMilli)
    left.set(key(line), came - receivedMilli)
    return { ...line, receivedMilli }
  })
}

/** Whether everything came in. Holds PUR-3. */
export const isComplete = (lines: readonly Pick<PurchaseLine, 'qtyMilli' | 'receivedMilli'>[]): boolean => lines.every((line) => openMilli(line) === 0)

/** Holds PUR-4. */
export function checkCancel(
  head: PurchaseHead,
  lines: readonly PurchaseLine[],
): Result<PurchaseHead['state'], WrongState | Failure<'purchasing.alreadyReceived'>> {
  return lines.some(({ receivedMilli }) => receivedMilli > 0) ? purchasingFails.alreadyReceived({ number: head.number }) : step(head, 'cancel')
}

/** An order goes out with lines only. */
export function checkOrder(head: PurchaseHead, lines: readonly PurchaseLine[]): Result<PurchaseHead['state'], WrongState | Failure<'purchasing.noLines'>> {
  return lines.length === 0 && head.state === 'draft' ? purchasingFails.noLines({ number: head.number }) : step(head, 'order')
}

/** What a level asks for. Units: thousandths. */
export interface Wanting {
  readonly qtyMilli: number
  readonly onOrderMilli: number
  readonly reorderAtMilli: number | null
  readonly criticalAtMilli: number | null
  readonly fillToMilli: number | null
}

/**
 * How much to order so that stock and what is on order fill the place up (min-max replenishment): nothing while they stand above the
 * reorder level. Without a level to fill up to, as much as lifts it above its limit by one, or out of debt. Holds PUR-5.
 */
export function toOrder({ qtyMilli, onOrderMilli, reorderAtMilli, criticalAtMilli, fillToMilli }: Wanting): number {
  const limit = reorderAtMilli ?? criticalAtMilli
  const coming = qtyMilli + onOrderMilli
  if (coming > (limit ?? -1)) return 0
  const target = fillToMilli ?? (limit === null ? 0 : limit + 1000)
  return Math.max(0, target - coming)
}
