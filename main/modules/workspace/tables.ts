import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { record } from '#main/platform/db/columns.ts'
import { LANGUAGES, type WorkSettings } from '#shared/modules/workspace/model.ts'

export const company = sqliteTable('company', {
  ...record<'company'>(),
  name: text('name').notNull(),
  taxId: text('tax_id').notNull(),
  phone: text('phone').notNull(),
  email: text('email').notNull(),
  address: text('address').notNull(),
  currency: text('currency').notNull(),
  language: text('language', { enum: LANGUAGES }).notNull(),
  zone: text('zone').notNull(),
  country: text('country').notNull(),
  taxRateBp: integer('tax_rate_bp').notNull(),
  laborRateMinor: integer('labor_rate_minor').notNull(),
  invoiceDueDays: integer('invoice_due_days').notNull(),
  invoiceNote: text('invoice_note').notNull(),
  sessionIdleMinutes: integer('session_idle_minutes').notNull(),
  kioskIdleMinutes: integer('kiosk_idle_minutes').notNull(),
  taxInclusive: integer('tax_inclusive', { mode: 'boolean' }).notNull(),
  taxRules: text('tax_rules', { mode: 'json' }).$type<WorkSettings['taxRules']>().notNull(),
  laborRates: text('labor_rates', { mode: 'json' }).$type<WorkSettings['laborRates']>().notNull(),
  gates: text('gates', { mode: 'json' }).$type<WorkSettings['gates']>().notNull(),
  isDemo: integer('is_demo', { mode: 'boolean' }).notNull(),
})

/** At most one row, with the company's id. */
export const letterhead = sqliteTable('letterhead', {
  ...record<'company'>(),
  logoBase64: text('logo_base64').notNull(),
  footer: text('footer').notNull(),
  estimateTerms: text('estimate_terms').notNull(),
  orderTerms: text('order_terms').notNull(),
})

export const location = sqliteTable('location', {
  ...record<'location'>(),
  name: text('name').notNull(),
  address: text('address').notNull(),
  phone: text('phone').notNull(),
  opensAtMinutes: integer('opens_at_minutes').notNull(),
  closesAtMinutes: integer('closes_at_minutes').notNull(),
  openWeekdays: text('open_weekdays').notNull(),
})
