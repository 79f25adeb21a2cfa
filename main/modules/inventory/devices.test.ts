import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import type { Id } from '#shared/kernel/ids.ts'
import { inTransit } from '#shared/modules/inventory/rules/transfers.ts'
import { around } from '#tests/support/around.ts'
import { closeShops, linked, type LinkedShop, RULES } from '#tests/support/linked-shop.ts'
import { proveSums } from '#tests/support/stock.ts'

afterEach(closeShops)

/** A till that nobody heard of at the centre would be gone from its own device. */
const TILL = ['pos_policy', 'till', 'till_entry', 'sale', 'sale_line', 'sale_payment', 'pos_seal']
/** What the devices tell each other here: each has a company and people of its own. */
const SHARED = new Set([
  ...Object.keys(RULES).filter((table) => table.startsWith('stock_')),
  'catalog_item',
  'location',
  'purchase_order',
  'purchase_line',
  ...TILL,
])

async function ownLocation(device: LinkedShop): Promise<Id<'location'>> {
  const [own] = (await device.get('workspace.get', {}, device.owner)).locations
  if (!own) throw new Error('a shop has a location')
  return own.id
}

async function openThree() {
  const devices = [await linked(), await linked(), await linked()] as const
  const [first] = devices
  const centre = around(devices, SHARED)
  const [here, there] = [await ownLocation(devices[0]), await ownLocation(devices[1])]
  const main = (await first.get('inventory.createPlace', { locationId: here, name: 'Parts room' }, first.owner)).id
  const north = (await devices[1].get('inventory.createPlace', { locationId: there, name: 'North' }, devices[1].owner)).id
  const item = async (name: string, tracking: 'none' | 'lot') =>
    (await first.get('catalog.create', { name, sku: name, costMinor: 70, tracking }, first.owner)).id
  const [pads, oil] = [await item('pads', 'none'), await item('oil', 'lot')]
  centre.meet()
  return { devices, centre, here, there, main, north, pads, oil }
}

const sumOf = (device: LinkedShop, sql: string) => device.one<{ n: number | null }>(sql).n ?? 0

describe('stock on several devices', () => {
  it('INV-LOT A-OFFLINE: two devices that receive one lot without knowing of each other make one lot', async () => {
    const { devices, centre, main, oil } = await openThree()
    for (const [i, device] of devices.entries())
      await device.get(
        'inventory.receive',
        { placeId: main, lines: [{ itemId: oil, qtyMilli: 1000, unitCostMinor: 100, lots: [{ code: i === 0 ? 'L-7' : 'l-7', qtyMilli: 1000 }] }] },
        device.owner,
      )
    centre.meet()
    for (const device of devices) {
      expect(device.all('SELECT code_key, qty_milli FROM stock_lot_level l JOIN stock_lot s ON s.id = l.lot_id')).toEqual([
        { code_key: 'L-7', qty_milli: 3000 },
      ])
      expect((await device.get('inventory.findLot', { code: 'L-7' }, device.owner)).length).toBe(1)
    }
    expect(centre.refused).toEqual([])
  })

  it('INV-WAREHOUSE INV-REORDER A-OFFLINE: two devices that put one item away in a bin without knowing of each other agree on one, and both receipts stand', async () => {
    const { devices, centre, main, pads } = await openThree()
    for (const [i, device] of devices.entries()) {
      device.clock.at += i * 1000
      const lines = [{ itemId: pads, qtyMilli: 1000, unitCostMinor: 100, bin: `A${i}` }]
      await device.get('inventory.receive', { placeId: main, lines }, device.owner)
    }
    centre.meet()
    for (const device of devices) {
      expect(device.all('SELECT bin FROM stock_rule')).toEqual([{ bin: 'A2' }])
      expect(await device.get('inventory.ofItem', { itemId: pads }, device.owner)).toMatchObject({ qtyMilli: 3000, levels: [{ bin: 'A2' }] })
    }
  })

  it('INV-REORDER SET-MGMT A-OFFLINE: of the rules for stock and tills that two devices set for the first time, the later word holds on both', async () => {
    const { devices, centre } = await openThree()
    for (const [i, device] of devices.entries()) {
      device.clock.at += i * 1000
      await device.get('inventory.setPolicy', { coverDays: 10 + i }, device.owner)
      await device.get('pos.setPolicy', { cardAlarmHours: 10 + i }, device.owner)
    }
    centre.meet()
    for (const device of devices) {
      expect(await device.get('inventory.policy', {}, device.owner)).toMatchObject({ coverDays: 12 })
      expect(await device.get('pos.policy', {}, device.owner)).toMatchObject({ cardAlarmHours: 12 })
    }
  })

  it('STK-9 INV-MOVE A-OFFLINE: what one device sent is on its way on the other, and a step that somebody else took first is refused', async () => {
    const { devices, centre, there, main, north, pads } = await openThree()
    const [sender, receiver, third] = devices
    await sender.get('inventory.receive', { placeId: main, lines: [{ itemId: pads, qtyMilli: 5000, unitCostMinor: 100 }] }, sender.owner)
    const { head } = await sender.get(
      'inventory.createTransfer',
      { fromPlaceId: main, toLocationId: there, lines: [{ itemId: pads, qtyMilli: 3000 }] },
      sender.owner,
    )
    const [line] = (await sender.get('inventory.sendTransfer', { transferId: head.id }, sender.owner)).lines
    centre.meet()
    expect(await receiver.get('inventory.ofItem', { itemId: pads }, receiver.owner)).toMatchObject({ inTransitMilli: 3000 })
    const arrive = (device: LinkedShop) =>
      device.get('inventory.receiveTransfer', { transferId: head.id, placeId: north, lines: [{ lineId: line?.id as never, qtyMilli: 3000 }] }, device.owner)
    await arrive(receiver)
    await arrive(third) // the same goods, before they heard of each other
    centre.meet()
    expect(centre.refused).toEqual(['inventory.receiveTransfer'])
    for (const device of devices) {
      centre.show(device)
      expect(await device.get('inventory.ofItem', { itemId: pads }, device.owner)).toMatchObject({ qtyMilli: 5000, inTransitMilli: 0, valueMinor: 500 })
      proveSums({ shop: device as never })
    }
  })

  it('INV-WAREHOUSE A-OFFLINE: a place that one device removed while another put goods into it is there until they have left', async () => {
    const { devices, centre, here, main, pads } = await openThree()
    const [first, second] = devices
    const { id: placeId } = await first.get('inventory.createPlace', { locationId: here, name: 'Attic' }, first.owner)
    centre.meet()
    await second.get('inventory.receive', { placeId, lines: [{ itemId: pads, qtyMilli: 5000, unitCostMinor: 70 }] }, second.owner)
    await first.get('inventory.removePlace', { placeId }, first.owner)
    centre.meet()
    const named = async (device: LinkedShop) => (await device.get('inventory.places', { locationId: here }, device.owner)).map(({ name }) => name)
    for (const device of devices) expect(await named(device)).toEqual(['Parts room', 'Attic'])
    expect(await first.refused('inventory.removePlace', { placeId }, first.owner)).toMatchObject({ code: 'inventory.placeInUse' })
    await first.get('inventory.adjust', { itemId: pads, placeId, deltaMilli: -1000, note: 'broken' }, first.owner)
    await first.get('inventory.transfer', { fromPlaceId: placeId, toPlaceId: main, lines: [{ itemId: pads, qtyMilli: 4000 }] }, first.owner)
    centre.meet()
    for (const device of devices) expect(await named(device)).toEqual(['Parts room'])
    expect(await first.refused('inventory.receive', { placeId, lines: [{ itemId: pads, qtyMilli: 1, unitCostMinor: 70 }] }, first.owner)).toMatchObject({
      code: 'inventory.unknownPlace',
    })
  })

  it('STK-1 STK-5 STK-6 STK-8 STK-9 STK-11: after any receipts, sales, returns, corrections, transfers and counts on any devices in any order, all agree, levels are sums, their value is that of the movements, and transfers conserve', async () => {
    const { devices, centre, there, main, north, pads, oil } = await openThree()
    const op = fc.record({
      who: fc.nat(2),
      kind: fc.constantFrom('receive', 'sell', 'takeBack', 'lose', 'send', 'arrive', 'count', 'approve', 'push', 'show'),
      item: fc.constantFrom(pads, oil),
      qty: fc.integer({ min: 1, max: 9 }),
      cost: fc.integer({ min: 0, max: 999 }),
      of: fc.nat(9),
    })
    const pick = <T>(from: readonly T[], i: number): T | undefined => (from.length === 0 ? undefined : from[i % from.length])
    for (const device of devices) await device.get('pos.openTill', { locationId: await ownLocation(device), counts: [] }, device.owner)
    const sales: { device: LinkedShop; lineId: Id<'saleLine'>; qtyMilli: number }[] = []
    /** Each device sells from its own location; the third one's has no stock, and its goods leave none. */
    const sell = async (device: LinkedShop, itemId: Id<'item'>, qtyMilli: number) => {
      const saleId = device.clock.newId<'sale'>()
      const { lines } = await device.get('pos.sell', { saleId, lines: [{ itemId, qtyMilli, unitPriceMinor: 0 }], payments: [] }, device.owner)
      for (const { id: lineId } of lines) sales.push({ device, lineId, qtyMilli })
    }
    const takeBack = async (device: LinkedShop, of: number) => {
      const sold = pick(
        sales.filter((one) => one.device === device),
        of,
      )
      if (!sold) return
      sales.splice(sales.indexOf(sold), 1)
      const returns = [{ lineId: sold.lineId, qtyMilli: sold.qtyMilli }]
      await device.get('pos.sell', { saleId: device.clock.newId<'sale'>(), returns, payments: [] }, device.owner)
    }
    await fc.assert(
      fc.asyncProperty(fc.array(op, { minLength: 4, maxLength: 14 }), async (ops) => {
        for (const { who, kind, item, qty, cost, of } of ops) {
          const device = devices[who] as LinkedShop // one of three
          const { owner } = device
          device.clock.at += 1000
          const qtyMilli = qty * 1000
          const lots = item === oil ? { lots: [{ code: `L${cost % 3}`, expiresOn: '2030-01-01', qtyMilli }] } : {}
          if (kind === 'receive')
            await device.get('inventory.receive', { placeId: main, lines: [{ itemId: item, qtyMilli, unitCostMinor: cost, ...lots }] }, owner)
          if (kind === 'sell') await sell(device, item, qtyMilli)
          if (kind === 'takeBack') await takeBack(device, of)
          if (kind === 'lose') await device.get('inventory.adjust', { itemId: item, placeId: main, deltaMilli: -qtyMilli, note: 'x' }, owner)
          if (kind === 'send') {
            const { head } = await device.get(
              'inventory.createTransfer',
              { fromPlaceId: main, toLocationId: there, lines: [{ itemId: item, qtyMilli }] },
              owner,
            )
            await device.get('inventory.sendTransfer', { transferId: head.id }, owner)
          }
          if (kind === 'arrive') {
            const open = device.all("SELECT id FROM stock_transfer WHERE state IN ('sent', 'partly') ORDER BY id") as { id: Id<'stockTransfer'> }[] // ids of that table
            const found = pick(open, of)
            if (!found) continue
            const { lines } = await device.get('inventory.stockTransfer', { transferId: found.id }, owner)
            const came = lines.map((line) => ({ lineId: line.id, qtyMilli: Math.min(inTransit(line), qtyMilli) }))
            await device.get('inventory.receiveTransfer', { transferId: found.id, placeId: north, isLast: cost % 2 === 0, reason: 'short', lines: came }, owner)
          }
          if (kind === 'count') {
            const { id: countId } = await device.get('inventory.startCount', { placeId: main }, owner)
            await device.get('inventory.enterCount', { countId, itemId: pads, countedMilli: qtyMilli }, owner)
            await device.get('inventory.submitCount', { countId }, owner)
          }
          if (kind === 'approve') {
            const found = pick(device.all("SELECT id FROM stock_count WHERE state IN ('review', 'approved') ORDER BY id") as { id: Id<'stockCount'> }[], of) // likewise
            if (found) await device.ask('inventory.approveCount', { countId: found.id }, owner) // refused where a second count is due
          }
          if (kind === 'push') centre.push(device)
          if (kind === 'show') centre.show(device)
        }
        centre.meet()
        centre.meet()
        const ledger = 'SELECT item_id, place_id, qty_milli, value_minor FROM stock_level ORDER BY 1, 2'
        const [first] = devices
        for (const device of devices) {
          proveSums({ shop: device as never })
          expect(device.all(ledger)).toEqual(first.all(ledger))
          // By either method all that lies there is told, and it is worth what the movements say.
          const { rows, bookMinor } = await device.get('inventory.valuation', { at: device.clock.at + 3_600_000, limit: 200 }, device.owner)
          expect(rows.reduce((sum, row) => sum + row.bookMinor, 0)).toBe(bookMinor)
          expect(bookMinor).toBe(sumOf(device, 'SELECT sum(value_minor) AS n FROM stock_move'))
          // What left by transfers is what came in by them and what is on its way.
          const left = sumOf(device, "SELECT sum(-delta_milli) AS n FROM stock_move WHERE reason = 'transferOut'")
          const came = sumOf(device, "SELECT sum(delta_milli) AS n FROM stock_move WHERE reason = 'transferIn'")
          const onItsWay = sumOf(
            device,
            `SELECT sum(l.qty_milli - (SELECT coalesce(sum(a.qty_milli), 0) FROM stock_transfer_arrival a WHERE a.line_id = l.id)) AS n
              FROM stock_transfer_line l JOIN stock_transfer t ON t.id = l.transfer_id WHERE l.deleted = 0 AND t.state <> 'draft'`,
          )
          expect(left).toBe(came + onItsWay)
        }
      }),
      { numRuns: 12 },
    )
  }, 120_000)
})
