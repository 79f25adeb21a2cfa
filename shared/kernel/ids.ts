import { z } from 'zod'

/** A UUIDv7 made on the device; the brand keeps a bay's id out of a job's field. */
export type Id<Of extends string> = string & { readonly __id: Of }

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Validator of an id in contracts and models. */
export const id = <Of extends string>(_of: Of): z.ZodType<Id<Of>, string> =>
  z.custom<Id<Of>>((value) => typeof value === 'string' && UUID.test(value), 'id') as unknown as z.ZodType<Id<Of>, string> // a custom check knows no input type
