import { createHash } from 'node:crypto'
import { type Chance, chanceOf } from './chance.ts'

/** Virtual time, and all that is to happen in it; told to a trace, of which two runs of one seed have the same hash. */
export interface World {
  readonly chance: Chance
  /** True time, epoch ms. */
  readonly now: number
  /** Does it in so many ms; equal times in the order in which they were asked for. */
  after(ms: number, work: () => Promise<void> | void): void
  /** Lets time pass: everything due until then happens. */
  runUntil(at: number): Promise<void>
  /** Moves the time on without anything happening. */
  skip(ms: number): void
  note(line: string): void
  readonly lines: readonly string[]
  hash(): string
}

export function createWorld(seed: number, startAt: number): World {
  const chance = chanceOf(seed)
  const queue: { at: number; n: number; work: () => Promise<void> | void }[] = []
  const lines: string[] = []
  let now = startAt
  let asked = 0
  return {
    chance,
    get now() {
      return now
    },
    after: (ms, work) => {
      const event = { at: now + Math.max(0, Math.round(ms)), n: asked++, work }
      let i = queue.length
      while (i > 0 && (queue[i - 1]?.at ?? 0) > event.at) i--
      queue.splice(i, 0, event)
    },
    runUntil: async (at) => {
      for (let next = queue[0]; next && next.at <= at; next = queue[0]) {
        queue.shift()
        now = next.at
        await next.work()
      }
      now = Math.max(now, at)
    },
    skip: (ms) => {
      now += ms
    },
    note: (line) => {
      lines.push(`${now - startAt} ${line}`)
    },
    lines,
    hash: () => createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 16),
  }
}
