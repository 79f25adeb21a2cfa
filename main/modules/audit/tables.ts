import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { record, ref } from '#main/platform/db/columns.ts'
import { SEALED_KINDS } from '#shared/modules/audit/model.ts'

/** Append only: the chain of each device. */
export const posSeal = sqliteTable('pos_seal', {
  ...record<'posSeal'>(),
  locationId: ref<'location'>('location_id').notNull(),
  deviceTag: text('device_tag').notNull(),
  seq: integer('seq').notNull(),
  kind: text('kind', { enum: SEALED_KINDS }).notNull(),
  recordId: text('record_id').notNull(),
  hash: text('hash').notNull(),
})
