import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright'

/*
 * Looks at the program: starts the built headless shell on an empty folder, sets a shop up, signs in and takes pictures of
 * every page in all sizes, looks and languages. Reports what the browser complained of (policy, errors).
 *   node tools/shots.ts [--out folder] [--pages users,settings] [--sizes 1366x768,390x844] [--looks dark,light] [--languages en,ar]
 */
const ROOT = join(import.meta.dirname, '..')
const argument = (name: string, fallback: string): string => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? fallback : (process.argv[at + 1] ?? fallback)
}
const OUT = argument('out', '/tmp/shots')
const SIZES = argument('sizes', '1366x768,1920x1080,1280x800,390x844').split(',')
const LOOKS = argument('looks', 'dark,light').split(',')
const LANGUAGES = argument('languages', 'en,ar').split(',')
const PAGES: Record<string, string> = {
  home: '/', schedule: '/schedule', bays: '/bays', workOrders: '/work-orders', customers: '/customers', vehicles: '/vehicles', catalog: '/catalog', invoices: '/invoices', imports: '/imports', staff: '/staff',
  users: '/users', permissions: '/permissions', sessions: '/sessions', audit: '/audit', settings: '/settings', system: '/system', missing: '/no/such/page',
}
const only = argument('pages', Object.keys(PAGES).join(',')).split(',')
export const OWNER = { name: 'Ada Owner', email: 'ada@example.org', password: 'correct horse 7' }

/** Starts the built headless shell; resolves with its address. */
export function startHeadless(dataDir: string, env: Record<string, string> = {}): Promise<{ address: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [join(ROOT, 'out/main/headless.js')], {
    env: { PATH: process.env['PATH'], BAYLINE_DATA_DIR: dataDir, BAYLINE_LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the shell ended with code ${code}`)))
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const line = text.split('\n').find((one) => one.includes('"event":"listening"'))
      if (line) resolve({ address: (JSON.parse(line) as { address: string }).address, child })
    })
  })
}

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: '/usr/bin/chromium', args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })

/** Sets the shop up through the screens, as a person would. */
export async function setUpShop(page: Page): Promise<void> {
  await page.getByLabel('Company name').fill('Hansen & Daughter Auto Works')
  await page.getByRole('button', { name: 'Next' }).last().click()
  await page.getByLabel('Name of the location').fill('Dockside workshop')
  await page.getByRole('button', { name: 'Next' }).last().click()
  await page.getByLabel('Your name').fill(OWNER.name)
  await page.getByLabel('E-mail').fill(OWNER.email)
  await page.getByLabel(/^Password( \*)?$/).fill(OWNER.password)
  await page.getByLabel('Password again').fill(OWNER.password)
  await page.getByRole('button', { name: 'Open the shop' }).last().click()
  await page.getByRole('navigation').waitFor()
}

export interface Complaint {
  where: string
  text: string
}
export function listen(page: Page, complaints: Complaint[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push({ where: page.url(), text: message.text() })
  })
  page.on('pageerror', (error) => complaints.push({ where: page.url(), text: String(error) }))
}

async function main(): Promise<void> {
  mkdirSync(OUT, { recursive: true })
  const { address, child } = await startHeadless(mkdtempSync(join(tmpdir(), 'bayline-shots-')))
  const browser = await openBrowser()
  const complaints: Complaint[] = []
  try {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'en-GB', timezoneId: 'Europe/Berlin' })
    const page = await context.newPage()
    listen(page, complaints)
    await page.goto(address)
    await page.getByLabel('Company name').waitFor()
    await page.screenshot({ path: join(OUT, 'set-up.png') })
    await setUpShop(page)
    const origin = new URL(page.url()).origin
    for (const language of LANGUAGES) {
      await page.setViewportSize({ width: 1366, height: 768 })
      await page.goto(origin)
      await page.getByRole('button', { name: /^(Language|اللغة)$/ }).click()
      await page.getByRole('menuitem', { name: language === 'ar' ? 'العربية' : 'English' }).click()
      for (const look of LOOKS) {
        await page.evaluate((theme) => localStorage.setItem('bayline.window', JSON.stringify({ theme, menuIsNarrow: false })), look)
        for (const size of SIZES) {
          const [width = 1366, height = 768] = size.split('x').map(Number)
          await page.setViewportSize({ width, height })
          for (const name of only) {
            await page.goto(origin + (PAGES[name] ?? name))
            await page.waitForTimeout(350)
            await page.screenshot({ path: join(OUT, `${name}-${size}-${look}-${language}.png`) })
          }
        }
      }
    }
  } finally {
    await browser.close()
    child.removeAllListeners('exit')
    child.kill('SIGTERM')
  }
  for (const { where, text } of complaints) process.stdout.write(`${where}: ${text}\n`)
  process.stdout.write(`Pictures in ${OUT}; ${complaints.length} complaints of the browser.\n`)
}

if (process.argv[1] === import.meta.filename) await main()
