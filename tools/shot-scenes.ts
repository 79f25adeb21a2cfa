import type { Page } from 'playwright'

/** The form of a new record of a list. */
const newOne = (path: string) => async (page: Page, origin: string) => {
  await page.goto(origin + path)
  await page.getByRole('grid').waitFor()
  await page.keyboard.press('F2')
  await page.getByRole('dialog').waitFor()
}
/** Screens that one reaches by doing something, by name; those of the kiosk follow one another. */
export const SCENES: Record<string, (page: Page, origin: string) => Promise<void>> = {
  search: async (page, origin) => {
    await page.goto(origin)
    await page.getByRole('navigation').waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill('er')
  },
  keys: async (page, origin) => {
    await page.goto(`${origin}/users`)
    await page.getByRole('grid').waitFor()
    await page.keyboard.press('?')
  },
  agreement: async (page, origin) => {
    await page.goto(`${origin}/agreements`)
    await page.getByRole('row').filter({ hasText: 'Van care' }).click()
    await page.getByRole('grid').waitFor()
  },
  agreementForm: async (page, origin) => {
    await page.goto(`${origin}/agreements`)
    await page.getByRole('row').filter({ hasText: 'Tyre season' }).click()
    await page.getByRole('grid').waitFor()
    await page.keyboard.press('F4')
    await page.getByRole('dialog').getByRole('listitem').first().waitFor()
  },
  visit: async (page, origin) => {
    await page.goto(`${origin}/agreements`)
    await page.getByRole('row').filter({ hasText: 'Van care' }).click()
    await page.getByRole('row').filter({ hasText: 'FLT 2' }).first().click()
    await page.getByRole('radio').last().check()
    await page.getByRole('dialog').getByRole('listitem').first().waitFor()
  },
  dueVehicle: async (page, origin) => {
    await page.goto(`${origin}/reminders`)
    await page.getByRole('row').filter({ hasText: 'Oil change' }).first().click()
    await page.getByText('Oil change').first().waitFor()
  },
  fleetCustomer: async (page, origin) => {
    await page.goto(`${origin}/agreements`)
    await page.getByRole('row').filter({ hasText: 'Van care' }).click()
    await page.getByRole('link', { name: 'Rosa Delgado' }).click()
    await page.getByText('Van care').waitFor()
  },
  userForm: async (page, origin) => {
    await page.goto(`${origin}/users`)
    await page.getByRole('grid').waitFor()
    await page.keyboard.press('F2')
    await page.getByRole('dialog').getByRole('textbox').first().fill('Grace Hopper')
    await page.keyboard.press('Control+s')
  },
  user: async (page, origin) => {
    await page.goto(`${origin}/users`)
    await page.getByRole('row').filter({ hasText: '@' }).first().click()
  },
  auditEntry: async (page, origin) => {
    await page.goto(`${origin}/audit`)
    await page.getByRole('row').nth(2).click()
  },
  stockItem: async (page, origin) => {
    await page.goto(`${origin}/stock`)
    await page.getByRole('row').nth(1).click()
  },
  countSheet: async (page, origin) => {
    await page.goto(`${origin}/stock/counts?state=counting`)
    await page.getByRole('grid').waitFor()
    await page.getByRole('row').nth(1).click()
    await page.getByRole('search').waitFor()
    await page.waitForTimeout(300)
    await page.keyboard.type('OIL-F-220')
    await page.keyboard.press('Enter')
    await page.getByRole('form').waitFor()
  },
  countReview: async (page, origin) => {
    await page.goto(`${origin}/stock/counts?state=review`)
    await page.getByRole('grid').waitFor()
    await page.getByRole('row').nth(1).click()
  },
  transfer: async (page, origin) => {
    await page.goto(`${origin}/stock/transfers`)
    await page.getByRole('grid').waitFor()
    await page.getByRole('row').nth(1).click()
  },
  arrive: async (page, origin) => {
    await SCENES['transfer']?.(page, origin)
    await page.getByRole('heading', { level: 2 }).first().waitFor()
    await page.keyboard.press('F8')
    await page.getByRole('dialog').waitFor()
  },
  transferForm: newOne('/stock/transfers'),
  lot: async (page, origin) => {
    await page.goto(`${origin}/stock/lots`)
    await page.getByRole('row').nth(1).click()
  },
  trackedItem: async (page, origin) => {
    await page.goto(`${origin}/stock/lots`)
    await page.getByRole('row').nth(1).click()
    await page.locator('a[href^="/stock/0"]').first().click()
  },
  purchaseOrder: async (page, origin) => {
    await page.goto(`${origin}/purchasing`)
    await page.getByRole('row').nth(1).click()
  },
  item: async (page, origin) => {
    await page.goto(`${origin}/catalog`)
    await page.getByRole('row').filter({ hasText: 'BRK-F-101' }).first().click()
    await page.getByRole('heading', { level: 2 }).first().waitFor()
  },
  categories: async (page, origin) => {
    await page.goto(`${origin}/catalog`)
    await page.getByRole('grid').waitFor()
    await page.keyboard.press('F4')
  },
  vendorReturn: async (page, origin) => {
    await page.goto(`${origin}/purchasing/returns`)
    await page.getByRole('row').nth(1).click()
  },
  returnForm: newOne('/purchasing/returns'),
  jobParts: async (page, origin) => {
    await page.goto(`${origin}/purchasing/requests`)
    await page.getByRole('grid').waitFor()
    await page.getByRole('grid').getByRole('link').nth(1).click()
  },
  purchaseForm: newOne('/purchasing'),
  receiveOrder: async (page, origin) => {
    await SCENES['purchaseOrder']?.(page, origin)
    await page.getByRole('button', { name: /^(Print|طباعة)/ }).waitFor()
    await page.keyboard.press('F8')
    await page.getByRole('dialog').waitFor()
  },
  reportRecords: async (page, origin) => {
    await page.goto(`${origin}/reports/sales?by=category`)
    await page.getByRole('row').nth(1).click()
  },
  timesheet: async (page, origin) => {
    await page.goto(`${origin}/clock`)
    await page.getByRole('row').filter({ hasText: 'Tom' }).first().click()
  },
  estimate: async (page, origin) => {
    await page.goto(`${origin}/work-orders`)
    await page
      .getByRole('row')
      .filter({ hasText: /Estimate|عرض سعر/ })
      .first()
      .click()
    await page.getByRole('region', { name: /^(Deferred work|أعمال مؤجلة)$/ }).waitFor()
  },
  setAside: async (page, origin) => {
    await SCENES['estimate']?.(page, origin)
    await page
      .getByRole('button', { name: /^(Set aside|تنحية)$/ })
      .first()
      .click()
    await page.getByRole('dialog').waitFor()
  },
  template: async (page, origin) => {
    await page.goto(`${origin}/inspections/templates`)
    await page.getByRole('row').nth(1).click()
    await page.getByRole('textbox').first().waitFor()
  },
  approve: async (page, origin) => {
    await SCENES['estimate']?.(page, origin)
    await page.keyboard.press('F8')
    await page.getByRole('dialog').waitFor()
  },
  paper: async (page, origin) => {
    await SCENES['estimate']?.(page, origin)
    await page.keyboard.press('F9')
    await page.getByRole('dialog').waitFor()
  },
  booking: async (page, origin) => {
    await page.goto(`${origin}/schedule`)
    await page
      .getByRole('button', { name: /Priya Nair/ })
      .first()
      .click()
    await page.getByRole('dialog').getByRole('textbox').first().waitFor()
  },
  newBooking: newOne('/schedule?view=list'),
  jobRunning: async (page, origin) => {
    await page.goto(`${origin}/work-orders?state=inProgress`)
    await page.getByRole('row').filter({ hasText: 'Erin Walsh' }).first().click()
    await page.getByRole('heading', { level: 2 }).first().waitFor()
  },
  jobInspections: async (page, origin) => {
    await SCENES['jobRunning']?.(page, origin)
    await page.goto(`${page.url()}/inspections`)
  },
  sheet: async (page, origin) => {
    await SCENES['jobInspections']?.(page, origin)
    await page
      .getByRole('button', { name: /Vehicle health check|فحص/ })
      .first()
      .click()
    await page.waitForTimeout(800)
  },
  vehicleHistory: async (page, origin) => {
    await SCENES['estimate']?.(page, origin)
    await page.getByRole('link', { name: /^(Vehicle history|سجل المركبة)$/ }).click()
    await page.getByRole('list', { name: /^(History of|سجل) / }).waitFor()
  },
  receive: async (page, origin) => {
    await page.goto(`${origin}/stock`)
    await page.getByRole('grid').waitFor()
    await page.waitForTimeout(500)
    await page.keyboard.press('F2')
    await page.waitForTimeout(500)
    for (const sku of ['BRK-F-101', 'OIL-F-220']) {
      await page.keyboard.type(sku)
      await page.keyboard.press('Enter')
      await page.waitForTimeout(300)
    }
  },
  sale: async (page, origin) => {
    await page.goto(`${origin}/counter`)
    await page.getByRole('search').waitFor()
    for (const code of ['4006381333931', '10614141000415', 'OIL-F-220', 'TYR-2055516']) {
      await page.keyboard.type(code)
      await page.keyboard.press('Enter')
      await page.waitForTimeout(400)
    }
  },
  salePay: async (page, origin) => {
    await SCENES['sale']?.(page, origin)
    await page.keyboard.press('F8')
    await page.waitForTimeout(300)
    await page.keyboard.type('800')
  },
  saleWrong: async (page, origin) => {
    await SCENES['sale']?.(page, origin)
    await page.locator('[data-cell="price:2"]').fill('12,5o')
    await page.keyboard.press('F8')
    await page.waitForTimeout(300)
  },
  saleRecall: async (page, origin) => {
    await SCENES['sale']?.(page, origin)
    await page.keyboard.press('F6')
    await page.waitForTimeout(400)
    await page.keyboard.press('F7')
    await page.getByRole('dialog').waitFor()
  },
  saleSeller: async (page, origin) => {
    await page.goto(`${origin}/counter`)
    await page.getByRole('search').waitFor()
    await page.keyboard.press('Alt+s')
    await page.getByRole('dialog').waitFor()
  },
  saleDone: async (page, origin) => {
    await SCENES['salePay']?.(page, origin)
    await page.keyboard.type('0', { delay: 120 }) // as a person: what comes at once is a scanner's
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: /^(Next customer|العميل التالي)/ }).waitFor()
  },
  saleUnknown: async (page, origin) => {
    await page.goto(`${origin}/counter`)
    await page.getByRole('search').waitFor()
    await page.keyboard.type('4006381333932')
    await page.keyboard.press('Enter')
  },
  saleRecord: async (page, origin) => {
    await page.goto(`${origin}/sales`)
    await page.getByRole('row').nth(1).click()
  },
  saleLots: async (page, origin) => {
    await page.goto(`${origin}/counter`)
    await page.getByRole('search').waitFor()
    for (const code of ['TBK-41877', 'COOL-50', 'TIM-KIT']) {
      await page.keyboard.type(code)
      await page.keyboard.press('Enter')
      await page.waitForTimeout(500)
    }
  },
  saleReturn: async (page, origin) => {
    await SCENES['saleRecord']?.(page, origin)
    await page.getByRole('button', { name: /^(Return|إرجاع|مرتجع)/ }).waitFor()
    await page.keyboard.press('F4')
    await page.getByRole('dialog').waitFor()
  },
  tillPrinter: async (page, origin) => {
    await page.goto(`${origin}/till`)
    await page.getByRole('button', { name: /^(Receipt printer|طابعة الإيصالات)/ }).click()
    await page.getByRole('dialog').waitFor()
  },
  tillClose: async (page, origin) => {
    await page.goto(`${origin}/till`)
    await page.getByRole('button', { name: /^Count and close|^العدّ/ }).waitFor()
    await page.waitForTimeout(300)
    await page.keyboard.press('F8')
  },
  tillX: async (page, origin) => {
    await page.goto(`${origin}/till`)
    await page.getByRole('button', { name: /^(X report|تقرير X)/ }).click()
    await page.getByRole('dialog').getByRole('table').waitFor()
  },
  tillZ: async (page, origin) => {
    await page.goto(`${origin}/till`)
    await page
      .getByRole('row')
      .filter({ hasText: /\d{6}.*(Closed|مغلق)/ })
      .first()
      .click()
    await page.getByRole('dialog').getByRole('table').waitFor()
  },
  boardMenu: async (page, origin) => {
    await page.goto(`${origin}/board`)
    await page.locator('[data-card]').first().focus()
    await page.keyboard.press('m')
    await page.getByRole('menu').waitFor()
  },
  boardDrag: async (page, origin) => {
    await page.goto(`${origin}/board`)
    const from = await page.locator('[data-column="ready"] [data-card]').first().boundingBox()
    const to = await page.locator('[data-column="work"]').boundingBox()
    if (!from || !to) return
    await page.mouse.move(from.x + 30, from.y + 40)
    await page.mouse.down()
    await page.mouse.move(to.x + 60, to.y + 200, { steps: 8 })
  },
  bell: async (page, origin) => {
    await page.goto(origin)
    await page
      .getByRole('banner')
      .getByRole('button', { name: /alert|تنبيه/i })
      .click()
    await page.getByRole('menu').waitFor()
  },
  account: async (page, origin) => {
    await page.goto(`${origin}/receivables`)
    await page.getByRole('row').filter({ hasText: 'Rosa Delgado' }).first().click()
    await page.getByRole('button', { name: /^(Take payment|استلام دفعة)/ }).waitFor()
  },
  accountReceive: async (page, origin) => {
    await SCENES['account']?.(page, origin)
    await page.keyboard.press('F8')
    await page.getByRole('dialog').waitFor()
  },
  refund: async (page, origin) => {
    await SCENES['account']?.(page, origin)
    await page
      .getByRole('button', { name: /^(Give back|إعادة)/ })
      .first()
      .click()
    await page.getByRole('dialog').waitFor()
  },
  invoice: async (page, origin) => {
    await page.goto(`${origin}/invoices`)
    await page.getByRole('row').nth(2).click()
    await page.getByRole('button', { name: /^(Credit note|إشعار دائن)/ }).waitFor()
  },
  creditNote: async (page, origin) => {
    await SCENES['invoice']?.(page, origin)
    await page.getByRole('button', { name: /^(Credit note|إشعار دائن)/ }).click()
    await page.getByRole('dialog').waitFor()
  },
  writeOff: async (page, origin) => {
    await page.goto(`${origin}/invoices?state=issued`)
    await page.getByRole('row').nth(1).click()
    await page.getByRole('button', { name: /^(Write off|شطب)/ }).click()
    await page.getByRole('dialog').waitFor()
  },
  lock: async (page, origin) => {
    await page.goto(`${origin}/users`)
    await page.getByRole('grid').waitFor()
    await page.keyboard.press('Control+Shift+L')
    await page.waitForTimeout(200)
  },
  priceList: async (page, origin) => {
    await page.goto(`${origin}/imports`)
    await page.waitForTimeout(300)
    await page.keyboard.press('F2')
    const list =
      'Artikelnummer;Bezeichnung;Preis\nNS-40118;Bremsbeläge vorn;36,85\nNS-40277;Bremsscheibe;39,90\nNS-F220-12;Ölfilter;55,20\nNS-99999;Dichtung;5,00\nNS-B70;Batterie;auf Anfrage\n'
    await page.locator('input[type="file"]').setInputFiles({ name: 'northside.csv', mimeType: 'text/csv', buffer: Buffer.from(list, 'latin1') })
    await page.getByRole('combobox', { name: /^(Import as|استيراد)/ }).click()
    await page.getByRole('option', { name: /price list|أسعار/ }).click()
    await page.getByRole('combobox', { name: /^(Supplier|المورد)/ }).click()
    await page.getByRole('option', { name: 'Northside Auto Parts' }).click()
    await page.getByRole('grid').getByRole('row').nth(1).waitFor()
  },
  kiosk: async (page, origin) => {
    await page.getByRole('button', { name: /^(Your account|حسابك)$/ }).click()
    await page.getByRole('menuitem', { name: /^(Kiosk mode|وضع الكشك)$/ }).click()
    await page.waitForURL(`${origin}/kiosk`)
  },
  kioskPin: async (page) => {
    await page.getByRole('button').filter({ hasText: 'Tom Alvarez' }).click()
  },
  kioskJobs: async (page) => {
    await page.keyboard.type('1111')
    await page.keyboard.press('Enter')
    await page.getByText('KLM 4821').first().waitFor()
  },
  kioskJob: async (page) => {
    await page
      .getByText(/Erin Walsh/)
      .first()
      .click()
    await page.waitForTimeout(300)
  },
  /** Each begins at the job and ends there, so that they can be taken one after the other. */
  kioskFinish: async (page) => {
    await page.getByRole('button', { name: /^(Finish|إنهاء)$/ }).click()
  },
  kioskHold: async (page) => {
    await page.getByRole('button', { name: /^(Hold|تعليق)$/ }).click()
  },
  kioskDispositions: async (page) => {
    await page.getByRole('button', { name: /^(What became of the parts|ما مصير القطع)/ }).click()
  },
  kioskBack: async (page) => {
    await page
      .getByRole('button', { name: /^(Back|رجوع|عودة)$/ })
      .first()
      .click()
  },
  kioskInspections: async (page) => {
    await page.getByRole('button', { name: /^(Inspection|الفحص|فحص)$/ }).click()
  },
  kioskSheet: async (page) => {
    await page
      .getByRole('button', { name: /Vehicle health check|فحص السيارة|فحص/ })
      .first()
      .click()
    await page.waitForTimeout(600)
  },
  kioskNotes: async (page) => {
    await page.getByRole('button', { name: /^(Notes|ملاحظات)/ }).click()
  },
  kioskParts: async (page) => {
    await page.getByRole('button', { name: /^(Ask for a part|اطلب قطعة)/ }).click()
    await page.getByRole('textbox').first().fill('filter')
    await page.waitForTimeout(300)
  },
  theme: async (page, origin) => {
    await page.goto(`${origin}/users`)
    await page.getByRole('grid').waitFor()
    await page.getByRole('banner').getByRole('button').nth(1).click()
  },
}
