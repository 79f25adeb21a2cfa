/** Time as the network side of sync sees it; tests hand in their own. */
export interface Timing {
  now(): number
  random(): number
  /** Waits; ends early when woken. */
  sleep(ms: number): Promise<void>
  /** Lets whatever waits have its turn, also before others who breathe: they go on one in each turn of the event loop. */
  breathe(): Promise<void>
  /** Ends the sleep under way; the next one, if none is. */
  wake(): void
}

export interface Timers {
  set(work: () => void, ms: number): unknown
  clear(timer: unknown): void
}
export const realTimers: Timers = {
  set: (work, ms) => setTimeout(work, ms).unref(),
  clear: (timer) => clearTimeout(timer as NodeJS.Timeout), // made by `set`
}

let turn = Promise.resolve()

/** Timers that never keep a process alive. Each sleeper has a timing of its own. */
export function createTiming({ now, random, timers }: { now: () => number; random: () => number; timers: Timers }): Timing {
  let end: (() => void) | undefined
  let isWoken = false
  return {
    now,
    random,
    sleep: (ms) => {
      if (isWoken) {
        isWoken = false
        return Promise.resolve()
      }
      return new Promise((resolve) => {
        const timer = timers.set(() => end?.(), Math.min(ms, 2 ** 31 - 1))
        end = () => {
          timers.clear(timer)
          end = undefined
          resolve()
        }
      })
    },
    breathe: () => {
      turn = turn.then(() => new Promise<void>((resolve) => setImmediate(resolve)))
      return turn
    },
    wake: () => {
      if (end) end()
      else isWoken = true
    },
  }
}
