import { afterEach, describe, expect, it } from 'vitest'
import { around } from '#tests/support/around.ts'
import { firstOf } from '#tests/support/counter.ts'
import { closeShops, linked, RULES } from '#tests/support/linked-shop.ts'

afterEach(closeShops)

const SHARED = new Set([
  'customer',
  'location',
  'vehicle',
  'bay',
  'employee',
  'work_order',
  'work_order_line',
  'work_order_service',
  'clock_punch',
  'catalog_item',
  'invoice',
  'invoice_line',
  'pos_seal',
])

/** Two devices of one shop with a started order on both, and pads on the shelf. */
async function openTwo() {
  const devices = [await linked(), await linked()] as const
  const [here, there] = devices
  const { get, owner } = here
  const centre = around(devices, new Set([...SHARED, ...Object.keys(RULES).filter((table) => table.startsWith('stock_'))]))
  const { id: locationId } = firstOf((await get('workspace.get', {}, owner)).locations)
  const { id: customerId } = await get('customers.create', { kind: 'person', name: 'Erika' }, owner)
  const { id: vehicleId } = await get('vehicles.create', { customerId, plate: 'B-XY 1', make: 'Opel', model: 'Corsa' }, owner)
  const { id: bayId } = await get('bays.create', { locationId, name: 'Bay 1' }, owner)
  const { id: technicianId } = await get('staff.create', { name: 'Tom', userId: null, isTechnician: true }, owner)
  const { id: placeId } = await get('inventory.createPlace', { locationId, name: 'Shelf' }, owner)
  const { id: pads } = await get('catalog.create', { name: 'pads', sku: 'PADS', priceMinor: 333, costMinor: 70 }, owner)
  await get('inventory.receive', { placeId, lines: [{ itemId: pads, qtyMilli: 10_000, unitCostMinor: 70 }] }, owner)
  const workOrderId = (await get('workOrders.open', { locationId, customerId, vehicleId, bayId, technicianId }, owner)).order.id
  centre.meet()
  return { devices, here, there, centre, bayId, pads, workOrderId, meet: () => [centre.meet(), centre.meet()] }
}

describe('an order on two devices', () => {
  it('STK-5 A-OFFLINE: a part that one device added while another finished the job has left the stock once it is invoiced', async () => {
    const { devices, here, there, centre, pads, workOrderId, meet } = await openTwo()
    await here.get('workOrders.addLine', { workOrderId, itemId: pads, qtyMilli: 1000 }, here.owner)
    await here.get('workOrders.start', { workOrderId }, here.owner)
    meet()
    await here.get('workOrders.finish', { workOrderId }, here.owner)
    await there.get('workOrders.addLine', { workOrderId, itemId: pads, qtyMilli: 2000 }, there.owner)
    meet()
    const invoice = await there.get('invoicing.issue', { workOrderId }, there.owner)
    expect(invoice.lines.map(({ qtyMilli }) => qtyMilli)).toEqual([1000, 2000])
    meet()
    for (const device of devices) expect(await device.get('inventory.ofItem', { itemId: pads }, device.owner)).toMatchObject({ qtyMilli: 7000 })
    expect(centre.refused).toEqual([])
  })

  it('WO-CRUD A-OFFLINE: a line in a service that another device removed stands without one, so that no sheet leaves it out', async () => {
    const { devices, here, there, workOrderId, meet } = await openTwo()
    const { serviceId } = await here.get('workOrders.addService', { workOrderId, title: 'Brakes' }, here.owner)
    meet()
    await here.get('workOrders.removeService', { serviceId }, here.owner)
    await there.get('workOrders.addLine', { workOrderId, serviceId, kind: 'part', description: 'Pads', unitPriceMinor: 10_000 }, there.owner)
    meet()
    for (const device of devices) {
      const { services, lines, totals } = await device.get('workOrders.get', { workOrderId }, device.owner)
      expect({ services, lines, totals }).toMatchObject({ services: [], lines: [{ serviceId: null, amountMinor: 10_000 }], totals: { netMinor: 10_000 } })
    }
  })

  it('BAY-RELEASE WO-CRUD A-OFFLINE: a job that was begun while another device removed its order is finished, frees its bay and is there again', async () => {
    const { devices, here, there, workOrderId, meet } = await openTwo()
    await there.get('workOrders.start', { workOrderId }, there.owner)
    await here.get('workOrders.remove', { workOrderId }, here.owner)
    meet()
    await there.get('workOrders.finish', { workOrderId }, there.owner)
    meet()
    for (const device of devices) {
      expect(device.all('SELECT state FROM bay')).toEqual([{ state: 'free' }])
      expect((await device.get('workOrders.list', {}, device.owner)).rows).toMatchObject([{ id: workOrderId, state: 'done', deleted: false }])
    }
  })

  it('BAY-RELEASE BAY-LOCK A-OFFLINE: a job that was begun in a bay which another device removed can be held, taken to another bay and finished', async () => {
    const { here, there, bayId, workOrderId, meet } = await openTwo()
    await there.get('workOrders.start', { workOrderId }, there.owner)
    await here.get('bays.remove', { bayId }, here.owner)
    meet()
    await there.get('workOrders.hold', { workOrderId, reason: 'The bay is gone', leavesBay: true }, there.owner)
    expect(there.all('SELECT state, work_order_id FROM bay')).toEqual([{ state: 'free', work_order_id: null }])
    expect(await there.refused('workOrders.resume', { workOrderId, bayId }, there.owner)).toMatchObject({ code: 'workOrders.unknownReference' })
    const { order } = await there.get('workOrders.get', { workOrderId }, there.owner)
    const { id: other } = await there.get('bays.create', { locationId: order.locationId, name: 'Bay 2' }, there.owner)
    await there.get('workOrders.resume', { workOrderId, bayId: other }, there.owner)
    await there.get('workOrders.finish', { workOrderId }, there.owner)
  })
})
