import { foldText, plainCode } from '#shared/kernel/text.ts'
import { type Card, COLUMNS, type Column } from '#shared/modules/board/model.ts'
import { promiseOf } from '#shared/modules/board/rules.ts'

/** Which jobs are shown; what is undefined filters nothing. */
export interface BoardFilters {
  readonly text?: string | undefined
  readonly advisor?: string | undefined
  /** An employee, or `none`. */
  readonly technician?: string | undefined
  readonly label?: string | undefined
  readonly late?: boolean | undefined
}
/** Stands for nobody among technicians. */
export const NOBODY = 'none'

/** The jobs of each column that match, in the order of the board. */
export function placed(cards: readonly Card[], filters: BoardFilters, now: number): ReadonlyMap<Column, readonly Card[]> {
  const text = foldText(filters.text ?? '')
  const code = plainCode(text)
  const matches = (card: Card) =>
    (filters.advisor === undefined || card.advisorId === filters.advisor) &&
    (filters.technician === undefined || (card.technicianId ?? NOBODY) === filters.technician) &&
    (filters.label === undefined || card.labelId === filters.label) &&
    (filters.late !== true || promiseOf(card, now) === 'late') &&
    (text === '' ||
      foldText(`${card.customerName} ${card.vehicleLabel} ${card.number}`).includes(text) ||
      (code !== '' && plainCode(card.plate).includes(code)))
  const columns = new Map<Column, Card[]>(COLUMNS.map((column) => [column, []]))
  for (const card of cards) if (matches(card)) columns.get(card.column)?.push(card)
  return columns
}

/** The card that an arrow key leads to; the same one at the edge. `forward` is the reading direction. */
export function neighbour(
  columns: ReadonlyMap<Column, readonly Card[]>,
  from: Pick<Card, 'id' | 'column'> | undefined,
  key: 'up' | 'down' | 'back' | 'forward' | 'first' | 'last',
): Card | undefined {
  const filled = COLUMNS.filter((column) => (columns.get(column)?.length ?? 0) > 0)
  const first = filled[0] && columns.get(filled[0])?.[0]
  if (!from) return first
  const own = columns.get(from.column) ?? []
  const at = own.findIndex(({ id }) => id === from.id)
  if (at < 0) return first
  if (key === 'first') return own[0]
  if (key === 'last') return own.at(-1)
  if (key === 'up' || key === 'down') return own[Math.max(0, Math.min(own.length - 1, at + (key === 'up' ? -1 : 1)))]
  const place = filled.indexOf(from.column) + (key === 'back' ? -1 : 1)
  const there = columns.get(filled[Math.max(0, Math.min(filled.length - 1, place))] ?? from.column) ?? []
  return there[Math.min(at, there.length - 1)]
}
