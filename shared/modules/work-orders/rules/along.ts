import type { Id } from '../../../kernel/ids.ts'
import { divideRounded } from '../../../kernel/money.ts'
import { type LineFacts, MAX_QTY_MILLI } from '../model.ts'

/** What goes along with one of an item: the parts of a kit, which the kit's price covers, and core charges. `qtyMilli` in thousandths. */
export interface Along {
  readonly itemId: Id<'item'>
  readonly qtyMilli: number
  readonly isCovered: boolean
}
type Placed = Pick<LineFacts, 'id' | 'itemId' | 'serviceId' | 'unitPriceMinor'>
export interface Follower {
  readonly lineId: LineFacts['id']
  /** For one of the line that it follows. */
  readonly perMilli: number
}

/**
 * Lines that belong to another line, by that one: of what goes along with its item, the first below it in the same service that no line
 * above has, up to the next line with which the same goes along. A part that is paid for by itself belongs to no kit. `lines` stand in their order.
 */
export function followersOf(lines: readonly Placed[], alongOf: (itemId: Id<'item'>) => readonly Along[]): ReadonlyMap<LineFacts['id'], readonly Follower[]> {
  const taken = new Set<LineFacts['id']>()
  const found = new Map<LineFacts['id'], Follower[]>()
  const bringing = ({ itemId }: Placed) => (itemId === null ? [] : alongOf(itemId))
  for (const [at, leader] of lines.entries()) {
    if (taken.has(leader.id)) continue
    for (const { itemId, qtyMilli, isCovered } of bringing(leader)) {
      for (const line of lines.slice(at + 1)) {
        if (taken.has(line.id) || line.serviceId !== leader.serviceId) continue
        if (line.itemId === itemId && !(isCovered && line.unitPriceMinor !== 0)) {
          taken.add(line.id)
          found.set(leader.id, [...(found.get(leader.id) ?? []), { lineId: line.id, perMilli: qtyMilli }])
          break
        }
        if (bringing(line).some((other) => other.itemId === itemId)) break
      }
    }
  }
  return found
}

const times = (perMilli: number, qtyMilli: number): number => divideRounded(BigInt(perMilli) * BigInt(qtyMilli), 1000n)

/**
 * Quantity of what goes along after that which it belongs to went from one quantity to another: as much more or less as goes with the
 * difference. What a person put right by hand stays put right, and back at the first quantity it is what it was. Units: thousandths.
 */
export const followed = (qtyMilli: number, perMilli: number, beforeMilli: number, afterMilli: number): number =>
  Math.min(MAX_QTY_MILLI, Math.max(0, qtyMilli + times(perMilli, afterMilli) - times(perMilli, beforeMilli)))
