import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { CONTRACT_VERSION } from '#shared/contract/envelope.ts'
import type { BaylineBridge } from '#shared/contract/shell.ts'
import { DEMO } from '#shared/modules/workspace/model.ts'
import { launchApp } from '#tests/support/electron.ts'

const app = await launchApp({ env: { BAYLINE_DEMO: 'true' } })
const { page, electron } = app
afterAll(() => electron.close())
const count = () => electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)
const openWall = async () => {
  const [wall] = await Promise.all([electron.waitForEvent('window'), page.getByRole('button', { name: 'Wall screen' }).click()])
  await wall.getByText('Bay 1', { exact: true }).waitFor()
  return wall
}

beforeAll(async () => {
  await page.getByLabel('E-mail').fill(DEMO.email)
  await page.getByLabel(/^Password( \*)?$/).fill(DEMO.password)
  await page.keyboard.press('Enter')
  await page.getByRole('navigation').getByRole('link', { name: 'Schedule' }).click()
})

it('APPT-VIEWS: the wall has a window of its own on the screen that the counter is not on, and goes on when the counter is locked', async () => {
  const bounds = { x: 1920, y: 0, width: 2560, height: 1440 }
  const asked = await electron.evaluateHandle(({ app: host, screen, BrowserWindow }, second) => {
    const first = { x: 0, y: 0, width: 1920, height: 1080 }
    const displays = [
      { id: 1, bounds: first },
      { id: 2, bounds: second },
    ]
    Object.assign(screen, { getAllDisplays: () => displays, getDisplayMatching: () => displays[0] })
    const places: object[] = []
    BrowserWindow.getAllWindows()[0]?.webContents.on('did-create-window', (_wall, { options }) => {
      const { x, y, width, height, fullscreen } = options
      places.push({ x, y, width, height, fullscreen })
    })
    return Object.assign(host, { places }).places
  }, bounds)
  const wall = await openWall()
  expect(await asked.jsonValue()).toEqual([{ ...bounds, fullscreen: true }])
  expect(await count()).toBe(2)
  expect(await Promise.all([page, wall].map((one) => one.evaluate(() => location.pathname)))).toEqual(['/schedule', '/wall'])

  const session = (of: typeof page) => of.evaluate(() => sessionStorage.getItem('bayline.session'))
  const counters = await session(page)
  await expect.poll(() => session(wall)).not.toBe(counters)
  await page.keyboard.press('Control+Shift+L')
  await page
    .getByText(/locked/i)
    .first()
    .waitFor()
  const call = { v: CONTRACT_VERSION, id: randomUUID(), name: 'auth.me', input: {}, token: await session(wall) }
  const answer = await wall.evaluate((text) => (globalThis as unknown as { bayline: BaylineBridge }).bayline.call(text), JSON.stringify(call)) // what the preload exposes
  expect(JSON.parse(answer)).toMatchObject({ ok: true })
})

it('APPT-VIEWS SEC-INPUT: a second wall takes the place of the first, no page but that one gets a window, and it goes with the counter', async () => {
  await page.getByLabel(/^Password( \*)?$/).fill(DEMO.password)
  await page.keyboard.press('Enter')
  const [first] = electron.windows().filter((one) => one !== page)
  const closed = first?.waitForEvent('close')
  const opening = electron.waitForEvent('window')
  await page.evaluate(() => void window.open('/wall', 'another'))
  await opening
  await closed
  // The stand-in closes what is refused a moment later.
  for (const path of ['/', '/wall/', '/wall?x=1', '/schedule', 'https://example.com/wall']) await page.evaluate((to) => void window.open(to), path)
  await page.waitForTimeout(300)
  expect(electron.windows()).toHaveLength(2)
  expect(await count()).toBe(2)
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  expect(await app.ended).toBe(0)
})
