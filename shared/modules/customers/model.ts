import { z } from 'zod'
import { id } from '../../kernel/ids.ts'
import { filled, line, paragraph } from '../../kernel/text.ts'
import { LANGUAGES } from '../workspace/model.ts'

/*
 * CUST-1: a stored phone is in its international form or empty, a stored e-mail is lower case or empty.
 * CUST-2: a removed customer is not edited; it is restored first.
 * CUST-3: a row that is imported again adds nothing.
 */

export const CUSTOMER_KINDS = ['person', 'company'] as const

/** An e-mail or nothing; lower case, so that equal addresses are equal. */
export const optionalEmail = z
  .string()
  .max(254)
  .transform((text) => text.trim().toLowerCase())
  .pipe(z.union([z.literal(''), z.email('email')]))
/** ISO 3166 alpha-2 or nothing. */
export const optionalCountry = z
  .string()
  .max(10)
  .transform((text) => text.trim().toUpperCase())
  .pipe(z.string().regex(/^([A-Z]{2})?$/, 'country'))

export const customerFields = z.object({
  kind: z.enum(CUSTOMER_KINDS),
  /** The person's name, or the company's where `kind` is company. */
  name: filled(120),
  /** The firm that a person comes from. */
  company: line(120),
  /** As typed on the way in; kept in international form, see `checkPhone`. */
  phone: line(40),
  phone2: line(40),
  email: optionalEmail,
  street: line(160),
  postcode: line(20),
  city: line(80),
  /** Where the customer lives; also the country of phone numbers without prefix. Empty: the company's. */
  country: optionalCountry,
  taxExempt: z.boolean(),
  /** Whose prices of the catalogue hold for this customer; empty: everybody's. */
  priceGroup: line(40),
  note: paragraph(2000),
  /** Of what is sent to the customer; null: the company's. */
  language: z.enum(LANGUAGES).nullable(),
  /** Nothing is sent to them of the shop's own accord, such as reminders. */
  wantsNoMessages: z.boolean(),
})
export type CustomerFields = z.infer<typeof customerFields>

export const customer = z.object({
  id: id('customer'),
  kind: z.enum(CUSTOMER_KINDS),
  name: z.string(),
  company: z.string(),
  phone: z.string(),
  phone2: z.string(),
  email: z.string(),
  street: z.string(),
  postcode: z.string(),
  city: z.string(),
  country: z.string(),
  taxExempt: z.boolean(),
  priceGroup: z.string(),
  note: z.string(),
  language: z.enum(LANGUAGES).nullable(),
  wantsNoMessages: z.boolean(),
  deleted: z.boolean(),
  createdAt: z.number(),
  updatedAt: z.number(),
})
export type Customer = z.infer<typeof customer>

/** A new customer of whom only the name is known. */
export const BLANK_CUSTOMER: Omit<CustomerFields, 'name'> = {
  kind: 'person',
  company: '',
  phone: '',
  phone2: '',
  email: '',
  street: '',
  postcode: '',
  city: '',
  country: '',
  taxExempt: false,
  priceGroup: '',
  note: '',
  language: null,
  wantsNoMessages: false,
}
