import { join } from 'node:path'
import { runCentre } from './run.ts'

/** The centre as a program of its own: in a container, on a server, or as the hub of a shop, started by a shop PC's core. Tells its address and codes as JSON lines. */
await runCentre({
  env: process.env,
  migrationsDir: join(import.meta.dirname, '../migrations/central'),
  version: process.env['npm_package_version'] ?? '0.0.0',
  say: (said) => process.stdout.write(`${JSON.stringify(said)}\n`),
})
