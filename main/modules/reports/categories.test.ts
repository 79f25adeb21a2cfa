import { expect, it } from 'vitest'
import type { ReportName } from '#shared/modules/reports/model.ts'
import { saleId } from '#tests/support/counter.ts'
import { HOUR_COST_MINOR, openTraded } from '#tests/support/trade.ts'

const ALL_YEAR = { fromOn: '2026-01-01', toOn: '2026-12-31' }

it('RPT-CORE INV-CATEGORY: sales and profit by category of the catalogue, of one seller or technician too; what was sold goes along when its item or its category is moved', async () => {
  const traded = await openTraded([
    {
      act: 'job',
      minutes: 90,
      discountMinor: 500,
      end: 'invoice',
      lines: [
        { what: 'labor', qty: 2, priceMinor: 9000, discountBp: 0, by: 'una' },
        { what: 'pads', qty: 1, priceMinor: 4990, discountBp: 777, by: null },
        { what: 'oil', qty: 4, priceMinor: 1295, discountBp: 0, by: 'tom' },
      ],
    },
    { act: 'days', days: 3 },
    { act: 'sale', back: 0, depositMinor: 5000, lines: [{ what: 'pads', qty: 1, priceMinor: 4990, discountBp: 0, by: null }] },
  ])
  const { shop, owner, pads, oil } = traded
  const by = async (own: object = {}, report: ReportName = 'sales') =>
    (await shop.get('reports.table', { report, by: 'category', ...ALL_YEAR, ...own }, owner)).rows.map(({ key, values: [net, cost] }) =>
      report === 'profit' ? [key, net, cost] : [key, net],
    )
  const net = async (own: object = {}) => (await shop.get('reports.table', { report: 'sales', ...ALL_YEAR, ...own }, owner)).totals.at(-3)
  const whole = await by()
  expect(whole.map(([key]) => key)).toEqual(['', 'Brakes > Pads'])
  expect(whole.reduce((sum, [, value]) => sum + Number(value), 0)).toBe(await net())
  // Goods cost what they did; oil and labour have no category.
  expect((await by({}, 'profit')).map(([key, , cost]) => [key, cost])).toEqual([
    ['', 4 * 700 + 1.5 * HOUR_COST_MINOR],
    ['Brakes > Pads', 2 * 2000],
  ])
  const [user] = (await shop.get('reports.people', {}, owner)).users
  expect(await by({ userId: user?.id })).toEqual(whole)
  const toms = await by({ technicianId: traded.tom })
  expect(toms.reduce((sum, [, value]) => sum + Number(value), 0)).toBe(await net({ technicianId: traded.tom }))
  expect(toms).not.toEqual(whole)

  // Labour of the catalogue moves nothing in stock: its jobs and sales are found, too.
  const wash = await shop.get('catalog.create', { name: 'Wash', sku: 'WASH', kind: 'service', priceMinor: 2500, taxRateBp: 0 }, owner)
  await shop.get(
    'pos.sell',
    {
      saleId: saleId(),
      lines: [{ itemId: wash.id, description: 'Wash', qtyMilli: 1000, unitPriceMinor: 2500 }],
      payments: [{ method: 'cash', amountMinor: 2500 }],
    },
    owner,
  )
  await shop.get('catalog.update', { itemId: wash.id, category: 'Care' }, owner)
  expect(await by()).toEqual([whole[0], whole[1], ['Care', 2500]])
  await shop.get('catalog.update', { itemId: oil, category: 'Fluids' }, owner)
  await shop.get('catalog.moveCategory', { from: 'Brakes', to: 'Safety' }, owner)
  const moved = await by()
  expect(moved.map(([key]) => key)).toEqual(['', 'Care', 'Fluids', 'Safety > Pads'])
  expect(moved.at(-1)?.[1]).toBe(whole[1]?.[1])
  await shop.get('catalog.update', { itemId: pads, category: '' }, owner)
  expect((await by()).map(([key]) => key)).toEqual(['', 'Care', 'Fluids'])
  // A row of the table opens its documents.
  const { rows } = await shop.get('reports.records', { report: 'sales', by: 'category', key: 'Care', ...ALL_YEAR }, owner)
  expect(rows.map(({ kind, values: [sum] }) => [kind, sum])).toEqual([['sale', 2500]])
})
