import { describe, expect, it } from 'vitest'
import type { Id } from '#shared/kernel/ids.ts'
import { MAX_LABELS } from '#shared/modules/board/model.ts'
import { signedIn } from '#tests/support/people.ts'
import { monday, openWorkshop } from '#tests/support/workshop.ts'

async function openBoard() {
  const workshop = await openWorkshop()
  const { shop, owner, locationId } = workshop
  const cards = async (token = owner) => (await shop.get('board.jobs', { locationId }, token)).cards
  const label = (name: string, tone: 'good' | 'waiting' = 'good') => shop.get('board.createLabel', { name, tone }, owner)
  return { ...workshop, cards, label, card: async (id: Id<'workOrder'>, token = owner) => (await cards(token)).find((one) => one.id === id) }
}

describe('JOB-BOARD: the job board', () => {
  it('JOB-BOARD BOARD-1: an order goes through the columns by itself, with who and what is on its tile', async () => {
    const { shop, owner, locationId, customer, vehicle, bay1, tom, card } = await openBoard()
    const { order } = await shop.get('workOrders.open', { locationId, customerId: customer.id, vehicleId: vehicle.id, asEstimate: true }, owner)
    const workOrderId = order.id
    const column = async () => (await card(workOrderId))?.column
    const { lineId } = await shop.get('workOrders.addLine', { workOrderId, kind: 'labor', description: 'Brakes', unitPriceMinor: 100 }, owner)
    expect(await card(workOrderId)).toMatchObject({
      column: 'estimate',
      parts: 'none',
      customerName: 'Erika Muster',
      plate: 'B-EM 123',
      vehicleLabel: '2019 Volkswagen Golf',
      advisorName: 'Ada Owner',
      technicianName: null,
    })
    const words = [{ lineId, approved: true }]
    await shop.get('workOrders.decide', { workOrderId, words, channel: 'phone', person: 'Erika' }, owner)
    expect(await column()).toBe('ready')
    await shop.get('workOrders.start', { workOrderId, bayId: bay1, technicianId: tom }, owner)
    expect(await card(workOrderId)).toMatchObject({ column: 'work', technicianName: 'Tom', bayName: 'Bay 1' })
    await shop.get('workOrders.hold', { workOrderId, reason: 'tool' }, owner)
    expect(await card(workOrderId)).toMatchObject({ column: 'hold', holdReason: 'tool' })
    await shop.get('workOrders.finish', { workOrderId }, owner)
    expect(await column()).toBe('done')
    await shop.get('invoicing.issue', { workOrderId }, owner)
    expect(await column()).toBe('invoiced')
    shop.clock.at = monday(20)
    expect(await column()).toBe('invoiced')
    shop.clock.at = monday(24, 1)
    expect(await column()).toBeUndefined()
  })

  it('JOB-BOARD: an order that is invoiced in two parts is on the board once', async () => {
    const { shop, owner, open, bay1, tom, cards } = await openBoard()
    const workOrderId = (await open({ bayId: bay1, technicianId: tom })).order.id
    const add = (description: string) => shop.get('workOrders.addLine', { workOrderId, kind: 'labor', description, unitPriceMinor: 100 }, owner)
    const lines = [await add('Brakes'), await add('Tyres')]
    await shop.get('workOrders.start', { workOrderId }, owner)
    await shop.get('workOrders.finish', { workOrderId }, owner)
    for (const { lineId } of lines) await shop.get('invoicing.issue', { workOrderId, lineIds: [lineId] }, owner)
    expect((await cards()).map(({ id, column }) => [id, column])).toEqual([[workOrderId, 'invoiced']])
  })

  it('JOB-BOARD: parts are missing, ordered, here; a line that was declined or is of another kind counts nothing', async () => {
    const { shop, owner, locationId, open, card } = await openBoard()
    const { order } = await open()
    const item = await shop.get('catalog.create', { kind: 'part', sku: 'PAD', name: 'Pads', unit: 'set', priceMinor: 100, costMinor: 50 }, owner)
    await shop.get('workOrders.addLine', { workOrderId: order.id, itemId: item.id, qtyMilli: 2000 }, owner)
    expect(await card(order.id)).toMatchObject({ parts: 'none', column: 'ready' })
    const place = await shop.get('inventory.createPlace', { locationId, name: 'Room' }, owner)
    expect(await card(order.id)).toMatchObject({ parts: 'missing', column: 'parts' })
    const supplier = await shop.get('purchasing.createSupplier', { name: 'Northside' }, owner)
    const { head } = await shop.get('purchasing.createOrder', { supplierId: supplier.id, placeId: place.id }, owner)
    await shop.get('purchasing.addLine', { orderId: head.id, itemId: item.id, qtyMilli: 2000, unitCostMinor: 50 }, owner)
    expect(await card(order.id)).toMatchObject({ parts: 'missing' })
    await shop.get('purchasing.send', { orderId: head.id }, owner)
    expect(await card(order.id)).toMatchObject({ parts: 'ordered', column: 'parts' })
    await shop.get('inventory.receive', { placeId: place.id, documentNumber: 'D1', lines: [{ itemId: item.id, qtyMilli: 2000, unitCostMinor: 50 }] }, owner)
    const view = await shop.get('workOrders.get', { workOrderId: order.id }, owner)
    expect(await card(order.id)).toMatchObject({ parts: 'here', column: 'ready' })
    const lineId = view.lines[0]?.id ?? ('' as Id<'workOrderLine'>)
    await shop.get('workOrders.updateLine', { lineId, disposition: 'fitted' }, owner)
    expect(await card(order.id)).toMatchObject({ parts: 'settled' })
    await shop.get('workOrders.removeLine', { lineId }, owner)
    expect(await card(order.id)).toMatchObject({ parts: 'none' })
  })

  it('JOB-BOARD STK-10: of two jobs that want the same part the second lacks it; what left the stock with a finished job is fitted, not missing', async () => {
    const { shop, owner, locationId, open, card, bay1, tom } = await openBoard()
    const item = await shop.get('catalog.create', { kind: 'part', sku: 'PAD', name: 'Pads', unit: 'set', priceMinor: 100, costMinor: 50 }, owner)
    const place = await shop.get('inventory.createPlace', { locationId, name: 'Room' }, owner)
    await shop.get('inventory.receive', { placeId: place.id, documentNumber: 'D1', lines: [{ itemId: item.id, qtyMilli: 2000, unitCostMinor: 50 }] }, owner)
    const job = async () => {
      const { order } = await open({ bayId: bay1, technicianId: tom })
      await shop.get('workOrders.addLine', { workOrderId: order.id, itemId: item.id, qtyMilli: 2000 }, owner)
      return order.id
    }
    const [first, second] = [await job(), await job()]
    expect(await card(first)).toMatchObject({ parts: 'here', column: 'ready' })
    expect(await card(second)).toMatchObject({ parts: 'missing', column: 'parts' })
    await shop.get('workOrders.start', { workOrderId: first }, owner)
    await shop.get('workOrders.finish', { workOrderId: first }, owner)
    expect(await card(first)).toMatchObject({ parts: 'settled', column: 'done' })
    expect(await card(second)).toMatchObject({ parts: 'missing' })
  })

  it('JOB-BOARD: the soonest promised first; removed and cancelled orders, and those of other locations, are not there', async () => {
    const { shop, owner, open, cards, vehicle, customer } = await openBoard()
    const [a, b, gone, off] = [(await open()).order.id, (await open()).order.id, (await open()).order.id, (await open()).order.id]
    await shop.get('workOrders.update', { workOrderId: b, promisedAt: monday(12) }, owner)
    await shop.get('workOrders.remove', { workOrderId: gone }, owner)
    await shop.get('workOrders.cancel', { workOrderId: off, reason: 'no' }, owner)
    const elsewhere = await shop.get(
      'workspace.addLocation',
      { name: 'North', opensAtMinutes: 480, closesAtMinutes: 1020, openWeekdays: '12345', address: '', phone: '' },
      owner,
    )
    await shop.get('workOrders.open', { locationId: elsewhere.id, customerId: customer.id, vehicleId: vehicle.id }, owner)
    expect((await cards()).map(({ id }) => id)).toEqual([b, a])
  })

  it('JOB-BOARD: a tile counts the notes by others that the person has not read', async () => {
    const { shop, owner, open, card } = await openBoard()
    const { order } = await open()
    const cashier = await signedIn(shop, 'cashier')
    const onOrder = { kind: 'workOrder' as const, recordId: order.id }
    const first = await shop.get('notes.write', { ...onOrder, text: 'one' }, owner)
    await shop.get('notes.write', { ...onOrder, text: 'two' }, owner)
    expect([(await card(order.id))?.unread, (await card(order.id, cashier.token))?.unread]).toEqual([0, 2])
    expect(await shop.get('notes.unreadOn', onOrder, cashier.token)).toEqual({ count: 2 })
    await shop.get('notes.write', { ...onOrder, text: '', replacesId: first.id }, owner)
    expect((await card(order.id, cashier.token))?.unread).toBe(1)
    shop.clock.at += 1000
    await shop.get('notes.markRead', onOrder, cashier.token)
    expect((await card(order.id, cashier.token))?.unread).toBe(0)
  })

  it('BOARD-3 JOB-BOARD: a label is given, taken off, and comes off by itself when the job moves on', async () => {
    const { shop, owner, open, card, label, bay1, tom } = await openBoard()
    const workOrderId = (await open()).order.id
    const [wash, call] = [await label('To wash'), await label('Call back', 'waiting')]
    await shop.get('board.giveLabel', { workOrderId, labelId: wash.id }, owner)
    await shop.get('board.giveLabel', { workOrderId, labelId: call.id }, owner)
    expect((await card(workOrderId))?.labelId).toBe(call.id)
    await shop.get('workOrders.start', { workOrderId, bayId: bay1, technicianId: tom }, owner)
    expect((await card(workOrderId))?.labelId).toBeNull()
    await shop.get('board.giveLabel', { workOrderId, labelId: wash.id }, owner)
    expect((await card(workOrderId))?.labelId).toBe(wash.id)
    await shop.get('board.giveLabel', { workOrderId, labelId: null }, owner)
    expect((await card(workOrderId))?.labelId).toBeNull()
    await shop.get('board.giveLabel', { workOrderId, labelId: wash.id }, owner)
    await shop.get('board.removeLabel', { labelId: wash.id }, owner)
    expect((await card(workOrderId))?.labelId).toBeNull()
    expect(await shop.refused('board.giveLabel', { workOrderId, labelId: wash.id }, owner)).toMatchObject({ code: 'board.unknownLabel' })
    await shop.get('workOrders.cancel', { workOrderId, reason: 'no' }, owner)
    expect(await shop.refused('board.giveLabel', { workOrderId, labelId: call.id }, owner)).toMatchObject({ code: 'board.unknownJob' })
  })

  it('JOB-BOARD: the shop names, colours and orders its labels; two never share a name, and a removed name comes back', async () => {
    const { shop, owner, label } = await openBoard()
    const [a, b, c] = [await label('A'), await label('B'), await label('C')]
    const names = async () => (await shop.get('board.labels', {}, owner)).map(({ name }) => name)
    expect(await shop.refused('board.createLabel', { name: ' á ', tone: 'bad' }, owner)).toMatchObject({ code: 'board.labelTaken', name: 'A' })
    expect(await shop.refused('board.updateLabel', { labelId: b.id, name: 'c' }, owner)).toMatchObject({ code: 'board.labelTaken' })
    expect(await shop.get('board.updateLabel', { labelId: b.id, name: 'b', tone: 'bad' }, owner)).toEqual({ id: b.id, name: 'b', tone: 'bad' })
    await shop.get('board.orderLabels', { labelIds: [c.id, a.id] }, owner)
    expect(await names()).toEqual(['C', 'A', 'b'])
    await shop.get('board.removeLabel', { labelId: c.id }, owner)
    expect(await shop.refused('board.orderLabels', { labelIds: [c.id] }, owner)).toMatchObject({ code: 'board.unknownLabel' })
    expect((await label('c')).id).toBe(c.id)
    expect(await names()).toEqual(['A', 'b', 'c'])
    await shop.get('board.removeLabel', { labelId: a.id }, owner)
    await shop.get('board.updateLabel', { labelId: b.id, name: 'A' }, owner)
    expect(await shop.refused('board.createLabel', { name: 'A', tone: 'bad' }, owner)).toMatchObject({ code: 'board.labelTaken' })
    for (let i = 2; i < MAX_LABELS; i++) await label(`L${i}`)
    expect(await shop.refused('board.createLabel', { name: 'one more', tone: 'bad' }, owner)).toMatchObject({ code: 'board.tooManyLabels' })
  })
})
