import { compileFunction } from 'node:vm'
import { Column, getTableName, is, noopDecoder, Param, Placeholder, SQL, Subquery } from 'drizzle-orm'
import { SQLiteBoolean } from 'drizzle-orm/sqlite-core'
import { type Connection, planOnce } from './connection.ts'

type Values = Readonly<Record<string, unknown>>
type Decode = (value: unknown) => unknown
interface Field {
  readonly path: readonly string[]
  readonly field: unknown
}
/** What a prepared drizzle query keeps of itself. */
interface Prepared {
  readonly query: { readonly sql: string; readonly params: readonly unknown[] }
  readonly fields: readonly Field[]
  readonly joinsNotNullableMap?: Readonly<Record<string, boolean>>
}

export interface Rows {
  all(values?: Values): unknown[]
  get(values?: Values): unknown
}

/**
 * Runs a drizzle query with its plan, its ways of binding and of building rows made once. Drizzle finds them anew for every
 * value of every row, 0.4 microseconds each: more than SQLite takes for a page of 50.
 */
export function planRows(connection: Connection, prepared: unknown): Rows {
  const { query, fields, joinsNotNullableMap } = prepared as Prepared // as drizzle makes it; the tests of the stores see that it still does
  const bind = planBinding(query.params)
  const build = planRow(fields, joinsNotNullableMap)
  const raw = connection.raw.prepare(planOnce(query.sql)).raw(true)
  return {
    all: (values = {}) => (raw.all(...bind(values)) as unknown[][]).map(build), // raw rows are lists
    get: (values = {}) => {
      const row = raw.get(...bind(values)) as unknown[] | undefined // likewise
      return row && build(row)
    },
  }
}

function planBinding(params: readonly unknown[]): (values: Values) => unknown[] {
  const valueOf = (name: string, values: Values) => {
    if (!(name in values)) throw new Error(`No value for placeholder "${name}" was provided`)
    return values[name]
  }
  const binders = params.map((param): ((values: Values) => unknown) => {
    if (is(param, Placeholder)) return (values) => valueOf(param.name, values)
    if (is(param, Param) && is(param.value, Placeholder)) {
      const { encoder, value } = param
      return (values) => encoder.mapToDriverValue(valueOf(value.name, values))
    }
    return () => param
  })
  return (values) => binders.map((binder) => binder(values))
}

/** Builds a row's object. Written out as program text once per query: the engine then knows every key of it beforehand. */
function planRow(fields: readonly Field[], notNullable: Readonly<Record<string, boolean>> | undefined): (row: readonly unknown[]) => Record<string, unknown> {
  const decoders = fields.map(({ field }) => decoderOf(field))
  const valueOf = (field: unknown, at: number) => (is(field, SQLiteBoolean) ? `row[${at}] === 1` : `decoders[${at}](row[${at}])`)
  const member = ({ path, field }: Field, at: number) =>
    `${JSON.stringify(path.at(-1))}: ${decoders[at] === null ? `row[${at}]` : `row[${at}] === null ? null : ${valueOf(field, at)}`}`
  const members: string[] = []
  const parts = new Map<string, string[]>()
  /** Columns of one joined table that may be absent: it is when the first of them is null. */
  const absentIf = (name: string): string => {
    const own = fields.filter(({ path }) => path.length > 1 && path[0] === name).map(({ field }) => field)
    const table = is(own[0], Column) ? own[0].table : undefined
    const isOneTable = table !== undefined && own.every((field) => is(field, Column) && field.table === table)
    return isOneTable && notNullable && !notNullable[getTableName(table)] ? `row[${fields.findIndex(({ field }) => field === own[0])}] === null ? null : ` : ''
  }
  for (const [at, field] of fields.entries()) {
    const [name = '', isNested] = field.path
    if (isNested === undefined) members.push(member(field, at))
    else (parts.get(name) ?? parts.set(name, []).get(name))?.push(member(field, at))
  }
  for (const [name, own] of parts) members.push(`${JSON.stringify(name)}: ${absentIf(name)}{${own.join()}}`)
  return compileFunction(`return (row) => ({${members.join()}})`, ['decoders'])(decoders) as ReturnType<typeof planRow> // names come in as JSON, all else is written here
}

/** Null where the value is taken as SQLite gives it. */
function decoderOf(field: unknown): Decode | null {
  if (is(field, Column)) return field.mapFromDriverValue === Column.prototype.mapFromDriverValue ? null : (value) => field.mapFromDriverValue(value)
  const { decoder } = (is(field, SQL) ? field : is(field, Subquery) ? field._.sql : (field as SQL.Aliased).sql) as unknown as {
    decoder: { mapFromDriverValue: Decode }
  } // the fourth kind that a select takes; each keeps its decoder
  return decoder === noopDecoder ? null : (value) => decoder.mapFromDriverValue(value)
}
