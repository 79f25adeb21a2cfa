import type { Letterhead, Parties } from '#main/platform/print/kit.ts'
import { fill, lines, plain, sellerLines } from '#main/platform/print/words.ts'
import { formatPhone } from '#shared/modules/customers/rules.ts'
import { arrange, labelIn, measuredText } from '#shared/modules/inspections/rules.ts'
import type { Language } from '#shared/modules/workspace/model.ts'
import type { ReportFacts } from '../service/report.ts'
import { TEXTS } from './texts.ts'

interface Row {
  readonly pointId: string
  readonly name: string
  readonly section: string
  readonly level: string
  readonly tone: string
  readonly measured: string
  readonly note: string
}

/** A customer's report as plain text, in the reader's language: what must be done first, what can wait, then all that is in order. */
export interface Report extends Letterhead, Parties {
  readonly sums: readonly { readonly tone: 'bad' | 'soon' | 'good'; readonly label: string; readonly count: string }[]
  readonly nothing: string
  readonly findings: readonly { readonly tone: 'bad' | 'soon'; readonly heading: string; readonly rows: readonly Row[] }[]
  readonly rest: { readonly heading: string; readonly sections: readonly { readonly name: string; readonly rows: readonly Row[] }[] }
  readonly note: { readonly heading: string; readonly text: string }
}

export function reportOf({ head, content, points, seller, customer, vehicle }: ReportFacts, language: Language, footer = ''): Report {
  const t = TEXTS[language]
  const at = head.doneAt ?? head.createdAt
  const arranged = arrange(content, points)
  const row = ({ point, of, level, sectionName }: (typeof arranged)['bad'][number]): Row => ({
    pointId: point.id,
    name: labelIn(of.name, language),
    section: labelIn(sectionName, language),
    level: level ? labelIn(level.name, language) : '',
    tone: point.tone ?? 'none',
    measured: point.measuredMilli === null ? '' : fill(t.measured, { value: measuredText(point.measuredMilli, of.measure?.unit ?? '') }),
    note: point.note,
  })
  const { good, soon, bad } = head.counts
  const count = (value: number) => String(value)
  return {
    language,
    rightToLeft: language === 'ar',
    title: t.report,
    number: head.number,
    issuedAt: at,
    stamp: head.outcome === null ? t.draft : head.outcome === 'pass' ? t.passed : t.failed,
    seller: sellerLines(seller, t.taxId, footer),
    pageOf: t.pageOf,
    facts: [
      { label: t.number, value: head.number },
      { label: t.date, value: plain(new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: seller.zone }).format(at)) },
      { label: t.workOrder, value: head.workOrderNumber },
      { label: t.technician, value: head.technicianName ?? '' },
    ].filter(({ value }) => value !== ''),
    customer: {
      heading: t.customer,
      name: head.customerName,
      lines: customer ? lines(customer.company, customer.street, `${customer.postcode} ${customer.city}`, formatPhone(customer.phone, ''), customer.email) : [],
    },
    vehicle: {
      heading: t.vehicle,
      name: head.vehicleLabel,
      facts: [
        { label: t.plate, value: head.plate },
        { label: t.vin, value: vehicle?.vin ?? '' },
        { label: t.mileage, value: vehicle?.mileageKm == null ? '' : `${new Intl.NumberFormat(language).format(vehicle.mileageKm)} ${t.kilometres}` },
      ].filter(({ value }) => value !== ''),
    },
    sums: [
      { tone: 'bad', label: t.bad, count: count(bad) },
      { tone: 'soon', label: t.soon, count: count(soon) },
      { tone: 'good', label: t.good, count: count(good) },
    ],
    nothing: bad + soon === 0 && head.outcome !== null ? t.nothing : '',
    findings: (['bad', 'soon'] as const).map((tone) => ({ tone, heading: t[tone], rows: arranged[tone].map(row) })).filter(({ rows }) => rows.length > 0),
    rest: { heading: t.good, sections: arranged.sections.map(({ name, points: shown }) => ({ name: labelIn(name, language), rows: shown.map(row) })) },
    note: { heading: t.note, text: head.note },
  }
}
