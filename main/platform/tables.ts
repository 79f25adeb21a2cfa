import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { OUTCOMES, type Reason } from '#shared/contract/wire.ts'
import type { Json } from '#shared/kernel/result.ts'

/** This file's identity. A new one is drawn when a backup is restored or the file turns up elsewhere, so numbers are never issued twice. */
export const device = sqliteTable('device', {
  id: text('id').primaryKey(),
  /** Four characters that lead document numbers. */
  tag: text('tag').notNull(),
  /** Eight characters that end every clock. */
  clockTag: text('clock_tag').notNull(),
  name: text('name').notNull(),
  createdAt: integer('created_at').notNull(),
  /** The highest: the identity in force. */
  epoch: integer('epoch').notNull(),
})

/** Last number given per series on this device. */
export const counter = sqliteTable('counter', { series: text('series').primaryKey(), last: integer('last').notNull() })

/** One row per committed command. AUTOINCREMENT: a number is never reused, or a late answer could settle unsent work. */
export const journal = sqliteTable('journal', {
  seq: integer('seq').primaryKey({ autoIncrement: true }),
  txId: text('tx_id').notNull(),
  hlc: text('hlc').notNull(),
  command: text('command').notNull(),
  schemaVersion: integer('schema_version').notNull(),
  at: integer('at').notNull(),
  /** Microseconds from the call's arrival to its commit. */
  tookUs: integer('took_us').notNull(),
  userId: text('user_id'),
  userName: text('user_name').notNull(),
  deviceId: text('device_id').notNull(),
  deviceName: text('device_name').notNull(),
  ip: text('ip').notNull(),
  userAgent: text('user_agent').notNull(),
  /** The call this entry answers; a repeated call gets the kept answer instead of a second deed. */
  callId: text('call_id').notNull().unique(),
  /** Answer of the call as JSON, null where it holds a secret. */
  answer: text('answer'),
  changes: integer('changes').notNull(),
  /** Always pending: that the centre has answered up to an entry stands in `sync_link`, so that answers rewrite no journal. */
  state: text('state').notNull().default('pending'),
  /** JSON list of the changes, see blocksOf; null where they stand in journal_block. */
  ops: text('ops'),
})

/** Changes of an entry that are too many for its own row. */
export const journalBlock = sqliteTable(
  'journal_block',
  { seq: integer('seq').notNull(), block: integer('block').notNull(), ops: text('ops').notNull() },
  (t) => [primaryKey({ columns: [t.seq, t.block] })],
)

/** Where each record was changed: the entry, and the block of it. */
export const journalRecord = sqliteTable(
  'journal_record',
  { recordId: text('record_id').notNull(), seq: integer('seq').notNull(), block: integer('block').notNull(), table: text('tbl').notNull() },
  (t) => [primaryKey({ columns: [t.recordId, t.seq, t.block, t.table] })],
)

/** The orders of the audit list; entries come in some time after their deed, see Store.derive. */
export const journalList = sqliteTable('journal_list', {
  seq: integer('seq').primaryKey(),
  at: integer('at').notNull(),
  userId: text('user_id'),
  command: text('command').notNull(),
  deviceId: text('device_id').notNull(),
})

/** Queue of everything that runs after commit or by the clock; one row per run, kept as its record. */
export const job = sqliteTable('job', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  /** The event or occasion; a job runs once per name and key. */
  key: text('key').notNull(),
  payload: text('payload').notNull(),
  state: text('state', { enum: ['queued', 'running', 'completed', 'failed'] }).notNull(),
  attempts: integer('attempts').notNull(),
  runAt: integer('run_at').notNull(),
  startedAt: integer('started_at'),
  finishedAt: integer('finished_at'),
  detail: text('detail').notNull(),
})

/** What the centre said of this device's entries, where there is something to tell; see AnsweredEntry in sync/sync.ts. */
export const syncEntry = sqliteTable(
  'sync_entry',
  {
    seq: integer('seq').notNull(),
    part: integer('part').notNull(),
    outcome: text('outcome', { enum: OUTCOMES }).notNull(),
    reason: text('reason').$type<Reason>(),
    facts: text('facts', { mode: 'json' }).$type<Record<string, Json>>().notNull(),
    answeredAt: integer('answered_at').notNull(),
    decidedAt: integer('decided_at'),
    decidedBy: text('decided_by').notNull(),
  },
  (t) => [primaryKey({ columns: [t.seq, t.part] })],
)
