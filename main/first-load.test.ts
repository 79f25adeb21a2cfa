import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COMPANY_SCOPE } from '#shared/contract/sync.ts'
import { openTestCore, type TestCore } from '#tests/support/core.ts'
import { feedRows, type ShopRow } from '#tests/support/feed-rows.ts'
import { handsOf, linkTo, RULES } from '#tests/support/linked-shop.ts'
import { MIGRATIONS } from '#tests/support/migrated.ts'
import { openDemoShop } from './demo.ts'
import { migrate, readMigrations } from './platform/db/migrate.ts'
import { createReplica } from './platform/sync/replica.ts'

const rawOf = (core: TestCore) => core.platform.store.connection.raw
/** Tables of which a view says what must stand in them. */
const filled = (core: TestCore) =>
  rawOf(core)
    .prepare("SELECT replace(name, '_whole', '') FROM sqlite_schema WHERE type = 'view' AND name LIKE '%\\_whole' ESCAPE '\\' ORDER BY name")
    .pluck()
    .all() as string[] // texts
const rowsIn = (core: TestCore, table: string) =>
  rawOf(core)
    .prepare(`SELECT * FROM ${table}`)
    .all()
    .map((row) => JSON.stringify(row))
    .sort()
/** What is still to be counted is no copy of anything. */
const kept = (core: TestCore) => filled(core).filter((table) => table !== 'report_queue')
const allKept = (core: TestCore) => Object.fromEntries(kept(core).map((table) => [table, rowsIn(core, table)]))
const allWhole = (core: TestCore) => Object.fromEntries(kept(core).map((table) => [table, rowsIn(core, `${table}_whole`)]))

let demo: TestCore
let rows: ShopRow[]
/** One more row like the first that the demo has. */
function addLike(table: string, isMeant: string, own: Readonly<Record<string, unknown>>) {
  const row = { ...(rawOf(demo).prepare(`SELECT * FROM ${table} WHERE ${isMeant} LIMIT 1`).get() as object), id: v7(), ...own } as Record<string, unknown> // a row
  const names = Object.keys(row)
  rawOf(demo)
    .prepare(`INSERT INTO ${table} (${names.join()}) VALUES (${names.map(() => '?').join()})`)
    .run(Object.values(row))
}
beforeAll(async () => {
  demo = openTestCore()
  const { at } = demo.clock
  await openDemoShop(demo, (to) => {
    demo.clock.at = to ?? at
  })
  const one = (sql: string) => rawOf(demo).prepare(sql).pluck().get()
  addLike('note', '1', { mentions: JSON.stringify([one('SELECT id FROM user')]) })
  const sold = one('SELECT id FROM sale_line WHERE qty_milli > 0 AND returns_line_id IS NULL AND again_line_id IS NULL')
  addLike('sale_line', `id = '${String(sold)}'`, { returns_line_id: sold, qty_milli: -900_000 })
  rows = feedRows(rawOf(demo))
  demo.platform.store.derive()
})
afterAll(() => demo.shutdown())

/** A device that reads the demo's rows, the youngest first: what refers to another row comes before it. */
function joined(isWhole: boolean) {
  const core = openTestCore()
  const replica = createReplica({ store: core.platform.store, rules: RULES, now: () => 0 })
  linkTo(replica)
  if (isWhole) migrate(rawOf(core), readMigrations(MIGRATIONS), 0)
  const hands = handsOf(replica, new Map())
  for (const [scope, isOf] of [
    ['company', true],
    ['here', false],
  ] as const) {
    const own = rows.filter((row) => (row.scope === COMPANY_SCOPE) === isOf).toReversed()
    hands.feed(
      own.map(({ kind, id, clk, doc }) => ({ kind, id, clk, doc, rev: 1 })),
      scope,
    )
    while (!replica.apply.sweep(scope)) continue
  }
  core.platform.store.derive()
  return { core, hands }
}

describe('a first load', () => {
  it.each([
    ['at its end', false],
    ['row by row, where it was cut off and begun again', true],
  ])('SYNC-OFFLINE DB-INDEX: what triggers keep is as in the shop, filled %s, and they go on from there', async (_when, isWhole) => {
    const { core, hands } = joined(isWhole)
    expect(Object.entries(allKept(demo)).filter(([, list]) => list.length === 0)).toEqual([])
    expect(allKept(demo)).toEqual(allWhole(demo))
    expect(allKept(core)).toEqual(allKept(demo))
    expect(rowsIn(core, 'report_day')).toEqual(rowsIn(demo, 'report_day'))
    expect(rowsIn(core, 'report_queue')).toEqual([])
    for (const { kind, id } of rows.filter((_row, i) => i % 7 === 0)) hands.feed([{ kind, id, remove: true }], 'here', false)
    expect(allKept(core)).toEqual(allWhole(core))
    await core.shutdown()
  })
})
