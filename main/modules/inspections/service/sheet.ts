import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { inspectionsFails } from '#shared/modules/inspections/contract.ts'
import type { Head, Point } from '#shared/modules/inspections/model.ts'
import type { TemplateContent } from '#shared/modules/inspections/model/template.ts'
import * as rules from '#shared/modules/inspections/rules.ts'
import * as store from '../store.ts'

type HeadRow = NonNullable<ReturnType<typeof store.findHead>>
type PointRow = NonNullable<ReturnType<typeof store.findPoint>>
type Event = Parameters<typeof rules.step>[1]

export const toHead = ({ points, open, requiredOpen, good, soon, bad, ...row }: HeadRow): Head => ({
  ...row,
  counts: { points, open, requiredOpen, good, soon, bad },
})
export const toPoint = ({ lineId, workOrderId, workOrderNumber, ...row }: PointRow): Point => ({
  ...row,
  line: lineId && workOrderId && workOrderNumber ? { id: lineId, workOrderId, workOrderNumber } : null,
})

export function mustFind(db: ReadDb, id: Id<'inspection'>): Head {
  const row = store.findHead(db, id)
  if (!row) throw new Error(`inspection ${id} was found and is not there`)
  return toHead(row)
}
export function mustFindPoint(db: ReadDb, id: Id<'inspectionPoint'>): Point {
  const row = store.findPoint(db, id)
  if (!row) throw new Error(`point ${id} was found and is not there`)
  return toPoint(row)
}

/** The words of a version. The feed gives a version before the sheets that name it; an absent one is a bug. */
export function contentOf(db: ReadDb, versionId: Id<'inspectionVersion'>): TemplateContent {
  const version = store.findVersion(db, versionId)
  if (!version) throw new Error(`version ${versionId} of a template is not there`)
  return version.content
}

/** A sheet that is not removed, and the state after `event`; refused where its state does not allow it. */
export function load(
  db: ReadDb,
  inspectionId: Id<'inspection'>,
  event: Event,
): Result<{ head: Head; next: Head['state'] }, Failure<'inspections.unknownInspection' | 'inspections.wrongState'>> {
  const row = store.findHead(db, inspectionId)
  if (!row || row.deleted) return inspectionsFails.unknownInspection({ inspectionId })
  const next = rules.step(row, event)
  return next.ok ? ok({ head: toHead(row), next: next.value }) : next
}

/** A point with its sheet, where that allows `event`. */
export function loadOfPoint(
  db: ReadDb,
  pointId: Id<'inspectionPoint'>,
  event: Event,
): Result<{ point: Point; head: Head }, Failure<'inspections.unknownPoint' | 'inspections.wrongState'>> {
  const point = store.findPoint(db, pointId)
  const head = point && store.findHead(db, point.inspectionId)
  if (!head || head.deleted) return inspectionsFails.unknownPoint({ pointId })
  const next = rules.step(head, event)
  return next.ok ? ok({ point: toPoint(point), head: toHead(head) }) : next
}
