import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { searchableRecord } from '#main/platform/db/columns.ts'
import { CUSTOMER_KINDS } from '#shared/modules/customers/model.ts'
import { LANGUAGES } from '#shared/modules/workspace/model.ts'

export const customer = sqliteTable('customer', {
  ...searchableRecord<'customer'>(),
  kind: text('kind', { enum: CUSTOMER_KINDS }).notNull(),
  name: text('name').notNull(),
  company: text('company').notNull(),
  /** Name and company as they are sorted, compared and searched. */
  nameKey: text('name_key').notNull(),
  phone: text('phone').notNull(),
  phone2: text('phone2').notNull(),
  /** Digits of both phones, for finding one by any part of it. */
  phoneDigits: text('phone_digits').notNull(),
  email: text('email').notNull(),
  street: text('street').notNull(),
  postcode: text('postcode').notNull(),
  city: text('city').notNull(),
  country: text('country').notNull(),
  taxExempt: integer('tax_exempt', { mode: 'boolean' }).notNull(),
  priceGroup: text('price_group').notNull().default(''),
  note: text('note').notNull(),
  language: text('language', { enum: LANGUAGES }),
  wantsNoMessages: integer('wants_no_messages', { mode: 'boolean' }).notNull(),
})
