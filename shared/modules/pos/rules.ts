import { divideRounded, extend, MAX_MINOR, type Minor, partOf, shareOf } from '../../kernel/money.ts'
import type { Role } from '../../kernel/permission.ts'
import { type Failure, ok, type Result } from '../../kernel/result.ts'
import { lotKey } from '../inventory/rules/lots.ts'
import { lineAmount } from '../work-orders/rules.ts'
import type { Counted } from '../invoicing/model/drawer.ts'
import { posFails } from './contract.ts'
import type { Balances, Disposition, LotPart, Policy, Sale, SaleHead, SaleLine, SoldLine, SoldLot, TenderInput } from './model.ts'

/** A line before it has its id and place. */
export type NewLine = Omit<SaleLine, 'id' | 'position'>
export type Unpriced = Pick<SaleLine, 'kind' | 'itemId' | 'sku' | 'description' | 'qtyMilli' | 'unitPriceMinor' | 'discountBp' | 'taxRateBp' | 'taxExempt'>

/** Of a line that takes nothing back. */
export const NO_BACK: Pick<SaleLine, 'returnsLineId' | 'againLineId' | 'lots' | 'disposition'> = {
  returnsLineId: null,
  againLineId: null,
  lots: [],
  disposition: null,
}

/** What a person of that role may take off, in hundredths of a percent. */
export const discountLimit = ({ discountBp }: Pick<Policy, 'discountBp'>, role: Role | 'system'): number => (role === 'system' ? 10_000 : discountBp[role])

/** Quantity times price less discount, as priced. Units: minor units. */
const amountOf = (line: Pick<SaleLine, 'qtyMilli' | 'unitPriceMinor' | 'discountBp'>): Minor => lineAmount({ ...line, isFlat: false })

/**
 * Lines with their nets and their shares of the tax, which prices contain where the shop's do. The tax of a rate is rounded once on
 * the sum of its lines, as on work orders; a line's share is what it adds to the tax of the lines before it, so that shares sum to
 * the tax whatever was rounded.
 */
export function priced(lines: readonly Unpriced[], taxInclusive: boolean): NewLine[] {
  const before = new Map<number, Minor>()
  return lines.map((line) => {
    const amountMinor = amountOf(line)
    const rateBp = line.taxExempt ? 0 : line.taxRateBp
    const base = before.get(rateBp) ?? 0
    before.set(rateBp, base + amountMinor)
    const taxOn = (sum: Minor) => (taxInclusive ? divideRounded(BigInt(sum) * BigInt(rateBp), BigInt(10_000 + rateBp)) : shareOf(sum, rateBp))
    const taxMinor = taxOn(base + amountMinor) - taxOn(base)
    return { ...line, netMinor: taxInclusive ? amountMinor - taxMinor : amountMinor, taxMinor, ...NO_BACK }
  })
}

/** What of a line can still come back. An account that was paid off cannot, and what was charged again comes back on the line that it belongs to. */
export const leftOf = ({ kind, qtyMilli, back, againLineId }: Pick<SoldLine, 'kind' | 'qtyMilli' | 'back' | 'againLineId'>): number =>
  kind === 'account' || againLineId !== null ? 0 : Math.max(0, qtyMilli - back.qtyMilli)

/**
 * The line that takes a part of a sold one back: its share of net and tax up to here, less what came back before, so that the last
 * part takes the rest. Units: `qtyMilli` > 0 thousandths. Holds POS-3.
 */
export function takenBack(
  sold: Omit<SoldLine, 'position' | 'leftMilli'>,
  qtyMilli: number,
  { disposition, lots }: { readonly disposition: Disposition; readonly lots: readonly LotPart[] } = { disposition: 'stock', lots: [] },
): Result<NewLine, Failure<'pos.returnTooMuch' | 'pos.unknownLine' | 'pos.lotNotSold'>> {
  if (sold.qtyMilli <= 0 || sold.kind === 'account' || sold.againLineId !== null) return posFails.unknownLine({ lineId: sold.id })
  const leftMilli = leftOf(sold)
  if (qtyMilli > leftMilli) return posFails.returnTooMuch({ lineId: sold.id, description: sold.description, leftMilli })
  const share = (whole: Minor, takenMinor: Minor) => -partOf(whole, { ofMilli: sold.qtyMilli, beforeMilli: sold.back.qtyMilli, takenMinor, qtyMilli })
  const back = lotsBack(sold.leftLots, qtyMilli, lots)
  if (!back) return posFails.lotNotSold({ lineId: sold.id, description: sold.description })
  return ok({
    ...termsOf(sold),
    qtyMilli: -qtyMilli,
    netMinor: share(sold.netMinor, sold.back.netMinor) || 0,
    taxMinor: share(sold.taxMinor, sold.back.taxMinor) || 0,
    returnsLineId: sold.id,
    againLineId: null,
    lots: back,
    disposition: sold.kind === 'part' ? disposition : 'stock',
  })
}

const termsOf = ({ kind, itemId, sku, description, unitPriceMinor, discountBp, taxRateBp, taxExempt }: Unpriced) => ({
  kind,
  itemId,
  sku,
  description,
  unitPriceMinor,
  discountBp,
  taxRateBp,
  taxExempt,
})

/** Which lots come back: those named, else in the order in which they are left. Null where one is named that is not left. Holds POS-10. */
function lotsBack(left: readonly SoldLot[], qtyMilli: number, named: readonly LotPart[]): SoldLot[] | null {
  const back: SoldLot[] = []
  let openMilli = qtyMilli
  const take = (lot: SoldLot, mostMilli: number) => {
    const takenMilli = Math.min(openMilli, mostMilli)
    if (takenMilli > 0) back.push({ ...lot, qtyMilli: takenMilli })
    openMilli -= takenMilli
  }
  for (const { code, qtyMilli: wantedMilli } of named) {
    const lot = left.find((one) => lotKey(one.code) === lotKey(code))
    if (!lot || wantedMilli > lot.qtyMilli || back.some(({ lotId }) => lotId === lot.lotId)) return null
    take(lot, wantedMilli)
  }
  for (const lot of left) if (!back.some(({ lotId }) => lotId === lot.lotId)) take(lot, lot.qtyMilli)
  return back
}

/** A sold line as it stands after some more of it came back. */
export const afterReturns = (sold: SoldLine, lines: readonly NewLine[]): SoldLine => {
  const sum = (key: 'qtyMilli' | 'netMinor' | 'taxMinor') => lines.reduce((total, line) => total - line[key], sold.back[key])
  const gone = lines.flatMap(({ lots }) => lots)
  return { ...sold, back: { qtyMilli: sum('qtyMilli'), netMinor: sum('netMinor'), taxMinor: sum('taxMinor') }, leftLots: lotsLess(sold.leftLots, gone) }
}

/** What is left of lots after others of them are gone. */
export const lotsLess = (lots: readonly SoldLot[], gone: readonly SoldLot[]): SoldLot[] =>
  lots.flatMap((lot) => {
    const qtyMilli = lot.qtyMilli - gone.reduce((sum, one) => (one.lotId === lot.lotId ? sum + one.qtyMilli : sum), 0)
    return qtyMilli > 0 ? [{ ...lot, qtyMilli }] : []
  })

/**
 * The line that charges again what came back too often of a sold one, at what was given for it; the last part takes the rest.
 * Units: `qtyMilli` > 0 thousandths. Holds POS-11.
 */
export function chargedAgain(sold: Omit<SoldLine, 'position' | 'leftMilli'>, qtyMilli: number): Result<NewLine, Failure<'pos.notTooMuch'>> {
  const excessMilli = sold.back.qtyMilli - sold.qtyMilli
  if (qtyMilli > excessMilli) return posFails.notTooMuch({ lineId: sold.id, description: sold.description })
  const share = (backMinor: Minor, soldMinor: Minor) => partOf(backMinor - soldMinor, { ofMilli: excessMilli, beforeMilli: 0, takenMinor: 0, qtyMilli })
  const [netMinor, taxMinor] = [share(sold.back.netMinor, sold.netMinor), share(sold.back.taxMinor, sold.taxMinor)]
  return ok({ ...termsOf(sold), qtyMilli, netMinor, taxMinor, ...NO_BACK, againLineId: sold.id })
}

type Goods = Exclude<SaleLine['kind'], 'deposit' | 'account'>
/** Not money that is paid in. */
export const isGoods = <Line extends Pick<SaleLine, 'kind'>>(line: Line): line is Line & { kind: Goods } => line.kind !== 'deposit' && line.kind !== 'account'

/** What declined cards left open of a sale's goods: what they should have paid in advance or paid off is taken back by itself. */
export const unowed = ({ declinedMinor, advanceMinor }: Pick<Sale, 'declinedMinor' | 'advanceMinor'>): Minor =>
  Math.max(0, declinedMinor - Math.max(0, advanceMinor))

export type Sums = Pick<SaleHead, 'netMinor' | 'taxMinor' | 'advanceMinor' | 'totalMinor'> & {
  taxes: { rateBp: number; baseMinor: Minor; taxMinor: Minor }[]
}

/** Sums of a sale, returned lines included; the tax of each rate, highest first. */
export function sums(lines: readonly Pick<SaleLine, 'kind' | 'netMinor' | 'taxMinor' | 'taxRateBp' | 'taxExempt'>[]): Sums {
  const byRate = new Map<number, { rateBp: number; baseMinor: Minor; taxMinor: Minor }>()
  let advanceMinor = 0
  for (const { kind, netMinor, taxMinor, taxRateBp, taxExempt } of lines) {
    if (kind === 'deposit' || kind === 'account') {
      advanceMinor += netMinor
      continue
    }
    const rateBp = taxExempt ? 0 : taxRateBp
    const of = byRate.get(rateBp) ?? { rateBp, baseMinor: 0, taxMinor: 0 }
    byRate.set(rateBp, { rateBp, baseMinor: of.baseMinor + netMinor, taxMinor: of.taxMinor + taxMinor })
  }
  const taxes = [...byRate.values()].sort((a, b) => b.rateBp - a.rateBp)
  const netMinor = taxes.reduce((sum, { baseMinor }) => sum + baseMinor, 0)
  const taxMinor = taxes.reduce((sum, tax) => sum + tax.taxMinor, 0)
  return { netMinor, taxMinor, advanceMinor, totalMinor: netMinor + taxMinor + advanceMinor, taxes }
}

/** A line stays within its seller's limit, measured at the catalogue's price. Holds POS-7. */
export function checkDiscount(
  line: Pick<SaleLine, 'description' | 'qtyMilli' | 'unitPriceMinor' | 'discountBp'>,
  listPriceMinor: Minor,
  limitBp: number,
): Result<null, Failure<'pos.discountTooHigh'>> {
  const minMinor = amountOf({ qtyMilli: line.qtyMilli, unitPriceMinor: listPriceMinor, discountBp: limitBp })
  return amountOf(line) < minMinor ? posFails.discountTooHigh({ description: line.description, minMinor, limitBp }) : ok(null)
}

/** To the nearest payable amount, half away from zero. */
export const cashRounded = (amountMinor: Minor, stepMinor: Minor): Minor => divideRounded(BigInt(amountMinor), BigInt(stepMinor)) * stepMinor

/** What a sale's payments are judged by. `openMinor` is what waits for the terminal already. */
export interface Counter {
  readonly policy: Pick<Policy, 'cashStepMinor' | 'cardSaleMinor' | 'cardOpenMinor'>
  readonly openMinor: Minor
  readonly hasCustomer: boolean
  readonly balances: Balances
  /** Of what comes back a declined card did not pay so much. */
  readonly declinedMinor: Minor
  /** Of what comes back so much is still due on the invoices of its sales. */
  readonly owedMinor: Minor
  /** Cash in the till. */
  readonly tillMinor: Minor
}
type TenderCode = `pos.${'tenderMismatch' | 'wrongTender' | 'owedFirst' | 'customerNeeded' | 'depositShort' | 'cardExposure' | 'tillShort'}`

export const isPending = ({ method, amountMinor, reference }: Pick<TenderInput, 'method' | 'amountMinor' | 'reference'>): boolean =>
  method === 'card' && amountMinor > 0 && reference === ''

/** Takes back what a declined card should have paid: without the terminal, which knows of nothing. */
const isSetOff = ({ method, amountMinor, reference }: Pick<TenderInput, 'method' | 'amountMinor' | 'reference'>): boolean =>
  method === 'card' && amountMinor < 0 && reference === ''

/** Payments that settle a total to the last coin; the cash part is rounded to what coins can say. Holds POS-2, POS-6. */
export function settle(
  totalMinor: Minor,
  payments: readonly TenderInput[],
  at: Counter,
): Result<{ roundingMinor: Minor; cashMinor: Minor }, Failure<TenderCode>> {
  const sumOf = (of: readonly TenderInput[]) => of.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  const by = (method: TenderInput['method']) => payments.filter((one) => one.method === method)
  for (const { method, amountMinor, tenderedMinor, reference } of payments) {
    const isAgainst = Math.sign(amountMinor) !== Math.sign(totalMinor)
    const isWrongCash = tenderedMinor !== undefined && (method !== 'cash' || tenderedMinor < amountMinor)
    if (isAgainst || isWrongCash || (isSetOff({ method, amountMinor, reference }) && at.declinedMinor === 0))
      return posFails.wrongTender({ method, amountMinor })
  }
  // What was never paid goes back the way it did not come, before any money goes out.
  if (sumOf(payments.filter(isSetOff)) !== -at.declinedMinor) return posFails.wrongTender({ method: 'card', amountMinor: -at.declinedMinor })
  const owedMinor = Math.max(0, Math.min(at.owedMinor, -totalMinor))
  if (owedMinor > 0 && owedMinor > -sumOf(by('account'))) return posFails.owedFirst({ amountMinor: owedMinor })
  const cashMinor = sumOf(by('cash'))
  const restMinor = totalMinor - (sumOf(payments) - cashMinor)
  const roundedMinor = cashRounded(restMinor, at.policy.cashStepMinor)
  const isCash = by('cash').length > 0 || (restMinor !== 0 && roundedMinor === 0)
  if (cashMinor !== (isCash ? roundedMinor : restMinor)) return posFails.tenderMismatch({ dueMinor: isCash ? roundedMinor : restMinor, paidMinor: cashMinor })
  if (!at.hasCustomer && by('deposit').length + by('account').length > 0) return posFails.customerNeeded()
  if (sumOf(by('deposit')) > at.balances.depositMinor) return posFails.depositShort({ balanceMinor: at.balances.depositMinor })
  const pending = payments.filter(isPending)
  const { cardSaleMinor, cardOpenMinor } = at.policy
  if (pending.length > 0 && sumOf(pending) > cardSaleMinor) return posFails.cardExposure({ maxMinor: cardSaleMinor, openMinor: at.openMinor })
  if (pending.length > 0 && sumOf(pending) + at.openMinor > cardOpenMinor) return posFails.cardExposure({ maxMinor: cardOpenMinor, openMinor: at.openMinor })
  if (at.tillMinor + cashMinor < 0) return posFails.tillShort()
  return ok({ roundingMinor: isCash ? roundedMinor - restMinor : 0, cashMinor })
}

/** What goes back to the customer of what was handed over. */
export const change = (payments: readonly { readonly amountMinor: Minor; readonly tenderedMinor?: Minor | null | undefined }[]): Minor =>
  payments.reduce((sum, { amountMinor, tenderedMinor }) => sum + (tenderedMinor == null ? 0 : tenderedMinor - amountMinor), 0)

/** What was counted; null where it is more than money can say. */
export function worthOf(counts: readonly Counted[]): Minor | null {
  const sum = counts.reduce((total, { worthMinor, pieces }) => total + extend(pieces * 1000, worthMinor), 0)
  return sum <= MAX_MINOR ? sum : null
}

/** Text of a number without what people and scanners put into it: `b7k2 000123` finds `B7K2-000123`. */
export const plainNumber = (text: string): string => {
  const plain = text.toUpperCase().replace(/[^0-9A-Z]/g, '')
  return `${plain.slice(0, 4)}-${plain.slice(4)}`
}
