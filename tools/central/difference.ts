import { type Catalog, partKey } from './catalog.ts'
import { addColumn, createTable, type Part, partsOf } from './ddl.ts'
import type { Definition } from './definitions.ts'

/** References last: a table may refer to one that comes after it. */
const LAST = (part: Part): number => (part.kind === 'reference' ? 1 : 0)
const quoted = (name: string): string => `"${name}"`

/**
 * Statements that bring `have` to `wanted`, which is what the definitions build on an empty database. Tables and columns are never
 * dropped: one that left the definitions stays, nullable. Throws where a change needs a migration written by hand.
 */
export function difference(definitions: readonly Definition[], have: Catalog, wanted: Catalog): string[] {
  const isNew = ({ table }: { readonly table: string }) => !have.columns.has(table)
  const parts = definitions.flatMap(partsOf)
  const defined = new Map(definitions.map((definition) => [definition.table, definition]))
  const differing = parts.filter((part) => {
    const key = partKey(part)
    if (isNew(part) && part.kind === 'check') return false // in its CREATE TABLE
    return have.parts.get(key)?.text !== wanted.parts.get(key)?.text
  })
  const wantedKeys = new Set(parts.map(partKey))
  const stale = [...have.parts.values()].filter((part) => defined.has(part.table) && !wantedKeys.has(partKey(part)))

  return [
    ...stale.map(dropOf),
    ...differing.filter((part) => have.parts.has(partKey(part))).map(({ drop }) => drop),
    ...definitions.flatMap((definition) => (isNew(definition) ? [createTable(definition)] : columnsOf(definition, have, wanted))),
    ...differing.toSorted((a, b) => LAST(a) - LAST(b)).map((part) => (isNew(part) ? part.create : onRowsOfBefore(part))),
  ]
}

function columnsOf({ table, columns }: Definition, have: Catalog, wanted: Catalog): string[] {
  const there = have.columns.get(table)
  const target = wanted.columns.get(table)
  const changed = columns.flatMap((column) => {
    const now = there?.get(column.name)
    const then = target?.get(column.name)
    if (!now) return [addColumn(table, column)]
    if (now.type !== then?.type || now.collation !== then.collation)
      throw new Error(`${table}.${column.name} is ${now.type} and should be ${then?.type}: write that migration by hand`)
    if (now.notNull === then.notNull) return []
    if (then.notNull)
      throw new Error(`${table}.${column.name} may be null and should not: write that migration by hand, with a value for the rows that are there`)
    return [`ALTER TABLE ${quoted(table)} ALTER COLUMN ${quoted(column.name)} DROP NOT NULL;`]
  })
  // New programs no longer say anything of it; older ones still do.
  const left = [...(there ?? [])].filter(([name, { notNull }]) => notNull && !target?.has(name))
  return [...changed, ...left.map(([name]) => `ALTER TABLE ${quoted(table)} ALTER COLUMN ${quoted(name)} DROP NOT NULL;`)]
}

const dropOf = ({ kind, table, key }: { readonly kind: Part['kind']; readonly table: string; readonly key: string }): string => {
  const name = key.slice(key.indexOf('.') + 1)
  if (kind === 'unique') return `DROP INDEX ${key};`
  if (kind === 'policy' || kind === 'trigger') return `DROP ${kind.toUpperCase()} ${name} ON ${quoted(table)};`
  return `ALTER TABLE ${quoted(table)} DROP CONSTRAINT ${name};`
}

/** A row that was right when it was written does not stop the start of a newer centre. */
const onRowsOfBefore = ({ kind, create }: Part): string => (kind === 'check' || kind === 'reference' ? create.replace(/;$/, ' NOT VALID;') : create)
