import type { In, Out, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { Failure, Result } from '#shared/kernel/result.ts'
import { ok } from '#shared/kernel/result.ts'
import { type workOrdersContract, workOrdersFails } from '#shared/modules/work-orders/contract.ts'
import { kindOfItem, type LineFacts, type OrderFacts } from '#shared/modules/work-orders/model.ts'
import * as rules from '#shared/modules/work-orders/rules.ts'
import * as catalog from '../../catalog/service.ts'
import * as customers from '../../customers/service.ts'
import * as purchasing from '../../purchasing/service.ts'
import * as workspace from '../../workspace/service.ts'
import * as store from '../store.ts'
import { workOrderLine } from '../tables.ts'
import { followersIn } from './along.ts'
import { knowsTechnician, load, loadLine, settle } from './order.ts'

type C = typeof workOrdersContract
type NewLine = Omit<In<C, 'addLine'>, 'workOrderId'>
type DeadReference = Failure<'workOrders.unknownReference'>

/** What is not given comes from the item, then from the company; tax is settled here and stays with the line. */
export function addLine(ctx: WriteCtx, { workOrderId, ...given }: In<C, 'addLine'>): Out<C, 'addLine'> {
  const known = load(ctx.db, workOrderId, 'edit')
  if (!known.ok) return known
  const chosen = given.itemId === undefined ? ok(null) : catalog.checkVariant(ctx.db, given.itemId)
  if (!chosen.ok) return chosen
  const priced = store.pricedOf(ctx.db, workOrderId)
  const added = newLine(ctx, known.value, given, (priced.at(-1)?.position ?? 0) + 1)
  if (!added.ok) return added
  const saved = insertLines(ctx, known.value, priced, [added.value, ...goingAlong(ctx, known.value, added.value)])
  return saved.ok ? ok({ workOrderId, lineId: added.value.id }) : saved
}

/** What is added with an item by itself: a kit's parts, which its price covers, and the core charges of both. */
function goingAlong(ctx: WriteCtx, order: OrderFacts, { itemId, qtyMilli, serviceId, position }: LineFacts): LineFacts[] {
  if (itemId === null) return []
  const { parts, cores } = catalog.goesWith(ctx.db, itemId, qtyMilli)
  const along = [...parts.map((part) => ({ ...part, unitPriceMinor: 0 })), ...cores.map((core) => ({ ...core, unitPriceMinor: undefined }))]
  return along.flatMap(({ item, ...terms }, i) => {
    const line = newLine(ctx, order, { itemId: item.id, serviceId, ...terms }, position + i + 1)
    return line.ok ? [line.value] : []
  })
}

/** A line as it will be saved. Called by whatever puts lines on an order. */
export function newLine(
  ctx: WriteCtx,
  order: OrderFacts,
  { itemId, laborRate, ...given }: NewLine,
  position: number,
  own: Partial<LineFacts> = {},
): Result<LineFacts, DeadReference> {
  const item = itemId && catalog.findItem(ctx.db, itemId)
  if (itemId && (!item || item.deleted)) return workOrdersFails.unknownReference({ field: 'itemId' })
  if (!knowsTechnician(ctx.db, given.technicianId)) return workOrdersFails.unknownReference({ field: 'technicianId' })
  if (!knowsService(ctx.db, order.id, given.serviceId)) return workOrdersFails.unknownReference({ field: 'serviceId' })
  const company = workspace.theCompany(ctx.db)
  const kind = given.kind ?? (item ? kindOfItem[item.kind] : 'fee')
  const customer = customers.pricingOf(ctx.db, order.customerId)
  const qtyMilli = given.qtyMilli ?? 1000
  const rate = company.laborRates.find(({ name }) => name === laborRate)
  if (laborRate !== undefined && !rate) return workOrdersFails.unknownReference({ field: 'laborRate' })
  return ok({
    id: ctx.newId<'workOrderLine'>(),
    workOrderId: order.id,
    serviceId: given.serviceId ?? null,
    itemId: itemId ?? null,
    position,
    kind,
    description: given.description ?? item?.name ?? '',
    qtyMilli,
    unitPriceMinor:
      given.unitPriceMinor ??
      rate?.rateMinor ??
      (item && catalog.priceNow(ctx, item, qtyMilli, customer?.priceGroup ?? '').priceMinor) ??
      (kind === 'labor' ? company.laborRateMinor : 0),
    isFlat: given.isFlat ?? false,
    discountBp: given.discountBp ?? 0,
    ...rules.taxFor(kind, given.taxRateBp, item ? item.taxRateBp : null, company),
    taxExempt: given.taxExempt ?? customer?.taxExempt ?? false,
    technicianId: given.technicianId ?? (kind === 'labor' ? order.technicianId : null),
    disposition: given.disposition ?? 'open',
    warranty: 'none',
    declined: false,
    fromLineId: null,
    ...own,
  })
}

/** Saves new lines of an order that has `priced` already. */
export function insertLines(
  ctx: WriteCtx,
  order: OrderFacts,
  priced: ReturnType<typeof store.pricedOf>,
  added: readonly LineFacts[],
): ReturnType<typeof rules.checkLines> {
  const fits = rules.checkLines(order, [...priced, ...added])
  if (!fits.ok) return fits
  for (const line of added) ctx.db.insert(workOrderLine, { ...line, locationId: order.locationId })
  settle(ctx, order)
  return fits
}

/** Other terms are a new offer: what was declined is asked about anew. What goes along with the line keeps to its quantity. Holds WO-8. */
export function updateLine(ctx: WriteCtx, { lineId, ...patch }: In<C, 'updateLine'>): Out<C, 'updateLine'> {
  const known = loadLine(ctx.db, lineId)
  if (!known.ok) return known
  const { line: before, order } = known.value
  if (patch.technicianId !== before.technicianId && !knowsTechnician(ctx.db, patch.technicianId))
    return workOrdersFails.unknownReference({ field: 'technicianId' })
  if (!knowsService(ctx.db, order.id, patch.serviceId)) return workOrdersFails.unknownReference({ field: 'serviceId' })
  const lines = store.linesOf(ctx.db, order.id)
  const patches = new Map([[lineId, changeOf(ctx, order, before, patch)]])
  for (const follower of followersIn(ctx.db, lines).get(lineId) ?? []) {
    const line = lines.find(({ id }) => id === follower.lineId)
    if (!line || patch.qtyMilli === undefined) continue
    const qtyMilli = Math.max(1, rules.followed(line.qtyMilli, follower.perMilli, before.qtyMilli, patch.qtyMilli))
    if (qtyMilli !== line.qtyMilli) patches.set(line.id, changeOf(ctx, order, line, { qtyMilli }))
  }
  const fits = rules.checkLines(
    order,
    lines.map((line) => ({ ...line, ...patches.get(line.id) })),
  )
  if (!fits.ok) return fits
  for (const [id, fields] of patches) ctx.db.update(workOrderLine, id, fields)
  settle(ctx, order)
  return ok({ workOrderId: order.id, lineId })
}

type LinePatch = Partial<Omit<In<C, 'updateLine'>, 'lineId'>>
const changeOf = (ctx: WriteCtx, order: OrderFacts, before: LineFacts, patch: LinePatch) => ({
  ...patch,
  ...repriced(ctx, order, before, patch),
  ...(patch.taxRateBp !== undefined && patch.taxRateBp !== before.taxRateBp && { taxSource: 'manual' as const, taxRule: '' }),
  declined: before.declined && !rules.isNewOffer(before, { ...before, ...patch }),
})

/** A line at the catalogue's price keeps to it when its quantity changes. */
function repriced(ctx: WriteCtx, order: OrderFacts, before: LineFacts, { qtyMilli, unitPriceMinor }: Partial<LineFacts>): { unitPriceMinor?: number } {
  const item = before.itemId === null || qtyMilli === undefined || unitPriceMinor !== undefined ? undefined : catalog.findItem(ctx.db, before.itemId)
  if (!item || qtyMilli === undefined) return {}
  const priceAt = (quantity: number) => catalog.priceNow(ctx, item, quantity, catalog.groupOf(ctx.db, order.customerId)).priceMinor
  return before.unitPriceMinor === priceAt(before.qtyMilli) ? { unitPriceMinor: priceAt(qtyMilli) } : {}
}

/** With what goes along with it. */
export function removeLine(ctx: WriteCtx, { lineId }: In<C, 'removeLine'>): Out<C, 'removeLine'> {
  const known = loadLine(ctx.db, lineId)
  if (!known.ok) return known
  const { order } = known.value
  const followers = followersIn(ctx.db, store.linesOf(ctx.db, order.id)).get(lineId) ?? []
  for (const id of [lineId, ...followers.map((one) => one.lineId)]) {
    ctx.db.update(workOrderLine, id, { deleted: true })
    purchasing.dropRequests(ctx, order.id, id)
  }
  settle(ctx, order)
  return ok({ workOrderId: order.id, lineId })
}

export function setDisposition(ctx: WriteCtx, { lineId, disposition }: In<C, 'setDisposition'>): Out<C, 'setDisposition'> {
  const known = loadLine(ctx.db, lineId)
  if (!known.ok) return known
  const { line, order } = known.value
  if (line.kind !== 'part') return workOrdersFails.notAPart({ lineId })
  ctx.db.update(workOrderLine, lineId, { disposition })
  return ok({ workOrderId: order.id, lineId })
}

export function setWarranty(ctx: WriteCtx, { lineId, warranty }: In<C, 'setWarranty'>): Out<C, 'setWarranty'> {
  const before = store.findLine(ctx.db, lineId)
  if (!before) return workOrdersFails.unknownLine({ lineId })
  const known = load(ctx.db, before.workOrderId)
  if (!known.ok) return known
  const allowed = rules.checkWarranty(known.value, before, warranty)
  if (!allowed.ok) return allowed
  ctx.db.update(workOrderLine, lineId, { warranty })
  settle(ctx, known.value)
  return ok({ workOrderId: before.workOrderId, lineId })
}

/** A line was put right outside of its own commands: what a done order takes from stock follows. */
export function settleAnew(ctx: WriteCtx, lineId: Id<'workOrderLine'>): void {
  const line = store.findLine(ctx.db, lineId)
  const order = line && store.findOrder(ctx.db, line.workOrderId)
  if (order) settle(ctx, order)
}

const knowsService = (db: ReadDb, workOrderId: Id<'workOrder'>, serviceId: Id<'workOrderService'> | null | undefined): boolean =>
  serviceId === null || serviceId === undefined || store.findService(db, serviceId)?.workOrderId === workOrderId
