import type { Fact, Letterhead as Head, Parties } from '#main/platform/print/kit.ts'
import { figuresOf, fill, lines, sellerLines } from '#main/platform/print/words.ts'
import type { Customer } from '#shared/modules/customers/model.ts'
import { formatPhone } from '#shared/modules/customers/rules.ts'
import type { OrderView } from '#shared/modules/work-orders/model.ts'
import type { Language, Letterhead } from '#shared/modules/workspace/model.ts'
import type { sellerOf } from '#shared/modules/workspace/rules.ts'
import { TEXTS } from './texts.ts'

/** For whom a sheet is written, and when. */
export interface Reader {
  readonly language: Language
  readonly currency: string
  readonly zone: string
  readonly now: number
}
export type Seller = ReturnType<typeof sellerOf>
export interface OrderFacts {
  readonly view: OrderView
  readonly customer: Customer | undefined
  readonly seller: Seller
  readonly letterhead: Letterhead
}

/** A row of work: a job's heading, or one of its lines. `cells` follow the description. */
export interface WorkRow {
  readonly isHeading: boolean
  readonly name: string
  readonly detail: string
  readonly cells: readonly string[]
}
interface Words {
  readonly heading: string
  readonly text: string
}

/** An estimate, a work order or a technician's sheet as plain text: every figure already in the reader's form. */
export interface OrderSheet extends Head, Parties {
  /** The order's number as bars; empty where nobody scans the sheet. */
  readonly code: string
  readonly concern: Words
  readonly columns: readonly { readonly head: string; readonly width: number }[]
  readonly descriptionHead: string
  readonly rows: readonly WorkRow[]
  /** Each row begins with a box to tick. */
  readonly hasBoxes: boolean
  readonly sums: readonly Fact[]
  readonly total: Fact | null
  /** What the customer did not want at this visit. */
  readonly declined: { readonly heading: string; readonly rows: readonly string[] }
  readonly words: readonly Words[]
  readonly signature: { readonly who: string; readonly when: string } | null
}

/** Amounts are those of the order's own rules, never computed anew. A technician's sheet tells no prices. */
export function orderSheetOf({ view, customer, seller, letterhead }: OrderFacts, form: 'estimate' | 'order' | 'technician', reader: Reader): OrderSheet {
  const { language } = reader
  const t = TEXTS[language]
  const f = figuresOf(language, reader.zone, reader.currency)
  const { order, vehicle } = view
  const isPriced = form !== 'technician'
  const known = (facts: readonly Fact[]) => facts.filter(({ value }) => value !== '')
  const given = view.approvals.at(-1)
  const wanted = view.lines.filter(({ declined }) => !declined)
  const hasDiscounts = isPriced && wanted.some(({ discountBp }) => discountBp > 0)
  const columns = isPriced
    ? [
        { head: t.quantity, width: 54 },
        { head: t.unitPrice, width: 68 },
        ...(hasDiscounts ? [{ head: t.discount, width: 44 }] : []),
        { head: t.tax, width: 48 },
        { head: order.taxInclusive ? t.gross : t.net, width: 76 },
      ]
    : [
        { head: t.quantity, width: 60 },
        { head: t.technician, width: 110 },
      ]

  const lineRow = (line: OrderView['lines'][number]): WorkRow => {
    const isAsked = form === 'technician' && given !== undefined && (line.approval === 'pending' || line.approval === 'changed')
    const quantity = `${f.quantity(line.qtyMilli)}${line.kind === 'labor' ? ` ${t.hours}` : ''}`
    const cells = isPriced
      ? [
          quantity,
          f.money(line.unitPriceMinor),
          ...(hasDiscounts ? [line.discountBp === 0 ? '' : f.percent(line.discountBp)] : []),
          line.taxReason === 'warranty' ? t.warranty : line.taxReason === 'exempt' ? t.exempt : f.percent(line.rateBp),
          f.money(line.amountMinor),
        ]
      : [quantity, line.technicianName ?? '']
    const shared = isPriced && line.sharedDiscountMinor !== 0 ? fill(t.lessShared, { amount: f.money(line.sharedDiscountMinor) }) : ''
    const detail = [
      t.kinds[line.kind],
      ...(form === 'technician' ? [line.itemCode ?? '', line.bin && `${t.bin} ${line.bin}`] : []),
      shared,
      isAsked ? t.notApproved : '',
    ]
    return { isHeading: false, name: line.description, detail: detail.filter((part) => part !== '').join(' · '), cells }
  }
  const jobRow = ({ title, note, technicianName, amountMinor }: OrderView['services'][number]): WorkRow => ({
    isHeading: true,
    name: title,
    detail: note,
    cells: columns.map((_, i) => (i < columns.length - 1 ? '' : isPriced ? f.money(amountMinor) : (technicianName ?? ''))),
  })
  const rows = [
    ...wanted.filter(({ serviceId }) => serviceId === null).map(lineRow),
    ...view.services.flatMap((service) => {
      const own = wanted.filter(({ serviceId }) => serviceId === service.id)
      return own.length === 0 ? [] : [jobRow(service), ...own.map(lineRow)]
    }),
  ]

  return {
    language,
    rightToLeft: language === 'ar',
    title: t.titles[form],
    number: order.number,
    issuedAt: reader.now,
    stamp: form === 'estimate' && order.state === 'estimate' ? t.waiting : '',
    seller: sellerLines(seller, t.taxId, letterhead.footer),
    pageOf: t.pageOf,
    facts: known([
      { label: t.date, value: f.dayOf(form === 'estimate' ? reader.now : order.createdAt) },
      { label: t.promised, value: order.promisedAt === null ? '' : f.moment(order.promisedAt) },
      { label: t.advisor, value: view.advisorName },
      { label: t.bay, value: isPriced ? '' : (view.bay?.name ?? '') },
      { label: t.technician, value: isPriced ? '' : (view.technician?.name ?? '') },
      {
        label: t.approved,
        value: given && isPriced ? `${given.person}, ${f.moment(given.at)}, ${t.channels[given.channel]}: ${f.money(given.totalMinor)}` : '',
      },
    ]),
    customer: {
      heading: t.customer,
      name: view.customer.name,
      lines:
        customer && isPriced
          ? lines(customer.company, customer.street, `${customer.postcode} ${customer.city}`, formatPhone(customer.phone, ''), customer.email)
          : lines(formatPhone(view.customer.phone, '')),
    },
    vehicle: {
      heading: t.vehicle,
      name: vehicle.label,
      facts: known([
        { label: t.plate, value: vehicle.plate },
        { label: t.vin, value: vehicle.vin },
        { label: t.mileage, value: order.mileageKm === null ? '' : `${f.number(order.mileageKm)} ${t.kilometres}` },
      ]),
    },
    code: form === 'estimate' ? '' : order.number,
    concern: { heading: t.concern, text: order.concern },
    descriptionHead: t.description,
    columns,
    rows,
    hasBoxes: !isPriced,
    sums: isPriced
      ? [
          { label: t.netTotal, value: f.money(view.totals.netMinor) },
          ...view.totals.taxes.map(({ rateBp, baseMinor, taxMinor }) => ({
            label: fill(t.taxOf, { rate: f.percent(rateBp), base: f.money(baseMinor) }),
            value: f.money(taxMinor),
          })),
        ]
      : [],
    total: isPriced ? { label: t.total, value: f.money(view.totals.totalMinor) } : null,
    declined: { heading: t.declined, rows: isPriced ? view.lines.filter(({ declined }) => declined).map(({ description }) => description) : [] },
    words: [
      ...(isPriced ? [] : [{ heading: t.note, text: order.note }]),
      { heading: t.terms, text: form === 'estimate' ? letterhead.estimateTerms : form === 'order' ? letterhead.orderTerms : '' },
    ].filter(({ text }) => text !== ''),
    signature: { who: isPriced ? t.signature : t.technicianSignature, when: t.signedOn },
  }
}
