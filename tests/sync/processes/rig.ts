import { chmodSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Embedded, startEmbedded } from '#central/db/database.ts'
import { temporaryFolder } from '#tests/support/core.ts'
import { ask, silentLog } from '#tests/support/postgres.ts'
import { ROOT } from '#tests/support/sources.ts'
import { checkAll, checkReplica, type Holdings, type Witness } from '../sim/oracles.ts'
import { checkTyped, holdingsOf, witnessOf } from './evidence.ts'
import { DeviceProcess, Gateway } from './part.ts'
import { Proxy } from './proxy.ts'
import type { DeviceStatus } from './talk.ts'

/** Longer than a device waits between two attempts to reach its centre. */
const REST_MS = 120_000
const NAMES = ['A', 'B', 'C']

/** Three devices, a gateway and PostgreSQL, each a process; a line that can be disturbed between any two that speak. */
export interface Rig {
  readonly devices: readonly DeviceProcess[]
  readonly gateway: Gateway
  /** To the gateway, of each device; then the gateway's to PostgreSQL. */
  readonly lines: readonly Proxy[]
  readonly postgresUrl: string
  readonly locations: readonly string[]
  killPostgres(signal: 'SIGKILL' | 'SIGINT'): void
  /**
   * Starts what does not run, mends every line, and waits until nothing moves any more. What an oracle says, or null. `wakes`: devices
   * are told that the network is back; else they find out by themselves.
   */
  rest(options?: { withinMs?: number; wakes?: boolean }): Promise<string | null>
  /** What all files and the centre hold just now. */
  look<T>(work: (centre: Holdings, witnesses: readonly Witness[]) => Promise<T> | T): Promise<T>
  close(): Promise<void>
}

/** `programs`: the folder of device.js and gateway.js. */
export async function openRig(programs: string): Promise<Rig> {
  const folder = temporaryFolder()
  chmodSync(folder, 0o755) // run as root, the database goes by another user
  const dir = join(folder, 'postgres')
  // What a kill -9 cannot tell apart need not wait for the disk.
  const postgres: Embedded = await startEmbedded({ dir, log: silentLog, settings: { fsync: 'off' } })
  const toPostgres = await Proxy.open(Number(new URL(postgres.url).port))
  const { port } = await Proxy.open(0).then(async (probe) => (await probe.close(), probe))
  const gateway = new Gateway('gateway', [join(programs, 'gateway.js'), ROOT], {
    DATABASE_URL: Object.assign(new URL(postgres.url), { port: String(toPostgres.port) }).href,
    BAYLINE_CENTRAL_DATA_DIR: join(folder, 'central'),
    BAYLINE_CENTRAL_PORT: String(port),
    BAYLINE_CENTRAL_LOG_LEVEL: 'warn',
    BAYLINE_PARENT_PIPE: '1',
    NODE_COMPILE_CACHE: join(programs, 'cache'),
  })
  let isOpen = true
  gateway.onOwnEnd = () => void setTimeout(() => isOpen && gateway.start(), 100)
  gateway.start()
  const lines: Proxy[] = []
  const devices: DeviceProcess[] = []
  const dataDirs: string[] = []
  for (const name of NAMES) {
    const dataDir = join(folder, name)
    dataDirs.push(dataDir)
    lines.push(await Proxy.open(port))
    devices.push(new DeviceProcess(name, [join(programs, 'device.js'), dataDir, name, ROOT], { NODE_COMPILE_CACHE: join(programs, 'cache') }))
  }
  const everScopes = devices.map(() => new Set<string>(['company']))
  await Promise.all(devices.map((device) => device.run()))

  const look: Rig['look'] = async (work) => {
    const centre = await holdingsOf(postgres.url)
    const witnesses = devices.map((device, i) => witnessOf(device, dataDirs[i] ?? '', everScopes[i] ?? new Set()))
    try {
      return await work(centre, witnesses)
    } finally {
      for (const witness of witnesses) witness.close()
    }
  }
  const bugs = () => [...devices, gateway].flatMap((part) => part.bugs)
  const status = (device: DeviceProcess) => device.ask<DeviceStatus>({ do: 'status' })
  const rest: Rig['rest'] = async ({ withinMs = REST_MS, wakes = false } = {}) => {
    for (const line of [...lines, toPostgres]) line.heal()
    gateway.start()
    await Promise.all(devices.map((device) => device.run()))
    if (wakes) await Promise.all(devices.map((device) => device.ask({ do: 'wake' })))
    const until = Date.now() + withinMs
    for (;;) {
      const moving = await look((centre, witnesses) => {
        const rows = [...centre.tables.rows.values()]
        return witnesses.map((witness) => checkReplica(rows, witness)).find((found) => found !== null) ?? null
      }).catch((error: unknown) => String(error)) // PostgreSQL is on its way
      const states = await Promise.all(devices.map(status))
      const isBusy = states.some(({ state, pendingCount }) => state !== 'online' || pendingCount > 0)
      if (moving === null && !isBusy) {
        const found = await look((centre, witnesses) => checkAll(centre, witnesses))
        // Between two looks a device may have been noted as seen: rows that differ now are looked at again.
        if (bugs().length === 0 && !found?.startsWith('O2')) return found ?? (await checkTyped(postgres.url))
      }
      if (bugs().length > 0) return bugs().join('\n')
      if (Date.now() > until) return `O5 no rest: ${moving}\n${states.map((state) => JSON.stringify(state)).join('\n')}\n${gateway.errors.slice(-8).join('\n')}`
      await wait(150)
    }
  }

  const rig: Rig = {
    devices,
    gateway,
    lines: [...lines, toPostgres],
    postgresUrl: postgres.url,
    locations: [],
    killPostgres: (signal) => {
      try {
        process.kill(Number(readFileSync(join(dir, 'data/postmaster.pid'), 'utf8').split('\n')[0]), signal)
      } catch {
        // It is down already.
      }
    },
    rest,
    look,
    close: async () => {
      isOpen = false
      for (const part of [...devices, gateway]) await part.kill()
      for (const line of [...lines, toPostgres]) await line.close()
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  try {
    const locations = await bringIn(rig, everScopes)
    return { ...rig, locations }
  } catch (error) {
    await rig.close()
    throw error
  }
}

/** The first device founds the shop and brings it to the centre; the second comes in for all locations, the third for the first one. */
async function bringIn({ devices, gateway, lines, postgresUrl, rest }: Rig, everScopes: readonly Set<string>[]): Promise<string[]> {
  const [first] = devices
  if (!first) throw new Error('there are three devices')
  const locations = await first.ask<string[]>({ do: 'found' })
  await until('the gateway prints a code', () => gateway.codes.length > 0)
  const address = (i: number) => `http://127.0.0.1:${lines[i]?.port ?? 0}`
  const enrol = async (i: number, code: string) => {
    const done = await devices[i]?.ask<{ ok: boolean }>({ do: 'enrol', address: address(i), code })
    if (!done?.ok) throw new Error(JSON.stringify(done))
  }
  await enrol(0, gateway.codes.at(-1) ?? '')
  for (const [i, own] of [null, null, locations.slice(0, 1)].entries()) {
    for (const scope of own ?? locations) everScopes[i]?.add(scope)
    if (i === 0) continue
    const { code } = await first.ask<{ code: string }>({ do: 'invite', name: NAMES[i] ?? '', locations: own })
    await until('the invitation is at the centre', async () => (await ask(postgresUrl, 'SELECT 1 FROM sync_device')).length > i)
    await enrol(i, code)
    await until('it is approved', async () => (await first.ask<number>({ do: 'approve' })) > 0)
    await devices[i]?.ask({ do: 'wake' })
  }
  const found = await rest()
  if (found !== null) throw new Error(`before any fault: ${found}`)
  return locations
}

async function until(what: string, holds: () => Promise<boolean> | boolean, withinMs = 60_000): Promise<void> {
  const end = Date.now() + withinMs
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`)
    await wait(50)
  }
}
