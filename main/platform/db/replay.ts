import { v7 } from 'uuid'
import type { TableSync } from '#shared/contract/sync.ts'
import type { Json } from '#shared/kernel/result.ts'
import { type Connection, statementOf } from './connection.ts'
import { type Entry, writeEntry } from './journal.ts'
import type { Change, ChangedFields } from './write.ts'

/** Names of a reaction's or a schedule's run: the call id under which its deed stands in the journal, once for ever. */
export const jobCallId = (name: string, key: string): string => `job:${name}#${key}`

/** How SQL names a column: `taxRateBp` is `tax_rate_bp`. The parity test holds every table to it. */
export const columnOf = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** SQLite's form of a journaled value: booleans are 0 and 1, lists and objects are JSON. */
const encode = (value: Json): unknown =>
  typeof value === 'boolean' ? Number(value) : typeof value === 'object' && value !== null ? JSON.stringify(value) : value

/** Puts committed commands, as the journal keeps them, onto a database that lacks them. */
export interface Replay {
  /** Applies one entry with its own number, clock and stamps, whole or not at all. Throws when it does not fit what is there. */
  apply(entry: Entry): void
}

/**
 * `reactionsTo` names the jobs that react to an event: they are queued anew, unless the journal shows that they ran.
 * Foreign keys are checked entry by entry, at its end, as a command may write child and parent in any order.
 */
export function createReplay(connection: Connection, sync: Readonly<Record<string, TableSync>>, reactionsTo: (event: string) => readonly string[]): Replay {
  const { raw } = connection
  // A linked device gets from its centre what its backup lacks: a change of a row that is not here waits for it in the journal.
  const isLinked = raw.prepare("SELECT 1 FROM sync_link WHERE state <> 'left'").get() !== undefined
  const columns = new Map<string, ReadonlySet<string>>()
  const columnsOf = (table: string): ReadonlySet<string> => {
    if (!connection.tables.has(table)) throw new Error(`there is no table ${table}`)
    const known = columns.get(table) ?? new Set(raw.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(table) as string[]) // names are text
    columns.set(table, known)
    return known
  }
  const checked = (table: string, keys: readonly string[]): string[] =>
    keys.map((key) => {
      const column = columnOf(key)
      if (!columnsOf(table).has(column)) throw new Error(`${table} has no column ${column}`)
      return column
    })

  /** What a former version wrote and this one has no column for is left out. */
  const living = (table: string, fields: ChangedFields['fields']): ChangedFields['fields'] => {
    const retired = sync[table]?.retired
    return retired ? Object.fromEntries(Object.entries(fields).filter(([key]) => !retired.includes(key))) : fields
  }

  const insert = ({ table, id }: Change, changed: ChangedFields, entry: Entry) => {
    const fields = living(table, changed.fields)
    const keys = Object.keys(fields)
    const names = ['id', 'created_at', 'updated_at', 'clk', ...checked(table, keys)]
    const values = [id, entry.head.at, entry.head.at, JSON.stringify({ '*': entry.head.hlc }), ...Object.values(fields).map(([after]) => encode(after))]
    statementOf(connection, `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`).run(values)
  }

  const update = ({ table, id }: Change, changed: ChangedFields, entry: Entry) => {
    const fields = living(table, changed.fields)
    const keys = Object.keys(fields)
    if (keys.length === 0) return
    const sets = checked(table, keys).map((column) => `${column} = ?`)
    const before = statementOf(connection, `SELECT clk FROM ${table} WHERE id = ?`).get(id) as { clk: string } | undefined // every record has a clock
    if (before === undefined && isLinked) return
    if (before === undefined) throw new Error(`${table} ${id} is not there`)
    const clocks = JSON.parse(before.clk) as Record<string, string> // written by us
    for (const key of keys) clocks[sync[table]?.groups?.[key] ?? key] = entry.head.hlc
    const values = Object.values(fields).map(([, after]) => encode(after as Json)) // an update holds before and after
    statementOf(connection, `UPDATE ${table} SET ${sets.join(', ')}, updated_at = ?, clk = ? WHERE id = ?`).run(
      ...values,
      entry.head.at,
      JSON.stringify(clocks),
      id,
    )
  }

  const settleJobs = ({ head, events }: Entry) => {
    const job = /^job:(.*)#([^#]*)$/s.exec(head.callId)
    if (job)
      statementOf(connection, "UPDATE job SET state = 'completed', finished_at = ? WHERE name = ? AND key = ? AND state <> 'completed'").run(
        head.at,
        job[1],
        job[2],
      )
    for (const event of events)
      for (const name of reactionsTo(event.name))
        queueJob(connection, { id: v7(), name, key: event.id, payload: JSON.stringify(event.payload), runAt: head.at })
  }

  return {
    apply: (entry) => {
      if (isLinked) raw.pragma('foreign_keys = OFF')
      raw.exec('BEGIN IMMEDIATE')
      try {
        if (isLinked) raw.exec('UPDATE sync_guard SET applying = 1')
        raw.pragma('defer_foreign_keys = ON')
        for (const change of entry.changes) {
          const changed = JSON.parse(change.kept) as ChangedFields // written by recordWrites
          ;(changed.insert ? insert : update)(change, changed, entry)
        }
        writeEntry(connection, entry.head, entry.changes, entry.seq)
        settleJobs(entry)
        if (isLinked) raw.exec('UPDATE sync_guard SET applying = 0')
        raw.exec('COMMIT')
      } catch (error) {
        if (raw.inTransaction) raw.exec('ROLLBACK')
        throw error
      } finally {
        if (isLinked) raw.pragma('foreign_keys = ON')
      }
    },
  }
}

export interface QueuedJob {
  readonly id: string
  readonly name: string
  readonly key: string
  readonly payload: string
  readonly runAt: number
}

const QUEUE_SQL = `INSERT INTO job (id, name, key, payload, state, attempts, run_at, detail)
SELECT ?, ?, ?, ?, 'queued', 0, ?, '' WHERE NOT EXISTS (SELECT 1 FROM journal WHERE call_id = ?)
ON CONFLICT DO NOTHING`

/** Queues a job, unless one of this name and key is there or its deed stands in the journal. */
export function queueJob(connection: Connection, { id, name, key, payload, runAt }: QueuedJob): void {
  statementOf(connection, QUEUE_SQL).run(id, name, key, payload, runAt, jobCallId(name, key))
}
