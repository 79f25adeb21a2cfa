import { describe, expect, it } from 'vitest'
import { signedIn } from '#tests/support/people.ts'
import { openStore, proveSums, type Store } from '#tests/support/stock.ts'

const start = (store: Store, own: { bin?: string; isBlind?: boolean } = {}) =>
  store.shop.get('inventory.startCount', { placeId: store.main, ...own }, store.owner)

describe('INV-COUNT: counts', () => {
  it('STK-8 INV-COUNT: nothing moves before approval; then the difference at the time of counting does, though goods were sold meanwhile', async () => {
    const store = await openStore()
    const { shop, owner, main, pads, filter, level, receive, job, finish } = store
    await receive(pads, 10_000, 100)
    await receive(filter, 4000, 100)
    const { id: countId } = await start(store)
    shop.clock.at += 1000
    expect(await shop.get('inventory.enterCount', { countId, itemId: pads, countedMilli: 9000 }, owner)).toMatchObject({
      expectedMilli: 10_000,
      differenceMilli: -1000,
    })
    await shop.get('inventory.enterCount', { countId, itemId: filter, countedMilli: 4000 }, owner)
    shop.clock.at += 1000
    await finish((await job(pads, 3000)).workOrderId) // sold after it was counted
    await shop.get('inventory.submitCount', { countId }, owner)
    expect(await level(pads, main)).toEqual([7000, 700, 'fine'])
    expect(await shop.get('inventory.count', { countId }, owner)).toMatchObject({ differenceMinor: -100, isLate: false })
    expect(await shop.get('inventory.approveCount', { countId }, owner)).toEqual({ moves: 1, valueMinor: -100 })
    expect(await level(pads, main)).toEqual([6000, 600, 'fine'])
    expect(await shop.get('inventory.approveCount', { countId }, owner)).toEqual({ moves: 0, valueMinor: 0 })
    const { head, lines } = await shop.get('inventory.count', { countId }, owner)
    expect(head).toMatchObject({ state: 'approved', approvedBy: 'Ada Owner' })
    expect(lines.find(({ itemId }) => itemId === pads)).toMatchObject({ expectedMilli: 10_000, countedMilli: 9000, differenceMilli: -1000, openMilli: 0 })
    expect((await shop.get('inventory.moves', { documentId: countId }, owner)).rows).toMatchObject([
      { reason: 'count', deltaMilli: -1000, documentNumber: head.number },
    ])
    proveSums(store)
  })

  it('STK-8 A-OFFLINE: a sale before the count that another device tells of later is put right by approving again', async () => {
    const store = await openStore()
    const { shop, owner, locationId, main, pads, level, receive, asTheCentre } = store
    await receive(pads, 10_000, 100)
    const soldAt = shop.clock.at + 1
    shop.clock.at += 1000
    const { id: countId } = await start(store)
    await shop.get('inventory.enterCount', { countId, itemId: pads, countedMilli: 8000 }, owner)
    await shop.get('inventory.submitCount', { countId }, owner)
    expect(await shop.get('inventory.approveCount', { countId }, owner)).toMatchObject({ moves: 1 })
    expect(await level(pads, main)).toEqual([8000, 800, 'fine'])
    asTheCentre(`INSERT INTO stock_move (id, created_at, updated_at, clk, item_id, place_id, location_id, reason, delta_milli, value_minor, document_number, note, user_name, moved_at)
      VALUES ('late', 0, 0, '{}', '${pads}', '${main}', '${locationId}', 'use', -2000, -200, 'X', '', 'Tom', ${soldAt})`)
    expect(await shop.get('inventory.count', { countId }, owner)).toMatchObject({
      isLate: true,
      lines: [{ expectedMilli: 8000, differenceMilli: 0, openMilli: 2000 }],
    })
    expect(await shop.get('inventory.approveCount', { countId }, owner)).toMatchObject({ moves: 1 })
    expect((await level(pads, main))?.[0]).toBe(8000)
    expect(await shop.get('inventory.count', { countId }, owner)).toMatchObject({ isLate: false })
  })

  it('INV-COUNT: a blind count hides what should be there from who counts, and who counts does not approve', async () => {
    const store = await openStore()
    const { shop, owner, pads, receive } = store
    await receive(pads, 10_000, 100)
    const { id: countId } = await start(store, { isBlind: true })
    const warehouse = await signedIn(shop, 'warehouse')
    expect(await shop.get('inventory.enterCount', { countId, itemId: pads, countedMilli: 9000 }, warehouse.token)).toMatchObject({
      expectedMilli: null,
      differenceMinor: null,
    })
    expect(await shop.get('inventory.count', { countId }, warehouse.token)).toMatchObject({
      differenceMinor: null,
      lines: [{ expectedMilli: null, countedMilli: 9000 }],
    })
    expect(await shop.get('inventory.count', { countId }, owner)).toMatchObject({ differenceMinor: -100, lines: [{ expectedMilli: 10_000 }] })
    await shop.get('inventory.submitCount', { countId }, warehouse.token)
    expect(await shop.refused('inventory.approveCount', { countId }, warehouse.token)).toMatchObject({ code: 'platform.notAllowed' })
  })

  it('INV-COUNT: a big difference is counted again before it moves, the last word counts, and a bin is counted by itself', async () => {
    const store = await openStore()
    const { shop, owner, main, pads, filter, level, receive } = store
    await shop.get('inventory.setPolicy', { recountMinor: 300 }, owner)
    await receive(pads, 10_000, 100)
    await receive(filter, 10_000, 100)
    await shop.get('inventory.setRule', { itemId: pads, placeId: main, bin: 'A-1' }, owner)
    await shop.get('inventory.setRule', { itemId: filter, placeId: main, bin: 'B-1' }, owner)
    expect(await shop.get('inventory.bins', { placeId: main }, owner)).toEqual(['A-1', 'B-1'])
    const { id: countId } = await start(store, { bin: 'A-1' })
    expect((await shop.get('inventory.countSheet', { countId }, owner)).rows).toMatchObject([{ itemId: pads, bin: 'A-1', isCounted: false }])
    expect(await shop.refused('inventory.submitCount', { countId }, owner)).toMatchObject({ code: 'inventory.nothingCounted' })
    await shop.get('inventory.enterCount', { countId, itemId: pads, countedMilli: 6000 }, owner)
    expect((await shop.get('inventory.countSheet', { countId }, owner)).rows).toMatchObject([{ isCounted: true }])
    await shop.get('inventory.submitCount', { countId }, owner)
    expect(await shop.refused('inventory.approveCount', { countId }, owner)).toMatchObject({ code: 'inventory.recountNeeded', count: 1 })
    expect(await shop.refused('inventory.enterCount', { countId, itemId: pads, countedMilli: 1 }, owner)).toMatchObject({ code: 'inventory.wrongCountState' })
    await shop.get('inventory.recount', { countId }, owner)
    shop.clock.at += 1000
    expect(await shop.get('inventory.enterCount', { countId, itemId: pads, countedMilli: 6500 }, owner)).toMatchObject({ times: 2, needsRecount: false })
    await shop.get('inventory.submitCount', { countId }, owner)
    expect(await shop.get('inventory.approveCount', { countId }, owner)).toEqual({ moves: 1, valueMinor: -350 })
    expect(await level(pads, main)).toEqual([6500, 650, 'fine'])
    expect((await shop.get('inventory.counts', { state: 'approved' }, owner)).rows).toMatchObject([{ id: countId, bin: 'A-1', placeName: 'Parts room' }])
  })

  it('INV-COUNT INV-LOT: a tracked part is counted lot by lot, also one that nobody knew of', async () => {
    const store = await openStore()
    const { shop, owner, receive, part, lots, main } = store
    const oil = await part('oil', 100, { tracking: 'lot' })
    await receive(oil, 5000, 100, main, [{ code: 'L1', qtyMilli: 5000 }])
    const { id: countId } = await start(store)
    const enter = (lotCode: string, countedMilli: number) => shop.get('inventory.enterCount', { countId, itemId: oil, lotCode, countedMilli }, owner)
    expect(await shop.refused('inventory.enterCount', { countId, itemId: oil, countedMilli: 1 }, owner)).toMatchObject({ code: 'inventory.lotNeeded' })
    await enter('l1', 4000)
    await enter('L9', 2000)
    await shop.get('inventory.submitCount', { countId }, owner)
    await shop.get('inventory.approveCount', { countId }, owner)
    expect(await lots(oil)).toEqual([
      ['L1', 4000],
      ['L9', 2000],
    ])
    proveSums(store)
  })

  it('STK-8 INV-COUNT: of two counts of one place that overlap the later one has the last word, in whatever order they are approved', async () => {
    for (const order of ['later first', 'earlier first'] as const)
      for (const [earlierMilli, laterMilli] of [
        [10_000, 10_000],
        [12_000, 10_000], // two went missing between them
        [10_000, 12_000],
      ] as const) {
        const store = await openStore()
        const { shop, owner, main, pads, level, receive } = store
        await receive(pads, 12_000, 100)
        const countIds = []
        for (const countedMilli of [earlierMilli, laterMilli]) {
          shop.clock.at += 1000
          const { id: countId } = await start(store)
          await shop.get('inventory.enterCount', { countId, itemId: pads, countedMilli }, owner)
          await shop.get('inventory.submitCount', { countId }, owner)
          countIds.push(countId)
        }
        shop.clock.at += 1000
        await shop.get('inventory.adjust', { itemId: pads, placeId: main, deltaMilli: -1000, note: 'broken' }, owner)
        for (const countId of order === 'later first' ? countIds.toReversed() : countIds) await shop.get('inventory.approveCount', { countId }, owner)
        expect((await level(pads, main))?.[0], `${order}: ${earlierMilli}, ${laterMilli}`).toBe(laterMilli - 1000)
        for (const countId of countIds) expect(await shop.get('inventory.count', { countId }, owner)).toMatchObject({ isLate: false })
        proveSums(store)
      }
  })

  it('INV-COUNT PLAT-ERR: names what is wrong, and a cancelled count moves nothing', async () => {
    const store = await openStore()
    const { shop, owner, main, pads, level, receive } = store
    const nobody = '0190f3a2-0000-7abc-8def-000000000000' as never // an id of nothing
    await receive(pads, 1000, 100)
    for (const call of ['count', 'countSheet', 'submitCount', 'recount', 'cancelCount', 'approveCount'] as const)
      expect(await shop.refused(`inventory.${call}`, { countId: nobody }, owner), call).toMatchObject({ code: 'inventory.unknownCount' })
    expect(await shop.refused('inventory.startCount', { placeId: nobody }, owner)).toMatchObject({ code: 'inventory.unknownPlace' })
    const { id: countId } = await start(store)
    expect(await shop.refused('inventory.enterCount', { countId, itemId: nobody, countedMilli: 1 }, owner)).toMatchObject({ code: 'inventory.unknownItem' })
    const service = (await shop.get('catalog.create', { name: 'Alignment', kind: 'service' }, owner)).id
    expect(await shop.refused('inventory.enterCount', { countId, itemId: service, countedMilli: 1 }, owner)).toMatchObject({ code: 'inventory.notAPart' })
    await shop.get('inventory.enterCount', { countId, itemId: pads, countedMilli: 0 }, owner)
    expect(await shop.get('inventory.cancelCount', { countId }, owner)).toMatchObject({ state: 'cancelled' })
    expect(await shop.refused('inventory.approveCount', { countId }, owner)).toMatchObject({ code: 'inventory.wrongCountState', state: 'cancelled' })
    expect(await level(pads, main)).toEqual([1000, 100, 'fine'])
  })
})
