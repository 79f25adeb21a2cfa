import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import type { Id } from '#shared/kernel/ids.ts'
import type { Sale } from '#shared/modules/pos/model.ts'
import { around } from '#tests/support/around.ts'
import { firstOf, saleId, type SellCall } from '#tests/support/counter.ts'
import { closeShops, linked, type LinkedShop, RULES } from '#tests/support/linked-shop.ts'
import { signedIn } from '#tests/support/people.ts'
import { proveSums } from '#tests/support/stock.ts'

afterEach(closeShops)

const OURS = ['sale', 'sale_line', 'sale_payment', 'till', 'till_entry', 'pos_seal', 'catalog_item', 'location']
const SHARED = new Set([...Object.keys(RULES).filter((table) => table.startsWith('stock_')), ...OURS])

/** Three tills of one location; each device has people and a company of its own. */
async function openTills() {
  const devices = [await linked(), await linked(), await linked()] as const
  const [first] = devices
  const centre = around(devices, SHARED)
  const location = firstOf((await first.get('workspace.get', {}, first.owner)).locations)
  const placeId = (await first.get('inventory.createPlace', { locationId: location.id, name: 'Shelf' }, first.owner)).id
  const pads = (await first.get('catalog.create', { name: 'pads', sku: 'PADS', priceMinor: 333, costMinor: 70 }, first.owner)).id
  await first.get('inventory.receive', { placeId, lines: [{ itemId: pads, qtyMilli: 100_000, unitCostMinor: 70 }] }, first.owner)
  centre.meet()
  for (const device of devices) await device.get('pos.openTill', { locationId: location.id, counts: [{ worthMinor: 100_000, pieces: 1 }] }, device.owner)
  centre.meet()
  return { devices, centre, pads }
}

/** Pays what is due, which the refusal tells; undefined where the core wants nothing of it. */
async function trade(device: LinkedShop, basket: Pick<SellCall, 'lines' | 'returns' | 'again'>): Promise<Sale | undefined> {
  const id = saleId()
  const asked = await device.ask('pos.sell', { saleId: id, ...basket, payments: [] }, device.owner)
  if (asked.ok || asked.error.code !== 'pos.tenderMismatch') return asked.ok ? (asked.value as unknown as Sale) : undefined
  const payments = [{ method: 'cash' as const, amountMinor: Number(asked.error['dueMinor']) }]
  return device.get('pos.sell', { saleId: id, ...basket, payments }, device.owner)
}

describe('POS-TILL: a till belongs to its device', () => {
  it('POS-TILL POS-5: who shares the till cannot close another device’s; a manager can, as for a PC that is broken, and what that PC took meanwhile is in its sum', async () => {
    const { devices, centre, pads } = await openTills()
    const [one, two] = devices
    const till = (await one.get('pos.till', {}, one.owner))?.till
    if (!till) throw new Error('it was opened')
    const count = { tillId: till.id, counts: [{ worthMinor: 99_900, pieces: 1 }], note: 'The PC is gone' }
    const { token: cashier } = await signedIn(two, 'cashier')
    const { token: manager } = await signedIn(two, 'manager')
    expect(await two.refused('pos.closeTill', count, cashier)).toEqual({ code: 'pos.otherTill', kind: 'forbidden', deviceName: till.deviceName })
    const z = await two.get('pos.closeTill', count, manager)
    expect(z).toMatchObject({ till: { state: 'closed', closedBy: 'manager person', expectedMinor: 100_000, countedMinor: 99_900 }, balanceMinor: 99_900 })
    // The drawer of the other device is none of this one's: its own till goes on.
    expect(await two.get('pos.till', {}, two.owner)).toMatchObject({ till: { state: 'open' }, balanceMinor: 100_000 })

    const late = await trade(one, { lines: [{ itemId: pads, qtyMilli: 1000, unitPriceMinor: 333 }] })
    expect(late).toBeDefined()
    centre.meet()
    expect(centre.refused).toEqual([])
    for (const device of devices) {
      expect(await device.get('pos.zReport', { tillId: till.id }, device.owner)).toMatchObject({ balanceMinor: 99_900 + (late?.totalMinor ?? 0), sales: 1 })
      expect((await device.get('pos.verify', {}, device.owner)).every(({ fault }) => fault === null)).toBe(true)
    }
    expect(await one.get('pos.till', {}, one.owner)).toBe(null)
    await one.get('pos.openTill', { locationId: till.locationId, counts: [] }, one.owner)
  })
})

describe('POS-RETURN: several tills without a link', () => {
  it('POS-11 POS-RETURN A-OFFLINE: what came back on two of them is shown on all, and charged again at exactly what was given', async () => {
    const { devices, centre, pads } = await openTills()
    const [one, two, third] = devices
    const sold = await trade(one, { lines: [{ itemId: pads, qtyMilli: 3000, unitPriceMinor: 333 }] })
    centre.meet()
    const { id: lineId } = firstOf(sold?.lines ?? [])
    await trade(one, { returns: [{ lineId, qtyMilli: 3000 }] })
    const second = await trade(two, { returns: [{ lineId, qtyMilli: 2000 }] })
    expect(await third.get('pos.excesses', {}, third.owner)).toEqual([])
    centre.meet()
    expect(centre.refused).toEqual([])
    for (const device of devices) {
      const [found, ...others] = await device.get('pos.excesses', {}, device.owner)
      expect(others).toEqual([])
      expect(found).toMatchObject({ lineId, saleNumber: sold?.number, description: 'pads', qtyMilli: 2000, amountMinor: -(second?.totalMinor ?? 0) })
      expect(found?.returns.length).toBe(2)
    }
    expect(await third.ask('pos.sell', { saleId: saleId(), again: [{ lineId, qtyMilli: 2001 }], payments: [] }, third.owner)).toMatchObject({
      error: { code: 'pos.notTooMuch' },
    })
    const again = await trade(third, { again: [{ lineId, qtyMilli: 2000 }] })
    expect(again).toMatchObject({ totalMinor: -(second?.totalMinor ?? 0), lines: [{ againLineId: lineId, qtyMilli: 2000 }] })
    centre.meet()
    for (const device of devices) {
      expect(await device.get('pos.excesses', {}, device.owner)).toEqual([])
      expect(await device.get('inventory.ofItem', { itemId: pads }, device.owner)).toMatchObject({ qtyMilli: 100_000 })
      proveSums({ shop: device as never })
    }
  })

  it('POS-3 POS-4 POS-11 FIN-PRECISION: after any sales and returns on any tills in any order, and what came back too often charged again, stock, tills and tax are the sums of what happened', async () => {
    const { devices, centre, pads } = await openTills()
    const deed = fc.record({
      who: fc.nat(2),
      does: fc.constantFrom('sell', 'return', 'return', 'push', 'show'),
      which: fc.nat(),
      qtyMilli: fc.integer({ min: 1, max: 4000 }),
      discountBp: fc.constantFrom(0, 333),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 3, maxLength: 10 }), async (deeds) => {
        for (const { who, does, which, qtyMilli, discountBp } of deeds) {
          const device = devices[who] as LinkedShop // one of three
          device.clock.at += 1000
          if (does === 'sell') await trade(device, { lines: [{ itemId: pads, qtyMilli, unitPriceMinor: 333, discountBp }] })
          if (does === 'return') {
            const known = device.all('SELECT id, qty_milli AS sold FROM sale_line WHERE qty_milli > 0 ORDER BY id DESC LIMIT 4') as {
              id: Id<'saleLine'>
              sold: number
            }[] // the columns named
            const line = known[which % Math.max(1, known.length)]
            if (line) await trade(device, { returns: [{ lineId: line.id, qtyMilli: Math.min(line.sold, qtyMilli) }] })
          }
          if (does === 'push') centre.push(device)
          if (does === 'show') centre.show(device)
        }
        centre.meet()
        const [, second] = devices
        for (const { lineId, qtyMilli } of await second.get('pos.excesses', {}, second.owner))
          expect(await trade(second, { again: [{ lineId, qtyMilli }] })).toBeDefined()
        centre.meet()
        for (const device of devices) {
          proveSums({ shop: device as never })
          expect(await device.get('pos.excesses', {}, device.owner)).toEqual([])
          // Of each line came back, less what was charged again, at most what was charged; where all of it is back, exactly that.
          const lines = device.all(`SELECT sold.qty_milli AS qty, sold.net_minor AS net, sold.tax_minor AS tax,
            coalesce(sum(back.qty_milli), 0) AS backQty, coalesce(sum(back.net_minor), 0) AS backNet, coalesce(sum(back.tax_minor), 0) AS backTax
            FROM sale_line AS sold LEFT JOIN sale_back AS back ON back.line_id = sold.id WHERE sold.qty_milli > 0 AND sold.again_line_id IS NULL GROUP BY sold.id`) as Record<
            'qty' | 'net' | 'tax' | 'backQty' | 'backNet' | 'backTax',
            number
          >[] // the columns named
          for (const { qty, net, tax, backQty, backNet, backTax } of lines) {
            expect(backQty).toBeLessThanOrEqual(qty)
            if (backQty === qty) expect([backNet, backTax]).toEqual([net, tax])
          }
          const { n: kept } = device.one<{ n: number }>('SELECT coalesce(sum(qty_milli), 0) AS n FROM sale_line')
          expect(await device.get('inventory.ofItem', { itemId: pads }, device.owner)).toMatchObject({ qtyMilli: 100_000 - kept })
          const tills = device.one<{ cash: number; paid: number }>(
            "SELECT (SELECT sum(amount_minor) FROM till_entry WHERE kind = 'sale') AS cash, (SELECT sum(amount_minor) FROM sale_payment WHERE method = 'cash') AS paid",
          )
          expect(tills.cash).toBe(tills.paid)
          expect(device.one<{ n: number }>('SELECT count(*) AS n FROM sale WHERE net_minor + tax_minor + advance_minor <> total_minor').n).toBe(0)
        }
      }),
      { numRuns: 10 },
    )
  }, 120_000)
})
