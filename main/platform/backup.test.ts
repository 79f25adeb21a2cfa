import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '#tests/support/core.ts'
import { openDiskShop, reopen } from '#tests/support/disk.ts'
import { DAY_MS, HOUR_MS } from '#shared/kernel/time.ts'
import { type Backup, backupFile, expired, listBackups } from './backup.ts'
import { checkFile, DamageFound } from './check.ts'
import { RescueJournal } from './db/rescue.ts'

const folderOf = (dataDir: string) => readdirSync(join(dataDir, 'backups')).sort()

describe('a backup', () => {
  it('DB-BACKUP: is a sound copy in one file, named by number, schema, time and kind, made while work goes on', async () => {
    const shop = await openDiskShop()
    const { backups, config, store } = shop.platform
    const making = backups.make('manual')
    await shop.get('workspace.update', { phone: 'during the copy' }, shop.owner)
    const made = await making
    expect(made).toMatchObject({
      name: `000001-s${String(store.schemaVersion).padStart(4, '0')}-20260302T080000Z-manual.db`,
      no: 1,
      kind: 'manual',
      at: shop.clock.at,
      schemaVersion: store.schemaVersion,
    })
    expect(folderOf(config.dataDir)).toEqual([made.name, `${made.name}.json`])
    expect(readFileSync(backupFile(config.dataDir, made.name)).subarray(18, 20)).toEqual(Buffer.from([1, 1])) // rollback journal, not WAL
    expect(await backups.check(made, 'full')).toMatchObject({
      problem: null,
      sha256: made.sha256,
      seq: made.seq,
      sizeBytes: made.sizeBytes,
      rows: { company: 1, user: 1 },
    })
    expect(folderOf(config.dataDir)).toHaveLength(2)
    await shop.shutdown()
  })

  it('DB-BACKUP: holds every entry saved before it, and the second journal begins anew with it', async () => {
    const shop = await openDiskShop()
    const { backups, config, store } = shop.platform
    for (let i = 0; i < 20; i++) await shop.get('workspace.update', { phone: String(i) }, shop.owner)
    const made = await backups.make('hourly')
    expect(made.seq).toBe(store.lastSeq())
    expect(RescueJournal.files(join(config.dataDir, 'journal.log')).map((file) => file.slice(config.dataDir.length + 1))).toEqual([
      'journal.log.1',
      'journal.log',
    ])
    await shop.get('workspace.update', { phone: 'after' }, shop.owner)
    await setImmediate()
    expect([...RescueJournal.read(join(config.dataDir, 'journal.log'), made.seq).keys()]).toEqual([made.seq + 1])
    await shop.shutdown()
  })

  it('DB-BACKUP: a copy that is not sound never counts as one, and damage of the database itself is reported', async () => {
    const shop = await openDiskShop()
    const { backups, config, store } = shop.platform
    await backups.make('hourly')
    store.connection.raw.pragma('wal_checkpoint(TRUNCATE)')
    damageTable(config.dataDir, 'journal_record')
    await expect(backups.make('hourly')).rejects.toThrow(DamageFound)
    expect(folderOf(config.dataDir)).toHaveLength(2)
    expect(shop.platform.health().warnings).toContain('damaged')
    await shop.shutdown()
  })

  it('DB-BACKUP: an altered backup is noticed, whichever byte it is', async () => {
    const shop = await openDiskShop()
    const { backups, config } = shop.platform
    const made = await backups.make('hourly')
    const file = backupFile(config.dataDir, made.name)
    const bytes = readFileSync(file)
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
    writeFileSync(file, bytes)
    expect((await backups.check(made, 'quick')).problem).not.toBeNull()
    await shop.shutdown()
  })

  it('DB-BACKUP: what a crash left half made is not taken for a backup and goes with the next one', async () => {
    const shop = await openDiskShop()
    const { backups, config } = shop.platform
    const first = await backups.make('hourly')
    const folder = join(config.dataDir, 'backups')
    writeFileSync(join(folder, '000002-s0001-20260302T080000Z-hourly.db.tmp'), 'half')
    writeFileSync(join(folder, '000003-s0001-20260302T080000Z-hourly.db'), 'no description')
    writeFileSync(join(folder, '000004-s0001-20260302T080000Z-hourly.db.json'), '{}')
    writeFileSync(join(folder, 'a note of the owner.txt'), 'stays')
    expect(backups.list().map(({ name }) => name)).toEqual([first.name])
    const next = await backups.make('hourly')
    expect(next.no).toBe(5)
    expect(folderOf(config.dataDir)).toEqual([first.name, `${first.name}.json`, next.name, `${next.name}.json`, 'a note of the owner.txt'])
    await shop.shutdown()
  })

  it('DB-BACKUP: a core that stops does not wait for the copy, and leaves none half made', async () => {
    const shop = await openDiskShop()
    const making = shop.platform.backups.make('hourly').then(
      () => 'made',
      () => 'ended',
    )
    await shop.shutdown()
    expect(await making).toBe('ended')
    expect(folderOf(shop.platform.config.dataDir)).toEqual([])
  })
})

describe('which backups stay', () => {
  const backup = (no: number, at: number, kind: Backup['kind'] = 'hourly'): Backup => ({
    name: `${no}`,
    no,
    kind,
    at,
    schemaVersion: 1,
    seq: no,
    sizeBytes: 1,
    sha256: '',
  })

  it('DB-BACKUP: 24 hourly, one for each of 14 days, 3 before migrations, 3 of restores', () => {
    const hourly = Array.from({ length: 24 * 40 }, (_, i) => backup(i + 1, i * HOUR_MS)).reverse()
    const kept = hourly.filter((each) => !expired(hourly).includes(each))
    expect(kept.slice(0, 24)).toEqual(hourly.slice(0, 24))
    expect(new Set(kept.map(({ at }) => Math.floor(at / DAY_MS))).size).toBe(14)
    expect(kept).toHaveLength(24 + 13)
    const migrations = Array.from({ length: 6 }, (_, i) => backup(6 - i, 0, 'migration'))
    expect(expired([...hourly.slice(0, 1), ...migrations])).toEqual(migrations.slice(3))
  })

  it('DB-BACKUP: whatever clocks did, the newest and the 24 recent ones stay, and nothing is kept without end', () => {
    const kinds = fc.constantFrom<Backup['kind'][]>('hourly', 'manual', 'migration', 'restore')
    fc.assert(
      fc.property(fc.array(fc.record({ at: fc.integer({ min: 0, max: 60 * DAY_MS }), kind: kinds }), { maxLength: 200 }), (made) => {
        const all = made.map(({ at, kind }, i) => backup(i + 1, at, kind)).reverse()
        const gone = new Set(expired(all))
        const kept = all.filter((each) => !gone.has(each))
        expect(kept.slice(0, 1)).toEqual(all.slice(0, 1))
        expect(kept).toEqual(expect.arrayContaining(all.filter(({ kind }) => kind === 'hourly' || kind === 'manual').slice(0, 24)))
        expect(kept.length).toBeLessThanOrEqual(1 + 24 + 14 + 3 + 3)
      }),
      { numRuns: 200 },
    )
  })
})

describe('before a migration', () => {
  it('DB-BACKUP DB-MIGRATE: the file is saved as it was, named by its old schema', async () => {
    const dataDir = temporaryFolder()
    const shop = await openDiskShop(dataDir)
    await shop.shutdown()
    const raw = new Database(join(dataDir, 'bayline.db'))
    raw.exec('CREATE TABLE undone (x)')
    raw.pragma('user_version = 0') // as from a program that marked no schema
    const forgotten = raw.prepare("DELETE FROM _migration WHERE name >= '0035'").run().changes
    raw.close()
    // It meets its own tables and fails: what stays is the backup and the file as it was.
    expect(() => reopen(dataDir, shop.clock)).toThrow()
    const [saved] = listBackups(dataDir)
    expect(saved).toMatchObject({ kind: 'migration', schemaVersion: shop.platform.store.schemaVersion - forgotten })
    expect(checkFile({ file: backupFile(dataDir, saved?.name ?? ''), depth: 'full', as: 'copy' })).toMatchObject({
      problem: null,
      rows: { company: 1, undone: 0 },
    })
    expect(existsSync(join(dataDir, 'damaged'))).toBe(false)
    rmSync(dataDir, { recursive: true })
  })
})

/** Writes garbage over the first page of a table, in a file that no log covers. */
function damageTable(dataDir: string, table: string): void {
  const file = join(dataDir, 'bayline.db')
  const raw = new Database(file, { readonly: true })
  const page = raw.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(table) as number // a page number
  raw.close()
  const bytes = readFileSync(file)
  bytes.fill(0x5a, (page - 1) * 4096, page * 4096)
  writeFileSync(file, bytes)
}
