import { and, asc, eq, sql } from 'drizzle-orm'
import type { Builder } from '#main/platform/db/connection.ts'
import { list } from '#main/platform/db/list.ts'
import { query, type ReadDb, sqlQuery } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { Tone } from '#shared/modules/inspections/model.ts'
import type { TemplateContent } from '#shared/modules/inspections/model/template.ts'
import { customer } from '../customers/tables.ts'
import { employee } from '../staff/tables.ts'
import { vehicle } from '../vehicles/tables.ts'
import { workOrder, workOrderLine } from '../work-orders/tables.ts'
import { inspection, inspectionPhoto, inspectionPoint, inspectionResult, inspectionTemplate, inspectionVersion } from './tables.ts'

const value = sql.placeholder

const templateById = query((q) =>
  q
    .select()
    .from(inspectionTemplate)
    .where(eq(inspectionTemplate.id, value('id'))),
)
const templateList = list({
  select: (q) => q.select().from(inspectionTemplate).$dynamic(),
  filters: { deleted: (v) => sql`${inspectionTemplate.deleted} = ${v}` },
  sorts: { name: { by: [inspectionTemplate.nameKey, inspectionTemplate.id], direction: 'asc' } },
})
const versionById = query((q) =>
  q
    .select()
    .from(inspectionVersion)
    .where(eq(inspectionVersion.id, value('id'))),
)
const newest = sqlQuery<{ number: number | null }, [string]>('SELECT max(number) AS number FROM inspection_version WHERE template_id = ?')

const outcome = sql<'pass' | 'fail' | null>`CASE WHEN ${inspection.state} = 'open' THEN NULL WHEN ${inspectionResult.bad} > 0 THEN 'fail' ELSE 'pass' END`
/** Left joins, although references hold: SQLite keeps the sheets first and reads the index that serves the order. */
const heads = (q: Builder) =>
  q
    .select({
      id: inspection.id,
      number: inspection.number,
      templateId: inspection.templateId,
      versionId: inspection.versionId,
      templateName: inspection.templateName,
      locationId: inspection.locationId,
      workOrderId: inspection.workOrderId,
      workOrderNumber: sql<string>`${workOrder.number}`,
      customerId: inspection.customerId,
      customerName: sql<string>`${customer.name}`,
      vehicleId: inspection.vehicleId,
      vehicleLabel: sql<string>`trim(coalesce(${vehicle.year} || ' ', '') || ${vehicle.make} || ' ' || ${vehicle.model})`,
      plate: sql<string>`${vehicle.plate}`,
      technicianId: inspection.technicianId,
      technicianName: employee.name,
      state: inspection.state,
      note: inspection.note,
      createdAt: inspection.createdAt,
      doneAt: inspection.doneAt,
      reportedAt: inspection.reportedAt,
      deleted: inspection.deleted,
      points: sql<number>`coalesce(${inspectionResult.points}, 0)`,
      open: sql<number>`coalesce(${inspectionResult.open}, 0)`,
      requiredOpen: sql<number>`coalesce(${inspectionResult.requiredOpen}, 0)`,
      good: sql<number>`coalesce(${inspectionResult.good}, 0)`,
      soon: sql<number>`coalesce(${inspectionResult.soon}, 0)`,
      bad: sql<number>`coalesce(${inspectionResult.bad}, 0)`,
      outcome,
    })
    .from(inspection)
    .leftJoin(inspectionResult, eq(inspectionResult.inspectionId, inspection.id))
    .leftJoin(workOrder, eq(workOrder.id, inspection.workOrderId))
    .leftJoin(customer, eq(customer.id, inspection.customerId))
    .leftJoin(vehicle, eq(vehicle.id, inspection.vehicleId))
    .leftJoin(employee, eq(employee.id, inspection.technicianId))
    .$dynamic()
const headById = query((q) => heads(q).where(eq(inspection.id, value('id'))))
const headList = list({
  select: heads,
  filters: {
    locationId: (v) => sql`${inspection.locationId} = ${v}`,
    state: (v) => sql`${inspection.state} = ${v}`,
    outcome: (v) => sql`${outcome} = ${v}`,
    vehicleId: (v) => sql`${inspection.vehicleId} = ${v}`,
    workOrderId: (v) => sql`${inspection.workOrderId} = ${v}`,
    fromAt: (v) => sql`${inspection.createdAt} >= ${v}`,
    toAt: (v) => sql`${inspection.createdAt} < ${v}`,
    deleted: (v) => sql`${inspection.deleted} = ${v}`,
  },
  sorts: { newest: { by: [inspection.createdAt, inspection.id], direction: 'desc' } },
})
const openOfOrder = query((q) =>
  q
    .select({ id: inspection.id })
    .from(inspection)
    .where(
      and(
        eq(inspection.workOrderId, value('workOrderId')),
        eq(inspection.templateId, value('templateId')),
        eq(inspection.state, 'open'),
        eq(inspection.deleted, false),
      ),
    ),
)

/** A line that was taken off its order is none any more. */
const points = (q: Builder) =>
  q
    .select({
      id: inspectionPoint.id,
      inspectionId: inspectionPoint.inspectionId,
      position: inspectionPoint.position,
      pointKey: inspectionPoint.pointKey,
      isRequired: inspectionPoint.isRequired,
      level: inspectionPoint.level,
      tone: inspectionPoint.tone,
      measuredMilli: inspectionPoint.measuredMilli,
      note: inspectionPoint.note,
      recordedBy: inspectionPoint.recordedBy,
      lineId: workOrderLine.id,
      workOrderId: workOrderLine.workOrderId,
      workOrderNumber: workOrder.number,
    })
    .from(inspectionPoint)
    .leftJoin(workOrderLine, and(eq(workOrderLine.id, inspectionPoint.lineId), eq(workOrderLine.deleted, false)))
    .leftJoin(workOrder, and(eq(workOrder.id, workOrderLine.workOrderId), eq(workOrder.deleted, false), sql`${workOrder.state} <> 'cancelled'`))
const pointsOfSheet = query((q) =>
  points(q)
    .where(eq(inspectionPoint.inspectionId, value('inspectionId')))
    .orderBy(asc(inspectionPoint.position), asc(inspectionPoint.id)),
)
const pointById = query((q) => points(q).where(eq(inspectionPoint.id, value('id'))))

const photoColumns = {
  id: inspectionPhoto.id,
  inspectionId: inspectionPhoto.inspectionId,
  pointId: inspectionPhoto.pointId,
  attachmentId: inspectionPhoto.attachmentId,
  widthPx: inspectionPhoto.widthPx,
  heightPx: inspectionPhoto.heightPx,
  thumbBase64: inspectionPhoto.thumbBase64,
  marks: inspectionPhoto.marks,
  createdAt: inspectionPhoto.createdAt,
}
const photosOfSheet = query((q) =>
  q
    .select(photoColumns)
    .from(inspectionPhoto)
    .where(and(eq(inspectionPhoto.inspectionId, value('inspectionId')), eq(inspectionPhoto.deleted, false)))
    .orderBy(asc(inspectionPhoto.id)),
)
const photoById = query((q) =>
  q
    .select(photoColumns)
    .from(inspectionPhoto)
    .where(eq(inspectionPhoto.id, value('id'))),
)
const photoCounts = sqlQuery<{ pointId: string; count: number }, [string]>(
  'SELECT point_id AS pointId, count(*) AS count FROM inspection_photo WHERE inspection_id = ? AND deleted = 0 GROUP BY point_id',
)

/** By the time of finishing, as in `passRate`. The + keeps SQLite on the index of finished sheets. */
const rate = sqlQuery<{ passed: number; failed: number }, [number, number, string | null, string | null, string | null, string | null]>(`
  SELECT coalesce(sum(r.bad = 0), 0) AS passed, coalesce(sum(r.bad > 0), 0) AS failed
  FROM inspection i JOIN inspection_result r ON r.inspection_id = i.id
  WHERE i.done_at >= ? AND i.done_at < ? AND i.deleted = 0 AND (? IS NULL OR +i.location_id = ?) AND (? IS NULL OR i.template_id = ?)`)

export interface EarlierRow {
  readonly pointId: Id<'inspectionPoint'>
  readonly pointKey: string
  readonly inspectionId: Id<'inspection'>
  readonly versionId: Id<'inspectionVersion'>
  readonly number: string
  readonly doneAt: number
  readonly level: string
  readonly tone: Tone
  readonly measuredMilli: number | null
  readonly note: string
  readonly photos: number
  /** Its line stands on an order that is done or invoiced. */
  readonly isSettled: 0 | 1
  /** Its line stands on an order at all. */
  readonly isOffered: 0 | 1
}
const EARLIER = `p.id AS pointId, p.point_key AS pointKey, i.id AS inspectionId, i.version_id AS versionId, i.number, i.done_at AS doneAt, p.level, p.tone,
  p.measured_milli AS measuredMilli, p.note, (SELECT count(*) FROM inspection_photo f WHERE f.point_id = p.id AND f.deleted = 0) AS photos,
  EXISTS (SELECT 1 FROM work_order_line l JOIN work_order o ON o.id = l.work_order_id
    WHERE l.id = p.line_id AND l.deleted = 0 AND o.deleted = 0 AND o.state IN ('done', 'invoiced')) AS isSettled,
  EXISTS (SELECT 1 FROM work_order_line l JOIN work_order o ON o.id = l.work_order_id
    WHERE l.id = p.line_id AND l.deleted = 0 AND o.deleted = 0 AND o.state <> 'cancelled') AS isOffered`
/** The last finished sheet of a vehicle by a template, before another one was begun. */
const lastSheet = sqlQuery<{ id: string }, [string, string, number, string]>(`
  SELECT id FROM inspection WHERE vehicle_id = ? AND template_id = ? AND created_at < ? AND id <> ? AND state <> 'open' AND deleted = 0
  ORDER BY created_at DESC, id DESC LIMIT 1`)
const saidThen = sqlQuery<EarlierRow, [string]>(`
  SELECT ${EARLIER} FROM inspection_point p JOIN inspection i ON i.id = p.inspection_id WHERE p.inspection_id = ? AND p.level IS NOT NULL ORDER BY p.position`)
/** What the last finished sheet of each template found; older ones are overtaken by it. */
const foundOn = sqlQuery<EarlierRow, [string]>(`
  SELECT ${EARLIER} FROM inspection i JOIN inspection_point p ON p.inspection_id = i.id
  WHERE i.vehicle_id = ? AND i.state <> 'open' AND i.deleted = 0 AND p.tone IN ('soon', 'bad')
    AND NOT EXISTS (SELECT 1 FROM inspection n WHERE n.vehicle_id = i.vehicle_id AND n.template_id = i.template_id AND n.state <> 'open' AND n.deleted = 0
      AND (n.created_at, n.id) > (i.created_at, i.id))
  ORDER BY p.tone, i.done_at DESC, p.position LIMIT 300`)

export const findTemplate = (db: ReadDb, id: Id<'inspectionTemplate'>) => templateById.get(db, { id })
export const templates = (db: ReadDb, call: Parameters<typeof templateList>[1]) => templateList(db, call)
export const findVersion = (db: ReadDb, id: Id<'inspectionVersion'>) => versionById.get(db, { id })
export const lastNumber = (db: ReadDb, templateId: Id<'inspectionTemplate'>) => newest.get(db, templateId)?.number ?? 0
/** Removed ones included. */
export const findHead = (db: ReadDb, id: Id<'inspection'>) => headById.get(db, { id })
export const inspections = (db: ReadDb, call: Parameters<typeof headList>[1]) => headList(db, call)
export const openSheet = (db: ReadDb, workOrderId: Id<'workOrder'>, templateId: Id<'inspectionTemplate'>) => openOfOrder.get(db, { workOrderId, templateId })
export const pointsOf = (db: ReadDb, inspectionId: Id<'inspection'>) => pointsOfSheet.all(db, { inspectionId })
export const findPoint = (db: ReadDb, id: Id<'inspectionPoint'>) => pointById.get(db, { id })
export const photosOf = (db: ReadDb, inspectionId: Id<'inspection'>) => photosOfSheet.all(db, { inspectionId })
/** Removed ones included. */
export const findPhoto = (db: ReadDb, id: Id<'inspectionPhoto'>) => photoById.get(db, { id })
export const photosByPoint = (db: ReadDb, inspectionId: Id<'inspection'>): ReadonlyMap<string, number> =>
  new Map(photoCounts.all(db, inspectionId).map(({ pointId, count }) => [pointId, count]))
export const finishedIn = (db: ReadDb, fromAt: number, toAt: number, locationId: Id<'location'> | null, templateId: Id<'inspectionTemplate'> | null) =>
  rate.get(db, fromAt, toAt, locationId, locationId, templateId, templateId) ?? { passed: 0, failed: 0 }
export const saidBefore = (db: ReadDb, of: { id: Id<'inspection'>; vehicleId: Id<'vehicle'>; templateId: Id<'inspectionTemplate'>; createdAt: number }) => {
  const last = lastSheet.get(db, of.vehicleId, of.templateId, of.createdAt, of.id)
  return last ? saidThen.all(db, last.id) : []
}
export const findingsOf = (db: ReadDb, vehicleId: Id<'vehicle'>) => foundOn.all(db, vehicleId)

/** The words of a version, for rows that name it. Versions are few among the rows of one answer. */
export function contentsOf(db: ReadDb): (versionId: Id<'inspectionVersion'>) => TemplateContent | undefined {
  const known = new Map<string, TemplateContent | undefined>()
  return (versionId) => {
    if (!known.has(versionId)) known.set(versionId, findVersion(db, versionId)?.content)
    return known.get(versionId)
  }
}
