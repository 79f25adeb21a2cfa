import { z } from 'zod'
import type { Json } from '../kernel/result.ts'

/*
 * What devices and the centre say to each other over HTTPS. One file for both sides and for the centre's OpenAPI document.
 * WIRE_VERSION rises when an older device can no longer be served; the centre serves MIN_WIRE_VERSION and newer, and answers 426 to
 * the rest, whose queues stay whole.
 */
export const WIRE_VERSION = 1
export const MIN_WIRE_VERSION = 1
/** Headers of every request of a device. */
export const HEADERS = { version: 'bayline-wire', device: 'bayline-device', app: 'bayline-app', schema: 'bayline-schema' } as const

/** A push holds at most this many entries and this many bytes of JSON; an entry of more changes than this travels in parts. */
export const MAX_ENTRIES = 500
export const MAX_PUSH_BYTES = 1024 * 1024
export const MAX_CHANGES = 500

/** Any value: both sides check what JSON.parse gave, which is nothing else. Walking through a full push once more takes five times as long as all other checks. */
const json = z.unknown() as z.ZodType<Json>
export const hlc = z.string().regex(/^[0-9a-f]{16}-[0-9a-z]{8}$/)
const seq = z.number().int().min(1)
const epochMs = z.number().int().min(0).max(8_640_000_000_000_000)
const name = z.string().min(1).max(200)

/** One changed row, as the journal keeps it; see RowChange. */
export const wireChange = z.strictObject({
  table: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/),
  id: z.string().min(1).max(200),
  insert: z.boolean(),
  fields: z.record(z.string().regex(/^[a-zA-Z][a-zA-Z0-9]{0,62}$/), z.union([z.tuple([json, json, z.union([hlc, z.literal('')])]), z.tuple([json])])),
})

/** One deed: a journal entry, or one part of a long one. Local tables are left out by the device. */
export const wireEntry = z.strictObject({
  seq,
  /** From 1; `parts` in all. Parts of an entry are applied in order, each by itself. */
  part: z.number().int().min(1).max(10_000),
  parts: z.number().int().min(1).max(10_000),
  txId: z.uuid(),
  hlc,
  at: epochMs,
  command: name,
  schemaVersion: z.number().int().min(1).max(100_000),
  userId: z.string().max(200).nullable(),
  userName: z.string().max(200),
  changes: z.array(wireChange).min(1).max(MAX_CHANGES),
})
export type WireEntry = z.infer<typeof wireEntry>

/** A row as the centre keeps it. `rev` rises with every change of the row. */
export const wireRow = z.object({
  kind: z.string(),
  id: z.string(),
  scope: z.string(),
  rev: z.number().int(),
  deleted: z.boolean(),
  clk: z.record(z.string(), z.string()),
  doc: z.record(z.string(), json),
})
export type WireRow = z.infer<typeof wireRow>

/**
 * applied: as it was. merged: in part beside somebody's newer values. conflict: taken, and a person must look (a conflict row tells).
 * parked: kept at the centre for review, not applied. rejected: not applied; see the reason. All are final: the entry never comes again.
 */
export const OUTCOMES = ['applied', 'merged', 'conflict', 'parked', 'rejected'] as const
export type Outcome = (typeof OUTCOMES)[number]

/**
 * outOfScope: a row of a location that is not the device's. notAllowed: the author lacks `needs` at the centre. stateChanged: the
 * lifecycle allows no such step any more (`table`, `id`, `field`, `from`, `to`). taken: another row holds it (`constraint`).
 * unknownRecord: the row is not at the centre. sealed: the row can no longer be changed. unknownTable, unknownField: written by a newer
 * program than the centre's. invalid: no such value may stand there. seqReuse: this number was used for another entry.
 */
export const REASONS = [
  'outOfScope',
  'notAllowed',
  'stateChanged',
  'taken',
  'unknownRecord',
  'sealed',
  'unknownTable',
  'unknownField',
  'invalid',
  'seqReuse',
] as const
export type Reason = (typeof REASONS)[number]

export const wireResult = z.object({
  seq,
  part: z.number().int(),
  outcome: z.enum(OUTCOMES),
  reason: z.enum(REASONS).optional(),
  /** Facts that the reason's text names. */
  facts: z.record(z.string(), json).optional(),
  /** The clock that the entry stands under, where the centre had to take another than the device's (its clock ran ahead). */
  hlc: hlc.optional(),
  /** parked, rejected: the rows that it touched, as they stand; a row that is not there is left out. The device goes back to these. */
  rows: z.array(wireRow).optional(),
})
export type WireResult = z.infer<typeof wireResult>

export const pushRequest = z.strictObject({
  /** Device time at sending, epoch ms: tells the centre how far its clock is off. */
  sentAt: epochMs,
  /** Results up to here are kept by the device: the centre may forget the answers, never that it has seen the entries. */
  ackedThrough: z.number().int().min(0),
  /** The centre's epoch as the device knows it. At another one nothing is taken: what the centre lost by being put back has to come first. */
  centreEpoch: z.number().int().min(0).optional(),
  /** Ascending by seq and part. None: all that this device ever did was offered; see `owes` of its standing. */
  entries: z.array(wireEntry).max(MAX_ENTRIES),
})
export type PushRequest = z.infer<typeof pushRequest>
export const pushAnswer = z.object({
  /** Epoch ms at the centre when it answered. */
  serverAt: epochMs,
  /** Newest clock at the centre. */
  hlc,
  /** The centre's present epoch. Another one than the device knows: it takes its standing before it sends anything. */
  centreEpoch: z.number().int().optional(),
  /** One per entry, in their order. Fewer than entries: the rest met passing trouble and is to be sent again. */
  results: z.array(wireResult),
  /**
   * The trouble of the next entry: the centre was put back to an older state, and what the entry rests on may still come from these
   * devices (ids of `sync_device`). From `until` (epoch ms) on it is decided as things stand.
   */
  awaits: z.object({ until: epochMs, devices: z.array(z.string()) }).optional(),
})
export type PushAnswer = z.infer<typeof pushAnswer>

export const enrolRequest = z.strictObject({
  /** As shown to the admin; read without dashes and case. Valid once, for ten minutes. */
  code: z.string().min(4).max(40),
  deviceId: z.string().regex(/^[0-9a-f]{16}$/),
  tag: z.string().regex(/^[0-9A-HJKMNP-TV-Z]{4}$/),
  clockTag: z.string().regex(/^[0-9a-z]{8}$/),
  epoch: z.number().int().min(1),
  name,
  /** The device holds a shop of its own already: only the first device of a centre may. */
  hasData: z.boolean(),
})
export type EnrolRequest = z.infer<typeof enrolRequest>

export const DEVICE_STATES = ['invited', 'waiting', 'active', 'revoked'] as const
export type DeviceState = (typeof DEVICE_STATES)[number]

/** What a device may know of its own standing. */
export const deviceStanding = z.object({
  deviceId: z.string(),
  state: z.enum(DEVICE_STATES),
  /** Scopes that it reads and writes: the company's and its locations'. */
  scopes: z.array(z.string()),
  /** The centre's own identity: another one means another company's centre, or one that was set up anew. */
  centreId: z.string(),
  /** Rises when the centre was put back to an older state: devices then offer their sent entries again from `have` on. */
  centreEpoch: z.number().int(),
  /** Highest entry of this device that the centre has. */
  have: z.number().int(),
  /** The centre was put back, and others may wait for what this device still has: once nothing is left it says so by a push without entries. */
  owes: z.boolean().optional(),
  serverAt: epochMs,
  companyName: z.string().nullable(),
  /** Short text to compare on both screens before approving. */
  check: z.string(),
})
export type DeviceStanding = z.infer<typeof deviceStanding>
export const enrolAnswer = deviceStanding.extend({ key: z.string() })
export type EnrolAnswer = z.infer<typeof enrolAnswer>

/** The predecessor stays valid until the new key is first used. */
export const rotateAnswer = z.object({ key: z.string() })

/** After a restore or a copy of its file a device has a new identity: it takes over the old one's standing. */
export const renewRequest = z.strictObject({
  deviceId: enrolRequest.shape.deviceId,
  tag: enrolRequest.shape.tag,
  clockTag: enrolRequest.shape.clockTag,
  epoch: enrolRequest.shape.epoch,
})
export type RenewRequest = z.infer<typeof renewRequest>

/** Weekly comparison: per kind the number of rows that are in the feed and a hash of them that does not depend on order. */
export const auditAnswer = z.object({ scope: z.string(), kinds: z.record(z.string(), z.object({ count: z.number().int(), hash: z.string() })) })

/** Refusals of a request as a whole. */
export const WIRE_ERRORS = [
  'badRequest',
  'unauthorized',
  'waiting',
  'revoked',
  'cloned',
  'badCode',
  'hasData',
  'notFound',
  'methodNotAllowed',
  'tooLarge',
  'unsupported',
  'upgrade',
  'tooMany',
  'unavailable',
  'internal',
] as const
export const wireError = z.object({
  error: z.enum(WIRE_ERRORS),
  message: z.string(),
  /** Where and what, of a malformed body. */
  issues: z.array(z.object({ path: z.string(), problem: z.string() })).optional(),
  /** upgrade: versions that are served. */
  minVersion: z.number().int().optional(),
  maxVersion: z.number().int().optional(),
})
export type WireError = z.infer<typeof wireError>
