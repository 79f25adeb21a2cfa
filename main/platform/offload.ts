import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { type Failure, err, ok, type Result } from '#shared/kernel/result.ts'
import type { Config } from './config.ts'

/** What a piece of work may use before it is ended. `memoryMb` bounds the worker's own heap. */
export interface Caps {
  readonly ms: number
  readonly memoryMb: number
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
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(entry), {
      workerData: { name, input },
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: caps.memoryMb, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
    })
    let settled = false
    const settle = (answer: () => void) => {
      if (settled) return
      settled = true
      clearTimeout(deadline)
      void worker.terminate()
      answer()
    }
    const stopped = (code: Stopped['code']) => settle(() => resolve(err({ code, kind: 'invalid', ms: caps.ms, memoryMb: caps.memoryMb })))
    const deadline = setTimeout(() => stopped('offload.tooSlow'), caps.ms)
    worker.once('message', (report: Report) =>
      settle(() => ('value' in report ? resolve(ok(report.value as Awaited<ReturnType<Work>>)) : reject(new Error(`${name} threw: ${report.thrown}`)))),
    ) // the value of that very function
    worker.once('error', (error: Error & { code?: string }) =>
      error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? stopped('offload.tooBig') : settle(() => reject(error)),
    )
    worker.once('exit', () => settle(() => reject(new Error(`${name} ended without an answer`))))
  })
}
