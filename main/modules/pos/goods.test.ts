import { describe, expect, it } from 'vitest'
import { firstOf, openCounter } from '#tests/support/counter.ts'
import { signedIn } from '#tests/support/people.ts'
import { proveSums } from '#tests/support/stock.ts'

const cash = (amountMinor: number) => ({ method: 'cash' as const, amountMinor })

describe('POS-SALE: prices, kits and cores of the catalogue', () => {
  it('CAT-6 POS-7: the price of a group and of a quantity is no discount, also for who may give none', async () => {
    const { shop, owner, sell, refusedSale, line, pads } = await openCounter()
    await shop.get('catalog.setPrice', { itemId: pads, priceGroup: 'Trade', priceMinor: 3000 }, owner)
    await shop.get('catalog.setPrice', { itemId: pads, minQtyMilli: 4000, priceMinor: 4000 }, owner)
    const customerId = (await shop.get('customers.create', { name: 'Taxi Meier', priceGroup: 'Trade' }, owner)).id
    await shop.get('pos.setPolicy', { discountBp: { owner: 10_000, manager: 0, cashier: 0, staff: 0, technician: 0, warehouse: 0, viewer: 0 } }, owner)
    const { token } = await signedIn(shop, 'cashier')
    expect(await sell({ customerId, lines: [line(pads, 1000, 3000)], payments: [cash(3570)] }, token)).toMatchObject({ totalMinor: 3570 })
    expect(await sell({ lines: [line(pads, 4000, 4000)], payments: [cash(19_040)] }, token)).toMatchObject({ totalMinor: 19_040 })
    expect(await refusedSale({ lines: [line(pads, 1000, 3000)], payments: [cash(3570)] }, token)).toMatchObject({ code: 'pos.discountTooHigh' })
  })

  it('INV-PRODUCT POS-SALE: the price of a kit covers its parts, which leave stock and stand on the sale', async () => {
    const { shop, owner, sell, line, pads, oil, stock } = await openCounter()
    const kit = (await shop.get('catalog.create', { name: 'Service kit', priceMinor: 9900 }, owner)).id
    await shop.get('catalog.relate', { itemId: kit, kind: 'part', otherId: oil, qtyMilli: 4500 }, owner)
    await shop.get('catalog.relate', { itemId: kit, kind: 'part', otherId: pads }, owner)
    const done = await sell({ lines: [line(kit, 2000, 9900)], payments: [cash(23_562)] })
    expect(done.lines.map(({ description, qtyMilli, netMinor }) => [description, qtyMilli, netMinor])).toEqual([
      ['Service kit', 2000, 19_800],
      ['oil', 9000, 0],
      ['pads', 2000, 0],
    ])
    expect([await stock(oil), await stock(pads)]).toEqual([11_000, 8000])
  })

  it('PART-CORE POS-RETURN: a deposit over the counter is followed, and comes back with the old part', async () => {
    const { shop, owner, sell, line, pads } = await openCounter()
    const core = (await shop.get('catalog.create', { name: 'Core', kind: 'fee', priceMinor: 2000, costMinor: 1500 }, owner)).id
    await shop.get('catalog.relate', { itemId: pads, kind: 'core', otherId: core }, owner)
    const done = await sell({ lines: [line(pads, 1000, 4990), line(core, 1000, 2000)], payments: [cash(8318)] })
    const cores = async () =>
      (await shop.get('purchasing.cores', {}, owner)).rows.map((one) => [one.state, one.documentNumber, one.depositMinor, one.refundMinor])
    expect(await cores()).toEqual([['out', done.number, 2000, 0]])
    const [, second] = done.lines
    await sell({ lines: [], returns: [{ lineId: firstOf(second ? [second.id] : []), qtyMilli: 1000 }], payments: [cash(-2380)] })
    expect(await cores()).toEqual([['here', done.number, 2000, 2000]])
  })
})

describe('POS-RETURN: at another location than they were sold', () => {
  it('POS-RETURN INV-MOVE: goods lie where they came back, at what they had cost, and leave from there', async () => {
    const counter = await openCounter()
    const { shop, owner, sell, line, pads, placeId, till } = counter
    const north = { name: 'North', address: '', phone: '', opensAtMinutes: 480, closesAtMinutes: 1080, openWeekdays: '12345' }
    const locationId = (await shop.get('workspace.addLocation', north, owner)).id
    const there = (await shop.get('inventory.createPlace', { locationId, name: 'North shelf' }, owner)).id
    await shop.get('inventory.receive', { placeId: there, lines: [{ itemId: pads, qtyMilli: 5000, unitCostMinor: 3000 }] }, owner)
    const levels = async () => {
      const found = (await shop.get('inventory.ofItem', { itemId: pads }, owner)).levels
      return [placeId, there].map((id) => found.filter((one) => one.placeId === id).map(({ qtyMilli, valueMinor }) => [qtyMilli, valueMinor])[0])
    }
    const sold = await sell({ lines: [line(pads, 4000, 1000)], payments: [cash(4760)] })
    await shop.get('pos.closeTill', { tillId: till.id, counts: [] }, owner)
    await shop.get('pos.openTill', { locationId, counts: [{ worthMinor: 10_000, pieces: 1 }] }, owner)
    const back = (disposition: 'stock' | 'damaged' | 'supplier') =>
      sell({ returns: [{ lineId: firstOf(sold.lines).id, qtyMilli: 1000, disposition }], payments: [cash(-1190)] })

    const { number } = await back('stock')
    expect(await levels()).toEqual([
      [6000, 12_000],
      [6000, 17_000],
    ])
    const [moved] = (await shop.get('inventory.moves', { itemId: pads, limit: 1 }, owner)).rows
    expect(moved).toMatchObject({ placeName: 'North shelf', reason: 'transferIn', documentNumber: number })
    await back('damaged')
    expect((await levels()).map((level) => level?.[0])).toEqual([6000, 6000])
    const supplierId = (await shop.get('purchasing.createSupplier', { name: 'Brembo' }, owner)).id
    await shop.get('purchasing.setOffer', { supplierId, itemId: pads, packMinor: 2000 }, owner)
    // Where it was bought first they are not there any more.
    const gone = (await shop.get('purchasing.createSupplier', { name: 'Bosch' }, owner)).id
    await shop.get('purchasing.setOffer', { supplierId: gone, itemId: pads, preferred: true }, owner)
    await shop.get('purchasing.removeSupplier', { supplierId: gone }, owner)
    await back('supplier')
    expect((await levels()).map((level) => level?.[0])).toEqual([6000, 7000])
    const { head } = firstOf((await shop.get('purchasing.returns', {}, owner)).rows.map((one) => ({ head: one })))
    expect(head.supplierName).toBe('Brembo')
    await shop.get('purchasing.sendReturn', { returnId: head.id }, owner)
    expect((await levels()).map((level) => level?.[0])).toEqual([6000, 6000])
    // What comes back where it was sold still goes on that shelf.
    await shop.get('pos.closeTill', { tillId: (await shop.get('pos.till', {}, owner))?.till.id as never, counts: [] }, owner)
    await shop.get('pos.openTill', { locationId: counter.locationId, counts: [{ worthMinor: 10_000, pieces: 1 }] }, owner)
    await back('stock')
    expect((await levels()).map((level) => level?.[0])).toEqual([7000, 6000])
    proveSums(counter)
  })

  it('POS-RETURN INV-LOT: a serial number lies at the location at which it came back, also where that keeps no other goods', async () => {
    const counter = await openCounter()
    const { shop, owner, sell, line, placeId, till } = counter
    const itemId = (
      await shop.get('catalog.create', { name: 'starter', sku: 'starter', priceMinor: 1000, costMinor: 400, tracking: 'serial', taxRateBp: 0 }, owner)
    ).id
    const lots = ['S1', 'S2'].map((code) => ({ code, qtyMilli: 1000 }))
    await shop.get('inventory.receive', { placeId, lines: [{ itemId, qtyMilli: 2000, unitCostMinor: 400, lots }] }, owner)
    const sold = await sell({ lines: [line(itemId, 2000, 1000, { lots })], payments: [cash(2000)] })
    const north = { name: 'North', address: '', phone: '', opensAtMinutes: 480, closesAtMinutes: 1080, openWeekdays: '12345' }
    const locationId = (await shop.get('workspace.addLocation', north, owner)).id
    const there = (await shop.get('inventory.createPlace', { locationId, name: 'North shelf' }, owner)).id
    await shop.get('pos.closeTill', { tillId: till.id, counts: [] }, owner)
    await shop.get('pos.openTill', { locationId, counts: [{ worthMinor: 10_000, pieces: 1 }] }, owner)
    await sell({ returns: [{ lineId: firstOf(sold.lines).id, qtyMilli: 1000, lots: [{ code: 'S2', qtyMilli: 1000 }] }], payments: [cash(-1000)] })
    const shelf = async (at: typeof placeId) =>
      (await shop.get('inventory.lots', { itemId, placeId: at }, owner)).rows.map(({ code, qtyMilli }) => [code, qtyMilli])
    expect([await shelf(placeId), await shelf(there)]).toEqual([[], [['S2', 1000]]])
    proveSums(counter)
  })
})
