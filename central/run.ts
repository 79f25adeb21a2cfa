import { type Centre, startCentre } from './centre.ts'
import { readCentreConfig } from './config.ts'
import { StartRefused } from './db/errors.ts'
import { createLog, factsOf } from './log.ts'

/** What the one who started the centre is told: where it listens, and the code for the first device, whenever there is a new one. */
export type Said = { readonly event: 'listening'; readonly address: string } | { readonly event: 'code'; readonly code: string }

/** Longer than a push may take and the database needs to stop. */
const END_MS = 25_000

/**
 * Runs a centre as a process of its own until it is told to end (SIGTERM, SIGINT, or the end of its parent). The log goes to stderr, one
 * JSON object a line. A start that cannot be is one line on stderr and exit code 1.
 */
export async function runCentre(options: {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly migrationsDir: string
  readonly version: string
  readonly dataDir?: string
  readonly say: (said: Said) => void
}): Promise<void> {
  const { env, say, ...own } = options
  let centre: Centre | undefined
  let ending = false
  const end = async (code: number): Promise<void> => {
    if (ending) return
    ending = true
    setTimeout(() => process.exit(1), END_MS).unref()
    await centre?.close().catch(() => {}) // it ends in any case
    process.exit(code)
  }
  try {
    const config = readCentreConfig(env, own)
    const log = createLog(config.logLevel, (line) => process.stderr.write(`${line}\n`))
    // What nobody caught leaves the process in a state that nobody knows: it ends, and whoever watches it starts another.
    const lost = (error: unknown) => {
      log.error('uncaught', factsOf(error))
      void end(1)
    }
    process.on('uncaughtException', lost)
    process.on('unhandledRejection', lost)
    process.on('SIGTERM', () => void end(0))
    process.on('SIGINT', () => void end(0))
    // Started by a shop PC's core or by npm: ends with it, also when that is killed without a word.
    if (env['BAYLINE_PARENT_PIPE'] === '1') process.stdin.resume().on('close', () => void end(0))
    centre = await startCentre(config, { log, onCode: (code) => say({ event: 'code', code }), onListening: (address) => say({ event: 'listening', address }) })
  } catch (error) {
    if (!(error instanceof StartRefused)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  }
}
