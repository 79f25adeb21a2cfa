/** The few words of the shell itself, for the moments in which no page can speak. */
const TEXTS = {
  en: {
    notResponding: 'The window does not answer.',
    wait: 'Wait',
    reload: 'Load it again',
    coreStopped:
      'The core of Bayline stopped several times in a row. Nothing that was saved is lost. Start Bayline again, and call support if it happens once more.',
  },
  ar: {
    notResponding: 'النافذة لا تستجيب.',
    wait: 'انتظار',
    reload: 'إعادة التحميل',
    coreStopped: 'توقفت نواة Bayline عدة مرات متتالية. لم يُفقد أي شيء تم حفظه. شغّل Bayline من جديد، واتصل بالدعم إذا تكرر ذلك.',
  },
} as const

export const textsFor = (locale: string): (typeof TEXTS)['en' | 'ar'] => (locale.startsWith('ar') ? TEXTS.ar : TEXTS.en)

export const RECOVERY_PATH = '/-recovery'
/** Shown when the page went down again and again: no script, and it tries again by itself, as nobody may stand at a kiosk. */
export const RECOVERY_PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="60;url=/"><title>Bayline</title>
<style>body{margin:0;min-height:100vh;display:grid;place-content:center;gap:2rem;background:#14181d;color:#f4f6f8;font:20px system-ui;text-align:center}
a{color:#14181d;background:#ffc53d;padding:1.2rem 2.4rem;border-radius:6px;font-weight:600;text-decoration:none;justify-self:center}</style></head>
<body><div><h1>This window had to stop</h1><p>Nothing that was saved is lost.</p></div>
<div lang="ar" dir="rtl"><h1>توقفت هذه النافذة</h1><p>لم يُفقد أي شيء تم حفظه.</p></div>
<a href="/">Open Bayline again · <span lang="ar" dir="rtl">افتح Bayline من جديد</span></a></body></html>
`
