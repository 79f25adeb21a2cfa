import Database from 'better-sqlite3'
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3'

export type Builder = BetterSQLite3Database

/** The first version without the WAL-reset corruption race. */
const OLDEST_SQLITE = '3.51.3'

/** One SQLite connection: the raw handle, drizzle over it, and what the handles need to know of its schema. */
export interface Connection {
  readonly raw: Database.Database
  readonly builder: Builder
  /** Names of all tables, for telling which ones a statement reads. */
  readonly tables: ReadonlySet<string>
  readonly statements: Map<string, { statement: Database.Statement; reads: readonly string[] }>
  readonly file: string
}

const newerOrSame = (version: string, than: string): boolean => {
  const [a, b] = [version, than].map((v) => v.split('.').map(Number))
  for (let i = 0; i < 3; i++) if ((a?.[i] ?? 0) !== (b?.[i] ?? 0)) return (a?.[i] ?? 0) > (b?.[i] ?? 0)
  return true
}

/**
 * Opens the file with the settings that make "saved" mean durable, and reads them back: better-sqlite3 is compiled to reopen
 * a WAL file with NORMAL, which loses acknowledged work in a power cut.
 */
export function openConnection(file: string, options: { readonly?: boolean; journal?: 'wal' | 'rollback' } = {}): Connection {
  const mode = options.journal === 'rollback' ? 'delete' : 'wal' // a copy that is being made ready wants no side files
  const raw = new Database(file, { readonly: options.readonly ?? false, timeout: 5000 })
  try {
    const version = raw.prepare('SELECT sqlite_version()').pluck().get() as string // a scalar of known type
    if (!newerOrSame(version, OLDEST_SQLITE)) throw new Error(`SQLite ${version} is older than ${OLDEST_SQLITE}`)
    if (!options.readonly) raw.pragma(`journal_mode = ${mode}`)
    raw.pragma('synchronous = FULL')
    raw.pragma('fullfsync = ON')
    raw.pragma('foreign_keys = ON')
    raw.pragma('recursive_triggers = ON')
    raw.pragma('trusted_schema = OFF')
    raw.pragma('cell_size_check = ON')
    raw.pragma('temp_store = MEMORY')
    raw.pragma('cache_size = -65536')
    raw.pragma('mmap_size = 268435456')
    if (raw.pragma('synchronous', { simple: true }) !== 2) throw new Error('synchronous=FULL did not hold')
    if (!options.readonly && file !== ':memory:' && raw.pragma('journal_mode', { simple: true }) !== mode) throw new Error(`journal_mode=${mode} did not hold`)
    let tables: Set<string> | undefined
    return {
      raw,
      builder: drizzle(raw),
      statements: new Map(),
      file,
      // Read at the first statement, when the migrations are done.
      get tables() {
        return (tables ??= tableNames(raw))
      },
    }
  } catch (error) {
    raw.close()
    throw error
  }
}

const tableNames = (raw: Database.Database): Set<string> =>
  new Set(raw.prepare("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')").pluck().all() as string[]) // names are text

/** Tables named in a statement. Over-approximates at worst (a refetch too many), never misses one. */
export const tablesIn = (sql: string, tables: ReadonlySet<string>): string[] => [...new Set(sql.match(/\w+/g) ?? [])].filter((word) => tables.has(word))

/**
 * The text with every parameter as an expression, so that SQLite plans a statement once. This SQLite knows STAT4: where a bare
 * parameter meets an indexed column or a limit, it would plan anew at every execution, which costs more than the reading itself.
 */
export const planOnce = (sql: string): string =>
  sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\b(?:like|glob)\s+\?|\blimit\s+\?|\?/gi, (part) =>
    part === '?' ? '+?' : /^limit/i.test(part) ? 'LIMIT 0 + ?' : part)

/** A statement prepared once per connection and text, with the tables that it names. */
export function preparedOn(connection: Connection, sql: string): { statement: Database.Statement; reads: readonly string[] } {
  let known = connection.statements.get(sql)
  if (!known) {
    known = { statement: connection.raw.prepare(planOnce(sql)), reads: tablesIn(sql, connection.tables) }
    connection.statements.set(sql, known)
  }
  return known
}
export const statementOf = (connection: Connection, sql: string): Database.Statement => preparedOn(connection, sql).statement
