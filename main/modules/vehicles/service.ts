import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import { writtenAt } from '#shared/contract/merge.ts'
import type { Hlc } from '#shared/kernel/hlc.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import type { EpochMs } from '#shared/kernel/time.ts'
import { customerFails } from '#shared/modules/customers/contract.ts'
import { vehicleFails, type vehiclesContract } from '#shared/modules/vehicles/contract.ts'
import { BLANK_VEHICLE, type DecodedVin, type Vehicle, type VehicleFields } from '#shared/modules/vehicles/model.ts'
import * as rules from '#shared/modules/vehicles/rules.ts'
import { vehiclesSync } from '#shared/modules/vehicles/sync.ts'
import * as customers from '../customers/service.ts'
import { vinData } from './parts/vin-data.ts'
import * as store from './store.ts'
import { vehicle } from './tables.ts'

type C = typeof vehiclesContract
type Row = NonNullable<ReturnType<typeof store.findVehicle>>

const toVehicle = <R extends Row>({ no: _no, clk: _clk, platePlain: _platePlain, ...shown }: R) => shown

export function list(ctx: ReadCtx, { sort, after, limit, deleted, createdFrom, createdTo, customerId }: In<C, 'list'>): Out<C, 'list'> {
  const isHis = customerId !== undefined && sort === 'newest'
  const created = sort === 'newest' && !isHis ? { createdFrom, createdTo } : { alsoCreatedFrom: createdFrom, alsoCreatedTo: createdTo }
  const found = store.vehicles(ctx.db, { filters: { customerId, ...created, ...(isHis ? { alsoDeleted: deleted } : { deleted }) }, sort, after, limit })
  return ok({ ...found, rows: found.rows.map(toVehicle) })
}

export function get(ctx: ReadCtx, { vehicleId }: In<C, 'get'>): Out<C, 'get'> {
  const known = store.findVehicle(ctx.db, vehicleId)
  if (!known) return vehicleFails.unknown({ vehicleId })
  return ok({ ...toVehicle(known), owner: (known.customerId && customers.findCustomer(ctx.db, known.customerId)) ?? null })
}

export function findByPlate(ctx: ReadCtx, { plate }: In<C, 'findByPlate'>): Out<C, 'findByPlate'> {
  const { platePlain } = rules.keysOf({ plate })
  return ok(platePlain === '' ? [] : store.findByPlate(ctx.db, platePlain).map(toVehicle))
}

export function duplicates(ctx: ReadCtx, { vin, plate, exceptId }: In<C, 'duplicates'>): Out<C, 'duplicates'> {
  const checked = rules.checkVin(vin)
  const sameVin = store.findByVin(ctx.db, checked.ok ? checked.value : '').map((row) => ({ ...toVehicle(row), same: 'vin' as const }))
  const { platePlain } = rules.keysOf({ plate })
  const samePlate = platePlain === '' ? [] : store.findByPlate(ctx.db, platePlain).map((row) => ({ ...toVehicle(row), same: 'plate' as const }))
  const others = [...sameVin, ...samePlate.filter(({ id }) => !sameVin.some((twin) => twin.id === id))]
  return ok(others.filter(({ id }) => id !== exceptId))
}

export function decodeVin(ctx: ReadCtx, { vin }: In<C, 'decodeVin'>): Out<C, 'decodeVin'> {
  const checked = rules.checkVin(vin)
  if (!checked.ok) return checked
  return checked.value === '' ? vehicleFails.badVin({ field: 'vin', vin: '' }) : ok(decode(ctx, checked.value))
}

const decode = (ctx: ReadCtx, vin: string): DecodedVin => rules.decodeVin(vin, vinData(ctx.platform.config.assetsDir), new Date(ctx.now).getUTCFullYear())

export function create(ctx: WriteCtx, input: In<C, 'create'>): Out<C, 'create'> {
  const checked = check(ctx.db, { ...BLANK_VEHICLE, ...input }, null)
  if (!checked.ok) return checked
  const fields = filled(ctx, checked.value, (field) => input[field] === undefined)
  return ok({ id: add(ctx, fields), ...fields, deleted: false, createdAt: ctx.now, updatedAt: ctx.now })
}

/** What a VIN tells of a car. */
const TOLD = ['make', 'model', 'year', 'engine'] as const
/** What the VIN tells, put where a field `isOpen`. */
function filled(ctx: ReadCtx, fields: VehicleFields, isOpen: (field: (typeof TOLD)[number]) => boolean): VehicleFields {
  if (fields.vin === '' || !TOLD.some(isOpen)) return fields
  const told = decode(ctx, fields.vin)
  return {
    ...fields,
    make: isOpen('make') ? told.make : fields.make,
    model: isOpen('model') ? told.model : fields.model,
    year: isOpen('year') ? told.year : fields.year,
    engine: isOpen('engine') ? told.engine : fields.engine,
  }
}

function add(ctx: WriteCtx, fields: VehicleFields, keys = rules.keysOf(fields)): Id<'vehicle'> {
  const id = ctx.newId<'vehicle'>()
  ctx.db.insert(vehicle, { ...fields, ...keys, id })
  return id
}

export function update(ctx: WriteCtx, { vehicleId, ...patch }: In<C, 'update'>): Out<C, 'update'> {
  const known = store.findVehicle(ctx.db, vehicleId)
  if (!known) return vehicleFails.unknown({ vehicleId })
  if (known.deleted) return vehicleFails.removed({ vehicleId })
  const after = check(ctx.db, { ...known, ...patch }, known.customerId)
  if (!after.ok) return after
  ctx.db.update(vehicle, vehicleId, { ...patch, vin: after.value.vin, ...rules.keysOf(after.value) })
  return found(ctx, vehicleId)
}

/** Fields that may be stored: the VIN as it is kept, the owner known. A vehicle may stay with an owner who was removed since. */
function check<F extends VehicleFields>(
  db: ReadDb,
  fields: F,
  ownerBefore: Id<'customer'> | null,
): Result<F, Failure<'vehicles.badVin' | 'vehicles.nothingKnown' | 'customers.unknown'>> {
  const vin = rules.checkVin(fields.vin)
  if (!vin.ok) return vin
  const known = rules.checkKnown(fields)
  if (!known.ok) return known
  const { customerId } = fields
  if (customerId !== null && customerId !== ownerBefore && customers.findCustomer(db, customerId)?.deleted !== false)
    return customerFails.unknown({ customerId })
  return ok({ ...fields, vin: vin.value })
}

export function remove(ctx: WriteCtx, { vehicleId }: In<C, 'remove'>): Out<C, 'remove'> {
  return setDeleted(ctx, vehicleId, true)
}

export function restore(ctx: WriteCtx, { vehicleId }: In<C, 'restore'>): Out<C, 'restore'> {
  return setDeleted(ctx, vehicleId, false)
}

function setDeleted(ctx: WriteCtx, vehicleId: Id<'vehicle'>, deleted: boolean): Out<C, 'remove'> {
  if (!store.findVehicle(ctx.db, vehicleId)) return vehicleFails.unknown({ vehicleId })
  ctx.db.update(vehicle, vehicleId, { deleted })
  return found(ctx, vehicleId)
}

function found(ctx: ReadCtx, vehicleId: Id<'vehicle'>): Result<Vehicle, Failure<'vehicles.unknown'>> {
  const known = findVehicle(ctx.db, vehicleId)
  return known ? ok(known) : vehicleFails.unknown({ vehicleId })
}

/**
 * Adds a vehicle of a list unless it is known: by the same VIN, else by the same plate, else, where it has neither, by owner and
 * description. What the row leaves open is filled in from the VIN. Holds VEH-4. Caller: fields come from `readVehicleRow`, the owner
 * is known. Safe for very many rows in one deed.
 */
export function importRow(ctx: WriteCtx, row: VehicleFields): Result<'added' | 'unchanged', never> {
  const keys = rules.keysOf(row)
  const isTold = row.vin !== '' || keys.platePlain !== ''
  if (isTold ? store.sameVehicleExists(ctx.db, row.vin, keys.platePlain) : store.sameDescriptionExists(ctx.db, row)) return ok('unchanged')
  add(
    ctx,
    filled(ctx, row, (field) => row[field] === '' || row[field] === null),
    keys,
  )
  return ok('added')
}

/** A vehicle for other modules' deeds, removed ones included. */
export const findVehicle = (db: ReadDb, id: Id<'vehicle'>): Vehicle | undefined => {
  const known = store.findVehicle(db, id)
  return known && toVehicle(known)
}

/** What the odometer showed when somebody last wrote it into the vehicle itself, and when that was: not when anything else of it was edited. */
export function typedMileage(db: ReadDb, id: Id<'vehicle'>): { km: number; at: EpochMs } | null {
  const known = store.findVehicle(db, id)
  if (!known || known.mileageKm === null) return null
  return { km: known.mileageKm, at: writtenAt(vehiclesSync.vehicle, JSON.parse(known.clk) as Record<string, Hlc>, 'mileageKm') } // as the platform writes it
}
