import { divideRounded } from '../../../kernel/money.ts'

/** What of an item is bought together: a box of twelve is 12,000. Thousandths of the item's unit. */
type Pack = number

/** Packs that so many units are, or null where that is no whole thousandth of a pack. */
export function packsOf(unitsMilli: number, packMilli: Pack): number | null {
  const exact = BigInt(unitsMilli) * 1000n
  return exact % BigInt(packMilli) === 0n ? Number(exact / BigInt(packMilli)) : null
}

/** The least number of units, in whole packs, that covers a need. */
export const inWholePacks = (unitsMilli: number, packMilli: Pack): number => Math.ceil(unitsMilli / packMilli) * packMilli

/** Price of units that are priced by the pack, rounded once, half away from zero. */
export const costOf = (unitsMilli: number, packMinor: number, packMilli: Pack): number =>
  divideRounded(BigInt(unitsMilli) * BigInt(packMinor), BigInt(packMilli))

/** Price of one whole unit of what is priced by the pack. */
export const unitCostOf = (packMinor: number, packMilli: Pack): number => costOf(1000, packMinor, packMilli)
