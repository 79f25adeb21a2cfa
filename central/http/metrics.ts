/** Counters and histograms in the text form of Prometheus (exposition format 0.0.4). Labels come from closed sets only. */
type Labels = Readonly<Record<string, string | number>>

const textOf = (labels: Labels): string => {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${String(value).replace(/["\\\n]/g, '_')}"`)
  return parts.length === 0 ? '' : `{${parts.join()}}`
}

export interface Gauge {
  readonly name: string
  readonly help: string
  readonly values: readonly { readonly labels?: Labels; readonly value: number }[]
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10]

export function createMetrics() {
  const counters = new Map<string, { help: string; values: Map<string, number> }>()
  const histograms = new Map<string, { help: string; counts: number[]; sum: number; count: number }>()

  return {
    count(name: string, help: string, labels: Labels = {}, by = 1): void {
      const counter = counters.get(name) ?? { help, values: new Map<string, number>() }
      counters.set(name, counter)
      const key = textOf(labels)
      counter.values.set(key, (counter.values.get(key) ?? 0) + by)
    },
    observeSeconds(name: string, help: string, seconds: number): void {
      const histogram = histograms.get(name) ?? { help, counts: SECONDS.map(() => 0), sum: 0, count: 0 }
      histograms.set(name, histogram)
      histogram.sum += seconds
      histogram.count += 1
      for (const [i, bound] of SECONDS.entries()) if (seconds <= bound) histogram.counts[i] = (histogram.counts[i] ?? 0) + 1
    },
    text(gauges: readonly Gauge[]): string {
      const lines: string[] = []
      const head = (name: string, help: string, type: string) => lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`)
      for (const [name, { help, values }] of counters) {
        head(name, help, 'counter')
        for (const [labels, value] of values) lines.push(`${name}${labels} ${value}`)
      }
      for (const [name, { help, counts, sum, count }] of histograms) {
        head(name, help, 'histogram')
        for (const [i, bound] of SECONDS.entries()) lines.push(`${name}_bucket{le="${bound}"} ${counts[i]}`)
        lines.push(`${name}_bucket{le="+Inf"} ${count}`, `${name}_sum ${sum}`, `${name}_count ${count}`)
      }
      for (const { name, help, values } of gauges) {
        head(name, help, 'gauge')
        for (const { labels = {}, value } of values) lines.push(`${name}${textOf(labels)} ${value}`)
      }
      return `${lines.join('\n')}\n`
    },
  }
}
export type Metrics = ReturnType<typeof createMetrics>
