import { describe, expect, it } from 'vitest'
import { monday, openWorkshop } from '#tests/support/workshop.ts'

describe('rows of another device that come one after the other', () => {
  it('A-OFFLINE WO-CRUD: an order whose customer and car are still on their way is shown without their names, and worked on', async () => {
    const { shop, owner, locationId, customer, vehicle, bay1, tom, open, book, asTheCentre } = await openWorkshop()
    const { order } = await open()
    const booked = await book(monday(14), monday(15))
    asTheCentre(`DELETE FROM customer; DELETE FROM vehicle`)
    expect(await shop.get('workOrders.get', { workOrderId: order.id }, owner)).toMatchObject({
      customer: { id: customer.id, name: '' },
      vehicle: { id: vehicle.id, label: '', plate: '' },
    })
    expect((await shop.get('workOrders.list', { locationId }, owner)).rows).toMatchObject([{ customerName: '', vehicleLabel: '', plate: '' }])
    await shop.get('workOrders.start', { workOrderId: order.id, bayId: bay1, technicianId: tom }, owner)
    expect((await shop.get('workOrders.bayBoard', { locationId }, owner))[0]).toMatchObject({
      job: { customerName: '' },
      nextAppointment: { customerName: '' },
    })
    asTheCentre('DELETE FROM bay; DELETE FROM employee')
    expect(await shop.get('appointments.get', { appointmentId: booked.id }, owner)).toMatchObject({ customerName: '', bayName: '', technicianName: '' })
    expect(await shop.refused('workOrders.finish', { workOrderId: order.id }, owner)).toMatchObject({ code: 'bays.unknownBay' })
  })

  it('BAY-LOCK A-OFFLINE: a step whose other half is still on its way is refused in words, changes nothing, and passes later', async () => {
    const { shop, owner, bay1, bay2, tom, una, open, asTheCentre } = await openWorkshop()
    const [first, second] = [(await open()).order, (await open()).order]
    const start = { workOrderId: second.id, bayId: bay1, technicianId: una }
    // Elsewhere the first was put into bay 1: the order is here, its bay is not.
    asTheCentre(
      `UPDATE work_order SET state = 'inProgress', bay_id = '${bay1}', technician_id = '${tom}', started_at = 1, running_since_at = 1 WHERE id = '${first.id}'`,
    )
    expect(await shop.refused('workOrders.start', start, owner)).toMatchObject({ code: 'workOrders.outOfStep', workOrderId: second.id })
    expect(await shop.refused('workOrders.finish', { workOrderId: first.id }, owner)).toMatchObject({ code: 'bays.notHeld' })
    await shop.get('workOrders.hold', { workOrderId: first.id, reason: 'waits', leavesBay: false }, owner)
    expect(await shop.refused('workOrders.resume', { workOrderId: first.id, bayId: bay2 }, owner)).toMatchObject({ code: 'bays.notHeld' })
    asTheCentre(`UPDATE bay SET state = 'occupied', work_order_id = '${first.id}' WHERE id = '${bay1}'`)
    expect(await shop.refused('workOrders.start', start, owner)).toMatchObject({ code: 'bays.occupied' })
    await shop.get('workOrders.resume', { workOrderId: first.id, bayId: bay2 }, owner)
    await shop.get('workOrders.start', start, owner)

    // The other way round: the bay is here, its order is still open.
    const third = (await open()).order
    await shop.get('workOrders.finish', { workOrderId: first.id }, owner)
    await shop.get('workOrders.finish', { workOrderId: second.id }, owner)
    asTheCentre(`UPDATE bay SET state = 'occupied', work_order_id = '${third.id}' WHERE id = '${bay1}'`)
    expect(await shop.refused('workOrders.start', { workOrderId: third.id, bayId: bay2, technicianId: tom }, owner)).toMatchObject({
      code: 'workOrders.outOfStep',
    })
    expect((await shop.get('workOrders.get', { workOrderId: third.id }, owner)).order.state).toBe('open')
    expect(shop.logged.filter((line) => line.includes('"bug"'))).toEqual([])
  })

  it('A-OFFLINE WO-CRUD: two orders that were opened for one booking wait for the word of the centre', async () => {
    const { shop, owner, book, bay1, tom, open, asTheCentre } = await openWorkshop()
    const booked = await book(monday(10), monday(11))
    const { order } = await shop.get('workOrders.open', { appointmentId: booked.id }, owner)
    const other = (await open()).order
    await shop.get('workOrders.start', { workOrderId: order.id, bayId: bay1, technicianId: tom }, owner)
    asTheCentre(`UPDATE work_order SET appointment_id = '${booked.id}' WHERE id = '${other.id}'`)
    for (const [deed, input] of [
      ['workOrders.hold', { reason: 'waits', leavesBay: false }],
      ['workOrders.finish', {}],
    ] as const)
      expect(await shop.refused(deed, { workOrderId: order.id, ...input } as never, owner), deed).toMatchObject({ code: 'workOrders.outOfStep' }) // one of the two
    await shop.get('workOrders.cancel', { workOrderId: other.id, reason: 'twice' }, owner)
    await shop.get('workOrders.finish', { workOrderId: order.id }, owner)
  })
})
