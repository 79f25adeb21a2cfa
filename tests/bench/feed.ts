import { createEmbeddedFeed, type FeedAnswer } from '#central/feed/feed.ts'
import { adminDatabase } from '#tests/sync/feed-server.ts'
import { silentLog, testDatabase } from '#tests/support/postgres.ts'
import { type Figures, measure, type Outcome, report } from './support/measure.ts'

/*
 * The embedded feed, in one process with those who read it, over a real PostgreSQL (which syncs nothing to its disk here): how soon a
 * committed change is seen by a device that waits, what a first download gives, and what a change and a waiting device cost.
 */
const ROWS = 20_000
const CHANGES = 60
const SCOPES = ['company', 'l1', 'l2', 'l3']
const HOUR_MS = 3_600_000

const { db, url, drop, ask } = await testDatabase()
await ask(
  `INSERT INTO sync_row SELECT 'work_order', 'w' || n, $1, 1, 1, false, '{"*": "0000000000000001-bench000"}',
     jsonb_build_object('id', 'w' || n, 'createdAt', 1790000000000 + n, 'note', repeat('brakes squeal when cold ', 20), 'number', 'B7K2-' || n, 'state', 'open')
   FROM generate_series(1, $2) n`,
  [SCOPES[0], ROWS],
)
const feed = await createEmbeddedFeed({ db, log: silentLog, holdMs: HOUR_MS })
const gone = new AbortController()
const get = (scope: string, query: Record<string, string>): Promise<FeedAnswer> =>
  feed.answer({ scope, query: new URLSearchParams(query), headers: {}, signal: gone.signal })
const placeOf = ({ status, headers }: FeedAnswer) => {
  const [handle, offset] = [headers['electric-handle'], headers['electric-offset']]
  if (status !== 200 || handle === undefined || offset === undefined) throw new Error(`the feed answered ${status}`)
  return { handle, offset }
}
type Place = ReturnType<typeof placeOf>

/** Reads to the end; returns the place to wait at and the number of bytes. */
async function download(scope: string): Promise<{ place: Place; bytes: number }> {
  let bytes = 0
  let place = { handle: '', offset: '-1' }
  for (;;) {
    const answer = await get(scope, place.handle === '' ? { offset: '-1' } : place)
    bytes += Buffer.isBuffer(answer.body) ? answer.body.length : 0
    place = placeOf(answer)
    if (answer.headers['electric-up-to-date'] !== undefined) return { place, bytes }
  }
}

let n = 0
const change = (scope: string) =>
  db.tx([scope], (q) =>
    q("INSERT INTO sync_row VALUES ('note', $1, $2, 1, 1, false, '{}', jsonb_build_object('id', $1::text, 'text', repeat('x', 300))) ", [`n${n++}`, scope]),
  )
const quantile = (values: number[], q: number) => values.toSorted((a, b) => a - b)[Math.floor(q * values.length)] ?? Number.NaN

/** Changes one after the other, with devices that wait in a scope and ask again at once. Of the process: the feed, and those who ask. */
async function waited(clients: number, scope: string): Promise<Figures> {
  const start = (await download(scope)).place
  let seen = () => {}
  let left = clients
  let isOver = false
  const follow = async () => {
    let place = start
    while (!isOver) {
      place = placeOf(await get(scope, { ...place, live: 'true' }))
      if (--left === 0) seen()
    }
  }
  for (let i = 0; i < clients; i++) void follow()
  await new Promise((resolve) => setTimeout(resolve, 300))
  const times: number[] = []
  const before = process.cpuUsage()
  const memory = process.memoryUsage.rss()
  for (let i = 0; i < CHANGES; i++) {
    left = clients
    const all = new Promise<void>((resolve) => (seen = resolve))
    await change(scope)
    const committed = performance.now()
    await all
    times.push(performance.now() - committed)
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 60))
  }
  const { user, system } = process.cpuUsage(before)
  const cpuMs = (user + system) / 1000 / CHANGES
  isOver = true
  await change(scope)
  await new Promise((resolve) => setTimeout(resolve, 200))
  return {
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    cpuMs,
    cpuUsPerClient: (cpuMs * 1000) / clients,
    grownMb: Math.max(0, process.memoryUsage.rss() - memory) / 2 ** 20,
  }
}

const outcomes: Outcome[] = []
outcomes.push(
  await measure({
    id: 'feed.visible',
    title: 'a change, until one waiting device has it',
    subject: () => waited(1, 'l1'),
    rounds: 3,
    bounds: { most: { p50: 100, p99: 300 } },
  }),
)
for (const clients of [10, 100, 1000])
  outcomes.push(
    await measure({
      id: `feed.waiting ${clients}`,
      title: `a change, until ${clients} waiting devices have it`,
      subject: () => waited(clients, 'l2'),
      rounds: 3,
      bounds: { most: { p50: 100, p99: 300, ...(clients === 1000 && { cpuUsPerClient: 200, grownMb: 200 }) } },
    }),
  )
const timed = async (work: () => Promise<unknown>): Promise<Figures> => {
  const began = performance.now()
  await work()
  return { rowsPerSecond: (ROWS / (performance.now() - began)) * 1000 }
}
const admin = adminDatabase(url)
outcomes.push(
  await measure({
    id: 'feed.snapshot new',
    title: `${ROWS} rows, a handle that is made for it`,
    subject: async () => {
      await admin.tx([], (q) => q('UPDATE feed_shape SET superseded_at = now()'))
      const own = await createEmbeddedFeed({ db, log: silentLog })
      const figures = await timed(() => own.answer({ scope: 'company', query: new URLSearchParams({ offset: '-1' }), headers: {}, signal: gone.signal }))
      await own.close()
      return figures
    },
    bare: {
      name: 'rows as JSON, by SQL alone',
      run: () => timed(() => admin.tx([], (q) => q("SELECT row_to_json(sync_row)::text FROM sync_row WHERE scope = 'company'"))),
    },
    by: 'rowsPerSecond',
    bounds: { ratio: 6 },
  }),
  await measure({
    id: 'feed.snapshot kept',
    title: `${ROWS} rows, a handle that is there`,
    subject: () => timed(() => download('company')),
    bounds: { least: { rowsPerSecond: 100_000 } },
  }),
)
report(outcomes)
gone.abort()
await feed.close()
await admin.close()
await drop()
