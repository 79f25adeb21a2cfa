import { createInterface } from 'node:readline'
import type { CentreListeners, SpawnCentre } from './spawn.ts'

/** What is used of Electron's `utilityProcess`; its pipes are plain streams here. */
interface Utility {
  readonly stdout: NodeJS.ReadableStream | null
  readonly stderr: NodeJS.ReadableStream | null
  on(event: 'exit', listener: () => void): unknown
  kill(): boolean
}
export interface Forks {
  fork(entry: string, args: string[], options: { env: Record<string, string>; stdio: 'pipe'; serviceName: string }): Utility
}

/** Starts the centre as a utility process: the fuses of a packaged Electron leave no other way to run Node. It ends with the app. */
export const spawnInUtility =
  (app: { whenReady(): Promise<void> }, { fork }: Forks, entry: string): SpawnCentre =>
  (env, { onSaid, onLog }: CentreListeners) => {
    const { promise: ended, resolve } = Promise.withResolvers<void>()
    let isStopped = false
    const forked = app.whenReady().then(() => {
      if (isStopped) return resolve()
      const child = fork(entry, [], { env: { ...env }, stdio: 'pipe', serviceName: 'Bayline hub' })
      for (const [stream, tell] of [[child.stdout, onSaid] as const, [child.stderr, onLog] as const])
        if (stream) createInterface({ input: stream }).on('line', tell)
      child.on('exit', () => resolve())
      return child
    })
    return {
      ended,
      stop: async () => {
        isStopped = true
        ;(await forked)?.kill()
        await ended
      },
    }
  }
