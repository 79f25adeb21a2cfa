import { eq, sql } from 'drizzle-orm'
import { list } from '#main/platform/db/list.ts'
import { query, type ReadDb, sqlQuery } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { catalogItem } from './tables.ts'

const byId = query((q) =>
  q
    .select()
    .from(catalogItem)
    .where(eq(catalogItem.id, sql.placeholder('id'))),
)
const bySku = sqlQuery<{ id: Id<'item'>; name: string }, [skuKey: string]>('SELECT id, name FROM catalog_item WHERE deleted = 0 AND sku_key = ? LIMIT 1')
const byName = sqlQuery<{ id: Id<'item'> }, [nameKey: string]>("SELECT id FROM catalog_item WHERE deleted = 0 AND name_key = ? AND sku_key = '' LIMIT 1")
/** Jumps from name to name through the index instead of reading every item. */
const inUse = sqlQuery<{ category: string }>(`
  WITH RECURSIVE next (category) AS (
    SELECT min(category) FROM catalog_item WHERE deleted = 0 AND category <> ''
    UNION ALL SELECT (SELECT min(category) FROM catalog_item WHERE deleted = 0 AND category <> '' AND category > next.category) FROM next WHERE next.category IS NOT NULL
  ) SELECT category FROM next WHERE category IS NOT NULL LIMIT 1000`)

const itemList = list({
  select: (q) => q.select().from(catalogItem).$dynamic(),
  filters: {
    deleted: (v) => sql`${catalogItem.deleted} = ${v}`,
    // Said in the words of the indexes that the few have of their own; parts and active items are most rows, and passed by in the index of all.
    isPart: () => sql`+${catalogItem.kind} = 'part'`,
    otherKind: (v) => sql`${catalogItem.kind} = ${v} AND ${catalogItem.kind} IN ('service', 'fee')`,
    category: (v) => sql`${catalogItem.category} = ${v} AND ${catalogItem.category} <> ''`,
    noCategory: () => sql`+${catalogItem.category} = ''`,
    isActive: () => sql`+${catalogItem.active} = 1`,
    isInactive: () => sql`${catalogItem.active} = 0`,
  },
  sorts: {
    name: { by: [catalogItem.nameKey, catalogItem.no], direction: 'asc' },
    sku: { by: [catalogItem.skuKey, catalogItem.no], direction: 'asc' },
  },
})

export const items = (db: ReadDb, call: Parameters<typeof itemList>[1]) => itemList(db, call)
export const findItem = (db: ReadDb, id: Id<'item'>) => byId.get(db, { id })
export const findBySku = (db: ReadDb, skuKey: string) => bySku.get(db, skuKey)
export const findByNameWithoutSku = (db: ReadDb, nameKey: string) => byName.get(db, nameKey)
export const categories = (db: ReadDb) => inUse.all(db).map(({ category }) => category)
