import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { openShop, testClock } from '#tests/support/core.ts'
import { untilQuiet } from '#tests/support/hub.ts'
import { CUSTOMER } from '#tests/support/linked-shop.ts'
import { ok } from '#shared/kernel/result.ts'
import * as customers from '#main/modules/customers/service.ts'
import { startCentre } from './support/shop-centre.ts'
import { type Figures, measure, type Outcome, report } from './support/measure.ts'

/*
 * A device comes back after a day without the network: from the first request until the centre has answered every deed, over HTTP, with
 * the real centre on its embedded PostgreSQL as a process of its own, durable as in a shop. The rows come back by the feed meanwhile.
 */
const OPS = Number(process.env['BENCH_OPS'] ?? 10_000)
const MONTH_OPS = Number(process.env['BENCH_MONTH_OPS'] ?? 100_000)

const dir = mkdtempSync(join(tmpdir(), 'bayline-bench-offline-'))
const { address, code, end } = await startCentre()
let isCut = false
const wire: typeof fetch = (input, init) => (isCut ? Promise.reject(new TypeError('fetch failed')) : fetch(input, init))
const device = await openShop({
  clock: Object.assign(testClock(), { now: () => Date.now() }),
  link: { fetch: wire },
  file: join(dir, 'bayline.db'),
  config: { dataDir: dir },
})
const { link, store } = device.platform
const acked = store.connection.raw.prepare('SELECT acked_seq FROM sync_link').pluck()
await device.get('sync.connect', { address, code }, device.owner)
await untilQuiet(device)

const known: string[] = []
let made = 0
/** Four of ten bring a customer, six change one. */
function deed(): void {
  const n = made++
  const done = device.dispatch.run(`bench.${n % 10 < 4 ? 'create' : 'update'}`, `bench-${n}`, (ctx) => {
    if (n % 10 < 4 || known.length === 0) {
      const created = customers.create(ctx, { ...CUSTOMER, name: `Customer ${n}` })
      if (created.ok) known.push(created.value.id)
      return ok(null)
    }
    return customers.update(ctx, { customerId: known[(n * 7919) % known.length] as never, note: `Note ${n}`, city: `City ${n}` })
  })
  if (!done.ok) throw new Error(JSON.stringify(done.error))
}

async function cameBack(ops: number): Promise<Figures> {
  isCut = true
  store.connection.raw.pragma('synchronous = OFF') // the deeds are not what is measured
  for (let n = 0; n < ops; n++) {
    deed()
    if (n % 500 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  store.connection.raw.pragma('synchronous = FULL')
  store.derive()
  store.connection.raw.pragma('wal_checkpoint(PASSIVE)') // as it did a moment after its last deed
  const delay = monitorEventLoopDelay({ resolution: 1 })
  isCut = false
  delay.enable()
  const began = performance.now()
  const before = process.cpuUsage()
  link.wake()
  const isAnswered = () => acked.get() === store.lastSeq()
  while (!isAnswered()) await new Promise((resolve) => setTimeout(resolve, 5))
  const ms = performance.now() - began
  const { user, system } = process.cpuUsage(before)
  await untilQuiet(device)
  delay.disable()
  return {
    ms,
    opsPerSecond: (ops * 1000) / ms,
    cpuMs: (user + system) / 1000,
    settledMs: performance.now() - began,
    stallP99: delay.percentile(99) / 1e6,
    stallMost: delay.max / 1e6,
  }
}

const outcomes: Outcome[] = []
for (const { ops, most, rounds } of [
  { ops: OPS, most: 1_500, rounds: 3 },
  { ops: MONTH_OPS, most: 15_000, rounds: 1 },
])
  if (ops > 0)
    outcomes.push(
      await measure({
        id: `offline.${ops} ops`,
        title: `${ops.toLocaleString('en')} offline deeds of one device, until all are answered`,
        subject: () => cameBack(ops),
        rounds,
        bounds: { most: { ms: most, stallP99: 50 } },
      }),
    )
await device.shutdown()
await end()
rmSync(dir, { recursive: true, force: true })
report(outcomes)
process.exit(0)
