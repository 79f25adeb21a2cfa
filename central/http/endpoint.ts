import type { IncomingHttpHeaders } from 'node:http'
import type { z } from 'zod'
import { WIRE_VERSION, type WireError, type WIRE_ERRORS } from '#shared/contract/wire.ts'
import type { KnownDevice } from '../devices/known.ts'

export type WireErrorCode = (typeof WIRE_ERRORS)[number]

/**
 * none: anybody. key: whoever holds a device's key, under whatever identity. standing: a device that may still wait for its approval.
 * active: an approved one.
 */
export type Auth = 'none' | 'key' | 'standing' | 'active'

/**
 * Token buckets: `burst` calls at once, `perSecond` in the long run, counted per address or per device.
 * enrol: guessing a code must not pay. push: a device that was offline for a month sends 10,000 changes a second.
 * feed: a first download is many pages in a row.
 */
export const LIMITS = {
  enrol: { per: 'address', burst: 10, perSecond: 10 / 60 },
  open: { per: 'address', burst: 120, perSecond: 20 },
  device: { per: 'device', burst: 60, perSecond: 5 },
  push: { per: 'device', burst: 400, perSecond: 100 },
  feed: { per: 'device', burst: 600, perSecond: 100 },
} as const
export type LimitClass = keyof typeof LIMITS

/** One endpoint as data: routing, checks and the published document derive from it. */
export interface Endpoint {
  readonly method: 'GET' | 'POST'
  readonly path: `/${string}`
  readonly summary: string
  readonly auth: Auth
  readonly limit: LimitClass
  readonly query?: z.ZodObject
  /** `maxBytes` holds for what is sent and for what it inflates to. */
  readonly body?: {
    readonly schema: z.ZodType
    /** Says of most values that the schema takes that it takes them, sooner than the schema. */
    readonly isSurely?: (value: unknown) => boolean
    readonly maxBytes: number
    readonly example: unknown
  }
  readonly answer: { readonly schema: z.ZodType; readonly type: string; readonly example: unknown }
  /** Refusals besides those that any endpoint has. */
  readonly fails: readonly WireErrorCode[]
}

/** A checked request. */
export interface Call<Body, Query> {
  readonly body: Body
  readonly query: Query
  readonly headers: IncomingHttpHeaders
  /** The device's, where the endpoint asks for one. */
  readonly device: KnownDevice
  readonly requestId: string
  /** The sender's; the nearest that can be trusted. */
  readonly address: string
  /** Ends when the sender is gone, when the device lost its standing, and when the centre closes. */
  readonly signal: AbortSignal
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer | ReadableStream<Uint8Array> | null
  /** Of a refusal, for the log and the counters. */
  readonly error?: WireErrorCode
}

type BodyOf<E> = E extends { body: { schema: infer S extends z.ZodType } } ? z.infer<S> : undefined
type QueryOf<E> = E extends { query: infer S extends z.ZodType } ? z.infer<S> : undefined
/** One function per endpoint of a registry. */
export type Handlers<R extends Record<string, Endpoint>> = {
  readonly [K in keyof R]: (call: Call<BodyOf<R[K]>, QueryOf<R[K]>>) => Promise<Answer>
}

export const STATUS: Readonly<Record<WireErrorCode, number>> = {
  badRequest: 400,
  unauthorized: 401,
  waiting: 403,
  revoked: 403,
  cloned: 403,
  badCode: 403,
  notFound: 404,
  methodNotAllowed: 405,
  hasData: 409,
  tooLarge: 413,
  unsupported: 415,
  upgrade: 426,
  tooMany: 429,
  internal: 500,
  unavailable: 503,
}

/** What the world is told: never more than this. The log has the rest under the request's id. */
const MESSAGES: Readonly<Record<WireErrorCode, string>> = {
  badRequest: 'The request is malformed.',
  unauthorized: 'A key of a known device is needed.',
  waiting: 'The device waits for its approval.',
  revoked: 'The device was revoked.',
  cloned: 'Two devices spoke under one identity. Enrol again.',
  badCode: 'This code is not valid, was used or has ended.',
  notFound: 'There is nothing here.',
  methodNotAllowed: 'This method is not served here.',
  hasData: 'The device holds a shop of its own; this centre has a company already.',
  tooLarge: 'The request is too large.',
  unsupported: 'Send application/json, plain or compressed with gzip or br.',
  upgrade: 'This version is not served. Update Bayline.',
  tooMany: 'Too many requests. Wait, then go on.',
  internal: 'The centre failed. Try again later.',
  unavailable: 'The centre cannot answer now. Try again later.',
}

export const wireErrorOf = (error: WireErrorCode, more: Omit<WireError, 'error' | 'message'> = {}): WireError => ({ error, message: MESSAGES[error], ...more })

export const json = (value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(value),
})

/** A refusal as an answer. */
export function refuse(error: WireErrorCode | WireError, headers: Readonly<Record<string, string>> = {}, status?: number): Answer {
  const body = typeof error === 'string' ? wireErrorOf(error) : error
  const own: Record<string, string> = { ...headers }
  if (body.error === 'unauthorized') own['www-authenticate'] = 'Bearer realm="bayline"'
  if (body.error === 'unavailable' && own['retry-after'] === undefined) own['retry-after'] = '5'
  if (body.error === 'upgrade') own['upgrade'] = `bayline-wire/${WIRE_VERSION}`
  return { ...json(body, status ?? STATUS[body.error], own), error: body.error }
}
