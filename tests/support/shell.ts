import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright'
import { afterEach } from 'vitest'
import { temporaryFolder } from './core.ts'
import { ROOT } from './sources.ts'

/** The app as a person has it before them, whatever carries it. */
export interface Shell {
  readonly page: Page
  readonly dataDir: string
  /** What the browser complained of: policy, errors. */
  readonly complaints: string[]
  /** Requests that left this machine's own app. */
  readonly foreign: string[]
  /** Goes to one of the app's own addresses. */
  visit(path: string): Promise<void>
  /** The file that a press on something saves. */
  savedBy(press: () => Promise<void>): Promise<Buffer>
  close(): Promise<void>
}

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
/** The system's Chromium, else Playwright's own; as root it runs without its sandbox. */
export const launchChromium = (): Promise<Browser> => {
  const executablePath = BROWSERS.find((path) => existsSync(path))
  return chromium.launch({ ...(executablePath && { executablePath }), args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
}

/** Starts the built headless shell on a folder; resolves with its address. */
export function startHeadless(dataDir: string, env: Record<string, string> = {}): Promise<{ address: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [join(ROOT, 'out/main/headless.js')], {
    env: { PATH: process.env['PATH'], BAYLINE_DATA_DIR: dataDir, BAYLINE_LOG_LEVEL: 'warn', BAYLINE_PARENT_PIPE: '1', ...env },
    // Its open end is this process: the shell does not outlive a test that was killed.
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the shell ended with code ${code}`)))
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const line = text.split('\n').find((one) => one.includes('"event":"listening"'))
      if (line) resolve({ address: (JSON.parse(line) as { address: string }).address, child }) // our own line
    })
  })
}

/** Keeps what the browser complains of, and what leaves the app. */
export function watch(page: Page, isOwn: (url: URL) => boolean): Pick<Shell, 'complaints' | 'foreign'> {
  const complaints: string[] = []
  const foreign: string[] = []
  page.setDefaultTimeout(8_000)
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (!isOwn(url) && url.protocol !== 'data:' && url.protocol !== 'blob:') foreign.push(request.url())
  })
  return { complaints, foreign }
}

/** The headless shell in plain Chromium. */
export async function openInBrowser(
  options: { size?: { width: number; height: number }; env?: Record<string, string>; dataDir?: string } = {},
): Promise<Shell> {
  const dataDir = options.dataDir ?? temporaryFolder()
  const { address, child } = await startHeadless(dataDir, options.env)
  const browser = await launchChromium()
  const context = await browser.newContext({ viewport: options.size ?? { width: 1366, height: 768 }, locale: 'en-GB', acceptDownloads: true })
  const page = await context.newPage()
  const { origin, host } = new URL(address)
  const watched = watch(page, (url) => url.host === host)
  await page.goto(address)
  // What a person had before them when it failed.
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') process.stdout.write(`${page.url()}\n${await page.locator('body').innerText()}\n`)
  })
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
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
    },
  }
}

export const OWNER = { name: 'Ada Owner', email: 'ada@example.org', password: 'correct horse 7' }

/** The first run, through its screens. */
export async function setUpShop({ page }: Pick<Shell, 'page'>): Promise<void> {
  await page.getByLabel('Company name').fill('Hansen & Daughter Auto Works')
  await page.getByLabel('Tax rate').fill('19')
  await page.getByRole('button', { name: 'Next' }).last().click()
  await page.getByLabel('Name of the location').fill('Dockside workshop')
  await page.getByRole('button', { name: 'Next' }).last().click()
  await page.getByLabel('Your name').fill(OWNER.name)
  await page.getByLabel('E-mail').fill(OWNER.email)
  await page.getByLabel(/^Password( \*)?$/).fill(OWNER.password)
  await page.getByLabel('Password again').fill(OWNER.password)
  await page.getByRole('button', { name: 'Open the shop' }).last().click()
  await page.getByRole('navigation').first().waitFor()
}
