import { setImmediate } from 'node:timers/promises'
import type { PrepareCtx, Reactions, WriteCtx } from '#main/platform/context.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import { HOUR_MS } from '#shared/kernel/time.ts'
import * as workOrders from '../work-orders/service.ts'
import { astray, evaluate, retellAstray } from './service.ts'
import * as store from './store.ts'

/** Vehicles looked at in one deed. */
const AT_ONCE = 200

/** Every vehicle, a piece at a time; calls get in between. */
async function scan(ctx: PrepareCtx): Promise<string> {
  const sum = { vehicles: 0, raised: 0, closed: 0 }
  for (let ids = store.vehicleIdsAfter(ctx.db, '', AT_ONCE); ids.length > 0; ids = store.vehicleIdsAfter(ctx.db, ids.at(-1) ?? '', AT_ONCE)) {
    const piece = ids
    const done = ctx.write('reminders.scan', (write) => ok(evaluate(write, piece)))
    if (!done.ok) throw new Error(done.error.code)
    sum.vehicles += ids.length
    sum.raised += done.value.raised
    sum.closed += done.value.closed
    await setImmediate()
  }
  // Last: a vehicle that was removed is in none of the pieces.
  const retold = ctx.write('reminders.scan', (write) => ok(retellAstray(write)))
  if (!retold.ok) throw new Error(retold.error.code)
  return `${sum.vehicles} vehicles, ${sum.raised} reminders raised, ${sum.closed} closed`
}

/** Who wants no messages gets none that waits already: this is looked at after each change, not only when vehicles are gone through. */
function follow(ctx: PrepareCtx): string {
  if (astray(ctx.db).size === 0) return ''
  const done = ctx.write('reminders.retell', (write) => ok(retellAstray(write)))
  if (!done.ok) throw new Error(done.error.code)
  return 'messages brought in line'
}

export const remindersReactions: Reactions = {
  on: {
    'workOrders.jobFinished': (ctx: WriteCtx, { workOrderId }: { workOrderId: string }) => {
      const order = workOrders.findOrder(ctx.db, workOrderId as Id<'workOrder'>) // of that very event
      if (order) evaluate(ctx, [order.vehicleId])
    },
  },
  schedules: {
    'reminders.scan': { everyMs: 6 * HOUR_MS, run: scan },
    'reminders.retell': { everyMs: HOUR_MS, after: ['customer', 'vehicle', 'service_interval'], run: follow },
  },
}
