import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Endpoint } from '#central/http/endpoint.ts'
import { ENDPOINTS } from '#central/http/endpoints.ts'
import { HEADERS, pushAnswer, wireError } from '#shared/contract/wire.ts'
import { type TestDatabase, testDatabase } from '#tests/support/postgres.ts'
import { approvedDevice, firstDevice, openGateway, type Speaker, type TestGateway } from '#tests/sync/gateway-shop.ts'
import { DOCS, insertOf, TestDevice } from '#tests/sync/push-shop.ts'
import { damaged, junk, type JsonSchema, NAUGHTY, plausible } from './plausible.ts'

/** Per endpoint that takes a body, and per endpoint that takes none. */
const BODIES = 700
const OTHERS = 250
const AT_ONCE = 10
const HERE = '0190b6a0-0000-7000-8000-000000000001'
const ELSEWHERE = '0190b6a0-0000-7000-8000-000000000002'
const SECRET_BAY = '0190b6a0-0000-7000-8000-0000000000ee'

let database: TestDatabase
let shop: TestGateway
let first: Speaker
let limited: Speaker
const time = { now: Date.UTC(2026, 2, 2, 6) }
const writers = new Map<Speaker, TestDevice>()

beforeAll(async () => {
  database = await testDatabase()
  shop = await openGateway(database, time, { headersMs: 500, silenceMs: 500 })
  first = await firstDevice(shop)
  limited = await approvedDevice(shop, [HERE])
  for (const speaker of [first, limited]) {
    const { deviceId, clockTag } = speaker.identity
    writers.set(speaker, new TestDevice({ deviceId, enrolmentId: speaker.enrolmentId, scopes: [], everywhere: speaker === first }, clockTag, time))
  }
  const founded = await push(first, [
    insertOf('company', '0190b6a0-0000-7000-8000-000000000003', DOCS.company()),
    insertOf('location', HERE, DOCS.location('Here')),
    insertOf('location', ELSEWHERE, DOCS.location('Elsewhere')),
    insertOf('bay', SECRET_BAY, DOCS.bay(ELSEWHERE, 1)),
  ])
  expect(founded.results.map(({ outcome }) => outcome)).toEqual(['applied'])
  for (const speaker of [first, limited]) await speaker.standing()
  await shop.gateway.devices.settle()
})
afterAll(async () => {
  await shop.gateway.close()
  await database.drop()
})

const writerOf = (speaker: Speaker): TestDevice => {
  const writer = writers.get(speaker)
  if (!writer) throw new Error('a device that writes')
  return writer
}
async function push(speaker: Speaker, changes: Parameters<TestDevice['entry']>[0]) {
  const entries = [writerOf(speaker).entry(changes)]
  return pushAnswer.parse((await speaker.ask('POST', '/v1/push', { sentAt: time.now, ackedThrough: 0, entries })).body)
}

/** Everything that is stored, table by table. */
async function stored(only: (table: string) => boolean = () => true): Promise<Record<string, string>> {
  const tables = await database.ask<{ name: string }>(
    "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1",
  )
  const parts = tables
    .filter(({ name }) => only(name))
    .map(({ name }) => `SELECT '${name}' AS name, count(*) || ' ' || coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '') AS sum FROM "${name}" t`)
  const sums = await database.ask<{ name: string; sum: string }>(parts.join(' UNION ALL '))
  return Object.fromEntries(sums.map(({ name, sum }) => [name, sum]))
}

const LEAKS =
  /SELECT .* FROM|INSERT INTO|UPDATE \w+ SET|DELETE FROM|\brelation "|syntax error|postgres|pg_(?:catalog|class|toast)|node_modules|node:internal|\bE(?:CONN|NOENT|ACCES)\w*|\.ts:\d|\/(?:work|home|tmp|usr)\/|\n\s+at /i

interface Sent {
  readonly method: string
  readonly path: string
  readonly headers?: Record<string, string>
  readonly body?: string | Uint8Array<ArrayBuffer>
}

/** Sends as a device and holds that the refusal is a typed one that tells nothing of the inside. */
async function refused(speaker: Speaker, { method, path, headers = {}, body }: Sent): Promise<void> {
  const response = await fetch(`${shop.url}${path}`, {
    method,
    headers: {
      [HEADERS.version]: '1',
      [HEADERS.device]: speaker.identity.deviceId,
      [HEADERS.app]: '0.1.0',
      [HEADERS.schema]: '15',
      authorization: `Bearer ${speaker.key}`,
      'x-forwarded-for': `2001:db8:f:${(sent++ % 65_536).toString(16)}::1`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body }),
  })
  const text = await response.text()
  const about = `${method} ${path} ${String(body).slice(0, 300)} ${JSON.stringify(headers)} -> ${response.status} ${text.slice(0, 300)}`
  expect(response.status, about).toBeGreaterThanOrEqual(400)
  expect(response.status, about).toBeLessThan(500)
  expect(wireError.safeParse(JSON.parse(text)).error, about).toBeUndefined()
  expect(text, about).not.toMatch(LEAKS)
  expect(text.length, about).toBeLessThan(4_000)
}
let sent = 0

async function allRefused(speaker: Speaker, cases: readonly Sent[]): Promise<void> {
  const before = await stored()
  for (let i = 0; i < cases.length; i += AT_ONCE) await Promise.all(cases.slice(i, i + AT_ONCE).map((one) => refused(speaker, one)))
  await shop.gateway.devices.settle()
  expect(await stored()).toEqual(before)
  expect((await speaker.standing()).status).toBe(200)
}

const withBody = (Object.entries(ENDPOINTS) as [string, Endpoint][]).filter(([, { body }]) => body !== undefined) // a registry is a record of endpoints
const withoutBody = (Object.entries(ENDPOINTS) as [string, Endpoint][]).filter(([, { body, auth }]) => body === undefined && auth !== 'none')

describe('SEC-INPUT: hostile requests at the gateway', () => {
  it.each(withBody)(`SEC-INPUT %s: ${BODIES} malformed bodies are refused, typed, and write nothing`, async (_name, { method, path, body }) => {
    if (!body) throw new Error('an endpoint with a body')
    const good = plausible(z.toJSONSchema(body.schema, { io: 'input' }) as JsonSchema, [HERE, SECRET_BAY]) // the JSON form of the schema itself
    const example = fc.constant(body.example)
    const values = fc.oneof(
      { arbitrary: junk, weight: 2 },
      { arbitrary: damaged(good), weight: 4 },
      { arbitrary: damaged(example), weight: 3 },
      { arbitrary: deepDamage(example), weight: 3 },
    )
    const texts: fc.Arbitrary<string | Uint8Array<ArrayBuffer>> = fc.oneof(
      { arbitrary: values.filter((value) => !body.schema.safeParse(through(value)).success).map((value) => JSON.stringify(value) ?? 'undefined'), weight: 8 },
      {
        arbitrary: fc
          .uint8Array({ minLength: 1, maxLength: 200 })
          .filter((bytes) => !isJson(bytes))
          .map((bytes) => new Uint8Array(bytes)),
        weight: 1,
      },
      { arbitrary: fc.nat(2_000).map((at) => cut(JSON.stringify(body.example), at)), weight: 1 },
      {
        arbitrary: fc.constantFrom('', '['.repeat(100_000), '{"a":'.repeat(50_000), `{"code":"${'x'.repeat(body.maxBytes)}"}`, `[${'1,'.repeat(5_000)}1]`),
        weight: 1,
      },
    )
    const plain = fc.sample(texts, BODIES).map((text): Sent => ({ method, path, body: text }))
    const packed = fc
      .sample(texts, 60)
      .map((text, i): Sent => ({ method, path, body: pack(text, i), headers: { 'content-encoding': ['gzip', 'br', 'gzip', 'zstd', 'gzip, br'][i % 5] ?? '' } }))
    await allRefused(first, [...plain, ...packed])
  })

  it.each(withoutBody)(
    `SEC-INPUT %s: ${OTHERS} wrong keys, versions, identities, methods and queries are refused and write nothing`,
    async (_name, { method, path, query }) => {
      const text = fc.oneof(fc.constantFrom(...NAUGHTY), fc.string()).map((value) =>
        value
          .replace(/[^\x20-\x7e]/g, '?')
          .slice(0, 500)
          .trim(),
      )
      const header = fc.oneof(
        text.map((value) => ({ authorization: value })),
        text.map((value) => ({ authorization: `Bearer ${value}` })),
        fc
          .base64String({ minLength: 44, maxLength: 44 })
          .map((value) => ({ authorization: `Bearer ${value.slice(0, 43).replaceAll('+', '-').replaceAll('/', '_')}` })),
        text.map((value) => ({ [HEADERS.device]: value })),
        fc.constantFrom(limited, first).map((other) => ({ [HEADERS.device]: other === limited ? first.identity.deviceId : 'f'.repeat(16) })),
        text.filter((value) => value !== '1').map((value) => ({ [HEADERS.version]: value })),
        fc.integer({ min: 2, max: 99_999 }).map((value) => ({ [HEADERS.version]: String(value) })),
        text.filter((value) => !/^[1-9]\d{0,4}$/.test(value)).map((value) => ({ [HEADERS.schema]: value })),
      )
      const cases = fc.oneof(
        header.map((headers): Sent => ({ method, path: query ? `${path}?scope=company&offset=-1` : path, headers })),
        fc.constantFrom('PUT', 'DELETE', 'PATCH', 'OPTIONS', 'QUERY').map((other): Sent => ({ method: other, path })),
        text.map((tail): Sent => ({ method, path: `${path}/${encodeURIComponent(tail)}` })),
        fc.constant<Sent>({ method: 'GET', path: `/v1/shape?scope=${ELSEWHERE}&offset=-1` }),
        fc.tuple(text, text).map(
          ([scope, offset]): Sent => ({
            method: 'GET',
            path: `/v1/shape?${new URLSearchParams({ scope: `${scope}'`, offset, table: 'user', where: 'true' })}`,
          }),
        ),
        text.map((scope): Sent => ({ method: 'GET', path: `/v1/audit?${new URLSearchParams({ scope: `${scope} ` })}` })),
      )
      await allRefused(limited, fc.sample(cases, OTHERS))
    },
  )

  it('SYNC-1: pushes of a device that names rows, scopes and rights that are not its own change no record', async () => {
    const isRecord = (table: string) =>
      !['entry', 'field_history', 'device_identity', 'centre', 'feed_change', 'feed_image', 'feed_row', 'feed_epoch', 'feed_entry'].includes(table)
    const before = await stored(isRecord)
    const bay = DOCS.bay(ELSEWHERE, 2)
    const attempts = [
      [insertOf('bay', '0190b6a0-0000-7000-8000-0000000000f1', bay)],
      [{ table: 'bay', id: SECRET_BAY, insert: false, fields: { name: ['Bay 1', 'Mine', ''] as const } }],
      [{ table: 'bay', id: SECRET_BAY, insert: false, fields: { locationId: [ELSEWHERE, HERE, ''] as const } }],
      [{ table: 'sync_device', id: limited.enrolmentId, insert: false, fields: { locations: [[HERE], null, ''] as const } }],
      [insertOf('sync_row', 'x', { kind: 'bay' })],
      [insertOf('device_key', 'x', { hash: 'x' })],
      [insertOf('pg_authid', 'x', { rolname: 'x' })],
      [insertOf('bay', '0190b6a0-0000-7000-8000-0000000000f2', { ...DOCS.bay(HERE, 2), name: 'a\u0000b' })],
      [insertOf('bay', '0190b6a0-0000-7000-8000-0000000000f3', { ...DOCS.bay(HERE, 3), position: 'three' })],
      [insertOf('bay', '0190b6a0-0000-7000-8000-0000000000f4', { ...DOCS.bay(HERE, 4), clk: '{}' })],
    ]
    for (const changes of attempts) {
      const { results } = await push(limited, changes)
      expect(['rejected', 'parked'], JSON.stringify(changes)).toContain(results[0]?.outcome)
      expect(JSON.stringify(results)).not.toMatch(LEAKS)
      expect(JSON.stringify(results[0]?.rows ?? [])).not.toContain(ELSEWHERE)
    }
    expect(await stored(isRecord)).toEqual(before)
  })

  it('SYNC-RETRY: a push that is replayed, by its sender or by another, is answered as before or kept apart, and changes no record', async () => {
    const entry = writerOf(first).entry([insertOf('customer', '0190b6a0-0000-7000-8000-0000000000c1', DOCS.customer('Erin'))])
    const body = { sentAt: time.now, ackedThrough: 0, entries: [entry] }
    const once = pushAnswer.parse((await first.ask('POST', '/v1/push', body)).body)
    const before = await stored((table) => !['centre', 'device_identity'].includes(table))
    for (let i = 0; i < 20; i++) expect(pushAnswer.parse((await first.ask('POST', '/v1/push', body)).body).results).toEqual(once.results)
    expect(await stored((table) => !['centre', 'device_identity'].includes(table))).toEqual(before)
    const customers = () => database.ask('SELECT * FROM customer')
    const rows = await customers()
    await limited.ask('POST', '/v1/push', body)
    expect(await customers()).toEqual(rows)
  })
})

describe('SEC-INPUT: hostile connections', () => {
  it('SEC-INPUT: two hundred half and slow requests are ended, and the others are served meanwhile', async () => {
    const { port } = new URL(shop.url)
    const heads = [
      'GET /v1/sha',
      'POST /v1/push HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n',
      `POST /v1/enrol HTTP/1.1\r\nhost: a\r\nbayline-wire: 1\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"code":`,
      'POST /v1/enrol HTTP/1.1\r\nhost: a\r\nbayline-wire: 1\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{"co',
      '',
    ]
    const ended = Array.from({ length: 200 }, (_, i) => {
      const socket = connect(Number(port), '127.0.0.1')
      socket.on('error', () => {})
      socket.write(heads[i % heads.length] ?? '')
      // Drips a byte now and then.
      const drip = setInterval(() => socket.writable && heads[i % heads.length] !== '' && socket.write('a'), 200)
      socket.resume()
      return new Promise<void>((resolve) =>
        socket.on('close', () => {
          clearInterval(drip)
          resolve()
        }),
      )
    })
    const worst = { ms: 0 }
    for (let i = 0; i < 20; i++) {
      const began = performance.now()
      expect((await first.standing()).status).toBe(200)
      worst.ms = Math.max(worst.ms, performance.now() - began)
      await wait(20)
    }
    expect(worst.ms).toBeLessThan(2_000)
    const late = wait(30_000).then(() => 'late')
    expect(await Promise.race([Promise.all(ended).then(() => 'ended'), late])).toBe('ended')
  })

  it('SEC-INPUT: a hundred bombs are refused in bounded memory and time', async () => {
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(64_000_000, 'a')))
    const nested = new Uint8Array(brotliCompressSync(Buffer.alloc(200_000_000)))
    const before = process.memoryUsage.rss()
    const cases = Array.from(
      { length: 100 },
      (_, i): Sent => ({ method: 'POST', path: '/v1/push', body: i % 2 ? bomb : nested, headers: { 'content-encoding': i % 2 ? 'gzip' : 'br' } }),
    )
    await allRefused(first, cases)
    expect(process.memoryUsage.rss() - before).toBeLessThan(400_000_000)
  })
})

/** What JSON makes of a value. */
const through = (value: unknown): unknown => JSON.parse(JSON.stringify(value) ?? 'null') as unknown
const isJson = (bytes: Uint8Array): boolean => {
  try {
    JSON.parse(Buffer.from(bytes).toString())
    return true
  } catch {
    return false
  }
}
/** The head of a text that is no whole JSON. */
const cut = (text: string, at: number): string => text.slice(0, Math.min(at, text.length - 1))
function pack(text: string | Uint8Array, i: number): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.from(text)
  const packed = i % 5 === 1 ? brotliCompressSync(bytes) : gzipSync(bytes)
  // A few are cut short or overwritten.
  return new Uint8Array(i % 7 === 0 ? packed.subarray(0, Math.floor(packed.length / 2)) : packed)
}

/** A value with one thing anywhere inside it replaced. */
const deepDamage = (good: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.tuple(good, fc.nat(), junk).map(([value, at, thing]) => {
    const copy = through(value)
    const places: [holder: Record<string, unknown>, key: string][] = []
    const walk = (node: unknown) => {
      if (typeof node !== 'object' || node === null) return
      for (const [key, child] of Object.entries(node)) {
        places.push([node as Record<string, unknown>, key]) // an object or list, by its keys
        walk(child)
      }
    }
    walk(copy)
    const place = places[at % Math.max(1, places.length)]
    if (place) place[0][place[1]] = thing
    return copy
  })
