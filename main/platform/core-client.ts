import { Worker } from 'node:worker_threads'
import type { Config } from './config.ts'
import type { Client } from './context.ts'
import { type CentreNews, type CentreOrder, obeyOrders } from './hub/relay.ts'
import type { SpawnCentre } from './hub/spawn.ts'

/** `ended[0]` turns 1 when the core has closed, for a shell that cannot wait for a message. */
export interface WorkerData {
  readonly config: Config
  readonly ended: Int32Array<SharedArrayBuffer>
}
export type ToWorker = { kind: 'call'; n: number; text: string; client: Client } | { kind: 'wake' } | { kind: 'shutdown' } | CentreNews
export type FromWorker =
  | { kind: 'ready' }
  | { kind: 'refused'; message: string }
  | { kind: 'answer'; n: number; text: string }
  | { kind: 'notice'; text: string }
  | { kind: 'closed' }
  | CentreOrder

/** Errors whose message is meant for the person at the machine: one line that says what is wrong and what to do. */
const REFUSALS = new Set(['ConfigRefused', 'MigrationRefused', 'LockRefused', 'StorageRefused'])
export const isRefusal = (error: unknown): error is Error => error instanceof Error && REFUSALS.has(error.name)

/** The core could not start; `message` is such a line. */
export class StartRefused extends Error {
  override name = 'StartRefused'
}

/** A shell's end of the core's thread. It relays text and knows nothing of what is inside. */
export interface CoreClient {
  call(text: string, client: Client): Promise<string>
  onNotice(listener: (text: string) => void): () => void
  /** Called once when the thread ends without having been asked to. */
  onCrash(listener: (error: Error) => void): void
  /** The machine woke up, or its network is back: whatever waits for that need not wait longer. */
  wake(): void
  /** Idempotent: the second asking waits for the same end. */
  shutdown(): Promise<void>
  /** Shuts down while this thread stands still, for the moment after which nothing asynchronous runs; false when time ran out. */
  shutdownNow(deadlineMs: number): boolean
}

/** Room for what a call leaves behind until it is swept: the engine's own choice holds 70 MB more in memory and answers no faster. */
const YOUNG_MB = 16

/** Starts the core's thread; `spawnCentre` is the shell's way to run the centre, where Node's own is shut. Resolves when it answers calls, rejects with StartRefused when it will not start. */
export function spawnCore(entry: URL | string, config: Config, spawnCentre?: SpawnCentre): Promise<CoreClient> {
  const ended = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(entry, { resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB }, workerData: { config, ended } satisfies WorkerData })
  const waiting = new Map<number, (text: string) => void>()
  const notices = new Set<(text: string) => void>()
  const crashes: ((error: Error) => void)[] = []
  let count = 0
  let closing: PromiseWithResolvers<void> | undefined
  let crashed = false
  const send = (message: ToWorker) => worker.postMessage(message)
  const obey = obeyOrders(spawnCentre, send)

  const client: CoreClient = {
    call: (text, from) =>
      new Promise((resolve) => {
        const n = ++count
        waiting.set(n, resolve)
        send({ kind: 'call', n, text, client: from })
      }),
    onNotice: (listener) => {
      notices.add(listener)
      return () => notices.delete(listener)
    },
    onCrash: (listener) => {
      crashes.push(listener)
    },
    wake: () => send({ kind: 'wake' }),
    shutdown: () => {
      if (!closing) {
        closing = Promise.withResolvers()
        send({ kind: 'shutdown' })
      }
      return closing.promise
    },
    shutdownNow: (deadlineMs) => {
      void client.shutdown()
      return Atomics.wait(ended, 0, 0, deadlineMs) !== 'timed-out'
    },
  }
  return new Promise((resolve, reject) => {
    worker.on('message', (message: FromWorker) => {
      switch (message.kind) {
        case 'ready':
          return resolve(client)
        case 'refused':
          return reject(new StartRefused(message.message))
        case 'answer': {
          waiting.get(message.n)?.(message.text)
          waiting.delete(message.n)
          return
        }
        case 'notice': {
          for (const listener of notices) listener(message.text)
          return
        }
        case 'centreOrder':
          return obey(message)
        case 'closed':
          return closing?.resolve()
      }
    })
    const crash = (error: Error) => {
      if (crashed) return
      crashed = true
      reject(
        new StartRefused(`The core could not start: ${error.message}. Start Bayline again; if that does not help, call support with the log.`, {
          cause: error,
        }),
      )
      for (const listener of crashes) listener(error)
    }
    worker.once('error', crash)
    worker.once('exit', (code) => {
      if (closing) closing.resolve()
      else crash(new Error(`the core ended with code ${code}`))
    })
  })
}
