import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { openPage, setUpShop, signIn } from '#tests/support/browser.ts'
import { temporaryFolder } from '#tests/support/core.ts'
import { launchChromium, startHeadless } from '#tests/support/shell.ts'
import { ROOT } from '#tests/support/sources.ts'

/** A hub makes a database cluster at its first start. */
const PATIENCE = { timeout: 150_000 }

describe('QA-E2E a shop PC as the hub of its building', async () => {
  const browser = await launchChromium()
  const dataDir = temporaryFolder()
  chmodSync(dataDir, 0o755) // run as root, the database goes by another user
  let hub = await startHeadless(dataDir)
  const other = await startHeadless(temporaryFolder())
  const { page: first } = await openPage(browser, hub.address)
  const { page: second } = await openPage(browser, other.address)
  for (const page of [first, second]) page.setDefaultTimeout(15_000)
  const visit = (page: Page, path: string) => page.goto(new URL(path, page.url()).href)
  const end = async ({ child }: typeof hub) => {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await ended
  }
  let address = ''

  afterAll(async () => {
    await browser.close()
    await Promise.all([end(hub), end(other)])
  }, 60_000)
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await first.screenshot({ path: join(ROOT, `out/journeys/hub-${task.name.split(':')[0]}.png`) })
  })

  it('A-LAN: one press makes this PC the hub, and its own first device', async () => {
    await setUpShop(first)
    await visit(first, '/sync?tab=hub')
    await first.getByLabel('Name of the hub').fill('Dockside hub')
    await first
      .getByRole('button', { name: /^Make this PC the hub/ })
      .last()
      .click()
    await first.getByText('The hub runs on this PC').waitFor(PATIENCE)
    await first.getByRole('banner').getByText('Online').waitFor(PATIENCE)
    address = (await first.locator('bdi.mono').first().textContent()) ?? ''
    expect(address).toMatch(/^https:\/\/[\d.]+:\d+\/#([0-9A-Z]{4}-){4}[0-9A-Z]{4}$/)
  })

  it('A-LAN SYNC-4: another PC joins over the network, by the address with the hub’s fingerprint', async () => {
    await visit(first, '/sync?tab=devices')
    await first.getByRole('button', { name: /^Invite a device/ }).click()
    await first.getByRole('dialog').getByLabel('Name of the device').fill('Counter 2')
    await first.getByRole('button', { name: /^Make a code/ }).click()
    const code = (await first.getByRole('status', { name: 'Code' }).textContent()) ?? ''
    await first.getByRole('dialog').getByText(address).waitFor()
    await first.keyboard.press('Escape')
    await second.getByRole('button', { name: 'Join a shop that exists' }).last().click()
    await second.getByLabel(/Address of the centre/).fill(address.replace(/#....-/, '#0000-'))
    await second.getByLabel(/^Code/).fill(code)
    await second.keyboard.press('Enter')
    await second.getByText('There is no answer from this address.').waitFor()
    await second.getByLabel(/Address of the centre/).fill(address)
    await second.keyboard.press('Enter')
    await second.getByRole('status', { name: 'Check number' }).waitFor(PATIENCE)
    await first.getByRole('article', { name: 'Counter 2' }).getByRole('button', { name: 'Approve' }).click(PATIENCE)
    await first.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
    await second.getByLabel('E-mail').waitFor(PATIENCE)
    await signIn(second)
    await second.getByRole('banner').getByText('Online').waitFor(PATIENCE)
  })

  it('A-LAN: the hub ends with its program and starts with it; the other PC finds its way back', async () => {
    await end(hub)
    await second
      .getByRole('banner')
      .getByText(/^Offline/)
      .waitFor(PATIENCE)
    hub = await startHeadless(dataDir)
    await second.getByRole('banner').getByText('Online').waitFor(PATIENCE)
  })
})
