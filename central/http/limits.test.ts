import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { proxyList, senderOf } from './address.ts'
import { LIMITS } from './endpoint.ts'
import { createBuckets, createHeld, limitHeaders, limitKeyOf } from './limits.ts'
import type { IncomingMessage } from 'node:http'

describe('SEC-RATE: limits per kind of call', () => {
  it('SEC-RATE: ten enrolments at once, then ten a minute', () => {
    let now = 0
    const buckets = createBuckets(() => now)
    const take = () => buckets.take('enrol 192.0.2.1', LIMITS.enrol)
    expect(Array.from({ length: 10 }, take).every(({ ok }) => ok)).toBe(true)
    expect(take()).toEqual({ ok: false, left: 0, waitSeconds: 6 })
    now += 5_999
    expect(take().ok).toBe(false)
    now += 1
    expect(take().ok).toBe(true)
    expect(limitHeaders('enrol', take())).toEqual({ 'ratelimit-policy': '"enrol";q=10;w=60', ratelimit: '"enrol";r=0;t=6', 'retry-after': '6' })
  })

  it('SEC-RATE: whatever the times, no bucket lets through more than its burst and its rate', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -500, max: 5_000 }), { maxLength: 300 }), (steps) => {
        let now = 1_000_000
        const buckets = createBuckets(() => now)
        let passed = 0
        let forward = 0
        for (const step of steps) {
          now += step
          forward += Math.max(0, step)
          if (buckets.take('a', { burst: 5, perSecond: 2 }).ok) passed++
        }
        expect(passed).toBeLessThanOrEqual(5 + (forward / 1000) * 2 + 1e-3)
      }),
    )
  })

  it('SEC-RATE: a device that was away for a month sends a hundred pushes a second', () => {
    let now = 0
    const buckets = createBuckets(() => now)
    let refused = 0
    for (let i = 0; i < 6_000; i++) {
      if (!buckets.take('push d', LIMITS.push).ok) refused++
      now += 10
    }
    expect(refused).toBe(0)
  })

  it('SEC-RATE: a flood from countless addresses fills no memory and strangles no one else', () => {
    const buckets = createBuckets(() => 0)
    for (let i = 0; i < 120_000; i++) buckets.take(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`, LIMITS.open)
    expect(buckets.take('192.0.2.7', LIMITS.open).ok).toBe(true)
  })

  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:db8:0:0:1:2:3:4', '2001:db8:0:0::/64'],
    ['2001:0DB8:0:1::9', '2001:db8:0:1::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('SEC-RATE: %s counts as %s', (address, key) => {
    expect(limitKeyOf(address)).toBe(key)
  })

  it('SEC-RATE: at most so many calls of one device run at once, and all of them can be cut', () => {
    const held = createHeld()
    const first = held.enter('d', 2)
    const second = held.enter('d', 2)
    expect(held.enter('d', 2)).toBeUndefined()
    expect(held.enter('other', 2)).toBeDefined()
    if (!first || !second) throw new Error('two may run')
    held.leave('d', first)
    expect(held.enter('d', 2)).toBeDefined()
    held.cut('d', 'revoked')
    expect([first.signal.aborted, second.signal.aborted, second.signal.reason]).toEqual([false, true, 'revoked'])
  })
})

describe('SEC-RATE: whose call it is', () => {
  const from = (remoteAddress: string, forwarded?: string) =>
    ({ socket: { remoteAddress }, headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage // all that is read of one
  const proxies = proxyList(['10.0.0.0/8', '::1'])
  if (!proxies) throw new Error('a right list')

  it.each<[string, string | undefined, string, string]>([
    ['192.0.2.1', '203.0.113.9', '192.0.2.1', 'a peer that is no proxy is not believed'],
    ['::ffff:192.0.2.1', undefined, '192.0.2.1', 'an IPv4 peer on an IPv6 socket'],
    ['10.1.2.3', '203.0.113.9', '203.0.113.9', 'a proxy is'],
    ['10.1.2.3', '198.51.100.1, 203.0.113.9, 10.9.9.9', '203.0.113.9', 'the sender may write what it likes before it'],
    ['10.1.2.3', 'nonsense', '10.1.2.3', 'what is no address is passed over'],
    ['10.1.2.3', '10.1.1.1', '10.1.1.1', 'only proxies: the first of them'],
    ['::1', '203.0.113.9', '203.0.113.9', 'a proxy on this machine'],
  ])('SEC-RATE: from %s saying %s: %s (%s)', (peer, said, expected) => {
    expect(senderOf(from(peer, said), proxies)).toBe(expected)
  })

  it('OPS-PROXY: a list that is none is refused', () => {
    expect(proxyList(['10.0.0.0/8', 'proxy.local'])).toBeUndefined()
    expect(proxyList(['10.0.0.0/33'])).toBeUndefined()
  })
})
