import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { record, ref } from '#main/platform/db/columns.ts'
import { BAY_STATES } from '#shared/modules/bays/model.ts'

export const bay = sqliteTable('bay', {
  ...record<'bay'>(),
  locationId: ref<'location'>('location_id').notNull(),
  name: text('name').notNull(),
  position: integer('position').notNull(),
  state: text('state', { enum: BAY_STATES }).notNull(),
  workOrderId: ref<'workOrder'>('work_order_id'),
})
