import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import * as catalog from '#main/modules/catalog/service.ts'
import * as customers from '#main/modules/customers/service.ts'
import * as vehicles from '#main/modules/vehicles/service.ts'
import type { WriteCtx } from '#main/platform/context.ts'
import { ok, type Result } from '#shared/kernel/result.ts'
import { BLANK_ITEM } from '#shared/modules/catalog/model.ts'
import { BLANK_CUSTOMER } from '#shared/modules/customers/model.ts'
import { BLANK_VEHICLE } from '#shared/modules/vehicles/model.ts'
import { chance } from '#tools/seed/random.ts'
import { openBare } from './support/bare.ts'
import { measure, type Outcome, report, throughput } from './support/measure.ts'
import { FOLDER, LINES, openBigShop } from './support/shop.ts'

/*
 * Rows of a list into their tables, as one deed: each looked for first, then inserted with its keys, noted in the journal and taken
 * into the search index; one durable commit. Beside it the same columns put into the same tables with the same indexes by one
 * prepared statement, without looking, journal and search.
 */
const ROWS = Math.min(100_000, LINES / 4)
const shop = await openBigShop()
const { raw } = shop.core.platform.store.connection
const c = chance(35)
let round = 0

const targets: Record<string, { table: string; makeRow: (i: number) => (ctx: WriteCtx) => Result<'added' | 'unchanged', never> }> = {
  customers: {
    table: 'customer',
    makeRow: (i) => {
      const fields = {
        ...BLANK_CUSTOMER,
        name: `Frida Import ${c.int(0, 1e9).toString(36)}`,
        phone: `+4940${round}${String(i).padStart(7, '0')}`,
        email: `f${round}-${i}@example.net`,
        street: 'Hafenstraße 1',
        postcode: '20457',
        city: 'Hamburg',
        country: 'DE',
      }
      return (ctx) => customers.importRow(ctx, fields)
    },
  },
  vehicles: {
    table: 'vehicle',
    makeRow: (i) => {
      const fields = {
        ...BLANK_VEHICLE,
        plate: `IM-${round} ${i}`,
        vin: `WVWZZZ1KZ${round}${String(i).padStart(7, '0')}`,
        make: 'Volkswagen',
        model: 'Golf',
        year: 2019,
      }
      return (ctx) => vehicles.importRow(ctx, fields)
    },
  },
  items: {
    table: 'catalog_item',
    makeRow: (i) => {
      const fields = {
        ...BLANK_ITEM,
        sku: `IMP-${round}-${i}`,
        name: `Imported part ${c.int(0, 1e6)}`,
        priceMinor: 1990,
        costMinor: 990,
        barcode: `${4_100_000_000_000 + i}`,
      }
      return (ctx) => catalog.importRow(ctx, fields)
    },
  },
}

/** An empty table with the indexes of the real one, in a file of its own. */
function bareTable(table: string): () => Promise<Record<string, number>> {
  const file = join(FOLDER, 'bare-import.db')
  const schema = raw
    .prepare("SELECT sql FROM sqlite_schema WHERE tbl_name = ? AND type IN ('table', 'index') AND sql IS NOT NULL ORDER BY type DESC")
    .pluck()
    .all(table) as string[] // texts of statements
  return async () => {
    rmSync(file, { force: true })
    const db = openBare(file)
    db.pragma('foreign_keys = OFF')
    for (const sql of schema) db.exec(sql)
    // In the order in which they came: a tree that grows at its beginning is split far more often.
    const rows = (raw.prepare(`SELECT * FROM ${table} ORDER BY no DESC LIMIT ${ROWS}`).raw().all() as unknown[][]).toReversed() // lists of values
    const insert = db.prepare(`INSERT INTO ${table} VALUES (${(rows[0] ?? []).map(() => '?').join(', ')})`)
    const all = db.transaction(() => {
      for (const row of rows) insert.run(row)
    })
    const figures = await throughput(rows.length, all)
    db.close()
    return figures
  }
}

const outcomes: Outcome[] = []
for (const [name, { table, makeRow }] of Object.entries(targets)) {
  outcomes.push(
    await measure({
      id: `imports.${name}`,
      title: `${ROWS.toLocaleString('en')} ${name} as one deed`,
      by: 'rowsPerSecond',
      rounds: 3,
      subject: () => {
        round++
        const rows = Array.from({ length: ROWS }, (_, i) => makeRow(i))
        return throughput(ROWS, () => {
          const done = shop.core.dispatch.run('imports.run', randomUUID(), (ctx) => {
            let added = 0
            for (const row of rows) {
              const verdict = row(ctx)
              if (verdict.ok && verdict.value === 'added') added++
            }
            return ok(added)
          })
          if (!done.ok || done.value !== ROWS) throw new Error(`not all ${name} came in: ${JSON.stringify(done)}`)
        })
      },
      bare: { name: 'rows and indexes', run: bareTable(table) },
      bounds: { least: { rowsPerSecond: 70_000 } },
    }),
  )
}
report(outcomes)
await shop.core.shutdown()
