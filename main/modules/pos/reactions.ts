import type { Reactions } from '#main/platform/context.ts'
import { MINUTE_MS } from '#shared/kernel/time.ts'
import { printDue } from './prepare.ts'
import { pulse } from './service/printing.ts'

export const posReactions: Reactions = {
  /** Cash that was taken on an invoice lies in the same drawer. */
  on: { 'invoicing.cashMoved': (ctx, { paymentId }: { paymentId: string }) => pulse(ctx, paymentId) },
  schedules: { 'pos.print': { everyMs: MINUTE_MS, after: ['receipt_print'], isAwaited: true, run: printDue } },
}
