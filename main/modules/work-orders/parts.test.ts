import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Id } from '#shared/kernel/ids.ts'
import { readDb } from '#main/platform/db/read.ts'
import { partsState, partState, type Supply } from '#shared/modules/work-orders/rules/parts.ts'
import { partsStatesOf } from './service.ts'
import { openStore, proveReserved, proveSums } from '#tests/support/stock.ts'
import { orderAfter } from '#tests/support/workshop.ts'

describe('parts of orders', () => {
  it('STK-10 INV-USAGE: a line of an approved order holds its part until it is taken, declined, removed or the order is cancelled', async () => {
    const store = await openStore()
    const { shop, owner, locationId, main, pads, customer, vehicle, receive, job, finish } = store
    await receive(pads, 5000, 500)
    const available = async () => {
      const { levels, qtyMilli, reservedMilli } = await shop.get('inventory.ofItem', { itemId: pads }, owner)
      expect(levels.reduce((sum, one) => sum + one.reservedMilli, 0)).toBe(reservedMilli)
      proveReserved(store)
      return qtyMilli - reservedMilli
    }
    const partOf = async (workOrderId: Id<'workOrder'>) => (await shop.get('workOrders.get', { workOrderId }, owner)).lines.map(({ part }) => part)
    const stateOf = (workOrderId: Id<'workOrder'>, state: 'open' | 'estimate' | 'done') =>
      partsStatesOf(readDb(shop.platform.store.connection), locationId, [{ id: workOrderId, state }])[0]
    const first = await job(pads, 3000)
    expect(await available()).toBe(2000)
    expect(await partOf(first.workOrderId)).toEqual(['reserved'])
    const second = await job(pads, 3000)
    expect(await available()).toBe(-1000)
    expect(await partOf(second.workOrderId)).toEqual(['short'])
    expect(stateOf(second.workOrderId, 'open')).toBe('missing')
    const supplier = await shop.get('purchasing.createSupplier', { name: 'Northside' }, owner)
    const { head } = await shop.get('purchasing.createOrder', { supplierId: supplier.id, placeId: main }, owner)
    await shop.get('purchasing.addLine', { orderId: head.id, itemId: pads, qtyMilli: 1000 }, owner)
    expect(await partOf(second.workOrderId)).toEqual(['short']) // a draft brings nothing
    await shop.get('purchasing.send', { orderId: head.id }, owner)
    expect(await partOf(second.workOrderId)).toEqual(['onOrder'])
    expect((await shop.get('workOrders.waitingFor', { itemId: pads }, owner)).map(({ number, part, customerName }) => [number, part, customerName])).toEqual([
      [first.number, 'reserved', 'Erika Muster'],
      [second.number, 'onOrder', 'Erika Muster'],
    ])
    expect(await shop.get('purchasing.ofItem', { itemId: pads }, owner)).toMatchObject([
      { id: head.id, supplierName: 'Northside', state: 'ordered', qtyMilli: 1000, receivedMilli: 0 },
    ])
    const estimate = await shop.get('workOrders.open', { locationId, customerId: customer.id, vehicleId: vehicle.id, asEstimate: true }, owner)
    await shop.get('workOrders.addLine', { workOrderId: estimate.order.id, itemId: pads, qtyMilli: 1000 }, owner)
    expect(await available()).toBe(-1000)
    expect(await partOf(estimate.order.id)).toEqual(['short'])
    await shop.get('workOrders.removeLine', { lineId: second.lineId }, owner)
    expect(await available()).toBe(2000)
    expect(await partOf(estimate.order.id)).toEqual(['inStock'])
    await finish(first.workOrderId)
    expect(await available()).toBe(2000) // taken, and no longer held
    expect(await partOf(first.workOrderId)).toEqual(['taken'])
    expect(stateOf(first.workOrderId, 'done')).toBe('settled')
    expect(stateOf(second.workOrderId, 'open')).toBe('none')
    await shop.get('workOrders.reopen', { workOrderId: first.workOrderId }, owner)
    expect(await available()).toBe(2000)
    await shop.get('workOrders.cancel', { workOrderId: first.workOrderId, reason: 'no' }, owner)
    expect(await available()).toBe(5000)
  })

  it('STK-10 PUR-2 A-OFFLINE: a part that two devices put on one order is to come until both lines have', async () => {
    const { shop, owner, main, pads, filter, job, asTheCentre } = await openStore()
    const supplierId = (await shop.get('purchasing.createSupplier', { name: 'Northside' }, owner)).id
    const orderId = (await shop.get('purchasing.createOrder', { supplierId, placeId: main }, owner)).head.id
    for (const itemId of [pads, filter]) await shop.get('purchasing.addLine', { orderId, itemId, qtyMilli: 5000 }, owner)
    asTheCentre(`UPDATE purchase_line SET item_id = '${pads}'`)
    const { lines } = await shop.get('purchasing.send', { orderId }, owner)
    await shop.get('purchasing.receive', { orderId, lines: [{ lineId: lines[0]?.id as never, qtyMilli: 5000 }] }, owner)
    const { workOrderId } = await job(pads, 8000)
    expect((await shop.get('workOrders.get', { workOrderId }, owner)).lines.map(({ part }) => part)).toEqual(['onOrder'])
  })

  it('EST-LINES PART-CORE: a kit’s parts and core charges follow the quantity of their line, leave with it, and share the customer’s no', async () => {
    const { shop, owner, pads, open } = await openStore()
    const item = async (own: object) => (await shop.get('catalog.create', { name: 'Kit', priceMinor: 9900, ...own }, owner)).id
    const [kit, core, hose] = [await item({}), await item({ name: 'Core', kind: 'fee', priceMinor: 2000 }), await item({ name: 'Hose', priceMinor: 900 })]
    await shop.get('catalog.relate', { itemId: kit, kind: 'part', otherId: hose, qtyMilli: 1500 }, owner)
    await shop.get('catalog.relate', { itemId: kit, kind: 'core', otherId: core }, owner)
    await shop.get('catalog.relate', { itemId: pads, kind: 'core', otherId: core }, owner)
    const workOrderId = (await open({ asEstimate: true })).order.id
    const add = (itemId: Id<'item'>, own: object = {}) => shop.get('workOrders.addLine', { workOrderId, itemId, ...own }, owner)
    await add(pads, { qtyMilli: 2000 })
    await add(hose)
    await add(kit)
    const shown = ({ lines }: Awaited<ReturnType<typeof view>>) =>
      lines.map(({ itemId, qtyMilli }) => [itemId === pads ? 'pads' : itemId === kit ? 'kit' : itemId === core ? 'core' : 'hose', qtyMilli])
    const view = () => shop.get('workOrders.get', { workOrderId }, owner)
    const lineOf = async (itemId: Id<'item'>) => {
      const found = (await view()).lines.find((line) => line.itemId === itemId)
      if (!found) throw new Error('the line is there')
      return found.id
    }
    const set = async (itemId: Id<'item'>, qtyMilli: number) =>
      shown(await orderAfter(shop, 'workOrders.updateLine', { lineId: await lineOf(itemId), qtyMilli }, owner))
    const rest = (kits: number) => [
      ['hose', 1000],
      ['kit', kits * 1000],
      ['hose', kits * 1500],
      ['core', kits * 1000],
    ]
    expect(shown(await view())).toEqual([['pads', 2000], ['core', 2000], ...rest(1)])
    expect(await set(pads, 3000)).toEqual([['pads', 3000], ['core', 3000], ...rest(1)])
    expect(await set(kit, 4000)).toEqual([['pads', 3000], ['core', 3000], ...rest(4)])
    expect(await set(kit, 2000)).toEqual([['pads', 3000], ['core', 3000], ...rest(2)])
    // One old part is here already: that stays so.
    expect(await set(core, 2000)).toEqual([['pads', 3000], ['core', 2000], ...rest(2)])
    expect(await set(pads, 4000)).toEqual([['pads', 4000], ['core', 3000], ...rest(2)])
    // No to the pads is no to their core; the next visit offers both, or neither.
    const declined = await orderAfter(
      shop,
      'workOrders.decide',
      { workOrderId, channel: 'phone', person: 'Erika', words: [{ lineId: await lineOf(pads), approved: false }] },
      owner,
    )
    expect(declined.lines.map((line) => line.declined)).toEqual([true, true, false, false, false, false])
    expect(declined.lines.map(({ followsId }) => followsId !== null)).toEqual([false, true, false, false, true, true])
    const later = (await open()).order.id
    const taken = await orderAfter(shop, 'workOrders.takeDeferred', { workOrderId: later, lineIds: [await lineOf(pads)] }, owner)
    expect(shown(taken)).toEqual([
      ['pads', 4000],
      ['core', 3000],
    ])
    expect(shown(await orderAfter(shop, 'workOrders.removeLine', { lineId: await lineOf(kit) }, owner))).toEqual([
      ['pads', 4000],
      ['core', 3000],
      ['hose', 1000],
    ])
  })

  it('STK-10 A-OFFLINE: lines that come before their order hold their parts once it is there', async () => {
    const store = await openStore()
    const { pads, receive, job, asTheCentre } = store
    await receive(pads, 5000, 500)
    const { workOrderId } = await job(pads, 2000)
    asTheCentre(`CREATE TEMP TABLE kept AS SELECT * FROM work_order WHERE id = '${workOrderId}'; DELETE FROM work_order WHERE id = '${workOrderId}'`)
    proveReserved(store)
    asTheCentre('INSERT INTO work_order SELECT * FROM kept')
    proveReserved(store)
    asTheCentre(`UPDATE work_order SET state = 'cancelled' WHERE id = '${workOrderId}'`)
    proveReserved(store)
  })

  it('STK-1 STK-5 STK-10 JOB-BOARD: after any steps of jobs, what is held is what open lines want, once, every level is the sum of its movements, and each line and tile says how it stands', async () => {
    const store = await openStore()
    const { shop, owner, pads, filter, receive, job, locationId, main } = store
    const { raw } = shop.platform.store.connection
    const held = raw.prepare('SELECT line_id AS lineId, qty_milli AS qtyMilli FROM stock_reservation WHERE item_id = ? ORDER BY line_id')
    const level = raw.prepare('SELECT qty_milli FROM stock_level WHERE item_id = ? AND place_id = ?').pluck()
    /** As the rule says it of all that waits. */
    const proveStandings = async () => {
      const { cards } = await shop.get('board.jobs', { locationId }, owner)
      for (const { workOrderId } of jobs) {
        const { order, lines } = await shop.get('workOrders.get', { workOrderId }, owner)
        const standings = lines.map((line) => {
          const [qtyMilli, waiting] = [level.get(line.itemId, main) as number, held.all(line.itemId) as Supply['waiting']] // the columns named
          return partState(order, line, { isKept: true, onOrderMilli: 0, qtyMilli, waiting })
        })
        expect(lines.map(({ part }) => part)).toEqual(standings)
        const tile = cards.find(({ id }) => id === workOrderId)
        if (tile) expect(tile.parts).toBe(partsState(lines))
      }
    }
    await receive(pads, 20_000, 333)
    await receive(filter, 20_000, 77)
    const step = fc.record({
      kind: fc.constantFrom('open', 'more', 'fewer', 'start', 'hold', 'finish', 'cancel', 'reopen', 'remove'),
      itemId: fc.constantFrom(pads, filter),
      qtyMilli: fc.integer({ min: 1, max: 4000 }),
      of: fc.nat(5),
    })
    const jobs: Awaited<ReturnType<typeof job>>[] = []
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
        for (const { kind, itemId, qtyMilli, of } of steps) {
          if (kind === 'open' || jobs.length === 0) {
            jobs.unshift(await job(itemId, qtyMilli))
            continue
          }
          const { workOrderId, lineId } = jobs[of % jobs.length] as (typeof jobs)[number] // there is one
          const call = { workOrderId } as never // as each of these takes it
          if (kind === 'more') await shop.ask('workOrders.addLine', { workOrderId, itemId, qtyMilli }, owner)
          else if (kind === 'fewer') await shop.ask('workOrders.updateLine', { lineId, qtyMilli }, owner)
          else if (kind === 'hold') await shop.ask('workOrders.hold', { workOrderId, reason: 'waits', leavesBay: true }, owner)
          else if (kind === 'cancel') await shop.ask('workOrders.cancel', { workOrderId, reason: 'no' }, owner)
          else await shop.ask(`workOrders.${kind as 'start' | 'finish' | 'reopen' | 'remove'}`, call, owner) // refused where the order's state says so
        }
        proveReserved(store)
        proveSums(store)
        await proveStandings()
        const { levels, reservedMilli } = await shop.get('inventory.ofItem', { itemId: pads }, owner)
        expect(levels.reduce((sum, one) => sum + one.reservedMilli, 0)).toBe(reservedMilli)
      }),
      { numRuns: 20 },
    )
  })
})
