import { createHash } from 'node:crypto'
import { Agent, request } from 'node:https'
import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls'

/*
 * A hub in a shop certifies itself; its address carries the fingerprint of its certificate, which a person typed (see
 * central/http/certificate.ts). Nothing is sent to whoever shows another certificate. Node's own fetch cannot be told that.
 */

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const PIN_LETTERS = 20

/** The first 100 bits of the certificate's SHA-256, as letters of Crockford's base 32. */
export function pinOf(certificate: Uint8Array): string {
  const digest = BigInt(`0x${createHash('sha256').update(certificate).digest('hex')}`) >> 156n
  return Array.from({ length: PIN_LETTERS }, (_, i) => ALPHABET[Number((digest >> BigInt(5 * (PIN_LETTERS - 1 - i))) & 31n)]).join('')
}

/** The fingerprint that an address carries; undefined for one that a public authority vouches for. */
export const pinIn = (address: string | undefined): string | undefined => {
  const mark = address
    ?.split('#')[1]
    ?.toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
  return mark === undefined || mark === '' ? undefined : mark
}

/** `fetch` to hosts that show the certificate of this fingerprint, and to no others. */
export function pinnedFetch(pin: string): typeof fetch {
  const agent = new Agent({ keepAlive: true })
  agent.createConnection = (options, done) => {
    const socket: TLSSocket = connect({ ...(options as ConnectionOptions), rejectUnauthorized: false }, () => {
      const isRight = pinOf(socket.getPeerCertificate().raw ?? new Uint8Array()) === pin
      if (isRight) return done?.(null, socket)
      socket.destroy()
      done?.(new Error('the centre shows another certificate'), socket)
    })
    socket.once('error', (error) => done?.(error, socket))
    return undefined as unknown as Socket // given to `done` once its certificate was seen
  }
  return (input, init) =>
    new Promise((resolve, reject) => {
      const url = new URL(input instanceof Request ? input.url : input)
      const sent = new Headers(init?.headers)
      sent.delete('accept-encoding') // nothing unpacks an answer here, and a shop's own network is wide enough
      const outgoing = request(
        url,
        { agent, method: init?.method ?? 'GET', headers: Object.fromEntries(sent), ...(init?.signal && { signal: init.signal }) },
        (incoming) => {
          const headers = new Headers()
          for (const [name, value] of Object.entries(incoming.headers)) if (value !== undefined) headers.set(name, String(value))
          const status = incoming.statusCode ?? 502
          const hasBody = status !== 204 && status !== 304
          if (!hasBody) incoming.resume()
          resolve(new Response(hasBody ? (Readable.toWeb(incoming) as ReadableStream) : null, { status, headers })) // Node's stream is the web's
        },
      )
      outgoing.once('error', reject)
      outgoing.end(init?.body as string | Uint8Array | undefined) // what this program sends
    })
}

/** `fetch` to the centre of this address, by its fingerprint if it has one. */
export function fetchTo(address: string): typeof fetch {
  const pin = pinIn(address)
  if (pin === undefined) return fetch
  const known = pinned.get(pin)
  if (known) return known
  const made = pinnedFetch(pin)
  pinned.set(pin, made)
  return made
}
const pinned = new Map<string, typeof fetch>()

/** The address as it is kept, without what follows the host but the fingerprint of a hub. Http only to what cannot be listened to from outside. */
export function addressOf(text: string): string | undefined {
  const url = URL.parse(/^[a-z]+:\/\//i.test(text.trim()) ? text.trim() : `https://${text.trim()}`)
  if (!url || url.username !== '' || (url.protocol !== 'https:' && !(url.protocol === 'http:' && isOwnNetwork(url.hostname)))) return undefined
  return `${url.origin}${url.hash.length > 1 ? `/${url.hash}` : ''}`
}
const isOwnNetwork = (host: string): boolean =>
  /^(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|\[::1\]|\[f[cd])/.test(host) || host.endsWith('.local')
