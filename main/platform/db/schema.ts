import { createHash } from 'node:crypto'
import type Database from 'better-sqlite3'
import { schemaParts } from './load.ts'

/*
 * What migrations made of the schema is marked in the file, so that damage to its text is found: SQLite reads a changed letter in a trigger or a
 * view as another name, and its own checks look at rows. Indexes come and go while a shop is loaded, and are checked against their tables; of triggers
 * that do, the text counts where it is kept.
 */
const text = (raw: Database.Database): string =>
  `SELECT coalesce(group_concat(sql, ';'), '') FROM (SELECT sql FROM ${schemaParts(raw)} WHERE type <> 'index' AND name NOT LIKE 'sqlite%' ORDER BY type, name)`

/** As much of a hash as SQLite's header has room for; never 0, which is a file without a mark. */
const markOf = (raw: Database.Database): number => {
  const schema = raw.prepare(text(raw)).pluck().get() as string // a text
  return (createHash('sha256').update(schema).digest().readInt32BE() >>> 2) + 1
}
const marked = (raw: Database.Database): number => raw.pragma('user_version', { simple: true }) as number // an integer

/** In the transaction of what changed it, or the first time that this program meets the file. */
export function markSchema(raw: Database.Database): void {
  raw.pragma(`user_version = ${markOf(raw)}`)
}

/** Whether the schema is as it was marked; null in a file without a mark. */
export function isSchemaWhole(raw: Database.Database): boolean | null {
  const mark = marked(raw)
  return mark === 0 ? null : mark === markOf(raw)
}
