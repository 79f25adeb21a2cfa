import { createHash, timingSafeEqual } from 'node:crypto'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { auditAnswer, PushAnswer, PushRequest, WireError } from '#shared/contract/wire.ts'
import { DAY_MS } from '#shared/kernel/time.ts'
import type { z } from 'zod'
import { calendarOf } from './calendar.ts'
import type { Database, Query } from './db/database.ts'
import { createDevices, type Devices } from './devices/devices.ts'
import type { KnownDevice } from './devices/known.ts'
import type { CentreWrite } from './devices/records.ts'
import type { Feed } from './feed/feed.ts'
import { isLoopback, proxyList } from './http/address.ts'
import { type Answer, type Handlers, json, refuse, wireErrorOf } from './http/endpoint.ts'
import { ENDPOINTS, type Endpoints } from './http/endpoints.ts'
import { figuresOf } from './http/figures.ts'
import { createMetrics, type Metrics } from './http/metrics.ts'
import { openApi } from './http/openapi.ts'
import { createGatewayServer, type GatewayServer } from './http/server.ts'
import type { Log } from './log.ts'

/** What the gateway stands in front of. */
export interface GatewayParts {
  readonly db: Pick<Database, 'tx' | 'listen'>
  readonly write: CentreWrite
  readonly push: (device: KnownDevice, request: PushRequest, had: number) => Promise<PushAnswer>
  readonly feed: Pick<Feed, 'answer'>
  readonly audit: (q: Query, scope: string) => Promise<z.infer<typeof auditAnswer>>
  readonly now: () => number
  readonly log: Log
  readonly metrics?: Metrics
  /** Names of the migrations that this program needs. */
  readonly migrations: readonly string[]
  readonly version: string
  readonly trustedProxies?: readonly string[] | undefined
  readonly tls?: { readonly key: string; readonly cert: string } | undefined
  readonly metricsToken?: string | undefined
  /** How long a centre that was put back waits for what its devices may bring. */
  readonly mendMs?: number
  /** Of tests only: the limits' clock in ms, and shorter times. */
  readonly limitNow?: () => number
  readonly headersMs?: number
  readonly silenceMs?: number
}

export interface Gateway {
  readonly server: GatewayServer
  readonly devices: Devices
  /** Stops accepting, ends held calls, lets pushes finish. */
  close(): Promise<void>
}

export async function createGateway(parts: GatewayParts): Promise<Gateway> {
  const { db, write, now, log, version, metrics = createMetrics() } = parts
  const proxies = proxyList(parts.trustedProxies ?? [])
  if (!proxies) throw new Error('the list of trusted proxies was not checked')
  const began = now()
  const loop = monitorEventLoopDelay({ resolution: 20 })
  loop.enable()
  const devices = await createDevices({ db, write, now, log, mendMs: parts.mendMs ?? DAY_MS, onGone: (enrolmentId, error) => server.cut(enrolmentId, error) })
  const document = JSON.stringify(openApi(ENDPOINTS))
  const status = () => ({ status: 'ok', version, uptimeSeconds: Math.round((now() - began) / 1000) })
  const answered = (value: object | WireError): Answer => ('error' in value ? refuse(value as WireError) : json(value)) // only refusals have one

  const handlers: Handlers<Endpoints> = {
    enrol: async ({ body }) => answered(await devices.enrol(body)),
    standing: async ({ device }) => {
      devices.seen(device)
      return answered(await devices.standing(device))
    },
    rotate: async ({ device }) => answered(await devices.rotate(device)),
    renew: async ({ device, body }) => answered(await devices.renew(device, body)),
    push: async ({ device, body, query: { had } }) => {
      const answer = await parts.push(device, body, Number(had ?? 0))
      devices.seen(device, body.sentAt)
      for (const [outcome, { length }] of Map.groupBy(answer.results, (result) => result.outcome))
        metrics.count('bayline_entries_total', 'Entries by outcome.', { outcome }, length)
      const changes = body.entries.reduce((sum, entry) => sum + entry.changes.length, 0)
      metrics.count('bayline_changes_total', 'Changed rows that were pushed.', {}, changes)
      return json(answer)
    },
    shape: async ({ device, query: { scope, ...protocol }, headers, signal }) => {
      // As if there were none: a device does not learn which locations there are.
      if (!device.scopes.includes(scope)) return refuse('notFound')
      devices.seen(device)
      const query = new URLSearchParams(Object.entries(protocol).filter(([, value]) => value !== undefined))
      const { authorization: _, ...rest } = headers
      const { status, headers: own, body } = await parts.feed.answer({ scope, query, headers: rest, signal })
      // Pages of other origins have no business here, whatever the feed would let them.
      return { status, headers: Object.fromEntries(Object.entries(own).filter(([name]) => !name.startsWith('access-control-'))), body }
    },
    audit: async ({ device, query: { scope } }) => {
      if (!device.scopes.includes(scope)) return refuse('notFound')
      return json(await db.tx([scope], (q) => parts.audit(q, scope)))
    },
    calendar: async ({ query: { token } }) => {
      const text = await calendarOf(db, token, now())
      if (text === undefined) return refuse('notFound')
      return { status: 200, headers: { 'content-type': ENDPOINTS.calendar.answer.type, 'cache-control': 'private, max-age=300' }, body: text }
    },
    health: async () => json(status()),
    ready: async () => {
      const applied = await db.tx([], (q) => q<{ name: string }>('SELECT name FROM _migration', [], 'ready'))
      const names = new Set(applied.map(({ name }) => name))
      return parts.migrations.every((name) => names.has(name)) ? json(status()) : refuse('unavailable')
    },
    metrics: async ({ headers, address }) => {
      const { metricsToken } = parts
      const isAllowed = metricsToken === undefined ? isLoopback(address) : isSame(headers.authorization ?? '', `Bearer ${metricsToken}`)
      if (!isAllowed) return refuse(wireErrorOf('unauthorized'))
      const gauges = await figuresOf(db, { now, running: server.running, loopDelayNs: loop.percentile(99) })
      loop.reset()
      return { status: 200, headers: { 'content-type': ENDPOINTS.metrics.answer.type }, body: metrics.text(gauges) }
    },
    openapi: async () => ({
      status: 200,
      headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'public, max-age=300' },
      body: document,
    }),
  }
  const server = createGatewayServer({
    endpoints: ENDPOINTS,
    handlers,
    authenticate: devices.authenticate,
    proxies,
    tls: parts.tls,
    log,
    metrics,
    // Whatever the wall clock does, limits go by the time that passed.
    now: parts.limitNow ?? (() => performance.now()),
    ...(parts.headersMs !== undefined && { headersMs: parts.headersMs }),
    ...(parts.silenceMs !== undefined && { silenceMs: parts.silenceMs }),
  })
  return {
    server,
    devices,
    async close() {
      loop.disable()
      await server.close()
      await devices.close()
    },
  }
}

/** Compares in a time that tells nothing of where they differ. */
function isSame(a: string, b: string): boolean {
  const [x, y] = [a, b].map((text) => createHash('sha256').update(text).digest())
  return x !== undefined && y !== undefined && timingSafeEqual(x, y)
}
