import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { record, ref } from '#main/platform/db/columns.ts'
import { MESSAGE_CHANNELS, MESSAGE_KINDS, MESSAGE_STATES } from '#shared/modules/messaging/model.ts'
import { LANGUAGES } from '#shared/modules/workspace/model.ts'

export const outgoingMessage = sqliteTable('outgoing_message', {
  ...record<'outgoingMessage'>(),
  kind: text('kind', { enum: MESSAGE_KINDS }).notNull(),
  customerId: ref<'customer'>('customer_id').notNull(),
  vehicleId: ref<'vehicle'>('vehicle_id'),
  channel: text('channel', { enum: MESSAGE_CHANNELS }).notNull(),
  recipient: text('recipient').notNull(),
  language: text('language', { enum: LANGUAGES }).notNull(),
  subject: text('subject').notNull(),
  body: text('body').notNull(),
  quietFromMinutes: integer('quiet_from_minutes').notNull(),
  quietUntilMinutes: integer('quiet_until_minutes').notNull(),
  notBeforeAt: integer('not_before_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
  supersedeKey: text('supersede_key').notNull(),
  state: text('state', { enum: MESSAGE_STATES }).notNull(),
})
