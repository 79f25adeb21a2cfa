import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { type Failure, err, ok, type Result } from '#shared/kernel/result.ts'
import type { Config } from './config.ts'

/** What a piece of work may use before it is ended. `memoryMb` bounds the worker's own heap. */
export interface Caps {
  readonly ms: number
  readonly memoryMb: number
  /** Keeps the thread so long for the next piece of the same work: for our own data only, never for a file from outside. */
  readonly keepMs?: number
  /** Kinds of work that name the same one share the thread that is kept. */
  readonly thread?: string
}
export type Stopped = Failure<'offload.tooSlow' | 'offload.tooBig'>

/** What the worker sends back: its value, or the text of what it threw. */
export type Report = { readonly value: unknown } | { readonly thrown: string }

/**
 * Runs one function of main/offload-worker.ts in a thread of its own, ended at its deadline or memory cap, so that neither a
 * hostile file nor a long rendering stops the core. Input and value are copied (structured clone). Call it from `prepare`:
 * `await offload<typeof readTable>(ctx.platform.config, 'readTable', input, { ms: 10_000, memoryMb: 256 })`.
 * Fails when a cap was hit; throws when the function threw, which is a bug there.
 */
export function offload<Work extends (input: never) => unknown>(
  config: Pick<Config, 'offloadWorker'>,
  name: string,
  input: Parameters<Work>[0],
  caps: Caps,
): Promise<Result<Awaited<ReturnType<Work>>, Stopped>> {
  const entry = config.offloadWorker ?? pathToFileURL(join(import.meta.dirname, '../offload-worker.ts')).href
  const { thread = name } = caps
  const kept = waiting.get(thread)
  waiting.delete(thread)
  clearTimeout(kept?.end)
  const worker =
    kept?.worker ??
    new Worker(new URL(entry), { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: caps.memoryMb, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 } })
  return new Promise((resolve, reject) => {
    const settle = (answer: () => void, keeps = false) => {
      clearTimeout(deadline)
      worker.removeAllListeners()
      if (keeps && caps.keepMs !== undefined && !waiting.has(thread)) {
        worker.unref()
        worker.on('error', () => waiting.delete(thread))
        waiting.set(thread, { worker, end: setTimeout(() => (waiting.delete(thread), void worker.terminate()), caps.keepMs).unref() })
      } else {
        // One that fell over while it was being ended has nothing more to say.
        worker.on('error', () => undefined)
        void worker.terminate()
      }
      answer()
    }
    const stopped = (code: Stopped['code']) => settle(() => resolve(err({ code, kind: 'invalid', ms: caps.ms, memoryMb: caps.memoryMb })))
    const deadline = setTimeout(() => stopped('offload.tooSlow'), caps.ms)
    worker.removeAllListeners()
    worker.once('message', (report: Report) =>
      'value' in report
        ? settle(() => resolve(ok(report.value as Awaited<ReturnType<Work>>)), true) // the value of that very function
        : settle(() => reject(new Error(`${name} threw: ${report.thrown}`))),
    )
    worker.once('error', (error: Error & { code?: string }) =>
      error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? stopped('offload.tooBig') : settle(() => reject(error)),
    )
    worker.once('exit', () => settle(() => reject(new Error(`${name} ended without an answer`))))
    worker.ref()
    worker.postMessage({ name, input })
  })
}

/** Threads that have done their work and wait a while for more of the same. */
const waiting = new Map<string, { worker: Worker; end: NodeJS.Timeout }>()
