import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Sale } from '#shared/modules/pos/model.ts'
import { openCounter } from '#tests/support/counter.ts'

/** One thing that happens at the counter. */
const deed = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constant('sell' as const), pads: fc.nat(5), oilMilli: fc.nat(7333), discountBp: fc.nat(3000), byCash: fc.boolean() }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant('return' as const),
      which: fc.nat(),
      line: fc.nat(),
      share: fc.integer({ min: 1, max: 1000 }),
      byCash: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('move' as const), amountMinor: fc.integer({ min: -4000, max: 4000 }).filter((n) => n !== 0) }) },
)

describe('ledgers of the counter', () => {
  it('FIN-PRECISION POS-RETURN POS-2 POS-3 POS-4: after any sales, returns and cash movements stock, till and tax are the sums of what happened', async () => {
    const { shop, owner, till, pads, oil, line, stock, cash: held } = await openCounter()
    let expectedCash = 10_000
    const sold: Sale[] = []
    let [padsLeft, oilLeft] = [10_000, 20_000]
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 8 }), async (deeds) => {
        for (const one of deeds) {
          if (one.does === 'move') {
            const answer = await shop.ask('pos.moveCash', { amountMinor: one.amountMinor, reason: 'x' }, owner)
            if (answer.ok) expectedCash += one.amountMinor
            continue
          }
          // The screen knows the total; here the refusal tells it.
          const trade = async (
            basket: { lines?: ReturnType<typeof line>[]; returns?: { lineId: Sale['lines'][number]['id']; qtyMilli: number }[] },
            byCash: boolean,
          ) => {
            const saleId = crypto.randomUUID().replace(/^(.{14})4/, '$17') as Sale['id'] // a version 7 in form
            const asked = await shop.ask('pos.sell', { saleId, ...basket, payments: [] }, owner)
            if (asked.ok) return asked.value as unknown as Sale
            const amountMinor = asked.error['dueMinor'] as number | undefined
            if (asked.error.code !== 'pos.tenderMismatch' || amountMinor === undefined) return undefined
            const done = await shop.ask('pos.sell', { saleId, ...basket, payments: [{ method: byCash ? 'cash' : 'transfer', amountMinor }] }, owner)
            if (!done.ok) return undefined
            if (byCash) expectedCash += amountMinor
            return done.value as unknown as Sale
          }
          if (one.does === 'sell') {
            const lines = [
              ...(one.pads ? [line(pads, one.pads * 1000, 4990, { discountBp: one.discountBp })] : []),
              ...(one.oilMilli ? [line(oil, one.oilMilli, 1295)] : []),
            ]
            const done = lines.length === 0 ? undefined : await trade({ lines }, one.byCash)
            if (!done) continue
            sold.push(done)
            padsLeft -= one.pads * 1000
            oilLeft -= one.oilMilli
          } else {
            const original = sold[one.which % Math.max(1, sold.length)]
            const of = original?.lines[one.line % original.lines.length]
            if (!original || !of) continue
            const left = (await shop.get('pos.sale', { saleId: original.id }, owner)).lines.find(({ id }) => id === of.id)?.leftMilli ?? 0
            const qtyMilli = Math.ceil((left * one.share) / 1000)
            if (qtyMilli === 0) continue
            const back = await trade({ returns: [{ lineId: of.id, qtyMilli }] }, one.byCash)
            if (!back) continue
            if (of.itemId === pads) padsLeft += qtyMilli
            else oilLeft += qtyMilli
          }
        }
        expect([await stock(pads), await stock(oil), await held()]).toEqual([padsLeft, oilLeft, expectedCash])
      }),
      { numRuns: 40 },
    )

    // Everything comes back: what was charged was given back, to the cent, line by line and rate by rate.
    for (const { id } of sold) {
      const { lines } = await shop.get('pos.sale', { saleId: id }, owner)
      const returns = lines.filter(({ leftMilli }) => leftMilli > 0).map((one) => ({ lineId: one.id, qtyMilli: one.leftMilli }))
      if (returns.length === 0) continue
      const saleId = crypto.randomUUID().replace(/^(.{14})4/, '$17') as Sale['id'] // as above
      const asked = await shop.ask('pos.sell', { saleId, returns, payments: [] }, owner)
      if (!asked.ok) await shop.get('pos.sell', { saleId, returns, payments: [{ method: 'transfer', amountMinor: asked.error['dueMinor'] as number }] }, owner)
    }
    const report = await shop.get('pos.xReport', { tillId: till.id }, owner)
    expect(report).toMatchObject({ netMinor: 0, taxMinor: 0, totalMinor: 0, balanceMinor: expectedCash })
    expect(report.taxes.every(({ baseMinor, taxMinor }) => baseMinor === 0 && taxMinor === 0)).toBe(true)
    expect([await stock(pads), await stock(oil)]).toEqual([10_000, 20_000])
    expect(report.cash.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(expectedCash)
    expect(sold.length).toBeGreaterThan(20)
    expect((await shop.get('pos.verify', {}, owner)).map(({ fault }) => fault)).toEqual([null])
  }, 60_000)
})
