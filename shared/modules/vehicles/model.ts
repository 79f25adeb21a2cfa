import { z } from 'zod'
import { id } from '../../kernel/ids.ts'
import { line, paragraph } from '../../kernel/text.ts'

/*
 * VEH-1: a stored VIN has 17 characters without I, O and Q, or is empty; a wrong check digit is a hint, never a refusal.
 * VEH-2: a vehicle can be told from others: it has a plate, a VIN, a make or a model.
 * VEH-3: a removed vehicle is not edited; it is restored first.
 * VEH-4: a row that is imported again adds nothing.
 */

export const vehicleFields = z.object({
  customerId: id('customer').nullable(),
  /** As typed; found without its separators. */
  plate: line(20),
  /** As typed on the way in; kept in capitals, see `checkVin`. */
  vin: line(40),
  make: line(60),
  model: line(80),
  year: z.number().int().min(1885).max(2100).nullable(),
  engine: line(80),
  color: line(40),
  mileageKm: z.number().int().min(0).max(9_999_999).nullable(),
  note: paragraph(2000),
})
export type VehicleFields = z.infer<typeof vehicleFields>

export const vehicle = z.object({
  id: id('vehicle'),
  customerId: id('customer').nullable(),
  plate: z.string(),
  vin: z.string(),
  make: z.string(),
  model: z.string(),
  year: z.number().int().nullable(),
  engine: z.string(),
  color: z.string(),
  mileageKm: z.number().int().nullable(),
  note: z.string(),
  deleted: z.boolean(),
  createdAt: z.number(),
  updatedAt: z.number(),
})
export type Vehicle = z.infer<typeof vehicle>

export const BLANK_VEHICLE: VehicleFields = {
  customerId: null,
  plate: '',
  vin: '',
  make: '',
  model: '',
  year: null,
  engine: '',
  color: '',
  mileageKm: null,
  note: '',
}

/** `notUsed`: where this vehicle was made for, position 9 is no check digit. */
export const CHECK_DIGITS = ['ok', 'wrong', 'notUsed'] as const
/** What a person should know beside the figures; each has one text. */
export const VIN_HINTS = ['checkDigitWrong', 'unknownManufacturer', 'modelUnknown', 'modelOfOtherYear', 'noYearCode', 'yearUncertain'] as const

export const decodedVin = z.object({
  vin: z.string(),
  checkDigit: z.enum(CHECK_DIGITS),
  /** Empty where the VIN does not tell. */
  make: z.string(),
  model: z.string(),
  year: z.number().int().nullable(),
  engine: z.string(),
  manufacturer: z.string(),
  /** ISO 3166 code. */
  country: z.string(),
  hints: z.array(z.enum(VIN_HINTS)),
})
export type DecodedVin = z.infer<typeof decodedVin>
