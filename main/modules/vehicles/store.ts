import { eq, getTableColumns, sql } from 'drizzle-orm'
import { list } from '#main/platform/db/list.ts'
import { query, type ReadDb, sqlQuery } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { customer } from '../customers/tables.ts'
import { vehicle } from './tables.ts'

const value = sql.placeholder
const MANY = 20

const withOwner = { ...getTableColumns(vehicle), ownerName: customer.name }

const byId = query((q) =>
  q
    .select()
    .from(vehicle)
    .where(eq(vehicle.id, value('id'))),
)
const byPlate = query((q) =>
  q
    .select(withOwner)
    .from(vehicle)
    .leftJoin(customer, eq(customer.id, vehicle.customerId))
    .where(sql`${vehicle.deleted} = 0 AND ${vehicle.platePlain} = ${value('plain')}`)
    .limit(MANY),
)
const byVin = query((q) =>
  q
    .select(withOwner)
    .from(vehicle)
    .leftJoin(customer, eq(customer.id, vehicle.customerId))
    .where(sql`${vehicle.vin} = ${value('vin')} AND ${vehicle.vin} <> '' AND ${vehicle.deleted} = 0`)
    .limit(MANY),
)
/** A plate moves from car to car: it tells only where one of the two has no VIN. */
const twin = sqlQuery<{ id: Id<'vehicle'> }, [vin: string, platePlain: string, vin: string]>(`
  SELECT id FROM vehicle WHERE vin = ? AND vin <> '' AND deleted = 0
  UNION ALL SELECT id FROM vehicle WHERE deleted = 0 AND plate_plain = ? AND plate_plain <> '' AND (vin = '' OR ? = '')
  LIMIT 1`)
const bare = sqlQuery<{ id: Id<'vehicle'> }, [make: string, model: string, year: number | null, customerId: string | null]>(
  "SELECT id FROM vehicle WHERE make = ? AND model = ? AND year IS ? AND customer_id IS ? AND vin = '' AND plate_plain = '' AND deleted = 0 LIMIT 1",
)

const vehicleList = list({
  select: (q) => q.select(withOwner).from(vehicle).leftJoin(customer, eq(customer.id, vehicle.customerId)).$dynamic(),
  filters: {
    deleted: (v) => sql`${vehicle.deleted} = ${v}`,
    // Of a customer: the plus keeps SQLite from reading everybody's in the wanted order, where his few are sorted in no time.
    alsoDeleted: (v) => sql`+${vehicle.deleted} = ${v}`,
    customerId: (v) => sql`${vehicle.customerId} = ${v}`,
    createdFrom: (v) => sql`${vehicle.createdAt} >= ${v}`,
    createdTo: (v) => sql`${vehicle.createdAt} < ${v}`,
    // In another order than by age, and of one customer: the plus keeps SQLite from seeking by age and sorting all it found.
    alsoCreatedFrom: (v) => sql`+${vehicle.createdAt} >= ${v}`,
    alsoCreatedTo: (v) => sql`+${vehicle.createdAt} < ${v}`,
  },
  sorts: {
    plate: { by: [vehicle.platePlain, vehicle.no], direction: 'asc' },
    newest: { by: [vehicle.createdAt, vehicle.no], direction: 'desc' },
  },
})

export const vehicles = (db: ReadDb, call: Parameters<typeof vehicleList>[1]) => vehicleList(db, call)
export const findVehicle = (db: ReadDb, id: Id<'vehicle'>) => byId.get(db, { id })
export const findByPlate = (db: ReadDb, plain: string) => byPlate.all(db, { plain })
export const findByVin = (db: ReadDb, vin: string) => byVin.all(db, { vin })
export const sameVehicleExists = (db: ReadDb, vin: string, platePlain: string) => twin.get(db, vin, platePlain, vin) !== undefined
export const sameDescriptionExists = (
  db: ReadDb,
  { make, model, year, customerId }: { make: string; model: string; year: number | null; customerId: string | null },
) => bare.get(db, make, model, year, customerId) !== undefined
