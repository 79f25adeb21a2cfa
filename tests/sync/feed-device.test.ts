import { createHash } from 'node:crypto'
import { ShapeStream } from '@electric-sql/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditScope, createElectricFeed, createEmbeddedFeed, type Feed, type FeedAnswer } from '#central/feed/feed.ts'
import { silentLog, type TestDatabase, testDatabase } from '#tests/support/postgres.ts'
import { type FeedBench, feedBench, serveShapes } from './feed-server.ts'

/* The feed as devices read it: of one scope, as the gateway's own login, from the embedded endpoint and through a proxy. */
let central: TestDatabase
let feed: Feed
beforeAll(async () => {
  central = await testDatabase()
  feed = await createEmbeddedFeed({ db: central.db, log: silentLog, holdMs: 3_000 })
})
afterAll(async () => {
  await feed.close()
  await central.drop()
})

const put = (id: string, scope: string, rev = 1, doc: object = { id, name: `of ${scope}` }) =>
  central.db.tx([scope, 'company', 'l1', 'l2'], (q) =>
    q(
      `INSERT INTO sync_row VALUES ('customer', $1, $2, $3, 1, false, '{"*": "0000000000000001-test0000"}', $4)
       ON CONFLICT (kind, id) DO UPDATE SET scope = excluded.scope, rev = excluded.rev, doc = excluded.doc`,
      [id, scope, rev, JSON.stringify(doc)],
    ),
  )
const ask = (scope: string, query: Record<string, string>, of = feed): Promise<FeedAnswer> =>
  of.answer({ scope, query: new URLSearchParams(query), headers: {}, signal: new AbortController().signal })
interface Change {
  readonly key: string
  readonly value: Record<string, string>
  readonly headers: { readonly operation: string }
}
const textOf = ({ body }: FeedAnswer): string => (typeof body === 'string' ? body : Buffer.isBuffer(body) ? body.toString() : '')
const changesOf = (answer: FeedAnswer) => (JSON.parse(textOf(answer)) as Partial<Change>[]).filter((message): message is Change => message.key !== undefined)
const placeOf = ({ headers }: FeedAnswer) => ({ handle: headers['electric-handle'] ?? '', offset: headers['electric-offset'] ?? '' })

describe('SYNC-1: the feed of a scope', () => {
  test('SYNC-1: AUTH-TENANT: a device is given rows of the scope that was checked, and no others, whatever it asks for', async () => {
    await put('c1', 'l1')
    await put('c2', 'l2')
    const plain = await ask('l1', { offset: '-1' })
    expect(changesOf(plain).map(({ value }) => value['id'])).toEqual(['c1'])
    const tricks: Record<string, string>[] = [
      { table: 'device_key' },
      { where: 'true' },
      { where: 'scope = $1', 'params[1]': 'l2' },
      { 'params[1]': 'l2' },
      { columns: 'kind,id' },
      { subset__where: 'true' },
      { subset__limit: '5', subset__order_by: 'id' },
      { scope: 'l2' },
      { secret: 'x' },
      { log: 'full' },
    ]
    for (const trick of tricks) {
      const answer = await ask('l1', { offset: '-1', ...trick })
      expect([answer.headers['electric-handle'], textOf(answer)], JSON.stringify(trick)).toEqual([plain.headers['electric-handle'], textOf(plain)])
    }
    const foreign = await ask('l2', { ...placeOf(plain) })
    expect(foreign.status).toBe(409)
  })

  test('A-OFFLINE: a row is given as the centre keeps it, and a change wakes those of its scope', async () => {
    const doc = { id: 'c3', createdAt: 1, name: 'Ödön "the wrench"', tags: ['a', null], nested: { x: 1.5 } }
    await put('c3', 'company', 1, doc)
    const first = await ask('company', { offset: '-1' })
    const [row] = changesOf(first)
    expect(row?.value).toMatchObject({
      kind: 'customer',
      id: 'c3',
      scope: 'company',
      rev: '1',
      schema_v: '1',
      deleted: 'false',
      clk: '{"*": "0000000000000001-test0000"}',
    })
    expect(JSON.parse(row?.value['doc'] ?? '')).toEqual(doc)
    const place = { ...placeOf(first) }
    const [ours, theirs] = [ask('company', { ...place, live: 'true' }), ask('l1', { ...placeOf(await ask('l1', { offset: '-1' })), live: 'true' })]
    const began = performance.now()
    await put('c3', 'company', 2, { ...doc, name: 'new' })
    const [change] = changesOf(await ours)
    expect(performance.now() - began).toBeLessThan(1_000)
    // Key and what changed, at least; the document is whole.
    expect(change).toMatchObject({ headers: { operation: 'update' }, value: { kind: 'customer', id: 'c3', rev: '2' } })
    expect(Object.keys(change?.value ?? {})).toEqual(expect.arrayContaining(['doc', 'id', 'kind', 'rev']))
    expect(JSON.parse(change?.value['doc'] ?? '')).toEqual({ ...doc, name: 'new' })
    expect((await theirs).headers['electric-has-data']).toBe('false')
  })

  test('A-OFFLINE SYNC-1: what one statement does to many rows is told row by row, also what people do by hand', async () => {
    const admin = central.ask
    const follow = async (scope: string) => {
      let place = placeOf(await ask(scope, { ...placeOf(await ask(scope, { offset: '-1', replica: 'full' })), replica: 'full' }))
      return async () => {
        const answer = await ask(scope, { ...place, live: 'true', replica: 'full' })
        place = placeOf(answer)
        return changesOf(answer).map(({ value, headers }) => `${headers.operation} ${value['id']} ${value['rev']}`)
      }
    }
    const put = (rows: string) =>
      admin(`INSERT INTO sync_row SELECT 'customer', id, scope, rev, 1, false, '{}', '{}' FROM (VALUES ${rows}) v(id, scope, rev)
        ON CONFLICT (kind, id) DO UPDATE SET scope = excluded.scope, rev = excluded.rev`)
    await put("('m-a', 'm1', 1), ('m-b', 'm1', 1)")
    const [here, there] = [await follow('m1'), await follow('m2')]
    // One statement: a row that is new, one that is changed, one that moves.
    await put("('m-c', 'm1', 1), ('m-a', 'm1', 2), ('m-b', 'm2', 2)")
    expect([(await here()).sort(), await there()]).toEqual([['delete m-b null', 'insert m-c 1', 'update m-a 2'], ['insert m-b 2']])
    await admin("UPDATE sync_row SET rev = rev + 1 WHERE scope = 'm1'")
    expect((await here()).sort()).toEqual(['update m-a 3', 'update m-c 2'])
    await admin("DELETE FROM sync_row WHERE id = 'm-a'")
    expect(await here()).toEqual(['delete m-a 3'])
    await expect(admin("UPDATE sync_row SET id = 'other' WHERE id = 'm-c'")).rejects.toThrow('never changes')
  })

  test('A-OFFLINE: who asks for whole rows gets them with every change', async () => {
    await put('c5', 'l3')
    const first = await ask('l3', { offset: '-1', replica: 'full' })
    await put('c5', 'l3', 2)
    const [change] = changesOf(await ask('l3', { ...placeOf(first), replica: 'full' }))
    expect(Object.keys(change?.value ?? {}).sort()).toEqual(['clk', 'deleted', 'doc', 'id', 'kind', 'rev', 'schema_v', 'scope'])
  })

  test('SYNC-1: a row that moves between scopes leaves the one and enters the other', async () => {
    await put('c4', 'l1')
    const places = await Promise.all(['l1', 'l2'].map(async (scope) => placeOf(await ask(scope, { offset: 'now' }))))
    await put('c4', 'l2', 2)
    const [left, entered] = await Promise.all(['l1', 'l2'].map((scope, i) => ask(scope, places[i] ?? {})))
    expect(left && changesOf(left)).toMatchObject([{ headers: { operation: 'delete' }, value: { kind: 'customer', id: 'c4' } }])
    expect(entered && changesOf(entered)).toMatchObject([{ headers: { operation: 'insert' }, value: { id: 'c4', scope: 'l2', deleted: 'f', rev: '2' } }])
  })

  test('SYNC-1: many scopes are told apart in one reading', async () => {
    const scopes = Array.from({ length: 30 }, (_, i) => `s${i}`)
    const places = await Promise.all(scopes.map(async (scope) => placeOf(await ask(scope, { offset: '-1' }))))
    const waiting = scopes.map((scope, i) => ask(scope, { ...places[i], live: 'true' }))
    await new Promise((resolve) => setTimeout(resolve, 300))
    await central.db.tx(scopes, (q) => q("INSERT INTO sync_row SELECT 'customer', 'of ' || s, s, 1, 1, false, '{}', '{}' FROM unnest($1::text[]) s", [scopes]))
    for (const [i, answer] of (await Promise.all(waiting)).entries()) expect(changesOf(answer).map(({ value }) => value['id'])).toEqual([`of s${i}`])
  })

  test('SYNC-1: an answer is for its sender alone', async () => {
    const answers = [await ask('l1', { offset: '-1' }), await ask('l1', { offset: '5_5', handle: 'x' }), await ask('l1', { offset: 'nonsense' })]
    expect(answers.map(({ status, headers }) => [status, headers['vary'], headers['cache-control']])).toEqual([
      [200, 'Authorization', 'private, max-age=604800, stale-while-revalidate=2629746'],
      [409, 'Authorization', 'private, max-age=60, must-revalidate'],
      [400, 'Authorization', 'no-store'],
    ])
  })

  test('A-OFFLINE: the audit counts and hashes what a scope holds, whatever its order', async () => {
    const rows = [
      ['a1', 7],
      ['a2', 123],
      ['é/1', 1],
    ] as const
    for (const [id, rev] of rows) await put(id, 'l9', rev)
    const sum = rows.reduce((total, [id, rev]) => (total + createHash('sha256').update(`customer/${id}/${rev}`).digest().readUIntBE(0, 6)) % 2 ** 48, 0)
    expect(await central.db.tx(['l9'], (q) => auditScope(q, 'l9'))).toEqual({
      scope: 'l9',
      kinds: { customer: { count: 3, hash: sum.toString(16).padStart(12, '0') } },
    })
    expect(await central.db.tx(['l9'], (q) => auditScope(q, 'nothing'))).toEqual({ scope: 'nothing', kinds: {} })
  })
})

describe('A-OFFLINE: the feed through an Electric server', () => {
  interface Seen {
    readonly query: URLSearchParams
    readonly headers: Record<string, unknown>
  }
  /** Answers as told, and notes what it was asked. */
  async function scripted(answer: (seen: Seen) => FeedAnswer | Promise<FeedAnswer>) {
    const seen: Seen[] = []
    const server = await serveShapes(({ query, headers }) => {
      seen.push({ query, headers })
      return Promise.resolve(answer({ query, headers }))
    })
    const proxy = createElectricFeed({ electricUrl: new URL('/', server.url).href.replace(/\/$/, ''), secret: 'golden', log: silentLog })
    return { seen, proxy, close: () => proxy.close().then(server.close) }
  }
  const text = async (answer: FeedAnswer) => (answer.body instanceof ReadableStream ? await new Response(answer.body).text() : textOf(answer))
  const OK = {
    status: 200,
    headers: {
      'electric-handle': '1-1',
      'electric-offset': '0_0',
      etag: '"1-1:-1:0_0"',
      'cache-control': 'public, max-age=60, s-maxage=3600',
      'x-internal': 'secret',
    },
    body: '[]',
  }

  test('AUTH-TENANT: table, condition and secret are the centre’s; of the device’s words only the protocol’s pass', async () => {
    const { seen, proxy, close } = await scripted(() => OK)
    const query = { offset: '0_0', handle: 'h', live: 'true', cursor: '7', log: 'full', 'cache-buster': 'b', expired_handle: 'e', replica: 'full' }
    await ask(
      'l1',
      { ...query, table: 'x', where: 'true', columns: 'y', 'params[1]': 'l2', 'params[2]': 'z', secret: 's', api_secret: 's', subset__where: 'true' },
      proxy,
    )
    expect(Object.fromEntries(seen[0]?.query ?? [])).toEqual({ ...query, table: 'sync_row', where: 'scope = $1', 'params[1]': 'l1', secret: 'golden' })
    await close()
  })

  test('A-OFFLINE: what its client needs passes, and nothing else; coding and length do not', async () => {
    const { gzipSync } = await import('node:zlib')
    const { seen, proxy, close } = await scripted(() => ({
      ...OK,
      status: 200,
      headers: {
        ...OK.headers,
        'electric-schema': '{}',
        'retry-after': '5',
        'content-encoding': 'gzip',
        'content-type': 'application/json',
        'set-cookie': 'a=b',
      },
      body: gzipSync('[{"headers":{"control":"up-to-date"}}]'),
    }))
    const answer = await proxy.answer({
      scope: 'l1',
      query: new URLSearchParams({ offset: '-1' }),
      headers: { authorization: 'Bearer device', cookie: 'c=d', 'if-none-match': '"1-1:-1:0_0"' },
      signal: new AbortController().signal,
    })
    expect(answer.headers).toEqual({
      'electric-handle': '1-1',
      'electric-offset': '0_0',
      'electric-schema': '{}',
      etag: '"1-1:-1:0_0"',
      'retry-after': '5',
      'content-type': 'application/json',
      'cache-control': 'private, max-age=60',
      vary: 'Authorization',
    })
    expect(await text(answer)).toBe('[{"headers":{"control":"up-to-date"}}]')
    expect([seen[0]?.headers['if-none-match'], seen[0]?.headers['authorization'], seen[0]?.headers['cookie']]).toEqual(['"1-1:-1:0_0"', undefined, undefined])
    await close()
  })

  test('A-OFFLINE: statuses pass as they are, and a body begins before it ends', async () => {
    let end = () => {}
    const { proxy, close } = await scripted(({ query }) => {
      const status = Number(query.get('cursor') ?? 200)
      if (status !== 200) return { status, headers: { 'retry-after': '7' }, body: status === 304 ? null : 'x' }
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('first'))
          end = () => {
            controller.enqueue(new TextEncoder().encode(' second'))
            controller.close()
          }
        },
      })
      return { ...OK, body }
    })
    for (const status of [304, 400, 409, 503]) {
      const answer = await ask('l1', { offset: '-1', cursor: String(status) }, proxy)
      expect([answer.status, answer.headers['retry-after']]).toEqual([status, '7'])
    }
    const { body } = await ask('l1', { offset: '-1' }, proxy)
    const reader = (body as ReadableStream<Uint8Array>).getReader()
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('first')
    end()
    expect(new TextDecoder().decode((await reader.read()).value)).toBe(' second')
    await close()
  })

  test('REL-BREAKER: where Electric is away the device is told to come again, and no secret shows', async () => {
    const lines: string[] = []
    const note = (event: string, facts?: object) => void lines.push(JSON.stringify([event, facts]))
    const proxy = createElectricFeed({ electricUrl: 'http://127.0.0.1:1', secret: 'golden', log: { ...silentLog, warn: note, error: note } })
    const answer = await ask('l1', { offset: '-1' }, proxy)
    expect([answer.status, answer.headers['retry-after'], answer.headers['cache-control']]).toEqual([503, '5', 'no-store'])
    expect(lines).toHaveLength(1)
    expect(`${lines.join()} ${textOf(answer)}`).not.toContain('golden')
    await proxy.close()
  })

  test('A-OFFLINE: who leaves takes the request to Electric with him', async () => {
    let isGone = false
    const server = await serveShapes(({ signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(((isGone = true), OK)))))
    const proxy = createElectricFeed({ electricUrl: new URL('/', server.url).href, secret: 's', log: silentLog })
    const leaving = new AbortController()
    const answer = proxy.answer({ scope: 'l1', query: new URLSearchParams({ offset: '0_0', live: 'true' }), headers: {}, signal: leaving.signal })
    setTimeout(() => leaving.abort(), 100)
    await answer
    await expect.poll(() => isGone).toBe(true)
    await proxy.close()
    await server.close()
  })

  test('A-OFFLINE: a client behind the proxy reads the embedded endpoint as it reads it itself', async () => {
    const bench: FeedBench = await feedBench()
    const { url } = await bench.serve({ attach: 'migrated', holdMs: 2_000 })
    const proxy = createElectricFeed({ electricUrl: new URL('/', url).href, secret: 's', log: silentLog })
    const front = await serveShapes(({ query, headers, signal }) => proxy.answer({ scope: query.get('scope') ?? '', query, headers, signal }))
    const row = (id: string, scope: string) => bench.sql("INSERT INTO sync_row VALUES ('customer', $1, $2, 1, 1, false, '{}', '{}')", [id, scope])
    await row('c1', 'l1')
    await row('c2', 'l2')
    const stop = new AbortController()
    const stream = new ShapeStream({ url: front.url, params: { scope: 'l1' }, signal: stop.signal })
    const ids: unknown[] = []
    stream.subscribe((messages) => void ids.push(...messages.flatMap((message) => ('key' in message ? [message.value['id']] : []))))
    await expect.poll(() => ids).toEqual(['c1'])
    await row('c3', 'l2')
    await row('c4', 'l1')
    await expect.poll(() => ids).toEqual(['c1', 'c4'])
    stop.abort()
    await proxy.close()
    await front.close()
    await bench.close()
  })
})
