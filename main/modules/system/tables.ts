import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { record, ref } from '#main/platform/db/columns.ts'
import { type Facts, NOTICE_CODES } from '#shared/modules/system/model.ts'

export const notice = sqliteTable('notice', {
  ...record<'notice'>(),
  code: text('code', { enum: NOTICE_CODES }).notNull(),
  /** What it is about (a job's name, a backup's): one open notice per code and subject. */
  subject: text('subject').notNull(),
  facts: text('facts', { mode: 'json' }).$type<Facts>().notNull(),
  acknowledgedAt: integer('acknowledged_at'),
  acknowledgedBy: ref<'user'>('acknowledged_by'),
})
