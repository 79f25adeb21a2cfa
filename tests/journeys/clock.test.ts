import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { DEMO } from '#shared/modules/workspace/model.ts'
import { openInBrowser } from '#tests/support/shell.ts'

/** The time clock of the demo shop: a badge, a technician at the kiosk, a manager who puts a forgotten punch right. */
describe('the time clock', async () => {
  const shell = await openInBrowser({ env: { BAYLINE_DEMO: 'true' } })
  const { page } = shell
  afterAll(() => shell.close())
  afterEach(() => expect([...shell.complaints, ...shell.foreign]).toEqual([]))
  const row = (name: string) => page.getByRole('row').filter({ hasText: name }).first()
  const atTheKiosk = async (pin: string) => {
    for (const figure of pin) await page.getByRole('button', { name: figure, exact: true }).click()
    await page.getByRole('button', { name: 'Enter' }).click()
  }

  it('CLOCK-SHIFT: a forgotten clock-out is put right with the proposed time, and a badge is given', async () => {
    await page.getByLabel('E-mail').fill(DEMO.email)
    await page.getByLabel(/^Password( \*)?$/).fill(DEMO.password)
    await page.keyboard.press('Enter')
    await page.getByRole('navigation').first().waitFor()
    await shell.visit('/clock')
    await page.getByRole('heading', { name: '1 punch is missing' }).waitFor()
    await page.getByRole('button', { name: /^Out at/ }).click()
    await page.getByText(/^Sami Aziz is clocked out at/).waitFor()
    await expect.poll(() => page.getByRole('heading', { name: /missing/ }).count()).toBe(0)
    await expect.poll(() => row('Tom Alvarez').textContent()).toContain('On a job')
    await row('Grace Lee').click()
    await page.getByRole('heading', { name: 'Grace Lee' }).waitFor()
    await page.getByRole('button', { name: 'Badge' }).click()
    await page.getByRole('dialog').getByRole('textbox', { name: 'Badge' }).fill('BDG-0042')
    await page.keyboard.press('Control+s')
    await page.getByText('The badge is set.').waitFor()
    await page.getByText('BDG-0042').waitFor()
  })

  it('CLOCK-2 CLOCK-SHIFT: a correction shows beside the punch that it replaces', async () => {
    await page.getByRole('row').filter({ hasText: 'On a break' }).last().getByRole('button', { name: 'Correct' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Never took it')
    await dialog.getByRole('button', { name: 'Take it away' }).click()
    await page.getByText('Never took it').waitFor()
    await page.getByText('replaced').first().waitFor()
  })

  it('KIOSK-MODE CLOCK-SHIFT: a badge before the kiosk clocks out and in again', async () => {
    await page.getByRole('button', { name: 'Your account' }).click()
    await page.getByRole('menuitem', { name: 'Kiosk mode' }).click()
    await page.getByRole('button', { name: /Tom Alvarez/ }).waitFor()
    await page.keyboard.type('BDG-0042')
    await page.keyboard.press('Enter')
    await page.getByText(/^Grace Lee: Out/).waitFor()
    await page.keyboard.type('BDG-0042')
    await page.keyboard.press('Enter')
    await page.getByText(/^Grace Lee: At work/).waitFor()
    await page.keyboard.type('BDG-9999')
    await page.keyboard.press('Enter')
    await page.getByText('Nobody has this badge.').waitFor()
  })

  it('KIOSK-MODE A-CLOCK: a technician takes a break from a job and comes back to it; clocking out waits for the job', async () => {
    await page.getByRole('button', { name: /Tom Alvarez/ }).click()
    await atTheKiosk('1111')
    const clock = page.getByRole('region', { name: 'My clock' })
    await clock.getByText('On a job').waitFor()
    await expect.poll(() => clock.getByRole('button', { name: /Clock out/ }).isDisabled()).toBe(true)
    await clock.getByText(/Finish .* or put it on hold first/).waitFor()
    await clock.getByRole('button', { name: 'Break' }).click()
    await clock.getByText('On a break').waitFor()
    await clock.getByRole('button', { name: 'Back from break' }).click()
    await clock.getByText('On a job').waitFor()
    for (const button of await clock.getByRole('button').all()) expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(76)
  })
})
