/*
 * Timing on a noisy machine: the bound and the subject of a measure run interleaved, round by round, in one process. A figure is
 * the best and the median over the rounds; the ratio is the median of the rounds' own ratios, so that what slows a whole round
 * down falls out of it.
 */

/** What one round of one subject came to: latencies in ms (`p50`, `p99`), `ms`, `rowsPerSecond`, `mb`. */
export type Figures = Readonly<Record<string, number>>
export interface Subject {
  readonly name: string
  readonly run: () => Figures | Promise<Figures>
}
export interface Spread {
  readonly best: number
  readonly median: number
}
/** Limits by figure: at most, or at least where more is better. `ratio` limits the ratio to the bare work. */
export interface Bounds {
  readonly most?: Readonly<Record<string, number>>
  readonly least?: Readonly<Record<string, number>>
  readonly ratio?: number
}
/** One line of the report. */
export interface Outcome {
  readonly id: string
  readonly title: string
  readonly figures: Readonly<Record<string, Spread>>
  readonly bare: { readonly name: string; readonly figures: Readonly<Record<string, Spread>> } | null
  /** How many times the bare work's time this takes; null where there is no bare work to compare. */
  readonly ratio: number | null
  readonly bounds: Bounds
}
export interface Plan {
  /** `commands.update customer`: how baselines know it. */
  readonly id: string
  readonly title: string
  readonly subject: Subject['run']
  readonly bare?: Subject
  /** The figure that the ratio compares. */
  readonly by?: string
  readonly rounds?: number
  readonly bounds?: Bounds
}

const quantile = (sorted: Float64Array, q: number): number => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN
export const median = (values: readonly number[]): number => quantile(Float64Array.from(values).sort(), 0.5)

/** Times `work(i)` for each i; waits only where a promise comes back. `between` is not timed. Units: ms. */
export async function latencies(count: number, work: (i: number) => unknown, between?: () => Promise<unknown>): Promise<Figures> {
  const times = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    const began = performance.now()
    const waiting = work(i)
    if (waiting instanceof Promise) await waiting
    times[i] = performance.now() - began
    if (between) await between()
  }
  times.sort()
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99) }
}

/** Times one piece of work over `rows` rows. */
export async function throughput(rows: number, work: () => unknown): Promise<Figures> {
  const began = performance.now()
  await work()
  return { rowsPerSecond: (rows / (performance.now() - began)) * 1000 }
}

/** More is better for figures of throughput, less for all others. */
const isMore = (figure: string) => figure.endsWith('PerSecond')

export async function measure({ id, title, subject, bare, by = 'p50', rounds = 5, bounds = {} }: Plan): Promise<Outcome> {
  const seen: { subject: Figures[]; bare: Figures[] } = { subject: [], bare: [] }
  for (let round = 0; round < rounds; round++) {
    globalThis.gc?.()
    if (bare) seen.bare.push(await bare.run())
    globalThis.gc?.()
    seen.subject.push(await subject())
  }
  const ratios = seen.bare.map((figures, i) => {
    const [ours, theirs] = [seen.subject[i]?.[by] ?? Number.NaN, figures[by] ?? Number.NaN]
    return isMore(by) ? theirs / ours : ours / theirs
  })
  return {
    id,
    title,
    bounds,
    figures: spreads(seen.subject),
    bare: bare ? { name: bare.name, figures: spreads(seen.bare) } : null,
    ratio: bare ? rounded(median(ratios)) : null,
  }
}

function spreads(rounds: readonly Figures[]): Record<string, Spread> {
  return Object.fromEntries(
    Object.keys(rounds[0] ?? {}).map((figure) => {
      const values = rounds.map((figures) => figures[figure] ?? Number.NaN)
      return [figure, { best: rounded(isMore(figure) ? Math.max(...values) : Math.min(...values)), median: rounded(median(values)) }]
    }),
  )
}

const rounded = (value: number): number => (Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3)))

/** Gives a suite's outcomes to `tools/bench.ts`: the last line of its output. */
export function report(outcomes: readonly Outcome[]): void {
  process.stdout.write(`\n${JSON.stringify({ outcomes })}\n`)
}
