import type { Language } from '#shared/modules/workspace/model.ts'

/** Words on the printed order. They stand here and not with the screen's texts, as the core prints without a window. */
interface Texts {
  readonly order: string
  readonly draft: string
  readonly cancelled: string
  readonly number: string
  readonly date: string
  readonly expectedOn: string
  readonly accountNumber: string
  readonly supplier: string
  readonly deliverTo: string
  readonly taxId: string
  readonly code: string
  readonly part: string
  readonly quantity: string
  readonly cost: string
  readonly amount: string
  readonly packs: string
  readonly total: string
  readonly note: string
  readonly pageOf: string
}

export const TEXTS: Record<Language, Texts> = {
  en: {
    order: 'Purchase order',
    draft: 'Draft',
    cancelled: 'Cancelled',
    number: 'Order number',
    date: 'Date',
    expectedOn: 'Wanted on',
    accountNumber: 'Our account',
    supplier: 'Supplier',
    deliverTo: 'Deliver to',
    taxId: 'Tax ID',
    code: 'Your number',
    part: 'Part',
    quantity: 'Quantity',
    cost: 'Price',
    amount: 'Amount',
    packs: '{packs} × {unit} of {count}',
    total: 'Total without tax',
    note: 'Note',
    pageOf: 'Page {page} of {pages}',
  },
  ar: {
    order: 'طلب شراء',
    draft: 'مسودة',
    cancelled: 'ملغى',
    number: 'رقم الطلب',
    date: 'التاريخ',
    expectedOn: 'مطلوب في',
    accountNumber: 'رقم حسابنا',
    supplier: 'المورد',
    deliverTo: 'التسليم إلى',
    taxId: 'الرقم الضريبي',
    code: 'رقمكم',
    part: 'القطعة',
    quantity: 'الكمية',
    cost: 'السعر',
    amount: 'المبلغ',
    packs: '{packs} × {unit} من {count}',
    total: 'المجموع دون ضريبة',
    note: 'ملاحظة',
    pageOf: 'صفحة {page} من {pages}',
  },
}
