import type { ReadDb } from '#main/platform/db/read.ts'
import * as rules from '#shared/modules/work-orders/rules.ts'
import * as catalog from '../../catalog/service.ts'

/** Lines that belong to others, by those, as the catalogue has it now. `lines` stand in their order. */
export function followersIn(db: ReadDb, lines: Parameters<typeof rules.followersOf>[0]): ReturnType<typeof rules.followersOf> {
  const itemIds = lines.flatMap(({ itemId }) => itemId ?? [])
  const along = new Map([...catalog.goesWithEach(db, itemIds)].map(([itemId, goes]) => [itemId, alongOf(goes)]))
  return rules.followersOf(lines, (itemId) => along.get(itemId) ?? [])
}

const alongOf = ({ parts, cores }: ReturnType<typeof catalog.goesWith>): rules.Along[] =>
  [parts, cores].flatMap((hits) => hits.map(({ item, qtyMilli }) => ({ itemId: item.id, qtyMilli, isCovered: hits === parts })))
