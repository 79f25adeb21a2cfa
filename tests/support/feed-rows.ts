import type Database from 'better-sqlite3'
import { getTableColumns } from 'drizzle-orm'
import { records } from '#main/records.ts'
import { scopeOf } from '#shared/contract/sync.ts'
import { RULES } from './linked-shop.ts'

/** A row as the centre's feed holds it; `clk` and `doc` are JSON. */
export interface ShopRow {
  readonly kind: string
  readonly id: string
  readonly scope: string
  readonly clk: string
  readonly doc: string
}

/** Every synced row of a shop, in the order in which the shop made them: kinds come mixed, as in a centre's table. */
export function feedRows(raw: Database.Database): ShopRow[] {
  const rows: (ShopRow & { readonly at: number })[] = []
  for (const [kind, table] of records) {
    const rule = RULES[kind]
    if (rule === undefined || rule.merge === 'local') continue
    const columns = Object.entries(getTableColumns(table)).filter(([key]) => key !== 'no' && key !== 'clk')
    for (const row of raw.prepare(`SELECT * FROM ${kind}`).iterate() as IterableIterator<Record<string, unknown>>) {
      const doc = Object.fromEntries(
        columns.map(([key, column]) => [key, row[column.name] === null ? null : column.mapFromDriverValue(row[column.name])] as const),
      )
      rows.push({ kind, id: String(row['id']), scope: scopeOf(rule, doc), clk: String(row['clk']), doc: JSON.stringify(doc), at: Number(row['created_at']) })
    }
  }
  return rows.sort((a, b) => a.at - b.at)
}
