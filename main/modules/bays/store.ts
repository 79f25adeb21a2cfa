import { and, asc, eq, sql } from 'drizzle-orm'
import { list } from '#main/platform/db/list.ts'
import { query, type ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { bay, bayEquipment } from './tables.ts'

const value = sql.placeholder

const columns = {
  id: bay.id,
  locationId: bay.locationId,
  name: bay.name,
  position: bay.position,
  state: bay.state,
  workOrderId: bay.workOrderId,
  equipmentIds: bay.equipmentIds,
  weekHours: bay.weekHours,
  downUntilAt: bay.downUntilAt,
  dailyMaxJobs: bay.dailyMaxJobs,
  dailyMaxMinutes: bay.dailyMaxMinutes,
  deleted: bay.deleted,
}

const byId = query((q) =>
  q
    .select(columns)
    .from(bay)
    .where(eq(bay.id, value('id'))),
)
const ofLocation = query((q) =>
  q
    .select(columns)
    .from(bay)
    .where(and(eq(bay.locationId, value('locationId')), eq(bay.deleted, false)))
    .orderBy(asc(bay.position), asc(bay.id)),
)

const equipment = query((q) =>
  q
    .select({ id: bayEquipment.id, name: bayEquipment.name, deleted: bayEquipment.deleted })
    .from(bayEquipment)
    .orderBy(asc(bayEquipment.name), asc(bayEquipment.id)),
)

const bayList = list({
  select: (q) => q.select(columns).from(bay).$dynamic(),
  filters: { deleted: (v) => sql`${bay.deleted} = ${v}`, locationId: (v) => sql`${bay.locationId} = ${v}`, state: (v) => sql`${bay.state} = ${v}` },
  sorts: { position: { by: [bay.position, bay.id], direction: 'asc' } },
})

export const bays = (db: ReadDb, call: Parameters<typeof bayList>[1]) => bayList(db, call)
export const findBay = (db: ReadDb, id: Id<'bay'>) => byId.get(db, { id })
export const baysOf = (db: ReadDb, locationId: Id<'location'>) => ofLocation.all(db, { locationId })
/** Removed kinds included: their names may be asked for again. */
export const allEquipment = (db: ReadDb) => equipment.all(db)
