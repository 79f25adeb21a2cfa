import Database from 'better-sqlite3'

/** The bound: better-sqlite3 with prepared statements and nothing else, on the settings that the core opens its file with. */
export function openBare(file: string): Database.Database {
  const raw = new Database(file)
  raw.pragma('journal_mode = WAL')
  raw.pragma('synchronous = FULL')
  raw.pragma('foreign_keys = ON')
  raw.pragma('temp_store = MEMORY')
  raw.pragma('cache_size = -65536')
  raw.pragma('mmap_size = 268435456')
  return raw
}
