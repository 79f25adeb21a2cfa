import { describe, expect, it } from 'vitest'
import type { Id } from '#shared/kernel/ids.ts'
import { sheetOf } from './parts/sheet.ts'
import { pagesOf } from '#tests/support/pdf.ts'
import { signedIn } from '#tests/support/people.ts'
import { openWorkshop, orderAfter } from '#tests/support/workshop.ts'

async function openParts() {
  const workshop = await openWorkshop()
  const { shop, owner, locationId } = workshop
  const placeId = (await shop.get('inventory.createPlace', { locationId, name: 'Parts room' }, owner)).id
  const item = async (name: string, costMinor: number, kind: 'part' | 'fee' = 'part') =>
    (await shop.get('catalog.create', { name, sku: name.toUpperCase(), costMinor, priceMinor: costMinor * 2, kind }, owner)).id
  const [pads, plug, core] = [await item('pads', 500), await item('plug', 100), await item('old caliper', 3000, 'fee')]
  const [nord, sued] = [
    (await shop.get('purchasing.createSupplier', { name: 'Nordteile', accountNumber: 'K 77' }, owner)).id,
    (await shop.get('purchasing.createSupplier', { name: 'Suedteile' }, owner)).id,
  ]
  const level = async (itemId: Id<'item'>) => {
    const { qtyMilli, valueMinor } = await shop.get('inventory.ofItem', { itemId }, owner)
    return [qtyMilli, valueMinor]
  }
  /** An order on the road. */
  const sent = async (lines: readonly { itemId: Id<'item'>; qtyMilli: number; unitCostMinor?: number }[]) => {
    const orderId = (await shop.get('purchasing.createOrder', { supplierId: nord, placeId }, owner)).head.id
    for (const line of lines) await shop.get('purchasing.addLine', { orderId, ...line }, owner)
    return shop.get('purchasing.send', { orderId }, owner)
  }
  return { ...workshop, placeId, pads, plug, core, nord, sued, level, sent }
}

describe('PUR-ORDER: packs, prices and freight', () => {
  it('INV-PRODUCT PUR-ORDER: what is bought in boxes of twelve is sold one by one; the order speaks of both', async () => {
    const { shop, owner, placeId, plug, nord, level } = await openParts()
    const offer = { supplierId: nord, itemId: plug, code: 'ZK-12', packUnit: 'box', packMilli: 12_000, packMinor: 1000 }
    expect(await shop.get('purchasing.setOffer', offer, owner)).toMatchObject({ supplierName: 'Nordteile', preferred: true, packMilli: 12_000 })
    const orderId = (await shop.get('purchasing.createOrder', { supplierId: nord, placeId }, owner)).head.id
    const { head, lines } = await shop.get('purchasing.addLine', { orderId, itemId: plug, qtyMilli: 24_000 }, owner)
    expect([head.netMinor, lines]).toMatchObject([2000, [{ supplierCode: 'ZK-12', packUnit: 'box', packMilli: 12_000, unitCostMinor: 1000 }]])
    await shop.get('purchasing.send', { orderId }, owner)
    await shop.get('purchasing.receive', { orderId, lines: [{ lineId: lines[0]?.id as never, qtyMilli: 12_000 }] }, owner)
    expect(await level(plug)).toEqual([12_000, 1000])
    expect((await shop.get('catalog.get', { itemId: plug }, owner)).costMinor).toBe(83)
    expect(await shop.get('purchasing.backOrders', {}, owner)).toMatchObject([
      { name: 'plug', qtyMilli: 24_000, receivedMilli: 12_000, supplierName: 'Nordteile' },
    ])
    const printed = await shop.get('purchasing.pdf', { orderId }, owner)
    const text = pagesOf(Buffer.from(printed.base64, 'base64')).join('\n')
    for (const words of ['Purchase order', head.number, 'ZK-12', '2 × box of 12 pc', 'K 77']) expect(text).toContain(words)
  })

  it('INV-PRODUCT: a supplier’s number stands at one item, and an item is bought first in one place', async () => {
    const { shop, owner, pads, plug, core, nord, sued } = await openParts()
    await shop.get('purchasing.setOffer', { supplierId: nord, itemId: pads, code: 'B-100 5' }, owner)
    expect(await shop.refused('purchasing.setOffer', { supplierId: nord, itemId: plug, code: 'b-1005' }, owner)).toMatchObject({
      code: 'purchasing.codeTaken',
      itemId: pads,
    })
    expect(await shop.refused('purchasing.setOffer', { supplierId: nord, itemId: core }, owner)).toMatchObject({ code: 'inventory.notAPart' })
    const second = await shop.get('purchasing.setOffer', { supplierId: sued, itemId: pads, packMinor: 450, preferred: true }, owner)
    expect((await shop.get('purchasing.offers', { itemId: pads }, owner)).map((one) => [one.supplierName, one.preferred])).toEqual([
      ['Suedteile', true],
      ['Nordteile', false],
    ])
    await shop.get('purchasing.removeOffer', { offerId: second.id }, owner)
    expect(await shop.refused('purchasing.removeOffer', { offerId: second.id }, owner)).toMatchObject({ code: 'purchasing.unknownOffer' })
  })

  it('PUR-6 PUR-ORDER FIN-PRECISION: freight and duty are in the value of what came, to the cent, and the price difference is kept', async () => {
    const { shop, owner, pads, plug, level, sent } = await openParts()
    const { head, lines } = await sent([
      { itemId: pads, qtyMilli: 3000, unitCostMinor: 500 },
      { itemId: plug, qtyMilli: 10_000, unitCostMinor: 100 },
    ])
    const [first, second] = lines.map(({ id }) => id) as [never, never] // both are there
    const came = [
      { lineId: first, qtyMilli: 3000, unitCostMinor: 520 },
      { lineId: second, qtyMilli: 10_000 },
    ]
    const { costs } = await shop.get('purchasing.receive', { orderId: head.id, documentNumber: 'DN 7', freightMinor: 900, dutyMinor: 101, lines: came }, owner)
    const [[, padsValue], [, plugValue]] = [await level(pads), await level(plug)]
    expect((padsValue ?? 0) + (plugValue ?? 0)).toBe(3 * 520 + 1000 + 1001)
    expect(costs.map(({ beforeMinor, packMinor, landedMinor, documentNumber }) => [beforeMinor, packMinor, landedMinor, documentNumber])).toEqual([
      [500, 520, 610, 'DN 7'],
      [100, 100, 391, 'DN 7'],
    ])
    expect((await shop.get('purchasing.costs', { itemId: pads }, owner)).rows).toMatchObject([{ source: 'receipt', packMinor: 520, supplierName: 'Nordteile' }])
  })

  it('LOC-RTL PUR-ORDER: an order is printed from right to left in Arabic', async () => {
    const { shop, owner, pads, nord, sent } = await openParts()
    const order = await sent([{ itemId: pads, qtyMilli: 2000 }])
    const seller = {
      name: 'ورشة',
      address: '',
      phone: '',
      email: '',
      taxId: '',
      locationName: '',
      locationAddress: 'Kai 4',
      locationPhone: '',
      zone: 'Europe/Berlin',
    }
    const supplier = (await shop.get('purchasing.suppliers', {}, owner)).rows.find(({ id }) => id === nord)
    expect(sheetOf({ order, supplier, seller, currency: 'EUR', footer: '' }, 'ar')).toMatchObject({ rightToLeft: true, title: 'طلب شراء', stamp: '' })
    expect((await shop.get('purchasing.pdf', { orderId: order.head.id, language: 'ar' }, owner)).base64.length).toBeGreaterThan(1000)
  })
})

describe('PART-SPECIAL: parts that jobs wait for', () => {
  it('PUR-7 PART-SPECIAL: wanted, ordered, received, fitted; the job tells which', async () => {
    const { shop, owner, open, placeId, nord, pads, level, bay1, tom } = await openParts()
    const { order } = await open({ bayId: bay1, technicianId: tom })
    const workOrderId = order.id
    await shop.get('purchasing.setOffer', { supplierId: nord, itemId: pads, packMilli: 2000, packMinor: 900 }, owner)
    const { lineId } = await shop.get('workOrders.addLine', { workOrderId, itemId: pads, qtyMilli: 1000 }, owner)
    const free = await shop.get('workOrders.addLine', { workOrderId, kind: 'part', description: 'Alternator, exchange', unitPriceMinor: 22_000 }, owner)
    const request = await shop.get('workOrders.requestPart', { lineId, neededOn: '2026-03-04' }, owner)
    expect(request).toMatchObject({ state: 'wanted', jobNumber: order.number, jobLabel: expect.stringContaining('Erika Muster'), itemId: pads })
    expect(await shop.refused('workOrders.requestPart', { lineId }, owner)).toMatchObject({ code: 'workOrders.alreadyRequested' })
    const special = await shop.get('workOrders.requestPart', { lineId: free.lineId, supplierId: nord }, owner)
    expect(special).toMatchObject({ name: 'Alternator, exchange', supplierId: nord })

    const [group] = await shop.get('purchasing.wanted', { placeId }, owner)
    expect(group).toMatchObject({
      supplierName: 'Nordteile',
      parts: [{ name: 'pads', jobsMilli: 1000, orderMilli: 2000, amountMinor: 900 }, { name: 'Alternator, exchange' }],
    })
    const draft = await shop.get('purchasing.orderWanted', { supplierId: nord, placeId, itemIds: [pads, special.itemId] }, owner)
    expect([draft.head.state, draft.lines.map(({ qtyMilli }) => qtyMilli)]).toEqual(['draft', [2000, 1000]])
    expect(await shop.refused('purchasing.orderWanted', { supplierId: nord, placeId, itemIds: [pads] }, owner)).toMatchObject({
      code: 'purchasing.nothingToOrder',
    })
    expect(await shop.get('purchasing.wanted', { placeId }, owner)).toEqual([])
    const states = async () => (await shop.get('workOrders.parts', { workOrderId }, owner)).map(({ state }) => state)
    await shop.get('purchasing.send', { orderId: draft.head.id }, owner)
    expect(await states()).toEqual(['ordered', 'ordered'])
    await shop.get('purchasing.receive', { orderId: draft.head.id, lines: [{ lineId: draft.lines[0]?.id as never, qtyMilli: 2000 }] }, owner)
    expect(await states()).toEqual(['received', 'ordered'])
    await shop.get('purchasing.complete', { orderId: draft.head.id }, owner)
    expect(await states()).toEqual(['received', 'wanted'])
    await shop.get('workOrders.cancelPart', { requestId: special.id }, owner)
    expect(await shop.refused('purchasing.cancelRequest', { requestId: special.id }, owner)).toMatchObject({ code: 'purchasing.wrongStep', state: 'cancelled' })

    await shop.get('workOrders.start', { workOrderId }, owner)
    await shop.get('workOrders.finish', { workOrderId }, owner)
    expect([await states(), await level(pads)]).toEqual([
      ['fitted', 'cancelled'],
      [1000, 450],
    ])
    await shop.get('workOrders.reopen', { workOrderId }, owner)
    expect(await states()).toEqual(['received', 'cancelled'])
  })

  it('PART-SPECIAL: a line that goes, or a draft that goes, lets its request go; a part may be asked for without a job', async () => {
    const { shop, owner, open, placeId, nord, pads, plug } = await openParts()
    const workOrderId = (await open()).order.id
    const line = async (itemId: typeof pads) => (await shop.get('workOrders.addLine', { workOrderId, itemId }, owner)).lineId
    const [first, second] = [await line(pads), await line(plug)]
    for (const lineId of [first, second]) await shop.get('workOrders.requestPart', { lineId, supplierId: nord }, owner)
    await shop.get('workOrders.removeLine', { lineId: first }, owner)
    const { head } = await shop.get('purchasing.orderWanted', { supplierId: nord, placeId, itemIds: [pads, plug] }, owner)
    await shop.get('purchasing.cancel', { orderId: head.id }, owner)
    expect((await shop.get('workOrders.parts', { workOrderId }, owner)).map(({ state, orderId }) => [state, orderId])).toEqual([
      ['cancelled', null],
      ['wanted', null],
    ])
    await shop.get('workOrders.cancel', { workOrderId, reason: 'Sold the car' }, owner)
    expect((await shop.get('purchasing.requests', { state: 'wanted' }, owner)).rows).toEqual([])
    expect(await shop.get('purchasing.request', { placeId, itemId: plug, qtyMilli: 4000 }, owner)).toMatchObject({ jobId: null, state: 'wanted' })
    const labour = await shop.get('workOrders.addLine', { workOrderId: (await open()).order.id, kind: 'labor', description: 'Work' }, owner)
    expect(await shop.refused('workOrders.requestPart', { lineId: labour.lineId }, owner)).toMatchObject({ code: 'workOrders.notAPart' })
  })
})

describe('PART-SPECIAL: what cannot come as it was asked for', () => {
  it('PUR-7 PART-SPECIAL: an order that has come in whole lets go of whom it does not serve: the part is wanted again', async () => {
    const { shop, owner, placeId, nord, pads } = await openParts()
    for (const qtyMilli of [1000, 3000]) await shop.get('purchasing.request', { placeId, itemId: pads, qtyMilli, supplierId: nord }, owner)
    const { head, lines } = await shop.get('purchasing.orderWanted', { supplierId: nord, placeId, itemIds: [pads] }, owner)
    const lineId = lines[0]?.id as never // it is there
    await shop.get('purchasing.updateLine', { lineId, qtyMilli: 2000 }, owner)
    await shop.get('purchasing.send', { orderId: head.id }, owner)
    expect((await shop.get('purchasing.receive', { orderId: head.id, lines: [{ lineId, qtyMilli: 2000 }] }, owner)).head.state).toBe('received')
    const { rows } = await shop.get('purchasing.requests', {}, owner)
    expect(rows.map(({ qtyMilli, state, orderId }) => [qtyMilli, state, orderId])).toEqual([
      [3000, 'wanted', null],
      [1000, 'received', head.id],
    ])
    expect(await shop.get('purchasing.wanted', { placeId }, owner)).toMatchObject([{ supplierId: nord, parts: [{ jobsMilli: 3000 }] }])
  })

  it('CAT-7 PUR-ORDER PART-SPECIAL: what is sold in variants is not asked for, and neither its limits nor an older request order it', async () => {
    const { shop, owner, open, placeId, nord, pads } = await openParts()
    const workOrderId = (await open()).order.id
    const { lineId } = await shop.get('workOrders.addLine', { workOrderId, itemId: pads }, owner)
    await shop.get('inventory.setRule', { itemId: pads, placeId, reorderAtMilli: 2000, fillToMilli: 4000 }, owner)
    await shop.get('purchasing.request', { placeId, itemId: pads, qtyMilli: 1000, supplierId: nord }, owner)
    await shop.get('catalog.addVariant', { itemId: pads, options: [{ name: 'Size', value: 'XL' }] }, owner)
    const refused = { code: 'catalog.chooseVariant', itemId: pads }
    expect(await shop.refused('purchasing.request', { placeId, itemId: pads, qtyMilli: 1000 }, owner)).toMatchObject(refused)
    expect(await shop.refused('workOrders.requestPart', { lineId }, owner)).toMatchObject(refused)
    expect(await shop.refused('purchasing.orderWanted', { supplierId: nord, placeId, itemIds: [pads] }, owner)).toMatchObject(refused)
    expect(await shop.get('purchasing.suggestions', { placeId }, owner)).toEqual([])
    expect(await shop.refused('purchasing.createOrder', { supplierId: nord, placeId, fillUp: true }, owner)).toMatchObject({
      code: 'purchasing.nothingToOrder',
    })
  })

  it('PART-SPECIAL: what was asked for of a supplier who is removed since is ordered where it is bought first', async () => {
    const { shop, owner, placeId, nord, sued, pads } = await openParts()
    await shop.get('purchasing.setOffer', { supplierId: sued, itemId: pads }, owner)
    await shop.get('purchasing.request', { placeId, itemId: pads, qtyMilli: 1000, supplierId: nord }, owner)
    await shop.get('purchasing.removeSupplier', { supplierId: nord }, owner)
    expect(await shop.get('purchasing.wanted', { placeId }, owner)).toMatchObject([{ supplierId: sued, supplierName: 'Suedteile' }])
    expect((await shop.get('purchasing.orderWanted', { supplierId: sued, placeId, itemIds: [pads] }, owner)).requests).toHaveLength(1)
  })
})

describe('PART-RETURN PART-CORE: back to the vendor', () => {
  it('PUR-9 PART-RETURN: to return, sent, credited; stock and money at risk follow', async () => {
    const { shop, owner, locationId, placeId, pads, nord, level } = await openParts()
    await shop.get('inventory.receive', { placeId, lines: [{ itemId: pads, qtyMilli: 5000, unitCostMinor: 500 }] }, owner)
    expect(await shop.refused('purchasing.createReturn', { locationId, supplierId: nord }, owner)).toMatchObject({ code: 'purchasing.noLines' })
    const make = async () =>
      (await shop.get('purchasing.createReturn', { locationId, supplierId: nord, reason: 'defective', parts: [{ itemId: pads, qtyMilli: 2000 }] }, owner)).head
        .id
    const returnId = await make()
    const risk = async () => (await shop.get('purchasing.moneyAtRisk', {}, owner)).map(({ supplierName, totalMinor }) => [supplierName, totalMinor])
    expect([await risk(), await level(pads)]).toEqual([[['Nordteile', 1000]], [5000, 2500]])
    expect(await shop.refused('purchasing.creditReturn', { returnId }, owner)).toMatchObject({ code: 'purchasing.wrongStep', state: 'toReturn' })
    await shop.get('purchasing.sendReturn', { returnId }, owner)
    expect([await risk(), await level(pads)]).toEqual([[['Nordteile', 1000]], [3000, 1500]])
    const credited = await shop.get('purchasing.creditReturn', { returnId, creditMinor: 950, creditNumber: 'GS 12' }, owner)
    expect([credited.head, await risk()]).toMatchObject([{ state: 'credited', creditMinor: 950, netMinor: 1000, creditNumber: 'GS 12' }, []])
    const second = await make()
    await shop.get('purchasing.sendReturn', { returnId: second }, owner)
    await shop.get('purchasing.cancelReturn', { returnId: second }, owner)
    expect([await risk(), await level(pads)]).toEqual([[], [3000, 1500]])
    expect((await shop.get('purchasing.returns', { state: 'credited' }, owner)).rows.map(({ id }) => id)).toEqual([returnId])
    expect((await shop.get('purchasing.vendorReturn', { returnId: second }, owner)).lines).toHaveLength(1)
  })

  it('PUR-8 PART-CORE: a deposit that is changed on the order is that of its cores, but for those that came back', async () => {
    const { shop, owner, open, bay1, tom, pads, core } = await openParts()
    await shop.get('catalog.relate', { itemId: pads, kind: 'core', otherId: core }, owner)
    const workOrderId = (await open({ bayId: bay1, technicianId: tom })).order.id
    const { lines } = await orderAfter(shop, 'workOrders.addLine', { workOrderId, itemId: pads, qtyMilli: 3000 }, owner)
    const lineId = lines.find(({ itemId }) => itemId === core)?.id as never // it is there
    await shop.get('workOrders.start', { workOrderId }, owner)
    await shop.get('workOrders.finish', { workOrderId }, owner)
    const deposits = async () => (await shop.get('purchasing.cores', {}, owner)).rows.map(({ state, depositMinor }) => [state, depositMinor])
    const [first] = (await shop.get('purchasing.cores', {}, owner)).rows
    await shop.get('purchasing.bringInCore', { coreId: first?.id as never }, owner)
    await shop.get('workOrders.updateLine', { lineId, unitPriceMinor: 5000 }, owner)
    expect(await deposits()).toEqual([
      ['here', 6000],
      ['out', 4500],
      ['out', 4500],
    ])
    await shop.get('workOrders.updateLine', { lineId, qtyMilli: 2000 }, owner)
    expect(await deposits()).toEqual([
      ['here', 6000],
      ['out', 4000],
    ])
  })

  it('PUR-8 PART-CORE: deposit, old part, vendor’s charge and credit are one chain, which nets to nothing', async () => {
    const { shop, owner, open, bay1, tom, locationId, pads, core, nord } = await openParts()
    await shop.get('catalog.relate', { itemId: pads, kind: 'core', otherId: core }, owner)
    await shop.get('purchasing.setOffer', { supplierId: nord, itemId: pads }, owner)
    const workOrderId = (await open({ bayId: bay1, technicianId: tom })).order.id
    const { lines } = await orderAfter(shop, 'workOrders.addLine', { workOrderId, itemId: pads, qtyMilli: 2000 }, owner)
    expect(lines.map(({ itemId, qtyMilli, unitPriceMinor }) => [itemId, qtyMilli, unitPriceMinor])).toEqual([
      [pads, 2000, 1000],
      [core, 2000, 6000],
    ])
    await shop.get('workOrders.start', { workOrderId }, owner)
    await shop.get('workOrders.finish', { workOrderId }, owner)
    const { rows } = await shop.get('purchasing.cores', {}, owner)
    expect(rows.map(({ state, depositMinor, chargeMinor, supplierName }) => [state, depositMinor, chargeMinor, supplierName])).toEqual([
      ['out', 6000, 3000, 'Nordteile'],
      ['out', 6000, 3000, 'Nordteile'],
    ])
    const [first, second] = rows.map(({ id }) => id) as [never, never] // both are there
    expect(await shop.refused('purchasing.createReturn', { locationId, supplierId: nord, coreIds: [first] }, owner)).toMatchObject({
      code: 'purchasing.coreNotHere',
    })
    const cashier = await signedIn(shop, 'cashier')
    await shop.get('purchasing.bringInCore', { coreId: first }, cashier.token)
    await shop.get('purchasing.giveUpCore', { coreId: second, reason: 'Customer keeps it' }, owner)
    expect(await shop.get('purchasing.moneyAtRisk', {}, owner)).toMatchObject([{ cores: 1, coresMinor: 3000, totalMinor: 3000 }])
    const { head } = await shop.get('purchasing.createReturn', { locationId, supplierId: nord, reason: 'core', coreIds: [first] }, owner)
    expect(await shop.get('purchasing.moneyAtRisk', {}, owner)).toMatchObject([{ returns: 1, cores: 0, totalMinor: 3000 }])
    expect(await shop.refused('purchasing.createReturn', { locationId, supplierId: nord, coreIds: [first] }, owner)).toMatchObject({
      code: 'purchasing.coreNotHere',
    })
    // What is on its way back is not given up as well.
    expect(await shop.refused('purchasing.giveUpCore', { coreId: first, reason: 'Thrown away' }, owner)).toMatchObject({ code: 'purchasing.coreNotHere' })
    await shop.get('purchasing.sendReturn', { returnId: head.id }, owner)
    await shop.get('purchasing.creditReturn', { returnId: head.id }, owner)
    const [done] = (await shop.get('purchasing.cores', { state: 'credited' }, owner)).rows
    expect(done).toMatchObject({ depositMinor: 6000, refundMinor: 6000, chargeMinor: 3000, creditMinor: 3000, returnId: head.id })
    expect(await shop.get('purchasing.moneyAtRisk', {}, owner)).toEqual([])
  })
})
