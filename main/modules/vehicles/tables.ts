import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { ref, searchableRecord } from '#main/platform/db/columns.ts'

export const vehicle = sqliteTable('vehicle', {
  ...searchableRecord<'vehicle'>(),
  customerId: ref<'customer'>('customer_id'),
  /** As typed. */
  plate: text('plate').notNull(),
  /** Without separators, in capitals. */
  platePlain: text('plate_plain').notNull(),
  vin: text('vin').notNull(),
  make: text('make').notNull(),
  model: text('model').notNull(),
  year: integer('year'),
  engine: text('engine').notNull(),
  color: text('color').notNull(),
  mileageKm: integer('mileage_km'),
  note: text('note').notNull(),
})
