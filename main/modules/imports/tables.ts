import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { record, ref } from '#main/platform/db/columns.ts'
import { type Problem, TARGETS } from '#shared/modules/imports/model.ts'

export const importRun = sqliteTable('import_run', {
  ...record<'importRun'>(),
  fileName: text('file_name').notNull(),
  sheetName: text('sheet_name').notNull(),
  target: text('target', { enum: TARGETS }).notNull(),
  rows: integer('rows').notNull(),
  added: integer('added').notNull(),
  unchanged: integer('unchanged').notNull(),
  bad: integer('bad').notNull(),
  warned: integer('warned').notNull(),
  newCustomers: integer('new_customers').notNull(),
  newVehicles: integer('new_vehicles').notNull(),
  newItems: integer('new_items').notNull(),
  problemsTotal: integer('problems_total').notNull(),
  /** The first of them, see MAX_PROBLEMS. */
  problems: text('problems', { mode: 'json' }).$type<Problem[]>().notNull(),
  userId: ref<'user'>('user_id'),
  userName: text('user_name').notNull(),
})
