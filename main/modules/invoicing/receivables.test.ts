import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Id } from '#shared/kernel/ids.ts'
import { BUCKETS, type Invoice } from '#shared/modules/invoicing/model.ts'
import { pagesOf } from '#tests/support/pdf.ts'
import { OWNER } from '#tests/support/core.ts'
import { openWorkshop } from '#tests/support/workshop.ts'

const DAY = 86_400_000
/** A shop in which orders are finished and a person with a PIN may allow what others may not. */
async function openOffice() {
  const workshop = await openWorkshop()
  const { shop, owner, open, bay1, tom, customer, locationId, user, signIn } = workshop
  await shop.get('workspace.update', { invoiceDueDays: 14, taxRateBp: 1900, sessionIdleMinutes: 720 }, owner)
  const mia = await user('Mia', 'manager')
  await shop.get('auth.setPin', { userId: mia, pin: '2468' }, owner)
  await user('Cem', 'cashier')
  const done = async (prices: readonly number[]) => {
    const workOrderId = (await open({ bayId: bay1, technicianId: tom })).order.id
    for (const [i, unitPriceMinor] of prices.entries())
      await shop.get('workOrders.addLine', { workOrderId, kind: 'part', description: `Part ${i + 1}`, qtyMilli: 3000, unitPriceMinor }, owner)
    return workOrderId
  }
  const finish = async (workOrderId: Id<'workOrder'>) => {
    await shop.get('workOrders.start', { workOrderId }, owner)
    await shop.get('workOrders.finish', { workOrderId }, owner)
    return workOrderId
  }
  const issue = async (...prices: number[]) => shop.get('invoicing.issue', { workOrderId: await finish(await done(prices)) }, owner)
  /** Days later somebody signs in anew. */
  const later = async (ms: number) => {
    shop.clock.at += ms
    return (await shop.get('auth.signIn', { email: OWNER.email, password: OWNER.password })).token
  }
  const account = () => shop.get('invoicing.account', { customerId: customer.id }, owner)
  const cem = await signIn('Cem')
  return {
    ...workshop,
    mia,
    cem,
    done,
    finish,
    issue,
    account,
    later,
    receive: (amountMinor: number, own: object = {}, token = owner) =>
      shop.get('invoicing.receive', { customerId: customer.id, locationId, method: 'transfer', amountMinor, ...own }, token),
    stepUp: (permission: string, subjectId: string, secret = '2468') =>
      shop.ask('auth.stepUp', { permission, subjectId, userId: mia, kind: 'pin', secret }, cem),
  }
}

describe('several invoices of an order', () => {
  it('SALE-INVOICE INV-1: lines are invoiced in parts, each once; together they are the order to the cent', async () => {
    const { shop, owner, done, finish } = await openOffice()
    const workOrderId = await finish(await done([333, 777, 101]))
    await shop.get('workOrders.reopen', { workOrderId }, owner)
    await shop.get('workOrders.update', { workOrderId, discountBp: 333 }, owner)
    await finish(workOrderId)
    const { lines, totals } = await shop.get('workOrders.get', { workOrderId }, owner)
    const [a, b, c] = lines.map(({ id }) => id)
    if (!a || !b || !c) throw new Error('the order has three lines')
    const first = await shop.get('invoicing.issue', { workOrderId, lineIds: [b] }, owner)
    expect(first.lines.map(({ description }) => description)).toEqual(['Part 2'])
    expect((await shop.get('workOrders.get', { workOrderId }, owner)).order.state).toBe('invoiced')
    expect(await shop.refused('invoicing.issue', { workOrderId, lineIds: [a, b] }, owner)).toMatchObject({
      code: 'invoicing.alreadyInvoiced',
      number: first.number,
    })
    expect(await shop.refused('invoicing.issue', { workOrderId, lineIds: [shop.clock.newId() as never] }, owner)).toMatchObject({
      code: 'invoicing.unknownLine',
    })
    expect(await shop.get('invoicing.ofWorkOrder', { workOrderId }, owner)).toMatchObject({ invoicedLineIds: [b] })
    const rest = await shop.get('invoicing.issue', { workOrderId }, owner)
    expect(rest.lines.map(({ description }) => description)).toEqual(['Part 1', 'Part 3'])
    expect(first.totalMinor + rest.totalMinor).toBe(totals.totalMinor)
    expect(first.taxMinor + rest.taxMinor).toBe(totals.taxMinor)
    // One of two taken back leaves the order invoiced; what stood on it can be invoiced anew.
    await shop.get('invoicing.voidInvoice', { invoiceId: first.id, reason: 'Wrong part' }, owner)
    expect((await shop.get('workOrders.get', { workOrderId }, owner)).order.state).toBe('invoiced')
    expect((await shop.get('invoicing.issue', { workOrderId }, owner)).lines.map(({ description }) => description)).toEqual(['Part 2'])
    expect(await shop.refused('invoicing.issue', { workOrderId }, owner)).toMatchObject({ code: 'invoicing.alreadyInvoiced' })
  })

  it('SALE-INVOICE PAY-TENDER: a deposit is taken before the work, is free until then, and stands for the invoice when it comes', async () => {
    const { shop, owner, done, finish, receive, account } = await openOffice()
    const workOrderId = await done([1000, 1000])
    const { paymentId } = await receive(5000, { workOrderId, method: 'cash', tenderedMinor: 6000 })
    expect(await account()).toMatchObject({ balanceMinor: -5000, creditMinor: 5000, free: [{ paymentId, freeMinor: 5000, workOrderId }] })
    const [line] = (await shop.get('workOrders.get', { workOrderId: await finish(workOrderId) }, owner)).lines
    if (!line) throw new Error('the order has lines')
    const part = await shop.get('invoicing.issue', { workOrderId, lineIds: [line.id] }, owner)
    expect(part).toMatchObject({ totalMinor: 3570, paidMinor: 3570, dueMinor: 0, state: 'paid', allocations: [{ paymentId, amountMinor: 3570 }] })
    expect((await shop.get('invoicing.ofWorkOrder', { workOrderId }, owner)).deposits).toMatchObject([{ freeMinor: 1430 }])
    expect(await shop.get('invoicing.issue', { workOrderId }, owner)).toMatchObject({ paidMinor: 1430, dueMinor: 2140 })
    expect(await account()).toMatchObject({ balanceMinor: 2140, free: [] })
    const other = await done([100])
    await receive(1000, { workOrderId: other })
    const [deposit] = (await account()).free
    if (!deposit) throw new Error('the deposit is free')
    expect(await shop.refused('invoicing.refund', { paymentId: deposit.paymentId, method: 'cash', amountMinor: 1001, reason: 'x' }, owner)).toMatchObject({
      code: 'invoicing.notFree',
      freeMinor: 1000,
    })
    expect(
      await shop.get('invoicing.refund', { paymentId: deposit.paymentId, method: 'cash', amountMinor: 400, reason: 'Order cancelled' }, owner),
    ).toMatchObject({ freeMinor: 600 })
    expect((await account()).balanceMinor).toBe(1540)
  })
})

describe('payments and their allocation', () => {
  it('AR-ACCOUNT PAY-TENDER: one payment over several invoices; what is too much stays free, is allocated later, freed again and reversed', async () => {
    const { shop, owner, issue, receive, account, customer, locationId } = await openOffice()
    const [a, b] = [await issue(1000), await issue(2000)] // 3570 and 7140
    const call = { customerId: customer.id, locationId, method: 'transfer', amountMinor: 5000 } as const
    const of = (invoiceId: Id<'invoice'>, amountMinor: number) => ({ invoiceId, amountMinor })
    expect(await shop.refused('invoicing.receive', { ...call, allocations: [of(a.id, 3571)] }, owner)).toMatchObject({
      code: 'invoicing.overpaid',
      dueMinor: 3570,
    })
    expect(await shop.refused('invoicing.receive', { ...call, allocations: [of(a.id, 3570), of(b.id, 1431)] }, owner)).toMatchObject({
      code: 'invoicing.notFree',
      freeMinor: 1430,
    })
    expect((await account()).entries).toHaveLength(2) // nothing was left behind
    const { paymentId, freeMinor } = await receive(12_000, { reference: 'TR-1', allocations: [of(a.id, 3570), of(b.id, 7000)] })
    expect(freeMinor).toBe(1430)
    expect(await account()).toMatchObject({ balanceMinor: -1290, open: [{ id: b.id, dueMinor: 140 }] })
    expect(await shop.get('invoicing.allocate', { paymentId, invoiceId: b.id, amountMinor: 140 }, owner)).toMatchObject({ state: 'paid' })
    expect(await shop.refused('invoicing.allocate', { paymentId, invoiceId: b.id, amountMinor: 1 }, owner)).toMatchObject({ code: 'invoicing.wrongState' })
    expect(await shop.get('invoicing.allocate', { paymentId, invoiceId: b.id, amountMinor: -7140 }, owner)).toMatchObject({ dueMinor: 7140 })
    expect(await shop.refused('invoicing.allocate', { paymentId, invoiceId: b.id, amountMinor: -1 }, owner)).toMatchObject({ code: 'invoicing.notAllocated' })
    const other = await shop.get('customers.create', { name: 'Other' }, owner)
    const theirs = await shop.get('invoicing.receive', { ...call, customerId: other.id }, owner)
    expect(await shop.refused('invoicing.allocate', { paymentId: theirs.paymentId, invoiceId: b.id, amountMinor: 1 }, owner)).toMatchObject({
      code: 'invoicing.otherCustomer',
    })
    await shop.get('invoicing.reversePayment', { paymentId, reason: 'Bounced' }, owner)
    expect(await account()).toMatchObject({ balanceMinor: 10_710, creditMinor: 0, free: [] })
    expect((await shop.get('invoicing.get', { invoiceId: a.id }, owner)).dueMinor).toBe(3570)
  })

  it('AR-ACCOUNT INV-6: what went back to the customer already is not taken back again by a reversal', async () => {
    const { shop, owner, issue, account } = await openOffice()
    const pay = async () => {
      const { id: invoiceId, dueMinor } = await issue(1000)
      const { paymentId } = await shop.get('invoicing.pay', { invoiceId, method: 'card', amountMinor: dueMinor }, owner)
      await shop.get('invoicing.credit', { invoiceId, reason: 'All of it' }, owner)
      return { paymentId, amountMinor: dueMinor }
    }
    const whole = await pay()
    await shop.get('invoicing.refund', { ...whole, method: 'card', reason: 'Sent back' }, owner)
    expect(await shop.refused('invoicing.reversePayment', { paymentId: whole.paymentId, reason: 'x' }, owner)).toMatchObject({ code: 'invoicing.notFree' })
    const part = await pay()
    await shop.get('invoicing.refund', { ...part, amountMinor: 1, method: 'card', reason: 'A cent' }, owner)
    expect(await shop.refused('invoicing.reversePayment', { paymentId: part.paymentId, reason: 'x' }, owner)).toMatchObject({ code: 'invoicing.notFree' })
    // Nothing of this one went back.
    const { paymentId } = await pay()
    await shop.get('invoicing.reversePayment', { paymentId, reason: 'Bounced' }, owner)
    expect((await account()).creditMinor).toBe(part.amountMinor - 1)
  })

  it('A-OFFLINE INV-4 AR-ACCOUNT: two desks that took the money of one invoice both keep it; what is too much is shown, and freed for the customer', async () => {
    const { shop, owner, issue, account, asTheCentre } = await openOffice()
    const invoice = await issue(1000)
    const { paymentId } = await shop.get('invoicing.pay', { invoiceId: invoice.id, method: 'card', amountMinor: 3570 }, owner)
    expect(await shop.refused('invoicing.freeSurplus', { invoiceId: invoice.id }, owner)).toMatchObject({ code: 'invoicing.nothingTooMuch' })
    asTheCentre(`INSERT INTO payment SELECT '${shop.clock.newId()}', created_at, updated_at, deleted, clk, invoice_id, customer_id, work_order_id, location_id, 'transfer', amount_minor, tendered_minor,
      received_at, 'Other desk', reference, reverses_id, refunds_id, sale_id, reason FROM payment WHERE id = '${paymentId}'`)
    expect(await account()).toMatchObject({ balanceMinor: -3570, creditMinor: 3570, open: [{ id: invoice.id, state: 'paid', dueMinor: -3570 }] })
    expect(await shop.get('invoicing.freeSurplus', { invoiceId: invoice.id }, owner)).toMatchObject({ dueMinor: 0, state: 'paid' })
    expect(await account()).toMatchObject({ balanceMinor: -3570, open: [], free: [{ freeMinor: 3570, method: 'transfer' }] })
  })

  it('A-OFFLINE AR-ACCOUNT: money on an invoice that the centre refused belongs to the customer all the same', async () => {
    const { shop, owner, issue, account, asTheCentre } = await openOffice()
    const invoice = await issue(1000)
    await shop.get('invoicing.pay', { invoiceId: invoice.id, method: 'card', amountMinor: 3000 }, owner)
    asTheCentre(`DELETE FROM invoice WHERE id = '${invoice.id}'`)
    expect(await account()).toMatchObject({ balanceMinor: -3000, open: [], free: [{ freeMinor: 3000 }] })
  })
})

describe('credit notes and write-offs', () => {
  it('SALE-INVOICE INV-9 A-TAX: whole or by line, never more than invoiced, and exactly the tax that was charged', async () => {
    const { shop, owner, issue, account } = await openOffice()
    const invoice = await issue(333, 777)
    const [line] = invoice.lines
    if (!line) throw new Error('the invoice has lines')
    await shop.get('invoicing.pay', { invoiceId: invoice.id, method: 'card', amountMinor: invoice.totalMinor }, owner)
    const lines = [{ lineId: line.id, qtyMilli: 1000 }]
    const part = await shop.get('invoicing.credit', { invoiceId: invoice.id, lines, reason: 'One was faulty' }, owner)
    expect(part).toMatchObject({ creditNotes: [{ netMinor: 333, taxMinor: 63, lines: [{ description: 'Part 1', qtyMilli: 1000 }] }], dueMinor: 0 })
    expect(part.creditNotes[0]?.number).toMatch(/^[0-9A-Z]{4}-000001$/)
    expect(await account()).toMatchObject({ balanceMinor: -396, free: [{ freeMinor: 396 }] })
    expect(await shop.refused('invoicing.credit', { invoiceId: invoice.id, lines: [{ lineId: line.id, qtyMilli: 2001 }], reason: 'x' }, owner)).toMatchObject({
      code: 'invoicing.creditTooMuch',
      leftMilli: 2000,
    })
    const whole = await shop.get('invoicing.credit', { invoiceId: invoice.id, reason: 'All of it' }, owner)
    const sum = (key: 'netMinor' | 'taxMinor') => whole.creditNotes.reduce((total, note) => total + note[key], 0)
    expect([sum('netMinor'), sum('taxMinor'), whole.dueMinor]).toEqual([invoice.netMinor, invoice.taxMinor, 0])
    expect(await shop.refused('invoicing.credit', { invoiceId: invoice.id, reason: 'x' }, owner)).toMatchObject({ code: 'invoicing.nothingToCredit' })
    expect(await account()).toMatchObject({ balanceMinor: -invoice.totalMinor })
    const [note] = whole.creditNotes
    const { fileName, base64 } = await shop.get('invoicing.creditNotePdf', { creditNoteId: note?.id as never }, owner)
    const text = pagesOf(Buffer.from(base64, 'base64')).join('').replace(/\s/g, '')
    expect(fileName).toBe(`${note?.number}.pdf`)
    for (const said of ['Creditnote', 'Onewasfaulty', invoice.number, 'B-EM123', '€3.96']) expect(text).toContain(said)
    const { raw } = shop.platform.store.connection
    expect(() => raw.prepare('UPDATE credit_note SET reason = ?').run('other')).toThrow('does not change')
    expect(await shop.refused('invoicing.creditNotePdf', { creditNoteId: shop.clock.newId() as never }, owner)).toMatchObject({
      code: 'invoicing.unknownCreditNote',
    })
  })

  it('AR-ACCOUNT INV-10 AUTH-5: a debt is written off only where somebody who may showed a PIN for it, once, and comes back by a reversing row', async () => {
    const { shop, owner, cem, issue, stepUp, account, tomUser } = await openOffice()
    const invoice = await issue(1000)
    const give = { invoiceId: invoice.id, amountMinor: 3570, reason: 'Insolvent' }
    expect(await shop.refused('invoicing.writeOff', give, cem)).toMatchObject({
      code: 'auth.stepUpNeeded',
      permission: 'receivables.writeOff',
      subjectId: invoice.id,
    })
    expect(await stepUp('receivables.writeOff', invoice.id, '1111')).toMatchObject({ ok: false, error: { code: 'auth.wrongCredentials' } })
    expect(
      await shop.refused('auth.stepUp', { permission: 'receivables.writeOff', subjectId: invoice.id, userId: tomUser, kind: 'pin', secret: '4711' }, cem),
    ).toMatchObject({ code: 'auth.mayNot', name: 'Tom' })
    expect((await shop.get('auth.holders', { permission: 'receivables.writeOff' }, cem)).map(({ name }) => name)).toEqual(['Ada Owner', 'Mia'])
    await stepUp('receivables.writeOff', shop.clock.newId())
    expect(await shop.refused('invoicing.writeOff', give, cem)).toMatchObject({ code: 'auth.stepUpNeeded' }) // for another invoice
    await stepUp('receivables.writeOff', invoice.id)
    shop.clock.at += 6 * 60_000
    expect(await shop.refused('invoicing.writeOff', give, cem)).toMatchObject({ code: 'auth.stepUpNeeded' }) // too long ago
    await stepUp('receivables.writeOff', invoice.id)
    expect(await shop.refused('invoicing.writeOff', { ...give, amountMinor: 3571 }, cem)).toMatchObject({ code: 'invoicing.overpaid' })
    const gone = await shop.get('invoicing.writeOff', give, cem)
    expect(gone).toMatchObject({ state: 'paid', dueMinor: 0, writtenOffMinor: 3570, writeOffs: [{ writtenBy: 'Cem', approvedBy: 'Mia', reason: 'Insolvent' }] })
    expect((await account()).balanceMinor).toBe(0)
    expect(await shop.refused('invoicing.credit', { invoiceId: invoice.id, reason: 'x' }, owner)).toMatchObject({ code: 'invoicing.writtenOff' })
    const writeOffId = gone.writeOffs[0]?.id as never
    expect(await shop.refused('invoicing.reverseWriteOff', { writeOffId, reason: 'Paid after all' }, cem)).toMatchObject({ code: 'auth.stepUpNeeded' })
    await stepUp('receivables.writeOff', invoice.id)
    expect(await shop.get('invoicing.reverseWriteOff', { writeOffId, reason: 'Paid after all' }, cem)).toMatchObject({ dueMinor: 3570, writtenOffMinor: 0 })
    expect(await shop.refused('invoicing.reverseWriteOff', { writeOffId, reason: 'x' }, cem)).toMatchObject({ code: 'invoicing.alreadyReversed' })
  })
})

describe('customers’ accounts', () => {
  it('AR-ACCOUNT: terms set the due day; above a limit an invoice needs somebody who may, or only warns', async () => {
    const { shop, owner, cem, done, finish, issue, customer, stepUp } = await openOffice()
    const customerId = customer.id
    expect(await shop.get('invoicing.setTerms', { customerId, termsDays: 30, limitMinor: 5000 }, owner)).toEqual({
      termsDays: 30,
      limitMinor: 5000,
      aboveLimit: 'warn',
      dunningLevel: 0,
    })
    expect(await issue(1000)).toMatchObject({ issuedOn: '2026-03-02', dueOn: '2026-04-01' })
    expect(await issue(1000)).toMatchObject({ totalMinor: 3570 }) // a warning only
    await shop.get('invoicing.setTerms', { customerId, aboveLimit: 'refuse', dunningLevel: 1 }, owner)
    const workOrderId = await finish(await done([100]))
    expect((await shop.get('invoicing.ofWorkOrder', { workOrderId }, cem)).credit).toEqual({ limitMinor: 5000, balanceMinor: 7140, isRefused: true })
    expect(await shop.refused('invoicing.issue', { workOrderId }, cem)).toMatchObject({ code: 'invoicing.overLimit', owedMinor: 7497, limitMinor: 5000 })
    expect((await shop.get('workOrders.get', { workOrderId }, owner)).order.state).toBe('done')
    await stepUp('receivables.exceed', workOrderId)
    expect(await shop.get('invoicing.issue', { workOrderId }, cem)).toMatchObject({ totalMinor: 357 })
    expect(await shop.get('invoicing.account', { customerId }, owner)).toMatchObject({ terms: { dunningLevel: 1 }, dunnedAt: shop.clock.at })
  })

  it('AR-ACCOUNT LIST-PAGE: lists who owes, most overdue first, page by page, and its sums are those of the accounts', async () => {
    const { shop, issue, receive, later, customer, locationId } = await openOffice()
    await issue(1000)
    const token = await later(50 * DAY)
    const others = await Promise.all(['Bo', 'Cy'].map((name) => shop.get('customers.create', { name }, token)))
    for (const [i, { id }] of others.entries())
      await shop.get('invoicing.receive', { customerId: id, locationId, method: 'cash', amountMinor: 100 * (i + 1) }, token)
    await receive(70, {}, token)
    const list = await shop.get('invoicing.receivables', {}, token)
    expect(list.rows.map(({ customerName, overdueMinor, balanceMinor }) => [customerName, overdueMinor, balanceMinor])).toEqual([
      ['Erika Muster', 3570, 3500],
      ['Bo', 0, -100],
      ['Cy', 0, -200],
    ])
    expect(list).toMatchObject({ total: 3, sum: { balanceMinor: 3200, overdueMinor: 3570, creditMinor: 370, buckets: { to60: 3570 } } })
    const first = await shop.get('invoicing.receivables', { limit: 1 }, token)
    expect((await shop.get('invoicing.receivables', { limit: 5, after: first.next ?? '' }, token)).rows.map(({ customerName }) => customerName)).toEqual([
      'Bo',
      'Cy',
    ])
    expect((await shop.get('invoicing.receivables', { sort: 'balance', locationId }, token)).rows).toHaveLength(3)
    expect(list.rows[0]).toMatchObject({ customerId: customer.id, oldestDueOn: '2026-03-16', invoices: 1 })
  })

  it('AR-ACCOUNT: statements say what is open, or what happened with the balance before, for several customers in one file', async () => {
    const { shop, issue, receive, later, customer } = await openOffice()
    const invoice = await issue(1000)
    const token = await later(3 * DAY)
    await receive(1000, { reference: 'TR-9' }, token)
    const other = await shop.get('customers.create', { name: 'محمد العربي', language: 'ar' }, token)
    const call = { customerIds: [customer.id, other.id], fromOn: '2026-03-04', toOn: '2026-03-31' }
    const textOf = async (kind: 'open' | 'activity') =>
      pagesOf(Buffer.from((await shop.get('invoicing.statements', { ...call, kind }, token)).base64, 'base64')).map((page) => page.replace(/\s/g, ''))
    const [open = '', arabic = ''] = await textOf('open')
    for (const said of ['Statement', 'ErikaMuster', invoice.number, '€35.70', 'Paymentsnotyetallocated', '-€10.00', 'Amountowed', '€25.70', 'Page1of1'])
      expect(open).toContain(said)
    expect(arabic).toContain(Array.from('كشف').reverse().join(''))
    const [activity = ''] = await textOf('activity')
    for (const said of ['Balancebefore', 'TR-9', 'Banktransfer', '€25.70']) expect(activity).toContain(said)
    expect(activity).not.toContain(invoice.number)
    expect(await shop.refused('invoicing.statements', { ...call, kind: 'open', customerIds: [shop.clock.newId() as never] }, token)).toMatchObject({
      code: 'invoicing.unknownCustomer',
    })
  })
})

/** One thing that happens to an account. */
const deed = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('issue' as const),
      prices: fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 3 }),
      parts: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constantFrom('pay' as const, 'receive' as const, 'allocate' as const, 'writeOff' as const, 'free' as const),
      which: fc.nat(),
      amountMinor: fc.integer({ min: 1, max: 9000 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constantFrom('credit' as const, 'refund' as const, 'reverse' as const, 'void' as const),
      which: fc.nat(),
      amountMinor: fc.integer({ min: 1, max: 3000 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 40 }) }) },
)

describe('accounts after anything', () => {
  it('FIN-PRECISION AR-ACCOUNT INV-5 INV-7 A-TAMPER: receivables are invoices less credit notes, payments and write-offs; ageing sums to them; the kept sums are those of the rows', async () => {
    const { shop, owner, done, finish, account, receive, mia } = await openOffice()
    const { raw } = shop.platform.store.connection
    const sumOf = (sql: string) => raw.prepare(`SELECT coalesce(sum(minor), 0) FROM (${sql})`).pluck().get() as number // an aggregate
    const ids = (table: string) => raw.prepare(`SELECT id FROM ${table} ORDER BY id`).pluck().all() as never[] // text
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 7 }), async (deeds) => {
        for (const one of deeds) {
          const pick = <T>(of: readonly T[]): T => of[('which' in one ? one.which : 0) % Math.max(1, of.length)] as T
          const [invoiceId, paymentId] = [pick(ids('invoice')), pick(ids('payment'))]
          if (one.does === 'wait') {
            shop.clock.at += Math.min(one.days, 2) * 3_600_000
            continue
          }
          if (one.does === 'issue') {
            const workOrderId = await finish(await done(one.prices))
            const [first] = (await shop.get('workOrders.get', { workOrderId }, owner)).lines
            if (one.parts && first) await shop.get('invoicing.issue', { workOrderId, lineIds: [first.id] }, owner)
            else await shop.get('invoicing.issue', { workOrderId }, owner)
            continue
          }
          if (one.does === 'receive') {
            await receive(one.amountMinor)
            continue
          }
          if (invoiceId === undefined) continue
          const { amountMinor } = one
          if (one.does === 'pay') await shop.ask('invoicing.pay', { invoiceId, method: 'card', amountMinor }, owner)
          if (one.does === 'credit') {
            const line = pick((await shop.get('invoicing.get', { invoiceId }, owner)).lines as Invoice['lines'])
            await shop.ask(
              'invoicing.credit',
              { invoiceId, reason: 'x', ...(line && amountMinor % 3 > 0 && { lines: [{ lineId: line.id, qtyMilli: amountMinor }] }) },
              owner,
            )
          }
          if (one.does === 'void') await shop.ask('invoicing.voidInvoice', { invoiceId, reason: 'x' }, owner)
          if (one.does === 'writeOff') {
            await shop.ask('auth.stepUp', { permission: 'receivables.writeOff', subjectId: invoiceId, userId: mia, kind: 'pin', secret: '2468' }, owner)
            await shop.ask('invoicing.writeOff', { invoiceId, amountMinor, reason: 'x' }, owner)
          }
          if (paymentId === undefined) continue
          if (one.does === 'allocate') await shop.ask('invoicing.allocate', { paymentId, invoiceId, amountMinor }, owner)
          if (one.does === 'free') await shop.ask('invoicing.allocate', { paymentId, invoiceId, amountMinor: -amountMinor }, owner)
          if (one.does === 'refund') await shop.ask('invoicing.refund', { paymentId, method: 'cash', amountMinor, reason: 'x' }, owner)
          if (one.does === 'reverse') await shop.ask('invoicing.reversePayment', { paymentId, reason: 'x' }, owner)
        }
        const owed =
          sumOf("SELECT total_minor AS minor FROM invoice WHERE state <> 'void'") -
          sumOf('SELECT total_minor AS minor FROM credit_note') -
          sumOf('SELECT amount_minor AS minor FROM payment') -
          sumOf('SELECT amount_minor AS minor FROM write_off')
        const known = await account()
        expect(known.balanceMinor).toBe(owed)
        expect(BUCKETS.reduce((sum, bucket) => sum + known.buckets[bucket], 0) - known.creditMinor).toBe(owed)
        expect((await shop.get('invoicing.receivables', {}, owner)).sum.balanceMinor).toBe(owed)
        expect(known.entries.length).toBeLessThan(200) // else the oldest are not among them
        expect(known.entries.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(owed)
        // Kept sums are those of the rows, and nothing is settled or used too much on one device.
        expect(raw.prepare('SELECT * FROM invoice_open ORDER BY invoice_id').all()).toEqual(
          raw.prepare('SELECT * FROM invoice_sum WHERE due_minor <> 0 ORDER BY invoice_id').all(),
        )
        expect(raw.prepare('SELECT * FROM payment_open ORDER BY payment_id').all()).toEqual(
          raw.prepare('SELECT * FROM payment_sum WHERE free_minor <> 0 ORDER BY payment_id').all(),
        )
        expect(raw.prepare('SELECT count(*) FROM invoice_open WHERE due_minor < 0').pluck().get()).toBe(0)
        expect(raw.prepare('SELECT count(*) FROM payment_open WHERE free_minor < 0').pluck().get()).toBe(0)
      }),
      { numRuns: 30 },
    )
    // Everything that is left is credited: the tax that was charged comes back to the cent.
    for (const id of ids('invoice')) {
      const asked = await shop.ask('invoicing.credit', { invoiceId: id, reason: 'All' }, owner)
      if (!asked.ok) continue
      const { creditNotes, netMinor, taxMinor, taxes } = await shop.get('invoicing.get', { invoiceId: id }, owner)
      const sum = (key: 'netMinor' | 'taxMinor') => creditNotes.reduce((total, note) => total + note[key], 0)
      expect([sum('netMinor'), sum('taxMinor')]).toEqual([netMinor, taxMinor])
      for (const { rateBp, taxMinor: charged } of taxes)
        expect(creditNotes.flatMap((note) => note.taxes).reduce((total, tax) => total + (tax.rateBp === rateBp ? tax.taxMinor : 0), 0)).toBe(charged)
    }
    expect((await shop.get('pos.verify', {}, owner)).map(({ fault }) => fault)).toEqual([null])
  }, 90_000)
})
