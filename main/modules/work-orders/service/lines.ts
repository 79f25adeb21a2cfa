import type { In, Out, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { Ok } from '#shared/kernel/result.ts'
import { type workOrdersContract, workOrdersFails } from '#shared/modules/work-orders/contract.ts'
import { kindOfItem, type Line, type Order, type OrderView, type Totals } from '#shared/modules/work-orders/model.ts'
import * as rules from '#shared/modules/work-orders/rules.ts'
import * as catalog from '../../catalog/service.ts'
import * as customers from '../../customers/service.ts'
import * as staff from '../../staff/service.ts'
import * as workspace from '../../workspace/service.ts'
import * as store from '../store.ts'
import { workOrder, workOrderLine } from '../tables.ts'
import { load, settleParts, viewOf } from './order.ts'

type C = typeof workOrdersContract

/** What is not given comes from the item, then from the company; tax is settled here and stays with the line. */
export function addLine(ctx: WriteCtx, { workOrderId, itemId, ...given }: In<C, 'addLine'>): Out<C, 'addLine'> {
  const known = load(ctx.db, workOrderId, 'edit')
  if (!known.ok) return known
  const order = known.value
  const item = itemId && catalog.findItem(ctx.db, itemId)
  if (itemId && (!item || item.deleted)) return workOrdersFails.unknownReference({ field: 'itemId' })
  if (!knowsTechnician(ctx.db, given.technicianId)) return workOrdersFails.unknownReference({ field: 'technicianId' })

  const company = workspace.theCompany(ctx.db)
  const kind = given.kind ?? (item ? kindOfItem[item.kind] : 'fee')
  const lines = store.amountsOf(ctx.db, workOrderId)
  const fields = {
    kind,
    description: given.description ?? item?.name ?? '',
    qtyMilli: given.qtyMilli ?? 1000,
    unitPriceMinor: given.unitPriceMinor ?? item?.priceMinor ?? (kind === 'labor' ? company.laborRateMinor : 0),
    discountBp: given.discountBp ?? 0,
    taxRateBp: given.taxRateBp ?? item?.taxRateBp ?? company.taxRateBp,
    taxExempt: given.taxExempt ?? customers.findCustomer(ctx.db, order.customerId)?.taxExempt ?? false,
    technicianId: given.technicianId ?? (kind === 'labor' ? order.technicianId : null),
  }
  const added: Line = {
    id: ctx.newId<'workOrderLine'>(),
    workOrderId,
    itemId: itemId ?? null,
    position: (lines.at(-1)?.position ?? 0) + 1,
    ...fields,
    netMinor: rules.lineNet(fields),
  }
  const sums = rules.checkLines([...lines, added])
  if (!sums.ok) return sums
  ctx.db.insert(workOrderLine, { ...added, locationId: order.locationId })
  return saveTotals(ctx, order, sums.value)
}

export function updateLine(ctx: WriteCtx, { lineId, ...patch }: In<C, 'updateLine'>): Out<C, 'updateLine'> {
  const before = store.findLine(ctx.db, lineId)
  if (!before) return workOrdersFails.unknownLine({ lineId })
  const known = load(ctx.db, before.workOrderId, 'edit')
  if (!known.ok) return known
  if (patch.technicianId !== before.technicianId && !knowsTechnician(ctx.db, patch.technicianId))
    return workOrdersFails.unknownReference({ field: 'technicianId' })
  const changed = { ...before, ...patch }
  const after: Line = { ...changed, netMinor: rules.lineNet(changed) }
  const sums = rules.checkLines([...others(ctx.db, before), after])
  if (!sums.ok) return sums
  ctx.db.update(workOrderLine, lineId, { ...patch, netMinor: after.netMinor })
  return saveTotals(ctx, known.value, sums.value)
}

export function removeLine(ctx: WriteCtx, { lineId }: In<C, 'removeLine'>): Out<C, 'removeLine'> {
  const before = store.findLine(ctx.db, lineId)
  if (!before) return workOrdersFails.unknownLine({ lineId })
  const known = load(ctx.db, before.workOrderId, 'edit')
  if (!known.ok) return known
  ctx.db.update(workOrderLine, lineId, { deleted: true })
  return saveTotals(ctx, known.value, rules.totals(others(ctx.db, before)))
}

/** A line was put right outside of its own commands: the order's sums follow. */
export function sumAnew(ctx: WriteCtx, lineId: Id<'workOrderLine'>): void {
  const line = store.findLine(ctx.db, lineId)
  const order = line && store.findOrder(ctx.db, line.workOrderId)
  if (order) saveTotals(ctx, order, rules.totals(store.amountsOf(ctx.db, order.id)))
}

const others = (db: ReadDb, { id, workOrderId }: Line) => store.amountsOf(db, workOrderId).filter((line) => line.id !== id)

function saveTotals(ctx: WriteCtx, order: Order, { netMinor, taxMinor, totalMinor }: Totals): Ok<OrderView> {
  ctx.db.update(workOrder, order.id, { netMinor, taxMinor, totalMinor })
  if (order.state === 'done') settleParts(ctx, order, true)
  return { ok: true, value: viewOf(ctx.db, order.id) }
}

function knowsTechnician(db: ReadDb, technicianId: Id<'employee'> | null | undefined): boolean {
  return technicianId === null || technicianId === undefined || staff.findEmployee(db, technicianId)?.deleted === false
}
