import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it, vi } from 'vitest'
import { openTestCore, temporaryFolder } from '#tests/support/core.ts'
import { openWorkshop } from '#tests/support/workshop.ts'

it('PERF-START: a start on a sound database reads its schema and a few rows by their keys, never a table whole, and checks no page', async () => {
  const dataDir = temporaryFolder()
  const file = join(dataDir, 'bayline.db')
  const { shop } = await openWorkshop({ file, config: { dataDir } })
  await shop.shutdown()

  const prepared = vi.spyOn(Database.prototype, 'prepare')
  const pragmas = vi.spyOn(Database.prototype, 'pragma')
  const again = openTestCore({ file, config: { dataDir } })
  await again.get('workspace.welcome', {})
  const statements = prepared.mock.calls.map(([sql]) => sql)
  const checks = pragmas.mock.calls.map(([pragma]) => pragma).filter((pragma) => /^(quick|integrity|foreign_key)_check/.test(pragma))
  vi.restoreAllMocks()

  const { raw } = again.platform.store.connection
  const small = new Set([
    'CONSTANT',
    'json_each',
    'sqlite_sequence',
    'sqlite_schema',
    'sqlite_master',
    '_migration',
    'device',
    'counter',
    'company',
    'sync_cursor',
    'pragma_table_info',
  ])
  // An index over the few rows that are out of the ordinary.
  const partial = new Set(raw.prepare(`SELECT name FROM sqlite_schema WHERE type = 'index' AND sql LIKE '% WHERE %'`).pluck().all() as string[])
  const scans = statements
    .filter((sql) => /^\s*SELECT/i.test(sql) && !/LIMIT (1|\?)\s*$/i.test(sql))
    .flatMap((sql) => {
      const plan = raw.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...Array.from({ length: (sql.match(/\?/g) ?? []).length }, () => 0)) as { detail: string }[] // SQLite's own form
      return plan
        .map(({ detail }) => /^SCAN (?<table>\w+)(?: USING (?:COVERING )?INDEX (?<index>\w+))?/.exec(detail)?.groups)
        .filter((scan) => scan !== undefined && !small.has(scan.table ?? '') && !partial.has(scan.index ?? ''))
        .map((scan) => `${scan?.table}: ${sql}`)
    })
  expect(statements.length).toBeGreaterThan(3)
  expect(checks).toEqual([])
  expect(scans).toEqual([])
  await again.shutdown()
})
