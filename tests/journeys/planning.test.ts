import type { Page } from 'playwright'
import { describe, expect, it } from 'vitest'
import { DEMO } from '#shared/modules/workspace/model.ts'
import { signIn } from '#tests/support/browser.ts'
import { openDemo } from '#tests/support/shell.ts'

/** Takes an option of a select. */
async function choose(page: Page, label: string, option: string | RegExp): Promise<void> {
  await page.getByRole('dialog').getByRole('combobox', { name: label }).click()
  await page.getByRole('option', { name: option }).first().click()
}

/** The demo shop: somebody is away on a day that is booked. */
describe('planning', async () => {
  const shell = await openDemo()
  const { page } = shell
  const proposal = page.getByRole('region', { name: 'First free slot' })

  it('APPT-TYPES APPT-SLOTS: a kind of booking is made with the skill and the equipment that it needs', async () => {
    await signIn(page, DEMO)
    await shell.visit('/booking-types')
    await page.getByLabel('Skills: New name').fill('Air conditioning')
    await page.keyboard.press('Enter')
    await page.getByLabel('Rename: Air conditioning').waitFor()
    await page.keyboard.press('F2')
    const form = page.getByRole('dialog')
    await form.getByLabel(/^Name/).fill('Air service')
    await form.getByLabel(/^Minutes/).fill('75')
    await form.getByLabel('Skills needed').first().click()
    await page.getByRole('option', { name: 'Diagnosis' }).click()
    await page.keyboard.press('Control+s')
    await page.getByRole('row').filter({ hasText: 'Air service' }).filter({ hasText: 'Diagnosis' }).waitFor()
  })

  it('APPT-AUTOSCHED A-PLANNER: a booking of that kind is proposed, its reasons are read, the next slot is taken from the keyboard', async () => {
    await shell.visit('/schedule')
    await page.getByRole('button', { name: /^New booking/ }).waitFor()
    await page.getByText('Arrow keys move').waitFor()
    await page.keyboard.press('F2')
    await choose(page, 'Kind of booking', /^Air service/)
    await proposal.getByText(/can do it: Diagnosis/).waitFor()
    await proposal.getByText('Why not earlier').waitFor()
    await expect.poll(() => page.getByRole('dialog').getByLabel('Minutes').inputValue()).toBe('75')
    const when = await proposal.textContent()
    await page.keyboard.press('F7')
    await expect.poll(() => proposal.textContent()).not.toBe(when)
    await proposal.getByRole('button', { name: /^Take it/ }).waitFor()
    await page.keyboard.press('F8')
    await page.getByText('This slot is free').waitFor()
    const who = page.getByRole('dialog').getByPlaceholder('Name, phone or plate')
    await who.fill('Priya')
    await page
      .getByRole('option', { name: /Priya Nair/ })
      .first()
      .click()
    await page.keyboard.press('Control+s')
    await page.getByText(/^Booked: Priya Nair/).waitFor()
  })

  it('BAY-BOARD A-PLANNER: a job says that its booking grows, until when and whom it pushes, as work is added to it', async () => {
    await shell.visit('/work-orders?state=inProgress')
    await page.getByRole('row').filter({ hasText: 'Erin Walsh' }).first().click()
    const said = page.getByText(/^Its work needs more time than is booked: until \d\d:\d\d\./)
    await said.waitFor()
    const before = await said.textContent()
    await page.locator('h1').click()
    await page.keyboard.press('a')
    await page.keyboard.type('Extra work')
    await page.getByRole('option', { name: /^Labour: / }).click()
    const hours = page.locator('[data-cell^="qty"]').last()
    await hours.fill('2')
    await page.keyboard.press('Enter')
    await expect.poll(() => said.textContent()).not.toBe(before)
    await expect.poll(() => said.textContent()).toMatch(/Makes room first: \S|Nobody is in the way|cannot move/)
    await page.getByRole('button', { name: 'See the plan' }).click()
    await page.getByRole('row').filter({ hasText: 'Erin Walsh' }).getByText('Job needs more time').waitFor()
  })

  it('A-PLANNER JOB-REALLOC: somebody is away; the plan is seen before and after, and applied on one confirmation', async () => {
    await shell.visit('/planning')
    const rows = page.getByRole('row').filter({ hasText: 'Technician away' })
    await rows.first().waitFor()
    await expect.poll(() => rows.first().textContent()).toContain('Una Berg')
    await page.keyboard.press('F2')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Move \d+ booking/ })
      .click()
    await page.getByText(/^\d+ bookings? ha(s|ve) moved/).waitFor()
    await page.getByText('Every booking of the next 30 days can stay where it is').waitFor()
    await page.getByRole('heading', { name: 'Load of the bays' }).waitFor()
  })

  it('APPT-SLOTS HR-EMP: an absence is entered and leads to the plan', async () => {
    await shell.visit('/absences')
    await page.getByText('High-voltage course').waitFor()
    await page.keyboard.press('F2')
    await choose(page, 'Employee', 'Sami Aziz')
    await choose(page, 'Kind', 'Ill')
    await page.keyboard.press('Control+s')
    await page.getByText('Absence of Sami Aziz saved.').waitFor()
    await page.getByRole('row').filter({ hasText: 'Sami Aziz' }).waitFor()
  })

  it('A-PLANNER JOB-REALLOC: a bay goes out of service and a job on hold: their bookings stand in the plan, before and after', async () => {
    await shell.visit('/bays')
    await page.getByRole('button', { name: 'More for Bay 5 – quick' }).click()
    await page.getByRole('menuitem', { name: 'Take out of service' }).click()
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Control+s')
    await page.getByRole('article', { name: 'Bay 5 – quick' }).getByText('Out of service', { exact: true }).waitFor()
    await shell.visit('/work-orders?state=inProgress')
    await page.getByRole('row').filter({ hasText: 'Erin Walsh' }).first().click()
    await page.getByRole('button', { name: /^Hold/ }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Waiting for parts' }).click()
    await dialog.getByRole('switch', { name: 'The car leaves the bay' }).check()
    await page.keyboard.press('Control+s')
    await page.getByText('On hold: Waiting for parts').waitFor()
    await shell.visit('/planning')
    const held = page.getByRole('row').filter({ hasText: 'Job on hold' })
    await held.getByText('Erin Walsh').waitFor()
    const down = page.getByRole('row').filter({ hasText: 'Bay out of service' })
    await expect.poll(() => down.count()).toBeGreaterThan(0)
    await expect.poll(() => down.first().getByRole('cell').nth(3).textContent()).toContain('Bay 5 – quick')
    await expect.poll(() => down.first().getByRole('cell').nth(4).textContent()).not.toContain('Bay 5 – quick')
  })
})
