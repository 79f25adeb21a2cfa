import type * as en from '../en/estimates.ts'
import type { InArabic } from '../translated.ts'

export const service: InArabic<typeof en.service> = {
  title: 'الخدمة',
  technician: 'الفني',
  noTechnician: 'بلا فني',
  discountShare: 'خصم، %',
  discountAmount: 'خصم، مبلغ',
  edit: 'تعديل الخدمة',
  remove: 'إزالة الخدمة',
  removeText: 'تغادر «{{title}}» وبنودها ({{count, number}}) هذا الأمر.',
  removed: 'تمت إزالة الخدمة.',
  save: 'حفظ كخدمة جاهزة',
  saved: 'حُفظت «{{name}}». اكتب اسمها في خانة البنود في أي أمر.',
  general: 'بلا خدمة',
  adds: 'يضاف إلى: {{title}}',
  more: 'المزيد للخدمة {{title}}',
  lessShare: 'بعد خصم {{share}}',
  lessAmount: 'بعد خصم {{amount, money}}',
  from: 'الخدمات الجاهزة',
  asService: 'خدمة جديدة: {{text}}',
  added: 'أُضيفت «{{title}}» إلى الأمر.',
}

export const approval: InArabic<typeof en.approval> = {
  pending: 'بالانتظار',
  approved: 'موافق عليه',
  changed: 'تغيّر بعدها',
  declined: 'مرفوض',
}

export const channel: InArabic<typeof en.channel> = {
  counter: 'في الاستقبال',
  phone: 'بالهاتف',
  message: 'برسالة',
}

export const approve: InArabic<typeof en.approve> = {
  do: 'تسجيل الموافقة',
  title: 'ماذا يقول العميل؟ {{number}}',
  bar: 'رد العميل',
  allApproved: 'كل شيء موافق عليه: {{total, money}}.',
  waits: 'بنود تنتظر رد العميل: {{count, number}}.',
  changed: 'بنود تغيّرت بعد موافقة العميل: {{count, number}}.',
  approveAll: 'موافقة على الكل',
  declineAll: 'رفض الكل',
  approved: 'موافقة',
  declined: 'رفض',
  channel: 'كيف',
  person: 'من يوافق',
  contact: 'الرقم أو العنوان',
  note: 'ملاحظة',
  signature: 'التوقيع',
  sign: 'وقّع هنا بالإصبع أو القلم أو الفأرة',
  clear: 'مسح',
  total: 'الموافق عليه: {{total, money}}',
  save: 'ختم وحفظ',
  done: 'خُتم رد العميل.',
  versions: 'الموافقات',
  version: 'النسخة {{number, number}}',
  by: '{{person}}، {{channel}}',
  taken: 'سجّلها {{name}}',
  intact: 'الختم سليم',
  broken: 'الختم مكسور: تغيّر المحفوظ',
  noVersions: 'لم يُسأل العميل بعد.',
  showLines: 'بنود هذه النسخة',
  empty: 'لا بنود للبت فيها.',
}

export const deferred: InArabic<typeof en.deferred> = {
  title: 'أعمال مؤجلة',
  text: 'لم يرغب بها العميل في زيارة سابقة:',
  from: '{{number}} في {{at, dateTime}}',
  take: 'ضم',
  takeAll: 'ضم الكل ({{count, number}})',
  taken: 'تم الضم.',
  dismiss: 'تنحية',
  dismissTitle: 'تنحية: {{work}}',
  dismissText: 'لن يُعرض مجددًا في الزيارات القادمة. يبقى في السجل ويمكن إعادته.',
  dismissed: 'نُحّي.',
  note: 'ملاحظة',
  aside: 'منحّى ({{count, number}})',
  asideBy: '{{reason}}، {{name}}، {{at, dateTime}}',
  restore: 'إعادة',
  restored: 'سيُعرض من جديد.',
}

export const dismissal: InArabic<typeof en.dismissal> = {
  never: 'لا يريده العميل أبدًا',
  elsewhere: 'أُنجز في مكان آخر',
  gone: 'لم يعد لازمًا',
  mistake: 'أُدخل خطأً',
}

export const warranty: InArabic<typeof en.warranty> = {
  none: 'بلا ضمان',
  claimed: 'مطالب به',
  granted: 'مقبول',
  goodwill: 'تكرّم من الورشة',
  refused: 'مرفوض',
}

export const disposition: InArabic<typeof en.disposition> = {
  open: 'لم يُذكر بعد',
  fitted: 'رُكّبت',
  handedOver: 'سُلّمت إلى العميل',
}

export const taxReason: InArabic<typeof en.taxReason> = {
  company: 'نسبة ضريبة الشركة',
  rule: 'قاعدة «{{rule}}»',
  item: 'نسبة ضريبة الصنف',
  manual: 'نسبة أُدخلت يدويًا',
  exempt: 'معفى من الضريبة',
  warranty: 'تحت الضمان: لا شيء للدفع',
  declined: 'مرفوض: لا يُحتسب',
  because: '{{reason}}: {{rate}} من {{base, money}} هي {{tax, money}}',
}

export const gate: InArabic<typeof en.gate> = {
  title: 'قبل الإنهاء',
  mileage: 'سجّل قراءة العداد',
  technician: 'حدد فنيًا لكل عمل',
  parts: 'حدد مصير كل قطعة',
  approval: 'احصل على رد العميل على كل البنود',
  passed: 'لا ينقص شيء.',
}

export const canned: InArabic<typeof en.canned> = {
  title: 'الخدمات الجاهزة',
  intro: 'تضاف الخدمة الجاهزة إلى أي أمر من خانة البنود: اكتب اسمها واضغط Enter. احفظ واحدة من قائمتها في أمر.',
  name: 'الاسم',
  category: 'الفئة',
  lines: 'البنود',
  noneTitle: 'لا خدمات جاهزة بعد',
  noneText: 'افتح أمرًا واختر «حفظ كخدمة جاهزة» عند خدمة.',
  edit: 'تعديل',
  remove: 'إزالة',
  restore: 'استعادة',
  saved: 'تم الحفظ.',
  showRemoved: 'المُزالة',
}

export const visits: InArabic<typeof en.visits> = {
  title: 'سجل المركبة',
  of: 'سجل {{vehicle}}',
  noneTitle: 'لا زيارات بعد',
  noneText: 'تظهر هنا أوامر عمل هذه المركبة.',
  comeback: 'عودة عن {{number}}',
  notTaken: 'مرفوض، ما زال مؤجلًا',
  taken: 'مرفوض، ضُمّ بعدها',
  dismissed: 'مرفوض، نُحّي: {{reason}}',
  more: 'زيارات أقدم',
  mileage: '{{km, number}} كم',
}

export const workSettings: InArabic<typeof en.workSettings> = {
  title: 'عروض الأسعار والأعمال',
  taxInclusive: 'الأسعار شاملة الضريبة',
  gates: 'قبل إنهاء العمل',
  gateMileage: 'سُجّلت قراءة العداد',
  gateTechnician: 'لكل عمل فني',
  gateParts: 'حُدد مصير كل قطعة',
  gateApproval: 'وافق العميل على كل البنود',
  laborRates: 'أسعار العمل',
  rateName: 'نوع العمل',
  rate: 'للساعة',
  taxRules: 'قواعد الضريبة',
  ruleName: 'القاعدة',
  ruleKinds: 'لـ',
  ruleRate: 'النسبة، %',
  add: 'إضافة',
  remove: 'إزالة',
  hint: 'أول قاعدة تذكر نوع البند تعطي نسبته إن لم تكن له أو لصنفه نسبة.',
}
