import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHub, type Hub } from '#main/platform/hub/hub.ts'
import { spawnWithNode } from '#main/platform/hub/spawn.ts'
import { createLog } from '#main/platform/log.ts'
import { fetchTo } from '#main/platform/sync/pinned-fetch.ts'
import { openShop, openTestCore, OWNER, testClock, type TestCore } from './core.ts'
import { ROOT } from './sources.ts'

/** A real hub: the centre from its sources as a child process, on the embedded PostgreSQL, under a certificate of its own. Tells no network of itself. */
export interface TestHub {
  readonly hub: Hub
  readonly address: string
  readonly code: string
  end(): Promise<void>
}
export async function startHub(): Promise<TestHub> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bayline-hub-'))
  chmodSync(dataDir, 0o755) // PostgreSQL may run as another user
  const log = createLog('error', (line) => process.stderr.write(`${line}\n`), Date.now)
  const hub = createHub({
    dataDir,
    spawn: spawnWithNode(join(ROOT, 'central/index.ts')),
    log,
    port: 0,
    advertise: async () => async () => {},
    find: async () => [],
  })
  const started = await hub.start('Workshop')
  if (!started.ok || started.code === null) throw new Error(`the hub did not start: ${JSON.stringify(started)}`)
  return {
    hub,
    address: started.address,
    code: started.code,
    end: async () => {
      await hub.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** What reaches this host and nothing else: the internet is cut. */
export function onlyHost(address: string, tried: string[] = []): typeof fetch {
  const { host } = new URL(address)
  return (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    if (url.host === host) return fetchTo(address)(input, init)
    tried.push(url.host)
    return Promise.reject(new TypeError('fetch failed'))
  }
}

const runningClock = () => Object.assign(testClock(), { now: () => Date.now() })
const isQuiet = ({ platform: { link, store } }: TestCore) => {
  const { state, pendingCount } = link.status()
  return state === 'online' && pendingCount === 0 && store.connection.raw.prepare('SELECT 1 FROM sync_open').get() === undefined
}
/** Everything that the device said is answered and shown. Throws after a minute. */
export async function untilQuiet(core: TestCore): Promise<void> {
  for (const end = Date.now() + 60_000; !isQuiet(core); await new Promise((resolve) => setTimeout(resolve, 20)))
    if (Date.now() > end) throw new Error(`not quiet: ${JSON.stringify(core.platform.link.status())}\n${core.logged.slice(-5).join('\n')}`)
}

export interface Paired {
  readonly first: TestCore
  readonly second: TestCore
  /** Session of the owner on each. */
  readonly tokens: readonly [string, string]
}
/** The shop's first device and one that was invited, approved and has everything; both quiet. `folders`: of their files; in memory without. */
export async function pairDevices(
  { address, code }: { address: string; code: string },
  link: { fetch?: typeof fetch } = {},
  folders: readonly string[] = [],
): Promise<Paired> {
  const options = (n: number) => ({ clock: runningClock(), link, ...(folders[n] && { file: join(folders[n], 'bayline.db'), config: { dataDir: folders[n] } }) })
  const first = await openShop(options(0))
  await first.get('sync.connect', { address, code }, first.owner)
  await untilQuiet(first)
  const second = openTestCore(options(1))
  const invited = await first.get('sync.invite', { name: 'Counter 2', locations: null }, first.owner)
  await untilQuiet(first)
  await second.get('sync.join', { address, code: invited.code })
  const waiting = () => first.platform.store.connection.raw.prepare("SELECT id FROM sync_device WHERE state = 'waiting'").pluck().get()
  for (const end = Date.now() + 60_000; waiting() === undefined; await new Promise((resolve) => setTimeout(resolve, 20)))
    if (Date.now() > end) throw new Error('the second device was never seen waiting')
  await first.get('sync.approve', { id: waiting() as never }, first.owner) // an id from the column
  await untilQuiet(second)
  const { token } = await second.get('auth.signIn', { email: OWNER.email, password: OWNER.password })
  await Promise.all([untilQuiet(first), untilQuiet(second)])
  return { first, second, tokens: [first.owner, token] }
}
