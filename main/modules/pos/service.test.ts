import { describe, expect, it } from 'vitest'
import { firstOf, openCounter, saleId } from '#tests/support/counter.ts'
import { monday } from '#tests/support/workshop.ts'

const cash = (amountMinor: number, tenderedMinor?: number) => ({ method: 'cash' as const, amountMinor, ...(tenderedMinor !== undefined && { tenderedMinor }) })
const card = (amountMinor: number, reference = '') => ({ method: 'card' as const, amountMinor, reference })
const by = (method: 'transfer' | 'deposit' | 'account', amountMinor: number) => ({ method, amountMinor })

describe('POS-SALE: a sale at the counter', () => {
  it('POS-SALE POS-1: takes goods, money and stock in one deed, taxed like a work order', async () => {
    const { shop, owner, sell, line, pads, oil, fitting, stock, cash: held } = await openCounter()
    const done = await sell({
      lines: [line(pads, 2000, 4990), line(oil, 1500, 1295), line(fitting, 1000, 2500, { discountBp: 1000 }), line(null, 1000, 300, { description: 'Bag' })],
      payments: [cash(16_990, 20_000)],
    })
    // 9980 + 2250 + 300 = 12530 at 19 %; 1943 (1942.5 rounded) at 7 %.
    expect(done).toMatchObject({ netMinor: 14_473, taxMinor: 2381 + 136, totalMinor: 16_990, changeMinor: 3010, customerName: '', sellerName: 'Ada Owner' })
    expect(done.number).toMatch(/^[0-9A-Z]{4}-000001$/)
    expect(done.taxes).toEqual([
      { rateBp: 1900, baseMinor: 12_530, taxMinor: 2381 },
      { rateBp: 700, baseMinor: 1943, taxMinor: 136 },
    ])
    expect([await stock(pads), await stock(oil), await held()]).toEqual([8000, 18_500, 26_990])
    expect(await shop.get('pos.sale', { saleId: done.id }, owner)).toEqual(done)
    expect((await shop.get('pos.sales', { tillId: done.tillId }, owner)).rows).toMatchObject([{ id: done.id, totalMinor: 16_990 }])
    expect(await shop.get('pos.saleByNumber', { number: done.number.toLowerCase().replace('-', ' ') }, owner)).toEqual(done)
    expect(await shop.refused('pos.saleByNumber', { number: 'ZZZZ-000009' }, owner)).toMatchObject({ code: 'pos.unknownSale' })
  })

  it('POS-SALE POS-1: the same sale twice is one sale, whatever call brings it', async () => {
    const { shop, owner, sell, line, pads, stock, cash: held } = await openCounter()
    const id = saleId()
    const call = { lines: [line(pads, 1000, 4990)], payments: [cash(5938)] }
    const first = await sell(call, owner, id)
    expect(await sell(call, owner, id)).toEqual(first)
    const answers = await Promise.all([1, 2].map(() => shop.ask('pos.sell', { saleId: id, ...call }, owner, 'one-call-twice')))
    expect(answers.map((answer) => answer.ok && (answer.value as { number: string }).number)).toEqual([first.number, first.number])
    expect([await stock(pads), await held()]).toEqual([9000, 15_938])
  })

  it('POS-SALE POS-1: what is refused leaves nothing behind, no number and no movement', async () => {
    const { refusedSale, sell, line, pads, stock, cash: held } = await openCounter()
    const lines = [line(pads, 1000, 4990)]
    for (const payments of [[], [cash(5937)], [cash(5938), card(1, 'x')], [cash(6000, 5000)]])
      expect((await refusedSale({ lines, payments })).code).toMatch(/pos\.(tenderMismatch|wrongTender)/)
    expect(await refusedSale({ lines: [], payments: [] })).toMatchObject({ code: 'pos.emptySale' })
    expect(await refusedSale({ lines: [line(null, 1000, 1)], payments: [cash(1)] })).toMatchObject({ code: 'pos.descriptionNeeded' })
    expect(await refusedSale({ lines: [line(saleId() as never, 1000, 1)], payments: [cash(1)] })).toMatchObject({ code: 'pos.unknownItem' })
    expect(await refusedSale({ lines, customerId: saleId() as never, payments: [cash(5938)] })).toMatchObject({ code: 'pos.unknownCustomer' })
    expect(await refusedSale({ lines: [line(null, 100_000_000, 100_000_000_000, { description: 'x' })], payments: [cash(1)] })).toMatchObject({
      code: 'pos.amountTooLarge',
    })
    expect([await stock(pads), await held()]).toEqual([10_000, 10_000])
    expect((await sell({ lines, payments: [cash(5938)] })).number).toMatch(/-000001$/)
  })

  it('SEC-INPUT INV-MOVE POS-SALE: quantities beyond every limit, broken ones and none are refused at each door, and what is within never sums to nonsense', async () => {
    const { shop, owner, refusedSale, line, pads, placeId, stock } = await openCounter()
    const receive = (qtyMilli: unknown) =>
      shop.ask('inventory.receive', { placeId, lines: [{ itemId: pads, qtyMilli: qtyMilli as number, unitCostMinor: 1 }] }, owner)
    for (const qty of [0, -1000, 0.5, Number.MAX_SAFE_INTEGER, 1_000_000_001, '1000', null]) {
      const bad = { code: 'platform.badInput' }
      expect(await refusedSale({ lines: [line(pads, qty as number, 4990)], payments: [] })).toMatchObject(bad)
      expect(await receive(qty)).toMatchObject({ error: bad })
      expect(await shop.refused('pos.printLabels', { items: [{ itemId: pads, copies: qty as number }] }, owner)).toMatchObject(bad)
    }
    for (const deltaMilli of [0, 0.5, 1_000_000_001, -1_000_000_001])
      expect(await shop.refused('inventory.adjust', { itemId: pads, placeId, deltaMilli, note: 'x' }, owner)).toMatchObject({ code: 'platform.badInput' })
    const before = await stock(pads)
    for (let i = 0; i < 3; i++) expect((await receive(1_000_000_000)).ok).toBe(true)
    expect(await stock(pads)).toBe(before + 3_000_000_000)
  })

  it('POS-SALE POS-5: sells only into an open till', async () => {
    const { shop, owner, till, locationId, refusedSale, line, pads } = await openCounter()
    expect(await shop.refused('pos.openTill', { locationId, counts: [] }, owner)).toMatchObject({ code: 'pos.tillOpen', number: till.number })
    await shop.get('pos.closeTill', { tillId: till.id, counts: [] }, owner)
    expect(await refusedSale({ lines: [line(pads, 1000, 4990)], payments: [cash(5938)] })).toMatchObject({ code: 'pos.tillClosed' })
    expect(await shop.get('pos.till', {}, owner)).toBe(null)
    expect(await shop.refused('pos.openTill', { locationId: till.id as never, counts: [] }, owner)).toMatchObject({ code: 'pos.unknownLocation' })
  })

  it('POS-SALE: an exempt customer pays no tax', async () => {
    const { shop, owner, sell, line, pads } = await openCounter()
    const customer = await shop.get('customers.create', { name: 'Consulate', taxExempt: true }, owner)
    const done = await sell({ customerId: customer.id, lines: [line(pads, 1000, 4990)], payments: [by('transfer', 4990)] })
    expect(done).toMatchObject({ taxMinor: 0, totalMinor: 4990, customerName: 'Consulate', taxes: [{ rateBp: 0, baseMinor: 4990, taxMinor: 0 }] })
  })

  it('POS-SALE: a basket is parked and comes back once', async () => {
    const { shop, owner, locationId, pads } = await openCounter()
    const basket = {
      customerId: null,
      lines: [
        { itemId: pads, description: '', qtyMilli: 1000, unitPriceMinor: 4990, discountBp: 0, name: 'pads', unit: 'pc', listPriceMinor: 4990, taxRateBp: 1900 },
      ],
    }
    expect(await shop.refused('pos.park', { locationId, basket: { ...basket, lines: [] } }, owner)).toMatchObject({ code: 'pos.emptySale' })
    const waiting = await shop.get('pos.park', { locationId, label: 'Red Golf', basket }, owner)
    expect(await shop.get('pos.parked', { locationId }, owner)).toEqual([waiting])
    expect(await shop.get('pos.recall', { parkedId: waiting.id }, owner)).toMatchObject({ label: 'Red Golf', basket, lineCount: 1 })
    expect(await shop.get('pos.parked', { locationId }, owner)).toEqual([])
    expect(await shop.refused('pos.recall', { parkedId: waiting.id }, owner)).toMatchObject({ code: 'pos.unknownParked' })
  })
})

describe('discounts and sellers', () => {
  it('POS-SALE POS-7: a discount stays within its seller’s limit, also when it is hidden in the price', async () => {
    const { shop, owner, user, signIn, sell, refusedSale, line, pads } = await openCounter()
    await user('Cem', 'cashier')
    const cem = await signIn('Cem')
    const allowed = { lines: [line(pads, 1000, 4990, { discountBp: 1000 })], payments: [cash(5344)] }
    expect(await sell(allowed, cem)).toMatchObject({ netMinor: 4491, sellerName: 'Cem' })
    expect(await refusedSale({ ...allowed, lines: [line(pads, 1000, 4990, { discountBp: 1100 })] }, cem)).toMatchObject({
      code: 'pos.discountTooHigh',
      minMinor: 4491,
    })
    expect(await refusedSale({ ...allowed, lines: [line(pads, 1000, 4000)] }, cem)).toMatchObject({ code: 'pos.discountTooHigh' })
    await shop.get('pos.setPolicy', { discountBp: { ...(await shop.get('pos.policy', {}, owner)).discountBp, cashier: 5000 } }, owner)
    expect(await sell({ lines: [line(pads, 1000, 4990, { discountBp: 5000 })], payments: [cash(2969)] }, cem)).toMatchObject({ netMinor: 2495 })
  })

  it('POS-TILL POS-SALE: a PIN names the seller of one sale, and a manager steps in for a discount', async () => {
    const { shop, owner, user, signIn, refusedSale, line, pads } = await openCounter()
    const [cemId, miaId, tomId] = [await user('Cem', 'cashier'), await user('Mia', 'manager'), await user('Tia', 'technician')]
    for (const [userId, pin] of [
      [cemId, '1234'],
      [miaId, '8888'],
      [tomId, '5555'],
    ] as const)
      await shop.get('auth.setPin', { userId, pin }, owner)
    await shop.get('pos.setPolicy', { pinPerSale: true }, owner)
    const cem = await signIn('Cem')
    const cheap = { lines: [line(pads, 1000, 4990, { discountBp: 3000 })], payments: [cash(4157)] }
    const id = saleId()
    expect(await refusedSale(cheap, cem, id)).toMatchObject({ code: 'pos.pinNeeded' })
    expect(await shop.refused('pos.identify', { saleId: id, userId: cemId, pin: '9999' }, cem)).toMatchObject({ code: 'auth.wrongCredentials' })
    expect(await shop.refused('pos.identify', { saleId: id, userId: tomId, pin: '5555' }, cem)).toMatchObject({ code: 'pos.sellerNotAllowed' })
    expect(await shop.get('pos.identify', { saleId: id, userId: cemId, pin: '1234' }, cem)).toEqual({
      userId: cemId,
      name: 'Cem',
      role: 'cashier',
      discountBp: 1000,
    })
    expect(await refusedSale(cheap, cem, id)).toMatchObject({ code: 'pos.discountTooHigh' })
    await shop.get('pos.identify', { saleId: id, userId: miaId, pin: '8888' }, cem)
    expect(await shop.get('pos.sell', { saleId: id, ...cheap }, cem)).toMatchObject({ sellerName: 'Mia', sellerId: miaId })
    expect(await refusedSale(cheap, cem)).toMatchObject({ code: 'pos.pinNeeded' })
    const [entry] = (await shop.get('audit.list', { command: 'pos.sell' } as never, owner)).rows as { userName: string }[]
    expect(entry).toMatchObject({ userName: 'Mia' })
  })
})

describe('PAY-TENDER: several tenders', () => {
  it('PAY-TENDER POS-2: cash is rounded to the smallest coin, the rest is exact, and only cash gives change', async () => {
    const { shop, owner, sell, refusedSale, line, pads, cash: held } = await openCounter()
    await shop.get('pos.setPolicy', { cashStepMinor: 5 }, owner)
    const lines = [line(pads, 1000, 4990)]
    expect(await refusedSale({ lines, payments: [cash(5938)] })).toMatchObject({ code: 'pos.tenderMismatch', dueMinor: 5940 })
    expect(await sell({ lines, payments: [cash(5940, 6000)] })).toMatchObject({ totalMinor: 5938, roundingMinor: 2, changeMinor: 60 })
    expect(await sell({ lines, payments: [card(3000, 'T1'), cash(2940)] })).toMatchObject({ roundingMinor: 2, changeMinor: 0 })
    expect(await sell({ lines, payments: [card(5938, 'T2')] })).toMatchObject({ roundingMinor: 0 })
    expect(await sell({ lines, payments: [card(5937, 'T3')] })).toMatchObject({ roundingMinor: -1 })
    expect(await refusedSale({ lines, payments: [{ ...card(5938, 'T4'), tenderedMinor: 6000 }] })).toMatchObject({ code: 'pos.wrongTender' })
    expect(await held()).toBe(10_000 + 5940 + 2940)
  })

  it.each([
    ['CHF', 5],
    ['CZK', 100],
    ['EUR', 1],
    ['XAF', 1],
  ])('PAY-TENDER: in %s cash is rounded to the smallest coin in use, %i minor units, until the shop says otherwise', async (currency, step) => {
    const { shop, owner } = await openCounter()
    shop.platform.store.connection.raw.prepare('UPDATE company SET currency = ?').run(currency)
    expect((await shop.get('pos.policy', {}, owner)).cashStepMinor).toBe(step)
    await shop.get('pos.setPolicy', { cashStepMinor: 10 }, owner)
    expect((await shop.get('pos.policy', {}, owner)).cashStepMinor).toBe(10)
  })

  it('PAY-TENDER POS-6: a card without the terminal’s word is pending, bounded, aged, and settled once', async () => {
    const { shop, owner, customer, locationId, sell, refusedSale, line } = await openCounter()
    const worth = (net: number) => ({ lines: [line(null, 1000, net, { description: 'Battery' })], customerId: customer.id })
    const pending = await sell({ ...worth(20_000), payments: [card(23_800)] })
    expect(pending.payments).toMatchObject([{ method: 'card', standing: 'pending' }])
    expect(await refusedSale({ ...worth(25_000), payments: [card(29_750)] })).toMatchObject({ code: 'pos.cardExposure', maxMinor: 25_000 })
    await sell({ ...worth(20_000), payments: [card(23_800)] })
    expect(await refusedSale({ ...worth(3000), payments: [card(3570)] })).toMatchObject({ code: 'pos.cardExposure', maxMinor: 50_000, openMinor: 47_600 })
    expect(await sell({ ...worth(3000), payments: [card(3570, 'TX 9')] })).toMatchObject({ payments: [{ standing: 'approved' }] })
    await shop.get('pos.setPolicy', { cardAlarmHours: 1 }, owner)
    expect(await shop.get('pos.pendingCards', { locationId }, owner)).toMatchObject({ openMinor: 47_600, lateMinor: 0 })
    shop.clock.at = monday(10)
    expect(await shop.get('pos.pendingCards', { locationId }, owner)).toMatchObject({ openMinor: 47_600, lateMinor: 47_600, limitMinor: 50_000 })
    const [first, second] = (await shop.get('pos.pendingCards', { locationId }, owner)).rows
    if (!first || !second) throw new Error('two wait')
    expect(await shop.refused('pos.settleCard', { paymentId: first.paymentId, standing: 'approved' }, owner)).toMatchObject({ code: 'pos.referenceNeeded' })
    expect(await shop.get('pos.settleCard', { paymentId: first.paymentId, standing: 'approved', reference: 'TX 10' }, owner)).toMatchObject({
      standing: 'approved',
    })
    expect(await shop.refused('pos.settleCard', { paymentId: first.paymentId, standing: 'declined' }, owner)).toMatchObject({ code: 'pos.alreadySettled' })
    expect(await shop.refused('pos.settleCard', { paymentId: saleId() as never, standing: 'declined' }, owner)).toMatchObject({ code: 'pos.unknownPayment' })
    await shop.get('pos.settleCard', { paymentId: second.paymentId, standing: 'declined' }, owner)
    expect((await shop.get('pos.pendingCards', { locationId }, owner)).rows).toEqual([])
    // What was declined, the customer owes.
    expect(await shop.get('pos.balances', { customerId: customer.id }, owner)).toEqual({ depositMinor: 0, accountMinor: 23_800 })
    expect(await shop.get('pos.sale', { saleId: pending.id }, owner)).toMatchObject({ payments: [{ standing: 'approved', reference: 'TX 10' }] })
  })

  it('PAY-TENDER: a deposit is paid in and used up, an account is charged and paid off, by known customers only', async () => {
    const { shop, owner, customer, sell, refusedSale, line, pads } = await openCounter()
    const of = { customerId: customer.id }
    const balances = () => shop.get('pos.balances', of, owner)
    expect(await refusedSale({ depositMinor: 3000, payments: [cash(3000)] })).toMatchObject({ code: 'pos.customerNeeded' })
    const paidIn = await sell({ ...of, depositMinor: 3000, payments: [cash(3000)] })
    expect(paidIn).toMatchObject({ netMinor: 0, taxMinor: 0, advanceMinor: 3000, totalMinor: 3000, taxes: [] })
    const lines = [line(pads, 1000, 4990)]
    expect(await refusedSale({ ...of, lines, payments: [by('deposit', 5938)] })).toMatchObject({ code: 'pos.depositShort', balanceMinor: 3000 })
    expect(await refusedSale({ lines, payments: [by('account', 5938)] })).toMatchObject({ code: 'pos.customerNeeded' })
    await sell({ ...of, lines, payments: [by('deposit', 2500), by('account', 3438)] })
    expect(await balances()).toEqual({ depositMinor: 500, accountMinor: 3438 })
    expect(await refusedSale({ ...of, accountMinor: 4000, payments: [cash(4000)] })).toMatchObject({ code: 'pos.nothingOwed', owedMinor: 3438 })
    expect(await refusedSale({ ...of, accountMinor: 100, payments: [by('account', 100)] })).toMatchObject({ code: 'pos.wrongTender' })
    await sell({ ...of, accountMinor: 3438, payments: [card(3438, 'T')] })
    const [deposit] = paidIn.lines
    if (!deposit) throw new Error('a deposit is a line')
    expect(await refusedSale({ ...of, returns: [{ lineId: deposit.id, qtyMilli: 1000 }], payments: [cash(-3000)] })).toMatchObject({ code: 'pos.depositShort' })
    await sell({ ...of, returns: [{ lineId: deposit.id, qtyMilli: 100 }], payments: [cash(-300)] })
    expect(await balances()).toEqual({ depositMinor: 200, accountMinor: 0 })
  })
})

describe('POS-RETURN: what comes back', () => {
  it('POS-RETURN POS-3: parts of lines come back at what was charged, to the shelf they came from, and never too much', async () => {
    const { shop, owner, sell, refusedSale, line, pads, oil, stock, cash: held } = await openCounter()
    const bought = await sell({ lines: [line(pads, 3000, 3333, { discountBp: 500 }), line(oil, 1000, 1295)], payments: [cash(12_690)] })
    const [padsLine, oilLine] = bought.lines
    if (!padsLine || !oilLine) throw new Error('two lines')
    await shop.get('catalog.update', { itemId: pads, priceMinor: 9999, taxRateBp: 0 }, owner)
    const first = await sell({ returns: [{ lineId: padsLine.id, qtyMilli: 1000 }], payments: [cash(-3768)] })
    expect(first).toMatchObject({ netMinor: -3166, taxMinor: -602, totalMinor: -3768, lines: [{ returnsLineId: padsLine.id, qtyMilli: -1000 }] })
    expect(await shop.get('pos.sale', { saleId: bought.id }, owner)).toMatchObject({ lines: [{ leftMilli: 2000 }, { leftMilli: 1000 }] })
    const tooMuch = {
      returns: [
        { lineId: padsLine.id, qtyMilli: 1500 },
        { lineId: padsLine.id, qtyMilli: 501 },
      ],
      payments: [cash(-1)],
    }
    expect(await refusedSale(tooMuch)).toMatchObject({ code: 'pos.returnTooMuch', leftMilli: 2000 })
    expect(await stock(pads)).toBe(8000)
    // The rest, exchanged for oil at today's price.
    const rest = { returns: [{ lineId: padsLine.id, qtyMilli: 2000 }], lines: [line(oil, 2000, 1295)] }
    const exchange = await sell({ ...rest, payments: [cash(-(firstOf(bought.lines).netMinor + firstOf(bought.lines).taxMinor - 3768 - 2771))] })
    expect(exchange.lines.map(({ qtyMilli, position }) => [position, qtyMilli])).toEqual([
      [1, 2000],
      [2, -2000],
    ])
    expect(
      [first, exchange]
        .map(({ lines }) => lines.find(({ returnsLineId }) => returnsLineId))
        .reduce((sum, one) => sum + (one?.netMinor ?? 0) + (one?.taxMinor ?? 0), 0),
    ).toBe(-(padsLine.netMinor + padsLine.taxMinor))
    expect([await stock(pads), await stock(oil)]).toEqual([10_000, 17_000])
    expect(await held()).toBe(10_000 + 12_690 - 3768 + exchange.totalMinor)
    expect(await refusedSale({ returns: [{ lineId: padsLine.id, qtyMilli: 1 }], payments: [cash(-1)] })).toMatchObject({
      code: 'pos.returnTooMuch',
      leftMilli: 0,
    })
    const [moved] = (await shop.get('inventory.moves', { itemId: pads, limit: 1 }, owner)).rows
    expect(moved).toMatchObject({ reason: 'return', documentNumber: exchange.number, deltaMilli: 2000 })
  })

  it('POS-RETURN: money never goes back by a card that nobody can reach, nor out of a till that lacks it', async () => {
    const { shop, owner, sell, refusedSale, line, pads } = await openCounter()
    const bought = await sell({ lines: [line(pads, 3000, 4990)], payments: [card(17_814, 'T1')] })
    const returns = [{ lineId: firstOf(bought.lines).id, qtyMilli: 3000 }]
    expect(await refusedSale({ returns, payments: [card(-17_814)] })).toMatchObject({ code: 'pos.wrongTender' })
    expect(await refusedSale({ returns, payments: [cash(-17_814)] })).toMatchObject({ code: 'pos.tillShort' })
    expect(await refusedSale({ returns: [{ lineId: saleId() as never, qtyMilli: 1 }], payments: [] })).toMatchObject({ code: 'pos.unknownLine' })
    const back = await sell({ returns, payments: [card(-17_814, 'T1')] })
    expect(await refusedSale({ returns: [{ lineId: firstOf(back.lines).id, qtyMilli: 1 }], payments: [] })).toMatchObject({ code: 'pos.unknownLine' })
    expect(await shop.get('pos.xReport', { tillId: bought.tillId }, owner)).toMatchObject({ sales: 2, returns: 1, netMinor: 0, taxMinor: 0, totalMinor: 0 })
  })
})
