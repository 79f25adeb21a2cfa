import type * as en from '../en/system.ts'
import type { InArabic } from '../translated.ts'

export const system: InArabic<typeof en.system> = {
  title: 'النظام',
  intro: 'حالة بيانات هذا الجهاز ونسخها الاحتياطية والعمل في الخلفية.',
  allWell: 'كل شيء على ما يرام',
  health: 'الحالة',
  version: 'الإصدار',
  schema: 'صيغة البيانات',
  database: 'قاعدة البيانات',
  databaseSize: '{{size}} و{{log}} سجل',
  free: 'المساحة الحرة على القرص',
  started: 'يعمل منذ',
  lastBackup: 'آخر نسخة احتياطية',
  pending: 'بانتظار الإرسال',
  device: 'هذا الجهاز',
  backups: 'النسخ الاحتياطية',
  backupNow: 'نسخ احتياطي الآن',
  backedUp: 'كُتبت النسخة الاحتياطية وفُحصت.',
  backupKind: 'النوع',
  backupWhen: 'أُنشئت',
  backupSize: 'الحجم',
  backupEntry: 'حتى القيد',
  restore: 'الرجوع إلى هذه',
  restoreTitle: 'الرجوع إلى حالة سابقة؟',
  restoreText: 'يعود كل ما على هذا الجهاز كما كان في {{at, dateTime}}. تُنسخ الحالة الحاضرة أولًا ويوضع ملفها جانبًا دون حذف. ثم يبدأ Bayline من جديد.',
  restoring: 'يبدأ Bayline من جديد على النسخة الاحتياطية.',
  jobs: 'مهام الخلفية',
  jobName: 'المهمة',
  jobAttempts: 'المحاولات',
  jobWhen: 'متى',
  jobDetail: 'ما فعلته',
  retry: 'تشغيل من جديد',
  retried: 'تعمل المهمة من جديد.',
  noJobs: 'لا مهام بعد',
  noBackups: 'لا نسخ احتياطية بعد',
  exportLogs: 'تصدير السجلات',
  notices: 'التنبيهات',
  noNotices: 'لا شيء للإبلاغ عنه',
  acknowledge: 'لقد قرأت هذا',
  aside: 'الملف القديم محفوظ باسم {{name}}.',
}

export const jobState: InArabic<typeof en.jobState> = { queued: 'في الانتظار', running: 'قيد التشغيل', completed: 'اكتملت', failed: 'فشلت' }
export const backupKind: InArabic<typeof en.backupKind> = { hourly: 'كل ساعة', manual: 'يدوية', migration: 'قبل تحديث', restore: 'قبل الرجوع' }

export const warning: InArabic<typeof en.warning> = {
  damaged: 'قاعدة البيانات تالفة. استعد نسخة احتياطية.',
  diskLow: 'القرص شبه ممتلئ. أفسح بعض المساحة وإلا تعذّر الحفظ.',
  backupMissing: 'لا توجد نسخة احتياطية حديثة.',
  jobsFailed: 'فشلت مهام في الخلفية.',
  spareBehind: 'تعذّرت كتابة النسخة الثانية من اليومية.',
}

export const notice: InArabic<typeof en.notice> = {
  recovered: 'كانت قاعدة البيانات تالفة وأُنشئت من جديد: أُعيد {{reapplied, number}} من القيود اللاحقة، وتعذّرت قراءة {{lost, number}}.',
  restored: 'رجع {{by}} إلى النسخة الاحتياطية في {{backupAt, dateTime}}.',
  jobFailed: 'فشلت المهمة «{{job}}» نهائيًا: {{problem}}',
  filesMissing_zero: 'لا مرفقات ناقصة.',
  filesMissing_one: 'مرفق واحد ناقص من القرص.',
  filesMissing_two: 'مرفقان ناقصان من القرص.',
  filesMissing_few: '{{count, number}} مرفقات ناقصة من القرص.',
  filesMissing_many: '{{count, number}} مرفقًا ناقصًا من القرص.',
  filesMissing_other: '{{count, number}} مرفق ناقص من القرص.',
  backupUnsound: 'النسخة الاحتياطية {{backup}} غير سليمة: {{problem}}',
}
