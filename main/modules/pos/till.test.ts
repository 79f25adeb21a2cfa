import { describe, expect, it } from 'vitest'
import { firstOf, openCounter, saleId } from '#tests/support/counter.ts'

const cash = (amountMinor: number) => ({ method: 'cash' as const, amountMinor })

describe('POS-TILL: a till’s day', () => {
  it('POS-TILL POS-4: float, sales, money in and out, a blind count with its difference, and the Z of it', async () => {
    const { shop, owner, user, signIn, till, sell, line, pads } = await openCounter()
    await user('Cem', 'cashier')
    const cem = await signIn('Cem')
    await sell({ lines: [line(pads, 2000, 4990)], payments: [cash(11_876)] }, cem)
    await shop.get('pos.moveCash', { amountMinor: -2000, reason: 'Window cleaner' }, cem)
    await shop.get('pos.moveCash', { amountMinor: 500, reason: 'Coins' }, cem)
    expect(await shop.refused('pos.moveCash', { amountMinor: -30_000, reason: 'Bank' }, cem)).toEqual({ code: 'pos.tillShort', kind: 'conflict' })

    // Who counts blind sees neither the sum nor what sales brought.
    const seen = await shop.get('pos.till', {}, cem)
    expect(seen?.balanceMinor).toBe(null)
    expect(seen?.entries.map(({ kind }) => kind).sort()).toEqual(['float', 'in', 'out'])
    expect(await shop.refused('pos.xReport', { tillId: till.id }, cem)).toMatchObject({ code: 'platform.notAllowed' })
    expect(await shop.refused('pos.zReport', { tillId: till.id }, cem)).toMatchObject({ code: 'pos.tillOpen' })
    expect(await shop.get('pos.xReport', { tillId: till.id }, owner)).toMatchObject({ balanceMinor: 20_376, sales: 1 })

    const closed = await shop.get(
      'pos.closeTill',
      {
        tillId: till.id,
        counts: [
          { worthMinor: 5000, pieces: 4 },
          { worthMinor: 1, pieces: 76 },
        ],
        note: 'Gave 3.00 too much',
      },
      cem,
    )
    expect(closed).toMatchObject({
      till: { state: 'closed', closedBy: 'Cem', expectedMinor: 20_376, countedMinor: 20_076 },
      balanceMinor: 20_076,
      totalMinor: 11_876,
      taxes: [{ rateBp: 1900, baseMinor: 9980, taxMinor: 1896 }],
      tenders: [{ method: 'cash', count: 1, amountMinor: 11_876 }],
    })
    expect(Object.fromEntries(closed.cash.map(({ kind, amountMinor }) => [kind, amountMinor]))).toEqual({
      float: 10_000,
      sale: 11_876,
      in: 500,
      out: -2000,
      difference: -300,
    })
    expect(await shop.get('pos.zReport', { tillId: till.id }, cem)).toEqual(closed)
    expect(await shop.refused('pos.closeTill', { tillId: till.id, counts: [] }, cem)).toMatchObject({ code: 'pos.tillClosed' })
    expect(await shop.refused('pos.moveCash', { amountMinor: 1, reason: 'x' }, cem)).toMatchObject({ code: 'pos.tillClosed' })
    expect((await shop.get('pos.tills', {}, owner)).rows).toMatchObject([{ number: till.number, state: 'closed' }])
    expect(await shop.refused('pos.zReport', { tillId: saleId() as never }, cem)).toMatchObject({ code: 'pos.unknownTill' })
  })

  it('POS-TILL POS-4: cash on an invoice lies in the same drawer, and leaves it with its reversal', async () => {
    const { shop, owner, open, bay1, tom, cash: held } = await openCounter()
    const workOrderId = (await open({ bayId: bay1, technicianId: tom })).order.id
    await shop.get('workOrders.addLine', { workOrderId, kind: 'labor', description: 'Check', unitPriceMinor: 5000 }, owner)
    await shop.get('workOrders.start', { workOrderId }, owner)
    await shop.get('workOrders.finish', { workOrderId }, owner)
    const invoice = await shop.get('invoicing.issue', { workOrderId }, owner)
    await shop.get('invoicing.pay', { invoiceId: invoice.id, method: 'card', amountMinor: 1000 }, owner)
    const { paymentId } = await shop.get('invoicing.pay', { invoiceId: invoice.id, method: 'cash', amountMinor: 4000, tenderedMinor: 5000 }, owner)
    expect(await held()).toBe(14_000)
    await shop.get('invoicing.reversePayment', { paymentId, reason: 'Wrong invoice' }, owner)
    expect(await held()).toBe(10_000)
    expect((await shop.get('pos.till', {}, owner))?.entries.filter(({ kind }) => kind === 'invoice')).toMatchObject([
      { amountMinor: -4000, reason: invoice.number, userName: 'Ada Owner' },
      { amountMinor: 4000 },
    ])
  })
})

describe('INV-12: cash of invoices', () => {
  it('INV-12 POS-TILL PAY-TENDER: is in the till from the deed that took it on, is never more given than the till holds, and without an open till is no till’s', async () => {
    const { shop, owner, customer, locationId, till, cash: held } = await openCounter()
    const receive = (amountMinor: number) => shop.get('invoicing.receive', { customerId: customer.id, locationId, method: 'cash', amountMinor }, owner)
    const { paymentId } = await receive(2500)
    const refund = { paymentId, method: 'cash', amountMinor: 2500, reason: 'Too much' } as const
    // The count of the next moment knows of it, whatever else is still to be done.
    expect(await held()).toBe(12_500)
    await shop.get('pos.moveCash', { amountMinor: -12_000, reason: 'Bank' }, owner)
    expect(await shop.refused('invoicing.refund', refund, owner)).toEqual({ code: 'invoicing.tillShort', kind: 'conflict' })
    expect(await shop.refused('invoicing.reversePayment', { paymentId, reason: 'x' }, owner)).toMatchObject({ code: 'invoicing.tillShort' })
    await shop.get('invoicing.refund', { ...refund, amountMinor: 400 }, owner)
    expect(await held()).toBe(100)
    await shop.get('invoicing.refund', { ...refund, method: 'transfer', amountMinor: 500 }, owner)
    const z = await shop.get('pos.closeTill', { tillId: till.id, counts: [{ worthMinor: 100, pieces: 1 }] }, owner)
    expect(Object.fromEntries(z.cash.map(({ kind, amountMinor }) => [kind, amountMinor]))).toEqual({ float: 10_000, invoice: 2100, out: -12_000 })
    expect(z).toMatchObject({ balanceMinor: 100, till: { expectedMinor: 100, countedMinor: 100 } })

    // Outside of a till: no Z says anything of it, and nobody is held up.
    await receive(9900)
    await shop.get('invoicing.refund', { ...refund, amountMinor: 1600 }, owner)
    const next = await shop.get('pos.openTill', { locationId, counts: [{ worthMinor: 100, pieces: 1 }] }, owner)
    expect(await held()).toBe(100)
    expect(await shop.get('pos.xReport', { tillId: next.id }, owner)).toMatchObject({ balanceMinor: 100, cash: [{ kind: 'float' }] })
    expect((await shop.get('pos.verify', {}, owner)).map(({ fault }) => fault)).toEqual([null])
  })
})

describe('A-TAMPER: the chain', () => {
  it('A-TAMPER POS-8: is whole after a day of sales, and names the first place where somebody changed, removed or added something', async () => {
    const { shop, owner, sell, line, pads } = await openCounter()
    const first = await sell({ lines: [line(pads, 1000, 4990)], payments: [cash(5938)] })
    const second = await sell({ lines: [line(pads, 1000, 4990)], payments: [{ method: 'card', amountMinor: 5938 }] })
    await shop.get('pos.settleCard', { paymentId: firstOf(second.payments).id, standing: 'approved', reference: 'T' }, owner)
    await shop.get('pos.moveCash', { amountMinor: -100, reason: 'Stamps' }, owner)
    const deviceTag = first.number.slice(0, 4)
    expect(await shop.get('pos.verify', {}, owner)).toEqual([{ deviceTag, links: 6, fault: null }])

    const { raw } = shop.platform.store.connection
    const faultAfter = async (sql: string) => {
      // Somebody with the file in his hands needs no triggers.
      raw.exec(`SAVEPOINT hand; UPDATE sync_guard SET applying = 1; ${sql}; UPDATE sync_guard SET applying = 0`)
      const [report] = await shop.get('pos.verify', {}, owner)
      raw.exec('ROLLBACK TO hand; RELEASE hand')
      return report?.fault
    }
    expect(await faultAfter(`UPDATE sale_line SET net_minor = 1 WHERE sale_id = '${first.id}'`)).toEqual({ seq: 3, kind: 'changed', recordId: first.id })
    expect(await faultAfter("UPDATE till_entry SET amount_minor = -50 WHERE kind = 'out'")).toMatchObject({ seq: 6, kind: 'changed' })
    expect(await faultAfter("DELETE FROM till_entry WHERE kind = 'sale'")).toMatchObject({ seq: 2, kind: 'missing' })
    expect(await faultAfter('DELETE FROM pos_seal WHERE seq = 3')).toMatchObject({ seq: 3, kind: 'gap' })
    expect(await faultAfter("UPDATE card_answer SET standing = 'declined'")).toMatchObject({ seq: 5, kind: 'changed' })
    expect(await faultAfter('DELETE FROM pos_seal WHERE seq = 6')).toMatchObject({ seq: 6, kind: 'unsealed' })
    expect(await shop.get('pos.verify', {}, owner)).toEqual([{ deviceTag, links: 6, fault: null }])
  })
})
