import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { DEMO } from '#shared/modules/workspace/model.ts'
import { signIn } from '#tests/support/browser.ts'
import { openDemo } from '#tests/support/shell.ts'

/** The counter makes an agreement with a customer of the demo shop, looks after its visits, and finds what is due. */
describe('maintenance agreements', async () => {
  const shell = await openDemo()
  const { page } = shell
  const dialog = page.getByRole('dialog')

  it('APPT-RECUR: an agreement shows its days before it is made, and books its visits', async () => {
    await signIn(page, DEMO)
    await shell.visit('/agreements')
    await page.getByRole('row').filter({ hasText: 'Van care' }).waitFor()
    await page.keyboard.press('F2')
    await dialog.getByRole('combobox', { name: 'Customer' }).fill('Erin Walsh')
    await page.getByRole('option', { name: /Erin Walsh/ }).click()
    await dialog.getByRole('combobox', { name: 'Vehicles' }).click()
    await page.getByRole('option', { name: /KLM 4821/ }).click()
    await page.keyboard.press('Escape')
    await dialog.getByRole('textbox', { name: 'What is agreed' }).fill('Weekly look')
    await dialog.getByRole('textbox', { name: 'Every' }).fill('1')
    await dialog.getByRole('combobox', { name: 'Unit' }).click()
    await page.getByRole('option', { name: 'weeks' }).click()
    await dialog.getByText('every week on').waitFor()
    await expect.poll(() => dialog.getByRole('region', { name: 'Next days' }).getByRole('listitem').count()).toBe(8)
    await page.keyboard.press('Control+s')
    await page.getByRole('heading', { name: 'Weekly look' }).waitFor()
    await expect.poll(() => page.getByRole('row').filter({ hasText: 'KLM 4821' }).count()).toBe(5)
  })

  it('APPT-RECUR: one visit is moved, and the others stay', async () => {
    await page.getByRole('row').filter({ hasText: 'KLM 4821' }).nth(2).click()
    await dialog.getByRole('textbox', { name: 'Time of day' }).fill('15:30')
    await page.keyboard.press('Control+s')
    await expect.poll(() => page.getByRole('row').filter({ hasText: '15:30' }).count()).toBe(1)
  })

  it('CAL-ICS: its booking is saved as a file for a calendar', async () => {
    await shell.visit('/schedule')
    await page.getByText('Erin Walsh').first().click()
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Calendar file' }).click()])
    expect(file.suggestedFilename()).toMatch(/\.ics$/)
    const text = readFileSync(await file.path(), 'utf8')
    expect(text).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]*SUMMARY:.*Erin Walsh[\s\S]*END:VCALENDAR\r\n$/)
    await page.keyboard.press('Escape')
  })

  it('CAL-ICS: another calendar’s holidays are looked at and taken over once; a technician’s bookings are a calendar to subscribe to', async () => {
    await shell.visit('/calendars')
    const year = new Date().getFullYear() + 1
    const ics = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//EN']
      .concat('BEGIN:VEVENT', 'UID:new-year@example.org', `DTSTART;VALUE=DATE:${year}0101`, 'SUMMARY:New Year', 'END:VEVENT')
      .concat('BEGIN:VEVENT', 'UID:no-start@example.org', 'SUMMARY:Lost', 'END:VEVENT', 'END:VCALENDAR', '')
      .join('\r\n')
    const take = () => page.locator('input[type="file"]').setInputFiles({ name: 'holidays.ics', mimeType: 'text/calendar', buffer: Buffer.from(ics) })
    await take()
    await page.getByRole('list', { name: 'In the file' }).getByText('New Year').waitFor()
    await page.getByRole('region', { name: 'Left out' }).getByText('It has no start.').waitFor()
    await page.getByRole('button', { name: 'Take over 1 entry' }).click()
    await page.getByText(/^1 taken over, 0 were here already/).waitFor()
    await take()
    await page.getByRole('list', { name: 'In the file' }).getByText('Here already').waitFor()

    await page.getByRole('combobox', { name: 'Whose' }).click()
    await page.getByRole('option', { name: 'Tom Alvarez' }).click()
    await page.getByRole('button', { name: 'New calendar' }).click()
    await page.getByText('The calendar of Tom Alvarez is there.').waitFor()
    const path = await page
      .getByText(/\.ics$/)
      .first()
      .textContent()
    await expect.poll(() => existsSync(path ?? '') && readFileSync(path ?? '', 'utf8')).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]*BEGIN:VEVENT/)
    await shell.visit('/absences')
    await page.getByText('New Year').first().waitFor()
  })

  it('CRM-SVCREMIND: what is due is listed with the message that waits; dismissing it takes the message back', async () => {
    await shell.visit('/reminders')
    const due = page.getByRole('row').filter({ hasText: 'Brake re-check' })
    await due.first().getByText('Waiting').waitFor()
    const before = await due.count()
    await due.first().getByRole('button', { name: 'Dismiss' }).click()
    await dialog.getByRole('textbox').fill('done elsewhere')
    await dialog.getByRole('button', { name: 'Dismiss' }).click()
    await expect.poll(() => due.count()).toBe(before - 1)
    await page.getByRole('button', { name: 'Outbox' }).click()
    await page.getByRole('row').filter({ hasText: 'Cancelled' }).first().waitFor()
  })
})
