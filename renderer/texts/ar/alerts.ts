import type * as en from '../en/alerts.ts'
import type { InArabic } from '../translated.ts'

export const alertPriority: InArabic<typeof en.alertPriority> = { low: 'منخفضة', normal: 'عادية', high: 'عالية', urgent: 'عاجلة' }

export const alertState: InArabic<typeof en.alertState> = { open: 'مفتوح', resolved: 'عولج', withdrawn: 'زال من نفسه', closed: 'عولج' }

export const alertSource: InArabic<typeof en.alertSource> = {
  jobLate: 'عمل متأخر',
  jobUnassigned: 'عمل بلا فني',
  bayOverfull: 'موقف فوق حده',
  clockDrift: 'ساعة جهاز',
  partsHere: 'وصلت قطع عمل',
  stockCritical: 'مخزون حرج',
  returnedTwice: 'مال أُعيد مرتين',
  cardsLate: 'بطاقات بلا رد',
}

export const alertText: InArabic<typeof en.alertText> = {
  jobLate: 'وُعد بالمركبة {{plate}} ({{number}}) في {{promisedAt, dateTime}}.',
  jobUnassigned: '{{plate}} ({{number}}) بلا فني.',
  bayOverfull: '{{bay}}، {{on, day}}: {{jobs}} أعمال، {{hours}} س محجوزة.',
  clockDrift: 'ساعة «{{device}}» مختلفة بمقدار {{minutes}} د.',
  partsHere: 'وصلت كل قطع المركبة {{plate}} ({{where}}): {{parts}}.',
  stockCritical: '{{name}}: بقي {{qty}} في {{place}}.',
  returnedTwice: 'عاد {{name}} أكثر مما بيع ({{number}})، وأُعيد {{amountMinor, money}} زيادةً.',
  cardsLate: 'مدفوعات بطاقات بقيمة {{amountMinor, money}} تنتظر الجهاز منذ مدة طويلة، منذ الإيصال {{number}}.',
}

export const alerts: InArabic<typeof en.alerts> = {
  title: 'التنبيهات',
  intro: 'تظهر وتزول من تلقاء نفسها. عالج ما انتهى أمره.',
  standing: 'الحالة',
  source: 'النوع',
  priority: 'الأولوية',
  sort: 'الترتيب',
  sortUrgent: 'الأكثر إلحاحًا أولًا',
  sortNewest: 'الأحدث أولًا',
  what: 'التنبيه',
  raised: 'منذ',
  unread: 'جديد',
  resolve: 'عولج',
  resolveTitle: 'معالجة هذا التنبيه',
  resolution: 'ما الذي جرى',
  resolutionHint: 'اختياري.',
  resolved: 'عولج التنبيه.',
  resolvedBy: '{{name}}، {{at, dateTime}}',
  allRead: 'تعليم الكل مقروءًا',
  noneTitle: 'كل شيء على ما يرام',
  noneText: 'تظهر هنا المواعيد الفائتة والأعمال بلا فني والقطع التي وصلت لعمل والمخزون الحرج والمواقف فوق حدها والساعات الخاطئة من تلقاء نفسها.',
  noMatches: 'لا تنبيه يطابق.',
  bell_zero: 'لا تنبيهات جديدة',
  bell_one: 'تنبيه جديد',
  bell_two: 'تنبيهان جديدان',
  bell_few: '{{count}} تنبيهات جديدة',
  bell_many: '{{count}} تنبيهًا جديدًا',
  bell_other: '{{count}} تنبيه جديد',
  bellNone: 'التنبيهات',
  all: 'كل التنبيهات',
}
