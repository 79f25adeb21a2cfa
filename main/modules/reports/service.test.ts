import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import * as sheetjs from '@e965/xlsx'
import { afterAll, describe, expect, it } from 'vitest'
import { rmSync } from 'node:fs'
import { addDays, DAY_MS, type LocalDate } from '#shared/kernel/time.ts'
import { FIGURES, type Grouping, type Report, REPORT_NAMES, type ReportName, REPORTS } from '#shared/modules/reports/model.ts'
import { addsUp, figureOf } from '#shared/modules/reports/rules.ts'
import { temporaryFolder } from '#tests/support/core.ts'
import { saleId } from '#tests/support/counter.ts'
import { signedIn } from '#tests/support/people.ts'
import { happening, type Happening, HOUR_COST_MINOR, openTraded } from '#tests/support/trade.ts'

type Shop = Awaited<ReturnType<typeof openTraded>>
const ALL_YEAR = { fromOn: '2026-01-01', toOn: '2026-12-31' }
/** A week that says something of everything. */
const WEEK: Happening[] = [
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
  {
    act: 'sale',
    back: 0,
    depositMinor: 5000,
    lines: [
      { what: 'oil', qty: 3, priceMinor: 1295, discountBp: 0, by: null },
      { what: 'fee', qty: 1, priceMinor: 300, discountBp: 0, by: null },
    ],
  },
  { act: 'job', minutes: 30, discountMinor: 0, end: 'void', lines: [{ what: 'labor', qty: 1, priceMinor: 9000, discountBp: 0, by: null }] },
  { act: 'till', counted: 12_345 },
  { act: 'days', days: 3 },
  {
    act: 'job',
    minutes: 120,
    discountMinor: 0,
    end: 'warranty',
    lines: [
      { what: 'labor', qty: 1, priceMinor: 9000, discountBp: 0, by: null },
      { what: 'pads', qty: 2, priceMinor: 4990, discountBp: 0, by: null },
    ],
  },
  { act: 'sale', back: 1, depositMinor: 0, lines: [{ what: 'pads', qty: 1, priceMinor: 4990, discountBp: 0, by: null }] },
]

async function recordsOf({ shop, owner }: Shop, report: ReportName, by: Grouping, key?: string, period = ALL_YEAR) {
  const rows: { id: string; values: (number | null)[] }[] = []
  let after: string | undefined
  do {
    const page = await shop.get(
      'reports.records',
      { report, by, ...period, limit: 3, ...(key !== undefined && { key }), ...(after !== undefined && { after }) },
      owner,
    )
    rows.push(...page.rows)
    after = page.next ?? undefined
  } while (after !== undefined)
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
  return rows
}
const sumAt = (rows: readonly { values: (number | null)[] }[], index: number) => rows.reduce((sum, { values }) => sum + (values[index] ?? 0), 0)

/** Every figure of every report under every grouping, beside the records behind it. Holds RPT-1. */
async function checkFigures(traded: Shop): Promise<void> {
  for (const name of REPORT_NAMES) {
    const report: Report = REPORTS[name]
    for (const by of report.by) {
      const table = await traded.shop.get('reports.table', { report: name, by, ...ALL_YEAR }, traded.owner)
      expect(table.figures.length).toBeGreaterThan(0)
      const everything = await recordsOf(traded, name, by)
      const behind = new Map<string, Awaited<ReturnType<typeof recordsOf>>>()
      for (const { key } of table.rows) behind.set(key, await recordsOf(traded, name, by, key))
      for (const [index, figure] of table.figures.entries()) {
        const said = `${name} by ${by}: ${figure}`
        if (!addsUp(figure)) {
          // A rate or an average is the quotient of what its own records sum to.
          const sumsOf = (rows: Parameters<typeof sumAt>[0]) => Object.fromEntries(table.figures.map((one, i) => [one, sumAt(rows, i)]))
          expect(figureOf(figure, sumsOf(everything)), `${said}, all records`).toBe(table.totals[index])
          for (const { key, values } of table.rows) expect(figureOf(figure, sumsOf(behind.get(key) ?? [])), `${said}, ${key}`).toBe(values[index])
          continue
        }
        expect(sumAt(table.rows, index), said).toBe(table.totals[index])
        expect(sumAt(everything, index), `${said}, all records`).toBe(table.totals[index])
        for (const { key, values } of table.rows) expect(sumAt(behind.get(key) ?? [], index), `${said}, ${key}`).toBe(values[index])
      }
    }
  }
}

const rawOf = ({ shop }: Pick<Shop, 'shop'>) => shop.platform.store.connection.raw

/** What the documents themselves say. */
function documentsOf(traded: Shop) {
  const raw = rawOf(traded)
  const sum = (sql: string) => raw.prepare(`SELECT coalesce(sum(x), 0) FROM (${sql})`).pluck().get() as number // a sum
  const taxes = raw
    .prepare(
      `SELECT rate, sum(base) AS base, sum(tax) AS tax FROM (
        SELECT t.value ->> 'rateBp' AS rate, t.value ->> 'baseMinor' AS base, t.value ->> 'taxMinor' AS tax FROM invoice, json_each(invoice.taxes) t WHERE state <> 'void' AND sale_id IS NULL
        UNION ALL SELECT t.value ->> 'rateBp', -(t.value ->> 'baseMinor'), -(t.value ->> 'taxMinor') FROM credit_note, json_each(credit_note.taxes) t
        UNION ALL SELECT t.value ->> 'rateBp', t.value ->> 'baseMinor', t.value ->> 'taxMinor' FROM sale, json_each(sale.taxes) t) GROUP BY rate HAVING sum(base) <> 0 OR sum(tax) <> 0 ORDER BY rate DESC`,
    )
    .all() as { rate: number; base: number; tax: number }[] // the columns named
  const categories = raw
    .prepare(
      `SELECT coalesce(item.category, '') AS category, sum(net) AS net, sum(tax) AS tax FROM (
        SELECT own.item_id, line.net_minor AS net, line.tax_minor AS tax FROM invoice_line line JOIN invoice ON invoice.id = line.invoice_id LEFT JOIN work_order_line own ON own.id = line.work_order_line_id WHERE state <> 'void' AND sale_id IS NULL
        UNION ALL SELECT own.item_id, -back.net_minor, -back.tax_minor FROM credit_note_line back JOIN invoice_line line ON line.id = back.invoice_line_id LEFT JOIN work_order_line own ON own.id = line.work_order_line_id
        UNION ALL SELECT item_id, net_minor, tax_minor FROM sale_line WHERE kind NOT IN ('deposit', 'account')) LEFT JOIN catalog_item AS item ON item.id = item_id
      GROUP BY 1 HAVING sum(net) <> 0 OR sum(tax) <> 0 ORDER BY 1`,
    )
    .all() as { category: string; net: number; tax: number }[] // the columns named
  return {
    categories: categories.map(({ category, net, tax }) => [category, net, tax, net + tax]),
    net: sum(
      "SELECT net_minor AS x FROM invoice WHERE state <> 'void' AND sale_id IS NULL UNION ALL SELECT -net_minor FROM credit_note UNION ALL SELECT net_minor FROM sale",
    ),
    tax: sum(
      "SELECT tax_minor AS x FROM invoice WHERE state <> 'void' AND sale_id IS NULL UNION ALL SELECT -tax_minor FROM credit_note UNION ALL SELECT tax_minor FROM sale",
    ),
    cost: sum(
      `SELECT -value_minor AS x FROM stock_move WHERE document_id IN (SELECT work_order_id FROM invoice WHERE state <> 'void') OR document_id IN (SELECT id FROM sale)
        UNION ALL SELECT CAST(round(worked_ms * ${HOUR_COST_MINOR} / 3600000.0) AS INTEGER) FROM work_order WHERE id IN (SELECT work_order_id FROM invoice WHERE state <> 'void')`,
    ),
    orders: sum("SELECT 1 AS x FROM (SELECT DISTINCT work_order_id FROM invoice WHERE state <> 'void' AND sale_id IS NULL)"),
    hours: sum(
      "SELECT qty_milli AS x FROM invoice_line JOIN invoice ON invoice.id = invoice_id WHERE kind = 'labor' AND state <> 'void' AND sale_id IS NULL UNION ALL SELECT -c.qty_milli FROM credit_note_line c JOIN invoice_line l ON l.id = c.invoice_line_id WHERE l.kind = 'labor'",
    ),
    tills: ['1', 'expected_minor', 'counted_minor', 'counted_minor - expected_minor'].map((x) => sum(`SELECT ${x} AS x FROM till WHERE state = 'closed'`)),
    worth: sum('SELECT value_minor AS x FROM stock_level'),
    due: sum('SELECT due_minor AS x FROM invoice_open'),
    taxes: taxes.map(({ rate, base, tax }) => [String(rate), base, tax]),
  }
}

describe('reports', () => {
  it('RPT-1 RPT-CORE: in random shops every figure of every report is the sum, or the quotient of the sums, of the records behind it, and what the documents say', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 3, maxLength: 9 }), async (happenings) => {
        const traded = await openTraded(happenings)
        const { shop, owner } = traded
        const totals = async (report: ReportName, by?: Grouping) => (await shop.get('reports.table', { report, by, ...ALL_YEAR }, owner)).totals
        const said = documentsOf(traded)
        expect((await totals('profit')).slice(0, 3)).toEqual([said.net, said.cost, said.net - said.cost])
        expect(await totals('tax')).toEqual([said.net, said.tax, said.net + said.tax])
        expect((await totals('sales')).slice(1)).toEqual([said.net, said.tax, said.net + said.tax])
        expect((await totals('orders'))[0]).toBe(said.orders)
        expect(await totals('tills')).toEqual(said.tills)
        expect((await totals('stock'))[1]).toBe(said.worth)
        expect((await totals('dues'))[1]).toBe(said.due)
        expect((await totals('labor'))[0]).toBe(said.hours)
        const rates = await shop.get('reports.table', { report: 'tax', by: 'rate', ...ALL_YEAR }, owner)
        expect(rates.rows.filter(({ values }) => values[0] !== 0 || values[1] !== 0).map(({ key, values }) => [key, values[0], values[1]])).toEqual(said.taxes)
        const sales = await shop.get('reports.table', { report: 'sales', by: 'category', ...ALL_YEAR }, owner)
        expect(sales.rows.map(({ key, values }) => [key, ...values])).toEqual(said.categories)
        await checkFigures(traded)
        await shop.shutdown()
      }),
      { numRuns: 6 },
    )
  }, 120_000)

  it('RPT-SHOP HR-SALESREP: sales, profit, labour rate, cars, hours, tax and tills of a known week', async () => {
    const traded = await openTraded(WEEK)
    const { shop, owner } = traded
    const table = (report: ReportName, by?: Grouping, own: object = {}) => shop.get('reports.table', { report, by, ...ALL_YEAR, ...own }, owner)
    // Parts for 122.00 and three and a half hours of Tom for 140.00. 180.00 labour, 46.02 pads, 51.80 oil, less 5.00; oil and fee for 41.85; pads under no warranty 99.80, and labour under one; pads for 49.90 less a returned litre of oil.
    const sales = await table('sales', 'day')
    const taxOn = (on: string) =>
      rawOf(traded)
        .prepare(
          "SELECT sum(tax) FROM (SELECT tax_minor AS tax FROM invoice WHERE issued_on = @on AND state <> 'void' UNION ALL SELECT tax_minor FROM sale WHERE sold_on = @on)",
        )
        .pluck()
        .get({ on }) as number // a sum
    expect(sales.rows.map(({ key, values: [documents, net, tax] }) => [key, documents, net, tax])).toEqual([
      ['2026-03-02', 2, 27_282 + 4185, taxOn('2026-03-02')],
      ['2026-03-05', 2, 9980 + 4990 - 1295, taxOn('2026-03-05')],
    ])
    expect((await table('sales', 'month')).rows.map(({ key }) => key)).toEqual(['2026-03'])
    expect((await table('sales', 'week')).rows.map(({ key }) => key)).toEqual(['2026-03-02'])
    expect((await table('sellers')).rows).toMatchObject([
      { label: 'Ada Owner', values: [4, sales.totals[1], expect.any(Number), 26_200, (sales.totals[1] ?? 0) - 26_200, expect.any(Number)] },
    ])
    const labor = await table('labor', 'technician')
    expect(labor.rows.map(({ label, values }) => [label, values[0]])).toEqual(
      expect.arrayContaining([
        ['Una', 2000],
        ['Tom', 1000],
      ]),
    )
    const orders = await table('orders', 'month')
    expect(orders.totals).toEqual([2, 27_282 + 9980, (27_282 + 9980) / 2])
    const hours = await table('hours')
    expect(hours.rows.map(({ label, values }) => [label, values[0], values[1]])).toEqual([
      ['Tom', 1000, (90 + 30 + 120) * 60_000],
      ['Una', 2000, 0],
    ])
    const tills = await table('tills', 'day')
    expect(tills.rows).toMatchObject([{ key: '2026-03-02', values: [1, expect.any(Number), 12_345, expect.any(Number)] }])
    expect(tills.totals[3]).toBe(12_345 - (tills.totals[1] ?? 0))
    const dues = await table('dues')
    expect(dues.totals).toEqual([2, rawOf(traded).prepare("SELECT sum(total_minor) FROM invoice WHERE state <> 'void'").pluck().get()])
    expect((await table('stock', 'place')).rows).toMatchObject([{ label: 'Shelf' }])
    // The least profitable first; each stands for one document.
    const jobs = await table('profit', 'job')
    expect(jobs.rows).toHaveLength(4)
    expect(jobs.rows.map(({ values }) => values[2])).toEqual(jobs.rows.map(({ values }) => values[2]).toSorted((a, b) => Number(a) - Number(b)))
    // Narrowed to one technician: his parts of the documents, which are not counted.
    const unas = (await table('sales', 'technician')).rows.find(({ label }) => label === 'Una')?.values[0] ?? 0
    const toms = await table('sales', 'day', { technicianId: traded.tom })
    expect([toms.figures, toms.totals[0]]).toEqual([['net', 'tax', 'gross'], 27_282 + 9980 - unas])
    expect((await table('sales', 'kind')).figures).not.toContain('documents')
  })

  it('RPT-1: a voided invoice leaves the figures, an order that is invoiced again comes back once', async () => {
    const traded = await openTraded(WEEK.slice(0, 1))
    const { shop, owner } = traded
    const net = async () => (await shop.get('reports.table', { report: 'orders', by: 'day', ...ALL_YEAR }, owner)).totals.slice(0, 2)
    expect(await net()).toEqual([1, 27_282])
    const [row] = (await shop.get('invoicing.list', {}, owner)).rows
    if (!row?.workOrderId) throw new Error('an order was invoiced')
    await shop.get('invoicing.voidInvoice', { invoiceId: row.id, reason: 'wrong name' }, owner)
    expect(await net()).toEqual([0, 0])
    expect(rawOf(traded).prepare('SELECT count(*) FROM report_day').pluck().get()).toBe(0)
    await shop.get('invoicing.issue', { workOrderId: row.workOrderId }, owner)
    expect(await net()).toEqual([1, 27_282])
  })

  it('RPT-1: a credit note is taken off on its own day; an order invoiced in parts is one car, and each line has its technician and its cost', async () => {
    const traded = await openTraded([
      {
        act: 'job',
        minutes: 60,
        discountMinor: 0,
        end: 'inParts',
        lines: [
          { what: 'pads', qty: 2, priceMinor: 4990, discountBp: 0, by: 'una' },
          { what: 'pads', qty: 1, priceMinor: 4990, discountBp: 0, by: 'tom' },
        ],
      },
      { act: 'job', minutes: 60, discountMinor: 0, end: 'credit', lines: [{ what: 'labor', qty: 2, priceMinor: 9000, discountBp: 0, by: 'una' }] },
    ])
    const { shop, owner } = traded
    const of = async (report: ReportName, by: Grouping) =>
      (await shop.get('reports.table', { report, by, ...ALL_YEAR }, owner)).rows.map(({ key, label, values }) => [label ?? key, ...values])
    expect(await of('orders', 'day')).toEqual([
      ['2026-03-02', 2, 3 * 4990 + 18_000, Math.round((3 * 4990 + 18_000) / 2)],
      ['2026-03-03', 0, -9000, null],
    ])
    expect((await of('profit', 'technician')).map(([name, net, cost]) => [name, net, cost])).toEqual(
      expect.arrayContaining([
        ['Una', 2 * 4990 + 9000, 4000],
        ['Tom', 4990, 2000 + 2 * HOUR_COST_MINOR],
      ]),
    )
    expect((await of('labor', 'technician')).map(([name, hours]) => [name, hours])).toEqual([['Una', 1000]])
    const [credit] = (await shop.get('reports.records', { report: 'sales', by: 'day', ...ALL_YEAR, key: '2026-03-03' }, owner)).rows
    expect(credit).toMatchObject({ kind: 'creditNote', name: 'Erika Muster' })
    await shop.get('invoicing.get', { invoiceId: credit?.opens as never }, owner)
  })

  it('RPT-1 POS-TILL: a till that was forgotten for weeks counts on the day on which it is closed', async () => {
    const traded = await openTraded([
      { act: 'days', days: 20 },
      { act: 'days', days: 20 },
      { act: 'till', counted: 20_000 },
    ])
    const table = await traded.shop.get('reports.table', { report: 'tills', by: 'day', ...ALL_YEAR }, traded.owner)
    const [row] = table.rows
    expect(row?.values[0]).toBe(1)
    const closedOn = row?.key as LocalDate
    const ofDay = await traded.shop.get(
      'reports.records',
      { report: 'tills', by: 'day', key: closedOn, fromOn: closedOn, toOn: closedOn, limit: 5 },
      traded.owner,
    )
    expect(ofDay.rows.map(({ values }) => values)).toEqual([row?.values])
  })

  it('RPT-CORE: what cannot be asked is refused with its reason; a row that does not exist has no records', async () => {
    const { shop, owner } = await openTraded(WEEK.slice(0, 2))
    const of = { report: 'tax' as const, ...ALL_YEAR }
    expect(await shop.refused('reports.table', { ...of, by: 'technician' }, owner)).toMatchObject({ code: 'reports.unknownGrouping' })
    expect(await shop.refused('reports.table', { ...of, fromOn: '2026-05-01', toOn: '2026-04-30' }, owner)).toMatchObject({ code: 'reports.wrongPeriod' })
    expect(await shop.refused('reports.table', { ...of, fromOn: '1990-05-01' }, owner)).toMatchObject({ code: 'reports.wrongPeriod' })
    const [technician] = (await shop.get('reports.people', {}, owner)).technicians
    expect(await shop.refused('reports.table', { ...of, technicianId: technician?.id }, owner)).toMatchObject({ code: 'reports.unknownFilter' })
    for (const key of ['nonsense', '2026-13', ''])
      expect((await shop.get('reports.records', { report: 'sales', by: 'month', ...ALL_YEAR, key }, owner)).rows).toEqual([])
  })
})

describe('plans', () => {
  it('QA-PERF DB-INDEX: rows come from the sums per day, records out of an index in their order, whatever is asked', async () => {
    const traded = await openTraded(WEEK)
    const { shop, owner } = traded
    const raw = rawOf(traded)
    const prepare = raw.prepare.bind(raw)
    const seen = new Set<string>()
    Object.assign(raw, { prepare: (sql: string) => (seen.add(sql), prepare(sql)) })
    const stepsOf = async (ask: () => Promise<unknown>) => {
      seen.clear()
      await ask()
      return [...seen].flatMap((sql) =>
        (
          prepare(`EXPLAIN QUERY PLAN ${sql}`).all(
            ...(/[@]\w/.test(sql) ? [Object.fromEntries([...sql.matchAll(/@(\w+)/g)].map(([, name]) => [name, 1]))] : (sql.match(/\?/g) ?? []).map(() => 1)),
          ) as { detail: string }[]
        ).map(({ detail }) => detail),
      ) // SQLite's own columns
    }
    // What a statement has made for itself is small.
    const scans = (steps: readonly string[]) =>
      steps.filter(
        (step) =>
          /^SCAN (document|part|day|report_document|report_part|report_day|invoice|sale|sale_line|invoice_line|work_order|payment|till)\b(?! USING (COVERING )?INDEX)/.test(
            step,
          ) && !steps.some((other) => /^(CO-ROUTINE|MATERIALIZE) document/.test(other) && step === 'SCAN document'),
      )
    for (const report of ['sales', 'profit', 'hours', 'tills', 'dues'] as const)
      for (const by of REPORTS[report].by)
        expect(scans(await stepsOf(() => shop.get('reports.table', { report, by, ...ALL_YEAR }, owner))), `${report} by ${by}`).toEqual([])
    const narrowed = {
      user: { userId: (await shop.get('reports.people', {}, owner)).users[0]?.id },
      technician: { technicianId: traded.tom },
      kind: {},
      day: {},
      location: { locationId: traded.locationId },
    }
    for (const [by, filter] of Object.entries(narrowed))
      for (const after of [undefined, JSON.stringify(['2026-06-01', 1])]) {
        const steps = await stepsOf(() =>
          shop.get('reports.records', { report: 'sales', by: by as Grouping, ...ALL_YEAR, ...filter, ...(after !== undefined && { after }) }, owner),
        ) // keys of the object above
        expect(scans(steps), by).toEqual([])
        expect(
          steps.filter((step) => step.includes('TEMP B-TREE')),
          by,
        ).toEqual([])
      }
  })
})

describe('files', () => {
  it('RPT-CORE RPT-SHOP: hold the rows or the records in whole units, sum to the figure, and no cell is a formula', async () => {
    const traded = await openTraded(WEEK)
    const { shop, owner } = traded
    await shop.get('customers.update', { customerId: traded.customer.id, name: '=1+1' }, owner)
    await shop.get(
      'pos.sell',
      {
        saleId: saleId(),
        customerId: traded.customer.id,
        lines: [{ itemId: null, description: 'gift', qtyMilli: 1000, unitPriceMinor: 0 }],
        payments: [],
      },
      owner,
    )
    const asked = { report: 'sales' as const, by: 'day' as const, ...ALL_YEAR }
    const { totals } = await shop.get('reports.table', asked, owner)
    const file = await shop.get('reports.export', { ...asked, what: 'records' }, owner)
    expect(file).toMatchObject({ fileName: 'sales-2026-01-01-2026-12-31.csv', isCut: false, rows: 5 })
    const rows = parse(Buffer.from(file.base64, 'base64').toString(), { columns: true, bom: true }) as Record<string, string>[] // named by its first line
    expect(Math.round(rows.reduce((sum, row) => sum + Number(row['net']), 0) * 100)).toBe(totals[1])
    for (const row of rows) expect(row['name']).not.toMatch(/^[=+\-@]/)
    expect(rows.map((row) => row['name'])).toContain("'=1+1")
    const book = sheetjs.read(Buffer.from((await shop.get('reports.export', { ...asked, format: 'xlsx' }, owner)).base64, 'base64'))
    const cells = sheetjs.utils.sheet_to_json<Record<string, number>>(book.Sheets['sales'] ?? {})
    expect(Math.round(cells.reduce((sum, row) => sum + Number(row['net']), 0) * 100)).toBe(totals[1])
  })
})

describe('boards', () => {
  it('DASH-OWNER: yesterday and the month beside what was before, what is owed, who sold; the same figures as the reports', async () => {
    const traded = await openTraded([...WEEK, { act: 'days', days: 1 }])
    const { shop, owner } = traded
    const board = await shop.get('reports.owner', {}, owner)
    const yesterday = addDays('2026-03-05', 0)
    const of = async (report: ReportName, period: { fromOn: string; toOn: string }) => (await shop.get('reports.table', { report, ...period }, owner)).totals
    expect(board.computedAt).toBe(shop.clock.at)
    expect(board.yesterday.now).toMatchObject({ fromOn: yesterday, net: (await of('sales', { fromOn: yesterday, toOn: yesterday }))[1], orders: 1 })
    const month = { fromOn: '2026-03-01', toOn: yesterday }
    expect(board.month.now).toMatchObject({
      ...month,
      net: (await of('sales', month))[1],
      profit: (await of('profit', month))[2],
      difference: (await of('tills', month))[3],
    })
    expect(board.month.before).toMatchObject({ fromOn: '2026-02-01', toOn: '2026-02-05', net: 0, perOrder: null })
    expect([board.dues.count, board.dues.due]).toEqual(await of('dues', month))
    expect(board.sellers.map(({ net }) => net)).toEqual([board.month.now.net + board.today.net])
    expect(board.days).toHaveLength(30)
    expect(board.days.reduce((sum, { net }) => sum + net, 0)).toBe(board.month.now.net)
  })

  it('DASH-WORKSHOP: bays, jobs by state, what is late, hours sold and worked', async () => {
    const traded = await openTraded(WEEK.slice(0, 1))
    const { shop, owner, locationId, bay2, una } = traded
    const { order } = await traded.open({ bayId: bay2, technicianId: una })
    await shop.get('workOrders.update', { workOrderId: order.id, promisedAt: shop.clock.at + 1000 }, owner)
    await shop.get('workOrders.start', { workOrderId: order.id }, owner)
    shop.clock.at += 60_000
    const board = await shop.get('reports.workshop', { locationId }, owner)
    expect(board).toMatchObject({
      bays: expect.arrayContaining([
        { name: 'free', count: 1 },
        { name: 'occupied', count: 1 },
      ]),
      jobs: [{ name: 'inProgress', count: 1 }],
      lateCount: 1,
      late: [{ number: order.number, plate: 'B-EM 123', customer: 'Erika Muster', technician: 'Una' }],
      soldHours: 2000,
    })
    expect(board.technicians.map(({ name, hours }) => [name, hours])).toEqual([
      ['Tom', 0],
      ['Una', 2000],
    ])
    expect(board.workedMs).toBe(board.technicians.reduce((sum, { atWorkMs }) => sum + atWorkMs, 0))
    expect(await shop.refused('reports.workshop', { locationId: order.id as never }, owner)).toMatchObject({ code: 'reports.unknownLocation' })
  })

  it('DASH-ADMIN: users, vehicles and jobs add up, beside devices, backups and what has failed', async () => {
    const { shop, owner } = await openTraded(WEEK)
    const { raw } = shop.platform.store.connection
    const board = await shop.get('reports.admin', {}, owner)
    const sum = (rows: readonly { count: number }[]) => rows.reduce((total, { count }) => total + count, 0)
    expect([sum(board.users.byRole), sum(board.jobs.byState)]).toEqual([board.users.total, board.jobs.total])
    expect(board.jobs.byState).toEqual(
      expect.arrayContaining(
        raw.prepare('SELECT state AS name, count(*) AS count FROM work_order WHERE deleted = 0 GROUP BY state').all() as { name: string; count: number }[],
      ),
    ) // the columns named
    expect(board.vehicles).toEqual({ total: 1, inShop: 1 })
    expect(board).toMatchObject({ computedAt: shop.clock.at, failedJobs: 0, link: { state: 'off', pending: 0 } })
  })

  it('AUTH-RBAC: figures of money are for owners and managers, the floor is for everybody who works on it', async () => {
    const { shop, owner, locationId } = await openTraded([])
    const technician = (await signedIn(Object.assign(shop, { owner }), 'technician')).token
    expect(await shop.refused('reports.owner', {}, technician)).toMatchObject({ code: 'platform.notAllowed', needs: 'reports.read' })
    expect(await shop.refused('reports.table', { report: 'sales', ...ALL_YEAR }, technician)).toMatchObject({ code: 'platform.notAllowed' })
    expect(await shop.refused('reports.admin', {}, technician)).toMatchObject({ needs: 'reports.admin' })
    await shop.get('reports.workshop', { locationId }, technician)
  })
})

describe('off the writing thread', () => {
  const folder = temporaryFolder()
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  it('RPT-CORE A-OFFLINE: a database on disk is read by a thread of its own, and windows hear of what it read', async () => {
    const traded = await openTraded(WEEK.slice(0, 2), { config: { dataDir: folder }, file: `${folder}/bayline.db` })
    const { shop, owner } = traded
    const answer = await shop.ask('reports.table', { report: 'sales', by: 'kind', ...ALL_YEAR }, owner)
    expect(answer).toMatchObject({ ok: true, value: { waiting: 0, rows: expect.arrayContaining([expect.objectContaining({ key: 'labor' })]) } })
    expect(answer.ok && answer.reads).toEqual(expect.arrayContaining(['report_day', 'report_queue']))
    await checkFigures(traded)
    shop.clock.at += DAY_MS
    await shop.shutdown()
  }, 60_000)
})

it('RPT-CORE: every figure has a unit, and every report draws one of its figures', () => {
  for (const name of REPORT_NAMES) {
    const report: Report = REPORTS[name]
    expect(report.figures).toContain(report.chart)
    for (const figure of report.figures) expect(FIGURES[figure]).toBeDefined()
  }
})
