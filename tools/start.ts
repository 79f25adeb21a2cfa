import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { buildAll } from './build.ts'

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

const electron = electronBinary()
let child: ChildProcess
if (electron && !process.argv.includes('--headless') && (process.platform !== 'linux' || env['DISPLAY'] || env['WAYLAND_DISPLAY'])) {
  child = spawn(electron, [ROOT], { env, stdio: 'inherit' })
} else {
  child = spawn(process.execPath, [join(ROOT, 'out/main/headless.js')], { env: { ...env, BAYLINE_PARENT_PIPE: '1' }, stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.split('\n')) {
      if (line.includes('"event":"listening"')) open((JSON.parse(line) as { address: string }).address)
    }
  })
}
child.on('exit', (code) => process.exit(code ?? 1))
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
  const browser = [
    '/usr/bin/google-chrome',
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ].find((path) => existsSync(path))
  const canShow = process.platform !== 'linux' || env['DISPLAY'] || env['WAYLAND_DISPLAY']
  if (!browser || !canShow || process.env['CI']) return
  const profile = join(env['BAYLINE_DATA_DIR'] ?? ROOT, 'browser')
  const flags = [`--app=${address}`, `--user-data-dir=${profile}`, '--no-first-run', '--disable-background-networking', '--disable-sync']
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const window = spawn(browser, [...flags, ...asRoot], { stdio: 'ignore', detached: true })
  window.on('error', () => process.stdout.write('The browser did not open; use the address above.\n'))
  window.unref()
}
