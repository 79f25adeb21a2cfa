import { describe, expect, it } from 'vitest'
import { MINUTE_MS } from '#shared/kernel/time.ts'
import { openWorkshop } from '#tests/support/workshop.ts'

describe('a technician who goes over to another job', () => {
  it('KIOSK-MODE A-CLOCK WO-3: the job in hand goes on hold and the other one begins in one step; the clock follows', async () => {
    const { shop, owner, open, bay1, bay2, tom, tomAtTheKiosk } = await openWorkshop()
    const kiosk = await tomAtTheKiosk()
    const first = (await open({ bayId: bay1, technicianId: tom })).order.id
    const second = (await open({ bayId: bay2, technicianId: tom })).order.id
    await shop.get('workOrders.start', { workOrderId: first }, kiosk)
    shop.clock.at += 20 * MINUTE_MS
    expect(await shop.refused('workOrders.start', { workOrderId: second }, kiosk)).toMatchObject({ code: 'workOrders.technicianBusy' })
    await shop.get('workOrders.start', { workOrderId: second, holdsOther: 'Another job came first' }, kiosk)
    expect(await shop.get('workOrders.myJobs', {}, kiosk)).toMatchObject({
      inProgress: { id: second },
      onHold: [{ id: first, holdReason: 'Another job came first', workedMs: 20 * MINUTE_MS }],
    })
    expect((await shop.get('workOrders.get', { workOrderId: first }, owner)).bay?.id).toBe(bay1)
    expect(await shop.get('clock.mine', {}, kiosk)).toMatchObject({ activity: 'job', workOrderId: second })

    await shop.get('workOrders.resume', { workOrderId: first, holdsOther: 'Back to the first' }, kiosk)
    expect(await shop.get('workOrders.myJobs', {}, kiosk)).toMatchObject({ inProgress: { id: first }, onHold: [{ id: second }] })
  })

  it('KIOSK-MODE DB-TXN: a start that cannot have its bay leaves the job in hand running; a colleague’s job is nobody else’s to hold', async () => {
    const { shop, owner, open, bay1, bay2, tom, una, tomAtTheKiosk } = await openWorkshop()
    const kiosk = await tomAtTheKiosk()
    const first = (await open({ bayId: bay1, technicianId: tom })).order.id
    const same = (await open({ bayId: bay1, technicianId: tom })).order.id
    await shop.get('workOrders.start', { workOrderId: first }, kiosk)
    expect(await shop.refused('workOrders.start', { workOrderId: same, holdsOther: 'x' }, kiosk)).toMatchObject({ code: 'bays.occupied' })
    expect(await shop.get('workOrders.myJobs', {}, kiosk)).toMatchObject({ inProgress: { id: first }, onHold: [] })

    const unas = (await open({ bayId: bay2, technicianId: una })).order.id
    await shop.get('workOrders.start', { workOrderId: unas }, owner)
    const other = (await open({ technicianId: una })).order.id
    expect(await shop.refused('workOrders.start', { workOrderId: other, bayId: bay1, holdsOther: 'x' }, kiosk)).toMatchObject({
      code: 'workOrders.technicianBusy',
    })
  })
})
