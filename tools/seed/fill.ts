import type Database from 'better-sqlite3'
import { getTableColumns, getTableName, type InferInsertModel } from 'drizzle-orm'
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Derived } from '#main/platform/db/derived.ts'
import { formatHlc } from '#shared/kernel/hlc.ts'

type RecordTable = SQLiteTable & { id: SQLiteColumn; clk: SQLiteColumn }
/** A whole row but for its clock; a column added to a table is missed here by the compiler. */
export type SeedRow<T extends RecordTable> = Omit<InferInsertModel<T>, 'no' | 'clk' | 'updatedAt' | 'deleted'>

/** Ends the clocks of seeded rows. */
const CLOCK_TAG = 'seedshop'

/** Puts rows into a table past journal and handles: for seeding and benchmarks only. */
export function filler<T extends RecordTable>(raw: Database.Database, table: T): (row: SeedRow<T>) => void {
  const columns = Object.entries(getTableColumns(table)).filter(([key]) => key !== 'no')
  const insert = raw.prepare(
    `INSERT INTO ${getTableName(table)} (${columns.map(([, { name }]) => name).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  )
  const keys = columns.map(([key]) => key)
  const values: unknown[] = Array.from({ length: keys.length })
  return (row) => {
    const given = row as Record<string, unknown> // typed by the caller; walked by column here
    const createdAt = given['createdAt'] as number // every record has it
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] ?? ''
      const value =
        key === 'updatedAt'
          ? createdAt
          : key === 'deleted'
            ? 0
            : key === 'clk'
              ? `{"*":"${formatHlc({ atMs: createdAt, counter: 0 }, CLOCK_TAG)}"}`
              : given[key]
      values[i] = typeof value === 'boolean' ? Number(value) : typeof value === 'object' && value !== null ? JSON.stringify(value) : value
    }
    insert.run(values)
  }
}

/**
 * Runs `work` without indexes and without the triggers that refuse, and makes them anew from the schema's own words: an index
 * built in one pass takes a fraction of one kept row by row, and lines of invoiced orders could not be put in at all. Those
 * that keep the search index stay. What the others would have refused, the caller must not write. What is due and what is free is summed
 * up once, at the end.
 */
export function withoutIndexes(raw: Database.Database, work: () => void): void {
  const parts = raw
    .prepare(
      "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND (type = 'index' OR (type = 'trigger' AND (sql LIKE '% BEFORE %' OR sql LIKE '% AFTER %\\_again %' ESCAPE '\\'))) ORDER BY type, name",
    )
    .all() as { type: string; name: string; sql: string }[] // the columns named
  for (const { type, name } of parts) raw.exec(`DROP ${type} ${name}`)
  work()
  for (const { sql } of parts) raw.exec(sql)
  raw.exec(`INSERT INTO invoice_open SELECT * FROM invoice_open_whole;
    INSERT INTO payment_open SELECT * FROM payment_open_whole`)
}

/** Brings what is derived from seeded rows up to them, in one transaction. */
export function takeAll(raw: Database.Database, { waits, take }: Derived): void {
  const waiting = raw.prepare(waits)
  const statements = take.map((sql) => raw.prepare(sql))
  raw.transaction(() => {
    while (waiting.get() !== undefined) for (const statement of statements) statement.run()
  })()
}
