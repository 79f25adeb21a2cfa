import { formatMoney } from '#shared/kernel/money.ts'
import { formatPhone } from '#shared/modules/customers/rules.ts'
import type { Invoice } from '#shared/modules/invoicing/model.ts'
import type { Language } from '#shared/modules/workspace/model.ts'
import { TEXTS } from './texts.ts'

interface Fact {
  readonly label: string
  readonly value: string
}

/** A printed invoice as plain text: every figure already in the reader's form, so that what is printed can be checked without a printer. */
export interface Sheet {
  readonly language: Language
  readonly rightToLeft: boolean
  readonly title: string
  readonly number: string
  /** `Paid`, `Void` or nothing. */
  readonly stamp: string
  readonly issuedAt: number
  /** `imprint` stands at the foot of every page. */
  readonly seller: { readonly name: string; readonly lines: readonly string[]; readonly imprint: string }
  readonly facts: readonly Fact[]
  readonly customer: { readonly heading: string; readonly name: string; readonly lines: readonly string[] }
  readonly vehicle: { readonly heading: string; readonly name: string; readonly facts: readonly Fact[] }
  readonly columns: {
    readonly description: string
    readonly quantity: string
    readonly price: string
    readonly discount: string
    readonly tax: string
    readonly net: string
  }
  readonly rows: readonly {
    readonly position: string
    readonly description: string
    readonly kind: string
    readonly quantity: string
    readonly price: string
    readonly discount: string
    readonly tax: string
    readonly net: string
  }[]
  readonly hasDiscounts: boolean
  readonly sums: readonly Fact[]
  readonly total: Fact
  readonly payments: { readonly heading: string; readonly rows: readonly Fact[] }
  readonly due: Fact
  readonly note: { readonly heading: string; readonly text: string }
  /** With `{page}` and `{pages}`. */
  readonly pageOf: string
}

const lines = (...parts: string[]): string[] =>
  parts
    .flatMap((part) => part.split('\n'))
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** The invoice in a language; amounts are the stored integers, never computed anew. */
export function sheetOf(invoice: Invoice, language: Language): Sheet {
  const t = TEXTS[language]
  const { seller, customer, vehicle } = invoice
  const money = (amountMinor: number) => plain(formatMoney(amountMinor, invoice.currency, language))
  const percent = (basisPoints: number) => plain(new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 2 }).format(basisPoints / 10_000))
  const amount = new Intl.NumberFormat(language, { maximumFractionDigits: 3 })
  const day = (on: string) => plain(new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(Date.parse(`${on}T00:00:00Z`)))
  const dayOf = (at: number) => plain(new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: seller.zone }).format(at))
  const taxId = seller.taxId && `${t.taxId}: ${seller.taxId}`
  const known = (facts: Fact[]) => facts.filter(({ value }) => value !== '')

  return {
    language,
    rightToLeft: language === 'ar',
    title: t.invoice,
    number: invoice.number,
    issuedAt: invoice.issuedAt,
    stamp: invoice.state === 'paid' ? t.paid : invoice.state === 'void' ? t.void : '',
    seller: {
      name: seller.name,
      lines: [
        ...lines(seller.locationName === seller.name ? '' : seller.locationName, seller.locationAddress || seller.address),
        ...lines([seller.locationPhone || seller.phone, seller.email].filter((part) => part !== '').join(' · '), taxId),
      ],
      imprint: [seller.name, taxId].filter((part) => part !== '').join(' · '),
    },
    facts: [
      { label: t.number, value: invoice.number },
      { label: t.issuedOn, value: day(invoice.issuedOn) },
      { label: t.dueOn, value: day(invoice.dueOn) },
      { label: t.workOrder, value: invoice.workOrderNumber },
    ],
    customer: { heading: t.customer, name: customer.name, lines: lines(customer.company, customer.address, formatPhone(customer.phone, ''), customer.email) },
    vehicle: {
      heading: t.vehicle,
      name: vehicle.label,
      facts: known([
        { label: t.plate, value: vehicle.plate },
        { label: t.vin, value: vehicle.vin },
        { label: t.mileage, value: vehicle.mileageKm === null ? '' : `${amount.format(vehicle.mileageKm)} ${t.kilometres}` },
      ]),
    },
    columns: { description: t.description, quantity: t.quantity, price: t.unitPrice, discount: t.discount, tax: t.tax, net: t.net },
    rows: invoice.lines.map((line, i) => ({
      position: String(i + 1),
      description: line.description,
      kind: t.kinds[line.kind],
      quantity: `${amount.format(line.qtyMilli / 1000)}${line.kind === 'labor' ? ` ${t.hours}` : ''}`,
      price: money(line.unitPriceMinor),
      discount: line.discountBp === 0 ? '' : percent(line.discountBp),
      tax: line.taxExempt ? t.exempt : percent(line.taxRateBp),
      net: money(line.netMinor),
    })),
    hasDiscounts: invoice.lines.some(({ discountBp }) => discountBp > 0),
    sums: [
      { label: t.netTotal, value: money(invoice.netMinor) },
      ...invoice.taxes.map(({ rateBp, baseMinor, taxMinor }) => ({
        label: fill(t.taxOf, { rate: percent(rateBp), base: money(baseMinor) }),
        value: money(taxMinor),
      })),
    ],
    total: { label: t.total, value: money(invoice.totalMinor) },
    payments: {
      heading: t.payments,
      rows: invoice.payments.map(({ method, amountMinor, receivedAt, reference, reversesId, reason }) => ({
        label: [dayOf(receivedAt), t.methods[method], reference, reversesId === null ? '' : `${t.reversal}: ${reason}`]
          .filter((part) => part !== '')
          .join(' · '),
        value: money(amountMinor),
      })),
    },
    due: { label: t.due, value: money(invoice.dueMinor) },
    note: { heading: t.note, text: invoice.note },
    pageOf: t.pageOf,
  }
}

/** Fills `{name}` places. */
export const fill = (text: string, values: Readonly<Record<string, string>>): string => text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')

/** Intl writes marks of direction and narrow spaces that fonts of print lack; the sheet sets directions itself. */
const plain = (text: string): string => text.replace(/[\u061c\u200e\u200f]/g, '').replaceAll('\u202f', '\u00a0')
