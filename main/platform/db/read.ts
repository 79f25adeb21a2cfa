import type { Connection } from './connection.ts'
import { type Builder, preparedOn, tablesIn } from './connection.ts'
import { planRows, type Rows } from './rows.ts'

declare const reading: unique symbol

/** A handle that can only read, and remembers which tables it looked at. */
export interface ReadDb {
  readonly [reading]: true
  readonly connection: Connection
  readonly reads: Set<string>
}

export const readDb = (connection: Connection): ReadDb => ({ connection, reads: new Set<string>() }) as unknown as ReadDb // the brand exists for the compiler only

type Params = Record<string, unknown>
interface Preparable {
  prepare(): { all(params?: Params): unknown; get(params?: Params): unknown }
  toSQL(): { sql: string }
}
type RowsOf<Q> = Q extends { all(): infer Rows } ? Rows : never
type RowOf<Q> = Q extends { get(): infer Row } ? Row : never

export interface PreparedQuery<Rows, Row> {
  all(db: ReadDb, params?: Params): Rows
  get(db: ReadDb, params?: Params): Row
}

/**
 * A drizzle query prepared once per connection: built per call it costs ten times a point read.
 * Values come in through `sql.placeholder`.
 */
export function query<Q extends Preparable>(build: (q: Builder) => Q): PreparedQuery<RowsOf<Q>, RowOf<Q>> {
  const perConnection = new WeakMap<Connection, { statement: Rows; reads: string[] }>()
  const on = (db: ReadDb) => {
    let known = perConnection.get(db.connection)
    if (!known) {
      const built = build(db.connection.builder)
      known = { statement: planRows(db.connection, built.prepare()), reads: tablesIn(built.toSQL().sql, db.connection.tables) }
      perConnection.set(db.connection, known)
    }
    for (const table of known.reads) db.reads.add(table)
    return known.statement
  }
  return {
    all: (db, params) => on(db).all(params) as RowsOf<Q>, // the types drizzle inferred for this very query
    get: (db, params) => on(db).get(params) as RowOf<Q>,
  }
}

/** Raw SQL for what the builder cannot say well: full-text search, window functions. Prepared once per connection and text. */
export function sqlQuery<Row, Bound extends readonly unknown[] = readonly unknown[]>(sql: string) {
  const on = (db: ReadDb) => {
    const { statement, reads } = preparedOn(db.connection, sql)
    for (const table of reads) db.reads.add(table)
    return statement
  }
  return {
    all: (db: ReadDb, ...params: Bound): Row[] => on(db).all(...params) as Row[], // the caller names the shape of its own SQL
    get: (db: ReadDb, ...params: Bound): Row | undefined => on(db).get(...params) as Row | undefined,
  }
}

/** Raw SQL of one column, as a list of its values: thousands of rows come in two thirds of the time that objects or JSON take. The text must not be a `sqlQuery` too: they would share the statement. */
export function sqlValues<Value, Bound extends readonly unknown[] = readonly unknown[]>(sql: string): (db: ReadDb, ...params: Bound) => Value[] {
  return (db, ...params) => {
    const { statement, reads } = preparedOn(db.connection, sql)
    for (const table of reads) db.reads.add(table)
    return statement.pluck().all(...params) as Value[] // the caller names the type of its own SQL
  }
}
