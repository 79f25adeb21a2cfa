import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Id } from '#shared/kernel/ids.ts'
import { signedIn } from '#tests/support/people.ts'
import { openWorkshop } from '#tests/support/workshop.ts'

async function openStore() {
  const { shop, owner, locationId, open, bay1, tom } = await openWorkshop()
  const place = async (name: string) => (await shop.get('inventory.createPlace', { locationId, name }, owner)).id
  const part = async (name: string, costMinor = 500) =>
    (await shop.get('catalog.create', { name, sku: name.toUpperCase(), costMinor, priceMinor: 1200 }, owner)).id
  const [main, van] = [await place('Parts room'), await place('Van')]
  const [pads, filter] = [await part('pads'), await part('filter', 300)]
  const level = async (itemId: Id<'item'>, placeId: Id<'stockPlace'>) => {
    const { levels } = await shop.get('inventory.ofItem', { itemId }, owner)
    const found = levels.find((one) => one.placeId === placeId)
    return found && [found.qtyMilli, found.valueMinor, found.status]
  }
  const receive = (itemId: Id<'item'>, qtyMilli: number, unitCostMinor: number, placeId = main) =>
    shop.get('inventory.receive', { placeId, documentNumber: 'DN 77', lines: [{ itemId, qtyMilli, unitCostMinor }] }, owner)
  return { shop, owner, locationId, open, bay1, tom, main, van, pads, filter, level, receive, part }
}
type Store = Awaited<ReturnType<typeof openStore>>

/** The level of every item and place against the sum of its movements. */
function proveSums({ shop }: Pick<Store, 'shop'>): void {
  const { raw } = shop.platform.store.connection
  const sums = 'SELECT item_id, place_id, sum(delta_milli) AS qty, sum(value_minor) AS value FROM stock_move GROUP BY item_id, place_id ORDER BY 1, 2'
  const levels =
    'SELECT item_id, place_id, qty_milli AS qty, value_minor AS value FROM stock_level WHERE EXISTS (SELECT 1 FROM stock_move m WHERE m.item_id = stock_level.item_id AND m.place_id = stock_level.place_id) ORDER BY 1, 2'
  expect(raw.prepare(levels).all()).toEqual(raw.prepare(sums).all())
}

describe('INV-MOVE: stock', () => {
  it('INV-WAREHOUSE: places have names of their own in a location and go only when they are empty', async () => {
    const { shop, owner, locationId, main, van, pads, receive } = await openStore()
    expect((await shop.get('inventory.places', { locationId }, owner)).map(({ name, position }) => [name, position])).toEqual([
      ['Parts room', 1],
      ['Van', 2],
    ])
    expect(await shop.refused('inventory.createPlace', { locationId, name: 'VAN' }, owner)).toMatchObject({ code: 'inventory.nameTaken' })
    expect(await shop.get('inventory.renamePlace', { placeId: van, name: 'Van 1' }, owner)).toMatchObject({ name: 'Van 1' })
    await receive(pads, 4000, 500)
    expect(await shop.refused('inventory.removePlace', { placeId: main }, owner)).toMatchObject({ code: 'inventory.placeInUse', count: 1 })
    expect(await shop.get('inventory.removePlace', { placeId: van }, owner)).toMatchObject({ deleted: true })
    expect((await shop.get('inventory.places', {}, owner)).map(({ id }) => id)).toEqual([main])
  })

  it('STK-1 STK-3 INV-MOVE: goods come in at their cost, go to another place at the average, and every movement is told', async () => {
    const store = await openStore()
    const { shop, owner, main, van, pads, level, receive } = store
    await receive(pads, 3000, 500)
    expect(await receive(pads, 1000, 900)).toEqual({ moves: 1, valueMinor: 900 })
    shop.clock.at += 1000
    expect(await shop.get('inventory.transfer', { fromPlaceId: main, toPlaceId: van, lines: [{ itemId: pads, qtyMilli: 1000 }] }, owner)).toEqual({
      moves: 2,
      valueMinor: 600,
    })
    expect([await level(pads, main), await level(pads, van)]).toEqual([
      [3000, 1800, 'fine'],
      [1000, 600, 'fine'],
    ])
    expect(await shop.get('inventory.ofItem', { itemId: pads }, owner)).toMatchObject({ qtyMilli: 4000, valueMinor: 2400, averageCostMinor: 600 })
    const { rows } = await shop.get('inventory.moves', { itemId: pads }, owner)
    expect(rows.map(({ reason, deltaMilli, valueMinor, documentNumber, userName }) => [reason, deltaMilli, valueMinor, documentNumber, userName])).toEqual([
      ['transferIn', 1000, 600, '', 'Ada Owner'],
      ['transferOut', -1000, -600, '', 'Ada Owner'],
      ['receipt', 1000, 900, 'DN 77', 'Ada Owner'],
      ['receipt', 3000, 1500, 'DN 77', 'Ada Owner'],
    ])
    proveSums(store)
  })

  it('STK-4 INV-CRITICAL INV-REORDER: levels tell how they stand to their limits, below nothing too', async () => {
    const { shop, owner, main, pads, filter, level, receive } = await openStore()
    await shop.get('inventory.setRule', { itemId: pads, placeId: main, bin: 'A-3', reorderAtMilli: 4000, fillToMilli: 10_000, criticalAtMilli: 1000 }, owner)
    await receive(pads, 5000, 500)
    expect(await level(pads, main)).toEqual([5000, 2500, 'fine'])
    const lose = (itemId: Id<'item'>, deltaMilli: number) => shop.get('inventory.adjust', { itemId, placeId: main, deltaMilli, note: 'broken' }, owner)
    expect(await lose(pads, -1000)).toMatchObject({ status: 'low', bin: 'A-3', fillToMilli: 10_000 })
    expect(await lose(pads, -3000)).toMatchObject({ status: 'critical', qtyMilli: 1000 })
    expect(await lose(pads, -2000)).toMatchObject({ status: 'negative', qtyMilli: -1000, valueMinor: -500 })
    expect(await lose(filter, -1000)).toMatchObject({ status: 'negative', valueMinor: -300 })
    expect(await shop.get('inventory.summary', {}, owner)).toEqual({ counts: { negative: 2, critical: 0, low: 0, fine: 0 }, valueMinor: -800 })
    await receive(pads, 11_000, 600)
    expect(await level(pads, main)).toEqual([10_000, 6100, 'fine'])
    await shop.get('inventory.setRule', { itemId: pads, placeId: main, criticalAtMilli: 20_000, reorderAtMilli: null }, owner)
    expect((await shop.get('inventory.levels', { status: 'critical' }, owner)).rows.map(({ name, bin }) => [name, bin])).toEqual([['pads', 'A-3']])
    expect(await shop.refused('inventory.setRule', { itemId: pads, placeId: main, reorderAtMilli: 10_000 }, owner)).toMatchObject({
      code: 'inventory.fillBelowReorder',
    })
  })

  it('INV-COUNT: a count moves the difference and nothing where it agrees', async () => {
    const store = await openStore()
    const { shop, owner, main, pads, filter, level, receive } = store
    await receive(pads, 5000, 500)
    await receive(filter, 2000, 300)
    const counted = await shop.get(
      'inventory.count',
      {
        placeId: main,
        lines: [
          { itemId: pads, countedMilli: 4000 },
          { itemId: filter, countedMilli: 2000 },
        ],
      },
      owner,
    )
    expect(counted).toEqual({ moves: 1, valueMinor: -500 })
    expect(await level(pads, main)).toEqual([4000, 2000, 'fine'])
    expect((await shop.get('inventory.moves', { placeId: main, limit: 1 }, owner)).rows[0]).toMatchObject({ reason: 'count', deltaMilli: -1000 })
    proveSums(store)
  })

  it('STK-5 INV-USAGE: a finished order takes its parts once, follows its lines, and gives them back when it is opened again', async () => {
    const store = await openStore()
    const { shop, owner, open, bay1, tom, main, pads, filter, level, receive } = store
    await receive(pads, 5000, 500)
    const { order } = await open({ bayId: bay1, technicianId: tom })
    const line = (itemId: Id<'item'>, qtyMilli: number) => shop.get('workOrders.addLine', { workOrderId: order.id, itemId, qtyMilli }, owner)
    await line(pads, 1000)
    await line(pads, 500)
    await line(filter, 1000)
    await shop.get('workOrders.start', { workOrderId: order.id }, owner)
    expect(await level(pads, main)).toEqual([5000, 2500, 'fine'])
    const { view } = await shop.get('workOrders.finish', { workOrderId: order.id }, owner)
    expect(await level(pads, main)).toEqual([3500, 1750, 'fine'])
    expect(await level(filter, main)).toBeUndefined() // never kept in stock here
    const [first] = view.lines
    await shop.get('workOrders.updateLine', { lineId: first?.id as never, qtyMilli: 2000 }, owner)
    expect(await level(pads, main)).toEqual([2500, 1250, 'fine'])
    await shop.get('workOrders.updateLine', { lineId: first?.id as never, description: 'the same' }, owner)
    await shop.get('workOrders.reopen', { workOrderId: order.id }, owner)
    expect(await level(pads, main)).toEqual([5000, 2500, 'fine'])
    const { rows } = await shop.get('inventory.moves', { itemId: pads }, owner)
    expect(rows.map(({ reason, deltaMilli, documentNumber }) => [reason, deltaMilli, documentNumber])).toEqual(
      expect.arrayContaining([
        ['return', 2500, order.number],
        ['use', -1000, order.number],
        ['use', -1500, order.number],
      ]),
    )
    expect(rows).toHaveLength(4)
    proveSums(store)
  })

  it('INV-MOVE RT-BROADCAST: windows hear of the levels that triggers moved', async () => {
    const { shop, pads, receive } = await openStore()
    const notices: string[][] = []
    shop.onNotice((text) => notices.push((JSON.parse(text) as { changed: string[] }).changed)) // what the core sends
    await receive(pads, 1000, 100)
    expect(notices[0]).toEqual(expect.arrayContaining(['stock_move', 'stock_level']))
  })

  it('STK-2: a movement cannot be changed, not even with raw SQL', async () => {
    const { shop, pads, receive } = await openStore()
    await receive(pads, 5000, 500)
    const { raw } = shop.platform.store.connection
    expect(() => raw.prepare('UPDATE stock_move SET delta_milli = 1').run()).toThrow('inventory.sealed')
    expect(() => raw.prepare('UPDATE stock_move SET deleted = 1').run()).toThrow('CHECK')
  })

  it('INV-MOVE PLAT-ERR: names what is wrong, and then nothing has moved', async () => {
    const { shop, owner, locationId, main, van, pads, receive } = await openStore()
    const nobody = '0190f3a2-0000-7abc-8def-000000000000' as never // an id of nothing
    const service = (await shop.get('catalog.create', { name: 'Alignment', kind: 'service' }, owner)).id
    const lines = [{ itemId: pads, qtyMilli: 1000, unitCostMinor: 1 }]
    expect(await shop.refused('inventory.receive', { placeId: nobody, lines }, owner)).toMatchObject({ code: 'inventory.unknownPlace' })
    expect(await shop.refused('inventory.receive', { placeId: main, lines: [...lines, { ...lines[0], itemId: service } as never] }, owner)).toMatchObject({
      code: 'inventory.notAPart',
    })
    expect(await shop.refused('inventory.adjust', { itemId: nobody, placeId: main, deltaMilli: 1, note: 'x' }, owner)).toMatchObject({
      code: 'inventory.unknownItem',
    })
    expect(await shop.refused('inventory.transfer', { fromPlaceId: van, toPlaceId: van, lines: [{ itemId: pads, qtyMilli: 1 }] }, owner)).toMatchObject({
      code: 'inventory.samePlace',
    })
    expect(await shop.refused('inventory.createPlace', { locationId: nobody, name: 'x' }, owner)).toMatchObject({ code: 'inventory.unknownLocation' })
    expect(await shop.refused('inventory.ofItem', { itemId: nobody }, owner)).toMatchObject({ code: 'inventory.unknownItem' })
    expect((await shop.get('inventory.moves', {}, owner)).rows).toEqual([])
    await receive(pads, 1000, 1)
    const warehouse = await signedIn(shop, 'warehouse')
    expect(await shop.refused('inventory.createPlace', { locationId, name: 'x' }, warehouse.token)).toMatchObject({ code: 'platform.notAllowed' })
  })

  it('STK-1: after any receipts, issues, counts and transfers every level is the sum of its movements, in value too', async () => {
    const store = await openStore()
    const { shop, owner, main, van, pads, filter } = store
    const op = fc.record({
      kind: fc.constantFrom('receive' as const, 'adjust' as const, 'transfer' as const, 'count' as const),
      itemId: fc.constantFrom(pads, filter),
      at: fc.constantFrom([main, van] as const, [van, main] as const),
      qtyMilli: fc.integer({ min: 1, max: 9000 }),
      costMinor: fc.integer({ min: 0, max: 999 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(op, { maxLength: 12 }), async (ops) => {
        for (const { kind, itemId, at, qtyMilli, costMinor } of ops) {
          const [placeId, toPlaceId] = at
          if (kind === 'receive') await shop.get('inventory.receive', { placeId, lines: [{ itemId, qtyMilli, unitCostMinor: costMinor }] }, owner)
          if (kind === 'adjust')
            await shop.get('inventory.adjust', { itemId, placeId, deltaMilli: costMinor % 2 === 0 ? -qtyMilli : qtyMilli, note: 'x' }, owner)
          if (kind === 'transfer') await shop.get('inventory.transfer', { fromPlaceId: placeId, toPlaceId, lines: [{ itemId, qtyMilli }] }, owner)
          if (kind === 'count') await shop.get('inventory.count', { placeId, lines: [{ itemId, countedMilli: qtyMilli }] }, owner)
        }
        proveSums(store)
      }),
      { numRuns: 25 },
    )
  })
})
