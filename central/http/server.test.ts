import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { HEADERS, wireError } from '#shared/contract/wire.ts'
import { DatabaseUnavailable } from '../db/errors.ts'
import type { KnownDevice } from '../devices/known.ts'
import { createLog } from '../log.ts'
import { proxyList } from './address.ts'
import { type Call, json, wireErrorOf } from './endpoint.ts'
import { createMetrics } from './metrics.ts'
import { createGatewayServer, type GatewayServer } from './server.ts'

const answer = { schema: z.unknown(), type: 'application/json', example: {} }
const ENDPOINTS = {
  echo: {
    method: 'POST',
    path: '/v1/echo',
    summary: '',
    auth: 'none',
    limit: 'push',
    body: { schema: z.strictObject({ text: z.string() }), maxBytes: 4096, example: {} },
    answer,
    fails: [],
  },
  big: { method: 'GET', path: '/v1/big', summary: '', auth: 'none', limit: 'open', answer, fails: [] },
  hold: { method: 'GET', path: '/v1/hold', summary: '', auth: 'active', limit: 'feed', answer, fails: [] },
  work: { method: 'POST', path: '/v1/work', summary: '', auth: 'active', limit: 'push', answer, fails: [] },
  broken: { method: 'GET', path: '/broken', summary: '', auth: 'none', limit: 'open', answer, fails: [] },
  away: { method: 'GET', path: '/away', summary: '', auth: 'none', limit: 'open', answer, fails: [] },
  enrol: { method: 'POST', path: '/v1/enrol', summary: '', auth: 'none', limit: 'enrol', answer, fails: [] },
} as const
const device: KnownDevice = {
  enrolmentId: 'd1',
  deviceId: '0123456789abcdef',
  epoch: 1,
  scopes: ['company'],
  everywhere: true,
  state: 'active',
  appVersion: '1',
  schemaVersion: 1,
}

let server: GatewayServer | undefined
let logged: string[] = []
afterEach(async () => {
  await server?.close()
  server = undefined
})

async function start(proxies: string[] = []): Promise<{ url: string; port: number; finish: () => void }> {
  logged = []
  const list = proxyList(proxies)
  if (!list) throw new Error('a right list')
  let finish = () => {}
  const working = new Promise<void>((resolve) => (finish = resolve))
  server = createGatewayServer({
    endpoints: ENDPOINTS,
    handlers: {
      echo: async ({ body }: Call<unknown, undefined>) => json(body),
      big: async () => json({ text: 'a'.repeat(5000) }),
      hold: async ({ signal }) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
        return json({})
      },
      work: async () => {
        await working
        return json({ done: true })
      },
      broken: async () => {
        throw new Error('SELECT secret FROM /home/bayline')
      },
      away: async () => {
        throw new DatabaseUnavailable('10.0.0.5 does not answer')
      },
      enrol: async () => json({}),
    },
    authenticate: async ({ authorization }) => (authorization === 'Bearer right' ? device : wireErrorOf('unauthorized')),
    proxies: list,
    log: createLog('debug', (line) => logged.push(line)),
    metrics: createMetrics(),
    now: Date.now,
    headersMs: 300,
    silenceMs: 300,
  })
  const { port } = await server.listen(0, '127.0.0.1')
  return { url: `http://127.0.0.1:${port}`, port, finish }
}

const wire = { [HEADERS.version]: '1' }
const post = (url: string, body: BodyInit | null, headers: Record<string, string> = {}) =>
  fetch(url, { method: 'POST', body, headers: { ...wire, 'content-type': 'application/json', ...headers } })
const errorOf = async (response: Response) => wireError.parse(await response.json()).error

/** What a server says to bytes, until it closes. */
function say(port: number, ...parts: (string | number)[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const socket = connect(port, '127.0.0.1')
    socket.on('data', (data) => (text += data.toString()))
    socket.on('close', () => resolve(text))
    socket.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' || error.code === 'EPIPE' ? resolve(text) : reject(error)))
    void (async () => {
      for (const part of parts) {
        if (typeof part === 'number') await wait(part)
        else if (socket.writable) socket.write(part)
      }
    })()
  })
}

describe('API-VER: versions of the protocol', () => {
  it('API-VER: every answer carries the version; an older or newer device is told what is served', async () => {
    const { url } = await start()
    for (const version of ['0', '2', '99']) {
      const refused = await post(`${url}/v1/echo`, '{}', { [HEADERS.version]: version })
      expect([refused.status, refused.headers.get(HEADERS.version)]).toEqual([426, '1'])
      expect(await refused.json()).toMatchObject({ error: 'upgrade', minVersion: 1, maxVersion: 1 })
    }
    for (const version of ['', 'one', '1.0', '-1', '1, 1']) expect((await post(`${url}/v1/echo`, '{}', { [HEADERS.version]: version })).status).toBe(400)
    const served = await post(`${url}/v1/echo`, '{"text":"a"}')
    expect([served.status, served.headers.get(HEADERS.version)]).toEqual([200, '1'])
    expect((await fetch(`${url}/nothing`)).headers.get(HEADERS.version)).toBe('1')
  })
})

describe('API-ROUTES: methods and paths', () => {
  it('API-ROUTES: what is not served says so, and what is', async () => {
    const { url, port } = await start()
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const refused = await fetch(`${url}/v1/echo`, { method, headers: wire })
      expect([method, refused.status, refused.headers.get('allow')]).toEqual([method, 405, 'POST'])
      expect(refused.headers.has('access-control-allow-origin')).toBe(false)
    }
    expect((await fetch(`${url}/v1/big`, { method: 'POST', headers: wire })).headers.get('allow')).toBe('GET, HEAD')
    expect(await say(port, 'TRACE /v1/big HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 405 /)
    for (const path of ['/', '/v1', '/v1/echo/', '//v1/echo', '/v1/%65cho', '/V1/echo', '/v1/../v1/echo/x'])
      expect([path, (await post(`${url}${path}`, '{}')).status]).toEqual([path, 404])
    expect(await say(port, 'GET http://elsewhere/v1/big HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 404 /)
  })

  it('API-ROUTES: HEAD is GET without a body', async () => {
    const { url } = await start()
    const head = await fetch(`${url}/v1/big`, { method: 'HEAD', headers: { ...wire, 'accept-encoding': 'identity' } })
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '5011', ''])
  })

  it('SEC-CORS: no answer may be framed, sniffed, stored or read by another site', async () => {
    const { url } = await start()
    const { headers } = await fetch(`${url}/v1/big`, { headers: { ...wire, origin: 'https://elsewhere.example' } })
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'")
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.has('access-control-allow-origin')).toBe(false)
    expect(headers.has('x-powered-by')).toBe(false)
  })
})

describe('SEC-INPUT: bodies', () => {
  it('API-GZIP: a body may come plain, with gzip or with br', async () => {
    const { url } = await start()
    const text = JSON.stringify({ text: 'grüß dich' })
    for (const [coding, bytes] of [
      ['gzip', gzipSync(text)],
      ['br', brotliCompressSync(text)],
      ['identity', Buffer.from(text)],
    ] as const) {
      const done = await post(`${url}/v1/echo`, new Uint8Array(bytes), { 'content-encoding': coding })
      expect([coding, done.status, await done.json()]).toEqual([coding, 200, { text: 'grüß dich' }])
    }
  })

  it('SEC-INPUT: too large as sent, as said, in pieces, and as inflated', async () => {
    const { url, port } = await start()
    expect((await post(`${url}/v1/echo`, JSON.stringify({ text: 'a'.repeat(5000) }))).status).toBe(413)
    const bombs = [gzipSync(Buffer.alloc(50_000_000, 'a')).subarray(0, 4000), gzipSync(Buffer.alloc(1_000_000, 'a'))]
    // Made before memory is looked at: making it takes more than it must not take. A whole one would take three times the bound.
    const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }
    const large = new Uint8Array(brotliCompressSync(Buffer.alloc(150_000_000, 'a'), quick))
    const before = process.memoryUsage.rss()
    for (const bomb of bombs) expect((await post(`${url}/v1/echo`, new Uint8Array(bomb), { 'content-encoding': 'gzip' })).status).toBe(413)
    expect((await post(`${url}/v1/echo`, large, { 'content-encoding': 'br' })).status).toBe(413)
    expect(process.memoryUsage.rss() - before).toBeLessThan(150_000_000)
    expect(
      await say(port, 'POST /v1/echo HTTP/1.1\r\nhost: a\r\nbayline-wire: 1\r\ncontent-type: application/json\r\ncontent-length: 99999999\r\n\r\n{'),
    ).toMatch(/^HTTP\/1\.1 413 /)
    const chunk = `400\r\n${'a'.repeat(1024)}\r\n`
    expect(
      await say(
        port,
        'POST /v1/echo HTTP/1.1\r\nhost: a\r\nbayline-wire: 1\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n',
        chunk.repeat(5),
      ),
    ).toMatch(/^HTTP\/1\.1 413 /)
  })

  it('SEC-INPUT: what is no JSON of the right form is refused with where and what, and never with its values', async () => {
    const { url } = await start()
    for (const body of [
      '',
      '{',
      'null',
      '[]',
      '"a"',
      '{"text":1}',
      '{"text":"a","more":"hunter2"}',
      '['.repeat(3000),
      `{"text":${'['.repeat(100)}${']'.repeat(100)}}`,
    ]) {
      const refused = await post(`${url}/v1/echo`, body)
      const text = await refused.text()
      expect([body.slice(0, 40), refused.status]).toEqual([body.slice(0, 40), 400])
      expect(wireError.parse(JSON.parse(text)).issues?.length).toBeGreaterThan(0)
      expect(text).not.toContain('hunter2')
    }
    expect((await post(`${url}/v1/echo`, new Uint8Array([0x7b, 0x22, 0xff, 0x22]))).status).toBe(400)
    expect((await post(`${url}/v1/echo`, 'nonsense', { 'content-encoding': 'gzip' })).status).toBe(400)
    expect((await post(`${url}/v1/echo`, '{}', { 'content-encoding': 'zstd' })).status).toBe(415)
    expect((await post(`${url}/v1/echo`, '{}', { 'content-type': 'text/plain' })).status).toBe(415)
  })

  it('SEC-INPUT: who asks first whether to send is answered first', async () => {
    const { port } = await start()
    const head =
      'POST /v1/echo HTTP/1.1\r\nhost: a\r\nbayline-wire: 1\r\ncontent-type: application/json\r\nexpect: 100-continue\r\nconnection: close\r\ncontent-length: 12\r\n\r\n'
    expect(await say(port, head, 50, '{"text":"a"}')).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/)
  })
})

describe('API-GZIP: answers', () => {
  it.each([
    ['gzip', 'gzip'],
    ['br, gzip', 'br'],
    ['gzip, br;q=0.5', 'gzip'],
    ['*', 'br'],
    ['identity', null],
    ['gzip;q=0', null],
  ])('API-GZIP: who accepts %s gets %s', async (accepted, coding) => {
    const { url } = await start()
    const done = await fetch(`${url}/v1/big`, { headers: { ...wire, 'accept-encoding': accepted } })
    expect([done.headers.get('content-encoding'), done.headers.get('vary')]).toEqual([coding, 'accept-encoding'])
    expect(((await done.json()) as { text: string }).text.length).toBe(5000)
  })

  it('API-GZIP: a tiny answer is sent as it is', async () => {
    const { url } = await start()
    expect((await post(`${url}/v1/echo`, '{"text":"a"}', { 'accept-encoding': 'br' })).headers.has('content-encoding')).toBe(false)
  })
})

describe('SEC-RATE: limits', () => {
  it('SEC-RATE: the eleventh enrolment within a minute waits, and is told for how long', async () => {
    const { url } = await start()
    const statuses: number[] = []
    for (let i = 0; i < 11; i++) statuses.push((await fetch(`${url}/v1/enrol`, { method: 'POST', headers: wire })).status)
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429])
    const refused = await fetch(`${url}/v1/enrol`, { method: 'POST', headers: wire })
    expect([refused.headers.get('retry-after'), refused.headers.get('ratelimit'), refused.headers.get('ratelimit-policy')]).toEqual([
      '6',
      '"enrol";r=0;t=6',
      '"enrol";q=10;w=60',
    ])
    expect(await errorOf(refused)).toBe('tooMany')
  })

  it('SEC-RATE: another address has its own share, if a trusted proxy says so', async () => {
    const { url } = await start(['127.0.0.1'])
    const ask = (address: string) => fetch(`${url}/v1/enrol`, { method: 'POST', headers: { ...wire, 'x-forwarded-for': address } })
    for (let i = 0; i < 11; i++) await ask('192.0.2.1')
    expect([(await ask('192.0.2.1')).status, (await ask('192.0.2.2')).status]).toEqual([429, 200])
  })

  it('SEC-RATE: who tries keys is slowed down', async () => {
    const { url } = await start()
    let last = 0
    for (let i = 0; i < 62; i++) last = (await fetch(`${url}/v1/hold`, { headers: { ...wire, authorization: 'Bearer wrong' } })).status
    expect(last).toBe(429)
  })

  it('SEC-RATE: one device holds only so many calls', async () => {
    const { url } = await start()
    const own = { ...wire, authorization: 'Bearer right' }
    const calls = Array.from({ length: 9 }, () => fetch(`${url}/v1/hold`, { headers: own }))
    await wait(100)
    const more = await fetch(`${url}/v1/hold`, { headers: own })
    expect([more.status, more.headers.get('retry-after')]).toEqual([429, '1'])
    server?.cut('d1', wireErrorOf('revoked'))
    for (const call of calls) expect(await errorOf(await call)).toBe('revoked')
  })
})

describe('SEC-INPUT: slow and broken senders', () => {
  it('SEC-INPUT: a head that never ends is ended, and so is a body', async () => {
    const { port, url } = await start()
    const began = performance.now()
    expect(await say(port, 'POST /v1/echo HT', 200, 'TP/1.1\r\nhost: a\r\n', 400, 'x: y\r\n', 2000)).toMatch(/^HTTP\/1\.1 408 /)
    expect(await say(port, 'POST /v1/echo HTTP/1.1\r\nhost: a\r\nbayline-wire: 1\r\ncontent-type: application/json\r\ncontent-length: 12\r\n\r\n{"te')).toMatch(
      /^HTTP\/1\.1 408 /,
    )
    expect(performance.now() - began).toBeLessThan(6_000)
    expect((await fetch(`${url}/v1/big`, { headers: wire })).status).toBe(200)
  })

  it.each([
    ['nonsense', '\u0001\u0002\u0003\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['two lengths', 'POST /v1/echo HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['length and chunks', 'POST /v1/echo HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['a huge head', `GET /v1/big HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, /^HTTP\/1\.1 431 /],
    ['no host', 'GET /v1/big HTTP/1.1\r\nconnection: close\r\n\r\n', /^HTTP\/1\.1 400 /],
  ])('SEC-INPUT: %s is refused by the parser with the same form of error', async (_what, bytes, status) => {
    const { port } = await start()
    expect(await say(port, bytes)).toMatch(status)
  })
})

describe('PLAT-ERR: failures', () => {
  it('PLAT-ERR: a bug is told as internal, and in the log under the id that the answer carries', async () => {
    const { url } = await start()
    const failed = await fetch(`${url}/broken`)
    const text = await failed.text()
    expect([failed.status, JSON.parse(text)]).toEqual([500, wireErrorOf('internal')])
    const id = failed.headers.get('request-id') ?? ''
    expect(logged.find((line) => line.includes('request-failed') && line.includes(id))).toContain('SELECT secret')
  })

  it('REL-BREAKER: without its database it says when to come back', async () => {
    const { url } = await start()
    const away = await fetch(`${url}/away`)
    expect([away.status, away.headers.get('retry-after'), await errorOf(away)]).toEqual([503, '5', 'unavailable'])
  })
})

describe('OPS-DEPLOY: the end', () => {
  it('OPS-DEPLOY: a held call ends within two seconds, work is finished, nobody new is let in', async () => {
    const { url, finish } = await start()
    const own = { ...wire, authorization: 'Bearer right' }
    const hold = fetch(`${url}/v1/hold`, { headers: own })
    const work = fetch(`${url}/v1/work`, { method: 'POST', headers: own })
    await wait(100)
    const began = performance.now()
    const closed = server?.close()
    const held = await hold
    expect([held.status, held.headers.get('retry-after')]).toEqual([503, '1'])
    expect(performance.now() - began).toBeLessThan(2_000)
    await expect(fetch(`${url}/v1/big`, { headers: wire })).rejects.toThrow()
    finish()
    expect(await (await work).json()).toEqual({ done: true })
    await closed
    server = undefined
  })
})
