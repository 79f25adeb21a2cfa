import { afterEach, describe, expect, it } from 'vitest'
import type { WireRow } from '#shared/contract/wire.ts'
import { formatHlc } from '#shared/kernel/hlc.ts'
import type { Json } from '#shared/kernel/result.ts'
import { openTestCore } from '#tests/support/core.ts'
import { MIGRATIONS } from '#tests/support/migrated.ts'
import { closeShops, CUSTOMER, earlier, handsOf, later, type LinkedShop, linked, linkTo, RULES, withCustomer } from '#tests/support/linked-shop.ts'
import { customer as customerTable } from '../../modules/customers/tables.ts'
import { notice } from '../../modules/system/tables.ts'
import { LOCAL, SYSTEM } from '../context.ts'
import type { Connection } from '../db/connection.ts'
import { LEFT_OUT } from '../db/load.ts'
import { migrate, readMigrations } from '../db/migrate.ts'
import { isSchemaWhole } from '../db/schema.ts'
import type { WriteDb } from '../db/write.ts'
import { createReplica } from './replica.ts'

afterEach(closeShops)

/** Counts how often a row of a table is written again from here on. */
function updatesOf({ raw, one }: LinkedShop, table: string): () => number {
  raw.exec(`CREATE TEMP TABLE written (id TEXT); CREATE TEMP TRIGGER is_written BEFORE UPDATE ON main.${table} BEGIN INSERT INTO written VALUES (OLD.id); END`)
  return () => one<{ n: number }>('SELECT count(*) AS n FROM temp.written').n
}

describe('rows of the centre under deeds that wait', () => {
  it('SYNC-OFFLINE F12: an answered edit does not revert while the feed lags behind it', async () => {
    const { shop, id, rename } = await withCustomer()
    await rename('Admiral')
    const stale = shop.hands.edit('customer', id, { city: 'Arlington' }, earlier(1))
    shop.hands.push()
    shop.hands.feed([shop.hands.feedRow(stale)])
    expect(shop.name(id)).toBe('Admiral')
    expect(shop.one('SELECT city FROM customer WHERE id = ?', id)).toEqual({ city: 'Arlington' })
    shop.hands.feed([shop.hands.feedRow({ ...stale, rev: stale.rev + 1 })])
    expect(shop.name(id)).toBe('Admiral')
    expect(shop.count('sync_open')).toBe(1)
    const now = shop.centre.get(`customer/${id}`)
    if (now) shop.hands.feed([shop.hands.feedRow({ ...now, rev: now.rev + 2 })])
    expect(shop.isSettled()).toBe(true)
    expect(shop.name(id)).toBe('Admiral')
  })

  it('SYNC-OFFLINE: the row may come before its answer, or after it', async () => {
    const { shop, id, rename } = await withCustomer()
    await rename('First')
    const push = shop.hands.build()
    if (!push) throw new Error('nothing to push')
    const results = shop.hands.results(push)
    shop.hands.show()
    expect(shop.count('sync_shadow')).toBe(1)
    shop.replica.outbox.record(push, results)
    expect(shop.isSettled()).toBe(true)
    await rename('Second')
    shop.hands.push()
    expect(shop.count('sync_open')).toBe(1)
    shop.hands.show()
    expect(shop.isSettled()).toBe(true)
    expect(shop.name(id)).toBe('Second')
  })

  it('SYNC-OFFLINE: a deed that comes back as it stands is not written again, in whatever order the centre keeps its clocks', async () => {
    const { shop, id, rename } = await withCustomer()
    await rename('Mine')
    shop.hands.push()
    const row = shop.centre.get(`customer/${id}`)
    if (!row) throw new Error('the centre has no row')
    const feedRow = (clk: WireRow['clk']) => ({ ...shop.hands.feedRow(row), clk: JSON.stringify(Object.fromEntries(Object.entries(clk).reverse()), null, 1) })
    const written = updatesOf(shop, 'customer')
    shop.hands.feed([feedRow(row.clk)])
    expect([shop.isSettled(), written()]).toEqual([true, 0])
    // The same value under a newer clock is another row: what this device edits next must stand above that clock.
    shop.hands.feed([shop.hands.feedRow(shop.hands.edit('customer', id, { name: 'Mine' }, later(1)))])
    expect(JSON.parse(shop.one<{ clk: string }>('SELECT clk FROM customer WHERE id = ?', id).clk)).toMatchObject({ name: later(1) })
  })

  it('SYNC-OFFLINE: nor is one with lists and objects, in whatever order the centre keeps their keys', async () => {
    const shop = await linked()
    await shop.get('workspace.update', { laborRates: [{ name: 'Diagnosis', rateMinor: 12_000 }] }, shop.owner)
    shop.hands.push()
    const { feedRow } = shop.hands
    const row = [...shop.centre.values()].find(({ kind }) => kind === 'company')
    if (!row) throw new Error('the centre has no company')
    const turned = (value: Json | undefined): Json =>
      Array.isArray(value)
        ? value.map(turned)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([key, inner]) => [key, turned(inner)]),
            )
          : (value ?? null)
    const written = updatesOf(shop, 'company')
    const others = [...shop.centre.values()].filter(({ kind }) => kind !== 'company')
    shop.hands.feed([...others, { ...row, doc: turned(row.doc) as WireRow['doc'] }].map(feedRow))
    expect([shop.isSettled(), written()]).toEqual([true, 0])
    const edited = shop.hands.edit('company', row.id, { laborRates: [{ name: 'Body', rateMinor: 1 }] }, later(1))
    shop.hands.feed([feedRow(edited)])
    expect(written()).toBe(1)
    expect(shop.one('SELECT labor_rates AS rates FROM company')).toEqual({ rates: '[{"name":"Body","rateMinor":1}]' })
  })

  it.each([true, false])('SYNC-OFFLINE F6: a clock that the centre replaced settles too (row first: %s)', async (isRowFirst) => {
    const { shop, id, rename } = await withCustomer()
    shop.clock.at += 480_000
    await rename('From the future')
    shop.clock.at -= 480_000
    const push = shop.hands.build()
    const [entry] = push?.entries ?? []
    if (!push || !entry) throw new Error('nothing to push')
    const hlc = formatHlc({ atMs: shop.clock.at, counter: 9 }, 'centre00')
    const row = shop.hands.edit('customer', id, { name: 'From the future', nameKey: 'from the future' }, hlc)
    const answer = () => shop.replica.outbox.record(push, [{ seq: entry.seq, part: 1, outcome: 'applied', hlc }])
    if (isRowFirst) shop.hands.feed([shop.hands.feedRow(row)])
    answer()
    if (!isRowFirst) shop.hands.feed([shop.hands.feedRow(row)])
    expect(shop.isSettled()).toBe(true)
    expect(JSON.parse(shop.one<{ clk: string }>('SELECT clk FROM customer WHERE id = ?', id).clk)).toMatchObject({ name: hlc })
  })

  it('SYNC-OFFLINE: a newer value from elsewhere stands over the own one, an older one under it', async () => {
    const { shop, id, rename } = await withCustomer()
    await rename('Mine')
    shop.hands.feed([shop.hands.feedRow(shop.hands.edit('customer', id, { name: 'Old', nameKey: 'old' }, earlier(1)))])
    expect(shop.name(id)).toBe('Mine')
    shop.hands.feed([shop.hands.feedRow(shop.hands.edit('customer', id, { name: 'New', nameKey: 'new' }, later(1)))])
    expect(shop.name(id)).toBe('New')
    shop.hands.push()
    shop.hands.show()
    expect(shop.isSettled()).toBe(true)
  })

  it('SYNC-OFFLINE: an older revision changes nothing; the same one does where a centre that was put back unseen gave it to something else', async () => {
    const { shop, id } = await withCustomer()
    const now = shop.centre.get(`customer/${id}`)
    if (!now) throw new Error('not there')
    const told: string[] = []
    shop.platform.store.onCommit((tables) => told.push(...tables))
    shop.hands.feed([shop.hands.feedRow({ ...now, rev: now.rev - 1, doc: { ...now.doc, name: 'Older' } })])
    shop.hands.feed([shop.hands.feedRow(now)])
    expect([shop.name(id), told]).toEqual(['Grace Hopper', []])
    shop.hands.feed([shop.hands.feedRow({ ...now, doc: { ...now.doc, name: 'Other' } })])
    expect([shop.name(id), told]).toEqual(['Other', expect.arrayContaining(['customer'])])
  })

  it('SYNC-1: a row that moves between two scopes stays, whichever stream is first; one that leaves goes', async () => {
    const { shop, id } = await withCustomer()
    const row = shop.hands.edit('customer', id, { city: 'X' }, later(1))
    shop.hands.feed([shop.hands.feedRow(row)], 'here')
    shop.hands.feed([{ kind: 'customer', id, remove: true }], 'company')
    expect(shop.name(id)).toBe('Grace Hopper')
    shop.hands.feed([{ kind: 'customer', id, remove: true }], 'here')
    expect(shop.name(id)).toBeUndefined()
    shop.hands.feed([shop.hands.feedRow({ ...row, rev: row.rev + 1 })], 'company')
    expect(shop.name(id)).toBe('Grace Hopper')
  })

  it('SYNC-1: what waits on a row that the centre took away stays in sight until it is answered', async () => {
    const { shop, id } = await withCustomer()
    const { id: own } = (await shop.get('customers.create', { ...CUSTOMER, name: 'Own' } as never, shop.owner)) as { id: string }
    const push = shop.hands.build()
    if (!push) throw new Error('nothing to push')
    const results = shop.hands.results(push)
    shop.hands.show()
    shop.hands.feed([{ kind: 'customer', id: own, remove: true }])
    expect(shop.name(own)).toBe('Own')
    shop.replica.outbox.record(push, results)
    expect(shop.name(own)).toBeUndefined()
    expect(shop.isSettled()).toBe(true)
    expect(shop.name(id)).toBe('Grace Hopper')
  })
})

describe('a reading of a scope', () => {
  const someone = (shop: Awaited<ReturnType<typeof linked>>, n: number) =>
    shop.hands.edit(
      'customer',
      `0190b6a0-0000-7000-8000-${String(n).padStart(12, '0')}`,
      { ...CUSTOMER, name: `N${n}`, nameKey: `n${n}`, phoneDigits: '' },
      earlier(n),
    )

  it('SYNC-OFFLINE: begun anew it keeps what is there in sight, and at its end removes what it did not show, but nothing that waits', async () => {
    const { shop, id, rename } = await withCustomer()
    const kept = someone(shop, 1)
    const gone = someone(shop, 2)
    shop.hands.show()
    await rename('Waits')
    shop.centre.delete(`customer/${gone.id}`)
    const held = shop.centre.get(`customer/${id}`)
    shop.centre.delete(`customer/${id}`)
    shop.replica.apply.refetch('company')
    expect([shop.name(kept.id), shop.name(gone.id), shop.name(id)]).toEqual(['N1', 'N2', 'Waits'])
    shop.hands.feed([shop.hands.feedRow(kept)], 'company', false)
    expect(shop.name(gone.id)).toBe('N2')
    shop.hands.show()
    while (!shop.replica.apply.sweep('company')) continue
    expect([shop.name(kept.id), shop.name(gone.id), shop.name(id)]).toEqual(['N1', undefined, 'Waits'])
    expect(shop.replica.apply.cursor('company')).toMatchObject({ isLoading: false, gen: 3 })
    if (held) shop.centre.set(`customer/${id}`, held)
    shop.hands.push()
    shop.hands.show()
    expect(shop.isSettled()).toBe(true)
    expect(shop.name(id)).toBe('Waits')
  })

  it('A-SLOTS SYNC-OFFLINE: goes in slices, and its place is kept with the last one', async () => {
    const shop = await linked({ rows: 100, ms: 1000 })
    const rows = Array.from({ length: 250 }, (_, n) => shop.hands.feedRow(someone(shop, n)))
    const batch = { changes: rows, handle: 'h1', offset: '7_0', isUpToDate: true }
    const { apply } = shop.replica
    const steps: number[] = []
    for (let at = 0; at < rows.length; ) {
      expect(apply.cursor('company')?.offset).toBeNull()
      at = apply.slice('company', batch, at)
      steps.push(at)
    }
    expect(steps).toEqual([100, 200, 250])
    expect(apply.cursor('company')).toMatchObject({ handle: 'h1', offset: '7_0', loadedRows: 250, upToDateAt: shop.clock.at })
    expect(shop.count('customer')).toBe(250)
  })

  it('A-SLOTS: a slice ends when its time is over, by the clock that it is given, and not before it has done some', async () => {
    let at = 0
    const shop = await linked({ rows: 1000, ms: 8, clock: () => (at += 5) })
    const changes = Array.from({ length: 300 }, (_, n) => shop.hands.feedRow(someone(shop, n)))
    const batch = { changes, handle: 'h1', offset: '7_0', isUpToDate: true }
    expect(shop.replica.apply.slice('company', batch, 0)).toBe(256)
    expect(shop.replica.apply.slice('company', batch, 256)).toBe(300)
  })

  it('A-JOURNAL SYNC-OFFLINE: rows are found by search and told to windows, and are no deeds of this device', async () => {
    const shop = await linked()
    const seq = shop.platform.store.lastSeq()
    const told: string[] = []
    shop.onNotice((text) => told.push(text))
    shop.hands.feed([shop.hands.feedRow(someone(shop, 1))])
    expect(told.some((text) => text.includes('"customer"'))).toBe(true)
    expect(shop.platform.store.lastSeq()).toBe(seq)
    shop.platform.store.derive()
    expect(shop.count('search_queue')).toBe(0)
    expect(shop.one<{ n: number }>("SELECT count(*) AS n FROM search_customer_word WHERE words MATCH 'n1'").n).toBe(1)
  })

  it('SYNC-1: rows of a lost location go when nothing of them waits', async () => {
    const { shop, id, rename } = await withCustomer()
    const other = someone(shop, 5)
    shop.hands.show()
    await rename('Waits')
    shop.replica.apply.setScopes(['here'])
    while (!shop.replica.apply.sweep('company')) continue
    expect([shop.name(other.id), shop.name(id)]).toEqual([undefined, 'Waits'])
    expect(shop.replica.apply.cursor('company')?.isLost).toBe(true)
    const push = shop.hands.build()
    if (push) shop.replica.outbox.record(push, [{ seq: push.entries[0]?.seq ?? 0, part: 1, outcome: 'rejected', reason: 'outOfScope', rows: [] }])
    while (!shop.replica.apply.sweep('company')) continue
    expect(shop.name(id)).toBeUndefined()
    expect(shop.replica.apply.cursor('company')).toBeUndefined()
  })

  it('SYNC-OFFLINE: a batch that fails leaves nothing of itself, its place neither, and the guards up', async () => {
    const shop = await linked()
    const good = shop.hands.feedRow(someone(shop, 1))
    expect(() => shop.hands.feed([good, { kind: 'customer', id: 'x', rev: 2, clk: null, doc: null }])).toThrow('customer x')
    expect(shop.count('customer')).toBe(0)
    expect(shop.replica.apply.cursor('company')?.offset).toBeNull()
    expect(shop.raw.pragma('synchronous', { simple: true })).toBe(2)
    await shop.get('customers.create', CUSTOMER as never, shop.owner)
    expect(shop.raw.pragma('foreign_keys', { simple: true })).toBe(1)
    expect(shop.one('SELECT applying FROM sync_guard')).toEqual({ applying: 0 })
    shop.hands.feed([good])
    expect(shop.count('customer')).toBe(2)
  })
})

describe('a first reading', () => {
  const customer = (shop: { hands: ReturnType<typeof handsOf> }, n: number, more: WireRow['doc'] = {}) =>
    shop.hands.edit('customer', `c${n}`, { ...CUSTOMER, name: `N${n}`, nameKey: `n${n}`, phoneDigits: '', ...more }, earlier(n))

  it('SYNC-OFFLINE: takes rows together, those that are not new or do not fit by themselves, and the newest revision stands', async () => {
    const shop = await linked()
    shop.hands.push()
    shop.hands.feed([...shop.centre.values()].map(shop.hands.feedRow), 'company', false)
    expect(shop.replica.apply.cursor('company')).toMatchObject({ isLoading: true, upToDateAt: null })
    const rows = Array.from({ length: 40 }, (_, n) => customer(shop, n))
    const { feedRow } = shop.hands
    const [first, second, third] = rows as [WireRow, WireRow, WireRow]
    shop.hands.feed([feedRow({ ...second, rev: 9, doc: { ...second.doc, name: 'Newer elsewhere' } }), feedRow(third)], 'here', false)
    const changes = [
      ...rows.map(feedRow),
      feedRow({ ...first, rev: 2, doc: { ...first.doc, name: 'Changed meanwhile' } }),
      feedRow({ ...first, doc: { ...first.doc, name: 'Older' } }),
      feedRow(customer(shop, 40, { vip: true })),
      feedRow(customer(shop, 41, { kind: 'nobody' })),
      feedRow({ ...first, kind: 'loyalty_card', id: 'l1' }),
    ]
    shop.hands.feed(changes, 'company', false)
    expect([shop.name('c0'), shop.name('c1'), shop.name('c2'), shop.name('c39'), shop.name('c40'), shop.name('c41')]).toEqual([
      'Changed meanwhile',
      'Newer elsewhere',
      'N2',
      'N39',
      'N40',
      undefined,
    ])
    expect(shop.count('customer')).toBe(41)
    const local = "SELECT id, scope, rev, extra FROM sync_row_local WHERE id IN ('c0', 'c1', 'c2', 'c40') ORDER BY id"
    expect(shop.all(local)).toEqual([
      { id: 'c0', scope: 'company', rev: 2, extra: null },
      { id: 'c1', scope: 'here', rev: 9, extra: null },
      { id: 'c2', scope: 'company', rev: 1, extra: null },
      { id: 'c40', scope: 'company', rev: 1, extra: '{"fields":{"vip":true}}' },
    ])
    expect(shop.all('SELECT id FROM sync_row_local WHERE extra LIKE \'{"doc"%\' ORDER BY id')).toEqual([{ id: 'c41' }, { id: 'l1' }])
    shop.hands.feed([{ kind: 'customer', id: 'c3', remove: true }, feedRow(customer(shop, 42))], 'company', false)
    expect([shop.name('c3'), shop.name('c42')]).toEqual([undefined, 'N42'])
  })

  it('SYNC-OFFLINE QA-PERF: an empty device goes without indexes and what triggers keep until the last scope is read, or a start before; a shop in use keeps its own', async () => {
    const schemaOf = ({ raw }: Connection) => raw.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all()
    const used = await linked()
    const whole = schemaOf(used.platform.store.connection)
    for (const isCutOff of [false, true]) {
      const shop = openTestCore()
      const { connection } = shop.platform.store
      expect(schemaOf(connection)).toEqual(whole)
      const replica = createReplica({ store: shop.platform.store, rules: RULES, now: () => 0 })
      linkTo(replica)
      const hands = handsOf(replica, new Map())
      const names = connection.raw.prepare("SELECT name FROM sqlite_schema WHERE type IN ('index', 'trigger')").pluck().all()
      expect(names).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/^(customer_name|payment_invoice|invoice_open_insert|stock_reserved_line_gone|work_order_in_bay)/)]),
      )
      // What writes more than can be filled anew; a table that does not travel.
      expect(names).toEqual(expect.arrayContaining(['stock_move_taken', 'stock_level_one']))
      expect(isSchemaWhole(connection.raw)).toBe(true)
      expect([...connection.alsoWrites('payment')].sort()).toEqual(['invoice_again', 'invoice_open', 'payment_again', 'payment_open'])
      hands.feed([hands.feedRow(customer({ hands }, 1))])
      while (!replica.apply.sweep('company')) continue
      expect(schemaOf(connection)).not.toEqual(whole)
      if (isCutOff) migrate(connection.raw, readMigrations(MIGRATIONS), 0)
      else {
        hands.feed([], 'here')
        while (!replica.apply.sweep('here')) continue
      }
      expect(schemaOf(connection)).toEqual(whole)
      expect(connection.raw.pragma('integrity_check', { simple: true })).toBe('ok')
      await shop.shutdown()
    }
  })

  it('SYNC-OFFLINE A-JOURNAL: the first deed on a record begins again with everything put back, though it is refused, and slices are short from then on', async () => {
    const shop = openTestCore()
    const { store } = shop.platform
    const { raw } = store.connection
    const replica = createReplica({ store, rules: RULES, now: () => 0, limits: { rows: 2, ms: 60_000 } })
    linkTo(replica)
    const hands = handsOf(replica, new Map())
    hands.feed([hands.feedRow(customer({ hands }, 1))])
    const isLean = () => raw.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(LEFT_OUT) !== undefined
    const deed = (callId: string, work: (db: WriteDb) => void, isRefused = false) =>
      store.write({ command: 'test.deed', callId, actor: SYSTEM, client: LOCAL, arrivedAt: 0, keepAnswer: false }, ({ db }) => {
        work(db)
        return isRefused ? { ok: false, error: { code: 'invalidInput', kind: 'invalid', params: {} } } : { ok: true, value: null }
      })
    const nameOf = (id: string) => raw.prepare('SELECT name FROM customer WHERE id = ?').pluck().get(id)
    const rename = (name: string) => (db: WriteDb) => void db.update(customerTable, 'c1' as never, { name })
    const rows = Array.from({ length: 9 }, (_, n) => hands.feedRow(customer({ hands }, n + 2)))
    const slice = () => replica.apply.slice('company', { changes: rows, handle: 'h', offset: '9_0', isUpToDate: false }, 0)
    expect(slice()).toBe(4)
    deed('a', (db) => db.insert(notice, { id: 'n' as never, code: 'jobFailed', subject: '', facts: {}, acknowledgedAt: null, acknowledgedBy: null }))
    expect(isLean()).toBe(true) // nothing of the shop
    const found: boolean[] = []
    deed(
      'b',
      (db) => {
        found.push(isLean()) // what it reads before it writes is whole, too
        rename('B')(db)
      },
      true,
    )
    expect([found, isLean(), nameOf('c1')]).toEqual([[true, false], false, 'N1'])
    for (const name of ['C', 'D']) {
      deed(name, rename(name))
      expect([isLean(), nameOf('c1')]).toEqual([false, name])
    }
    expect(slice()).toBe(2)
    hands.feed([], 'here')
    for (const scope of ['company', 'here']) while (!replica.apply.sweep(scope)) continue
    expect(isSchemaWhole(raw)).toBe(true)
    await shop.shutdown()
  })
})

describe('what this program does not know', () => {
  it('API-VER SYNC-OFFLINE: unknown kinds and fields, and rows that do not fit, are kept and taken over by a newer version', async () => {
    const shop = await linked()
    const id = '0190b6a0-0000-7000-8000-00000000000a'
    const known = shop.hands.edit('customer', id, { ...CUSTOMER, nameKey: 'grace hopper', phoneDigits: '', vip: true }, earlier(1))
    const unfit = shop.hands.edit(
      'employee',
      'e1',
      { name: 'E', jobTitle: '', email: '', phone: '', userId: null, isTechnician: 7, laborCostMinor: 0, hiredOn: null, endedOn: null, note: '' },
      earlier(2),
    ) // prettier-ignore
    const unknown = { ...known, kind: 'loyalty_card', id: 'l1', doc: { id: 'l1', points: 3 } }
    shop.hands.feed([known, unfit, unknown].map(shop.hands.feedRow))
    expect(shop.name(id)).toBe('Grace Hopper')
    expect(shop.count('employee')).toBe(0)
    expect(shop.replica.apply.hasUnfit()).toBe(true)
    expect(shop.one<{ extra: string }>("SELECT extra FROM sync_row_local WHERE kind = 'customer'").extra).toBe('{"fields":{"vip":true}}')

    shop.raw.exec('ALTER TABLE customer ADD COLUMN vip INTEGER')
    shop.raw.exec('CREATE TABLE loyalty_card (id TEXT PRIMARY KEY, created_at INTEGER, updated_at INTEGER, deleted INTEGER, clk TEXT, points INTEGER)')
    const store = Object.create(shop.platform.store, {
      schemaVersion: { value: shop.platform.store.schemaVersion + 1 },
      connection: {
        value: Object.create(shop.platform.store.connection, { tables: { value: new Set([...shop.platform.store.connection.tables, 'loyalty_card']) } }),
      },
    }) as typeof shop.platform.store // the same store, one release on
    createReplica({ store, rules: { ...RULES, loyalty_card: { scope: 'company', merge: 'fields' } }, now: () => 0 })
    expect(shop.one('SELECT vip FROM customer WHERE id = ?', id)).toEqual({ vip: 1 })
    expect(shop.one('SELECT points FROM loyalty_card')).toEqual({ points: 3 })
    expect(shop.all('SELECT kind FROM sync_row_local WHERE extra IS NOT NULL')).toEqual([{ kind: 'employee' }])
  })
})

describe('the guards', () => {
  it('SYNC-OFFLINE INV-3: what the centre decided is kept, ledgers and taken slots too; commands stay bound', async () => {
    const shop = await linked()
    const company = shop.one<{ id: string }>('SELECT id FROM company').id
    const columns = (shop.raw.pragma('table_info(company)') as { name: string }[]).map(({ name }) => name) // SQLite's own columns
    const another = columns.map((name) => (name === 'id' ? "'second'" : name)).join()
    expect(() => shop.raw.exec(`INSERT INTO company (${columns.join()}) SELECT ${another} FROM company`)).toThrow('UNIQUE')
    const pay = (id: string, more: WireRow['doc']) =>
      shop.hands.edit(
        'payment',
        id,
        {
          invoiceId: 'never sent',
          locationId: 'here',
          method: 'cash',
          amountMinor: -5,
          tenderedMinor: null,
          receivedAt: 1,
          receivedBy: '',
          reference: '',
          reversesId: 'p0',
          reason: 'r',
          ...more,
        },
        earlier(3),
      ) // prettier-ignore
    const [first, second] = [pay('p1', {}), pay('p2', {})]
    shop.hands.feed([first, second].map(shop.hands.feedRow))
    expect(shop.count('payment')).toBe(2)
    shop.hands.feed([shop.hands.feedRow(pay('p1', { receivedAt: 2 }))])
    expect(shop.one("SELECT received_at AS at FROM payment WHERE id = 'p1'")).toEqual({ at: 2 })
    expect(() => shop.raw.exec('UPDATE payment SET reason = 1')).toThrow('a payment does not change')
    shop.hands.feed([{ kind: 'payment', id: 'p1', remove: true }])
    expect(shop.count('payment')).toBe(1)
    expect(company).not.toBe('second')
  })

  it('SYNC-OFFLINE: clocks from elsewhere lead the next deed, however far ahead of ours they are', async () => {
    const { shop, id, rename } = await withCustomer()
    const ahead = formatHlc({ atMs: shop.clock.at + 30_000, counter: 3 }, 'elsewher')
    shop.hands.feed([shop.hands.feedRow(shop.hands.edit('customer', id, { city: 'A' }, ahead))])
    await rename('After it')
    const clockOfLast = () => shop.one<{ hlc: string }>('SELECT hlc FROM journal ORDER BY seq DESC LIMIT 1').hlc
    expect(clockOfLast() > ahead).toBe(true)
    // Our clock runs behind, and nobody has told us by how much yet.
    const farAhead = formatHlc({ atMs: shop.clock.at + 600_000, counter: 0 }, 'elsewher')
    shop.hands.feed([shop.hands.feedRow(shop.hands.edit('customer', id, { city: 'B' }, farAhead))])
    await rename('After that, too')
    expect(clockOfLast() > farAhead).toBe(true)
    expect(shop.make().link.get()?.hlc).toBe(farAhead)
  })
})
