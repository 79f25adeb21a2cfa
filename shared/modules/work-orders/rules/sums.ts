import { allocate, MAX_MINOR, type Minor, productOver, shareOf } from '../../../kernel/money.ts'
import { type Failure, ok, type Result } from '../../../kernel/result.ts'
import { workOrdersFails } from '../contract.ts'
import { type LineFacts, type LineSums, MAX_LINES, type OrderFacts, type Service, type TAX_REASONS, type Totals } from '../model.ts'

export type Head = Pick<OrderFacts, 'taxInclusive' | 'discountBp' | 'discountMinor'>
export type Discounted = Pick<Service, 'id' | 'discountBp' | 'discountMinor'>
export type Priced = Pick<
  LineFacts,
  'id' | 'serviceId' | 'qtyMilli' | 'unitPriceMinor' | 'isFlat' | 'discountBp' | 'taxRateBp' | 'taxExempt' | 'warranty' | 'declined'
>

/** True where somebody else than the customer pays: the maker, or the shop. Holds WO-11. */
export const isCovered = ({ warranty }: Pick<LineFacts, 'warranty'>): boolean => warranty !== 'none' && warranty !== 'refused'
/** False for what the customer does not pay: declined, or under warranty. Holds WO-9, WO-11. */
export const isCharged = (line: Pick<LineFacts, 'warranty' | 'declined'>): boolean => !line.declined && !isCovered(line)

/** Price of a line less its own discount, rounded once, half away from zero. Units: thousandths, minor units, hundredths of a percent. Holds WO-6. */
export const lineAmount = ({
  qtyMilli,
  unitPriceMinor,
  isFlat,
  discountBp,
}: Pick<LineFacts, 'qtyMilli' | 'unitPriceMinor' | 'isFlat' | 'discountBp'>): Minor =>
  isFlat ? productOver(10_000, unitPriceMinor, 10_000 - discountBp) : productOver(10_000_000, qtyMilli, unitPriceMinor, 10_000 - discountBp)

interface Amount {
  readonly id: LineFacts['id']
  readonly serviceId: LineFacts['serviceId']
  readonly rateBp: number
  readonly sharedMinor: Minor
  readonly weight: Minor
}

/** Takes a share, then an amount, off parts that together may not fall below nothing. */
function lessen(parts: readonly Amount[], { discountBp, discountMinor }: Omit<Discounted, 'id'>): readonly Amount[] {
  if (discountBp === 0 && discountMinor === 0) return parts
  const whole = parts.reduce((sum, { weight }) => sum + weight, 0)
  const shares = allocate(Math.min(whole, shareOf(whole, discountBp) + discountMinor), parts)
  return parts.map((part) => {
    const share = shares.get(part.id) ?? 0
    return { ...part, weight: part.weight - share, sharedMinor: part.sharedMinor + share }
  })
}

/** What each line costs after every discount. What is not charged is not among them. */
function amountsOf(head: Head, services: readonly Discounted[], lines: readonly Priced[]): readonly Amount[] {
  const own = lines.filter(isCharged).map((line): Amount => {
    const rateBp = line.taxExempt ? 0 : line.taxRateBp
    return { id: line.id, serviceId: line.serviceId, rateBp, sharedMinor: 0, weight: lineAmount(line) }
  })
  const reduced = services.filter(({ discountBp, discountMinor }) => discountBp !== 0 || discountMinor !== 0)
  if (reduced.length === 0) return lessen(own, head)
  const inReduced = new Set<string | null>(reduced.map(({ id }) => id))
  return lessen(
    [
      ...own.filter(({ serviceId }) => !inReduced.has(serviceId)),
      ...reduced.flatMap((service) =>
        lessen(
          own.filter(({ serviceId }) => serviceId === service.id),
          service,
        ),
      ),
    ],
    head,
  )
}

function taxesOf(head: Head, amounts: readonly Amount[]): Totals {
  const sums = new Map<number, Minor>()
  for (const { rateBp, weight } of amounts) sums.set(rateBp, (sums.get(rateBp) ?? 0) + weight)
  const taxes = [...sums]
    .sort(([a], [b]) => b - a)
    .map(([rateBp, sum]) => {
      const taxMinor = head.taxInclusive ? productOver(10_000 + rateBp, sum, rateBp) : shareOf(sum, rateBp)
      return { rateBp, baseMinor: head.taxInclusive ? sum - taxMinor : sum, taxMinor }
    })
  const netMinor = taxes.reduce((sum, { baseMinor }) => sum + baseMinor, 0)
  const taxMinor = taxes.reduce((sum, tax) => sum + tax.taxMinor, 0)
  return { netMinor, taxMinor, totalMinor: netMinor + taxMinor, taxes }
}

/** Sums of an order with the tax of each rate, highest first. The order of the lines does not matter. Holds WO-6. */
export const totalsOf = (head: Head, services: readonly Discounted[], lines: readonly Priced[]): Totals => taxesOf(head, amountsOf(head, services, lines))

export interface Sums {
  readonly totals: Totals
  /** Of every line, those that are not charged included. */
  readonly lines: ReadonlyMap<LineFacts['id'], LineSums>
  /** What the lines of each service cost, as priced: with tax where prices contain it. */
  readonly services: ReadonlyMap<Service['id'], Minor>
}
const NOTHING: LineSums = { amountMinor: 0, sharedDiscountMinor: 0, netMinor: 0, taxMinor: 0, rateBp: 0 }

/** The same, with what each line has of it: their nets and taxes sum to the order's to the minor unit. Holds WO-6. */
export function sumUp(head: Head, services: readonly Discounted[], lines: readonly Priced[]): Sums {
  const amounts = amountsOf(head, services, lines)
  const totals = taxesOf(head, amounts)
  const sums = new Map<LineFacts['id'], LineSums>(lines.map(({ id }) => [id, NOTHING]))
  const perService = new Map<Service['id'], Minor>(services.map(({ id }) => [id, 0]))
  for (const { rateBp, taxMinor } of totals.taxes) {
    const parts = amounts.filter((amount) => amount.rateBp === rateBp)
    const taxes = allocate(taxMinor, parts)
    for (const { id, serviceId, weight, sharedMinor } of parts) {
      const tax = taxes.get(id) ?? 0
      sums.set(id, { amountMinor: weight, sharedDiscountMinor: sharedMinor, netMinor: head.taxInclusive ? weight - tax : weight, taxMinor: tax, rateBp })
      if (serviceId !== null) perService.set(serviceId, (perService.get(serviceId) ?? 0) + weight)
    }
  }
  return { totals, lines: sums, services: perService }
}

/** Why a line has the rate it has. */
export function taxReason(line: Pick<LineFacts, 'warranty' | 'declined' | 'taxExempt' | 'taxSource'>): (typeof TAX_REASONS)[number] {
  if (line.declined) return 'declined'
  if (isCovered(line)) return 'warranty'
  return line.taxExempt ? 'exempt' : line.taxSource
}

/** Refuses more lines than an order holds, and sums that money cannot say exactly. */
export function checkLines(
  { taxInclusive }: Pick<Head, 'taxInclusive'>,
  lines: readonly Priced[],
): Result<null, Failure<'workOrders.tooManyLines' | 'workOrders.amountTooLarge'>> {
  if (lines.length > MAX_LINES) return workOrdersFails.tooManyLines({ max: MAX_LINES })
  // As if all were charged and nothing let off: what is declined, covered or reduced today need not be so tomorrow.
  const all = lines.map((line) => ({ ...line, declined: false, warranty: 'none' as const }))
  const { totalMinor } = totalsOf({ taxInclusive, discountBp: 0, discountMinor: 0 }, [], all)
  return totalMinor > MAX_MINOR || all.some((line) => lineAmount(line) > MAX_MINOR) ? workOrdersFails.amountTooLarge({ maxMinor: MAX_MINOR }) : ok(null)
}
