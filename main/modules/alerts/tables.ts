import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { record, ref } from '#main/platform/db/columns.ts'
import { type AlertFacts, type Priority, SOURCES } from '#shared/modules/alerts/model.ts'

export const alert = sqliteTable('alert', {
  ...record<'alert'>(),
  source: text('source', { enum: SOURCES }).notNull(),
  subjectId: text('subject_id').notNull(),
  /** How many alerts of this source and subject there were, this one included. */
  turn: integer('turn').notNull(),
  locationId: ref<'location'>('location_id'),
  priority: integer('priority').$type<Priority>().notNull(),
  at: integer('at').notNull(),
  facts: text('facts', { mode: 'json' }).$type<AlertFacts>().notNull(),
  /** Its cause lasts. */
  isUp: integer('is_up', { mode: 'boolean' }).notNull(),
  resolvedAt: integer('resolved_at'),
  resolvedBy: ref<'user'>('resolved_by'),
  resolvedByName: text('resolved_by_name').notNull(),
  resolution: text('resolution').notNull(),
})

/** Its id follows from the two others: read on two devices is read once. */
export const alertSeen = sqliteTable('alert_seen', {
  ...record<'alertSeen'>(),
  userId: ref<'user'>('user_id').notNull(),
  alertId: ref<'alert'>('alert_id').notNull(),
})
