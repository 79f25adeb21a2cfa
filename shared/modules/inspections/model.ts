import { z } from 'zod'
import { id } from '../../kernel/ids.ts'
import { type Machine, states } from '../../kernel/machine.ts'
import { filled, line, paragraph } from '../../kernel/text.ts'
import { templateContent } from './model/template.ts'

/*
 * INSP-1: what a finished inspection says does not change until it is reopened (rule, trigger).
 * INSP-2: a measured point is never better than its limits say (rule).
 * INSP-3: an inspection is finished only when every required point has a level and every photo that is asked for is there (rule).
 * INSP-4: a sheet keeps the template as it was when the sheet began (versions are only added, trigger).
 * INSP-5: counts and outcome of an inspection are those of its points, on every device and however they got there (triggers).
 * INSP-6: a finding stands in one line of an order at most, as long as that line stands (rule).
 * INSP-7: the limits of a measurement rise, and leave no value without a level (type of the template).
 */

type InspectionState = 'open' | 'done' | 'reported'
type InspectionEvent = 'record' | 'finish' | 'report' | 'offer' | 'reopen' | 'remove'

/** `record` is any change of what the points say, `offer` puts findings on an order, `report` is the report in the customer's hands, `remove` hides a sheet. */
export const inspectionMachine: Machine<InspectionState, InspectionEvent> = {
  open: { record: 'open', finish: 'done', report: 'refused', offer: 'open', reopen: 'refused', remove: 'open' },
  done: { record: 'refused', finish: 'refused', report: 'reported', offer: 'done', reopen: 'open', remove: 'done' },
  reported: { record: 'refused', finish: 'refused', report: 'reported', offer: 'reported', reopen: 'open', remove: 'refused' },
}
export const INSPECTION_STATES = states(inspectionMachine)

/** What a level means, whatever the shop calls it. `none` is neither good nor bad: not checked, not fitted. */
export const TONES = ['good', 'soon', 'bad', 'none'] as const
export type Tone = (typeof TONES)[number]
/** Of a finished inspection: it fails with one bad point. */
export const OUTCOMES = ['pass', 'fail'] as const

export const template = z.object({
  id: id('inspectionTemplate'),
  name: templateContent.shape.name,
  versionId: id('inspectionVersion'),
  sections: z.number().int(),
  points: z.number().int(),
  updatedAt: z.number(),
  deleted: z.boolean(),
})
export type Template = z.infer<typeof template>

/** A template as it was saved once; it never changes. */
export const version = z.object({
  id: id('inspectionVersion'),
  templateId: id('inspectionTemplate'),
  number: z.number().int(),
  content: templateContent,
  byName: z.string(),
  createdAt: z.number(),
})
export type Version = z.infer<typeof version>

/** A template that comes with the program. `source` says whose list it is, empty for our own. */
export const readyTemplate = z.object({
  key: z.string(),
  name: templateContent.shape.name,
  sections: z.number().int(),
  points: z.number().int(),
  source: z.string(),
})
export type ReadyTemplate = z.infer<typeof readyTemplate>

export const counts = z.object({
  points: z.number().int(),
  /** Without a level. */
  open: z.number().int(),
  requiredOpen: z.number().int(),
  good: z.number().int(),
  soon: z.number().int(),
  bad: z.number().int(),
})

export const head = z.object({
  id: id('inspection'),
  number: z.string(),
  templateId: id('inspectionTemplate'),
  versionId: id('inspectionVersion'),
  templateName: templateContent.shape.name,
  locationId: id('location'),
  workOrderId: id('workOrder'),
  workOrderNumber: z.string(),
  customerId: id('customer'),
  customerName: z.string(),
  vehicleId: id('vehicle'),
  vehicleLabel: z.string(),
  plate: z.string(),
  technicianId: id('employee').nullable(),
  technicianName: z.string().nullable(),
  state: z.enum(INSPECTION_STATES),
  note: z.string(),
  createdAt: z.number(),
  doneAt: z.number().nullable(),
  reportedAt: z.number().nullable(),
  counts,
  /** Null while it is open. */
  outcome: z.enum(OUTCOMES).nullable(),
  deleted: z.boolean(),
})
export type Head = z.infer<typeof head>

/** Measured values: thousandths of the point's unit. */
export const measured = z.number().int().min(-1_000_000_000).max(1_000_000_000)
export const levelKey = filled(30)
export const note = paragraph(1000)

export const point = z.object({
  id: id('inspectionPoint'),
  inspectionId: id('inspection'),
  position: z.number().int(),
  /** Of the version's point; the same from version to version. */
  pointKey: z.string(),
  isRequired: z.boolean(),
  level: z.string().nullable(),
  tone: z.enum(TONES).nullable(),
  measuredMilli: measured.nullable(),
  note: z.string(),
  recordedBy: z.string(),
  /** The line of an order that this finding became, while that line stands. */
  line: z.object({ id: id('workOrderLine'), workOrderId: id('workOrder'), workOrderNumber: z.string() }).nullable(),
})
export type Point = z.infer<typeof point>

/** What was found at a point on an earlier visit. */
export const earlier = z.object({
  pointId: id('inspectionPoint'),
  pointKey: z.string(),
  inspectionId: id('inspection'),
  number: z.string(),
  doneAt: z.number(),
  /** Words of that visit's template, as it was. */
  pointName: templateContent.shape.name,
  levelName: templateContent.shape.name,
  level: z.string(),
  tone: z.enum(TONES),
  measuredMilli: measured.nullable(),
  unit: z.string(),
  note: z.string(),
  photos: z.number().int(),
  /** A finding on which nothing was done since. */
  isOpen: z.boolean(),
})
export type Earlier = z.infer<typeof earlier>

/** One sheet; the words of its points stand in its version. */
export const sheet = z.object({ head, points: z.array(point), before: z.array(earlier) })
export type Sheet = z.infer<typeof sheet>

export const MARK_KINDS = ['draw', 'arrow', 'circle'] as const
/** Longest side of a photo as it is kept; a window makes it so before it sends it. */
export const MAX_PHOTO_PX = 1600
export const MAX_THUMB_CHARS = 40_000
/** More than anybody takes of one point. */
export const MAX_PHOTOS = 12
/**
 * A mark on a photo, kept beside it: the photo stays as it was taken. Numbers are pairs of x and y in thousandths of the photo's
 * width; an arrow is its tail and its head, a circle two opposite corners of its box.
 */
export const mark = z
  .strictObject({
    kind: z.enum(MARK_KINDS),
    at: z
      .array(z.number().int().min(-200).max(6000))
      .min(4)
      .max(600)
      .refine((at) => at.length % 2 === 0, 'pairs'),
  })
  .refine(({ kind, at }) => kind === 'draw' || at.length === 4, { path: ['at'], error: 'pairs' })
export type Mark = z.infer<typeof mark>
export const marks = z.array(mark).max(60)

export const photo = z.object({
  id: id('inspectionPhoto'),
  pointId: id('inspectionPoint'),
  attachmentId: id('attachment'),
  widthPx: z.number().int(),
  heightPx: z.number().int(),
  /** A small JPEG that travels with the row: it is there before the original is. */
  thumbBase64: z.string(),
  marks,
  createdAt: z.number(),
})
export type Photo = z.infer<typeof photo>

export const photoInput = z.strictObject({
  pointId: id('inspectionPoint'),
  fileName: line(200),
  widthPx: z.number().int().min(1).max(20_000),
  heightPx: z.number().int().min(1).max(20_000),
  base64: z.string(),
  thumbBase64: z.string().max(MAX_THUMB_CHARS),
})
