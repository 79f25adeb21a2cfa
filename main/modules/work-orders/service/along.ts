import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import * as rules from '#shared/modules/work-orders/rules.ts'
import * as catalog from '../../catalog/service.ts'

/** Lines that belong to others, by those, as the catalogue has it now; each item is looked up once. `lines` stand in their order. */
export function followersIn(db: ReadDb, lines: Parameters<typeof rules.followersOf>[0]): ReturnType<typeof rules.followersOf> {
  const known = new Map<Id<'item'>, readonly rules.Along[]>()
  return rules.followersOf(lines, (itemId) => {
    const along = known.get(itemId) ?? alongOf(db, itemId)
    known.set(itemId, along)
    return along
  })
}

function alongOf(db: ReadDb, itemId: Id<'item'>): rules.Along[] {
  const { parts, cores } = catalog.goesWith(db, itemId, 1000)
  return [parts, cores].flatMap((hits) => hits.map(({ item, qtyMilli }) => ({ itemId: item.id, qtyMilli, isCovered: hits === parts })))
}
