import { setTimeout as wait } from 'node:timers/promises'
import fc from 'fast-check'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DatabaseUnavailable } from '#central/db/errors.ts'
import { createShapeEndpoint } from '#central/feed/endpoint.ts'
import { silentLog } from '#tests/support/postgres.ts'
import { follow, get } from './feed-reader.ts'
import { type FeedBench, feedBench, type Served, serveShapes } from './feed-server.ts'

/* That the log tells every change once, in an order that leads to what the tables say: whoever writes, however they overlap. */
let bench: FeedBench
let served: Served
beforeAll(async () => {
  bench = await feedBench()
  served = await bench.serve({ holdMs: 2_000 })
})
afterAll(() => bench.close())

let made = 0
async function table(): Promise<string> {
  const name = `e${made++}`
  await bench.sql(`CREATE TABLE ${name} (id int PRIMARY KEY, v text, hidden boolean NOT NULL DEFAULT false)`)
  await bench.sql(`INSERT INTO ${name} VALUES (1, 'start'), (2, 'start')`)
  return name
}
/** Sessions with a transaction open; each has its id, in this order. */
async function transactions(name: string, count: number): Promise<pg.Client[]> {
  const sessions: pg.Client[] = []
  for (let i = 0; i < count; i++) {
    const session = await bench.session()
    await session.query('BEGIN')
    await session.query(`INSERT INTO ${name} VALUES (${100 + i}, 'of ${i}')`)
    sessions.push(session)
  }
  return sessions
}
const rowsOf = async (name: string, where = 'true') =>
  Object.fromEntries((await bench.sql<{ id: number; v: string | null }>(`SELECT id, v FROM ${name} WHERE ${where}`)).map(({ id, v }) => [String(id), v]))
const held = (reader: ReturnType<typeof follow>) => Object.fromEntries([...reader.rows.values()].map(({ id, v }) => [id, v ?? null]))

describe('A-OFFLINE: traps of a change log', () => {
  test('A-OFFLINE: who takes his number early and commits late is not passed over', async () => {
    const name = await table()
    const reader = follow(served.url, { table: name })
    await reader.catchUp()
    const [early] = await transactions(name, 1)
    await bench.sql(`INSERT INTO ${name} VALUES (3, 'later number, earlier commit')`)
    await reader.catchUp()
    expect(held(reader)).toEqual(await rowsOf(name))
    await early?.query('COMMIT')
    await reader.catchUp()
    expect(held(reader)).toEqual(await rowsOf(name))
    expect(reader.log.filter(({ value }) => value?.['id'] === '100')).toHaveLength(1)
  })

  test('A-OFFLINE: a row that an older transaction writes last ends with its value', async () => {
    const name = await table()
    const reader = follow(served.url, { table: name })
    await reader.catchUp()
    const [older, younger] = await transactions(name, 2)
    await younger?.query(`UPDATE ${name} SET v = 'by the younger' WHERE id = 1`)
    await younger?.query('COMMIT')
    await older?.query(`UPDATE ${name} SET v = 'by the older, last' WHERE id = 1`)
    await older?.query('COMMIT')
    await reader.catchUp()
    expect(held(reader)).toMatchObject({ 1: 'by the older, last' })
    expect(held(reader)).toEqual(await rowsOf(name))
  })

  test('A-OFFLINE: an open transaction neither turns two writes of a row round nor holds anything up', async () => {
    const name = await table()
    const reader = follow(served.url, { table: name })
    await reader.catchUp()
    const [b, c] = await transactions(name, 2)
    const [a] = await transactions(`${await table()}`, 1)
    await a?.query(`UPDATE ${name} SET v = 'by A' WHERE id = 1`)
    await a?.query('COMMIT')
    await b?.query(`UPDATE ${name} SET v = 'by B, after A' WHERE id = 1`)
    await b?.query('COMMIT')
    await reader.catchUp()
    expect(held(reader)).toMatchObject({ 1: 'by B, after A', 100: 'of 0' })
    await c?.query('COMMIT')
    await reader.catchUp()
    expect(held(reader)).toEqual(await rowsOf(name))
    expect(reader.log.filter(({ value }) => value?.['id'] === '1').map(({ value }) => value?.['v'])).toEqual(['start', 'by A', 'by B, after A'])
  })

  test('A-OFFLINE: numbers of those who rolled back are not waited for', async () => {
    const name = await table()
    const reader = follow(served.url, { table: name })
    await reader.catchUp()
    const [undone, kept] = await transactions(name, 2)
    await kept?.query(`SAVEPOINT s; INSERT INTO ${name} VALUES (200, 'undone'); ROLLBACK TO s; INSERT INTO ${name} VALUES (201, 'kept')`)
    await kept?.query('COMMIT')
    await undone?.query('ROLLBACK')
    await reader.catchUp()
    expect(held(reader)).toEqual(await rowsOf(name))
    expect(held(reader)).toMatchObject({ 101: 'of 1', 201: 'kept' })
  })

  test('A-OFFLINE: a snapshot and the log behind it leave nothing out between them and tell nothing twice', async () => {
    const name = await table()
    await follow(served.url, { table: name }).catchUp()
    const [a, b] = await transactions(name, 2)
    await b?.query(`UPDATE ${name} SET v = 'by B' WHERE id = 1`)
    // A shape of its own, begun while both are open.
    const reader = follow(served.url, { table: name, columns: 'id,v' })
    await reader.catchUp()
    await b?.query('COMMIT')
    await a?.query('COMMIT')
    await reader.catchUp()
    expect(held(reader)).toEqual(await rowsOf(name))
    expect(
      reader.log
        .filter(({ headers: { operation } }) => operation === 'insert')
        .map(({ value }) => value?.['id'])
        .toSorted((a, b) => Number(a) - Number(b)),
    ).toEqual(['1', '2', '100', '101'])
  })
})

test('A-OFFLINE: what is committed while a snapshot is being taken is told by its log', async () => {
  const name = await table()
  const meddled = {
    ...bench.db,
    tx: <T>(scopes: readonly string[], work: Parameters<typeof bench.db.tx<T>>[1]) =>
      bench.db.tx(scopes, (q) =>
        work(async (text, ...more) => {
          const rows = await q(text, ...more)
          // The rows are fixed, and the epoch that ends with them is not closed yet.
          if (text.startsWith('FETCH 1 ')) await bench.sql(`INSERT INTO ${name} VALUES (3, 'between'); UPDATE ${name} SET v = 'between' WHERE id = 1`)
          return rows as never // as its caller knows it
        }),
      ),
  }
  const endpoint = await createShapeEndpoint({ db: meddled, log: silentLog, attach: 'onDemand' })
  const server = await serveShapes((request) => endpoint.answer(request))
  const early = follow(served.url, { table: name, columns: 'id,v' })
  await early.catchUp()
  const reader = follow(server.url, { table: name })
  await reader.catchUp()
  await early.catchUp()
  expect(held(reader)).toEqual({ 1: 'between', 2: 'start', 3: 'between' })
  expect(early.log).toHaveLength(4)
  expect(reader.log.map(({ value, headers }) => [headers.operation, value?.['id']])).toEqual([
    ['insert', '1'],
    ['insert', '2'],
    ['insert', '3'],
    ['update', '1'],
  ])
  await endpoint.close()
  await server.close()
})

/** What one of several writers does next. */
type Act = { readonly by: number } & (
  | { readonly do: 'insert' | 'update' | 'delete' | 'hide' | 'rekey'; readonly id: number }
  | { readonly do: 'commit' | 'rollback' | 'savepoint' | 'undo' | 'read' | 'restart' }
)
const acts = fc.array(
  fc.oneof(
    {
      weight: 7,
      arbitrary: fc.record({ by: fc.nat(3), do: fc.constantFrom('insert', 'update', 'update', 'delete', 'hide', 'rekey'), id: fc.integer({ min: 1, max: 8 }) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ by: fc.nat(3), do: fc.constantFrom('commit', 'commit', 'commit', 'rollback', 'savepoint', 'undo', 'read', 'restart') }),
    },
  ) as fc.Arbitrary<Act>,
  { minLength: 10, maxLength: 60 },
)

test('A-OFFLINE: whatever transactions do at once, readers of any feed end with what the tables say', { timeout: 300_000 }, async () => {
  const writers = await Promise.all([0, 1, 2, 3].map(() => bench.session()))
  await fc.assert(
    fc.asyncProperty(acts, async (list) => {
      const name = await table()
      let feeds = [await bench.serve(), await bench.serve({ chunkBytes: 300, pauseMs: 5 })]
      const shapes = [{ table: name }, { table: name, where: 'NOT hidden' }, { table: name, where: 'id > $1', 'params[1]': '3', replica: 'full' }] as const
      const readers = () => feeds.flatMap(({ url }) => shapes.map((shape) => follow(url, shape)))
      let all = readers()
      for (const reader of all) await reader.catchUp()
      const state = writers.map(() => ({ open: false, saved: false, n: 0 }))
      try {
        for (const act of list) {
          const [writer, of] = [writers[act.by], state[act.by]]
          if (!writer || !of) continue
          if (act.do === 'read') {
            await Promise.all(all.map((reader) => reader.catchUp()))
            continue
          }
          if (act.do === 'restart') {
            const [first] = feeds
            const places = all
            await first?.close()
            feeds = [await bench.serve(), feeds[1] as Served]
            // Those of the ended feed begin anew on its successor; the others read on.
            all = [...shapes.map((shape) => follow(feeds[0]?.url ?? '', shape)), ...places.slice(shapes.length)]
            continue
          }
          if (!of.open) {
            await writer.query("BEGIN; SET LOCAL lock_timeout = '20ms'")
            Object.assign(of, { open: true, saved: false })
          }
          await step(writer, name, act, of)
        }
      } finally {
        for (const [i, writer] of writers.entries()) if (state[i]?.open) await writer.query(i % 2 ? 'ROLLBACK' : 'COMMIT').catch(() => writer.query('ROLLBACK'))
      }
      for (const [i, reader] of all.entries()) {
        await reader.catchUp()
        const where = ['true', 'NOT hidden', 'id > 3'][i % 3]
        expect(held(reader), `reader ${i}`).toEqual(await rowsOf(name, where))
      }
      for (const one of feeds) await one.close()
      await bench.sql(`DROP TABLE ${name}`)
    }),
    { numRuns: 25, seed: 20_261_125 },
  )
})

/** One act within the writer's transaction; one that fails (a lock, a key that is taken) rolls it back. */
async function step(writer: pg.Client, name: string, act: Act, of: { open: boolean; saved: boolean; n: number }): Promise<void> {
  const value = `'${act.by}.${of.n++}'`
  const end = (sql: string) => {
    of.open = false
    return sql
  }
  const sql = (() => {
    switch (act.do) {
      case 'insert':
        return `INSERT INTO ${name} VALUES (${act.id}, ${value}) ON CONFLICT (id) DO UPDATE SET v = excluded.v`
      case 'update':
        return `UPDATE ${name} SET v = ${value} WHERE id = ${act.id}`
      case 'delete':
        return `DELETE FROM ${name} WHERE id = ${act.id}`
      case 'hide':
        return `UPDATE ${name} SET hidden = NOT hidden WHERE id <= ${act.id}`
      case 'rekey':
        return `UPDATE ${name} SET id = id + 4 WHERE id = ${act.id}`
      case 'savepoint':
        of.saved = true
        return 'SAVEPOINT s'
      case 'undo':
        return of.saved ? 'ROLLBACK TO s' : 'SELECT 1'
      case 'rollback':
        return end('ROLLBACK')
      case 'commit':
      case 'read':
      case 'restart':
        return end('COMMIT')
    }
  })()
  try {
    await writer.query(sql)
  } catch {
    of.open = false
    await writer.query('ROLLBACK')
  }
}

describe('REL-SCALE: over restarts, gateways and time', () => {
  test('A-OFFLINE: handles and places outlast a restart, and what came meanwhile is told', async () => {
    const name = await table()
    const first = await bench.serve()
    const reader = follow(first.url, { table: name })
    await reader.catchUp()
    await first.close()
    await bench.sql(`UPDATE ${name} SET v = 'meanwhile' WHERE id = 1`)
    const second = await bench.serve()
    const answer = await get(second.url, { table: name, ...reader.place() })
    expect([answer.status, answer.handle, answer.changes.map(({ value }) => value?.['v'])]).toEqual([200, reader.place().handle, ['meanwhile']])
    await second.close()
  })

  test('REL-SCALE: of two gateways each wakes those who wait at it, and both give the same log', async () => {
    const name = await table()
    const other = await bench.serve({ holdMs: 5_000, lookMs: 60_000 })
    const [a, b] = [follow(served.url, { table: name }), follow(other.url, { table: name })]
    await a.catchUp()
    await b.catchUp()
    expect(b.place()).toEqual(a.place())
    const asked = [served, other].map(({ url }) => get(url, { table: name, ...a.place(), live: 'true' }))
    await wait(200)
    const began = performance.now()
    await bench.sql(`INSERT INTO ${name} VALUES (3, 'three')`)
    const [one, two] = await Promise.all(asked)
    expect(performance.now() - began).toBeLessThan(1_500)
    expect(two?.messages).toEqual(one?.messages)
    expect(one?.changes).toHaveLength(1)
    await other.close()
  })

  test('REL-SCALE: two gateways that are first asked at the same time give one handle', async () => {
    const name = await table()
    const feeds = await Promise.all([bench.serve(), bench.serve()])
    const answers = await Promise.all(feeds.flatMap(({ url }) => [1, 2, 3].map(() => get(url, { table: name, offset: '-1' }))))
    expect(new Set(answers.map(({ handle }) => handle)).size).toBe(1)
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    for (const one of feeds) await one.close()
  })

  test('A-OFFLINE: a change is seen where no notice comes through', async () => {
    const name = await table()
    const deaf = { ...bench.db, listen: async () => async () => {} }
    const endpoint = await createShapeEndpoint({ db: deaf, log: silentLog, attach: 'onDemand', holdMs: 5_000 })
    const ask = (params: Record<string, string>) =>
      endpoint.answer({ method: 'GET', query: new URLSearchParams({ table: name, ...params }), headers: {}, signal: new AbortController().signal })
    const first = await ask({ offset: '-1' })
    const waiting = ask({ offset: '0_inf', handle: first.headers['electric-handle'] ?? '', live: 'true' })
    await wait(300)
    await bench.sql(`INSERT INTO ${name} VALUES (3, 'three')`)
    expect((await waiting).headers['electric-has-data']).toBe('true')
    await endpoint.close()
  })

  test('REL-SCALE: a truncated or changed table ends its handles for those who wait at any gateway', async () => {
    for (const sql of [
      'TRUNCATE x',
      'ALTER TABLE x ADD COLUMN more int; UPDATE x SET more = 1',
      'ALTER TABLE x RENAME COLUMN v TO w; DELETE FROM x WHERE id = 1',
    ]) {
      const name = await table()
      const other = await bench.serve({ holdMs: 5_000 })
      const readers = [served, other].map(({ url }) => follow(url, { table: name }))
      for (const reader of readers) await reader.catchUp()
      const asked = [served, other].map(({ url }) => get(url, { table: name, ...readers[0]?.place(), live: 'true' }))
      await wait(200)
      await bench.sql(sql.replaceAll('x ', `${name} `).replace(/x$/, name))
      for (const { status, handle } of await Promise.all(asked)) expect([status, handle], sql).toEqual([409, ''])
      for (const reader of readers) await reader.catchUp()
      expect(readers.map((reader) => reader.refetches())).toEqual([1, 1])
      expect(readers[1]?.place()).toEqual(readers[0]?.place())
      await other.close()
    }
  })

  test('A-OFFLINE: a table made anew under the same name is another one', async () => {
    const name = await table()
    const { handle } = await get(served.url, { table: name, offset: '-1' })
    await bench.sql(`DROP TABLE ${name}; CREATE TABLE ${name} (id int PRIMARY KEY, other text)`)
    const fresh = await bench.serve()
    const answer = await get(fresh.url, { table: name, offset: '0_0', handle })
    expect(answer.status).toBe(409)
    expect(JSON.parse((await get(fresh.url, { table: name, offset: '-1' })).headers.get('electric-schema') ?? '')).toHaveProperty('other')
    await fresh.close()
  })

  test('A-OFFLINE: epochs past their time go, who stands behind them begins anew, who stands later reads on', async () => {
    const own = await feedBench()
    await own.sql('CREATE TABLE kept (id int PRIMARY KEY, v text)')
    const before = await own.serve()
    const [far, near] = [follow(before.url, { table: 'kept' }), follow(before.url, { table: 'kept' })]
    await far.catchUp()
    await own.sql("INSERT INTO kept VALUES (1, 'old')")
    await near.catchUp()
    await before.close()
    await own.sql("UPDATE feed_epoch SET closed_at = now() - interval '31 days'; INSERT INTO kept VALUES (2, 'new')")
    const after = await own.serve()
    expect((await own.sql<{ n: number }>("SELECT count(*)::int AS n FROM feed_change WHERE new -> 'v' = 'old'"))[0]?.n).toBe(1)
    await near.catchUp(after.url)
    await after.close()
    const last = await own.serve()
    expect((await own.sql<{ n: number }>("SELECT count(*)::int AS n FROM feed_change WHERE new -> 'v' = 'old'"))[0]?.n).toBe(0)
    const lost = await get(last.url, { table: 'kept', ...far.place() })
    expect([lost.status, lost.handle === far.place().handle]).toEqual([409, false])
    await own.sql("INSERT INTO kept VALUES (3, 'newer')")
    await near.catchUp(last.url)
    expect([near.refetches(), near.rows.size]).toEqual([0, 3])
    await own.close()
  })

  test('A-OFFLINE: a shape in which nothing happens for long is read on all the same', async () => {
    const own = await feedBench()
    await own.sql('CREATE TABLE still (id int PRIMARY KEY); CREATE TABLE busy (id int PRIMARY KEY)')
    const reader = follow((await own.serve()).url, { table: 'still' })
    await reader.catchUp()
    const [began] = await own.sql<{ head: string }>('SELECT max(epoch) AS head FROM feed_epoch')
    for (let i = 0; i < 3; i++) {
      await own.sql(`INSERT INTO busy VALUES (${i}); UPDATE feed_epoch SET closed_at = closed_at - interval '20 days'`)
      const { url } = await own.serve()
      await follow(url, { table: 'busy' }).catchUp()
      await reader.catchUp(url)
    }
    expect(Number((await own.sql<{ base: string }>('SELECT min(epoch) AS base FROM feed_epoch'))[0]?.base)).toBeGreaterThan(Number(began?.head))
    await own.sql('INSERT INTO still VALUES (1)')
    await reader.catchUp()
    expect([reader.refetches(), reader.rows.size]).toEqual([0, 1])
    await own.close()
  })

  test('A-OFFLINE: a snapshot that is old is given to nobody new, and its readers go on', async () => {
    const own = await feedBench()
    await own.sql('CREATE TABLE aged (id int PRIMARY KEY)')
    const before = await own.serve()
    const reader = follow(before.url, { table: 'aged' })
    await reader.catchUp()
    await before.close()
    await own.sql("UPDATE feed_shape SET made_at = now() - interval '25 hours'; INSERT INTO aged VALUES (1)")
    const after = await own.serve()
    const fresh = await get(after.url, { table: 'aged', offset: '-1' })
    expect(fresh.handle).not.toBe(reader.place().handle)
    expect(fresh.changes).toHaveLength(1)
    expect(await get(after.url, { table: 'aged', ...reader.place() })).toMatchObject({
      status: 200,
      handle: reader.place().handle,
      changes: [{ value: { id: '1' } }],
    })
    await own.close()
  })

  test('A-OFFLINE: a database that was put back ends every handle, and no number comes twice', async () => {
    const own = await feedBench()
    await own.sql('CREATE TABLE back (id int PRIMARY KEY)')
    const before = await own.serve()
    const reader = follow(before.url, { table: 'back' })
    await reader.catchUp()
    await before.close()
    // As on a server whose transactions are counted from fewer on.
    await own.sql(
      "UPDATE feed_epoch SET snapshot = concat_ws(':', pg_snapshot_xmax(snapshot)::text::bigint + 1000000, pg_snapshot_xmax(snapshot)::text::bigint + 1000000, '')::pg_snapshot",
    )
    const [head] = await own.sql<{ epoch: string }>('SELECT max(epoch) AS epoch FROM feed_epoch')
    await own.sql('INSERT INTO back VALUES (1)')
    const after = await own.serve()
    const answer = await get(after.url, { table: 'back', ...reader.place() })
    expect(answer.status).toBe(409)
    const anew = follow(after.url, { table: 'back' })
    await anew.catchUp()
    expect([...anew.rows.values()]).toEqual([{ id: '1' }])
    await own.sql('INSERT INTO back VALUES (2)')
    await anew.catchUp()
    expect(Number(anew.place().offset.split('_')[0])).toBeGreaterThan(Number(head?.epoch))
    await own.close()
  })

  test('A-OFFLINE: nothing is logged where no feed has run for a month, and the next one begins anew', async () => {
    const own = await feedBench()
    await own.sql('CREATE TABLE quiet (id int PRIMARY KEY)')
    const before = await own.serve()
    const reader = follow(before.url, { table: 'quiet' })
    await reader.catchUp()
    await before.close()
    await own.sql("UPDATE feed_state SET recording_until = now() - interval '1 day'")
    await own.sql('INSERT INTO quiet VALUES (1)')
    expect((await own.sql<{ n: number }>('SELECT count(*)::int AS n FROM feed_change'))[0]?.n).toBe(0)
    const after = await own.serve()
    expect((await get(after.url, { table: 'quiet', ...reader.place() })).status).toBe(409)
    await own.close()
  })

  test('A-OFFLINE: without a database a request is told to come again, and one that is wrong is told so', async () => {
    let isAway = false
    const db = {
      ...bench.db,
      tx: <T>(scopes: readonly string[], work: Parameters<typeof bench.db.tx<T>>[1]) =>
        isAway ? Promise.reject(new DatabaseUnavailable('away')) : bench.db.tx(scopes, work),
    }
    const endpoint = await createShapeEndpoint({ db, log: silentLog, attach: 'onDemand' })
    const ask = (params: Record<string, string>) =>
      endpoint.answer({ method: 'GET', query: new URLSearchParams(params), headers: {}, signal: new AbortController().signal })
    isAway = true
    const answer = await ask({ table: 'any', offset: '-1' })
    expect([answer.status, answer.headers['retry-after'], answer.body]).toEqual([
      503,
      '1',
      '{"message":"Cannot connect to the database to verify the shape. Please try again later."}',
    ])
    expect((await ask({ table: 'any' })).status).toBe(400)
    isAway = false
    expect((await ask({ table: await table(), offset: '-1' })).status).toBe(200)
    await endpoint.close()
  })
})
