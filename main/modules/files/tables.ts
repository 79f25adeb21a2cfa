import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { record } from '#main/platform/db/columns.ts'
import { MEDIA_TYPES } from '#shared/modules/files/model.ts'

/** Its id names the file on the disk. */
export const attachment = sqliteTable('attachment', {
  ...record<'attachment'>(),
  fileName: text('file_name').notNull(),
  mediaType: text('media_type', { enum: MEDIA_TYPES }).notNull(),
  sizeBytes: integer('size_bytes').notNull(),
  sha256: text('sha256').notNull(),
  recordTable: text('record_table'),
  recordId: text('record_id'),
})
