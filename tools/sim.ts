import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { parseArgs } from 'node:util'
import { openCampaign, told } from '#tests/sync/sim/campaign.ts'

/*
 * npm run sim -- --seeds N [--from S] [--workers W]: runs seeds of the simulator (tests/sync/sim) and tells each failure with the fewest
 * steps that still show it. Ends with 1 where there was one.
 */
interface Share {
  readonly from: number
  readonly until: number
  readonly every: number
}
interface Told {
  readonly seed: number
  readonly failure: string | null
}

async function work({ from, until, every }: Share, tell: (told: Told) => void): Promise<void> {
  const campaign = await openCampaign()
  for (let seed = from; seed < until; seed += every) {
    const { failure } = await campaign.run(seed)
    tell({ seed, failure: failure === null ? null : told(await campaign.shrink(seed)) })
  }
  campaign.close()
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { seeds: { type: 'string', default: '1000' }, from: { type: 'string', default: '1' }, workers: { type: 'string', default: '2' } },
  })
  const [seeds, from, workers] = [values.seeds, values.from, values.workers].map(Number) as [number, number, number] // three texts
  const began = performance.now()
  let ran = 0
  const failed: number[] = []
  const tell = ({ seed, failure }: Told) => {
    ran++
    if (failure !== null) {
      failed.push(seed)
      process.stdout.write(`${failure}\n\n`)
    }
    if (ran % 1000 === 0) process.stdout.write(`${ran} seeds, ${failed.length} failed\n`)
  }
  const count = Math.max(1, Math.min(workers, seeds))
  await Promise.all(
    Array.from(
      { length: count },
      (_, i) =>
        new Promise<void>((resolve, reject) => {
          const worker = new Worker(import.meta.filename, { workerData: { from: from + i, until: from + seeds, every: count } satisfies Share })
          worker.on('message', tell)
          worker.on('error', reject)
          worker.on('exit', () => resolve())
        }),
    ),
  )
  const seconds = (performance.now() - began) / 1000
  process.stdout.write(
    `${ran} seeds in ${seconds.toFixed(1)} s, ${(ran / seconds).toFixed(1)} a second; ${failed.length} failed${failed.length > 0 ? `: ${failed.sort((a, b) => a - b).join(', ')}` : ''}\n`,
  )
  process.exitCode = failed.length === 0 ? 0 : 1
}

if (isMainThread) await main()
else await work(workerData as Share, (one) => parentPort?.postMessage(one)) // as main gave it
