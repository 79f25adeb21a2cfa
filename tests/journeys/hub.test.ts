import { chmodSync } from 'node:fs'
import type { Page } from 'playwright'
import { afterAll, describe, expect, it } from 'vitest'
import { openBrowser, openPage, setUpShop, signIn, startShell } from '#tests/support/browser.ts'
import { temporaryFolder } from '#tests/support/core.ts'
import { showWhatFailed } from '#tests/support/shell.ts'

/** A hub makes a database cluster at its first start. */
const PATIENCE = { timeout: 150_000 }

describe('QA-E2E a shop PC as the hub of its building', async () => {
  const browser = await openBrowser()
  const dataDir = temporaryFolder()
  chmodSync(dataDir, 0o755) // run as root, the database goes by another user
  let hub = await startShell({ dataDir })
  const other = await startShell()
  const { page: first } = await openPage(browser, hub.address)
  const { page: second } = await openPage(browser, other.address)
  const visit = (page: Page, path: string) => page.goto(new URL(path, page.url()).href)
  let address = ''

  afterAll(async () => {
    await browser.close()
    await Promise.all([hub, other].map(({ kill }) => kill('SIGTERM')))
  }, 60_000)
  showWhatFailed(first, 'hub')

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
    await hub.kill('SIGTERM')
    await second
      .getByRole('banner')
      .getByText(/^Offline/)
      .waitFor(PATIENCE)
    hub = await startShell({ dataDir })
    await second.getByRole('banner').getByText('Online').waitFor(PATIENCE)
  })
})
