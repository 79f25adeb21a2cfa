import type * as en from '../en/papers.ts'
import type { InArabic } from '../translated.ts'

export const papers: InArabic<typeof en.papers> = {
  print: 'طباعة',
  title: 'طباعة {{number}}',
  bays: 'طباعة اليوم',
  day: 'اليوم',
  bay: 'الموقف',
  allBays: 'كل المواقف',
  estimate: 'عرض سعر',
  estimateHint: 'الأسعار والشروط، ليقرر العميل',
  order: 'أمر عمل',
  orderHint: 'ما تم الاتفاق عليه، للتوقيع',
  technician: 'ورقة عمل الفني',
  technicianHint: 'أعمال للتأشير، دون أسعار',
  keyTag: 'بطاقة المفتاح',
  keyTagHint: 'ملصق 57 × 32 مم مع الرقم للمسح',
  reminder: 'ملصق الزجاج الأمامي',
  reminderHint: 'ملصق 57 × 57 مم مع الصيانة القادمة',
  nextOn: 'الصيانة القادمة في',
  nextKm: 'أو عند',
  nextWork: 'العمل',
}
export const letterhead: InArabic<typeof en.letterhead> = {
  title: 'ترويسة الأوراق',
  hint: 'تظهر على كل عرض سعر وأمر عمل وفاتورة وتقرير.',
  logo: 'الشعار',
  choose: 'اختر صورة',
  remove: 'إزالة الشعار',
  notAPicture: 'هذا الملف ليس صورة يمكن قراءتها.',
  footer: 'أسفل كل صفحة',
  footerHint: 'الحساب البنكي، السجل التجاري، ساعات العمل',
  estimateTerms: 'الشروط أسفل عرض السعر',
  orderTerms: 'الشروط فوق التوقيع على أمر العمل',
}
