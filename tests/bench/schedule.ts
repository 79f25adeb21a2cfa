import type { Id } from '#shared/kernel/ids.ts'
import { addDays, atLocal, localDate } from '#shared/kernel/time.ts'
import { openBrowser, openPage, OWNER, signIn } from '#tests/support/browser.ts'
import { chance } from '#tools/seed/random.ts'
import { bookedLocation } from './support/diary.ts'
import { frames, haul, middle, SMOOTH, wheel } from './support/frames.ts'
import { startHeadless } from './support/headless.ts'
import { latencies, measure, median, type Outcome, report } from './support/measure.ts'
import { mustBeOk, openBigShop } from './support/shop.ts'

/*
 * The week of 20 bays that are booked without a gap, in the big shop: what its screen asks for, from the calls' texts to the answers',
 * and from the key that goes to the next week to the painted grid, in a real Chromium on the built headless shell.
 */
const [BAYS, DAYS, COUNT] = [20, 7, 60]
const shop = await openBigShop()
const c = chance(41)
const { zone } = (await shop.get('workspace.get', {})).company
const crew: Id<'employee'>[] = []
for (let i = 0; i < BAYS; i++) crew.push((await shop.get('staff.create', { name: `crew ${i}`, isTechnician: true })).id)
const locationId = await bookedLocation(shop, c, {
  name: 'week',
  bays: crew.map((technicianId) => ({ technicianId, equipmentIds: [] })),
  free: 0,
  zone,
})
shop.core.platform.store.connection.raw.exec('ANALYZE appointment')
const today = localDate(Date.now(), zone)
const week = (i: number) => {
  const fromOn = addDays(today, (i % 10) * DAYS)
  return [
    shop.text('appointments.range', { locationId, fromAt: atLocal(fromOn, 0, zone), toAt: atLocal(addDays(fromOn, DAYS), 0, zone) }),
    shop.text('appointments.bayLoads', { locationId, fromOn, days: DAYS }),
    shop.text('bays.board', { locationId }),
  ]
}
const outcomes: Outcome[] = [
  await measure({
    id: 'schedule.week',
    title: 'week view of 20 booked bays, all its calls',
    by: 'p99',
    bounds: { most: { p99: 50 } },
    subject: () =>
      latencies(COUNT, async (i) => {
        for (const text of week(i)) mustBeOk(await shop.send(text))
      }),
  }),
]
await shop.core.shutdown()

const browser = await openBrowser()
const headless = await startHeadless()
const { page } = await openPage(browser, headless.address)
await signIn(page, OWNER)
await page.evaluate((id) => localStorage.setItem('bayline.window', JSON.stringify({ locationId: id })), locationId)
/** The week from its top: only rows in sight are drawn. */
const openWeek = async () => {
  await page.goto(`${new URL(headless.address).origin}/schedule?view=week`)
  await page
    .locator(`[data-cell="0 ${DAYS - 1}"] button`)
    .first()
    .waitFor()
}
await openWeek()
await page.evaluate(() => {
  // From the key's own time stamp to the first task after the frame in which the grid has the bookings of its new days.
  const waits: number[] = []
  let pressed: number | null = null
  const firstDay = () => document.querySelector<HTMLElement>('[data-on]')?.dataset['on']
  let before: string | undefined
  addEventListener(
    'keydown',
    (event) => {
      pressed = event.timeStamp
      before = firstDay()
    },
    true,
  )
  const painted = new MessageChannel()
  painted.port1.onmessage = () => {
    if (pressed !== null) waits.push(performance.now() - pressed)
    pressed = null
  }
  new MutationObserver(() => {
    if (pressed !== null && firstDay() !== before && document.querySelector('[data-cell] button') !== null)
      requestAnimationFrame(() => painted.port2.postMessage(null))
  }).observe(document.body, { childList: true, subtree: true })
  Object.assign(globalThis, { waits })
})
const turn = async (key: string): Promise<number> => {
  await page.keyboard.press(key)
  await page.waitForFunction(() => (globalThis as unknown as { waits: number[] }).waits.length > 0) // put there above
  return await page.evaluate(() => (globalThis as unknown as { waits: number[] }).waits.splice(0)[0] ?? Number.NaN) // likewise
}
outcomes.push(
  await measure({
    id: 'schedule.painted',
    title: 'next week of 20 booked bays, from key to painted',
    by: 'p50',
    rounds: 3,
    bounds: { most: { p50: 50 } },
    subject: async () => {
      const waits: number[] = []
      for (let i = 0; i < 8; i++) {
        waits.push(await turn(i % 2 === 0 ? 'n' : 'p'))
        await page.waitForTimeout(300)
      }
      return { p50: median(waits), p99: Math.max(...waits) }
    },
  }),
)
outcomes.push(
  await measure({
    id: 'schedule.scroll',
    title: 'week of 20 booked bays under the wheel, between frames',
    by: 'p95',
    rounds: 3,
    bounds: { most: SMOOTH },
    subject: async () => {
      await openWeek()
      const place = await middle(page, '[data-cell="0 3"]')
      return frames(page, () => wheel(page, place))
    },
  }),
  await measure({
    id: 'schedule.drag',
    title: 'a booking dragged over that week, between frames',
    by: 'p95',
    rounds: 3,
    bounds: { most: SMOOTH },
    subject: async () => {
      await openWeek()
      const over = await Promise.all(['1 0', '1 6', '0 1'].map((cell) => middle(page, `[data-cell="${cell}"]`)))
      const places = [await middle(page, `[data-cell="0 ${DAYS - 1}"] button`), ...over]
      return frames(page, () => haul(page, places))
    },
  }),
)
report(outcomes)
await browser.close()
await headless.stop()
process.exit(0)
