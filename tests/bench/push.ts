import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { v7 } from 'uuid'
import { openDatabase, startEmbedded } from '#central/db/database.ts'
import { hashOfKey, newKey } from '#central/devices/keys.ts'
import { HEADERS, type PushAnswer, type PushRequest, WIRE_VERSION, type WireEntry, type WireRow } from '#shared/contract/wire.ts'
import { silentLog } from '#tests/support/postgres.ts'
import { DOCS, foundShop, openCentre, SCHEMA_VERSION, type TestDevice } from '#tests/sync/push-shop.ts'
import { type Figures, measure, type Outcome, report } from './support/measure.ts'

/*
 * Pushes through HTTP to the centre as a process of its own on its embedded PostgreSQL, durable as in a shop. Four of ten entries bring a
 * customer, six change one. Beside it the same values written bare: one statement per table, one transaction per request, no checks.
 */
const ROOT = join(import.meta.dirname, '../..')
/** Rows that a device has before anything is measured, so that changes spread. */
const KNOWN_ROWS = 2_000
const bareRows: WireRow[] = []

const dir = mkdtempSync(join(tmpdir(), 'bayline-bench-push-'))
chmodSync(dir, 0o755) // PostgreSQL may run as another user
const server = await startEmbedded({ dir: join(dir, 'postgres'), log: silentLog })
const db = await openDatabase({ url: server.url, log: silentLog })
const seeding = await openCentre(db, { time: { now: Date.now() } })
const bare = new pg.Client({ connectionString: server.url })
await bare.connect()
const { child, address } = await startGateway()
const agent = new Agent({ keepAlive: true, maxSockets: 16 })

/** A device with a key, its rows, and its next entries. */
interface Sender {
  readonly device: TestDevice
  readonly key: string
  readonly rows: WireRow[]
}
async function enrolled(): Promise<Sender> {
  const [device, key] = [await seeding.device(), newKey()]
  await bare.query('INSERT INTO device_key (hash, enrolment_id, made_at, first_used_at) VALUES ($1, $2, 0, 0)', [hashOfKey(key), device.enrolmentId])
  return { device, key, rows: [] }
}

let made = 0
function next({ device, rows }: Sender): WireEntry {
  made++
  seeding.time.now = Date.now()
  const row = rows.length < KNOWN_ROWS || made % 10 < 4 ? undefined : rows[(made * 7919) % rows.length]
  if (!row) {
    const id = v7()
    const doc = DOCS.customer(`Customer ${made}`)
    const entry = device.insert('customer', doc, id)
    rows.push({ kind: 'customer', id, scope: 'company', rev: 1, deleted: false, clk: { '*': entry.hlc }, doc })
    return entry
  }
  const entry = device.update(row, { phone: `030 ${made}`, note: `Note ${made}` })
  Object.assign(row.doc, { phone: `030 ${made}`, note: `Note ${made}` })
  Object.assign(row.clk, { phone: entry.hlc, note: entry.hlc })
  return entry
}
const batches = (sender: Sender, entries: number, size: number): WireEntry[][] =>
  Array.from({ length: Math.ceil(entries / size) }, () => Array.from({ length: size }, () => next(sender)))
const bodyOf = (entries: readonly WireEntry[]): string => JSON.stringify({ sentAt: Date.now(), ackedThrough: (entries[0]?.seq ?? 1) - 1, entries })

/** Rejects where not every entry was applied. */
function post({ key, device }: Sender, body: string, count: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      authorization: `Bearer ${key}`,
      [HEADERS.version]: String(WIRE_VERSION),
      [HEADERS.device]: device.deviceId,
      [HEADERS.app]: '1.0.0',
      [HEADERS.schema]: String(SCHEMA_VERSION),
    }
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

/** Requests one after the other; their times as figures. */
async function paced(bodies: readonly string[], size: number, send: (body: string, i: number) => Promise<void>): Promise<Figures> {
  const times: number[] = []
  const began = performance.now()
  for (const [i, body] of bodies.entries()) {
    const at = performance.now()
    await send(body, i)
    times.push(performance.now() - at)
  }
  const ms = performance.now() - began
  times.sort((a, b) => a - b)
  return { opsPerSecond: (bodies.length * size * 1000) / ms, p50: quantile(times, 0.5), p99: quantile(times, 0.99), ms }
}
const quantile = (sorted: readonly number[], q: number): number => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN

const one = await enrolled()
await foundShop(seeding, one.device)
const four = [one, await enrolled(), await enrolled(), await enrolled()]
for (const sender of four) for (const batch of batches(sender, KNOWN_ROWS, 500)) await post(sender, bodyOf(batch), batch.length)
await makeBare()

const outcomes: Outcome[] = []
for (const { size, count, bounds } of [
  { size: 100, count: 100, bounds: { most: { p99: 40 }, least: { opsPerSecond: 8_000 } } },
  { size: 500, count: 20, bounds: { most: { ms: 1_500 }, least: { opsPerSecond: 8_000 } } },
])
  outcomes.push(
    await measure({
      id: `push.${size} ops`,
      title: `${(size * count).toLocaleString('en')} offline ops of one device, ${size} a request`,
      subject: () => send(one, size, count),
      bare: { name: 'bare pg', run: () => sendBare(size, count) },
      by: 'opsPerSecond',
      bounds,
    }),
  )
outcomes.push(
  await measure({
    id: 'push.four devices',
    title: 'Four devices at once, 250 ops a request',
    rounds: 3,
    subject: async () => {
      const bodies = four.map((sender) => batches(sender, 5_000, 250).map(bodyOf))
      const began = performance.now()
      await Promise.all(four.map((sender, i) => paced(bodies[i] ?? [], 250, (body) => post(sender, body, 250))))
      return { opsPerSecond: (four.length * 5_000 * 1000) / (performance.now() - began) }
    },
    bounds: { least: { opsPerSecond: 15_000 } },
  }),
  await measure({
    id: 'push.month',
    title: '100,000 offline ops of one device, 500 a request',
    rounds: 1,
    subject: () => send(one, 500, 200),
    bounds: { most: { ms: 15_000 } },
  }),
)

child.kill('SIGTERM')
await once(child, 'exit')
await bare.end()
await db.close()
await server.stop()
rmSync(dir, { recursive: true, force: true })
report(outcomes)
process.exit(0)

function send(sender: Sender, size: number, count: number): Promise<Figures> {
  return paced(batches(sender, size * count, size).map(bodyOf), size, (body) => post(sender, body, size))
}

/** Tables of the same shape and indexes, without row security. */
async function makeBare(): Promise<void> {
  for (const table of ['customer', 'sync_row', 'entry', 'field_history']) await bare.query(`CREATE TABLE bare_${table} (LIKE ${table} INCLUDING ALL)`)
}

/** The same kind of requests, from the same texts, straight to the server. */
async function sendBare(size: number, count: number): Promise<Figures> {
  const sender: Sender = { device: one.device, key: '', rows: bareRows }
  const bodies = batches(sender, size * count, size).map(bodyOf)
  return await paced(bodies, size, async (body) => {
    const { entries } = JSON.parse(body) as PushRequest
    await bare.query('BEGIN')
    const ids = entries.map(({ changes }) => changes[0]?.id ?? '')
    const { rows } = await bare.query({
      name: 'load',
      text: 'SELECT id, clk, doc FROM bare_sync_row WHERE kind = $1 AND id = ANY ($2) ORDER BY id FOR UPDATE',
      values: ['customer', ids],
    })
    const known = new Map((rows as Pick<WireRow, 'id' | 'clk' | 'doc'>[]).map((row) => [row.id, row])) // the columns named
    for (const { changes, hlc } of entries)
      for (const { id, fields } of changes) {
        const row = known.get(id)
        const values = Object.fromEntries(Object.entries(fields).map(([field, [first, second]]) => [field, second === undefined ? first : second]))
        known.set(id, { id, clk: { ...row?.clk, '*': hlc }, doc: { ...row?.doc, ...values } })
      }
    const text = JSON.stringify([...known.values()])
    const names = db.schema.get('customer')?.columns.filter(({ key }) => key in DOCS.customer('')) ?? []
    await bare.query({
      name: 'typed',
      text: `INSERT INTO bare_customer (id, created_at, updated_at, clk, ${names.map(({ name }) => name).join(', ')})
        SELECT r.id, 0, 0, r.clk, ${names.map(({ key }) => `d."${key}"`).join(', ')} FROM json_to_recordset($1) AS r(id text, clk jsonb, doc jsonb),
        jsonb_to_record(r.doc) AS d(${names.map(({ key, type }) => `"${key}" ${type}`).join(', ')})
        ON CONFLICT (id) DO UPDATE SET clk = excluded.clk, ${names.map(({ name }) => `${name} = excluded.${name}`).join(', ')}`,
      values: [text],
    })
    await bare.query({
      name: 'feed',
      text: `INSERT INTO bare_sync_row SELECT 'customer', id, 'company', 1, 1, false, clk, doc FROM json_to_recordset($1) AS r(id text, clk jsonb, doc jsonb)
        ON CONFLICT (kind, id) DO UPDATE SET clk = excluded.clk, doc = excluded.doc, rev = bare_sync_row.rev + 1`,
      values: [text],
    })
    await bare.query({
      name: 'history',
      text: `INSERT INTO bare_field_history (kind, record_id, scope, hlc, device_id, seq, fields, lost)
        SELECT 'customer', c.id, 'company', e.hlc, 'bare', e.seq, c.fields, '{}' FROM json_to_recordset($1) AS e(seq bigint, hlc text, changes json),
        json_to_recordset(e.changes) AS c(id text, fields jsonb)`,
      values: [JSON.stringify(entries)],
    })
    await bare.query({
      name: 'entry',
      text: `INSERT INTO bare_entry (device_id, seq, part, hash, outcome, hlc, command, user_name, at, taken_at)
        SELECT 'bare', seq, part, '\\x00', 'applied', hlc, command, "userName", at, at
        FROM json_to_recordset($1) AS e(seq bigint, part int, hlc text, command text, "userName" text, at bigint)`,
      values: [JSON.stringify(entries)],
    })
    await bare.query('COMMIT')
  })
}

async function startGateway(): Promise<{ child: ChildProcess; address: string }> {
  const started = spawn(process.execPath, [join(ROOT, 'central/index.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: server.url,
      BAYLINE_CENTRAL_DATA_DIR: dir,
      BAYLINE_CENTRAL_PORT: '0',
      BAYLINE_CENTRAL_LOG_LEVEL: 'warn',
    },
  })
  const listening = await new Promise<string>((resolve, reject) => {
    let text = ''
    started.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part
      const line = text.split('\n').find((each) => each.includes('"listening"'))
      if (line) resolve((JSON.parse(line) as { address: string }).address)
    })
    started.once('exit', (code) => reject(new Error(`the centre ended with ${code}`)))
  })
  return { child: started, address: listening }
}
