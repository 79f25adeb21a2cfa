import { describe, expect, it } from 'vitest'
import { openStore, proveSums } from '#tests/support/stock.ts'

async function openTwo() {
  const store = await openStore()
  const { shop, owner } = store
  const there = (
    await shop.get('workspace.addLocation', { name: 'North', address: '', phone: '', opensAtMinutes: 480, closesAtMinutes: 1080, openWeekdays: '12345' }, owner)
  ).id
  const north = (await shop.get('inventory.createPlace', { locationId: there, name: 'North room' }, owner)).id
  const oil = await store.part('oil', 100, { tracking: 'lot' })
  await store.receive(store.pads, 10_000, 333)
  await store.receive(oil, 5000, 100, store.main, [
    { code: 'L1', expiresOn: '2026-05-01', qtyMilli: 2000 },
    { code: 'L2', expiresOn: '2026-09-01', qtyMilli: 3000 },
  ])
  return { ...store, there, north, oil }
}

describe('INV-MOVE: transfers between locations', () => {
  it('STK-9 INV-MOVE: goods leave at their cost, are on their way for both sides, and come in with their lots and value', async () => {
    const store = await openTwo()
    const { shop, owner, main, north, there, pads, oil, level, lots } = store
    const lines = [
      { itemId: pads, qtyMilli: 3000 },
      { itemId: oil, qtyMilli: 3000 },
    ]
    const { head } = await shop.get('inventory.createTransfer', { fromPlaceId: main, toLocationId: there, note: 'for Monday', lines }, owner)
    const transferId = head.id
    expect(await level(pads, main)).toEqual([10_000, 3330, 'fine'])
    const sent = await shop.get('inventory.sendTransfer', { transferId }, owner)
    expect(sent.lines.map(({ lotCode, qtyMilli, valueMinor }) => [lotCode, qtyMilli, valueMinor])).toEqual([
      ['', 3000, 999],
      ['L1', 2000, 200],
      ['L2', 1000, 100],
    ])
    expect(await level(pads, main)).toEqual([7000, 2331, 'fine'])
    expect(await shop.get('inventory.ofItem', { itemId: pads }, owner)).toMatchObject({ qtyMilli: 7000, inTransitMilli: 3000 })
    const [padsLine, ...oilLines] = sent.lines
    const receive = (lineId: string, qtyMilli: number, own: object = {}) =>
      shop.get('inventory.receiveTransfer', { transferId, placeId: north, lines: [{ lineId: lineId as never, qtyMilli }], ...own }, owner)
    expect((await receive(padsLine?.id ?? '', 1000)).head.state).toBe('partly')
    expect(await shop.get('inventory.ofItem', { itemId: pads }, owner)).toMatchObject({ qtyMilli: 8000, inTransitMilli: 2000 })
    const rest = [{ lineId: padsLine?.id as never, qtyMilli: 2000 }, ...oilLines.map(({ id, qtyMilli }) => ({ lineId: id, qtyMilli }))]
    const done = await shop.get('inventory.receiveTransfer', { transferId, placeId: north, lines: rest }, owner)
    expect(done.head).toMatchObject({ state: 'received', toLocationName: 'North', fromPlaceName: 'Parts room' })
    expect(await level(pads, north)).toEqual([3000, 999, 'fine'])
    expect(await lots(oil, north)).toEqual([
      ['L1', 2000],
      ['L2', 1000],
    ])
    expect(await shop.get('inventory.ofItem', { itemId: pads }, owner)).toMatchObject({ qtyMilli: 10_000, inTransitMilli: 0, valueMinor: 3330 })
    expect((await shop.get('inventory.transfers', { state: 'received' }, owner)).rows.map(({ id }) => id)).toEqual([transferId])
    proveSums(store)
  })

  it('STK-9 INV-MOVE: what is missing or too much is corrected at the receiver with its reason', async () => {
    const store = await openTwo()
    const { shop, owner, main, north, there, pads, filter, level, receive } = store
    await receive(filter, 4000, 100)
    const lines = [
      { itemId: pads, qtyMilli: 3000 },
      { itemId: filter, qtyMilli: 2000 },
    ]
    const { head } = await shop.get('inventory.createTransfer', { fromPlaceId: main, toLocationId: there, lines }, owner)
    const sent = await shop.get('inventory.sendTransfer', { transferId: head.id }, owner)
    const came = sent.lines.map(({ id, itemId }) => ({ lineId: id, qtyMilli: itemId === pads ? 2000 : 3000 }))
    const call = { transferId: head.id, placeId: north, isLast: true, lines: came }
    expect(await shop.refused('inventory.receiveTransfer', call, owner)).toMatchObject({ code: 'inventory.reasonNeeded' })
    const done = await shop.get('inventory.receiveTransfer', { ...call, reason: 'box was open' }, owner)
    expect(done.head.state).toBe('received')
    expect(done.lines.map(({ differenceMilli, reasons }) => [differenceMilli, reasons])).toEqual([
      [-1000, 'box was open'],
      [1000, 'box was open'],
    ])
    expect(await level(pads, north)).toEqual([2000, 666, 'fine'])
    expect(await level(filter, north)).toEqual([3000, 300, 'fine'])
    const { rows } = await shop.get('inventory.moves', { documentId: head.id }, owner)
    expect(rows.filter(({ reason }) => reason === 'adjust').map(({ deltaMilli, note }) => [deltaMilli, note])).toEqual(
      expect.arrayContaining([
        [-1000, 'box was open'],
        [1000, 'box was open'],
      ]),
    )
    proveSums(store)
  })

  it('INV-LOT INV-MOVE: a serial number that is on its way is not received as new goods, and is again once it left the shop', async () => {
    const store = await openTwo()
    const { shop, owner, main, van, north, there, part, receive, lots } = store
    const starter = await part('starter', 9000, { tracking: 'serial' })
    const lines = [{ itemId: starter, qtyMilli: 1000 }]
    await receive(starter, 1000, 9000, main, [{ code: 'SN 1', qtyMilli: 1000 }])
    const { id: transferId } = (await shop.get('inventory.createTransfer', { fromPlaceId: main, toLocationId: there, lines }, owner)).head
    const [line] = (await shop.get('inventory.sendTransfer', { transferId }, owner)).lines
    const again = { placeId: van, lines: [{ itemId: starter, qtyMilli: 1000, unitCostMinor: 1, lots: [{ code: 'sn1', qtyMilli: 1000 }] }] }
    expect(await shop.refused('inventory.receive', again, owner)).toMatchObject({ code: 'inventory.serialTaken', scanned: 'sn1' })
    await shop.get('inventory.receiveTransfer', { transferId, placeId: north, lines: [{ lineId: line?.id as never, qtyMilli: 1000 }] }, owner)
    expect(await lots(starter, north)).toEqual([['SN 1', 1000]])
    await shop.get('inventory.adjust', { itemId: starter, placeId: north, deltaMilli: -1000, note: 'given away' }, owner)
    await shop.get('inventory.receive', again, owner)
    expect(await lots(starter, van)).toEqual([['SN 1', 1000]])
  })

  it('INV-MOVE PLAT-ERR: a draft is changed and cancelled, what was sent is neither; names what is wrong', async () => {
    const store = await openTwo()
    const { shop, owner, locationId, main, north, there, pads, filter } = store
    const nobody = '0190f3a2-0000-7abc-8def-000000000000' as never // an id of nothing
    const lines = [{ itemId: pads, qtyMilli: 1000 }]
    const create = { fromPlaceId: main, toLocationId: there, lines }
    expect(await shop.refused('inventory.createTransfer', { ...create, lines: [] }, owner)).toMatchObject({ code: 'inventory.noLines' })
    expect(await shop.refused('inventory.createTransfer', { ...create, fromPlaceId: nobody }, owner)).toMatchObject({ code: 'inventory.unknownPlace' })
    expect(await shop.refused('inventory.createTransfer', { ...create, toLocationId: nobody }, owner)).toMatchObject({ code: 'inventory.unknownLocation' })
    expect(await shop.refused('inventory.transfer', { fromPlaceId: main, toPlaceId: north, lines }, owner)).toMatchObject({ code: 'inventory.otherLocation' })
    expect(await shop.refused('inventory.stockTransfer', { transferId: nobody }, owner)).toMatchObject({ code: 'inventory.unknownTransfer' })
    const { id: transferId } = (await shop.get('inventory.createTransfer', create, owner)).head
    const changed = await shop.get('inventory.changeTransfer', { transferId, note: 'other', lines: [{ itemId: filter, qtyMilli: 2000 }] }, owner)
    expect(changed).toMatchObject({ head: { note: 'other' }, lines: [{ itemId: filter, qtyMilli: 2000 }] })
    const [line] = (await shop.get('inventory.sendTransfer', { transferId }, owner)).lines
    const arrival = { transferId, placeId: north, lines: [{ lineId: line?.id as never, qtyMilli: 1000 }] }
    expect(await shop.refused('inventory.cancelTransfer', { transferId }, owner)).toMatchObject({ code: 'inventory.wrongTransferState', state: 'sent' })
    expect(await shop.refused('inventory.changeTransfer', { transferId, lines }, owner)).toMatchObject({ code: 'inventory.wrongTransferState' })
    expect(await shop.refused('inventory.receiveTransfer', { ...arrival, placeId: main }, owner)).toMatchObject({ code: 'inventory.otherLocation' })
    expect(await shop.refused('inventory.receiveTransfer', { ...arrival, lines: [{ lineId: nobody, qtyMilli: 1 }] }, owner)).toMatchObject({
      code: 'inventory.unknownLine',
    })
    const second = (await shop.get('inventory.createTransfer', { ...create, toLocationId: locationId }, owner)).head
    expect((await shop.get('inventory.cancelTransfer', { transferId: second.id }, owner)).head.state).toBe('cancelled')
    expect(await shop.refused('inventory.sendTransfer', { transferId: second.id }, owner)).toMatchObject({ code: 'inventory.wrongTransferState' })
  })
})
