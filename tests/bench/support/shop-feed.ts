import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { getTableColumns } from 'drizzle-orm'
import { modules } from '#main/index.ts'
import { DATABASE_FILE } from '#main/platform/core.ts'
import { records } from '#main/records.ts'
import { scopeOf, type SyncRules } from '#shared/contract/sync.ts'
import { seedShop } from '#tools/seed/shop.ts'

export const RULES = Object.assign({}, ...modules.map(({ sync }) => sync ?? {})) as SyncRules // as the core puts them together

/** A row as the centre's feed holds it; `clk` and `doc` are JSON. */
export interface ShopRow {
  readonly kind: string
  readonly id: string
  readonly scope: string
  readonly clk: string
  readonly doc: string
}

/** Every synced row of a generated shop with that many work-order lines, in the order in which the shop made them: kinds come mixed, as in a centre's table. */
export async function shopRows(lines: number): Promise<ShopRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bayline-bench-shop-'))
  try {
    await seedShop(folder, lines)
    const raw = new Database(join(folder, DATABASE_FILE), { readonly: true })
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
    raw.close()
    return rows.sort((a, b) => a.at - b.at)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
