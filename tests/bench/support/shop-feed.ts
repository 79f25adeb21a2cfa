import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { DATABASE_FILE } from '#main/platform/core.ts'
import { feedRows, type ShopRow } from '#tests/support/feed-rows.ts'
import { seedShop } from '#tools/seed/shop.ts'

/** Every synced row of a generated shop with that many work-order lines. */
export async function shopRows(lines: number): Promise<ShopRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bayline-bench-shop-'))
  try {
    await seedShop(folder, lines)
    const raw = new Database(join(folder, DATABASE_FILE), { readonly: true })
    const rows = feedRows(raw)
    raw.close()
    return rows
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
