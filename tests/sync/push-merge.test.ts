import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '#tests/support/postgres.ts'
import {
  conflictsOf,
  DOCS,
  foundShop,
  insertOf,
  MINUTE,
  openCentre,
  outcomes,
  rowOf,
  START_AT,
  type Place,
  type Shop,
  type TestCentre,
  type TestDevice,
} from './push-shop.ts'

let base: TestDatabase
let centre: TestCentre
let counter: TestDevice
let kiosk: TestDevice
let shop: Shop
beforeAll(async () => {
  base = await testDatabase()
  centre = await openCentre(base.db)
  counter = await centre.device()
  kiosk = await centre.device()
  shop = await foundShop(centre, counter)
  kiosk.user = { id: shop.technician, name: 'Tom' }
})
afterAll(() => base.drop())

/** Seconds pass, so that the next stamp is newer whoever makes it. */
const later = () => (centre.time.now += 1_000)
const lostOf = (id: string) =>
  base.ask<{ seq: string; device_id: string; lost: string[] }>('SELECT seq, device_id, lost FROM field_history WHERE record_id = $1 ORDER BY no', [id])
const idOf = (doc: Readonly<Record<string, unknown>> | undefined): string => doc?.['id'] as string // of a conflict that the test goes on to read
async function customer(values: Record<string, string> = {}): Promise<string> {
  const id = v7()
  await centre.push(counter, [counter.insert('customer', { ...DOCS.customer('Erin'), ...values }, id)])
  later()
  return id
}

describe('two devices change one row', () => {
  it('A-LINEMERGE: different fields both stand, and nobody is asked', async () => {
    const id = await customer()
    const saw = await rowOf(base, 'customer', id)
    const one = counter.update(saw, { note: 'Rings first' })
    later()
    const two = kiosk.update(saw, { email: 'erin@example.org' })
    expect(outcomes(await centre.push(kiosk, [two]))).toEqual(['applied'])
    expect(outcomes(await centre.push(counter, [one]))).toEqual(['applied'])
    expect(await rowOf(base, 'customer', id)).toMatchObject({
      rev: 3,
      doc: { note: 'Rings first', email: 'erin@example.org' },
      clk: { note: one.hlc, email: two.hlc },
    })
    expect(await conflictsOf(base, id)).toEqual([])
  })

  it('A-LINEMERGE: of one field the newer stands whoever comes first, the other is in the history and before a person, with authors and times', async () => {
    for (const newerFirst of [true, false]) {
      const id = await customer({ phone: '030 1' })
      const saw = await rowOf(base, 'customer', id)
      const older = counter.update(saw, { phone: '030 2' })
      later()
      const newer = kiosk.update(saw, { phone: '030 3' })
      const pushes = [async () => outcomes(await centre.push(counter, [older])), async () => outcomes(await centre.push(kiosk, [newer]))]
      const came: string[][] = []
      for (const push of newerFirst ? pushes.toReversed() : pushes) came.push(await push())
      expect(came).toEqual([['applied'], ['conflict']])
      expect(await rowOf(base, 'customer', id)).toMatchObject({ doc: { phone: '030 3' }, clk: { phone: newer.hlc } })
      expect(await base.ask('SELECT phone FROM customer WHERE id = $1', [id])).toEqual([{ phone: '030 3' }])
      expect((await lostOf(id)).find(({ device_id, seq }) => device_id === counter.deviceId && seq === String(older.seq))?.lost).toEqual(
        newerFirst ? ['phone'] : [],
      )
      const [conflict, ...more] = await conflictsOf(base, id)
      expect(more).toEqual([])
      expect(conflict).toMatchObject({
        kind: 'field',
        recordTable: 'customer',
        recordId: id,
        locationId: null,
        clock: 'phone',
        kept: { phone: '030 3' },
        dropped: { phone: '030 2' },
        keptBy: 'Tom',
        keptAt: newer.at,
        droppedBy: 'Ada',
        droppedAt: older.at,
        resolvedAt: null,
        resolvedBy: '',
      })
      // As every row: typed, in the feed, with a history.
      expect(await base.ask('SELECT clock, kept, location_id FROM sync_conflict WHERE id = $1', [conflict?.['id']])).toEqual([
        { clock: 'phone', kept: { phone: '030 3' }, location_id: null },
      ])
      expect(await lostOf(idOf(conflict))).toMatchObject([{ device_id: 'centre' }])
    }
  })

  it('A-LINEMERGE: equal values are no conflict, and an older change of what nobody contests goes to the history alone', async () => {
    const id = await customer()
    const saw = await rowOf(base, 'customer', id)
    const older = counter.update(saw, { note: 'Same' })
    later()
    const newer = kiosk.update(saw, { note: 'Same' })
    expect(outcomes(await centre.push(kiosk, [newer]))).toEqual(['applied'])
    expect(outcomes(await centre.push(counter, [older]))).toEqual(['merged'])
    expect(await rowOf(base, 'customer', id)).toMatchObject({ rev: 2, clk: { note: newer.hlc } })
    expect((await lostOf(id)).at(-1)).toMatchObject({ lost: ['note'] })
    expect(await conflictsOf(base, id)).toEqual([])
  })

  it('A-LINEMERGE: a group stands or falls as one', async () => {
    const id = await customer({ street: 'Old Road 1', city: 'Bonn' })
    const saw = await rowOf(base, 'customer', id)
    const one = counter.update(saw, { street: 'New Road 2' })
    later()
    const two = kiosk.update(saw, { city: 'Köln' })
    await centre.push(counter, [one])
    expect(outcomes(await centre.push(kiosk, [two]))).toEqual(['conflict'])
    expect((await rowOf(base, 'customer', id)).doc).toMatchObject({ street: 'Old Road 1', city: 'Köln' })
    expect(await conflictsOf(base, id)).toMatchObject([
      { clock: 'address', kept: { street: 'Old Road 1', city: 'Köln' }, dropped: { street: 'New Road 2', city: 'Bonn' } },
    ])
  })

  it('A-LINEMERGE: authors of one request are known as well, and a conflict about a line belongs to its location', async () => {
    const [place] = shop.places
    const order = counter.insert('work_order', DOCS.order(place, v7()))
    const id = v7()
    await centre.push(counter, [order, counter.insert('work_order_line', DOCS.line(place, order.changes[0]?.id ?? '', 1), id)])
    later()
    const saw = await rowOf(base, 'work_order_line', id)
    const [first, second] = [counter.update(saw, { description: 'One' }), counter.update(saw, { description: 'Two' })]
    expect(outcomes(await centre.push(counter, [first, second]))).toEqual(['applied', 'conflict'])
    const [conflict] = await conflictsOf(base, id)
    expect(conflict).toMatchObject({ locationId: place.location, keptBy: 'Ada', keptAt: second.at, droppedBy: 'Ada', droppedAt: first.at })
    expect((await rowOf(base, 'sync_conflict', idOf(conflict))).scope).toBe(place.location)
  })

  it('SYNC-2: of secrets a conflict tells that they differed, and shows none of their values', async () => {
    const id = v7()
    await centre.push(counter, [counter.entry([insertOf('user', id, DOCS.user('staff')), insertOf('credential', id, { passwordHash: 'hash-0' })])])
    later()
    const saw = await rowOf(base, 'credential', id)
    const one = counter.update(saw, { passwordHash: 'hash-1' })
    later()
    await centre.push(counter, [one])
    expect(outcomes(await centre.push(kiosk, [kiosk.update(saw, { passwordHash: 'hash-2' })]))).toEqual(['conflict'])
    expect(await conflictsOf(base, id)).toMatchObject([{ clock: 'passwordHash', kept: {}, dropped: {}, keptBy: 'Tom', droppedBy: 'Ada' }])
    expect(JSON.stringify(await base.ask('SELECT * FROM sync_conflict WHERE record_id = $1', [id]))).not.toContain('hash-')
  })

  it('SYNC-2: two who decide one conflict at once make no further one', async () => {
    const id = await customer()
    const saw = await rowOf(base, 'customer', id)
    await centre.push(counter, [counter.update(saw, { note: 'X' })])
    await centre.push(kiosk, [kiosk.update(saw, { note: 'Y' })])
    const conflict = await rowOf(base, 'sync_conflict', idOf((await conflictsOf(base, id))[0]))
    later()
    const [one, two] = [counter, kiosk].map((device) => device.update(conflict, { resolvedAt: centre.time.now, resolvedBy: device.user.name })) as [
      never,
      never,
    ]
    expect(outcomes(await centre.push(counter, [one]))).toEqual(['applied'])
    expect(outcomes(await centre.push(kiosk, [two]))).toEqual(['merged'])
    expect(await conflictsOf(base, conflict.id)).toEqual([])
  })

  it('A-OFFLINE: a deleted row is changed and comes back to life visibly, an older change leaves it deleted', async () => {
    const id = await customer()
    const saw = await rowOf(base, 'customer', id)
    const older = kiosk.update(saw, { note: 'Before' })
    later()
    await centre.push(counter, [counter.update(saw, { deleted: true })])
    expect(outcomes(await centre.push(kiosk, [older]))).toEqual(['applied'])
    expect(await rowOf(base, 'customer', id)).toMatchObject({ deleted: true, doc: { note: 'Before', deleted: true } })
  })
})

describe('bookings of one slot', () => {
  const at = (hour: number) => START_AT + hour * 60 * MINUTE
  const book = (
    device: TestDevice,
    hour: number,
    { place = shop.places[0], bay = 0, technician = bay, minutes = 60 }: Partial<{ place: Place; bay: number; technician: number; minutes: number }> = {},
  ) => {
    const id = v7()
    return { id, entry: device.insert('appointment', DOCS.appointment(place, at(hour), minutes, bay, technician), id) }
  }

  it('A-SLOTS: the second one is kept as a clash that names both, and its device is told', async () => {
    const [one, two] = [book(counter, 1), book(kiosk, 1, { technician: 1 })]
    expect(outcomes(await centre.push(counter, [one.entry]))).toEqual(['applied'])
    later()
    expect(outcomes(await centre.push(kiosk, [two.entry]))).toEqual(['conflict'])
    const row = await rowOf(base, 'appointment', two.id)
    expect(row.doc).toMatchObject({ state: 'clash', startAt: at(1), bayId: shop.places[0].bays[0] })
    expect(row.clk['*']).toBe(two.entry.hlc)
    expect((row.clk['state'] ?? '') > two.entry.hlc).toBe(true)
    expect(await base.ask('SELECT state FROM appointment WHERE id = $1', [two.id])).toEqual([{ state: 'clash' }])
    expect(await lostOf(two.id)).toMatchObject([{ device_id: kiosk.deviceId }, { device_id: 'centre' }])
    const slot = { startAt: at(1), endAt: at(2), bayId: shop.places[0].bays[0] }
    expect(await conflictsOf(base, two.id)).toMatchObject([
      {
        kind: 'clash',
        recordTable: 'appointment',
        locationId: shop.places[0].location,
        clock: 'slot',
        keptBy: 'Ada',
        droppedBy: 'Tom',
        kept: { id: one.id, ...slot, technicianId: shop.places[0].technicians[0] },
        dropped: { id: two.id, ...slot, technicianId: shop.places[0].technicians[1] },
        keptAt: one.entry.at,
        droppedAt: two.entry.at,
      },
    ])
    expect((await centre.push(kiosk, [two.entry])).results).toMatchObject([{ outcome: 'conflict' }])
    expect(await conflictsOf(base, two.id)).toHaveLength(1)
  })

  it('A-SLOTS: half-open intervals meet without a clash, and a cancelled one holds nothing', async () => {
    const [one, next] = [book(counter, 3), book(kiosk, 4)]
    expect(outcomes(await centre.push(counter, [one.entry]))).toEqual(['applied'])
    expect(outcomes(await centre.push(kiosk, [next.entry]))).toEqual(['applied'])
    later()
    const row = await rowOf(base, 'appointment', one.id)
    await centre.push(counter, [counter.update(row, { state: 'cancelled', cancelledReason: 'ill' })])
    expect(outcomes(await centre.push(kiosk, [book(kiosk, 3).entry]))).toEqual(['applied'])
  })

  it('A-SLOTS: one that is moved into a held slot clashes, and free ones beside it in the request are taken as they are', async () => {
    const [held, moved, free, third] = [book(counter, 6), book(kiosk, 8), book(kiosk, 9), book(kiosk, 10)]
    await centre.push(counter, [held.entry])
    await centre.push(kiosk, [moved.entry])
    later()
    const move = kiosk.update(await rowOf(base, 'appointment', moved.id), { startAt: at(6), endAt: at(7) })
    expect(outcomes(await centre.push(kiosk, [free.entry, move, third.entry]))).toEqual(['applied', 'conflict', 'applied'])
    expect((await rowOf(base, 'appointment', moved.id)).doc).toMatchObject({ state: 'clash', startAt: at(6) })
    expect((await rowOf(base, 'appointment', free.id)).doc).toMatchObject({ state: 'pending' })
  })

  it('A-SLOTS: several of one entry clash, with others and with each other', async () => {
    const held = book(counter, 12)
    await centre.push(counter, [held.entry])
    const own = [v7(), v7(), v7(), v7()] as const
    const changes = [12, 14, 14, 16].map((hour, i) => insertOf('appointment', own[i] ?? '', DOCS.appointment(shop.places[0], at(hour))))
    expect(outcomes(await centre.push(kiosk, [kiosk.entry(changes)]))).toEqual(['conflict'])
    const states = await Promise.all(own.map(async (id) => (await rowOf(base, 'appointment', id)).doc['state']))
    expect(states).toEqual(['clash', 'pending', 'clash', 'pending'])
    expect(await conflictsOf(base, own[0])).toMatchObject([{ kept: { id: held.id } }])
    expect(await conflictsOf(base, own[2])).toMatchObject([{ kept: { id: own[1] } }])
  })

  it('SYNC-1: of a booking at another location it is told when and of whom, not which one it is', async () => {
    const [here, there] = shop.places
    const near = await centre.device([here.location])
    const one = book(counter, 20, { place: there, bay: 2, technician: 2 })
    await centre.push(counter, [one.entry])
    const two = book(near, 20, { place: here, bay: 1, technician: 2 })
    expect(outcomes(await centre.push(near, [two.entry]))).toEqual(['conflict'])
    const [conflict] = await conflictsOf(base, two.id)
    expect(conflict?.['kept']).toEqual({ technicianId: here.technicians[2], startAt: at(20), endAt: at(21) })
    expect(conflict).toMatchObject({ dropped: { id: two.id }, locationId: here.location })
  })

  it('A-SLOTS: a clash is solved by an ordinary change and then holds its slot', async () => {
    const [one, two] = [book(counter, 30), book(kiosk, 30)]
    await centre.push(counter, [one.entry])
    await centre.push(kiosk, [two.entry])
    later()
    const row = await rowOf(base, 'appointment', two.id)
    expect(row.doc['state']).toBe('clash')
    const solved = kiosk.update(row, { startAt: at(32), endAt: at(33), state: 'pending' })
    expect(outcomes(await centre.push(kiosk, [solved]))).toEqual(['applied'])
    expect(outcomes(await centre.push(counter, [book(counter, 32).entry]))).toEqual(['conflict'])
  })
})

describe('official numbers', () => {
  it('A-JOURNAL: have no holes though entries are refused, and the same push gives the same', async () => {
    const [place] = shop.places
    const rules = {
      ...centre.desk.rules,
      invoice: { ...centre.desk.rules['invoice'], official: { field: 'officialNumber', series: 'fresh' } },
    } as typeof centre.desk.rules // the rule with a series of its own
    const numbering = await openCentre(base.db, { rules, time: centre.time })
    const orders = Array.from({ length: 6 }, () => counter.insert('work_order', DOCS.order(place, v7())))
    await numbering.push(counter, orders)
    const ids = orders.map(() => v7())
    const entries = orders.map(({ changes }, i) => {
      const values = DOCS.invoice(place, i === 2 ? v7() : (changes[0]?.id ?? ''), i === 4 ? `${ids[3]}` : `${ids[i]}`)
      return counter.insert('invoice', values, ids[i])
    })
    expect(outcomes(await numbering.push(counter, entries))).toEqual(['applied', 'applied', 'rejected unknownRecord', 'applied', 'rejected taken', 'applied'])
    await numbering.push(counter, entries)
    const numbers = await base.ask<{ number: string }>('SELECT official_number AS number FROM invoice WHERE id = ANY ($1) ORDER BY official_number', [ids])
    expect(numbers.map(({ number }) => Number(number))).toEqual([1, 2, 3, 4])
    const row = await rowOf(base, 'invoice', ids[5] ?? '')
    expect(row.doc).toMatchObject({ officialNumber: 4 })
    expect((row.clk['officialNumber'] ?? '') > (entries[5]?.hlc ?? '')).toBe(true)
    expect(await base.ask("SELECT last FROM number_series WHERE series = 'fresh'")).toEqual([{ last: '4' }])
  })
})
