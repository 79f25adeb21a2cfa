import type { Caps } from '../offload.ts'

/**
 * What printing may use. Half a second is usual; an order of 500 lines takes some. All papers share one thread, so that only the first one
 * waits for the library and its fonts: from the sight of the buttons, so that it need not be kept for long.
 */
export const PRINTING: Caps = { ms: 30_000, memoryMb: 512, keepMs: 120_000, thread: 'print' }
