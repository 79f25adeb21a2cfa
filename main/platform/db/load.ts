import type Database from 'better-sqlite3'
import { type Trigger, triggersOf } from './triggers.ts'

/*
 * What an empty device goes without until a shop is loaded, or until the first deed on its records: an index that is made over all rows at once costs
 * a tenth of one that is kept row by row, and so do the tables that triggers keep up with others. Where a table `x` has a view `x_whole`, that says
 * what must stand in it. Triggers that refuse deeds have nothing to say to rows of the centre.
 */
/** Is there only while anything is left out, so that whoever opens the file knows what is missing. */
export const LEFT_OUT = 'index_waiting'
export const isAnyLeftOut = (raw: Database.Database): boolean => raw.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(LEFT_OUT) !== undefined

interface Index {
  readonly name: string
  readonly root: number
  readonly sql: string
}

/** In SQL: the parts of the schema with their `type`, `name` and `sql`, as if nothing was left out. */
export const schemaParts = (raw: Database.Database): string =>
  `(SELECT type, name, sql FROM sqlite_schema WHERE name <> '${LEFT_OUT}'${
    isAnyLeftOut(raw) ? ` UNION ALL SELECT iif(sql LIKE 'CREATE TRIGGER%', 'trigger', 'index'), name, sql FROM ${LEFT_OUT}` : ''
  })`

/** Tables that can be filled anew. */
const filled = (raw: Database.Database): string[] =>
  raw
    .prepare("SELECT substr(name, 1, length(name) - length('_whole')) FROM sqlite_schema WHERE type = 'view' AND name LIKE '%\\_whole' ESCAPE '\\'")
    .pluck()
    .all() as string[] // texts

/** Connections on which something may be left out. */
const lean = new WeakSet<Database.Database>()

/** Refuses, and no row of the centre: that it asks for a deed is one of the conditions that all must hold. */
function refusesDeeds({ sql, writes }: Trigger): boolean {
  let conditions = (/\bWHEN\b(.*?)\bBEGIN\b/s.exec(sql)?.[1] ?? '').replace('(SELECT applying FROM sync_guard) = 0', 'DEED')
  for (let before = ''; before !== conditions; ) [before, conditions] = [conditions, conditions.replace(/'[^']*'|\([^()]*\)/g, '')]
  return writes.size === 0 && !/\bOR\b/.test(conditions) && conditions.split(/\bAND\b/).some((one) => one.trim() === 'DEED')
}

/**
 * Drops the triggers of these tables that do nothing but keep such tables or refuse deeds, and the indexes that only readers use: those that hold
 * a rule and those that another trigger reads by stay. In the caller's transaction.
 */
export function leaveOut(raw: Database.Database, tables: readonly string[]): void {
  if (isAnyLeftOut(raw)) return
  lean.add(raw)
  const canBeFilled = new Set(filled(raw))
  const views = new Set(raw.prepare("SELECT name FROM sqlite_schema WHERE type = 'view'").pluck().all() as string[]) // texts
  const keeps = ({ writes }: Trigger) => writes.size > 0 && [...writes].every((written) => canBeFilled.has(written) || views.has(written))
  const spared = triggersOf(raw).filter((trigger) => tables.includes(trigger.on) && (keeps(trigger) || refusesDeeds(trigger)))
  raw.exec(`CREATE TABLE ${LEFT_OUT} (name TEXT NOT NULL, sql TEXT PRIMARY KEY) WITHOUT ROWID`)
  const keep = raw.prepare(`INSERT INTO ${LEFT_OUT} VALUES (?, ?)`)
  for (const { name, sql } of spared) {
    keep.run(name, sql)
    raw.exec(`DROP TRIGGER "${name}"`)
  }
  const read = new Set(tables.flatMap((table) => readByTriggers(raw, table)))
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

/**
 * Takes one step back to the whole schema, in the caller's transaction: makes an index, or at last fills the tables and lets the triggers keep them
 * from then on. Returns the tables that it filled; null when nothing is left out.
 */
export function putBack(raw: Database.Database): readonly string[] | null {
  if (!isAnyLeftOut(raw)) return null
  const next = raw.prepare(`SELECT sql FROM ${LEFT_OUT} WHERE sql NOT LIKE 'CREATE TRIGGER%' LIMIT 1`).pluck().get() as string | undefined // a text
  if (next !== undefined) {
    raw.exec(next)
    raw.prepare(`DELETE FROM ${LEFT_OUT} WHERE sql = ?`).run(next)
    return []
  }
  const triggers = raw.prepare(`SELECT sql FROM ${LEFT_OUT}`).pluck().all() as string[] // texts
  const tables = triggers.length > 0 ? filled(raw) : []
  for (const table of tables) raw.exec(`DELETE FROM "${table}"; INSERT INTO "${table}" SELECT * FROM "${table}_whole"`)
  for (const sql of triggers) raw.exec(sql)
  raw.exec(`DROP TABLE ${LEFT_OUT}`)
  return tables
}

/** Takes all steps, each in a transaction of its own. */
export function putAllBack(raw: Database.Database): void {
  while (raw.transaction(() => putBack(raw)).immediate()) continue
}

/** A deed on the shop's records came upon what is left out. What it has read so far may lack something, too: it begins again when all is back. */
export class NotWhole extends Error {
  override name = 'NotWhole'
}

/** Called before a deed writes a record of the shop: from then on somebody works here. Throws NotWhole. */
export function mustBeWhole(raw: Database.Database): void {
  if (!lean.has(raw)) return
  if (isAnyLeftOut(raw)) throw new NotWhole()
  lean.delete(raw)
}
