import type Database from 'better-sqlite3'
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3'
import { schemaParts } from './load.ts'
import { openRaw, type RawOptions, tableNames } from './raw.ts'
import { triggersOf } from './triggers.ts'

export type Builder = BetterSQLite3Database

/** One SQLite connection: the raw handle, drizzle over it, and what the handles need to know of its schema. */
export interface Connection {
  readonly raw: Database.Database
  readonly builder: Builder
  /** Names of all tables, for telling which ones a statement reads. */
  readonly tables: ReadonlySet<string>
  /** Tables that triggers write along with a table, directly or through another one's triggers. */
  alsoWrites(table: string): ReadonlySet<string>
  /**
   * Whether writes from now on must refer to rows that are there. Outside transactions. A change makes SQLite plan every statement anew,
   * milliseconds for a command: so whoever writes says what he needs, and nobody puts it back.
   */
  checkReferences(isOn: boolean): void
  readonly statements: Map<string, { statement: Database.Statement; reads: readonly string[] }>
  readonly file: string
}

/** Opens a file as the core uses it; see openRaw for its settings. */
export function openConnection(file: string, options: RawOptions = {}): Connection {
  const raw = openRaw(file, options)
  let tables: Set<string> | undefined
  let triggered: Map<string, Set<string>> | undefined
  let isChecked = true // as openRaw sets it
  return {
    raw,
    builder: drizzle(raw),
    statements: new Map(),
    file,
    // Read at the first statement, when the migrations are done.
    get tables() {
      return (tables ??= tableNames(raw))
    },
    alsoWrites(table) {
      triggered ??= writtenByTriggers(raw)
      return triggered.get(table) ?? NONE
    },
    checkReferences: (isOn) => {
      if (isOn === isChecked) return
      raw.pragma(`foreign_keys = ${isOn ? 'ON' : 'OFF'}`)
      isChecked = isOn
    },
  }
}

/** What each table's triggers write: the program sees only its own statements, and windows must hear of all. */
function writtenByTriggers(raw: Database.Database): Map<string, Set<string>> {
  const written = new Map<string, Set<string>>()
  for (const { on, writes } of triggersOf(raw, schemaParts(raw))) written.set(on, new Set([...(written.get(on) ?? []), ...writes]))
  for (const [on, all] of written) all.delete(on)
  return written
}
const NONE: ReadonlySet<string> = new Set()

/** Tables named in a statement. Over-approximates at worst (a refetch too many), never misses one. */
export const tablesIn = (sql: string, tables: ReadonlySet<string>): string[] => [...new Set(sql.match(/\w+/g) ?? [])].filter((word) => tables.has(word))

/**
 * The text with every parameter as an expression, so that SQLite plans a statement once. This SQLite knows STAT4: where a bare
 * parameter meets an indexed column or a limit, it would plan anew at every execution, which costs more than the reading itself.
 */
export const planOnce = (sql: string): string =>
  sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\b(?:like|glob)\s+\?|\blimit\s+\?|\?/gi, (part) =>
    part === '?' ? '+?' : /^limit/i.test(part) ? 'LIMIT 0 + ?' : part,
  )

/** A statement of its maker's own, planned once. */
export const planned = (raw: Database.Database, sql: string): Database.Statement => raw.prepare(planOnce(sql))

/** A statement prepared once per connection and text, with the tables that it names. */
export function preparedOn(connection: Connection, sql: string): { statement: Database.Statement; reads: readonly string[] } {
  let known = connection.statements.get(sql)
  if (!known) {
    known = { statement: planned(connection.raw, sql), reads: tablesIn(sql, connection.tables) }
    connection.statements.set(sql, known)
  }
  return known
}
export const statementOf = (connection: Connection, sql: string): Database.Statement => preparedOn(connection, sql).statement
