import Database from 'better-sqlite3'

/** The first version without the WAL-reset corruption race. */
const OLDEST_SQLITE = '3.51.3'

const newerOrSame = (version: string, than: string): boolean => {
  const [a, b] = [version, than].map((v) => v.split('.').map(Number))
  for (let i = 0; i < 3; i++) if ((a?.[i] ?? 0) !== (b?.[i] ?? 0)) return (a?.[i] ?? 0) > (b?.[i] ?? 0)
  return true
}

export interface RawOptions {
  readonly readonly?: boolean
  /** rollback: a copy that is being made ready wants no side files. */
  readonly journal?: 'wal' | 'rollback'
  /** A serialized database that one in memory begins as. */
  readonly image?: Buffer
}

/**
 * Opens the file with the settings that make "saved" mean durable, and reads them back: better-sqlite3 is compiled to reopen
 * a WAL file with NORMAL, which loses acknowledged work in a power cut. Apart from connection.ts, so that a thread that only
 * looks at a file loads no query builder.
 */
export function openRaw(file: string, { readonly = false, journal = 'wal', image }: RawOptions = {}): Database.Database {
  const mode = journal === 'rollback' ? 'delete' : 'wal'
  const raw = new Database(image ?? file, { readonly, timeout: 5000 })
  try {
    const version = raw.prepare('SELECT sqlite_version()').pluck().get() as string // a scalar of known type
    if (!newerOrSame(version, OLDEST_SQLITE)) throw new Error(`SQLite ${version} is older than ${OLDEST_SQLITE}`)
    if (!readonly) raw.pragma(`journal_mode = ${mode}`)
    raw.pragma('synchronous = FULL')
    raw.pragma('fullfsync = ON')
    raw.pragma('foreign_keys = ON')
    raw.pragma('recursive_triggers = ON')
    raw.pragma('trusted_schema = OFF')
    raw.pragma('cell_size_check = ON')
    raw.pragma('temp_store = MEMORY')
    raw.pragma('cache_size = -81920') // 80 MB; mapping the file instead answers no faster, and holds half as much again
    raw.pragma('mmap_size = 0')
    if (raw.pragma('synchronous', { simple: true }) !== 2) throw new Error('synchronous=FULL did not hold')
    if (!readonly && file !== ':memory:' && raw.pragma('journal_mode', { simple: true }) !== mode) throw new Error(`journal_mode=${mode} did not hold`)
    return raw
  } catch (error) {
    raw.close()
    throw error
  }
}

export const tableNames = (raw: Database.Database): Set<string> =>
  new Set(raw.prepare("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')").pluck().all() as string[]) // names are text
