import type { InferInsertModel, InferSelectModel } from 'drizzle-orm'
import { getTableColumns, getTableName } from 'drizzle-orm'
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import { clockOf, type TableSync } from '#shared/contract/sync.ts'
import type { Hlc } from '#shared/kernel/hlc.ts'
import type { Json } from '#shared/kernel/result.ts'
import { type Connection, statementOf } from './connection.ts'
import { mustBeWhole } from './load.ts'
import { type ReadDb, readDb } from './read.ts'

declare const writing: unique symbol

/**
 * What changed of a row: `[after]` for a new row, `[before, after, clock of before]` for a changed one. Before and after are equal
 * for what is carried along with the rest of its clock group.
 */
export interface ChangedFields {
  readonly insert: boolean
  readonly fields: Record<string, readonly [Json] | readonly [Json, Json, Hlc]>
}
/** One changed row. `kept` is the JSON of its ChangedFields, made once for the journal and its spare. */
export interface Change {
  readonly table: string
  readonly id: string
  readonly kept: string
}
const keep = (changed: ChangedFields): string => JSON.stringify(changed)

type RecordTable = SQLiteTable & { id: SQLiteColumn; clk: SQLiteColumn }
type Filled = 'no' | 'createdAt' | 'updatedAt' | 'clk' | 'deleted'
export type NewRow<T extends RecordTable> = Omit<InferInsertModel<T>, Filled>
export type Patch<T extends RecordTable> = Partial<Omit<InferSelectModel<T>, Exclude<Filled, 'deleted'> | 'id'>>

/** Exists only inside a write; every change goes through it, so journal, notices and sync cannot miss one. */
export interface WriteDb extends ReadDb {
  readonly [writing]: true
  insert<T extends RecordTable>(table: T, row: NewRow<T>): void
  /** Changes only what differs; false where nothing does. The row must exist: a service loads before it decides. */
  update<T extends RecordTable>(table: T, id: string, patch: Patch<T>): boolean
  /** Changes without a trace in the journal: for bookkeeping of this device only, such as when a session was last seen. */
  touch<T extends RecordTable>(table: T, id: string, patch: Patch<T>): void
}

type Coder = (value: unknown) => unknown
interface TableMeta {
  readonly name: string
  readonly columns: {
    key: string
    sqlName: string
    /** Null where a value is taken as it is. */
    encode: Coder | null
    decode: Coder | null
    fallback: unknown
  }[]
  readonly insertSql: string
  readonly clockOf: (key: string) => string
  readonly hasGroups: boolean
  readonly travels: boolean
}

export interface Recording {
  readonly db: WriteDb
  readonly changes: Change[]
  readonly wrote: Set<string>
  close(): void
}

const coded = (coder: Coder | null, value: unknown): unknown => (coder === null ? value : coder(value))

const metas = new WeakMap<SQLiteTable, TableMeta>()

function metaOf(table: RecordTable, sync: Readonly<Record<string, TableSync>>): TableMeta {
  const known = metas.get(table)
  if (known) return known
  const name = getTableName(table)
  const rule = sync[name]
  if (!rule) throw new Error(`table ${name} stands in no sync.ts`)
  const columns = Object.entries(getTableColumns(table))
    .filter(([key]) => key !== 'no')
    .map(([key, column]) => {
      const isCoded = column.dataType === 'boolean' || column.dataType === 'json'
      return {
        key,
        sqlName: column.name,
        encode: isCoded ? (value: unknown) => (value === null ? null : column.mapToDriverValue(value)) : null,
        decode: isCoded ? (value: unknown) => (value === null ? null : column.mapFromDriverValue(value)) : null,
        fallback: column.default === undefined ? null : column.default,
      }
    })
  const insertSql = `INSERT INTO ${name} (${columns.map((c) => c.sqlName).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`
  const meta = { name, columns, insertSql, clockOf: (key: string) => clockOf(rule, key), hasGroups: rule.groups !== undefined, travels: rule.merge !== 'local' }
  metas.set(table, meta)
  return meta
}

/** A change of one field of a clock group carries all of them, as they were seen: elsewhere they are taken or dropped together. */
function carryGroups(meta: TableMeta, before: Record<string, unknown>, clocks: Record<string, Hlc>, fields: ChangedFields['fields']): void {
  if (!meta.hasGroups) return
  const touched = new Set(Object.keys(fields).map(meta.clockOf))
  for (const { key, sqlName, decode } of meta.columns) {
    const clock = meta.clockOf(key)
    if (clock === key || key in fields || !touched.has(clock)) continue
    const value = coded(decode, before[sqlName]) as Json // rows hold plain data
    fields[key] = [value, value, clocks[clock] ?? clocks['*'] ?? '']
  }
}

const same = (a: unknown, b: unknown): boolean => a === b || (typeof a === 'object' && a !== null && JSON.stringify(a) === JSON.stringify(b))

/** Opens a recording handle for one transaction; `close` makes it unusable afterwards. */
export function recordWrites(connection: Connection, sync: Readonly<Record<string, TableSync>>, now: number, hlc: Hlc): Recording {
  const changes: Change[] = []
  const wrote = new Set<string>()
  let open = true
  const creation = JSON.stringify({ '*': hlc })

  const statement = (sql: string) => {
    if (!open) throw new Error('a WriteDb was used after its transaction')
    return statementOf(connection, sql)
  }

  const insert = <T extends RecordTable>(table: T, row: NewRow<T>): void => {
    const meta = metaOf(table, sync)
    if (meta.travels) mustBeWhole(connection.raw)
    const given = row as Record<string, unknown> // typed by the caller; walked by column here
    const fields: Record<string, readonly [Json]> = {}
    const values = meta.columns.map(({ key, encode, fallback }) => {
      if (key === 'createdAt' || key === 'updatedAt') return now
      if (key === 'clk') return creation
      const value = given[key] ?? fallback
      if (value !== null && key !== 'id' && key !== 'deleted') fields[key] = [value as Json] // rows hold plain data
      return encode === null ? value : encode(value)
    })
    statement(meta.insertSql).run(values)
    // Made of one object at once: imports come through here a hundred thousand times in a row, and a text that is put together from pieces stays in
    // pieces until it is read, five times as long.
    changes.push({ table: meta.name, id: given['id'] as string, kept: keep({ insert: true, fields }) }) // every record has a text id
    wrote.add(meta.name)
  }

  const update = <T extends RecordTable>(table: T, id: string, patch: Patch<T>): boolean => {
    const meta = metaOf(table, sync)
    if (meta.travels) mustBeWhole(connection.raw)
    const wanted = patch as Record<string, unknown> // as above
    const before = statement(`SELECT * FROM ${meta.name} WHERE id = ?`).get(id) as Record<string, unknown> | undefined // a whole row
    if (!before) throw new Error(`${meta.name} ${id} does not exist`)
    const clocks = JSON.parse(before['clk'] as string) as Record<string, Hlc> // written by us
    const fields: ChangedFields['fields'] = {}
    const sets: string[] = []
    const values: unknown[] = []
    for (const column of meta.columns) {
      if (!(column.key in wanted) || wanted[column.key] === undefined) continue
      const was = coded(column.decode, before[column.sqlName])
      const value = wanted[column.key]
      if (same(was, value)) continue
      const clock = meta.clockOf(column.key)
      fields[column.key] = [was as Json, value as Json, clocks[clock] ?? clocks['*'] ?? '']
      sets.push(`${column.sqlName} = ?`)
      values.push(coded(column.encode, value))
    }
    if (sets.length === 0) return false
    carryGroups(meta, before, clocks, fields)
    for (const key of Object.keys(fields)) clocks[meta.clockOf(key)] = hlc
    statement(`UPDATE ${meta.name} SET ${sets.join(', ')}, updated_at = ?, clk = ? WHERE id = ?`).run(...values, now, JSON.stringify(clocks), id)
    changes.push({ table: meta.name, id, kept: keep({ insert: false, fields }) })
    wrote.add(meta.name)
    return true
  }

  const touch = <T extends RecordTable>(table: T, id: string, patch: Patch<T>): void => {
    const meta = metaOf(table, sync)
    if (meta.travels) throw new Error(`${meta.name} travels between devices; its changes must be journaled`)
    const wanted = patch as Record<string, unknown> // as above
    const columns = meta.columns.filter((column) => wanted[column.key] !== undefined)
    statement(`UPDATE ${meta.name} SET ${columns.map((c) => `${c.sqlName} = ?`).join(', ')} WHERE id = ?`).run(
      ...columns.map((c) => coded(c.encode, wanted[c.key])),
      id,
    )
    wrote.add(meta.name)
  }

  const db = Object.assign(readDb(connection), { insert, update, touch }) as WriteDb
  return {
    db,
    changes,
    wrote,
    close: () => {
      open = false
    },
  }
}
