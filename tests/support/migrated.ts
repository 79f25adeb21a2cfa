import { join } from 'node:path'
import { migrate, readMigrations } from '#main/platform/db/migrate.ts'
import { openRaw } from '#main/platform/db/raw.ts'
import { ROOT } from './sources.ts'

export const MIGRATIONS = join(ROOT, 'migrations/local')

let made: { readonly image: Buffer; readonly schemaVersion: number } | undefined
/** A database as the migrations leave it, serialized; made once per thread, as they take 0.4 s and a shop in memory is begun for nearly every test. */
export function migratedDatabase() {
  if (made) return made
  const raw = openRaw(':memory:')
  const schemaVersion = migrate(raw, readMigrations(MIGRATIONS), 0)
  made = { image: raw.serialize(), schemaVersion }
  raw.close()
  return made
}
