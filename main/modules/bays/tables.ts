import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { record, ref } from '#main/platform/db/columns.ts'
import type { WeekHours } from '#shared/kernel/hours.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { BAY_STATES } from '#shared/modules/bays/model.ts'

export const bay = sqliteTable('bay', {
  ...record<'bay'>(),
  locationId: ref<'location'>('location_id').notNull(),
  name: text('name').notNull(),
  position: integer('position').notNull(),
  state: text('state', { enum: BAY_STATES }).notNull(),
  workOrderId: ref<'workOrder'>('work_order_id'),
  equipmentIds: text('equipment_ids', { mode: 'json' }).$type<Id<'bayEquipment'>[]>().notNull(),
  weekHours: text('week_hours', { mode: 'json' }).$type<WeekHours>(),
  downUntilAt: integer('down_until_at'),
  dailyMaxJobs: integer('daily_max_jobs'),
  dailyMaxMinutes: integer('daily_max_minutes'),
})

export const bayEquipment = sqliteTable('bay_equipment', { ...record<'bayEquipment'>(), name: text('name').notNull() })
