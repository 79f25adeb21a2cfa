import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { type Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { v7 } from 'uuid'
import { type Database, openDatabase, startEmbedded } from '#central/db/database.ts'
import { hashOfKey, newKey } from '#central/devices/keys.ts'
import { writeAsCentre } from '#central/push/write.ts'
import { CENTRE_FLAGS } from '#main/platform/hub/spawn.ts'
import { COMPANY_SCOPE } from '#shared/contract/sync.ts'
import { HEADERS, type PushAnswer, WIRE_VERSION, type WireEntry, type WireRow } from '#shared/contract/wire.ts'
import { silentLog } from '#tests/support/postgres.ts'
import { DOCS, insertOf, openCentre, SCHEMA_VERSION, type TestCentre, TestDevice } from '#tests/sync/push-shop.ts'

const ROOT = join(import.meta.dirname, '../../..')
/** As it is shipped: the bench builds it first. */
const CENTRE = join(ROOT, 'out/main/central.js')
/** Rows that a device has before its entries change any, so that changes spread. */
export const KNOWN_ROWS = 2_000
const TICK_MS = 10

/** Processor time, µs. */
export interface Cpu {
  readonly gateway: number
  readonly postgres: number
}

/** The centre as a process of its own on its embedded PostgreSQL, durable as in a shop. */
export interface BenchCentre {
  readonly db: Database
  /** Beside the gateway, on the same database: makes devices. */
  readonly seeding: TestCentre
  /** As the administrator. */
  readonly admin: pg.Client
  readonly address: string
  readonly pid: number
  /** Used since the start; NaN where the system does not tell. */
  cpu(): Cpu
  /** Memory that the gateway holds. Units: MB. */
  residentMb(): number
  stop(): Promise<void>
}

export async function startBenchCentre(): Promise<BenchCentre> {
  const dir = mkdtempSync(join(tmpdir(), 'bayline-bench-centre-'))
  chmodSync(dir, 0o755) // PostgreSQL may run as another user
  const server = await startEmbedded({ dir: join(dir, 'postgres'), log: silentLog })
  const db = await openDatabase({ url: server.url, log: silentLog })
  const seeding = await openCentre(db, { time: { now: Date.now() } })
  const admin = new pg.Client({ connectionString: server.url })
  await admin.connect()
  const { child, address } = await startGateway(server.url, dir)
  const postmaster = Number(readFileSync(join(dir, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0])
  return {
    db,
    seeding,
    admin,
    address,
    pid: child.pid ?? 0,
    cpu: () => ({ gateway: cpuOf(child.pid ?? 0), postgres: cpuOf(postmaster) + childrenOf(postmaster).reduce((sum, pid) => sum + cpuOf(pid), 0) }),
    residentMb: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024,
    stop: async () => {
      child.kill('SIGTERM')
      await once(child, 'exit')
      await admin.end()
      await db.close()
      await server.stop()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

async function startGateway(url: string, dir: string): Promise<{ child: ChildProcess; address: string }> {
  const flags = (process.env['BENCH_GATEWAY_FLAGS'] ?? '').split(' ').filter(Boolean)
  const started = spawn(process.execPath, [...CENTRE_FLAGS, ...flags, CENTRE], {
    // It ends with this process, however that dies.
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: url,
      BAYLINE_CENTRAL_DATA_DIR: dir,
      BAYLINE_CENTRAL_PORT: '0',
      BAYLINE_CENTRAL_LOG_LEVEL: 'warn',
      BAYLINE_PARENT_PIPE: '1',
    },
  })
  const address = await new Promise<string>((resolve, reject) => {
    let text = ''
    started.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part
      const line = text.split('\n').find((each) => each.includes('"listening"'))
      if (line) resolve((JSON.parse(line) as { address: string }).address)
    })
    started.once('exit', (code) => reject(new Error(`the centre ended with ${code}`)))
  })
  return { child: started, address }
}

/** Of a process and of its children that ended. Linux counts in hundredths of a second. */
function cpuOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return [11, 12, 13, 14].reduce((sum, i) => sum + Number(fields[i]), 0) * TICK_MS * 1000
  } catch {
    return process.platform === 'linux' ? 0 : Number.NaN
  }
}
function childrenOf(pid: number): number[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === pid ? [Number(name)] : []
    } catch {
      return [] // it ended meanwhile
    }
  })
}

/** A device with a key, and its rows. */
export interface Sender {
  readonly device: TestDevice
  readonly key: string
  readonly rows: WireRow[]
}

let enrolled = 0
/** Devices that are approved, each for these locations; null: for all. In one transaction. */
export async function enrol({ db, seeding: { desk, time } }: BenchCentre, locations: readonly (readonly string[] | null)[]): Promise<Sender[]> {
  const senders = locations.map((of) => {
    const n = String(++enrolled)
    const known = { deviceId: n.padStart(16, 'b'), enrolmentId: v7(), scopes: [COMPANY_SCOPE, ...(of ?? [])], everywhere: of === null }
    return { device: new TestDevice(known, n.padStart(8, 'b'), time), key: newKey(), rows: [], tag: n.padStart(4, 'B'), clockTag: n.padStart(8, 'b'), of }
  })
  await db.tx([COMPANY_SCOPE], async (q) => {
    await q(
      'INSERT INTO device_identity (device_id, enrolment_id, tag, clock_tag, epoch, created_at) SELECT *, 1, 0 FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])',
      [
        senders.map(({ device }) => device.deviceId),
        senders.map(({ device }) => device.enrolmentId),
        senders.map(({ tag }) => tag),
        senders.map(({ clockTag }) => clockTag),
      ],
    )
    await q('INSERT INTO device_key (hash, enrolment_id, made_at, first_used_at) SELECT *, 0, 0 FROM unnest($1::bytea[], $2::text[])', [
      senders.map(({ key }) => hashOfKey(key)),
      senders.map(({ device }) => device.enrolmentId),
    ])
    const rows = senders.map(({ device: { deviceId, enrolmentId }, of }) => {
      const shown = { name: deviceId, tag: '', checkText: '', appVersion: '', codeHash: '', codeEndsAt: 0, lastSeenAt: 0, clockOffsetMs: 0 }
      return insertOf('sync_device', enrolmentId, { ...shown, state: 'active', deviceId, ...(of && { locations: [...of] }) })
    })
    await writeAsCentre(desk, q, rows)
  })
  return senders
}

let made = 0
/** The sender's next entry: once it has its rows, four of ten bring a customer, six change one. */
function next({ seeding: { time } }: BenchCentre, { device, rows }: Sender, knownRows: number): WireEntry {
  made++
  time.now = Date.now()
  const row = rows.length < knownRows || made % 10 < 4 ? undefined : rows[(made * 7919) % rows.length]
  if (!row) {
    const id = v7()
    const doc = DOCS.customer(`Customer ${made}`)
    const entry = device.insert('customer', doc, id)
    rows.push({ kind: 'customer', id, scope: 'company', rev: 1, deleted: false, clk: { '*': entry.hlc }, doc })
    return entry
  }
  const patch = { phone: `030 ${made}`, note: `Note ${made}` }
  const entry = device.update(row, patch)
  Object.assign(row.doc, patch)
  Object.assign(row.clk, { phone: entry.hlc, note: entry.hlc })
  return entry
}

export const batches = (centre: BenchCentre, sender: Sender, entries: number, size: number, knownRows = KNOWN_ROWS): WireEntry[][] =>
  Array.from({ length: Math.ceil(entries / size) }, () => Array.from({ length: size }, () => next(centre, sender, knownRows)))

export const bodyOf = (entries: readonly WireEntry[]): string => JSON.stringify({ sentAt: Date.now(), ackedThrough: (entries[0]?.seq ?? 1) - 1, entries })

export const headersOf = ({ key, device }: Sender): Record<string, string> => ({
  authorization: `Bearer ${key}`,
  [HEADERS.version]: String(WIRE_VERSION),
  [HEADERS.device]: device.deviceId,
  [HEADERS.app]: '1.0.0',
  [HEADERS.schema]: String(SCHEMA_VERSION),
})

/** Rejects where not every entry was applied. */
export function post(address: string, agent: Agent, sender: Sender, body: string, count: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { ...headersOf(sender), 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const sent = request(`${address}/v1/push`, { method: 'POST', agent, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part
      })
      response.on('end', () => {
        const applied = response.statusCode === 200 ? (JSON.parse(text) as PushAnswer).results.filter(({ outcome }) => outcome === 'applied').length : 0
        if (applied === count) resolve()
        else reject(new Error(`${response.statusCode}: ${text.slice(0, 300)}`))
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
