/** Failures in a row after which the centre is left alone for a while. */
const MOST_FAILURES = 5
const FIRST_PAUSE_MS = 5000
const LONGEST_PAUSE_MS = 60_000

/** Stops asking a centre that does not answer: after some failures in a row only one request is let through per pause, and pauses grow. */
export interface Breaker {
  /** Whether a request may go out now; the first one after a pause is a trial. */
  mayAsk(): boolean
  succeeded(): void
  failed(): void
  /** The network came back, or the machine woke up: the next request is a trial. */
  reset(): void
  readonly isOpen: boolean
}

export function createBreaker(now: () => number): Breaker {
  let failures = 0
  let pauseMs = FIRST_PAUSE_MS
  let closedUntil = 0
  return {
    mayAsk: () => {
      if (failures < MOST_FAILURES) return true
      if (now() < closedUntil && closedUntil - now() <= LONGEST_PAUSE_MS) return false // a clock that was set back must not close it for ever
      closedUntil = now() + pauseMs
      return true
    },
    succeeded: () => {
      failures = 0
      pauseMs = FIRST_PAUSE_MS
    },
    failed: () => {
      failures++
      if (failures < MOST_FAILURES) return
      closedUntil = now() + pauseMs
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)
    },
    reset: () => {
      closedUntil = 0
      pauseMs = FIRST_PAUSE_MS
    },
    get isOpen() {
      return failures >= MOST_FAILURES
    },
  }
}

/** Wait before attempt `failures + 1`: full jitter under 1 s doubling to 60 s, and no less than the centre asked for. */
export const backoffMs = (failures: number, random: () => number, retryAfterMs = 0): number =>
  Math.max(retryAfterMs, Math.round(random() * Math.min(60_000, 1000 * 2 ** Math.min(10, Math.max(0, failures - 1)))))
