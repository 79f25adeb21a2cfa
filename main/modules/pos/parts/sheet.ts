import { formatMoney } from '#shared/kernel/money.ts'
import type { Sale, TillReport } from '#shared/modules/pos/model.ts'
import type { Company, Language } from '#shared/modules/workspace/model.ts'
import { TEXTS } from './texts.ts'

export interface Pair {
  readonly label: string
  readonly value: string
}

/** A receipt as plain text, every figure in the reader's form: what the PDF and the printer's bytes are both made of. */
export interface ReceiptSheet {
  readonly language: Language
  readonly rightToLeft: boolean
  readonly shop: { readonly name: string; readonly lines: readonly string[] }
  readonly title: string
  readonly number: string
  readonly soldAt: number
  readonly facts: readonly Pair[]
  /** `detail`: quantity, price, discount and tax of the line. */
  readonly rows: readonly { readonly name: string; readonly detail: string; readonly amount: string }[]
  readonly sums: readonly Pair[]
  readonly total: Pair
  readonly payments: readonly Pair[]
  readonly warnings: readonly string[]
  readonly note: string
  readonly thanks: string
}

/** One label as it is printed. `code` is what the bars say, `bin` where the part lies; empty for none. */
export interface Label {
  readonly name: string
  readonly price: string
  readonly bin: string
  readonly code: string
  readonly copies: number
}
/** What stands below the bars. */
export const captionOf = ({ code, bin }: Pick<Label, 'code' | 'bin'>): string => (bin === '' ? code : `${code} · ${bin}`)

const fill = (text: string, values: Readonly<Record<string, string>>): string => text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
/** Intl writes marks of direction and narrow spaces that printers lack; the sheet sets directions itself. */
const plain = (text: string): string => text.replace(/[\u061c\u200e\u200f]/g, '').replaceAll(/[\u202f\u00a0]/g, ' ')

/** The receipt of a sale; amounts are the stored integers, never computed anew. Figures are Latin, as printers and scanners have them. */
export function receiptOf(sale: Sale, language: Language): ReceiptSheet {
  const t = TEXTS[language]
  const locale = `${language}-u-nu-latn`
  const { shop } = sale
  const money = (amountMinor: number) => plain(formatMoney(amountMinor, sale.currency, locale))
  const percent = (basisPoints: number) => plain(new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(basisPoints / 10_000))
  const quantity = (milli: number) => plain(new Intl.NumberFormat(locale, { maximumFractionDigits: 3 }).format(milli / 1000))
  const when = plain(new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: shop.zone }).format(sale.soldAt))
  const known = (facts: readonly Pair[]) => facts.filter(({ value }) => value !== '')
  const lines = (...parts: string[]) =>
    parts
      .flatMap((part) => part.split('\n'))
      .map((part) => part.trim())
      .filter((part) => part !== '')
  return {
    language,
    rightToLeft: language === 'ar',
    shop: {
      name: shop.name,
      lines: lines(
        shop.locationName === shop.name ? '' : shop.locationName,
        shop.locationAddress || shop.address,
        shop.locationPhone || shop.phone,
        shop.taxId && `${t.taxId}: ${shop.taxId}`,
      ),
    },
    title: sale.totalMinor < 0 ? t.returned : t.receipt,
    number: sale.number,
    soldAt: sale.soldAt,
    facts: known([
      { label: t.date, value: when },
      { label: t.seller, value: sale.sellerName },
      { label: t.customer, value: sale.customerName },
    ]),
    rows: sale.lines.map((line) => {
      const isAdvance = line.kind === 'deposit' || line.kind === 'account'
      const codes = line.lots.length === 0 ? '' : ` · ${t.lot} ${line.lots.map(({ code }) => code).join(', ')}`
      const discount = line.discountBp === 0 ? '' : ` ${t.less} ${percent(line.discountBp)}`
      return {
        name: line.description || t.kinds[line.kind],
        detail: isAdvance
          ? ''
          : `${quantity(line.qtyMilli)} × ${money(line.unitPriceMinor)}${discount} · ${line.taxExempt ? t.exempt : percent(line.taxRateBp)}${codes}`,
        amount: money(line.netMinor),
      }
    }),
    sums: [
      { label: t.net, value: money(sale.netMinor) },
      ...sale.taxes.map(({ rateBp, baseMinor, taxMinor }) => ({
        label: fill(rateBp === 0 ? t.taxFree : t.taxOf, { rate: percent(rateBp), base: money(baseMinor) }),
        value: money(taxMinor),
      })),
      ...(sale.roundingMinor === 0 ? [] : [{ label: t.rounding, value: money(sale.roundingMinor) }]),
    ],
    total: { label: sale.totalMinor < 0 ? t.giveBack : t.total, value: money(Math.abs(sale.totalMinor + sale.roundingMinor)) },
    payments: sale.payments.flatMap(({ method, amountMinor, tenderedMinor, reference }) => [
      { label: [t.tenders[method], reference].filter((part) => part !== '').join(' '), value: money(amountMinor) },
      ...(tenderedMinor === null
        ? []
        : [
            { label: t.handed, value: money(tenderedMinor) },
            { label: t.change, value: money(tenderedMinor - amountMinor) },
          ]),
    ]),
    warnings: sale.payments.flatMap(({ standing }) => (standing === 'pending' ? [t.pending] : standing === 'declined' ? [t.declined] : [])),
    note: sale.note,
    thanks: t.thanks,
  }
}

/** The X or Z of a till, which was open until `at` at least. Amounts are those of the report. */
export function reportOf(
  report: TillReport,
  { name, zone, currency, locationName }: Pick<Company, 'name' | 'zone' | 'currency'> & { readonly locationName: string },
  language: Language,
  at: number,
): ReceiptSheet {
  const t = TEXTS[language]
  const locale = `${language}-u-nu-latn`
  const { till } = report
  const money = (amountMinor: number) => plain(formatMoney(amountMinor, currency, locale))
  const percent = (basisPoints: number) => plain(new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(basisPoints / 10_000))
  const when = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: zone })
  const pair = (label: string, amountMinor: number): Pair => ({ label, value: money(amountMinor) })
  const counted = (label: string, { count, amountMinor }: { count: number; amountMinor: number }) => pair(`${label} · ${count}`, amountMinor)
  const { closedAt, expectedMinor, countedMinor } = till
  return {
    language,
    rightToLeft: language === 'ar',
    shop: { name, lines: locationName === '' || locationName === name ? [] : [locationName] },
    title: closedAt === null ? t.x : t.z,
    number: till.number,
    soldAt: closedAt ?? at,
    facts: [
      { label: t.device, value: till.deviceName },
      { label: t.opened, value: `${plain(when.format(till.openedAt))} · ${till.openedBy}` },
      { label: closedAt === null ? t.until : t.closed, value: plain(when.format(closedAt ?? at)) + (closedAt === null ? '' : ` · ${till.closedBy}`) },
    ],
    rows: [],
    sums: [
      pair(t.net, report.netMinor),
      ...report.taxes.map(({ rateBp, baseMinor, taxMinor }) =>
        pair(fill(rateBp === 0 ? t.taxFree : t.taxOf, { rate: percent(rateBp), base: money(baseMinor) }), taxMinor),
      ),
      pair(t.advances, report.advanceMinor),
      pair(t.rounding, report.roundingMinor),
    ],
    total: { label: `${t.total} · ${report.sales}`, value: money(report.totalMinor) },
    payments: [
      ...report.tenders.map((one) => counted(t.tenders[one.method], one)),
      ...(report.pendingMinor === 0 ? [] : [pair(t.pendingSum, report.pendingMinor)]),
      ...report.cash.map((one) => counted(`${t.tenders.cash}: ${t.entries[one.kind]}`, one)),
      pair(t.inDrawer, report.balanceMinor),
      ...(expectedMinor === null || countedMinor === null
        ? []
        : [pair(t.expected, expectedMinor), pair(t.counted, countedMinor), pair(t.entries.difference, countedMinor - expectedMinor)]),
    ],
    warnings: [],
    note: till.note,
    thanks: '',
  }
}

/** What a printer is tried with: the letters, the width and the barcode of a receipt, and nothing sold. */
export function testSheet(
  { name, zone, language }: Pick<Company, 'name' | 'zone' | 'language'>,
  device: { readonly name: string; readonly tag: string },
  at: number,
): ReceiptSheet {
  const t = TEXTS[language]
  const when = plain(new Intl.DateTimeFormat(`${language}-u-nu-latn`, { dateStyle: 'medium', timeStyle: 'short', timeZone: zone }).format(at))
  return {
    language,
    rightToLeft: language === 'ar',
    shop: { name, lines: [device.name] },
    title: t.test,
    number: `${device.tag}-TEST`,
    soldAt: at,
    facts: [{ label: t.date, value: when }],
    rows: [],
    sums: [],
    total: { label: t.works, value: '' },
    payments: [],
    warnings: [],
    note: '',
    thanks: t.thanks,
  }
}
