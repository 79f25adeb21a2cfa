import { allocate, type Minor } from '../../../kernel/money.ts'
import type { SPREADS } from '../model/parts.ts'

/** A line of a delivery: its value as invoiced, and how much came. */
export interface Landing {
  readonly id: string
  readonly valueMinor: Minor
  /** Thousandths. */
  readonly qtyMilli: number
}

/**
 * Divides freight and duty among the lines of a delivery, by value or by quantity; shares sum to the amount to the minor unit, and what
 * rounding leaves goes a unit each to the lines that lost most by it, equal ones in the order of their ids. A delivery that cost nothing
 * is divided by quantity. Holds PUR-6.
 */
export function spread<L extends Landing>(amountMinor: Minor, lines: readonly L[], by: (typeof SPREADS)[number]): ReadonlyMap<L['id'], Minor> {
  const isFree = lines.every(({ valueMinor }) => valueMinor === 0)
  return allocate(
    amountMinor,
    lines.map((line) => ({ id: line.id, weight: by === 'value' && !isFree ? line.valueMinor : line.qtyMilli })),
  )
}
