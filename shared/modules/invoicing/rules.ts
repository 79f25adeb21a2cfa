import { allocate, type Minor, partOf } from '../../kernel/money.ts'
import { type Failure, ok, type Result } from '../../kernel/result.ts'
import { addDays, type EpochMs, localDate, type LocalDate } from '../../kernel/time.ts'
import type { Customer } from '../customers/model.ts'
import type { Totals } from '../work-orders/model.ts'
import type { Company } from '../workspace/model.ts'
import { invoicingFails } from './contract.ts'
import {
  type Ageing,
  type Bucket,
  type CreditLine,
  type CustomerSnapshot,
  type InvoiceHead,
  type InvoiceLine,
  invoiceMachine,
  type Payment,
  type Terms,
} from './model.ts'

/** The days on an invoice, by the shop's calendar and the customer's terms. */
export function datesOf(
  now: EpochMs,
  { zone, invoiceDueDays }: Pick<Company, 'zone' | 'invoiceDueDays'>,
  { termsDays }: Pick<Terms, 'termsDays'>,
): { issuedOn: LocalDate; dueOn: LocalDate } {
  const issuedOn = localDate(now, zone)
  return { issuedOn, dueOn: addDays(issuedOn, termsDays ?? invoiceDueDays) }
}

/** Whom a document is for. The country stands below the address of somebody abroad, by its name in the shop's language (UPU S42: not within the country). */
export const buyerOf = (
  { name, company, street, postcode, city, country, phone, email }: Customer,
  home: Pick<Company, 'country' | 'language'>,
): CustomerSnapshot => ({
  name,
  company,
  phone,
  email,
  address: [street, `${postcode} ${city}`.trim(), country === home.country ? '' : nameOfCountry(country, home.language)]
    .filter((part) => part !== '')
    .join('\n'),
})
const nameOfCountry = (country: string, language: string): string =>
  /^[A-Z]{2}$/.test(country) ? (new Intl.DisplayNames([language], { type: 'region' }).of(country) ?? country) : country

type Sums = Pick<InvoiceHead, 'totalMinor' | 'settledMinor' | 'paidMinor' | 'creditedMinor' | 'writtenOffMinor'>

/** What is still to pay, and whether it is paid: `stored` says only whether the invoice was taken back, whose money then is too much. Holds INV-5. */
export function standing(
  stored: InvoiceHead['state'],
  { totalMinor, settledMinor, paidMinor, creditedMinor, writtenOffMinor }: Sums,
): Pick<InvoiceHead, 'state' | 'dueMinor'> {
  const owedMinor = stored === 'void' ? 0 : totalMinor - settledMinor
  const dueMinor = owedMinor - paidMinor - creditedMinor - writtenOffMinor
  return { dueMinor, state: stored === 'void' ? 'void' : dueMinor > 0 ? 'issued' : 'paid' }
}

type Standing = Pick<InvoiceHead, 'id' | 'state' | 'dueMinor'>
type NotPayable = Failure<'invoicing.wrongState' | 'invoicing.overpaid'>

/** An invoice takes at most what is due. Holds INV-4. */
export function checkDue(invoice: Standing, amountMinor: Minor): Result<null, NotPayable> {
  if (invoiceMachine[invoice.state].pay === 'refused') return invoicingFails.wrongState({ invoiceId: invoice.id, state: invoice.state, event: 'pay' })
  return amountMinor > invoice.dueMinor ? invoicingFails.overpaid({ invoiceId: invoice.id, dueMinor: invoice.dueMinor }) : ok(null)
}

interface Tender {
  readonly method: Payment['method']
  readonly amountMinor: Minor
  readonly tenderedMinor?: Minor | undefined
}
/** Change of what was handed over: cash may be more than the amount, nothing else may. */
export function changeOf({ method, amountMinor, tenderedMinor = amountMinor }: Tender): Result<Minor, Failure<'invoicing.wrongTender'>> {
  if (tenderedMinor < amountMinor || (method !== 'cash' && tenderedMinor !== amountMinor)) return invoicingFails.wrongTender({ amountMinor, tenderedMinor })
  return ok(tenderedMinor - amountMinor)
}

/** A payment is taken back once, a reversal or a refund never. Holds INV-3, INV-6. */
export function checkReverse({
  id,
  reversesId,
  isReversed,
  amountMinor,
}: Pick<Payment, 'id' | 'reversesId' | 'isReversed' | 'amountMinor'>): Result<null, Failure<'invoicing.alreadyReversed' | 'invoicing.isReversal'>> {
  if (reversesId !== null || amountMinor < 0) return invoicingFails.isReversal({ id })
  return isReversed ? invoicingFails.alreadyReversed({ id }) : ok(null)
}

/** An invoice may be taken back while nothing is settled on it. */
export function checkVoid(
  invoice: Standing & Sums & Pick<InvoiceHead, 'saleId' | 'saleNumber'>,
): Result<'void', Failure<'invoicing.wrongState' | 'invoicing.hasPayments' | 'invoicing.ofSale'>> {
  // What a sale left open is owed as long as the sale stands.
  if (invoice.saleId !== null && invoice.settledMinor !== invoice.totalMinor)
    return invoicingFails.ofSale({ invoiceId: invoice.id, number: invoice.saleNumber })
  const { paidMinor, creditedMinor, writtenOffMinor } = invoice
  if (paidMinor !== 0 || creditedMinor !== 0 || writtenOffMinor !== 0) return invoicingFails.hasPayments({ invoiceId: invoice.id, paidMinor })
  return invoiceMachine[invoice.state].void === 'refused'
    ? invoicingFails.wrongState({ invoiceId: invoice.id, state: invoice.state, event: 'void' })
    : ok('void')
}

type Taxed = Pick<InvoiceLine, 'taxRateBp' | 'netMinor'> & { readonly taxMinor: Minor }
/** Sums of some lines of a document, whose shares of the tax are rounded already; the tax of each rate, highest first. */
export function sumsOf(lines: readonly Taxed[]): Totals {
  const byRate = Map.groupBy(lines, ({ taxRateBp }) => taxRateBp)
  const sum = (of: readonly Taxed[], key: 'netMinor' | 'taxMinor') => of.reduce((total, line) => total + line[key], 0)
  const taxes = [...byRate]
    .map(([rateBp, of]) => ({ rateBp, baseMinor: sum(of, 'netMinor'), taxMinor: sum(of, 'taxMinor') }))
    .filter(({ baseMinor, taxMinor }) => baseMinor !== 0 || taxMinor !== 0)
    .sort((a, b) => b.rateBp - a.rateBp)
  const [netMinor, taxMinor] = [sum(lines, 'netMinor'), sum(lines, 'taxMinor')]
  return { netMinor, taxMinor, totalMinor: netMinor + taxMinor, taxes }
}

/** Lines with their shares of the tax; of former versions' invoices, which knew the tax of each rate only, it is divided by their nets. */
export function withTax(lines: readonly InvoiceLine[], taxes: Totals['taxes']): (InvoiceLine & { taxMinor: Minor })[] {
  const shares = new Map(
    taxes.flatMap(({ rateBp, taxMinor }) => [
      ...allocate(
        taxMinor,
        lines.filter((line) => line.taxMinor === null && line.taxRateBp === rateBp).map(({ id, netMinor }) => ({ id, weight: Math.max(0, netMinor) })),
      ),
    ]),
  )
  return lines.map((line) => ({ ...line, taxMinor: line.taxMinor ?? shares.get(line.id) ?? 0 }))
}

export const leftToCredit = ({ qtyMilli, credited }: Pick<InvoiceLine, 'qtyMilli' | 'credited'>): number => Math.max(0, qtyMilli - credited.qtyMilli)

export interface Credited {
  readonly invoiceLineId: InvoiceLine['id']
  readonly fromMilli: number
  readonly qtyMilli: number
  readonly netMinor: Minor
  readonly taxMinor: Minor
  readonly taxRateBp: number
}
/** What a credit note takes back: exactly the share of price and tax that was charged, all that is left where nothing is named. Holds INV-9. */
export function creditOf(
  lines: readonly (InvoiceLine & { taxMinor: Minor })[],
  wanted: readonly CreditLine[] | undefined,
): Result<Credited[], Failure<'invoicing.unknownLine' | 'invoicing.creditTooMuch' | 'invoicing.nothingToCredit'>> {
  const named = new Map<InvoiceLine['id'], number>()
  for (const { lineId, qtyMilli } of wanted ?? lines.map(({ id }) => ({ lineId: id, qtyMilli: undefined }))) {
    const line = lines.find(({ id }) => id === lineId)
    if (!line) return invoicingFails.unknownLine({ lineId })
    named.set(lineId, (named.get(lineId) ?? 0) + (qtyMilli ?? leftToCredit(line)))
  }
  const taken: Credited[] = []
  for (const line of lines) {
    const qtyMilli = named.get(line.id) ?? 0
    if (qtyMilli === 0) continue
    const leftMilli = leftToCredit(line)
    if (qtyMilli > leftMilli) return invoicingFails.creditTooMuch({ lineId: line.id, description: line.description, leftMilli })
    const share = (amountMinor: Minor, takenMinor: Minor) =>
      partOf(amountMinor, { ofMilli: line.qtyMilli, beforeMilli: line.credited.qtyMilli, takenMinor, qtyMilli })
    taken.push({
      invoiceLineId: line.id,
      fromMilli: line.credited.qtyMilli,
      qtyMilli,
      netMinor: share(line.netMinor, line.credited.netMinor),
      taxMinor: share(line.taxMinor, line.credited.taxMinor),
      taxRateBp: line.taxRateBp,
    })
  }
  return taken.length === 0 ? invoicingFails.nothingToCredit() : ok(taken)
}

const days = (from: LocalDate, to: LocalDate): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
export function bucketOf(dueOn: LocalDate, today: LocalDate): Bucket {
  const late = days(dueOn, today)
  return late <= 0 ? 'notDue' : late <= 30 ? 'to30' : late <= 60 ? 'to60' : late <= 90 ? 'to90' : 'over90'
}

/** What somebody owes by age; `open` are invoices on which something is due, or (negative) too much is settled, `freeMinor` is money without invoice. Holds INV-7. */
export function ageingOf(open: readonly Pick<InvoiceHead, 'dueOn' | 'dueMinor'>[], freeMinor: Minor, today: LocalDate): Ageing {
  const buckets = { notDue: 0, to30: 0, to60: 0, to90: 0, over90: 0 }
  let creditMinor = freeMinor
  for (const { dueOn, dueMinor } of open) {
    if (dueMinor < 0) creditMinor -= dueMinor
    else buckets[bucketOf(dueOn, today)] += dueMinor
  }
  const overdueMinor = buckets.to30 + buckets.to60 + buckets.to90 + buckets.over90
  return { buckets, creditMinor, overdueMinor, balanceMinor: buckets.notDue + overdueMinor - creditMinor }
}

/** Divides money over invoices in their order, oldest due first; what is left belongs to none. */
export function propose<Id extends string>(
  open: readonly { readonly id: Id; readonly dueMinor: Minor }[],
  amountMinor: Minor,
): { invoiceId: Id; amountMinor: Minor }[] {
  let left = amountMinor
  return open.flatMap(({ id, dueMinor }) => {
    const part = Math.min(left, dueMinor)
    if (part <= 0) return []
    left -= part
    return [{ invoiceId: id, amountMinor: part }]
  })
}

/** Whether a customer would owe more than the limit. */
export const isAbove = ({ limitMinor }: Pick<Terms, 'limitMinor'>, owedMinor: Minor): boolean => limitMinor !== null && owedMinor > limitMinor
