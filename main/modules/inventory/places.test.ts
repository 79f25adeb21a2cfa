import { describe, expect, it } from 'vitest'
import { openStore, proveSums } from '#tests/support/stock.ts'

describe('INV-WAREHOUSE: places that are removed', () => {
  it('STK-5 INV-WAREHOUSE: what left a place that is removed comes back to the first place, and is taken from there again', async () => {
    const store = await openStore()
    const { shop, owner, main, van, pads, level, receive, job, finish } = store
    await receive(pads, 2000, 500)
    const { workOrderId } = await job(pads, 2000)
    await finish(workOrderId)
    expect(await shop.get('inventory.removePlace', { placeId: main }, owner)).toMatchObject({ deleted: true })
    await shop.get('workOrders.reopen', { workOrderId }, owner)
    expect([await level(pads, main), await level(pads, van)]).toEqual([
      [0, 0, 'fine'],
      [2000, 1000, 'fine'],
    ])
    await finish(workOrderId)
    expect((await level(pads, van))?.slice(0, 2)).toEqual([0, 0])
    proveSums(store)
  })

  it('STK-5 INV-WAREHOUSE: where no place is left goods come back as soon as there is one', async () => {
    const store = await openStore()
    const { shop, owner, locationId, main, van, pads, level, receive, job, finish } = store
    await receive(pads, 2000, 500)
    const { workOrderId } = await job(pads, 2000)
    await finish(workOrderId)
    for (const placeId of [main, van]) await shop.get('inventory.removePlace', { placeId }, owner)
    const { lines } = await shop.get('workOrders.get', { workOrderId }, owner)
    const lineId = lines[0]?.id as never // the job's one line
    await shop.get('workOrders.updateLine', { lineId, qtyMilli: 1000 }, owner)
    expect((await level(pads, main))?.[0]).toBe(0)
    const { id: shelf } = await shop.get('inventory.createPlace', { locationId, name: 'Shelf' }, owner)
    await shop.get('workOrders.reopen', { workOrderId }, owner)
    expect(await level(pads, shelf)).toEqual([2000, 1000, 'fine'])
    proveSums(store)
  })

  it('INV-WAREHOUSE INV-COUNT: a place is not removed while counts, transfers or purchase orders of it are open', async () => {
    const { shop, owner, locationId, van, pads, receive } = await openStore()
    const refusal = () => shop.refused('inventory.removePlace', { placeId: van }, owner)
    const { id: countId } = await shop.get('inventory.startCount', { placeId: van }, owner)
    await receive(pads, 1000, 500, van)
    const moved = { fromPlaceId: van, toLocationId: locationId, lines: [{ itemId: pads, qtyMilli: 1000 }] }
    const { id: transferId } = (await shop.get('inventory.createTransfer', moved, owner)).head
    await shop.get('inventory.adjust', { itemId: pads, placeId: van, deltaMilli: -1000, note: 'lost' }, owner)
    const { id: supplierId } = await shop.get('purchasing.createSupplier', { name: 'Nordteile' }, owner)
    const { id: orderId } = (await shop.get('purchasing.createOrder', { supplierId, placeId: van }, owner)).head
    expect(await refusal()).toMatchObject({ code: 'inventory.placeBusy', name: 'Van', count: 3 })
    await shop.get('inventory.cancelCount', { countId }, owner)
    await shop.get('inventory.cancelTransfer', { transferId }, owner)
    await shop.get('purchasing.addLine', { orderId, itemId: pads, qtyMilli: 1000 }, owner)
    await shop.get('purchasing.send', { orderId }, owner)
    expect(await refusal()).toMatchObject({ code: 'inventory.placeBusy', count: 1 })
    await shop.get('purchasing.cancel', { orderId }, owner)
    expect(await shop.get('inventory.removePlace', { placeId: van }, owner)).toMatchObject({ deleted: true })
  })

  it('INV-WAREHOUSE INV-COUNT A-OFFLINE: a count of a place that another device removed meanwhile moves nothing', async () => {
    const { shop, owner, van, pads, level, asTheCentre } = await openStore()
    const { id: countId } = await shop.get('inventory.startCount', { placeId: van }, owner)
    await shop.get('inventory.enterCount', { countId, itemId: pads, countedMilli: 2000 }, owner)
    await shop.get('inventory.submitCount', { countId }, owner)
    asTheCentre(`UPDATE stock_place SET deleted = 1 WHERE id = '${van}'`)
    await shop.get('inventory.setPolicy', { recountMinor: 100_000 }, owner)
    expect(await shop.refused('inventory.approveCount', { countId }, owner)).toMatchObject({ code: 'inventory.unknownPlace', placeId: van })
    expect(await level(pads, van)).toBeUndefined()
  })
})
