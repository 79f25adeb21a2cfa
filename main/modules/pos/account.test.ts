import { describe, expect, it } from 'vitest'
import type { Sale } from '#shared/modules/pos/model.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { firstOf, openCounter, saleId } from '#tests/support/counter.ts'

const cash = (amountMinor: number) => ({ method: 'cash' as const, amountMinor })
const on = (method: 'account' | 'deposit' | 'card', amountMinor: number) => ({ method, amountMinor })

async function openAccounts() {
  const counter = await openCounter()
  const { shop, owner, customer } = counter
  return {
    ...counter,
    customerId: customer.id,
    account: () => shop.get('invoicing.account', { customerId: customer.id }, owner),
    invoiceOf: async (id: Id<'sale'>) => {
      const known = await shop.get('pos.invoiceOf', { saleId: id }, owner)
      return known && (await shop.get('invoicing.get', { invoiceId: known.invoiceId }, owner))
    },
  }
}

describe('sales and the customer’s account', () => {
  it('AR-ACCOUNT SALE-INVOICE INV-8 POS-9: what a sale leaves open is an invoice, owed once; the rest stands on it as paid', async () => {
    const { shop, owner, sell, line, pads, customerId, account, invoiceOf } = await openAccounts()
    const sale = await sell({ customerId, lines: [line(pads, 1000, 4990)], payments: [cash(2000), on('account', 3938)] })
    const invoice = await invoiceOf(sale.id)
    expect(invoice).toMatchObject({
      saleId: sale.id,
      saleNumber: sale.number,
      workOrderId: null,
      totalMinor: 5938,
      settledMinor: 2000,
      dueMinor: 3938,
      taxMinor: sale.taxMinor,
      state: 'issued',
    })
    expect(await account()).toMatchObject({ balanceMinor: 3938, open: [{ saleNumber: sale.number }] })
    expect(await shop.refused('pos.invoice', { saleId: sale.id }, owner)).toMatchObject({ code: 'invoicing.alreadyInvoiced', number: invoice?.number })
    expect(await shop.refused('invoicing.voidInvoice', { invoiceId: invoice?.id as never, reason: 'x' }, owner)).toMatchObject({ code: 'invoicing.ofSale' })
    expect(await shop.refused('invoicing.credit', { invoiceId: invoice?.id as never, reason: 'x' }, owner)).toMatchObject({
      code: 'invoicing.ofSale',
      number: sale.number,
    })
    // Paid off at the counter, oldest first; what comes back for the account is for the sale's own invoice.
    await sell({ customerId, accountMinor: 3000, payments: [cash(3000)] })
    expect(await invoiceOf(sale.id)).toMatchObject({ dueMinor: 938, allocations: [{ method: 'counter', amountMinor: 3000 }] })
    await sell({ customerId, returns: [{ lineId: firstOf(sale.lines).id, qtyMilli: 1000 }], payments: [on('account', -5938)] })
    expect(await account()).toMatchObject({ balanceMinor: -5000, open: [], free: [{ freeMinor: 5000, isReversible: false }] })
    expect(await shop.get('pos.balances', { customerId }, owner)).toEqual({ depositMinor: 5000, accountMinor: 0 })
    await sell({ customerId, lines: [line(pads, 1000, 4990)], payments: [on('deposit', 5000), cash(938)] })
    expect(await account()).toMatchObject({ balanceMinor: 0, free: [] })
  })

  it('SALE-INVOICE: a customer who asks gets an invoice over a sale that is paid, named or not; void, it can be made anew', async () => {
    const { shop, owner, sell, line, pads, customerId, account, invoiceOf } = await openAccounts()
    const sale = await sell({ lines: [line(pads, 1000, 4990)], payments: [cash(5938)] })
    expect(await shop.refused('pos.invoice', { saleId: saleId() }, owner)).toMatchObject({ code: 'pos.unknownSale' })
    expect(await shop.refused('pos.invoice', { saleId: sale.id }, owner)).toMatchObject({ code: 'pos.customerNeeded' })
    const { invoiceId } = await shop.get('pos.invoice', { saleId: sale.id, customerId }, owner)
    expect(await invoiceOf(sale.id)).toMatchObject({ state: 'paid', settledMinor: 5938, dueMinor: 0, customerName: 'Erika Muster' })
    expect((await account()).balanceMinor).toBe(0)
    await shop.get('invoicing.voidInvoice', { invoiceId, reason: 'Wrong name' }, owner)
    expect(await invoiceOf(sale.id)).toBeNull()
    expect((await shop.get('pos.invoice', { saleId: sale.id, customerId }, owner)).invoiceId).not.toBe(invoiceId)
  })

  it('PAY-TENDER AR-ACCOUNT: a declined card is owed on the invoice of its sale', async () => {
    const { shop, owner, sell, line, pads, customerId, account } = await openAccounts()
    const open = async (payments: Parameters<typeof sell>[0]['payments']) => (await sell({ customerId, lines: [line(pads, 1000, 4990)], payments })).payments
    const decline = (paymentId: unknown) => shop.get('pos.settleCard', { paymentId: paymentId as never, standing: 'declined' }, owner)
    await decline(firstOf(await open([on('card', 5938)])).id)
    expect(await account()).toMatchObject({ balanceMinor: 5938, open: [{ settledMinor: 0, dueMinor: 5938 }] })
    await decline(firstOf(await open([on('card', 2000), on('account', 3938)])).id)
    expect(await account()).toMatchObject({ balanceMinor: 11_876, open: [{ dueMinor: 5938 }, { settledMinor: 2000, paidMinor: -2000, dueMinor: 5938 }] })
  })

  it('PAY-TENDER AR-ACCOUNT: what a walk-in’s declined card did not pay is owed as soon as he has a name, before or after the terminal said so', async () => {
    const { shop, owner, sell, line, pads, customerId, account } = await openAccounts()
    const walkIn = () => sell({ lines: [line(pads, 1000, 4990)], payments: [on('card', 2000), { method: 'cash', amountMinor: 3938 }] })
    const decline = ({ payments }: Sale) => shop.get('pos.settleCard', { paymentId: firstOf(payments).id, standing: 'declined' }, owner)
    const early = await walkIn()
    await decline(early)
    await shop.get('pos.invoice', { saleId: early.id, customerId }, owner)
    expect(await account()).toMatchObject({ balanceMinor: 2000, open: [{ saleNumber: early.number, settledMinor: 3938, dueMinor: 2000 }] })
    const late = await walkIn()
    await shop.get('pos.invoice', { saleId: late.id, customerId }, owner)
    expect(await account()).toMatchObject({ balanceMinor: 2000 })
    await decline(late)
    expect(await account()).toMatchObject({ balanceMinor: 4000, open: [{ dueMinor: 2000 }, { saleNumber: late.number, dueMinor: 2000 }] })
  })

  it('AR-ACCOUNT POS-RETURN: what was written off does not come back as money until that is reversed', async () => {
    const { shop, owner, sell, refusedSale, line, pads, customerId, account, invoiceOf, stock } = await openAccounts()
    const sale = await sell({ customerId, lines: [line(pads, 1000, 4990)], payments: [on('account', 5938)] })
    const invoiceId = (await invoiceOf(sale.id))?.id as Id<'invoice'> // it has one
    const stepUp = async () =>
      shop.get(
        'auth.stepUp',
        {
          permission: 'receivables.writeOff',
          subjectId: invoiceId,
          userId: (await shop.get('auth.me', {}, owner)).user.id,
          kind: 'password',
          secret: 'correct horse 7',
        },
        owner,
      )
    await stepUp()
    const { writeOffs } = await shop.get('invoicing.writeOff', { invoiceId, amountMinor: 5938, reason: 'Gone' }, owner)
    const returns = [{ lineId: firstOf(sale.lines).id, qtyMilli: 1000 }]
    for (const payments of [[on('account', -5938)], [cash(-5938)]])
      expect(await refusedSale({ customerId, returns, payments })).toMatchObject({ code: 'invoicing.writtenOff', invoiceId })
    expect([await stock(pads), (await account()).balanceMinor]).toEqual([9000, 0])
    await stepUp()
    await shop.get('invoicing.reverseWriteOff', { writeOffId: firstOf(writeOffs).id, reason: 'Found' }, owner)
    await sell({ customerId, returns, payments: [on('account', -5938)] })
    expect(await account()).toMatchObject({ balanceMinor: 0, open: [], free: [] })
  })

  it('AR-ACCOUNT POS-RETURN: for goods that are not paid yet no money goes out, whoever brings them', async () => {
    const { sell, refusedSale, line, pads, customerId, account } = await openAccounts()
    const sale = await sell({ customerId, lines: [line(pads, 2000, 4990)], payments: [on('account', 5000), cash(6876)] })
    const returns = [{ lineId: firstOf(sale.lines).id, qtyMilli: 1000 }]
    for (const of of [{ customerId }, {}])
      expect(await refusedSale({ ...of, returns, payments: [cash(-5938)] })).toMatchObject({ code: 'pos.owedFirst', amountMinor: 5000 })
    await sell({ customerId, returns, payments: [on('account', -5000), cash(-938)] })
    expect((await account()).balanceMinor).toBe(0)
    await sell({ customerId, returns, payments: [cash(-5938)] })
  })

  it('AR-ACCOUNT POS-RETURN: goods that somebody else still owes are no money on another account; once they are paid, they are', async () => {
    const { shop, owner, sell, refusedSale, line, pads, customerId, account } = await openAccounts()
    const bob = (await shop.get('customers.create', { name: 'Bob' }, owner)).id
    const sale = await sell({ customerId, lines: [line(pads, 2000, 4990)], payments: [on('account', 11_876)] })
    const back = { customerId: bob, returns: [{ lineId: firstOf(sale.lines).id, qtyMilli: 1000 }], payments: [on('account', -5938)] }
    const { open } = await account()
    expect(await refusedSale(back)).toMatchObject({ code: 'invoicing.otherCustomer', invoiceId: firstOf(open).id, number: firstOf(open).number })
    await sell({ customerId, accountMinor: 11_876, payments: [cash(11_876)] })
    await sell(back)
    expect(await account()).toMatchObject({ balanceMinor: 0, open: [], free: [] })
    expect(await shop.get('invoicing.account', { customerId: bob }, owner)).toMatchObject({ balanceMinor: -5938, free: [{ freeMinor: 5938 }] })
  })

  it('AR-ACCOUNT POS-SALE: above a limit that refuses, only a seller who may sells on account', async () => {
    const { shop, owner, sell, line, pads, customerId, user, signIn, refusedSale } = await openAccounts()
    await shop.get('invoicing.setTerms', { customerId, limitMinor: 5000, aboveLimit: 'refuse' }, owner)
    await user('Cem', 'cashier')
    const cem = await signIn('Cem')
    const call = { customerId, lines: [line(pads, 1000, 4990)], payments: [on('account', 5938)] }
    expect(await refusedSale(call, cem)).toMatchObject({ code: 'invoicing.overLimit', owedMinor: 5938, limitMinor: 5000 })
    await sell(call)
  })

  it('POS-TILL PAY-TENDER: cash on account, as a deposit and given back goes through the open till', async () => {
    const { shop, owner, customerId, locationId, cash: held } = await openAccounts()
    const { paymentId } = await shop.get('invoicing.receive', { customerId, locationId, method: 'cash', amountMinor: 3000 }, owner)
    await shop.get('invoicing.refund', { paymentId, method: 'cash', amountMinor: 1200, reason: 'Too much' }, owner)
    expect(await held()).toBe(11_800)
  })
})

describe('A-TAMPER: documents and money of invoicing', () => {
  it('A-TAMPER POS-8: invoices, credit notes, payments, allocations and write-offs stand in the chain; any of them that is touched is found', async () => {
    const { shop, owner, open, bay1, tom, customerId, locationId } = await openAccounts()
    const invoiced = async () => {
      const workOrderId = (await open({ bayId: bay1, technicianId: tom })).order.id
      await shop.get('workOrders.addLine', { workOrderId, kind: 'labor', description: 'Check', unitPriceMinor: 5000 }, owner)
      await shop.get('workOrders.start', { workOrderId }, owner)
      await shop.get('workOrders.finish', { workOrderId }, owner)
      return shop.get('invoicing.issue', { workOrderId }, owner)
    }
    const [invoice, gone] = [await invoiced(), await invoiced()]
    const { paymentId } = await shop.get(
      'invoicing.receive',
      { customerId, locationId, method: 'transfer', amountMinor: 2000, allocations: [{ invoiceId: invoice.id, amountMinor: 500 }] },
      owner,
    )
    await shop.get('invoicing.credit', { invoiceId: invoice.id, lines: [{ lineId: firstOf(invoice.lines).id, qtyMilli: 500 }], reason: 'Half' }, owner)
    const me = (await shop.get('auth.me', {}, owner)).user.id
    await shop.get('auth.stepUp', { permission: 'receivables.writeOff', subjectId: invoice.id, userId: me, kind: 'password', secret: 'correct horse 7' }, owner)
    await shop.get('invoicing.writeOff', { invoiceId: invoice.id, amountMinor: 100, reason: 'Rounding' }, owner)
    await shop.get('invoicing.voidInvoice', { invoiceId: gone.id, reason: 'Twice' }, owner)
    const [whole] = await shop.get('pos.verify', {}, owner)
    expect(whole).toMatchObject({ links: 8, fault: null }) // the till's float, two invoices, money, its allocation, credit note, write-off, void

    const { raw } = shop.platform.store.connection
    const faultAfter = async (sql: string) => {
      raw.exec(`SAVEPOINT hand; UPDATE sync_guard SET applying = 1; ${sql}; UPDATE sync_guard SET applying = 0`)
      const reports = await shop.get('pos.verify', {}, owner)
      raw.exec('ROLLBACK TO hand; RELEASE hand')
      return reports.find(({ fault }) => fault !== null)?.fault
    }
    expect(await faultAfter(`UPDATE invoice SET due_on = '2030-01-01' WHERE id = '${invoice.id}'`)).toMatchObject({ kind: 'changed', recordId: invoice.id })
    expect(await faultAfter('UPDATE invoice_line SET net_minor = 1')).toMatchObject({ seq: 2, kind: 'changed' })
    expect(await faultAfter(`UPDATE payment SET amount_minor = 1 WHERE id = '${paymentId}'`)).toMatchObject({ kind: 'changed', recordId: paymentId })
    expect(await faultAfter('DELETE FROM payment_allocation')).toMatchObject({ kind: 'missing' })
    expect(await faultAfter("UPDATE credit_note SET reason = 'other'")).toMatchObject({ kind: 'changed' })
    expect(await faultAfter('UPDATE credit_note_line SET tax_minor = 0')).toMatchObject({ kind: 'changed' })
    expect(await faultAfter("UPDATE write_off SET approved_by = 'Nobody'")).toMatchObject({ kind: 'changed' })
    expect(await faultAfter(`UPDATE invoice SET void_reason = 'other' WHERE id = '${gone.id}'`)).toMatchObject({ kind: 'changed', recordId: gone.id })
    expect(await faultAfter(`UPDATE invoice SET state = 'void', void_reason = 'x' WHERE id = '${invoice.id}'`)).toMatchObject({
      kind: 'unsealed',
      recordId: invoice.id,
    })
    expect(
      await faultAfter(`INSERT INTO payment SELECT 'forged', created_at, updated_at, deleted, clk, invoice_id, customer_id, work_order_id, location_id, method, amount_minor, tendered_minor,
      received_at, received_by, reference, reverses_id, refunds_id, sale_id, reason FROM payment WHERE id = '${paymentId}'`),
    ).toMatchObject({ kind: 'unsealed', recordId: 'forged' })
    // What the centre adds later breaks nothing.
    expect(await faultAfter(`UPDATE invoice SET official_number = 7 WHERE id = '${invoice.id}'; UPDATE credit_note SET official_number = 1`)).toBeUndefined()
  })
})
