import { describe, expect, it } from 'vitest'
import type { Id } from '#shared/kernel/ids.ts'
import { signedIn } from '#tests/support/people.ts'
import { openStore, proveSums } from '#tests/support/stock.ts'

async function openLots() {
  const store = await openStore()
  const [oil, starter] = [await store.part('oil', 700, { tracking: 'lot', unit: 'l' }), await store.part('starter', 9000, { tracking: 'serial' })]
  const lotOf = async (code: string) => {
    const [found] = await store.shop.get('inventory.findLot', { code }, store.owner)
    if (!found) throw new Error(`no lot ${code}`)
    return found
  }
  return { ...store, oil, starter, lotOf }
}
const L1 = { code: 'L1', expiresOn: '2026-02-01', qtyMilli: 2000 }
const L2 = { code: 'L2', expiresOn: '2026-06-01', qtyMilli: 3000 }
const L3 = { code: 'L3', expiresOn: null, qtyMilli: 1000 }

describe('INV-LOT: lots and serial numbers', () => {
  it('STK-6 INV-LOT: a tracked part comes in with its lots, whose values sum to the line', async () => {
    const store = await openLots()
    const { shop, owner, main, oil, receive, lots, lotOf } = store
    expect(await shop.refused('inventory.receive', { placeId: main, lines: [{ itemId: oil, qtyMilli: 1000, unitCostMinor: 1 }] }, owner)).toMatchObject({
      code: 'inventory.lotNeeded',
    })
    expect(
      await shop.refused('inventory.receive', { placeId: main, lines: [{ itemId: oil, qtyMilli: 5000, unitCostMinor: 1, lots: [L1] }] }, owner),
    ).toMatchObject({ code: 'inventory.lotsDiffer' })
    expect(await receive(oil, 6000, 333, main, [L3, L2, L1])).toEqual({ moves: 3, valueMinor: 1998 })
    expect(await lots(oil)).toEqual([
      ['L1', 2000],
      ['L2', 3000],
      ['L3', 1000],
    ])
    await receive(oil, 1000, 333, main, [{ code: ' l2', qtyMilli: 1000 }])
    expect(await lotOf('l 2')).toMatchObject({ code: 'L2', expiresOn: '2026-06-01', qtyMilli: 4000 })
    expect((await shop.get('inventory.lots', { until: '2026-03-31' }, owner)).rows.map(({ code }) => code)).toEqual(['L1'])
    proveSums(store)
  })

  it('STK-7 INV-LOT INV-USAGE: a job takes what expires first and never what has expired; the trail of a lot leads to its customers', async () => {
    const store = await openLots()
    const { shop, owner, oil, customer, receive, lots, lotOf, job, finish } = store
    await receive(oil, 6000, 700, undefined, [L1, L2, L3])
    const { workOrderId, number } = await job(oil, 5000)
    await finish(workOrderId)
    const { rows } = await shop.get('inventory.moves', { documentId: workOrderId }, owner)
    expect(Object.fromEntries(rows.map(({ lotCode, deltaMilli }) => [lotCode, deltaMilli]))).toEqual({ '': -1000, L2: -3000, L3: -1000 })
    expect(await lots(oil)).toEqual([['L1', 2000]])
    const { id: lotId } = await lotOf('L2')
    const [use, receipt] = (await shop.get('inventory.moves', { lotId }, owner)).rows
    expect(use).toMatchObject({
      documentKind: 'workOrder',
      documentId: workOrderId,
      documentNumber: number,
      customerId: customer.id,
      customerName: 'Erika Muster',
    })
    expect(receipt).toMatchObject({ reason: 'receipt', deltaMilli: 3000 })
    await shop.get('workOrders.reopen', { workOrderId }, owner)
    expect(await lots(oil)).toEqual([
      ['L1', 2000],
      ['L2', 3000],
      ['L3', 1000],
    ])
    proveSums(store)
  })

  it('STK-7 INV-LOT: an expired lot is used by the word of who may approve, a blocked one by nobody’s', async () => {
    const store = await openLots()
    const { shop, owner, locationId, oil, receive, lots, lotOf, job, finish } = store
    await receive(oil, 6000, 700, undefined, [L1, L2, L3])
    const [expired, good] = [await lotOf('L1'), await lotOf('L2')]
    const { workOrderId } = await job(oil, 2500)
    const call = (lotId: Id<'stockLot'>) => ({ documentId: workOrderId, locationId, itemId: oil, lots: [{ lotId, qtyMilli: 1000 }] })
    const warehouse = await signedIn(shop, 'warehouse')
    expect(await shop.refused('inventory.pick', call(expired.id), warehouse.token)).toMatchObject({ code: 'inventory.lotExpired', expiresOn: '2026-02-01' })
    await shop.get('inventory.pick', call(expired.id), owner)
    const shown = await shop.get('inventory.picks', { documentId: workOrderId, locationId, itemId: oil, qtyMilli: 2500 }, owner)
    expect(shown.map(({ code, takesMilli }) => [code, takesMilli])).toEqual([
      ['L1', 1000],
      ['L2', 1500],
      ['L3', 0],
    ])
    await shop.get('inventory.changeLot', { lotId: good.id, blocked: 'recall 26-04' }, owner)
    expect(await shop.refused('inventory.pick', call(good.id), owner)).toMatchObject({ code: 'inventory.lotBlocked', reason: 'recall 26-04' })
    await finish(workOrderId)
    expect(await lots(oil)).toEqual([
      ['L1', 1000],
      ['L2', 3000],
    ])
    await shop.get('inventory.changeLot', { lotId: expired.id, expiresOn: '2027-01-01', blocked: '' }, owner)
    expect((await shop.get('inventory.lot', { lotId: expired.id }, owner)).levels).toMatchObject([{ expiresOn: '2027-01-01', qtyMilli: 1000 }])
    expect((await shop.get('inventory.lots', { itemId: oil }, owner)).rows.map(({ code }) => code)).toEqual(['L2', 'L1'])
    proveSums(store)
  })

  it('INV-LOT: a serial number is in stock once, and the one that was picked is the one that leaves', async () => {
    const store = await openLots()
    const { shop, owner, main, van, locationId, starter, receive, lots, lotOf, job, finish } = store
    const piece = (code: string) => ({ code, qtyMilli: 1000 })
    await receive(starter, 2000, 9000, main, [piece('SN 1'), piece('SN 2')])
    expect(
      await shop.refused('inventory.receive', { placeId: van, lines: [{ itemId: starter, qtyMilli: 1000, unitCostMinor: 1, lots: [piece('sn1')] }] }, owner),
    ).toMatchObject({ code: 'inventory.serialTaken', scanned: 'sn1' })
    const second = await lotOf('SN2')
    const { workOrderId } = await job(starter, 1000)
    await shop.get('inventory.pick', { documentId: workOrderId, locationId, itemId: starter, lots: [{ lotId: second.id, qtyMilli: 1000 }] }, owner)
    await finish(workOrderId)
    expect(await lots(starter)).toEqual([['SN 1', 1000]])
    await receive(starter, 1000, 9000, van, [piece('SN 2')]) // it came back from the customer
    const first = await lotOf('SN1')
    await shop.get('inventory.transfer', { fromPlaceId: main, toPlaceId: van, lines: [{ itemId: starter, qtyMilli: 1000, lotId: first.id }] }, owner)
    expect(await lots(starter, van)).toHaveLength(2)
    expect(await shop.refused('inventory.adjust', { itemId: starter, placeId: van, deltaMilli: 1000, note: 'found' }, owner)).toMatchObject({
      code: 'inventory.lotNeeded',
    })
    await shop.get('inventory.adjust', { itemId: starter, placeId: van, deltaMilli: -1000, note: 'broken', lotId: first.id }, owner)
    expect(await lots(starter, van)).toEqual([['SN 2', 1000]])
    proveSums(store)
  })

  it('INV-LOT: names what is wrong', async () => {
    const { shop, owner, locationId, main, pads, oil, receive, lotOf } = await openLots()
    const nobody = '0190f3a2-0000-7abc-8def-000000000000' as never // an id of nothing
    await receive(oil, 2000, 1, main, [L1])
    const { id: lotId } = await lotOf('L1')
    const document = { documentId: nobody, locationId, itemId: pads }
    expect(await shop.refused('inventory.lot', { lotId: nobody }, owner)).toMatchObject({ code: 'inventory.unknownLot' })
    expect(await shop.refused('inventory.changeLot', { lotId: nobody }, owner)).toMatchObject({ code: 'inventory.unknownLot' })
    expect(await shop.refused('inventory.pick', { ...document, lots: [{ lotId, qtyMilli: 1 }] }, owner)).toMatchObject({ code: 'inventory.unknownLot' })
    expect(await shop.refused('inventory.pick', { ...document, locationId: nobody, lots: [] }, owner)).toMatchObject({ code: 'inventory.unknownLocation' })
    expect(await shop.refused('inventory.pick', { ...document, itemId: nobody, lots: [] }, owner)).toMatchObject({ code: 'inventory.unknownItem' })
    expect(await shop.refused('inventory.picks', { ...document, itemId: nobody, qtyMilli: 1 }, owner)).toMatchObject({ code: 'inventory.unknownItem' })
    expect(await shop.refused('inventory.adjust', { itemId: pads, placeId: main, deltaMilli: -1, note: 'x', lotId }, owner)).toMatchObject({
      code: 'inventory.unknownLot',
    })
    expect(await shop.get('inventory.findLot', { code: 'nothing' }, owner)).toEqual([])
  })
})
