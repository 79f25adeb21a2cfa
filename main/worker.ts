import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { CONTRACT_VERSION } from '#shared/contract/envelope.ts'
import { openDemoShop } from './demo.ts'
import { startCore } from './index.ts'
import { travelClock } from './platform/clock.ts'
import type { Core } from './platform/core.ts'
import { createHub } from './platform/hub/hub.ts'
import { spawnThroughShell } from './platform/hub/relay.ts'
import { spawnWithNode } from './platform/hub/spawn.ts'
import { type FromWorker, isRefusal, type ToWorker, type WorkerData } from './platform/core-client.ts'
import { createLog } from './platform/log.ts'
import { openLogFile } from './platform/log-file.ts'
import { watchWaking } from './platform/waking.ts'

/** Entry of the core's thread: opens the core, answers calls, tells of changes. The shells' threads never run a statement. */
const port = parentPort
if (!port) throw new Error('main/worker.ts is the entry of a worker thread')
const send = (message: FromWorker): void => port.postMessage(message)

const { config, ended } = workerData as WorkerData // given by spawnCore
const file = openLogFile(config.dataDir)
const log = createLog(
  config.logLevel,
  (line) => {
    file.sink(line)
    process.stdout.write(`${line}\n`)
  },
  Date.now,
)
/** The demo shop tells of the past. */
const clock = travelClock()
let core: Core
/** Stands beside this file in a built program; a program that runs from its sources is no hub. */
const CENTRE = join(import.meta.dirname, 'central.js')
let isClosing = false
let unwatch = (): void => undefined

const shell = spawnThroughShell(send)
/** Under Electron, Node's own way to run a second program is shut: there the shell starts the centre. */
const hub = existsSync(CENTRE)
  ? createHub({ dataDir: config.dataDir, log, spawn: process.versions['electron'] === undefined ? spawnWithNode(CENTRE) : shell.spawn })
  : undefined

const open = (): Core => {
  const opened = startCore({ config, log, clock, ...(hub && { hub }) })
  opened.onNotice((text) => send({ kind: 'notice', text }))
  opened.onRestart(() => void restart())
  return opened
}

/** To restore a backup, or to mend a database that turned out to be damaged: calls are refused meanwhile, then windows ask for everything again. */
const restart = async (): Promise<void> => {
  if (isClosing) return
  await core.shutdown()
  if (isClosing) return
  core = open()
  core.jobs.start()
  send({ kind: 'notice', text: JSON.stringify({ v: CONTRACT_VERSION, changed: [...core.platform.store.connection.tables] }) })
}

try {
  core = open()
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'call') {
      void core.call(message.text, message.client).then((text) => send({ kind: 'answer', n: message.n, text }))
      return
    }
    if (message.kind === 'centre') return shell.hear(message)
    if (message.kind === 'wake') return core.platform.link.wake()
    isClosing = true
    unwatch()
    // Under Electron the shell may stand still until the core has ended, and could not answer; the centre ends with the app there.
    const hubEnds = hub?.close()
    void Promise.all([core.shutdown(), process.versions['electron'] === undefined && hubEnds]).then(() => {
      file.close()
      Atomics.store(ended, 0, 1)
      Atomics.notify(ended, 0)
      send({ kind: 'closed' })
      port.close()
    })
  })
  if (config.demo) await openDemoShop(core, clock.goTo)
  core.jobs.start()
  hub?.resume()
  // A shell without a desktop hears nothing of sleep and networks; and no shell hears of a cable.
  unwatch = watchWaking(() => core.platform.link.wake())
  send({ kind: 'ready' })
} catch (error) {
  if (!isRefusal(error)) throw error
  send({ kind: 'refused', message: error.message })
  port.close()
}
