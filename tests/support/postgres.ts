import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { type Database, openDatabase } from '#central/db/database.ts'
import type { Log } from '#central/log.ts'

/** Its name holds the process and the start of the run; the config of vitest gives it to all its workers. */
const DIR = process.env.BAYLINE_TEST_POSTGRES ?? join(tmpdir(), `bayline-postgres-${process.pid}-${Math.round(performance.timeOrigin)}`)
/** Migrated; every test's database is a copy of it. */
export const TEMPLATE = 'bayline_template'
const START_MS = 60_000

export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/**
 * Address of the one server of this run, of its administrator and an empty database. Started by whoever asks first, in a process of its
 * own that ends with the run (tests/support/postgres-server.ts). Nothing on it survives a power cut.
 */
export async function testServer(): Promise<string> {
  try {
    mkdirSync(DIR, { mode: 0o755 })
    const out = openSync(join(DIR, 'log'), 'a')
    const { env } = process
    spawn(process.execPath, [join(import.meta.dirname, 'postgres-server.ts'), DIR], { detached: true, stdio: ['ignore', out, out], env }).unref()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  const until = Date.now() + START_MS
  while (!existsSync(join(DIR, 'url'))) {
    if (Date.now() > until || existsSync(join(DIR, 'failed'))) throw new Error(`the tests' PostgreSQL did not start: ${readFileSync(join(DIR, 'log'), 'utf8')}`)
    await wait(25)
  }
  return readFileSync(join(DIR, 'url'), 'utf8')
}

/** Rows of one statement as whoever the address says. */
export async function ask<Row = Record<string, unknown>>(url: string, text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text, values)).rows as Row[] // as the caller knows its statement
  } finally {
    await client.end()
  }
}

export const urlOf = (url: string, database: string): string => Object.assign(new URL(url), { pathname: `/${database}` }).href

/** A new database on the run's server: a copy of the migrated one, or of `template0`, which is empty. Returns its administrator's address. */
export async function emptyDatabase(template = 'template0'): Promise<string> {
  const server = await testServer()
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await ask(server, `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy${template === TEMPLATE ? ' OWNER bayline_migrator' : ''}`)
  return urlOf(server, name)
}

export interface TestDatabase {
  /** Of the administrator, whom row security does not bind. */
  readonly url: string
  readonly db: Database
  /** One statement as the administrator. */
  ask<Row = Record<string, unknown>>(text: string, values?: unknown[]): Promise<Row[]>
  drop(): Promise<void>
}

/** A migrated database of the test's own, opened as the gateway opens it. */
export async function testDatabase(): Promise<TestDatabase> {
  const url = await emptyDatabase(TEMPLATE)
  const db = await openDatabase({ url, log: silentLog })
  return {
    url,
    db,
    ask: (text, values) => ask(url, text, values),
    drop: async () => {
      await db.close()
      await ask(await testServer(), `DROP DATABASE ${new URL(url).pathname.slice(1)} WITH (FORCE)`)
    },
  }
}
