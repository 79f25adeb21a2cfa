import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ENDPOINTS } from '#central/http/endpoints.ts'
import { openApi } from '#central/http/openapi.ts'

/** `npm run central`: the centre of one company on this machine, with its own PostgreSQL, or with the one that DATABASE_URL names. `-- --openapi` writes its document. */
const ROOT = join(import.meta.dirname, '..')

if (process.argv.includes('--openapi')) {
  writeFileSync(join(ROOT, 'central/openapi.json'), `${JSON.stringify(openApi(ENDPOINTS), null, 2)}\n`)
  process.stdout.write('Wrote central/openapi.json.\n')
} else {
  // npm does not pass a kill on: when our parent is gone, so are we.
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM')
  }, 1000).unref()
  const { runCentre } = await import('#central/run.ts')
  await runCentre({
    env: { ...process.env, BAYLINE_CENTRAL_LOG_LEVEL: process.env['BAYLINE_CENTRAL_LOG_LEVEL'] ?? 'warn' },
    migrationsDir: join(ROOT, 'migrations/central'),
    dataDir: join(ROOT, '.bayline/central'),
    version: process.env['npm_package_version'] ?? '0.0.0',
    say: (fact) => process.stdout.write(lineOf(fact)),
  })
}

function lineOf(fact: { readonly event: string; readonly address?: string; readonly code?: string }): string {
  if (fact.event === 'listening') return `Bayline's centre listens at ${fact.address}\n`
  if (fact.event === 'code') return `Code for the first device: ${fact.code} (good for ten minutes)\n`
  return `${fact.event}\n`
}
