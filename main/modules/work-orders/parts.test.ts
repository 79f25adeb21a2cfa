import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Id } from '#shared/kernel/ids.ts'
import { readDb } from '#main/platform/db/read.ts'
import { partsStateOf } from './service.ts'
import { openStore, proveReserved, proveSums } from '#tests/support/stock.ts'

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
      partsStateOf(readDb(shop.platform.store.connection), [{ id: workOrderId, state, locationId }]).get(workOrderId)
    const first = await job(pads, 3000)
    expect(await available()).toBe(2000)
    expect(await partOf(first.workOrderId)).toEqual(['reserved'])
    const second = await job(pads, 3000)
    expect(await available()).toBe(-1000)
    expect(await partOf(second.workOrderId)).toEqual(['short'])
    expect(stateOf(second.workOrderId, 'open')).toBe('waiting')
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
    expect(stateOf(first.workOrderId, 'done')).toBe('ready')
    expect(stateOf(second.workOrderId, 'open')).toBe('none')
    await shop.get('workOrders.reopen', { workOrderId: first.workOrderId }, owner)
    expect(await available()).toBe(2000)
    await shop.get('workOrders.cancel', { workOrderId: first.workOrderId, reason: 'no' }, owner)
    expect(await available()).toBe(5000)
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

  it('STK-1 STK-5 STK-10: after any steps of jobs, what is held is what open lines want, once, and every level is the sum of its movements', async () => {
    const store = await openStore()
    const { shop, owner, pads, filter, receive, job } = store
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
        const { levels, reservedMilli } = await shop.get('inventory.ofItem', { itemId: pads }, owner)
        expect(levels.reduce((sum, one) => sum + one.reservedMilli, 0)).toBe(reservedMilli)
      }),
      { numRuns: 20 },
    )
  })
})
