import { randomUUID } from 'node:crypto'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Centre, startCentre } from '#central/centre.ts'
import { readCentreConfig } from '#central/config.ts'
import type { AnswerEnvelope } from '#shared/contract/envelope.ts'
import { HOUR_MS } from '#shared/kernel/time.ts'
import { openBrowser, openPage, OWNER, setUpShop, signIn, startShell } from '#tests/support/browser.ts'
import { temporaryFolder } from '#tests/support/core.ts'
import { silentLog } from '#tests/support/postgres.ts'
import { showWhatFailed } from '#tests/support/shell.ts'
import { ROOT } from '#tests/support/sources.ts'

/** Longer than a device waits between two attempts to reach its centre. */
const PATIENCE = { timeout: 90_000 }

/** One call under the page's own session: for what is not the matter of this journey. */
async function ask(page: Page, name: string, input: unknown): Promise<never> {
  const text = await page.evaluate(
    ([id, operation, given]) =>
      new Promise<string>((resolve, reject) => {
        const socket = new WebSocket(`ws://${location.host}/core`)
        socket.onopen = () => socket.send(JSON.stringify({ v: 1, id, name: operation, input: given, token: sessionStorage.getItem('bayline.session') }))
        socket.onmessage = ({ data }) => {
          if (!String(data).includes(String(id))) return
          resolve(String(data))
          socket.close()
        }
        socket.onerror = () => reject(new Error('no line to the core'))
      }),
    [randomUUID(), name, input] as const,
  )
  const answer = JSON.parse(text) as AnswerEnvelope // our own core's
  if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.error)}`)
  return answer.value as never // the caller knows its operation
}

describe('QA-E2E two devices and their centre', async () => {
  const browser = await openBrowser()
  const dataDir = temporaryFolder()
  chmodSync(dataDir, 0o755) // run as root, the database goes by another user
  let centre: Centre
  let port = 0
  const startAgain = async () => {
    const config = readCentreConfig({ BAYLINE_CENTRAL_PORT: String(port) }, { dataDir, migrationsDir: join(ROOT, 'migrations/central'), version: '0.0.0-test' })
    centre = await startCentre(config, { log: silentLog })
    port = Number(new URL(centre.address).port)
  }
  const shells = [await startShell(), await startShell()] as const
  const [{ page: first }, { page: second }] = [await openPage(browser, shells[0].address), await openPage(browser, shells[1].address)]
  const visit = (page: Page, path: string) => page.goto(new URL(path, page.url()).href)
  const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).last().click()

  let customerId = ''
  let slot = { locationId: '', customerId: '', bayId: '', technicianId: '', startAt: 0, endAt: 0 }
  let name = ''

  beforeAll(startAgain, 120_000)
  afterAll(async () => {
    await browser.close()
    await Promise.all(shells.map(({ kill }) => kill('SIGTERM')))
    await centre.close()
  })
  showWhatFailed(first, 'first')
  showWhatFailed(second, 'second')

  it('SYNC-STATUS: the first device brings its shop to the centre', async () => {
    await setUpShop(first)
    const { locations } = (await ask(first, 'workspace.get', {})) as { locations: { id: string }[] }
    const locationId = locations[0]?.id ?? ''
    const bay = (await ask(first, 'bays.create', { locationId, name: 'Bay 1' })) as { id: string }
    const tom = (await ask(first, 'staff.create', { name: 'Tom Tech', isTechnician: true })) as { id: string }
    await ask(first, 'workspace.updateLocation', { locationId, openWeekdays: '0123456' })
    customerId = ((await ask(first, 'customers.create', { name: 'Zacharias Quill', phone: '+49 30 9876543' })) as { id: string }).id
    const startAt = (Math.floor(Date.now() / (24 * HOUR_MS)) + 2) * 24 * HOUR_MS + 10 * HOUR_MS
    slot = { locationId, customerId, bayId: bay.id, technicianId: tom.id, startAt, endAt: startAt + HOUR_MS }

    await visit(first, '/sync')
    await first.getByText('Not connected').first().waitFor()
    await press(first, 'Connect to a centre')
    const dialog = first.getByRole('dialog')
    await dialog.getByLabel(/Address of the centre/).fill(centre.address)
    await dialog.getByLabel(/^Code/).fill('AAAAA-AAAAA')
    await dialog.getByRole('button', { name: /^Connect to a centre/ }).click()
    await dialog.getByText(/This code is not good/).waitFor()
    await dialog.getByLabel(/^Code/).fill(centre.enrolmentCode?.toLowerCase() ?? '')
    await dialog.getByRole('button', { name: /^Connect to a centre/ }).click()
    await first.getByRole('banner').getByText('Online').waitFor(PATIENCE)
    await first.getByRole('row').filter({ hasText: 'Customer created' }).filter({ hasText: 'Sent' }).waitFor(PATIENCE)
  })

  it('SYNC-3 SYNC-4: a second device joins with a code, is approved by its number, and has the customers', async () => {
    await visit(first, '/sync?tab=devices')
    await press(first, /^Invite a device/)
    await first.getByRole('dialog').getByLabel('Name of the device').fill('Counter 2')
    await press(first, /^Make a code/)
    const code = await first.getByRole('status', { name: 'Code' }).textContent()
    expect(code).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/)
    await first.getByText(/^Good for 9:/).waitFor()

    await press(second, 'Join a shop that exists')
    await second.getByLabel(/Address of the centre/).fill(centre.address)
    await second.getByLabel(/^Code/).fill(code ?? '')
    await second.keyboard.press('Enter')
    const shown = await second.getByRole('status', { name: 'Check number' }).textContent(PATIENCE)
    await first.getByText('The code was used.').waitFor(PATIENCE)
    await first.keyboard.press('Escape')
    const asking = first.getByRole('article', { name: 'Counter 2' })
    await asking.getByText(shown ?? '?').waitFor(PATIENCE)
    await asking.getByRole('button', { name: 'Approve' }).click()
    await first.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()

    await second.getByLabel('E-mail').waitFor(PATIENCE)
    await signIn(second)
    await second.getByRole('banner').getByText('Online').waitFor(PATIENCE)
    await visit(second, '/customers')
    await second.getByRole('row').filter({ hasText: 'Zacharias Quill' }).waitFor(PATIENCE)
  })

  it('NTF-RT ALR-CORE: an alert that arises on one device is on the bell of the other, whose page was not loaded again', async () => {
    await visit(second, '/settings')
    await second.getByRole('banner').getByRole('button', { name: 'Alerts' }).waitFor()
    await second.evaluate(() => document.documentElement.setAttribute('data-stays', ''))
    const { id: vehicleId } = (await ask(first, 'vehicles.create', { customerId, plate: 'B-ZQ 1', make: 'Opel' })) as { id: string }
    const { locationId, technicianId } = slot
    await ask(first, 'workOrders.open', { locationId, technicianId, customerId, vehicleId, promisedAt: Date.now() - HOUR_MS })
    for (const page of [first, second]) await page.getByRole('banner').getByRole('button', { name: '1 new alert' }).waitFor(PATIENCE)
    await expect.poll(() => second.locator('html[data-stays]').count()).toBe(1)
  })

  it('A-OFFLINE SYNC-STATUS: with the centre gone both go on, and say so with the age of what they show', async () => {
    await centre.close()
    for (const page of [first, second]) {
      await visit(page, '/schedule')
      await page
        .getByRole('banner')
        .getByText(/^Offline/)
        .waitFor(PATIENCE)
      await page.getByText(/^As of \d\d:\d\d/).waitFor()
    }
    await ask(first, 'appointments.create', { ...slot, concern: 'first', confirmed: true })
    await ask(second, 'appointments.create', { ...slot, concern: 'second', confirmed: true })
    await ask(first, 'customers.update', { customerId, name: 'Zacharias Quill-First' })
    await ask(second, 'customers.update', { customerId, name: 'Zacharias Quill-Second' })
    for (const page of [first, second]) await page.getByRole('banner').getByText('2 entries wait').waitFor({ state: 'attached' })
  })

  it('A-SLOTS SYNC-2: the centre is back; the clash is decided with one of the proposed slots', async () => {
    await startAgain()
    for (const page of [first, second]) await page.getByRole('banner').getByText('Online').waitFor(PATIENCE)
    await first.getByRole('banner').getByText('2 decisions').click(PATIENCE)
    const card = first.getByRole('article', { name: 'Two bookings for one slot' })
    await card.getByText('Zacharias').first().waitFor()
    const ways = card.getByRole('group', { name: 'Free slots' }).getByRole('button')
    await expect.poll(() => ways.count()).toBe(3) // they are looked for once the card is drawn
    await ways.first().click()
    await first.getByText(/^Moved: .?Zacharias/).waitFor()
    await card.waitFor({ state: 'detached' })
    const range = { locationId: slot.locationId, fromAt: Date.now(), toAt: Date.now() + 20 * 24 * HOUR_MS }
    for (const page of [first, second]) {
      await expect
        .poll(async () => ((await ask(page, 'appointments.range', range)) as { state: string }[]).map(({ state }) => state).sort(), PATIENCE)
        .toEqual(['confirmed', 'pending'])
    }
  })

  it('A-LINEMERGE SYNC-2: two names stand beside each other with their authors; the other one is taken, on both devices', async () => {
    const card = first.getByRole('article').filter({ hasText: 'Was not taken' })
    for (const written of ['Zacharias Quill-First', 'Zacharias Quill-Second']) await card.getByText(written).last().waitFor()
    await expect.poll(() => card.getByText(OWNER.name).count()).toBe(2)
    name = (await card.locator('section').last().getByRole('definition').first().textContent()) ?? ''
    await card.getByRole('button', { name: 'Take this instead' }).click()
    await first.getByText('Nothing to decide').waitFor()
    for (const page of [first, second])
      await expect.poll(async () => ((await ask(page, 'customers.get', { customerId })) as { name: string }).name, PATIENCE).toBe(name)
    await second
      .getByRole('banner')
      .getByText('decision')
      .waitFor({ state: 'detached', ...PATIENCE })
  })

  it('POS-RETURN POS-11 A-OFFLINE: goods that came back at both tills without a link are told on both, and charged again', async () => {
    const item = (await ask(first, 'catalog.create', { name: 'Wiper blade', sku: 'WIP-1', priceMinor: 2000, taxRateBp: 0 })) as { id: string }
    const counts = [{ worthMinor: 5000, pieces: 2 }]
    for (const page of [first, second]) await ask(page, 'pos.openTill', { locationId: (slot as { locationId: string }).locationId, counts })
    const cash = (amountMinor: number) => [{ method: 'cash', amountMinor }]
    const sold = (await ask(first, 'pos.sell', {
      saleId: v7(),
      lines: [{ itemId: item.id, qtyMilli: 1000, unitPriceMinor: 2000 }],
      payments: cash(2000),
    })) as { number: string; lines: { id: string }[] }
    const returns = [{ lineId: sold.lines[0]?.id, qtyMilli: 1000 }]
    await visit(second, '/sales')
    await second.getByRole('row').filter({ hasText: sold.number }).waitFor(PATIENCE)

    await centre.close()
    await second
      .getByRole('banner')
      .getByText(/^Offline/)
      .waitFor(PATIENCE)
    await ask(first, 'pos.sell', { saleId: v7(), returns, payments: cash(-2000) })
    await visit(second, '/counter')
    await second.getByRole('search').waitFor()
    await second.keyboard.press('F4')
    await second.getByLabel('Receipt number').fill(sold.number)
    await second.keyboard.press('Enter')
    await second.getByRole('button', { name: 'Everything comes back' }).click()
    await second.keyboard.press('Enter')
    await second.getByText('To give back').waitFor()
    await second.keyboard.press('F8')
    await second.getByRole('button', { name: /^Give it back/ }).click()
    await second.getByRole('button', { name: /^Next customer/ }).click()

    await startAgain()
    await visit(first, '/counter')
    for (const page of [first, second]) await page.getByText(/^Wiper blade.? came back more often than it was sold/).waitFor(PATIENCE)
    await first.getByRole('banner').getByRole('button', { name: /alert/i }).click()
    await first
      .getByRole('menu')
      .getByText(/20\.00 was given back too much/)
      .waitFor(PATIENCE)
    await first.keyboard.press('Escape')
    await press(second, 'Charge it again')
    await second
      .getByRole('complementary', { name: 'Total' })
      .getByText(/20\.00/)
      .first()
      .waitFor()
    await second.keyboard.press('F8')
    await second.getByRole('textbox', { name: 'Handed over' }).waitFor()
    await second.keyboard.press('Enter')
    await second.getByRole('button', { name: /^Next customer/ }).waitFor()
    for (const page of [first, second]) await page.getByText(/came back more often/).waitFor({ state: 'detached', ...PATIENCE })
  })

  it('SYNC-3: a device is cut off, and what is entered there stays there', async () => {
    await visit(first, '/sync?tab=devices')
    await press(first, 'Cut off')
    await first.getByRole('dialog').getByRole('button', { name: 'Cut off' }).click()
    await first.getByText(/is cut off/).waitFor()
    await second.getByRole('banner').getByText('Cut off').waitFor(PATIENCE)
    await ask(second, 'customers.update', { customerId, note: 'never leaves' })
    await ask(first, 'customers.update', { customerId, note: 'goes on' })
    await first.getByRole('banner').getByText('Online').waitFor()
    expect(((await ask(first, 'customers.get', { customerId })) as { note: string }).note).toBe('goes on')
  })
})
