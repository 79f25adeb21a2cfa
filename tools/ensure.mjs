// Installs what is missing, before every start and test. Runs on any Node from 20 on, without dependencies.
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const modules = join(root, 'node_modules')
const stamp = join(modules, '.bayline-installed')

const fail = (message) => {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

/** What an install depends on: the lockfile and the platform. */
const wanted = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(`${process.platform}-${process.arch}`)
    .digest('hex')

if (Number(process.versions.node.split('.')[0]) < 20)
  fail(`Bayline needs Node 20 or newer; this is ${process.version}. Install it from nodejs.org and run the command again.`)

if (process.argv.includes('--stamp')) {
  if (existsSync(modules) && existsSync(join(root, 'package-lock.json'))) writeFileSync(stamp, wanted())
  process.exit(0)
}

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted()) install()
if (process.argv.includes('--browser')) browser()

function install() {
  const lock = join(root, '.installing')
  const until = Date.now() + 300_000
  for (;;) {
    try {
      mkdirSync(lock)
      break
    } catch {
      // Another start is installing; a lock older than ten minutes was left by a killed one.
      if (existsSync(lock) && Date.now() - statSync(lock).mtimeMs > 600_000) rmSync(lock, { recursive: true, force: true })
      if (Date.now() > until) fail('Another install is running in this folder. Wait for it to end, or delete the folder .installing and run the command again.')
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500)
    }
  }
  try {
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted()) return
    process.stdout.write('Installing what is missing ...\n')
    const npm = process.env.npm_execpath
    const args = ['ci', '--loglevel=error', '--no-audit', '--no-fund']
    const done = npm
      ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: 'inherit' })
      : spawnSync('npm', args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' })
    if (done.status !== 0) fail('npm could not install the dependencies. Check the connection to the registry and the lines above, then run the command again.')
    writeFileSync(stamp, wanted())
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

/** The journeys need a Chromium: the system's, else Debian's package, else Playwright's own. */
function browser() {
  const known = [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ]
  if (known.some((path) => existsSync(path))) return
  const isRoot = process.getuid?.() === 0
  if (isRoot && existsSync('/usr/bin/apt-get')) {
    process.stdout.write('Installing chromium ...\n')
    const apt = (...args) =>
      spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', '-qq', ...args], {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      }).status === 0
    if (apt('update') && apt('install', '-y', '--no-install-recommends', 'chromium')) return
  }
  try {
    execFileSync(process.execPath, [join(modules, 'playwright/cli.js'), 'install', 'chromium'], { stdio: 'inherit' })
  } catch {
    fail('No Chromium was found and none could be installed. Install Chromium or Google Chrome and run the command again.')
  }
}
