import type { Payment } from '#shared/modules/invoicing/model.ts'
import type { LINE_KINDS } from '#shared/modules/work-orders/model.ts'
import type { Language } from '#shared/modules/workspace/model.ts'

/** Words on the printed invoice. They stand here and not with the screen's texts, as the core prints without a window. */
interface Texts {
  readonly invoice: string
  readonly creditNote: string
  readonly credited: string
  readonly reason: string
  readonly number: string
  readonly officialNumber: string
  /** The day of the invoice that a credit note takes back from. */
  readonly invoiceOf: string
  readonly issuedOn: string
  readonly dueOn: string
  readonly workOrder: string
  readonly sale: string
  readonly customer: string
  readonly vehicle: string
  readonly plate: string
  readonly vin: string
  readonly mileage: string
  readonly kilometres: string
  readonly taxId: string
  readonly description: string
  readonly quantity: string
  readonly unitPrice: string
  readonly discount: string
  readonly tax: string
  readonly net: string
  readonly hours: string
  readonly exempt: string
  readonly warranty: string
  /** Prices that contain tax. */
  readonly gross: string
  readonly lessShared: string
  readonly netTotal: string
  /** `{rate}` and `{base}` are filled in. */
  readonly taxOf: string
  readonly total: string
  readonly payments: string
  readonly reversal: string
  readonly atCounter: string
  readonly allocated: string
  readonly writtenOff: string
  readonly due: string
  readonly paid: string
  readonly void: string
  readonly note: string
  /** `{page}` and `{pages}` are filled in. */
  readonly pageOf: string
  readonly kinds: Record<(typeof LINE_KINDS)[number], string>
  readonly methods: Record<Payment['method'], string>
}

export const TEXTS: Record<Language, Texts> = {
  en: {
    invoice: 'Invoice',
    creditNote: 'Credit note',
    credited: 'Credited',
    reason: 'Reason',
    number: 'Invoice number',
    officialNumber: 'Official no.',
    invoiceOf: 'Invoice date',
    issuedOn: 'Date',
    dueOn: 'Due',
    workOrder: 'Work order',
    sale: 'Receipt',
    customer: 'Customer',
    vehicle: 'Vehicle',
    plate: 'Plate',
    vin: 'VIN',
    mileage: 'Mileage',
    kilometres: 'km',
    taxId: 'Tax ID',
    description: 'Description',
    quantity: 'Quantity',
    unitPrice: 'Unit price',
    discount: 'Discount',
    tax: 'Tax',
    net: 'Net',
    hours: 'h',
    exempt: 'exempt',
    warranty: 'warranty',
    gross: 'Amount incl. tax',
    lessShared: 'less {amount} discount',
    netTotal: 'Net total',
    taxOf: 'Tax {rate} on {base}',
    total: 'Total',
    payments: 'Payments received',
    reversal: 'Reversed',
    atCounter: 'Paid at the counter',
    allocated: 'from account',
    writtenOff: 'Written off',
    due: 'Amount due',
    paid: 'Paid',
    void: 'Void',
    note: 'Note',
    pageOf: 'Page {page} of {pages}',
    kinds: { labor: 'Labour', part: 'Part', fee: 'Fee', sublet: 'Sublet' },
    methods: { cash: 'Cash', card: 'Card', transfer: 'Bank transfer', counter: 'At the counter' },
  },
  ar: {
    invoice: 'فاتورة',
    creditNote: 'إشعار دائن',
    credited: 'المبلغ المخصوم',
    reason: 'السبب',
    number: 'رقم الفاتورة',
    officialNumber: 'الرقم الرسمي',
    invoiceOf: 'تاريخ الفاتورة',
    issuedOn: 'التاريخ',
    dueOn: 'تاريخ الاستحقاق',
    workOrder: 'أمر العمل',
    sale: 'الإيصال',
    customer: 'العميل',
    vehicle: 'المركبة',
    plate: 'رقم اللوحة',
    vin: 'رقم الهيكل',
    mileage: 'قراءة العداد',
    kilometres: 'كم',
    taxId: 'الرقم الضريبي',
    description: 'البيان',
    quantity: 'الكمية',
    unitPrice: 'سعر الوحدة',
    discount: 'الخصم',
    tax: 'الضريبة',
    net: 'الصافي',
    hours: 'ساعة',
    exempt: 'معفى',
    warranty: 'ضمان',
    gross: 'المبلغ شامل الضريبة',
    lessShared: 'بعد خصم {amount}',
    netTotal: 'المجموع الصافي',
    taxOf: 'ضريبة {rate} على {base}',
    total: 'الإجمالي',
    payments: 'الدفعات المستلمة',
    reversal: 'إلغاء دفعة',
    atCounter: 'مدفوع عند البيع',
    allocated: 'من الحساب',
    writtenOff: 'شُطب',
    due: 'المبلغ المستحق',
    paid: 'مدفوعة',
    void: 'ملغاة',
    note: 'ملاحظة',
    pageOf: 'صفحة {page} من {pages}',
    kinds: { labor: 'أجور عمل', part: 'قطعة غيار', fee: 'رسوم', sublet: 'عمل خارجي' },
    methods: { cash: 'نقدا', card: 'بطاقة', transfer: 'تحويل بنكي', counter: 'عند الصندوق' },
  },
}
