import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RULES } from '#central/rules.ts'
import type { RowChange } from '#shared/contract/merge.ts'
import type { TableSync } from '#shared/contract/sync.ts'
import type { WireEntry } from '#shared/contract/wire.ts'
import type { Json } from '#shared/kernel/result.ts'
import { silentLog, testDatabase, type TestDatabase } from '#tests/support/postgres.ts'
import { changeOf, DOCS, foundShop, insertOf, openCentre, outcomes, rowOf, type Shop, type TestCentre, type TestDevice } from './push-shop.ts'

let base: TestDatabase
let centre: TestCentre
let owner: TestDevice
let near: TestDevice
let shop: Shop
beforeAll(async () => {
  base = await testDatabase()
  centre = await openCentre(base.db)
  owner = await centre.device()
  shop = await foundShop(centre, owner)
  near = await centre.device([shop.places[0].location])
  near.user = { id: shop.technician, name: 'Tom' }
})
afterAll(() => base.drop())

const later = () => (centre.time.now += 1_000)
const storedOf = async (device: TestDevice, { seq }: WireEntry) =>
  (await base.ask<{ outcome: string; body: WireEntry | null }>('SELECT outcome, body FROM entry WHERE device_id = $1 AND seq = $2', [device.deviceId, seq]))[0]
const historyOf = (id: string) => base.ask<{ lost: string[]; scope: string }>('SELECT lost, scope FROM field_history WHERE record_id = $1 ORDER BY no', [id])
async function put(table: string, values: Record<string, Json>, device = owner): Promise<string> {
  const id = v7()
  expect(outcomes(await centre.push(device, [device.insert(table, values, id)]))).toEqual(['applied'])
  later()
  return id
}
const orderIn = (place: 0 | 1, more: Record<string, Json> = {}) => put('work_order', { ...DOCS.order(shop.places[place], v7()), ...more })

describe('an entry that does not fit what stands', () => {
  it('SYNC-2: a step that the lifecycle does not allow any more refuses all of it, with the rows to go back to', async () => {
    const [place] = shop.places
    const [one, two] = [await orderIn(0), await orderIn(0)]
    const bay = place.bays[2] ?? ''
    const saw = await rowOf(base, 'bay', bay)
    const take = (device: TestDevice, order: string) =>
      device.entry([changeOf(saw, { state: 'occupied', workOrderId: order }), insertOf('customer', v7(), DOCS.customer('With it'))])
    const [first, second] = [take(owner, one), take(near, two)]
    expect(outcomes(await centre.push(owner, [first]))).toEqual(['applied'])
    later()
    const { results } = await centre.push(near, [second])
    expect(results).toEqual([
      {
        seq: second.seq,
        part: 1,
        outcome: 'rejected',
        reason: 'stateChanged',
        facts: { table: 'bay', id: bay, field: 'state', from: 'occupied', to: 'occupied' },
        rows: [await rowOf(base, 'bay', bay)],
      },
    ])
    expect((await rowOf(base, 'bay', bay)).doc).toMatchObject({ workOrderId: one })
    expect(await base.ask('SELECT id FROM customer WHERE id = $1', [second.changes[1]?.id])).toEqual([])
    expect((await storedOf(near, second))?.body).toEqual(second)
    expect((await historyOf(bay)).at(-1)).toMatchObject({ lost: ['lock'] })
  })

  it('SYNC-2: what another row holds already is refused by its name', async () => {
    const order = await orderIn(0)
    const number = (await rowOf(base, 'work_order', order)).doc['number'] as string
    const [free, taken] = [v7(), v7()]
    const entry = near.entry([
      insertOf('customer', v7(), DOCS.customer('With it')),
      insertOf('work_order', free, { ...DOCS.order(shop.places[0], number), deleted: true }),
      insertOf('work_order', taken, DOCS.order(shop.places[0], number)),
    ])
    const { results } = await centre.push(near, [entry])
    expect(results).toMatchObject([
      { outcome: 'rejected', reason: 'taken', facts: { table: 'work_order', constraint: 'work_order_number', id: taken }, rows: [] },
    ])
    expect(await base.ask('SELECT id FROM work_order WHERE id = $1', [free])).toEqual([])
  })

  it('SYNC-2: what is not at the centre is refused, as a row or as a reference', async () => {
    const gone = { kind: 'customer', id: v7(), doc: DOCS.customer('Gone'), clk: {} }
    const entries = [near.update(gone, { note: '?' }), near.insert('vehicle', DOCS.vehicle(v7(), 'HB 7'))]
    const answer = await centre.push(near, entries)
    expect(outcomes(answer)).toEqual(['rejected unknownRecord', 'rejected unknownRecord'])
    expect(answer.results[0]?.facts).toEqual({ table: 'customer', id: gone.id })
    expect(answer.results[1]?.facts).toMatchObject({ table: 'vehicle', constraint: 'vehicle_customer_id_fkey' })
  })

  it('A-OFFLINE: what follows a refused entry and needs its row is refused, too, and the rest is taken', async () => {
    const parent = v7()
    const entries = [
      near.insert('customer', { ...DOCS.customer('Bad'), kind: 'robot' }, parent),
      near.insert('vehicle', DOCS.vehicle(parent, 'HB 8')),
      near.insert('customer', DOCS.customer('Good')),
    ]
    expect(outcomes(await centre.push(near, entries))).toEqual(['rejected invalid', 'rejected unknownRecord', 'applied'])
  })

  it('SYNC-2: a ledger is only added to; the very same again is no change', async () => {
    const order = await orderIn(0)
    const invoice = await put('invoice', DOCS.invoice(shop.places[0], order, v7()))
    const payment = {
      invoiceId: invoice,
      locationId: shop.places[0].location,
      method: 'cash',
      amountMinor: 100,
      receivedAt: 1,
      receivedBy: 'Ada',
      reference: '',
      reason: '',
    }
    const id = await put('payment', payment)
    const row = await rowOf(base, 'payment', id)
    const entries = [
      owner.update(row, { amountMinor: 1 }),
      owner.insert('payment', { ...payment, amountMinor: 1 }, id),
      owner.update(row, { deleted: true }),
      owner.insert('payment', payment, id),
    ]
    expect(outcomes(await centre.push(owner, entries))).toEqual(['rejected sealed', 'rejected sealed', 'rejected sealed', 'applied'])
    expect(await rowOf(base, 'payment', id)).toEqual(row)
  })
})

describe('an entry that nothing could be made of', () => {
  const bad = (fields: Record<string, Json>): RowChange => insertOf('customer', v7(), { ...DOCS.customer('X'), ...fields })
  it.each<[string, () => RowChange]>([
    ['a value that the enum does not hold', () => bad({ kind: 'robot' })],
    ['a condition that does not hold', () => bad({ name: '' })],
    ['nothing where something must stand', () => ({ ...bad({}), fields: { name: ['Only a name'] } })],
    ['text where a truth must stand', () => bad({ taxExempt: 'yes' })],
    ['text where a number must stand', () => insertOf('vehicle', v7(), { ...DOCS.vehicle(shop.places[0].customer, 'A'), year: '1999' })],
    ['a fraction where a whole number must stand', () => insertOf('vehicle', v7(), { ...DOCS.vehicle(shop.places[0].customer, 'A'), year: 1999.5 })],
    ['a number beyond all whole ones', () => insertOf('vehicle', v7(), { ...DOCS.vehicle(shop.places[0].customer, 'A'), year: 1e300 })],
    ['a list where a text must stand', () => bad({ note: ['a'] })],
    ['NUL in a text', () => bad({ note: 'a\0b' })],
    ['half a character', () => bad({ note: 'a\ud800b' })],
    ['NUL in an id', () => insertOf('customer', 'a\0b', DOCS.customer('X'))],
    ['NUL in JSON', () => insertOf('invoice', v7(), { ...DOCS.invoice(shop.places[0], v7(), v7()), seller: { name: 'a\0b' } })],
    ['half a character in a key of JSON', () => insertOf('invoice', v7(), { ...DOCS.invoice(shop.places[0], v7(), v7()), seller: { 'a\udc00': 1 } })],
    ['a text too long for its index', () => insertOf('work_order', v7(), DOCS.order(shop.places[0], Array.from({ length: 2000 }, () => v7()).join()))],
    ['a change that says nothing of before', () => ({ table: 'customer', id: shop.places[0].customer, insert: false, fields: { note: ['x'] } })],
    ['a new row that says what was before', () => ({ ...bad({}), fields: { ...bad({}).fields, note: ['', 'x', ''] } })],
  ])('SYNC-RETRY: %s is refused, kept, and blocks nothing', async (_, change) => {
    const wrong = near.entry([change()], { userName: 'N\0\ud800', command: 'test.\0' })
    const around = [near.insert('customer', DOCS.customer('Before')), wrong, near.insert('customer', DOCS.customer('After'))]
    const answer = await centre.push(near, around)
    expect(outcomes(answer)).toEqual(['applied', 'rejected invalid', 'applied'])
    expect((await centre.push(near, around)).results).toEqual(answer.results)
    const stored = await storedOf(near, wrong)
    expect(stored?.outcome).toBe('rejected')
    expect(stored?.body?.changes[0]?.table).toBe(wrong.changes[0]?.table)
  })

  it('SYNC-RETRY: the same row twice in one entry is refused, as the second would be lost', async () => {
    const row = await rowOf(base, 'customer', shop.places[0].customer)
    const entry = near.entry([changeOf(row, { note: 'a' }), changeOf(row, { email: 'b' })])
    expect(outcomes(await centre.push(near, [entry]))).toEqual(['rejected invalid'])
    expect(await rowOf(base, 'customer', row.id)).toEqual(row)
  })

  it('API-VER: tables and fields of a newer program are parked with all that was said', async () => {
    const row = await rowOf(base, 'customer', shop.places[0].customer)
    const strange = [
      near.insert('spaceship', { name: 'Rocinante' }),
      near.insert('constructor', { name: 'of everything' }),
      near.entry([insertOf('customer', v7(), { ...DOCS.customer('Y'), shoeSize: 44 })]),
      near.entry([changeOf(row, { note: 'kept out' }), insertOf('session', v7(), { tokenHash: 'x' })]),
      ...['id', 'clk', 'createdAt', 'x', 'constructor', '__proto__'].map((field) =>
        near.entry([{ table: 'customer', id: row.id, insert: false, fields: Object.fromEntries([[field, ['', 'evil', ''] as const]]) }]),
      ),
    ]
    const answer = await centre.push(near, strange)
    expect(outcomes(answer)).toEqual([
      'parked unknownTable',
      'parked unknownTable',
      'parked unknownField',
      'parked unknownTable',
      ...Array.from({ length: 6 }, () => 'parked unknownField'),
    ])
    expect(answer.results[2]?.facts).toMatchObject({ table: 'customer', field: 'shoeSize' })
    for (const entry of strange) expect((await storedOf(near, entry))?.body?.txId).toBe(entry.txId)
    expect(await rowOf(base, 'customer', row.id)).toEqual(row)
  })

  it('SYNC-RETRY: a rule of the database that the program does not know parks the entry', async () => {
    await base.ask("ALTER TABLE customer ADD CONSTRAINT no_ghosts EXCLUDE (name WITH =) WHERE (name = 'Ghost')")
    const entries = [near.insert('customer', DOCS.customer('Ghost')), near.insert('customer', DOCS.customer('Ghost'))]
    const answer = await centre.push(near, entries)
    expect(outcomes(answer)).toEqual(['applied', 'parked taken'])
    expect(answer.results[1]?.facts).toMatchObject({ table: 'customer', constraint: 'no_ghosts' })
    expect((await storedOf(near, entries[1] as WireEntry))?.body).not.toBeNull()
  })

  it('REL-BREAKER SYNC-RETRY F21: an entry that meets a bug of the centre is parked with all that was said, and what comes after it goes on', async () => {
    const log: string[] = []
    const buggy = Object.defineProperty({ ...RULES['vehicle'] }, 'merge', {
      get: () => {
        throw new TypeError('a bug')
      },
    }) as TableSync // but for that
    const { push } = await openCentre(base.db, {
      rules: { ...RULES, vehicle: buggy },
      time: centre.time,
      log: { ...silentLog, error: (event) => void log.push(event) },
    })
    const entries = [
      owner.insert('customer', DOCS.customer('Before')),
      owner.insert('vehicle', DOCS.vehicle(shop.places[0].customer, v7())),
      owner.insert('customer', DOCS.customer('After')),
    ]
    expect(outcomes(await push(owner, entries))).toEqual(['applied', 'parked invalid', 'applied'])
    expect((await storedOf(owner, entries[1] as WireEntry))?.body).toEqual(entries[1])
    expect(log).toEqual(['push.bug'])
    expect(outcomes(await push(owner, entries))).toEqual(['applied', 'parked invalid', 'applied'])
  })

  it('REL-BREAKER: trouble of the centre itself refuses nothing for good', async () => {
    await base.ask('REVOKE INSERT ON customer FROM bayline_gateway')
    const entry = near.insert('customer', DOCS.customer('Waits'))
    await expect(centre.push(near, [entry])).rejects.toThrow('permission denied')
    expect(await storedOf(near, entry)).toBeUndefined()
    await base.ask('GRANT INSERT ON customer TO bayline_gateway')
    expect(outcomes(await centre.push(near, [entry]))).toEqual(['applied'])
  })
})

describe('an entry that its author may not make', () => {
  it('SYNC-1: rows of another location are neither written, nor moved, nor told', async () => {
    const [here, there] = shop.places
    const far = await orderIn(1)
    const own = await orderIn(0)
    const [farRow, ownRow] = [await rowOf(base, 'work_order', far), await rowOf(base, 'work_order', own)]
    const fresh = v7()
    const entries = [
      near.update(farRow, { note: 'mine now' }),
      near.update(farRow, { locationId: here.location }),
      near.update(ownRow, { locationId: there.location }),
      near.insert('work_order', DOCS.order(there, v7()), fresh),
      // Over a row that it cannot see, as if it were new and its own.
      near.insert('work_order', DOCS.order(here, v7()), far),
      near.entry([changeOf(ownRow, { note: 'with it' }), changeOf(farRow, { note: 'too' })]),
      near.update(ownRow, { note: 'allowed' }),
    ]
    const answer = await centre.push(near, entries)
    expect(outcomes(answer)).toEqual([...Array.from({ length: 6 }, () => 'rejected outOfScope'), 'applied'])
    expect(JSON.stringify(answer)).not.toContain(farRow.doc['number'] as string)
    expect(answer.results[0]?.rows).toEqual([])
    expect(answer.results[5]?.rows?.map(({ id }) => id)).toEqual([own])
    expect(await rowOf(base, 'work_order', far)).toEqual(farRow)
    expect(await rowOf(base, 'work_order', own)).toMatchObject({ scope: here.location, doc: { note: 'allowed' } })
    expect(await base.ask('SELECT 1 FROM work_order WHERE id = $1', [fresh])).toEqual([])
    // What is of no scope of the device is kept with the entry, not in a history that others read.
    expect(await historyOf(far)).toHaveLength(1)
    expect((await storedOf(near, entries[0] as WireEntry))?.body).not.toBeNull()
  })

  it('SYNC-1: one that works for both moves a row, and its scope with it', async () => {
    const id = await orderIn(0)
    const row = await rowOf(base, 'work_order', id)
    expect(outcomes(await centre.push(owner, [owner.update(row, { locationId: shop.places[1].location })]))).toEqual(['applied'])
    expect(await rowOf(base, 'work_order', id)).toMatchObject({ scope: shop.places[1].location, rev: 2 })
    expect(outcomes(await centre.push(near, [near.update(row, { note: 'late' })]))).toEqual(['rejected outOfScope'])
  })

  it('SYNC-3: only who holds the permission at the centre changes devices, by role, matrix and standing of the moment', async () => {
    const manager = v7()
    await centre.push(owner, [owner.insert('user', DOCS.user('manager'), manager)])
    const rename = async (user: string | null, name: string) => {
      const row = await rowOf(base, 'sync_device', near.enrolmentId)
      later()
      return outcomes(await centre.push(near, [near.entry([changeOf(row, { name })], { userId: user })]))
    }
    const refused = ['rejected notAllowed']
    expect(await rename(shop.owner, 'By owner')).toEqual(['applied'])
    expect(await rename(shop.technician, 'By technician')).toEqual(refused)
    expect(await rename(null, 'By nobody')).toEqual(refused)
    expect(await rename(v7(), 'By a stranger')).toEqual(refused)
    expect(await rename('a\0b', 'By nonsense')).toEqual(refused)
    expect(await rename(manager, 'By manager')).toEqual(['applied'])
    const grant = async (role: string, granted: boolean) => put('role_permission', { role, permission: 'sync.manage', granted })
    await grant('manager', false)
    expect(await rename(manager, 'By manager, no more')).toEqual(refused)
    await grant('technician', true)
    expect(await rename(shop.technician, 'By technician, now')).toEqual(['applied'])
    await grant('owner', false)
    expect(await rename(shop.owner, 'By owner, always')).toEqual(['applied'])
    await centre.push(owner, [owner.update(await rowOf(base, 'user', shop.technician), { active: false })])
    expect(await rename(shop.technician, 'By who left')).toEqual(refused)
    expect((await rowOf(base, 'sync_device', near.enrolmentId)).doc['name']).toBe('By owner, always')
  })

  it('SYNC-3: a right that an earlier entry of the same request gives or takes counts for the later ones', async () => {
    const user = v7()
    const row = await rowOf(base, 'sync_device', owner.enrolmentId)
    const made = owner.insert('user', DOCS.user('owner'), user)
    const saw = { kind: 'user', id: user, doc: DOCS.user('owner'), clk: { '*': made.hlc } }
    const entries = [
      made,
      owner.entry([changeOf(row, { name: 'Renamed' })], { userId: user }),
      owner.update(saw, { active: false }),
      owner.entry([changeOf(row, { name: 'Again' })], { userId: user }),
    ]
    expect(outcomes(await centre.push(owner, entries))).toEqual(['applied', 'applied', 'applied', 'rejected notAllowed'])
  })
})
