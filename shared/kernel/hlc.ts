/**
 * Hybrid logical clock: 48-bit milliseconds and a 16-bit counter as 16 lowercase hex digits, a dash, the 8-character device tag.
 * Compared bytewise, so `<` on strings is the order in time.
 * Source: reference of the sync design (5.1); Kulkarni et al., "Logical Physical Clocks", 2014.
 */
export type Hlc = string

export interface HlcState {
  readonly atMs: number
  readonly counter: number
}

const MAX_COUNTER = 0xffff

/** The next clock after `last`: never goes back, whatever the wall clock does; a full counter borrows one millisecond. */
export function tick(last: HlcState, nowMs: number): HlcState {
  if (nowMs > last.atMs) return { atMs: nowMs, counter: 0 }
  if (last.counter < MAX_COUNTER) return { atMs: last.atMs, counter: last.counter + 1 }
  return { atMs: last.atMs + 1, counter: 0 }
}

export const formatHlc = (state: HlcState, deviceTag: string): Hlc =>
  `${state.atMs.toString(16).padStart(12, '0')}${state.counter.toString(16).padStart(4, '0')}-${deviceTag}`

export function parseHlc(hlc: Hlc): HlcState {
  return { atMs: Number.parseInt(hlc.slice(0, 12), 16), counter: Number.parseInt(hlc.slice(12, 16), 16) }
}
