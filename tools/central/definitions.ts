import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { getTableColumns, getTableName, is } from 'drizzle-orm'
import { SQLiteTable } from 'drizzle-orm/sqlite-core'
import { openConnection } from '#main/platform/db/connection.ts'
import { migrate, readMigrations } from '#main/platform/db/migrate.ts'
import { columnOf } from '#main/platform/db/replay.ts'
import type { ModuleSync, TableSync } from '#shared/contract/sync.ts'
import type { ColumnType } from '#central/db/database.ts'
import { type Check, type Skipped, sqliteChecks, translateChecks } from './checks.ts'

/** What the modules say of a table that travels: main/modules/<name>/tables.ts, shared/modules/<name>/sync.ts, migrations/local. */
export interface Definition {
  readonly table: string
  readonly rule: TableSync
  readonly columns: readonly ColumnDefinition[]
  readonly checks: readonly Check[]
  readonly skipped: readonly Skipped[]
}

export interface ColumnDefinition {
  readonly name: string
  readonly type: ColumnType
  readonly notNull: boolean
  /** Texts that may stand there, and no others. */
  readonly values?: readonly string[]
  /** SQL of the value that stands where a row says nothing of it. */
  readonly fallback?: string
  /** Table whose id it holds. */
  readonly references?: string
}

const ROOT = join(import.meta.dirname, '../..')
/** Columns that every typed table has by itself; `no` is a local number. */
const SYSTEM = new Set(['no', 'id', 'created_at', 'updated_at', 'deleted', 'clk'])

/** All tables that travel, in the order in which the local migrations make them. */
export async function readDefinitions(): Promise<Definition[]> {
  const { raw } = openConnection(':memory:')
  try {
    migrate(raw, readMigrations(join(ROOT, 'migrations/local')), 0)
    const found: Definition[] = []
    for (const name of readdirSync(join(ROOT, 'shared/modules'))) {
      const rules = Object.assign({}, ...(await exportsOf(`shared/modules/${name}/sync.ts`))) as ModuleSync // the one export of such a file
      for (const table of (await exportsOf(`main/modules/${name}/tables.ts`)).filter((value): value is SQLiteTable => is(value, SQLiteTable))) {
        const rule = rules[getTableName(table)]
        if (rule && rule.merge !== 'local') found.push(define(table, rule, raw))
      }
    }
    const made = raw.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid").pluck().all() as string[] // names are text
    found.sort((a, b) => made.indexOf(a.table) - made.indexOf(b.table))
    return found.map((definition) => withoutLocal(definition, new Set(found.map(({ table }) => table))))
  } finally {
    raw.close()
  }
}

const exportsOf = async (file: string): Promise<unknown[]> =>
  existsSync(join(ROOT, file)) ? Object.values((await import(join(ROOT, file))) as Record<string, unknown>) : [] // a module's exports

/** A table that stays on its device cannot be referred to at the centre. */
const withoutLocal = (definition: Definition, there: ReadonlySet<string>): Definition => ({
  ...definition,
  columns: definition.columns.map(({ references, ...column }) => ({ ...column, ...(references !== undefined && there.has(references) && { references }) })),
})

function define(table: SQLiteTable, rule: TableSync, raw: Database.Database): Definition {
  const name = getTableName(table)
  const sql = raw.prepare("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?").pluck().get(name) as string | undefined // a table's text
  if (sql === undefined) throw new Error(`${name} is in tables.ts and in no file of migrations/local`)
  const references = new Map((raw.pragma(`foreign_key_list("${name}")`) as { from: string; table: string }[]).map((key) => [key.from, key.table])) // the columns of that pragma
  const defaults = new Map(
    (raw.pragma(`table_info("${name}")`) as { name: string; dflt_value: string | null }[]).map((column) => [column.name, column.dflt_value]),
  ) // likewise
  const columns = Object.values(getTableColumns(table))
    .filter((column) => !SYSTEM.has(column.name))
    .map((column): ColumnDefinition => {
      const type = typeOf(column.dataType, column.getSQLType())
      const fallback = defaults.get(column.name)
      const target = references.get(column.name)
      return {
        name: column.name,
        type,
        notNull: column.notNull,
        ...(column.enumValues && { values: column.enumValues }),
        ...(fallback != null && { fallback: type === 'boolean' ? String(fallback !== '0') : fallback }),
        ...(target !== undefined && { references: target }),
      }
    })
  const ownKey = references.get('id')
  const id: ColumnDefinition = { name: 'id', type: 'text', notNull: true, ...(ownKey !== undefined && { references: ownKey }) }
  const { checks, skipped } = translateChecks(name, rule, [...columns, { name: 'deleted', type: 'boolean', notNull: true }], sqliteChecks(sql))
  return { table: name, rule, columns: [id, ...columns], checks, skipped }
}

function typeOf(dataType: string, sqlType: string): ColumnType {
  if (dataType === 'json') return 'jsonb'
  if (dataType === 'boolean') return 'boolean'
  if (dataType === 'string') return 'text'
  if (dataType === 'number') return sqlType === 'real' ? 'double precision' : 'bigint'
  throw new Error(`a column of ${dataType} has no type at the centre yet`)
}

/** Fields of a rule by their columns. */
export const columnsOf = (keys: readonly string[]): string[] => keys.map(columnOf)
