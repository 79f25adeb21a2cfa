import { readFileSync } from 'node:fs'
import { createRequire, registerHooks } from 'node:module'
import { open } from 'node:inspector'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * Looks like the Electron executable to whoever starts it (`electron --inspect=0 --remote-debugging-port=0 FOLDER ...`): the real
 * main bundle and the real preload run, `electron` is tests/standin/electron.ts, the pages are those of an installed Chromium.
 */
const parent = process.ppid
setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL') // whoever tested is gone, and nobody else will end us
}, 1000).unref()

const args = process.argv.slice(2)
const folder = resolve(args.find((arg) => !arg.startsWith('-')) ?? '.')
process.argv = [process.execPath, ...args]

const standin = new URL('electron.ts', import.meta.url).href
registerHooks({
  resolve: (specifier, context, next) =>
    /^electron(?:\/(?:main|common))?$/.test(specifier) ? { url: standin, format: 'module', shortCircuit: true } : next(specifier, context),
})
const { version } = createRequire(import.meta.url)('../../node_modules/electron/package.json') as { version: string }
Object.defineProperty(process.versions, 'electron', { value: version, enumerable: true })

const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name: string; version: string; main: string }
const electron = await import('./electron.ts')
electron.describe(manifest, version)
if (args.some((arg) => arg.startsWith('--inspect'))) open(0, '127.0.0.1')
await import(pathToFileURL(join(folder, manifest.main)).href)
electron.becomeReady()
