import { describe, expect, it } from 'vitest'
import { DEMO } from '#shared/modules/workspace/model.ts'
import { signIn } from '#tests/support/browser.ts'
import { openDemo } from '#tests/support/shell.ts'

/** Presses that come too often or too soon, and ways out that would take something along. */
describe('a hasty hand', async () => {
  const shell = await openDemo()
  const { page } = shell
  const press = (key: string) => page.keyboard.press(key)
  const button = (name: RegExp) => page.getByRole('button', { name })
  const twice = (key: string) => Promise.all([press(key), press(key)])

  it('FIN-PRECISION KEYS: Enter pressed twice takes a payment once, and what is left is asked for by a press of its own', async () => {
    await signIn(page, DEMO)
    await shell.visit('/invoices?state=issued')
    await page.getByRole('row').filter({ hasText: 'Priya Nair' }).first().click()
    const form = page.getByRole('form')
    await form.getByLabel('Amount').fill('100')
    await form.getByLabel('Cash received').fill('150')
    await twice('Enter')
    await page.getByText('Paid $100.00. Give back $50.00.').waitFor()
    await press('Enter')
    await button(/^Take \$108\.83 more/).waitFor()
    expect(await button(/^Reverse$/).count()).toBe(1)
    await button(/^Take \$108\.83 more/).click()
    await form.getByLabel('Amount').waitFor()
  })

  it('CRM-CUST KEYS: Ctrl+S pressed twice makes one customer', async () => {
    await shell.visit('/customers')
    await page.getByRole('grid').waitFor()
    await press('F2')
    await page.getByRole('dialog').getByLabel('Name').fill('Hasty Hand')
    await twice('Control+s')
    await page.getByRole('heading', { name: 'Hasty Hand' }).waitFor()
    await shell.visit('/customers?sort=newest')
    await page.getByRole('row').filter({ hasText: 'Hasty Hand' }).first().waitFor()
    expect(await page.getByRole('row').filter({ hasText: 'Hasty Hand' }).count()).toBe(1)
  })

  it('KEYS: a page with typed words is left by Back or the menu only when that is meant; a begun note waits', async () => {
    await page.getByRole('navigation').getByRole('link', { name: 'Vehicles' }).click()
    await page.getByRole('grid').waitFor()
    await press('F2')
    const plate = page.getByRole('dialog').getByLabel('Plate')
    await plate.fill('KEEP 1')
    await page.goBack()
    const question = page.getByRole('dialog', { name: 'Leave without saving?' })
    await question.getByRole('button', { name: 'Keep editing' }).click()
    await expect.poll(() => new URL(page.url()).pathname).toBe('/vehicles')
    expect(await plate.inputValue()).toBe('KEEP 1')
    await page.goBack()
    await question.getByRole('button', { name: 'Discard' }).click()
    await page.getByRole('heading', { name: 'Customers', level: 1 }).waitFor()

    await shell.visit('/work-orders')
    await page.getByRole('row').nth(1).click()
    const note = page.getByLabel('Write a note')
    await note.fill('call him back')
    await page.goBack()
    await page.getByRole('heading', { name: 'Work orders', level: 1 }).waitFor()
    await page.goForward()
    await expect.poll(() => note.inputValue()).toBe('call him back')
  })

  it('APPT-CRUD CRM-VEHICLE: a vehicle that is being typed into a booking is saved before the booking is', async () => {
    await shell.visit('/schedule')
    await page.getByRole('group', { name: /^Timeline/ }).waitFor()
    await press('F2')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Customer').first().pressSequentially('Rosa')
    await page
      .getByRole('option', { name: /Rosa Delgado/ })
      .first()
      .click()
    await dialog.getByRole('button', { name: 'Add a vehicle' }).click()
    await dialog.getByLabel('Plate').fill('XQ 99881')
    await press('Control+s')
    await expect.poll(() => dialog.getByRole('radio', { name: /XQ 99881/ }).isChecked()).toBe(true)
  })

  it('SET-MGMT: Save of the settings saves all that was changed on the page', async () => {
    await shell.visit('/settings')
    await page.getByLabel('Tax number').fill('11-1')
    await page.getByLabel('Foot of every page').fill('Thank you.')
    await press('Control+s')
    await page.getByText('Saved.', { exact: true }).first().waitFor()
    await shell.visit('/settings')
    await expect.poll(() => page.getByLabel('Foot of every page').inputValue()).toBe('Thank you.')
    expect(await page.getByLabel('Tax number').inputValue()).toBe('11-1')
  })

  it('POS-TILL: a drawer that nobody counted closes no till, and opens none', async () => {
    await shell.visit('/till')
    await button(/^Count and close/).waitFor()
    await press('F8')
    const drawer = page.getByRole('dialog')
    await drawer.getByLabel('Pieces of $100.00').waitFor()
    await press('Control+s')
    await drawer.getByText('Count the drawer first. If nothing lies in it, write 0.').waitFor()
    await drawer.getByLabel('Pieces of $100.00').fill('0')
    await press('Control+s')
    await page.getByRole('dialog', { name: 'Z report' }).getByText('Difference').first().waitFor()
    await press('Escape')
    await button(/^Open the till/).click()
    await page.getByText('Count the drawer first. If nothing lies in it, write 0.').waitFor()
  })
})
