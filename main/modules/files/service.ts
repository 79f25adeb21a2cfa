import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import { ok } from '#shared/kernel/result.ts'
import { type filesContract, filesFails } from '#shared/modules/files/contract.ts'
import type { Attachment } from '#shared/modules/files/model.ts'
import * as store from './store.ts'
import { attachment } from './tables.ts'

type C = typeof filesContract

const toAttachment = ({ id, createdAt, fileName, mediaType, sizeBytes, sha256, recordTable, recordId }: Attachment): Attachment => ({
  id,
  createdAt,
  fileName,
  mediaType,
  sizeBytes,
  sha256,
  recordTable,
  recordId,
})

export function upload(ctx: WriteCtx, input: In<C, 'upload'>, saved: Omit<Attachment, 'recordTable' | 'recordId' | 'createdAt'>): Out<C, 'upload'> {
  const row = { ...saved, recordTable: input.recordTable ?? null, recordId: input.recordId ?? null }
  ctx.db.insert(attachment, row)
  return ok(toAttachment({ ...row, createdAt: ctx.now }))
}

export function list(ctx: ReadCtx, { recordTable, recordId, deleted, after, limit }: In<C, 'list'>): Out<C, 'list'> {
  if ((recordTable === undefined) !== (recordId === undefined)) return filesFails.halfRecord()
  return ok(store.attachments(ctx.db, { filters: { recordTable, recordId, deleted }, sort: 'newest', after, limit }))
}

export function read(ctx: ReadCtx, { attachmentId }: In<C, 'read'>): Out<C, 'read'> {
  const known = store.findAttachment(ctx.db, attachmentId)
  if (!known) return filesFails.unknown({ attachmentId })
  const bytes = ctx.platform.files.read(attachmentId)
  return bytes ? ok({ ...toAttachment(known), base64: bytes.toString('base64') }) : filesFails.missing({ attachmentId, fileName: known.fileName })
}

export function remove(ctx: WriteCtx, { attachmentId }: In<C, 'remove'>): Out<C, 'remove'> {
  const known = store.findAttachment(ctx.db, attachmentId)
  if (!known) return filesFails.unknown({ attachmentId })
  ctx.db.update(attachment, attachmentId, { deleted: true })
  return ok(toAttachment(known))
}

export function restore(ctx: WriteCtx, { attachmentId }: In<C, 'restore'>): Out<C, 'restore'> {
  const known = store.findAttachment(ctx.db, attachmentId)
  if (!known) return filesFails.unknown({ attachmentId })
  ctx.db.update(attachment, attachmentId, { deleted: false })
  return ok(toAttachment(known))
}
