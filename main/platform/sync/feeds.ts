import { COMPANY_SCOPE } from '#shared/contract/sync.ts'
import { isDiskFull } from '../check.ts'
import { factsOf, type Log } from '../log.ts'
import type { FeedChange } from './apply.ts'
import { type Condition, PROBLEMS } from './condition.ts'
import { baseOf, type Http, type HttpProblem } from './http.ts'
import type { Metrics } from './metrics.ts'
import { type Pull, startPull, type StreamEnd } from './pull.ts'
import type { Replica } from './replica.ts'
import type { Store } from '../store.ts'
import type { RefetchCause } from './sync.ts'
import type { Timing } from './timing.ts'

/** The streams of rows: one for each scope that is this device's. */
export interface Feeds {
  /** Begins what is missing, ends what is no longer ours. */
  keep(): void
  /** Reads a scope from its beginning. */
  restart(scope: string, cause: RefetchCause): Promise<void>
  wake(): void
  /** Ends all of them; `keep` begins them again. */
  stop(): Promise<void>
}

interface FeedsOptions {
  readonly store: Store
  readonly replica: Replica
  readonly http: Http
  readonly condition: Condition
  readonly metrics: Metrics
  readonly log: Log
  readonly newTiming: () => Timing
  /** Asks the centre for this device's standing; it was taken when this resolves. */
  readonly standing: () => Promise<void>
  /** Resolves when rows may be taken. */
  readonly turn: () => Promise<void>
  /** The centre refuses this device as such. */
  readonly onRefused: () => void
}

const REFUSALS: ReadonlySet<HttpProblem> = new Set(['unauthorized', 'waiting', 'revoked', 'cloned', 'upgrade'])

export function createFeeds({ store, replica: { link, apply }, http, condition, metrics, log, newTiming, standing, turn, onRefused }: FeedsOptions): Feeds {
  const pulls = new Map<string, Pull>()
  const allLocations = () => store.connection.raw.prepare('SELECT id FROM location').pluck().all() as string[] // a text column
  /** No scope was ever read whole: nobody knows the shop on this device. */
  let isFirstLoad = false

  const stopOne = async (scope: string) => {
    const pull = pulls.get(scope)
    pulls.delete(scope)
    await pull?.stop()
  }
  const onEnd = (scope: string, end: StreamEnd) => {
    metrics.restarted()
    if ('problem' in end) {
      log.info('feed ended', { scope, problem: end.problem })
      if (REFUSALS.has(end.problem)) onRefused()
      condition.setProblem('feed', PROBLEMS[end.problem] ?? null)
      return
    }
    log.warn('feed ended', { scope, ...factsOf(end.failed) })
    condition.setProblem('feed', isDiskFull(end.failed) ? 'diskFull' : 'applyFailed')
  }
  /** A new location may be this device's too; so may those that somebody gave or took from it. */
  const isOfScopes = (change: FeedChange): boolean => {
    if ('remove' in change || change.doc === null) return false
    const { scopes = [] } = link.get() ?? {}
    if (change.kind === 'location') return !scopes.includes(change.id)
    if (change.kind !== 'sync_device') return false
    const { deviceId, locations } = JSON.parse(change.doc) as { deviceId?: string; locations?: readonly string[] | null } // as the centre writes it
    return deviceId === store.device.id && scopes.toSorted().join() !== [COMPANY_SCOPE, ...(locations ?? allLocations())].sort().join()
  }
  const start = (scope: string, address: string): Pull =>
    startPull({
      scope,
      address: baseOf(address),
      apply,
      fetch: http.fetch,
      timing: newTiming(),
      turn,
      fold: store.fold,
      onBatch: (rows, tookMs, isUpToDate) => {
        metrics.applied(rows, tookMs)
        condition.setProblem('feed', null)
        if (rows > 0 || isUpToDate) condition.changed()
        if (isFirstLoad && isUpToDate && apply.cursors().every(({ isLoading }) => !isLoading)) isFirstLoad = false
        store.holdDerived(isFirstLoad)
      },
      onSlice: metrics.sliced,
      onChanges: (changes) => {
        if (changes.some(isOfScopes)) void standing()
      },
      standing,
      onShown: (changedAt) => metrics.shown(condition.centreNow() - changedAt),
      onRefetch: (cause) => {
        metrics.refetched(cause)
        condition.changed()
      },
      onEnd: (end) => onEnd(scope, end),
    })
  const keep = () => {
    const known = link.get()
    if (known?.state !== 'active') return
    if (pulls.size === 0) isFirstLoad = apply.cursors().every(({ upToDateAt }) => upToDateAt === null)
    for (const scope of pulls.keys()) if (!known.scopes.includes(scope)) void stopOne(scope)
    for (const scope of known.scopes) if (!pulls.has(scope)) pulls.set(scope, start(scope, known.address))
  }

  return {
    keep,
    restart: async (scope, cause) => {
      await stopOne(scope)
      apply.refetch(scope, cause === 'centre')
      metrics.refetched(cause)
      condition.changed()
    },
    wake: () => {
      for (const pull of pulls.values()) pull.wake()
    },
    stop: async () => {
      store.holdDerived(false)
      await Promise.all([...pulls.keys()].map(stopOne))
    },
  }
}
