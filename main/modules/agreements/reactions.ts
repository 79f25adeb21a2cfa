import type { PrepareCtx, Reactions } from '#main/platform/context.ts'
import { ok } from '#shared/kernel/result.ts'
import { HOUR_MS } from '#shared/kernel/time.ts'
import { makeVisits } from './service.ts'
import * as store from './store.ts'

/** One deed for each agreement: what one of them cannot do keeps no other waiting. */
function bookAhead(ctx: PrepareCtx): string {
  const all = store.activeOnes(ctx.db)
  const made = { booked: 0, unplaced: 0 }
  for (const { id } of all) {
    const done = ctx.write('agreements.makeVisits', (write) => {
      const known = store.findAgreement(write.db, id)
      return ok(known ? makeVisits(write, known) : { booked: 0, unplaced: 0 })
    })
    if (!done.ok) throw new Error(done.error.code)
    made.booked += done.value.booked
    made.unplaced += done.value.unplaced
  }
  return `${all.length} active agreements, ${made.booked} visits booked, ${made.unplaced} without a slot`
}

export const agreementsReactions: Reactions = {
  schedules: { 'agreements.visits': { everyMs: HOUR_MS, run: bookAhead } },
}
