import { setImmediate } from 'node:timers/promises'
import type { Reactions } from '#main/platform/context.ts'
import { DAY_MS } from '#shared/kernel/time.ts'
import * as store from './store.ts'

export const searchReactions: Reactions = {
  schedules: {
    /** Keeps the search as fast as on its first day. Calls get in between the steps. */
    'search.merge': {
      everyMs: DAY_MS,
      run: async (ctx) => {
        ctx.platform.store.derive()
        let steps = 0
        for (const _index of store.mergeSteps(ctx.db)) {
          steps++
          await setImmediate()
        }
        return `${steps} steps`
      },
    },
  },
}
