import { randomBytes } from 'node:crypto'
import { formatHlc, type Hlc, parseHlc, tick } from '#shared/kernel/hlc.ts'
import type { Database, Query } from './db/database.ts'

/**
 * The centre's clock. All gateways of a centre share its tag, and none waits for another: a stamp is sound because it is made while
 * the row is locked, above every clock of that row and above the change it answers (`above`), so that stamps of one row are unique
 * and rise whichever gateway made them, through restarts and whatever the wall clock does. The newest clock is kept in `centre` once
 * a second at most, so that a gateway which starts with its wall clock set back goes on from there.
 */
export interface CentreClock {
  /** Epoch ms. */
  now(): number
  /** A new clock above all that this gateway gave and saw, and above `above`. */
  next(above?: Hlc): Hlc
  seen(hlc: Hlc): void
  /** Newest clock given or seen. */
  newest(): Hlc
  /** Keeps the newest clock with the transaction, if it is due and no other transaction is just at it. */
  save(q: Query): Promise<void>
}

const SAVE_MS = 1000

/** Takes the clock up where it was left. The first gateway of a new database makes the centre's identity and its clock's tag. */
export async function openClock(db: Pick<Database, 'tx'>, now: () => number = Date.now): Promise<CentreClock> {
  const [centre] = await db.tx([], async (q) => {
    const fresh = BigInt(`0x${randomBytes(5).toString('hex')}`)
      .toString(36)
      .padStart(8, '0')
    await q('INSERT INTO centre (clock_tag, hlc, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
      fresh,
      formatHlc({ atMs: 0, counter: 0 }, fresh),
      now(),
    ])
    return q<{ clock_tag: string; hlc: Hlc }>('SELECT clock_tag, hlc FROM centre')
  })
  if (!centre) throw new Error('a table that was just written to is empty')
  return createClock(centre.clock_tag, centre.hlc, now)
}

export function createClock(tag: string, since: Hlc, now: () => number): CentreClock {
  let last = parseHlc(since)
  let savedAt = Number.NEGATIVE_INFINITY
  const newest = () => formatHlc(last, tag)
  const seen = (hlc: Hlc) => {
    const { atMs, counter } = parseHlc(hlc)
    if (atMs > last.atMs || (atMs === last.atMs && counter > last.counter)) last = { atMs, counter }
  }
  return {
    now,
    newest,
    seen,
    next: (above = '') => {
      if (above !== '') seen(above)
      last = tick(last, now())
      return newest()
    },
    save: async (q) => {
      if (now() - savedAt < SAVE_MS && now() >= savedAt) return
      savedAt = now()
      await q('UPDATE centre SET hlc = $1 WHERE one = (SELECT one FROM centre WHERE hlc < $1 FOR UPDATE SKIP LOCKED)', [newest()], 'centre_clock')
    },
  }
}
