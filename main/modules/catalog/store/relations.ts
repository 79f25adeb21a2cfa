import { and, asc, eq, sql } from 'drizzle-orm'
import { query, type ReadDb, sqlQuery, sqlValues } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { RelationKind } from '#shared/modules/catalog/model.ts'
import { catalogPrice, catalogRelation } from '../tables.ts'

const value = sql.placeholder

const relationColumns = {
  id: catalogRelation.id,
  itemId: catalogRelation.itemId,
  kind: catalogRelation.kind,
  otherId: catalogRelation.otherId,
  qtyMilli: catalogRelation.qtyMilli,
  options: catalogRelation.options,
}
const fromItem = query((q) =>
  q
    .select(relationColumns)
    .from(catalogRelation)
    .where(and(eq(catalogRelation.itemId, value('itemId')), eq(catalogRelation.deleted, false)))
    .orderBy(asc(catalogRelation.id)),
)
const toItem = query((q) =>
  q
    .select(relationColumns)
    .from(catalogRelation)
    .where(and(eq(catalogRelation.otherId, value('otherId')), eq(catalogRelation.deleted, false)))
    .orderBy(asc(catalogRelation.id)),
)
const leading = sqlValues<Id<'item'>, [itemIds: string]>(
  'SELECT DISTINCT r.item_id FROM json_each(?) e CROSS JOIN catalog_relation r ON r.item_id = e.value AND r.deleted = 0',
)
const byId = query((q) =>
  q
    .select(relationColumns)
    .from(catalogRelation)
    .where(and(eq(catalogRelation.id, value('id')), eq(catalogRelation.deleted, false))),
)

const priceColumns = {
  id: catalogPrice.id,
  itemId: catalogPrice.itemId,
  priceGroup: catalogPrice.priceGroup,
  minQtyMilli: catalogPrice.minQtyMilli,
  priceMinor: catalogPrice.priceMinor,
  fromOn: catalogPrice.fromOn,
  untilOn: catalogPrice.untilOn,
}
const pricesOfItem = query((q) =>
  q
    .select(priceColumns)
    .from(catalogPrice)
    .where(and(eq(catalogPrice.itemId, value('itemId')), eq(catalogPrice.deleted, false)))
    .orderBy(asc(catalogPrice.priceGroup), asc(catalogPrice.minQtyMilli), asc(catalogPrice.id)),
)
const priceById = query((q) =>
  q
    .select(priceColumns)
    .from(catalogPrice)
    .where(and(eq(catalogPrice.id, value('id')), eq(catalogPrice.deleted, false))),
)
const groupNames = sqlQuery<{ name: string }>(`
  SELECT price_group AS name FROM catalog_price WHERE deleted = 0 AND price_group <> ''
  UNION SELECT price_group FROM customer WHERE deleted = 0 AND price_group <> '' ORDER BY 1 LIMIT 500`)

type Row = ReturnType<typeof fromItem.all>[number]
const saidBy = ({ itemId, kind, otherId }: Row): string => `${itemId} ${kind} ${otherId}`
/** Two devices may have said the same at once: it is said once, by the newer one. */
const once = (rows: readonly Row[]): Row[] => [...new Map(rows.map((row) => [saidBy(row), row])).values()]

/** What an item leads to, in the order in which it was said. */
export const relationsFrom = (db: ReadDb, itemId: Id<'item'>) => once(fromItem.all(db, { itemId }))
/** Which of these items lead to any: most do not. */
export const leadingOf = (db: ReadDb, itemIds: readonly Id<'item'>[]): ReadonlySet<Id<'item'>> => new Set(leading(db, JSON.stringify(itemIds)))
/** What leads to an item. */
export const relationsTo = (db: ReadDb, otherId: Id<'item'>) => once(toItem.all(db, { otherId }))
export const findRelation = (db: ReadDb, id: Id<'relation'>) => byId.get(db, { id })
/** Every row that says the same, itself among them. */
export const twinsOf = (db: ReadDb, relation: Row) => fromItem.all(db, { itemId: relation.itemId }).filter((row) => saidBy(row) === saidBy(relation))
export const nextOf = (db: ReadDb, kind: RelationKind) => (itemId: Id<'item'>) =>
  relationsFrom(db, itemId).flatMap((one) => (one.kind === kind ? [one.otherId] : []))
export const pricesOf = (db: ReadDb, itemId: Id<'item'>) => pricesOfItem.all(db, { itemId })
export const findPrice = (db: ReadDb, id: Id<'price'>) => priceById.get(db, { id })
export const priceGroups = (db: ReadDb) => groupNames.all(db).map(({ name }) => name)
