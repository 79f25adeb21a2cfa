import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type JSHandle, type Page } from 'playwright'
import { afterAll } from 'vitest'
import { type AnswerEnvelope, CONTRACT_VERSION } from '#shared/contract/envelope.ts'
import type { BaylineBridge } from '#shared/contract/shell.ts'
import { ROOT } from './sources.ts'

export const STANDIN = join(ROOT, 'tests/standin/electron')
/** The executable that these tests drive: the stand-in, or the real Electron whose path BAYLINE_ELECTRON names. */
export const EXECUTABLE = process.env['BAYLINE_ELECTRON'] ?? STANDIN
export const IS_STANDIN = EXECUTABLE === STANDIN
/** The built app: this checkout, or another folder such as an unpacked package. */
export const FOLDER = process.env['BAYLINE_APP_FOLDER'] ?? ROOT

export interface App {
  readonly electron: ElectronApplication
  readonly page: Page
  readonly bridge: JSHandle<BaylineBridge>
  readonly dataDir: string
  /** Lines of standard error and output so far. */
  readonly lines: string[]
  /** One call through the page's bridge. */
  call(name: string, input: unknown, token?: string): Promise<AnswerEnvelope>
  /** Code with which the program ended. */
  readonly ended: Promise<number | null>
}

const launched: ChildProcess[] = []
const folders: string[] = []
/** A test that failed leaves its app open, and a kiosk refuses to be closed; a browser's profile is large. */
afterAll(() => {
  for (const child of launched.splice(0)) child.kill('SIGKILL')
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
})

/** Gone when the tests of this file have ended. */
export const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'bayline-shell-'))
  folders.push(folder)
  return folder
}

/** The machine's environment without settings of its own, and with caches of the test. */
const environment = (dataDir: string, extra: Readonly<Record<string, string>>): Record<string, string> => {
  const own = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined && !entry[0].startsWith('BAYLINE_'))
  return { ...Object.fromEntries(own), XDG_CACHE_HOME: join(dataDir, 'cache'), BAYLINE_DATA_DIR: join(dataDir, 'shop'), BAYLINE_LOG_LEVEL: 'info', ...extra }
}

/** Starts the built app as a person would, and waits for its page. */
export async function launchApp(options: { dataDir?: string; env?: Record<string, string>; args?: string[]; folder?: string } = {}): Promise<App> {
  const dataDir = options.dataDir ?? newFolder()
  const electron = await _electron.launch({
    executablePath: EXECUTABLE,
    args: [options.folder ?? FOLDER, ...(options.args ?? [])],
    env: environment(dataDir, options.env ?? {}),
    chromiumSandbox: true,
    timeout: 30_000,
  })
  const child = electron.process()
  launched.push(child)
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => lines.push(...text.split('\n').filter(Boolean)))
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const page = await electron.firstWindow()
  await page.waitForURL((url) => url.protocol !== 'about:')
  const bridge = (await page.evaluateHandle('window.bayline')) as JSHandle<BaylineBridge> // what the preload exposes
  const call: App['call'] = async (name, input, token) => {
    const text = JSON.stringify({ v: CONTRACT_VERSION, id: randomUUID(), name, input, token })
    return JSON.parse(await bridge.evaluate((bayline, sent) => bayline.call(sent), text)) as AnswerEnvelope
  }
  return { electron, page, bridge, dataDir, lines, call, ended }
}

/** Founds a shop through the page; returns the owner's token. */
export async function setUpShop(app: App): Promise<string> {
  const answer = await app.call('auth.setUp', {
    company: { name: 'Test Garage', currency: 'EUR', language: 'en', zone: 'Europe/Berlin', country: 'DE' },
    location: { name: 'Main street' },
    owner: { name: 'Ada Owner', email: 'ada@example.org', password: 'correct horse 7' },
  })
  if (!answer.ok) throw new Error(JSON.stringify(answer.error))
  return (answer.value as { token: string }).token // the contract of auth.setUp
}

/** Runs the executable without Playwright, for starts that end by themselves. */
export function runApp(
  options: { dataDir?: string; env?: Record<string, string>; args?: string[]; folder?: string; executable?: string } = {},
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(options.executable ?? EXECUTABLE, [options.folder ?? FOLDER, ...(options.args ?? [])], {
      env: environment(options.dataDir ?? newFolder(), options.env ?? {}),
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text))
    const timeout = setTimeout(() => child.kill('SIGKILL'), 30_000)
    child.once('close', (code) => {
      clearTimeout(timeout)
      resolve({ code, output })
    })
  })
}
