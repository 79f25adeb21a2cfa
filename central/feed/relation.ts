import type { Query } from '../db/database.ts'
import { quoted } from './names.ts'

/** A column as shapes need it. */
export interface Column {
  readonly name: string
  /** With its modifier, as a cast names it. */
  readonly type: string
  /** As the electric-schema header tells it. */
  readonly schema: Readonly<Record<string, unknown>>
  /** SQL that prints `table.column` as its type's output does; null stays null. */
  readonly text: string
}
/** A table, or the root of partitions, that may be read as a shape. */
export interface Relation {
  readonly oid: number
  readonly schema: string
  readonly table: string
  /** Quoted, with its schema. */
  readonly sql: string
  /** By name. */
  readonly columns: readonly Column[]
  /** In the key's order; none: rows are known by all their columns. */
  readonly primaryKey: readonly string[]
  readonly isPartitioned: boolean
}

interface Row {
  oid: number
  kind: string
  key: string[] | null
  columns: RawColumn[]
}
interface RawColumn {
  name: string
  type: string
  typname: string
  base: string
  typmod: number
  dims: number
  isArray: boolean
  notNull: boolean
}

const FIND = `
  SELECT c.oid::int8 AS oid, c.relkind AS kind,
    (SELECT array_agg(a.attname::text ORDER BY k.ord) FROM pg_index i, unnest(i.indkey::int2[]) WITH ORDINALITY k(attnum, ord), pg_attribute a
      WHERE i.indrelid = c.oid AND i.indisprimary AND a.attrelid = c.oid AND a.attnum = k.attnum) AS key,
    (SELECT json_agg(json_build_object(
        'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'typname', coalesce(e.typname, t.typname),
        'base', coalesce(b.typname, t.typname), 'typmod', a.atttypmod, 'dims', a.attndims, 'isArray', e.oid IS NOT NULL, 'notNull', a.attnotnull
      ) ORDER BY a.attname COLLATE "C")
      FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
        LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'
        LEFT JOIN pg_type b ON b.oid = t.typbasetype
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')`

/** undefined: there is no such table; views are none. */
export async function findRelation(q: Query, schema: string, table: string): Promise<Relation | undefined> {
  const [row] = await q<Row>(FIND, [schema, table], 'feed_relation')
  if (!row) return undefined
  const key = row.key ?? []
  const columns = (row.columns ?? []).map((column) => ({
    name: column.name,
    type: column.type,
    schema: schemaOf(column, key.indexOf(column.name)),
    text: textOf(column),
  }))
  return { oid: row.oid, schema, table, sql: `${quoted(schema)}.${quoted(table)}`, columns, primaryKey: key, isPartitioned: row.kind === 'p' }
}

/** Most types print the same when they are cast; these two lose blanks, or gain a mask. */
const textOf = ({ name, base }: RawColumn): string => {
  const column = quoted(name)
  return base === 'bpchar' || base === 'inet' ? `CASE WHEN ${column} IS NOT NULL THEN concat(${column}) END` : `${column}::text`
}

function schemaOf(column: RawColumn, keyIndex: number): Record<string, unknown> {
  const { typname, dims, isArray, notNull } = column
  return {
    type: typname,
    ...(isArray && { dims: Math.max(dims, 1) }),
    ...modifierOf(column),
    ...(notNull && { not_null: true }),
    ...(keyIndex >= 0 && { pk_index: keyIndex }),
  }
}

const INTERVAL_FIELDS: Readonly<Record<number, string>> = {
  4: 'YEAR',
  2: 'MONTH',
  8: 'DAY',
  1024: 'HOUR',
  2048: 'MINUTE',
  4096: 'SECOND',
  6: 'YEAR TO MONTH',
  1032: 'DAY TO HOUR',
  3080: 'DAY TO MINUTE',
  7176: 'DAY TO SECOND',
  3072: 'HOUR TO MINUTE',
  7168: 'HOUR TO SECOND',
  6144: 'MINUTE TO SECOND',
}
/** What a type's modifier says, in the header's words; how Postgres packs it stands in its `*typmodin` functions. */
function modifierOf({ typname, typmod }: RawColumn): Record<string, unknown> {
  if (typmod < 0) return {}
  switch (typname) {
    case 'varchar':
      return { max_length: typmod - 4 }
    case 'bpchar':
      return { length: typmod - 4 }
    case 'bit':
      return { length: typmod }
    case 'varbit':
      return { max_length: typmod }
    case 'numeric':
      return { precision: (typmod - 4) >> 16, scale: (((typmod - 4) & 0x7ff) ^ 1024) - 1024 }
    case 'time':
    case 'timetz':
    case 'timestamp':
    case 'timestamptz':
      return { precision: typmod }
    case 'interval': {
      const [precision, fields] = [typmod & 0xffff, INTERVAL_FIELDS[typmod >> 16]]
      return { ...(precision !== 0xffff && { precision }), ...(fields !== undefined && { fields }) }
    }
    default:
      return { type_mod: typmod }
  }
}

/** As the protocol names a row: `"schema"."table"/"1"/"x//y"`, and `_` for null. */
export const keyPrefix = (schema: string, table: string): string => `${relationPart(schema)}.${relationPart(table)}`
const relationPart = (name: string): string => quoted(name).replaceAll('.', '..')
export const keyOf = (prefix: string, values: readonly (string | null | undefined)[]): string =>
  `${prefix}/${values.map((value) => (value === null || value === undefined ? '_' : `"${value.replaceAll('/', '//')}"`)).join('/')}`
