import { join } from 'node:path'
import { DatabaseUnavailable, StartRefused } from './db/errors.ts'
import { prepareDatabase } from './db/prepare.ts'
import { createLog } from './log.ts'

/** Brings the database that DATABASE_URL names to the schema of this release, and ends: for a centre whose gateways may not. */
const url = process.env['DATABASE_URL'] ?? ''
try {
  if (url === '') throw new StartRefused('Set DATABASE_URL to the login of bayline_migrator, or of an administrator.')
  const log = createLog('info', (line) => process.stderr.write(`${line}\n`))
  const { applied } = await prepareDatabase({ url, log, migrationsDir: join(import.meta.dirname, '../migrations/central') })
  process.stdout.write(applied.length === 0 ? 'The schema is the one of this release.\n' : `Applied ${applied.join(', ')}.\n`)
} catch (error) {
  if (!(error instanceof StartRefused || error instanceof DatabaseUnavailable)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}
