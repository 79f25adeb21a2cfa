import type Database from 'better-sqlite3'
import { till, tillEntry } from '#main/modules/invoicing/tables.ts'
import { sale, saleLine, salePayment } from '#main/modules/pos/tables.ts'
import { DAY_MS } from '#shared/kernel/time.ts'
import { sellerOf } from '#shared/modules/workspace/rules.ts'
import { priced, sums } from '#shared/modules/pos/rules.ts'
import type { Company, Location } from '#shared/modules/workspace/model.ts'
import { filler } from './fill.ts'
import { type Good, START_AT } from './people.ts'
import { chance, idAt } from './random.ts'

const KIND = { till: 24, entry: 25, sale: 26, line: 27, payment: 28 } as const
const TAG = 'C9N4'
const TAX_BP = 1900

/** A closed till in every location, and `count` cash sales of one part through them, on days in turn. */
export function seedCounter(raw: Database.Database, company: Company, locations: readonly Location[], goods: readonly Good[], count: number): void {
  const c = chance(21)
  const put = {
    till: filler(raw, till),
    entry: filler(raw, tillEntry),
    sale: filler(raw, sale),
    line: filler(raw, saleLine),
    payment: filler(raw, salePayment),
  }
  const number = (i: number) => `${TAG}-${String(i + 1).padStart(6, '0')}`
  const tills = locations.map((location, i) => ({ id: idAt<'till'>(KIND.till, i, START_AT, c), location, held: 0 }))
  const parts = goods.filter(({ kind }) => kind === 'part')
  for (const [i, { id, location }] of tills.entries())
    put.till({
      createdAt: START_AT,
      id,
      number: number(i),
      locationId: location.id,
      deviceTag: TAG,
      deviceName: 'Front desk',
      state: 'closed',
      openedAt: START_AT + i,
      openedBy: 'Seed',
      floatMinor: 0,
      closedAt: START_AT + 300 * DAY_MS,
      closedBy: 'Seed',
      expectedMinor: 0,
      countedMinor: 0,
      counts: [],
      note: '',
    })
  for (let i = 0; i < count; i++) {
    const at = tills[i % tills.length]
    const item = parts[c.int(0, parts.length)]
    if (!at || !item) continue
    const soldAt = START_AT + Math.floor((i / count) * 300 * DAY_MS)
    const stamp = { createdAt: soldAt, locationId: at.location.id }
    const saleId = idAt<'sale'>(KIND.sale, i, soldAt, c)
    const lines = priced(
      [
        {
          kind: 'part',
          itemId: item.id,
          sku: '',
          description: 'Part',
          qtyMilli: 1000 * c.int(1, 5),
          unitPriceMinor: item.priceMinor,
          discountBp: 0,
          taxRateBp: TAX_BP,
          taxExempt: false,
        },
      ],
      false,
    )
    const total = sums(lines)
    put.sale({
      ...stamp,
      id: saleId,
      number: number(i),
      tillId: at.id,
      customerId: null,
      customerName: '',
      sellerId: null,
      sellerName: 'Seed',
      soldAt,
      soldOn: new Date(soldAt).toISOString().slice(0, 10),
      currency: company.currency,
      ...total,
      roundingMinor: 0,
      shop: sellerOf(company, at.location),
      note: '',
    })
    for (const line of lines) put.line({ ...stamp, id: idAt<'saleLine'>(KIND.line, i, soldAt, c), saleId, customerId: null, position: 1, ...line })
    if (total.totalMinor === 0) continue
    const cash = { amountMinor: total.totalMinor }
    put.payment({
      ...stamp,
      ...cash,
      id: idAt<'salePayment'>(KIND.payment, i, soldAt, c),
      saleId,
      tillId: at.id,
      customerId: null,
      position: 1,
      method: 'cash',
      tenderedMinor: null,
      reference: '',
      isPending: false,
    })
    put.entry({
      ...stamp,
      ...cash,
      id: idAt<'tillEntry'>(KIND.entry, i, soldAt, c),
      tillId: at.id,
      kind: 'sale',
      sourceId: saleId as string,
      reason: '',
      userName: 'Seed',
      enteredAt: soldAt,
    })
  }
}
