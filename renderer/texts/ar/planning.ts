import type * as en from '../en/planning.ts'
import type { InArabic } from '../translated.ts'

export const weekHours: InArabic<typeof en.weekHours> = {
  own: 'ساعات خاصة',
  shops: 'ساعات العمل',
  day: 'ساعات يوم {{day}}',
  placeholder: 'لا',
  hint: 'مثل 8–12, 13–17. فارغ: ليس في هذا اليوم.',
  wrong: 'اكتب الساعات هكذا: 8–12, 13–17.',
}

export const names: InArabic<typeof en.names> = {
  add: 'إضافة',
  newName: 'اسم جديد',
  rename: 'تغيير الاسم',
  remove: 'إزالة {{name}}',
  removedDone: 'تمت إزالة {{name}}.',
  none: 'لا شيء في القائمة بعد.',
}

export const skills: InArabic<typeof en.skills> = {
  title: 'المهارات',
  hint: 'ما لا يتقنه الجميع: فحص المكابح، الجهد العالي. تطلبها أنواع الحجز.',
}

export const equipment: InArabic<typeof en.equipment> = {
  title: 'التجهيزات',
  hint: 'ما لا يوجد في كل موقف: رافعة، جهاز ضبط الزوايا. تطلبها أنواع الحجز.',
}

export const bookingTypes: InArabic<typeof en.bookingTypes> = {
  title: 'أنواع الحجز',
  intro: 'كم يستغرق كل نوع، وما يلزم أن يتوفر في الموقف والفني.',
  create: 'نوع حجز جديد',
  edit: 'نوع الحجز',
  name: 'الاسم',
  minutes: 'الدقائق',
  skills: 'المهارات المطلوبة',
  equipment: 'التجهيزات المطلوبة',
  hours: 'متاح للحجز',
  note: 'ملاحظة',
  created: 'تمت إضافة {{name}}.',
  remove: 'إزالة',
  removedDone: 'تمت إزالة {{name}}.',
  showRemoved: 'إظهار المُزال',
  restored: 'عاد {{name}}.',
  noneTitle: 'لا أنواع حجز بعد',
  noneText: 'بها يكفي الحجز اختياران: مَن، وماذا.',
}

export const absenceKind: InArabic<typeof en.absenceKind> = { vacation: 'إجازة', sick: 'مرض', training: 'تدريب', other: 'سبب آخر' }

export const absences: InArabic<typeof en.absences> = {
  title: 'الغياب والعطلات',
  intro: 'لا يُحجز لأحد وهو غائب، ولا شيء في يوم عطلة.',
  create: 'غياب جديد',
  edit: 'غياب',
  employee: 'الموظف',
  kind: 'النوع',
  firstDay: 'أول يوم',
  lastDay: 'آخر يوم',
  fromTime: 'من',
  untilTime: 'حتى',
  wholeDays: 'أيام كاملة',
  list: 'الغياب',
  past: 'إظهار الماضي',
  saved: 'تم حفظ غياب {{name}}.',
  removedDone: 'تمت إزالة غياب {{name}}.',
  remove: 'إزالة',
  noneTitle: 'لا أحد غائب',
  noneText: 'سجّل من في إجازة أو مريض، فيخطط الجدول حوله.',
  holidays: 'العطلات',
  holidayName: 'الاسم',
  holidayDay: 'اليوم',
  holidayAll: 'كل المواقع',
  holidayAdd: 'إضافة عطلة',
  holidayNone: 'لا عطلة قادمة.',
  removeHoliday: 'إزالة {{name}}',
}

export const planCause: InArabic<typeof en.planCause> = {
  bayDown: 'الموقف خارج الخدمة',
  bayGone: 'الموقف أُزيل',
  absent: 'الفني غائب',
  technicianGone: 'الفني غادر',
  holiday: 'الورشة مغلقة',
  held: 'العمل متوقف',
  pulled: 'يمكن أن يبدأ أبكر',
  pushed: 'يفسح المجال',
  grown: 'العمل يحتاج وقتًا أطول',
}

export const planning: InArabic<typeof en.planning> = {
  title: 'التخطيط',
  intro: 'حجوزات لا يمكن أن تبقى في مواعيدها أو أقصر مما يحتاجه عملها، وما يمكن فعله.',
  pending_zero: 'كل الحجوزات يمكن أن تبقى كما هي.',
  pending_one: 'حجز واحد لا يمكن أن يبقى كما هو.',
  pending_two: 'حجزان لا يمكن أن يبقيا كما هما.',
  pending_few: '{{count, number}} حجوزات لا يمكن أن تبقى كما هي.',
  pending_many: '{{count, number}} حجزًا لا يمكن أن تبقى كما هي.',
  pending_other: '{{count, number}} حجز لا يمكن أن تبقى كما هي.',
  open: 'عرض الخطة',
  plan: 'الخطة',
  customer: 'العميل',
  cause: 'السبب',
  before: 'الآن',
  after: 'الموعد الجديد',
  reasons: 'الأسباب',
  take: 'نقل حجز {{customer}}',
  noSlot: 'لم يُعثر على موعد',
  growsTo: 'يحتاج عمله وقتًا أطول من المحجوز: حتى {{at, time}}.',
  pushes: 'يفسح المجال أولًا: {{names}}.',
  stuck: 'ما يليه لا يمكن نقله. احجز له وقتًا آخر.',
  pushesNobody: 'لا أحد في الطريق.',
  none: 'كل حجوزات الأيام الثلاثين القادمة يمكن أن تبقى في مواعيدها',
  noneText: 'عندما يتوقف عمل أو يطول أو يغيب أحد أو يخرج موقف من الخدمة، تظهر هنا خطة حجوزاته.',
  apply_zero: 'لا حجز للنقل',
  apply_one: 'نقل حجز واحد',
  apply_two: 'نقل حجزين',
  apply_few: 'نقل {{count, number}} حجوزات',
  apply_many: 'نقل {{count, number}} حجزًا',
  apply_other: 'نقل {{count, number}} حجز',
  confirmTitle: 'نقل الحجوزات؟',
  confirmText: 'تُنقل كلها معًا أو لا يُنقل شيء. أخبر العملاء بذلك.',
  applied_zero: 'لم يُنقل أي حجز.',
  applied_one: 'نُقل حجز واحد.',
  applied_two: 'نُقل حجزان.',
  applied_few: 'نُقلت {{count, number}} حجوزات.',
  applied_many: 'نُقل {{count, number}} حجزًا.',
  applied_other: 'نُقل {{count, number}} حجز.',
  notAll: 'هذه أقربها موعدًا. طبّقها لترى البقية.',
  noneChosen: 'اختر واحدًا على الأقل.',
  load: 'إشغال المواقف',
  loadHint: 'المحجوز من الوقت المفتوح، لكل يوم.',
  loadOf: '{{bay}}، {{day, day}}: محجوز {{booked}} من {{open}}',
  over: 'فوق الطاقة',
  closed: 'مغلق',
}
