import type { Reactions, WriteCtx } from '#main/platform/context.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { settleAnew } from './service/lines.ts'

export const workOrdersReactions: Reactions = {
  on: {
    'sync.amended': (ctx: WriteCtx, { table, id }: { table: string; id: string }) => {
      if (table === 'work_order_line') settleAnew(ctx, id as Id<'workOrderLine'>) // of that very table
    },
  },
}
