/** One step of a job: it takes one of these machines, each for its own time. */
export interface Step {
  readonly on: readonly { readonly machine: number; readonly time: number }[]
}

/**
 * A (flexible) job shop: each job is a row of steps to be done one after the other, a machine does one step at a time, and what
 * was begun is finished. Times are whole numbers of any unit. Wanted: the shortest time until everything is done.
 */
export interface ShopProblem {
  readonly machines: number
  readonly jobs: readonly (readonly Step[])[]
}

/** Where and when a step is done. */
export interface Placed {
  readonly job: number
  readonly step: number
  readonly machine: number
  readonly startAt: number
  readonly endAt: number
}
export interface ShopSchedule {
  readonly makespan: number
  readonly placed: readonly Placed[]
}

/**
 * Everything that is wrong with a schedule, in words; empty when each step is done once, on a machine that can do it, for as long
 * as it takes there, after the step before it, and no machine does two at once. Shares nothing with the search but the problem.
 */
export function faultsOf({ jobs, machines }: ShopProblem, { placed, makespan }: ShopSchedule): string[] {
  const faults: string[] = []
  const found = new Map(placed.map((one) => [`${one.job} ${one.step}`, one]))
  if (found.size !== placed.length) faults.push('a step is placed twice')
  for (const [job, steps] of jobs.entries()) {
    let readyAt = 0
    for (const [step, { on }] of steps.entries()) {
      const one = found.get(`${job} ${step}`)
      if (!one) {
        faults.push(`step ${step} of job ${job} is missing`)
        continue
      }
      const time = on.find(({ machine }) => machine === one.machine)?.time
      if (time === undefined || one.endAt - one.startAt !== time) faults.push(`step ${step} of job ${job} is on machine ${one.machine} for a wrong time`)
      if (one.startAt < readyAt) faults.push(`step ${step} of job ${job} begins before the one before it has ended`)
      readyAt = one.endAt
    }
  }
  for (let machine = 0; machine < machines; machine++) {
    const on = placed.filter((one) => one.machine === machine && one.endAt > one.startAt).sort((a, b) => a.startAt - b.startAt)
    for (const [i, one] of on.entries()) if (i > 0 && one.startAt < (on[i - 1]?.endAt ?? 0)) faults.push(`machine ${machine} does two steps at ${one.startAt}`)
  }
  const last = placed.reduce((latest, { endAt }) => Math.max(latest, endAt), 0)
  if (last !== makespan || placed.length !== jobs.reduce((sum, steps) => sum + steps.length, 0)) faults.push(`the makespan is ${last}, not ${makespan}`)
  return faults
}

/**
 * No schedule is shorter: the longest job, each machine's own work with what must come before and after it, and all work shared
 * out evenly. A search that has come down to it may stop.
 */
export function lowerBound({ jobs, machines }: ShopProblem): number {
  let [bound, all] = [0, 0]
  const each = (value: number) => Array.from({ length: machines }, () => value)
  const [load, head, tail] = [each(0), each(Number.POSITIVE_INFINITY), each(Number.POSITIVE_INFINITY)]
  for (const steps of jobs) {
    const least = steps.map(({ on }) => Math.min(...on.map(({ time }) => time)))
    const total = least.reduce((sum, time) => sum + time, 0)
    bound = Math.max(bound, total)
    all += total
    let before = 0
    for (const [step, { on }] of steps.entries()) {
      const own = least[step] ?? 0
      const only = on.length === 1 ? on[0]?.machine : undefined
      if (only !== undefined) {
        load[only] = (load[only] ?? 0) + own
        head[only] = Math.min(head[only] ?? 0, before)
        tail[only] = Math.min(tail[only] ?? 0, total - before - own)
      }
      before += own
    }
  }
  for (const [machine, work] of load.entries()) if (work > 0) bound = Math.max(bound, work + (head[machine] ?? 0) + (tail[machine] ?? 0))
  return Math.max(bound, machines > 0 ? Math.ceil(all / machines) : 0)
}

/**
 * Text of a published instance: first line jobs and machines, then a line per job. Classic: pairs of machine (from 0) and time.
 * Flexible: the number of steps, then for each the number of machines and pairs of machine (from 1) and time.
 */
export function readInstance(text: string, isFlexible: boolean): ShopProblem {
  const [sizes = '', ...lines] = text.split('\n').filter((line) => line.trim() !== '')
  const numbers = (line: string) => line.trim().split(/\s+/).map(Number)
  const [count = 0, machines = 0] = numbers(sizes)
  const jobs = lines.slice(0, count).map((line) => {
    const rest = numbers(line)
    const next = () => rest.shift() ?? 0
    if (!isFlexible) return Array.from({ length: rest.length / 2 }, (): Step => ({ on: [{ machine: next(), time: next() }] }))
    return Array.from({ length: next() }, (): Step => ({ on: Array.from({ length: next() }, () => ({ machine: next() - 1, time: next() })) }))
  })
  return { machines, jobs }
}
