import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Sale } from '#shared/modules/pos/model.ts'
import { firstOf, openCounter, saleId, type SellCall } from '#tests/support/counter.ts'

const cash = (amountMinor: number) => ({ method: 'cash' as const, amountMinor })
const on = (method: 'account' | 'deposit' | 'card', amountMinor: number) => ({ method, amountMinor })

async function openDeclined() {
  const counter = await openCounter()
  const { shop, owner, customer, sell, line, pads, till } = counter
  const customerId = customer.id
  const ofPads = [line(pads, 1000, 4990)]
  return {
    ...counter,
    customerId,
    ofPads,
    decline: ({ payments }: Sale, at = 0) => {
      const payment = payments[at]
      if (!payment) throw new Error('a sale has payments')
      return shop.get('pos.settleCard', { paymentId: payment.id, standing: 'declined' }, owner)
    },
    owed: async () => sell({ customerId, lines: ofPads, payments: [on('account', 5938)] }),
    balances: () => shop.get('pos.balances', { customerId }, owner),
    invoiceOf: async ({ id }: Sale) => {
      const known = await shop.get('pos.invoiceOf', { saleId: id }, owner)
      return known && (await shop.get('invoicing.get', { invoiceId: known.invoiceId }, owner))
    },
    /** The account, whose entries sum to what is open less what is free; the chain holds, and a till's tenders are its sales. */
    account: async () => {
      const known = await shop.get('invoicing.account', { customerId }, owner)
      const sum = (of: readonly number[]) => of.reduce((total, one) => total + one, 0)
      expect(known.balanceMinor).toBe(sum(known.entries.map(({ amountMinor }) => amountMinor)))
      expect(known.balanceMinor).toBe(sum(known.open.map(({ dueMinor }) => dueMinor)) - sum(known.free.map(({ freeMinor }) => freeMinor)))
      expect((await shop.get('pos.verify', {}, owner)).map(({ fault }) => fault)).toEqual([null])
      const x = await shop.get('pos.xReport', { tillId: till.id }, owner)
      expect(sum(x.tenders.map(({ amountMinor }) => amountMinor))).toBe(x.totalMinor + x.roundingMinor)
      return known
    },
  }
}

describe('a declined card for money in advance', () => {
  it('PAY-TENDER AR-ACCOUNT POS-9 INV-7: for what was paid off, the invoices are owed again as they were, and none is added', async () => {
    const { sell, customerId, owed, decline, account, invoiceOf } = await openDeclined()
    const sale = await owed()
    const { dueOn } = firstOf((await account()).open)
    const paid = await sell({ customerId, accountMinor: 5938, payments: [on('card', 5938)] })
    expect(await invoiceOf(sale)).toMatchObject({ state: 'paid' })
    await decline(paid)
    expect(await account()).toMatchObject({ balanceMinor: 5938, open: [{ saleNumber: sale.number, dueOn, dueMinor: 5938, state: 'issued' }], free: [] })
    expect(await invoiceOf(paid)).toBeNull()
  })

  it('PAY-TENDER AR-ACCOUNT POS-9 INV-7: a deposit is the customer’s money no more, on whichever of two cards it was', async () => {
    const { shop, owner, sell, refusedSale, customerId, decline, account, balances, invoiceOf } = await openDeclined()
    const paid = await sell({ customerId, depositMinor: 5000, payments: [on('card', 2000), on('card', 3000)] })
    await decline(paid, 1)
    expect(await balances()).toEqual({ depositMinor: 2000, accountMinor: 0 })
    await decline(paid, 0)
    expect(await account()).toMatchObject({ balanceMinor: 0, open: [], free: [] })
    expect(await refusedSale({ customerId, returns: [{ lineId: firstOf(paid.lines).id, qtyMilli: 1000 }], payments: [cash(-5000)] })).toMatchObject({
      code: 'pos.depositShort',
    })
    expect([await invoiceOf(paid), (await shop.get('invoicing.list', {}, owner)).rows]).toEqual([null, []])
  })

  it('PAY-TENDER AR-ACCOUNT POS-9 INV-7: of a card for both, what was paid in advance is taken back first, and the rest is owed for the goods', async () => {
    const { shop, owner, sell, customerId, ofPads, owed, decline, account, invoiceOf } = await openDeclined()
    const debt = await owed()
    const paid = await sell({ customerId, lines: ofPads, depositMinor: 1000, accountMinor: 2000, payments: [on('card', 4000), cash(4938)] })
    await decline(paid)
    expect(await account()).toMatchObject({ balanceMinor: 6938, free: [] })
    expect(await invoiceOf(debt)).toMatchObject({ dueMinor: 5938 })
    expect(await invoiceOf(paid)).toMatchObject({ totalMinor: 5938, settledMinor: 4938, dueMinor: 1000 })
    // One for a customer who asks owes nothing for what was paid in advance.
    const mixed = await sell({ customerId, lines: ofPads, depositMinor: 1000, payments: [on('card', 1000), cash(5938)] })
    await decline(mixed)
    await shop.get('pos.invoice', { saleId: mixed.id }, owner)
    expect(await invoiceOf(mixed)).toMatchObject({ settledMinor: 5938, dueMinor: 0 })
    expect(await account()).toMatchObject({ balanceMinor: 6938, free: [] })
  })

  it('PAY-TENDER AR-ACCOUNT POS-9 INV-7: goods that a deposit paid meanwhile are owed on their own sale’s invoice, and invoices that it stood for are owed again', async () => {
    const { shop, owner, sell, customerId, ofPads, owed, decline, account, invoiceOf } = await openDeclined()
    const paid = await sell({ customerId, depositMinor: 9000, payments: [on('card', 9000)] })
    const used = await sell({ customerId, lines: ofPads, payments: [on('deposit', 5000), cash(938)] })
    const debt = await owed()
    const { free } = await account()
    await shop.get('invoicing.allocate', { paymentId: firstOf(free).paymentId, invoiceId: (await invoiceOf(debt))?.id as never, amountMinor: 3000 }, owner)
    await decline(paid)
    expect(await account()).toMatchObject({ balanceMinor: 10_938, free: [] })
    expect([(await invoiceOf(debt))?.dueMinor, (await invoiceOf(used))?.dueMinor, await invoiceOf(paid)]).toEqual([5938, 5000, null])
    expect(await invoiceOf(used)).toMatchObject({ totalMinor: 5938, settledMinor: 938 })
  })

  it('PAY-TENDER AR-ACCOUNT POS-9 INV-7: a debt that such a deposit paid off at the counter is owed again, and no invoice is added', async () => {
    const { sell, customerId, owed, decline, account, invoiceOf } = await openDeclined()
    const debt = await owed()
    const paid = await sell({ customerId, depositMinor: 5938, payments: [on('card', 5938)] })
    const off = await sell({ customerId, accountMinor: 5938, payments: [on('deposit', 5938)] })
    expect(await invoiceOf(debt)).toMatchObject({ dueMinor: 0 })
    await decline(paid)
    expect(await account()).toMatchObject({ balanceMinor: 5938, open: [{ saleNumber: debt.number, dueMinor: 5938 }], free: [] })
    expect([await invoiceOf(paid), await invoiceOf(off)]).toEqual([null, null])
  })

  it('PAY-TENDER AR-ACCOUNT POS-9 INV-7: a deposit that was given back in cash is owed, and other money is not free until it is made up for', async () => {
    const { sell, refusedSale, customerId, ofPads, decline, account, balances, invoiceOf } = await openDeclined()
    const paid = await sell({ customerId, depositMinor: 5000, payments: [on('card', 5000)] })
    await sell({ customerId, returns: [{ lineId: firstOf(paid.lines).id, qtyMilli: 1000 }], payments: [cash(-5000)] })
    await decline(paid)
    expect(await account()).toMatchObject({ balanceMinor: 5000, open: [], free: [{ freeMinor: -5000 }] })
    expect(await invoiceOf(paid)).toBeNull()
    await sell({ customerId, depositMinor: 6000, payments: [cash(6000)] })
    expect([(await account()).balanceMinor, await balances()]).toEqual([-1000, { depositMinor: 1000, accountMinor: 0 }])
    expect(await refusedSale({ customerId, lines: ofPads, payments: [on('deposit', 5938)] })).toMatchObject({ code: 'pos.depositShort', balanceMinor: 1000 })
  })
})

describe('any cards declined at any time', () => {
  const DEEDS = ['goods', 'deposit', 'payOff', 'use', 'giveBack', 'return', 'decline', 'decline'] as const
  const deed = fc.record({ does: fc.constantFrom(...DEEDS), which: fc.nat(), amountMinor: fc.integer({ min: 1, max: 4000 }), byCard: fc.boolean() })

  it('PAY-TENDER AR-ACCOUNT FIN-PRECISION INV-7 POS-9: a customer owes the goods less the money that came, on invoices over goods alone', async () => {
    const { shop, owner, customerId, line, pads, placeId, account, balances } = await openDeclined()
    const { raw } = shop.platform.store.connection
    const numbers = (sql: string) => raw.prepare(sql).pluck().all() as number[] // one column of sums
    const ids = (sql: string) => raw.prepare(sql).pluck().all() as never[] // one column of ids
    await shop.get('pos.setPolicy', { cardOpenMinor: 1_000_000 }, owner)
    await shop.get('inventory.receive', { placeId, lines: [{ itemId: pads, qtyMilli: 1_000_000, unitCostMinor: 2000 }] }, owner)
    await shop.get('pos.moveCash', { amountMinor: 1_000_000, reason: 'x' }, owner)
    const trade = async (own: Partial<SellCall>, payments: SellCall['payments']) =>
      shop.ask('pos.sell', { saleId: saleId(), customerId, ...own, payments }, owner)
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 4, maxLength: 8 }), async (deeds) => {
        for (const { does, which, amountMinor, byCard } of deeds) {
          const pick = (of: never[]) => of[which % Math.max(1, of.length)]
          const by = byCard ? ('card' as const) : ('cash' as const)
          const { depositMinor, accountMinor } = await balances()
          const lines = [line(pads, 1000, 4990)]
          if (does === 'goods') {
            await trade({ lines, depositMinor: amountMinor }, [
              { method: by, amountMinor: 2000 + amountMinor },
              { method: 'account', amountMinor: 3938 },
            ])
          }
          if (does === 'deposit') await trade({ depositMinor: amountMinor }, [{ method: by, amountMinor }])
          const paidMinor = Math.min(amountMinor, accountMinor)
          if (does === 'payOff' && paidMinor > 0) {
            const isUsed = which % 2 === 0 && depositMinor >= paidMinor
            await trade({ accountMinor: paidMinor }, [{ method: isUsed ? 'deposit' : by, amountMinor: paidMinor }])
          }
          const usedMinor = Math.min(amountMinor, depositMinor)
          if (does === 'use' && usedMinor > 0) {
            await trade({ lines }, [
              { method: 'deposit', amountMinor: usedMinor },
              { method: by, amountMinor: 5938 - usedMinor },
            ])
          }
          const line0 = pick(ids("SELECT id FROM sale_line WHERE kind = 'deposit' AND qty_milli > 0 ORDER BY id"))
          if (does === 'giveBack' && line0) {
            const worth = firstOf(numbers(`SELECT net_minor FROM sale_line WHERE id = '${line0 as string}'`))
            await trade({ returns: [{ lineId: line0, qtyMilli: 1000 }] }, [{ method: 'cash', amountMinor: -worth }])
          }
          const line1 = pick(ids("SELECT id FROM sale_line WHERE kind = 'part' AND qty_milli > 0 ORDER BY id"))
          if (does === 'return' && line1)
            await trade({ returns: [{ lineId: line1, qtyMilli: 1000 }] }, [{ method: byCard ? 'account' : 'cash', amountMinor: -5938 }])
          const paymentId = pick(ids('SELECT payment_id FROM card_pending ORDER BY payment_id'))
          if (does === 'decline' && paymentId) await shop.get('pos.settleCard', { paymentId, standing: 'declined' }, owner)
        }
        const [goods] = numbers('SELECT coalesce(sum(net_minor + tax_minor), 0) FROM sale')
        const [came] = numbers(`SELECT coalesce(sum(amount_minor), 0) FROM sale_payment AS paid WHERE method IN ('cash', 'card')
          AND NOT EXISTS (SELECT 1 FROM card_answer WHERE payment_id = paid.id AND standing = 'declined')`)
        const { open } = await shop.get('invoicing.account', { customerId }, owner)
        expect((await account()).balanceMinor).toBe((goods ?? 0) - (came ?? 0))
        expect(open.every(({ dueMinor, totalMinor }) => dueMinor > 0 && totalMinor > 0 && dueMinor <= totalMinor)).toBe(true)
        expect(numbers('SELECT count(*) FROM invoice WHERE NOT EXISTS (SELECT 1 FROM invoice_line WHERE invoice_id = invoice.id)')).toEqual([0])
      }),
      { numRuns: 12 },
    )
  }, 60_000)
})

describe('goods whose card was declined', () => {
  it('POS-RETURN POS-2: what a walk-in’s card did not pay is set off before money goes out, and is claimed no more', async () => {
    const { shop, owner, sell, refusedSale, ofPads, customerId, decline, account, invoiceOf, cash: held, stock, pads } = await openDeclined()
    const sale = await sell({ lines: ofPads, payments: [on('card', 5938)] })
    await decline(sale)
    const returns = [{ lineId: firstOf(sale.lines).id, qtyMilli: 1000 }]
    for (const payments of [[cash(-5938)], [{ ...on('card', -5938), reference: 'T1' }], [on('card', -938), cash(-5000)]])
      expect(await refusedSale({ returns, payments })).toMatchObject({ code: 'pos.wrongTender', method: 'card', amountMinor: -5938 })
    for (const method of ['account', 'deposit'] as const)
      expect(await refusedSale({ customerId, returns, payments: [on(method, -5938)] })).toMatchObject({ code: 'pos.wrongTender' })
    // Nor do other goods go out for them.
    expect(await refusedSale({ returns, lines: ofPads, payments: [] })).toMatchObject({ code: 'pos.wrongTender' })
    await sell({ returns, payments: [on('card', -5938)] })
    expect([await held(), await stock(pads)]).toEqual([10_000, 10_000])
    expect(await shop.get('pos.sale', { saleId: sale.id }, owner)).toMatchObject({ declinedMinor: 0 })
    await shop.get('pos.invoice', { saleId: sale.id, customerId }, owner)
    expect(await invoiceOf(sale)).toMatchObject({ dueMinor: 0 })
    expect(await account()).toMatchObject({ balanceMinor: 0 })
  })

  it('POS-RETURN POS-2: only what was declined is set off, part by part; what was paid goes out as money', async () => {
    const { shop, owner, sell, refusedSale, line, pads, customerId, decline, account, invoiceOf, cash: held } = await openDeclined()
    const [sale, other] = [
      await sell({ lines: [line(pads, 3000, 4990)], payments: [on('card', 8000), cash(9814)] }),
      await sell({ lines: [line(pads, 1000, 4990)], payments: [on('card', 938), cash(5000)] }),
    ]
    await decline(sale)
    await decline(other)
    const [lineId, otherId] = [firstOf(sale.lines).id, firstOf(other.lines).id]
    const declined = async ({ id }: Sale) => (await shop.get('pos.sale', { saleId: id }, owner)).declinedMinor
    await sell({ returns: [{ lineId, qtyMilli: 1000 }], payments: [on('card', -5938)] })
    expect([await declined(sale), await declined(other)]).toEqual([2062, 938])
    const both = [
      { lineId, qtyMilli: 1000 },
      { lineId: otherId, qtyMilli: 1000 },
    ]
    expect(await refusedSale({ returns: both, payments: [on('card', -3001), cash(-8875)] })).toMatchObject({ code: 'pos.wrongTender', amountMinor: -3000 })
    await sell({ returns: both, payments: [on('card', -3000), cash(-8876)] })
    expect([await declined(sale), await declined(other)]).toEqual([0, 0])
    await sell({ returns: [{ lineId, qtyMilli: 1000 }], payments: [cash(-5938)] })
    expect(await held()).toBe(10_000)
    await shop.get('pos.invoice', { saleId: sale.id, customerId }, owner)
    expect(await invoiceOf(sale)).toMatchObject({ dueMinor: 0 })
    await account()
  })

  it('POS-RETURN: goods that came back for cash before the terminal declined are still claimed; a named customer’s are set off on the account', async () => {
    const { shop, owner, sell, ofPads, customerId, decline, account, invoiceOf } = await openDeclined()
    const early = await sell({ lines: ofPads, payments: [on('card', 5938)] })
    await sell({ returns: [{ lineId: firstOf(early.lines).id, qtyMilli: 1000 }], payments: [cash(-5938)] })
    await decline(early)
    await shop.get('pos.invoice', { saleId: early.id, customerId }, owner)
    expect(await invoiceOf(early)).toMatchObject({ dueMinor: 5938 })
    const named = await sell({ customerId, lines: ofPads, payments: [on('card', 5938)] })
    await decline(named)
    await sell({ customerId, returns: [{ lineId: firstOf(named.lines).id, qtyMilli: 1000 }], payments: [on('account', -5938)] })
    expect(await account()).toMatchObject({ balanceMinor: 5938, open: [{ saleNumber: early.number }], free: [] })
  })
})
