import { mkdtempSync, readdirSync, rmSync, writeFileSync, chmodSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '#central/db/database.ts'
import { builtByMigrations, compareWith } from './central/compare.ts'
import { readDefinitions } from './central/definitions.ts'

/**
 * `npm run central:migration -- NAME`: compares what the modules define (tables.ts, sync.ts, migrations/local) with what
 * migrations/central builds on a PostgreSQL of its own, and writes the difference as the next numbered file.
 */
const MIGRATIONS = join(import.meta.dirname, '../migrations/central')
const say = (line: string) => process.stdout.write(`${line}\n`)

const [name = ''] = process.argv.slice(2)
if (!/^[a-z][a-z0-9_]*$/.test(name)) {
  process.stderr.write('Name the migration in small letters: npm run central:migration -- inventory\n')
  process.exit(2)
}

const dir = mkdtempSync(join(tmpdir(), 'bayline-central-migration-'))
chmodSync(dir, 0o755) // PostgreSQL may run as another user
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: say }
const server = await startEmbedded({ dir: join(dir, 'server'), log, settings: { fsync: 'off', full_page_writes: 'off' } })
try {
  const definitions = await readDefinitions()
  const statements = await compareWith(server.url, await builtByMigrations(server.url, MIGRATIONS), definitions, MIGRATIONS)
  for (const { table, sql, reason } of definitions.flatMap(({ skipped }) => skipped)) say(`not at the centre: ${table}: ${sql} (${reason})`)
  if (statements.length === 0) say('The central migrations build what the modules define; nothing to write.')
  else {
    const last =
      readdirSync(MIGRATIONS)
        .filter((file) => /^\d{4}_/.test(file))
        .sort()
        .at(-1) ?? '0000'
    const file = `${String(Number(last.slice(0, 4)) + 1).padStart(4, '0')}_${name}.sql`
    writeFileSync(
      join(MIGRATIONS, file),
      `-- Made by \`npm run central:migration -- ${name}\` from the modules' tables.ts and sync.ts and migrations/local.\n${statements.join('\n')}\n`,
    )
    say(`migrations/central/${file}: ${statements.length} statements. Read it before you commit it.`)
  }
} finally {
  await server.stop()
  rmSync(dir, { recursive: true, force: true })
}
