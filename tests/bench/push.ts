import { Agent } from 'node:http'
import type { PushRequest, WireRow } from '#shared/contract/wire.ts'
import { DOCS, foundShop } from '#tests/sync/push-shop.ts'
import { batches, bodyOf, type Cpu, enrol, KNOWN_ROWS, post, type Sender, startBenchCentre } from './support/centre.ts'
import { type Figures, measure, type Outcome, report } from './support/measure.ts'

/*
 * Pushes through HTTP to the centre. Beside it the same values written bare: one statement per table, one transaction per request, no
 * checks. `gatewayUs` and `postgresUs` are processor time per entry, which other work on the machine changes least.
 */
const bareRows: WireRow[] = []
const centre = await startBenchCentre()
const { db, seeding, admin: bare } = centre
const agent = new Agent({ keepAlive: true, maxSockets: 16 })

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
/** Processor time per entry since `before`. */
function cpuPerOp(before: Cpu, ops: number): Figures {
  const { gateway, postgres } = centre.cpu()
  return { gatewayUs: (gateway - before.gateway) / ops, postgresUs: (postgres - before.postgres) / ops }
}
const quantile = (sorted: readonly number[], q: number): number => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN

const four = await enrol(centre, [null, null, null, null])
const [one] = four as [Sender] // the first of four
await foundShop(seeding, one.device)
const push = (sender: Sender, body: string, count: number) => post(centre.address, agent, sender, body, count)
for (const sender of four) for (const batch of batches(centre, sender, KNOWN_ROWS, 500)) await push(sender, bodyOf(batch), batch.length)
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
      const bodies = four.map((sender) => batches(centre, sender, 5_000, 250).map(bodyOf))
      const [before, began] = [centre.cpu(), performance.now()]
      await Promise.all(four.map((sender, i) => paced(bodies[i] ?? [], 250, (body) => push(sender, body, 250))))
      return { opsPerSecond: (four.length * 5_000 * 1000) / (performance.now() - began), ...cpuPerOp(before, four.length * 5_000) }
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

await centre.stop()
report(outcomes)
process.exit(0)

async function send(sender: Sender, size: number, count: number): Promise<Figures> {
  const bodies = batches(centre, sender, size * count, size).map(bodyOf)
  const before = centre.cpu()
  const figures = await paced(bodies, size, (body) => push(sender, body, size))
  return { ...figures, ...cpuPerOp(before, size * count) }
}

/** Tables of the same shape and indexes, without row security. */
async function makeBare(): Promise<void> {
  for (const table of ['customer', 'sync_row', 'entry', 'field_history']) await bare.query(`CREATE TABLE bare_${table} (LIKE ${table} INCLUDING ALL)`)
}

/** The same kind of requests, from the same texts, straight to the server. */
async function sendBare(size: number, count: number): Promise<Figures> {
  const sender: Sender = { device: one.device, key: '', rows: bareRows }
  const bodies = batches(centre, sender, size * count, size).map(bodyOf)
  const before = centre.cpu()
  const figures = await paced(bodies, size, async (body) => {
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
        json_to_recordset(e.changes) AS c(id text, fields json)`,
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
  return { ...figures, postgresUs: cpuPerOp(before, size * count)['postgresUs'] ?? Number.NaN }
}
