import { afterEach, describe, expect, it } from 'vitest'
import { around } from '#tests/support/around.ts'
import { closeShops, linked, RULES } from '#tests/support/linked-shop.ts'

afterEach(closeShops)

/** What the devices tell each other here: each has a company and people of its own. */
const SHARED = new Set([...Object.keys(RULES).filter((table) => /^(stock|purchase)_/.test(table)), 'supplier', 'part_request', 'catalog_item', 'location'])

async function openTwo() {
  const devices = [await linked(), await linked()] as const
  const [here, there] = devices
  const { owner } = here
  const centre = around(devices, SHARED)
  const [location] = (await here.get('workspace.get', {}, owner)).locations
  if (!location) throw new Error('a shop has a location')
  const placeId = (await here.get('inventory.createPlace', { locationId: location.id, name: 'Parts room' }, owner)).id
  const item = async (name: string) => (await here.get('catalog.create', { name, sku: name, costMinor: 100 }, owner)).id
  const [pads, oil] = [await item('pads'), await item('oil')]
  const supplierId = (await here.get('purchasing.createSupplier', { name: 'Nordteile' }, owner)).id
  return { devices, here, there, centre, placeId, pads, oil, supplierId }
}

describe('purchase orders on several devices', () => {
  it('PUR-2 PUR-ORDER A-OFFLINE: a draft that two devices wrote on comes to the sum of its lines; a part that both put on it has come when both lines have', async () => {
    const { devices, here, there, centre, placeId, pads, oil, supplierId } = await openTwo()
    await here.get('inventory.setRule', { itemId: pads, placeId, reorderAtMilli: 6000, fillToMilli: 20_000 }, here.owner)
    const orderId = (await here.get('purchasing.createOrder', { supplierId, placeId }, here.owner)).head.id
    centre.meet()
    await here.get('purchasing.addLine', { orderId, itemId: pads, qtyMilli: 5000 }, here.owner)
    await there.get('purchasing.addLine', { orderId, itemId: oil, qtyMilli: 1500 }, there.owner)
    await there.get('purchasing.addLine', { orderId, itemId: pads, qtyMilli: 5000 }, there.owner)
    centre.meet()
    for (const device of devices) {
      expect((await device.get('purchasing.order', { orderId }, device.owner)).head.netMinor).toBe(1150)
      expect((await device.get('purchasing.orders', {}, device.owner)).rows).toMatchObject([{ netMinor: 1150 }])
    }
    const { lines } = await here.get('purchasing.send', { orderId }, here.owner)
    const came = lines.filter(({ itemId }) => itemId === pads)
    const receive = (qtyMilli: number) => here.get('purchasing.receive', { orderId, lines: [{ lineId: came[1]?.id as never, qtyMilli }] }, here.owner)
    const received = (order: Awaited<ReturnType<typeof receive>>) => order.lines.filter(({ itemId }) => itemId === pads).map((line) => line.receivedMilli)
    expect(received(await receive(6000))).toEqual([5000, 1000])
    expect(await here.get('purchasing.backOrders', {}, here.owner)).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'pads', qtyMilli: 5000, receivedMilli: 1000 })]),
    )
    expect((await here.get('purchasing.ofItem', { itemId: pads }, here.owner)).map(({ receivedMilli }) => receivedMilli)).toEqual([5000, 1000])
    expect(await here.get('purchasing.suggestions', { placeId }, here.owner)).toEqual([]) // 6 here and 4 to come are above 6
    expect(received(await receive(4500))).toEqual([5000, 5500])
  })

  it('PUR-7 PART-SPECIAL A-OFFLINE: who waits for a part has it when it came in pieces on two devices', async () => {
    const { devices, here, there, centre, placeId, pads, supplierId } = await openTwo()
    await here.get('purchasing.request', { placeId, itemId: pads, qtyMilli: 4000, supplierId }, here.owner)
    const { head, lines } = await here.get('purchasing.orderWanted', { supplierId, placeId, itemIds: [pads] }, here.owner)
    await here.get('purchasing.send', { orderId: head.id }, here.owner)
    centre.meet()
    for (const device of devices)
      await device.get('purchasing.receive', { orderId: head.id, lines: [{ lineId: lines[0]?.id as never, qtyMilli: 2000 }] }, device.owner)
    centre.meet()
    expect(await there.get('purchasing.complete', { orderId: head.id }, there.owner)).toMatchObject({
      head: { state: 'received' },
      requests: [{ state: 'received' }],
    })
    expect(await there.get('purchasing.wanted', { placeId }, there.owner)).toEqual([])
  })
})
