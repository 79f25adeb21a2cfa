import { describe, expect, it } from 'vitest'
import { firstOf, openCounter } from '#tests/support/counter.ts'
import { signedIn } from '#tests/support/people.ts'
import { proveSums } from '#tests/support/stock.ts'

const cash = (amountMinor: number) => ({ method: 'cash' as const, amountMinor })

/** Fluid by lot, of which A1 has expired, and starters by serial number. */
async function openTracked() {
  const counter = await openCounter()
  const { shop, owner, placeId, refusedSale, sell } = counter
  const item = async (name: string, tracking: 'lot' | 'serial') =>
    (await shop.get('catalog.create', { name, sku: name, priceMinor: 1000, costMinor: 400, tracking, taxRateBp: 0 }, owner)).id
  const [fluid, starter] = [await item('fluid', 'lot'), await item('starter', 'serial')]
  const lot = (code: string, qtyMilli: number, expiresOn: string | null = null) => ({ code, qtyMilli, expiresOn })
  const lots = {
    fluid: [lot('A3', 5000), lot('A2', 2000, '2026-04-01'), lot('A1', 1000, '2026-02-01')],
    starter: [lot('S1', 1000), lot('S2', 1000), lot('S3', 1000)],
  }
  const receive = (itemId: typeof fluid, qtyMilli: number, own: typeof lots.fluid) =>
    shop.get('inventory.receive', { placeId, lines: [{ itemId, qtyMilli, unitCostMinor: 400, lots: own }] }, owner)
  await receive(fluid, 8000, lots.fluid)
  await receive(starter, 3000, lots.starter)
  const named = (...codes: string[]) => ({ lots: codes.map((code) => ({ code, qtyMilli: 1000 })) })
  return {
    ...counter,
    fluid,
    starter,
    named,
    sellOf: (itemId: typeof fluid, count: number, own: object = {}, token = owner) =>
      sell({ lines: [counter.line(itemId, count * 1000, 1000, own)], payments: [cash(count * 1000)] }, token),
    refusedOf: (itemId: typeof fluid, count: number, own: object = {}, token = owner) =>
      refusedSale({ lines: [counter.line(itemId, count * 1000, 1000, own)], payments: [cash(count * 1000)] }, token),
    shelf: async (itemId: typeof fluid) => (await shop.get('inventory.lots', { itemId }, owner)).rows.map(({ code, qtyMilli }) => `${code} ${qtyMilli / 1000}`),
  }
}
const saidOf = (lots: readonly { code: string; qtyMilli: number }[]) => lots.map(({ code, qtyMilli }) => `${code} ${qtyMilli / 1000}`)

describe('POS-SALE INV-LOT: lots and serial numbers over the counter', () => {
  it('POS-10 STK-7 INV-LOT: what nobody names leaves by expiry, never what has expired; the line says which', async () => {
    const { fluid, sellOf, shelf } = await openTracked()
    const done = await sellOf(fluid, 3)
    expect(saidOf(firstOf(done.lines).lots)).toEqual(['A2 2', 'A3 1'])
    expect(await shelf(fluid)).toEqual(['A1 1', 'A3 4'])
  })

  it('POS-10 STK-7 INV-LOT: a named lot leaves; an expired one by a manager’s word, a blocked one by nobody’s', async () => {
    const { shop, owner, fluid, sellOf, refusedOf, named, shelf } = await openTracked()
    const { token } = await signedIn(shop, 'cashier')
    expect(saidOf(firstOf((await sellOf(fluid, 2, named('a 3'), token)).lines).lots)).toEqual(['A3 1', 'A2 1'])
    expect(await refusedOf(fluid, 1, named('A1'), token)).toMatchObject({ code: 'inventory.lotExpired', scanned: 'A1' })
    expect(saidOf(firstOf((await sellOf(fluid, 1, named('A1'))).lines).lots)).toEqual(['A1 1'])
    const [known] = await shop.get('inventory.findLot', { code: 'A3' }, owner)
    await shop.get('inventory.changeLot', { lotId: firstOf(known ? [known.id] : []), blocked: 'recall' }, owner)
    expect(await refusedOf(fluid, 1, named('A3'))).toMatchObject({ code: 'inventory.lotBlocked', reason: 'recall' })
    expect(await refusedOf(fluid, 1, named('A2', 'A3'))).toMatchObject({ code: 'inventory.lotsDiffer' })
    expect(await shelf(fluid)).toEqual(['A2 1', 'A3 4'])
  })

  it('POS-10 INV-LOT: a serial number is named by who hands it over, once; one that nobody knew is in the customer’s hand all the same', async () => {
    const { starter, sellOf, refusedOf, named, shelf, sell, line } = await openTracked()
    expect(await refusedOf(starter, 1)).toMatchObject({ code: 'inventory.lotNeeded', name: 'starter' })
    expect(await refusedOf(starter, 2, named('S1', 's1'))).toMatchObject({ code: 'inventory.serialTaken' })
    const two = [line(starter, 1000, 1000, named('S2')), line(starter, 1000, 1000, named('S3'))]
    expect((await sell({ lines: two, payments: [cash(2000)] })).lines.map(({ lots }) => saidOf(lots))).toEqual([['S2 1'], ['S3 1']])
    const strange = await sellOf(starter, 1, named('X9'))
    expect(saidOf(firstOf(strange.lines).lots)).toEqual(['X9 1'])
    expect(await shelf(starter)).toEqual(['S1 1', 'X9 -1'])
  })

  it('POS-10 POS-RETURN INV-LOT: that lot comes back to the shelf, and no number that was not sold', async () => {
    const tracked = await openTracked()
    const { shop, owner, starter, fluid, sellOf, sell, refusedSale, named, shelf } = tracked
    const done = await sellOf(starter, 3, named('S1', 'S2', 'S3'))
    const { id: lineId } = firstOf(done.lines)
    const back = (code: string) => ({ returns: [{ lineId, qtyMilli: 1000, ...named(code) }], payments: [cash(-1000)] })
    expect(await refusedSale(back('X1'))).toMatchObject({ code: 'pos.lotNotSold', description: 'starter' })
    expect(saidOf(firstOf((await sell(back('S2'))).lines).lots)).toEqual(['S2 1'])
    expect(await refusedSale(back('S2'))).toMatchObject({ code: 'pos.lotNotSold' })
    expect(await shelf(starter)).toEqual(['S2 1'])
    expect(saidOf(firstOf((await shop.get('pos.sale', { saleId: done.id }, owner)).lines).leftLots)).toEqual(['S1 1', 'S3 1'])
    const mixed = await sellOf(fluid, 4)
    await sell({ returns: [{ lineId: firstOf(mixed.lines).id, qtyMilli: 2000, ...named('A3') }], payments: [cash(-2000)] })
    expect(await shelf(fluid)).toEqual(['A1 1', 'A2 1', 'A3 4'])
    proveSums(tracked)
  })
})

describe('POS-RETURN: what becomes of goods that come back', () => {
  it('POS-RETURN INV-MOVE: to the shelf, written off with a reason of its own, or to the supplier; never counted as taken by the sale', async () => {
    const tracked = await openTracked()
    const { shop, owner, sell, refusedSale, line, pads, stock, starter, sellOf, named, shelf } = tracked
    const sold = await sell({ lines: [line(pads, 5000, 1000)], payments: [{ method: 'card', amountMinor: 5950, reference: 'T' }] })
    const { id: lineId } = firstOf(sold.lines)
    const returns = [
      { lineId, qtyMilli: 1000 },
      { lineId, qtyMilli: 2000, disposition: 'damaged' as const },
    ]
    const done = await sell({ returns, payments: [cash(-3570)] })
    expect(done.lines.map(({ qtyMilli, disposition }) => [qtyMilli, disposition])).toEqual([
      [-1000, 'stock'],
      [-2000, 'damaged'],
    ])
    expect(await stock(pads)).toBe(6000)
    const [off] = (await shop.get('inventory.moves', { itemId: pads, limit: 1 }, owner)).rows
    expect(off).toMatchObject({ reason: 'damage', deltaMilli: -2000, valueMinor: -4000, documentNumber: done.number, documentKind: 'sale' })
    const toSupplier = { returns: [{ lineId, qtyMilli: 1000, disposition: 'supplier' as const }], payments: [cash(-1190)] }
    expect(await refusedSale(toSupplier)).toMatchObject({ code: 'pos.noSupplier', description: 'pads' })
    const supplierId = (await shop.get('purchasing.createSupplier', { name: 'Brembo' }, owner)).id
    await shop.get('purchasing.setOffer', { supplierId, itemId: pads, packMinor: 2000 }, owner)
    const sent = await sell(toSupplier)
    expect(await stock(pads)).toBe(7000)
    const [head] = (await shop.get('purchasing.returns', {}, owner)).rows
    expect(head).toMatchObject({ state: 'toReturn', reason: 'defective', note: sent.number, supplierName: 'Brembo' })
    await shop.get('purchasing.sendReturn', { returnId: firstOf(head ? [head.id] : []) }, owner)
    expect(await stock(pads)).toBe(6000)
    // Of a serial number that one is written off.
    const unit = await sellOf(starter, 2, named('S1', 'S3'))
    await sell({ returns: [{ lineId: firstOf(unit.lines).id, qtyMilli: 1000, disposition: 'damaged', ...named('S3') }], payments: [cash(-1000)] })
    expect(await shelf(starter)).toEqual(['S2 1'])
    // The rest of the first sale comes back as if nothing else had happened.
    await sell({ returns: [{ lineId, qtyMilli: 1000 }], payments: [cash(-1190)] })
    expect(await stock(pads)).toBe(7000)
    proveSums(tracked)
  })

  it('POS-SALE POS-RETURN: a basket with returns and a deposit waits, and comes back as it was', async () => {
    const { shop, owner, locationId, sell, line, pads } = await openTracked()
    const sold = await sell({ lines: [line(pads, 2000, 1000)], payments: [cash(2380)] })
    const back = { saleId: sold.id, lineId: firstOf(sold.lines).id, qtyMilli: 1000, disposition: 'damaged' as const, lots: [] }
    const basket = { customerId: null, lines: [], returns: [back], depositMinor: 500, accountMinor: 0 }
    const waiting = await shop.get('pos.park', { locationId, label: '', basket }, owner)
    expect(waiting).toMatchObject({ lineCount: 1, basket })
    expect(await shop.get('pos.parked', { locationId }, owner)).toEqual([waiting])
    expect((await shop.get('pos.recall', { parkedId: waiting.id }, owner)).basket).toEqual(basket)
  })

  it('CAT-7 POS-SALE INV-VARIANT: what comes in variants is not sold itself; its code means one of them', async () => {
    const { shop, owner, sell, refusedSale, line, pads } = await openTracked()
    const size = (value: string) => shop.get('catalog.addVariant', { itemId: pads, options: [{ name: 'Size', value }] }, owner)
    const [small, large] = [await size('S'), await size('L')]
    expect(await refusedSale({ lines: [line(pads, 1000, 4990)], payments: [cash(5938)] })).toMatchObject({ code: 'catalog.chooseVariant', name: 'pads' })
    expect((await shop.get('catalog.byCode', { code: '4006381333931' }, owner)).map(({ item }) => item.id)).toEqual([small.id, large.id])
    expect((await shop.get('catalog.variants', { itemId: pads }, owner)).map(({ item }) => item.name)).toEqual(['pads S', 'pads L'])
    expect(await shop.refused('catalog.variants', { itemId: crypto.randomUUID() as never }, owner)).toMatchObject({ kind: 'invalid' })
    await sell({ lines: [line(small.id, 1000, 4990)], payments: [cash(5938)] })
    for (const one of [small, large]) await shop.get('catalog.remove', { itemId: one.id }, owner)
    expect(await sell({ lines: [line(pads, 1000, 4990)], payments: [cash(5938)] })).toMatchObject({ totalMinor: 5938 })
  })
})
