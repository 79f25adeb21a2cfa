import type { ReadCtx } from '#main/platform/context.ts'
import type { Json } from '#shared/kernel/result.ts'
import { labelOf } from '#shared/modules/audit/rules.ts'
import * as store from '../store.ts'

/** A value as it stands in a field of a table's record. */
export type Told = readonly [table: string, field: string, value: Json]

/** Tables of the references that no foreign key holds: what they name may come later, from another device or a later module. */
const UNHELD: Readonly<Record<string, string>> = {
  customerId: 'customer',
  fromPlaceId: 'stock_place',
  invoiceId: 'invoice',
  jobId: 'work_order',
  lotId: 'stock_lot',
  orderId: 'purchase_order',
  saleId: 'sale',
  sellerId: 'user',
  workOrderId: 'work_order',
}

/** What the records are called whose ids stand among values, the records' own (`id`) too: one look-up for each table that is named. */
export function namesIn(ctx: ReadCtx, told: readonly Told[]): Record<string, string> {
  const wanted = new Map<string, Set<string>>()
  for (const [table, own] of Map.groupBy(told, ([table]) => table)) {
    const known = ctx.platform.records.get(table)
    const names = known && store.namedBy(ctx.db, known)
    for (const [, field, value] of own) {
      const target = field === 'id' ? known && table : (names?.get(field) ?? UNHELD[field])
      if (target !== undefined && typeof value === 'string') wanted.set(target, (wanted.get(target) ?? new Set()).add(value))
    }
  }
  const rows = [...wanted].flatMap(([table, ids]) => store.recordsAmong(ctx.db, table, [...ids]))
  return Object.fromEntries(rows.map((row) => [row.id, labelOf(row)]).filter(([, label]) => label !== ''))
}
