import { sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { record } from '#main/platform/db/columns.ts'
import { FEED_KINDS } from '#shared/modules/calendar/model.ts'

export const calendarFeed = sqliteTable('calendar_feed', {
  ...record<'calendarFeed'>(),
  kind: text('kind', { enum: FEED_KINDS }).notNull(),
  ofId: text('of_id').notNull(),
  tokenHash: text('token_hash').notNull(),
})
