import type { IncomingHttpHeaders } from 'node:http'

/*
 * Words of Electric's HTTP shape protocol, as its server 1.7.12 speaks it: what a request may say, and how each answer's headers
 * follow from it. Offsets: `-1` start, `0_<n>` snapshot chunk n, `0_inf` end of the snapshot, `<epoch>_<position>` in the log.
 */

/** A request to the endpoint; `body` of a POST only. */
export interface ShapeRequest {
  readonly method: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body?: string
  /** Ends with the sender's interest in the answer. */
  readonly signal: AbortSignal
}
export interface FeedAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer | ReadableStream<Uint8Array> | null
}

/** Where a reader stands: behind a chunk of the snapshot, or behind a position of the log. */
export type Offset = { readonly kind: 'start' } | { readonly kind: 'now' } | { readonly kind: 'chunk'; readonly no: number } | Position
export interface Position {
  readonly kind: 'log'
  readonly epoch: number
  /** Infinity: behind all of the epoch. */
  readonly position: number
}

export const MUST_REFETCH = '[{"headers":{"control":"must-refetch"}}]'
export const upToDate = (epoch: number): string => `{"headers":{"control":"up-to-date","global_last_seen_lsn":"${epoch}"}}`

/** `errors` of the body of a 400; those of a subset stand one level deeper. */
export type Issues = Readonly<Record<string, readonly string[] | Readonly<Record<string, readonly string[]>>>>
/** Ends the work on a request with this answer. */
export class Refusal extends Error {
  readonly answer: FeedAnswer
  constructor(answer: FeedAnswer) {
    super(`refused with ${answer.status}`)
    this.answer = answer
  }
}

const JSON_TYPE = 'application/json; charset=utf-8'
const ORIGINS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'electric-cursor,electric-handle,electric-has-data,electric-offset,electric-schema,electric-up-to-date,electric-internal-known-error,retry-after',
  'access-control-allow-methods': 'GET, POST, HEAD, DELETE, OPTIONS',
}
const NOT_KEPT = { 'cache-control': 'no-store', 'surrogate-control': 'no-store' }
export const json = (status: number, body: FeedAnswer['body'], headers: Readonly<Record<string, string>>): FeedAnswer => ({
  status,
  headers: { ...ORIGINS, 'content-type': JSON_TYPE, ...headers },
  body,
})

export const preflight: FeedAnswer = { status: 204, headers: { ...ORIGINS, 'access-control-max-age': '86400' }, body: null }
export const invalid = (issues: Issues): Refusal => new Refusal(json(400, JSON.stringify({ message: 'Invalid request', errors: issues }), NOT_KEPT))
/** `known`: expected at times, such as a lock that did not come. */
export const unavailable = (message: string, retryAfterSeconds: number, known = false): Refusal =>
  new Refusal(
    json(503, JSON.stringify({ message }), {
      ...NOT_KEPT,
      'retry-after': String(retryAfterSeconds),
      ...(known && { 'electric-internal-known-error': 'true' }),
    }),
  )
/** `handle`: the one to go on with; none while a live request is cut off, as the next one is told. */
export const mustRefetch = (handle?: string): FeedAnswer =>
  json(409, MUST_REFETCH, {
    'cache-control': `public, max-age=${handle === undefined ? 1 : 60}, must-revalidate`,
    ...(handle !== undefined && { 'electric-handle': handle, etag: `"${handle}::"` }),
  })

const INTEGER = /^\d{1,15}$/
/** undefined: malformed. */
export function parseOffset(text: string): Offset | undefined {
  if (text === '-1' || text === '-1_0') return { kind: 'start' }
  if (text === 'now') return { kind: 'now' }
  const [epoch = '', position = '', more] = text.split('_')
  if (more !== undefined || !INTEGER.test(epoch) || (position !== 'inf' && !INTEGER.test(position))) return undefined
  const at = position === 'inf' ? Number.POSITIVE_INFINITY : Number(position)
  return Number(epoch) === 0 && at < Number.POSITIVE_INFINITY ? { kind: 'chunk', no: at } : { kind: 'log', epoch: Number(epoch), position: at }
}
export const offsetText = ({ epoch, position }: Position): string => `${epoch}_${position === Number.POSITIVE_INFINITY ? 'inf' : position}`
export const isBehind = (a: Position, b: Position): boolean => a.epoch < b.epoch || (a.epoch === b.epoch && a.position < b.position)

export interface Wish {
  readonly offset: Offset
  /** As it was sent, for the etag. */
  readonly offsetText: string
  readonly handle: string | undefined
  readonly live: false | 'poll' | 'stream'
  readonly cursor: string
  readonly replica: 'default' | 'full'
  readonly log: 'full' | 'changes_only'
}

const last = (query: URLSearchParams, name: string): string => query.getAll(name).at(-1) ?? ''
const isOn = (query: URLSearchParams, name: string): boolean => query.has(name) && last(query, name) !== 'false'
const oneOf = <T extends string>(query: URLSearchParams, name: string, first: T, other: T): T => {
  const value = last(query, name) || first
  if (value !== first && value !== other) throw invalid({ [name]: ['is invalid'] })
  return value as T // one of the two
}

/** What is asked for, apart from the definition of the shape. Throws Refusal; the first fault is told. */
export function parseWish(query: URLSearchParams): Wish {
  const text = last(query, 'offset')
  if (text === '') throw invalid({ offset: ["can't be blank"] })
  const offset = parseOffset(text)
  if (!offset) throw invalid({ offset: ['has invalid format'] })
  const isFresh = offset.kind === 'start' || offset.kind === 'now'
  const handle = last(query, 'handle')
  if (!isFresh && handle === '') throw invalid({ handle: ["can't be blank when offset != -1"] })
  const live = isOn(query, 'live')
  const stream = ['live_sse', 'experimental_live_sse'].find((name) => isOn(query, name))
  if (stream !== undefined && !live) throw invalid({ [stream]: ["can't be true unless live is also true"] })
  if (live && isFresh) throw invalid({ live: [offset.kind === 'start' ? "can't be true when offset == -1" : "can't be true when offset is 'now'"] })
  return {
    offset,
    offsetText: text === '-1_0' ? '-1' : text,
    handle: isFresh ? undefined : handle,
    live: live && (stream === undefined ? 'poll' : 'stream'),
    cursor: last(query, 'cursor'),
    replica: oneOf(query, 'replica', 'default', 'full'),
    log: oneOf(query, 'log', 'full', 'changes_only'),
  }
}

/** Cache of what lies in between: the start is the same for a week, the log for as long as configured. */
export interface CacheTimes {
  readonly maxAgeSeconds: number
  readonly staleSeconds: number
}
const CURSOR_EPOCH_MS = Date.UTC(2024, 9, 9)
/** Rises with every interval, so that caches merge the live requests of one; above `sent` in any case, or a cached answer would loop. */
export function cursorFor(sent: string, intervalMs: number, now: number): string {
  const step = Math.max(1, Math.round(intervalMs / 1000))
  const next = Math.ceil((now - CURSOR_EPOCH_MS) / 1000 / step) * step
  const known = INTEGER.test(sent) ? Number(sent) : 0
  return String(next > known ? next : known + 1 + Math.floor(Math.random() * 3600))
}

let told = process.hrtime.bigint()
/** Of an answer that tells nothing: never the same again, so that it is never taken for current. */
export const restlessSuffix = (): string => `:${(told += 1n)}`

/** `no-cache` for what a cache must not answer for us. */
export function cacheControl(wish: Wish, method: string, { maxAgeSeconds, staleSeconds }: CacheTimes): string {
  if (method !== 'GET' && method !== 'HEAD') return 'no-cache'
  if (wish.live === 'stream') return 'public, max-age=59'
  if (wish.live) return 'public, max-age=5, stale-while-revalidate=5'
  if (wish.offset.kind === 'start') return 'public, max-age=604800, s-maxage=3600, stale-while-revalidate=2629746'
  return `public, max-age=${maxAgeSeconds}, stale-while-revalidate=${staleSeconds}`
}

/** Only the exact tag counts: neither its weak form nor `*`. */
export const isCurrent = (headers: IncomingHttpHeaders, etag: string): boolean =>
  (headers['if-none-match'] ?? '').split(',').some((part) => part.trim() === etag)
