import type * as en from '../en/shell.ts'
import type { InArabic } from '../translated.ts'

export const shell: InArabic<typeof en.shell> = {
  product: 'Bayline',
  skip: 'الانتقال إلى الصفحة',
  menu: 'القائمة',
  openMenu: 'فتح القائمة',
  narrow: 'تضييق القائمة',
  widen: 'توسيع القائمة',
  allLocations: 'كل المواقع',
  location: 'الموقع',
  searchHint: 'عميل، لوحة، هاتف، قطعة، مستند …',
  searchTitle: 'ابحث عن أي شيء',
  searchEmpty: 'لا نتائج لـ «{{text}}».',
  searchStart: 'اكتب اسمًا أو رقم لوحة أو أرقام هاتف أو رقم هيكل أو رقم قطعة أو مستند.',
  searchFailed: 'البحث غير متاح.',
  theme: 'المظهر',
  themeDark: 'داكن',
  themeLight: 'فاتح',
  themeContrast: 'تباين عالٍ',
  user: 'حسابك',
  changePassword: 'تغيير كلمة المرور',
  lock: 'قفل الشاشة',
  signOut: 'تسجيل الخروج',
  toKiosk: 'وضع الكشك',
  shortcuts: 'اختصارات لوحة المفاتيح',
  shortcutsHint: 'كل خطوة ممكنة من لوحة المفاتيح، والاختصارات مكتوبة على الأزرار أيضًا.',
  demo: 'ورشة تجريبية',
  demoHint: 'بيانات مختلقة، لا تخص أي عميل حقيقي.',
}

export const shortcutGroup: InArabic<typeof en.shortcutGroup> = {
  go: 'الانتقال إلى',
  page: 'هذه الصفحة',
  everywhere: 'في كل مكان',
  table: 'القوائم',
  form: 'النماذج',
}

export const shortcut: InArabic<typeof en.shortcut> = {
  search: 'ابحث عن أي شيء',
  sheet: 'عرض هذه الورقة',
  rowDown: 'الصف التالي',
  rowUp: 'الصف السابق',
  rowOpen: 'فتح الصف',
  firstRow: 'الصف الأول',
  lastRow: 'الصف الأخير',
  save: 'حفظ النموذج',
  close: 'إغلاق أو مغادرة الحقل',
  lock: 'قفل الشاشة',
  theme: 'تغيير المظهر',
}

export const nav: InArabic<typeof en.nav> = {
  counter: 'الاستقبال',
  parts: 'غرفة القطع',
  admin: 'الإدارة',
  today: 'اليوم',
  schedule: 'الجدول',
  planning: 'التخطيط',
  absences: 'الغياب والعطلات',
  bookingTypes: 'أنواع الحجز',
  bays: 'مواقف العمل',
  workOrders: 'أوامر العمل',
  inspections: 'الفحوص',
  customers: 'العملاء',
  vehicles: 'المركبات',
  catalog: 'القطع والخدمات',
  stock: 'المخزون',
  pos: 'نقطة البيع',
  purchasing: 'المشتريات',
  invoices: 'الفواتير',
  imports: 'الاستيراد',
  team: 'الفريق',
  clock: 'ساعة الدوام',
  staff: 'الموظفون',
  users: 'المستخدمون',
  permissions: 'الصلاحيات',
  sessions: 'الجلسات',
  audit: 'سجل التدقيق',
  settings: 'الإعدادات',
  sync: 'المزامنة',
  system: 'النظام',
}

export const link: InArabic<typeof en.link> = {
  connected: 'محفوظ على هذا الجهاز',
  connectedHint: 'كل إدخال يُكتب على قرص هذا الجهاز قبل أن تقول الشاشة ذلك.',
  reconnecting: 'إعادة الاتصال',
  reconnectingHint: 'انقطع الاتصال بالنواة وتجري المحاولة من جديد. ما أدخلته محفوظ ويُرسل مرة واحدة.',
  gone: 'النواة لا تعمل',
  goneHint: 'نواة Bayline لا تجيب. شغّل Bayline من جديد على هذا الجهاز؛ لم يُفقد شيء مما حُفظ.',
  trouble: 'يحتاج إلى انتباه',
  troubleHint: 'صفحة النظام توضّح المشكلة.',
}

export const crash: InArabic<typeof en.crash> = {
  title: 'تعطلت هذه الشاشة',
  text: 'هذا خطأ منا وليس منك. كل ما حُفظ موجود على القرص.',
  reload: 'تحميل الشاشة من جديد',
  home: 'الذهاب إلى البداية',
  detail: 'لفريق الدعم',
  missingTitle: 'لا توجد صفحة كهذه',
  missingText: 'العنوان لا يؤدي إلى شيء. ربما كُتب خطأ، أو لم يعد ما كان يعرضه موجودًا.',
  forbiddenTitle: 'غير متاح لك',
  forbiddenText: 'دورك لا يشمل هذا. يستطيع المالك تغيير ذلك في صفحة الصلاحيات.',
}

export const hitKind: InArabic<typeof en.hitKind> = {
  customer: 'عميل',
  vehicle: 'مركبة',
  item: 'قطعة أو خدمة',
  workOrder: 'أمر عمل',
  invoice: 'فاتورة',
  appointment: 'موعد',
  employee: 'موظف',
}
