import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BUCKETS, INVOICE_STATES, type InvoiceHead, type InvoiceLine, invoiceMachine, type Payment } from './model.ts'
import {
  ageingOf,
  bucketOf,
  buyerOf,
  changeOf,
  checkDue,
  checkReverse,
  checkVoid,
  creditOf,
  datesOf,
  isAbove,
  leftToCredit,
  propose,
  standing,
  sumsOf,
  withTax,
} from './rules.ts'

const codeOf = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? 'ok' : result.error?.code)
const NOTHING = { settledMinor: 0, paidMinor: 0, creditedMinor: 0, writtenOffMinor: 0 }
const invoice = (own: Partial<InvoiceHead> = {}) => ({
  id: 'i' as never,
  state: 'issued' as InvoiceHead['state'],
  totalMinor: 1000,
  dueMinor: 1000,
  saleId: null,
  saleNumber: '',
  ...NOTHING,
  ...own,
})
const payment = (own: Partial<Payment> = {}) => ({ id: 'p' as never, amountMinor: 400, reversesId: null, isReversed: false, ...own })
const line = (id: string, own: Partial<InvoiceLine> = {}): InvoiceLine & { taxMinor: number } => ({
  id: id as never,
  position: 1,
  service: '',
  kind: 'part',
  description: id,
  qtyMilli: 3000,
  unitPriceMinor: 100,
  isFlat: false,
  discountBp: 0,
  sharedDiscountMinor: 0,
  taxRateBp: 1900,
  taxExempt: false,
  underWarranty: false,
  netMinor: 300,
  credited: { qtyMilli: 0, netMinor: 0, taxMinor: 0 },
  ...own,
  taxMinor: own.taxMinor ?? 57,
})

describe('states of an invoice', () => {
  it('SALE-INVOICE: the machine is total, void is for ever, and no step leads from one sum to another', () => {
    expect(Object.keys(invoiceMachine)).toEqual(INVOICE_STATES)
    expect(invoiceMachine).toEqual({
      issued: { pay: 'issued', credit: 'issued', void: 'void' },
      paid: { pay: 'refused', credit: 'paid', void: 'void' },
      void: { pay: 'refused', credit: 'refused', void: 'refused' },
    })
  })

  it.each([
    ['issued', {}, { state: 'issued', dueMinor: 1000 }],
    ['issued', { paidMinor: 999 }, { state: 'issued', dueMinor: 1 }],
    ['issued', { paidMinor: 400, creditedMinor: 300, writtenOffMinor: 200, settledMinor: 100 }, { state: 'paid', dueMinor: 0 }],
    ['issued', { paidMinor: 1500 }, { state: 'paid', dueMinor: -500 }],
    ['paid', {}, { state: 'issued', dueMinor: 1000 }],
    ['issued', { totalMinor: 0 }, { state: 'paid', dueMinor: 0 }],
    ['void', {}, { state: 'void', dueMinor: 0 }],
    ['void', { paidMinor: 700 }, { state: 'void', dueMinor: -700 }],
  ] as const)('SALE-INVOICE INV-5: %s with %j is %j', (stored, sums, expected) => {
    expect(standing(stored, { totalMinor: 1000, ...NOTHING, ...sums })).toEqual(expected)
  })

  it.each([
    [invoice(), 'ok'],
    [invoice({ paidMinor: 1 }), 'invoicing.hasPayments'],
    [invoice({ creditedMinor: 1 }), 'invoicing.hasPayments'],
    [invoice({ writtenOffMinor: 1 }), 'invoicing.hasPayments'],
    [invoice({ state: 'paid', dueMinor: 0 }), 'ok'],
    [invoice({ state: 'void' }), 'invoicing.wrongState'],
    [invoice({ saleId: 's' as never, settledMinor: 400 }), 'invoicing.ofSale'],
    [invoice({ saleId: 's' as never, settledMinor: 1000 }), 'ok'],
  ])('SALE-INVOICE: is taken back only while nothing is settled, and never while a sale stands on it (%#)', (known, expected) => {
    expect(codeOf(checkVoid(known))).toBe(expected)
  })
})

describe('payments', () => {
  it.each([
    [invoice(), 1000, 'ok'],
    [invoice(), 1001, 'invoicing.overpaid'],
    [invoice({ state: 'paid', dueMinor: 0 }), 1, 'invoicing.wrongState'],
    [invoice({ state: 'paid', dueMinor: -5 }), 1, 'invoicing.wrongState'],
    [invoice({ state: 'void', dueMinor: 0 }), 1, 'invoicing.wrongState'],
  ] as const)('SALE-INVOICE INV-4: an invoice takes at most what is due (%#)', (known, amountMinor, expected) => {
    expect(codeOf(checkDue(known, amountMinor))).toBe(expected)
  })

  it.each([
    [{ method: 'card', amountMinor: 1000 }, 0],
    [{ method: 'cash', amountMinor: 1000, tenderedMinor: 1500 }, 500],
    [{ method: 'cash', amountMinor: 500, tenderedMinor: 499 }, 'invoicing.wrongTender'],
    [{ method: 'card', amountMinor: 500, tenderedMinor: 600 }, 'invoicing.wrongTender'],
  ] as const)('PAY-TENDER: cash gives change, and nothing else may be more than the amount: %j', (tender, expected) => {
    const change = changeOf(tender)
    expect(change.ok ? change.value : change.error.code).toBe(expected)
  })

  it('SALE-INVOICE INV-3 INV-6: a payment is reversed once, a reversal or a refund never', () => {
    expect(codeOf(checkReverse(payment()))).toBe('ok')
    expect(codeOf(checkReverse(payment({ isReversed: true })))).toBe('invoicing.alreadyReversed')
    expect(codeOf(checkReverse(payment({ amountMinor: -400, reversesId: 'q' as never })))).toBe('invoicing.isReversal')
    expect(codeOf(checkReverse(payment({ amountMinor: -400 })))).toBe('invoicing.isReversal')
  })

  it('AR-ACCOUNT: money is proposed for the oldest invoices first, and never more than is due or came in', () => {
    const open = [
      { id: 'a', dueMinor: 300 },
      { id: 'b', dueMinor: -50 },
      { id: 'c', dueMinor: 200 },
    ]
    expect(propose(open, 400)).toEqual([
      { invoiceId: 'a', amountMinor: 300 },
      { invoiceId: 'c', amountMinor: 100 },
    ])
    expect(propose(open, 1000).reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(500)
    expect(propose(open, 0)).toEqual([])
  })
})

describe('credit notes', () => {
  it('SALE-INVOICE INV-9: take back what is left, exactly what was charged, and never more', () => {
    const lines = [line('a', { credited: { qtyMilli: 1000, netMinor: 100, taxMinor: 19 } }), line('b')]
    expect(creditOf(lines, undefined)).toMatchObject({
      ok: true,
      value: [
        { invoiceLineId: 'a', fromMilli: 1000, qtyMilli: 2000, netMinor: 200, taxMinor: 38 },
        { invoiceLineId: 'b', fromMilli: 0, qtyMilli: 3000, netMinor: 300, taxMinor: 57 },
      ],
    })
    expect(codeOf(creditOf(lines, [{ lineId: 'a' as never, qtyMilli: 2001 }]))).toBe('invoicing.creditTooMuch')
    expect(codeOf(creditOf(lines, [{ lineId: 'x' as never }]))).toBe('invoicing.unknownLine')
    const all = line('a', { credited: { qtyMilli: 3000, netMinor: 300, taxMinor: 57 } })
    expect(codeOf(creditOf([all], undefined))).toBe('invoicing.nothingToCredit')
    expect(leftToCredit(all)).toBe(0)
  })

  it('FIN-PRECISION INV-9: however a line is credited part by part, price and tax come back to the cent', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.nat(1_000_000),
        fc.nat(200_000),
        fc.array(fc.integer({ min: 1, max: 40_000 }), { maxLength: 20 }),
        (qtyMilli, netMinor, taxMinor, parts) => {
          let credited = { qtyMilli: 0, netMinor: 0, taxMinor: 0 }
          const credit = (part: number | undefined) => {
            const taken = creditOf(
              [line('a', { qtyMilli, netMinor, taxMinor, credited })],
              [{ lineId: 'a' as never, ...(part !== undefined && { qtyMilli: part }) }],
            )
            if (!taken.ok) return
            const [one] = taken.value
            if (one)
              credited = { qtyMilli: credited.qtyMilli + one.qtyMilli, netMinor: credited.netMinor + one.netMinor, taxMinor: credited.taxMinor + one.taxMinor }
            expect(credited.netMinor).toBeLessThanOrEqual(netMinor)
            expect(credited.taxMinor).toBeLessThanOrEqual(taxMinor)
          }
          for (const part of parts) credit(part)
          credit(undefined)
          expect(credited).toEqual({ qtyMilli, netMinor, taxMinor })
        },
      ),
    )
  })

  it('FIN-PRECISION: lines of former versions, which knew the tax of each rate only, share it to the cent', () => {
    const old = [line('a', { netMinor: 333 }), line('b', { netMinor: 667 }), line('c', { taxRateBp: 700, netMinor: 100 })].map((each) => ({
      ...each,
      taxMinor: null,
    }))
    const taxed = withTax(old, [
      { rateBp: 1900, baseMinor: 1000, taxMinor: 190 },
      { rateBp: 700, baseMinor: 100, taxMinor: 7 },
    ])
    expect(taxed.map(({ taxMinor }) => taxMinor)).toEqual([63, 127, 7])
    expect(sumsOf(taxed)).toEqual({
      netMinor: 1100,
      taxMinor: 197,
      totalMinor: 1297,
      taxes: [
        { rateBp: 1900, baseMinor: 1000, taxMinor: 190 },
        { rateBp: 700, baseMinor: 100, taxMinor: 7 },
      ],
    })
  })
})

describe('ageing', () => {
  it.each([
    ['2026-03-02', 'notDue'],
    ['2026-04-01', 'notDue'],
    ['2026-03-01', 'to30'],
    ['2026-01-31', 'to30'],
    ['2026-01-30', 'to60'],
    ['2026-01-01', 'to60'],
    ['2025-12-31', 'to90'],
    ['2025-12-02', 'to90'],
    ['2025-12-01', 'over90'],
  ] as const)('AR-ACCOUNT: what was due on %s is %s on 2 March', (dueOn, bucket) => {
    expect(bucketOf(dueOn, '2026-03-02')).toBe(bucket)
  })

  it('AR-ACCOUNT INV-7: buckets less credit are the balance, whatever is open and free', () => {
    const open = fc.array(
      fc.record({
        dueOn: fc.date({ min: new Date('2025-06-01'), max: new Date('2026-06-01'), noInvalidDate: true }),
        dueMinor: fc.integer({ min: -9999, max: 99_999 }),
      }),
    )
    fc.assert(
      fc.property(open, fc.integer({ min: -5000, max: 5000 }), (rows, freeMinor) => {
        const dated = rows.map(({ dueOn, dueMinor }) => ({ dueOn: dueOn.toISOString().slice(0, 10), dueMinor }))
        const { buckets, creditMinor, balanceMinor, overdueMinor } = ageingOf(dated, freeMinor, '2026-03-02')
        const sum = BUCKETS.reduce((total, bucket) => total + buckets[bucket], 0)
        expect(sum - creditMinor).toBe(balanceMinor)
        expect(balanceMinor).toBe(dated.reduce((total, { dueMinor }) => total + dueMinor, 0) - freeMinor)
        expect(overdueMinor).toBe(sum - buckets.notDue)
      }),
    )
  })

  it('AR-ACCOUNT: a limit is exceeded by more than it, and none by nothing', () => {
    expect([isAbove({ limitMinor: 100 }, 100), isAbove({ limitMinor: 100 }, 101), isAbove({ limitMinor: null }, 1e9), isAbove({ limitMinor: 0 }, 1)]).toEqual([
      false,
      true,
      false,
      true,
    ])
  })
})

describe('what an invoice says', () => {
  it("SALE-INVOICE AR-ACCOUNT: dates are those of the shop's calendar and the customer's terms", () => {
    const lateEvening = Date.UTC(2026, 11, 31, 23, 30)
    const shops = { termsDays: null }
    expect(datesOf(lateEvening, { zone: 'Europe/Berlin', invoiceDueDays: 14 }, shops)).toEqual({ issuedOn: '2027-01-01', dueOn: '2027-01-15' })
    expect(datesOf(lateEvening, { zone: 'America/New_York', invoiceDueDays: 0 }, shops)).toEqual({ issuedOn: '2026-12-31', dueOn: '2026-12-31' })
    expect(datesOf(lateEvening, { zone: 'Europe/Berlin', invoiceDueDays: 14 }, { termsDays: 30 })).toEqual({ issuedOn: '2027-01-01', dueOn: '2027-01-31' })
  })

  it('SALE-INVOICE: an address has a line for each part that is known, and the country by its name only abroad', () => {
    const address = (country: string, home: string, language = 'en') =>
      buyerOf({ name: 'Ann', company: '', street: 'High St 1', postcode: '10115', city: 'Berlin', country, phone: '', email: '' } as never, {
        country: home,
        language: language as never,
      }).address
    expect(address('', 'DE')).toBe('High St 1\n10115 Berlin')
    expect(address('DE', 'DE')).toBe('High St 1\n10115 Berlin')
    expect(address('DE', 'FR')).toBe('High St 1\n10115 Berlin\nGermany')
    expect(address('DE', 'AE', 'ar')).toBe('High St 1\n10115 Berlin\nألمانيا')
    expect(address('Narnia', 'DE')).toBe('High St 1\n10115 Berlin\nNarnia')
  })
})
