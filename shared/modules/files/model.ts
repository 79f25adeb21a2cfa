import { z } from 'zod'
import { id } from '../../kernel/ids.ts'
import { line } from '../../kernel/text.ts'

/*
 * FILE-1: an attachment's type is what its bytes say, never what its name says; markup is never accepted.
 * FILE-2: the file is whole on the disk before a row speaks of it.
 * FILE-3: nothing a person typed names a file on the disk.
 */

/** Units: bytes, decoded. */
export const MAX_FILE_BYTES = 10 * 1024 * 1024
/** Longest call that carries one: base64 is a third longer. */
export const MAX_UPLOAD_CHARS = 14_500_000

export const MEDIA_TYPES = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'image/heic',
  'application/pdf',
  'text/csv',
  'text/plain',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.oasis.opendocument.spreadsheet',
] as const
export type MediaType = (typeof MEDIA_TYPES)[number]

/** How each type's file name ends; the first is given to a name that ends otherwise. */
export const EXTENSIONS: Readonly<Record<MediaType, readonly [string, ...string[]]>> = {
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'image/gif': ['gif'],
  'image/heic': ['heic', 'heif'],
  'application/pdf': ['pdf'],
  'text/csv': ['csv'],
  'text/plain': ['txt', 'log', 'md'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
  'application/vnd.oasis.opendocument.spreadsheet': ['ods'],
}

/** The record that an attachment hangs on, by its table and id. */
export const recordTable = z.string().regex(/^[a-z][a-z0-9_]{0,59}$/)
export const recordId = z.string().min(1).max(64)

export const attachment = z.object({
  id: id('attachment'),
  createdAt: z.number().int(),
  /** For people: what they called it, made safe to save under. */
  fileName: line(200),
  mediaType: z.enum(MEDIA_TYPES),
  sizeBytes: z.number().int(),
  sha256: z.string(),
  recordTable: recordTable.nullable(),
  recordId: recordId.nullable(),
})
export type Attachment = z.infer<typeof attachment>
