import { afterAll, describe, expect, it } from 'vitest'
import { DEMO } from '#shared/modules/workspace/model.ts'
import { signIn } from '#tests/support/browser.ts'
import { openPrinter } from '#tests/support/printer.ts'
import { openDemo, scan as scanOn } from '#tests/support/shell.ts'

const NUMBER = /^[0-9A-Z]{4}-\d{6}$/
const PULSE = '\x1bp\x00'

/** What goes wrong at the counter of the demo shop and is put right: a card that is declined, a core that comes back, a code that means several. */
describe('put right at the counter', async () => {
  const shell = await openDemo()
  const { page } = shell
  const printer = await openPrinter({ says: 'fine' })
  afterAll(() => printer.close())
  const press = (key: string) => page.keyboard.press(key)
  const dialog = page.getByRole('dialog')
  const button = (name: RegExp) => page.getByRole('button', { name })
  const scan = async (code: string) => {
    await page.getByRole('search').getByRole('textbox').waitFor()
    await scanOn(page, code)
  }

  it('PAY-TENDER AR-ACCOUNT POS-TILL: a card that the terminal declines is charged again, on the sale’s invoice and in cash, and the till knows of it', async () => {
    await signIn(page, DEMO)
    await shell.visit('/counter')
    await scan('SPK-4')
    await page.getByRole('group', { name: 'Spark plug, iridium' }).waitFor()
    await press('F8')
    await page.getByRole('button', { name: /^Card/ }).click()
    await button(/^Take it/).click()
    await button(/^Next customer/).waitFor()
    const number = (await page.getByRole('link', { name: NUMBER }).textContent()) ?? ''
    await shell.visit('/till')
    await page.getByRole('row', { name: number }).getByRole('button', { name: 'Declined' }).click()
    await page.getByRole('row', { name: number }).getByRole('button', { name: 'Declined' }).waitFor({ state: 'detached' })
    await shell.visit('/sales')
    await page.getByRole('row').filter({ hasText: number }).first().click()
    await page.getByText('nobody owes the $16.22 yet').waitFor()
    await button(/^Make invoice/).click()
    await dialog.getByRole('combobox').pressSequentially('Rosa')
    await page.getByRole('option').first().click()
    await dialog.getByRole('button', { name: 'Make invoice' }).click()
    await button(/^Pay \$16\.22/).click()
    await page.getByText('Paid $16.22.').waitFor()
    await page.goBack()
    await page.getByText('The card was declined: $16.22 is owed on invoice').waitFor()
    await shell.visit('/till')
    await page.getByRole('row').filter({ hasText: 'Invoices' }).getByText('$16.22').first().waitFor()
  })

  it('INV-VARIANT INV-LABEL POS-TILL: a code that means several asks which, its label comes out of the printer, and the drawer opens for cash that is moved', async () => {
    await shell.visit('/till')
    await button(/^Receipt printer/).click()
    await dialog.getByLabel('Address').fill(printer.at.host)
    await dialog.getByRole('textbox', { name: 'Port' }).fill(String(printer.at.port))
    await press('Control+s')
    await page.getByText('Saved').first().waitFor()
    await shell.visit('/counter')
    await scan('WIP-R')
    await page.getByText('Several are meant. Choose one.').waitFor()
    await page.getByRole('option', { name: /14"/ }).click()
    await page.getByRole('group', { name: /Rear wiper blade.*14"/ }).waitFor()
    await button(/^Labels/).click()
    await expect.poll(() => printer.paper()).toContain('{BWIP-R14')
    expect(printer.paper()).not.toContain(PULSE)
    await shell.visit('/till')
    await button(/^Cash in or out/).waitFor()
    await press('F2')
    await dialog.getByLabel(/^Amount/).fill('5')
    await dialog.getByLabel(/^Reason/).fill('Window cleaner')
    await press('Control+s')
    await expect.poll(() => printer.paper()).toContain(PULSE)
    printer.forget()
    await button(/^Open the drawer/).click()
    await expect.poll(() => printer.paper()).toContain(PULSE)
  })

  it('PART-CORE POS-TILL SALE-INVOICE: with the old battery the deposit that the invoice charged goes back, out of the till', async () => {
    await shell.visit('/purchasing/cores')
    const core = page.getByRole('row').filter({ hasText: 'Core charge, battery' }).first()
    const order = /[0-9A-Z]{4}-\d{6}/.exec((await core.textContent()) ?? '')?.[0] ?? ''
    await shell.visit('/work-orders?state=done')
    await page.getByRole('row').filter({ hasText: order }).first().click()
    await button(/^Invoice/).waitFor()
    await press('F8')
    await page.getByRole('heading', { name: /^Invoice for/ }).waitFor()
    await press('F8')
    await page.getByText(/^Invoice \S+ is issued/).waitFor()
    await shell.visit('/invoices')
    await page.getByRole('row').filter({ hasText: order }).first().click()
    await button(/^Pay \$/).click()
    await page.getByText(/^Paid \$/).waitFor()
    const deposits = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Deposits for old parts' }) })
    await deposits.getByRole('button', { name: 'Give it back' }).first().click()
    await dialog.getByText(/goes back to the customer as far as it is paid/).waitFor()
    await press('Control+s')
    await page.getByText(/credited, \$23\.9\d paid out\.$/).waitFor()
    await shell.visit('/till')
    await page
      .getByRole('row')
      .filter({ hasText: 'Invoices' })
      .getByText(/-\$23\.9/)
      .first()
      .waitFor()
  })
})
