import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import { foldText } from '#shared/kernel/text.ts'
import { type workOrdersContract, workOrdersFails } from '#shared/modules/work-orders/contract.ts'
import type { CannedJob, CannedLine, LineFacts } from '#shared/modules/work-orders/model.ts'
import * as catalog from '../../catalog/service.ts'
import * as workspace from '../../workspace/service.ts'
import * as store from '../store.ts'
import { cannedJob } from '../tables.ts'
import { insertLines, newLine } from './lines.ts'
import { load } from './order.ts'
import { insertService } from './services.ts'

type C = typeof workOrdersContract

export function cannedJobs(ctx: ReadCtx, { after, limit, ...filters }: In<C, 'cannedJobs'>): Out<C, 'cannedJobs'> {
  const found = store.cannedJobs(ctx.db, { filters, sort: 'name', after, limit })
  return ok({ ...found, rows: found.rows.map(({ nameKey: _nameKey, ...job }) => job) })
}

export function saveCannedJob(ctx: WriteCtx, { serviceId, name, category, cannedJobId }: In<C, 'saveCannedJob'>): Out<C, 'saveCannedJob'> {
  const service = store.findService(ctx.db, serviceId)
  if (!service) return workOrdersFails.unknownService({ serviceId })
  const before = cannedJobId && store.findCanned(ctx.db, cannedJobId)
  if (cannedJobId && !before) return workOrdersFails.unknownCannedJob({ cannedJobId })
  const lines = store.linesOf(ctx.db, service.workOrderId).filter((line) => line.serviceId === serviceId)
  const named = name ?? (before ? before.name : service.title)
  const fields = {
    name: named,
    nameKey: foldText(named),
    category,
    lines: lines.map((line) => toCanned(ctx, line)),
    discountBp: service.discountBp,
    discountMinor: service.discountMinor,
  }
  const id = before ? before.id : ctx.newId<'cannedJob'>()
  if (before) ctx.db.update(cannedJob, id, { ...fields, deleted: false })
  else ctx.db.insert(cannedJob, { id, ...fields })
  return ok(cannedOf(ctx.db, id))
}

/** A price that is the item's, or the shop's for labour, is not kept: the job follows it. */
function toCanned(ctx: ReadCtx, { workOrderId, kind, description, qtyMilli, unitPriceMinor, isFlat, discountBp, itemId }: LineFacts): CannedLine {
  const item = itemId === null ? undefined : catalog.findItem(ctx.db, itemId)
  const group = catalog.groupOf(ctx.db, store.findOrder(ctx.db, workOrderId)?.customerId ?? null)
  const usual = item ? catalog.priceNow(ctx, item, qtyMilli, group).priceMinor : kind === 'labor' ? workspace.theCompany(ctx.db).laborRateMinor : null
  return { kind, description, qtyMilli, isFlat, discountBp, itemId, unitPriceMinor: unitPriceMinor === usual ? null : unitPriceMinor }
}

export function updateCannedJob(ctx: WriteCtx, { cannedJobId, name, category }: In<C, 'updateCannedJob'>): Out<C, 'updateCannedJob'> {
  return edit(ctx, cannedJobId, { ...(name !== undefined && { name, nameKey: foldText(name) }), ...(category !== undefined && { category }) })
}

export function removeCannedJob(ctx: WriteCtx, { cannedJobId }: In<C, 'removeCannedJob'>): Out<C, 'removeCannedJob'> {
  return edit(ctx, cannedJobId, { deleted: true })
}

export function restoreCannedJob(ctx: WriteCtx, { cannedJobId }: In<C, 'restoreCannedJob'>): Out<C, 'restoreCannedJob'> {
  return edit(ctx, cannedJobId, { deleted: false })
}

function edit(
  ctx: WriteCtx,
  cannedJobId: Id<'cannedJob'>,
  patch: { name?: string; nameKey?: string; category?: string; deleted?: boolean },
): Out<C, 'updateCannedJob'> {
  if (!store.findCanned(ctx.db, cannedJobId)) return workOrdersFails.unknownCannedJob({ cannedJobId })
  ctx.db.update(cannedJob, cannedJobId, patch)
  return ok(cannedOf(ctx.db, cannedJobId))
}

export function addCannedJob(ctx: WriteCtx, { workOrderId, cannedJobId }: In<C, 'addCannedJob'>): Out<C, 'addCannedJob'> {
  const known = load(ctx.db, workOrderId, 'edit')
  if (!known.ok) return known
  const job = store.findCanned(ctx.db, cannedJobId)
  if (!job || job.deleted) return workOrdersFails.unknownCannedJob({ cannedJobId })
  const { name: title, discountBp, discountMinor } = job
  const service = insertService(ctx, known.value, { title, discountBp, discountMinor })
  if (!service.ok) return service
  const priced = store.pricedOf(ctx.db, workOrderId)
  let position = priced.at(-1)?.position ?? 0
  const lines = []
  for (const { itemId, unitPriceMinor, ...line } of job.lines) {
    const isOffered = itemId !== null && store.isOffered(ctx.db, itemId)
    const added = newLine(
      ctx,
      known.value,
      { ...line, serviceId: service.value, ...(isOffered && { itemId }), ...(unitPriceMinor !== null && { unitPriceMinor }) },
      ++position,
    )
    if (!added.ok) return added
    lines.push(added.value)
  }
  const saved = insertLines(ctx, known.value, priced, lines)
  return saved.ok ? ok({ workOrderId, serviceId: service.value }) : saved
}

function cannedOf(db: ReadDb, id: Id<'cannedJob'>): CannedJob {
  const job = store.findCanned(db, id)
  if (!job) throw new Error(`saved job ${id} was written and is not there`)
  return job
}
