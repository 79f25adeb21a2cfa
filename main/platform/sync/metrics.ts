import { monitorEventLoopDelay } from 'node:perf_hooks'
import { OUTCOMES, type WireResult } from '#shared/contract/wire.ts'
import { REFETCH_CAUSES, type RefetchCause, type SyncMetrics } from './sync.ts'

/** Fewer rows say nothing about speed. */
const TELLING_ROWS = 100

/** Between two looks of the event loop at itself; it counts into every delay. */
const STALL_STEP_MS = 20
/** What the loop was late, of a delay in ns; 0 before the first. */
const stallMs = (delayNs: number): number => Math.max(0, Math.round(delayNs / 1e6) - STALL_STEP_MS) || 0

const zeros = <K extends string>(keys: readonly K[]) => Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number> // the keys given

export type Metrics = ReturnType<typeof createMetrics>
export function createMetrics() {
  const outcomes = zeros(OUTCOMES)
  const refetches = zeros(REFETCH_CAUSES)
  let pushes = 0
  let pushRttMs: number | null = null
  let appliedRows = 0
  let appliedRowsPerS: number | null = null
  let applyMs: number | null = null
  let streamRestarts = 0
  let longestSliceMs = 0
  let auditedAt: number | null = null
  let pullLagMs: number | null = null
  const stalls = monitorEventLoopDelay({ resolution: STALL_STEP_MS })
  return {
    start: () => stalls.enable(),
    stop: () => stalls.disable(),
    shown: (lagMs: number) => {
      pullLagMs = Math.max(0, Math.round(lagMs))
    },
    pushed: (rttMs: number, results: readonly WireResult[]) => {
      pushes++
      pushRttMs = rttMs
      for (const { outcome } of results) outcomes[outcome]++
    },
    applied: (rows: number, ms: number) => {
      appliedRows += rows
      if (rows > 0) applyMs = Math.round(ms)
      if (rows >= TELLING_ROWS) appliedRowsPerS = Math.round((rows * 1000) / Math.max(1, ms))
    },
    sliced: (ms: number) => {
      longestSliceMs = Math.max(longestSliceMs, Math.round(ms))
    },
    refetched: (cause: RefetchCause) => {
      refetches[cause]++
    },
    restarted: () => {
      streamRestarts++
    },
    audited: (at: number) => {
      auditedAt = at
    },
    get: (): SyncMetrics => ({
      pushes,
      pushRttMs,
      outcomes: { ...outcomes },
      appliedRows,
      appliedRowsPerS,
      applyMs,
      refetches: { ...refetches },
      streamRestarts,
      longestSliceMs,
      auditedAt,
      pullLagMs,
      stallP99Ms: stallMs(stalls.percentile(99)),
      longestStallMs: stallMs(stalls.max),
    }),
  }
}
