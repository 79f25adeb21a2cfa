import type { ReadCtx } from '#main/platform/context.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { Mark } from '#shared/modules/inspections/model.ts'
import { isFinding } from '#shared/modules/inspections/rules.ts'
import { sellerOf } from '#shared/modules/workspace/rules.ts'
import * as customers from '../../customers/service.ts'
import * as vehicles from '../../vehicles/service.ts'
import * as workspace from '../../workspace/service.ts'
import * as store from '../store.ts'
import { contentOf, toHead, toPoint } from './sheet.ts'

/** More would make a file that no mailbox takes; findings come first. */
const MOST_PHOTOS = 40

/** A photo as it is printed: the original where this device has it, else the small one that came with the row. */
export interface PrintedPhoto {
  readonly base64: string
  readonly heightBy1000: number
  readonly marks: readonly Mark[]
}

/** Everything that a report says, as it stands now. Undefined where there is no such inspection. */
export function readReport(ctx: ReadCtx, inspectionId: Id<'inspection'>) {
  const row = store.findHead(ctx.db, inspectionId)
  if (!row || row.deleted) return undefined
  const head = toHead(row)
  const points = store.pointsOf(ctx.db, inspectionId).map(toPoint)
  const wanting = new Set(points.filter(({ tone }) => isFinding(tone)).map(({ id }) => id))
  const photos: Record<string, PrintedPhoto[]> = {}
  const taken = store.photosOf(ctx.db, inspectionId)
  const inOrder = [...taken.filter(({ pointId }) => wanting.has(pointId)), ...taken.filter(({ pointId }) => !wanting.has(pointId))].slice(0, MOST_PHOTOS)
  for (const { pointId, attachmentId, thumbBase64, widthPx, heightPx, marks } of inOrder) {
    const base64 = ctx.platform.files.read(attachmentId)?.toString('base64') ?? thumbBase64
    ;(photos[pointId] ??= []).push({ base64, heightBy1000: Math.round((heightPx * 1000) / widthPx), marks })
  }
  return {
    head,
    content: contentOf(ctx.db, head.versionId),
    points,
    photos,
    seller: sellerOf(workspace.theCompany(ctx.db), workspace.findLocation(ctx.db, head.locationId)),
    customer: customers.findCustomer(ctx.db, head.customerId),
    vehicle: vehicles.findVehicle(ctx.db, head.vehicleId),
  }
}
export type ReportFacts = Omit<NonNullable<ReturnType<typeof readReport>>, 'photos'>
