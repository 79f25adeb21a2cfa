import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { get } from './feed-reader.ts'
import { type FeedBench, feedBench, type Served } from './feed-server.ts'

/* What the protocol promises and clients rely on, beyond what the recorded exchanges show (feed-transcripts.test.ts). */
let bench: FeedBench
let served: Served
beforeAll(async () => {
  bench = await feedBench()
  served = await bench.serve({ holdMs: 600, cache: { maxAgeSeconds: 1, staleSeconds: 3 }, mayDelete: true, chunkBytes: 10_000 })
})
afterAll(() => bench.close())

let made = 0
/** A table with two rows, read to its end. */
async function shape(more: Record<string, string> = {}) {
  const table = `p${made++}`
  await bench.sql(`CREATE TABLE ${table} (id int PRIMARY KEY, t text, n int NOT NULL DEFAULT 0)`)
  await bench.sql(`INSERT INTO ${table} VALUES (1, 'one', 1), (2, 'two', 2)`)
  const params = { table, ...more }
  const first = await get(served.url, { ...params, offset: '-1' })
  const second = await get(served.url, { ...params, offset: first.offset, handle: first.handle })
  return { table, params, first, second, at: { ...params, handle: second.handle, offset: second.offset } }
}

describe('A-OFFLINE: requests', () => {
  test('A-OFFLINE: with offset -1 and now, a handle that was sent does not count', async () => {
    const { params, first } = await shape()
    for (const offset of ['-1', 'now']) {
      const answer = await get(served.url, { ...params, offset, handle: '1-1' })
      expect([answer.status, answer.handle]).toEqual([200, first.handle])
    }
  })

  test('A-OFFLINE: expired_handle and cache-buster are ignored, unknown parameters too', async () => {
    const { params, first } = await shape()
    const answer = await get(served.url, { ...params, offset: '-1', expired_handle: first.handle, 'cache-buster': 'x', nonsense: 'y' })
    expect(answer).toMatchObject({ status: 200, handle: first.handle, text: first.text })
  })

  test('A-OFFLINE: live is on with any value but false', async () => {
    const { at } = await shape()
    const [off, ...on] = await Promise.all(['false', 'true', '', '1'].map((live) => get(served.url, { ...at, live })))
    expect(off?.headers.get('electric-cursor')).toBeNull()
    expect(off?.ms).toBeLessThan(500)
    for (const answer of on) {
      expect(answer.headers.get('electric-cursor')).toMatch(/^\d+$/)
      expect(answer.ms).toBeGreaterThan(550)
    }
  })

  test('A-OFFLINE: odd names of tables and columns are read, and stand in keys as they should', async () => {
    await bench.sql(`CREATE SCHEMA "sch.a"`)
    await bench.sql(`CREATE TABLE "sch.a"."issues for ""9"" / x" ("Id é" text PRIMARY KEY, "select" int, "a,b" text)`)
    await bench.sql(`INSERT INTO "sch.a"."issues for ""9"" / x" VALUES ('a/b', 1, 'c')`)
    const params = { table: '"sch.a"."issues for ""9"" / x"', where: `"select" = $1 AND "a,b" <> 'x''y'`, 'params[1]': '1', columns: '"Id é","a,b"' }
    const first = await get(served.url, { ...params, offset: '-1' })
    expect(first.changes).toMatchObject([
      { key: '"sch..a"."issues for ""9"" / x"/"a//b"', value: { 'Id é': 'a/b', 'a,b': 'c' }, headers: { relation: ['sch.a', 'issues for "9" / x'] } },
    ])
    await bench.sql(`UPDATE "sch.a"."issues for ""9"" / x" SET "a,b" = 'd'`)
    const next = await get(served.url, { ...params, offset: first.offset, handle: first.handle })
    expect(next.changes).toMatchObject([{ key: first.changes[0]?.key, value: { 'Id é': 'a/b', 'a,b': 'd' } }])
  })

  test('A-OFFLINE: a condition is one boolean expression, steady, and never a second statement', async () => {
    const { table, params } = await shape()
    const clauses = [
      '1=1; DROP TABLE x',
      '1=1) OR (1=1',
      'id = 1 UNION SELECT 1',
      'id = 1 LIMIT 1',
      'd > now()',
      'n < random()',
      'n = pg_sleep(5)::text::int',
      "pg_read_file('x') = ''",
      'id IN (SELECT 1)',
      'current_user = t',
      '/* /* */ true */',
      "t = E'a\\' ; DROP TABLE x --'; SELECT 1",
      'true -- ) ; DROP',
    ]
    for (const where of clauses) {
      const { status, text } = await get(served.url, { ...params, where, offset: '-1' })
      if (where.startsWith('true --')) expect(status, where).toBe(200)
      else expect([status, Object.keys((JSON.parse(text) as { errors: object }).errors)], where).toEqual([400, ['where']])
    }
    expect(await bench.sql(`SELECT count(*)::int AS n FROM ${table}`)).toEqual([{ n: 2 }])
  })

  test('A-OFFLINE: a parameter is a value, whatever it holds', async () => {
    const { params } = await shape()
    const where = "t = $1 OR t = '$1' OR t = $$a$1$$ OR \"t\" = 'it''s $1'"
    for (const value of ["x' OR true --", '$1', "'; DROP TABLE x; --", '*/ true /*']) {
      const answer = await get(served.url, { ...params, where, 'params[1]': value, offset: '-1' })
      expect([answer.status, answer.changes.length], value).toEqual([200, 0])
    }
    const hit = await get(served.url, { ...params, where, 'params[1]': 'two', offset: '-1' })
    expect(hit.changes.map(({ value }) => value?.['id'])).toEqual(['2'])
  })

  test('A-OFFLINE: equal definitions share a handle, however their columns are ordered', async () => {
    const { params } = await shape()
    const ask = (more: Record<string, string>) => get(served.url, { ...params, offset: '-1', ...more }).then(({ handle }) => handle)
    const [a, b, c, d] = await Promise.all([ask({ columns: 'id,t' }), ask({ columns: 't,id' }), ask({ columns: 'id' }), ask({ replica: 'full' })])
    expect(a).toBe(b)
    expect(new Set([a, c, d]).size).toBe(3)
  })
})

describe('A-OFFLINE: headers and bodies', () => {
  test('A-OFFLINE: cache times are those configured, and of each kind of answer', async () => {
    const { first, second, at } = await shape()
    expect(first.headers.get('cache-control')).toBe('public, max-age=604800, s-maxage=3600, stale-while-revalidate=2629746')
    expect(second.headers.get('cache-control')).toBe('public, max-age=1, stale-while-revalidate=3')
    expect((await get(served.url, { ...at, live: 'true' })).headers.get('cache-control')).toBe('public, max-age=5, stale-while-revalidate=5')
    const unknown = await get(served.url, { ...at, handle: '1-1' })
    expect([unknown.status, unknown.headers.get('cache-control')]).toEqual([409, 'public, max-age=60, must-revalidate'])
    const bad = await get(served.url, { table: 'nowhere', offset: '-1' })
    expect([bad.status, bad.headers.get('cache-control'), bad.headers.get('surrogate-control')]).toEqual([400, 'no-store', 'no-store'])
  })

  test('A-OFFLINE: a cursor comes with live answers only, in steps of the hold, and rises above the one that was sent', async () => {
    const { first, second, at } = await shape()
    expect([first, second].map(({ headers }) => headers.get('electric-cursor'))).toEqual([null, null])
    const plain = await get(served.url, { ...at, live: 'true' })
    const now = (Date.now() - Date.UTC(2024, 9, 9)) / 1000
    expect(Math.abs(Number(plain.headers.get('electric-cursor')) - now)).toBeLessThan(3)
    const later = String(Math.ceil(now) + 5_000)
    const pushed = Number((await get(served.url, { ...at, live: 'true', cursor: later })).headers.get('electric-cursor'))
    expect(pushed).toBeGreaterThan(Number(later))
    expect(pushed).toBeLessThanOrEqual(Number(later) + 3600)
  })

  test('A-OFFLINE: a live answer without news has an etag of its own each time; one with news can be asked for again', async () => {
    const { table, at } = await shape()
    const [a, b] = [await get(served.url, { ...at, live: 'true' }), await get(served.url, { ...at, live: 'true' })]
    expect(a.headers.get('etag')).not.toBe(b.headers.get('etag'))
    expect(a.headers.get('electric-has-data')).toBe('false')
    await bench.sql(`INSERT INTO ${table} VALUES (3, 'three')`)
    const c = await get(served.url, at)
    expect(c.headers.get('etag')).toBe(`"${c.handle}:${at.offset}:${c.offset}"`)
    expect((await get(served.url, at, { headers: { 'if-none-match': c.headers.get('etag') ?? '' } })).status).toBe(304)
  })

  test('A-OFFLINE: sequence numbers are decimal and rise; up-to-date is the last element', async () => {
    const { table, at } = await shape()
    await bench.sql(`INSERT INTO ${table} VALUES (3, 'three')`)
    await get(served.url, at)
    await bench.sql(`INSERT INTO ${table} VALUES (4, 'four'); UPDATE ${table} SET n = 9 WHERE id = 4`)
    const { messages, changes, headers, offset } = await get(served.url, at)
    expect(changes.map(({ headers: { lsn } }) => lsn)).toEqual([expect.stringMatching(/^\d+$/), expect.stringMatching(/^\d+$/), expect.stringMatching(/^\d+$/)])
    const places = changes.map(({ headers: { lsn, op_position } }) => [Number(lsn), Number(op_position)] as const)
    expect(places.toSorted(([a, b], [c, d]) => a - c || b - d)).toEqual(places)
    expect(offset).toBe(places.at(-1)?.join('_'))
    expect(messages.at(-1)).toMatchObject({ headers: { control: 'up-to-date', global_last_seen_lsn: String(places.at(-1)?.[0]) } })
    expect(headers.get('electric-up-to-date')).toBe('')
  })

  test('A-OFFLINE: `last` marks the last change of an epoch for the shape', async () => {
    const { table, at } = await shape({ where: 'id < 10' })
    await bench.sql(`INSERT INTO ${table} VALUES (3, 'c'), (4, 'd'), (50, 'not in it')`)
    const { changes } = await get(served.url, at)
    expect(changes.map(({ headers: { last } }) => last ?? false)).toEqual([false, true])
  })

  test('A-OFFLINE: txids are those of the transactions, 32 bits of them', async () => {
    const { table, at } = await shape()
    const [row] = await bench.sql<{ xid: string }>(`INSERT INTO ${table} VALUES (3, 'c') RETURNING pg_current_xact_id()::text AS xid`)
    const { changes } = await get(served.url, at)
    expect(changes[0]?.headers.txids).toEqual([Number(BigInt(row?.xid ?? 0) & 0xffffffffn)])
  })

  test('A-OFFLINE: a table without a key, and null in it', async () => {
    await bench.sql('CREATE TABLE nokey (b text, a int)')
    await bench.sql("INSERT INTO nokey VALUES ('x/y', 1), (NULL, 2)")
    const { changes } = await get(served.url, { table: 'nokey', offset: '-1' })
    expect(changes.map(({ key }) => key)).toEqual(['"public"."nokey"/"1"/"x//y"', '"public"."nokey"/"2"/_'])
  })

  test('A-OFFLINE: a table with more columns than a function of Postgres takes arguments', async () => {
    const names = Array.from({ length: 120 }, (_, i) => `c${i}`)
    await bench.sql(`CREATE TABLE wide (id int PRIMARY KEY, ${names.map((name) => `${name} int`).join()})`)
    await bench.sql(`INSERT INTO wide VALUES (1, ${names.map((_, i) => i).join()})`)
    const first = await get(served.url, { table: 'wide', offset: '-1' })
    expect(Object.keys(first.changes[0]?.value ?? {})).toHaveLength(121)
    await bench.sql('UPDATE wide SET c7 = NULL')
    expect((await get(served.url, { table: 'wide', offset: '0_0', handle: first.handle })).changes).toMatchObject([{ value: { id: '1', c7: null } }])
  })

  test('A-OFFLINE: modifiers of types are told', async () => {
    await bench.sql(
      'CREATE TABLE mods (id int PRIMARY KEY, a numeric(12,3), b numeric(3,-2), c timestamptz(3), d interval day to second(2), e bit(5), f varbit(7), g time(1), h varchar, i char(3)[], j interval)',
    )
    const { headers } = await get(served.url, { table: 'mods', offset: '-1' })
    expect(JSON.parse(headers.get('electric-schema') ?? '{}')).toEqual({
      id: { type: 'int4', not_null: true, pk_index: 0 },
      a: { type: 'numeric', precision: 12, scale: 3 },
      b: { type: 'numeric', precision: 3, scale: -2 },
      c: { type: 'timestamptz', precision: 3 },
      d: { type: 'interval', precision: 2, fields: 'DAY TO SECOND' },
      e: { type: 'bit', length: 5 },
      f: { type: 'varbit', max_length: 7 },
      g: { type: 'time', precision: 1 },
      h: { type: 'varchar' },
      i: { type: 'bpchar', dims: 1, length: 3 },
      j: { type: 'interval' },
    })
  })

  test('A-OFFLINE: values are printed under the settings of the protocol, whatever the writer has set', async () => {
    await bench.sql('CREATE TABLE printed (id int PRIMARY KEY, d date, ts timestamptz, b bytea, iv interval, f float8)')
    const writer = await bench.session()
    await writer.query(
      "SET DateStyle = 'SQL, MDY'; SET TimeZone = 'Asia/Tokyo'; SET bytea_output = 'escape'; SET IntervalStyle = 'postgres_verbose'; SET extra_float_digits = -5",
    )
    const insert = (id: number) =>
      writer.query(`INSERT INTO printed VALUES (${id}, '2024-02-29', '2024-02-29 12:00+00', '\\x00ff', '1 day 2 hours', 0.1::float8 + 0.2)`)
    await insert(1)
    const first = await get(served.url, { table: 'printed', offset: '-1' })
    await insert(2)
    const next = await get(served.url, { table: 'printed', offset: '0_0', handle: first.handle })
    const as = { d: '2024-02-29', ts: '2024-02-29 12:00:00+00', b: '\\x00ff', iv: 'P1DT2H', f: '0.30000000000000004' }
    expect([first, next].map(({ changes }) => changes[0]?.value)).toEqual([
      { id: '1', ...as },
      { id: '2', ...as },
    ])
  })
})

describe('A-OFFLINE: what a reader may rely on', () => {
  test('A-OFFLINE (a): the first answer of a handle never changes, nor does its etag', async () => {
    const { table, params, first } = await shape()
    await bench.sql(`INSERT INTO ${table} VALUES (3, 'later'); DELETE FROM ${table} WHERE id = 1`)
    const again = await get(served.url, { ...params, offset: '-1' })
    expect([again.handle, again.text, again.headers.get('etag')]).toEqual([first.handle, first.text, first.headers.get('etag')])
  })

  test('A-OFFLINE (b): behind the snapshot come all changes since', async () => {
    const { table, params, first } = await shape()
    await bench.sql(`INSERT INTO ${table} VALUES (3, 'three')`)
    await bench.sql(`UPDATE ${table} SET t = 'uno' WHERE id = 1`)
    const { changes } = await get(served.url, { ...params, offset: '0_0', handle: first.handle })
    expect(changes.map(({ value }) => value)).toEqual([
      { id: '3', t: 'three', n: '0' },
      { id: '1', t: 'uno' },
    ])
  })

  test('A-OFFLINE (e): the first answer ends with snapshot-end, also where no rows are wanted', async () => {
    const { params } = await shape()
    const { messages } = await get(served.url, { ...params, log: 'changes_only', offset: '-1' })
    expect(messages).toMatchObject([{ headers: { control: 'snapshot-end', xmin: expect.stringMatching(/^\d+$/), xip_list: expect.any(Array) } }])
  })

  test('A-OFFLINE (g): a transaction that is open while a subset is read stands in its list, and comes through the log', async () => {
    const { table, at } = await shape({ log: 'changes_only' })
    const open = await bench.session()
    await open.query('BEGIN')
    await open.query(`UPDATE ${table} SET t = 'changed' WHERE id = 1`)
    const { rows } = await open.query<{ xid: string }>('SELECT pg_current_xact_id()::text AS xid')
    await bench.sql(`UPDATE ${table} SET t = 'before' WHERE id = 2`)
    const subset = JSON.parse((await get(served.url, { ...at, subset__where: 'id < 3' })).text) as {
      metadata: { xip_list: string[]; database_lsn: string }
      data: { value: { t: string } }[]
    }
    expect(subset.metadata.xip_list).toContain(rows[0]?.xid)
    expect(subset.metadata.database_lsn).toMatch(/^\d+$/)
    expect(subset.data.map(({ value }) => value.t)).toEqual(['one', 'before'])
    await open.query('COMMIT')
    const { changes } = await get(served.url, at)
    expect(changes.map(({ value }) => value)).toContainEqual({ id: '1', t: 'changed' })
  })

  test('A-OFFLINE (j): a live request is told at once that its shape was deleted', async () => {
    const { table, at } = await shape()
    const waiting = get(served.url, { ...at, live: 'true' })
    await wait(150)
    expect((await get(served.url, { table }, { method: 'DELETE' })).status).toBe(202)
    const answer = await waiting
    expect([answer.status, answer.handle]).toEqual([409, ''])
    expect(answer.ms).toBeLessThan(550)
  })

  test('A-OFFLINE: a live request without news is held, and never answered early', async () => {
    const { at } = await shape()
    const other = await shape()
    const waiting = get(served.url, { ...at, live: 'true' })
    for (let i = 0; i < 8; i++) {
      await bench.sql(`UPDATE ${other.table} SET n = n + 1`)
      await wait(40)
    }
    const answer = await waiting
    expect(answer.ms).toBeGreaterThan(590)
    expect([answer.changes.length, answer.offset]).toEqual([0, at.offset])
  })

  test('A-OFFLINE: a handle is never used again, for the same definition either', async () => {
    const { table, params, first } = await shape()
    const seen = new Set([first.handle])
    for (let i = 0; i < 3; i++) {
      await get(served.url, { table }, { method: 'DELETE' })
      const { handle, status } = await get(served.url, { ...params, offset: '0_0', handle: first.handle })
      expect(status).toBe(409)
      expect(seen.has(handle)).toBe(false)
      seen.add(handle)
    }
    expect(new Set([...seen].map((handle) => handle.split('-')[0])).size).toBe(1)
  })

  test('A-OFFLINE: a handle that ended is given to nobody, also where it was not read for a while', async () => {
    const { table, params } = await shape()
    const own = await bench.serve({ coolMs: 20, mayDelete: true })
    const { handle } = await get(own.url, { ...params, offset: '-1' })
    await wait(100)
    expect((await get(own.url, { table }, { method: 'DELETE' })).status).toBe(202)
    const anew = await get(own.url, { ...params, offset: '-1' })
    expect([anew.status, anew.handle === handle]).toEqual([200, false])
    expect((await get(own.url, { ...params, offset: anew.offset, handle: anew.handle })).status).toBe(200)
    await own.close()
  })

  test('A-OFFLINE: an offset past the end is answered with another handle, and those at their place stay', async () => {
    const { at } = await shape()
    const lost = await get(served.url, { ...at, offset: '99999999_0' })
    expect(lost.status).toBe(409)
    expect(lost.handle).not.toBe(at.handle)
    expect((await get(served.url, { ...at })).status).toBe(200)
    expect((await get(served.url, { ...at, handle: lost.handle, offset: '-1' })).status).toBe(200)
  })

  test('A-OFFLINE: a snapshot and a log in pieces come whole and in order, and up-to-date with the last piece only', async () => {
    await bench.sql('CREATE TABLE pieces (id int PRIMARY KEY, t text)')
    await bench.sql("INSERT INTO pieces SELECT n, repeat('x', 500) FROM generate_series(1, 100) n")
    let answer = await get(served.url, { table: 'pieces', offset: '-1' })
    const [ids, offsets]: [unknown[], string[]] = [[], []]
    for (let round = 0; round < 2; round++) {
      for (;;) {
        ids.push(...answer.changes.map(({ value }) => value?.['id']))
        offsets.push(answer.offset)
        expect(answer.text.length).toBeLessThan(12_000)
        expect(answer.messages.some(({ headers: { control } }) => control === 'up-to-date')).toBe(answer.headers.has('electric-up-to-date'))
        if (answer.headers.has('electric-up-to-date')) break
        answer = await get(served.url, { table: 'pieces', offset: answer.offset, handle: answer.handle })
      }
      if (round === 0) await bench.sql("UPDATE pieces SET t = repeat('y', 500)")
      answer = await get(served.url, { table: 'pieces', offset: answer.offset, handle: answer.handle })
    }
    expect(ids).toEqual([...Array(200).keys()].map((i) => String((i % 100) + 1)))
    expect(new Set(offsets).size).toBe(offsets.length)
  })

  test('A-OFFLINE: who leaves is not waited for, and a stop lets all go with what they would have heard', async () => {
    const { at } = await shape()
    const own = await bench.serve({ holdMs: 60_000 })
    const leaving = new AbortController()
    const gone = get(own.url, { ...at, live: 'true' }, { signal: leaving.signal }).catch((error: unknown) => error)
    const waiting = get(own.url, { ...at, live: 'true' })
    await expect.poll(() => own.endpoint.waiting()).toBe(2)
    leaving.abort()
    await expect.poll(() => own.endpoint.waiting()).toBe(1)
    await own.endpoint.close()
    expect(await waiting).toMatchObject({ status: 200, offset: at.offset, changes: [] })
    expect(await gone).toBeInstanceOf(Error)
  })

  test('REL-SCALE: a thousand requests that wait for one shape hold no connection, and all get the same', async () => {
    const { table, at } = await shape()
    const own = await bench.serve({ holdMs: 30_000 })
    const query = new URLSearchParams({ ...at, live: 'true' })
    const waiting = Array.from({ length: 1000 }, () => own.endpoint.answer({ method: 'GET', query, headers: {}, signal: new AbortController().signal }))
    await expect.poll(() => own.endpoint.waiting(), { timeout: 10_000 }).toBe(1000)
    const [busy] = await bench.sql<{ n: number }>(
      "SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid()",
    )
    expect(busy?.n).toBeLessThan(5)
    await bench.sql(`INSERT INTO ${table} VALUES (3, 'three')`)
    const bodies = new Set((await Promise.all(waiting)).map(({ body }) => body))
    expect(bodies.size).toBe(1)
    await own.close()
  })

  test('A-OFFLINE: events of a stream are those of a long poll, and it resumes from the number it told', async () => {
    const { table, at } = await shape()
    const streaming = fetch(`${served.url}?${new URLSearchParams({ ...at, live: 'true', live_sse: 'true' })}`).then((response) => response.text())
    await wait(150)
    await bench.sql(`INSERT INTO ${table} VALUES (3, 'three')`)
    const polled = await get(served.url, { ...at, live: 'true' })
    const events = (await streaming)
      .split('\n\n')
      .flatMap((event) => (event.startsWith('data: ') ? [JSON.parse(event.slice(6)) as { headers: Record<string, string> }] : []))
    expect(events).toEqual(polled.messages)
    await bench.sql(`INSERT INTO ${table} VALUES (4, 'four')`)
    const { changes } = await get(served.url, { ...at, offset: `${events.at(-1)?.headers['global_last_seen_lsn']}_0` })
    expect(changes.map(({ value }) => value?.['id'])).toEqual(['4'])
  })
})
