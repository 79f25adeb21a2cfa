import type { Reactions } from '#main/platform/context.ts'
import { dropPending } from '#main/platform/tables/pending.ts'
import { HOUR_MS } from '#shared/kernel/time.ts'
import { PENDING_MS } from '#shared/modules/imports/model.ts'

export const importsReactions: Reactions = {
  schedules: {
    /** Holds IMP-5. */
    'imports.dropPending': {
      everyMs: HOUR_MS,
      run: async (ctx) => `${await dropPending(ctx.platform.config.dataDir, ctx.now - PENDING_MS)} dropped`,
    },
  },
}
