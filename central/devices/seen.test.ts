import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Database, Query } from '../db/database.ts'
import type { KnownDevice } from './known.ts'
import { createSeen } from './seen.ts'

const MINUTE = 60_000
let writes: string[][]
const open = () => {
  const lists = new Map<Query, string[]>()
  const tx = (async (_scopes: readonly string[], work: (q: Query) => Promise<void>) => {
    const list: string[] = []
    const q = (async (_text: string, [id]: readonly unknown[]) => [
      { doc: { id, lastSeenAt: 0, alarm: null, clockOffsetMs: 0, appVersion: '' }, clk: {} },
    ]) as unknown as Query // it asks for devices only
    lists.set(q, list)
    writes.push(list)
    await work(q)
  }) as unknown as Database['tx'] // nothing comes of its work
  const write = async (q: Query, changes: readonly { readonly id: string }[]) => void lists.get(q)?.push(...changes.map(({ id }) => id))
  return createSeen({ db: { tx }, write, now: Date.now, inBackground: (_, work) => void work })
}
const device = (n: number) => ({ enrolmentId: `d${n}`, appVersion: '1.0.0' }) as KnownDevice // all that is asked of it

describe('when devices were seen', () => {
  beforeEach(() => {
    writes = []
    vi.useFakeTimers({ now: 1_000 * MINUTE })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('SYNC-STATUS REL-SCALE: is written at once of the first, of the others together, thirty in half a minute, each in its turn', async () => {
    const seen = open()
    for (let n = 0; n < 65; n++) seen.note(device(n))
    await vi.advanceTimersByTimeAsync(0)
    expect(writes.map(({ length }) => length)).toEqual([1])
    await vi.advanceTimersByTimeAsync(29_999)
    expect(writes.length).toBe(1)
    await vi.advanceTimersByTimeAsync(60_001)
    expect(writes.map(({ length }) => length)).toEqual([1, 30, 30, 4])
    expect(new Set(writes.flat()).size).toBe(65)
  })

  it('SYNC-STATUS: a clock that goes off is told at once, and nothing is told twice in a minute', async () => {
    const seen = open()
    seen.note(device(1))
    seen.note(device(2))
    seen.note(device(2), Date.now() - 121_000)
    seen.note(device(2), Date.now() - 121_000)
    await vi.advanceTimersByTimeAsync(30_000)
    expect(writes).toEqual([['d1'], ['d2']])
    await vi.advanceTimersByTimeAsync(MINUTE)
    seen.note(device(1))
    seen.flush()
    await vi.advanceTimersByTimeAsync(0)
    expect(writes.at(-1)).toEqual(['d1'])
  })
})
