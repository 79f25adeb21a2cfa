import type { CentreListeners, SpawnCentre } from './spawn.ts'

/** What the core's thread asks of the shell that can start programs, and what it hears of the one that it had started. `n` names it. */
export type CentreOrder = { readonly kind: 'centreOrder'; readonly n: number; readonly env: Readonly<Record<string, string>> | null }
export type CentreNews = { readonly kind: 'centre'; readonly n: number; readonly said?: string; readonly logged?: string; readonly ended?: true }

/** The core's half: starts and stops the centre by way of the shell. */
export function spawnThroughShell(send: (order: CentreOrder) => void): { readonly spawn: SpawnCentre; hear(news: CentreNews): void } {
  const running = new Map<number, CentreListeners & { end: () => void }>()
  let count = 0
  return {
    spawn: (env, listeners) => {
      const n = ++count
      const { promise: ended, resolve: end } = Promise.withResolvers<void>()
      running.set(n, { ...listeners, end })
      send({ kind: 'centreOrder', n, env })
      return {
        ended,
        stop: async () => {
          send({ kind: 'centreOrder', n, env: null })
          await ended
        },
      }
    },
    hear: ({ n, said, logged, ended }) => {
      const known = running.get(n)
      if (said !== undefined) known?.onSaid(said)
      if (logged !== undefined) known?.onLog(logged)
      if (!ended) return
      running.delete(n)
      known?.end()
    },
  }
}

/** The shell's half. Without a way to start programs every order ends at once. */
export function obeyOrders(spawn: SpawnCentre | undefined, send: (news: CentreNews) => void): (order: CentreOrder) => void {
  const running = new Map<number, ReturnType<SpawnCentre>>()
  return ({ n, env }) => {
    if (env === null) return void running.get(n)?.stop()
    const started = spawn?.(env, {
      onSaid: (line) => send({ kind: 'centre', n, said: line }),
      onLog: (line) => send({ kind: 'centre', n, logged: line }),
    })
    if (!started) return send({ kind: 'centre', n, ended: true })
    running.set(n, started)
    void started.ended.then(() => {
      running.delete(n)
      send({ kind: 'centre', n, ended: true })
    })
  }
}
