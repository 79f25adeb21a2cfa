import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Client } from 'pg'
import type { Log } from '../log.ts'
import { StartRefused } from './errors.ts'

export interface Migration {
  readonly name: string
  readonly sql: string
  readonly sha: string
}

/** Numbered files; beside them stand roles.sql and grants.sql, which run in their own time. */
export function readMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}_\w+\.sql$/.test(name))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name), 'utf8').replace(/\r\n/g, '\n')
      return { name, sql, sha: createHash('sha256').update(sql).digest('hex') }
    })
}

/** Of those that look at the database: one goes at a time, the others then find everything done. The number is ours alone. */
const LOCK = 7_203_614

/**
 * Migrations that the database lacks, in order. Throws StartRefused on one that was edited since it was applied, and on a database
 * that knows one which is not ours: a newer program wrote it.
 */
export async function missing(client: Client, migrations: readonly Migration[]): Promise<Migration[]> {
  const there = await client.query("SELECT to_regclass('public._migration') IS NOT NULL AS there")
  const rows = (there.rows[0] as { there: boolean }).there ? (await client.query('SELECT name, sha FROM _migration')).rows : [] // one row of the statement above
  const applied = new Map((rows as { name: string; sha: string }[]).map(({ name, sha }) => [name, sha])) // our own table
  const shipped = new Set(migrations.map(({ name }) => name))
  for (const name of applied.keys())
    if (!shipped.has(name))
      throw new StartRefused(`The central database was written by a newer Bayline (it knows ${name}). Install that version; nothing was changed.`)
  for (const { name, sha } of migrations)
    if (applied.has(name) && applied.get(name) !== sha)
      throw new StartRefused(`Central migration ${name} was edited after it had been applied. Restore the file of this release; nothing was changed.`)
  return migrations.filter(({ name }) => !applied.has(name))
}

/**
 * Brings the database to the program's schema as bayline_migrator: each migration once, in a transaction of its own with its record,
 * then the grants. Several may try at once. Returns the names of those that were applied.
 */
export async function migrate(client: Client, folder: string, log: Log): Promise<string[]> {
  const migrations = readMigrations(folder)
  await client.query('SELECT pg_advisory_lock($1)', [LOCK])
  try {
    const todo = await missing(client, migrations)
    if (todo.length === 0) return []
    await client.query('SET ROLE bayline_migrator')
    await client.query('CREATE TABLE IF NOT EXISTS _migration (name text PRIMARY KEY, sha text NOT NULL, at timestamptz NOT NULL DEFAULT now())')
    for (const { name, sql, sha } of todo) {
      try {
        await client.query(`BEGIN;\n${sql};\nINSERT INTO _migration (name, sha) VALUES ('${name}', '${sha}');\nCOMMIT`)
      } catch (error) {
        await client.query('ROLLBACK')
        throw new Error(`central migration ${name} failed`, { cause: error })
      }
      log.info('central.migrated', { name })
    }
    await client.query(`BEGIN;\n${readFileSync(join(folder, 'grants.sql'), 'utf8')};\nCOMMIT`)
    return todo.map(({ name }) => name)
  } finally {
    await client.query('RESET ROLE; SELECT pg_advisory_unlock_all()').catch(() => {}) // the connection is gone, and both with it
  }
}
