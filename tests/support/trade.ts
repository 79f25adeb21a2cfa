import fc from 'fast-check'
import type { Id } from '#shared/kernel/ids.ts'
import { DAY_MS, HOUR_MS } from '#shared/kernel/time.ts'
import { OWNER } from './core.ts'
import { firstOf, openCounter, saleId, type SellCall } from './counter.ts'

/** One thing that happens in a random shop. */
const line = fc.record({
  what: fc.constantFrom('labor', 'pads', 'oil', 'fee'),
  qty: fc.integer({ min: 1, max: 4 }),
  priceMinor: fc.integer({ min: 0, max: 30_000 }),
  discountBp: fc.constantFrom(0, 0, 777, 10_000),
  by: fc.constantFrom('tom', 'una', null),
})
const lines = fc.array(line, { minLength: 1, maxLength: 5 })
export const happening = fc.oneof(
  fc.record({
    act: fc.constant('job' as const),
    lines,
    minutes: fc.integer({ min: 1, max: 300 }),
    discountMinor: fc.integer({ min: 0, max: 3000 }),
    end: fc.constantFrom('invoice', 'invoice', 'void', 'warranty', 'done', 'credit', 'inParts'),
  }),
  fc.record({ act: fc.constant('sale' as const), lines, back: fc.integer({ min: 0, max: 3 }), depositMinor: fc.constantFrom(0, 0, 5000) }),
  fc.record({ act: fc.constant('days' as const), days: fc.integer({ min: 1, max: 20 }) }),
  fc.record({ act: fc.constant('till' as const), counted: fc.integer({ min: 0, max: 50_000 }) }),
  fc.record({ act: fc.constant('category' as const), what: fc.constantFrom('pads', 'oil'), category: fc.constantFrom('', 'Brakes', 'Brakes > Pads') }),
)
export type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never

/** What an hour of Tom, who works on every job, costs. */
export const HOUR_COST_MINOR = 4000

/** A shop in which all of it happened, through the same contract as everybody's work. */
export async function openTraded(happenings: readonly Happening[], options: Parameters<typeof openCounter>[0] = {}) {
  const counter = await openCounter(options)
  const { shop, bay1, tom, una, pads, oil, location } = counter
  let { owner, till } = counter
  const signedIn = async () => {
    owner = (await shop.get('auth.signIn', { email: OWNER.email, password: OWNER.password })).token
  }
  const technicians = { tom, una }
  await shop.get('catalog.update', { itemId: pads, category: 'Brakes > Pads' }, owner)
  await shop.get('staff.update', { employeeId: tom, laborCostMinor: HOUR_COST_MINOR }, owner)
  const sold: { lineId: Id<'saleLine'>; leftMilli: number }[] = []
  /** The core says what is due; cash settles it. */
  const sell = async (own: Omit<SellCall, 'saleId' | 'payments'>) => {
    const id = saleId()
    const asked = { saleId: id, customerId: counter.customer.id, ...own }
    const first = await shop.ask('pos.sell', { ...asked, payments: [] }, owner)
    const due = !first.ok && first.error.code === 'pos.tenderMismatch' ? Number(first.error['dueMinor']) : 0
    const done = first.ok || due === 0 ? first : await shop.ask('pos.sell', { ...asked, payments: [{ method: 'cash', amountMinor: due }] }, owner)
    if (!done.ok) {
      if (done.error.code !== 'pos.tillShort') throw new Error(`the sale was refused: ${JSON.stringify(done.error)}`)
      return
    }
    for (const one of (await shop.get('pos.sale', { saleId: id }, owner)).lines)
      if (one.qtyMilli > 0 && one.kind !== 'deposit') sold.push({ lineId: one.id, leftMilli: one.qtyMilli })
  }

  for (const one of happenings) {
    if (one.act === 'days') {
      shop.clock.at += one.days * DAY_MS
      await signedIn()
    } else if (one.act === 'till') {
      await shop.get('pos.closeTill', { tillId: till.id, counts: [{ worthMinor: 1, pieces: one.counted }] }, owner)
      till = await shop.get('pos.openTill', { locationId: location.id, counts: [{ worthMinor: 5000, pieces: 4 }] }, owner)
    } else if (one.act === 'category') {
      await shop.get('catalog.update', { itemId: one.what === 'pads' ? pads : oil, category: one.category }, owner)
    } else if (one.act === 'sale') {
      const goods = one.lines.map(({ what, qty, priceMinor, discountBp }) => ({
        itemId: what === 'pads' ? pads : what === 'oil' ? oil : null,
        description: what,
        qtyMilli: qty * 1000,
        unitPriceMinor: priceMinor,
        discountBp,
      }))
      const back = sold.filter(({ leftMilli }) => leftMilli > 0).slice(0, one.back)
      await sell({ lines: goods, returns: back.map(({ lineId }) => ({ lineId, qtyMilli: 1000 })), depositMinor: one.depositMinor })
      for (const each of back) each.leftMilli -= 1000
    } else {
      const of = { locationId: location.id, customerId: counter.customer.id, vehicleId: counter.vehicle.id, bayId: bay1, technicianId: tom }
      const { order } = await shop.get('workOrders.open', of, owner)
      const workOrderId = order.id
      for (const { what, qty, priceMinor, discountBp, by } of one.lines) {
        const goods =
          what === 'pads'
            ? { itemId: pads }
            : what === 'oil'
              ? { itemId: oil }
              : { kind: what === 'fee' ? ('fee' as const) : ('labor' as const), description: what }
        await shop.get(
          'workOrders.addLine',
          { workOrderId, ...goods, qtyMilli: qty * 1000, unitPriceMinor: priceMinor, discountBp, ...(by && { technicianId: technicians[by] }) },
          owner,
        )
      }
      const view = await shop.get('workOrders.update', { workOrderId, discountMinor: one.discountMinor }, owner)
      if (one.end === 'warranty') await shop.get('workOrders.setWarranty', { lineId: firstOf(view.lines).id, warranty: 'granted' }, owner)
      await shop.get('workOrders.start', { workOrderId }, owner)
      shop.clock.at += one.minutes * 60_000
      await shop.get('workOrders.finish', { workOrderId }, owner)
      shop.clock.at += HOUR_MS / 4
      if (one.end === 'done') continue
      const [firstLine] = view.lines
      const isInParts = one.end === 'inParts' && view.lines.length > 1 && firstLine !== undefined
      const { id } = await shop.get('invoicing.issue', { workOrderId, ...(isInParts && { lineIds: [firstLine.id] }) }, owner)
      if (isInParts) await shop.get('invoicing.issue', { workOrderId }, owner)
      if (one.end === 'credit') {
        shop.clock.at += DAY_MS
        await signedIn()
        const [line] = (await shop.get('invoicing.get', { invoiceId: id }, owner)).lines
        const credited = await shop.ask(
          'invoicing.credit',
          { invoiceId: id, ...(line && { lines: [{ lineId: line.id, qtyMilli: Math.ceil(line.qtyMilli / 2) }] }), goodsBack: true, reason: 'goodwill' },
          owner,
        )
        if (!credited.ok && credited.error.code !== 'invoicing.nothingToCredit') throw new Error(`the credit was refused: ${JSON.stringify(credited.error)}`)
      }
      if (one.end === 'void') await shop.get('invoicing.voidInvoice', { invoiceId: id, reason: 'wrong' }, owner)
    }
  }
  await signedIn()
  return { ...counter, owner }
}
