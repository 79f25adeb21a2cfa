import { rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DATABASE_FILE } from '#main/platform/core.ts'
import { openTestCore, temporaryFolder } from '#tests/support/core.ts'
import { SEED_OWNER, seedShop, sizesOf } from './shop.ts'

const LINES = 2000

describe('the generated shop', () => {
  const folders = [temporaryFolder(), temporaryFolder()]
  const open = (folder = '') => new Database(join(folder, DATABASE_FILE))
  beforeAll(async () => {
    for (const folder of folders) await seedShop(folder, LINES)
  })
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  })

  it('DB-SEED: has the rows that were asked for, the same every time', () => {
    const size = sizesOf(LINES)
    const [first, second] = folders.map((folder) => {
      const db = open(folder)
      const tables = [
        'customer',
        'vehicle',
        'catalog_item',
        'employee',
        'bay',
        'work_order',
        'work_order_line',
        'invoice',
        'invoice_line',
        'payment',
        'appointment',
        'inspection',
        'inspection_point',
        'sale',
        'sale_line',
        'company',
        'location',
      ]
      const rows = Object.fromEntries(tables.map((table) => [table, db.prepare(`SELECT * FROM ${table} ORDER BY id`).all()]))
      db.close()
      return rows
    })
    // The founding deed is journaled under the device's own clock.
    const { company: _company, location: _location, ...seeded } = first ?? {}
    expect(Object.fromEntries(Object.keys(seeded).map((table) => [table, second?.[table]]))).toEqual(seeded)
    expect({
      customers: first?.['customer']?.length,
      vehicles: first?.['vehicle']?.length,
      lines: first?.['work_order_line']?.length,
      orders: first?.['work_order']?.length,
      items: first?.['catalog_item']?.length,
      appointments: first?.['appointment']?.length,
      sales: first?.['sale']?.length,
    }).toEqual(size)
  })

  it('DB-SEED DB-FK: holds what the constraints and triggers of the schema would have held', () => {
    const db = open(folders[0])
    expect(db.pragma('foreign_key_check')).toEqual([])
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(() => db.exec('UPDATE appointment SET state = state')).not.toThrow()
    const fresh = openTestCore()
    const schema = "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY name"
    expect(db.prepare(schema).all()).toEqual(fresh.platform.store.connection.raw.prepare(schema).all())
    expect(db.prepare("SELECT count(*) FROM work_order WHERE (state = 'inProgress') <> (id IN (SELECT work_order_id FROM bay))").pluck().get()).toBe(0)
    db.close()
  })

  it('DB-SEED SEARCH-ALL: opens in the real core, its owner signs in, its people are found', async () => {
    const core = openTestCore({ config: { dataDir: folders[1] ?? '' }, file: join(folders[1] ?? '', DATABASE_FILE) })
    const { token } = await core.get('auth.signIn', { email: SEED_OWNER.email, password: SEED_OWNER.password })
    const { rows } = await core.get('customers.list', { limit: 20, sort: 'newest' }, token)
    for (const { id, name, phone } of rows) {
      expect(
        (await core.get('search.find', { text: name }, token)).map((hit) => hit.id),
        name,
      ).toContain(id)
      expect(
        (await core.get('search.find', { text: phone.slice(3) }, token)).map((hit) => hit.id),
        phone,
      ).toContain(id)
    }
    await core.shutdown()
  })
})
