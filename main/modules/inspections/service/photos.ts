import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import { ok } from '#shared/kernel/result.ts'
import { type inspectionsContract, inspectionsFails } from '#shared/modules/inspections/contract.ts'
import type { Attachment } from '#shared/modules/files/model.ts'
import { MAX_PHOTOS, type Photo } from '#shared/modules/inspections/model.ts'
import * as files from '../../files/service.ts'
import * as store from '../store.ts'
import { inspectionPhoto } from '../tables.ts'
import { loadOfPoint } from './sheet.ts'

type C = typeof inspectionsContract
type Saved = Omit<Attachment, 'recordTable' | 'recordId' | 'createdAt'>

const toPhoto = ({ inspectionId: _inspectionId, marks, ...photo }: NonNullable<ReturnType<typeof store.findPhoto>>): Photo => ({ ...photo, marks: [...marks] })

export function photos(ctx: ReadCtx, { inspectionId }: In<C, 'photos'>): Out<C, 'photos'> {
  if (!store.findHead(ctx.db, inspectionId)) return inspectionsFails.unknownInspection({ inspectionId })
  return ok(store.photosOf(ctx.db, inspectionId).map(toPhoto))
}

/** The picture becomes an attachment of the point; its bytes are on the disk since `prepare`. */
export function addPhoto(ctx: WriteCtx, input: In<C, 'addPhoto'>, saved: Saved): Out<C, 'addPhoto'> {
  const known = loadOfPoint(ctx.db, input.pointId, 'record')
  if (!known.ok) return known
  const { head } = known.value
  if ((store.photosByPoint(ctx.db, head.id).get(input.pointId) ?? 0) >= MAX_PHOTOS) return inspectionsFails.tooManyPhotos({ most: MAX_PHOTOS })
  const { fileName, base64, pointId, ...measures } = input
  const kept = files.upload(ctx, { fileName, base64, recordTable: 'inspection_point', recordId: pointId }, saved)
  if (!kept.ok) return kept
  const row = { id: ctx.newId<'inspectionPhoto'>(), pointId, attachmentId: kept.value.id, ...measures, marks: [] }
  ctx.db.insert(inspectionPhoto, { ...row, inspectionId: head.id, locationId: head.locationId })
  return ok({ ...row, createdAt: ctx.now })
}

export function markPhoto(ctx: WriteCtx, { photoId, marks }: In<C, 'markPhoto'>): Out<C, 'markPhoto'> {
  return change(ctx, photoId, { marks })
}

export function removePhoto(ctx: WriteCtx, { photoId }: In<C, 'removePhoto'>): Out<C, 'removePhoto'> {
  return change(ctx, photoId, { deleted: true })
}

export function restorePhoto(ctx: WriteCtx, { photoId }: In<C, 'restorePhoto'>): Out<C, 'restorePhoto'> {
  return change(ctx, photoId, { deleted: false })
}

function change(ctx: WriteCtx, photoId: In<C, 'removePhoto'>['photoId'], patch: Partial<Pick<Photo, 'marks'>> & { deleted?: boolean }): Out<C, 'removePhoto'> {
  const photo = store.findPhoto(ctx.db, photoId)
  if (!photo) return inspectionsFails.unknownPhoto({ photoId })
  const known = loadOfPoint(ctx.db, photo.pointId, 'record')
  if (!known.ok)
    return known.error.code === 'inspections.wrongState' ? inspectionsFails.wrongState({ ...known.error }) : inspectionsFails.unknownPhoto({ photoId })
  ctx.db.update(inspectionPhoto, photoId, patch)
  return ok(toPhoto({ ...photo, ...(patch.marks && { marks: patch.marks }) }))
}
