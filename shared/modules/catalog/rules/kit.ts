import type { Id } from '../../../kernel/ids.ts'
import { divideRounded } from '../../../kernel/money.ts'

export interface Piece {
  readonly itemId: Id<'item'>
  /** Thousandths: of an order, or for one kit. */
  readonly qtyMilli: number
}

/**
 * What a number of kits is made of: each item once, in the order in which it is first met; kits inside are opened, too. Empty for what is
 * no kit. A kit that two devices have put into itself is opened once. Quantities are rounded to thousandths once per step.
 */
export function explode(kit: Piece, partsOf: (itemId: Id<'item'>) => readonly Piece[]): Piece[] {
  const found = new Map<Id<'item'>, number>()
  const open = ({ itemId, qtyMilli }: Piece, above: readonly Id<'item'>[]): void => {
    for (const part of partsOf(itemId)) {
      if (above.includes(part.itemId)) continue
      const needed = { itemId: part.itemId, qtyMilli: divideRounded(BigInt(qtyMilli) * BigInt(part.qtyMilli), 1000n) }
      if (partsOf(part.itemId).length > 0) open(needed, [...above, part.itemId])
      else if (needed.qtyMilli > 0) found.set(part.itemId, (found.get(part.itemId) ?? 0) + needed.qtyMilli)
    }
  }
  open(kit, [kit.itemId])
  return [...found].map(([itemId, qtyMilli]) => ({ itemId, qtyMilli }))
}

/** True when a way leads from an item back to `to`, over however many steps. Holds CAT-5. */
export function leadsTo(from: Id<'item'>, to: Id<'item'>, next: (itemId: Id<'item'>) => readonly Id<'item'>[], seen = new Set<Id<'item'>>()): boolean {
  if (from === to) return true
  if (seen.has(from)) return false
  seen.add(from)
  return next(from).some((itemId) => leadsTo(itemId, to, next, seen))
}
