import type { Id } from '../../../kernel/ids.ts'
import type { LineFacts, OrderFacts, PartState, PartsState } from '../model.ts'

/** What is known of a part in the place that the order's location takes its parts from. Thousandths. */
export interface Supply {
  /** The location keeps it in stock. */
  readonly isKept: boolean
  readonly qtyMilli: number
  readonly onOrderMilli: number
  /** What lines of approved orders wait for: first those for which it came, then in the order in which they asked. */
  readonly waiting: readonly { readonly lineId: Id<'workOrderLine'>; readonly qtyMilli: number }[]
}

/**
 * How a line stands to its part. Lines of approved orders hold what lies there in the order in which they asked, but what came for a job is
 * that job's; an estimate holds nothing and sees what is left. What comes of open purchase orders follows what lies there.
 */
export function partState(
  { state }: Pick<OrderFacts, 'state'>,
  line: Pick<LineFacts, 'id' | 'kind' | 'itemId' | 'declined' | 'qtyMilli'>,
  { isKept, qtyMilli, onOrderMilli, waiting }: Supply,
): PartState {
  if (line.kind !== 'part' || line.itemId === null || line.declined || state === 'cancelled' || (!isKept && onOrderMilli === 0)) return 'none'
  if (state === 'done' || state === 'invoiced') return 'taken'
  const own = waiting.findIndex(({ lineId }) => lineId === line.id)
  const ahead = (own < 0 ? waiting : waiting.slice(0, own)).reduce((sum, one) => sum + one.qtyMilli, 0)
  const wanted = ahead + line.qtyMilli
  if (wanted <= qtyMilli) return own < 0 ? 'inStock' : 'reserved'
  return wanted <= Math.max(0, qtyMilli) + onOrderMilli ? 'onOrder' : 'short'
}

const READY: readonly PartState[] = ['inStock', 'reserved', 'taken']

/** How a whole order stands to its parts, for boards. */
export function partsState(lines: readonly PartState[]): PartsState {
  const wanted = lines.filter((state) => state !== 'none')
  const ready = wanted.filter((state) => READY.includes(state)).length
  if (wanted.length === 0) return 'none'
  return ready === wanted.length ? 'ready' : ready === 0 ? 'waiting' : 'partly'
}
