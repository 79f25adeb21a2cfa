import { fill, lines, plain, sellerLines } from '#main/platform/print/words.ts'
import type { Fact, Letterhead, Parties } from '#main/platform/print/kit.ts'
import { formatMoney } from '#shared/kernel/money.ts'
import { formatPhone } from '#shared/modules/customers/rules.ts'
import type { Invoice } from '#shared/modules/invoicing/model.ts'
import type { Language } from '#shared/modules/workspace/model.ts'
import { TEXTS } from './texts.ts'

/** A printed invoice as plain text: every figure already in the reader's form, so that what is printed can be checked without a printer. */
export interface Sheet extends Letterhead, Parties {
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
}

/** The invoice in a language; amounts are the stored integers, never computed anew. */
export function sheetOf(invoice: Invoice, language: Language, footer = ''): Sheet {
  const t = TEXTS[language]
  const { seller, customer, vehicle } = invoice
  const money = (amountMinor: number) => plain(formatMoney(amountMinor, invoice.currency, language))
  const percent = (basisPoints: number) => plain(new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 2 }).format(basisPoints / 10_000))
  const amount = new Intl.NumberFormat(language, { maximumFractionDigits: 3 })
  const day = (on: string) => plain(new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(Date.parse(`${on}T00:00:00Z`)))
  const dayOf = (at: number) => plain(new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: seller.zone }).format(at))
  const known = (facts: Fact[]) => facts.filter(({ value }) => value !== '')

  return {
    language,
    rightToLeft: language === 'ar',
    title: t.invoice,
    number: invoice.number,
    issuedAt: invoice.issuedAt,
    stamp: invoice.state === 'paid' ? t.paid : invoice.state === 'void' ? t.void : '',
    seller: sellerLines(seller, t.taxId, footer),
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
    columns: {
      description: t.description,
      quantity: t.quantity,
      price: t.unitPrice,
      discount: t.discount,
      tax: t.tax,
      net: invoice.taxInclusive ? t.gross : t.net,
    },
    rows: invoice.lines.map((line, i) => ({
      position: String(i + 1),
      description: line.description,
      kind: [line.service, t.kinds[line.kind], line.sharedDiscountMinor === 0 ? '' : fill(t.lessShared, { amount: money(line.sharedDiscountMinor) })]
        .filter((part) => part !== '')
        .join(' · '),
      quantity: `${amount.format(line.qtyMilli / 1000)}${line.kind === 'labor' ? ` ${t.hours}` : ''}`,
      price: money(line.unitPriceMinor),
      discount: line.discountBp === 0 ? '' : percent(line.discountBp),
      tax: line.underWarranty ? t.warranty : line.taxExempt ? t.exempt : percent(line.taxRateBp),
      net: money(line.netMinor + (invoice.taxInclusive ? (line.taxMinor ?? 0) : 0)),
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
