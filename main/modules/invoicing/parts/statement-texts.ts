import type { AccountEntry, Bucket } from '#shared/modules/invoicing/model.ts'
import type { Language } from '#shared/modules/workspace/model.ts'

interface Texts {
  readonly title: string
  /** `{day}` is filled in. */
  readonly openAt: string
  /** `{from}` and `{to}` are filled in. */
  readonly activity: string
  readonly number: string
  readonly amount: string
  readonly balance: string
  readonly before: string
  readonly free: string
  readonly surplus: string
  readonly none: string
  readonly owed: string
  readonly balanceAt: string
  readonly credit: string
  readonly kinds: Record<AccountEntry['kind'], string>
  readonly buckets: Record<Bucket, string>
}

/** Words on the printed statement, beside those of the invoice. */
export const STATEMENT_TEXTS: Record<Language, Texts> = {
  en: {
    title: 'Statement',
    openAt: 'Open items on {day}',
    activity: 'Activity from {from} to {to}',
    number: 'Number',
    amount: 'Amount',
    balance: 'Balance',
    before: 'Balance before',
    free: 'Payments not yet allocated',
    surplus: 'Paid too much',
    none: 'Nothing is open.',
    owed: 'Amount owed',
    balanceAt: 'Balance at the end',
    credit: 'Credit',
    kinds: { invoice: 'Invoice', creditNote: 'Credit note', payment: 'Payment', refund: 'Refund', writeOff: 'Written off' },
    buckets: { notDue: 'Not due', to30: '1–30 days', to60: '31–60 days', to90: '61–90 days', over90: 'Over 90 days' },
  },
  ar: {
    title: 'كشف حساب',
    openAt: 'البنود المفتوحة في {day}',
    activity: 'الحركة من {from} إلى {to}',
    number: 'الرقم',
    amount: 'المبلغ',
    balance: 'الرصيد',
    before: 'الرصيد السابق',
    free: 'دفعات لم تُخصَّص بعد',
    surplus: 'دُفع أكثر من المستحق',
    none: 'لا شيء مستحق.',
    owed: 'المبلغ المستحق',
    balanceAt: 'الرصيد في النهاية',
    credit: 'رصيد للعميل',
    kinds: { invoice: 'فاتورة', creditNote: 'إشعار دائن', payment: 'دفعة', refund: 'مبلغ مرتجع', writeOff: 'شطب دين' },
    buckets: { notDue: 'لم يستحق', to30: '1–30 يومًا', to60: '31–60 يومًا', to90: '61–90 يومًا', over90: 'أكثر من 90 يومًا' },
  },
}
