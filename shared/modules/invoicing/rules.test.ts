import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { INVOICE_STATES, type InvoiceHead, invoiceMachine, type Payment } from './model.ts'
import { buyerOf, checkVoid, datesOf, pay, reverse, stateWith } from './rules.ts'

const codeOf = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? 'ok' : result.error?.code)
const invoice = (own: Partial<InvoiceHead> = {}) => ({ id: 'i' as never, state: 'issued' as InvoiceHead['state'], dueMinor: 1000, paidMinor: 0, ...own })
const payment = (own: Partial<Payment> = {}): Payment => ({
  id: 'p' as never,
  method: 'cash',
  amountMinor: 400,
  tenderedMinor: null,
  receivedAt: 0,
  receivedBy: 'Ada',
  reference: '',
  reversesId: null,
  reason: '',
  isReversed: false,
  ...own,
})

describe('states of an invoice', () => {
  it('SALE-INVOICE: the machine is total, and void is for ever', () => {
    expect(Object.keys(invoiceMachine)).toEqual(INVOICE_STATES)
    expect(invoiceMachine).toEqual({
      issued: { pay: 'issued', settle: 'paid', unsettle: 'refused', void: 'void' },
      paid: { pay: 'refused', settle: 'refused', unsettle: 'issued', void: 'void' },
      void: { pay: 'refused', settle: 'refused', unsettle: 'refused', void: 'refused' },
    })
  })

  it.each([
    ['issued', 0, 'paid'],
    ['issued', 1, 'issued'],
    ['paid', 0, 'paid'],
    ['paid', 1, 'issued'],
    ['void', 0, 'void'],
    ['void', 1, 'void'],
  ] as const)('SALE-INVOICE INV-5: %s with %d due is %s', (state, dueMinor, expected) => {
    expect(stateWith({ state }, dueMinor)).toBe(expected)
  })

  it.each([
    [invoice(), 'ok'],
    [invoice({ paidMinor: 1 }), 'invoicing.hasPayments'],
    [invoice({ state: 'paid', paidMinor: 1000 }), 'invoicing.hasPayments'],
    [invoice({ state: 'paid', dueMinor: 0 }), 'ok'],
    [invoice({ state: 'void' }), 'invoicing.wrongState'],
  ])('SALE-INVOICE: is taken back only while nothing is paid (%#)', (known, expected) => {
    expect(codeOf(checkVoid(known))).toBe(expected)
  })
})

describe('payments', () => {
  it.each([
    [
      { method: 'card', amountMinor: 1000 },
      { state: 'paid', changeMinor: 0 },
    ],
    [
      { method: 'card', amountMinor: 999 },
      { state: 'issued', changeMinor: 0 },
    ],
    [
      { method: 'cash', amountMinor: 1000, tenderedMinor: 1500 },
      { state: 'paid', changeMinor: 500 },
    ],
    [
      { method: 'cash', amountMinor: 600, tenderedMinor: 600 },
      { state: 'issued', changeMinor: 0 },
    ],
  ] as const)('SALE-INVOICE INV-5: takes %j', (tender, expected) => {
    expect(pay(invoice(), tender)).toEqual({ ok: true, value: expected })
  })

  it.each([
    [invoice(), { method: 'card', amountMinor: 1001 }, 'invoicing.overpaid'],
    [invoice(), { method: 'cash', amountMinor: 500, tenderedMinor: 499 }, 'invoicing.wrongTender'],
    [invoice(), { method: 'card', amountMinor: 500, tenderedMinor: 600 }, 'invoicing.wrongTender'],
    [invoice({ state: 'paid', dueMinor: 0 }), { method: 'card', amountMinor: 1 }, 'invoicing.wrongState'],
    [invoice({ state: 'void', dueMinor: 0 }), { method: 'card', amountMinor: 1 }, 'invoicing.wrongState'],
  ] as const)('SALE-INVOICE INV-4: refuses %j', (known, tender, expected) => {
    expect(codeOf(pay(known, tender))).toBe(expected)
  })

  it('SALE-INVOICE INV-3 INV-6: a payment is reversed once, a reversal never', () => {
    expect(reverse(payment(), invoice({ state: 'paid', dueMinor: 0 }))).toEqual({ ok: true, value: { amountMinor: -400, state: 'issued' } })
    expect(codeOf(reverse(payment({ isReversed: true }), invoice()))).toBe('invoicing.alreadyReversed')
    expect(codeOf(reverse(payment({ amountMinor: -400, reversesId: 'q' as never }), invoice()))).toBe('invoicing.isReversal')
  })

  it('FIN-PRECISION INV-4 INV-5: whatever is paid and reversed, the ledger stays between nothing and the total, and paid means nothing due', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2000 }),
        fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 900 })), { maxLength: 40 }),
        (totalMinor, tries) => {
          const ledger: Payment[] = []
          const due = () => totalMinor - ledger.reduce((sum, row) => sum + row.amountMinor, 0)
          let state = stateWith({ state: 'issued' }, due())
          for (const [back, amountMinor] of tries) {
            const known = { ...invoice(), state, dueMinor: due() }
            const last = ledger.findLast((row) => row.reversesId === null)
            if (back && last) {
              const reversed = reverse(last, known)
              if (!reversed.ok) continue
              ledger[ledger.indexOf(last)] = { ...last, isReversed: true }
              ledger.push(payment({ amountMinor: reversed.value.amountMinor, reversesId: last.id }))
              state = reversed.value.state
            } else {
              const paid = pay(known, { method: 'cash', amountMinor, tenderedMinor: 1000 })
              if (!paid.ok) continue
              ledger.push(payment({ amountMinor }))
              state = paid.value.state
            }
            expect(due()).toBeGreaterThanOrEqual(0)
            expect(due()).toBeLessThanOrEqual(totalMinor)
            expect(state).toBe(due() === 0 ? 'paid' : 'issued')
          }
        },
      ),
    )
  })
})

describe('what an invoice says', () => {
  it("SALE-INVOICE: dates are those of the shop's calendar", () => {
    const lateEvening = Date.UTC(2026, 11, 31, 23, 30)
    expect(datesOf(lateEvening, { zone: 'Europe/Berlin', invoiceDueDays: 14 })).toEqual({ issuedOn: '2027-01-01', dueOn: '2027-01-15' })
    expect(datesOf(lateEvening, { zone: 'America/New_York', invoiceDueDays: 0 })).toEqual({ issuedOn: '2026-12-31', dueOn: '2026-12-31' })
  })

  it('SALE-INVOICE: an address has a line for each part that is known', () => {
    const customer = { name: 'Ann', company: '', street: 'High St 1', postcode: '10115', city: 'Berlin', country: '', phone: '', email: '' } as never
    expect(buyerOf(customer).address).toBe('High St 1\n10115 Berlin')
  })
})
