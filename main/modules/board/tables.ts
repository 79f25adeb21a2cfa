import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { record, ref } from '#main/platform/db/columns.ts'
import { COLUMNS, LABEL_TONES } from '#shared/modules/board/model.ts'

export const boardLabel = sqliteTable('board_label', {
  ...record<'boardLabel'>(),
  name: text('name').notNull(),
  tone: text('tone', { enum: LABEL_TONES }).notNull(),
  position: integer('position').notNull(),
})

/** Its id is the order's. */
export const boardCard = sqliteTable('board_card', {
  ...record<'workOrder'>(),
  locationId: ref<'location'>('location_id').notNull(),
  labelId: ref<'boardLabel'>('label_id'),
  /** In which the label was given. */
  boardColumn: text('board_column', { enum: COLUMNS }).notNull(),
})
