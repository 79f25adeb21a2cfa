import type { Page } from 'playwright'
import { describe, expect, it } from 'vitest'
import { DEMO } from '#shared/modules/workspace/model.ts'
import { signIn } from '#tests/support/browser.ts'
import { pagesOf } from '#tests/support/pdf.ts'
import { openDemo } from '#tests/support/shell.ts'

/** The demo shop: jobs in every column, one of them with nobody to do it; two windows, and the kiosk at the bay. */
describe('the job board', async () => {
  const shell = await openDemo()
  const { page } = shell
  const column = (name: string, on: Page = page) => on.getByRole('region', { name, exact: true })
  const tile = (name: string, plate: string, on: Page = page) => column(name, on).getByRole('listitem').filter({ hasText: plate })
  let other: Page

  it('JOB-BOARD: a job is dragged to another column; the columns say before the drop what it does, or why it cannot be', async () => {
    await signIn(page, DEMO)
    other = await page.context().newPage()
    await other.goto(new URL('/board', page.url()).href)
    await signIn(other, { email: 'nadia@harborstreet.example', password: DEMO.password })
    await shell.visit('/board')
    await tile('In work', 'KLM 4821').getByRole('button').first().waitFor()
    await page.mouse.move(0, 0)
    const from = await tile('In work', 'KLM 4821').boundingBox()
    const to = await column('On hold').boundingBox()
    if (!from || !to) throw new Error('both are on the screen')
    await page.mouse.move(from.x + 20, from.y + 60)
    await page.mouse.down()
    await page.mouse.move(to.x + 40, to.y + 300, { steps: 6 })
    await column('On hold').getByText('Put on hold').waitFor()
    await column('Invoiced today').getByText('Only possible while it is: Done.').waitFor()
    await column('Waits for approval').getByText('Only possible while it is: Open.').waitFor()
    await page.mouse.up()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').first().fill('Tool is missing')
    await page.keyboard.press('Control+s')
    await tile('On hold', 'KLM 4821').waitFor()
  })

  it('JOB-BOARD: what one window does shows in another one without a reload', async () => {
    await tile('On hold', 'KLM 4821', other).waitFor()
    await tile('On hold', 'KLM 4821', other).getByText('Tool is missing').waitFor()
  })

  it('JOB-BOARD KEYS: from the keyboard a tile is found, moved by its only legal step, and labelled; the label comes off when it moves on', async () => {
    const held = tile('On hold', 'KLM 4821').getByRole('button').first()
    await held.focus()
    await page.keyboard.press('ArrowLeft')
    await expect.poll(() => page.evaluate(() => document.activeElement?.closest('[data-column]')?.getAttribute('data-column'))).toBe('work')
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => held.evaluate((one) => one === document.activeElement)).toBe(true)
    const menu = page.getByRole('menu')
    const openMenu = async () => {
      await page.keyboard.press('m')
      // It takes the focus a moment after it stands; a key in between would reach nothing.
      await expect.poll(() => menu.evaluate((one) => one.contains(document.activeElement))).toBe(true)
    }
    await openMenu()
    await expect.poll(() => menu.getByRole('menuitem', { name: /^Ready to start/ }).isDisabled()).toBe(true)
    await menu.getByRole('menuitem', { name: 'Wash' }).press('Enter')
    await tile('On hold', 'KLM 4821').getByText('Wash').waitFor()
    await tile('On hold', 'KLM 4821', other).getByText('Wash').waitFor()
    await expect.poll(() => held.evaluate((one) => one === document.activeElement)).toBe(true)
    await openMenu()
    await menu.getByRole('menuitem', { name: /^In work/ }).press('Enter')
    await tile('In work', 'KLM 4821').waitFor()
    await expect.poll(() => tile('In work', 'KLM 4821').textContent()).not.toContain('Wash')
  })

  it('JOB-BOARD LIST-FILTER: filters live in the address, and a shop without a match says so', async () => {
    // Closed lists are no part of the page; one that has the focus answers its first key.
    await expect.poll(() => page.locator('[role="option"]').count()).toBe(0)
    await page.getByRole('combobox', { name: 'Technician' }).focus()
    for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key)
    await expect.poll(() => new URL(page.url()).searchParams.has('technician')).toBe(true)
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await page.getByRole('searchbox').fill('klm4821')
    const found = async () => new Set((await page.locator('[data-card]').allTextContents()).map((text) => text.includes('KLM 4821')))
    await expect.poll(found).toEqual(new Set([true]))
    await page.reload()
    await tile('In work', 'KLM 4821').waitFor()
    await page.getByRole('searchbox').fill('no such car')
    await page.getByText('No open job matches.').waitFor()
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await tile('In work', 'KLM 4821').waitFor()
  })

  it('ALR-CORE: an alert is told by the bell and goes by itself when its cause goes; another one is resolved with a word', async () => {
    await shell.visit('/alerts')
    const row = (text: string | RegExp) => page.getByRole('row').filter({ hasText: text })
    await row(/KLM 4821 .* was promised for/).waitFor()
    await page.getByRole('button', { name: /new alerts?$/ }).waitFor()
    await other.bringToFront()
    await tile('In work', 'KLM 4821', other)
      .getByRole('button', { name: /^Move or label/ })
      .click()
    await other.getByRole('menuitem', { name: /^To invoice/ }).click()
    await other.keyboard.press('Control+s')
    await tile('To invoice', 'KLM 4821', other).waitFor()
    await page.bringToFront()
    await expect.poll(() => row('KLM 4821').count()).toBe(0)
    await row('has no technician').first().getByRole('button', { name: 'Resolve' }).click()
    await page.getByRole('dialog').getByRole('textbox').fill('Una does it after lunch')
    await page.keyboard.press('Control+s')
    await page.getByText('The alert is resolved.').waitFor()
    await page.getByRole('combobox', { name: 'State' }).click()
    await page.getByRole('option', { name: 'Resolved' }).click()
    await row('Una does it after lunch').waitFor()
    await page.getByRole('combobox', { name: 'State' }).click()
    await page.getByRole('option', { name: 'Gone by itself' }).click()
    await row('KLM 4821').waitFor()
  })

  const bay = (name: string, on: Page = page) => on.getByRole('article', { name, exact: true })
  const bayMenu = async (name: string, item: string) => {
    await bay(name)
      .getByRole('button', { name: `More for ${name}` })
      .click()
    await page.getByRole('menuitem', { name: item }).click()
  }

  it('BAY-STATUS: a bay taken out of service is so in every window at once, and comes back as fast', async () => {
    await other.goto(new URL('/bays', page.url()).href)
    await shell.visit('/bays')
    await bay('Bay 5 – quick', other).getByText('Free', { exact: true }).waitFor()
    await bayMenu('Bay 5 – quick', 'Take out of service')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Control+s')
    await bay('Bay 5 – quick', other).getByText('Out of service', { exact: true }).waitFor()
    await bayMenu('Bay 5 – quick', 'Back in service')
    await bay('Bay 5 – quick', other).getByText('Free', { exact: true }).waitFor()
  })

  it('ALR-BAYUTIL: a bay that is booked over its daily maximum is told, and no more once the maximum fits', async () => {
    const most = async (jobs: string) => {
      await shell.visit('/bays')
      await bayMenu('Bay 1', 'Edit')
      await page.getByRole('dialog').getByLabel('Jobs a day at most').fill(jobs)
      await page.keyboard.press('Control+s')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await shell.visit('/alerts')
    }
    const over = page.getByRole('row').filter({ hasText: /Bay 1, .*: \d+ jobs, .* h booked\./ })
    await most('1')
    await over.first().waitFor()
    await most('50')
    await page.getByRole('row').nth(1).waitFor()
    await expect.poll(() => over.count()).toBe(0)
  })

  it('BAY-SHEET PRT-FORMS: the day of the bays is a PDF that names each of them', async () => {
    await shell.visit('/bays')
    await page.getByRole('button', { name: /^Print the day/ }).click()
    const sheet = pagesOf(await shell.savedBy(() => page.getByRole('button', { name: /^Save PDF/ }).click())).join('')
    for (const name of ['Bay 1', 'Bay 2']) expect(sheet.replace(/\s/g, '')).toContain(name.replace(/\s/g, ''))
  })

  it('WO-FILTER: orders are filtered by state and technician and sorted by number; the address keeps it', async () => {
    await shell.visit('/work-orders')
    const rows = page.getByRole('row').filter({ hasText: 'Una Berg' })
    const pick = async (box: string, option: string) => {
      await page.getByRole('combobox', { name: box }).click()
      await page.getByRole('option', { name: option, exact: true }).click()
    }
    await pick('State', 'Invoiced')
    await pick('Technician', 'Una Berg')
    await pick('Order', 'By number')
    await rows.first().waitFor()
    await expect.poll(() => page.getByRole('row').filter({ hasNotText: 'Una Berg' }).count()).toBe(1)
    await expect.poll(() => rows.filter({ hasNotText: 'Invoiced' }).count()).toBe(0)
    await page.reload()
    await rows.first().waitFor()
    await expect.poll(() => page.getByRole('row').filter({ hasNotText: 'Una Berg' }).count()).toBe(1)
    await expect.poll(() => rows.filter({ hasNotText: 'Invoiced' }).count()).toBe(0)
    await expect.poll(() => page.getByRole('combobox', { name: 'Order' }).inputValue()).toBe('By number')
  })

  it('CRM-DEDUP: a new customer with a known phone is told whose it is, however it is typed', async () => {
    await shell.visit('/customers')
    await page
      .getByRole('button', { name: /^New customer/ })
      .first()
      .click()
    const form = page.getByRole('dialog')
    await form.getByLabel(/^Phone/).fill('(212) 555-2317')
    await form.getByText('Same phone as').waitFor()
    await form.getByText('Priya Nair').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /^Discard/ }).click()
  })

  it('KIOSK-MODE COM-NOTES: at the kiosk nobody’s work waits to be taken, and one touch writes a note', async () => {
    await page.getByRole('button', { name: 'Your account' }).click()
    await page.getByRole('menuitem', { name: 'Kiosk mode' }).click()
    await page.getByRole('button', { name: /Una Berg/ }).click()
    for (const figure of '2222') await page.getByRole('button', { name: figure, exact: true }).click()
    await page.getByRole('button', { name: 'Enter' }).click()
    const waiting = page.getByRole('region', { name: 'Waiting in the shop' })
    await waiting.getByRole('button').first().waitFor()
    for (const button of await waiting.getByRole('button').all()) expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(76)
    await waiting.getByRole('button').first().click()
    await page.getByRole('button', { name: /^Notes/ }).click()
    await page.getByRole('button', { name: 'Test drive needed' }).click()
    await page.getByText('Written: Test drive needed').waitFor()
    for (const button of await page.getByRole('main').getByRole('button').all()) expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(76)
    await page.getByRole('button', { name: 'Take back' }).click()
    await page.getByText('No notes yet.').waitFor()
    await page.getByRole('textbox', { name: 'Write a note' }).fill('Left rear bolt is seized')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByRole('listitem').filter({ hasText: 'Left rear bolt is seized' }).waitFor()
  })
})
