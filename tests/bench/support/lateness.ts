import { writeSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { isMainThread } from 'node:worker_threads'

/** Loaded into a shell before its own code: from SIGUSR2 on it measures how late the event loop of the main thread is, and prints that at the end. */
if (isMainThread) {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  process.once('SIGUSR2', () => {
    delay.enable()
    process.once('exit', () => writeSync(1, `${JSON.stringify({ lateness: { p99: delay.percentile(99) / 1e6, most: delay.max / 1e6 } })}\n`))
  })
}
