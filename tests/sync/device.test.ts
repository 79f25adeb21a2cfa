import { afterEach, describe, expect, it } from 'vitest'
import { type Centre, startCentre } from '#central/centre.ts'
import { readCentreConfig } from '#central/config.ts'
import { modules } from '#main/index.ts'
import { auditRows, isSameAudit } from '#main/platform/sync/audit.ts'
import { canonical } from '#shared/contract/merge.ts'
import { COMPANY_SCOPE, type SyncRules } from '#shared/contract/sync.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { Json } from '#shared/kernel/result.ts'
import { auditAnswer, HEADERS } from '#shared/contract/wire.ts'
import { openShop, openTestCore, OWNER, temporaryFolder, testClock, type TestClock, type TestCore } from '#tests/support/core.ts'
import { ask, silentLog, testDatabase, urlOf } from '#tests/support/postgres.ts'
import { ROOT } from '#tests/support/sources.ts'
import { CUSTOMER } from '#tests/support/linked-shop.ts'
import { join } from 'node:path'

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

const SYNCED = Object.entries(Object.assign({}, ...modules.map(({ sync }) => sync ?? {})) as SyncRules) // as the core puts them together
  .filter(([, { merge }]) => merge !== 'local')
  .map(([table]) => table)

async function startedCentre(url: string, port = 0): Promise<Centre> {
  const config = readCentreConfig(
    { BAYLINE_CENTRAL_PORT: String(port), BAYLINE_CENTRAL_DATA_DIR: temporaryFolder(), DATABASE_URL: url },
    { migrationsDir: join(ROOT, 'migrations/central'), version: '1.2.3' },
  )
  return await startCentre(config, { log: silentLog })
}

const running = (): TestClock => Object.assign(testClock(), { now: () => Date.now() })
/** The real network, which a test can cut. */
const cuttable = () => {
  const wire = { isCut: false }
  const cut: typeof fetch = (input, init) => (wire.isCut ? Promise.reject(new TypeError('fetch failed')) : fetch(input, init))
  return Object.assign(wire, { link: { fetch: cut } })
}
const ended = <C extends TestCore>(core: C): C => {
  ends.push(() => core.shutdown())
  return core
}
const raw = (core: TestCore) => core.platform.store.connection.raw
const status = (core: TestCore) => core.platform.link.status()
async function until(isTrue: () => boolean, what: () => string, ms = 20_000): Promise<void> {
  const end = Date.now() + ms
  while (!isTrue()) {
    if (Date.now() > end) throw new Error(`waited in vain: ${what()}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
const isQuiet = (core: TestCore) =>
  status(core).pendingCount === 0 && status(core).state === 'online' && raw(core).prepare('SELECT count(*) FROM sync_open').pluck().get() === 0
const quiet = (core: TestCore) =>
  until(
    () => isQuiet(core),
    () =>
      `${JSON.stringify(status(core))}\n${core.logged
        .filter((line) => !line.includes('"debug"'))
        .slice(-5)
        .join('\n')}`,
  )
/** Every synced row in one form: the order of rows, of a clock's keys and of JSON's does not matter. */
const contents = (core: TestCore) =>
  Object.fromEntries(
    SYNCED.map((table) => [
      table,
      (raw(core).prepare(`SELECT * FROM "${table}" ORDER BY id`).all() as Record<string, unknown>[]).map(({ no: _no, ...row }) => ({ ...row, ...sorted(row) })),
    ]), // whole rows
  )
const sorted = (row: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(row).flatMap(([key, value]) => (typeof value === 'string' && /^[{[]/.test(value) ? [[key, canonical(JSON.parse(value) as Json)]] : [])),
  )
/** The weekly comparison of every scope, now. */
async function isAudited(core: TestCore): Promise<boolean> {
  const { address, key, scopes } = raw(core).prepare('SELECT address, key, scopes FROM sync_link').get() as Record<'address' | 'key' | 'scopes', string> // the columns named
  const { id } = core.platform.store.device
  const headers = { authorization: `Bearer ${key}`, [HEADERS.version]: '1', [HEADERS.device]: id, [HEADERS.app]: '1', [HEADERS.schema]: '1' }
  const answers = await Promise.all(
    (JSON.parse(scopes) as string[]).map(async (scope) => {
      const theirs = auditAnswer.parse(await (await fetch(`${address}/v1/audit?scope=${scope}`, { headers })).json())
      const ours = auditRows(raw(core), scope).next().value
      return ours !== undefined && (scope !== COMPANY_SCOPE || Object.keys(ours).length > 3) && isSameAudit(ours, theirs.kinds)
    }),
  )
  return answers.every(Boolean)
}
const NORTH = { name: 'North', address: '', phone: '', opensAtMinutes: 420, closesAtMinutes: 1020, openWeekdays: '12345' } as const
const addCustomer = (core: TestCore, token: string, name: string) => core.get('customers.create', { ...CUSTOMER, name }, token)
const names = (core: TestCore) => raw(core).prepare('SELECT name FROM customer ORDER BY name').pluck().all()

/** A centre, a shop that is its first device, and a second one that was invited, approved and has everything. */
async function twoDevices() {
  const database = await testDatabase()
  ends.push(database.drop)
  let centre = await startedCentre(database.url)
  ends.push(() => centre.close())
  const wires = [cuttable(), cuttable()] as const
  const first = ended(await openShop({ clock: running(), link: wires[0].link }))
  await addCustomer(first, first.owner, 'Before')
  await first.get('sync.connect', { address: centre.address, code: centre.enrolmentCode ?? '' }, first.owner)
  await quiet(first)
  const second = ended(openTestCore({ clock: running(), link: wires[1].link }))
  const { code } = await first.get('sync.invite', { name: 'Counter 2', locations: null }, first.owner)
  await quiet(first)
  await second.get('sync.join', { address: centre.address, code })
  await until(
    () => status(second).state === 'waiting',
    () => JSON.stringify(status(second)),
  )
  const waiting = () => raw(first).prepare("SELECT id FROM sync_device WHERE state = 'waiting'").pluck().get() as string | undefined // a text column
  await until(
    () => waiting() !== undefined,
    () => 'the first device hears of it',
  )
  await first.get('sync.approve', { id: waiting() as never }, first.owner) // an id from the column
  await quiet(second)
  const { token } = await second.get('auth.signIn', { email: OWNER.email, password: OWNER.password })
  return {
    first,
    second,
    token,
    wires,
    database,
    both: async () => {
      await Promise.all([quiet(first), quiet(second)])
      await until(
        () => JSON.stringify(contents(first)) === JSON.stringify(contents(second)),
        () => differences(first, second),
      )
    },
    restart: async () => {
      const { port } = new URL(centre.address)
      await centre.close()
      return async () => {
        centre = await startedCentre(database.url, Number(port))
      }
    },
  }
}
const differences = (a: TestCore, b: TestCore): string => {
  const [one, two] = [contents(a), contents(b)]
  return SYNCED.filter((table) => JSON.stringify(one[table]) !== JSON.stringify(two[table]))
    .map((table) => `${table}: ${JSON.stringify(one[table])}\n${JSON.stringify(two[table])}`)
    .join('\n')
}

describe('devices and the real centre', () => {
  it('SYNC-OFFLINE: what stands in a location that this device brought stays in sight, from its push until the feed shows it', async () => {
    const database = await testDatabase()
    ends.push(database.drop)
    const centre = await startedCentre(database.url)
    ends.push(() => centre.close())
    const wire = cuttable()
    const shop = ended(await openShop({ clock: running(), link: wire.link }))
    const { owner } = shop
    const { locations } = await shop.get('workspace.get', {}, owner)
    const bayIn = (locationId: Id<'location'>, name: string) => shop.get('bays.create', { locationId, name }, owner)
    await bayIn((locations[0] as (typeof locations)[number]).id, 'Main 1') // openShop makes one
    const least: number[] = []
    const bays = () => raw(shop).prepare('SELECT count(*) FROM bay').pluck().get() as number // a count
    shop.onNotice(() => least.push(bays()))
    await shop.get('sync.connect', { address: centre.address, code: centre.enrolmentCode ?? '' }, owner)
    await quiet(shop)
    expect(Math.min(...least)).toBe(1)
    wire.isCut = true
    const { id } = await shop.get('workspace.addLocation', NORTH, owner)
    await bayIn(id, 'North 1')
    least.length = 0
    wire.isCut = false
    shop.platform.link.wake()
    await until(
      () => status(shop).pendingCount === 0,
      () => JSON.stringify(status(shop)),
    )
    await quiet(shop)
    expect(Math.min(...least)).toBe(2)
    expect(status(shop).scopes.map(({ scope }) => scope)).toContain(id)
  })

  it('SYNC-OFFLINE SYNC-STATUS: a shop connects, a second device is invited, approved and has everything; edits go both ways', async () => {
    const { first, second, token, both } = await twoDevices()
    expect(names(second)).toEqual(['Before'])
    await addCustomer(first, first.owner, 'From the first')
    await addCustomer(second, token, 'From the second')
    await until(
      () => names(first).length === 3 && names(second).length === 3,
      () => JSON.stringify([names(first), names(second)]),
    )
    await both()
    // Rows on their way (when a device was last seen) may make it differ for a moment.
    for (const core of [first, second]) await expect.poll(() => isAudited(core), { timeout: 15_000, interval: 2000 }).toBe(true)
  })

  it('AUTH-TENANT SYNC-OFFLINE: a location that one device adds is on the others as soon as it is there, and what is given to a device or taken from it, too', async () => {
    const { first, second, both } = await twoDevices()
    const { id } = await first.get('workspace.addLocation', NORTH, first.owner)
    await first.get('bays.create', { locationId: id, name: 'North 1' }, first.owner)
    const baysOnSecond = () => raw(second).prepare('SELECT name FROM bay').pluck().all()
    const shown = (names: string[]) =>
      until(
        () => baysOnSecond().join() === names.join(),
        () => JSON.stringify([baysOnSecond(), status(second)]),
      )
    await shown(['North 1'])
    await both()
    const device = raw(first).prepare('SELECT id FROM sync_device WHERE device_id = ?').pluck().get(second.platform.store.device.id) as Id<'sync_device'> // a text column
    const { locations } = await first.get('workspace.get', {}, first.owner)
    const main = locations.flatMap((one) => (one.id === id ? [] : [one.id]))
    await first.get('sync.setLocations', { id: device, locations: main }, first.owner)
    await shown([])
    await first.get('sync.setLocations', { id: device, locations: null }, first.owner)
    await shown(['North 1'])
  })

  it('SYNC-OFFLINE A-OFFLINE: both work with the cable pulled, on the same record too, and agree afterwards', async () => {
    const { first, second, token, wires, both } = await twoDevices()
    const { id } = await addCustomer(first, first.owner, 'Shared')
    await both()
    for (const wire of wires) wire.isCut = true
    await first.get('customers.update', { customerId: id, ...CUSTOMER, name: 'By the first', city: 'Berlin' }, first.owner)
    await new Promise((resolve) => setTimeout(resolve, 1200)) // more than two estimates of one clock may differ
    await second.get('customers.update', { customerId: id, ...CUSTOMER, name: 'By the second', note: 'kept' }, token)
    await addCustomer(first, first.owner, 'New 1')
    await addCustomer(second, token, 'New 2')
    for (const wire of wires) wire.isCut = false
    first.platform.link.wake()
    await quiet(first)
    second.platform.link.wake()
    await both()
    expect(names(first)).toEqual(['Before', 'By the second', 'New 1', 'New 2'])
    expect(raw(first).prepare('SELECT city, note FROM customer WHERE id = ?').get(id)).toEqual({ city: 'Berlin', note: 'kept' })
    expect(raw(first).prepare("SELECT count(*) FROM sync_conflict WHERE record_id = ? AND kind = 'field'").pluck().get(id)).toBeGreaterThan(0)
  })

  it('A-LINEMERGE A-TAX A-SEALED WO-6 WO-8: lines, discounts and the customer’s word of two devices add up to one order, the same on both, without a conflict', async () => {
    const { first, second, token, wires, both } = await twoDevices()
    const customer = await addCustomer(first, first.owner, 'Owner')
    const vehicle = await first.get('vehicles.create', { customerId: customer.id, plate: 'B-XY 1' }, first.owner)
    const { locations } = await first.get('workspace.get', {}, first.owner)
    const locationId = locations[0]?.id ?? ('' as never) // set-up makes one
    const { order } = await first.get('workOrders.open', { locationId, customerId: customer.id, vehicleId: vehicle.id, asEstimate: true }, first.owner)
    const workOrderId = order.id
    const { serviceId } = await first.get('workOrders.addService', { workOrderId, title: 'Brakes' }, first.owner)
    const line = (core: TestCore, by: string, description: string, unitPriceMinor: number) =>
      core.get('workOrders.addLine', { workOrderId, serviceId, kind: 'part', description, unitPriceMinor }, by)
    const { lineId } = await line(first, first.owner, 'Pads', 8000)
    await both()
    for (const wire of wires) wire.isCut = true
    await line(first, first.owner, 'Discs', 15_000)
    await first.get(
      'workOrders.decide',
      { workOrderId, words: [{ lineId, approved: true }], channel: 'counter', person: 'Owner', signature: 'M1 1 L9 9' },
      first.owner,
    )
    await line(second, token, 'Sensor', 1999)
    await second.get('workOrders.updateService', { serviceId, discountBp: 333 }, token)
    for (const wire of wires) wire.isCut = false
    first.platform.link.wake()
    await quiet(first)
    second.platform.link.wake()
    await both()
    const [here, there] = [await first.get('workOrders.get', { workOrderId }, first.owner), await second.get('workOrders.get', { workOrderId }, token)]
    expect(there).toEqual(here)
    // 80.00 + 150.00 + 19.99 less 3.33 % (8.32).
    expect(here).toMatchObject({ order: { state: 'open', netMinor: 24_167 }, approvals: [{ person: 'Owner' }] })
    expect(await second.get('workOrders.approvals', { workOrderId }, token)).toMatchObject([{ isIntact: true, signature: 'M1 1 L9 9' }])
    expect(here.lines.map(({ description, approval }) => [description, approval] as const).toSorted(([a], [b]) => (a < b ? -1 : 1))).toEqual([
      ['Discs', 'pending'],
      ['Pads', 'changed'], // its service was discounted meanwhile
      ['Sensor', 'pending'],
    ])
    expect(raw(first).prepare('SELECT count(*) FROM sync_conflict').pluck().get()).toBe(0)
  })

  it('SYNC-RETRY F10: a centre whose database was put back, which nobody told it, has from its devices again what it lost', async () => {
    const { first, second, token, both, restart, database } = await twoDevices()
    const admin = urlOf(database.url, 'postgres')
    const name = new URL(database.url).pathname.slice(1)
    ends.push(() => ask(admin, `DROP DATABASE IF EXISTS ${name}_older`))
    const copy = async (from: string, to: string) => {
      await ask(admin, 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name])
      await ask(admin, `DROP DATABASE IF EXISTS ${to}`)
      await ask(admin, `CREATE DATABASE ${to} TEMPLATE ${from} STRATEGY file_copy OWNER bayline_migrator`)
    }
    let again = await restart()
    await copy(name, `${name}_older`)
    await again()
    const { id } = await addCustomer(first, first.owner, 'Lost')
    await both()
    await second.get('customers.update', { customerId: id, name: 'Lost and edited' }, token)
    await addCustomer(second, token, 'Lost, too')
    await both()
    again = await restart()
    await copy(`${name}_older`, name)
    await again()
    await addCustomer(second, token, 'Later')
    await until(
      () => names(first).length === 4 && names(second).length === 4 && status(second).pendingCount === 0,
      () => JSON.stringify([names(first), names(second), status(first), status(second)]),
      60_000,
    )
    await both()
    expect(names(first)).toEqual(['Before', 'Later', 'Lost and edited', 'Lost, too'])
    for (const core of [first, second]) expect(status(core).undecidedCount).toBe(0)
    expect(await database.ask('SELECT name FROM customer ORDER BY name COLLATE "C"')).toEqual(names(first).map((one) => ({ name: one })))
  }, 120_000)

  it('SYNC-RETRY: a centre that ends and begins again loses nothing that was done meanwhile', async () => {
    const { first, second, token, both, restart } = await twoDevices()
    const begin = await restart()
    await addCustomer(first, first.owner, 'Meanwhile 1')
    await addCustomer(second, token, 'Meanwhile 2')
    await until(
      () => status(first).state === 'offline',
      () => JSON.stringify(status(first)),
    )
    await begin()
    for (const core of [first, second]) core.platform.link.wake()
    await both()
    expect(names(first)).toEqual(['Before', 'Meanwhile 1', 'Meanwhile 2'])
  })
})
