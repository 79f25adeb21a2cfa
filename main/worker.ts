import { parentPort, workerData } from 'node:worker_threads'
import { openDemoShop } from './demo.ts'
import { startCore } from './index.ts'
import { type FromWorker, isRefusal, type ToWorker, type WorkerData } from './platform/core-client.ts'
import { createLog } from './platform/log.ts'

/** Entry of the core's thread: opens the core, answers calls, tells of changes. The shells' threads never run a statement. */
const port = parentPort
if (!port) throw new Error('main/worker.ts is the entry of a worker thread')
const send = (message: FromWorker): void => port.postMessage(message)

const { config, ended } = workerData as WorkerData // given by spawnCore
try {
  const core = startCore({ config, log: createLog(config.logLevel, (line) => process.stdout.write(`${line}\n`), Date.now) })
  core.onNotice((text) => send({ kind: 'notice', text }))
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'call') void core.call(message.text, message.client).then((text) => send({ kind: 'answer', n: message.n, text }))
    else
      void core.shutdown().then(() => {
        Atomics.store(ended, 0, 1)
        Atomics.notify(ended, 0)
        send({ kind: 'closed' })
        port.close()
      })
  })
  if (config.demo) await openDemoShop(core)
  core.jobs.start()
  send({ kind: 'ready' })
} catch (error) {
  if (!isRefusal(error)) throw error
  send({ kind: 'refused', message: error.message })
  port.close()
}
