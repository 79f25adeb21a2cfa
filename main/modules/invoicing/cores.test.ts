import { describe, expect, it } from 'vitest'
import { firstOf } from '#tests/support/counter.ts'
import { openStore } from '#tests/support/stock.ts'

/** A job that charged two deposits for old starters, invoiced. */
async function openCores() {
  const store = await openStore()
  const { shop, owner, locationId, part } = store
  const starter = await part('starter', 9000, { taxRateBp: 1900 })
  const core = (await shop.get('catalog.create', { name: 'Old starter', kind: 'fee', priceMinor: 4000, costMinor: 3000, taxRateBp: 1900 }, owner)).id
  await shop.get('catalog.relate', { itemId: starter, kind: 'core', otherId: core }, owner)
  const { workOrderId } = await store.job(starter, 2000)
  await store.finish(workOrderId)
  await shop.get('pos.openTill', { locationId, counts: [{ worthMinor: 10_000, pieces: 5 }] }, owner)
  const invoice = await shop.get('invoicing.issue', { workOrderId }, owner)
  const cores = async () => (await shop.get('purchasing.cores', {}, owner)).rows.map(({ id, state }) => ({ id, state }))
  return { ...store, invoice, cores, open: () => shop.get('invoicing.coreDeposits', { invoiceId: invoice.id }, owner) }
}

describe('PART-CORE: deposits that an invoice charged', () => {
  it('PART-CORE INV-11 SALE-INVOICE: with the old part goes back what was charged for it and paid, out of the till, once', async () => {
    const { shop, owner, invoice, cores, open } = await openCores()
    expect(await open()).toMatchObject([
      { name: 'Old starter', isHere: false, totalMinor: 4760 },
      { name: 'Old starter', isHere: false, totalMinor: 4760 },
    ])
    await shop.get('invoicing.pay', { invoiceId: invoice.id, method: 'card', amountMinor: invoice.dueMinor, reference: 'T' }, owner)
    await shop.jobs.runDue()
    const [first, second] = await cores()
    const back = (coreId: NonNullable<typeof first>['id']) => shop.get('invoicing.refundCore', { coreId, method: 'cash' }, owner)
    const done = await back(firstOf(first ? [first.id] : []))
    expect(done).toMatchObject({ creditedMinor: 4760, paidMinor: 4760, invoice: { dueMinor: 0, creditedMinor: 4760 } })
    await shop.jobs.runDue()
    expect(await shop.get('pos.till', {}, owner)).toMatchObject({ balanceMinor: 50_000 - 4760 })
    expect((await cores()).map(({ state }) => state).sort()).toEqual(['here', 'out'])
    expect(await open()).toMatchObject([{ coreId: second?.state === 'out' ? second.id : '', isHere: false }])
    expect(await shop.refused('invoicing.refundCore', { coreId: firstOf(first ? [first.id] : []), method: 'cash' }, owner)).toMatchObject({
      code: 'invoicing.coreNotCharged',
    })
    await back(firstOf(second ? [second.id] : []))
    expect(await open()).toEqual([])
    for (const one of [first, second])
      expect(await shop.refused('invoicing.refundCore', { coreId: firstOf(one ? [one.id] : []), method: 'cash' }, owner)).toMatchObject({
        code: 'invoicing.coreNotCharged',
      })
  })

  it('PART-CORE INV-11: of what is not paid nothing goes out; the customer owes less. A part that was brought in before is refunded, one that is given up is not', async () => {
    const { shop, owner, customer, invoice, cores, open } = await openCores()
    const [first, second] = await cores()
    const [one, other] = [firstOf(first ? [first.id] : []), firstOf(second ? [second.id] : [])]
    await shop.get('purchasing.bringInCore', { coreId: one }, owner)
    expect((await open()).map(({ isHere }) => String(isHere)).sort()).toEqual(['false', 'true'])
    expect(await shop.get('invoicing.refundCore', { coreId: one, method: 'cash' }, owner)).toMatchObject({
      creditedMinor: 4760,
      paidMinor: 0,
      invoice: { dueMinor: invoice.dueMinor - 4760 },
    })
    await shop.get('purchasing.giveUpCore', { coreId: other, reason: 'lost' }, owner)
    expect(await shop.refused('invoicing.refundCore', { coreId: other, method: 'cash' }, owner)).toMatchObject({ code: 'purchasing.wrongStep' })
    expect(await open()).toEqual([])
    expect(await shop.refused('invoicing.refundCore', { coreId: customer.id as never, method: 'cash' }, owner)).toMatchObject({
      code: 'purchasing.unknownCore',
    })
    expect(await shop.refused('invoicing.coreDeposits', { invoiceId: customer.id as never }, owner)).toMatchObject({ code: 'invoicing.unknownInvoice' })
  })
})
