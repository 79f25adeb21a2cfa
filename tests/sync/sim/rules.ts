import { getTableColumns } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { records } from '#main/records.ts'
import type { SyncRules } from '#shared/contract/sync.ts'
import type { Json } from '#shared/kernel/result.ts'
import { MODULES } from '#shared/modules.ts'

/** How every table travels, as the program has it. */
export const RULES: SyncRules = Object.assign({}, ...MODULES.map(({ sync }) => sync))
export const SYNCED = Object.keys(RULES).filter((table) => RULES[table]?.merge !== 'local')

export interface FieldOf {
  readonly key: string
  readonly column: string
  readonly type: 'text' | 'integer' | 'real' | 'boolean' | 'json'
  readonly decode: (value: unknown) => Json
}
const typeOf = (column: SQLiteColumn): FieldOf['type'] =>
  column.dataType === 'boolean' || column.dataType === 'json'
    ? column.dataType
    : column.getSQLType() === 'integer'
      ? 'integer'
      : column.getSQLType() === 'real'
        ? 'real'
        : 'text'

/** Fields of each synced table, read from the program's own tables; the clocks and the local number are none. */
export const FIELDS: ReadonlyMap<string, readonly FieldOf[]> = new Map(
  [...records]
    .filter(([name]) => SYNCED.includes(name))
    .map(([name, table]) => [
      name,
      Object.entries(getTableColumns(table))
        .filter(([key]) => key !== 'no' && key !== 'clk')
        .map(([key, column]) => ({
          key,
          column: column.name,
          type: typeOf(column),
          decode: (value: unknown) =>
            (value === null || (column.dataType !== 'boolean' && column.dataType !== 'json') ? value : column.mapFromDriverValue(value)) as Json, // SQLite's scalars are plain data
        })),
    ]),
)
