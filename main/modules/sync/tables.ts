import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { record, ref } from '#main/platform/db/columns.ts'
import { DEVICE_STATES } from '#shared/contract/wire.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { Json } from '#shared/kernel/result.ts'
import { CONFLICT_KINDS, DEVICE_ALARMS } from '#shared/modules/sync/model.ts'

export const syncDevice = sqliteTable('sync_device', {
  ...record<'syncDevice'>(),
  name: text('name').notNull(),
  state: text('state', { enum: DEVICE_STATES }).notNull(),
  locations: text('locations', { mode: 'json' }).$type<Id<'location'>[]>(),
  codeHash: text('code_hash').notNull(),
  codeEndsAt: integer('code_ends_at').notNull(),
  deviceId: text('device_id').notNull(),
  tag: text('tag').notNull(),
  checkText: text('check_text').notNull(),
  appVersion: text('app_version').notNull(),
  lastSeenAt: integer('last_seen_at').notNull(),
  clockOffsetMs: integer('clock_offset_ms').notNull(),
  alarm: text('alarm', { enum: DEVICE_ALARMS }),
})

export const syncConflict = sqliteTable('sync_conflict', {
  ...record<'syncConflict'>(),
  kind: text('kind', { enum: CONFLICT_KINDS }).notNull(),
  recordTable: text('record_table').notNull(),
  recordId: text('record_id').notNull(),
  locationId: ref<'location'>('location_id'),
  clock: text('clock').notNull(),
  kept: text('kept', { mode: 'json' }).$type<Record<string, Json>>().notNull(),
  dropped: text('dropped', { mode: 'json' }).$type<Record<string, Json>>().notNull(),
  keptBy: text('kept_by').notNull(),
  keptAt: integer('kept_at').notNull(),
  droppedBy: text('dropped_by').notNull(),
  droppedAt: integer('dropped_at').notNull(),
  resolvedAt: integer('resolved_at'),
  resolvedBy: text('resolved_by').notNull(),
})
