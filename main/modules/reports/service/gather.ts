import type { ReadCtx } from '#main/platform/context.ts'
import { MAX_WAITING } from '#shared/modules/reports/model.ts'
import { countWaiting } from '../store/gather.ts'

/** Counting stops here: then it is a first load, or a database of a former version. */
const MOST_COUNTED = 100_000

/** Gathers what a few deeds left, and says how much is left: of very much nobody waits for the end. */
export function gatherDue(ctx: ReadCtx): number {
  if (countWaiting(ctx.db, MAX_WAITING + 1) <= MAX_WAITING) ctx.platform.store.derive()
  return countWaiting(ctx.db, MOST_COUNTED)
}
