import type { PrepareCtx, Reactions } from '#main/platform/context.ts'
import { MINUTE_MS } from '#shared/kernel/time.ts'
import * as service from './service.ts'

/** Time alone makes a job late: besides after each change, it is looked at once a minute. Stock can wait as long: it moves with every sale. */
function evaluate(ctx: PrepareCtx): string {
  if (service.pending(ctx) === null) return ''
  const done = ctx.write('alerts.evaluate', service.evaluate)
  return done.ok ? `${done.value.raised} raised, ${done.value.withdrawn} withdrawn` : ''
}

export const alertsReactions: Reactions = {
  schedules: { 'alerts.evaluate': { everyMs: MINUTE_MS, after: ['work_order', 'appointment', 'bay', 'part_request', 'sale', 'card_answer'], run: evaluate } },
}
