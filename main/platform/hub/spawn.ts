import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** A centre that runs as a process of its own. */
export interface CentreProcess {
  readonly ended: Promise<void>
  /** Asks it to end and waits until it has. */
  stop(): Promise<void>
}
export interface CentreListeners {
  /** One line of its standard output: JSON, see central/run.ts. */
  onSaid(line: string): void
  /** One line of its log, or why it cannot start. */
  onLog(line: string): void
}
/** How this program starts the centre with these settings: Node forks it, Electron's shell gives a utility process. */
export type SpawnCentre = (env: Readonly<Record<string, string>>, listeners: CentreListeners) => CentreProcess

/** Room for what requests leave behind until it is swept, MB: half of what the engine takes by itself, for which a shop PC has better use. */
export const CENTRE_FLAGS: readonly string[] = ['--max-semi-space-size=8']

/** Longer than the centre itself takes at most. */
const STOP_MS = 30_000

/** Starts the centre's entry under this Node. It ends when we do, however we end: its standard input is our pipe. */
export const spawnWithNode =
  (entry: string): SpawnCentre =>
  (env, { onSaid, onLog }) => {
    const child = spawn(process.execPath, [...CENTRE_FLAGS, entry], {
      env: { PATH: process.env['PATH'], ...env, BAYLINE_PARENT_PIPE: '1' },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    createInterface({ input: child.stdout }).on('line', onSaid)
    createInterface({ input: child.stderr }).on('line', onLog)
    child.stdin.on('error', () => undefined) // it ended first
    const ended = new Promise<void>((resolve) => {
      child.once('exit', () => resolve())
      child.once('error', (error) => {
        onLog(error.message)
        resolve()
      })
    })
    return {
      ended,
      stop: async () => {
        const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
        child.kill('SIGTERM')
        await ended
        clearTimeout(timer)
      },
    }
  }
