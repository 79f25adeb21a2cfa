import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import type { Id } from '#shared/kernel/ids.ts'
import { around } from '#tests/support/around.ts'
import { firstOf } from '#tests/support/counter.ts'
import { closeShops, linked, type LinkedShop } from '#tests/support/linked-shop.ts'

afterEach(closeShops)

const WORK = ['customer', 'location', 'vehicle', 'bay', 'employee', 'work_order', 'work_order_line', 'clock_punch']
const MONEY = ['till', 'till_entry', 'invoice', 'invoice_line', 'payment', 'payment_allocation', 'credit_note', 'credit_note_line', 'write_off', 'pos_seal']
const SHARED = new Set([...WORK, ...MONEY])

/** Three desks of one location with one customer; each has a bay, a technician and a car of its own. */
async function openDesks() {
  const devices = [await linked(), await linked(), await linked()] as const
  const [first] = devices
  const centre = around(devices, SHARED)
  const { id: locationId } = firstOf((await first.get('workspace.get', {}, first.owner)).locations)
  const { id: customerId } = await first.get('customers.create', { kind: 'person', name: 'Erika' }, first.owner)
  centre.meet()
  // The third desk has no till.
  for (const device of devices.slice(0, 2)) await device.get('pos.openTill', { locationId, counts: [{ worthMinor: 9_000, pieces: 1 }] }, device.owner)
  centre.meet()
  const desks = await Promise.all(
    devices.map(async (device, i) => ({
      device,
      vehicleId: (await device.get('vehicles.create', { customerId, plate: `B-XY ${i}`, make: 'Opel', model: 'Corsa' }, device.owner)).id,
      bayId: (await device.get('bays.create', { locationId, name: `Bay ${i}` }, device.owner)).id,
      technicianId: (await device.get('staff.create', { name: `Tom ${i}`, userId: null, isTechnician: true }, device.owner)).id,
    })),
  )
  const issue = async ({ device, vehicleId, bayId, technicianId }: (typeof desks)[number], unitPriceMinor: number) => {
    const { get, owner } = device
    const workOrderId = (await get('workOrders.open', { locationId, customerId, vehicleId, bayId, technicianId }, owner)).order.id
    await get('workOrders.addLine', { workOrderId, kind: 'part', description: 'Pads', qtyMilli: 3000, unitPriceMinor }, owner)
    await get('workOrders.start', { workOrderId }, owner)
    await get('workOrders.finish', { workOrderId }, owner)
    return (await get('invoicing.issue', { workOrderId }, owner)).id
  }
  return { devices, centre, desks, locationId, customerId, issue }
}

const sumOf = (device: LinkedShop, sql: string) => device.one<{ n: number | null }>(sql).n ?? 0

describe('AR-ACCOUNT: several desks without a link', () => {
  it('AR-ACCOUNT FIN-PRECISION A-OFFLINE: after any invoices, payments, money on account, refunds, credit notes and reversals on any desks in any order, all agree, receivables are invoices less what was paid and credited, and a till is the cash that its desk took', async () => {
    const { devices, centre, desks, locationId, customerId, issue } = await openDesks()
    /** Each invoice with the desk that issued it: it alone credits, as a line is credited once. */
    const issued: { id: Id<'invoice'>; by: number }[] = []
    for (const [by, desk] of desks.entries()) issued.push({ id: await issue(desk, 1000), by })
    const deed = fc.record({
      who: fc.nat(2),
      does: fc.constantFrom('issue', 'pay', 'pay', 'receive', 'refund', 'reverse', 'credit', 'push', 'show'),
      which: fc.nat(),
      amountMinor: fc.integer({ min: 1, max: 5000 }),
      method: fc.constantFrom('cash', 'transfer'),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 3, maxLength: 10 }), async (deeds) => {
        for (const { who, does, which, amountMinor, method } of deeds) {
          const desk = desks[who] as (typeof desks)[number] // one of three
          const { device } = desk
          const { owner } = device
          device.clock.at += 1000
          const known = device.all("SELECT id FROM invoice WHERE state = 'issued' ORDER BY id") as { id: Id<'invoice'> }[] // ids of that table
          const invoice = known[which % Math.max(1, known.length)]
          if (does === 'issue') issued.push({ id: await issue(desk, amountMinor), by: who })
          // What is refused here (more than is due, not free any more) leaves nothing behind.
          if (does === 'pay' && invoice) await device.ask('invoicing.pay', { invoiceId: invoice.id, method, amountMinor }, owner)
          if (does === 'receive') {
            const allocations = invoice ? [{ invoiceId: invoice.id, amountMinor }] : []
            await device.ask('invoicing.receive', { customerId, locationId, method, amountMinor: amountMinor * 2, allocations }, owner)
          }
          if (does === 'refund') {
            const [free] = device.all('SELECT payment_id AS id FROM payment_open WHERE free_minor > 0 ORDER BY 1') as { id: Id<'payment'> }[] // likewise
            if (free) await device.ask('invoicing.refund', { paymentId: free.id, method, amountMinor, reason: 'x' }, owner)
          }
          if (does === 'reverse') {
            const payments = device.all('SELECT id FROM payment WHERE reverses_id IS NULL ORDER BY id') as { id: Id<'payment'> }[] // likewise
            const payment = payments[which % Math.max(1, payments.length)]
            // Once in all: of two desks that reverse one payment the centre refuses the second.
            if (payment && who === 0) await device.ask('invoicing.reversePayment', { paymentId: payment.id, reason: 'x' }, owner)
          }
          if (does === 'credit') {
            const own = issued.filter(({ by }) => by === who)
            const one = own[which % Math.max(1, own.length)]
            if (one) await device.ask('invoicing.credit', { invoiceId: one.id, goodsBack: false, reason: 'x' }, owner)
          }
          if (does === 'push') centre.push(device)
          if (does === 'show') centre.show(device)
        }
        centre.meet()
        centre.meet()
        const ledger = 'SELECT invoice_id, due_minor FROM invoice_open ORDER BY 1'
        for (const device of devices) {
          expect(device.all(ledger)).toEqual(devices[0].all(ledger))
          // Cash of a payment is in the till of the desk that took it, once, and of no other; a desk without a till has none. Nothing is below nothing.
          const tills = device.all(`SELECT till.device_tag AS tag, sum(e.amount_minor) - till.float_minor AS held FROM till
            JOIN till_entry e ON e.till_id = till.id GROUP BY till.id ORDER BY 1`)
          const taken =
            device.all(`SELECT till.device_tag AS tag, coalesce(sum(p.amount_minor), 0) AS held FROM till LEFT JOIN pos_seal s ON s.device_tag = till.device_tag AND s.kind = 'payment'
            LEFT JOIN payment p ON p.id = s.record_id AND p.method = 'cash' GROUP BY till.id ORDER BY 1`)
          expect(tills).toEqual(taken)
          expect(sumOf(device, 'SELECT min(held) AS n FROM (SELECT sum(amount_minor) AS held FROM till_entry GROUP BY till_id)')).toBeGreaterThanOrEqual(0)
          const charged = sumOf(device, "SELECT sum(total_minor - settled_minor) AS n FROM invoice WHERE state <> 'void'")
          const credited = sumOf(device, 'SELECT sum(total_minor) AS n FROM credit_note')
          const paid = sumOf(device, 'SELECT sum(amount_minor) AS n FROM payment')
          const free = sumOf(device, 'SELECT sum(free_minor) AS n FROM payment_open')
          expect(sumOf(device, 'SELECT sum(due_minor) AS n FROM invoice_open')).toBe(charged - credited - (paid - free))
        }
        expect(centre.refused).toEqual([])
      }),
      { numRuns: 12 },
    )
  }, 120_000)
})
