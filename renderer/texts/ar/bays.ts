import type * as en from '../en/bays.ts'
import type { InArabic } from '../translated.ts'

export const why: InArabic<typeof en.why> = {
  onlyWhile: 'ممكن فقط في الحالة: {{states}}.',
}

export const bayState: InArabic<typeof en.bayState> = { free: 'متاح', occupied: 'مشغول', down: 'خارج الخدمة' }

export const bays: InArabic<typeof en.bays> = {
  title: 'مواقف العمل',
  intro: 'ما الذي يقف أين، وما الذي يأتي بعده.',
  create: 'موقف جديد',
  name: 'اسم الموقف',
  nameHint: 'كما يسميه الناس: «موقف 3»، «ضبط الزوايا».',
  edit: 'تعديل',
  equipment: 'التجهيزات',
  hours: 'متاح للحجز',
  dailyMaxJobs: 'أقصى عدد أعمال في اليوم',
  dailyMaxHours: 'أقصى عدد ساعات في اليوم',
  dailyMaxHint: 'الزيادة تُظهر تنبيهًا. فارغ: بلا حد.',
  downTitle: 'خارج الخدمة: {{name}}',
  downUntilDay: 'العودة المتوقعة في',
  downUntilTime: 'الساعة',
  downUntilHint: 'فارغ: حتى إشعار آخر. يمكن الحجز بعده.',
  setDown: 'إخراج من الخدمة',
  setUp: 'إعادة إلى الخدمة',
  downText: 'لا تبدأ فيه أعمال ولا يقترح الجدول فيه موعدًا.',
  remove: 'إزالة',
  removeText: 'يختفي {{name}} من اللوحة والجدول. يمكن استعادته.',
  removed: 'تمت إزالة {{name}}.',
  removedTitle: 'مواقف مُزالة',
  restored: 'عاد {{name}} إلى اللوحة.',
  created: '{{name}} على اللوحة الآن.',
  more: 'المزيد لـ {{name}}',
  noneTitle: 'لا مواقف بعد',
  noneText: 'الموقف مكان تُصلَّح فيه سيارة. تحتاج الحجوزات والأعمال إلى واحد.',
  noLocation: 'لا موقع للورشة بعد. يضيفه المالك في الإعدادات.',
}
