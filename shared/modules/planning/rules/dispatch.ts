import { at, Graph, type Shop } from './graph.ts'
import type { Chance } from './chance.ts'

/** By what the next step is chosen among those that are ready. */
const RULES = ['mostWorkLeft', 'longest', 'shortest', 'mostStepsLeft'] as const
export const DISPATCHES = RULES.length

/**
 * A first solution: again and again the machine on which a ready step could end soonest, and of the steps ready for it before that
 * end the one that the rule prefers (active schedules after Giffler and Thompson 1960). `blur` mixes chance into the rule, in percent.
 */
export function dispatch(shop: Shop, rule: number, chance: Chance, blur: number): Graph {
  const { n, before, after, from, choice, time, machines } = shop
  const graph = new Graph(shop)
  const [work, steps] = [new Int32Array(n + 1), new Int32Array(n + 1)]
  const least = new Int32Array(n + 1)
  for (let i = n - 1; i >= 0; i--) {
    let shortest = at(time, at(from, i))
    for (let k = at(from, i) + 1; k < at(from, i + 1); k++) shortest = Math.min(shortest, at(time, k))
    least[i] = shortest
    work[i] = at(work, at(after, i)) + shortest
    steps[i] = at(steps, at(after, i)) + 1
  }
  const free = new Int32Array(machines)
  const last = new Int32Array(machines).fill(n)
  const end = new Int32Array(n + 1)
  const urgency = (i: number) => {
    const plain = [at(work, i), at(least, i), -at(least, i), at(steps, i)][rule % DISPATCHES] ?? 0
    return blur === 0 ? plain : plain * (100 - chance.below(blur))
  }
  let ready = Array.from({ length: n }, (_, i) => i).filter((i) => at(before, i) === n)
  while (ready.length > 0) {
    let [soonest, machine] = [Number.POSITIVE_INFINITY, 0]
    for (const i of ready)
      for (let k = at(from, i); k < at(from, i + 1); k++) {
        const ends = Math.max(at(end, at(before, i)), at(free, at(choice, k))) + at(time, k)
        if (ends < soonest) [soonest, machine] = [ends, at(choice, k)]
      }
    let [chosen, took, most] = [n, 0, Number.NEGATIVE_INFINITY]
    for (const i of ready)
      for (let k = at(from, i); k < at(from, i + 1); k++) {
        if (at(choice, k) !== machine) continue
        const starts = Math.max(at(end, at(before, i)), at(free, machine))
        if (starts >= soonest && starts + at(time, k) > soonest) continue
        const isBestHere = at(time, k) <= at(least, i) * 2 || starts + at(time, k) === soonest
        const wanted = isBestHere ? urgency(i) : Number.MIN_SAFE_INTEGER
        if (wanted > most) [chosen, took, most] = [i, at(time, k), wanted]
      }
    graph.attach(chosen, machine, took, at(last, machine))
    const starts = Math.max(at(end, at(before, chosen)), at(free, machine))
    end[chosen] = starts + took
    free[machine] = starts + took
    last[machine] = chosen
    ready = ready.filter((i) => i !== chosen)
    if (at(after, chosen) !== n) ready.push(at(after, chosen))
  }
  if (!graph.measure()) throw new Error('a dispatched schedule has no circle')
  return graph
}
