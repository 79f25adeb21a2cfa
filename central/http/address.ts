import type { IncomingMessage } from 'node:http'
import { BlockList, isIP, isIPv6 } from 'node:net'

/** Addresses and networks (`10.0.0.0/8`) of proxies whose word on the sender counts. Undefined: the text is none. */
export function proxyList(entries: readonly string[]): BlockList | undefined {
  const list = new BlockList()
  for (const entry of entries) {
    const [address = '', prefix] = entry.split('/')
    const version = isIP(address)
    const bits = prefix === undefined ? (version === 6 ? 128 : 32) : Number(prefix)
    if (version === 0 || !Number.isInteger(bits) || bits < 0 || bits > (version === 6 ? 128 : 32)) return undefined
    list.addSubnet(address, bits, version === 6 ? 'ipv6' : 'ipv4')
  }
  return list
}

const plain = (address: string): string => (address.startsWith('::ffff:') && isIP(address.slice(7)) === 4 ? address.slice(7) : address)
const isIn = (list: BlockList, address: string): boolean => list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')

/** The sender: the peer of the socket, or behind trusted proxies the last address of X-Forwarded-For that is not one of them. */
export function senderOf(request: IncomingMessage, proxies: BlockList): string {
  let address = plain(request.socket.remoteAddress ?? '')
  const said = request.headers['x-forwarded-for']
  if (said === undefined) return address
  const hops = (Array.isArray(said) ? said.join() : said).split(',').map((hop) => plain(hop.trim()))
  while (isIP(address) !== 0 && isIn(proxies, address)) {
    const before = hops.pop()
    if (before === undefined || isIP(before) === 0) break
    address = before
  }
  return address
}

export const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.')
