import { randomUUID } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type Database from 'better-sqlite3'
import { v7 } from 'uuid'
import { shareOf } from '#shared/kernel/money.ts'
import type { TestCore } from './core.ts'

/** Commands of several modules, one after another without end: what a shop's day looks like to the database. */
export async function* work(shop: TestCore, token: string, prefix = ''): AsyncGenerator<string> {
  const done = async (call: Promise<{ ok: boolean }>, id: string): Promise<string> => {
    const answer = await call
    if (!answer.ok) throw new Error(`refused: ${JSON.stringify(answer)}`)
    return id
  }
  const { locations } = await shop.get('workspace.get', {}, token)
  const locationId = locations[0]?.id
  if (locationId === undefined) throw new Error('a shop has a location')
  for (let n = 0; ; n++) {
    const id = () => randomUUID()
    const name = `${prefix}${n} Jörg Ñandú قاسم`
    let call = id()
    const customer = await shop.ask(
      'customers.create',
      { name, phone: `030 ${1_000_000 + (n % 8_999_999)}`, note: 'He said "tomorrow";\nthen left. '.repeat(n % 40) },
      token,
      call,
    )
    yield await done(Promise.resolve(customer), call)
    if (!customer.ok) return
    const { id: customerId } = customer.value as { id: never } // as the contract says
    yield await done(shop.ask('customers.update', { customerId, city: `City ${n}`, taxExempt: n % 2 === 0 }, token, (call = id())), call)
    yield await done(
      shop.ask('vehicles.create', { customerId, plate: `B-X ${n}`, make: 'Opel', model: 'Corsa', mileageKm: n * 10 }, token, (call = id())),
      call,
    )
    yield await done(shop.ask('workspace.update', { taxRateBp: n % 10_000, invoiceNote: name }, token, (call = id())), call)
    yield await done(shop.ask('catalog.create', { name: `Part ${name}`, sku: `${prefix}${n}`, priceMinor: n * 100 }, token, (call = id())), call)
    // May change nothing, and then leaves no entry: it does not count.
    await done(shop.ask('auth.setPermission', { role: 'viewer', permission: 'users.read', granted: n % 2 === 0 }, token, id()), '')
    // A sale is the widest deed: head, line, payment, cash, and two links of the chain.
    if ((await shop.get('pos.till', {}, token)) === null) yield await done(shop.ask('pos.openTill', { locationId, counts: [] }, token, (call = id())), call)
    const netMinor = 100 + n
    const sale = {
      saleId: v7() as never, // made as a window makes it
      lines: [{ itemId: null, description: name, qtyMilli: 1000, unitPriceMinor: netMinor }],
      payments: [{ method: 'cash' as const, amountMinor: netMinor + shareOf(netMinor, n % 10_000) }],
    }
    yield await done(shop.ask('pos.sell', sale, token, (call = id())), call)
    if (n % 3 === 0) yield await done(shop.ask('bays.create', { locationId, name: `Bay ${name}`.slice(0, 40) }, token, (call = id())), call)
    if (n % 4 === 0) yield await done(shop.ask('customers.remove', { customerId }, token, (call = id())), call)
  }
}

/** Does so many commands; their call ids. The last one's turn is over, as in a shop: the second journal has it. */
export async function workThrough(shop: TestCore, token: string, count: number, prefix?: string): Promise<string[]> {
  const ids: string[] = []
  for await (const id of work(shop, token, prefix)) {
    ids.push(id)
    if (ids.length >= count) break
  }
  await setImmediate()
  return ids
}

/** Tables of one device's own bookkeeping: another identity, other numbers, other runs; and what is made from the others after a deed. */
const OWN = new Set([
  'device',
  'counter',
  'job',
  '_migration',
  'notice',
  'journal_list',
  'journal_record',
  'journal_upto',
  'search_queue',
  'search_upto',
  'search_turn',
  'report_document',
  'report_item',
  'report_part',
  'report_pass',
  'report_category',
  'report_day',
  'report_queue',
  'report_turn',
])
/** Entries by which the program tells of a replaced database, and puts up its notice. */
const PROGRAM = new Set(['platform.replaced', 'system on platform.replaced'])
/** Kept without a journal entry, or numbered anew. */
const UNJOURNALED = new Set(['no', 'last_seen_at'])

/** All that people saved, as text per table: equal content has equal text. What the program says about itself is left out. */
export function contentOf(raw: Database.Database): Record<string, string> {
  const names = raw
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .pluck()
    .all() as string[] // text
  const virtual = raw.prepare("SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL%'").pluck().all() as string[] // text
  const plain = names.filter((name) => !OWN.has(name) && !virtual.some((of) => name.startsWith(`${of}_`)))
  return Object.fromEntries(
    plain.map((name) => {
      const rows = raw.prepare(`SELECT * FROM ${name}`).all() as Record<string, unknown>[] // any row
      const saved = rows.filter((row) => !PROGRAM.has(String(row['command'])) && row['tbl'] !== 'notice')
      return [
        name,
        saved
          .map((row) => JSON.stringify(Object.fromEntries(Object.entries(row).filter(([key]) => !UNJOURNALED.has(key)))))
          .sort()
          .join('\n'),
      ]
    }),
  )
}
