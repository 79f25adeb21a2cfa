import { z } from 'zod'
import { command, contract, failures, query } from '../../contract/define.ts'
import { id } from '../../kernel/ids.ts'
import { page, pageInput } from '../../kernel/paging.ts'
import { permission } from '../../kernel/permission.ts'
import { epochMs } from '../../kernel/time.ts'
import { MAX_UPLOAD_CHARS } from '../files/model.ts'
import { LANGUAGES } from '../workspace/model.ts'
import {
  earlier,
  head,
  INSPECTION_STATES,
  levelKey,
  marks,
  measured,
  note,
  OUTCOMES,
  photo,
  photoInput,
  point,
  readyTemplate,
  sheet,
  template,
  version,
} from './model.ts'
import { soundContent } from './model/template.ts'

const read = permission('inspections.read', 'manager', 'cashier', 'technician', 'warehouse', 'staff', 'viewer')
/** Begin sheets, fill them in, finish and reopen them. */
const work = permission('inspections.work', 'manager', 'technician', 'staff')
/** Put findings on an order, give the report to the customer. */
const offer = permission('inspections.offer', 'manager', 'cashier', 'staff')
/** Templates; hide sheets that were begun by mistake. */
const manage = permission('inspections.manage', 'manager')

export const inspectionsFails = failures('inspections', {
  unknownInspection: 'notFound',
  unknownPoint: 'notFound',
  unknownPhoto: 'notFound',
  unknownTemplate: 'notFound',
  unknownVersion: 'notFound',
  unknownReady: 'notFound',
  unknownLevel: 'invalid',
  unknownSection: 'notFound',
  /** The inspection's `state` does not allow the `event`. */
  wrongState: 'conflict',
  /** The order has an open sheet of this template: `inspectionId`. */
  alreadyOpen: 'conflict',
  /** The order is cancelled, invoiced or removed. */
  orderClosed: 'conflict',
  /** `count` points stand in the way, the first is `pointId`: a required one without a level, or a photo that is asked for. */
  unfinished: 'conflict',
  notMeasured: 'invalid',
  /** The measurement gives the level `level`; a better one cannot be chosen. */
  betterThanMeasured: 'invalid',
  /** Somebody saved the template since it was opened. */
  templateChanged: 'conflict',
  notAPhoto: 'invalid',
  tooManyPhotos: 'invalid',
  notAFinding: 'invalid',
  /** The order is of another vehicle than the inspection. */
  otherVehicle: 'invalid',
  notRendered: 'unavailable',
})

/** The longest list of an authority takes a fifth of it. */
const MAX_TEMPLATE_CHARS = 1_000_000
const ofInspection = z.strictObject({ inspectionId: id('inspection') })
const ofTemplate = z.strictObject({ templateId: id('inspectionTemplate') })
const ofPhoto = z.strictObject({ photoId: id('inspectionPhoto') })
const ofPoint = z.strictObject({ pointId: id('inspectionPoint') })
const step = ['inspections.unknownInspection', 'inspections.wrongState'] as const
const onPoint = ['inspections.unknownPoint', 'inspections.wrongState'] as const
const uploads = ['files.empty', 'files.tooLarge', 'files.notBase64', 'files.typeNotAllowed', 'files.halfRecord', 'files.diskLow'] as const

export const inspectionsContract = contract('inspections', {
  /** By name. */
  templates: query({ input: z.strictObject({ ...pageInput, deleted: z.boolean().default(false) }), output: page(template), needs: read }),
  /** A template with what its present version says. */
  template: query({ input: ofTemplate, output: z.object({ template, version }), needs: read, fails: ['inspections.unknownTemplate'] }),
  /** The words of a sheet; they never change. */
  version: query({
    input: z.strictObject({ versionId: id('inspectionVersion') }),
    output: version,
    needs: read,
    fails: ['inspections.unknownVersion'],
  }),
  /** Templates that come with the program. */
  readyTemplates: query({ input: z.strictObject({}), output: z.array(readyTemplate), needs: read }),
  createTemplate: command({ input: z.strictObject({ content: soundContent }), output: template, needs: manage, maxChars: MAX_TEMPLATE_CHARS }),
  /** A copy of a ready template, the shop's own from here on. */
  createReady: command({
    input: z.strictObject({ key: z.string().regex(/^[a-z0-9-]{1,40}$/) }),
    output: template,
    needs: manage,
    fails: ['inspections.unknownReady'],
  }),
  /** A new version; sheets that were begun keep theirs. `versionId` is the one that was opened for changing. */
  saveTemplate: command({
    input: ofTemplate.extend({ versionId: id('inspectionVersion'), content: soundContent }),
    output: template,
    needs: manage,
    fails: ['inspections.unknownTemplate', 'inspections.templateChanged'],
    maxChars: MAX_TEMPLATE_CHARS,
  }),
  removeTemplate: command({ input: ofTemplate, output: template, needs: manage, fails: ['inspections.unknownTemplate'] }),
  restoreTemplate: command({ input: ofTemplate, output: template, needs: manage, fails: ['inspections.unknownTemplate'] }),

  list: query({
    input: z.strictObject({
      ...pageInput,
      locationId: id('location').optional(),
      state: z.enum(INSPECTION_STATES).optional(),
      outcome: z.enum(OUTCOMES).optional(),
      vehicleId: id('vehicle').optional(),
      workOrderId: id('workOrder').optional(),
      /** Of beginning. */
      fromAt: epochMs.optional(),
      toAt: epochMs.optional(),
      deleted: z.boolean().default(false),
    }),
    output: page(head),
    needs: read,
  }),
  get: query({ input: ofInspection, output: sheet, needs: read, fails: ['inspections.unknownInspection'] }),
  /** Finished inspections of a period, by the time of finishing, and how many passed. */
  passRate: query({
    input: z.strictObject({ fromAt: epochMs, toAt: epochMs, locationId: id('location').optional(), templateId: id('inspectionTemplate').optional() }),
    output: z.object({ passed: z.number().int(), failed: z.number().int(), rateBp: z.number().int().nullable() }),
    needs: read,
  }),
  /** What the last inspections of a vehicle found and no order has a line for, the worst first. */
  openFindings: query({ input: z.strictObject({ vehicleId: id('vehicle') }), output: z.array(earlier), needs: read }),
  /** A sheet of the order's vehicle, by the template as it is now. */
  start: command({
    input: ofTemplate.extend({ workOrderId: id('workOrder') }),
    output: head,
    needs: work,
    fails: ['inspections.unknownTemplate', 'workOrders.unknownOrder', 'inspections.orderClosed', 'inspections.alreadyOpen'],
  }),
  /** What was found at a point; what is not given stays. A measurement sets the level by its limits. */
  record: command({
    input: ofPoint.extend({ level: levelKey.nullable().optional(), measuredMilli: measured.nullable().optional(), note: note.optional() }),
    output: point,
    needs: work,
    fails: [...onPoint, 'inspections.unknownLevel', 'inspections.notMeasured', 'inspections.betterThanMeasured'],
  }),
  /** "All fine": the good level for every point of a section that has none yet and is not measured. */
  passSection: command({
    input: ofInspection.extend({ sectionKey: levelKey }),
    output: head,
    needs: work,
    fails: [...step, 'inspections.unknownSection'],
  }),
  addPhoto: command({
    input: photoInput,
    output: photo,
    needs: work,
    fails: [...onPoint, ...uploads, 'inspections.notAPhoto', 'inspections.tooManyPhotos'],
    maxChars: MAX_UPLOAD_CHARS,
  }),
  /** Draws on a photo anew; the photo itself stays as it is. */
  markPhoto: command({
    input: ofPhoto.extend({ marks }),
    output: photo,
    needs: work,
    fails: ['inspections.unknownPhoto', 'inspections.wrongState'],
  }),
  removePhoto: command({ input: ofPhoto, output: photo, needs: work, fails: ['inspections.unknownPhoto', 'inspections.wrongState'] }),
  restorePhoto: command({ input: ofPhoto, output: photo, needs: work, fails: ['inspections.unknownPhoto', 'inspections.wrongState'] }),
  photos: query({ input: ofInspection, output: z.array(photo), needs: read, fails: ['inspections.unknownInspection'] }),
  finish: command({ input: ofInspection.extend({ note: note.optional() }), output: head, needs: work, fails: [...step, 'inspections.unfinished'] }),
  reopen: command({ input: ofInspection, output: head, needs: work, fails: step }),
  /** The customer has the report. */
  handOver: command({ input: ofInspection, output: head, needs: offer, fails: step }),
  remove: command({ input: ofInspection, output: head, needs: manage, fails: step }),
  restore: command({ input: ofInspection, output: head, needs: manage, fails: ['inspections.unknownInspection', 'inspections.alreadyOpen'] }),
  /** Findings, also of earlier visits, become lines of an order of the same vehicle; one that stands in a line already is left as it is. */
  toLines: command({
    input: z.strictObject({ workOrderId: id('workOrder'), pointIds: z.array(id('inspectionPoint')).min(1).max(100) }),
    output: z.object({ added: z.array(z.object({ pointId: id('inspectionPoint'), lineId: id('workOrderLine') })) }),
    needs: offer,
    fails: [
      ...onPoint,
      'inspections.notAFinding',
      'inspections.otherVehicle',
      'catalog.chooseVariant',
      'workOrders.unknownOrder',
      'workOrders.wrongState',
      'workOrders.unknownReference',
      'workOrders.tooManyLines',
      'workOrders.amountTooLarge',
    ],
  }),
  /** The customer's report; in the language asked for, else the customer's, else the shop's. */
  pdf: query({
    input: ofInspection.extend({ language: z.enum(LANGUAGES).optional() }),
    output: z.object({ fileName: z.string(), base64: z.string() }),
    needs: read,
    fails: ['inspections.unknownInspection', 'inspections.notRendered'],
  }),
})
