import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import { type inspectionsContract, inspectionsFails } from '#shared/modules/inspections/contract.ts'
import type { Earlier } from '#shared/modules/inspections/model.ts'
import * as rules from '#shared/modules/inspections/rules.ts'
import { workOrdersFails } from '#shared/modules/work-orders/contract.ts'
import * as staff from '../staff/service.ts'
import * as workOrders from '../work-orders/service.ts'
import { contentOf, load, loadOfPoint, mustFind, mustFindPoint, toHead, toPoint } from './service/sheet.ts'
import * as store from './store.ts'
import { inspection, inspectionPoint } from './tables.ts'

export { toLines } from './service/lines.ts'
export { addPhoto, markPhoto, photos, removePhoto, restorePhoto } from './service/photos.ts'
export {
  createReady,
  createTemplate,
  readyTemplates,
  removeTemplate,
  restoreTemplate,
  saveTemplate,
  template,
  templates,
  version,
} from './service/templates.ts'

type C = typeof inspectionsContract

export function list(ctx: ReadCtx, { after, limit, ...filters }: In<C, 'list'>): Out<C, 'list'> {
  const found = store.inspections(ctx.db, { filters, sort: 'newest', after, limit })
  return ok({ ...found, rows: found.rows.map(toHead) })
}

export function get(ctx: ReadCtx, { inspectionId }: In<C, 'get'>): Out<C, 'get'> {
  const found = store.findHead(ctx.db, inspectionId)
  if (!found) return inspectionsFails.unknownInspection({ inspectionId })
  const head = toHead(found)
  return ok({ head, points: store.pointsOf(ctx.db, inspectionId).map(toPoint), before: earlier(ctx.db, store.saidBefore(ctx.db, head)) })
}

export function passRate(ctx: ReadCtx, { fromAt, toAt, locationId, templateId }: In<C, 'passRate'>): Out<C, 'passRate'> {
  const { passed, failed } = store.finishedIn(ctx.db, fromAt, toAt, locationId ?? null, templateId ?? null)
  return ok({ passed, failed, rateBp: rules.passRateBp(passed, failed) })
}

export function openFindings(ctx: ReadCtx, { vehicleId }: In<C, 'openFindings'>): Out<C, 'openFindings'> {
  return ok(
    earlier(
      ctx.db,
      store.findingsOf(ctx.db, vehicleId).filter(({ isOffered }) => isOffered === 0),
    ),
  )
}

/** Rows of earlier visits in the words of their own templates. */
function earlier(db: ReadDb, rows: readonly store.EarlierRow[]): Earlier[] {
  const contents = store.contentsOf(db)
  return rows.flatMap(({ versionId, isSettled, isOffered: _isOffered, ...row }) => {
    const content = contents(versionId)
    const of = content && rules.findPoint(content, row.pointKey)
    const level = content && rules.findLevel(content, row.level)
    if (!of || !level) return []
    return [{ ...row, pointName: of.name, levelName: level.name, unit: of.measure?.unit ?? '', isOpen: rules.isFinding(row.tone) && isSettled === 0 }]
  })
}

export function start(ctx: WriteCtx, { workOrderId, templateId }: In<C, 'start'>): Out<C, 'start'> {
  const by = store.findTemplate(ctx.db, templateId)
  if (!by || by.deleted) return inspectionsFails.unknownTemplate({ templateId })
  const known = workOrders.get(ctx, { workOrderId })
  if (!known.ok) return known
  const { order } = known.value
  if (order.deleted) return workOrdersFails.unknownOrder({ workOrderId })
  if (order.state === 'invoiced' || order.state === 'cancelled') return inspectionsFails.orderClosed({ workOrderId, state: order.state })
  const already = store.openSheet(ctx.db, workOrderId, templateId)
  if (already) return inspectionsFails.alreadyOpen({ inspectionId: already.id })
  const content = contentOf(ctx.db, by.versionId)
  const me = ctx.actor.userId && staff.employeeOfUser(ctx.db, ctx.actor.userId)
  const id = ctx.newId<'inspection'>()
  ctx.db.insert(inspection, {
    id,
    number: ctx.nextNumber('inspection'),
    templateId,
    versionId: by.versionId,
    templateName: content.name,
    locationId: order.locationId,
    workOrderId,
    customerId: order.customerId,
    vehicleId: order.vehicleId,
    technicianId: me?.isTechnician ? me.id : order.technicianId,
    state: 'open',
    note: '',
    doneAt: null,
    reportedAt: null,
  })
  const blank = { level: null, tone: null, measuredMilli: null, recordedBy: '', note: '', lineId: null }
  rules.pointsOf(content).forEach(({ key, isRequired }, position) => {
    ctx.db.insert(inspectionPoint, {
      id: ctx.newId<'inspectionPoint'>(),
      inspectionId: id,
      locationId: order.locationId,
      position,
      pointKey: key,
      isRequired,
      ...blank,
    })
  })
  return ok(mustFind(ctx.db, id))
}

export function record(ctx: WriteCtx, { pointId, note, ...patch }: In<C, 'record'>): Out<C, 'record'> {
  const known = loadOfPoint(ctx.db, pointId, 'record')
  if (!known.ok) return known
  const { point: before, head } = known.value
  const content = contentOf(ctx.db, head.versionId)
  const of = rules.findPoint(content, before.pointKey)
  if (!of) throw new Error(`${before.pointKey} is no point of version ${head.versionId}`)
  const found = rules.found(content, of, before, patch)
  if (!found.ok) return found
  ctx.db.update(inspectionPoint, pointId, { ...found.value, recordedBy: ctx.actor.name, ...(note !== undefined && { note }) })
  return ok(mustFindPoint(ctx.db, pointId))
}

export function passSection(ctx: WriteCtx, { inspectionId, sectionKey }: In<C, 'passSection'>): Out<C, 'passSection'> {
  const known = load(ctx.db, inspectionId, 'record')
  if (!known.ok) return known
  const content = contentOf(ctx.db, known.value.head.versionId)
  const section = content.sections.find(({ key }) => key === sectionKey)
  if (!section) return inspectionsFails.unknownSection({ sectionKey })
  const good = rules.goodLevel(content)
  if (!good) throw new Error(`version ${known.value.head.versionId} has no good level`)
  const plain = new Set(section.points.filter(({ measure }) => measure === null).map(({ key }) => key))
  for (const { id, pointKey, level } of store.pointsOf(ctx.db, inspectionId)) {
    if (level === null && plain.has(pointKey)) ctx.db.update(inspectionPoint, id, { level: good.key, tone: good.tone, recordedBy: ctx.actor.name })
  }
  return ok(mustFind(ctx.db, inspectionId))
}

export function finish(ctx: WriteCtx, { inspectionId, note }: In<C, 'finish'>): Out<C, 'finish'> {
  const known = load(ctx.db, inspectionId, 'finish')
  if (!known.ok) return known
  const { head, next } = known.value
  const open = rules.unfinished(contentOf(ctx.db, head.versionId), store.pointsOf(ctx.db, inspectionId), store.photosByPoint(ctx.db, inspectionId))
  const [first] = open
  if (first) return inspectionsFails.unfinished({ count: open.length, pointId: first.id, why: first.why })
  ctx.db.update(inspection, inspectionId, { state: next, doneAt: ctx.now, ...(note !== undefined && { note }) })
  return ok(mustFind(ctx.db, inspectionId))
}

export function reopen(ctx: WriteCtx, { inspectionId }: In<C, 'reopen'>): Out<C, 'reopen'> {
  return become(ctx, inspectionId, 'reopen', { doneAt: null, reportedAt: null })
}

export function handOver(ctx: WriteCtx, { inspectionId }: In<C, 'handOver'>): Out<C, 'handOver'> {
  return become(ctx, inspectionId, 'report', { reportedAt: ctx.now })
}

export function remove(ctx: WriteCtx, { inspectionId }: In<C, 'remove'>): Out<C, 'remove'> {
  return become(ctx, inspectionId, 'remove', { deleted: true })
}

export function restore(ctx: WriteCtx, { inspectionId }: In<C, 'restore'>): Out<C, 'restore'> {
  const known = store.findHead(ctx.db, inspectionId)
  if (!known) return inspectionsFails.unknownInspection({ inspectionId })
  const other = known.state === 'open' ? store.openSheet(ctx.db, known.workOrderId, known.templateId) : undefined
  if (other && other.id !== inspectionId) return inspectionsFails.alreadyOpen({ inspectionId: other.id })
  ctx.db.update(inspection, inspectionId, { deleted: false })
  return ok(mustFind(ctx.db, inspectionId))
}

function become(
  ctx: WriteCtx,
  inspectionId: Id<'inspection'>,
  event: 'reopen' | 'report' | 'remove',
  patch: { doneAt?: null; reportedAt?: number | null; deleted?: true },
): Out<C, 'reopen'> {
  const known = load(ctx.db, inspectionId, event)
  if (!known.ok) return known
  ctx.db.update(inspection, inspectionId, { ...patch, state: known.value.next })
  return ok(mustFind(ctx.db, inspectionId))
}

/** The printed report, made before this in a thread of its own. */
export function pdf(_ctx: ReadCtx, _input: In<C, 'pdf'>, prepared: { fileName: string; base64: string }): Out<C, 'pdf'> {
  return ok(prepared)
}
