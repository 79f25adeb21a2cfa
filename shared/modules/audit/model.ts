import { z } from 'zod'
import { id } from '../../kernel/ids.ts'

/*
 * AUD-1: every change of a record stands in exactly one entry, with its author, device and time.
 * AUD-2: a secret field's value leaves the journal for nobody.
 */

/** One command that was carried out. */
export const auditEntry = z.object({
  seq: z.number().int(),
  at: z.number().int(),
  userId: z.string().nullable(),
  userName: z.string(),
  /** `customers.update` and its like. */
  command: z.string(),
  deviceId: z.string(),
  deviceName: z.string(),
  ip: z.string(),
  userAgent: z.string(),
  /** Microseconds from the call's arrival to its commit. */
  tookUs: z.number().int(),
  /** Records that it changed. */
  changes: z.number().int(),
})
export type AuditEntry = z.infer<typeof auditEntry>

/** Lists and objects are shown as their JSON. */
export const shownValue = z.union([z.string(), z.number(), z.boolean(), z.null()])
export type ShownValue = z.infer<typeof shownValue>

export const fieldChange = z.object({
  field: z.string(),
  /** Null for a new record. */
  before: shownValue,
  after: shownValue,
  isSecret: z.boolean(),
})
export type FieldChange = z.infer<typeof fieldChange>

export const recordChange = z.object({ table: z.string(), recordId: z.string(), isNew: z.boolean(), fields: z.array(fieldChange) })
export type RecordChange = z.infer<typeof recordChange>

/** What stands where a secret was. */
export const SECRET = '•••'
/** Rows that one export holds at most; a narrower filter brings the rest. */
export const EXPORT_ROWS = 20_000
/** Changed records of one entry shown at a time; an import changes thousands. */
export const CHANGES_SHOWN = 200

/** Documents, money and cash, each as it was written. `void` takes an invoice back. */
export const SEALED_KINDS = ['invoice', 'void', 'creditNote', 'payment', 'allocation', 'writeOff', 'sale', 'entry', 'card'] as const
export type SealedKind = (typeof SEALED_KINDS)[number]
/** One link: `hash` covers the link before, the place in the chain and the content. */
export const seal = z.object({
  id: id('posSeal'),
  locationId: id('location'),
  deviceTag: z.string(),
  seq: z.number().int(),
  kind: z.enum(SEALED_KINDS),
  recordId: z.string(),
  hash: z.string(),
})
export type Seal = z.infer<typeof seal>

/** Where a chain breaks first: a link is missing, its record is, or its hash is not that of its content. */
export const CHAIN_FAULTS = ['gap', 'missing', 'changed', 'unsealed'] as const
export const chainReport = z.object({
  /** Empty: of records without a seal whose device is not known. */
  deviceTag: z.string(),
  links: z.number().int(),
  /** Null: whole. */
  fault: z.object({ seq: z.number().int(), kind: z.enum(CHAIN_FAULTS), recordId: z.string() }).nullable(),
})
export type ChainReport = z.infer<typeof chainReport>
