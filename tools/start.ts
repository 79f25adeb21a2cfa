import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { buildAll } from './build.ts'
import { systemChromium } from './chromium.ts'

/** `npm start`: builds what changed and opens the app on the demo shop. `-- --data FOLDER` opens another one, `-- --headless` stays in the browser. */
const ROOT = join(import.meta.dirname, '..')
const argument = (name: string): string | undefined => {
  const at = process.argv.indexOf(name)
  return at < 0 ? undefined : process.argv[at + 1]
}
const data = argument('--data')
const env: NodeJS.ProcessEnv = {
  ...process.env,
  BAYLINE_DATA_DIR: data ?? process.env['BAYLINE_DATA_DIR'] ?? join(ROOT, '.bayline/demo'),
  ...(data === undefined && process.env['BAYLINE_DATA_DIR'] === undefined && { BAYLINE_DEMO: 'true' }),
}

function refuse(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

if (Number(process.versions.node.split('.')[0]) < 22)
  refuse(`The core needs Node 22.12 or newer; this is ${process.version}. Install it from nodejs.org and run npm start again.`)
mkdirSync(env['BAYLINE_DATA_DIR'] ?? '', { recursive: true })
const built = await buildAll().catch((error: unknown) =>
  refuse(`The build failed: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}. Run npm run build to see it whole.`),
)
if (built) process.stdout.write('Built.\n')

const canShow = process.platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY'])
// Electron does not run as root with its sandbox, and Bayline never runs it without.
const electron = process.argv.includes('--headless') || !canShow || process.getuid?.() === 0 ? undefined : electronBinary()
let child = electron ? startElectron(electron) : startHeadless()

function startElectron(binary: string): ChildProcess {
  const began = Date.now()
  const window = spawn(binary, [ROOT], { env, stdio: 'inherit' })
  window.on('exit', (code, signal) => {
    const diedAtOnce = signal !== null && !['SIGTERM', 'SIGINT', 'SIGKILL'].includes(signal) && Date.now() - began < 5_000
    if (!diedAtOnce) process.exit(code ?? 1)
    process.stderr.write(`Electron ended at once (${signal}); its sandbox may need a system setting. The app opens in the browser instead.\n`)
    child = startHeadless()
  })
  return window
}

function startHeadless(): ChildProcess {
  const host = spawn(process.execPath, [join(ROOT, 'out/main/headless.js')], { env: { ...env, BAYLINE_PARENT_PIPE: '1' }, stdio: ['pipe', 'pipe', 'inherit'] })
  host.stdout.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.split('\n')) {
      if (line.includes('"event":"listening"')) open((JSON.parse(line) as { address: string }).address)
    }
  })
  host.on('exit', (code) => process.exit(code ?? 1))
  return host
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => child.kill(signal))
// npm does not pass a kill on: when our parent is gone, so are we.
const parent = process.ppid
setInterval(() => {
  if (process.ppid !== parent) child.kill('SIGTERM')
}, 1000).unref()

/** The runtime is there only where it could be downloaded; asking the package for it would start a download. */
function electronBinary(): string | undefined {
  const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  const pathFile = join(folder, 'path.txt')
  if (!existsSync(pathFile)) return undefined
  const binary = join(folder, 'dist', readFileSync(pathFile, 'utf8').trim())
  return existsSync(binary) ? binary : undefined
}

function open(address: string): void {
  process.stdout.write(`Bayline is open at ${address}\n`)
  const browser = systemChromium()
  if (!browser || !canShow || process.env['CI']) return
  const profile = join(env['BAYLINE_DATA_DIR'] ?? ROOT, 'browser')
  const flags = [`--app=${address}`, `--user-data-dir=${profile}`, '--no-first-run', '--disable-background-networking', '--disable-sync']
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const window = spawn(browser, [...flags, ...asRoot], { stdio: 'ignore', detached: true })
  window.on('error', () => process.stdout.write('The browser did not open; use the address above.\n'))
  window.unref()
}
