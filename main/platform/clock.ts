import { createHash, randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'
import type { Id } from '#shared/kernel/ids.ts'

/** The only source of time and ids in the core; tests hand in their own. */
export interface Clock {
  now(): number
  newId<Of extends string>(): Id<Of>
}

export const systemClock: Clock = {
  now: () => Date.now(),
  newId: <Of extends string>() => newUuid() as Id<Of>, // the brand is given where the id is born
}

/** A clock that may stand at another instant for a while: what is done meanwhile was done then. Null: now. */
export interface TravelClock extends Clock {
  goTo(at: number | null): void
}
export function travelClock(): TravelClock {
  let lagMs = 0
  return {
    ...systemClock,
    now: () => Date.now() - lagMs,
    goTo: (at) => {
      lagMs = at === null ? 0 : Date.now() - at
    },
  }
}

/** Random bytes for many ids at once: asking the system for each takes as long as writing the row. */
const pool = new Uint8Array(16 * 256)
let used = pool.length
let last = { msecs: 0, seq: 0 }

/** A UUIDv7, greater than every one before it in this process. */
export function newUuid(): string {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const random = pool.subarray(used, (used += 16))
  const msecs = Date.now()
  if (msecs > last.msecs)
    last = { msecs, seq: ((random[6] ?? 0) << 16) | ((random[7] ?? 0) << 8) | (random[8] ?? 0) } // room for 4 billion in one millisecond
  else last.seq++
  return v7({ random, msecs: last.msecs, seq: last.seq })
}

/**
 * The id of a record that several devices make on their own account: the same parts give the same id everywhere, so that it is born once.
 * `atMs` is its place in time among other ids; it belongs to the parts.
 */
export function idOf<Of extends string>(atMs: number, ...parts: readonly string[]): Id<Of> {
  const hash = createHash('sha256').update(parts.join('\n')).digest()
  return v7({ random: hash.subarray(0, 16), msecs: Math.max(0, atMs), seq: hash.readUInt32BE(16) }) as Id<Of> // as above
}
