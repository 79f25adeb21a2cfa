import type { IncomingHttpHeaders } from 'node:http'
import type { FeedAnswer } from './protocol.ts'

/** The feed of the centre as devices read it: one shape per scope, in Electric's protocol, from an Electric server or without one. */
export interface Feed {
  /** `scope` was checked; of the query, nothing counts that says what is read. */
  answer(request: { scope: string; query: URLSearchParams; headers: IncomingHttpHeaders; signal: AbortSignal }): Promise<FeedAnswer>
  /** How far it may be behind the database, ms; only where it is our own. */
  lag?(): number
  /** Lets held requests go. */
  close(): Promise<void>
}

/** A subset has a condition of its own, which is the centre's to set. */
const OURS = /^subset__/

/**
 * Which shape a device reads: the feed of one scope, whatever it says itself. It may say where it stands (`passed`: names of the
 * protocol's own parameters) and whether it wants whole rows with every change.
 */
export function shapeOf(scope: string, query: URLSearchParams, passed: readonly string[]): URLSearchParams {
  const shape = new URLSearchParams({ table: 'sync_row', where: 'scope = $1', 'params[1]': scope })
  for (const name of passed) {
    const value = query.getAll(name).at(-1)
    if (value !== undefined && !OURS.test(name)) shape.set(name, value)
  }
  if (query.get('replica') === 'full') shape.set('replica', 'full')
  return shape
}

/** Who asks is in a header, so a cache between keeps the answer for that sender alone. */
export function privately(headers: Readonly<Record<string, string>>): Record<string, string> {
  const control = headers['cache-control'] ?? 'no-store'
  const isKept = !/\bno-store\b/.test(control)
  const own = control
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== 'public' && part !== 'private' && !part.startsWith('s-maxage'))
  return { ...headers, 'cache-control': [...(isKept ? ['private'] : []), ...own].join(', '), vary: 'Authorization' }
}
