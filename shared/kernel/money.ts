/** Money is an integer of the currency's minor unit (cents); it is never a float. Currency is a setting of the company. */
export type Minor = number

/** Largest amount any field may hold, in minor units: sums of 10,000 such lines still are exact integers. */
export const MAX_MINOR = 100_000_000_000

/** Half away from zero, on exact integers: the rounding of trade. `denominator` > 0. */
export function divideRounded(numerator: bigint, denominator: bigint): number {
  const negative = numerator < 0n
  const magnitude = negative ? -numerator : numerator
  const rounded = (magnitude * 2n + denominator) / (denominator * 2n)
  return Number(negative ? -rounded : rounded)
}

/** A product of integers over `denominator` > 0, rounded once, half away from zero. Exact at any size; small ones, nearly all, never become big integers. */
export function productOver(denominator: number, a: number, b: number, c = 1): number {
  const product = a * b * c
  if (!Number.isSafeInteger(product)) return divideRounded(BigInt(a) * BigInt(b) * BigInt(c), BigInt(denominator))
  const rest = product % denominator
  return (product - rest) / denominator + (Math.abs(rest) * 2 >= denominator ? Math.sign(rest) : 0)
}

/** Price of a quantity. Units: `qtyMilli` thousandths, `priceMinor` minor units per whole unit. Rounds once, half away from zero. */
export const extend = (qtyMilli: number, priceMinor: Minor): Minor => productOver(1000, qtyMilli, priceMinor)

/** A share of an amount. Units: `basisPoints` hundredths of a percent (19 % = 1900). Rounds once, half away from zero. */
export const shareOf = (amountMinor: Minor, basisPoints: number): Minor => productOver(10_000, amountMinor, basisPoints)

/**
 * What a further part of a quantity takes of its amount: its share up to there less what the parts before took, so that the last part
 * takes the rest. Units: thousandths; `ofMilli` > 0, `beforeMilli` + `qtyMilli` <= `ofMilli`.
 */
export const partOf = (amountMinor: Minor, { ofMilli, beforeMilli, takenMinor, qtyMilli }: Part): Minor =>
  productOver(ofMilli, amountMinor, beforeMilli + qtyMilli) - takenMinor
interface Part {
  readonly ofMilli: number
  readonly beforeMilli: number
  readonly takenMinor: Minor
  readonly qtyMilli: number
}

/**
 * Divides an amount among parts by their weight so that the shares sum to it exactly. What rounding leaves goes, a minor unit each, to
 * the parts that lost most by it; equal ones in the order of their ids, so that every device divides alike whatever order its rows came in.
 * Weights are >= 0; where they sum to nothing, nothing is given.
 */
export function allocate<Id extends string>(amountMinor: Minor, parts: readonly { readonly id: Id; readonly weight: Minor }[]): Map<Id, Minor> {
  const whole = parts.reduce((sum, { weight }) => sum + BigInt(weight), 0n)
  if (whole === 0n) return new Map(parts.map(({ id }) => [id, 0]))
  const exact = parts.map(({ id, weight }) => {
    const share = BigInt(amountMinor) * BigInt(weight)
    return { id, floor: share / whole, rest: share % whole }
  })
  let left = amountMinor - Number(exact.reduce((sum, { floor }) => sum + floor, 0n))
  const byLoss = exact.toSorted((a, b) => (a.rest === b.rest ? (a.id < b.id ? -1 : 1) : a.rest > b.rest ? -1 : 1))
  return new Map(byLoss.map(({ id, floor }) => [id, Number(floor) + (left-- > 0 ? 1 : 0)]))
}

/** Decimals of a currency's minor unit by ISO 4217; every currency not listed has two. */
const EXPONENTS: Record<string, number> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
}
export const minorDigits = (currency: string): number => EXPONENTS[currency] ?? 2

/** Made once each: that takes longer than all the writing. */
const formats = new Map<string, Intl.NumberFormat>()

/** Text of an amount in the reader's language. The figure is built from the integer, so what is shown is what is stored. */
export function formatMoney(amountMinor: Minor, currency: string, language: string): string {
  const digits = minorDigits(currency)
  const key = `${language} ${currency}`
  const format =
    formats.get(key) ??
    new Intl.NumberFormat(language, {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    })
  formats.set(key, format)
  const text = format.format(
    decimalText(amountMinor, digits) as unknown as number, // Intl takes exact decimal strings; the DOM-less types do not say so
  )
  // A line from right to left would tear a symbol in Latin letters apart (`$US`): such an amount is one run from left to right.
  const plain = text.replace(/[\u200e\u200f\u061c]/g, '')
  return plain === text || /[\u0600-\u06ff]/.test(plain) ? text : `\u200e${plain}\u200e`
}

/** `1234` with 2 digits is `12.34`: exact, for files and for Intl. */
export function decimalText(amount: number, digits: number): string {
  const sign = amount < 0 ? '-' : ''
  const text = Math.abs(amount)
    .toString()
    .padStart(digits + 1, '0')
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/**
 * Reads an amount as people type or export it: `1.234,56`, `1,234.56`, `12`, `+ £1,100.00`. The last separator followed by
 * one to `digits` figures is the decimal mark: `1,234` is thousands with two decimals, where it can be nothing else, and 1.234 with three or
 * more, as nobody marks thousands of hours or dinars alone. Null when the text is no amount or has more decimals than the unit.
 */
export function parseDecimal(text: string, digits: number): number | null {
  const plain = text.replace(/[\s\u00a0\u202f'’]/g, '').replace(/^([+-]?)\p{Sc}|\p{Sc}$/u, '$1')
  const match = /^([+-]?)([1-9]\d{0,2}(?:[.,]\d{3})+|\d+)(?:[.,](\d+))?$/.exec(plain)
  if (!match) return null
  const [, sign = '', figures = '', rest] = match
  const marks = figures.replace(/\d/g, '')
  const endsInDecimals = rest === undefined && (marks.length === 1 ? digits >= 3 : marks.at(-1) !== marks[0])
  const [whole, fraction] = endsInDecimals ? [figures.slice(0, -4), figures.slice(-3)] : [figures, rest ?? '']
  if (new Set(whole.replace(/\d/g, '')).size > 1) return null
  if (fraction.replace(/0+$/, '').length > digits) return null
  const amount = Number(whole.replace(/[.,]/g, '') + fraction.padEnd(digits, '0').slice(0, digits))
  return Number.isSafeInteger(amount) && amount <= MAX_MINOR ? (sign === '-' ? -amount : amount) : null
}
