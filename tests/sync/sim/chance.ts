import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'

/** All chance of one run: the same seed gives the same numbers. */
export interface Chance {
  /** In [0, 1). */
  next(): number
  /** In [0, below). */
  int(below: number): number
  pick<T>(list: readonly T[]): T
  of(probability: number): boolean
  bytes(length: number): Uint8Array
}

/** Source: Bob Jenkins' small fast generator in its 32-bit form, as PractRand tests it (sfc32). */
export function chanceOf(seed: number): Chance {
  let [a, b, c, counter] = [seed | 0, (seed / 2 ** 32) | 0, 0x9e3779b9 | 0, 1]
  const word = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    c |= 0
    return sum >>> 0
  }
  for (let i = 0; i < 12; i++) word()
  const int = (below: number) => Math.floor((word() / 2 ** 32) * below)
  return {
    next: () => word() / 2 ** 32,
    int,
    pick: (list) => list[int(list.length)] as never, // asked of lists that hold something
    of: (probability) => word() / 2 ** 32 < probability,
    bytes: (length) => Uint8Array.from({ length }, () => word() & 0xff),
  }
}

/** A UUIDv7 of this instant out of this chance. */
export function uuidAt(atMs: number, chance: Chance): string {
  const bytes = Buffer.from(chance.bytes(16))
  bytes.writeUIntBE(atMs, 0, 6)
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/**
 * Runs work with every source of chance and time of this thread in our hands: the product's own code draws identities and ids
 * from `node:crypto`, asks `Math.random` for jitter and `Date.now` for the time. One run per thread at a time.
 */
export async function inWorldOf<T>(chance: Chance, now: () => number, work: () => Promise<T>): Promise<T> {
  const real = { randomBytes: crypto.randomBytes, randomUUID: crypto.randomUUID, randomFillSync: crypto.randomFillSync }
  const [random, date, timeout] = [Math.random, Date.now, globalThis.setTimeout]
  const fill = (buffer: Uint8Array) => {
    buffer.set(chance.bytes(buffer.length))
    return buffer
  }
  Object.assign(crypto, {
    randomBytes: (length: number) => Buffer.from(chance.bytes(length)),
    randomUUID: () => uuidAt(now(), chance),
    randomFillSync: fill,
  })
  syncBuiltinESMExports()
  Math.random = () => chance.next()
  Date.now = now
  // What the program does some time later, when it is quiet, is never done here.
  globalThis.setTimeout = (() => ({ unref: () => undefined })) as never // nobody asks more of a timer
  try {
    return await work()
  } finally {
    Object.assign(crypto, real)
    syncBuiltinESMExports()
    Math.random = random
    Date.now = date
    globalThis.setTimeout = timeout
  }
}
