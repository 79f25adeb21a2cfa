import type { Page } from 'playwright'
import type { Figures } from './measure.ts'

/**
 * What a hand sees while it scrolls or drags: the time between the frames of the page, from `act`'s begin to its end, and the longest
 * task in between. Units: ms; at 60 frames a second 16.7.
 */
export async function frames(page: Page, act: () => Promise<void>): Promise<Figures> {
  await page.evaluate(() => {
    const at: number[] = []
    let longest = 0
    const watch = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest = Math.max(longest, duration)
    })
    watch.observe({ type: 'longtask' })
    let isOn = true
    const tick = (now: number) => {
      at.push(now)
      if (isOn) requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
    Object.assign(globalThis, {
      endFrames: () => {
        isOn = false
        watch.disconnect()
        return { gaps: at.slice(1).map((now, i) => now - (at[i] ?? now)), longest }
      },
    })
  })
  await act()
  const { gaps, longest } = await page.evaluate(() => (globalThis as unknown as { endFrames: () => { gaps: number[]; longest: number } }).endFrames()) // put there above
  if (gaps.length < 30) throw new Error(`only ${gaps.length} frames`)
  const sorted = gaps.sort((a, b) => a - b)
  const of = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
  return { p50: of(0.5), p95: of(0.95), p99: of(0.99), longestTaskMs: longest }
}

/** The middle of what a selector finds first. */
export async function middle(page: Page, place: string): Promise<{ x: number; y: number }> {
  const box = await page.locator(place).first().boundingBox()
  if (!box) throw new Error(`${place} is not drawn`)
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

/** Turns the wheel over a place, down and up again, in the steps of a hand. */
export async function wheel(page: Page, { x, y }: { x: number; y: number }): Promise<void> {
  await page.mouse.move(x, y)
  for (const by of [120, -120])
    for (let turn = 0; turn < 40; turn++) {
      await page.mouse.wheel(0, by)
      await page.waitForTimeout(16)
    }
}

/** Drags from one place over others, in the steps of a hand, and gives up. */
export async function haul(page: Page, [from, ...over]: readonly { x: number; y: number }[]): Promise<void> {
  if (!from) return
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  let last = from
  for (const next of over) {
    for (let step = 1; step <= 25; step++) {
      await page.mouse.move(last.x + ((next.x - last.x) * step) / 25, last.y + ((next.y - last.y) * step) / 25)
      await page.waitForTimeout(16)
    }
    last = next
  }
  await page.keyboard.press('Escape')
  await page.mouse.up()
}

/** 60 frames a second, one in twenty may miss its turn. */
export const SMOOTH = { p95: 17.5, p99: 34 }
