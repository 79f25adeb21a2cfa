import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { getTableColumns, getTableName, is } from 'drizzle-orm'
import { SQLiteTable } from 'drizzle-orm/sqlite-core'
import { describe, expect, it } from 'vitest'
import { modules } from '#main/index.ts'
import { openConnection } from '#main/platform/db/connection.ts'
import { migrate, readMigrations } from '#main/platform/db/migrate.ts'
import { columnOf } from '#main/platform/db/replay.ts'
import { MIGRATIONS } from '#tests/support/migrated.ts'
import { allowedIn, plainTables } from '#tests/support/rows.ts'
import { ROOT } from '#tests/support/sources.ts'

const { raw } = openConnection(':memory:')
migrate(raw, readMigrations(MIGRATIONS), 0)

const files = ['main/platform/tables.ts', ...readdirSync(join(ROOT, 'main/modules')).map((name) => `main/modules/${name}/tables.ts`)]
const tables = (
  await Promise.all(
    files.map(async (file) => {
      try {
        return Object.values((await import(join(ROOT, file))) as Record<string, unknown>) // a module's exports
      } catch (error) {
        if ((error as { code?: string }).code === 'ERR_MODULE_NOT_FOUND' || /Cannot find module|Failed to load/.test(String(error))) return [] // a module without tables
        throw error
      }
    }),
  )
)
  .flat()
  .filter((value): value is SQLiteTable => is(value, SQLiteTable))
const names = tables.map((table) => getTableName(table))

/** Tables that only SQL knows. */
const SQL_ONLY = new Set([
  '_migration',
  'journal_upto',
  'report_category',
  'report_day',
  'report_document',
  'report_item',
  'report_part',
  'report_pass',
  'report_queue',
  'report_turn',
  'search_queue',
  'search_turn',
  'search_upto',
  'sync_link',
  'sync_machine',
  'sync_cursor',
  'sync_row_local',
  'sync_shadow',
  'sync_open',
  'sync_guard',
])

/** A ledger: its rows are never hidden either. */
const isAppendOnly = (name: string): boolean =>
  /CHECK \(deleted = 0\)/.test(raw.prepare('SELECT sql FROM sqlite_schema WHERE name = ?').pluck().get(name) as string) // every table has its text

interface SqlColumn {
  name: string
  type: string
  notnull: number
  pk: number
}
const sqlColumns = (name: string) => raw.pragma(`table_info(${name})`) as SqlColumn[] // the columns of that pragma

describe('tables.ts and migrations agree', () => {
  it('DB-MIGRATE: every table of the one is a table of the other', () => {
    expect(names.length).toBeGreaterThan(15)
    expect(new Set(names).size).toBe(names.length)
    expect(
      plainTables(raw)
        .filter((name) => !SQL_ONLY.has(name))
        .sort(),
    ).toEqual(names.toSorted())
  })

  it.each(tables.map((table) => [getTableName(table), table] as const))(
    'DB-MIGRATE: %s has the same columns, of the same kind, empty or not alike',
    (name, table) => {
      const ours = Object.values(getTableColumns(table)).map((column) => ({
        name: column.name,
        type: column.getSQLType().toUpperCase(),
        notNull: column.notNull || column.primary,
      }))
      const theirs = sqlColumns(name).map(({ name: column, type, notnull, pk }) => ({ name: column, type, notNull: notnull === 1 || pk > 0 }))
      const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1)
      expect(ours.sort(byName)).toEqual(theirs.sort(byName))
    },
  )

  it('A-JOURNAL: a column is named in SQL as its field is, so that the journal can be applied again', () => {
    const journaled = tables.filter((table) => 'clk' in getTableColumns(table))
    const odd = journaled.flatMap((table) =>
      Object.entries(getTableColumns(table))
        .filter(([key, column]) => columnOf(key) !== column.name)
        .map(([key, column]) => `${getTableName(table)}.${key} is ${column.name}`),
    )
    expect(odd).toEqual([])
  })

  it("A-JOURNAL: every journaled table stands in its module's sync.ts, and every name there is such a table", () => {
    const synced = modules.flatMap(({ sync }) => Object.keys(sync ?? {}))
    expect(synced.toSorted()).toEqual(
      tables
        .filter((table) => 'clk' in getTableColumns(table))
        .map((table) => getTableName(table))
        .toSorted(),
    )
  })

  it('DB-FK: what a field may be in the program, and no more, it may be in the database', () => {
    const wrong = tables.flatMap((table) => {
      const name = getTableName(table)
      return Object.values(getTableColumns(table)).flatMap((column) => {
        const wanted = column.enumValues ?? (column.dataType === 'boolean' ? ['0', '1'] : undefined)
        const allowed = isAppendOnly(name) && column.name === 'deleted' ? wanted : allowedIn(raw, name, column.name)
        return wanted && wanted.toSorted().join() !== allowed?.toSorted().join()
          ? [`${name}.${column.name}: ${allowed?.join() ?? 'anything'} instead of ${wanted.join()}`]
          : []
      })
    })
    expect(wrong).toEqual([])
  })

  it('DB-FK: every reference leads to a table of ours, by its key', () => {
    const wrong = names.flatMap((name) => {
      const references = raw.pragma(`foreign_key_list(${name})`) as { table: string; from: string; to: string | null }[] // the columns of that pragma
      return references
        .filter(({ table, to }) => {
          const unique = (raw.pragma(`index_list(${table})`) as { name: string; unique: number }[]).filter((index) => index.unique === 1) // likewise
          const keys = [
            ...sqlColumns(table)
              .filter(({ pk }) => pk === 1)
              .map((column) => column.name),
            ...unique.map((index) => (raw.pragma(`index_info(${index.name})`) as { name: string }[])[0]?.name),
          ] // likewise
          return !names.includes(table) || (to !== null && !keys.includes(to))
        })
        .map(({ table, from }) => `${name}.${from} -> ${table}`)
    })
    expect(wrong).toEqual([])
  })
})
