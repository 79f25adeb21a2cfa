import { isIPv6 } from 'node:net'
import { LIMITS, type LimitClass } from './endpoint.ts'

interface Bucket {
  tokens: number
  at: number
}
export interface Taken {
  readonly ok: boolean
  /** Whole tokens that are left. */
  readonly left: number
  /** Seconds until there is one again (refused), or until the bucket is full. */
  readonly waitSeconds: number
}

/** Buckets that were not used for this long are full again, whatever the class. */
const IDLE_MS = 120_000
const MOST_BUCKETS = 50_000
/** Sums of fractions fall short of a whole token by less than this. */
const ROUNDING = 1e-6

/** Token buckets by key, in the memory of this gateway: with several, each lets through its share. */
export function createBuckets(now: () => number) {
  const buckets = new Map<string, Bucket>()

  // Kept in the order of their last use, so the idle ones come first. A flood from countless addresses may not fill the memory: then
  // the oldest start anew.
  const sweep = (at: number) => {
    for (const [key, bucket] of buckets) {
      if (buckets.size <= MOST_BUCKETS && at - bucket.at <= IDLE_MS) break
      buckets.delete(key)
    }
  }

  return {
    take(key: string, { burst, perSecond }: { readonly burst: number; readonly perSecond: number }): Taken {
      const at = now()
      sweep(at)
      const bucket = buckets.get(key) ?? { tokens: burst, at }
      bucket.tokens = Math.min(burst, bucket.tokens + (Math.max(0, at - bucket.at) / 1000) * perSecond)
      bucket.at = at
      buckets.delete(key)
      buckets.set(key, bucket)
      if (bucket.tokens < 1 - ROUNDING) return { ok: false, left: 0, waitSeconds: Math.ceil((1 - bucket.tokens) / perSecond) }
      bucket.tokens = Math.max(0, bucket.tokens - 1)
      return { ok: true, left: Math.floor(bucket.tokens), waitSeconds: Math.ceil((burst - bucket.tokens) / perSecond) }
    },
  }
}

/** All calls of one address together; a shop of a hundred devices stands behind one. */
export const ADDRESS_LIMIT = { burst: 4000, perSecond: 1000 } as const
/** Wrong keys from one address. */
export const STRANGER_LIMIT = { burst: 60, perSecond: 1 } as const

/** Source: draft-ietf-httpapi-ratelimit-headers, version 10. */
export function limitHeaders(limit: LimitClass, taken: Taken): Record<string, string> {
  const { burst, perSecond } = LIMITS[limit]
  return {
    'ratelimit-policy': `"${limit}";q=${burst};w=${Math.ceil(burst / perSecond)}`,
    ratelimit: `"${limit}";r=${taken.left};t=${taken.waitSeconds}`,
    ...(!taken.ok && { 'retry-after': String(Math.max(1, taken.waitSeconds)) }),
  }
}

/** Who counts as one sender: an IPv6 host owns its whole /64. */
export function limitKeyOf(address: string): string {
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const groups = tail === undefined ? left : [...left, ...Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0'), ...right]
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}

/** Calls of one device that run at the same time. */
export function createHeld() {
  const held = new Map<string, Set<AbortController>>()
  return {
    /** Undefined: too many are running. */
    enter(id: string, most: number): AbortController | undefined {
      const own = held.get(id) ?? new Set()
      if (own.size >= most) return undefined
      const controller = new AbortController()
      held.set(id, own.add(controller))
      return controller
    },
    leave(id: string, controller: AbortController): void {
      const own = held.get(id)
      own?.delete(controller)
      if (own?.size === 0) held.delete(id)
    },
    /** Ends all calls of a device, for that reason. */
    cut(id: string, reason: unknown): void {
      for (const controller of held.get(id) ?? []) controller.abort(reason)
    },
  }
}
