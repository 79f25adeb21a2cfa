import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { temporaryFolder, testClock, type TestCore } from '#tests/support/core.ts'
import { crashCopy, openDiskShop, reopen } from '#tests/support/disk.ts'
import { contentOf, workThrough } from '#tests/support/history.ts'
import { openProbe, saveRow } from '#tests/support/probe.ts'
import { backupFile, listBackups } from './backup.ts'
import { DATABASE_FILE } from './core.ts'
import { MigrationRefused } from './db/migrate.ts'
import { databaseFiles } from './durable.ts'

const rawOf = (core: Pick<TestCore, 'platform'>) => core.platform.store.connection.raw
const noticesOf = async (core: Pick<TestCore, 'jobs' | 'platform'>) => {
  await core.jobs.runDue()
  const rows = rawOf(core).prepare('SELECT code, facts FROM notice').all() as { code: string; facts: string }[] // the columns named
  return rows.map(({ code, facts }) => ({ code, ...(JSON.parse(facts) as object) }))
}

/** A shop that worked, was shut down, and may have a backup of its middle. */
async function past(withBackup: boolean) {
  const shop = await openDiskShop()
  const { dataDir } = shop.platform.config
  await workThrough(shop, shop.owner, 25, 'early ')
  if (withBackup) await shop.platform.backups.make('hourly')
  const before = shop.platform.store.lastSeq()
  await workThrough(shop, shop.owner, 25, 'late ')
  const content = contentOf(rawOf(shop))
  const { device } = shop.platform.store
  const since = shop.platform.store.lastSeq() - before
  await shop.shutdown()
  return { dataDir, content, device, since, at: shop.clock.at, owner: shop.owner }
}
const pasts = { with: past(true), without: past(false) }

/** A copy of it to be damaged. */
async function history(backup: keyof typeof pasts = 'with') {
  const { dataDir: original, at, ...known } = await pasts[backup]
  const dataDir = crashCopy(original)
  return { ...known, dataDir, clock: testClock(at), file: join(dataDir, DATABASE_FILE) }
}

/** One bit of a letter in the shortest trigger: it still names something, which there is not. */
function alterTrigger(file: string): void {
  const raw = new Database(file, { readonly: true })
  const sql = raw.prepare("SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND sql LIKE '%NEW.%' ORDER BY length(sql)").pluck().get() as string // a text
  raw.close()
  const bytes = readFileSync(file)
  for (let at = bytes.indexOf(sql); at >= 0; at = bytes.indexOf(sql, at)) {
    const letter = at + sql.indexOf('NEW.') + 4
    bytes.writeUInt8(bytes.readUInt8(letter) ^ 1, letter)
  }
  writeFileSync(file, bytes)
}

const DAMAGES: [string, (file: string) => void, string][] = [
  ['garbage at its beginning', (file) => writeFileSync(file, Buffer.concat([Buffer.alloc(200, 0x77), readFileSync(file).subarray(200)])), 'damaged'],
  ['nothing in it', (file) => truncateSync(file), 'missing'],
  ['half of it cut off', (file) => truncateSync(file, 4096 * 12 + 100), 'damaged'],
  ['gone', (file) => rmSync(file), 'missing'],
  ['another letter in a trigger', alterTrigger, 'damaged'],
  ['another file in its place', (file) => writeFileSync(file, 'Dear Bayline, this is no database.'.repeat(500)), 'damaged'],
]

describe('a damaged database', () => {
  it.each(DAMAGES)(
    'DB-BACKUP SYS-1 SYS-2: %s: it is set aside, the last backup taken, every saved command applied again, and people are told',
    async (_name, damage, reason) => {
      const { dataDir, content, device, since, clock, owner, file } = await history()
      damage(file)
      const left = existsSync(file) ? readFileSync(file) : undefined
      clock.at += 60_000
      const core = reopen(dataDir, clock)
      expect(contentOf(rawOf(core))).toEqual(content)
      expect(rawOf(core).pragma('integrity_check', { simple: true })).toBe('ok')
      expect(rawOf(core).pragma('foreign_key_check')).toEqual([])

      const now = core.platform.store.device
      expect(now.id).not.toBe(device.id)
      expect(now.tag).not.toBe(device.tag)
      expect(now).toMatchObject({ name: device.name, epoch: device.epoch + 1 })
      const [notice, ...more] = await noticesOf(core)
      expect(more).toEqual([])
      expect(notice).toMatchObject({
        code: 'recovered',
        reason,
        reapplied: since,
        lost: 0,
        unapplied: 0,
        backupAt: expect.any(Number),
        aside: expect.stringMatching(/^damaged.20260302T08/),
      })
      if (left) expect(readFileSync(join(dataDir, (notice as unknown as { aside: string }).aside, DATABASE_FILE))).toEqual(left)

      await workThrough(core, owner, 10, 'after ')
      const later = contentOf(rawOf(core))
      await core.shutdown()
      const again = reopen(dataDir, clock)
      expect(contentOf(rawOf(again))).toEqual(later)
      expect(await noticesOf(again)).toHaveLength(1)
      await again.shutdown()
    },
  )

  it('DB-BACKUP: numbers, clocks, authors and answers of the entries applied again are the ones they had', async () => {
    const { dataDir, content, file, clock } = await history()
    rmSync(file)
    const core = reopen(dataDir, clock)
    expect(contentOf(rawOf(core))['journal']).toBe(content['journal'])
    await core.shutdown()
  })

  it('DB-BACKUP: found in the middle of a run, the core asks for a new start, and the whole file is read there', async () => {
    const { dataDir, content, file, clock, owner } = await history()
    fillPages(file, [rootPage(file, 'role_permission')])
    const core = reopen(dataDir, clock)
    const asked: string[] = []
    core.onRestart((reason) => asked.push(reason))
    expect(await core.ask('auth.permissions', {}, owner)).toMatchObject({ ok: false, error: { code: 'platform.internal' } })
    await expect.poll(() => asked).toEqual(['damage'])
    expect(core.platform.health().warnings).toContain('damaged')
    await core.shutdown()
    const next = reopen(dataDir, clock)
    expect(contentOf(rawOf(next))).toEqual(content)
    expect(await noticesOf(next)).toMatchObject([{ code: 'recovered', reason: 'damaged' }])
    await next.shutdown()
  })

  it('DB-BACKUP: with no backup at all, everything comes back from the second journal alone', async () => {
    const { dataDir, content, file, clock } = await history('without')
    fillPages(file, [1])
    const core = reopen(dataDir, clock)
    expect(contentOf(rawOf(core))).toEqual(content)
    expect(await noticesOf(core)).toMatchObject([{ code: 'recovered', backupAt: null, lost: 0 }])
    await core.shutdown()
  })

  it("DB-BACKUP: with neither backup nor second journal, everything comes back from the damaged file's own journal", async () => {
    const { dataDir, content, file, clock } = await history('without')
    rmSync(join(dataDir, 'journal.log'))
    fillPages(file, [rootPage(file, 'company'), rootPage(file, 'user_email')])
    appendFileSync(join(dataDir, 'running'), '"running"') // the last run did not end cleanly: the whole file is read
    const core = reopen(dataDir, clock)
    expect(contentOf(rawOf(core))).toEqual(content)
    expect(await noticesOf(core)).toMatchObject([{ code: 'recovered', backupAt: null, lost: 0 }])
    await core.shutdown()
  })

  it('DB-BACKUP: with nothing readable anywhere, it begins empty, and says how much is missing', async () => {
    const { dataDir, file, clock } = await history('without')
    rmSync(join(dataDir, 'journal.log'))
    writeFileSync(file, 'x'.repeat(40_000))
    const core = reopen(dataDir, clock)
    expect(await core.get('workspace.welcome', {})).toMatchObject({ isSetUp: false })
    expect(await noticesOf(core)).toMatchObject([{ code: 'recovered', reason: 'damaged', backupAt: null, reapplied: 0 }])
    expect(existsSync(join(dataDir, 'damaged'))).toBe(true)
    await core.shutdown()
  })

  it('DB-BACKUP: a backup that is damaged too is passed over for an older one, and the entries since then are there', async () => {
    const shop = await openDiskShop()
    const { dataDir } = shop.platform.config
    for (let i = 0; i < 3; i++) {
      await workThrough(shop, shop.owner, 10, `${i} `)
      await shop.platform.backups.make('hourly')
    }
    await workThrough(shop, shop.owner, 5, 'late ')
    const content = contentOf(rawOf(shop))
    const last = shop.platform.store.lastSeq()
    await shop.shutdown()
    const [third, second, first] = listBackups(dataDir)
    fillPages(backupFile(dataDir, third?.name ?? ''), [3])
    truncateSync(backupFile(dataDir, second?.name ?? ''), 9000)
    rmSync(join(dataDir, DATABASE_FILE))
    const core = reopen(dataDir, shop.clock)
    expect(contentOf(rawOf(core))).toEqual(content)
    expect(await noticesOf(core)).toMatchObject([{ reapplied: last - (first?.seq ?? 0), lost: 0, backupAt: first?.at }])
    await core.shutdown()
  })

  it('DB-BACKUP: an entry that is readable nowhere is counted as lost, and its number is not given again', async () => {
    const { dataDir, since, file, clock, owner } = await history()
    const journal = join(dataDir, 'journal.log')
    const lines = readFileSync(journal, 'utf8').split('\n')
    writeFileSync(journal, lines.toSpliced(5, 1).join('\n'))
    const last = Number(/"seq":(\d+)/.exec(lines.at(-2) ?? '')?.[1])
    rmSync(file)
    const core = reopen(dataDir, clock)
    const [notice] = await noticesOf(core)
    expect(notice).toMatchObject({ lost: 1 })
    expect((notice as unknown as { reapplied: number; unapplied: number }).reapplied + (notice as unknown as { unapplied: number }).unapplied).toBe(since - 1)
    await core.get('workspace.update', { phone: 'next' }, owner)
    expect(core.platform.store.lastSeq()).toBeGreaterThan(last)
    await core.shutdown()
    expect(await noticesOf(reopen(dataDir, clock))).toHaveLength(1)
  })

  it('DB-BACKUP: a log file that was lost with its last commands is noticed, and they are applied again', async () => {
    const shop = await openDiskShop()
    await workThrough(shop, shop.owner, 20)
    rawOf(shop).pragma('wal_checkpoint(TRUNCATE)')
    await workThrough(shop, shop.owner, 20, 'late ')
    const content = contentOf(rawOf(shop))
    const copy = crashCopy(shop.platform.config.dataDir)
    rmSync(join(copy, `${DATABASE_FILE}-wal`))
    rmSync(join(copy, `${DATABASE_FILE}-shm`), { force: true })
    const core = reopen(copy, shop.clock)
    expect(contentOf(rawOf(core))).toEqual(content)
    expect(await noticesOf(core)).toMatchObject([{ code: 'recovered', reason: 'behind', lost: 0 }])
    await core.shutdown()
    await shop.shutdown()
  })

  it('DB-MIGRATE: of a newer Bayline it is refused before anything is set aside', async () => {
    const { dataDir, file, clock } = await history()
    const [newest] = listBackups(dataDir)
    const description = `${backupFile(dataDir, newest?.name ?? '')}.json`
    writeFileSync(description, JSON.stringify({ ...newest, schemaVersion: 999 }))
    rmSync(file)
    expect(() => reopen(dataDir, clock)).toThrow(MigrationRefused)
    expect(existsSync(join(dataDir, 'damaged'))).toBe(false)
    expect(existsSync(join(dataDir, 'replacement.json'))).toBe(false)
  })

  it.each(['name', 'sha'])('DB-MIGRATE DB-BACKUP: an altered %s in its list of migrations is damage, when the backup knows better', async (column) => {
    const { dataDir, content, file, clock } = await history()
    const raw = new Database(file)
    raw.exec(`UPDATE _migration SET ${column} = replace(${column}, substr(${column}, 4, 1), 'x') WHERE name LIKE '0002%'`)
    raw.close()
    const core = reopen(dataDir, clock)
    expect(contentOf(rawOf(core))).toEqual(content)
    expect(await noticesOf(core)).toMatchObject([{ reason: 'damaged', problem: 'its record of 0002_workspace_auth.sql is altered', lost: 0 }])
    await core.shutdown()
  })

  it('DB-BACKUP: a sound database after a crash is left alone, and nobody is told of anything', async () => {
    const shop = await openDiskShop()
    await workThrough(shop, shop.owner, 20)
    const content = contentOf(rawOf(shop))
    const core = reopen(crashCopy(shop.platform.config.dataDir), shop.clock)
    expect(contentOf(rawOf(core))).toEqual(content)
    expect(core.platform.store.device).toEqual(shop.platform.store.device)
    expect(await noticesOf(core)).toEqual([])
    await core.shutdown()
    await shop.shutdown()
  })

  it('DB-BACKUP: a first start that was cut off before anything was saved is simply begun again', async () => {
    const shop = await openDiskShop()
    const { dataDir } = shop.platform.config
    await shop.shutdown()
    for (const name of readdirSync(dataDir)) rmSync(join(dataDir, name), { recursive: true })
    writeFileSync(join(dataDir, DATABASE_FILE), '')
    const core = reopen(dataDir, shop.clock)
    expect(await core.get('workspace.welcome', {})).toMatchObject({ isSetUp: false })
    expect(await noticesOf(core)).toEqual([])
    await core.shutdown()
  })
})

describe('a recovery that is cut off', () => {
  const CUTS: [string, (dataDir: string) => void][] = [
    ['before anything was moved', () => undefined],
    ['between two files', (dataDir) => move(dataDir, [DATABASE_FILE])],
    [
      'while the new file was written',
      (dataDir) => {
        move(dataDir, databaseFiles(DATABASE_FILE))
        writeFileSync(join(dataDir, `${DATABASE_FILE}.new`), 'half')
      },
    ],
  ]
  const ASIDE = join('damaged', 'cut-off')
  const move = (dataDir: string, names: string[]) => {
    mkdirSync(join(dataDir, ASIDE), { recursive: true })
    for (const name of names) if (existsSync(join(dataDir, name))) renameSync(join(dataDir, name), join(dataDir, ASIDE, name))
  }

  it.each(CUTS)('SYS-1 SYS-2: %s: the next start ends it', async (_name, cut) => {
    const { dataDir, content, since, file, clock } = await history()
    fillPages(file, [1, 2])
    writeFileSync(
      join(dataDir, 'replacement.json'),
      JSON.stringify({ id: 'cut-off', phase: 'begun', reason: 'damaged', at: clock.at, problem: 'p', aside: ASIDE, order: null, result: null }),
    )
    cut(dataDir)
    const core = reopen(dataDir, clock)
    expect(contentOf(rawOf(core))).toEqual(content)
    expect(existsSync(join(dataDir, ASIDE, DATABASE_FILE))).toBe(true)
    expect(await noticesOf(core)).toMatchObject([{ code: 'recovered', reapplied: since }])
    expect(existsSync(join(dataDir, 'replacement.json'))).toBe(false)
    await core.shutdown()
  })

  it('SYS-1: when the new file is in its place and nobody was told yet, the notice still comes, once', async () => {
    const { dataDir, content, clock } = await history()
    const record = {
      id: 'told-late',
      phase: 'built',
      reason: 'damaged',
      at: clock.at,
      problem: 'p',
      aside: ASIDE,
      order: null,
      result: { backup: null, backupAt: null, reapplied: 3, lost: 0, unapplied: 0 },
    }
    for (let start = 0; start < 2; start++) {
      writeFileSync(join(dataDir, 'replacement.json'), JSON.stringify(record))
      const core = reopen(dataDir, clock)
      expect(await noticesOf(core)).toMatchObject([{ code: 'recovered', reapplied: 3 }])
      expect(contentOf(rawOf(core))['customer']).toEqual(content['customer'])
      await core.shutdown()
    }
  })
})

describe('reactions across a recovery', () => {
  it('JOB-QUEUE: one that had not run since the backup runs, and one that had run does not run again', async () => {
    const reactions = { on: { 'probe.announced': (ctx: Parameters<typeof saveRow>[0], { n }: { n: number }) => saveRow(ctx, `reaction ${n}`) } }
    const dataDir = temporaryFolder()
    const file = join(dataDir, DATABASE_FILE)
    const core = openProbe({ reactions, dataDir, file })
    await core.ask('probe.announce', { n: 1 }) // waits in the backup, runs after it
    await core.platform.backups.make('hourly')
    await core.jobs.runDue()
    await core.ask('probe.announce', { n: 2 }) // announced and run after the backup
    await core.jobs.runDue()
    await core.ask('probe.announce', { n: 3 }) // announced after it, never run
    await core.shutdown()
    for (const part of databaseFiles(file)) rmSync(part, { force: true })
    const again = openProbe({ reactions, dataDir, file, clock: core.clock })
    expect(again.names().toSorted()).toEqual(['reaction 1', 'reaction 2'])
    await again.jobs.runDue()
    expect(again.names().toSorted()).toEqual(['reaction 1', 'reaction 2', 'reaction 3'])
    await again.shutdown()
  })
})

function rootPage(file: string, name: string): number {
  const raw = new Database(file, { readonly: true })
  try {
    return raw.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(name) as number // a page number
  } finally {
    raw.close()
  }
}

/** Overwrites whole pages. */
function fillPages(file: string, pages: number[]): void {
  const bytes = readFileSync(file)
  for (const page of pages) bytes.fill(0xa5, (page - 1) * 4096, page * 4096)
  writeFileSync(file, bytes)
}
