import { figuresOf, fill, lines, plain, sellerLines } from '#main/platform/print/words.ts'
import type { Fact, Letterhead, Parties } from '#main/platform/print/kit.ts'
import { formatPhone } from '#shared/modules/customers/rules.ts'
import type { CreditNote, Invoice } from '#shared/modules/invoicing/model.ts'
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
  const { money, day, dayOf } = formats(invoice, language)
  const known = (facts: Fact[]) => facts.filter(({ value }) => value !== '')
  const { settledMinor, writtenOffMinor } = invoice
  const paid = (at: number, ...parts: string[]) => [dayOf(at), ...parts].filter((part) => part !== '').join(' · ')
  return {
    ...headOf(invoice, language, footer),
    title: t.invoice,
    number: invoice.number,
    issuedAt: invoice.issuedAt,
    stamp: invoice.state === 'paid' ? t.paid : invoice.state === 'void' ? t.void : '',
    facts: known([
      { label: t.number, value: invoice.number },
      { label: t.officialNumber, value: invoice.officialNumber === null ? '' : String(invoice.officialNumber) },
      { label: t.issuedOn, value: day(invoice.issuedOn) },
      { label: t.dueOn, value: day(invoice.dueOn) },
      { label: t.workOrder, value: invoice.workOrderNumber },
      { label: t.sale, value: invoice.saleNumber },
    ]),
    rows: invoice.lines.map((line, i) => ({
      position: String(i + 1),
      description: line.description,
      ...figuresOfLine(invoice, line, line.qtyMilli, language),
      kind: [line.service, t.kinds[line.kind], line.sharedDiscountMinor === 0 ? '' : fill(t.lessShared, { amount: money(line.sharedDiscountMinor) })]
        .filter((part) => part !== '')
        .join(' · '),
      net: money(line.netMinor + (invoice.taxInclusive ? (line.taxMinor ?? 0) : 0)),
    })),
    hasDiscounts: invoice.lines.some(({ discountBp }) => discountBp > 0),
    sums: sumFacts(invoice, invoice, language),
    total: { label: t.total, value: money(invoice.totalMinor) },
    payments: {
      heading: t.payments,
      rows: [
        ...(settledMinor === 0 ? [] : [{ label: `${t.atCounter} · ${invoice.saleNumber}`, value: money(settledMinor) }]),
        ...invoice.payments.map(({ method, amountMinor, receivedAt, reference, reversesId, reason }) => ({
          label: paid(receivedAt, t.methods[method], reference, reversesId === null ? '' : `${t.reversal}: ${reason}`),
          value: money(amountMinor),
        })),
        ...invoice.allocations.map(({ method, amountMinor, allocatedAt, reference }) => ({
          label: paid(allocatedAt, t.methods[method], reference, t.allocated),
          value: money(amountMinor),
        })),
        ...invoice.creditNotes.map(({ number, issuedAt, totalMinor }) => ({ label: paid(issuedAt, t.creditNote, number), value: money(totalMinor) })),
        ...(writtenOffMinor === 0 ? [] : [{ label: t.writtenOff, value: money(writtenOffMinor) }]),
      ],
    },
    due: { label: t.due, value: money(invoice.dueMinor) },
    note: { heading: t.note, text: invoice.note },
  }
}

/** A credit note in a language, on the paper of its invoice. */
export function creditSheetOf(invoice: Invoice, note: CreditNote, language: Language, footer: string): Sheet {
  const t = TEXTS[language]
  const { money, day } = formats(invoice, language)
  return {
    ...headOf(invoice, language, footer),
    title: t.creditNote,
    number: note.number,
    issuedAt: note.issuedAt,
    stamp: '',
    facts: [
      { label: t.creditNote, value: note.number },
      { label: t.officialNumber, value: note.officialNumber === null ? '' : String(note.officialNumber) },
      { label: t.issuedOn, value: day(note.issuedOn) },
      { label: t.number, value: invoice.number },
      { label: t.invoiceOf, value: day(invoice.issuedOn) },
      { label: t.workOrder, value: invoice.workOrderNumber },
    ].filter(({ value }) => value !== ''),
    rows: note.lines.map((line, i) => {
      const of = invoice.lines.find(({ id }) => id === line.invoiceLineId)
      return {
        position: String(i + 1),
        description: line.description,
        ...(of
          ? figuresOfLine(invoice, of, line.qtyMilli, language)
          : { quantity: formats(invoice, language).quantity(line.qtyMilli), price: '', discount: '', tax: '' }),
        kind: of ? [of.service, t.kinds[of.kind]].filter((part) => part !== '').join(' · ') : '',
        net: money(line.netMinor + (invoice.taxInclusive ? line.taxMinor : 0)),
      }
    }),
    hasDiscounts: note.lines.some(({ invoiceLineId }) => invoice.lines.some(({ id, discountBp }) => id === invoiceLineId && discountBp > 0)),
    sums: sumFacts(note, invoice, language),
    total: { label: t.total, value: money(note.totalMinor) },
    payments: { heading: '', rows: [] },
    due: { label: t.credited, value: money(note.totalMinor) },
    note: { heading: t.reason, text: note.reason },
  }
}

function formats({ currency, seller }: Pick<Invoice, 'currency' | 'seller'>, language: Language) {
  const days = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: seller.zone })
  return { ...figuresOf(language, seller.zone, currency), dayOf: (at: number) => plain(days.format(at)) }
}

/** What every document of this module says of its two sides. */
function headOf(invoice: Invoice, language: Language, footer: string) {
  const t = TEXTS[language]
  const { seller, customer, vehicle, taxInclusive } = invoice
  return {
    language,
    rightToLeft: language === 'ar',
    seller: sellerLines(seller, t.taxId, footer),
    customer: { heading: t.customer, name: customer.name, lines: lines(customer.company, customer.address, formatPhone(customer.phone, ''), customer.email) },
    vehicle: {
      heading: vehicle.label === '' ? '' : t.vehicle,
      name: vehicle.label,
      facts: [
        { label: t.plate, value: vehicle.plate },
        { label: t.vin, value: vehicle.vin },
        { label: t.mileage, value: vehicle.mileageKm === null ? '' : `${formats(invoice, language).number(vehicle.mileageKm)} ${t.kilometres}` },
      ].filter(({ value }) => value !== ''),
    },
    columns: {
      description: t.description,
      quantity: t.quantity,
      price: t.unitPrice,
      discount: t.discount,
      tax: t.tax,
      net: taxInclusive ? t.gross : t.net,
    },
    pageOf: t.pageOf,
  }
}

/** What a line says beside its description and its amount; of a credit note's, how much of it is taken back. */
function figuresOfLine(invoice: Invoice, line: Invoice['lines'][number], qtyMilli: number, language: Language) {
  const t = TEXTS[language]
  const { money, percent, quantity } = formats(invoice, language)
  return {
    quantity: `${quantity(qtyMilli)}${line.kind === 'labor' ? ` ${t.hours}` : ''}`,
    price: money(line.unitPriceMinor),
    discount: line.discountBp === 0 ? '' : percent(line.discountBp),
    tax: line.underWarranty ? t.warranty : line.taxExempt ? t.exempt : percent(line.taxRateBp),
  }
}

function sumFacts({ netMinor, taxes }: Pick<Invoice, 'netMinor' | 'taxes'>, of: Invoice, language: Language): Fact[] {
  const t = TEXTS[language]
  const { money, percent } = formats(of, language)
  return [
    { label: t.netTotal, value: money(netMinor) },
    ...taxes.map(({ rateBp, baseMinor, taxMinor }) => ({ label: fill(t.taxOf, { rate: percent(rateBp), base: money(baseMinor) }), value: money(taxMinor) })),
  ]
}
