import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { startCentre } from '#central/centre.ts'
import { readCentreConfig } from '#central/config.ts'
import { openShop, temporaryFolder, testClock, type TestCore } from '#tests/support/core.ts'
import { ask, emptyDatabase, silentLog, TEMPLATE, testDatabase, type TestDatabase } from '#tests/support/postgres.ts'
import { ROOT } from '#tests/support/sources.ts'

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function until(holds: () => boolean, what: () => unknown): Promise<void> {
  const end = Date.now() + 20_000
  while (!holds()) {
    if (Date.now() > end) throw new Error(`waited in vain: ${JSON.stringify(what())}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
const raw = (core: TestCore) => core.platform.store.connection.raw
const quiet = (core: TestCore) => {
  const { link } = core.platform
  return until(
    () => link.status().state === 'online' && link.status().pendingCount === 0 && raw(core).prepare('SELECT count(*) FROM sync_open').pluck().get() === 0,
    () => link.status(),
  )
}

/** A centre on a database of its own and a shop that is its first device, with one customer there. */
async function linkedShop() {
  const database = await testDatabase()
  ends.push(database.drop)
  const config = readCentreConfig(
    { BAYLINE_CENTRAL_PORT: '0', BAYLINE_CENTRAL_DATA_DIR: temporaryFolder(), DATABASE_URL: database.url },
    { migrationsDir: join(ROOT, 'migrations/central'), version: '1.2.3' },
  )
  const centre = await startCentre(config, { log: silentLog })
  ends.push(() => centre.close())
  const wire = { isCut: false }
  const link = { fetch: ((input, init) => (wire.isCut ? Promise.reject(new TypeError('cut')) : fetch(input, init))) as typeof fetch }
  const shop = await openShop({ clock: Object.assign(testClock(), { now: () => Date.now() }), link })
  ends.push(() => shop.shutdown())
  const { id } = await shop.get('customers.create', { name: 'Grace Hopper', phone: '+49301234561', street: 'Main 1', city: 'Town' }, shop.owner)
  await shop.get('sync.connect', { address: centre.address, code: centre.enrolmentCode ?? '' }, shop.owner)
  await quiet(shop)
  const customer = () => raw(shop).prepare('SELECT * FROM customer WHERE id = ?').get(id) as Record<string, unknown> // a whole row
  const shows = (fields: Record<string, unknown>) =>
    until(
      () => Object.entries(fields).every(([field, value]) => customer()[field] === value),
      () => customer(),
    )
  return { database, shop, wire, id, customer, shows }
}
const feedRow = async ({ ask: tell }: TestDatabase, kind: string, id: string) =>
  (
    await tell<{ rev: number; scope: string; clk: Record<string, string>; doc: Record<string, unknown> }>(
      'SELECT rev::int, scope, clk, doc FROM sync_row WHERE kind = $1 AND id = $2',
      [kind, id],
    )
  )[0]

describe('rows that a person changes in SQL', () => {
  it("A-SYNCCENTRE: an owner's UPDATE reaches the device under a clock of the centre, and what the device does later merges with it", async () => {
    const { database, shop, id, customer, shows } = await linkedShop()
    const before = await feedRow(database, 'customer', id)
    await database.ask("UPDATE customer SET phone = '+49301234562', note = 'called back' WHERE name = 'Grace Hopper'")
    await shows({ phone: '+49301234562', note: 'called back', name: 'Grace Hopper' })
    const after = await feedRow(database, 'customer', id)
    const [{ clock_tag } = { clock_tag: '' }] = await database.ask<{ clock_tag: string }>('SELECT clock_tag FROM centre')
    expect(after?.rev).toBe((before?.rev ?? 0) + 1)
    expect(Object.keys(after?.clk ?? {}).sort()).toEqual([...new Set([...Object.keys(before?.clk ?? {}), 'phone', 'note'])].sort())
    expect(after?.clk['phone']?.endsWith(`-${clock_tag}`)).toBe(true)
    expect((after?.clk['phone'] ?? '') > (before?.clk['*'] ?? '')).toBe(true)
    expect(after?.clk['*']).toBe(before?.clk['*'])
    expect(JSON.parse(customer()['clk'] as string)).toEqual(after?.clk)
    const history = 'SELECT fields, lost, hlc FROM field_history WHERE record_id = $1 AND device_id = $2'
    expect(await database.ask(history, [id, `SQL: ${new URL(database.url).username}`])).toEqual([
      { fields: { phone: ['+49301234561', '+49301234562'], note: ['', 'called back'] }, lost: [], hlc: after?.clk['phone'] },
    ])

    await shop.get('customers.update', { customerId: id, phone: '+49301234563' }, shop.owner)
    await quiet(shop)
    expect((await feedRow(database, 'customer', id))?.doc).toMatchObject({ phone: '+49301234563', note: 'called back' })
    expect(await database.ask('SELECT 1 FROM sync_conflict')).toEqual([])
  })

  it('A-SYNCCENTRE A-LINEMERGE: two who change one value at once, one of them in SQL, see both, with their names', async () => {
    const { database, shop, wire, id, shows } = await linkedShop()
    wire.isCut = true
    await shop.get('customers.update', { customerId: id, phone: '+49301111111', city: 'Harbor' }, shop.owner)
    // A device knows the centre's clock to half a round trip, of at most a second.
    await new Promise((resolve) => setTimeout(resolve, 600))
    await database.ask("UPDATE customer SET phone = '+49302222222', phone_digits = '49302222222', email = 'g@example.org' WHERE id = $1", [id])
    wire.isCut = false
    shop.platform.link.wake()
    await shows({ phone: '+49302222222', email: 'g@example.org', city: 'Harbor' })
    await quiet(shop)
    const [conflict] = await database.ask<Record<string, unknown>>('SELECT clock, kept, dropped, kept_by, dropped_by FROM sync_conflict')
    expect(conflict).toEqual({
      clock: 'phone',
      kept: { phone: '+49302222222', phoneDigits: '49302222222' },
      dropped: { phone: '+49301111111', phoneDigits: '49301111111' },
      kept_by: `SQL: ${new URL(database.url).username}`,
      dropped_by: 'Ada Owner',
    })
  })

  it('A-SYNCCENTRE: fields that belong together share their clock, a new row comes whole, and what is hidden is hidden everywhere', async () => {
    const { database, shop, id, shows } = await linkedShop()
    const was = await feedRow(database, 'customer', id)
    await database.ask("UPDATE customer SET city = 'Elsewhere' WHERE id = $1", [id])
    await shows({ city: 'Elsewhere', street: 'Main 1' })
    const clk = (await feedRow(database, 'customer', id))?.clk ?? {}
    const [clock] = Object.keys(clk).filter((name) => clk[name] !== was?.clk[name])
    expect(shop.platform.sync['customer']?.groups?.['city']).toBe(clock)
    const [made] = await database.ask<{ id: string }>(
      `INSERT INTO bay (location_id, name, position, state) SELECT id, 'Bay 9', 9, 'free' FROM location RETURNING id`,
    )
    const bay = () => raw(shop).prepare('SELECT name, deleted, location_id FROM bay WHERE id = ?').get(made?.id) as Record<string, unknown> | undefined // the columns named
    await until(() => bay() !== undefined, bay)
    expect(await feedRow(database, 'bay', made?.id ?? '')).toMatchObject({
      rev: 1,
      scope: bay()?.['location_id'],
      doc: { id: made?.id, name: 'Bay 9', locationId: bay()?.['location_id'], deleted: false },
    })
    await database.ask('UPDATE bay SET deleted = true WHERE id = $1', [made?.id])
    await until(() => bay()?.['deleted'] === 1, bay)
    // The device knows it well enough to take it up again.
    await shop.get('bays.restore', { bayId: made?.id as never }, shop.owner) // an id of the centre's
    await quiet(shop)
    expect((await feedRow(database, 'bay', made?.id ?? ''))?.doc['deleted']).toBe(false)
  })

  it('A-SYNCCENTRE AUTH-TENANT: it changes nothing by itself, deletes nothing, opens no sealed row, and asks no right that the writer has not', async () => {
    const { database, shop, id } = await linkedShop()
    const before = await feedRow(database, 'customer', id)
    await database.ask('UPDATE customer SET name = name, updated_at = 5, clk = $2 WHERE id = $1', [id, '{}'])
    expect(await feedRow(database, 'customer', id)).toEqual(before)
    expect((await database.ask('SELECT clk FROM customer WHERE id = $1', [id]))[0]).toEqual({ clk: before?.clk })
    await expect(database.ask('DELETE FROM customer')).rejects.toThrow('rows of customer are never deleted')
    await expect(database.ask("UPDATE customer SET id = '0190b6a0-0000-7000-8000-000000000001'")).rejects.toThrow('never changes')
    await expect(database.ask("INSERT INTO bay (id, location_id, name, position, state) SELECT 'mine', id, 'x', 3, 'free' FROM location")).rejects.toThrow(
      'no UUID of version 7',
    )
    const { locations } = await shop.get('workspace.get', {}, shop.owner)
    const place = await shop.get('inventory.createPlace', { locationId: locations[0]?.id as never, name: 'Shelf' }, shop.owner) // there is one
    const item = await shop.get('catalog.create', { name: 'Pads', kind: 'part', priceMinor: 1 }, shop.owner)
    const lines = [{ itemId: item.id, qtyMilli: 1000, unitCostMinor: 1 }]
    await shop.get('inventory.receive', { placeId: place.id, lines }, shop.owner)
    await quiet(shop)
    await expect(database.ask('UPDATE stock_move SET delta_milli = 5')).rejects.toThrow('rows of stock_move are only ever added')

    const role = `office_${Date.now()}`
    await database.ask(`CREATE ROLE ${role} LOGIN PASSWORD 'office' ; GRANT USAGE ON SCHEMA public TO ${role}; GRANT SELECT, UPDATE ON customer TO ${role}`)
    const office = Object.assign(new URL(database.url), { username: role, password: 'office' }).href
    expect(await ask(office, "UPDATE customer SET note = 'unseen' RETURNING 1 AS one")).toEqual([]) // row security: no scope was named
    await ask(office, "SET bayline.scopes = '{company}'; UPDATE customer SET note = 'by the office'; SELECT current_setting('bayline.scopes')")
    expect((await feedRow(database, 'customer', id))?.doc['note']).toBe('by the office')
    await expect(ask(office, 'UPDATE sync_row SET rev = 1')).rejects.toMatchObject({ code: '42501' })
    await database.ask(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
  })

  it('A-SYNCCENTRE: on a database that no gateway of this release has seen yet it is refused in words', async () => {
    const url = await emptyDatabase(TEMPLATE)
    await expect(
      ask(url, "INSERT INTO location (name, address, phone, opens_at_minutes, closes_at_minutes, open_weekdays) VALUES ('Dock', '', '', 0, 60, '1')"),
    ).rejects.toThrow('no gateway of this release has started')
  })
})
