import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { record, ref } from '#main/platform/db/columns.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { NoteKind } from '#shared/modules/notes/model.ts'

export const note = sqliteTable('note', {
  ...record<'note'>(),
  kind: text('kind').$type<NoteKind>().notNull(),
  recordId: text('record_id').notNull(),
  recordLabel: text('record_label').notNull(),
  locationId: ref<'location'>('location_id'),
  text: text('text').notNull(),
  authorId: ref<'user'>('author_id').notNull(),
  authorName: text('author_name').notNull(),
  mentions: text('mentions', { mode: 'json' }).$type<Id<'user'>[]>().notNull(),
  replacesId: ref<'note'>('replaces_id'),
})

export const noteSeen = sqliteTable('note_seen', {
  ...record<'noteSeen'>(),
  userId: ref<'user'>('user_id').notNull(),
  kind: text('kind').$type<NoteKind>().notNull(),
  recordId: text('record_id').notNull(),
  seenAt: integer('seen_at').notNull(),
})

/** Whom each note names, kept by triggers: only read here. */
export const noteMention = sqliteTable('note_mention', {
  userId: ref<'user'>('user_id').notNull(),
  at: integer('at').notNull(),
  noteId: ref<'note'>('note_id').notNull(),
})
