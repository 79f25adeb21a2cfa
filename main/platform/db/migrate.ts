import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { checkSchema } from '../check.ts'
import { putAllBack } from './load.ts'
import { isSchemaWhole, markSchema } from './schema.ts'

/** Start-up refuses rather than guesses; `message` is one line for the person at the machine. */
export class MigrationRefused extends Error {
  override name = 'MigrationRefused'
}

export interface Migration {
  readonly name: string
  readonly sql: string
  readonly sha: string
}

export function readMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name), 'utf8').replace(/\r\n/g, '\n')
      return { name, sql, sha: createHash('sha256').update(sql).digest('hex') }
    })
}

/**
 * Brings the file to the program's schema: each migration once, in a transaction, foreign keys checked before commit.
 * Refuses an applied migration that was edited since, a file that a newer program has written, and a schema that is damaged (DamageFound).
 * `beforeChange` runs once, with the version that the file has, when there is anything to do on one that holds data: the place of the backup.
 * Returns the schema version: the number of migrations applied.
 */
export function migrate(
  raw: Database.Database,
  migrations: readonly Migration[],
  now: number,
  beforeChange: (schemaVersion: number) => void = () => {},
): number {
  raw.exec('CREATE TABLE IF NOT EXISTS _migration (name TEXT PRIMARY KEY, sha TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID')
  const applied = new Map((raw.prepare('SELECT name, sha FROM _migration').all() as { name: string; sha: string }[]).map((m) => [m.name, m.sha])) // our own table
  const shipped = new Set(migrations.map((m) => m.name))
  for (const name of applied.keys()) {
    if (!shipped.has(name))
      throw new MigrationRefused(`This database was written by a newer Bayline (it knows ${name}). Install that version; nothing was changed.`)
  }
  for (const { name, sha } of migrations) {
    if (applied.has(name) && applied.get(name) !== sha)
      throw new MigrationRefused(`Migration ${name} was edited after it had been applied. Restore the file of this release; nothing was changed.`)
  }
  // Left by a load that was cut off: what reads and what migrates find the schema whole, and the rest of the load goes on with it.
  putAllBack(raw)
  checkSchema(raw)
  const todo = migrations.filter((m) => !applied.has(m.name))
  if (todo.length === 0) {
    if (isSchemaWhole(raw) === null) markSchema(raw)
    return migrations.length
  }
  if (applied.size > 0) beforeChange(applied.size)

  raw.pragma('foreign_keys = OFF')
  try {
    for (const { name, sql, sha } of todo) {
      raw
        .transaction(() => {
          const before = brokenReferences(raw)
          raw.exec(sql)
          const broken = brokenReferences(raw) - before
          if (broken > 0) throw new MigrationRefused(`Migration ${name} would break ${broken} references; nothing was changed.`)
          raw.prepare('INSERT INTO _migration (name, sha, at) VALUES (?, ?, ?)').run(name, sha, now)
          markSchema(raw)
        })
        .immediate()
    }
  } finally {
    raw.pragma('foreign_keys = ON')
  }
  return migrations.length
}

/** What the centre has not sent (yet, or to this device) may be referred to by what it has: such references were open before. */
const brokenReferences = (raw: Database.Database): number => raw.prepare('SELECT count(*) FROM pragma_foreign_key_check').pluck().get() as number // a count
