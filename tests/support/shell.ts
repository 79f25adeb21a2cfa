import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, afterEach, expect } from 'vitest'
import { openBrowser, openPage, startShell, type Watched } from './browser.ts'
import { ROOT } from './sources.ts'

/** Until a screen that does not come fails its test. Long, as a machine that does much else at once is no fault of ours; a test that passes does not wait. */
export const PATIENCE_MS = 30_000

/** The app as a person has it before them, whatever carries it. */
export interface Shell extends Watched {
  readonly page: Page
  readonly dataDir: string
  /** Goes to one of the app's own addresses. */
  visit(path: string): Promise<void>
  /** The file that a press on something saves. */
  savedBy(press: () => Promise<void>): Promise<Buffer>
  close(): Promise<void>
}

/** What a scanner types, without a pause and with Enter at its end: asked for all at once, as on a busy machine key after key would be a hand's. */
export const scan = (page: Page, code: string) => Promise.all([...Array.from(code), 'Enter'].map((key) => page.keyboard.press(key)))

/** What a person had before them when a test failed: its words are printed, its picture is kept in `out/journeys`. */
export const showWhatFailed = (page: Page, name = 'page'): void =>
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return
    process.stdout.write(`${page.url()}\n${await page.locator('body').innerText()}\n`)
    await page.screenshot({ path: join(ROOT, `out/journeys/${name}-${task.name.split(':')[0]}.png`) })
  })

/** The headless shell in plain Chromium. */
export async function openInBrowser(options: { size?: { width: number; height: number }; env?: Record<string, string> } = {}): Promise<Shell> {
  const { address, origin, dataDir, kill } = await startShell(options)
  const browser = await openBrowser()
  const { page, ...watched } = await openPage(browser, address, options.size)
  page.setDefaultTimeout(PATIENCE_MS)
  showWhatFailed(page)
  return {
    page,
    dataDir,
    ...watched,
    visit: async (path) => {
      await page.goto(origin + path)
    },
    savedBy: async (press) => {
      const [download] = await Promise.all([page.waitForEvent('download'), press()])
      return readFileSync(await download.path())
    },
    close: async () => {
      await browser.close()
      await kill('SIGTERM')
    },
  }
}

/** The demo shop in a browser, with nobody signed in. It ends with the tests of its file, and each of them fails on what the browser complains of meanwhile. */
export async function openDemo(options: { size?: { width: number; height: number } } = {}): Promise<Shell> {
  const shell = await openInBrowser({ ...options, env: { BAYLINE_DEMO: 'true' } })
  afterAll(() => shell.close())
  afterEach(() => expect([...shell.complaints, ...shell.foreign]).toEqual([]))
  return shell
}
