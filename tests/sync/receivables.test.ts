import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COMPANY_SCOPE } from '#shared/contract/sync.ts'
import type { Json } from '#shared/kernel/result.ts'
import { testDatabase, type TestDatabase } from '#tests/support/postgres.ts'
import { changeOf, DOCS, foundShop, insertOf, openCentre, outcomes, rowOf, type Shop, type TestCentre, type TestDevice } from './push-shop.ts'

let base: TestDatabase
let centre: TestCentre
let [one, two] = [] as unknown as [TestDevice, TestDevice] // set before the first test
let shop: Shop
beforeAll(async () => {
  base = await testDatabase()
  centre = await openCentre(base.db)
  one = await centre.device()
  shop = await foundShop(centre, one)
  two = await centre.device()
})
afterAll(() => base.drop())

const put = async (table: string, values: Record<string, Json>): Promise<string> => {
  const id = v7()
  expect(outcomes(await centre.push(one, [one.insert(table, values, id)]))).toEqual(['applied'])
  centre.time.now += 1_000
  return id
}
const orderHere = () => put('work_order', DOCS.order(shop.places[0], v7()))
const lineOf = (invoiceId: string, workOrderLineId: string, turn = 0): Record<string, Json> => ({
  invoiceId,
  locationId: shop.places[0].location,
  position: 1,
  workOrderLineId,
  turn,
  service: '',
  kind: 'part',
  description: 'Pads',
  qtyMilli: 1000,
  unitPriceMinor: 100,
  isFlat: false,
  discountBp: 0,
  sharedDiscountMinor: 0,
  taxRateBp: 1900,
  taxExempt: false,
  underWarranty: false,
  netMinor: 100,
  taxMinor: 19,
})
const moneyOn = (invoiceId: string | null): Record<string, Json> => ({
  invoiceId,
  customerId: shop.places[0].customer,
  locationId: shop.places[0].location,
  method: 'card',
  amountMinor: 119,
  receivedAt: 1,
  receivedBy: 'Ada',
  reference: '',
  reason: '',
})

describe('several desks and one debt', () => {
  it('SALE-INVOICE INV-1 A-OFFLINE: of two desks that invoiced one line the second is refused, and money taken on its invoice stays', async () => {
    const [order, line] = [await orderHere(), v7()]
    const issue = (device: TestDevice, invoice: string, turn = 0) =>
      device.entry([insertOf('invoice', invoice, DOCS.invoice(shop.places[0], order, v7())), insertOf('invoice_line', v7(), lineOf(invoice, line, turn))])
    const [a, b, c] = [v7(), v7(), v7()]
    expect(outcomes(await centre.push(one, [issue(one, a)]))).toEqual(['applied'])
    const payment = v7()
    const { results } = await centre.push(two, [issue(two, b), two.insert('payment', moneyOn(b), payment)])
    expect(results.map(({ outcome, facts }) => [outcome, facts?.['constraint']])).toEqual([
      ['rejected', 'invoice_line_order'],
      ['applied', undefined],
    ])
    expect((await rowOf(base, 'payment', payment)).doc).toMatchObject({ invoiceId: b, amountMinor: 119 })
    // A desk that took its own back meanwhile, or could not take back the one that was paid elsewhere, comes with the next turn.
    expect(outcomes(await centre.push(two, [issue(two, c, 1)]))).toEqual(['rejected taken'])
    expect(outcomes(await centre.push(two, [issue(two, c, 2)]))).toEqual(['rejected taken'])
    // After the first was taken back, the same line stands on another one in its next turn; both may come at once.
    const takesBack = two.entry([changeOf(await rowOf(base, 'invoice', a), { state: 'void', voidReason: 'Wrong line' })])
    expect(outcomes(await centre.push(two, [takesBack, issue(two, c, 1), issue(two, v7(), 2)]))).toEqual(['applied', 'applied', 'rejected taken'])
  })

  it('SALE-INVOICE INV-9: of two desks that credited pieces of a line in common the second is refused, wherever its pieces begin', async () => {
    const order = await orderHere()
    const invoice = await put('invoice', DOCS.invoice(shop.places[0], order, v7()))
    const line = await put('invoice_line', lineOf(invoice, v7()))
    const credit = (device: TestDevice, fromMilli: number, qtyMilli = 500) => {
      const [note, place] = [v7(), shop.places[0]]
      const sums = { netMinor: 50, taxMinor: 10, totalMinor: 60 }
      const head = {
        number: v7(),
        invoiceId: invoice,
        locationId: place.location,
        customerId: place.customer,
        issuedAt: 1,
        issuedOn: '2026-03-02',
        issuedBy: 'Ada',
      }
      const part = { creditNoteId: note, invoiceLineId: line, locationId: place.location, position: 1, fromMilli, qtyMilli, netMinor: 50, taxMinor: 10 }
      return device.entry([insertOf('credit_note', note, { ...head, ...sums, taxes: [], reason: 'Half' }), insertOf('credit_note_line', v7(), part)])
    }
    expect(outcomes(await centre.push(one, [credit(one, 0)]))).toEqual(['applied'])
    expect(outcomes(await centre.push(two, [credit(two, 0)]))).toEqual(['rejected taken'])
    // The desk whose first piece was refused took a second one behind it: it is refused, too, or the line came back more than whole.
    expect(outcomes(await centre.push(two, [credit(two, 1, 1)]))).toEqual(['rejected taken'])
    expect(outcomes(await centre.push(two, [credit(two, 499, 2)]))).toEqual(['rejected taken'])
    expect(outcomes(await centre.push(two, [credit(two, 500)]))).toEqual(['applied'])
    const numbers = await base.ask<{ number: string }>('SELECT official_number AS number FROM credit_note ORDER BY 1')
    expect(numbers.map(({ number }) => Number(number))).toEqual([1, 2])
  })

  it('SALE-INVOICE INV-2: nobody changes what is issued, not even the gateway itself; the official number is given once', async () => {
    const order = await orderHere()
    const invoice = await put('invoice', DOCS.invoice(shop.places[0], order, v7()))
    const { doc } = await rowOf(base, 'invoice', invoice)
    expect(Number(doc['officialNumber'])).toBeGreaterThan(0)
    const change = (id: string, sql: string) => base.db.tx([COMPANY_SCOPE, shop.places[0].location], (q) => q(`UPDATE ${sql} WHERE id = $1`, [id]))
    await expect(change(invoice, "invoice SET note = 'other'")).rejects.toThrow('does not change')
    await expect(change(invoice, 'invoice SET total_minor = 1')).rejects.toThrow('does not change')
    await expect(change(invoice, 'invoice SET official_number = 999')).rejects.toThrow('does not change')
    await expect(change(await put('payment', moneyOn(invoice)), 'payment SET amount_minor = 1')).rejects.toThrow('does not change')
    expect((await rowOf(base, 'invoice', invoice)).doc).toEqual(doc)
  })
})
