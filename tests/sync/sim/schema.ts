import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CentralColumn, CentralSchema, ColumnType } from '#central/db/schema.ts'
import type { Json } from '#shared/kernel/result.ts'

const FOLDER = join(import.meta.dirname, '../../../migrations/central')
const SYSTEM = new Set(['id', 'created_at', 'updated_at', 'clk', 'x'])
const keyOf = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** A reference between typed tables. Constraint, field and the kind that it leads to. */
export interface Reference {
  readonly constraint: string
  readonly field: string
  readonly to: string
}

const fallbackOf = (text: string | undefined): Json =>
  text === undefined ? null : text === 'true' || text === 'false' ? text === 'true' : text.startsWith("'") ? text.slice(1, -1) : Number(text)

const COLUMN = '"?(\\w+)"? (text|bigint|double precision|boolean|jsonb)\\b([^\\n]*?)'
const columnOf = ([, name = '', type, rest = '']: readonly string[], isNullable: boolean): CentralColumn => ({
  key: keyOf(name),
  name,
  type: type as ColumnType, // one of those that the expression names
  notNull: rest.includes('NOT NULL') && !isNullable,
  fallback: fallbackOf(/DEFAULT (\S+)/.exec(rest)?.[1]?.replace(/;$/, '')),
})

/** The centre's typed tables (they have clocks and fields of newer programs) and their references, as its own migrations make them. */
export function readCentralSchema(): { schema: CentralSchema; references: ReadonlyMap<string, readonly Reference[]> } {
  const files = readdirSync(FOLDER).filter((name) => /^\d{4}_.*\.sql$/.test(name))
  const sql = files
    .sort()
    .map((name) => readFileSync(join(FOLDER, name), 'utf8'))
    .join('\n')
  const schema = new Map(
    [...sql.matchAll(/CREATE TABLE "?(\w+)"? \(\n([\s\S]*?)\n\);/g)]
      .filter(([, , body = '']) => /^ {2}x jsonb/m.test(body))
      .map(([, kind = '', body = '']) => {
        const nullable = new Set([...sql.matchAll(new RegExp(`ALTER TABLE "?${kind}"? ALTER COLUMN "?(\\w+)"? DROP NOT NULL`, 'g'))].map(([, name]) => name))
        const columns = [
          ...body.matchAll(new RegExp(`^ {2}${COLUMN},?$`, 'gm')),
          ...sql.matchAll(new RegExp(`^ALTER TABLE "?${kind}"? ADD COLUMN ${COLUMN};$`, 'gm')),
        ].map((found) => columnOf(found, nullable.has(found[1])))
        return [kind, { kind, columns, fields: new Map(columns.filter(({ name }) => !SYSTEM.has(name)).map((column) => [column.key, column])) }] as const
      }),
  )
  const dropped = new Set([...sql.matchAll(/DROP CONSTRAINT (\w+_fkey);/g)].map(([, constraint]) => constraint))
  const references = Map.groupBy(
    [...sql.matchAll(/ALTER TABLE "?(\w+)"? ADD CONSTRAINT (\w+) FOREIGN KEY \((\w+)\) REFERENCES "?(\w+)"?/g)]
      .map(([, kind = '', constraint = '', column = '', to = '']) => ({
        kind,
        constraint,
        field: keyOf(column),
        to,
      }))
      .filter(({ constraint }) => !dropped.has(constraint)),
    ({ kind }) => kind,
  )
  return { schema, references }
}
