import { type Message, Shape, ShapeStream, type ShapeStreamOptions } from '@electric-sql/client'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type FeedBench, feedBench, type Served } from './feed-server.ts'

/* The published client, unmodified, against the embedded endpoint. */
let bench: FeedBench
let served: Served
let requests: URL[] = []
const stops: AbortController[] = []
beforeAll(async () => {
  bench = await feedBench()
  served = await bench.serve({ holdMs: 1_500, chunkBytes: 10_000, mayDelete: true })
})
afterEach(() => {
  for (const stop of stops.splice(0)) stop.abort()
  requests = []
})
afterAll(() => bench.close())

let made = 0
async function table(): Promise<string> {
  const name = `issues for ${made++}`
  await bench.sql(`CREATE TABLE "${name}" (id int PRIMARY KEY, title text NOT NULL, priority int NOT NULL DEFAULT 0)`)
  await bench.sql(`INSERT INTO "${name}" VALUES (1, 'one', 1), (2, 'two', 2)`)
  return `"${name}"`
}
interface Errors {
  readonly seen: unknown[]
}
function open(params: Record<string, unknown>, options: Partial<ShapeStreamOptions> = {}): { stream: ShapeStream; errors: Errors; stop: AbortController } {
  const stop = new AbortController()
  stops.push(stop)
  const seen: unknown[] = []
  const stream = new ShapeStream({
    url: served.url,
    params: params as NonNullable<ShapeStreamOptions['params']>, // as each test gives them
    signal: stop.signal,
    onError: (error) => void seen.push(error),
    fetchClient: (input, init) => {
      requests.push(new URL(input instanceof Request ? input.url : input))
      return fetch(input, init)
    },
    ...options,
  })
  return { stream, errors: { seen }, stop }
}
const changesOf = (messages: readonly Message[]) =>
  messages.flatMap((message) => ('key' in message ? [[message.headers.operation, message.value] as const] : []))
/** Collects what a stream gives. */
function collect(stream: ShapeStream): Message[] {
  const messages: Message[] = []
  stream.subscribe((batch) => void messages.push(...batch))
  return messages
}

describe('A-OFFLINE: the unmodified client', () => {
  test('A-OFFLINE: a shape is there, and follows what happens to its table', async () => {
    const name = await table()
    const { stream, errors } = open({ table: name })
    const shape = new Shape(stream)
    expect(await shape.rows).toEqual([
      { id: 1, title: 'one', priority: 1 },
      { id: 2, title: 'two', priority: 2 },
    ])
    await bench.sql(`INSERT INTO ${name} VALUES (3, 'three'); UPDATE ${name} SET title = 'uno' WHERE id = 1; DELETE FROM ${name} WHERE id = 2`)
    await expect
      .poll(() => shape.currentRows)
      .toEqual([
        { id: 1, title: 'uno', priority: 1 },
        { id: 3, title: 'three', priority: 0 },
      ])
    await bench.sql(`UPDATE ${name} SET id = 30 WHERE id = 3`)
    await expect.poll(() => shape.currentRows.map(({ id }) => id)).toEqual([1, 30])
    expect([errors.seen, stream.error]).toEqual([[], null])
  })

  test('A-OFFLINE: values of all types are parsed', async () => {
    await bench.sql("CREATE TYPE mood AS ENUM ('sad', 'happy'); CREATE DOMAIN positive AS int CHECK (value > 0); CREATE TYPE pair AS (a int, b text)")
    await bench.sql(
      'CREATE TABLE types (id int2 PRIMARY KEY, i4 int4, i8 int8, f4 float4, f8 float8, n numeric, b bool, t text, v varchar(9), c char(4), u uuid, d date, ts timestamptz, j json, jb jsonb, by bytea, m mood, p positive, co pair, ia int[], i8a int8[], ta text[], ba bool[], ja jsonb[], nn text)',
    )
    const insert = (id: number) =>
      bench.sql(
        `INSERT INTO types VALUES (${id}, 2147483647, 9223372036854775807, 1.5, 'NaN', 12345678901234567890.5, true, 'é"\\', 'v', 'ab', '6b3f2c1e-0000-4000-8000-000000000001', '2024-02-29', '2024-02-29 12:00+02', '{"a": [1, null]}', '{"b": true}', '\\xdead', 'happy', 7, ROW(1, 'x y'), '{1,NULL,-3}', '{9223372036854775807}', '{"a b",NULL,"q\\"x"}', '{t,f}', ARRAY['{"k": 1}'::jsonb], NULL)`,
      )
    await insert(1)
    const { stream, errors } = open({ table: 'types' })
    const shape = new Shape(stream)
    const parsed = {
      i4: 2147483647,
      i8: 9223372036854775807n,
      f4: 1.5,
      f8: Number.NaN,
      n: '12345678901234567890.5',
      b: true,
      t: 'é"\\',
      v: 'v',
      c: 'ab  ',
      u: '6b3f2c1e-0000-4000-8000-000000000001',
      d: '2024-02-29',
      ts: '2024-02-29 10:00:00+00',
      j: { a: [1, null] },
      jb: { b: true },
      by: '\\xdead',
      m: 'happy',
      p: '7',
      co: '(1,"x y")',
      ia: [1, null, -3],
      i8a: [9223372036854775807n],
      ta: ['a b', null, 'q"x'],
      ba: [true, false],
      ja: [{ k: 1 }],
      nn: null,
    }
    expect(await shape.rows).toEqual([{ id: 1, ...parsed }])
    await insert(2)
    await expect.poll(() => shape.currentRows.at(1)).toEqual({ id: 2, ...parsed })
    await bench.sql("UPDATE types SET b = false, jb = '[]', nn = 'set' WHERE id = 2")
    await expect.poll(() => shape.currentRows.at(1)).toEqual({ id: 2, ...parsed, b: false, jb: [], nn: 'set' })
    expect(errors.seen).toEqual([])
  })

  test('A-OFFLINE: a condition with parameters, columns, and whole rows', async () => {
    const name = await table()
    const { stream } = open({ table: name, where: 'priority > $1 AND title <> $2', params: ['1', 'never'], columns: ['id', 'title'], replica: 'full' })
    const messages = collect(stream)
    const shape = new Shape(stream)
    expect(await shape.rows).toEqual([{ id: 2, title: 'two' }])
    await bench.sql(`UPDATE ${name} SET priority = 5 WHERE id = 1`)
    await expect.poll(() => shape.currentRows).toHaveLength(2)
    await bench.sql(`UPDATE ${name} SET title = 'deux' WHERE id = 2`)
    await bench.sql(`UPDATE ${name} SET priority = 0 WHERE id = 1`)
    await expect.poll(() => shape.currentRows).toEqual([{ id: 2, title: 'deux' }])
    expect(changesOf(messages).slice(1)).toEqual([
      ['insert', { id: 1, title: 'one' }],
      ['update', { id: 2, title: 'deux' }],
      ['delete', { id: 1, title: 'one' }],
    ])
    expect(messages.flatMap((message) => ('old_value' in message ? [message.old_value] : []))).toEqual([{ title: 'two' }])
  })

  test('A-OFFLINE: a truncated table and a deleted shape are read anew by themselves', async () => {
    const name = await table()
    const { stream, errors } = open({ table: name })
    const shape = new Shape(stream)
    await shape.rows
    const first = stream.shapeHandle
    await bench.sql(`TRUNCATE ${name}`)
    await expect.poll(() => shape.currentRows, { timeout: 5_000 }).toEqual([])
    await bench.sql(`INSERT INTO ${name} VALUES (7, 'seven')`)
    await expect.poll(() => shape.currentRows.map(({ id }) => id), { timeout: 5_000 }).toEqual([7])
    const second = stream.shapeHandle
    await fetch(`${served.url}?${new URLSearchParams({ table: name })}`, { method: 'DELETE' })
    await expect.poll(() => stream.shapeHandle, { timeout: 5_000 }).not.toBe(second)
    await expect.poll(() => shape.currentRows.map(({ id }) => id), { timeout: 5_000 }).toEqual([7])
    expect(new Set([first, second, stream.shapeHandle]).size).toBe(3)
    expect(errors.seen).toEqual([])
  })

  test('A-OFFLINE: who was away goes on from his place and is given what he missed, no more', async () => {
    const name = await table()
    const before = open({ table: name })
    await new Shape(before.stream).rows
    const place = { handle: before.stream.shapeHandle ?? '', offset: before.stream.lastOffset }
    before.stop.abort()
    await bench.sql(`UPDATE ${name} SET title = 'while away' WHERE id = 2`)
    const after = open({ table: name }, place)
    const messages = collect(after.stream)
    await expect.poll(() => changesOf(messages)).toEqual([['update', { id: 2, title: 'while away' }]])
    expect(requests.filter(({ searchParams }) => searchParams.get('offset') === '-1')).toHaveLength(1)
  })

  test('A-OFFLINE: a handle that is gone while its reader was away leads to a whole new read', async () => {
    const name = await table()
    const before = open({ table: name })
    await new Shape(before.stream).rows
    const place = { handle: before.stream.shapeHandle ?? '', offset: before.stream.lastOffset }
    before.stop.abort()
    await bench.sql(`TRUNCATE ${name}; INSERT INTO ${name} VALUES (9, 'nine')`)
    const after = open({ table: name }, place)
    const messages = collect(after.stream)
    await expect.poll(() => changesOf(messages)).toEqual([['insert', { id: 9, title: 'nine', priority: 0 }]])
    expect(messages.map(({ headers }) => ('control' in headers ? headers.control : '')).filter((word) => word === 'must-refetch')).toHaveLength(1)
  })

  test('A-OFFLINE: changes only, with subsets beside them', async () => {
    const name = await table()
    const { stream, errors } = open({ table: name }, { log: 'changes_only' })
    const messages = collect(stream)
    await expect.poll(() => messages.some(({ headers }) => 'control' in headers && headers.control === 'up-to-date')).toBe(true)
    expect(changesOf(messages)).toEqual([])
    const { data } = await stream.requestSnapshot({ where: 'priority > $1', params: { '1': '1' }, orderBy: 'id DESC', limit: 5 })
    expect(data.map(({ value }) => value)).toEqual([{ id: 2, title: 'two', priority: 2 }])
    await bench.sql(`UPDATE ${name} SET title = 'zwei' WHERE id = 2`)
    await expect.poll(() => changesOf(messages).at(-1)).toEqual(['update', { id: 2, title: 'zwei' }])
    expect(errors.seen).toEqual([])
  })

  test('A-OFFLINE: from now on', async () => {
    const name = await table()
    const { stream } = open({ table: name }, { offset: 'now' })
    const messages = collect(stream)
    await expect.poll(() => stream.isUpToDate).toBe(true)
    await bench.sql(`INSERT INTO ${name} VALUES (3, 'three')`)
    await expect.poll(() => changesOf(messages)).toEqual([['insert', { id: 3, title: 'three', priority: 0 }]])
  })

  test('A-OFFLINE: events instead of polls', async () => {
    const name = await table()
    const { stream, errors } = open({ table: name }, { liveSse: true })
    const shape = new Shape(stream)
    await shape.rows
    for (let i = 3; i < 6; i++) {
      await wait(120)
      await bench.sql(`INSERT INTO ${name} VALUES (${i}, 'n')`)
    }
    await expect.poll(() => shape.currentRows).toHaveLength(5)
    const streams = requests.filter(({ searchParams }) => searchParams.has('live_sse'))
    expect(streams).toHaveLength(1)
    // The stream ends after its time, and the next one goes on where it was.
    await expect.poll(() => requests.filter(({ searchParams }) => searchParams.has('live_sse')).length, { timeout: 10_000 }).toBeGreaterThan(1)
    await bench.sql(`INSERT INTO ${name} VALUES (6, 'n')`)
    await expect.poll(() => shape.currentRows).toHaveLength(6)
    expect(errors.seen).toEqual([])
  })

  test('A-OFFLINE: a large table in pieces, and a log in pieces behind it', async () => {
    await bench.sql("CREATE TABLE large (id int PRIMARY KEY, t text); INSERT INTO large SELECT n, repeat('x', 400) FROM generate_series(1, 300) n")
    const shape = new Shape(open({ table: 'large' }).stream)
    expect(await shape.rows).toHaveLength(300)
    await bench.sql("UPDATE large SET t = 'short' WHERE id % 2 = 0; INSERT INTO large SELECT n, repeat('y', 400) FROM generate_series(301, 400) n")
    await expect.poll(() => shape.currentRows.length, { timeout: 5_000 }).toBe(400)
    expect(shape.currentRows.filter(({ t }) => t === 'short')).toHaveLength(150)
  })

  test('A-OFFLINE: while nothing happens it asks once a hold, and its memory of the place is that of the batch', async () => {
    const name = await table()
    const { stream } = open({ table: name })
    const places: (readonly [string, string | undefined])[] = []
    stream.subscribe(() => void places.push([stream.lastOffset, stream.shapeHandle]))
    await expect.poll(() => stream.isUpToDate).toBe(true)
    requests = []
    await wait(3_500)
    expect(requests.length).toBeLessThanOrEqual(3)
    expect(places.every(([offset, handle]) => offset !== '-1' && handle === stream.shapeHandle)).toBe(true)
  })

  test('A-OFFLINE: what is wrong with a request reaches its sender', async () => {
    const { stream, errors } = open({ table: 'nowhere' })
    collect(stream)
    await expect.poll(() => errors.seen).toMatchObject([{ status: 400, json: { errors: { table: [expect.stringContaining('does not exist')] } } }])
  })
})
