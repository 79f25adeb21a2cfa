import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openConnection } from '#main/platform/db/connection.ts'
import { type Migration, MigrationRefused, migrate, readMigrations } from '#main/platform/db/migrate.ts'
import { temporaryFolder } from '#tests/support/core.ts'
import { MIGRATIONS } from '#tests/support/migrated.ts'
import { fillEveryTable, plainTables } from '#tests/support/rows.ts'

const shipped = readMigrations(MIGRATIONS)
const NOW = Date.UTC(2026, 2, 2)
/** Kept from other tables by triggers, as those say. */
const DERIVED = new Set(['report_day', 'report_document', 'report_part', 'report_queue', 'stock_reservation'])

/** Everything that a database file says: its schema and its rows. */
function dump(raw: ReturnType<typeof open>): unknown {
  const schema = raw.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all()
  const rows = raw
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .pluck()
    .all()
    .map((name) => [name, raw.prepare(`SELECT * FROM ${String(name)}`).all()])
  return { schema, rows }
}
const open = (file = ':memory:') => openConnection(file).raw
const at = (version: number): Migration[] => shipped.slice(0, version)
/** One more migration after those of the release. */
const next = (sql: string): Migration => ({ name: '9999_next.sql', sql, sha: 'sha of the next' })

describe('migrations', () => {
  it('DB-MIGRATE: bring a new file to the schema of the release, once', () => {
    const raw = open()
    expect(migrate(raw, shipped, NOW)).toBe(shipped.length)
    const before = dump(raw)
    expect(
      migrate(raw, shipped, NOW + 1, () => {
        throw new Error('nothing is to be done')
      }),
    ).toBe(shipped.length)
    expect(dump(raw)).toEqual(before)
    expect(raw.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(raw.pragma('foreign_keys', { simple: true })).toBe(1)
  })

  it('DB-MIGRATE: stand in one folder, numbered, each number once', () => {
    const names = readdirSync(MIGRATIONS)
      .filter((name) => name.endsWith('.sql'))
      .sort()
    expect(names.map((name) => /^\d{4}_[a-z_]+\.sql$/.test(name))).toEqual(names.map(() => true))
    expect(new Set(names.map((name) => name.slice(0, 4))).size).toBe(names.length)
  })

  it.each(shipped.map(({ name }, i) => [name, i] as const))(
    'DB-MIGRATE DB-FK: %s meets a file of the version before that holds rows, keeps them all, and breaks no reference',
    (_name, version) => {
      const raw = open()
      migrate(raw, at(version), NOW)
      const filled = version === 0 ? [] : fillEveryTable(raw)
      const before = new Map(filled.map((table) => [table, raw.prepare(`SELECT count(*) FROM ${table}`).pluck().get()]))
      expect(raw.pragma('foreign_key_check')).toEqual([])
      let saved = 0
      expect(
        migrate(raw, at(version + 1), NOW, (from) => {
          saved = from
        }),
      ).toBe(version + 1)
      expect(saved).toBe(version)
      // What is derived from records is none: a migration may ask for more of it, and makes it anew from rows that were made up here.
      const there = new Set(plainTables(raw).filter((table) => !DERIVED.has(table)))
      for (const [table, count] of before) if (there.has(table)) expect(raw.prepare(`SELECT count(*) FROM ${table}`).pluck().get(), table).toBe(count)
      expect(raw.pragma('foreign_key_check')).toEqual([])
      expect(raw.pragma('integrity_check', { simple: true })).toBe('ok')
    },
  )

  it('DB-MIGRATE DB-FK: the schema of the release takes a row in every table', () => {
    const raw = open()
    migrate(raw, shipped, NOW)
    expect(fillEveryTable(raw).length).toBeGreaterThan(15)
    expect(raw.pragma('foreign_key_check')).toEqual([])
  })

  it('DB-MIGRATE: one that was edited after it was applied stops the start, and nothing is changed', () => {
    const raw = open()
    migrate(raw, at(3), NOW)
    const before = dump(raw)
    const edited = shipped.map((migration, i) => (i === 1 ? { ...migration, sha: 'edited' } : migration))
    expect(() => migrate(raw, edited, NOW)).toThrow(
      new MigrationRefused(`Migration ${shipped[1]?.name} was edited after it had been applied. Restore the file of this release; nothing was changed.`),
    )
    expect(dump(raw)).toEqual(before)
  })

  it('DB-MIGRATE: a file of a newer Bayline is refused in one plain line, and nothing is changed', () => {
    const raw = open()
    migrate(raw, [...shipped, next('CREATE TABLE later (id)')], NOW)
    const before = dump(raw)
    expect(() => migrate(raw, shipped, NOW)).toThrow(
      new MigrationRefused('This database was written by a newer Bayline (it knows 9999_next.sql). Install that version; nothing was changed.'),
    )
    expect(dump(raw)).toEqual(before)
  })

  it.each([
    ['a statement in its middle fails', 'CREATE TABLE half (id); INSERT INTO location VALUES (1)'],
    ['its text is no SQL', 'CREATE TABLE half (id); CREAT TABLE other (id)'],
    ['it would break a reference', 'CREATE TABLE half (id); DELETE FROM user'],
  ])('DB-MIGRATE DB-FK: when %s, the file stays as it was and foreign keys are on again', (_name, sql) => {
    const raw = open()
    migrate(raw, shipped, NOW)
    fillEveryTable(raw)
    const before = dump(raw)
    let saved = 0
    expect(() =>
      migrate(raw, [...shipped, next(sql)], NOW, () => {
        saved++
      }),
    ).toThrow()
    expect(saved).toBe(1)
    expect(dump(raw)).toEqual(before)
    expect(raw.pragma('foreign_keys', { simple: true })).toBe(1)
    expect(raw.inTransaction).toBe(false)
    expect(migrate(raw, [...shipped, next('CREATE TABLE half (id)')], NOW)).toBe(shipped.length + 1)
  })

  it('DB-MIGRATE: those before the one that fails stay applied, each whole', () => {
    const raw = open()
    migrate(raw, at(2), NOW)
    const broken = [...at(4), { ...next('nonsense'), name: '0004_x.sql' }]
    expect(() => migrate(raw, broken, NOW)).toThrow()
    expect(raw.prepare('SELECT name FROM _migration ORDER BY name').pluck().all()).toEqual(at(4).map(({ name }) => name))
    expect(migrate(raw, shipped, NOW)).toBe(shipped.length)
  })

  it('DB-MIGRATE: a copy with other line ends is the same migration', () => {
    const folder = temporaryFolder()
    cpSync(MIGRATIONS, folder, { recursive: true })
    for (const name of readdirSync(folder)) writeFileSync(join(folder, name), readFileSync(join(folder, name), 'utf8').replace(/\r?\n/g, '\r\n'))
    expect(readMigrations(folder)).toEqual(shipped)
  })
})
