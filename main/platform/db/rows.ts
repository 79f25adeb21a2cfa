import { Column, getTableName, is, noopDecoder, Param, Placeholder, SQL, Subquery } from 'drizzle-orm'
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

/** The fields that go into one object: the row itself, or a part of it. */
interface Part {
  readonly name: string | null
  /** Copied for each row: the engine then knows every key beforehand. */
  readonly template: Readonly<Record<string, null>>
  readonly fields: readonly { readonly at: number; readonly key: string; readonly decode: Decode | null }[]
  /** The joined row is absent when this value is null. */
  readonly presentIf: number | null
}

function planRow(fields: readonly Field[], notNullable: Readonly<Record<string, boolean>> | undefined): (row: readonly unknown[]) => Record<string, unknown> {
  const names = [...new Set(fields.map(({ path }) => (path.length > 1 ? (path[0] ?? null) : null)))]
  const parts = names.map((name): Part => {
    const own = fields.map((field, at) => ({ ...field, at })).filter(({ path }) => (path.length > 1 ? path[0] : null) === name)
    const keys = own.map(({ path }) => path.at(-1) ?? '')
    const first = own[0]
    const table = is(first?.field, Column) ? first.field.table : undefined
    const isOneTable = table !== undefined && own.every(({ field }) => is(field, Column) && field.table === table)
    return {
      name,
      template: JSON.parse(`{${keys.map((key) => `${JSON.stringify(key)}:null`).join()}}`) as Record<string, null>, // parsed, so that the engine makes it a plain record
      fields: own.map(({ at, field }, i) => ({ at, key: keys[i] ?? '', decode: decoderOf(field) })),
      presentIf: name !== null && isOneTable && notNullable && !notNullable[getTableName(table)] ? (first?.at ?? null) : null,
    }
  })
  const fill = ({ template, fields: own }: Part, row: readonly unknown[]): Record<string, unknown> => {
    const built: Record<string, unknown> = { ...template }
    for (const { at, key, decode } of own) {
      const value = row[at]
      built[key] = decode === null || value === null ? value : decode(value)
    }
    return built
  }
  const [whole] = parts
  if (parts.length === 1 && whole?.name === null) return (row) => fill(whole, row)
  return (row) => {
    const built: Record<string, unknown> = {}
    for (const part of parts) {
      if (part.name === null) Object.assign(built, fill(part, row))
      else built[part.name] = part.presentIf !== null && row[part.presentIf] === null ? null : fill(part, row)
    }
    return built
  }
}

/** Null where the value is taken as SQLite gives it. */
function decoderOf(field: unknown): Decode | null {
  if (is(field, Column)) return field.mapFromDriverValue === Column.prototype.mapFromDriverValue ? null : (value) => field.mapFromDriverValue(value)
  const { decoder } = (is(field, SQL) ? field : is(field, Subquery) ? field._.sql : (field as SQL.Aliased).sql) as unknown as {
    decoder: { mapFromDriverValue: Decode }
  } // the fourth kind that a select takes; each keeps its decoder
  return decoder === noopDecoder ? null : (value) => decoder.mapFromDriverValue(value)
}
