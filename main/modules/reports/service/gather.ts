import type { ReadCtx } from '#main/platform/context.ts'
import { MAX_WAITING } from '#shared/modules/reports/model.ts'
import { countWaiting } from '../store/gather.ts'

/** Whoever asks waits so long at most, and is told that more is to come: one item of another category may be on very many documents. */
const MOST_MS = 500
/** Counting stops here: then it is a first load, or a database of a former version. */
const MOST_COUNTED = 100_000

/** Gathers what a few deeds left, and says how much is left: of very much nobody waits for the end. */
export function gatherDue(ctx: ReadCtx): number {
  if (countWaiting(ctx.db, MAX_WAITING + 1) <= MAX_WAITING) ctx.platform.store.derive(MOST_MS)
  return countWaiting(ctx.db, MOST_COUNTED)
}
