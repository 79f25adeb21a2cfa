import type { RowChange } from '#shared/contract/merge.ts'
import type { SyncRules } from '#shared/contract/sync.ts'
import type { Reason, WireEntry, WireResult, WireRow } from '#shared/contract/wire.ts'
import type { Hlc } from '#shared/kernel/hlc.ts'
import type { Permission } from '#shared/kernel/permission.ts'
import type { Json } from '#shared/kernel/result.ts'

/** What stands in a field: of a type that JSON can tell, and the value of a row that says nothing of it (written by an older program). */
export interface Field {
  readonly type: 'text' | 'integer' | 'real' | 'boolean' | 'json'
  readonly fallback: Json
}
/** The fields of each typed table by their names in the program, without id, stamps and clocks; `deleted` is one of them. */
export type Fields = ReadonlyMap<string, Readonly<Record<string, Field>>>

/** By which a row is found in a Rows. */
export const keyOf = (kind: string, id: string): string => `${kind}/${id}`
export type Rows = ReadonlyMap<string, WireRow>

/** Rows as they stand at the centre, of any scope, and the newest official number per `series/location`. What is not in it is not there. */
export interface State {
  readonly rows: Rows
  readonly series: ReadonlyMap<string, number>
}

/** Who speaks: its identity, and the scopes that it reads and writes. */
export interface Sender {
  readonly deviceId: string
  readonly scopes: readonly string[]
}

/** All that a decision needs beside the state; clocks and ids come from outside, so that the same entries give the same decision. */
export interface Situation {
  readonly rules: SyncRules
  readonly fields: Fields
  /** Every permission that any operation needs, with its default holders. */
  readonly permissions: readonly Permission[]
  readonly device: Sender
  /** Epoch ms at the centre. */
  readonly nowMs: number
  /** A new clock of the centre, above all that it gave and above this one. */
  readonly nextHlc: (above: Hlc) => Hlc
  /** A new UUIDv7. */
  readonly nextId: () => string
  /** Of a centre that is being mended: every other device has offered what it did before this clock. */
  readonly offered?: Hlc
  /** Rows whose slot is held already, as the constraint of an exclusive table found: by key, with the row that holds it. */
  readonly holders?: ReadonlyMap<string, WireRow>
}

export interface Refusal {
  readonly outcome: 'parked' | 'rejected'
  readonly reason: Reason
  readonly facts: Readonly<Record<string, Json>>
}

/** One entry with its decision. `hlc` is the clock that it stands under. */
export interface Taken {
  readonly entry: WireEntry
  readonly hlc: Hlc
  readonly result: WireResult
}

/** Every value that was sent, and the clocks that lost; the centre's own stamps have its own sender. */
export interface History {
  readonly kind: string
  readonly recordId: string
  readonly scope: string
  readonly hlc: Hlc
  readonly sentHlc: Hlc | null
  readonly deviceId: string
  readonly seq: number
  readonly fields: RowChange['fields']
  readonly lost: readonly string[]
}
/** Sender of what the centre wrote by itself. */
export const CENTRE = 'centre'

/** What a person must look at; becomes a row of sync_conflict once its authors are known. */
export interface Conflict {
  readonly id: string
  readonly kind: 'field' | 'clash'
  readonly table: string
  readonly recordId: string
  readonly scope: string
  readonly clock: string
  readonly kept: Readonly<Record<string, Json>>
  readonly dropped: Readonly<Record<string, Json>>
  /** Record and clock under which the author of either stands in the history. */
  readonly keptFrom: { readonly recordId: string; readonly hlc: Hlc }
  readonly droppedFrom: { readonly recordId: string; readonly hlc: Hlc }
  /** Clock of the conflict row itself. */
  readonly hlc: Hlc
}

/** `rows` and `series` hold what changed, as it is then. */
export interface Decision extends State {
  readonly taken: readonly Taken[]
  readonly history: readonly History[]
  readonly conflicts: readonly Conflict[]
}
