import type { Language } from '#shared/modules/workspace/model.ts'

/** Words on the printed report. They stand here and not with the screen's texts, as the core prints without a window. */
interface Texts {
  readonly report: string
  readonly number: string
  readonly date: string
  readonly workOrder: string
  readonly technician: string
  readonly customer: string
  readonly vehicle: string
  readonly plate: string
  readonly vin: string
  readonly mileage: string
  readonly kilometres: string
  readonly taxId: string
  readonly draft: string
  readonly passed: string
  readonly failed: string
  readonly bad: string
  readonly soon: string
  readonly good: string
  readonly measured: string
  readonly note: string
  readonly nothing: string
  readonly pageOf: string
}

export const TEXTS: Record<Language, Texts> = {
  en: {
    report: 'Inspection report',
    number: 'Report number',
    date: 'Date',
    workOrder: 'Work order',
    technician: 'Technician',
    customer: 'Customer',
    vehicle: 'Vehicle',
    plate: 'Plate',
    vin: 'VIN',
    mileage: 'Mileage',
    kilometres: 'km',
    taxId: 'Tax ID',
    draft: 'Not finished',
    passed: 'Passed',
    failed: 'Not passed',
    bad: 'Needs attention now',
    soon: 'Needs attention soon',
    good: 'Checked and in order',
    measured: 'Measured: {value}',
    note: 'Note',
    nothing: 'Nothing was found that needs attention.',
    pageOf: 'Page {page} of {pages}',
  },
  ar: {
    report: 'تقرير الفحص',
    number: 'رقم التقرير',
    date: 'التاريخ',
    workOrder: 'أمر العمل',
    technician: 'الفني',
    customer: 'العميل',
    vehicle: 'المركبة',
    plate: 'رقم اللوحة',
    vin: 'رقم الهيكل',
    mileage: 'قراءة العداد',
    kilometres: 'كم',
    taxId: 'الرقم الضريبي',
    draft: 'غير مكتمل',
    passed: 'ناجح',
    failed: 'غير ناجح',
    bad: 'يحتاج إلى إصلاح الآن',
    soon: 'يحتاج إلى إصلاح قريبا',
    good: 'تم فحصه وهو سليم',
    measured: 'القياس: {value}',
    note: 'ملاحظة',
    nothing: 'لم يعثر على ما يحتاج إلى إصلاح.',
    pageOf: 'صفحة {page} من {pages}',
  },
}
