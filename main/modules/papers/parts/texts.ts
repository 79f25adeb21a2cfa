import { type Purpose, PURPOSE_NAMES } from '#shared/modules/appointments/model.ts'
import type { CHANNELS, LINE_KINDS } from '#shared/modules/work-orders/model.ts'
import type { Language } from '#shared/modules/workspace/model.ts'

/** Words on the shop's sheets. They stand here and not with the screen's texts, as the core prints without a window. */
interface Texts {
  readonly titles: Record<'estimate' | 'order' | 'technician', string>
  readonly baySheet: string
  readonly keyTag: string
  readonly nextService: string
  readonly orAt: string
  readonly date: string
  readonly promised: string
  readonly advisor: string
  readonly bay: string
  readonly technician: string
  readonly bin: string
  readonly approved: string
  readonly notApproved: string
  readonly waiting: string
  readonly customer: string
  readonly vehicle: string
  readonly plate: string
  readonly vin: string
  readonly mileage: string
  readonly kilometres: string
  readonly taxId: string
  readonly concern: string
  readonly description: string
  readonly quantity: string
  readonly unitPrice: string
  readonly discount: string
  readonly tax: string
  readonly net: string
  /** Prices that contain tax. */
  readonly gross: string
  readonly hours: string
  readonly exempt: string
  readonly warranty: string
  /** `{amount}` is filled in. */
  readonly lessShared: string
  readonly netTotal: string
  /** `{rate}` and `{base}` are filled in. */
  readonly taxOf: string
  readonly total: string
  readonly declined: string
  readonly note: string
  readonly terms: string
  readonly signature: string
  readonly technicianSignature: string
  readonly signedOn: string
  readonly time: string
  readonly work: string
  /** `{count}` and `{hours}` are filled in. */
  readonly load: string
  readonly nothing: string
  /** `{page}` and `{pages}` are filled in. */
  readonly pageOf: string
  readonly kinds: Record<(typeof LINE_KINDS)[number], string>
  readonly channels: Record<(typeof CHANNELS)[number], string>
  readonly purposes: Readonly<Record<Purpose, string>>
}

export const TEXTS: Record<Language, Texts> = {
  en: {
    titles: { estimate: 'Estimate', order: 'Work order', technician: 'Job sheet' },
    baySheet: 'Bays',
    keyTag: 'Key tag',
    nextService: 'Next service',
    orAt: 'or at',
    date: 'Date',
    promised: 'Promised',
    advisor: 'Advisor',
    bay: 'Bay',
    technician: 'Technician',
    bin: 'Bin',
    approved: 'Approved',
    notApproved: 'not approved yet: ask first',
    waiting: 'Waiting for your approval',
    customer: 'Customer',
    vehicle: 'Vehicle',
    plate: 'Plate',
    vin: 'VIN',
    mileage: 'Mileage',
    kilometres: 'km',
    taxId: 'Tax ID',
    concern: 'What you told us',
    description: 'Work and parts',
    quantity: 'Quantity',
    unitPrice: 'Unit price',
    discount: 'Discount',
    tax: 'Tax',
    net: 'Net',
    gross: 'Amount incl. tax',
    hours: 'h',
    exempt: 'exempt',
    warranty: 'warranty',
    lessShared: 'less {amount} discount',
    netTotal: 'Net total',
    taxOf: 'Tax {rate} on {base}',
    total: 'Total',
    declined: 'Not wanted now',
    note: 'Note',
    terms: 'Terms',
    signature: 'Signature of the customer',
    technicianSignature: 'Technician',
    signedOn: 'Place and date',
    time: 'Time',
    work: 'Work',
    load: '{count} bookings, {hours} h',
    nothing: 'Nothing is booked.',
    pageOf: 'Page {page} of {pages}',
    kinds: { labor: 'Labour', part: 'Part', fee: 'Fee', sublet: 'Sublet' },
    channels: { counter: 'at the counter', phone: 'by phone', message: 'by message' },
    purposes: PURPOSE_NAMES.en,
  },
  ar: {
    titles: { estimate: 'عرض سعر', order: 'أمر عمل', technician: 'ورقة عمل الفني' },
    baySheet: 'مواقف العمل',
    keyTag: 'بطاقة المفتاح',
    nextService: 'الصيانة القادمة',
    orAt: 'أو عند',
    date: 'التاريخ',
    promised: 'موعد التسليم',
    advisor: 'مستشار الخدمة',
    bay: 'موقف العمل',
    technician: 'الفني',
    bin: 'الرف',
    approved: 'الموافقة',
    notApproved: 'لم تتم الموافقة بعد: اسأل أولا',
    waiting: 'بانتظار موافقتكم',
    customer: 'العميل',
    vehicle: 'المركبة',
    plate: 'رقم اللوحة',
    vin: 'رقم الهيكل',
    mileage: 'قراءة العداد',
    kilometres: 'كم',
    taxId: 'الرقم الضريبي',
    concern: 'ما ذكرتموه لنا',
    description: 'الأعمال والقطع',
    quantity: 'الكمية',
    unitPrice: 'سعر الوحدة',
    discount: 'الخصم',
    tax: 'الضريبة',
    net: 'الصافي',
    gross: 'المبلغ شامل الضريبة',
    hours: 'ساعة',
    exempt: 'معفى',
    warranty: 'ضمان',
    lessShared: 'بعد خصم {amount}',
    netTotal: 'المجموع الصافي',
    taxOf: 'ضريبة {rate} على {base}',
    total: 'الإجمالي',
    declined: 'غير مطلوب الآن',
    note: 'ملاحظة',
    terms: 'الشروط',
    signature: 'توقيع العميل',
    technicianSignature: 'الفني',
    signedOn: 'المكان والتاريخ',
    time: 'الوقت',
    work: 'العمل',
    load: '{count} حجوزات، {hours} ساعة',
    nothing: 'لا توجد حجوزات.',
    pageOf: 'صفحة {page} من {pages}',
    kinds: { labor: 'أجور عمل', part: 'قطعة غيار', fee: 'رسوم', sublet: 'عمل خارجي' },
    channels: { counter: 'عند الاستقبال', phone: 'بالهاتف', message: 'برسالة' },
    purposes: PURPOSE_NAMES.ar,
  },
}
