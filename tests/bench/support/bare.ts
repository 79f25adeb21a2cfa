import Database from 'better-sqlite3'
import { planOnce } from '#main/platform/db/connection.ts'

/** The bound's statements: without this, each would be planned anew at every execution, and the bound be too easy. */
export const bareQuery = (raw: Database.Database, sql: string): Database.Statement => raw.prepare(planOnce(sql))

/** The bound: better-sqlite3 with prepared statements and nothing else, on the settings that the core opens its file with. */
export function openBare(file: string): Database.Database {
  const raw = new Database(file)
  raw.pragma('journal_mode = WAL')
  raw.pragma('synchronous = FULL')
  raw.pragma('foreign_keys = ON')
  raw.pragma('temp_store = MEMORY')
  raw.pragma('cache_size = -81920')
  return raw
}
