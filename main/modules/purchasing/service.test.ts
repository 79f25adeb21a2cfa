import { describe, expect, it } from 'vitest'
import { LONGEST_ORDER } from '#shared/modules/purchasing/model.ts'
import { signedIn } from '#tests/support/people.ts'
import { openWorkshop } from '#tests/support/workshop.ts'

async function openOffice() {
  const { shop, owner, locationId } = await openWorkshop()
  const placeId = (await shop.get('inventory.createPlace', { locationId, name: 'Parts room' }, owner)).id
  const part = async (name: string, costMinor: number) =>
    (await shop.get('catalog.create', { name, sku: name.toUpperCase(), costMinor, priceMinor: costMinor * 2 }, owner)).id
  const [pads, filter] = [await part('pads', 500), await part('filter', 300)]
  const supplierId = (await shop.get('purchasing.createSupplier', { name: 'Nordteile' }, owner)).id
  const draft = async () => (await shop.get('purchasing.createOrder', { supplierId, placeId }, owner)).head.id
  const level = async (itemId: typeof pads) => (await shop.get('inventory.ofItem', { itemId }, owner)).qtyMilli
  return { shop, owner, locationId, placeId, pads, filter, supplierId, draft, level }
}

describe('PUR-ORDER: purchase orders', () => {
  it('PUR-ORDER: suppliers have names of their own, go and come back', async () => {
    const { shop, owner, supplierId } = await openOffice()
    expect(await shop.refused('purchasing.createSupplier', { name: 'NORDTEILE ' }, owner)).toMatchObject({ code: 'purchasing.nameTaken' })
    expect(await shop.get('purchasing.updateSupplier', { supplierId, phone: '040 1', accountNumber: 'K 77' }, owner)).toMatchObject({
      name: 'Nordteile',
      accountNumber: 'K 77',
    })
    await shop.get('purchasing.removeSupplier', { supplierId }, owner)
    expect((await shop.get('purchasing.suppliers', {}, owner)).rows).toEqual([])
    const other = await shop.get('purchasing.createSupplier', { name: 'nordteile' }, owner)
    expect(await shop.refused('purchasing.restoreSupplier', { supplierId }, owner)).toMatchObject({ code: 'purchasing.nameTaken' })
    await shop.get('purchasing.removeSupplier', { supplierId: other.id }, owner)
    expect(await shop.get('purchasing.restoreSupplier', { supplierId }, owner)).toMatchObject({ deleted: false })
  })

  it('PUR-1 PUR-2 PUR-3: from draft over two receipts to received; what came in is what stock says', async () => {
    const { shop, owner, pads, filter, draft, level } = await openOffice()
    const orderId = await draft()
    expect(await shop.refused('purchasing.send', { orderId }, owner)).toMatchObject({ code: 'purchasing.noLines' })
    await shop.get('purchasing.addLine', { orderId, itemId: pads, qtyMilli: 4000 }, owner)
    const { lines } = await shop.get('purchasing.addLine', { orderId, itemId: filter, qtyMilli: 2000, unitCostMinor: 250 }, owner)
    const [first, second] = lines.map(({ id }) => id) as [never, never] // both are there
    expect(await shop.refused('purchasing.addLine', { orderId, itemId: pads }, owner)).toMatchObject({ code: 'purchasing.itemTaken', lineId: first })
    expect((await shop.get('purchasing.updateLine', { lineId: first, qtyMilli: 5000 }, owner)).head).toMatchObject({ netMinor: 3000, state: 'draft' })
    expect(await shop.refused('purchasing.receive', { orderId, lines: [{ lineId: first, qtyMilli: 1 }] }, owner)).toMatchObject({
      code: 'purchasing.wrongState',
      state: 'draft',
    })
    expect((await shop.get('purchasing.send', { orderId }, owner)).head).toMatchObject({ state: 'ordered', orderedAt: shop.clock.at })
    expect(await shop.refused('purchasing.removeLine', { lineId: first }, owner)).toMatchObject({ code: 'purchasing.wrongState', event: 'edit' })

    const part = await shop.get(
      'purchasing.receive',
      { orderId, documentNumber: 'DN 1', lines: [{ lineId: first, qtyMilli: 3000, unitCostMinor: 520 }] },
      owner,
    )
    expect([part.head.state, part.lines.map(({ receivedMilli }) => receivedMilli), await level(pads)]).toEqual(['ordered', [3000, 0], 3000])
    expect(await shop.refused('purchasing.cancel', { orderId }, owner)).toMatchObject({ code: 'purchasing.alreadyReceived' })
    const rest = {
      lines: [
        { lineId: first, qtyMilli: 2000 },
        { lineId: second, qtyMilli: 2500 },
      ],
    }
    const all = await shop.get('purchasing.receive', { orderId, ...rest }, owner)
    expect([all.head.state, all.lines.map(({ receivedMilli }) => receivedMilli), await level(filter)]).toEqual(['received', [5000, 2500], 2500])
    const { rows } = await shop.get('inventory.moves', { itemId: pads }, owner)
    expect(rows.map(({ reason, valueMinor, documentId, documentNumber }) => [reason, valueMinor, documentId, documentNumber])).toEqual([
      ['receipt', 1000, orderId, all.head.number],
      ['receipt', 1560, orderId, all.head.number],
    ])
    expect((await shop.get('purchasing.orders', { state: 'received' }, owner)).rows).toEqual([all.head])
  })

  it('PUR-3 PUR-4: a short delivery is closed, an order that nobody sent is cancelled', async () => {
    const { shop, owner, pads, draft } = await openOffice()
    const orderId = await draft()
    const { lines } = await shop.get('purchasing.addLine', { orderId, itemId: pads, qtyMilli: 4000 }, owner)
    await shop.get('purchasing.send', { orderId }, owner)
    await shop.get('purchasing.receive', { orderId, lines: [{ lineId: lines[0]?.id as never, qtyMilli: 1000 }] }, owner)
    expect((await shop.get('purchasing.complete', { orderId }, owner)).head.state).toBe('received')
    expect(await shop.refused('purchasing.complete', { orderId }, owner)).toMatchObject({ code: 'purchasing.wrongState' })
    const other = await draft()
    await shop.get('purchasing.updateOrder', { orderId: other, expectedOn: '2026-03-09', note: 'by van' }, owner)
    expect((await shop.get('purchasing.cancel', { orderId: other }, owner)).head).toMatchObject({
      state: 'cancelled',
      expectedOn: '2026-03-09',
      note: 'by van',
    })
  })

  it('PUR-5 INV-REORDER: levels at their limits become the lines of an order, and are not proposed again while it is open', async () => {
    const { shop, owner, placeId, pads, filter, supplierId, level } = await openOffice()
    await shop.get('inventory.setRule', { itemId: pads, placeId, reorderAtMilli: 4000, fillToMilli: 10_000 }, owner)
    await shop.get('inventory.setRule', { itemId: filter, placeId, criticalAtMilli: 1000, fillToMilli: 6000 }, owner)
    await shop.get('inventory.receive', { placeId, lines: [{ itemId: pads, qtyMilli: 3000, unitCostMinor: 480 }] }, owner)
    expect(
      (await shop.get('purchasing.suggestions', { placeId }, owner)).map(({ name, qtyMilli, suggestedMilli }) => [name, qtyMilli, suggestedMilli]),
    ).toEqual([
      ['filter', 0, 6000],
      ['pads', 3000, 7000],
    ])
    const { head, lines } = await shop.get('purchasing.createOrder', { supplierId, placeId, fillUp: true }, owner)
    expect([head.netMinor, lines.map(({ name, qtyMilli, unitCostMinor }) => [name, qtyMilli, unitCostMinor])]).toEqual([
      5300,
      [
        ['filter', 6000, 300],
        ['pads', 7000, 500],
      ],
    ])
    expect(await shop.get('purchasing.suggestions', { placeId }, owner)).toEqual([])
    expect(await shop.refused('purchasing.createOrder', { supplierId, placeId, fillUp: true }, owner)).toMatchObject({ code: 'purchasing.nothingToOrder' })
    await shop.get('purchasing.send', { orderId: head.id }, owner)
    await shop.get('purchasing.receive', { orderId: head.id, lines: lines.map(({ id, qtyMilli }) => ({ lineId: id, qtyMilli })) }, owner)
    expect([await level(pads), await level(filter), await shop.get('purchasing.suggestions', { placeId }, owner)]).toEqual([10_000, 6000, []])
  })

  it('PUR-5: an order that begins with what the limits ask for leaves out what is bought first of another supplier', async () => {
    const { shop, owner, placeId, pads, filter, supplierId } = await openOffice()
    for (const itemId of [pads, filter]) await shop.get('inventory.setRule', { itemId, placeId, reorderAtMilli: 1000, fillToMilli: 2000 }, owner)
    const other = (await shop.get('purchasing.createSupplier', { name: 'Suedteile' }, owner)).id
    await shop.get('purchasing.setOffer', { supplierId, itemId: pads }, owner)
    await shop.get('purchasing.setOffer', { supplierId: other, itemId: pads, preferred: true }, owner)
    const asked = async (of: object) => (await shop.get('purchasing.suggestions', { placeId, ...of }, owner)).map(({ name }) => name)
    expect([await asked({}), await asked({ supplierId }), await asked({ supplierId: other })]).toEqual([['filter', 'pads'], ['filter'], ['filter', 'pads']])
    const { lines } = await shop.get('purchasing.createOrder', { supplierId, placeId, fillUp: true }, owner)
    expect(lines.map(({ name }) => name)).toEqual(['filter'])
    expect(await shop.refused('purchasing.createOrder', { supplierId, placeId, fillUp: true }, owner)).toMatchObject({ code: 'purchasing.nothingToOrder' })
    // Of a supplier that is not there any more nothing is bought first.
    await shop.get('purchasing.removeSupplier', { supplierId: other }, owner)
    expect(await asked({ supplierId })).toEqual(['pads'])
  })

  it('PUR-5 INV-REORDER: more parts than one order holds hide neither those of another supplier nor the rest of them', async () => {
    const { shop, owner, placeId, supplierId } = await openOffice()
    const low = async (name: string, of: typeof supplierId) => {
      const itemId = (await shop.get('catalog.create', { name }, owner)).id
      await shop.get('inventory.setRule', { itemId, placeId, reorderAtMilli: 1000, fillToMilli: 2000 }, owner)
      await shop.get('purchasing.setOffer', { supplierId: of, itemId }, owner)
    }
    for (let n = 0; n <= LONGEST_ORDER; n++) await low(`bolt ${n}`, supplierId)
    const other = (await shop.get('purchasing.createSupplier', { name: 'Suedteile' }, owner)).id
    await low('zinc', other)
    const order = async (of: typeof supplierId) => (await shop.get('purchasing.createOrder', { supplierId: of, placeId, fillUp: true }, owner)).lines
    expect((await order(other)).map(({ name }) => name)).toEqual(['zinc'])
    expect([(await order(supplierId)).length, (await order(supplierId)).length]).toEqual([LONGEST_ORDER, 1])
  }, 60_000)

  it('PLAT-ERR: names what is not there, and a cashier sees no purchasing', async () => {
    const { shop, owner, placeId, supplierId, draft } = await openOffice()
    const nobody = '0190f3a2-0000-7abc-8def-000000000000' as never // an id of nothing
    expect(await shop.refused('purchasing.order', { orderId: nobody }, owner)).toMatchObject({ code: 'purchasing.unknownOrder' })
    expect(await shop.refused('purchasing.createOrder', { supplierId: nobody, placeId }, owner)).toMatchObject({ code: 'purchasing.unknownSupplier' })
    expect(await shop.refused('purchasing.createOrder', { supplierId, placeId: nobody }, owner)).toMatchObject({ code: 'inventory.unknownPlace' })
    expect(await shop.refused('purchasing.updateLine', { lineId: nobody, qtyMilli: 1 }, owner)).toMatchObject({ code: 'purchasing.unknownLine' })
    expect(await shop.refused('purchasing.addLine', { orderId: await draft(), itemId: nobody }, owner)).toMatchObject({ code: 'inventory.unknownItem' })
    const cashier = await signedIn(shop, 'cashier')
    expect(await shop.refused('purchasing.orders', {}, cashier.token)).toMatchObject({ code: 'platform.notAllowed' })
  })
})
