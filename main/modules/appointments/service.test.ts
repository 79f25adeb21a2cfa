import type Database from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { monday, openWorkshop } from '#tests/support/workshop.ts'
import { HOUR_MS } from '#shared/kernel/time.ts'
import { callNext, completeFor } from './service.ts'

describe('bookings', () => {
  it('APPT-CRUD: books, reads, edits, confirms and cancels with a reason; the view carries the names', async () => {
    const { shop, owner, customer, bay2, una, vehicle, book } = await openWorkshop()
    const booked = await book(monday(10), monday(12), { concern: ' rattles\nwhen cold ' })
    expect(booked).toMatchObject({
      state: 'pending',
      customerName: 'Erika Muster',
      customerPhone: customer.phone,
      vehicleLabel: '2019 Volkswagen Golf',
      plate: 'B-EM 123',
      bayName: 'Bay 1',
      technicianName: 'Tom',
      concern: 'rattles\nwhen cold',
      note: '',
      cancelledReason: '',
    })
    const appointmentId = booked.id
    expect(await shop.get('appointments.get', { appointmentId }, owner)).toEqual(booked)
    expect(await shop.get('appointments.confirm', { appointmentId }, owner)).toMatchObject({ state: 'confirmed' })
    expect(
      await shop.get(
        'appointments.update',
        { appointmentId, bayId: bay2, technicianId: una, startAt: monday(13), endAt: monday(14, 30), vehicleId: null, note: 'waits' },
        owner,
      ),
    ).toMatchObject({
      state: 'confirmed',
      bayName: 'Bay 2',
      technicianName: 'Una',
      startAt: monday(13),
      vehicleLabel: null,
      plate: null,
      note: 'waits',
      concern: 'rattles\nwhen cold',
    })
    await shop.get('appointments.update', { appointmentId, vehicleId: vehicle.id }, owner)
    expect(await shop.get('appointments.cancel', { appointmentId, reason: 'sold the car' }, owner)).toMatchObject({
      state: 'cancelled',
      cancelledReason: 'sold the car',
    })
    expect(await shop.refused('appointments.update', { appointmentId, note: 'x' }, owner)).toMatchObject({
      code: 'appointments.wrongState',
      state: 'cancelled',
      event: 'edit',
    })
    expect(await shop.refused('appointments.get', { appointmentId: shop.clock.newId() }, owner)).toMatchObject({
      code: 'appointments.unknownAppointment',
      kind: 'notFound',
    })
  })

  it.each([
    ['customerId', { customerId: 'new' }],
    ['vehicleId', { vehicleId: 'new' }],
    ['bayId', { bayId: 'new' }],
    ['technicianId', { technicianId: 'new' }],
    ['locationId', { locationId: 'new' }],
  ])('APPT-CRUD DB-FK: refuses a %s that leads nowhere, and names it', async (field, own) => {
    const { shop, owner, locationId, customer, bay1, tom } = await openWorkshop()
    const fresh = Object.fromEntries(Object.keys(own).map((key) => [key, shop.clock.newId()])) as { bayId?: never } // one id of any kind
    const input = { locationId, customerId: customer.id, bayId: bay1, technicianId: tom, startAt: monday(10), endAt: monday(11), ...fresh }
    expect(await shop.refused('appointments.create', input, owner)).toEqual({ code: 'appointments.unknownReference', kind: 'notFound', field })
  })

  it('APPT-CRUD: refuses people and bays that take no more bookings, but leaves old bookings alone', async () => {
    const { shop, owner, locationId, customer, bay1, bay2, tom, una, book } = await openWorkshop()
    const old = await book(monday(10), monday(11), { bayId: bay2, technicianId: una })
    await shop.get('staff.remove', { employeeId: una }, owner)
    await shop.get('bays.remove', { bayId: bay2 }, owner)
    const input = { locationId, customerId: customer.id, bayId: bay1, technicianId: tom, startAt: monday(14), endAt: monday(15) }
    expect(await shop.refused('appointments.create', { ...input, technicianId: una }, owner)).toMatchObject({ field: 'technicianId' })
    expect(await shop.refused('appointments.create', { ...input, bayId: bay2 }, owner)).toMatchObject({ field: 'bayId' })
    expect(await shop.get('appointments.update', { appointmentId: old.id, note: 'still there' }, owner)).toMatchObject({
      note: 'still there',
      bayName: 'Bay 2',
    })
  })

  it('APPT-CRUD LIST-FILTER LIST-PAGE: lists by person, place and time in a stable order', async () => {
    const { shop, owner, bay1, bay2, tom, una, book } = await openWorkshop()
    const all = [await book(monday(9), monday(10)), await book(monday(10), monday(11)), await book(monday(9), monday(11), { bayId: bay2, technicianId: una })]
    await shop.get('appointments.noShow', { appointmentId: all[0]?.id as never }, owner)
    const ids = async (filter: object) => (await shop.get('appointments.list', filter, owner)).rows.map(({ id }) => id)
    const [first, second, third] = all.map(({ id }) => id)
    expect(await ids({})).toEqual([first, third, second])
    expect(await ids({ sort: 'latest' })).toEqual([second, third, first])
    expect(await ids({ bayId: bay1 })).toEqual([first, second])
    expect(await ids({ technicianId: una })).toEqual([third])
    expect(await ids({ state: 'noShow' })).toEqual([first])
    expect(await ids({ fromAt: monday(10), toAt: monday(11), technicianId: tom })).toEqual([second])
    const page = await shop.get('appointments.list', { limit: 2 }, owner)
    expect(page).toMatchObject({ total: 3, totalIsCapped: false })
    expect(await ids({ limit: 2, after: page.next ?? '' })).toEqual([second])
  })

  it('APPT-CRUD: a day view holds what touches the day, also what began days before', async () => {
    const { shop, owner, locationId, bay2, una, book } = await openWorkshop()
    const long = await book(monday(-60), monday(10), { bayId: bay2, technicianId: una })
    const inside = await book(monday(10), monday(12))
    await book(monday(24), monday(25))
    const shown = await shop.get('appointments.range', { locationId, fromAt: monday(0), toAt: monday(24) }, owner)
    expect(shown.map(({ id }) => id)).toEqual([long.id, inside.id])
    expect(await shop.refused('appointments.range', { locationId, fromAt: monday(1), toAt: monday(0) }, owner)).toMatchObject({ code: 'platform.badInput' })
  })

  it('QA-ROLES: a viewer reads and cannot book', async () => {
    const { shop, owner, locationId, user, signIn, book } = await openWorkshop()
    const { id: appointmentId } = await book(monday(10), monday(11))
    await user('Vic', 'viewer')
    const vic = await signIn('Vic')
    await shop.get('appointments.range', { locationId, fromAt: monday(0), toAt: monday(24) }, vic)
    expect(await shop.refused('appointments.cancel', { appointmentId, reason: 'x' }, vic)).toMatchObject({
      code: 'platform.notAllowed',
      needs: 'appointments.write',
    })
    expect((await shop.get('appointments.get', { appointmentId }, owner)).state).toBe('pending')
  })
})

/** Inserts a row that is like another but for some columns, past every service. */
function copyOf(raw: Database.Database, id: string, own: Record<string, unknown>): () => void {
  const row = { ...(raw.prepare('SELECT * FROM appointment WHERE id = ?').get(id) as Record<string, unknown>), ...own } // a whole row
  const columns = Object.keys(row)
  return () => raw.prepare(`INSERT INTO appointment (${columns.join()}) VALUES (${columns.map(() => '?').join()})`).run(...Object.values(row))
}

describe('conflicts', () => {
  it('APPT-CONFLICT APPT-1 APPT-2: refuses the second booking of a bay or technician and names the one in the way', async () => {
    const { shop, owner, locationId, customer, bay1, bay2, tom, una, book } = await openWorkshop()
    const first = await book(monday(10), monday(12))
    const input = { locationId, customerId: customer.id, bayId: bay1, technicianId: una, startAt: monday(11), endAt: monday(13) }
    expect(await shop.refused('appointments.create', input, owner)).toEqual({
      code: 'appointments.bayTaken',
      kind: 'conflict',
      appointmentId: first.id,
      customerName: 'Erika Muster',
      name: 'Bay 1',
      startAt: monday(10),
      endAt: monday(12),
    })
    expect(await shop.refused('appointments.create', { ...input, bayId: bay2, technicianId: tom }, owner)).toMatchObject({
      code: 'appointments.technicianTaken',
      appointmentId: first.id,
      name: 'Tom',
    })
    await book(monday(12), monday(13))
    const other = await book(monday(10), monday(12), { bayId: bay2, technicianId: una })
    expect(await shop.refused('appointments.update', { appointmentId: other.id, bayId: bay1 }, owner)).toMatchObject({
      code: 'appointments.bayTaken',
      appointmentId: first.id,
    })
    expect(await shop.refused('appointments.update', { appointmentId: first.id, endAt: monday(12, 15) }, owner)).toMatchObject({
      code: 'appointments.bayTaken',
    })
    expect(await shop.refused('appointments.update', { appointmentId: first.id, endAt: monday(9) }, owner)).toMatchObject({
      code: 'appointments.wrongTimes',
      kind: 'invalid',
    })
  })

  it('APPT-CONFLICT: cancelled and missed bookings give their slot back; who comes late takes it only if it is free', async () => {
    const { shop, owner, book } = await openWorkshop()
    const first = await book(monday(10), monday(12))
    await shop.get('appointments.noShow', { appointmentId: first.id }, owner)
    const second = await book(monday(11), monday(12))
    expect(await shop.refused('appointments.arrive', { appointmentId: first.id }, owner)).toMatchObject({
      code: 'appointments.bayTaken',
      appointmentId: second.id,
    })
    await shop.get('appointments.cancel', { appointmentId: second.id, reason: 'by phone' }, owner)
    expect(await shop.get('appointments.arrive', { appointmentId: first.id }, owner)).toMatchObject({ state: 'arrived' })
  })

  it('APPT-CONFLICT APPT-1 APPT-2 APPT-3 APPT-4: the database itself refuses, whoever writes', async () => {
    const { bay2, una, book, shop } = await openWorkshop()
    const { raw } = shop.platform.store.connection
    const first = await book(monday(10), monday(12))
    const copy = (own: Record<string, unknown>) => copyOf(raw, first.id, { id: shop.clock.newId(), ...own })
    expect(copy({ technician_id: una })).toThrow('appointments.bayTaken')
    expect(copy({ bay_id: bay2 })).toThrow('appointments.technicianTaken')
    expect(copy({ technician_id: una, start_at: monday(11), end_at: monday(11, 1) })).toThrow('appointments.bayTaken')
    expect(copy({ technician_id: una, start_at: monday(-24 * 13), end_at: monday(10, 1) })).toThrow('appointments.bayTaken')
    expect(copy({ start_at: monday(12), end_at: monday(12) })).toThrow('CHECK')
    expect(copy({ start_at: monday(12), end_at: monday(12) + 14 * 24 * HOUR_MS + 1 })).toThrow('CHECK')
    expect(copy({ state: 'cancelled' })).toThrow('CHECK')
    expect(copy({ state: 'nonsense' })).toThrow('CHECK')
    expect(copy({ customer_id: 'nobody', start_at: monday(20), end_at: monday(21) })).toThrow('FOREIGN KEY')

    copy({ state: 'cancelled', cancelled_reason: 'x' })()
    copy({ state: 'clash', technician_id: una })()
    copy({ start_at: monday(12), end_at: monday(13), bay_id: bay2, technician_id: una })()
    expect(() => raw.prepare("UPDATE appointment SET state = 'confirmed' WHERE state = 'clash'").run()).toThrow('appointments.bayTaken')
    expect(() => raw.prepare('UPDATE appointment SET start_at = ?, bay_id = ? WHERE bay_id = ?').run(monday(11), first.bayId, bay2)).toThrow(
      'appointments.bayTaken',
    )
    expect(() => raw.prepare('UPDATE appointment SET start_at = ?, technician_id = ? WHERE bay_id = ?').run(monday(11), first.technicianId, bay2)).toThrow(
      'appointments.technicianTaken',
    )
  })

  it('APPT-CONFLICT APPT-1 APPT-2: what shares an instant with another is refused, however long either lasts', async () => {
    const { bay2, una, book, shop } = await openWorkshop()
    const { raw } = shop.platform.store.connection
    const there = await book(monday(10), monday(12))
    const move = raw.prepare('UPDATE appointment SET start_at = ?, end_at = ? WHERE id = ?')
    // Hours; a day is where short ones end.
    const span = fc.record({ from: fc.integer({ min: 0, max: 800 }), lasts: fc.oneof(fc.integer({ min: 1, max: 336 }), fc.constantFrom(1, 23, 24, 25, 336)) })
    fc.assert(
      fc.property(span, span, fc.boolean(), (one, other, sameBay) => {
        raw.exec('SAVEPOINT trial')
        try {
          move.run(monday(one.from), monday(one.from + one.lasts), there.id)
          const times = { start_at: monday(other.from), end_at: monday(other.from + other.lasts) }
          const insert = copyOf(raw, there.id, { id: 'other', ...times, ...(sameBay ? { technician_id: una } : { bay_id: bay2 }) })
          if (one.from < other.from + other.lasts && other.from < one.from + one.lasts)
            expect(insert).toThrow(sameBay ? 'appointments.bayTaken' : 'appointments.technicianTaken')
          else expect(insert).not.toThrow()
        } finally {
          raw.exec('ROLLBACK TO trial; RELEASE trial')
        }
      }),
      { numRuns: 500 },
    )
  })

  it('APPT-CONFLICT PERF-QUERY DB-INDEX: what is in the way is sought by bay and by technician, in each trigger', async () => {
    const { shop } = await openWorkshop()
    const { raw } = shop.platform.store.connection
    const triggers = raw.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'appointment' ORDER BY name").all() as {
      name: string
      sql: string
    }[] // SQLite's own columns
    const seeks = triggers.map(({ name, sql }) => {
      const inner = /EXISTS \(([^;]*)\);/.exec(sql)?.[1]?.replace(/NEW\.\w+/g, '?') ?? ''
      const plan = raw.prepare(`EXPLAIN QUERY PLAN ${inner}`).all(...(inner.match(/\?/g) ?? []).map(() => 1)) as { detail: string }[] // as above
      return [name, plan.map(({ detail }) => detail).join()]
    })
    const by = (who: string) =>
      [
        'COMPOUND QUERY,LEFT-MOST SUBQUERY',
        `SEARCH appointment USING COVERING INDEX appointment_${who} (${who}_id=? AND start_at>? AND start_at<?)`,
        'UNION ALL',
        `SEARCH appointment USING INDEX appointment_${who}_long (${who}_id=? AND start_at>? AND start_at<?)`,
      ].join()
    const [byBay, byTechnician] = [by('bay'), by('technician')]
    expect(seeks).toEqual([
      ['appointment_bay_insert', byBay],
      ['appointment_bay_update', byBay],
      ['appointment_technician_insert', byTechnician],
      ['appointment_technician_update', byTechnician],
    ])
  })
})

describe('calling the next', () => {
  it('BAY-RELEASE APPT-5: calls the earliest of the day in that bay, once', async () => {
    const { shop, owner, bay1, bay2, una, book } = await openWorkshop()
    const late = await book(monday(14), monday(15))
    const early = await book(monday(10), monday(11))
    await book(monday(24 + 9), monday(24 + 10))
    await book(monday(9), monday(10), { bayId: bay2, technicianId: una })
    const call = () => shop.dispatch.run('test', shop.clock.newId(), (ctx) => ({ ok: true, value: callNext(ctx, { bayId: bay1 })?.id ?? null }))
    expect(call()).toMatchObject({ value: early.id })
    expect(call()).toMatchObject({ value: null })
    shop.dispatch.run('test', shop.clock.newId(), (ctx) => ({ ok: true, value: completeFor(ctx, { appointmentId: early.id }) }))
    expect((await shop.get('appointments.get', { appointmentId: early.id }, owner)).state).toBe('completed')
    expect(call()).toMatchObject({ value: late.id })
    await shop.get('appointments.noShow', { appointmentId: late.id }, owner)
    expect(call()).toMatchObject({ value: null })
  })
})
