import { type Chance, chanceOf } from './chance.ts'
import { DISPATCHES, dispatch } from './dispatch.ts'
import { at, flatten, Graph, type Orders, type Shop } from './graph.ts'
import { criticalWay, elsewhere, type Move, movesOf } from './moves.ts'
import { lowerBound, type ShopProblem, type ShopSchedule } from './shop.ts'

export interface Effort {
  readonly seed: number
  /** How many steps may be looked at, all in all: what time is measured in where there is no clock. About 50 million a second. */
  readonly steps: number
}

/** Solutions between which new ones are sought. */
const POOL = 8
/** A walk that has found nothing better for so many moves ends. */
const PATIENCE = 5000
/** What judging one move costs, in steps looked at. */
const JUDGING = 8
const TABU_SIZE = 1 << 20

/**
 * A short schedule: tabu search over critical blocks from dispatched solutions, then again from points between two good solutions
 * (path relinking, after Peng, Lü and Cheng 2015). The same problem, seed and effort always give the same schedule; it ends early
 * when no schedule can be shorter.
 */
export function solve(problem: ShopProblem, { seed, steps }: Effort): ShopSchedule {
  const shop = flatten(problem)
  if (shop.n === 0) return { makespan: 0, placed: [] }
  const chance = chanceOf(seed)
  const search = new Search(shop, chance, lowerBound(problem), steps)
  let start = dispatch(shop, 0, chance, 0)
  for (let rule = 1; rule < DISPATCHES; rule++) {
    const other = dispatch(shop, rule, chance, 0)
    if (other.makespan < start.makespan) start = other
  }
  search.offer(start.keep(), start.makespan)
  search.walk(start)
  const pool: Found[] = [search.walked()]
  while (pool.length < POOL && !search.isOver()) {
    const next = dispatch(shop, pool.length, chance, 60)
    search.walk(next)
    pool.push(search.walked())
  }
  while (!search.isOver()) {
    const from = chance.below(pool.length)
    const to = (from + 1 + chance.below(pool.length - 1)) % pool.length
    const graph = new Graph(shop)
    graph.load((pool[from] as Found).orders) // below its length
    relink(graph, (pool[to] as Found).orders, chance) // below its length
    search.walk(graph)
    replaceWorst(pool, search.walked(), chance, shop)
  }
  const best = new Graph(shop)
  best.load(search.best.orders)
  return best.schedule(problem)
}

interface Found {
  readonly orders: Orders
  readonly makespan: number
}

/** A newcomer takes the place of the worst, or of the one that it resembles. */
function replaceWorst(pool: Found[], found: Found, chance: Chance, { n }: Shop): void {
  const same = (one: Found) => {
    let different = 0
    for (let i = 0; i < n; i++) if (at(one.orders.prev, i) !== at(found.orders.prev, i)) different++
    return different * 20 < n
  }
  const twin = pool.findIndex(same)
  if (twin !== -1) {
    if (found.makespan <= (pool[twin]?.makespan ?? 0)) pool[twin] = found
    return
  }
  let worst = chance.below(pool.length)
  for (const [k, one] of pool.entries()) if (one.makespan > (pool[worst]?.makespan ?? 0)) worst = k
  if (found.makespan <= (pool[worst]?.makespan ?? 0)) pool[worst] = found
}

/** Walks from one solution about half of the way to another: steps change to its machines, and neighbours on a machine to its order. */
function relink(graph: Graph, goal: Orders, chance: Chance): void {
  const { shop, machine, next } = graph
  const { n, before, after } = shop
  if (shop.isFlexible)
    for (let i = 0; i < n; i++) {
      if (at(machine, i) === at(goal.machine, i) || chance.below(2) === 0) continue
      elsewhere(graph, i, (move) => apply(graph, move), at(goal.machine, i))
    }
  const rank = new Int32Array(n + 1)
  for (let i = 0; i < n; i++) {
    if (at(goal.prev, i) !== n) continue
    for (let k = i, r = 0; k !== n; k = at(goal.next, k), r++) rank[k] = r
  }
  const wrong = (i: number) => {
    const m = at(next, i)
    return m !== n && at(goal.machine, i) === at(goal.machine, m) && at(rank, i) > at(rank, m)
  }
  let swaps = 0
  for (let i = 0; i < n; i++)
    for (let k = at(next, i); k !== n; k = at(next, k)) if (at(goal.machine, i) === at(goal.machine, k) && at(rank, i) > at(rank, k)) swaps++
  swaps = Math.min(2000, Math.floor((swaps * (30 + chance.below(40))) / 100))
  for (let tries = swaps * 4; swaps > 0 && tries > 0; tries--) {
    let i = chance.below(n)
    for (let k = 0; k < n && !wrong(i); k++) i = i + 1 === n ? 0 : i + 1
    if (!wrong(i)) return
    const m = at(next, i)
    const [a, b] = [at(after, i), at(before, m)]
    if (a === m || (a !== n && b !== n && (a === b || at(graph.head, b) >= at(graph.head, a) + at(graph.took, a)))) continue
    apply(graph, { step: i, machine: at(machine, i), took: at(graph.took, i), behind: m })
    swaps--
  }
}

/** Makes a move that makes no circle, and measures. */
function apply(graph: Graph, { step, machine, took, behind }: Pick<Move, 'step' | 'machine' | 'took' | 'behind'>): void {
  graph.detach(step)
  graph.attach(step, machine, took, behind)
  if (!graph.measure()) throw new Error('a move that was legal made a circle')
}

class Search {
  best: Found = {
    orders: { machine: new Int32Array(), took: new Int32Array(), prev: new Int32Array(), next: new Int32Array() },
    makespan: Number.POSITIVE_INFINITY,
  }
  private found: Found = this.best
  private left: number
  /** Until which move a pair of steps may not be put in this order again, or a step on this machine. Kept by a hash: a false alarm costs one move. */
  private readonly tabu = new Int32Array(TABU_SIZE)
  private now = 1
  private readonly shop: Shop
  private readonly chance: Chance
  private readonly bound: number

  constructor(shop: Shop, chance: Chance, bound: number, steps: number) {
    this.shop = shop
    this.chance = chance
    this.bound = bound
    this.left = steps
  }

  isOver(): boolean {
    return this.left <= 0 || this.best.makespan <= this.bound
  }

  offer(orders: Orders, makespan: number): void {
    if (makespan < this.best.makespan) this.best = { orders, makespan }
  }

  /** The best solution of the last walk. */
  walked(): Found {
    return this.found
  }

  /** Tabu search from a solution, which it changes. */
  walk(graph: Graph): void {
    const { shop, chance } = this
    const { n, machines } = shop
    const ratio = n / machines
    const length = 10 + Math.floor(ratio / Math.max(1, machines) + ratio / 4)
    let best: Found = { orders: graph.keep(), makespan: graph.makespan }
    this.now += 100_000
    for (let since = 0; since < PATIENCE && !this.isOver(); since++) {
      const way = criticalWay(graph, (limit) => chance.below(limit))
      const move = this.choose(graph, way, best.makespan)
      if (!move) break
      this.forbid(graph, move, length + chance.below(length))
      apply(graph, move)
      this.now++
      this.left -= n
      if (graph.makespan >= best.makespan) continue
      best = { orders: graph.keep(), makespan: graph.makespan }
      this.offer(best.orders, best.makespan)
      since = -1
    }
    this.found = best
  }

  /** The best move that is not tabu, or is better than all before; any one when all are tabu. */
  private choose(graph: Graph, way: readonly number[], known: number): Move | undefined {
    const { chance } = this
    let [chosen, best, equals]: [Move | undefined, number, number] = [undefined, Number.POSITIVE_INFINITY, 0]
    let [any, seen]: [Move | undefined, number] = [undefined, 0]
    movesOf(graph, way, (move) => {
      this.left -= JUDGING
      if (this.isTabu(move) && move.makespan >= known) {
        if (chance.below(++seen) === 0) any = move
        return
      }
      if (move.makespan > best) return
      equals = move.makespan < best ? 1 : equals + 1
      if (equals > 1 && chance.below(equals) !== 0) return
      chosen = move
      best = move.makespan
    })
    return chosen ?? any
  }

  private isTabu({ step, passed, isLater, machine }: Move): boolean {
    if (passed.length === 0) return at(this.tabu, slotOf(step, this.shop.n + machine)) > this.now
    return passed.some((other) => at(this.tabu, isLater ? slotOf(other, step) : slotOf(step, other)) > this.now)
  }

  private forbid(graph: Graph, { step, passed, isLater }: Move, moves: number): void {
    const until = this.now + moves
    if (passed.length === 0) this.tabu[slotOf(step, this.shop.n + at(graph.machine, step))] = until
    for (const other of passed) this.tabu[isLater ? slotOf(step, other) : slotOf(other, step)] = until
  }
}

const slotOf = (first: number, second: number): number => (Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b)) & (TABU_SIZE - 1)
