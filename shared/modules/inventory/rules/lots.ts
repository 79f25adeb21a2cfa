import type { Id } from '../../../kernel/ids.ts'
import { type Failure, ok, type Result } from '../../../kernel/result.ts'
import type { LocalDate } from '../../../kernel/time.ts'
import type { Tracking } from '../../catalog/model.ts'
import { inventoryFails } from '../contract.ts'
import type { LotInput, LotLevel, LotState } from '../model/lots.ts'

/** A code as lots are told apart by it: capitals, no blanks. */
export const lotKey = (code: string): string => code.toUpperCase().replace(/\s/g, '')

/** A lot is good on its last day. */
export const lotState = ({ expiresOn, blocked }: Pick<LotLevel, 'expiresOn' | 'blocked'>, today: LocalDate): LotState =>
  blocked !== '' ? 'blocked' : expiresOn !== null && expiresOn < today ? 'expired' : 'usable'

export interface Share {
  /** Null: of no lot that is known. */
  readonly lotId: Id<'stockLot'> | null
  readonly qtyMilli: number
}
type OnShelf = Pick<LotLevel, 'lotId' | 'expiresOn' | 'blocked' | 'qtyMilli'>

/**
 * Divides what is to leave among lots: first what a person picked, then by expiry, first expired first out, of what is usable; `lots` are in that
 * order. What no lot covers leaves without one and is shown as such. Holds STK-7. Units: thousandths.
 */
export function shares(lots: readonly OnShelf[], qtyMilli: number, today: LocalDate, picked: readonly Share[] = []): Share[] {
  const found: Share[] = []
  let left = qtyMilli
  const take = (lotId: Share['lotId'], mostMilli: number) => {
    const taken = Math.min(left, mostMilli)
    if (taken <= 0) return
    found.push({ lotId, qtyMilli: taken })
    left -= taken
  }
  for (const one of picked) take(one.lotId, one.qtyMilli)
  for (const one of lots) {
    const isPicked = picked.some(({ lotId }) => lotId === one.lotId)
    if (!isPicked && lotState(one, today) === 'usable') take(one.lotId, one.qtyMilli)
  }
  take(null, left)
  return found
}

interface Leaving {
  readonly qtyMilli: number
  readonly picked: readonly Share[]
}
/** Divides several lines that leave together: what was picked for any of them is no other one's, the rest by expiry. Holds STK-7. */
export function sharesOfLines(lots: readonly OnShelf[], lines: readonly Leaving[], today: LocalDate): Share[][] {
  let shelf = lots
  const take = (taken: readonly Share[]) => {
    shelf = shelf.map((one) => ({
      ...one,
      qtyMilli: one.qtyMilli - taken.reduce((sum, { lotId, qtyMilli }) => (lotId === one.lotId ? sum + qtyMilli : sum), 0),
    }))
    return taken
  }
  for (const { picked } of lines) take(picked)
  return lines.map(({ qtyMilli, picked }) => {
    const openMilli = qtyMilli - picked.reduce((sum, one) => sum + one.qtyMilli, 0)
    return [...picked, ...take(shares(shelf, openMilli, today))]
  })
}

/**
 * From which movements of a document what comes back is given: of lots that its lines name no more, then of the last place and lot first.
 * `keptMilli`: what the lines still name, by lot. Units: thousandths; `taken` sums of movements (negative: taken), in their order.
 */
export function givingBack<Row extends Share>(
  taken: readonly Row[],
  backMilli: number,
  keptMilli: ReadonlyMap<Id<'stockLot'>, number>,
): { row: Row; qtyMilli: number }[] {
  const kept = new Map<Share['lotId'], number>(keptMilli)
  const rows = taken
    .filter(({ qtyMilli }) => qtyMilli < 0)
    .toReversed()
    .map((row) => {
      const staysMilli = Math.min(-row.qtyMilli, kept.get(row.lotId) ?? 0)
      kept.set(row.lotId, (kept.get(row.lotId) ?? 0) - staysMilli)
      return { row, freeMilli: -row.qtyMilli - staysMilli, qtyMilli: 0 }
    })
  let left = backMilli
  for (const mostOf of [({ freeMilli }: (typeof rows)[number]) => freeMilli, ({ row }: (typeof rows)[number]) => -row.qtyMilli])
    for (const one of rows) {
      const part = Math.min(left, mostOf(one) - one.qtyMilli)
      if (part <= 0) continue
      one.qtyMilli += part
      left -= part
    }
  return rows.flatMap(({ row, qtyMilli }) => (qtyMilli > 0 ? [{ row, qtyMilli }] : []))
}

/** Goods of a tracked part come in with their lots: all of the quantity, and serial numbers one piece each and once. */
export function checkLots(
  item: { readonly name: string; readonly tracking: Tracking },
  qtyMilli: number,
  lots: readonly LotInput[],
): Result<readonly LotInput[], Failure<'inventory.lotNeeded' | 'inventory.lotsDiffer' | 'inventory.serialTaken'>> {
  if (item.tracking === 'none') return ok([])
  if (lots.length === 0) return inventoryFails.lotNeeded({ name: item.name })
  if (lots.reduce((sum, lot) => sum + lot.qtyMilli, 0) !== qtyMilli) return inventoryFails.lotsDiffer({ name: item.name })
  if (item.tracking === 'serial') {
    const keys = lots.map(({ code }) => lotKey(code))
    const twice = lots.find((lot, i) => lot.qtyMilli !== 1000 || keys.indexOf(lotKey(lot.code)) !== i)
    if (twice) return inventoryFails.serialTaken({ name: item.name, scanned: twice.code })
  }
  return ok(lots)
}
