import { describe, expect, it } from 'vitest'
import { openStore, proveSums } from '#tests/support/stock.ts'

/** Oil by lot, of which a job used more than its lot held: three of no lot are missing, and ten of lot M lie there. */
async function openShort() {
  const store = await openStore()
  const { shop, owner, main, receive } = store
  await shop.get('inventory.setPolicy', { recountMinor: 100_000_000 }, owner)
  const oil = await store.part('oil', 100, { tracking: 'lot' })
  await receive(oil, 5000, 100, main, [{ code: 'L1', qtyMilli: 5000 }])
  await store.finish((await store.job(oil, 8000)).workOrderId)
  await receive(oil, 10_000, 100, main, [{ code: 'M', qtyMilli: 10_000 }])
  return { ...store, oil, ...countingIn(store) }
}

function countingIn({ shop, owner, main }: Awaited<ReturnType<typeof openStore>>) {
  return {
    start: async () => (await shop.get('inventory.startCount', { placeId: main }, owner)).id,
    sheet: async (countId: never) =>
      (await shop.get('inventory.countSheet', { countId }, owner)).rows.map(({ isCounted, isNoLotOpen }) => [isCounted, isNoLotOpen]),
    approve: async (countId: never) => {
      await shop.get('inventory.submitCount', { countId }, owner)
      return shop.get('inventory.approveCount', { countId }, owner)
    },
  }
}

describe('INV-LOT: stock of no lot', () => {
  it('STK-8 INV-COUNT INV-LOT: what is missing of no lot stands on the sheet by itself and is counted away', async () => {
    const store = await openShort()
    const { shop, owner, main, oil, level, lots, start, sheet, approve } = store
    const countId = (await start()) as never // an id of a count
    const enter = (lotCode: string, countedMilli: number) => shop.get('inventory.enterCount', { countId, itemId: oil, lotCode, countedMilli }, owner)
    expect((await level(oil, main))?.[0]).toBe(7000)
    expect(await sheet(countId)).toEqual([[false, true]])
    expect(await enter('M', 10_000)).toMatchObject({ lotCode: 'M', differenceMilli: 0 })
    expect(await sheet(countId)).toEqual([[true, true]])
    expect(await enter('', 0)).toMatchObject({ lotId: null, tracking: 'lot', expectedMilli: -3000, differenceMilli: 3000 })
    expect(await sheet(countId)).toEqual([[true, false]])
    expect(await approve(countId)).toMatchObject({ moves: 1 })
    expect((await level(oil, main))?.[0]).toBe(10_000)
    expect((await shop.get('inventory.moves', { documentId: countId }, owner)).rows).toMatchObject([{ lotId: null, deltaMilli: 3000 }])
    expect(await lots(oil)).toEqual([['M', 10_000]])
    const next = await start()
    expect(await shop.refused('inventory.enterCount', { countId: next, itemId: oil, countedMilli: 1000 }, owner)).toMatchObject({ code: 'inventory.lotNeeded' })
    proveSums(store)
  })

  it('STK-8 INV-COUNT INV-LOT: a sale of a lot after what is of no lot was counted changes nothing of its difference', async () => {
    const store = await openShort()
    const { shop, owner, main, oil, level, start, approve, job, finish } = store
    const countId = (await start()) as never // an id of a count
    await shop.get('inventory.enterCount', { countId, itemId: oil, countedMilli: 0 }, owner)
    shop.clock.at += 1000
    await finish((await job(oil, 2000)).workOrderId)
    expect(await approve(countId)).toMatchObject({ moves: 1 })
    expect((await level(oil, main))?.[0]).toBe(8000)
    proveSums(store)
  })

  it('INV-COUNT INV-LOT: stock from before it was tracked is counted into its lot and not twice', async () => {
    const store = await openStore()
    const { shop, owner, main, part, level, lots, receive } = store
    const { start, sheet, approve } = countingIn(store)
    const belt = await part('belt', 100)
    await receive(belt, 10_000, 100)
    await shop.get('catalog.update', { itemId: belt, tracking: 'lot' }, owner)
    const countId = (await start()) as never // an id of a count
    await shop.get('inventory.enterCount', { countId, itemId: belt, lotCode: 'L', countedMilli: 10_000 }, owner)
    expect(await sheet(countId)).toEqual([[true, true]])
    expect(await shop.get('inventory.enterCount', { countId, itemId: belt, countedMilli: 0 }, owner)).toMatchObject({ expectedMilli: 10_000 })
    expect(await approve(countId)).toMatchObject({ moves: 2, valueMinor: 0 })
    expect(await level(belt, main)).toEqual([10_000, 1000, 'fine'])
    expect(await lots(belt)).toEqual([['L', 10_000]])
    proveSums(store)
  })

  it('INV-MOVE INV-LOT: what is of no lot is corrected up and down to nothing, then a correction names its lot again', async () => {
    const store = await openShort()
    const { shop, owner, main, oil, lots, part, receive } = store
    const adjust = (itemId: typeof oil, deltaMilli: number) => ({ itemId, placeId: main, deltaMilli, note: 'counted' })
    expect(await shop.get('inventory.adjust', adjust(oil, 3000), owner)).toMatchObject({ qtyMilli: 10_000 })
    expect(await lots(oil)).toEqual([['M', 10_000]])
    expect(await shop.refused('inventory.adjust', adjust(oil, 1000), owner)).toMatchObject({ code: 'inventory.lotNeeded' })
    const belt = await part('belt', 100)
    await receive(belt, 10_000, 100)
    await shop.get('catalog.update', { itemId: belt, tracking: 'lot' }, owner)
    await receive(belt, 5000, 100, main, [{ code: 'B', qtyMilli: 5000 }])
    expect(await shop.get('inventory.adjust', adjust(belt, -10_000), owner)).toMatchObject({ qtyMilli: 5000 })
    expect(await lots(belt)).toEqual([['B', 5000]])
    proveSums(store)
  })
})
