import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { happening, openTraded } from '#tests/support/trade.ts'

type Traded = Awaited<ReturnType<typeof openTraded>>
const rawOf = ({ shop }: Traded) => shop.platform.store.connection.raw
const kept = (raw: ReturnType<typeof rawOf>) => ({
  documents: raw.prepare('SELECT id, source, on_day, location_id, user_id, orders, net_minor, cost_minor FROM report_document ORDER BY id').all(),
  parts: raw
    .prepare(
      'SELECT d.id, p.kind, p.technician_id, p.rate_bp, p.category, p.net_minor, p.tax_minor, p.cost_minor, p.hours_milli FROM report_part p JOIN report_document d ON d.no = p.document_no ORDER BY 1, 2, 3, 4, 5',
    )
    .all(),
  days: raw.prepare('SELECT * FROM report_day ORDER BY 1, 2, 3, 4, 5, 6, 7').all(),
  categories: raw.prepare('SELECT * FROM report_category ORDER BY 1, 2, 3').all(),
})
const ALL = 'INSERT OR IGNORE INTO report_queue SELECT id FROM invoice UNION SELECT id FROM sale UNION SELECT id FROM credit_note'

describe('what is kept of documents', () => {
  it('RPT-2 RPT-CORE: is what their rows give anew at any time; the sums per day are those of the parts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 2, maxLength: 8 }), async (happenings) => {
        const traded = await openTraded(happenings)
        const { shop } = traded
        const raw = rawOf(traded)
        shop.platform.store.derive()
        const before = kept(raw)
        raw.exec(`DELETE FROM report_day; DELETE FROM report_category; DELETE FROM report_part; DELETE FROM report_document; ${ALL}`)
        shop.platform.store.announce(new Set())
        shop.platform.store.derive()
        expect(kept(raw)).toEqual(before)
        // Gathered a second time over itself, nothing counts twice.
        raw.exec(ALL)
        shop.platform.store.announce(new Set())
        shop.platform.store.derive()
        expect(kept(raw)).toEqual(before)
        expect(
          raw
            .prepare(
              "SELECT count(*) FROM (SELECT on_day, sum(documents), sum(orders) FROM report_day WHERE kind = '' GROUP BY 1 EXCEPT SELECT on_day, count(*), sum(orders) FROM report_document GROUP BY 1)",
            )
            .pluck()
            .get(),
        ).toBe(0)
        expect(
          raw
            .prepare(
              `SELECT count(*) FROM (SELECT category, on_day, location_id, net_minor, tax_minor, cost_minor, rows FROM report_category EXCEPT
                SELECT category, on_day, location_id, sum(part.net_minor), sum(tax_minor), sum(part.cost_minor), count(*) FROM report_part AS part JOIN report_document ON no = document_no GROUP BY 1, 2, 3)`,
            )
            .pluck()
            .get(),
        ).toBe(0)
        await shop.shutdown()
      }),
      { numRuns: 6 },
    )
  }, 120_000)

  it('RPT-2 SYNC-OFFLINE: rows from the centre come in any order, and leave again', async () => {
    const traded = await openTraded([
      {
        act: 'job',
        minutes: 60,
        discountMinor: 0,
        end: 'credit',
        lines: [
          { what: 'labor', qty: 2, priceMinor: 9000, discountBp: 0, by: 'una' },
          { what: 'pads', qty: 2, priceMinor: 4990, discountBp: 0, by: null },
        ],
      },
      { act: 'sale', back: 0, depositMinor: 0, lines: [{ what: 'oil', qty: 3, priceMinor: 1295, discountBp: 0, by: null }] },
    ])
    const { shop, asTheCentre } = traded
    const raw = rawOf(traded)
    const { store } = shop.platform
    const settle = () => {
      store.announce(new Set(['invoice']))
      store.derive()
      return kept(raw)
    }
    const whole = settle()
    expect(whole.parts).toHaveLength(5)
    // Whatever is here of a document counts; once all of it is here again, so do the figures.
    const tables = ['credit_note_line', 'credit_note', 'work_order_line', 'stock_move', 'invoice_line', 'sale_line', 'work_order', 'invoice', 'sale']
    const rows = new Map(tables.map((table) => [table, raw.prepare(`SELECT * FROM ${table}`).all() as Record<string, unknown>[]])) // whole rows
    const away = (table: string) => asTheCentre(`DELETE FROM ${table}`)
    const back = (table: string) => {
      raw.pragma('foreign_keys = OFF')
      raw.exec('UPDATE sync_guard SET applying = 1')
      for (const row of rows.get(table) ?? [])
        raw
          .prepare(
            `INSERT INTO ${table} (${Object.keys(row).join()}) VALUES (${Object.keys(row)
              .map(() => '?')
              .join()})`,
          )
          .run(...Object.values(row))
      raw.exec('UPDATE sync_guard SET applying = 0')
      raw.pragma('foreign_keys = ON')
    }
    for (const table of tables) away(table)
    expect(settle()).toEqual({ documents: [], parts: [], days: [], categories: [] })
    for (const order of [tables, tables.toReversed()]) {
      for (const table of order) {
        back(table)
        settle()
      }
      expect(settle()).toEqual(whole)
      for (const table of tables) away(table)
      expect(settle().days).toEqual([])
    }
  })

  it('RPT-2: an invoice of a former version, whose lines have no tax of their own, keeps its tax to the cent', async () => {
    const traded = await openTraded([
      {
        act: 'job',
        minutes: 60,
        discountMinor: 101,
        end: 'invoice',
        lines: [1, 2, 3].map((qty) => ({ what: 'labor' as const, qty, priceMinor: 3333, discountBp: 0, by: 'una' as const })),
      },
    ])
    const { shop } = traded
    const raw = rawOf(traded)
    const tax = raw.prepare('SELECT tax_minor FROM invoice').pluck().get()
    raw.exec(
      'UPDATE sync_guard SET applying = 1; UPDATE invoice_line SET tax_minor = NULL; UPDATE sync_guard SET applying = 0; INSERT OR IGNORE INTO report_queue SELECT id FROM invoice',
    )
    shop.platform.store.announce(new Set())
    shop.platform.store.derive()
    expect(raw.prepare('SELECT sum(tax_minor) FROM report_part').pluck().get()).toBe(tax)
  })

  it('RPT-2 RPT-CORE A-CLOCK: hours on a job cost what they cost when they were worked; a correction of the clock, and a credit with goods, change the profit', async () => {
    const traded = await openTraded([
      {
        act: 'job',
        minutes: 120,
        discountMinor: 0,
        end: 'invoice',
        lines: [
          { what: 'pads', qty: 2, priceMinor: 4990, discountBp: 0, by: null },
          { what: 'labor', qty: 1, priceMinor: 9000, discountBp: 0, by: null },
        ],
      },
    ])
    const { shop, owner, tom } = traded
    const ALL_YEAR = { fromOn: '2026-01-01', toOn: '2026-12-31' }
    const profit = async () => {
      const { rows, totals } = await shop.get('reports.table', { report: 'profit', by: 'job', ...ALL_YEAR }, owner)
      return { cost: totals[1], jobs: rows.map(({ values: [net, cost] }) => [net, cost]) }
    }
    const goods = (await profit()).cost ?? 0
    const parts = goods - 8000 // two hours of Tom
    expect(parts).toBeGreaterThan(0)
    // Dearer from now on: what was worked before costs what it did.
    await shop.get('staff.update', { employeeId: tom, laborCostMinor: 9000 }, owner)
    expect((await profit()).cost).toBe(goods)
    // He had begun half an hour later.
    const on = '2026-03-02'
    const { punches } = await shop.get('clock.sheet', { employeeId: tom, fromOn: on, toOn: on }, owner)
    const begun = punches.find(({ kind }) => kind === 'job')
    if (!begun) throw new Error('the job was begun')
    await shop.get('clock.correct', { punchId: begun.id, at: begun.at + 30 * 60_000, reason: 'tea' }, owner)
    expect((await profit()).cost).toBe(parts + 1.5 * 9000)
    // One of two sets comes back.
    const [head] = (await shop.get('invoicing.list', {}, owner)).rows
    const invoice = await shop.get('invoicing.get', { invoiceId: head?.id as never }, owner)
    const pads = invoice.lines.find(({ kind }) => kind === 'part')
    const credit = { invoiceId: invoice.id, lines: [{ lineId: pads?.id as never, qtyMilli: 1000 }], reason: 'wrong part' }
    await shop.get('invoicing.credit', { ...credit, goodsBack: true }, owner)
    expect(await profit()).toMatchObject({
      cost: parts / 2 + 13_500,
      jobs: expect.arrayContaining([
        [18_980, parts + 13_500],
        [-4990, -parts / 2],
      ]),
    })
    await shop.get('invoicing.credit', credit, owner)
    expect((await profit()).cost).toBe(parts / 2 + 13_500)
  })
})
