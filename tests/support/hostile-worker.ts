import { parentPort } from 'node:worker_threads'

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
let runs = 0
parentPort?.on('message', ({ name }: { name: string }) => parentPort?.postMessage({ value: name === 'count' ? ++runs : work[name]?.() }))
