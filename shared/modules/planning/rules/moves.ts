import { at, type Graph } from './graph.ts'

/**
 * Where a critical step could go instead: behind `behind` on `machine` (nobody: first). `makespan` is the longest way through what is
 * moved, an estimate from below or near it; `passed` are the steps that it changes places with, when it stays on its machine.
 */
export interface Move {
  readonly step: number
  readonly machine: number
  readonly took: number
  readonly behind: number
  readonly makespan: number
  readonly passed: readonly number[]
  /** It goes to a later place among `passed`. */
  readonly isLater: boolean
}

/** Steps of one critical way, in their order; which one of several is the chance's matter. */
export function criticalWay({ shop, head, took, tail, prev, makespan }: Graph, choose: (limit: number) => number): number[] {
  const { n, before } = shop
  const ends: number[] = []
  for (let i = 0; i < n; i++) if (at(tail, i) === 0 && at(head, i) + at(took, i) === makespan) ends.push(i)
  const way: number[] = []
  for (let i = ends[choose(ends.length)] ?? n; i !== n; ) {
    way.push(i)
    const [b, p] = [at(before, i), at(prev, i)]
    const byJob = b !== n && at(head, b) + at(took, b) === at(head, i)
    const byMachine = p !== n && at(head, p) + at(took, p) === at(head, i)
    i = byJob && byMachine ? (choose(2) === 0 ? b : p) : byJob ? b : byMachine ? p : n
  }
  return way.reverse()
}

/**
 * Moves that can shorten the way. Within each block (critical steps in a row on one machine) a step goes to either end of it, and
 * the steps at its ends go anywhere inside: neighbourhood N7 (Zhang, Li, Guan and Rao 2007), legal by the conditions and judged by
 * the estimate of Balas and Vazacopoulos (1998). Where a step has other machines it may change to the best place on each
 * (after Mastrolilli and Gambardella 2000). None of them makes a circle.
 */
export function movesOf(graph: Graph, way: readonly number[], visit: (move: Move) => void): void {
  const { machine } = graph
  for (let from = 0; from < way.length; ) {
    let to = from + 1
    while (to < way.length && at(machine, way[to] ?? 0) === at(machine, way[from] ?? 0) && at(graph.prev, way[to] ?? 0) === way[to - 1]) to++
    const block = way.slice(from, to)
    for (let k = 1; k < block.length; k++) {
      later(graph, block, 0, k, visit)
      earlier(graph, block, k, 0, visit)
      if (k < block.length - 1) {
        later(graph, block, k, block.length - 1, visit)
        if (k > 0) earlier(graph, block, block.length - 1, k, visit)
      }
    }
    from = to
  }
  if (graph.shop.isFlexible) for (const step of way) elsewhere(graph, step, visit)
}

/** Moves `block[i]` right behind `block[j]`. */
function later({ shop, head, tail, took, prev, next, machine }: Graph, block: readonly number[], i: number, j: number, visit: (move: Move) => void): void {
  const { n, before, after } = shop
  const [u, v] = [block[i] ?? n, block[j] ?? n]
  const a = at(after, u)
  // A way from u's next step back to v would close a circle.
  if (a === v || (a !== n && at(tail, v) + at(took, v) <= at(tail, a))) return
  let last = at(prev, u)
  let endsAt = at(head, last) + at(took, last)
  const heads: number[] = []
  for (let k = i + 1; k <= j; k++) {
    const l = block[k] ?? n
    const b = at(before, l)
    const startsAt = Math.max(at(head, b) + at(took, b), endsAt)
    heads.push(startsAt)
    endsAt = startsAt + at(took, l)
    last = l
  }
  const bu = at(before, u)
  const startU = Math.max(at(head, bu) + at(took, bu), endsAt)
  const nv = at(next, v)
  let tailAt = Math.max(at(tail, a) + at(took, a), at(tail, nv) + at(took, nv))
  let longest = startU + at(took, u) + tailAt
  tailAt += at(took, u)
  for (let k = j; k > i; k--) {
    const l = block[k] ?? n
    const al = at(after, l)
    const own = Math.max(at(tail, al) + at(took, al), tailAt)
    longest = Math.max(longest, (heads[k - i - 1] ?? 0) + at(took, l) + own)
    tailAt = own + at(took, l)
  }
  visit({ step: u, machine: at(machine, u), took: at(took, u), behind: last, makespan: longest, passed: block.slice(i + 1, j + 1), isLater: true })
}

/** Moves `block[j]` right before `block[i]`. */
function earlier({ shop, head, tail, took, prev, next, machine }: Graph, block: readonly number[], j: number, i: number, visit: (move: Move) => void): void {
  const { n, before, after } = shop
  const [u, v] = [block[i] ?? n, block[j] ?? n]
  const b = at(before, v)
  // A way from u to the step before v would close a circle.
  if (b === u || (b !== n && at(head, u) + at(took, u) <= at(head, b))) return
  const behind = at(prev, u)
  const startV = Math.max(at(head, b) + at(took, b), at(head, behind) + at(took, behind))
  let endsAt = startV + at(took, v)
  const heads: number[] = []
  for (let k = i; k < j; k++) {
    const l = block[k] ?? n
    const bl = at(before, l)
    const startsAt = Math.max(at(head, bl) + at(took, bl), endsAt)
    heads.push(startsAt)
    endsAt = startsAt + at(took, l)
  }
  const nv = at(next, v)
  let tailAt = at(tail, nv) + at(took, nv)
  let longest = 0
  for (let k = j - 1; k >= i; k--) {
    const l = block[k] ?? n
    const al = at(after, l)
    const own = Math.max(at(tail, al) + at(took, al), tailAt)
    longest = Math.max(longest, (heads[k - i] ?? 0) + at(took, l) + own)
    tailAt = own + at(took, l)
  }
  const av = at(after, v)
  longest = Math.max(longest, startV + at(took, v) + Math.max(at(tail, av) + at(took, av), tailAt))
  visit({ step: v, machine: at(machine, v), took: at(took, v), behind, makespan: longest, passed: block.slice(i, j), isLater: false })
}

/** The best place for a step on each other machine that can do it. */
export function elsewhere(graph: Graph, step: number, visit: (move: Move) => void, only?: number): void {
  const { shop, head, tail, took, next, first, machine } = graph
  const { n, before, after, from, choice, time } = shop
  const [b, a] = [at(before, step), at(after, step)]
  const readyAt = at(head, b) + at(took, b)
  const rest = at(tail, a) + at(took, a)
  for (let k = at(from, step); k < at(from, step + 1); k++) {
    const target = at(choice, k)
    if (target === at(machine, step) || (only !== undefined && target !== only)) continue
    let [best, place] = [Number.POSITIVE_INFINITY, -1]
    for (let p = n, y = at(first, target); ; p = y, y = at(next, y)) {
      // Behind p only if no way leads from the step after ours to p, before y only if none leads from y to the step before ours.
      if (p !== n && a !== n && (p === a || at(head, p) >= at(head, a) + at(took, a))) break
      if (y === n || b === n || (y !== b && at(head, y) + at(took, y) > at(head, b))) {
        const through = Math.max(readyAt, at(head, p) + at(took, p)) + at(time, k) + Math.max(rest, at(tail, y) + at(took, y))
        if (through < best) [best, place] = [through, p]
      }
      if (y === n) break
    }
    if (place !== -1) visit({ step, machine: target, took: at(time, k), behind: place, makespan: best, passed: [], isLater: false })
  }
}
