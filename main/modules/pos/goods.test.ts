import { describe, expect, it } from 'vitest'
import { firstOf, openCounter } from '#tests/support/counter.ts'
import { signedIn } from '#tests/support/people.ts'

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
