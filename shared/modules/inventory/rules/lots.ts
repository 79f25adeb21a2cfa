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
