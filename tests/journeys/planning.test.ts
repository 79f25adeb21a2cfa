import type { Page } from 'playwright'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { DEMO } from '#shared/modules/workspace/model.ts'
import { openInBrowser } from '#tests/support/shell.ts'

/** Takes an option of a select. */
async function choose(page: Page, label: string, option: string | RegExp): Promise<void> {
  await page.getByRole('dialog').getByRole('combobox', { name: label }).click()
  await page.getByRole('option', { name: option }).first().click()
}

/** The demo shop: somebody is away on a day that is booked. */
describe('planning', async () => {
  const shell = await openInBrowser({ env: { BAYLINE_DEMO: 'true' } })
  const { page } = shell
  afterAll(() => shell.close())
  afterEach(() => expect([...shell.complaints, ...shell.foreign]).toEqual([]))
  const proposal = page.getByRole('region', { name: 'First free slot' })

  it('APPT-TYPES APPT-SLOTS: a kind of booking is made with the skill and the equipment that it needs', async () => {
    await page.getByLabel('E-mail').fill(DEMO.email)
    await page.getByLabel(/^Password( \*)?$/).fill(DEMO.password)
    await page.keyboard.press('Enter')
    await page.getByRole('navigation').first().waitFor()
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
})
