import type { EntryKind } from '#shared/modules/invoicing/model/drawer.ts'
import type { SaleLineKind, Tender } from '#shared/modules/pos/model.ts'
import type { Language } from '#shared/modules/workspace/model.ts'

/** Words on printed receipts. They stand here and not with the screen's texts, as the core prints without a window. */
interface Texts {
  readonly receipt: string
  readonly returned: string
  readonly date: string
  readonly seller: string
  readonly customer: string
  readonly taxId: string
  readonly less: string
  readonly net: string
  /** `{rate}` and `{base}` are filled in. */
  readonly taxOf: string
  readonly taxFree: string
  readonly total: string
  readonly giveBack: string
  readonly rounding: string
  readonly handed: string
  readonly change: string
  readonly pending: string
  readonly declined: string
  readonly exempt: string
  readonly thanks: string
  /** Before serial numbers and lots. */
  readonly lot: string
  readonly test: string
  readonly works: string
  /** The report of a till that is open, and of one that is closed. */
  readonly x: string
  readonly z: string
  readonly device: string
  readonly opened: string
  readonly until: string
  readonly closed: string
  readonly advances: string
  readonly pendingSum: string
  readonly inDrawer: string
  readonly expected: string
  readonly counted: string
  readonly entries: Record<EntryKind, string>
  readonly tenders: Record<Tender, string>
  readonly kinds: Record<SaleLineKind, string>
}

export const TEXTS: Record<Language, Texts> = {
  en: {
    receipt: 'Receipt',
    returned: 'Return',
    date: 'Date',
    seller: 'Served by',
    customer: 'Customer',
    taxId: 'Tax ID',
    less: 'less',
    net: 'Net',
    taxOf: 'Tax {rate} of {base}',
    taxFree: 'Without tax: {base}',
    total: 'Total',
    giveBack: 'Given back',
    rounding: 'Rounding',
    handed: 'Handed over',
    change: 'Change',
    pending: 'Card payment pending at the terminal: not paid yet',
    declined: 'Card declined: still owed',
    exempt: 'exempt',
    thanks: 'Thank you!',
    lot: 'No.',
    test: 'Test print',
    works: 'This printer works.',
    x: 'X report',
    z: 'Z report',
    device: 'Device',
    opened: 'Opened',
    until: 'Until',
    closed: 'Closed',
    advances: 'Deposits and accounts',
    pendingSum: 'Of the cards pending',
    inDrawer: 'In the drawer',
    expected: 'Expected',
    counted: 'Counted',
    entries: { float: 'Float', sale: 'Sales', invoice: 'Invoices', in: 'Put in', out: 'Taken out', difference: 'Difference' },
    tenders: { cash: 'Cash', card: 'Card', transfer: 'Transfer', deposit: 'Deposit', account: 'On account' },
    kinds: { labor: 'Labour', part: 'Part', fee: 'Fee', sublet: 'Sublet', deposit: 'Deposit paid in', account: 'Account paid off' },
  },
  ar: {
    receipt: 'إيصال',
    returned: 'مرتجع',
    date: 'التاريخ',
    seller: 'البائع',
    customer: 'العميل',
    taxId: 'الرقم الضريبي',
    less: 'خصم',
    net: 'الصافي',
    taxOf: 'ضريبة {rate} من {base}',
    taxFree: 'دون ضريبة: {base}',
    total: 'الإجمالي',
    giveBack: 'المُرجَع',
    rounding: 'التقريب',
    handed: 'المبلغ المسلَّم',
    change: 'الباقي',
    pending: 'دفعة البطاقة معلّقة لدى الجهاز: لم تُدفع بعد',
    declined: 'رُفضت البطاقة: المبلغ ما زال مستحقًا',
    exempt: 'معفى',
    thanks: 'شكرًا لكم!',
    lot: 'رقم',
    test: 'طباعة تجريبية',
    works: 'هذه الطابعة تعمل.',
    x: 'تقرير X',
    z: 'تقرير Z',
    device: 'الجهاز',
    opened: 'الفتح',
    until: 'حتى',
    closed: 'الإغلاق',
    advances: 'العرابين والحسابات',
    pendingSum: 'منها بطاقات معلّقة',
    inDrawer: 'في الدرج',
    expected: 'المتوقع',
    counted: 'المعدود',
    entries: { float: 'رصيد الافتتاح', sale: 'المبيعات', invoice: 'الفواتير', in: 'إيداع', out: 'سحب', difference: 'الفرق' },
    tenders: { cash: 'نقدًا', card: 'بطاقة', transfer: 'تحويل', deposit: 'عربون', account: 'على الحساب' },
    kinds: { labor: 'أجور عمل', part: 'قطعة', fee: 'رسوم', sublet: 'عمل خارجي', deposit: 'عربون مدفوع', account: 'سداد حساب' },
  },
}
