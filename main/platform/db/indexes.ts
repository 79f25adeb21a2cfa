import type Database from 'better-sqlite3'

/**
 * Indexes that were dropped until a shop is loaded: one that is made over all rows at once costs a tenth of one that is kept row by row.
 * The table is there only while any waits, so that whoever opens the file knows what is missing.
 */
export const WAITING = 'index_waiting'
const hasWaiting = (raw: Database.Database): boolean => raw.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(WAITING) !== undefined

interface Index {
  readonly name: string
  readonly root: number
  readonly sql: string
}

/** Drops the indexes of these tables that only readers use: those that hold a rule and those that a trigger reads by stay. In the caller's transaction. */
export function dropIndexes(raw: Database.Database, tables: readonly string[]): void {
  if (hasWaiting(raw)) return
  raw.exec(`CREATE TABLE ${WAITING} (name TEXT PRIMARY KEY, sql TEXT NOT NULL) WITHOUT ROWID`)
  const read = new Set(tables.flatMap((table) => readByTriggers(raw, table)))
  const keep = raw.prepare(`INSERT INTO ${WAITING} VALUES (?, ?)`)
  const own = raw.prepare(
    "SELECT name, rootpage AS root, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql NOT LIKE 'CREATE UNIQUE%' AND name NOT LIKE 'sqlite%'",
  )
  const unread = tables.flatMap((table) => own.all(table) as Index[]).filter(({ root }) => !read.has(root)) // the columns named
  for (const { name, sql } of unread) {
    keep.run(name, sql)
    raw.exec(`DROP INDEX "${name}"`)
  }
}

/** Pages at which what an insert into this table looks through begins. */
function readByTriggers(raw: Database.Database, table: string): number[] {
  const steps = raw.prepare(`EXPLAIN INSERT INTO "${table}" DEFAULT VALUES`).all() as { opcode: string; p2: number }[] // SQLite's own form
  return steps.filter(({ opcode }) => opcode === 'OpenRead').map(({ p2 }) => p2)
}

/** Makes one that waits, in the caller's transaction. False when none is left. */
export function remakeIndex(raw: Database.Database): boolean {
  if (!hasWaiting(raw)) return false
  const next = raw.prepare(`SELECT name, sql FROM ${WAITING} LIMIT 1`).get() as Omit<Index, 'root'> | undefined // the columns named
  if (next) {
    raw.exec(next.sql)
    raw.prepare(`DELETE FROM ${WAITING} WHERE name = ?`).run(next.name)
  } else raw.exec(`DROP TABLE ${WAITING}`)
  return next !== undefined
}
