import type { In, PrepareCtx } from '#main/platform/context.ts'
import { LOW_DISK_BYTES } from '#main/platform/health.ts'
import { ok } from '#shared/kernel/result.ts'
import { type filesContract, filesFails } from '#shared/modules/files/contract.ts'
import { checkSize, safeName, typeOf } from '#shared/modules/files/rules.ts'

type C = typeof filesContract

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/

/** Looks at the bytes and puts them on the disk. What the deed then refuses is an orphan, which the clean-up finds. Holds FILE-2. */
export async function upload(ctx: PrepareCtx, input: In<C, 'upload'>) {
  if ((input.recordTable === undefined) !== (input.recordId === undefined)) return filesFails.halfRecord()
  const free = ctx.platform.freeBytes()
  if (free !== null && free < LOW_DISK_BYTES) return filesFails.diskLow({ freeBytes: free, neededBytes: LOW_DISK_BYTES })
  if (!BASE64.test(input.base64)) return filesFails.notBase64()
  const bytes = Buffer.from(input.base64, 'base64')
  const size = checkSize(bytes.length)
  if (!size.ok) return size
  const { fileTypeFromBuffer } = await import('file-type') // loaded with the first upload
  const found = await fileTypeFromBuffer(bytes)
  const type = typeOf(found?.mime, textOf(bytes), input.fileName)
  if (!type.ok) return type
  const id = ctx.newId<'attachment'>()
  return ok({ id, fileName: safeName(input.fileName, type.value), mediaType: type.value, ...ctx.platform.files.save(id, bytes) })
}

/** The text that the bytes are in UTF-8 or, as spreadsheets of old machines write it, in one byte per letter; null when they are none. */
function textOf(bytes: Buffer): string | null {
  const text = decoded(bytes)
  return /[^\P{Cc}\s\u0085]/u.test(text) ? null : text // control characters that no text holds
}

function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
