import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

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
  /** Way to the centre: pending until it has answered for this very entry. */
  state: text('state').notNull().default('pending'),
})

/** One row per record that a command changed. */
export const journalChange = sqliteTable(
  'journal_change',
  {
    seq: integer('seq')
      .notNull()
      .references(() => journal.seq),
    i: integer('i').notNull(),
    table: text('tbl').notNull(),
    recordId: text('record_id').notNull(),
    /** JSON: `{"insert": true, "fields": {...}}`, see Change. */
    change: text('change').notNull(),
  },
  (t) => [primaryKey({ columns: [t.seq, t.i] })],
)

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
