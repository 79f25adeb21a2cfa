import { z } from 'zod'
import { OUTCOMES, REASONS } from '../../../contract/wire.ts'
import { id } from '../../../kernel/ids.ts'
import type { Json } from '../../../kernel/result.ts'
import { recordChange } from '../../audit/model.ts'
import { syncConflict, syncDevice } from '../model.ts'

/**
 * How this device stands with the centre. off: no centre. waiting: asked, not approved. loading: approved, the first load runs.
 * online, offline: its line. revoked, cloned: shut out. upgrade: this program is too old for the centre.
 */
export const LINK_STATES = ['off', 'waiting', 'loading', 'online', 'offline', 'revoked', 'cloned', 'upgrade'] as const
export type LinkState = (typeof LINK_STATES)[number]

/** What last went wrong while the state cannot say it. */
export const LINK_PROBLEMS = ['unreachable', 'busy', 'unauthorized', 'odd', 'diskFull', 'applyFailed'] as const
export const LINK_ALARMS = ['auditMismatch', 'clock', 'unfit'] as const

const at = z.number().int().nullable()

export const linkStatus = z.object({
  state: z.enum(LINK_STATES),
  /** Of the centre; empty without one. */
  address: z.string(),
  centreName: z.string(),
  /** Entries of this device that the centre has not answered yet. */
  pending: z.number().int(),
  oldestPendingAt: at,
  lastContactAt: at,
  /** Centre minus device; 0 until known. */
  clockOffsetMs: z.number().int(),
  /** Per scope (`company`, ids of locations): when what stands here was the whole truth last. */
  scopes: z.array(z.object({ scope: z.string(), asOf: at, isLoading: z.boolean() })),
  /** Locations that this device works for; null: all. */
  locations: z.array(id('location')).nullable(),
  /** Short text to compare before approving; empty unless waiting. */
  check: z.string(),
  /** Rows received so far of the first load. */
  loaded: z.number().int(),
  problem: z.enum(LINK_PROBLEMS).nullable(),
  alarms: z.array(z.enum(LINK_ALARMS)),
  /** The centre was put back to an older state, and the oldest waiting entry rests on what these devices (by name) may bring again; until then it waits. */
  awaits: z.object({ devices: z.array(z.string()), until: z.number().int() }).nullable(),
  /** Refused or parked entries that nobody has looked at, and conflicts that nobody has decided. */
  refused: z.number().int(),
  conflicts: z.number().int(),
})
export type LinkView = z.infer<typeof linkStatus>

/** What the set-up screen and a kiosk, where badges are read, may know before anybody has signed in. */
export const joinState = linkStatus
  .pick({ state: true, address: true, centreName: true, check: true, loaded: true, problem: true, clockOffsetMs: true })
  .extend({
    /** People can sign in: the company and its users are here. */
    isReady: z.boolean(),
  })

/** waiting: not answered yet, sent again by itself. sent, merged, conflict: taken. parked: kept at the centre for review. refused: final. */
export const ENTRY_STATES = ['waiting', 'sent', 'merged', 'conflict', 'parked', 'refused'] as const
export type EntryState = (typeof ENTRY_STATES)[number]
/** undecided: refused or parked, and nobody has looked. answered: the centre had something to say. */
export const ENTRY_LISTS = ['all', 'waiting', 'undecided', 'answered'] as const

export const entryRow = z.object({
  seq: z.number().int(),
  /** Of a long entry that travelled in several. */
  part: z.number().int(),
  at: z.number().int(),
  command: z.string(),
  userId: z.string().nullable(),
  userName: z.string(),
  changes: z.number().int(),
  state: z.enum(ENTRY_STATES),
  reason: z.enum(REASONS).nullable(),
  /** What the reason's text names: `constraint`, `table`, `field`, `from`, `to` … */
  facts: z.record(z.string(), z.json() as z.ZodType<Json>),
  /** Who let a refused or parked entry go, or put its values in anew, and when. */
  decided: z.object({ by: z.string(), at: z.number().int() }).nullable(),
})
export type EntryRow = z.infer<typeof entryRow>
/** States in the words of the centre. */
export const stateOfOutcome: Readonly<Record<(typeof OUTCOMES)[number], EntryState>> = {
  applied: 'sent',
  merged: 'merged',
  conflict: 'conflict',
  parked: 'parked',
  rejected: 'refused',
}

/** Why values cannot be put on a record with one press: `stepNeeded` is done on the record itself. */
export const HINDRANCES = ['gone', 'sealed', 'stepNeeded', 'ownerOnly'] as const
/** Names of the records whose ids stand in values. */
const names = z.record(z.string(), z.string())

/** An entry whole. */
export const entryView = entryRow.extend({
  records: z.array(recordChange.extend({ label: z.string() })),
  isCut: z.boolean(),
  names,
  /** Null: its values can be put in anew. */
  hindrance: z.enum(HINDRANCES).nullable(),
})

export const deviceView = syncDevice.omit({ deleted: true }).extend({ isThis: z.boolean() })
export type DeviceView = z.infer<typeof deviceView>

export const conflictView = syncConflict.extend({
  createdAt: z.number().int(),
  /** Null: it can be taken. */
  hindrance: z.enum([...HINDRANCES, 'clash']).nullable(),
  /** The record's name in a few words; empty where it has none. */
  label: z.string(),
  names,
})
export type ConflictView = z.infer<typeof conflictView>

export const HUB_STATES = ['off', 'starting', 'running', 'failed'] as const
export const hubView = z.object({
  /** This program can be a hub. */
  isPossible: z.boolean(),
  state: z.enum(HUB_STATES),
  name: z.string(),
  /** What other devices are told to join. */
  address: z.string(),
  /** Why it does not run. */
  problem: z.string(),
})
export const foundHub = z.object({ name: z.string(), address: z.string(), fingerprint: z.string() })
export type FoundHub = z.infer<typeof foundHub>
