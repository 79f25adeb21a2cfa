import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { App, BrowserWindow } from 'electron'
import type { CoreClient } from '../platform/core-client.ts'

const QUIT_MS = 10_000
const SESSION_END_MS = 3_000
/** Nothing asynchronous runs once Windows has said `session-end`, so the thread is waited for as it stands. */
const LAST_WAIT_MS = 2_000

export interface Lifecycle {
  /** Ends the program, kiosk or not: an administrator or the system asked for it. */
  readonly quit: () => void
  /** Ends without the core, which is gone already. */
  readonly abandon: () => void
  readonly mayClose: () => boolean
  /** The system shuts down or the person logs off: less time than for a quit. */
  readonly sessionEnds: () => void
  /** Watches a window for the end of the Windows session, which no other event tells. */
  readonly watch: (window: Pick<BrowserWindow, 'on'>) => void
}

/**
 * The way out: running, closing (no window is left, the core refuses new calls, ends the running one, folds its log into the file
 * and closes), gone. Every step may come twice. Nothing that was acknowledged depends on reaching the end: the core writes
 * through, and its own marker tells the next start how this one ended.
 */
export function createLifecycle(
  app: Pick<App, 'on' | 'quit' | 'exit'>,
  core: Promise<Pick<CoreClient, 'shutdown' | 'shutdownNow'>>,
  say: (line: string) => void,
): Lifecycle {
  let state: 'running' | 'closing' | 'gone' = 'running'
  let asked = false
  let running: Pick<CoreClient, 'shutdown' | 'shutdownNow'> | undefined
  core.then(
    (started) => {
      running = started
    },
    () => undefined, // told where the core is started
  )
  const leave = (code: number) => {
    if (state === 'gone') return
    state = 'gone'
    app.exit(code)
  }
  const close = (deadlineMs: number) => {
    if (state !== 'running') return
    state = 'closing'
    setTimeout(() => {
      if (state === 'closing') say(`The core did not end within ${deadlineMs / 1000} s. Nothing that was saved is lost.`)
      leave(1)
    }, deadlineMs).unref()
    core
      .then((started) => started.shutdown())
      .then(
        () => leave(0),
        () => leave(1),
      )
  }
  app.on('will-quit', (event) => {
    if (state === 'gone') return
    event.preventDefault()
    close(QUIT_MS)
  })
  const sessionEnds = () => {
    asked = true
    close(SESSION_END_MS)
  }
  return {
    quit: () => {
      asked = true
      app.quit()
    },
    abandon: () => leave(1),
    mayClose: () => asked || state !== 'running',
    sessionEnds,
    watch: (window) => {
      window.on('query-session-end', sessionEnds)
      window.on('session-end', () => running?.shutdownNow(LAST_WAIT_MS))
    },
  }
}

/**
 * After an error that nobody caught the state of the program is unknown: one line, a file beside the crash dumps, and the end. The
 * system's supervisor or the person starts it again.
 */
export function dieOfBugs(app: Pick<App, 'exit'>, crashDumps: string, say: (line: string) => void): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined) // whoever read it is gone
  process.on('uncaughtException', (error) => {
    try {
      say(`Bayline ended because of an error: ${error.message}`)
      writeFileSync(join(crashDumps, `main-${Date.now()}.txt`), error.stack ?? String(error))
    } finally {
      app.exit(1)
    }
  })
  process.on('unhandledRejection', (reason) => {
    throw reason
  })
}
