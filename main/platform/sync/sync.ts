import type { Outcome, PushAnswer, Reason } from '#shared/contract/wire.ts'

/**
 * How this device stands with its centre. off: none is named. waiting: asked to join, nobody has approved yet. loading: the first
 * load of some scope is under way. online, offline: the last contact succeeded, or did not. revoked, cloned, upgrade: the centre
 * refuses (by a person; because a copy of this device speaks, too; because this program is too old): nothing is sent or read until
 * that is settled, work goes on and the queue is kept whole.
 */
export const LINK_STATES = ['off', 'waiting', 'loading', 'online', 'offline', 'revoked', 'cloned', 'upgrade'] as const
export type LinkState = (typeof LINK_STATES)[number]

/**
 * What last went wrong while the state cannot say it. unreachable: no answer. busy: it answered that it cannot now. unauthorized: it
 * does not know our key. odd: it answered what nobody understands. diskFull, applyFailed: what came could not be kept here.
 */
export const LINK_PROBLEMS = ['unreachable', 'busy', 'unauthorized', 'odd', 'diskFull', 'applyFailed'] as const
export type LinkProblem = (typeof LINK_PROBLEMS)[number]

/** auditMismatch: the weekly comparison found other rows than the centre's; they are fetched anew. clock: off by more than two minutes. unfit: rows came that this program cannot hold; they are kept for its next version. */
export const LINK_ALARMS = ['auditMismatch', 'clock', 'unfit'] as const
export type LinkAlarm = (typeof LINK_ALARMS)[number]

/** One stream of rows: the company's, or a location's. */
export interface ScopeStatus {
  readonly scope: string
  /** When everything that the centre had was here; null before the first time. Epoch ms: the age of what is shown. */
  readonly upToDateAt: number | null
  readonly isLoading: boolean
  /** Rows that came since this load began. */
  readonly loadedRows: number
}

export interface SyncStatus {
  readonly state: LinkState
  readonly address: string | null
  readonly companyName: string | null
  /** Short text to compare on both screens before approving; null when there is none. */
  readonly check: string | null
  /** Deeds that the centre has not answered yet. */
  readonly pendingCount: number
  /** Epoch ms of the oldest of them. */
  readonly oldestPendingAt: number | null
  /** Deeds of this device that were refused or parked, and nobody has decided about. */
  readonly undecidedCount: number
  readonly lastContactAt: number | null
  readonly scopes: readonly ScopeStatus[]
  /** The centre's clock minus ours; null before the first estimate. */
  readonly clockOffsetMs: number | null
  readonly problem: LinkProblem | null
  readonly alarms: readonly LinkAlarm[]
  /** The oldest unanswered deed rests on what a centre that was put back has lost: devices that may still bring it (ids of `sync_device`), and until when it waits for them, epoch ms. */
  readonly awaits: NonNullable<PushAnswer['awaits']> | null
}

/** Figures for the diagnostics; no contents. Units in names, counts since the start of the program. */
export interface SyncMetrics {
  readonly pushes: number
  readonly pushRttMs: number | null
  readonly outcomes: Readonly<Record<Outcome, number>>
  readonly appliedRows: number
  /** Of the last batch of at least 100 rows. */
  readonly appliedRowsPerS: number | null
  /** From the arrival of a batch to its commit, the longest of late. */
  readonly applyMs: number | null
  readonly refetches: Readonly<Record<RefetchCause, number>>
  readonly streamRestarts: number
  readonly longestSliceMs: number
  /**
   * From the newest change of the last batch to its rows being here, by the centre's clock; what was done offline counts from when it was
   * done. Null before the first one after a load.
   */
  readonly pullLagMs: number | null
  /** How late the thread's event loop was, since the link began to run: a command that came just then waited as long. */
  readonly stallP99Ms: number
  readonly longestStallMs: number
  readonly auditedAt: number | null
}
export const REFETCH_CAUSES = ['mustRefetch', 'audit', 'centre', 'incomplete'] as const
export type RefetchCause = (typeof REFETCH_CAUSES)[number]

/** A deed of this device (or a part of a long one) about which the centre had something to say. Kept in the table `sync_entry`. */
export interface AnsweredEntry {
  readonly seq: number
  readonly part: number
  readonly outcome: Outcome
  readonly reason: Reason | null
  readonly facts: Readonly<Record<string, unknown>>
  readonly answeredAt: number
  /** Null until a person has decided; refused and parked ones wait for it (SYNC-2). */
  readonly decidedAt: number | null
  readonly decidedBy: string
}

/**
 * Ways in which naming a centre can fail. badAddress: no https address (or http on this machine or network). hasData: only a centre's
 * first device may bring a shop. otherCentre: this data belongs to another one.
 */
export const ENROL_PROBLEMS = ['badCode', 'badAddress', 'hasData', 'alreadyLinked', 'otherCentre', 'upgrade', 'tooMany', 'unreachable'] as const
export type EnrolProblem = (typeof ENROL_PROBLEMS)[number]
/** After `ok` the status is `waiting`, or further where nobody has to approve. */
export type Enrolled = { readonly ok: true; readonly status: SyncStatus } | { readonly ok: false; readonly problem: EnrolProblem }

/**
 * This device's link to the centre: sends what was done here, takes in what was done elsewhere. Knows no business module; never on the
 * path of a command. A change of its status is announced as a change of `sync_status`, one of answered entries as `sync_entry`.
 */
export interface SyncEngine {
  /** Begins to speak with the centre, if one is named. */
  start(): void
  /** Ends every request and timer; what was under way is taken up at the next start. */
  stop(): Promise<void>
  /** Cheap: may be asked on every change. */
  status(): SyncStatus
  metrics(): SyncMetrics
  /** The network is back, or the machine woke up: tries at once. */
  wake(): void
  /** Asks a centre to take this device, by an admin's code. An empty database joins the centre's shop; one that holds a shop may only be the centre's first. */
  enrol(address: string, code: string): Promise<Enrolled>
  /** Forgets the centre and the key; rows, journal and queue stay. */
  leave(): void
  /** A person has decided about an answered entry. Inside a deed it is part of its transaction. False when there is none such or it was decided before. */
  decide(seq: number, part: number, by: string): boolean
}
