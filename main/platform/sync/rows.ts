import type Database from 'better-sqlite3'
import { canonical } from '#shared/contract/merge.ts'
import type { SyncRules } from '#shared/contract/sync.ts'
import type { Json } from '#shared/kernel/result.ts'
import { type Connection, planned } from '../db/connection.ts'

export type Doc = Readonly<Record<string, Json>>

/** Writes records as they come from the centre into their typed tables, whole rows at a time. */
export interface TypedTable {
  /**
   * Writes one row; `clk` is JSON. Returns the fields that this table has no column for, null for none, and whether anything differed.
   * Throws SQLite's constraint error where the row does not fit.
   */
  put(doc: Doc, clk: string): { readonly unknown: Record<string, Json> | null; readonly isChanged: boolean }
  /** The same of several rows by one statement. False where one of them is there, or holds what this table does not: then each has to be put. */
  putNew(rows: readonly NewRow[]): boolean
  /** Writes some fields of a row that is there, and returns those that are still unknown. */
  putFields(id: string, fields: Doc): Record<string, Json> | null
  remove(id: string): void
}

export interface NewRow {
  readonly doc: Doc
  readonly clk: string
}
/** Rows that go in by one statement: what a statement costs by itself is a third of a row. */
const TOGETHER = [16, 4, 1]
/** A list in pieces of these sizes. */
export function* inPieces<T>(list: readonly T[]): Generator<readonly T[]> {
  let at = 0
  for (const size of TOGETHER) for (; at + size <= list.length; at += size) yield list.slice(at, at + size)
}
/** Puts so many rows of these columns, but none whose key is there. */
export const insertNew = (raw: Database.Database, table: string, columns: readonly string[], key: string, rows: number): Database.Statement => {
  const row = `(${columns.map(() => '?').join()})`
  return raw.prepare(`INSERT INTO "${table}" (${columns.join()}) VALUES ${Array.from({ length: rows }, () => row).join()} ON CONFLICT (${key}) DO NOTHING`)
}

interface Column {
  readonly name: string
  readonly key: string
  readonly fallback: unknown
  /** Nothing can stand for it: what is there stays. */
  readonly mustStay: boolean
}
interface SqlColumn {
  readonly name: string
  readonly type: string
  readonly notnull: number
  readonly dflt_value: string | null
  readonly pk: number
}

/** How the program names a column: `tax_rate_bp` is `taxRateBp`. */
const keyOf = (column: string): string => column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** SQLite's form of a value: booleans are 0 and 1, lists and objects are JSON. */
const encode = (value: Json): unknown =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : typeof value === 'boolean' ? Number(value) : value

/** Whether two texts say the same: the centre's has its keys in another order than ours, and its clocks have spaces. */
const areSame = (a: unknown, b: unknown): boolean =>
  typeof a === 'string' && typeof b === 'string' && canonical(JSON.parse(a) as Json) === canonical(JSON.parse(b) as Json)

/** The typed table of a kind; undefined where this program has none, or keeps it to itself. */
export function typedTables({ raw, tables }: Connection, rules: SyncRules): (kind: string) => TypedTable | undefined {
  const known = new Map<string, TypedTable | undefined>()
  return (kind) => {
    if (!known.has(kind)) known.set(kind, (rules[kind]?.merge ?? 'local') !== 'local' && tables.has(kind) ? typedTable(raw, kind) : undefined)
    return known.get(kind)
  }
}

function typedTable(raw: Database.Database, table: string): TypedTable {
  const columns = (raw.pragma(`table_info("${table}")`) as SqlColumn[]) // the columns of that pragma
    .filter(({ name }) => name !== 'no')
    .map(
      ({ name, type, notnull, dflt_value, pk }): Column => ({
        name,
        key: keyOf(name),
        fallback: dflt_value === null ? (notnull === 1 ? (type === 'INTEGER' ? 0 : '') : null) : raw.prepare(`SELECT ${dflt_value}`).pluck().get(),
        mustStay: notnull === 1 && dflt_value === null && pk === 0 && name !== 'clk',
      }),
    )
  const keys = new Set(columns.map(({ key }) => key))
  const names = columns.map(({ name }) => `"${name}"`)
  const inserts = new Map<number, Database.Statement>()
  const insert = (rows: number): Database.Statement => {
    const statement = inserts.get(rows) ?? insertNew(raw, table, names, 'id', rows)
    inserts.set(rows, statement)
    return statement
  }
  const updates = new Map<string, Database.Statement>()
  const select = planned(raw, `SELECT ${names.join()} FROM "${table}" WHERE id = ?`).raw()
  const remove = planned(raw, `DELETE FROM "${table}" WHERE id = ?`)
  const unknownOf = (doc: Doc): Record<string, Json> | null => {
    const unknown = Object.entries(doc).filter(([key]) => !keys.has(key))
    return unknown.length === 0 ? null : Object.fromEntries(unknown)
  }

  /** Writes what differs only: an index costs as much as the row, and most changes touch none. A deed of this device comes back as it stands. */
  const update = (before: readonly unknown[], doc: Doc, values: readonly unknown[]): boolean => {
    const isSame = (key: string, i: number) => before[i] === values[i] || (typeof doc[key] === 'object' && areSame(before[i], values[i]))
    const changed = columns.flatMap(({ key, mustStay }, i) => (isSame(key, i) || (mustStay && doc[key] === undefined) ? [] : [i]))
    const [first, second] = changed
    if (first === undefined || (second === undefined && columns[first]?.key === 'clk' && areSame(before[first], values[first]))) return false
    const known = updates.get(changed.join())
    const statement = known ?? planned(raw, `UPDATE "${table}" SET ${changed.map((i) => `${names[i]} = ?`).join()} WHERE id = ?`)
    if (!known) updates.set(changed.join(), statement)
    statement.run(...changed.map((i) => values[i]), doc['id'])
    return true
  }

  /** Adds a row's values in the order of the columns. */
  const encodeRow = (doc: Doc, clk: string, values: unknown[]): { readonly isMore: boolean; readonly mustStay: boolean } => {
    let absent = 0
    let mustStay = false
    for (const { key, fallback, mustStay: must } of columns) {
      if (key === 'clk') {
        values.push(clk)
        absent++
        continue
      }
      const value = doc[key]
      if (value === undefined) {
        absent++
        mustStay ||= must
        values.push(fallback)
      } else values.push(encode(value))
    }
    return { isMore: Object.keys(doc).length > columns.length - absent, mustStay }
  }

  return {
    put: (doc, clk) => {
      const values: unknown[] = []
      const { isMore } = encodeRow(doc, clk, values)
      // Nearly every row that comes by itself is there already.
      const before = select.get(doc['id']) as unknown[] | undefined // a whole row, in the order of the columns
      const isChanged = before ? update(before, doc, values) : insert(1).run(values).changes > 0
      return { unknown: isMore ? unknownOf(doc) : null, isChanged }
    },
    putNew: (rows) => {
      const values: unknown[] = []
      for (const { doc, clk } of rows) {
        const { isMore, mustStay } = encodeRow(doc, clk, values)
        if (isMore || mustStay) return false
      }
      return insert(rows.length).run(values).changes === rows.length
    },
    putFields: (id, fields) => {
      const own = Object.entries(fields).filter(([key]) => keys.has(key))
      if (own.length > 0)
        raw
          .prepare(`UPDATE "${table}" SET ${own.map(([key]) => `"${columns.find((column) => column.key === key)?.name ?? ''}" = ?`).join()} WHERE id = ?`)
          .run(...own.map(([, value]) => encode(value)), id)
      return unknownOf(fields)
    },
    remove: (id) => {
      remove.run(id)
    },
  }
}
