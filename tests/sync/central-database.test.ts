import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DatabaseUnavailable, openDatabase, type Query } from '#central/db/database.ts'
import { ask, silentLog, type TestDatabase, testDatabase } from '#tests/support/postgres.ts'
import { setTimeout as wait } from 'node:timers/promises'
import { Proxy } from './processes/proxy.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await testDatabase()
  await test.ask('CREATE TABLE tally (id text PRIMARY KEY, n bigint, doc jsonb); GRANT ALL ON tally TO bayline_gateway')
  await test.ask("INSERT INTO tally VALUES ('a', 0), ('b', 0)")
})
afterAll(() => test.drop())
const tally = (id: string) => test.ask<{ n: string }>('SELECT n FROM tally WHERE id = $1', [id]).then(([row]) => Number(row?.n))
/** Ends every connection of the gateway, as a restart of the server would. */
const cut = () => test.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'bayline_gateway' AND datname = current_database()")
const until = async (holds: () => boolean): Promise<void> => {
  for (let i = 0; i < 200 && !holds(); i++) await wait(25)
  expect(holds()).toBe(true)
}

describe('a transaction', () => {
  it('DB-TXN: commits what resolves and takes back what rejects', async () => {
    await test.db.tx([], (q) => q("UPDATE tally SET n = 1 WHERE id = 'a'"))
    const failing = test.db.tx([], async (q) => {
      await q("UPDATE tally SET n = 99 WHERE id = 'a'")
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await tally('a')).toBe(1)
  })

  it('DB-TXN: a failed statement that was passed over is no commit', async () => {
    const passedOver = test.db.tx([], async (q) => {
      await q("UPDATE tally SET n = 99 WHERE id = 'a'")
      await q('SELECT 1/0').catch(() => {})
    })
    await expect(passedOver).rejects.toThrow('rolled back')
    expect(await tally('a')).toBe(1)
  })

  it('DB-TXN: two that wait for each other both happen, the second try after the first', async () => {
    await test.ask('UPDATE tally SET n = 0')
    let tries = 0
    const both = ([first, second]: [string, string]) =>
      test.db.tx([], async (q) => {
        tries++
        await q('UPDATE tally SET n = n + 1 WHERE id = $1', [first])
        await wait(150)
        await q('UPDATE tally SET n = n + 1 WHERE id = $1', [second])
      })
    await Promise.all([both(['a', 'b']), both(['b', 'a'])])
    expect([await tally('a'), await tally('b')]).toEqual([2, 2])
    expect(tries).toBeGreaterThan(2)
  })

  it('DB-TXN: one that never gets through is given up after six tries, with the reason of the server', async () => {
    let tries = 0
    const never = test.db.tx([], (q) => {
      tries++
      return q("DO $$ BEGIN RAISE 'again' USING ERRCODE = '40001'; END $$")
    })
    await expect(never).rejects.toMatchObject({ code: '40001' })
    expect(tries).toBe(6)
  })

  it('DB-TXN: a broken rule is told by its name, at the statement or at the commit', async () => {
    const bay = (q: Query) =>
      q("INSERT INTO bay (id, created_at, updated_at, clk, location_id, name, position, state) VALUES ('x', 1, 1, '{}', 'nowhere', 'n', 1, 'free')")
    await expect(test.db.tx(['nowhere'], bay)).rejects.toMatchObject({ code: '23503', constraint: 'bay_location_id_fkey' })
    await expect(test.db.tx([], (q) => q("INSERT INTO tally VALUES ('a', 1)"))).rejects.toMatchObject({ code: '23505', constraint: 'tally_pkey' })
  })

  it('DB-TXN: a second statement before the first has answered is a bug, and told', async () => {
    await expect(test.db.tx([], (q) => Promise.all([q('SELECT 1'), q('SELECT 2')]))).rejects.toThrow('one statement at a time')
  })

  it('DB-TXN: integers are numbers, JSON is a value, and no integer is rounded', async () => {
    const [row] = await test.db.tx([], (q) =>
      q("UPDATE tally SET n = $1, doc = $2 WHERE id = 'b' RETURNING n, doc, n + 1 AS next", [9_007_199_254_740_990, JSON.stringify({ a: [1] })], 'save_tally'),
    )
    expect(row).toEqual({ n: 9_007_199_254_740_990, doc: { a: [1] }, next: Number.MAX_SAFE_INTEGER })
    await expect(test.db.tx([], (q) => q('SELECT 9007199254740992::bigint'))).rejects.toThrow('no safe integer')
    expect(await test.db.tx([], (q) => q('SELECT n FROM tally WHERE id = $1', ['b']))).toEqual([{ n: 9_007_199_254_740_990 }])
  })
})

describe('trouble of the server', () => {
  it('REL-BREAKER: a connection lost in a transaction is DatabaseUnavailable, and the next one works', async () => {
    const lost = test.db.tx([], async (q) => {
      await cut()
      await q('SELECT 1')
    })
    await expect(lost).rejects.toBeInstanceOf(DatabaseUnavailable)
    expect(await test.db.tx([], (q) => q('SELECT 1 AS one'))).toEqual([{ one: 1 }])
  })

  it('REL-BREAKER: connections cut while nobody used them cost nobody anything', async () => {
    await Promise.all(Array.from({ length: 4 }, () => test.db.tx([], (q) => q('SELECT pg_sleep(0.05)'))))
    await cut() // whether or not the word has come
    expect(await Promise.all(Array.from({ length: 4 }, () => test.db.tx([], (q) => q('SELECT 1 AS one'))))).toEqual(Array(4).fill([{ one: 1 }]))
  })

  it('REL-BREAKER: a statement that takes too long is ended, and its connection serves on', async () => {
    const db = await openDatabase({ url: test.url, log: silentLog, connections: 1, statementMs: 200 })
    await expect(db.tx([], (q) => q('SELECT pg_sleep(5)'))).rejects.toBeInstanceOf(DatabaseUnavailable)
    expect(await db.tx([], (q) => q("SELECT current_setting('idle_in_transaction_session_timeout') AS idle"))).toEqual([{ idle: '30s' }])
    await db.close()
  })

  it('REL-BREAKER: a connection that fell silent is given up, and the next one works', async () => {
    const line = await Proxy.open(Number(new URL(test.url).port))
    const url = Object.assign(new URL(test.url), { port: String(line.port) }).href
    const db = await openDatabase({ url, log: silentLog, connections: 1, statementMs: 200 })
    expect(await db.tx([], (q) => q('SELECT 1 AS one'))).toEqual([{ one: 1 }])
    line.strike('lost')
    await expect(db.tx([], (q) => q('SELECT 1 AS one'))).rejects.toBeInstanceOf(DatabaseUnavailable)
    line.heal()
    expect(await db.tx([], (q) => q('SELECT 2 AS two'))).toEqual([{ two: 2 }])
    await db.close()
    await line.close()
  })

  it('REL-BREAKER: a server that is not there is DatabaseUnavailable at the start', async () => {
    const nowhere = Object.assign(new URL(test.url), { port: '1' }).href
    await expect(openDatabase({ url: nowhere, log: silentLog })).rejects.toBeInstanceOf(DatabaseUnavailable)
  })
})

describe('listening', () => {
  it('A-SYNCCENTRE: every payload comes, and after a lost connection an empty one, then the next', async () => {
    const heard: string[] = []
    const end = await test.db.listen('bayline_test', (payload) => heard.push(payload))
    await test.db.tx([], (q) => q("SELECT pg_notify('bayline_test', 'one')"))
    await until(() => heard.includes('one'))
    await cut()
    await until(() => heard.includes(''))
    await test.db.tx([], (q) => q("SELECT pg_notify('bayline_test', 'two')"))
    await until(() => heard.includes('two'))
    expect(heard).toEqual(['one', '', 'two'])
    await end()
    await cut()
    await wait(300)
    expect(await ask(test.url, "SELECT 1 FROM pg_stat_activity WHERE application_name = 'bayline-listen-bayline_test'")).toEqual([])
  })

  it('DB-TXN: what a transaction that is taken back says is not heard', async () => {
    const heard: string[] = []
    const end = await test.db.listen('bayline_test', (payload) => heard.push(payload))
    await expect(test.db.tx([], (q) => q("SELECT pg_notify('bayline_test', 'never'), 1/0"))).rejects.toThrow()
    await test.db.tx([], (q) => q("SELECT pg_notify('bayline_test', 'after')"))
    await until(() => heard.length > 0)
    expect(heard).toEqual(['after'])
    await end()
  })
})

describe('what the centre holds to', () => {
  const now = { created_at: 1, updated_at: 1, clk: '{}' }
  const insert = (table: string, row: Record<string, unknown>, q: Query) => {
    const all: Record<string, unknown> = { ...now, ...row }
    const keys = Object.keys(all)
    return q(`INSERT INTO ${pg.escapeIdentifier(table)} (${keys.join(', ')}) VALUES (${keys.map((_, i) => `$${i + 1}`).join(', ')})`, Object.values(all))
  }
  const SCOPES = ['company', 'shop']
  const save = (table: string, row: Record<string, unknown>) => test.db.tx(SCOPES, (q) => insert(table, row, q))
  beforeAll(async () => {
    await test.db.tx(SCOPES, async (q) => {
      await insert('location', { id: 'shop', name: 'Shop', address: '', phone: '', opens_at_minutes: 0, closes_at_minutes: 60, open_weekdays: '1' }, q)
      for (const id of ['bay-1', 'bay-2']) await insert('bay', { id, location_id: 'shop', name: id, position: 1, state: 'free' }, q)
      for (const id of ['ann', 'bob'])
        await insert('employee', { id, name: id, job_title: '', email: '', phone: '', is_technician: true, labor_cost_minor: 0, note: '' }, q)
      await insert(
        'customer',
        {
          id: 'c',
          kind: 'person',
          name: 'C',
          company: '',
          name_key: 'c',
          phone: '',
          phone2: '',
          phone_digits: '',
          email: '',
          street: '',
          postcode: '',
          city: '',
          country: '',
          tax_exempt: false,
          note: '',
        },
        q,
      )
    })
  })
  const booking = (id: string, start_at: number, end_at: number, more: Record<string, unknown> = {}) =>
    save('appointment', {
      id,
      location_id: 'shop',
      customer_id: 'c',
      bay_id: 'bay-1',
      technician_id: 'ann',
      start_at,
      end_at,
      state: 'confirmed',
      concern: '',
      note: '',
      cancelled_reason: '',
      ...more,
    })

  it('A-SLOTS: bookings of one bay or one technician never share an instant; they may touch', async () => {
    await booking('a', 100, 200)
    await booking('b', 200, 300)
    await booking('c', 0, 100)
    await expect(booking('d', 199, 201, { technician_id: 'bob' })).rejects.toMatchObject({ code: '23P01', constraint: 'appointment_bay_id_excl' })
    await expect(booking('d', 150, 160, { bay_id: 'bay-2' })).rejects.toMatchObject({ code: '23P01', constraint: 'appointment_technician_id_excl' })
    await booking('d', 150, 160, { bay_id: 'bay-2', technician_id: 'bob' })
  })

  it('A-SLOTS: a clash, a cancelled booking and a deleted one hold no slot', async () => {
    await booking('e', 100, 200, { state: 'clash' })
    await booking('f', 100, 200, { state: 'cancelled', cancelled_reason: 'rain' })
    await booking('g', 100, 200, { deleted: true })
    await expect(test.db.tx(SCOPES, (q) => q("UPDATE appointment SET state = 'confirmed' WHERE id = 'e'"))).rejects.toMatchObject({ code: '23P01' })
  })

  it('A-SLOTS: two gateways that book one slot at the same time: one of them does', async () => {
    const both = await Promise.allSettled([booking('h', 1000, 1100), booking('i', 1050, 1150)])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('DB-FK: unique rules count neither nulls nor deleted rows, and hold only while they hold', async () => {
    const order = (id: string, more: Record<string, unknown>) =>
      save('work_order', {
        id,
        number: id,
        location_id: 'shop',
        customer_id: 'c',
        vehicle_id: 'v',
        state: 'onHold',
        concern: '',
        note: '',
        due_at: 1,
        worked_ms: 0,
        hold_reason: '',
        cancelled_reason: '',
        net_minor: 0,
        tax_minor: 0,
        total_minor: 0,
        ...more,
      })
    await save('vehicle', { id: 'v', plate: '', plate_plain: '', vin: '', make: '', model: '', engine: '', color: '', note: '' })
    await order('1', {})
    await order('2', {})
    await order('3', { bay_id: 'bay-1' })
    await expect(order('4', { bay_id: 'bay-1' })).rejects.toMatchObject({ code: '23505', constraint: 'work_order_in_bay' })
    await order('4', { bay_id: 'bay-1', state: 'done' })
    await order('5', { bay_id: 'bay-1', deleted: true })
    await expect(order('6', { number: '1' })).rejects.toMatchObject({ code: '23505', constraint: 'work_order_number' })
  })

  it('DB-FK: there is one company', async () => {
    const company = (id: string, deleted = false) =>
      save('company', {
        id,
        deleted,
        name: id,
        tax_id: '',
        phone: '',
        email: '',
        address: '',
        currency: 'EUR',
        language: 'en',
        zone: 'UTC',
        country: 'DE',
        tax_rate_bp: 0,
        labor_rate_minor: 0,
        invoice_due_days: 0,
        invoice_note: '',
        session_idle_minutes: 1,
        kiosk_idle_minutes: 1,
        is_demo: false,
      })
    await company('gone', true)
    await company('first')
    await expect(company('second')).rejects.toMatchObject({ code: '23505', constraint: 'company_one' })
  })

  it('DB-FK: child before parent is fine within one transaction', async () => {
    await test.db.tx([...SCOPES, 'later'], async (q) => {
      await insert('bay', { id: 'bay-3', location_id: 'later', name: '3', position: 1, state: 'free' }, q)
      await insert('location', { id: 'later', name: 'Later', address: '', phone: '', opens_at_minutes: 0, closes_at_minutes: 60, open_weekdays: '1' }, q)
    })
    expect(await test.db.tx(['later'], (q) => q('SELECT id FROM bay'))).toEqual([{ id: 'bay-3' }])
  })

  it('A-SYNCCENTRE: the schema tells every kind with its fields as documents name them', () => {
    const { schema } = test.db
    expect([...schema.keys()]).toEqual(expect.arrayContaining(['user', 'appointment', 'sync_device']))
    expect(schema.has('sync_row')).toBe(false)
    const item = schema.get('catalog_item')
    expect(item?.fields.get('taxRateBp')).toEqual({ key: 'taxRateBp', name: 'tax_rate_bp', type: 'bigint', notNull: false, fallback: null })
    expect(item?.fields.get('deleted')).toMatchObject({ type: 'boolean', notNull: true, fallback: false })
    expect([...(item?.fields.keys() ?? [])]).not.toEqual(expect.arrayContaining(['clk']))
    expect(item?.columns.map(({ name }) => name)).toEqual(expect.arrayContaining(['id', 'created_at', 'updated_at', 'clk', 'x']))
    expect(schema.get('invoice')?.fields.get('taxes')?.type).toBe('jsonb')
  })
})
