import type { Reactions } from '#main/platform/context.ts'
import { MINUTE_MS } from '#shared/kernel/time.ts'
import { printDue } from './prepare.ts'
import { enter } from './service/till.ts'
import * as store from './store.ts'

/** Cash that was taken on an invoice lies in the same drawer. Without an open till it is nobody's count. */
export const posReactions: Reactions = {
  on: {
    'invoicing.cashMoved': (
      ctx,
      { paymentId, number, amountMinor, userName }: { paymentId: string; number: string; amountMinor: number; userName: string },
    ) => {
      const open = store.openTill(ctx.db, ctx.device.tag)
      if (open && !store.hasEntryOf(ctx.db, paymentId)) enter(ctx, open, { kind: 'invoice', amountMinor, sourceId: paymentId, reason: number, userName })
    },
  },
  schedules: { 'pos.print': { everyMs: MINUTE_MS, after: ['receipt_print'], isAwaited: true, run: printDue } },
}
