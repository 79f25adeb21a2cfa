import { ELECTRIC_PROTOCOL_QUERY_PARAMS } from '@electric-sql/client'
import { factsOf, type Log } from '../log.ts'
import { type Feed, privately, shapeOf } from './device.ts'

export interface ElectricFeedOptions {
  /** Of the Electric server, `http://electric:3000`; devices never reach it themselves. */
  readonly electricUrl: string
  readonly secret: string
  readonly log: Log
}

/** Of Electric's headers, those that its client reads or a cache needs. */
const KEPT = /^(?:electric-.*|etag|cache-control|retry-after|content-type)$/
/** Of the sender's, those that the answer depends on. */
const SENT = ['if-none-match', 'accept'] as const

/**
 * The feed from an Electric server: the gateway says which shape it is, the device only where it stands in it. Bodies pass as they
 * come; they were unpacked on the way, so their coding and length are not passed on.
 */
export function createElectricFeed({ electricUrl, secret, log }: ElectricFeedOptions): Feed {
  const closing = new AbortController()
  return {
    async answer({ scope, query, headers, signal }) {
      const url = new URL('v1/shape', electricUrl.endsWith('/') ? electricUrl : `${electricUrl}/`)
      url.search = shapeOf(scope, query, ELECTRIC_PROTOCOL_QUERY_PARAMS).toString()
      url.searchParams.set('secret', secret)
      url.searchParams.sort()
      const sent = Object.fromEntries(SENT.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])))
      try {
        const response = await fetch(url, { headers: sent, signal: AbortSignal.any([signal, closing.signal]), redirect: 'error' })
        const own = Object.fromEntries([...response.headers].filter(([name]) => KEPT.test(name)))
        return { status: response.status, headers: privately(own), body: response.body }
      } catch (error) {
        // The message may hold the address, and with it the secret.
        if (!signal.aborted) log.warn('electric-away', { name: factsOf(error)['name'] })
        return {
          status: 503,
          headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', 'retry-after': '5' },
          body: JSON.stringify({ message: 'The feed cannot be reached. Please try again later.' }),
        }
      }
    },
    close: async () => closing.abort(),
  }
}
