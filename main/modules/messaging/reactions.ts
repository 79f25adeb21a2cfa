import type { Reactions } from '#main/platform/context.ts'
import { ok } from '#shared/kernel/result.ts'
import { HOUR_MS } from '#shared/kernel/time.ts'
import { expire } from './service.ts'

export const messagingReactions: Reactions = {
  schedules: {
    /** Holds MSG-4. */
    'messaging.expire': {
      everyMs: HOUR_MS,
      run: (ctx) => {
        const done = ctx.write('messaging.expire', (write) => ok(expire(write)))
        return done.ok ? `${done.value} expired` : done.error.code
      },
    },
  },
}
