import type { Id } from '../../../kernel/ids.ts'
import type { LineFacts, OrderFacts, PartState, PartsState } from '../model.ts'

/** What is known of a part in the place that the order's location takes its parts from. Thousandths. */
export interface Supply {
  /** The location keeps a stock. */
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

/** How a whole order stands to its parts, for boards: by the line that is furthest from being fitted. */
export function partsState(lines: readonly { readonly part: PartState; readonly disposition: LineFacts['disposition'] }[]): PartsState {
  const found = new Set(lines.map(({ part, disposition }) => (disposition === 'open' ? STANDING[part] : 'settled')))
  return FURTHEST_FIRST.find((state) => found.has(state)) ?? 'none'
}
const STANDING: Readonly<Record<PartState, PartsState>> = {
  none: 'none',
  inStock: 'here',
  reserved: 'here',
  onOrder: 'ordered',
  short: 'missing',
  taken: 'settled',
}
const FURTHEST_FIRST = ['missing', 'ordered', 'here', 'settled'] as const satisfies readonly PartsState[]
