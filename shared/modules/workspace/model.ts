import { z } from 'zod'
import { id } from '../../kernel/ids.ts'
import { MAX_MINOR } from '../../kernel/money.ts'
import { filled, line, paragraph } from '../../kernel/text.ts'
import { isZone } from '../../kernel/time.ts'

export const LANGUAGES = ['en', 'ar'] as const
export type Language = (typeof LANGUAGES)[number]

/** What the shop decides about itself. One company per database. */
export const companySettings = z.object({
  name: filled(120),
  taxId: line(40),
  phone: line(40),
  email: line(254),
  address: paragraph(400),
  /** ISO 4217. */
  currency: z.string().regex(/^[A-Z]{3}$/),
  language: z.enum(LANGUAGES),
  /** IANA zone of the shop's wall clock; the machine's own zone is never used. */
  zone: z.string().max(60).refine(isZone, 'zone'),
  /** ISO 3166 alpha-2: which country a phone number without prefix belongs to. */
  country: z.string().regex(/^[A-Z]{2}$/),
  /** Hundredths of a percent. */
  taxRateBp: z.number().int().min(0).max(10_000),
  /** Per hour. */
  laborRateMinor: z.number().int().min(0).max(MAX_MINOR),
  invoiceDueDays: z.number().int().min(0).max(365),
  invoiceNote: paragraph(600),
  sessionIdleMinutes: z.number().int().min(1).max(720),
  kioskIdleMinutes: z.number().int().min(1).max(60),
})
export type CompanySettings = z.infer<typeof companySettings>

/** What must be true before a job can be finished; the shop switches each. */
export const GATES = ['mileage', 'technician', 'parts', 'approval'] as const
export type Gate = (typeof GATES)[number]
/** What tax rules tell apart; the same words as the kinds of an order's lines. */
export const TAXED_KINDS = ['labor', 'part', 'fee', 'sublet'] as const

/** How the shop prices and closes its work. */
export const workSettings = z.object({
  /** Prices contain their tax; of orders opened from now on. */
  taxInclusive: z.boolean(),
  /** The first rule that names a line's kind gives its rate, where neither the line nor its item has one; else the company's rate. */
  taxRules: z
    .array(z.strictObject({ name: filled(60), kinds: z.array(z.enum(TAXED_KINDS)).max(TAXED_KINDS.length), rateBp: z.number().int().min(0).max(10_000) }))
    .max(20),
  /** Per hour, by type of labour: diagnosis, body work, ... */
  laborRates: z.array(z.strictObject({ name: filled(60), rateMinor: z.number().int().min(0).max(MAX_MINOR) })).max(20),
  gates: z.array(z.enum(GATES)).max(GATES.length),
})
export type WorkSettings = z.infer<typeof workSettings>
export const PLAIN_WORK: WorkSettings = { taxInclusive: false, taxRules: [], laborRates: [], gates: [] }

export const company = companySettings.extend({ ...workSettings.shape, id: id('company'), isDemo: z.boolean() })
export type Company = z.infer<typeof company>

/** Most characters of a logo's base64: some 45 kB of picture. */
export const MAX_LOGO_CHARS = 60_000
/** What stands on every sheet beside the shop's name. */
export const letterhead = z.object({
  /** PNG or JPEG as base64; empty for the shop's first letter. */
  logoBase64: z
    .string()
    .max(MAX_LOGO_CHARS)
    .regex(/^(?:(?:iVBORw0KGgo|\/9j\/)[A-Za-z0-9+/]+={0,2})?$/),
  /** At the foot of every page: bank account, register, opening hours. */
  footer: paragraph(400),
  /** Below an estimate: how long it holds, what it does not contain. */
  estimateTerms: paragraph(1500),
  /** Above the signature on a work order. */
  orderTerms: paragraph(1500),
})
export type Letterhead = z.infer<typeof letterhead>
export const BLANK_LETTERHEAD: Letterhead = { logoBase64: '', footer: '', estimateTerms: '', orderTerms: '' }

export const locationFields = z.object({
  name: filled(80),
  address: paragraph(400),
  phone: line(40),
  /** Minutes after midnight on the shop's wall clock. */
  opensAtMinutes: z.number().int().min(0).max(1439),
  closesAtMinutes: z.number().int().min(1).max(1440),
  /** Days of work as digits, 0 is Sunday: `12345`. */
  openWeekdays: z.string().regex(/^[0-6]{0,7}$/),
})
export const location = locationFields.extend({ id: id('location') })
export type Location = z.infer<typeof location>

/*
 * WS-1: a database holds at most one company.
 * WS-2: a location closes after it opens.
 * WS-3: a company has one letterhead: its id is the company's own, so that two devices cannot make two (service).
 */

/** Who signs in on the embedded demo shop; its sign-in screen says so. Every person of the demo has this password. */
export const DEMO = { email: 'ada@harborstreet.example', password: 'harbor street' } as const
