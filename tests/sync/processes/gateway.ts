import { join } from 'node:path'
import { runCentre } from '#central/run.ts'

/** The centre as a program, as central/index.ts is: `node gateway.js REPOSITORY`. Ends with whoever started it. */
await runCentre({
  env: process.env,
  migrationsDir: join(process.argv[2] ?? '', 'migrations/central'),
  version: '0.0.0-test',
  say: (said) => process.stdout.write(`${JSON.stringify(said)}\n`),
})
