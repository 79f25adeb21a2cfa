import type Database from 'better-sqlite3'
import { inspection, inspectionPoint, inspectionTemplate, inspectionVersion } from '#main/modules/inspections/tables.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { HOUR_MS } from '#shared/kernel/time.ts'
import type { TemplateContent } from '#shared/modules/inspections/model/template.ts'
import { pointsOf } from '#shared/modules/inspections/rules.ts'
import { RECEPTION } from '../inspection-templates/own.ts'
import { filler } from './fill.ts'
import { START_AT } from './people.ts'
import { chance, idAt } from './random.ts'

const KIND = { template: 20, version: 21, inspection: 22, point: 23 } as const
/** One order in so many is inspected. */
export const ORDERS_PER_INSPECTION = 8

interface Inspected {
  readonly workOrderId: Id<'workOrder'>
  readonly locationId: Id<'location'>
  readonly customerId: Id<'customer'>
  readonly vehicleId: Id<'vehicle'>
  readonly technicianId: Id<'employee'> | null
  readonly createdAt: number
  readonly isFinished: boolean
}

/** The short reception check, filled in for the orders that it is called with. */
export function inspectionsInto(raw: Database.Database): (of: Inspected) => void {
  const c = chance(23)
  const put = { inspection: filler(raw, inspection), point: filler(raw, inspectionPoint) }
  const content: TemplateContent = RECEPTION
  const templateId = idAt<'inspectionTemplate'>(KIND.template, 0, START_AT, c)
  const versionId = idAt<'inspectionVersion'>(KIND.version, 0, START_AT, c)
  const points = pointsOf(content)
  filler(
    raw,
    inspectionTemplate,
  )({
    id: templateId,
    createdAt: START_AT,
    name: content.name,
    nameKey: 'reception check',
    versionId,
    sections: content.sections.length,
    points: points.length,
  })
  filler(raw, inspectionVersion)({ id: versionId, createdAt: START_AT, templateId, number: 1, content, byName: 'Seed' })
  let made = 0
  return ({ createdAt, isFinished, ...of }) => {
    const id = idAt<'inspection'>(KIND.inspection, made, createdAt, c)
    const doneAt = isFinished ? createdAt + HOUR_MS : null
    const number = `B7K2-${String(made).padStart(6, '0')}`
    const facts = { templateId, versionId, templateName: content.name, note: '', reportedAt: null, doneAt }
    put.inspection({ id, createdAt, number, ...of, ...facts, state: isFinished ? 'done' : 'open' })
    points.forEach(({ key, isRequired }, position) => {
      const level = isFinished ? content.levels[c.next() < 0.04 ? 2 : c.next() < 0.12 ? 1 : 0] : undefined
      put.point({
        id: idAt<'inspectionPoint'>(KIND.point, made * points.length + position, createdAt, c),
        createdAt,
        inspectionId: id,
        locationId: of.locationId,
        position,
        pointKey: key,
        isRequired,
        level: level?.key ?? null,
        tone: level?.tone ?? null,
        measuredMilli: null,
        recordedBy: level ? 'Seed' : '',
        note: '',
        lineId: null,
      })
    })
    made++
  }
}
