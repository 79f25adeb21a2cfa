import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { DAY_MS, HOUR_MS } from '#shared/kernel/time.ts'
import { END_AT } from '#tools/seed/people.ts'
import { chance } from '#tools/seed/random.ts'
import { openBare } from './support/bare.ts'
import { latencies, measure, type Outcome, report, type Subject } from './support/measure.ts'
import { FOLDER, mustBeOk, openBigShop } from './support/shop.ts'

/*
 * A whole durable command, from the call's text to the answer's: session, permission, input, rules, rows, journal with before and
 * after, commit with synchronous=FULL, change notice. The search index takes over in the turns between, and is measured by itself.
 * Beside it the least that any such program must do: one row and one outbox entry in one durable transaction.
 */
const COUNT = 400
const shop = await openBigShop()
const { raw } = shop.core.platform.store.connection
if (raw.pragma('journal_mode', { simple: true }) !== 'wal' || raw.pragma('synchronous', { simple: true }) !== 2)
  throw new Error('this measures nothing: not WAL with synchronous=FULL')

const file = join(FOLDER, 'bare.db')
rmSync(file, { force: true })
const db = openBare(file)
db.exec(`
  CREATE TABLE line (id TEXT PRIMARY KEY, work_order_id TEXT NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL, description TEXT NOT NULL, quantity_milli INTEGER NOT NULL,
    unit_cents INTEGER NOT NULL, cost_cents INTEGER NOT NULL, tax_bp INTEGER NOT NULL, technician INTEGER, branch INTEGER NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX line_order ON line (work_order_id, position);
  CREATE INDEX line_updated ON line (branch, created_at);
  CREATE TABLE outbox (seq INTEGER PRIMARY KEY AUTOINCREMENT, tx_id TEXT NOT NULL, hlc TEXT NOT NULL, command TEXT NOT NULL, ops TEXT NOT NULL, state INTEGER NOT NULL DEFAULT 0);`)
const insertLine = db.prepare('INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
const insertEntry = db.prepare('INSERT INTO outbox (tx_id, hlc, command, ops) VALUES (?, ?, ?, ?)')
let made = 0
const rowAndEntry = db.transaction(() => {
  const id = `0190f3a2-${String(made++).padStart(12, '0')}-7abc-8def`
  const row = [
    id,
    `wo-${made % 2000}`,
    made % 5,
    'part',
    'Brake pad front',
    1000,
    4990,
    2500,
    1900,
    3,
    made % 4,
    1_700_000_000_000 + made,
    1_700_000_000_000 + made,
  ]
  insertLine.run(row)
  insertEntry.run(id, `00018e-${made}`, 'line.add', JSON.stringify(row.map((value, i) => ({ table: 'line', id, field: i, value }))))
})
const bare: Subject = { name: 'row and outbox entry', run: () => latencies(COUNT, () => rowAndEntry()) }

const c = chance(31)
const ids = (sql: string) => raw.prepare(sql).pluck().all() as string[] // ids are text
const customers = ids('SELECT id FROM customer ORDER BY id LIMIT 20000')
const orders = ids("SELECT id FROM work_order WHERE state IN ('open', 'onHold') LIMIT 3000")
const items = ids('SELECT id FROM catalog_item WHERE active = 1 LIMIT 1000')
const unpaid = ids("SELECT id FROM invoice WHERE state = 'issued' LIMIT 20000")
const cars = raw.prepare('SELECT id AS vehicleId, customer_id AS customerId FROM vehicle LIMIT 5000').all() as { vehicleId: string; customerId: string }[] // the columns named
const places = raw
  .prepare(
    'SELECT b.id AS bayId, b.location_id AS locationId, e.id AS technicianId FROM (SELECT *, row_number() OVER (ORDER BY id) AS n FROM bay) b JOIN (SELECT *, row_number() OVER (ORDER BY id) AS n FROM employee) e USING (n)',
  )
  .all() as { bayId: string; locationId: string; technicianId: string }[] // likewise

type Make = (i: number) => string
let turn = 0
const commands: Record<string, Make> = {
  'customers.update, a note': (i) => shop.text('customers.update', { customerId: c.pick(customers) as never, note: `called ${i}` }),
  'customers.update, the name, with its search index': (i) =>
    shop.text('customers.update', { customerId: c.pick(customers) as never, name: `Anna Neuberg ${i}` }),
  'customers.create, with its search index': (i) =>
    shop.text('customers.create', { name: `Berta Neumann ${i}`, phone: `+4930${10_000_000 + c.int(0, 80_000_000)}`, city: 'Neustadt' }),
  'workOrders.addLine': (i) =>
    shop.text('workOrders.addLine', { workOrderId: orders[i % orders.length] as never, itemId: c.pick(items) as never, qtyMilli: 1000 }),
  'appointments.create': (i) => {
    const slot = Math.floor(i / places.length)
    const startAt = END_AT + (60 + Math.floor(slot / 6)) * DAY_MS + (8 + (slot % 6)) * HOUR_MS
    return shop.text('appointments.create', {
      ...c.pick(cars),
      ...places[i % places.length],
      startAt,
      endAt: startAt + HOUR_MS,
      concern: 'Oil service due',
    } as never)
  },
  'invoicing.pay': (i) => shop.text('invoicing.pay', { invoiceId: unpaid[i % unpaid.length] as never, method: 'card', amountMinor: 1 }),
}
const run = async (make: Make) => {
  const texts = Array.from({ length: COUNT }, () => make(turn++))
  const answers: string[] = []
  // Each call is an event of its own, so timers get their turns in between.
  const figures = await latencies(
    COUNT,
    async (i) => {
      answers.push(await shop.send(texts[i] ?? ''))
    },
    () => setImmediate(),
  )
  answers.forEach(mustBeOk)
  return figures
}
// As in a shop that has been open for a while: SQLite's log has its length, on both sides.
for (const make of Object.values(commands)) await run(make)
await bare.run()
const bounds = { most: { p50: 0.4, p99: 2 }, ratio: 2.5 }
const outcomes: Outcome[] = []
for (const [title, make] of Object.entries(commands))
  outcomes.push(await measure({ id: `commands.${title}`, title, subject: () => run(make), bare, bounds, rounds: 7 }))
/** What the search index takes over after a burst of commands: the most that a search waits for beyond itself. Between two bursts is a breath, as in a shop. */
const BURST = 40
const BREATH_MS = 150
const create = commands['customers.create, with its search index'] as Make // named above
const burst = async () => {
  for (let i = 0; i < BURST; i++) mustBeOk(await shop.send(create(turn++)))
}
outcomes.push(
  await measure({
    id: 'commands.search index',
    title: `${BURST} new customers taken into the search index, after their commands`,
    subject: async () => {
      await burst()
      return latencies(
        50,
        () => shop.core.platform.store.derive(),
        async () => {
          await setTimeout(BREATH_MS)
          await burst()
        },
      )
    },
    bounds: { most: { p99: 5 } },
  }),
)
report(outcomes)
await shop.core.shutdown()
db.close()
