import type { Pool } from 'pg'
import type { Json } from '#shared/kernel/result.ts'

/** Types of the typed tables' columns, as Postgres names them. */
export type ColumnType = 'text' | 'bigint' | 'double precision' | 'boolean' | 'jsonb'

export interface CentralColumn {
  /** As in a document: `taxRateBp` of `tax_rate_bp`. */
  readonly key: string
  readonly name: string
  readonly type: ColumnType
  readonly notNull: boolean
  /** What stands there in a row that says nothing of it: the column's default, else null. */
  readonly fallback: Json
}

/** A typed table; its name is the kind of its rows. */
export interface CentralTable {
  readonly kind: string
  /** All of them, with id, created_at, updated_at, deleted, clk and x. */
  readonly columns: readonly CentralColumn[]
  /** By key, those that a change may name: all but id, stamps, clocks and x. `deleted` is one. */
  readonly fields: ReadonlyMap<string, CentralColumn>
}
export type CentralSchema = ReadonlyMap<string, CentralTable>

const SYSTEM = new Set(['id', 'created_at', 'updated_at', 'clk', 'x'])
const keyOf = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** Columns in their order; a typed table is one that holds clocks (clk) and fields of newer programs (x). */
const COLUMNS = `SELECT c.relname AS kind, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS "notNull",
  pg_get_expr(d.adbin, d.adrelid) AS fallback
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
  AND 2 = (SELECT count(*) FROM pg_attribute o WHERE o.attrelid = c.oid AND o.attname IN ('clk', 'x') AND NOT o.attisdropped)
ORDER BY c.relname, a.attnum`

export async function readSchema(pool: Pool): Promise<CentralSchema> {
  const { rows } = await pool.query<{ kind: string; name: string; type: ColumnType; notNull: boolean; fallback: string | null }>(COLUMNS)
  // The server reads its own words best.
  const said = rows.flatMap(({ fallback }) => (fallback === null ? [] : [fallback]))
  const values = await pool.query<{ value: Json }>(`SELECT value FROM unnest(ARRAY[${said.map((text) => `to_jsonb(${text})`).join(', ')}]::jsonb[]) AS value`)
  const fallbacks = new Map(said.map((text, i) => [text, values.rows[i]?.value ?? null]))
  const kinds = Map.groupBy(
    rows.map((row) => ({ ...row, fallback: fallbacks.get(row.fallback ?? '') ?? null })),
    ({ kind }) => kind,
  )
  return new Map(
    [...kinds].map(([kind, found]) => {
      const columns = found.map(({ name, type, notNull, fallback }) => ({ key: keyOf(name), name, type, notNull, fallback }))
      return [kind, { kind, columns, fields: new Map(columns.filter(({ name }) => !SYSTEM.has(name)).map((column) => [column.key, column])) }]
    }),
  )
}
