import { describe, expect, it } from 'vitest'
import { openDiskShop, reopen } from '#tests/support/disk.ts'
import { contentOf, work, workThrough } from '#tests/support/history.ts'

const rawOf = (shop: Awaited<ReturnType<typeof openDiskShop>>) => shop.platform.store.connection.raw
/** No page more than the file has now: what SQLite meets on a full disk. */
const fill = (shop: Awaited<ReturnType<typeof openDiskShop>>) =>
  rawOf(shop).pragma(`max_page_count = ${String(rawOf(shop).pragma('page_count', { simple: true }))}`)
const makeRoom = (shop: Awaited<ReturnType<typeof openDiskShop>>) => rawOf(shop).pragma('max_page_count = 4294967294')

/** Saves until the disk is full; the call ids that were saved, and the answer that was not. */
async function fillUp(shop: Awaited<ReturnType<typeof openDiskShop>>) {
  fill(shop)
  const saved: string[] = []
  try {
    for await (const id of work(shop, shop.owner, 'full ')) saved.push(id)
  } catch (error) {
    return { saved, said: String(error) }
  }
  throw new Error('work never ends by itself')
}

describe('a full disk', () => {
  it('DB-TXN A-JOURNAL: says not saved, leaves nothing half-written, goes on reading, and saves again when there is room', async () => {
    const shop = await openDiskShop()
    await workThrough(shop, shop.owner, 20)
    const { saved, said } = await fillUp(shop)
    expect(said).toContain('platform.diskFull')
    const before = contentOf(rawOf(shop))
    const entries = shop.platform.store.lastSeq()

    const large = { name: 'Not saved', note: 'x'.repeat(1900) }
    const answers = []
    for (let i = 0; i < 20; i++) answers.push(await shop.ask('customers.create', large, shop.owner, `full-call-${i}`))
    const refused = answers.filter((answer) => !answer.ok)
    expect(refused.length).toBeGreaterThan(0)
    for (const answer of refused) expect(answer).toMatchObject({ ok: false, error: { code: 'platform.diskFull', kind: 'unavailable' } })
    const held = answers.length - refused.length
    expect(shop.platform.store.lastSeq()).toBe(entries + held)
    if (held === 0) expect(contentOf(rawOf(shop))).toEqual(before)
    expect(rawOf(shop).pragma('integrity_check', { simple: true })).toBe('ok')
    expect(rawOf(shop).inTransaction).toBe(false)

    expect((await shop.get('customers.list', {}, shop.owner)).total).toBeGreaterThanOrEqual(3)
    expect((await shop.get('audit.list', {}, shop.owner)).total).toBeGreaterThan(20)

    makeRoom(shop)
    const id = 'full-call-0'
    const again = await shop.ask('customers.create', large, shop.owner, id)
    expect(again).toMatchObject({ ok: true, value: { name: 'Not saved' } })
    expect((await workThrough(shop, shop.owner, 10, 'after ')).length).toBe(10)
    const journaled = new Set(rawOf(shop).prepare('SELECT call_id FROM journal').pluck().all())
    expect(saved.filter((call) => !journaled.has(call))).toEqual([])
    await shop.shutdown()
    const core = reopen(shop.platform.config.dataDir, shop.clock)
    expect(rawOf(core as never).pragma('integrity_check', { simple: true })).toBe('ok')
    await core.shutdown()
  })

  it('DB-TXN: a session goes on reading for as long as the disk stays full, also when it is time to note that it was seen', async () => {
    const shop = await openDiskShop()
    await workThrough(shop, shop.owner, 5)
    const { store } = shop.platform
    const real = store.write.bind(store)
    let met = 0
    const write: typeof real = (deed, deedItself) => {
      if (deed.command !== 'auth.seen') return real(deed, deedItself)
      met++
      throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })
    }
    Object.assign(store, { write })
    for (let minute = 0; minute < 5; minute++) {
      shop.clock.at += 120_000
      expect((await shop.get('workspace.get', {}, shop.owner)).company.name).toBe('Test Garage')
    }
    expect(met).toBe(5)
    await shop.shutdown()
  })

  it('JOB-QUEUE: jobs wait, and run when there is room', async () => {
    const shop = await openDiskShop()
    await workThrough(shop, shop.owner, 10)
    shop.jobs.start()
    shop.clock.at += 3_600_000
    shop.platform.store.connection.raw.exec("CREATE TEMP TRIGGER full BEFORE UPDATE ON job BEGIN SELECT RAISE(ABORT, 'stands for SQLITE_FULL'); END")
    await expect(shop.jobs.runDue()).rejects.toThrow('stands for SQLITE_FULL')
    shop.platform.store.connection.raw.exec('DROP TRIGGER temp.full')
    await shop.jobs.runDue()
    expect(shop.platform.backups.list()).toHaveLength(1)
    await shop.shutdown()
  })

  it('DB-BACKUP: a backup that finds no room leaves none half made, and is tried again', async () => {
    const shop = await openDiskShop()
    await workThrough(shop, shop.owner, 10)
    const { backups } = shop.platform
    const { raw } = shop.platform.store.connection
    const real = raw.backup.bind(raw)
    Object.assign(raw, { backup: () => Promise.reject(Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })) })
    expect(await shop.refused('system.backupNow', {}, shop.owner)).toMatchObject({ code: 'system.backupFailed' })
    expect(backups.list()).toEqual([])
    Object.assign(raw, { backup: real })
    await shop.get('system.backupNow', {}, shop.owner)
    expect(backups.list()).toHaveLength(1)
    await shop.shutdown()
  })
})
