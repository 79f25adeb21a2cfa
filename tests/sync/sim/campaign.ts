import { type Outcome, type RunOptions, runSeed } from './run.ts'
import { createShelf, makeTemplates, type Templates } from './templates.ts'

export interface Campaign {
  /** Runs one seed. */
  run(seed: number): Promise<Outcome>
  /** The fewest deeds and faults of a seed with which it still fails, as far as halving finds them. */
  shrink(seed: number): Promise<Outcome>
  close(): void
}

let made: Promise<Templates> | undefined
/** How all runs begin, made once per thread. */
const shared = () => (made ??= makeTemplates())

/** Everything that the seeds of a campaign share. */
export async function openCampaign(parts: RunOptions['parts'] = {}, beginning = shared()): Promise<Campaign> {
  const templates = await beginning
  const shelf = createShelf(templates)
  const run = (seed: number, steps?: number) => runSeed(seed, { templates, shelf, parts, ...(steps !== undefined && { steps }) })
  return {
    run,
    shrink: async (seed) => {
      let least = await run(seed)
      for (let low = 0, high = least.steps; low < high; ) {
        const steps = (low + high) >> 1
        const tried = await run(seed, steps)
        if (tried.failure === null) low = steps + 1
        else {
          high = steps
          least = tried
        }
      }
      return least
    },
    close: shelf.putBack,
  }
}

/** A failure as a person reads it: how to see it again, what was found, and the end of the story. */
export const told = ({ seed, steps, failure, lines }: Outcome, most = 40): string =>
  [
    `seed ${seed} (npm run sim -- --from ${seed} --seeds 1), ${steps} steps: ${failure}`,
    ...lines.filter((line) => !/^\d+ [a-z_]+ \S+ \d+ \{/.test(line)).slice(-most),
  ].join('\n  ')
