import type { Database } from '../db/database.ts'
import { minuteOf } from './enrol.ts'
import type { KnownDevice } from './known.ts'
import { type CentreWrite, changeOf, lockDevice } from './records.ts'

/** A device's clock further off than this is told to people. */
export const CLOCK_OFF_MS = 120_000
/**
 * Every device reads of every other when it was seen. So that a device costs the same whether there are ten or a thousand, what was
 * noted is written together, this often at most, as each time wakes all who wait, and for so many devices at a time; with more than
 * sixty, some are up to date later.
 */
const PAUSE_MS = 30_000
const MOST_AT_ONCE = 30

interface Noted {
  readonly appVersion: string
  /** Epoch ms, to the minute. */
  readonly minute: number
  readonly offsetMs: number
}

export interface SeenOptions {
  readonly db: Pick<Database, 'tx'>
  readonly write: CentreWrite
  readonly now: () => number
  /** Takes work that is done behind the answer. */
  readonly inBackground: (event: string, work: Promise<void>) => void
}

/** Keeps when devices spoke, to the minute, and whether their clocks are right. */
export function createSeen({ db, write, now, inBackground }: SeenOptions) {
  const known = new Map<string, Pick<Noted, 'minute' | 'offsetMs'>>()
  /** In the order of their turn. */
  const waiting = new Map<string, Noted>()
  let writtenAt = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | undefined

  function writeSome(): void {
    clearTimeout(timer)
    timer = undefined
    const some = [...waiting].slice(0, MOST_AT_ONCE)
    for (const [enrolmentId] of some) waiting.delete(enrolmentId)
    writtenAt = now()
    if (some.length > 0) inBackground('device-seen-failed', writeAll(some))
    if (waiting.size > 0) later(PAUSE_MS)
  }
  function later(ms: number): void {
    timer ??= setTimeout(writeSome, ms).unref()
  }

  const writeAll = (some: readonly (readonly [string, Noted])[]): Promise<void> =>
    db.tx(['company'], async (q) => {
      // Rows are locked in one order by all who lock several.
      for (const [enrolmentId, { appVersion, minute, offsetMs }] of some.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
        const row = await lockDevice(q, enrolmentId)
        if (!row) continue
        const { lastSeenAt, alarm } = row.doc
        const isOff = Math.abs(offsetMs) > CLOCK_OFF_MS
        const alarmNow = alarm === 'clock' && !isOff ? null : alarm === null && isOff ? 'clock' : alarm
        if (lastSeenAt >= minute && alarmNow === alarm) continue
        const patch = { lastSeenAt: Math.max(lastSeenAt, minute), appVersion, clockOffsetMs: offsetMs, alarm: alarmNow }
        const changed = Object.entries(patch).filter(([field, value]) => row.doc[field as keyof typeof patch] !== value) // keys of patch
        await write(q, [changeOf(row, Object.fromEntries(changed))], alarmNow !== alarm)
      }
    })

  return {
    /** Notes that a device spoke; `sentAt` is its own clock, where it told it. */
    note({ enrolmentId, appVersion }: KnownDevice, sentAt?: number): void {
      const at = now()
      const minute = minuteOf(at)
      const before = known.get(enrolmentId) ?? { minute: 0, offsetMs: 0 }
      const offsetMs = sentAt === undefined ? before.offsetMs : sentAt - at
      // Within a minute only a clock that went off, or came back, is news: that is told at once.
      const isTurned = Math.abs(offsetMs) > CLOCK_OFF_MS !== Math.abs(before.offsetMs) > CLOCK_OFF_MS
      known.set(enrolmentId, { minute, offsetMs })
      if (minute <= before.minute && !isTurned) return
      const noted = { appVersion, minute, offsetMs }
      if (isTurned) {
        waiting.delete(enrolmentId)
        inBackground('device-seen-failed', writeAll([[enrolmentId, noted]]))
        return
      }
      waiting.set(enrolmentId, noted)
      const left = writtenAt + PAUSE_MS - at
      if (left > 0 && left <= PAUSE_MS) later(left)
      else writeSome()
    },
    /** Writes what waits, now. */
    flush(): void {
      while (waiting.size > 0) writeSome()
      clearTimeout(timer)
      timer = undefined
    },
  }
}
