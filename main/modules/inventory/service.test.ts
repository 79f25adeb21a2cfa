import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Id } from '#shared/kernel/ids.ts'
import { signedIn } from '#tests/support/people.ts'
import { openStore, proveSums } from '#tests/support/stock.ts'

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

  it('INV-WAREHOUSE: what comes in is put away in a bin, stays in it until another one is said, and limits do not mind', async () => {
    const { shop, owner, main, van, pads, filter, receive } = await openStore()
    const putAway = (placeId: typeof main, bin?: string) =>
      shop.get('inventory.receive', { placeId, lines: [{ itemId: pads, qtyMilli: 1000, unitCostMinor: 500, ...(bin !== undefined && { bin }) }] }, owner)
    const binsIn = (placeId: typeof main) => shop.get('inventory.binsOf', { placeId, itemIds: [pads, filter] }, owner)
    await receive(filter, 1000, 300)
    expect(await binsIn(main)).toEqual([])
    await putAway(main, 'A-12')
    await putAway(van, 'Drawer 2')
    await putAway(main)
    expect([await binsIn(main), await binsIn(van)]).toEqual([[{ itemId: pads, bin: 'A-12' }], [{ itemId: pads, bin: 'Drawer 2' }]])
    await shop.get('inventory.setRule', { itemId: pads, placeId: main, reorderAtMilli: 1000, fillToMilli: 4000 }, owner)
    await putAway(main, 'B-1')
    expect((await shop.get('inventory.levels', { placeId: main }, owner)).rows.find(({ itemId }) => itemId === pads)).toMatchObject({
      bin: 'B-1',
      reorderAtMilli: 1000,
      fillToMilli: 4000,
      qtyMilli: 3000,
    })
    expect(await shop.get('inventory.bins', { placeId: main }, owner)).toEqual(['B-1'])
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

  it('STK-11: by first in, first out what leaves takes the oldest cost, and both methods can be told of any day', async () => {
    const store = await openStore()
    const { shop, owner, main, pads, level, receive } = store
    await shop.get('inventory.setPolicy', { valuation: 'fifo' }, owner)
    await receive(pads, 2000, 100)
    shop.clock.at += 1000
    await receive(pads, 2000, 300)
    expect(await shop.get('inventory.policy', {}, owner)).toMatchObject({ valuation: 'fifo', warnDays: 30 })
    const before = shop.clock.at
    shop.clock.at += 1000
    await shop.get('inventory.adjust', { itemId: pads, placeId: main, deltaMilli: -3000, note: 'broken' }, owner)
    expect(await level(pads, main)).toEqual([1000, 300, 'fine'])
    const at = (instant: number) => shop.get('inventory.valuation', { placeId: main, at: instant }, owner)
    expect(await at(before)).toMatchObject({ bookMinor: 800, rows: [{ qtyMilli: 4000, bookMinor: 800, averageMinor: 800, fifoMinor: 800 }] })
    expect(await at(shop.clock.at)).toMatchObject({ bookMinor: 300, rows: [{ qtyMilli: 1000, bookMinor: 300, averageMinor: 200, fifoMinor: 300 }] })
    expect((await shop.get('inventory.valuation', { at: before - 1 }, owner)).bookMinor).toBe(200)
    proveSums(store)
  })

  it('INV-REORDER: limits follow from what jobs used, and are set for many parts at once', async () => {
    const store = await openStore()
    const { shop, owner, main, pads, receive, job, finish } = store
    await shop.get('inventory.setPolicy', { demandWeeks: 2, leadDays: 7, coverDays: 7 }, owner)
    await receive(pads, 90_000, 500)
    for (const qtyMilli of [6000, 8000]) await finish((await job(pads, qtyMilli)).workOrderId)
    shop.clock.at += 10 * 24 * 3_600_000
    const { token } = await shop.get('auth.signIn', { email: 'ada@example.org', password: 'correct horse 7' })
    const [wanted] = await shop.get('inventory.demand', { placeId: main }, token)
    // 14 in the first of two weeks: 7 a week, and a safety stock for its spread.
    expect(wanted).toMatchObject({ itemId: pads, usedMilli: 14_000, dailyMilli: 1000, safetyMilli: 16_334, wantedAtMilli: 24_000, wantedToMilli: 31_000 })
    await shop.get('inventory.setLimits', { placeId: main, lines: [{ itemId: pads, reorderAtMilli: 7000, fillToMilli: 14_000 }] }, token)
    expect((await shop.get('inventory.demand', { placeId: main }, token))[0]).toMatchObject({ reorderAtMilli: 7000, fillToMilli: 14_000 })
    expect(
      await shop.refused('inventory.setLimits', { placeId: main, lines: [{ itemId: pads, reorderAtMilli: 7000, fillToMilli: 7000 }] }, token),
    ).toMatchObject({
      code: 'inventory.fillBelowReorder',
    })
  })

  it('STK-1 STK-11: after any receipts, issues, counts and transfers, under either method, every level is the sum of its movements, in value too', async () => {
    const store = await openStore()
    const { shop, owner, main, van, pads, filter } = store
    await shop.get('inventory.setPolicy', { recountMinor: 100_000_000 }, owner)
    const op = fc.record({
      kind: fc.constantFrom('receive' as const, 'adjust' as const, 'transfer' as const, 'count' as const),
      itemId: fc.constantFrom(pads, filter),
      at: fc.constantFrom([main, van] as const, [van, main] as const),
      qtyMilli: fc.integer({ min: 1, max: 9000 }),
      costMinor: fc.integer({ min: 0, max: 999 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(op, { maxLength: 12 }), fc.constantFrom('average' as const, 'fifo' as const), async (ops, valuation) => {
        await shop.get('inventory.setPolicy', { valuation }, owner)
        for (const { kind, itemId, at, qtyMilli, costMinor } of ops) {
          const [placeId, toPlaceId] = at
          if (kind === 'receive') await shop.get('inventory.receive', { placeId, lines: [{ itemId, qtyMilli, unitCostMinor: costMinor }] }, owner)
          if (kind === 'adjust')
            await shop.get('inventory.adjust', { itemId, placeId, deltaMilli: costMinor % 2 === 0 ? -qtyMilli : qtyMilli, note: 'x' }, owner)
          if (kind === 'transfer') await shop.get('inventory.transfer', { fromPlaceId: placeId, toPlaceId, lines: [{ itemId, qtyMilli }] }, owner)
          if (kind === 'count') {
            const { id: countId } = await shop.get('inventory.startCount', { placeId }, owner)
            await shop.get('inventory.enterCount', { countId, itemId, countedMilli: qtyMilli }, owner)
            await shop.get('inventory.submitCount', { countId }, owner)
            await shop.get('inventory.approveCount', { countId }, owner)
          }
        }
        proveSums(store)
      }),
      { numRuns: 25 },
    )
  })
})
