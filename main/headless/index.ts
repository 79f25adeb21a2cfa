import { join } from 'node:path'
import { readConfig, releaseFiles } from '../platform/config.ts'
import { isRefusal, spawnCore, StartRefused } from '../platform/core-client.ts'
import { serve } from './serve.ts'

/** The headless shell: the same core and the same renderer, for a browser on this machine. Prints its address as the first line. */
const here = import.meta.dirname
try {
  const config = readConfig(process.env, { ...releaseFiles(here), version: process.env['npm_package_version'] ?? '0.0.0' })
  const starting = spawnCore(join(here, 'worker.js'), config)
  starting.catch(() => undefined) // told below
  const server = await serve({ core: starting, config, rendererDir: join(here, '../renderer') })
  process.stdout.write(`${JSON.stringify({ event: 'listening', address: server.address })}\n`)

  let ending = false
  const end = async (code: number) => {
    if (ending) return
    ending = true
    setTimeout(() => process.exit(1), 10_000).unref()
    await server.close()
    if (code === 0) await (await starting).shutdown()
    process.exit(code)
  }
  process.on('SIGTERM', () => void end(0))
  process.on('SIGINT', () => void end(0))
  // Started by `npm start`: ends with it, also when npm is killed without a word.
  if (process.env['BAYLINE_PARENT_PIPE'] === '1') process.stdin.resume().on('close', () => void end(0))
  const core = await starting
  core.onCrash((error) => {
    process.stderr.write(`The core ended unexpectedly: ${error.message}. Start Bayline again; nothing that was saved is lost.\n`)
    void end(1)
  })
} catch (error) {
  if (!(error instanceof StartRefused) && !isRefusal(error)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}
