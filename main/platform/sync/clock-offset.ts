/** Longer round trips say too little of when the centre looked at its clock. */
const LONGEST_RTT_MS = 1000
const KEPT = 8
/** One of the two clocks was set: what was measured before does not count any more. */
const JUMP_MS = 5000

/** How far the centre's clock is ahead of ours: the median of the last estimates. Source: reference of the sync design, 5.1. */
export interface ClockOffset {
  /** One answer: our time at sending and receiving, the centre's when it answered. Epoch ms. Returns the estimate. */
  measured(sentAt: number, receivedAt: number, serverAt: number): number | null
  /** Null before the first. */
  readonly ms: number | null
}

export function estimateOffset(known: number | null): ClockOffset {
  let samples: number[] = []
  let ms = known
  return {
    measured: (sentAt, receivedAt, serverAt) => {
      const rtt = receivedAt - sentAt
      if (rtt < 0 || rtt > LONGEST_RTT_MS) return ms
      const sample = Math.round(serverAt - (sentAt + receivedAt) / 2)
      if (ms !== null && Math.abs(sample - ms) > JUMP_MS) samples = []
      samples = [...samples, sample].slice(-KEPT)
      ms = samples.toSorted((a, b) => a - b)[Math.floor(samples.length / 2)] ?? null
      return ms
    },
    get ms() {
      return ms
    },
  }
}
