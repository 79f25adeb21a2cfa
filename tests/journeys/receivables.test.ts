import { describe, expect, it } from 'vitest'
import { DEMO } from '#shared/modules/workspace/model.ts'
import { signIn } from '#tests/support/browser.ts'
import { pagesOf } from '#tests/support/pdf.ts'
import { openDemo } from '#tests/support/shell.ts'

/** The demo shop: an order that is done and not invoiced, and a customer with an account. */
describe('receivables', async () => {
  const shell = await openDemo()
  const { page } = shell
  const dialog = page.getByRole('dialog')

  it('SALE-INVOICE PAY-TENDER: a deposit is taken, a part of the order is invoiced, and the deposit stands for it', async () => {
    await signIn(page, DEMO)
    await shell.visit('/work-orders?state=done')
    await page.getByRole('row').nth(1).click()
    await page.getByRole('button', { name: /^Invoice/ }).waitFor()
    await page.keyboard.press('F8')
    await page.getByRole('heading', { name: /^Invoice for/ }).waitFor()
    await page.getByRole('button', { name: 'Take a deposit' }).click()
    await dialog.getByLabel(/^Amount/).fill('20')
    await page.keyboard.press('Control+s')
    await page.getByText(/^\$20\.00 taken/).waitFor()
    await page.getByLabel('All').uncheck()
    await page
      .getByLabel(/^On this invoice: /)
      .first()
      .check()
    await page.keyboard.press('F8')
    await page.getByText(/^Invoice \S+ is issued/).waitFor()
    await page.getByText('From the account').waitFor()
    await page.getByText('Official number follows').waitFor()
    await page
      .getByRole('link', { name: /-\d{6}$/ })
      .first()
      .click()
    await page.getByRole('heading', { level: 1 }).waitFor()
  })

  it('AR-ACCOUNT SALE-INVOICE: a credit note takes a line back under its own number', async () => {
    await shell.visit('/invoices')
    await page.getByRole('row').nth(1).click()
    await page.getByRole('button', { name: 'Credit note' }).click()
    await page.keyboard.press('Control+s')
    await dialog.locator('[aria-invalid="true"]').first().waitFor()
    await dialog.getByLabel(/Reason/).fill('Not as agreed')
    await page.keyboard.press('Control+s')
    await page.getByText(/^Credit note \S+ is issued/).waitFor()
    await page.getByText('Not as agreed').waitFor()
  })

  it('AR-ACCOUNT: who owes is listed; a payment is proposed for the oldest, a debt is written off under a password, a statement says what is left', async () => {
    await shell.visit('/receivables')
    await page.getByRole('row').nth(1).click()
    await page.getByRole('button', { name: /^Take payment/ }).waitFor()
    await page.keyboard.press('F8')
    await dialog.getByLabel(/^Amount/).fill('10')
    await dialog.getByText('Stays on the account: $0.00').waitFor()
    await page.keyboard.press('Control+s')
    await page.getByText(/^\$10\.00 taken/).waitFor()
    await page
      .getByRole('link', { name: /-\d{6}$/ })
      .first()
      .click()
    await page.getByRole('button', { name: 'Write off' }).click()
    await dialog.getByRole('combobox', { name: 'Who' }).click()
    await page.getByRole('option').first().click()
    await dialog.getByText('Password', { exact: true }).first().click()
    await dialog.locator('input[type="password"]').fill('wrong password')
    await page.keyboard.press('Control+s')
    await dialog
      .getByText(/wrong|not right|do not match/i)
      .first()
      .waitFor()
    await dialog.locator('input[type="password"]').fill(DEMO.password)
    await page.keyboard.press('Control+s')
    await dialog.getByLabel(/^Amount/).fill('1')
    await dialog.getByLabel(/Reason/).fill('Rounding')
    await page.keyboard.press('Control+s')
    await page.getByText('Written off.', { exact: true }).waitFor()
    await shell.visit('/receivables')
    await page.getByRole('button', { name: 'Statements' }).click()
    const file = await shell.savedBy(() => page.getByRole('button', { name: 'Save PDF' }).click())
    const text = pagesOf(file).join('')
    expect(text.replace(/\s/g, '')).toContain('Amountowed')
  })
})
