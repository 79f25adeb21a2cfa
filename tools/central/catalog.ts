import type { ColumnType } from '#central/db/database.ts'
import type { Part } from './ddl.ts'

/** What a database has of typed tables, in the server's own words, so that two of them compare by text. */
export interface Catalog {
  /** By table and name. */
  readonly columns: ReadonlyMap<string, ReadonlyMap<string, { readonly type: ColumnType; readonly collation: string; readonly notNull: boolean }>>
  /** By kind and key (see Part). */
  readonly parts: ReadonlyMap<string, { readonly kind: Part['kind']; readonly table: string; readonly key: string; readonly text: string }>
}

export const partKey = ({ kind, key }: Pick<Part, 'kind' | 'key'>): string => `${kind} ${key}`

type Ask = <Row>(text: string) => Promise<Row[]>

const TYPED = `SELECT c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
  AND 2 = (SELECT count(*) FROM pg_attribute o WHERE o.attrelid = c.oid AND o.attname IN ('clk', 'x') AND NOT o.attisdropped)`

const COLUMNS = `SELECT t.relname AS table, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS "notNull",
  CASE WHEN a.attcollation = ty.typcollation THEN '' ELSE a.attcollation::regcollation::text END AS collation
FROM (${TYPED}) t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped JOIN pg_type ty ON ty.oid = a.atttypid`

/** A condition that is not checked on rows of before is the same condition. Other policies and triggers were written by hand. */
const PARTS = `WITH t AS (${TYPED})
SELECT CASE contype WHEN 'c' THEN 'check' WHEN 'x' THEN 'exclusion' ELSE 'reference' END AS kind, relname AS table, relname || '.' || conname AS key,
  replace(pg_get_constraintdef(p.oid), ' NOT VALID', '') AS text
FROM t JOIN pg_constraint p ON p.conrelid = t.oid WHERE contype IN ('c', 'x', 'f')
UNION ALL SELECT 'unique', t.relname, i.relname, pg_get_indexdef(i.oid)
FROM t JOIN pg_index x ON x.indrelid = t.oid JOIN pg_class i ON i.oid = x.indexrelid
WHERE x.indisunique AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.oid)
UNION ALL SELECT 'security', relname, relname, 'forced' FROM t WHERE relrowsecurity AND relforcerowsecurity
UNION ALL SELECT 'policy', relname, relname || '.' || polname,
  concat_ws(' | ', polcmd, polpermissive, polroles::regrole[]::text, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
FROM t JOIN pg_policy ON polrelid = t.oid AND polname = 'scope'
UNION ALL SELECT 'trigger', relname, relname || '.' || tgname, pg_get_triggerdef(g.oid) FROM t JOIN pg_trigger g ON tgrelid = t.oid WHERE tgname = 'kept' OR tgfoid = to_regproc('bayline_turn')`

export async function readCatalog(ask: Ask): Promise<Catalog> {
  const columns = await ask<{ table: string; name: string; type: ColumnType; collation: string; notNull: boolean }>(COLUMNS)
  const parts = await ask<{ kind: Part['kind']; table: string; key: string; text: string }>(PARTS)
  return {
    columns: new Map([...Map.groupBy(columns, ({ table }) => table)].map(([table, own]) => [table, new Map(own.map((column) => [column.name, column]))])),
    parts: new Map(parts.map((part) => [partKey(part), part])),
  }
}
