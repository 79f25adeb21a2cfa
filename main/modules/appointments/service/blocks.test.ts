import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { monday, openWorkshop } from '#tests/support/workshop.ts'
import { MINUTE_MS } from '#shared/kernel/time.ts'
import { callNext } from '../service.ts'

describe('time without a job', () => {
  it('BAY-BOARD APPT-6 APPT-CONFLICT: takes a bay, a technician or both, and is in the way like a booking', async () => {
    const { shop, owner, locationId, customer, bay1, bay2, tom, una, book } = await openWorkshop()
    const span = { locationId, startAt: monday(12), endAt: monday(13) }
    const cleaning = await shop.get('appointments.block', { ...span, bayId: bay1, purpose: 'cleaning', note: 'drain' }, owner)
    expect(cleaning).toMatchObject({
      state: 'confirmed',
      customerName: '',
      customerId: null,
      technicianId: null,
      bayName: 'Bay 1',
      technicianName: '',
      times: 1,
    })
    const meeting = await shop.get('appointments.block', { ...span, technicianId: tom, purpose: 'meeting' }, owner)
    const booking = { ...span, customerId: customer.id }
    expect(await shop.refused('appointments.create', { ...booking, bayId: bay1, technicianId: una }, owner)).toMatchObject({
      code: 'appointments.bayTaken',
      appointmentId: cleaning.id,
      purpose: 'cleaning',
      name: 'Bay 1',
    })
    expect(await shop.refused('appointments.create', { ...booking, bayId: bay2, technicianId: tom }, owner)).toMatchObject({
      code: 'appointments.technicianTaken',
      appointmentId: meeting.id,
      purpose: 'meeting',
    })
    await shop.get('appointments.create', { ...booking, bayId: bay2, technicianId: una }, owner)
    expect(await shop.refused('appointments.block', { ...span, bayId: bay2, purpose: 'closed' }, owner)).toMatchObject({ customerName: 'Erika Muster' })
    expect(await shop.refused('appointments.block', { ...span, purpose: 'closed' }, owner)).toMatchObject({ code: 'appointments.takesNothing' })
    await book(monday(13), monday(14))
    expect(await shop.refused('appointments.updateBlock', { appointmentId: cleaning.id, endAt: monday(13, 15) }, owner)).toMatchObject({
      code: 'appointments.bayTaken',
    })
    expect(await shop.get('appointments.updateBlock', { appointmentId: cleaning.id, startAt: monday(11), purpose: 'closed' }, owner)).toMatchObject({
      startAt: monday(11),
      purpose: 'closed',
      note: 'drain',
    })
    expect(await shop.refused('appointments.updateBlock', { appointmentId: meeting.id, technicianId: null }, owner)).toMatchObject({
      code: 'appointments.takesNothing',
    })
    await shop.get('appointments.removeBlock', { appointmentId: cleaning.id }, owner)
    await book(monday(11), monday(12), { technicianId: una })
  })

  it('APPT-6: the database keeps the two apart, whoever writes', async () => {
    const { shop, owner, locationId, bay1, tom, book } = await openWorkshop()
    const { raw } = shop.platform.store.connection
    const booked = await book(monday(10), monday(11))
    const block = await shop.get('appointments.block', { locationId, startAt: monday(12), endAt: monday(13), bayId: bay1, purpose: 'lunch' }, owner)
    const set = (what: string, id: string) => () => raw.prepare(`UPDATE appointment SET ${what} WHERE id = ?`).run(id)
    for (const what of ['customer_id = NULL', 'bay_id = NULL', 'technician_id = NULL', "purpose = 'lunch'"]) expect(set(what, booked.id)).toThrow('CHECK')
    for (const what of ['purpose = NULL', 'bay_id = NULL', "purpose = 'nap'"]) expect(set(what, block.id)).toThrow('CHECK')
    expect(set(`start_at = ${monday(10)}`, block.id)).toThrow('appointments.bayTaken')
    set(`technician_id = '${tom}'`, block.id)()
    expect(set(`start_at = ${monday(12, 30)}, end_at = ${monday(14)}, bay_id = NULL`, block.id)).not.toThrow()
  })

  it('APPT-6 APPT-STATUS: nobody arrives for it, no order is opened from it, and no bay calls it', async () => {
    const { shop, owner, locationId, bay1, tom, una } = await openWorkshop()
    const { id: appointmentId } = await shop.get(
      'appointments.block',
      { locationId, startAt: monday(9), endAt: monday(10), bayId: bay1, technicianId: tom, purpose: 'testDrive' },
      owner,
    )
    for (const name of ['appointments.arrive', 'appointments.noShow'] as const)
      expect(await shop.refused(name, { appointmentId }, owner)).toMatchObject({ code: 'appointments.wrongState' })
    expect(await shop.refused('appointments.cancel', { appointmentId, reason: 'x' }, owner)).toMatchObject({ code: 'appointments.wrongState' })
    expect(await shop.refused('appointments.update', { appointmentId, note: 'x' }, owner)).toMatchObject({ code: 'appointments.notABooking' })
    expect(await shop.refused('workOrders.open', { appointmentId }, owner)).toMatchObject({ code: 'appointments.unknownAppointment' })
    expect(shop.dispatch.run('test', shop.clock.newId(), (ctx) => ({ ok: true, value: callNext(ctx, { bayId: bay1 }) }))).toMatchObject({ value: null })
    const { slot } = await shop.get('appointments.firstFreeSlot', { locationId, minutes: 60, bayId: bay1 }, owner)
    expect(slot).toMatchObject({ startAt: monday(10) })
    const spare = await shop.get('appointments.firstFreeSlot', { locationId, minutes: 60 }, owner)
    expect(spare.slot).toMatchObject({ startAt: monday(9), technicianId: una })
  })
})

describe('further times of a booking', () => {
  it('BAY-BOARD APPT-7: work split over two days and bays is one booking: words and steps go with it, places do not', async () => {
    const { shop, owner, bay1, bay2, tom, una, book } = await openWorkshop()
    const booked = await book(monday(15), monday(18), { concern: 'rust' })
    const next = { startAt: monday(24 + 8), endAt: monday(24 + 12), bayId: bay2, technicianId: una }
    const part = await shop.get('appointments.addTime', { appointmentId: booked.id, ...next }, owner)
    expect(part).toMatchObject({ partOfId: booked.id, times: 2, customerName: 'Erika Muster', plate: 'B-EM 123', concern: 'rust', bayName: 'Bay 2' })
    const timesOf = async (appointmentId: string) => await shop.get('appointments.times', { appointmentId }, owner)
    expect((await timesOf(part.id)).map(({ id, times }) => [id, times])).toEqual([
      [booked.id, 2],
      [part.id, 2],
    ])
    expect(await shop.refused('appointments.addTime', { appointmentId: part.id, ...next, bayId: bay1 }, owner)).toMatchObject({
      code: 'appointments.technicianTaken',
      appointmentId: part.id,
    })
    await shop.get('appointments.update', { appointmentId: part.id, startAt: monday(24 + 9), concern: 'rust, both sides', vehicleId: null }, owner)
    expect(await timesOf(booked.id)).toMatchObject([
      { startAt: monday(15), bayId: bay1, technicianId: tom, concern: 'rust, both sides', vehicleId: null },
      { startAt: monday(24 + 9), bayId: bay2, technicianId: una, concern: 'rust, both sides', vehicleId: null },
    ])
    await shop.get('appointments.arrive', { appointmentId: booked.id }, owner)
    expect((await timesOf(booked.id)).map(({ state }) => state)).toEqual(['arrived', 'arrived'])
    await shop.get('appointments.cancel', { appointmentId: part.id, reason: 'sold the car' }, owner)
    expect((await timesOf(booked.id)).map(({ state, cancelledReason }) => [state, cancelledReason])).toEqual([
      ['cancelled', 'sold the car'],
      ['cancelled', 'sold the car'],
    ])
    expect(await shop.refused('appointments.addTime', { appointmentId: booked.id, ...next }, owner)).toMatchObject({ code: 'appointments.wrongState' })
  })

  it('APPT-7: one time is taken away, the booking itself is not; who comes late takes back all of it or nothing', async () => {
    const { shop, owner, bay2, una, book } = await openWorkshop()
    const booked = await book(monday(10), monday(11))
    const next = { startAt: monday(13), endAt: monday(14), bayId: bay2, technicianId: una }
    const part = await shop.get('appointments.addTime', { appointmentId: booked.id, ...next }, owner)
    await shop.get('appointments.noShow', { appointmentId: booked.id }, owner)
    const other = await book(monday(13), monday(14), { bayId: bay2, technicianId: una })
    expect(await shop.refused('appointments.arrive', { appointmentId: booked.id }, owner)).toMatchObject({ appointmentId: other.id })
    expect((await shop.get('appointments.get', { appointmentId: booked.id }, owner)).state).toBe('noShow')
    expect(await shop.refused('appointments.removeBlock', { appointmentId: booked.id }, owner)).toMatchObject({ code: 'appointments.notABlock' })
    await shop.get('appointments.removeBlock', { appointmentId: part.id }, owner)
    expect(await shop.get('appointments.arrive', { appointmentId: booked.id }, owner)).toMatchObject({ state: 'arrived', times: 1 })
  })

  it('APPT-7 BAY-RELEASE: one order for all times; when it is finished none of them waits any more', async () => {
    const { shop, owner, bay2, una, book } = await openWorkshop()
    const booked = await book(monday(9), monday(12))
    const part = await shop.get(
      'appointments.addTime',
      { appointmentId: booked.id, startAt: monday(24 + 8), endAt: monday(24 + 10), bayId: bay2, technicianId: una },
      owner,
    )
    const { order } = await shop.get('workOrders.open', { appointmentId: part.id }, owner)
    expect(order).toMatchObject({ appointmentId: booked.id })
    expect(await shop.refused('workOrders.open', { appointmentId: booked.id }, owner)).toMatchObject({ code: 'workOrders.alreadyOpened' })
    await shop.get('workOrders.start', { workOrderId: order.id }, owner)
    await shop.get('workOrders.finish', { workOrderId: order.id }, owner)
    const left = await shop.get('appointments.times', { appointmentId: booked.id }, owner)
    expect(left.map(({ state }) => state)).toEqual(['completed', 'completed'])
  })
})

describe('the board', () => {
  /** One gesture: which block (by its place among all), by how many quarters it moves and grows, into which bay, to whom. */
  const gesture = fc.record({
    kind: fc.constantFrom('create', 'block', 'addTime', 'move', 'move', 'resize'),
    which: fc.nat(50),
    quarter: fc.integer({ min: 0, max: 36 }),
    lasts: fc.integer({ min: 1, max: 10 }),
    bay: fc.nat(1),
    technician: fc.nat(1),
  })

  it('BAY-BOARD APPT-1 APPT-2: whatever is drawn, moved and pulled, nothing ever overlaps, and what is refused changes nothing', async () => {
    const { shop, owner, locationId, customer, bay1, bay2, tom, una } = await openWorkshop()
    const [bays, technicians] = [
      [bay1, bay2],
      [tom, una],
    ] as const
    const { raw } = shop.platform.store.connection
    const board = raw.prepare(
      'SELECT id, bay_id AS bay, technician_id AS technician, start_at AS startAt, end_at AS endAt, customer_id AS customer FROM appointment WHERE deleted = 0 ORDER BY id',
    )
    type Row = { id: never; bay: string | null; technician: string | null; startAt: number; endAt: number; customer: string | null }
    const rows = () => board.all() as Row[] // the columns named
    let done = 0
    await fc.assert(
      fc.asyncProperty(fc.array(gesture, { minLength: 10, maxLength: 40 }), async (gestures) => {
        raw.exec('DELETE FROM appointment WHERE part_of_id IS NOT NULL; DELETE FROM appointment')
        for (const { kind, which, quarter, lasts, bay, technician } of gestures) {
          const before = rows()
          const one = before[which % Math.max(1, before.length)]
          const startAt = monday(8) + quarter * 15 * MINUTE_MS
          const slot = { startAt, endAt: startAt + lasts * 15 * MINUTE_MS }
          const seat = { ...slot, bayId: bays[bay] ?? bay1, technicianId: technicians[technician] ?? tom }
          const change = one && {
            appointmentId: one.id,
            ...(kind === 'resize' ? { endAt: one.startAt + lasts * 15 * MINUTE_MS } : { ...slot, ...(one.bay !== null && { bayId: seat.bayId }) }),
          }
          const answer =
            kind === 'create'
              ? await shop.ask('appointments.create', { locationId, customerId: customer.id, ...seat }, owner)
              : kind === 'block' || !one || !change
                ? await shop.ask(
                    'appointments.block',
                    { locationId, ...slot, purpose: 'closed', ...(technician === 0 ? { bayId: seat.bayId } : { technicianId: seat.technicianId }) },
                    owner,
                  )
                : kind === 'addTime' && one.customer !== null
                  ? await shop.ask('appointments.addTime', { appointmentId: one.id, ...seat }, owner)
                  : await shop.ask(one.customer === null ? 'appointments.updateBlock' : 'appointments.update', change, owner)
          const after = rows()
          if (!answer.ok) {
            expect(answer.error.kind).toBe('conflict')
            expect(after).toEqual(before)
          } else done++
          for (const a of after)
            for (const b of after)
              if (a.id < b.id && a.startAt < b.endAt && b.startAt < a.endAt) {
                expect(a.bay !== null && a.bay === b.bay).toBe(false)
                expect(a.technician !== null && a.technician === b.technician).toBe(false)
              }
        }
      }),
      { numRuns: 15, seed: 7 },
    )
    expect(done).toBeGreaterThan(50)
  })
})
