import { z } from 'zod'
import { command, contract, failures, query } from '../../contract/define.ts'
import { id } from '../../kernel/ids.ts'
import { page, pageInput } from '../../kernel/paging.ts'
import { permission } from '../../kernel/permission.ts'
import { epochMs } from '../../kernel/time.ts'
import { customer } from '../customers/model.ts'
import { decodedVin, vehicle, vehicleFields } from './model.ts'

export const readVehicles = permission('vehicles.read', 'manager', 'cashier', 'technician', 'staff', 'viewer')
const write = permission('vehicles.write', 'manager', 'cashier', 'staff')

export const vehicleFails = failures('vehicles', {
  unknown: 'notFound',
  removed: 'conflict',
  badVin: 'invalid',
  nothingKnown: 'invalid',
})

const ofVehicle = z.strictObject({ vehicleId: id('vehicle') })
const owned = vehicle.extend({ ownerName: z.string().nullable() })

export const vehiclesContract = contract('vehicles', {
  list: query({
    input: z.strictObject({
      ...pageInput,
      sort: z.enum(['plate', 'newest']).default('plate'),
      customerId: id('customer').optional(),
      /** Entered at or after, and before. */
      createdFrom: epochMs.optional(),
      createdTo: epochMs.optional(),
      deleted: z.boolean().default(false),
    }),
    output: page(owned),
    needs: readVehicles,
  }),
  get: query({ input: ofVehicle, output: vehicle.extend({ owner: customer.nullable() }), needs: readVehicles, fails: ['vehicles.unknown'] }),
  /** Make, model, year and engine that are not given are filled in from the VIN. */
  create: command({
    input: vehicleFields.partial().strict(),
    output: vehicle,
    needs: write,
    fails: ['vehicles.badVin', 'vehicles.nothingKnown', 'customers.unknown'],
  }),
  update: command({
    input: vehicleFields
      .partial()
      .extend({ vehicleId: id('vehicle') })
      .strict(),
    output: vehicle,
    needs: write,
    fails: ['vehicles.unknown', 'vehicles.removed', 'vehicles.badVin', 'vehicles.nothingKnown', 'customers.unknown'],
  }),
  remove: command({ input: ofVehicle, output: vehicle, needs: write, fails: ['vehicles.unknown'] }),
  restore: command({ input: ofVehicle, output: vehicle, needs: write, fails: ['vehicles.unknown'] }),
  /** Vehicles with this plate, whatever stands between its letters and figures. */
  findByPlate: query({ input: z.strictObject({ plate: z.string().max(40) }), output: z.array(owned), needs: readVehicles }),
  /** Which vehicles have this VIN or plate already: a warning beside the form, never a refusal. */
  duplicates: query({
    input: z.strictObject({ vin: z.string().max(40).default(''), plate: z.string().max(40).default(''), exceptId: id('vehicle').optional() }),
    output: z.array(owned.extend({ same: z.enum(['vin', 'plate']) })),
    needs: readVehicles,
  }),
  /** What a VIN says by itself, offline. */
  decodeVin: query({ input: z.strictObject({ vin: z.string().max(40) }), output: decodedVin, needs: readVehicles, fails: ['vehicles.badVin'] }),
})
