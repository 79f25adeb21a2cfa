import { parentPort } from 'node:worker_threads'
import type { Report } from './platform/offload.ts'

/** Everything that may run in a thread of its own; each is loaded only where it is asked for. The build bundles this file beside the core. */
const work: Readonly<Record<string, (input: never) => unknown>> = {
  checkFile: async (input) => (await import('./platform/check.ts')).checkFile(input),
  readTable: async (input) => (await import('./platform/tables/read.ts')).readTable(input),
  renderInspection: async (input) => (await import('./modules/inspections/parts/render.ts')).renderInspection(input),
  renderInvoice: async (input) => (await import('./modules/invoicing/parts/render.ts')).renderInvoice(input),
  renderOrderSheet: async (input) => (await import('./modules/papers/parts/render.ts')).renderOrderSheet(input),
  renderBaySheet: async (input) => (await import('./modules/papers/parts/render.ts')).renderBaySheet(input),
  renderTag: async (input) => (await import('./modules/papers/parts/render.ts')).renderTag(input),
  renderStatements: async (input) => (await import('./modules/invoicing/parts/render-statement.ts')).renderStatements(input),
  renderOrder: async (input) => (await import('./modules/purchasing/parts/render.ts')).renderOrder(input),
  renderReceipt: async (input) => (await import('./modules/pos/parts/render.ts')).renderReceipt(input),
  renderLabels: async (input) => (await import('./modules/pos/parts/render.ts')).renderLabels(input),
  encodeLabels: async (input) => (await import('./modules/pos/parts/escpos.ts')).encodeLabels(input),
  encodeReceipt: async (input) => (await import('./modules/pos/parts/escpos.ts')).encodeReceipt(input),
  readReport: async (input) => (await import('./modules/reports/parts/answer.ts')).readReport(input),
  readPending: async (input) => (await import('./platform/tables/pending.ts')).readPending(input),
}

async function report({ name, input }: { name: string; input: never }): Promise<Report> {
  try {
    const run = work[name]
    if (!run) throw new Error(`nothing is named ${name}`)
    return { value: await run(input) }
  } catch (error) {
    return { thrown: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}
parentPort?.on('message', (asked: Parameters<typeof report>[0]) => void report(asked).then((answer) => parentPort?.postMessage(answer)))
