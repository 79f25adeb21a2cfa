import { MINUTE_MS } from '#shared/kernel/time.ts'
import type { Store } from '../store.ts'
import type { ClockOffset } from './clock-offset.ts'
import type { HttpProblem } from './http.ts'
import type { Link } from './link.ts'
import type { Replica } from './replica.ts'
import type { LinkAlarm, LinkProblem, LinkState, SyncStatus } from './sync.ts'
import type { Timers } from './timing.ts'

const CLOCK_ALARM_MS = 2 * MINUTE_MS
const NOTICE_AFTER_MS = 200
/** Less than this a clock's difference is not written down anew: every answer of the centre moves it by a few ms, and a push would wait for the disk. */
const KEPT_OFFSET_MS = 50

/** Who met a problem: requests of the loop, the feed, the network under both. */
export type Finder = 'asked' | 'feed' | 'network'

/** What there is to know of the link, and who has to hear of it. */
export interface Condition {
  status(): SyncStatus
  /** Windows hear of it a little later, once for many changes. */
  changed(): void
  setProblem(finder: Finder, problem: LinkProblem | null): void
  has(finder: Finder): boolean
  setAlarm(alarm: LinkAlarm, isOn: boolean): void
  setAwaits(awaits: SyncStatus['awaits']): void
  /** The centre answered, whatever it said. */
  contacted(): void
  /** The centre's time as far as it is known. Epoch ms. */
  centreNow(): number
  /** Our clock was compared with the centre's. */
  measured(offsetMs: number): void
  stop(): void
}

interface ConditionOptions {
  readonly store: Store
  readonly replica: Replica
  readonly offset: ClockOffset
  readonly timers: Timers
  readonly now: () => number
}

export function createCondition({ store, replica: { link, outbox, apply }, offset, timers, now }: ConditionOptions): Condition {
  const alarms = new Set<LinkAlarm>()
  const problems: Record<Finder, LinkProblem | null> = { asked: null, feed: null, network: null }
  let lastContactAt: number | null = null
  let awaits: SyncStatus['awaits'] = null
  let notice: unknown
  let isStopped = false
  let offsetTold = link.get()?.clockOffsetMs ?? null

  const problemNow = () => problems.asked ?? problems.feed ?? problems.network
  const stateOf = (known: Link | undefined): LinkState => {
    if (!known || known.state === 'left') return 'off'
    if (known.state !== 'active') return known.state
    if (problemNow() !== null || lastContactAt === null) return 'offline'
    return apply.cursors().some(({ isLoading, isLost }) => isLoading && !isLost) ? 'loading' : 'online'
  }
  const changed = () => {
    if (notice !== undefined || isStopped) return
    notice = timers.set(() => {
      notice = undefined
      store.announce(new Set(['sync_status']))
    }, NOTICE_AFTER_MS)
  }
  const setAlarm = (alarm: LinkAlarm, isOn: boolean) => {
    if (alarms.has(alarm) === isOn) return
    if (isOn) alarms.add(alarm)
    else alarms.delete(alarm)
    changed()
  }

  return {
    status: () => {
      const known = link.get()
      const state = stateOf(known)
      const told = { lastContactAt, undecidedCount: outbox.undecided(), clockOffsetMs: offset.ms, problem: problemNow(), alarms: [...alarms], awaits }
      if (!known || state === 'off')
        return { ...told, state, address: null, companyName: null, check: null, pendingCount: 0, oldestPendingAt: null, scopes: [] }
      const pending = outbox.pending()
      return {
        ...told,
        state,
        address: known.address,
        companyName: known.companyName,
        check: state === 'waiting' ? known.checkText : null,
        pendingCount: pending.count,
        oldestPendingAt: pending.oldestAt,
        scopes: apply
          .cursors()
          .filter(({ isLost }) => !isLost)
          .map(({ scope, upToDateAt, isLoading, loadedRows }) => ({ scope, upToDateAt, isLoading, loadedRows })),
      }
    },
    changed,
    setProblem: (finder, problem) => {
      if (problems[finder] === problem) return
      problems[finder] = problem
      changed()
    },
    has: (finder) => problems[finder] !== null,
    setAlarm,
    setAwaits: (told) => {
      if (awaits === told) return
      awaits = told
      changed()
    },
    contacted: () => {
      lastContactAt = now()
    },
    centreNow: () => now() + (offset.ms ?? 0),
    measured: (offsetMs) => {
      const kept = link.get()?.clockOffsetMs ?? null
      if (offsetMs === offsetTold && kept !== null) return
      offsetTold = offsetMs
      if (kept === null || Math.abs(offsetMs - kept) >= KEPT_OFFSET_MS) link.set({ clockOffsetMs: offsetMs })
      store.setClock({ offsetMs })
      setAlarm('clock', Math.abs(offsetMs) > CLOCK_ALARM_MS)
      changed()
    },
    stop: () => {
      isStopped = true
      timers.clear(notice)
    },
  }
}

/** How a refusal shows itself; what is missing here is a state of its own. */
export const PROBLEMS: Partial<Record<HttpProblem, LinkProblem>> = {
  unreachable: 'unreachable',
  unavailable: 'busy',
  tooMany: 'busy',
  internal: 'busy',
  unauthorized: 'unauthorized',
  odd: 'odd',
}
