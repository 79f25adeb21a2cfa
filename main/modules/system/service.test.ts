import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { backupFile } from '#main/platform/backup.ts'
import { DATABASE_FILE } from '#main/platform/core.ts'
import { openLogFile } from '#main/platform/log-file.ts'
import { DAY_MS, HOUR_MS } from '#shared/kernel/time.ts'
import { BACKUP_STEP_MS } from '#shared/modules/system/model.ts'
import { openShop, openTestCore } from '#tests/support/core.ts'
import { openDiskShop, reopen } from '#tests/support/disk.ts'
import { contentOf, workThrough } from '#tests/support/history.ts'
import { signedIn } from '#tests/support/people.ts'

describe('health', () => {
  it('OPS-HEALTH: anyone may ask whether it runs, and learns no more than version and uptime', async () => {
    const core = openTestCore()
    core.clock.at += 5000
    expect(await core.get('system.ping', {})).toEqual({ version: '0.0.0-test', contractVersion: 1, uptimeMs: 5000 })
    expect(await core.refused('system.health', {})).toMatchObject({ code: 'platform.signInNeeded' })
  })

  it('OPS-HEALTH: tells version, schema, database, disk, uptime, backups, jobs, what waits for the centre, and the device', async () => {
    const shop = await openDiskShop()
    await shop.get('workspace.update', { phone: '1' }, shop.owner)
    await shop.get('system.backupNow', {}, shop.owner)
    shop.clock.at += 60_000
    const health = await shop.get('system.health', {}, shop.owner)
    expect(health).toMatchObject({
      version: '0.0.0-test',
      schemaVersion: shop.platform.store.schemaVersion,
      sqliteVersion: expect.stringMatching(/^3\.\d+\.\d+$/),
      uptimeMs: 60_000,
      lastBackupAt: shop.clock.at - 60_000,
      pendingEntries: 3,
      device: { id: shop.platform.store.device.id, tag: shop.platform.store.device.tag },
      warnings: [],
    })
    expect(health.databaseBytes).toBeGreaterThan(100_000)
    expect(health.freeBytes).toBeGreaterThan(0)
    await shop.shutdown()
  })

  it('OPS-HEALTH: warns of a low disk and of a day without a backup', async () => {
    const shop = await openShop({ freeBytes: () => 400_000_000 })
    expect((await shop.get('system.health', {}, shop.owner)).warnings).toEqual(['diskLow'])
    await shop.get('workspace.update', { sessionIdleMinutes: 720 }, shop.owner)
    for (let hour = 0; hour < 25; hour++) {
      shop.clock.at += HOUR_MS
      await shop.get('auth.me', {}, shop.owner)
    }
    expect((await shop.get('system.health', {}, shop.owner)).warnings).toEqual(['diskLow', 'backupMissing'])
  })
})

describe('backups', () => {
  it('DB-BACKUP: one is made every hour in which something was saved, and one a day when nothing was', async () => {
    const shop = await openDiskShop()
    shop.jobs.start()
    const names = async () => (await shop.get('system.backups', {}, shop.owner)).map(({ name }) => name.slice(0, 6))
    await shop.get('workspace.update', { sessionIdleMinutes: 720 }, shop.owner)
    const hourPasses = async () => {
      shop.clock.at += HOUR_MS
      await shop.get('auth.me', {}, shop.owner)
      await shop.jobs.runDue()
    }
    await hourPasses()
    expect(await names()).toEqual(['000001'])
    for (let hour = 0; hour < 20; hour++) await hourPasses()
    expect(await names()).toEqual(['000001'])
    await shop.get('workspace.update', { phone: '1' }, shop.owner)
    await hourPasses()
    expect(await names()).toEqual(['000002', '000001'])
    for (let hour = 0; hour < 24; hour++) await hourPasses()
    expect(await names()).toEqual(['000003', '000002', '000001'])
    await shop.shutdown()
  })

  it('DB-BACKUP: one made by hand is in the audit list, and asked for twice in a moment it is the same one', async () => {
    const shop = await openShop()
    const first = await shop.get('system.backupNow', {}, shop.owner)
    expect(first).toMatchObject({ kind: 'manual', at: shop.clock.at })
    expect(await shop.get('system.backupNow', {}, shop.owner)).toEqual(first)
    shop.clock.at += BACKUP_STEP_MS
    expect((await shop.get('system.backupNow', {}, shop.owner)).name).not.toBe(first.name)
    expect((await shop.get('audit.list', { command: 'system.backupNow' }, shop.owner)).rows).toHaveLength(2)
  })

  it('DB-BACKUP: the weekly drill opens the newest one, reads all of it and says what is in it; one that is not sound becomes a notice', async () => {
    const shop = await openDiskShop()
    await shop.get('system.backupNow', {}, shop.owner)
    shop.jobs.start()
    const drills = async () => (await shop.get('system.jobs', { name: 'system.restoreDrill' }, await token())).rows.filter(({ state }) => state !== 'queued')
    const token = async () => (await shop.get('auth.signIn', { email: 'ada@example.org', password: 'correct horse 7' })).token
    shop.clock.at += 8 * DAY_MS
    await shop.jobs.runDue()
    expect(await drills()).toMatchObject([
      { state: 'completed', detail: expect.stringMatching(/^00000\d.* is sound: \d+ rows in \d+ tables, \d+ journal entries$/) },
    ])

    const [newest] = shop.platform.backups.list()
    writeFileSync(backupFile(shop.platform.config.dataDir, newest?.name ?? ''), 'spoilt')
    const { raw } = shop.platform.store.connection
    raw.prepare("UPDATE job SET run_at = 0 WHERE name = 'system.restoreDrill' AND state = 'queued'").run()
    await shop.jobs.runDue()
    await shop.jobs.runDue()
    expect(await shop.get('system.notices', {}, await token())).toMatchObject([
      { code: 'backupUnsound', facts: { backup: newest?.name, problem: expect.any(String) } },
    ])
    await shop.shutdown()
  })
})

describe('restore', () => {
  it('DB-BACKUP SYS-2: an owner goes back to a backup: the core starts anew on it, the present file is set aside, the state before is a backup too', async () => {
    const shop = await openDiskShop()
    const { dataDir } = shop.platform.config
    await workThrough(shop, shop.owner, 10, 'early ')
    const chosen = await shop.get('system.backupNow', {}, shop.owner)
    const then = contentOf(shop.platform.store.connection.raw)
    const { device } = shop.platform.store
    shop.clock.at += HOUR_MS / 2
    await shop.get('auth.me', {}, shop.owner)
    await workThrough(shop, shop.owner, 10, 'late ')
    const asked: string[] = []
    shop.onRestart((reason) => asked.push(reason))
    await shop.get('system.restore', { name: chosen.name }, shop.owner)
    await shop.jobs.runDue()
    await expect.poll(() => asked).toEqual(['restore'])
    expect((await shop.get('system.backups', {}, shop.owner)).map(({ kind }) => kind)).toEqual(['manual', 'manual'])
    await shop.shutdown()

    const core = reopen(dataDir, shop.clock)
    const restored = contentOf(core.platform.store.connection.raw)
    expect(restored['customer']).toBe(then['customer'])
    expect(restored['vehicle']).toBe(then['vehicle'])
    expect(core.platform.store.device).toMatchObject({ epoch: device.epoch + 1 })
    expect(core.platform.store.device.tag).not.toBe(device.tag)
    await core.jobs.runDue()
    const owner = (await core.get('auth.signIn', { email: 'ada@example.org', password: 'correct horse 7' })).token
    const [notice] = await core.get('system.notices', {}, owner)
    expect(notice).toMatchObject({ code: 'restored', facts: { by: 'Ada Owner', backupAt: chosen.at } })
    expect(readdirSync(join(dataDir, String(notice?.facts['aside'])))).toEqual(expect.arrayContaining([DATABASE_FILE]))
    expect(existsSync(join(dataDir, 'restore.json'))).toBe(false)

    // What was saved after the restore survives damage, and what was left behind stays there.
    await workThrough(core, owner, 5, 'again ')
    const now = contentOf(core.platform.store.connection.raw)
    await core.shutdown()
    writeFileSync(join(dataDir, DATABASE_FILE), 'spoilt')
    const again = reopen(dataDir, shop.clock)
    expect(contentOf(again.platform.store.connection.raw)['customer']).toBe(now['customer'])
    await again.shutdown()
  })

  it('DB-BACKUP: one that does not exist, was altered, or is of a newer Bayline is refused, and nothing is ordered', async () => {
    const shop = await openDiskShop()
    const { dataDir } = shop.platform.config
    const made = await shop.get('system.backupNow', {}, shop.owner)
    expect(await shop.refused('system.restore', { name: '../../bayline.db' }, shop.owner)).toMatchObject({ code: 'system.unknownBackup' })
    const description = `${backupFile(dataDir, made.name)}.json`
    const facts = JSON.parse(readFileSync(description, 'utf8')) as object // as backups are described
    writeFileSync(description, JSON.stringify({ ...facts, schemaVersion: 999 }))
    expect(await shop.refused('system.restore', { name: made.name }, shop.owner)).toMatchObject({ code: 'system.newerBackup' })
    writeFileSync(description, JSON.stringify(facts))
    writeFileSync(backupFile(dataDir, made.name), 'spoilt')
    expect(await shop.refused('system.restore', { name: made.name }, shop.owner)).toMatchObject({ code: 'system.backupUnsound' })
    await shop.jobs.runDue()
    expect(existsSync(join(dataDir, 'restore.json'))).toBe(false)
    await shop.shutdown()
  })

  it('DB-BACKUP: a backup that was spoilt between order and start leaves everything as it is', async () => {
    const shop = await openDiskShop()
    const { dataDir } = shop.platform.config
    const made = await shop.get('system.backupNow', {}, shop.owner)
    await workThrough(shop, shop.owner, 10)
    await shop.get('system.restore', { name: made.name }, shop.owner)
    await shop.jobs.runDue()
    const content = contentOf(shop.platform.store.connection.raw)
    await shop.shutdown()
    writeFileSync(backupFile(dataDir, made.name), 'spoilt')
    const core = reopen(dataDir, shop.clock)
    expect(contentOf(core.platform.store.connection.raw)).toEqual(content)
    expect(existsSync(join(dataDir, 'restore.json'))).toBe(false)
    expect(core.logged.some((line) => line.includes('restore refused'))).toBe(true)
    await core.shutdown()
  })

  it('AUTH-RBAC: only an owner restores, and only an owner takes a notice down', async () => {
    const shop = await openShop()
    const manager = (await signedIn(shop, 'manager')).token
    await shop.get('system.health', {}, manager)
    expect(await shop.refused('system.restore', { name: 'any' }, manager)).toMatchObject({ code: 'platform.notAllowed', needs: 'system.manage' })
    expect(await shop.refused('system.acknowledge', { noticeId: '01900000-0000-7000-8000-000000000000' as never }, manager)).toMatchObject({
      code: 'platform.notAllowed',
      needs: 'system.manage',
    })
  })
})

describe('jobs and notices', () => {
  it('JOB-STATUS: runs are listed newest first by state, and a failed one can be run again', async () => {
    const shop = await openShop()
    const { raw } = shop.platform.store.connection
    const add = raw.prepare(
      "INSERT INTO job (id, name, key, payload, state, attempts, run_at, detail) VALUES (?, 'files on files.nothing', ?, '{}', ?, 8, ?, 'it broke')",
    )
    for (let i = 0; i < 5; i++) add.run(`job ${i}`, i, i === 3 ? 'failed' : 'completed', i)
    expect((await shop.get('system.jobs', {}, shop.owner)).rows.map(({ id }) => id)).toEqual(['job 4', 'job 3', 'job 2', 'job 1', 'job 0'])
    const failed = await shop.get('system.jobs', { state: 'failed' }, shop.owner)
    expect(failed.rows).toMatchObject([{ id: 'job 3', name: 'files on files.nothing', attempts: 8, detail: 'it broke' }])
    await shop.get('system.retryJob', { jobId: 'job 3' }, shop.owner)
    expect(await shop.refused('system.retryJob', { jobId: 'job 3' }, shop.owner)).toMatchObject({ code: 'system.unknownJob' })
    expect((await shop.get('system.jobs', { state: 'queued' }, shop.owner)).rows).toMatchObject([{ id: 'job 3', attempts: 0 }])
    expect((await shop.get('audit.list', { command: 'system.retryJob' }, shop.owner)).total).toBe(1)
  })

  it('DB-INDEX: pages of runs come from an index', async () => {
    const shop = await openShop()
    const { raw } = shop.platform.store.connection
    const plan = (where: string) =>
      (raw.prepare(`EXPLAIN QUERY PLAN SELECT * FROM job ${where} ORDER BY run_at DESC, id DESC LIMIT 51`).all() as { detail: string }[]).map(
        ({ detail }) => detail,
      ) // the columns of a plan
    expect(plan('')).toEqual(['SCAN job USING INDEX job_recent'])
    expect(plan("WHERE state = 'failed'")).toEqual(['SEARCH job USING INDEX job_due (state=?)'])
  })

  it('SYS-1: a notice stands until an owner takes it down, and then among those taken down', async () => {
    const shop = await openShop()
    shop.dispatch.run('test', 'emit-once', (ctx) => {
      for (let i = 0; i < 2; i++) ctx.emit('files.missing', { count: 2, ids: [] })
      return { ok: true, value: null }
    })
    await shop.jobs.runDue()
    const [notice, ...more] = await shop.get('system.notices', {}, shop.owner)
    expect(more).toEqual([])
    expect(notice).toMatchObject({ code: 'filesMissing', facts: { count: 2 }, acknowledgedAt: null })
    if (!notice) return
    shop.clock.at += 1000
    expect(await shop.get('system.acknowledge', { noticeId: notice.id }, shop.owner)).toMatchObject({ acknowledgedAt: shop.clock.at })
    expect(await shop.get('system.notices', {}, shop.owner)).toEqual([])
    expect(await shop.get('system.notices', { acknowledged: true }, shop.owner)).toHaveLength(1)
    expect(await shop.refused('system.acknowledge', { noticeId: '01900000-0000-7000-8000-000000000000' as never }, shop.owner)).toMatchObject({
      code: 'system.unknownNotice',
    })
  })

  it('PLAT-LOG: the diagnostics hold health, failed jobs, backups and log lines, and no customer', async () => {
    const shop = await openShop()
    await shop.get('customers.create', { name: 'Canary Customer', phone: '030 7654321' }, shop.owner)
    const file = openLogFile(shop.platform.config.dataDir)
    file.sink('{"event":"a line of the log"}')
    file.close()
    const { fileName, text } = await shop.get('system.exportLogs', {}, shop.owner)
    expect(fileName).toBe('bayline-2026-03-02-08-00-00.log')
    expect(text).toContain('"schemaVersion"')
    expect(text).toContain('a line of the log')
    expect(text).not.toContain('Canary')
  })
})
