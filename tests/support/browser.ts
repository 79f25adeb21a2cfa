import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright'
import { findChromium } from '#tools/chromium.ts'
import { ROOT } from './sources.ts'

export const OWNER = { name: 'Ada Owner', email: 'ada@example.org', password: 'correct horse 7' }

export interface HeadlessShell {
  /** Address that lets a browser in. */
  readonly address: string
  readonly origin: string
  readonly dataDir: string
  kill(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

/** Starts the built headless shell on a data folder: a new one, unless given. It does not outlive this process, even one that is killed. */
export function startShell(options: { dataDir?: string; env?: Record<string, string> } = {}): Promise<HeadlessShell> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'bayline-browser-'))
  const child = spawn(process.execPath, [join(ROOT, 'out/main/headless.js')], {
    env: { PATH: process.env['PATH'], BAYLINE_DATA_DIR: dataDir, BAYLINE_LOG_LEVEL: 'warn', BAYLINE_PARENT_PIPE: '1', ...options.env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return new Promise((resolve, reject) => {
    void ended.then((code) => reject(new Error(`the headless shell ended with code ${code} before it listened`)))
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const line = text.split('\n').find((one) => one.includes('"event":"listening"'))
      if (!line) return
      const { address } = JSON.parse(line) as { address: string } // its first line
      const kill = async (signal: 'SIGTERM' | 'SIGKILL') => {
        child.kill(signal)
        await ended
      }
      resolve({ address, origin: new URL(address).origin, dataDir, kill })
    })
  })
}

export const openBrowser = async (): Promise<Browser> =>
  chromium.launch({ executablePath: await findChromium(), args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })

export interface Complaint {
  readonly where: string
  readonly text: string
}
export interface Watched {
  /** Errors, warnings and breaches of the policy, as the browser tells them. */
  readonly complaints: Complaint[]
  /** Requests that left this machine's own app. */
  readonly foreign: string[]
}

/** Keeps what a page's browser complains of, and what leaves the app. */
export function watch(page: Page, isOwn: (url: URL) => boolean): Watched {
  const complaints: Complaint[] = []
  const foreign: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push({ where: page.url(), text: message.text() })
  })
  page.on('pageerror', (error) => complaints.push({ where: page.url(), text: String(error) }))
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (!isOwn(url) && url.protocol !== 'data:' && url.protocol !== 'blob:') foreign.push(request.url())
  })
  return { complaints, foreign }
}

/** A page on a shell's address, watched from its first request on. */
export async function openPage(browser: Browser, address: string, size = { width: 1366, height: 768 }): Promise<{ page: Page } & Watched> {
  const context = await browser.newContext({ viewport: size, locale: 'en-GB', timezoneId: 'Europe/Berlin' })
  const page = await context.newPage()
  const { host } = new URL(address)
  const watched = watch(page, (url) => url.host === host)
  await page.goto(address)
  return { page, ...watched }
}

/** First run through the screens, as a person would do it; ends signed in as the owner. */
export async function setUpShop(page: Page): Promise<void> {
  const next = () => page.locator('footer').getByRole('button', { name: 'Next' }).click()
  await page.getByLabel('Company name').fill('Hansen & Daughter Auto Works')
  await page.getByLabel('Tax rate').fill('19')
  await next()
  await page.getByLabel('Name of the location').fill('Dockside workshop')
  await next()
  await page.getByLabel('Your name').fill(OWNER.name)
  await page.getByLabel('E-mail').fill(OWNER.email)
  await page.getByLabel(/^Password( \*)?$/).fill(OWNER.password)
  await page.getByLabel('Password again').fill(OWNER.password)
  await page.locator('footer').getByRole('button', { name: 'Open the shop' }).click()
  await page.getByRole('navigation').first().waitFor()
}

export async function signIn(page: Page, who: { email: string; password: string } = OWNER): Promise<void> {
  await page.getByLabel('E-mail').fill(who.email)
  await page.getByLabel(/^Password( \*)?$/).fill(who.password)
  await page.keyboard.press('Enter')
  await page
    .getByRole('button', { name: 'Your account' })
    .or(page.getByRole('button', { name: 'حسابك' }))
    .waitFor()
}

/** Chooses the language with the header's own switch. */
export async function switchLanguage(page: Page, language: 'en' | 'ar'): Promise<void> {
  await page.getByRole('button', { name: /^(Language|اللغة)$/ }).click()
  await page.getByRole('menuitem', { name: language === 'ar' ? 'العربية' : 'English' }).click()
}
