import { z } from 'zod'
import { DEVICE_STATES, type DeviceState } from '../../contract/wire.ts'
import { id } from '../../kernel/ids.ts'
import type { Machine } from '../../kernel/machine.ts'
import type { Json } from '../../kernel/result.ts'
import { filled } from '../../kernel/text.ts'

/*
 * SYNC-1: a device reads and writes only rows of the company and of its own locations (centre).
 * SYNC-2: what was refused, parked or lost to a newer value stays visible until a person has decided (centre, service).
 * SYNC-3: only who holds sync.manage invites, approves or revokes a device; the centre asks again (rule, centre).
 * SYNC-4: an invitation lets one device ask, once, for ten minutes (centre).
 */

type DeviceEvent = 'ask' | 'approve' | 'revoke' | 'edit'
/** An invitation is asked for by a device, then approved by a person. A revoked device needs a new invitation. */
export const deviceMachine: Machine<DeviceState, DeviceEvent> = {
  invited: { ask: 'waiting', approve: 'refused', revoke: 'revoked', edit: 'invited' },
  waiting: { ask: 'refused', approve: 'active', revoke: 'revoked', edit: 'waiting' },
  active: { ask: 'refused', approve: 'refused', revoke: 'revoked', edit: 'active' },
  revoked: { ask: 'refused', approve: 'refused', revoke: 'refused', edit: 'revoked' },
}
export const INVITATION_MS = 10 * 60_000

/** What the centre noticed of a device: two of it speak, its clock is off by more than two minutes, it wrote a number twice. */
export const DEVICE_ALARMS = ['cloned', 'clock', 'seqReuse'] as const

/** One device of the shop, by its enrolment; its identity may change under it (restore, copy). */
export const syncDevice = z.object({
  id: id('syncDevice'),
  name: filled(200),
  state: z.enum(DEVICE_STATES),
  /** Locations that it works for; null: all of them. */
  locations: z.array(id('location')).nullable(),
  /** Empty until a device has asked. */
  deviceId: z.string(),
  tag: z.string(),
  /** Shown on both screens before approving. */
  checkText: z.string(),
  /** When the invitation ends; 0 once used. */
  codeEndsAt: z.number().int(),
  appVersion: z.string(),
  /** To the minute; 0 before the first time. */
  lastSeenAt: z.number().int(),
  clockOffsetMs: z.number().int(),
  alarm: z.enum(DEVICE_ALARMS).nullable(),
  deleted: z.boolean(),
})
export type SyncDevice = z.infer<typeof syncDevice>

const json = z.json() as z.ZodType<Json>

/** field: two values of one field or group. clash: the second booking of one slot. */
export const CONFLICT_KINDS = ['field', 'clash'] as const
export const syncConflict = z.object({
  id: id('syncConflict'),
  kind: z.enum(CONFLICT_KINDS),
  recordTable: z.string(),
  recordId: z.string(),
  locationId: id('location').nullable(),
  /** Field or clock group. */
  clock: z.string(),
  kept: z.record(z.string(), json),
  dropped: z.record(z.string(), json),
  keptBy: z.string(),
  keptAt: z.number().int(),
  droppedBy: z.string(),
  droppedAt: z.number().int(),
  resolvedAt: z.number().int().nullable(),
  resolvedBy: z.string(),
})
export type SyncConflict = z.infer<typeof syncConflict>
