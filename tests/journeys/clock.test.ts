import { describe, expect, it } from 'vitest'
import type { AnswerEnvelope, CallEnvelope } from '#shared/contract/envelope.ts'
import { DEMO } from '#shared/modules/workspace/model.ts'
import { signIn } from '#tests/support/browser.ts'
import { openDemo, scan } from '#tests/support/shell.ts'

/** The time clock of the demo shop: a badge, a technician at the kiosk, a manager who puts a forgotten punch right. */
describe('the time clock', async () => {
  const shell = await openDemo()
  const { page } = shell
  const row = (name: string) => page.getByRole('row').filter({ hasText: name }).first()
  const atTheKiosk = async (pin: string) => {
    for (const figure of pin) await page.getByRole('button', { name: figure, exact: true }).click()
    await page.getByRole('button', { name: 'Enter' }).click()
  }

  it('CLOCK-SHIFT: a forgotten clock-out is put right with the proposed time, and a badge is given', async () => {
    await signIn(page, DEMO)
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
    await scan(page, 'BDG-0042')
    await page.getByText(/^Grace Lee: Out/).waitFor()
    await scan(page, 'BDG-0042')
    await page.getByText(/^Grace Lee: At work/).waitFor()
    await scan(page, 'BDG-9999')
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

  const SIZES = [
    { width: 1280, height: 800 },
    { width: 390, height: 844 },
  ]
  /** In the window as it is, without scrolling, with nothing over it, and large enough for a glove. */
  const isInReach = (name: RegExp) =>
    page
      .getByRole('button', { name })
      .last()
      .evaluate((button) => {
        const { left, right, top, bottom, height } = button.getBoundingClientRect()
        const isSeen = [top + 4, bottom - 4].every((y) => button.contains(document.elementFromPoint((left + right) / 2, y)))
        return isSeen && height >= 76
      })

  it('KIOSK-MODE: what moves a job stands on the screen without scrolling, on a kiosk and on a phone, however long the job is', async () => {
    await page
      .getByRole('button', { name: /Erin Walsh/ })
      .first()
      .click()
    await page.getByRole('button', { name: /^Ask for a part/ }).waitFor()
    for (const size of SIZES) {
      await page.setViewportSize(size)
      for (const step of [/^Hold/, /^Finish/]) await expect.poll(() => isInReach(step)).toBe(true)
    }
    await page.getByRole('button', { name: /^Finish/ }).click()
    for (const size of SIZES) {
      await page.setViewportSize(size)
      for (const key of [/^Job is done/, /^0$/, /^Enter/]) await expect.poll(() => isInReach(key)).toBe(true)
    }
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.getByRole('button', { name: 'Back' }).click()
  })

  it('KIOSK-MODE A-CLOCK: over to another job in one press: the first one goes on hold, the clock follows', async () => {
    await page.getByRole('button', { name: 'My jobs' }).click()
    const next = page.getByRole('region', { name: 'Next for you' }).getByRole('button').first()
    const plate = /^\S+ \d+/.exec((await next.textContent()) ?? '')?.[0] ?? ''
    await next.click()
    await page.getByRole('button', { name: /^Switch to this job .* goes on hold and keeps its bay/ }).click()
    await page.getByRole('heading', { name: 'In which bay?' }).waitFor()
    await page.getByRole('button', { name: /^Bay 4/ }).click()
    await page.getByText(/^Started\. Bay 4/).waitFor()
    await page.getByRole('button', { name: 'My jobs' }).click()
    await page.getByRole('region', { name: 'You work on this' }).getByText(plate).waitFor()
    await page.getByRole('region', { name: 'On hold' }).getByText('Another job came first').waitFor()
    await page.getByRole('region', { name: 'My clock' }).getByText('On a job').waitFor()
  })

  it('KIOSK-MODE CLOCK-SHIFT: a kiosk whose clock is wrong says so to whoever clocks there; on a phone its head leaves room for that', async () => {
    const phone = await page.context().newPage()
    await phone.setViewportSize({ width: 390, height: 844 })
    let offsetMs = 5 * 60_000
    await phone.routeWebSocket(/\/core$/, (line) => {
      const core = line.connectToServer()
      const asked = new Set<string>()
      line.onMessage((text) => {
        const { id, name } = JSON.parse(String(text)) as CallEnvelope // our own window's
        if (name === 'sync.joining') asked.add(id)
        core.send(text)
      })
      core.onMessage((text) => {
        const answer = JSON.parse(String(text)) as AnswerEnvelope // or a notice, which has no id
        if (answer.ok && asked.has(answer.id)) line.send(JSON.stringify({ ...answer, value: { ...(answer.value as object), clockOffsetMs: offsetMs } }))
        else line.send(text)
      })
    })
    const said = phone.getByText('The clock of this device is 5 minutes off')
    await phone.goto(new URL('/kiosk', page.url()).href)
    await said.waitFor()
    await phone.getByRole('button', { name: /Tom Alvarez/ }).click()
    for (const figure of '1111') await phone.getByRole('button', { name: figure, exact: true }).click()
    await phone.getByRole('button', { name: 'Enter' }).click()
    await phone.getByRole('region', { name: 'My clock' }).waitFor()
    await said.waitFor()
    expect((await phone.getByRole('banner').boundingBox())?.height).toBeLessThanOrEqual(100)
    const out = await phone.getByRole('banner').getByRole('button', { name: 'Done, sign out' }).boundingBox()
    expect(Math.min(out?.width ?? 0, out?.height ?? 0)).toBeGreaterThanOrEqual(76)
    await phone.getByRole('banner').getByText('Tom Alvarez').waitFor()
    offsetMs = 60_000
    await phone.reload()
    await phone.getByRole('region', { name: 'My clock' }).waitFor()
    expect(await phone.getByText('The clock of this device').count()).toBe(0)
    await phone.close()
  })

  it('KIOSK-MODE: a kiosk that is left alone signs out by itself', async () => {
    await page.clock.install()
    await shell.visit('/kiosk')
    await page.getByRole('region', { name: 'My clock' }).waitFor()
    await page.clock.fastForward('30:00')
    await page.getByRole('button', { name: /Una Berg/ }).waitFor()
    expect(await page.getByRole('region', { name: 'My clock' }).count()).toBe(0)
  })
})
