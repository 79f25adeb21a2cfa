import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import type { AnswerEnvelope, CallEnvelope } from '#shared/contract/envelope.ts'
import { platformFails } from '#shared/contract/platform.ts'
import { MODULES } from '#shared/modules.ts'
import { DEMO } from '#shared/modules/workspace/model.ts'
import { SCENES } from './shot-scenes.ts'
import { openBrowser, openPage, setUpShop, signIn, startShell, switchLanguage } from '#tests/support/browser.ts'

/*
 * Looks at the program: starts the built headless shell on an empty folder, sets a shop up, signs in and takes pictures of
 * every page in all sizes, looks and languages. Reports what the browser complained of (policy, errors).
 *   node tools/shots.ts [--out folder] [--pages users,settings] [--sizes 1366x768,390x844] [--looks dark,light] [--languages en,ar] [--demo]
 *     [--state refused|cut]   what pages ask is refused; the line to the core is cut once they are there
 */
const argument = (name: string, fallback: string): string => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? fallback : (process.argv[at + 1] ?? fallback)
}
const OUT = argument('out', '/tmp/shots')
const SIZES = argument('sizes', '1366x768,1920x1080,1280x800,390x844').split(',')
const LOOKS = argument('looks', 'dark,light').split(',')
const LANGUAGES = argument('languages', 'en,ar').split(',') as ('en' | 'ar')[] // said on the command line
const STATE = argument('state', '')
const PAGES: Record<string, string> = {
  home: '/',
  schedule: '/schedule',
  scheduleWeek: '/schedule?view=week',
  schedule14: '/schedule?view=days14',
  scheduleRange: '/schedule?view=range',
  scheduleTechnicians: '/schedule?by=technician',
  scheduleList: '/schedule?view=list',
  wall: '/wall',
  planning: '/planning',
  board: '/board',
  bays: '/bays',
  workOrders: '/work-orders',
  cannedJobs: '/saved-services',
  customers: '/customers',
  vehicles: '/vehicles',
  catalog: '/catalog',
  clock: '/clock',
  team: '/team',
  alerts: '/alerts',
  agreements: '/agreements',
  reminders: '/reminders',
  messages: '/messages',
  calendars: '/calendars',
  stock: '/stock',
  counts: '/stock/counts',
  transfers: '/stock/transfers',
  lots: '/stock/lots',
  stockLimits: '/stock/limits',
  stockWorth: '/stock/value',
  purchasing: '/purchasing',
  wantedParts: '/purchasing/to-order',
  partRequests: '/purchasing/requests',
  vendorReturns: '/purchasing/returns',
  cores: '/purchasing/cores',
  suppliers: '/suppliers',
  counter: '/counter',
  till: '/till',
  sales: '/sales',
  invoices: '/invoices',
  receivables: '/receivables',
  imports: '/imports',
  overview: '/overview',
  workshopBoard: '/overview?board=workshop',
  adminBoard: '/overview?board=admin',
  reports: '/reports',
  reportSales: '/reports/sales?by=category',
  reportDays: '/reports/sales',
  reportProfit: '/reports/profit',
  reportHours: '/reports/hours',
  reportEmpty: '/reports/sales?period=own&from=2020-01-01&to=2020-01-31',
  inspections: '/inspections',
  staff: '/staff',
  absences: '/absences',
  bookingTypes: '/booking-types',
  users: '/users',
  permissions: '/permissions',
  sessions: '/sessions',
  audit: '/audit',
  settings: '/settings',
  system: '/system',
  missing: '/no/such/page',
}
/** Questions that are asked around every page and go on being answered. */
const AROUND = /^(auth|workspace|sync|system)\.|^(alerts\.bell|notes\.unread)$/

/** The line between window and core, so that pages can be looked at without it. Only as far as `--state` asks for it. */
async function holdLine(page: Page): Promise<{ state: 'whole' | 'refused' | 'cut'; cut: () => Promise<void> }> {
  const held = new Set<{ close: () => Promise<void> }>()
  const line = {
    state: 'whole' as 'whole' | 'refused' | 'cut',
    cut: async () => {
      line.state = 'cut'
      for (const socket of held) await socket.close()
      await page.waitForTimeout(2_500)
    },
  }
  if (STATE === '') return line
  await page.routeWebSocket(/\/core$/, (socket) => {
    if (line.state === 'cut') return void socket.close()
    held.add(socket)
    const core = socket.connectToServer()
    socket.onMessage((text) => {
      const { v, id, name } = JSON.parse(String(text)) as CallEnvelope // our own window's
      if (line.state === 'refused' && QUERIES.has(name) && !AROUND.test(name))
        socket.send(JSON.stringify({ v, id, ...platformFails.internal({ callId: id }) } satisfies AnswerEnvelope))
      else core.send(text)
    })
  })
  await page.reload()
  return line
}
const QUERIES = new Set(
  MODULES.flatMap(({ contract }) => Object.entries(contract.operations).flatMap(([key, { kind }]) => (kind === 'query' ? [`${contract.name}.${key}`] : []))),
)

const only = argument('pages', Object.keys(PAGES).join(',')).split(',')
async function main(): Promise<void> {
  mkdirSync(OUT, { recursive: true })
  const isDemo = process.argv.includes('--demo')
  const browser = await openBrowser() // first: where there is none, nothing is left running
  const shell = await startShell(isDemo ? { env: { BAYLINE_DEMO: 'true' } } : {})
  const { page, complaints } = await openPage(browser, shell.address)
  const line = await holdLine(page)
  try {
    await (isDemo ? page.getByLabel('E-mail') : page.getByLabel('Company name')).waitFor()
    await page.screenshot({ path: join(OUT, isDemo ? 'sign-in.png' : 'set-up.png') })
    if (isDemo) await signIn(page, DEMO)
    else await setUpShop(page)
    const { origin } = shell
    for (const language of LANGUAGES) {
      await page.setViewportSize({ width: 1366, height: 768 })
      await page.goto(origin)
      await switchLanguage(page, language)
      for (const look of LOOKS) {
        await page.evaluate((theme) => localStorage.setItem('bayline.window', JSON.stringify({ theme, menuIsNarrow: false })), look)
        for (const size of SIZES) {
          const [width = 1366, height = 768] = size.split('x').map(Number)
          await page.setViewportSize({ width, height })
          for (const name of only) {
            const scene = SCENES[name]
            if (STATE === 'refused') line.state = 'refused'
            if (scene) await scene(page, origin)
            else await page.goto(origin + (PAGES[name] ?? name))
            await page.waitForTimeout(STATE === '' ? 350 : 900)
            if (STATE === 'cut') await line.cut()
            await page.screenshot({ path: join(OUT, `${name}-${size}-${look}-${language}.png`) })
            line.state = 'whole'
          }
        }
      }
    }
  } finally {
    await browser.close()
    await shell.kill('SIGTERM')
  }
  for (const { where, text } of complaints) process.stdout.write(`${where}: ${text}\n`)
  process.stdout.write(`Pictures in ${OUT}; ${complaints.length} complaints of the browser.\n`)
}

if (process.argv[1] === import.meta.filename) await main()
