import { DatabaseUnavailable } from '../db/errors.ts'
import { factsOf, type Log } from '../log.ts'
import { createDefiner } from './asked.ts'
import { createCache } from './cache.ts'
import { type FeedDatabase, openEpochs } from './epochs.ts'
import { createLive, type News } from './live.ts'
import { endOf } from './log.ts'
import {
  cacheControl,
  type CacheTimes,
  cursorFor,
  type FeedAnswer,
  invalid,
  isBehind,
  isCurrent,
  json,
  mustRefetch,
  offsetText,
  parseWish,
  type Position,
  preflight,
  Refusal,
  restlessSuffix,
  type ShapeRequest,
  unavailable,
  upToDate,
  type Wish,
} from './protocol.ts'
import type { Shape } from './shape.ts'
import { createShapes, tidy } from './shapes.ts'
import type { Attach } from './snapshot.ts'
import { stream } from './stream.ts'
import { isSubset, subsetAnswer, subsetOf } from './subset.ts'

export interface EndpointOptions {
  readonly db: FeedDatabase
  readonly log: Log
  readonly attach?: Attach
  /** Rows of a snapshot, or messages of the log, in one answer, bytes. */
  readonly chunkBytes?: number
  /** A live request is held this long, ms; a stream three times as long. */
  readonly holdMs?: number
  readonly pauseMs?: number
  readonly lookMs?: number
  readonly retainDays?: number
  readonly snapshotHours?: number
  readonly cache?: CacheTimes
  readonly keepAliveMs?: number
  /** How often what nobody reads any more is let go, ms. */
  readonly coolMs?: number
  readonly mayDelete?: boolean
}

/** Electric's shape endpoint, from plain PostgreSQL. */
export interface ShapeEndpoint {
  /** `scopes`: those whose rows the reader may see, where row security asks. */
  answer(request: ShapeRequest, scopes?: readonly string[]): Promise<FeedAnswer>
  /** Live requests that are held. */
  waiting(): number
  /** Time since the log was last read while somebody waits for it, ms. */
  lag(): number
  close(): Promise<void>
}

const TIDY_MS = 3_600_000
const BODIES_BYTES = 32 * 1024 * 1024
const SNAPSHOT_END: Position = { kind: 'log', epoch: 0, position: Number.POSITIVE_INFINITY }
const READ = new Set(['GET', 'HEAD', 'POST'])
const AWAY = 'Cannot connect to the database to verify the shape. Please try again later.'

export async function createShapeEndpoint(options: EndpointOptions): Promise<ShapeEndpoint> {
  const { db, log, attach = 'migrated', chunkBytes = 1024 * 1024, holdMs = 20_000, retainDays = 30, snapshotHours = 24, keepAliveMs = 21_000 } = options
  const cache = options.cache ?? { maxAgeSeconds: 60, staleSeconds: 300 }
  const live = createLive({ db, head: () => epochs.head(), chunkBytes })
  const shapes = createShapes({ db, epochs: () => epochs, attach, chunkBytes, snapshotHours })
  const epochs = await openEpochs({
    db,
    log,
    pauseMs: options.pauseMs ?? 25,
    lookMs: options.lookMs ?? 250,
    retainDays,
    isIdle: live.isIdle,
    async prepare(list, from) {
      const take = await live.prepare(list, from)
      return () => {
        for (const { ended } of list) shapes.end(ended)
        take()
      }
    },
  })
  const definitionOf = createDefiner(db, shapes.relation)
  const chunks = createCache<Buffer | undefined>(
    BODIES_BYTES,
    (body) => body?.length ?? 0,
    (body) => body !== undefined,
  )

  const headersOf = (shape: Shape, wish: Wish, method: string, offset: string, more: { readonly upToDate: boolean; readonly isEmpty?: boolean }) => ({
    'cache-control': cacheControl(wish, method, cache),
    etag: `"${shape.handle}:${wish.offsetText}:${offset}${more.isEmpty ? restlessSuffix() : ''}"`,
    'electric-handle': shape.handle,
    'electric-offset': offset,
    'electric-has-data': String(!more.isEmpty),
    ...(wish.live ? { 'electric-cursor': cursorFor(wish.cursor, holdMs, Date.now()) } : { 'electric-schema': shape.definition.schema }),
    ...(more.upToDate && { 'electric-up-to-date': '' }),
  })
  type Headers = ReturnType<typeof headersOf>
  /** 304 where the sender has it; a live request that names the current tag does not wait either. */
  const unchanged = (request: ShapeRequest, headers: Headers): FeedAnswer | undefined => {
    if (!isCurrent(request.headers, headers.etag)) return undefined
    const { 'electric-schema': _, ...kept } = headers as Record<string, string>
    return json(304, null, kept)
  }
  const send = (request: ShapeRequest, headers: Headers, body: string | Buffer): FeedAnswer =>
    unchanged(request, headers) ?? json(200, request.method === 'HEAD' ? null : body, headers)
  const idle = (request: ShapeRequest, shape: Shape, wish: Wish, offset: string): FeedAnswer =>
    send(request, headersOf(shape, wish, request.method, offset, { upToDate: true, isEmpty: true }), `[${upToDate(epochs.head())}]`)

  async function chunkAnswer(request: ShapeRequest, shape: Shape, wish: Wish, no: number, scopes: readonly string[]): Promise<FeedAnswer> {
    const headers = headersOf(shape, wish, request.method, `0_${no}`, { upToDate: false })
    const done = unchanged(request, headers)
    if (done) return done
    const body = await chunks.get(`${shape.handle} ${no}`, async () => {
      const [row] = await db.tx([], (q) => q<{ body: string }>('SELECT body FROM feed_chunk WHERE handle = $1 AND no = $2', [shape.handle, no], 'feed_chunk'))
      return row && Buffer.from(row.body)
    })
    if (body) return send(request, headers, body)
    return mustRefetch((await shapes.current(shape.definition, scopes, shape.handle)).handle)
  }

  /** Position behind which to read; undefined where the log does not reach back, or not so far. */
  const startOf = (shape: Shape, offset: Position | { readonly kind: 'chunk' }): Position | undefined => {
    const start: Position = { kind: 'log', epoch: shape.startEpoch, position: Number.POSITIVE_INFINITY }
    const from = offset.kind === 'chunk' || !isBehind(start, offset) ? start : offset
    const isLost = isBehind(from, { kind: 'log', epoch: epochs.base(), position: Number.POSITIVE_INFINITY })
    return isLost || from.epoch > Math.max(epochs.head(), shape.startEpoch) ? undefined : from
  }

  async function logAnswer(
    request: ShapeRequest,
    shape: Shape,
    wish: Wish,
    offset: Position | { readonly kind: 'chunk' },
    scopes: readonly string[],
  ): Promise<FeedAnswer> {
    if (!wish.live) await epochs.fresh()
    let from = startOf(shape, offset)
    if (!from) {
      await epochs.fresh()
      from = startOf(shape, offset)
    }
    if (!from || shape.isEnded) return mustRefetch((await shapes.current(shape.definition, scopes, shape.handle)).handle)
    // How the place is told where nothing follows: the end of the snapshot has a name of its own.
    const told = from.epoch <= shape.startEpoch ? SNAPSHOT_END : from
    const quiet = (upTo: number | null) => (upTo !== null && from.epoch <= epochs.ageing() ? { ...SNAPSHOT_END, epoch: upTo } : told)
    const answerOf = ({ messages, end, upTo, body }: News): FeedAnswer =>
      send(request, headersOf(shape, wish, request.method, offsetText(messages.length > 0 ? end : quiet(upTo)), { upToDate: upTo !== null }), body)
    if (!wish.live) return answerOf(await live.read(shape, from))
    const done = unchanged(request, headersOf(shape, wish, request.method, offsetText(told), { upToDate: true }))
    if (done) return done
    if (wish.live === 'stream') {
      const first = await live.read(shape, from)
      const offset = offsetText(first.messages.length > 0 ? first.end : told)
      const headers = { ...headersOf(shape, wish, request.method, offset, { upToDate: true }), 'content-type': 'text/event-stream' }
      return json(200, stream({ live, shape, first, head: epochs.head, lastsMs: holdMs * 3, keepAliveMs, signal: request.signal }), headers)
    }
    const until = performance.now() + holdMs
    for (;;) {
      const news = await live.read(shape, from)
      if (shape.isEnded) return mustRefetch()
      if (news.messages.length > 0) return answerOf(news)
      // Read, and not waited for: it came meanwhile.
      if (news.upTo !== epochs.head()) continue
      const why = await live.wait(shape, until, request.signal)
      if (why === 'ended') return mustRefetch()
      if (why === 'time') return idle(request, shape, wish, offsetText(quiet(news.upTo)))
    }
  }

  async function read(request: ShapeRequest, scopes: readonly string[]): Promise<FeedAnswer> {
    const subset = request.method === 'POST' ? subsetOf(request.body) : undefined
    const wish = parseWish(request.query)
    const definition = await definitionOf(request.query, wish)
    const shape = wish.handle === undefined ? await shapes.current(definition, scopes) : await shapes.find(wish.handle, definition)
    if (!shape) return mustRefetch((await shapes.current(definition, scopes)).handle)
    const { offset } = wish
    const asked = subset ?? (isSubset(request.query) ? subsetOf(request.query) : undefined)
    if (asked) return await subsetAnswer({ db, shape, asked, offset, scopes, head: epochs.head })
    if (offset.kind === 'now') {
      await epochs.fresh()
      if (shape.isEnded) return await read(request, scopes)
      const end = await db.tx([], (q) => endOf(q, shape, epochs.head()))
      return idle(request, shape, wish, offsetText(end))
    }
    const no = offset.kind === 'start' ? 0 : offset.kind === 'chunk' ? offset.no + 1 : shape.chunks
    if (no < shape.chunks) return await chunkAnswer(request, shape, wish, no, scopes)
    return await logAnswer(request, shape, wish, offset.kind === 'log' ? offset : { kind: 'chunk' }, scopes)
  }

  /** Ends the shapes of a definition, or a handle. */
  async function remove({ query }: ShapeRequest): Promise<FeedAnswer> {
    const uncached = (answer: FeedAnswer): FeedAnswer => {
      const { 'surrogate-control': _, ...headers } = answer.headers
      return { ...answer, headers: { ...headers, 'cache-control': 'no-cache' } }
    }
    const handle = query.getAll('handle').at(-1) || null
    try {
      if (handle === null && !query.has('table')) throw invalid({ handle: ["can't be blank when shape definition is missing"] })
      const definition = query.has('table') ? await definitionOf(query, parseWish(new URLSearchParams([...query, ['offset', '-1']]))) : undefined
      let ended: string[] = []
      await epochs.end(async (q) => {
        const rows = await q<{ handle: string }>(
          'DELETE FROM feed_shape WHERE ($1::text IS NULL OR handle = $1) AND ($2::text IS NULL OR definition = $2) RETURNING handle',
          [handle, definition?.text ?? null],
        )
        ended = rows.map((row) => row.handle)
        return ended
      })
      await epochs.fresh()
      if (ended.length === 0) return uncached(json(404, JSON.stringify({ message: 'No existing shape found' }), {}))
      return uncached(json(202, '', { 'electric-has-data': 'true' }))
    } catch (error) {
      if (error instanceof Refusal) return uncached(error.answer)
      throw error
    }
  }

  const keep = setInterval(() => {
    live.cool()
    shapes.cool(live.handles())
  }, options.coolMs ?? 30_000)
  const sweep = () =>
    epochs
      .trim(retainDays)
      .then(() => epochs.end((q) => tidy(q, live.handles(), retainDays)))
      .catch((error: unknown) => log.warn('feed-not-tidied', factsOf(error)))
  const tidying = setInterval(() => void sweep(), TIDY_MS)
  keep.unref()
  tidying.unref()
  await sweep()

  return {
    async answer(request, scopes = []) {
      try {
        if (request.method === 'OPTIONS') return preflight
        if (request.method === 'DELETE')
          return options.mayDelete ? await remove(request) : json(405, JSON.stringify({ message: 'DELETE not allowed' }), { 'cache-control': 'no-cache' })
        if (!READ.has(request.method)) return { ...json(404, 'Not found', {}), headers: { 'cache-control': 'max-age=0, private, must-revalidate' } }
        return await read(request, scopes)
      } catch (error) {
        if (error instanceof Refusal) return error.answer
        if (error instanceof DatabaseUnavailable) return unavailable(AWAY, 1).answer
        throw error
      }
    },
    waiting: live.waiting,
    lag: epochs.lagMs,
    async close() {
      clearInterval(keep)
      clearInterval(tidying)
      live.stop()
      await epochs.close()
    },
  }
}
