import type { Placed, ShopProblem, ShopSchedule } from './shop.ts'

/** An element of a list whose length the caller knows. */
export const at = (list: Int32Array, index: number): number => list[index] as number // inside: callers stay below the length

/**
 * The problem in flat lists, steps numbered through. Number `n` is nobody: it takes no time, and stands before a job's first step
 * and after its last one, and at both ends of each machine's row.
 */
export interface Shop {
  readonly n: number
  readonly machines: number
  /** The step before and after in the same job. */
  readonly before: Int32Array
  readonly after: Int32Array
  /** Where a step may be done: entries `from[i]` to `from[i + 1]` of `choice` and `time`. */
  readonly from: Int32Array
  readonly choice: Int32Array
  readonly time: Int32Array
  readonly isFlexible: boolean
}

export function flatten({ jobs, machines }: ShopProblem): Shop {
  const steps = jobs.flat()
  const n = steps.length
  const before = new Int32Array(n + 1).fill(n)
  const after = new Int32Array(n + 1).fill(n)
  const from = new Int32Array(n + 1)
  let i = 0
  for (const job of jobs)
    for (let step = 0; step < job.length; step++, i++) {
      if (step > 0) before[i] = i - 1
      if (step < job.length - 1) after[i] = i + 1
    }
  for (const [k, { on }] of steps.entries()) from[k + 1] = at(from, k) + on.length
  const choice = Int32Array.from(steps.flatMap(({ on }) => on.map(({ machine }) => machine)))
  const time = Int32Array.from(steps.flatMap(({ on }) => on.map(({ time }) => time)))
  return { n, machines, before, after, from, choice, time, isFlexible: choice.length > n }
}

/** The orders of all machines: the step before and after each on its machine, and which machine and time it took. */
export interface Orders {
  readonly machine: Int32Array
  readonly took: Int32Array
  readonly prev: Int32Array
  readonly next: Int32Array
}

/**
 * The disjunctive graph of one solution. `head` is the earliest start of a step, `tail` the longest way from its end to the end of
 * everything; both are right after `measure`. A step is critical when head + took + tail is the makespan.
 */
export class Graph implements Orders {
  readonly shop: Shop
  readonly machine: Int32Array
  readonly took: Int32Array
  readonly prev: Int32Array
  readonly next: Int32Array
  readonly head: Int32Array
  readonly tail: Int32Array
  /** First step on each machine. */
  readonly first: Int32Array
  makespan = 0
  private readonly order: Int32Array
  private readonly waits: Int32Array

  constructor(shop: Shop) {
    const list = () => new Int32Array(shop.n + 1)
    this.shop = shop
    this.machine = list()
    this.took = list()
    this.prev = list().fill(shop.n)
    this.next = list().fill(shop.n)
    this.head = list()
    this.tail = list()
    this.first = new Int32Array(shop.machines).fill(shop.n)
    this.order = list()
    this.waits = list()
  }

  /** Computes heads and tails in an order that respects all arrows. False when there is a circle: then nothing here is right. */
  measure(): boolean {
    const { shop, took, prev, next, head, tail, order, waits } = this
    const { n, before, after } = shop
    let [read, write] = [0, 0]
    for (let i = 0; i < n; i++) {
      const w = (at(before, i) === n ? 0 : 1) + (at(prev, i) === n ? 0 : 1)
      waits[i] = w
      if (w === 0) order[write++] = i
    }
    const isFree = (i: number) => {
      const left = at(waits, i) - 1
      waits[i] = left
      return left === 0
    }
    while (read < write) {
      const i = at(order, read++)
      const b = at(before, i)
      const p = at(prev, i)
      const viaJob = at(head, b) + at(took, b)
      const viaMachine = at(head, p) + at(took, p)
      head[i] = viaJob > viaMachine ? viaJob : viaMachine
      const a = at(after, i)
      if (a !== n && isFree(a)) order[write++] = a
      const m = at(next, i)
      if (m !== n && isFree(m)) order[write++] = m
    }
    if (write < n) return false
    let makespan = 0
    for (let k = n - 1; k >= 0; k--) {
      const i = at(order, k)
      const a = at(after, i)
      const m = at(next, i)
      const viaJob = at(tail, a) + at(took, a)
      const viaMachine = at(tail, m) + at(took, m)
      const longest = viaJob > viaMachine ? viaJob : viaMachine
      tail[i] = longest
      const through = at(head, i) + at(took, i) + longest
      if (through > makespan) makespan = through
    }
    this.makespan = makespan
    return true
  }

  /** Takes a step off its machine. */
  detach(i: number): void {
    const { n } = this.shop
    const [p, m] = [at(this.prev, i), at(this.next, i)]
    if (p === n) this.first[at(this.machine, i)] = m
    else this.next[p] = m
    if (m !== n) this.prev[m] = p
  }

  /** Puts a step on a machine behind another one there, or first (`behind` is nobody). */
  attach(i: number, machine: number, took: number, behind: number): void {
    const { n } = this.shop
    const m = behind === n ? at(this.first, machine) : at(this.next, behind)
    this.machine[i] = machine
    this.took[i] = took
    this.prev[i] = behind
    this.next[i] = m
    if (behind === n) this.first[machine] = i
    else this.next[behind] = i
    if (m !== n) this.prev[m] = i
  }

  /** Takes over another solution. */
  load(orders: Orders): void {
    this.machine.set(orders.machine)
    this.took.set(orders.took)
    this.prev.set(orders.prev)
    this.next.set(orders.next)
    this.first.fill(this.shop.n)
    for (let i = 0; i < this.shop.n; i++) if (at(this.prev, i) === this.shop.n) this.first[at(this.machine, i)] = i
    if (!this.measure()) throw new Error('a solution that was kept has a circle')
  }

  /** A copy that further changes do not touch. */
  keep(): Orders {
    return { machine: this.machine.slice(), took: this.took.slice(), prev: this.prev.slice(), next: this.next.slice() }
  }

  schedule({ jobs }: ShopProblem): ShopSchedule {
    let i = 0
    const placed = jobs.flatMap((steps, job) =>
      steps.map((_, step): Placed => {
        const startAt = at(this.head, i)
        const one = { job, step, machine: at(this.machine, i), startAt, endAt: startAt + at(this.took, i) }
        i++
        return one
      }),
    )
    return { makespan: this.makespan, placed }
  }
}
