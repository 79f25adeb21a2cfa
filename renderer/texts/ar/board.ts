import type * as en from '../en/board.ts'
import type { InArabic } from '../translated.ts'

export const boardColumn: InArabic<typeof en.boardColumn> = {
  estimate: 'بانتظار الموافقة',
  parts: 'بانتظار القطع',
  ready: 'جاهز للبدء',
  work: 'قيد العمل',
  hold: 'معلّق',
  done: 'للفوترة',
  invoiced: 'فُوتر اليوم',
}

export const partsState: InArabic<typeof en.partsState> = {
  none: 'بلا قطع',
  missing: 'قطع ناقصة',
  ordered: 'القطع مطلوبة',
  here: 'القطع هنا',
  settled: 'رُكّبت القطع',
}

export const promise: InArabic<typeof en.promise> = { none: 'بلا موعد', onTime: 'في الموعد', dueSoon: 'يحين قريبًا', late: 'متأخر' }

export const boardDeed: InArabic<typeof en.boardDeed> = {
  approve: 'أخذ كلمة العميل',
  quote: 'إعادته إلى عرض سعر',
  start: 'بدء العمل',
  resume: 'متابعة العمل',
  hold: 'تعليق العمل',
  finish: 'إنهاء العمل',
  invoice: 'إصدار الفاتورة',
  reopen: 'فتحه من جديد',
}

export const labelTone: InArabic<typeof en.labelTone> = {
  info: 'أزرق',
  active: 'بنفسجي',
  waiting: 'أصفر',
  good: 'أخضر',
  bad: 'أحمر',
  neutral: 'رمادي',
}

export const jobBoard: InArabic<typeof en.jobBoard> = {
  title: 'لوحة الأعمال',
  hint: 'اسحب العمل إلى عمود آخر أو اضغط M عليه. الأسهم تتنقل بين الأعمال، وEnter يفتح العمل.',
  find: 'لوحة، عميل، مركبة، رقم …',
  advisor: 'المستشار',
  technician: 'الفني',
  nobody: 'لا أحد',
  label: 'الوسم',
  lateOnly: 'المتأخر فقط',
  noneTitle: 'لا أعمال مفتوحة',
  noneText: 'تظهر الأوامر هنا فور فتحها وتتحرك من تلقاء نفسها.',
  noMatches: 'لا عمل مفتوحًا يطابق.',
  tooMany: 'تظهر فقط أقرب {{max, number}} عمل موعدًا.',
  empty: 'لا شيء',
  jobs_zero: 'لا أعمال',
  jobs_one: 'عمل واحد',
  jobs_two: 'عملان',
  jobs_few: '{{count}} أعمال',
  jobs_many: '{{count}} عملًا',
  jobs_other: '{{count}} عمل',
  late_zero: 'لا متأخر',
  late_one: 'متأخر واحد',
  late_two: 'متأخران',
  late_few: '{{count}} متأخرة',
  late_many: '{{count}} متأخرًا',
  late_other: '{{count}} متأخر',
  unread_zero: 'لا ملاحظات غير مقروءة',
  unread_one: 'ملاحظة غير مقروءة',
  unread_two: 'ملاحظتان غير مقروءتين',
  unread_few: '{{count}} ملاحظات غير مقروءة',
  unread_many: '{{count}} ملاحظة غير مقروءة',
  unread_other: '{{count}} ملاحظة غير مقروءة',
  more: 'نقل {{number}} أو وسمه',
  open: 'فتح الأمر',
  moveTo: 'نقل إلى',
  stays: 'هو هنا.',
  partsDecide: 'القطع تقرر ذلك: مكانه «{{column}}».',
  noTechnician: 'بلا فني',
  by: 'المستشار {{name}}',
  noLabel: 'بلا وسم',
  labels: 'وسوم لوحة الأعمال',
  labelsHint: 'كلمات الورشة عن موضع العمل داخل عموده. يزول الوسم حين ينتقل العمل.',
  labelName: 'الاسم',
  labelTone: 'اللون والشكل',
  addLabel: 'إضافة وسم',
  editLabel: 'تغيير الوسم',
  noLabels: 'لا وسوم بعد.',
  up: 'رفع {{name}}',
  down: 'خفض {{name}}',
  removeLabel: 'إزالة {{name}}',
  editLabels: 'الوسوم',
}
