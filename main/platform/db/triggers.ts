import type Database from 'better-sqlite3'
import { tableNames } from './raw.ts'

export interface Trigger {
  readonly name: string
  readonly on: string
  readonly sql: string
  /** Tables and views that it writes, directly or through another one's triggers. */
  readonly writes: ReadonlySet<string>
}

/** The triggers of a schema. `parts`: SQL that gives its parts. */
export function triggersOf(raw: Database.Database, parts = 'sqlite_schema'): Trigger[] {
  const tables = tableNames(raw)
  const all = (raw.prepare(`SELECT name, sql FROM ${parts} WHERE type = 'trigger'`).all() as { name: string; sql: string }[]).map(({ name, sql }) => {
    const words = [...sql.slice(sql.indexOf('BEGIN')).matchAll(/\b(?:INTO|UPDATE|DELETE FROM)\s+(\w+)/gi)].map(([, word = '']) => word)
    return { name, sql, on: /\sON\s+(\w+)/.exec(sql)?.[1] ?? '', writes: new Set(words.filter((word) => tables.has(word))) }
  })
  const written = Map.groupBy(all, ({ on }) => on)
  // A set that grows while it is walked is walked to its end: what the written tables' triggers write comes along.
  for (const { writes } of all) for (const table of writes) for (const next of written.get(table) ?? []) for (const more of next.writes) writes.add(more)
  return all
}
