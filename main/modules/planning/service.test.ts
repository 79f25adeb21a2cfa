import { describe, expect, it } from 'vitest'
import type { Planned } from '#shared/modules/planning/model.ts'
import { monday, openWorkshop, type Workshop } from '#tests/support/workshop.ts'

const proposalOf = ({ shop, owner, locationId }: Workshop) => shop.get('planning.proposal', { locationId }, owner)
const inputOf = (moves: readonly Planned[]) => ({
  moves: moves.flatMap(({ appointmentId, before: { bayName: _b, technicianName: _t, ...before }, after }) => {
    if (!after) return []
    const { bayName: _bay, technicianName: _technician, ...place } = after
    return [{ appointmentId, before, after: place }]
  }),
})

describe('a plan', () => {
  it('A-PLANNER: nothing is proposed while every booking can stay', async () => {
    const workshop = await openWorkshop()
    await workshop.book(monday(10), monday(12))
    expect(await proposalOf(workshop)).toEqual({ moves: [], isAll: true })
    const { shop, owner, locationId } = workshop
    expect(await shop.get('planning.pending', { locationId }, owner)).toEqual({ count: 0 })
    for (const name of ['planning.proposal', 'planning.pending'] as const)
      expect(await shop.refused(name, { locationId: shop.clock.newId() }, owner)).toMatchObject({ code: 'planning.unknownLocation' })
  })

  it('A-PLANNER JOB-REALLOC: a technician who is away hands the bookings over; the plan is applied in one entry', async () => {
    const workshop = await openWorkshop()
    const { shop, owner, locationId, tom, una, bay1, bay2, book } = workshop
    const one = await book(monday(10), monday(12))
    const two = await book(monday(13), monday(14))
    await book(monday(10), monday(11), { bayId: bay2, technicianId: una })
    await shop.get('staff.addAbsence', { employeeId: tom, startAt: monday(0), endAt: monday(24), kind: 'sick', note: '' }, owner)
    expect(await shop.get('planning.pending', { locationId }, owner)).toEqual({ count: 2 })
    const { moves } = await proposalOf(workshop)
    expect(moves).toMatchObject([
      {
        appointmentId: one.id,
        cause: 'absent',
        customerName: 'Erika Muster',
        before: { technicianName: 'Tom', startAt: monday(10) },
        after: { technicianName: 'Una', startAt: monday(11), bayId: bay1 },
      },
      { appointmentId: two.id, cause: 'absent', after: { technicianName: 'Una', startAt: monday(13), bayId: bay1 } },
    ])
    expect(await proposalOf(workshop)).toEqual({ moves, isAll: true })
    const { raw } = shop.platform.store.connection
    const entries = raw.prepare("SELECT count(*) FROM journal WHERE command = 'planning.apply'").pluck()
    expect(await shop.get('planning.apply', inputOf(moves), owner)).toEqual({ moved: 2 })
    expect(entries.get()).toBe(1)
    expect(await shop.get('appointments.get', { appointmentId: one.id }, owner)).toMatchObject({ startAt: monday(11), endAt: monday(13), technicianId: una })
    expect(await shop.get('planning.pending', { locationId }, owner)).toEqual({ count: 0 })
  })

  it('PLAN-2: a plan whose bookings were changed since, or whose slots are gone, is refused as a whole', async () => {
    const workshop = await openWorkshop()
    const { shop, owner, tom, una, bay2, book } = workshop
    const one = await book(monday(10), monday(12))
    const two = await book(monday(13), monday(14))
    await shop.get('staff.addAbsence', { employeeId: tom, startAt: monday(0), endAt: monday(24), kind: 'sick', note: '' }, owner)
    const { moves } = await proposalOf(workshop)
    await shop.get('appointments.update', { appointmentId: two.id, startAt: monday(14), endAt: monday(15) }, owner)
    expect(await shop.refused('planning.apply', inputOf(moves), owner)).toMatchObject({ code: 'planning.changed', customerName: 'Erika Muster' })
    expect(await shop.get('appointments.get', { appointmentId: one.id }, owner)).toMatchObject({ startAt: monday(10), technicianId: tom })
    await shop.get('appointments.update', { appointmentId: two.id, startAt: monday(13), endAt: monday(14) }, owner)
    await book(monday(13), monday(14), { bayId: bay2, technicianId: una })
    expect(await shop.refused('planning.apply', inputOf(moves), owner)).toMatchObject({ code: 'appointments.technicianTaken' })
    expect(await shop.get('appointments.get', { appointmentId: one.id }, owner)).toMatchObject({ startAt: monday(10), technicianId: tom })
  })

  it('A-PLANNER: a bay out of service, a removed bay, a holiday and a technician who has left', async () => {
    const workshop = await openWorkshop()
    const { shop, owner, locationId, bay1, bay2, una, book } = workshop
    await book(monday(14), monday(15))
    await shop.get('bays.setDown', { bayId: bay1, untilAt: monday(16) }, owner)
    expect((await proposalOf(workshop)).moves).toMatchObject([{ cause: 'bayDown', after: { bayId: bay2, startAt: monday(14) } }])
    await shop.get('bays.setUp', { bayId: bay1 }, owner)
    await book(monday(24 + 9), monday(24 + 10), { bayId: bay2, technicianId: una })
    await shop.get('staff.addHoliday', { locationId: null, closedOn: '2026-03-03', name: 'Carnival' }, owner)
    expect((await proposalOf(workshop)).moves).toMatchObject([{ cause: 'holiday', after: { startAt: monday(48 + 8) } }])
    await shop.get('staff.remove', { employeeId: una }, owner)
    expect((await proposalOf(workshop)).moves).toMatchObject([{ cause: 'technicianGone', after: { technicianName: 'Tom' } }])
    await shop.get('bays.remove', { bayId: bay2 }, owner)
    expect((await proposalOf(workshop)).moves).toMatchObject([{ cause: 'bayGone', before: { bayName: 'Bay 2' }, after: { bayId: bay1 } }])
    expect(await shop.get('planning.pending', { locationId }, owner)).toEqual({ count: 1 })
  })

  it('A-PLANNER JOB-REALLOC: warns of a technician’s bookings after the last day as soon as that day is known, and hands them over', async () => {
    const workshop = await openWorkshop()
    const { shop, owner, locationId, tom, una, book } = workshop
    await book(monday(24 + 10), monday(24 + 11))
    const after = await book(monday(24 * 8 + 10), monday(24 * 8 + 11))
    await shop.get('staff.update', { employeeId: tom, endedOn: '2026-03-03' }, owner)
    expect(await shop.get('planning.pending', { locationId }, owner)).toEqual({ count: 1 })
    const { moves } = await proposalOf(workshop)
    expect(moves).toMatchObject([{ appointmentId: after.id, cause: 'technicianGone', after: { technicianId: una, startAt: monday(24 * 8 + 10) } }])
    await shop.get('planning.apply', inputOf(moves), owner)
    expect(await shop.get('planning.pending', { locationId }, owner)).toEqual({ count: 0 })
  })

  it('A-PLANNER JOB-REALLOC: a job on hold gives its slot back; a car that waits is called sooner; open orders follow', async () => {
    const workshop = await openWorkshop()
    const { shop, owner, locationId, customer, tom, bay1, book } = workshop
    const first = await book(monday(9), monday(13))
    const { order } = await shop.get('workOrders.open', { appointmentId: first.id }, owner)
    await shop.get('workOrders.start', { workOrderId: order.id }, owner)
    const other = await shop.get('vehicles.create', { customerId: customer.id, plate: 'B-XY 9', make: 'Opel', model: 'Corsa' }, owner)
    const waits = await shop.get(
      'appointments.create',
      { locationId, customerId: customer.id, vehicleId: other.id, bayId: bay1, technicianId: tom, startAt: monday(14), endAt: monday(15) },
      owner,
    )
    const { order: next } = await shop.get('workOrders.open', { appointmentId: waits.id }, owner)
    expect((await proposalOf(workshop)).moves).toEqual([])
    await shop.get('workOrders.hold', { workOrderId: order.id, reason: 'parts', leavesBay: true }, owner)
    const { moves } = await proposalOf(workshop)
    expect(moves).toMatchObject([
      { appointmentId: first.id, cause: 'held', after: { startAt: monday(24 + 8) } },
      { appointmentId: waits.id, cause: 'pulled', before: { startAt: monday(14) }, after: { startAt: monday(9) } },
    ])
    await shop.get('planning.apply', inputOf(moves), owner)
    expect(await shop.get('appointments.get', { appointmentId: waits.id }, owner)).toMatchObject({ startAt: monday(9) })
    const { order: followed } = await shop.get('workOrders.get', { workOrderId: next.id }, owner)
    expect([followed.bayId, followed.technicianId]).toEqual([moves[1]?.after?.bayId, moves[1]?.after?.technicianId])
  })

  it('BAY-BOARD A-PLANNER: a booking grows when work is added to its job, and says whom it pushes', async () => {
    const workshop = await openWorkshop()
    const { shop, owner, locationId, bay1, bay2, tom, una, book } = workshop
    const first = await book(monday(9), monday(10))
    const { order } = await shop.get('workOrders.open', { appointmentId: first.id }, owner)
    const addLabor = (hoursMilli: number) =>
      shop.get('workOrders.addLine', { workOrderId: order.id, kind: 'labor', description: 'Brakes', qtyMilli: hoursMilli }, owner)
    await addLabor(1000)
    const ben = await shop.get('customers.create', { name: 'Ben Roth' }, owner)
    const second = await shop.get(
      'appointments.create',
      { locationId, customerId: ben.id, bayId: bay1, technicianId: tom, startAt: monday(10), endAt: monday(11) },
      owner,
    )
    await shop.get('appointments.block', { locationId, technicianId: una, startAt: monday(10), endAt: monday(12), purpose: 'meeting' }, owner)
    expect((await proposalOf(workshop)).moves).toEqual([])
    const growth = () => shop.get('planning.growth', { appointmentId: first.id }, owner)
    expect(await growth()).toBeNull()
    await addLabor(400)
    expect(await growth()).toEqual({ endAt: monday(10, 30), pushes: ['Ben Roth'] })
    expect(await shop.get('planning.pending', { locationId }, owner)).toEqual({ count: 1 })
    const { moves } = await proposalOf(workshop)
    expect(moves).toMatchObject([
      { appointmentId: second.id, cause: 'pushed', before: { startAt: monday(10) }, after: { startAt: monday(10, 30), technicianId: tom, bayId: bay1 } },
      { appointmentId: first.id, cause: 'grown', pushes: ['Ben Roth'], before: { endAt: monday(10) }, after: { endAt: monday(10, 30), bayId: bay1 } },
    ])
    await shop.get('planning.apply', inputOf(moves), owner)
    expect(await shop.get('appointments.get', { appointmentId: first.id }, owner)).toMatchObject({ startAt: monday(9), endAt: monday(10, 30) })
    expect((await proposalOf(workshop)).moves).toEqual([])

    // The job was given to somebody else meanwhile: its booking grows, and it stays with him.
    await addLabor(200)
    await shop.get('workOrders.update', { workOrderId: order.id, technicianId: una, bayId: bay2 }, owner)
    const { moves: again } = await proposalOf(workshop)
    await shop.get('planning.apply', inputOf(again), owner)
    expect((await shop.get('workOrders.get', { workOrderId: order.id }, owner)).order).toMatchObject({ technicianId: una, bayId: bay2 })
    expect((await shop.get('appointments.get', { appointmentId: first.id }, owner)).endAt).toBe(monday(10, 45))

    // A further time counts as booked; what cannot move stops the growth.
    await addLabor(2000)
    await shop.get('appointments.addTime', { appointmentId: first.id, startAt: monday(14), endAt: monday(16), bayId: bay2, technicianId: tom }, owner)
    expect((await proposalOf(workshop)).moves).toEqual([])
    await shop.get('appointments.block', { locationId, bayId: bay2, startAt: monday(16), endAt: monday(17), purpose: 'cleaning' }, owner)
    await addLabor(500)
    expect((await proposalOf(workshop)).moves).toMatchObject([{ cause: 'grown', before: { endAt: monday(16) }, after: null }])
    expect(await growth()).toEqual({ endAt: null, pushes: [] })
    expect(await shop.get('planning.growth', { appointmentId: second.id }, owner)).toBeNull()
    expect(await shop.get('planning.growth', { appointmentId: shop.clock.newId() }, owner)).toBeNull()
  })
})
