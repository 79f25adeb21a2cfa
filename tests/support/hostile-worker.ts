import { parentPort, workerData } from 'node:worker_threads'

/** Work that misbehaves, for the tests of offload(). */
const work: Readonly<Record<string, () => unknown>> = {
  endless: () => {
    for (;;);
  },
  greedy: () => {
    const kept: string[][] = []
    for (;;) kept.push(Array.from({ length: 1000 }, (_, i) => `${i}${Math.random()}`))
  },
  leaves: () => process.exit(0),
  backtracks: () => /^(a+)+$/.test(`${'a'.repeat(40)}b`),
}
const { name } = workerData as { name: string } // given by offload()
parentPort?.postMessage({ value: work[name]?.() })
