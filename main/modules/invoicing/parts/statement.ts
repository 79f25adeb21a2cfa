import type { Fact, Letterhead } from '#main/platform/print/kit.ts'
import { fill, lines, plain, sellerLines } from '#main/platform/print/words.ts'
import { formatMoney } from '#shared/kernel/money.ts'
import { localDate, type LocalDate } from '#shared/kernel/time.ts'
import { type AccountEntry, type Ageing, BUCKETS, type CustomerSnapshot, type InvoiceHead, type SellerSnapshot } from '#shared/modules/invoicing/model.ts'
import type { Language } from '#shared/modules/workspace/model.ts'
import { STATEMENT_TEXTS } from './statement-texts.ts'
import { TEXTS } from './texts.ts'

export interface StatementRow {
  readonly on: string
  readonly number: string
  readonly what: string
  readonly due: string
  readonly amount: string
  readonly balance: string
  readonly isLate: boolean
}
/** A printed statement as plain text: every figure already in the reader's form. */
export interface Statement extends Letterhead {
  readonly intro: string
  readonly facts: readonly Fact[]
  readonly customer: { readonly heading: string; readonly name: string; readonly lines: readonly string[] }
  readonly columns: Omit<StatementRow, 'isLate'>
  readonly rows: readonly StatementRow[]
  readonly none: string
  readonly buckets: readonly Fact[]
  readonly total: Fact
}

/** What a statement is made of. Dates are those of the shop's calendar. */
export interface StatementFacts {
  readonly customer: CustomerSnapshot
  readonly seller: SellerSnapshot
  readonly currency: string
  readonly now: number
  readonly fromOn: LocalDate
  readonly toOn: LocalDate
  readonly ageing: Ageing
  /** Open invoices, oldest due first; or what happened, with the balance before. */
  readonly of: { readonly open: readonly InvoiceHead[] } | { readonly entries: readonly AccountEntry[]; readonly beforeMinor: number }
}

export function statementOf({ customer, seller, currency, now, fromOn, toOn, ageing, of }: StatementFacts, language: Language, footer: string): Statement {
  const t = STATEMENT_TEXTS[language]
  const words = TEXTS[language]
  const money = (amountMinor: number) => plain(formatMoney(amountMinor, currency, language))
  const dates = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' })
  const day = (on: string) => plain(dates.format(Date.parse(`${on}T00:00:00Z`)))
  const today = localDate(now, seller.zone)
  const isOpen = 'open' in of
  let balanceMinor = isOpen ? 0 : of.beforeMinor
  const step = (amountMinor: number) => money((balanceMinor += amountMinor))
  const rows = isOpen
    ? of.open.map(({ issuedOn, number, workOrderNumber, saleNumber, dueOn, dueMinor }) => ({
        on: day(issuedOn),
        number,
        // Numbers of orders and invoices may be alike: each series counts by itself.
        what: [
          dueMinor < 0 ? t.surplus : words.invoice,
          workOrderNumber ? `${words.workOrder} ${workOrderNumber}` : saleNumber && `${words.sale} ${saleNumber}`,
        ]
          .filter((part) => part !== '')
          .join('\n'),
        due: day(dueOn),
        amount: money(dueMinor),
        balance: step(dueMinor),
        isLate: dueMinor > 0 && dueOn < today,
      }))
    : [
        { on: day(fromOn), number: '', what: t.before, due: '', amount: '', balance: money(of.beforeMinor), isLate: false },
        ...of.entries.map(({ at, kind, number, text, amountMinor }) => ({
          on: day(localDate(at, seller.zone)),
          number,
          what: [t.kinds[kind], (words.methods as Readonly<Record<string, string>>)[text] ?? text].filter((part) => part !== '').join(' · '),
          due: '',
          amount: money(amountMinor),
          balance: step(amountMinor),
          isLate: false,
        })),
      ]
  const free = isOpen ? ageing.balanceMinor - balanceMinor : 0
  return {
    language,
    rightToLeft: language === 'ar',
    title: t.title,
    number: customer.name,
    issuedAt: now,
    stamp: '',
    seller: sellerLines(seller, words.taxId, footer),
    intro: isOpen ? fill(t.openAt, { day: day(today) }) : fill(t.activity, { from: day(fromOn), to: day(toOn) }),
    facts: [{ label: words.issuedOn, value: day(today) }],
    customer: { heading: words.customer, name: customer.name, lines: lines(customer.company, customer.address, customer.email) },
    columns: { on: words.issuedOn, number: t.number, what: words.description, due: isOpen ? words.dueOn : '', amount: t.amount, balance: t.balance },
    rows: free === 0 ? rows : [...rows, { on: '', number: '', what: t.free, due: '', amount: money(free), balance: step(free), isLate: false }],
    none: t.none,
    buckets: [
      ...BUCKETS.map((bucket) => ({ label: t.buckets[bucket], value: money(ageing.buckets[bucket]) })),
      { label: t.credit, value: money(-ageing.creditMinor) },
    ],
    total: { label: isOpen ? t.owed : t.balanceAt, value: money(isOpen ? ageing.balanceMinor : balanceMinor) },
    pageOf: words.pageOf,
  }
}
