import { randomUUID } from 'node:crypto'
import { createServer as createHttp, type IncomingMessage, type RequestListener, type Server as HttpServer, type ServerResponse } from 'node:http'
import { createServer as createHttps } from 'node:https'
import type { AddressInfo, BlockList, Socket } from 'node:net'
import { factsOf, type Log } from '../log.ts'
import { HEADERS, MIN_WIRE_VERSION, WIRE_VERSION, type WireError } from '#shared/contract/wire.ts'
import { DatabaseUnavailable } from '../db/errors.ts'
import type { KnownDevice } from '../devices/known.ts'
import { senderOf } from './address.ts'
import { issuesOf, readBody } from './body.ts'
import { type Answer, type Auth, type Call, type Endpoint, type Handlers, LIMITS, refuse, wireErrorOf } from './endpoint.ts'
import { ADDRESS_LIMIT, createBuckets, createHeld, limitHeaders, limitKeyOf, STRANGER_LIMIT } from './limits.ts'
import type { Metrics } from './metrics.ts'
import { send } from './send.ts'

const HEADERS_MS = 10_000
/** One megabyte over the slowest line that a shop still works with. */
const REQUEST_MS = 120_000
const MOST_SOCKETS = 10_000
/** Of one peer that is no trusted proxy. */
const MOST_SOCKETS_OF_PEER = 512
/** Calls of one device at the same time, besides one held feed per scope. */
const MOST_CALLS = 8
/** How long the centre's end waits for held calls, and for pushes. */
const HELD_END_MS = 1_500
const PUSH_END_MS = 10_000

export interface ServerOptions<R extends Record<string, Endpoint>> {
  readonly endpoints: R
  readonly handlers: Handlers<R>
  /** Who sends: the device, or why it may not. */
  readonly authenticate: (headers: IncomingMessage['headers'], auth: Exclude<Auth, 'none'>) => Promise<KnownDevice | WireError>
  readonly proxies: BlockList
  readonly tls?: { readonly key: string; readonly cert: string } | undefined
  readonly log: Log
  readonly metrics: Metrics
  readonly now: () => number
  /** Times are shortened by tests only. */
  readonly headersMs?: number
  readonly silenceMs?: number
}

export interface GatewayServer {
  listen(port: number, host: string): Promise<AddressInfo>
  /** Ends the calls that a device has open: it lost its standing. */
  cut(enrolmentId: string, error: WireError): void
  /** Calls under way, per endpoint. */
  readonly running: ReadonlyMap<string, number>
  close(): Promise<void>
}

const SECURITY: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
  [HEADERS.version]: String(WIRE_VERSION),
}

/**
 * Serves a registry of endpoints. In this order: limits of the address, route, method, version, key, limits of the device, body; the
 * first that does not hold answers. Whatever goes wrong inside is told as `internal`, and in the log under the request's id.
 */
export function createGatewayServer<R extends Record<string, Endpoint>>(options: ServerOptions<R>): GatewayServer {
  const { endpoints, proxies, log, metrics, now } = options
  const buckets = createBuckets(now)
  const held = createHeld()
  const running = new Map<string, number>()
  const sockets = new Map<string, number>()
  const open = new Set<AbortController>()
  let closing = false
  const byPath = Map.groupBy<string, string>(Object.keys(endpoints), (name) => endpoints[name]?.path ?? '')
  // The registry's type ties each handler to its endpoint; here any of them is called with what that endpoint's schemas gave.
  const handlers = options.handlers as Record<string, (call: Call<unknown, unknown>) => Promise<Answer>>

  /** The endpoint that a method and path name, or a refusal. */
  function route(method: string, path: string): { name: string; endpoint: Endpoint } | Answer {
    const names = byPath.get(path)
    if (!names) return refuse('notFound')
    const asked = method === 'HEAD' ? 'GET' : method
    const name = names.find((each) => endpoints[each]?.method === asked)
    const endpoint = name === undefined ? undefined : endpoints[name]
    if (name !== undefined && endpoint) return { name, endpoint }
    const allowed = names.flatMap((each) => (endpoints[each]?.method === 'GET' ? ['GET', 'HEAD'] : ['POST']))
    return refuse('methodNotAllowed', { allow: allowed.join(', ') })
  }

  function checkVersion({ headers }: IncomingMessage): Answer | undefined {
    const sent = headers[HEADERS.version]
    if (typeof sent !== 'string' || !/^\d{1,6}$/.test(sent))
      return refuse(wireErrorOf('badRequest', { issues: [{ path: HEADERS.version, problem: 'header is missing' }] }))
    const version = Number(sent)
    if (version >= MIN_WIRE_VERSION && version <= WIRE_VERSION) return undefined
    return refuse(wireErrorOf('upgrade', { minVersion: MIN_WIRE_VERSION, maxVersion: WIRE_VERSION }))
  }

  async function answer(request: IncomingMessage, response: ServerResponse, seen: Seen): Promise<Answer> {
    if (closing) return refuse('unavailable', { connection: 'close', 'retry-after': '1' })
    const sender = limitKeyOf(seen.address)
    const all = buckets.take(sender, ADDRESS_LIMIT)
    if (!all.ok) return refuse('tooMany', { 'retry-after': String(all.waitSeconds) })
    const [path = '', search = ''] = (request.url ?? '').split('?', 2)
    const routed = route(request.method ?? '', path)
    if ('status' in routed) return routed
    const { name, endpoint } = routed
    seen.name = name
    if (path.startsWith('/v1/')) {
      const refusal = checkVersion(request)
      if (refusal) return refusal
    }

    let device: KnownDevice | undefined
    if (endpoint.auth !== 'none') {
      const known = await options.authenticate(request.headers, endpoint.auth)
      if ('error' in known) {
        const stranger = known.error === 'unauthorized' ? buckets.take(`stranger ${sender}`, STRANGER_LIMIT) : all
        return stranger.ok ? refuse(known) : refuse('tooMany', { 'retry-after': String(stranger.waitSeconds) })
      }
      device = known
      seen.device = known.enrolmentId
    }
    const limit = LIMITS[endpoint.limit]
    const taken = buckets.take(`${endpoint.limit} ${device?.enrolmentId ?? sender}`, limit)
    const limited = limitHeaders(endpoint.limit, taken)
    seen.headers = limited
    if (!taken.ok) return refuse('tooMany')
    const call = device ? held.enter(device.enrolmentId, MOST_CALLS + device.scopes.length) : new AbortController()
    if (!call) return refuse('tooMany', { 'retry-after': '1' })
    open.add(call)
    running.set(name, (running.get(name) ?? 0) + 1)
    seen.leave = () => {
      open.delete(call)
      running.set(name, (running.get(name) ?? 1) - 1)
      if (device) held.leave(device.enrolmentId, call)
    }
    response.once('close', () => call.abort('gone'))
    return await perform(request, response, { name, endpoint, search, device, call, seen })
  }

  async function perform(request: IncomingMessage, response: ServerResponse, { name, endpoint, search, device, call, seen }: Admitted): Promise<Answer> {
    const query = endpoint.query?.safeParse(Object.fromEntries(new URLSearchParams(search)))
    if (query && !query.success) return refuse(wireErrorOf('badRequest', { issues: issuesOf(query.error) }))
    let body: unknown
    if (endpoint.body) {
      if (request.headers.expect) response.writeContinue()
      const read = await readBody(request, endpoint.body.maxBytes, options.silenceMs)
      if (!read.ok) return refuse(read.error, {}, read.status)
      seen.bytesIn = read.bytes
      body = read.value
      if (!endpoint.body.isSurely?.(body)) {
        const parsed = endpoint.body.schema.safeParse(body)
        if (!parsed.success) return refuse(wireErrorOf('badRequest', { issues: issuesOf(parsed.error) }))
        body = parsed.data
      }
    }
    const handler = handlers[name]
    if (!handler) throw new Error(`no handler for ${name}`)
    const { requestId, address } = seen
    const done = handler({ body, query: query?.data, headers: request.headers, device: device as KnownDevice, requestId, address, signal: call.signal }) // none where the endpoint asks for none
    // What was cut is answered at once; a push is let finish, as its deed is done or not by then.
    if (endpoint.method === 'POST') return await done
    return await Promise.race([done, untilCut(call.signal)])
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const began = performance.now()
    const seen: Seen = { requestId: randomUUID(), address: senderOf(request, proxies), name: 'unknown', headers: {}, leave: () => {}, bytesIn: 0 }
    let result: Answer
    try {
      result = await answer(request, response, seen)
    } catch (error) {
      const isAway = error instanceof DatabaseUnavailable
      log[isAway ? 'warn' : 'error'](isAway ? 'database-away' : 'request-failed', { requestId: seen.requestId, endpoint: seen.name, ...factsOf(error) })
      result = refuse(isAway ? 'unavailable' : 'internal')
    }
    let bytesOut = 0
    try {
      if (!response.destroyed) {
        const own: Record<string, string> = { ...SECURITY, ...seen.headers, 'request-id': seen.requestId }
        if (options.tls) own['strict-transport-security'] = 'max-age=31536000'
        // What was not read of a request is not waited for.
        if (!request.complete || closing) own['connection'] = 'close'
        bytesOut = await send(request, response, { ...result, headers: { ...own, ...result.headers } })
        if (!request.complete) request.unpipe().resume()
      }
    } catch (error) {
      // The reader left in the middle of it, or the feed's source broke: it asks again.
      log.debug('answer-cut', { requestId: seen.requestId, ...factsOf(error) })
      response.destroy()
    } finally {
      seen.leave()
    }
    const ms = Math.round(performance.now() - began)
    metrics.count('bayline_requests_total', 'Requests by endpoint and status.', { endpoint: seen.name, status: result.status })
    if (result.error) metrics.count('bayline_refusals_total', 'Refused requests by error.', { error: result.error })
    if (seen.name === 'push') metrics.observeSeconds('bayline_push_seconds', 'Time of a push, from its head to its answer.', ms / 1000)
    log[result.status >= 400 ? 'info' : 'debug']('request', {
      requestId: seen.requestId,
      method: request.method,
      endpoint: seen.name,
      status: result.status,
      error: result.error,
      ms,
      bytesIn: seen.bytesIn,
      bytesOut,
      device: seen.device,
      address: seen.address,
    })
  }

  const listener: RequestListener = (request, response) => {
    request.on('error', () => {})
    response.on('error', () => {})
    serve(request, response).catch((error: unknown) => {
      log.error('request-lost', factsOf(error))
      response.destroy()
    })
  }
  const settings = {
    headersTimeout: options.headersMs ?? HEADERS_MS,
    requestTimeout: REQUEST_MS,
    keepAliveTimeout: 65_000,
    connectionsCheckingInterval: 1_000,
    maxHeaderSize: 16_384,
  }
  const server: HttpServer = options.tls ? createHttps({ ...settings, ...options.tls, minVersion: 'TLSv1.2' }, listener) : createHttp(settings, listener)
  server.maxConnections = MOST_SOCKETS
  server.on('checkContinue', listener)
  server.on('connection', (socket: Socket) => {
    const peer = socket.remoteAddress ?? ''
    const count = (sockets.get(peer) ?? 0) + 1
    sockets.set(peer, count)
    socket.once('close', () => {
      const left = (sockets.get(peer) ?? 1) - 1
      if (left === 0) sockets.delete(peer)
      else sockets.set(peer, left)
    })
    if (count > MOST_SOCKETS_OF_PEER && !proxies.check(peer, peer.includes(':') ? 'ipv6' : 'ipv4')) socket.destroy()
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    metrics.count('bayline_requests_total', 'Requests by endpoint and status.', { endpoint: 'unknown', status: 400 })
    if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy()
    const [line, code] =
      error.code === 'HPE_HEADER_OVERFLOW'
        ? ['431 Request Header Fields Too Large', 'tooLarge' as const]
        : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
          ? ['408 Request Timeout', 'badRequest' as const]
          : ['400 Bad Request', 'badRequest' as const]
    const body = JSON.stringify(wireErrorOf(code))
    const head = Object.entries({ ...SECURITY, 'content-type': 'application/json; charset=utf-8', 'content-length': String(body.length), connection: 'close' })
    socket.end(`HTTP/1.1 ${line}\r\n${head.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`)
  })

  return {
    running,
    cut: (enrolmentId, error) => held.cut(enrolmentId, error),
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, host, () => {
          server.off('error', reject)
          resolve(server.address() as AddressInfo) // it listens on TCP
        })
      }),
    async close() {
      closing = true
      const ended = new Promise<void>((resolve) => server.close(() => resolve()))
      const held = setTimeout(() => {
        for (const call of open) call.abort('closing')
      }, HELD_END_MS)
      const all = setTimeout(() => server.closeAllConnections(), PUSH_END_MS)
      // Idle connections would be kept for as long as their clients like.
      const idle = setInterval(() => server.closeIdleConnections(), 50)
      await ended
      clearTimeout(held)
      clearTimeout(all)
      clearInterval(idle)
    },
  }
}

/** What is known of a request while it is answered. */
interface Seen {
  readonly requestId: string
  readonly address: string
  name: string
  device?: string
  /** Of the limits, for whatever answer comes of it. */
  headers: Record<string, string>
  leave: () => void
  bytesIn: number
}
interface Admitted {
  readonly name: string
  readonly endpoint: Endpoint
  readonly search: string
  readonly device: KnownDevice | undefined
  readonly call: AbortController
  readonly seen: Seen
}

/** The answer of a held call that is ended from this side. */
function untilCut(signal: AbortSignal): Promise<Answer> {
  const said = (): Answer => {
    if (isWireError(signal.reason)) return refuse(signal.reason)
    return refuse('unavailable', { connection: 'close', 'retry-after': '1' })
  }
  return new Promise((resolve) => {
    if (signal.aborted) resolve(said())
    else signal.addEventListener('abort', () => resolve(said()), { once: true })
  })
}

const isWireError = (value: unknown): value is WireError => typeof value === 'object' && value !== null && 'error' in value
