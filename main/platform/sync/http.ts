import { brotliCompressSync, constants } from 'node:zlib'
import type { z } from 'zod'
import { HEADERS, WIRE_VERSION, wireError, type WireError } from '#shared/contract/wire.ts'
import type { Breaker } from './breaker.ts'
import type { Link, LinkStore } from './link.ts'

const TIMEOUT_MS = 30_000
/** After sleep, whoever waited this long for an answer waits on a connection that is gone. */
const STALE_MS = 5_000
/** Smaller bodies are not worth packing. */
const PACK_FROM_BYTES = 1024
/** As small as gzip's usual level makes a push, in a fifth of its time: 2 ms of a full one, less than to hand it to another thread and wait. */
const pack = (body: string): Uint8Array<ArrayBuffer> => new Uint8Array(brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }))

/** unreachable: no answer, or none that counts. odd: an answer that is none of the centre's. Otherwise the centre's own word. */
export type HttpProblem = WireError['error'] | 'unreachable' | 'odd'
export type Answer<T> =
  | { readonly ok: true; readonly value: T; readonly sentAt: number; readonly receivedAt: number }
  | { readonly ok: false; readonly problem: HttpProblem; readonly retryAfterMs: number }

export interface Http {
  /** Asks one of the centre's endpoints; another one's, named by its address, without our key. Never rejects. */
  ask<T>(path: string, shape: z.ZodType<T>, options?: { body?: string; address?: string }): Promise<Answer<T>>
  /** `fetch` with this device's headers, for the feed. Rejects while the centre is left alone. */
  readonly fetch: typeof fetch
  /** The machine woke up: what has waited long for its answer is asked again. */
  wake(): void
  /** Ends everything under way. */
  stop(): void
}

/** Not asked at all: too many requests in a row failed. */
export class LeftAlone extends Error {
  override name = 'LeftAlone'
}

export interface HttpOptions {
  /** The network, by the address as it was given. */
  readonly fetchTo: (address: string) => typeof fetch
  readonly link: LinkStore
  readonly breaker: Breaker
  readonly now: () => number
  readonly deviceId: () => string
  readonly version: string
  readonly schemaVersion: number
  /** Any answer of the centre, whatever it says; and none, where one was waited for. */
  readonly onContact: () => void
  readonly onSilence: () => void
}

export function createHttp({ fetchTo, link, breaker, now, deviceId, version, schemaVersion, onContact, onSilence }: HttpOptions): Http {
  const ending = new AbortController()
  const waiting = new Map<AbortController, number>()

  /** A successor that was stored is used first: once it is taken it is in force, and if the centre does not know it, it never was. */
  const keyUsed = (used: string | undefined, isKnown: boolean) => {
    const known = link.get()
    if (!known || known.successor === null || used !== known.successor) return
    link.set(isKnown ? { key: known.successor, successor: null, keyMadeAt: now() } : { successor: null })
  }
  const keyOf = (known: Link | undefined): string | undefined => known && (known.successor ?? known.key)

  const headersFor = (headers?: ConstructorParameters<typeof Headers>[0]): { headers: Headers; key: string | undefined } => {
    const all = new Headers(headers)
    const key = keyOf(link.get())
    if (key) all.set('authorization', `Bearer ${key}`)
    all.set(HEADERS.version, String(WIRE_VERSION))
    all.set(HEADERS.device, deviceId())
    all.set(HEADERS.app, version)
    all.set(HEADERS.schema, String(schemaVersion))
    all.set('accept-encoding', 'br, gzip') // without TLS Node asks for gzip alone, which takes the centre twice as long
    return { headers: all, key }
  }

  const speak: typeof fetch = async (input, init) => {
    if (!breaker.mayAsk()) throw new LeftAlone()
    const { headers, key } = headersFor(init?.headers)
    let response: Response
    try {
      response = await fetchTo(link.get()?.address ?? '')(input, { ...init, headers })
    } catch (error) {
      if (!init?.signal?.aborted || isTimeout(init.signal.reason)) {
        breaker.failed()
        onSilence()
      }
      throw error
    }
    if (response.status >= 500) breaker.failed()
    else breaker.succeeded()
    if (response.status === 401) keyUsed(key, false)
    else if (response.ok || [304, 403, 409].includes(response.status)) keyUsed(key, true)
    onContact()
    return response
  }

  const ask: Http['ask'] = async (path, shape, { body, address } = {}) => {
    const stale = new AbortController()
    const signal = AbortSignal.any([ending.signal, stale.signal, AbortSignal.timeout(TIMEOUT_MS)])
    const sentAt = now()
    waiting.set(stale, sentAt)
    try {
      const packed = body !== undefined && body.length > PACK_FROM_BYTES
      const response = await (address === undefined ? speak : fetchTo(address))(`${baseOf(address ?? link.get()?.address ?? '')}${path}`, {
        signal,
        redirect: 'error',
        ...(body !== undefined && {
          method: 'POST',
          headers: { 'content-type': 'application/json', [HEADERS.version]: String(WIRE_VERSION), ...(packed && { 'content-encoding': 'br' }) },
          body: packed ? pack(body) : body,
        }),
      })
      const receivedAt = now()
      const text = await response.text()
      const json = parse(text)
      if (response.ok) {
        const value = shape.safeParse(json)
        return value.success ? { ok: true, value: value.data, sentAt, receivedAt } : { ok: false, problem: 'odd', retryAfterMs: 0 }
      }
      const said = wireError.safeParse(json)
      return { ok: false, problem: said.success ? said.data.error : problemOf(response.status), retryAfterMs: retryAfterMs(response) }
    } catch {
      return { ok: false, problem: 'unreachable', retryAfterMs: 0 }
    } finally {
      waiting.delete(stale)
    }
  }

  return {
    ask,
    fetch: speak,
    wake: () => {
      for (const [request, sentAt] of waiting) if (Math.abs(now() - sentAt) > STALE_MS) request.abort()
    },
    stop: () => ending.abort(),
  }
}

/** An address as URLs begin with it: without the fingerprint of a hub. */
export const baseOf = (address: string): string => address.replace(/\/?#.*$/, '')

const isTimeout = (reason: unknown): boolean => reason instanceof DOMException && reason.name === 'TimeoutError'

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What stands between us and the centre (a proxy, a portal) answers with a status alone. */
const problemOf = (status: number): HttpProblem =>
  status === 413 ? 'tooLarge' : status === 426 ? 'upgrade' : status === 429 ? 'tooMany' : status >= 500 ? 'unavailable' : 'odd'

const retryAfterMs = (response: Response): number => {
  const seconds = Number(response.headers.get('retry-after') ?? 0)
  return Number.isFinite(seconds) ? Math.min(3_600_000, Math.max(0, seconds * 1000)) : 0
}
