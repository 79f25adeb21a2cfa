import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { DatabaseUnavailable, isCut, isSerialization, isUnavailable, StartRefused } from './errors.ts'
import { listen } from './listen.ts'
import { type PrepareOptions, prepareDatabase } from './prepare.ts'
import { type CentralSchema, readSchema } from './schema.ts'

export { DatabaseUnavailable, StartRefused } from './errors.ts'
export { type Embedded, type EmbeddedOptions, startEmbedded } from './embedded.ts'
export type { CentralColumn, CentralSchema, CentralTable, ColumnType } from './schema.ts'

/**
 * One statement, one at a time: the next when the former has answered. `name`: prepared once per connection under this name. Integers
 * come as numbers, JSON as values; a value for a jsonb column goes in as JSON text. Rejects with the server's error (`code`, `constraint`).
 */
export type Query = <Row = Record<string, unknown>>(text: string, values?: readonly unknown[], name?: string) => Promise<Row[]>

export interface Database {
  /**
   * Runs work in one transaction as bayline_gateway, who sees rows of these scopes only. Commits when it resolves, rolls back when it
   * rejects. On 40001 and 40P01 it runs again, up to five times: work changes nothing but the database. Rejects with
   * DatabaseUnavailable when Postgres cannot be reached or has no room; if that was at the commit, it may have happened.
   */
  tx<T>(scopes: readonly string[], work: (q: Query) => Promise<T>): Promise<T>
  /** Calls with each payload, and with '' after a lost connection. Returns what ends it. */
  listen(channel: string, onNotify: (payload: string) => void): Promise<() => Promise<void>>
  /** Typed tables by kind, as the database has them. */
  readonly schema: CentralSchema
  close(): Promise<void>
}

export interface DatabaseOptions extends PrepareOptions {
  /** Connections at most; default 10. */
  readonly connections?: number
  /** One statement's time at most, ms; default 30 s. */
  readonly statementMs?: number
}

const ATTEMPTS = 6
/** Longer than the server needs to tell that a statement ran out of time. */
const ANSWER_MS = 5_000
/** Integers of ours are safe ones (ids of rows are texts); any other is a bug and not to be rounded. */
const integer = (text: string): number => {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new Error(`${text} is no safe integer`)
  return value
}
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => (oid === pg.types.builtins.INT8 && format !== 'binary' ? integer : (pg.types.getTypeParser(oid, format) as never)), // its own parser for that type
}

/** Prepares the database (roles, migrations) as far as the login of `url` may, then serves it as bayline_gateway. */
export async function openDatabase({ connections = 10, statementMs = 30_000, ...options }: DatabaseOptions): Promise<Database> {
  const { log } = options
  const { gatewayUrl: url } = await prepareDatabase(options)
  if (url === null) throw new StartRefused('This login migrates only. Start the gateway with the login of bayline_gateway (central/deploy/RUNBOOK.md).')
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'bayline-gateway',
    max: connections,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    statement_timeout: statementMs,
    // A connection that fell silent, as when a firewall forgot it, would be waited for as long as the system keeps it: hours.
    query_timeout: statementMs + ANSWER_MS,
    lock_timeout: Math.min(statementMs, 10_000),
    idle_in_transaction_session_timeout: 30_000,
    types,
  })
  // Lost while nobody waited for an answer; whoever uses the connection next hears of it.
  pool.on('connect', (client) => client.on('error', () => {}))
  pool.on('error', (error) => log.warn('postgres.lost', { error: error.message }))

  /** A connection in a transaction. One that was cut while nobody used it may not have heard of it yet: nothing was begun on it, and the next is taken. */
  const begun = async (scopes: readonly string[]): Promise<pg.PoolClient> => {
    for (let left = connections; ; left--) {
      const client = await pool.connect()
      try {
        await client.query(`BEGIN; SELECT set_config('bayline.scopes', ${pg.escapeLiteral(arrayText(scopes))}, true)`)
        return client
      } catch (error) {
        client.release(true)
        if (left === 0 || !isCut(error)) throw error
      }
    }
  }
  const once = async <T>(scopes: readonly string[], work: (q: Query) => Promise<T>): Promise<T> => {
    const client = await begun(scopes)
    let broken: Error | undefined
    try {
      const value = await work(queryOn(client))
      const { command } = await client.query('COMMIT')
      if (command !== 'COMMIT') throw new Error('a failed statement was passed over, and the transaction is rolled back')
      return value
    } catch (error) {
      if (isUnavailable(error))
        broken = error as Error // by its code or words
      else await client.query('ROLLBACK').catch((lost: Error) => (broken = lost))
      throw error
    } finally {
      client.release(broken)
    }
  }

  return {
    schema: await readSchema(pool),
    tx: async (scopes, work) => {
      for (let attempt = 1; ; attempt++) {
        try {
          return await once(scopes, work)
        } catch (error) {
          if (isUnavailable(error)) throw new DatabaseUnavailable('PostgreSQL does not answer', { cause: error })
          if (attempt === ATTEMPTS || !isSerialization(error)) throw error
          log.debug('postgres.again', { attempt })
          await wait(10 * 2 ** attempt * Math.random())
        }
      }
    },
    listen: (channel, onNotify) => listen(url, channel, onNotify, log),
    close: () => pool.end(),
  }
}

/** An array as Postgres writes it, whatever the texts hold. */
const arrayText = (texts: readonly string[]): string => `{${texts.map((text) => `"${text.replace(/[\\"]/g, '\\$&')}"`).join(',')}}`

function queryOn(client: pg.PoolClient): Query {
  let busy = false
  return async <Row>(text: string, values: readonly unknown[] = [], name?: string) => {
    if (busy) throw new Error('one statement at a time: the former has not answered yet')
    busy = true
    try {
      const { rows } = await client.query({ text, values: [...values], ...(name !== undefined && { name }) })
      return rows as Row[] // as the caller knows its statement
    } finally {
      busy = false
    }
  }
}
