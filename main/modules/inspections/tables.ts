import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { record, ref } from '#main/platform/db/columns.ts'
import { INSPECTION_STATES, type Mark, TONES } from '#shared/modules/inspections/model.ts'
import type { Label, TemplateContent } from '#shared/modules/inspections/model/template.ts'

export const inspectionTemplate = sqliteTable('inspection_template', {
  ...record<'inspectionTemplate'>(),
  name: text('name', { mode: 'json' }).$type<Label>().notNull(),
  nameKey: text('name_key').notNull(),
  versionId: ref<'inspectionVersion'>('version_id').notNull(),
  sections: integer('sections').notNull(),
  points: integer('points').notNull(),
})

/** Append only: what a sheet was begun with stays as it was. */
export const inspectionVersion = sqliteTable('inspection_version', {
  ...record<'inspectionVersion'>(),
  templateId: ref<'inspectionTemplate'>('template_id').notNull(),
  number: integer('number').notNull(),
  content: text('content', { mode: 'json' }).$type<TemplateContent>().notNull(),
  byName: text('by_name').notNull(),
})

export const inspection = sqliteTable('inspection', {
  ...record<'inspection'>(),
  number: text('number').notNull(),
  templateId: ref<'inspectionTemplate'>('template_id').notNull(),
  versionId: ref<'inspectionVersion'>('version_id').notNull(),
  templateName: text('template_name', { mode: 'json' }).$type<Label>().notNull(),
  locationId: ref<'location'>('location_id').notNull(),
  workOrderId: ref<'workOrder'>('work_order_id').notNull(),
  customerId: ref<'customer'>('customer_id').notNull(),
  vehicleId: ref<'vehicle'>('vehicle_id').notNull(),
  technicianId: ref<'employee'>('technician_id'),
  state: text('state', { enum: INSPECTION_STATES }).notNull(),
  note: text('note').notNull(),
  doneAt: integer('done_at'),
  reportedAt: integer('reported_at'),
})

export const inspectionPoint = sqliteTable('inspection_point', {
  ...record<'inspectionPoint'>(),
  inspectionId: ref<'inspection'>('inspection_id').notNull(),
  locationId: ref<'location'>('location_id').notNull(),
  position: integer('position').notNull(),
  pointKey: text('point_key').notNull(),
  isRequired: integer('is_required', { mode: 'boolean' }).notNull(),
  level: text('level'),
  /** Of the level, so that counts need no template. */
  tone: text('tone', { enum: TONES }),
  measuredMilli: integer('measured_milli'),
  recordedBy: text('recorded_by').notNull(),
  note: text('note').notNull(),
  lineId: ref<'workOrderLine'>('line_id'),
})

export const inspectionPhoto = sqliteTable('inspection_photo', {
  ...record<'inspectionPhoto'>(),
  inspectionId: ref<'inspection'>('inspection_id').notNull(),
  pointId: ref<'inspectionPoint'>('point_id').notNull(),
  locationId: ref<'location'>('location_id').notNull(),
  attachmentId: ref<'attachment'>('attachment_id').notNull(),
  widthPx: integer('width_px').notNull(),
  heightPx: integer('height_px').notNull(),
  thumbBase64: text('thumb_base64').notNull(),
  marks: text('marks', { mode: 'json' }).$type<readonly Mark[]>().notNull(),
})

/** Counts of a sheet's points, kept by triggers: only read here. */
export const inspectionResult = sqliteTable('inspection_result', {
  inspectionId: ref<'inspection'>('inspection_id').primaryKey(),
  points: integer('points').notNull(),
  open: integer('open').notNull(),
  requiredOpen: integer('required_open').notNull(),
  good: integer('good').notNull(),
  soon: integer('soon').notNull(),
  bad: integer('bad').notNull(),
})
