import { and, asc, eq, sql } from 'drizzle-orm'
import { list } from '#main/platform/db/list.ts'
import { query, type ReadDb, sqlQuery } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { catalogBarcode, catalogItem } from './tables.ts'

const byId = query((q) =>
  q
    .select()
    .from(catalogItem)
    .where(eq(catalogItem.id, sql.placeholder('id'))),
)
const bySku = sqlQuery<{ id: Id<'item'>; name: string }, [skuKey: string]>('SELECT id, name FROM catalog_item WHERE deleted = 0 AND sku_key = ? LIMIT 1')
const byName = sqlQuery<{ id: Id<'item'> }, [nameKey: string]>("SELECT id FROM catalog_item WHERE deleted = 0 AND name_key = ? AND sku_key = '' LIMIT 1")
/** Five spellings at most: each of the two indexes is sought for each. Own codes come before further ones. */
const byBarcode = sqlQuery<{ itemId: Id<'item'>; qtyMilli: number }, [string, string, string, string, string]>(`
  WITH spelling (code) AS (VALUES (?), (?), (?), (?), (?))
  SELECT item.id AS itemId, 1000 AS qtyMilli FROM spelling CROSS JOIN catalog_item AS item ON item.barcode = spelling.code AND item.deleted = 0 AND item.barcode <> ''
  UNION ALL
  SELECT further.item_id, further.qty_milli FROM spelling CROSS JOIN catalog_barcode AS further ON further.code = spelling.code AND further.deleted = 0
    CROSS JOIN catalog_item AS item ON item.id = further.item_id AND item.deleted = 0`)
const barcodesOfItem = query((q) =>
  q
    .select({ id: catalogBarcode.id, itemId: catalogBarcode.itemId, code: catalogBarcode.code, qtyMilli: catalogBarcode.qtyMilli })
    .from(catalogBarcode)
    .where(and(eq(catalogBarcode.deleted, false), eq(catalogBarcode.itemId, sql.placeholder('itemId'))))
    .orderBy(asc(catalogBarcode.code), asc(catalogBarcode.id)),
)
const barcodeById = query((q) =>
  q
    .select({ id: catalogBarcode.id, deleted: catalogBarcode.deleted })
    .from(catalogBarcode)
    .where(eq(catalogBarcode.id, sql.placeholder('id'))),
)
/** Jumps from name to name through the index instead of reading every item. */
const inUse = sqlQuery<{ category: string }>(`
  WITH RECURSIVE next (category) AS (
    SELECT min(category) FROM catalog_item WHERE deleted = 0 AND category <> ''
    UNION ALL SELECT (SELECT min(category) FROM catalog_item WHERE deleted = 0 AND category <> '' AND category > next.category) FROM next WHERE next.category IS NOT NULL
  ) SELECT category FROM next WHERE category IS NOT NULL LIMIT 1000`)

const inCategory = sqlQuery<{ id: Id<'item'> }, [string]>("SELECT id FROM catalog_item WHERE deleted = 0 AND category = ? AND category <> '' ORDER BY name_key")
const perCategory = sqlQuery<{ category: string; items: number }>(
  "SELECT category, count(*) AS items FROM catalog_item WHERE deleted = 0 AND category <> '' GROUP BY category LIMIT 1000",
)
/** The widest category of an item, in the words of its index. */
const TOP = "substr(category, 1, instr(category || ' > ', ' > ') - 1)"

const itemList = list({
  select: (q) => q.select().from(catalogItem).$dynamic(),
  filters: {
    deleted: (v) => sql`${catalogItem.deleted} = ${v}`,
    // Said in the words of the indexes that the few have of their own; parts and active items are most rows, and passed by in the index of all.
    isPart: () => sql`+${catalogItem.kind} = 'part'`,
    otherKind: (v) => sql`${catalogItem.kind} = ${v} AND ${catalogItem.kind} IN ('service', 'fee')`,
    category: (v) => sql`${catalogItem.category} = ${v} AND ${catalogItem.category} <> ''`,
    top: (v) => sql`${sql.raw(TOP)} = ${v} AND ${catalogItem.category} <> ''`,
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
/** Items of a category itself. */
export const itemsIn = (db: ReadDb, category: string) => inCategory.all(db, category)
export const categoryCounts = (db: ReadDb) => perCategory.all(db)
export const categories = (db: ReadDb) => inUse.all(db).map(({ category }) => category)
/** Items that carry a code under any of its spellings, each once, with what a scan means. */
export function findByBarcode(db: ReadDb, spellings: readonly string[]) {
  const [first = '', second = first, third = first, fourth = first, fifth = first] = spellings
  const found = byBarcode.all(db, first, second, third, fourth, fifth)
  return [...new Map(found.toReversed().map((hit) => [hit.itemId, hit])).values()].toReversed()
}
export const barcodesOf = (db: ReadDb, itemId: Id<'item'>) => barcodesOfItem.all(db, { itemId })
export const findBarcode = (db: ReadDb, id: Id<'barcode'>) => barcodeById.get(db, { id })
